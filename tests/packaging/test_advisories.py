"""No version that is locked is known to be vulnerable, as far as `advisories.json` knows."""

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support import advisories
from tests.support.advisories import (
    FACTS,
    Facts,
    facts,
    fixed,
    hits,
    is_hit,
    locked,
    main,
    order,
)

ACCEPTED: Mapping[tuple[str, str], str] = {}
"""Advisories that hit a package and do no harm here, by package and id, and why that is so."""
KNOWN = json.loads(FACTS.read_text("utf-8"))
BY_HAND = json.loads(FACTS.with_name("advisories_by_hand.json").read_text("utf-8"))
"""What no export has: of npm, and of later days. Each was read in a public thread, which is its source."""


def test_no_locked_version_is_known_to_be_vulnerable() -> None:
    """Each that is names its advisory, and the version to lock instead."""
    found = list(hits(locked(), [*KNOWN["advisories"], *BY_HAND["advisories"]]))
    wrong = [
        f"{name} {version} is affected by {each['id']} ({', '.join(each['aliases'])}); "
        f"lock {' or '.join(fixed(each)) or 'another package, for no version is fixed'}"
        for name, version, each in found
        if (name, each["id"]) not in ACCEPTED
    ]
    assert not wrong, "\n".join(wrong)
    assert ACCEPTED.keys() <= {(name, each["id"]) for name, _, each in found}, (
        "what hits nothing needs no reason"
    )
    assert all(reason.strip() for reason in ACCEPTED.values())


def test_the_file_says_how_old_it_is() -> None:
    """And speaks of locked packages alone, in versions that can be compared."""
    assert all(
        dt.date.fromisoformat(day) <= dt.datetime.now(dt.UTC).date() for day in KNOWN["exports"].values()
    )
    assert {each["ecosystem"] for each in KNOWN["advisories"]} <= KNOWN["exports"].keys()
    assert KNOWN["advisories"]
    for each in KNOWN["advisories"]:
        assert set(each) == {"id", "aliases", "ecosystem", "package", "ranges", "versions"}
        is_hit(each, "1.0.0")


def test_what_was_looked_up_by_hand_has_a_source() -> None:
    """And speaks of packages that are locked, in versions that can be compared."""
    packages = locked()
    for each in BY_HAND["advisories"]:
        assert each["source"].startswith("https://github.com/")
        assert (each["ecosystem"], each["package"]) in packages
        for version in fixed(each):
            assert not is_hit(each, version) or len(each["ranges"]) > 1
            assert order(each["ecosystem"], version) is not None
    old = {"starlette": "1.0.0", "brace-expansion": "2.0.1", "formidable": "3.5.2", "minimatch": "3.1.2"}
    for name, version in old.items():
        assert any(is_hit(each, version) for each in BY_HAND["advisories"] if each["package"] == name)


def test_locks_are_read() -> None:
    """By the names that advisories have, of both ecosystems."""
    found = locked()
    assert found["PyPI", "prometheus-client"]
    assert found["PyPI", "pyoxigraph"]
    assert found["npm", "@triply/yasqe"] == {"4.2.28"}
    for (ecosystem, _), versions in found.items():
        assert all(order(ecosystem, version) is not None for version in versions)


def advisory(ecosystem: str, *events: dict[str, str], versions: tuple[str, ...] = ()) -> Facts:
    """Make what is known of a package."""
    return {"ecosystem": ecosystem, "ranges": [list(events)], "versions": versions}


@pytest.mark.parametrize(
    ("known", "hit", "safe"),
    [
        (
            advisory("PyPI", {"introduced": "0"}, {"fixed": "2.10"}),
            ["1.0", "2.9", "2.10rc1"],
            ["2.10", "2.11"],
        ),
        (
            advisory("PyPI", {"introduced": "1.2"}, {"last_affected": "1.10"}),
            ["1.2", "1.10"],
            ["1.1", "1.10.post1"],
        ),
        (advisory("PyPI", {"introduced": "1"}), ["1", "99"], ["0.9"]),
        (
            advisory("PyPI", {"introduced": "2"}, {"fixed": "2.5"}, {"introduced": "1"}, {"fixed": "1.5"}),
            ["1.4", "2.4"],
            ["0.9", "1.5", "1.9", "2.5"],
        ),
        (advisory("PyPI", versions=("1!1.0",)), ["1!1.0"], ["1.0"]),
        (
            advisory("npm", {"introduced": "0"}, {"fixed": "1.10.0"}),
            ["1.9.9", "1.10.0-rc.1"],
            ["1.10.0", "2.0.0"],
        ),
        (
            advisory("npm", {"introduced": "1.0.0-beta.2"}, {"fixed": "1.0.0"}),
            ["1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1"],
            ["1.0.0-alpha", "1.0.0-beta.1", "1.0.0", "1.0.0+build"],
        ),
    ],
)
def test_versions_are_compared_as_their_ecosystem_does(known: Facts, hit: list[str], safe: list[str]) -> None:
    """By PEP 440 or by Semantic Versioning."""
    assert [each for each in hit if not is_hit(known, each)] == []
    assert [each for each in safe if is_hit(known, each)] == []


def test_only_facts_of_locked_packages_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And what another export said of another ecosystem stays."""
    told = {
        "id": "X-1",
        "details": "a long story",
        "affected": [
            {"package": {"ecosystem": "PyPI", "name": "Jinja2"}, "ranges": [{"type": "GIT", "events": []}]},
            {"package": {"ecosystem": "PyPI", "name": "no-such-package-of-ours"}},
        ],
    }
    folder = tmp_path / "export" / "deep"
    folder.mkdir(parents=True)
    (folder / "X-1.json").write_text(json.dumps(told), "utf-8")
    (folder / "X-2.json").write_text(json.dumps({**told, "id": "X-2", "withdrawn": "2026-01-01"}), "utf-8")
    written = tmp_path / "facts.json"
    npm = {"id": "Y-1", "aliases": [], "ecosystem": "npm", "package": "eslint", "ranges": [], "versions": []}
    written.write_text(json.dumps({"exports": {"npm": "2026-01-01"}, "advisories": [npm]}), "utf-8")
    monkeypatch.setattr(advisories, "FACTS", written)
    assert main([str(tmp_path / "export"), "--date", "2026-02-01"]) == 0
    made = json.loads(written.read_text("utf-8"))
    assert made["exports"] == {"npm": "2026-01-01", "PyPI": "2026-02-01"}
    assert [each["id"] for each in made["advisories"]] == ["X-1", "Y-1"]
    assert "story" not in written.read_text("utf-8")
    assert facts(iter([told]), {}) == []
    with pytest.raises(SystemExit):
        main([str(tmp_path / "nowhere")])
