"""The rows of a comparison stand in the order in which engineers look at them."""

import datetime as dt
from itertools import groupby

from graph import KnowledgeGraph
from graph.catalogue import COMPARISON
from graph.catalogue.facts import BACKGROUND_ROWS, CONCERN_ORDER, FIRST_ROWS, is_background


def _names(kg: KnowledgeGraph, *ids: str) -> list[str]:
    return list(dict.fromkeys(row.property.id for row in kg.compare(*ids)))


def test_the_newest_releases_and_their_days_come_first(kg: KnowledgeGraph) -> None:
    """They are those of the day that is asked about, and rest on no claims."""
    release, day = kg.compare("k3s", "k0s")[:2]
    assert (release.property.id, day.property.id) == ("newestRelease", "newestReleaseDay")
    newest = kg.index.release_index.newest_record("k3s")
    assert newest is not None
    assert (release.sides[0].values[0].value, day.sides[0].values[0].value) == (
        newest.version.written,
        str(newest.issued),
    )
    assert release.differs
    assert release.sources == ()
    then = kg.on(dt.date(2021, 1, 15)).answer(COMPARISON, first="k3s", second="k0s").items[0]
    assert [side.values[0].value for side in then.sides] == ["v1.20.2+k3s1", "v0.9.1"]


def test_who_has_no_release_on_record_has_an_empty_side(kg: KnowledgeGraph) -> None:
    release = kg.compare("k3s", "okd")[0]
    assert (release.sides[1].values, release.differs) == ((), None)
    assert kg.compare("okd", "microshift")[0].property.id != "newestRelease"


def test_what_is_looked_for_first_leads_its_concern(kg: KnowledgeGraph) -> None:
    """CPU, memory and disk lead; the concerns stand together, and the background is last."""
    rows = [row for row in kg.compare("k3s", "k0s")[2:] if not is_background(row.property.id)]
    assert [row.property.id for row in rows[:3]] == ["minCpuServer", "minCpuServer", "minCpuAgent"]
    concerns = [key for key, _ in groupby(row.concern.id if row.concern else "" for row in rows)]
    assert concerns == [each for each in CONCERN_ORDER if each in concerns]
    for _, own in groupby(rows, key=lambda row: row.concern):
        ranks = [FIRST_ROWS.index(row.property.id) for row in own if row.property.id in FIRST_ROWS]
        assert ranks == sorted(ranks)


def test_what_nobody_decides_by_comes_last(kg: KnowledgeGraph) -> None:
    names = _names(kg, "k3s", "k0s")
    found = [name for name in BACKGROUND_ROWS if name in names]
    assert names[-len(found) :] == found
    assert {"stars", "contributors", "firstCommit", "codeRepository", "measuredBinarySize"} <= set(found)


def test_the_order_names_known_properties(kg: KnowledgeGraph) -> None:
    known = {prop.id for prop in kg.index.properties.values()}
    assert set(FIRST_ROWS) | set(BACKGROUND_ROWS) <= known
