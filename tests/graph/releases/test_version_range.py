"""Ranges of versions: what they hold, and that they agree with the order of versions."""

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import BadParameterError
from graph.releases.version import parse_version
from graph.releases.version_range import parse_version_range

NUMBERS = st.lists(st.integers(0, 120), min_size=1, max_size=4).map(lambda some: ".".join(map(str, some)))
SUFFIXES = st.sampled_from(["", "", "-rc1", "-alpha.2", "-k3s1", "-k3s10", "+k0s.0", "+rke2r2", "-hardened1"])
VERSIONS = st.builds("{}{}{}".format, st.sampled_from(["", "v"]), NUMBERS, SUFFIXES)
UNORDERED = st.text("0123456789abcdef", min_size=40, max_size=40).filter(lambda text: not text.isdecimal())
SIGNS = st.sampled_from([">=", ">", "<=", "<", "=", ""])
OPPOSITES = [(">=", "<"), (">", "<=")]


def held(written: str, version: str) -> bool:
    """Return whether a range holds a version."""
    return parse_version_range(written).contains(parse_version(version).key)


@pytest.mark.parametrize(
    ("written", "inside", "outside"),
    [
        (">=2.10,<3", ["v2.10", "v2.10.7", "2.11.8-build1"], ["v2.9.9", "v2.10.0-rc1", "v3.0.0"]),
        ("<2.11", ["v1.7.0", "v2.10.7", "v2.11.0-rc1"], ["v2.11.0", "v2.11.0-k3s1"]),
        ("2.10", ["v2.10.0-rc1", "2.10", "v2.10.7-k3s1"], ["v2.1.0", "v2.9.10", "v2.11.0", "v2.100.0"]),
        ("2.10.x", ["v2.10.7"], ["v2.11.0"]),
        ("=v1.7.17-k3s1", ["v1.7.17-k3s1"], ["v1.7.17", "v1.7.17-k3s2", "v1.7.17-k3s10"]),
        (">1.7.17", ["v1.7.18-rc1", "v1.7.18"], ["v1.7.17", "v1.7.17-k3s1"]),
        ("<=1.7.17", ["v1.7.17-k3s1", "v1.7.17-rc1"], ["v1.7.18-rc1"]),
        (">v1.7.17-k3s1", ["v1.7.17-k3s2", "v1.7.17-k3s1-build20240101"], ["v1.7.17-k3s1", "v1.7.17"]),
        (" >= 1.9 , < 1.10 ", ["1.9.9"], ["1.10", "1.8"]),
        (">=3,<2", [], ["v1.0.0", "v2.5.0", "v3.0.0"]),
    ],
)
def test_a_range_holds_what_people_mean(written: str, inside: list[str], outside: list[str]) -> None:
    """Rebuilds count as their version, candidates as what comes before it, and 1.10 follows 1.9."""
    assert [version for version in inside + outside if held(written, version)] == inside


@pytest.mark.parametrize(
    ("written", "part"),
    [
        (">=2.10,<banana", "<banana"),
        (">=", ">="),
        ("", ""),
        ("1,,2", ""),
        ("~2", "~2"),
        ("2.10 || 3", "2.10 || 3"),
        ("=>2", "=>2"),
    ],
)
def test_a_wrong_part_is_named(written: str, part: str) -> None:
    """Of several conditions the one that cannot be read is shown, and the parameter that it was given in."""
    with pytest.raises(BadParameterError, match="is not a version range") as raised:
        parse_version_range(written)
    assert str(raised.value).startswith(f"“{part}”")
    assert raised.value.parameter == "version"


@pytest.mark.parametrize("path", ["components/traefik/versions", "components/traefik/newest"])
def test_a_wrong_range_is_a_422_that_names_the_part(client: TestClient, path: str) -> None:
    """The problem says which condition is wrong and how one is written."""
    response = client.get(f"/api/v1/{path}", params={"version": ">=2.10,<banana"})
    assert response.status_code == 422
    assert response.json()["parameter"] == "version"
    assert "“<banana”" in response.json()["detail"]
    assert ">=2.10,<3" in response.json()["detail"]


@pytest.mark.parametrize("written", [">=2.10,<3", "<2.11", "2.10"])
def test_the_store_holds_what_the_range_holds(client: TestClient, written: str) -> None:
    """Asking for a range gives the releases that a reading of the whole list would pick."""
    path, chosen = "/api/v1/components/traefik/versions", {"limit": "1000", "distribution": "k3s"}
    everything = client.get(path, params=chosen).json()["items"]
    some = client.get(path, params=chosen | {"version": written}).json()["items"]
    assert 0 < len(some) < len(everything)
    assert some == [row for row in everything if held(written, row["component_version"])]


@given(VERSIONS, VERSIONS, st.sampled_from(OPPOSITES))
def test_a_range_and_its_complement_split_all_versions(
    bound: str, version: str, opposite: tuple[str, str]
) -> None:
    """What has an order is in exactly one of the two."""
    assert held(f"{opposite[0]}{bound}", version) != held(f"{opposite[1]}{bound}", version)


@given(VERSIONS, VERSIONS, VERSIONS)
def test_bounds_agree_with_the_order_of_versions(bound: str, one: str, other: str) -> None:
    """Whatever comes after a version above a bound is above it too, and what is below comes before it."""
    low, high = sorted([one, other], key=lambda version: parse_version(version).key)
    for sign in (">=", ">"):
        assert held(f"{sign}{bound}", high) >= held(f"{sign}{bound}", low)
    if held(f">{bound}", one):
        assert parse_version(one).key > parse_version(bound).key
    if held(f"<{bound}", one):
        assert parse_version(one).key < parse_version(bound).key


@given(VERSIONS)
def test_a_version_is_within_its_own_bounds(version: str) -> None:
    """It is at least and at most itself and in its own line, neither above nor below itself."""
    signs = [sign for sign in (">=", "<=", "=", "", ">", "<") if held(f"{sign}{version}", version)]
    assert signs == [">=", "<=", "=", ""]


@given(NUMBERS, VERSIONS)
def test_a_line_holds_what_begins_with_its_numbers(line: str, version: str) -> None:
    """Numbers are compared whole: 2.1 does not hold 2.10."""
    numbers = tuple(map(int, line.split(".")))
    filled = (*parse_version(version).numbers, 0, 0, 0, 0)
    assert held(line, version) == (filled[: len(numbers)] == numbers)


@given(SIGNS, VERSIONS, UNORDERED)
def test_what_has_no_order_is_in_no_range(sign: str, bound: str, commit: str) -> None:
    """A commit is neither above nor below any version."""
    assert not held(f"{sign}{bound}", commit)


@given(VERSIONS, VERSIONS, VERSIONS)
def test_conditions_must_all_hold(one: str, other: str, version: str) -> None:
    """A range of two conditions holds what both hold."""
    first, second = f">={one}", f"<{other}"
    assert held(f"{first},{second}", version) == (held(first, version) and held(second, version))
