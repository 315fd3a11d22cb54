"""Answers about releases: which version is in one, which ship a version, and what changed between two."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from graph.ask.meaning import (
    Behind,
    Carrying,
    Changes,
    Issued,
    Language,
    Releases,
    Shipped,
    Version,
)
from graph.ask.reply import Said
from graph.ask.sentences import joined, listed, named, packed, said
from graph.catalogue.release_mapping import Release, release_of
from graph.catalogue.releases import DIFF, NEWEST_VERSIONS, RELEASES, SHIPPED, VERSIONS, DiffRow, VersionRow
from graph.releases.version import parse_version
from graph.releases.version_range import parse_version_range

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.graph import Graph
    from graph.models import Citation

KUBERNETES = "kubernetes"
SIDES = {"below": "<", "above": ">=", "at": ""}
MOST_TOLD = 12
"""Changes that a sentence tells; of more it gives the number."""


def version(graph: Graph, meaning: Version, language: Language) -> dict[str, Any]:
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
    places = [place for row in rows for place in row.sources]
    if not versions and release and meaning.component.id == KUBERNETES:
        own = graph.shipments.releases[graph.shipments.resolve(release).value].kubernetes
        versions, places = ((own,) if own else ()), files_of_release(graph, release)
    text = said("unrecorded", language)
    if versions:
        listed_versions = listed(list(versions), language)
        text = said("version_is", language, release=release, component=component, versions=listed_versions)
    value = versions[0] if len(versions) == 1 else list(versions) or None
    spoken = Said(kind="value", text=text, ids=[], value=value)
    return packed(spoken, rows, answer.sparql, places)


def changed(graph: Graph, meaning: Changes, language: Language) -> dict[str, Any]:
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


def shipped(graph: Graph, meaning: Shipped, language: Language) -> dict[str, Any]:
    """Say what a release ships."""
    answer = graph.answer(SHIPPED, release=meaning.release)
    rows = [row for row in answer.items if row.versions]
    told = [f"{named(row, language)} {' / '.join(row.versions)}" for row in rows]
    text = said(
        "ships_all" if rows else "unrecorded", language, release=meaning.release, names=listed(told, language)
    )
    spoken = Said(kind="entities", text=text, ids=[row.id for row in rows])
    return packed(spoken, rows, answer.sparql, [place for row in rows for place in row.sources])


def issued(graph: Graph, meaning: Issued, language: Language) -> dict[str, Any]:
    """Say on which day a release came out, if that is on record."""
    found = release_of(graph.shipments.releases[graph.shipments.resolve(meaning.release).value])
    shipped_by = graph.answer(SHIPPED, release=meaning.release)
    key = "issued" if found.issued else "unrecorded"
    text = said(key, language, release=found.id, day=found.issued)
    spoken = Said(kind="value", text=text, ids=[], value=str(found.issued) if found.issued else None)
    places = [place for row in shipped_by.items for place in row.sources]
    return packed(spoken, [found], shipped_by.sparql, places)


def carrying(graph: Graph, meaning: Carrying, language: Language) -> dict[str, Any]:
    """Say which releases ship a version of a component, or which was the first to."""
    given = {"component": meaning.component.id} | (
        {"distribution": meaning.subject.id} if meaning.subject else {}
    )
    answer = graph.answer(VERSIONS, **given)
    known = [*answer.items, *of_kubernetes(graph, meaning, answer.items)]
    rows = [row for row in known if of_line(row.component_version, meaning.version)]
    names = {"component": named(meaning.component, language), "version": meaning.version}
    if not rows:
        return packed(Said(kind="value", text=said("unrecorded", language), ids=[]), [], answer.sparql, [])
    if meaning.first:
        rows = firsts(rows)
    told = [shown_release(row, language) for row in rows[:MOST_TOLD]]
    key = "first_with" if meaning.first else "carried"
    text = said(key, language, count=len(rows), names=listed(told, language), **names)
    spoken = Said(kind="value", text=text, ids=[], value=[row.id for row in rows])
    places = [place for row in rows[:MOST_TOLD] for place in row.sources]
    return packed(spoken, rows, answer.sparql, places)


def of_kubernetes(graph: Graph, meaning: Carrying, listed: Sequence[VersionRow]) -> list[VersionRow]:
    """Give the releases whose files do not name their Kubernetes, but whose own number tells it."""
    if meaning.component.id != KUBERNETES:
        return []
    known = {row.id for row in listed}
    named = [
        each
        for each in graph.shipments.releases.values()
        if each.kubernetes
        and each.slug not in known
        and (meaning.subject is None or each.distribution == meaning.subject.id)
        and of_line(each.kubernetes, meaning.version)
    ]
    return [
        VersionRow(
            **dict(release_of(each)),
            component_version=str(each.kubernetes),
            normal=str(each.kubernetes),
            newest=False,
            sources=tuple(files_of_release(graph, each.slug)),
        )
        for each in named
    ]


def files_of_release(graph: Graph, release: str) -> list[Citation]:
    """Give the files that say what a release ships, each once."""
    rows = graph.answer(SHIPPED, release=release).items
    return list({place.url: place for row in rows for place in row.sources}.values())


def of_line(version: str, wanted: str) -> bool:
    """Tell whether a version is the wanted one or of its line: 2.0.1 is of 2.0, of 2, and of 2.x."""
    line = wanted.removeprefix("v").removesuffix(".x")
    written = version.removeprefix("v")
    return written == line or written.startswith((f"{line}.", f"{line}-", f"{line}+"))


def firsts(rows: list[VersionRow]) -> list[VersionRow]:
    """Give for each distribution the first release that was its newest, and the first of all by its day."""
    found: list[VersionRow] = []
    for distribution in dict.fromkeys(row.distribution for row in rows):
        own = [row for row in rows if row.distribution == distribution]
        dated = sorted(
            (row for row in own if row.issued), key=lambda row: (row.issued, parse_version(row.version).key)
        )
        lowest = min(own, key=lambda row: (parse_version(row.version).key, row.issued or dt.date.max))
        same_day = [row for row in dated if row.issued == dated[0].issued]
        found += list(dict.fromkeys([*same_day, lowest])) if dated else [lowest]
    return found


def shown_release(row: Release, language: Language) -> str:
    """Write a release with its day, and the version that it ships if that is asked for."""
    day = f" ({row.issued})" if row.issued and language == "en" else f"（{row.issued}）" if row.issued else ""
    carried = f": {row.component_version}" if isinstance(row, VersionRow) else ""
    return f"{row.id}{day}{carried}"


def behind(graph: Graph, meaning: Behind, language: Language) -> dict[str, Any]:
    """Say whose newest release ships a component below a version, or not below it."""
    answer = graph.answer(NEWEST_VERSIONS, component=meaning.component.id)
    wanted = parse_version_range(SIDES[meaning.side] + meaning.version.removesuffix(".x"))
    known = [row for row in answer.items if row.versions and row.release]
    rows = [row for row in known if wanted.holds_any(row.versions)]
    told = [
        said("version_in", language, name=named(row, language), version=" / ".join(row.versions))
        for row in rows
    ]
    key = meaning.side if rows else "none_fits"
    names = {"component": named(meaning.component, language), "version": meaning.version}
    text = said(key, language, names=listed(told, language), **names)
    silent = [named(row, language) for row in answer.items if row.answer == "unknown"]
    sentences = [text, said("silent_many", language, count=len(silent))] if silent else [text]
    places = [place for row in rows for place in row.sources]
    spoken = Said(kind="entities", text=joined(sentences, language), ids=[row.id for row in rows])
    return packed(spoken, known, answer.sparql, places)


def releases(graph: Graph, meaning: Releases, language: Language) -> dict[str, Any]:
    """Say what the newest or the first release of a distribution is, or how many are on record."""
    sparql = graph.written(RELEASES, distribution=meaning.subject.id)
    own = graph.shipments.in_order(meaning.subject.id)
    if meaning.first and meaning.last:
        return between(graph, meaning, meaning.first, meaning.last, language)
    if not own:
        return packed(Said(kind="value", text=said("unrecorded", language), ids=[]), [], sparql, [])
    newest = graph.shipments.newest_of(meaning.subject.id) or own[-1].slug
    name = own[0].slug if meaning.which == "first" else newest
    found = release_of(graph.shipments.releases[graph.shipments.resolve(name).value])
    places = [place for row in graph.answer(SHIPPED, release=name).items for place in row.sources]
    told = {
        "subject": named(meaning.subject, language),
        "release": shown_release(found, language),
        "count": len(own),
    }
    text = said(f"release_{meaning.which}", language, **told)
    count = meaning.which == "count"
    spoken = Said(
        kind="count" if count else "value", text=text, ids=[], value=len(own) if count else found.version
    )
    return packed(spoken, [found], sparql, places)


def between(
    graph: Graph, meaning: Releases, first: dt.date, last: dt.date, language: Language
) -> dict[str, Any]:
    """Say which releases of a distribution came out in a time, or how many."""
    answer = graph.answer(RELEASES, distribution=meaning.subject.id)
    rows = [row for row in answer.items if row.issued and first <= row.issued <= last]
    told = [shown_release(row, language) for row in rows[:MOST_TOLD]]
    names = listed(told, language) + (" …" if len(rows) > MOST_TOLD else "")
    text = said("releases_are" if rows else "unrecorded", language, count=len(rows), names=names)
    count = meaning.which == "count"
    value = len(rows) if count else [row.version for row in rows]
    spoken = Said(kind="count" if count else "value", text=text, ids=[], value=value)
    return packed(spoken, rows, answer.sparql, [place for row in rows for place in row.sources])
