"""Every line that is maintained answers for itself, not only the newest release of a distribution."""

import datetime as dt

import pytest
from starlette.testclient import TestClient

from cli.main import main
from graph import KnowledgeGraph
from graph.catalogue.releases import MAINTAINED, NEWEST_VERSIONS, NewestRow
from graph.releases.version_range import parse_version_range

LINES_QUERY = """SELECT ?release ?from ?until {
  ?release dg:newestOfLineFrom ?from OPTIONAL { ?release dg:newestOfLineUntil ?until }
}"""


def select(kg: KnowledgeGraph, component: str, wanted: str) -> dict[str, list[str]]:
    """Return the releases of each distribution that ship a component in a range."""
    rows: tuple[NewestRow, ...] = tuple(kg.answer(NEWEST_VERSIONS, component=component).items)
    held = parse_version_range(wanted)
    return {row.id: [each.release.version for each in row.select_releases(held)] for row in rows}


def test_older_lines_that_ship_an_old_version_are_found(kg: KnowledgeGraph) -> None:
    """The newest release of k0s ships containerd 2, three of its lines do not."""
    found = select(kg, "containerd", "<2.1")
    assert found["k0s"] == ["v1.35.7+k0s.0", "v1.34.10+k0s.0", "v1.33.13+k0s.1"]
    assert {"release-1.34@v1.34.11", "release-1.33@v1.33.13"} <= set(found["k8s-snap"])
    assert found["rke2"] == found["talos"] == []


def test_newer_versions_are_found_in_any_line(kg: KnowledgeGraph) -> None:
    """Traefik 3.7 came to RKE2's older lines, too."""
    found = select(kg, "traefik", ">=3.7")
    assert [version.partition(".")[0] for version in found["rke2"]] == ["v1"] * len(found["rke2"])
    assert len(found["rke2"]) > 1


def test_a_line_that_rests_is_not_asked(kg: KnowledgeGraph) -> None:
    """A line had a release within 120 days of the last one of its distribution; its newest counts."""
    for row in kg.answer(NEWEST_VERSIONS, component="kubernetes").items:
        own = [each for each in kg.release_index.releases_of(row.id) if each.issued]
        if row.release is None or not own:
            continue
        last = max(each.issued for each in own if each.issued)
        for line in row.lines:
            assert line.release.issued
            assert line.release.issued >= last - MAINTAINED
        minors = [line.release.version for line in row.lines]
        assert len(set(minors)) == len(minors)


def test_the_newest_of_a_line_is_one_at_a_time(kg: KnowledgeGraph) -> None:
    """Of each line one release at most is the newest on any day."""
    day = dt.date(2026, 6, 1)
    seen = set()
    for release, start, end in kg.select(LINES_QUERY):
        name = kg.release_index.releases[str(release).strip("<>")]
        if str(start)[1:11] <= str(day) and (end is None or str(day) < str(end)[1:11]):
            line = name.distribution, name.version.numbers[:2]
            assert line not in seen, line
            seen.add(line)
    assert len(seen) > 50


@pytest.mark.parametrize("question", ["who ships containerd below 2.1", "谁还在用 containerd 2.1 以下的版本"])
def test_the_question_is_answered_for_lines(kg: KnowledgeGraph, question: str) -> None:
    """The sentence names the releases."""
    reply = kg.ask(question)
    assert reply.answer, reply.reason
    assert {"k0s", "k8s-snap"} <= set(reply.answer.ids)
    assert "k0s v1.34.10+k0s.0" in reply.answer.text


def test_command_and_rest_agree(client: TestClient, capsys: pytest.CaptureFixture[str]) -> None:
    """Both list the lines."""
    answer = client.get("/api/v1/components/containerd/newest", params={"version": "<2.1"}).json()
    k0s = next(row for row in answer["items"] if row["id"] == "k0s")
    assert k0s["lines"][0]["release"]["version"] == "v1.35.7+k0s.0"
    assert main(["newest", "containerd", "--version", "<2.1"]) == 0
    out = capsys.readouterr().out
    assert "v1.33.13+k0s.1" in out
    assert "Another version: k3s, kind, minikube, rke2, talos\n" in out
