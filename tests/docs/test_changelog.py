"""The changelog has the form of Keep a Changelog 1.1.0."""

from __future__ import annotations

import re
import tomllib
from datetime import date

from fastapi.testclient import TestClient

from tests.support.expected_answers import ROOT

TEXT = (ROOT / "CHANGELOG.md").read_text("utf-8")
SECTIONS = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"]
HEADING = re.compile(r"## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d{2}-\d{2})")


def test_the_releases_are_headed_as_they_should_be() -> None:
    """What is unreleased comes first, then the releases, the newest first, each with its day."""
    first, *released = re.findall(r"^## .*", TEXT, re.MULTILINE)
    assert TEXT.startswith("# Changelog\n")
    assert first == "## [Unreleased]"
    found = [HEADING.fullmatch(heading) for heading in released]
    assert len(found) > 1
    assert all(found), released
    versions = [tuple(map(int, each[1].split("."))) for each in found if each]
    days = [date.fromisoformat(each[2]) for each in found if each]
    assert versions == sorted(set(versions), reverse=True)
    assert days == sorted(days, reverse=True)


def test_the_newest_release_is_this_version(client: TestClient) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    newest = HEADING.search(TEXT)
    assert newest
    assert newest[1] == project["version"] == client.get("/openapi.json").json()["info"]["version"]


def test_changes_are_sorted_by_their_kind() -> None:
    """Each section is one of six, comes once and in their order, and has a list."""
    for release in re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]:
        before, *sections = re.split(r"^### ", release, flags=re.MULTILINE)
        assert before.count("\n- ") == 0, before
        names = [section.partition("\n")[0] for section in sections]
        assert names == [name for name in SECTIONS if name in names], names
        assert all("\n- " in section for section in sections), names
