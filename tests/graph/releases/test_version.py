"""Versions: a total order that agrees with when their projects released them."""

import csv
import itertools
from collections import defaultdict
from importlib.resources import files
from importlib.resources.abc import Traversable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.dataset.files import list_folder
from graph.releases.version import parse_version
from graph.validation.release_order import load_known_pairs

TABLES = list_folder(files("graph") / "data" / "releases", ".csv")
IN_ORDER = [
    ["1.9", "1.10"],
    ["v1.9.0", "v1.9.1", "v1.10.0"],
    ["v2.10.7", "v2.10.7-k0s.0"],
    ["v1.0.0-alpha.1", "v1.0.0-beta.2", "v1.0.0-rc1", "v1.0.0-rc.2", "v1.0.0", "v1.0.0-k3s1", "v1.0.1"],
    ["v1.17.0+k3s.1", "v1.17.2+k3s1", "v1.17.2+k3s2", "v1.17.2+k3s10"],
    ["v1.30.0+k0s.0", "v1.30.0+k0s.1", "v1.30.1+k0s.0"],
    ["v1.18.9+rke2r1", "v1.18.9+rke2r2", "v1.18.10+rke2r1"],
    ["v1.7.17", "v1.7.17-k3s1", "v1.7.17-k3s1-build20240101", "v1.7.17-k3s1-build20240202", "v1.7.17-k3s2"],
    ["v2.1.0-iptables1.8.9-0", "v2.1.0-iptables1.8.9-1", "v2.1.0-iptables1.8.10-0"],
    ["v1.3.1", "v1.3.1-hardened1", "v1.3.1-hardened2", "v1.3.2-hardened1"],
    ["nginx-1.2.1-hardened1", "nginx-1.2.1-hardened2", "nginx-1.10.0-hardened1"],
    ["v0.0.0-20200101000000-abcdefabcdef", "v0.0.0", "v0.0.1-0.20210101000000-abcdefabcdef", "v0.0.1"],
    ["v1-18-eks-1", "v1-18-eks-2", "v1-18-eks-10", "v1-19-eks-1"],
    ["release-1.32@v1.32.0", "release-1.32@v1.32.10", "release-1.33@v1.33.0"],
    ["v1.18", "1.18", "v1.19"],
]


@pytest.mark.parametrize("versions", IN_ORDER)
def test_versions_sort_as_their_projects_order_them(versions: list[str]) -> None:
    """Whatever the order that they come in, the key puts them right."""
    shuffled = [*versions[1:], versions[0]]
    assert sorted(shuffled, key=lambda written: parse_version(written).key) == versions


def test_a_version_is_kept_as_written() -> None:
    """Verbatim, normalised, and with the numbers of its core."""
    version = parse_version("v1.30.2+k3s1")
    assert (version.written, version.normal, version.numbers) == ("v1.30.2+k3s1", "1.30.2+k3s1", (1, 30, 2))


@pytest.mark.parametrize("written", ["4144b63817ebcc5b358fc2c8ef95f7cddd709aa7", "edge@sha256:" + "ab" * 32])
def test_what_has_no_order_comes_first(written: str) -> None:
    """A commit or a digest sorts before every version, and pretends to no number."""
    assert parse_version(written) < parse_version("v0.0.1-alpha")
    assert parse_version(written).numbers == ()


CHARACTERS = st.text(alphabet="v0123456789.-+abkrc~@_", min_size=1, max_size=24)


@given(CHARACTERS, CHARACTERS)
def test_the_order_is_total(one: str, other: str) -> None:
    """Two different versions are never equal, and exactly one comes first."""
    assert (parse_version(one).key == parse_version(other).key) == (one == other)


@given(
    st.lists(st.integers(0, 10**15), min_size=1, max_size=4),
    st.lists(st.integers(0, 10**15), min_size=1, max_size=4),
)
def test_numbers_are_compared_as_numbers(one: list[int], other: list[int]) -> None:
    """Of two plain versions the numbers decide, and missing ones are zero."""
    written = [".".join(map(str, numbers)) for numbers in (one, other)]
    filled = [numbers + [0] * (4 - len(numbers)) for numbers in (one, other)]
    if filled[0] != filled[1]:
        assert (parse_version(written[0]).key < parse_version(written[1]).key) == (filled[0] < filled[1])


def pairs_of(table: str) -> tuple[int, set[tuple[str, str]]]:
    """Count the pairs of dated releases within a minor line, and give those that sort against their dates."""
    lines: dict[tuple[int, ...], dict[str, str]] = defaultdict(dict)
    for row in csv.DictReader(table.splitlines()):
        if row["date"]:
            lines[parse_version(row["release"]).numbers[:2]][row["release"]] = row["date"]
    counted, against = 0, set()
    for line in lines.values():
        ordered = sorted(line.items(), key=lambda item: parse_version(item[0]).key)
        for (earlier, date), (later, other) in itertools.combinations(ordered, 2):
            counted += date != other
            if date > other:
                against.add((earlier, later))
    return counted, against


@pytest.mark.parametrize("table", TABLES, ids=lambda entry: entry.name)
def test_the_order_agrees_with_release_dates(table: Traversable) -> None:
    """Within a minor line releases sort as they were dated, but for exactly the pairs that are listed."""
    _, against = pairs_of(table.read_text("utf-8"))
    name = table.name.removesuffix(".csv")
    assert against == {(pair.lower, pair.higher) for pair in load_known_pairs() if pair.distribution == name}


def test_99_of_100_pairs_agree() -> None:
    """Over all tables at most one pair in a hundred sorts against its dates."""
    found = [pairs_of(table.read_text("utf-8")) for table in TABLES]
    assert sum(len(against) for _, against in found) <= sum(counted for counted, _ in found) / 100
