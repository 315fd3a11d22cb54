"""Answers about releases: which version is in one, and what changed between two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.asking.meaning import Changes, Language, Version
from graph.asking.phrases import joined, listed, named, packed, said
from graph.asking.reply import Said
from graph.questions import DIFF, NEWEST_VERSIONS, SHIPPED
from graph.release_rows import DiffRow

if TYPE_CHECKING:
    from graph.knowledge import KnowledgeGraph

MOST_TOLD = 12
"""Changes that a sentence tells; of more it gives the number."""


def version(graph: KnowledgeGraph, meaning: Version, language: Language) -> dict[str, Any]:
    """Say which version of a component a release ships, or the newest release of a distribution."""
    component = named(meaning.component, language)
    if meaning.release is None:
        newest = graph.answer(NEWEST_VERSIONS, component=meaning.component.id)
        row = next(row for row in newest.items if row.id == meaning.subject.id)
        release, versions, answer, rows = row.release.id if row.release else "", row.versions, newest, [row]
    else:
        shipped = graph.answer(SHIPPED, release=meaning.release)
        found = [row for row in shipped.items if row.id == meaning.component.id]
        release, versions = meaning.release, found[0].versions if found else ()
        answer, rows = shipped, found  # type: ignore[assignment]  # rows of either kind
    text = said("unrecorded", language)
    if versions:
        listed_versions = listed(list(versions), language)
        text = said("version_is", language, release=release, component=component, versions=listed_versions)
    value = versions[0] if len(versions) == 1 else list(versions) or None
    spoken = Said(kind="value", text=text, ids=[], value=value)
    return packed(spoken, rows, answer.sparql, [place for row in rows for place in row.sources])


def changed(graph: KnowledgeGraph, meaning: Changes, language: Language) -> dict[str, Any]:
    """Say what changed between two releases, or since the one before."""
    release = graph.shipments.releases[graph.shipments.resolve(meaning.after).value]
    before = meaning.before or release.predecessor
    if before is None:
        said_so = Said(kind="changes", text=said("unrecorded", language), ids=[])
        return packed(said_so, [], "", [])
    answer = graph.answer(DIFF, **{"from": before, "to": meaning.after})
    rows = [row for row in answer.items if row.differs]
    silent = [row for row in answer.items if row.change == "unrecorded"]
    told = [change(row, language) for row in rows[:MOST_TOLD]]
    sentences = [said("changed", language, before=before, after=meaning.after, count=len(rows))]
    sentences += [said("changes_are", language, changes=listed(told, language))] if told else []
    if silent:
        names = listed([named(row, language) for row in silent], language)
        sentences.append(said("changes_unrecorded", language, names=names))
    spoken = Said(
        kind="changes",
        text=joined(sentences, language),
        ids=[row.id for row in rows],
        value=[f"{row.id} {'/'.join(row.before) or '-'} -> {'/'.join(row.after) or '-'}" for row in rows],
    )
    places = [place for row in rows for place in row.sources]
    return packed(spoken, answer.items, answer.sparql, places)


def change(row: DiffRow, language: Language) -> str:
    """Say how one component changed."""
    sides = {"before": " / ".join(row.before), "after": " / ".join(row.after)}
    key = "change_both" if row.before and row.after else "change_after" if row.after else "change_before"
    return said(key, language, component=named(row, language), **sides)
