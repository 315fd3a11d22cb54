"""Which releases there are, what is in them, and which ship a version of a component."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Self

from graph.ask.intents.facts import Facts
from graph.ask.intents.model import Intent
from graph.ask.parsed_question import ParsedQuestion
from graph.ask.reply import AnswerText, assemble_answer
from graph.ask.sentences import describe_release, join_remarks, name_release, render_text
from graph.catalogue.release_mapping import Release, build_release
from graph.catalogue.releases import (
    NEWEST_VERSIONS,
    RELEASES,
    SHIPPED,
    VERSIONS,
    LineRow,
    NewestRow,
    VersionRow,
)
from graph.display.wording import get_label
from graph.graph import Graph
from graph.models import Citation, Thing
from graph.releases.version import parse_version
from graph.releases.version_range import VersionRange, parse_version_range
from i18n import Language, format_day, format_list, join_sentences

RELEASE_WORDS = {"version", "release", "newest", "first", "when", "since", "enable", "and"}
NAMING_WORDS = ("and", "version", "release")
KUBERNETES = "kubernetes"
RANGE_OPERATORS = {"below": "<", "above": ">=", "at": ""}
MAX_DESCRIBED = 12
"""Changes that a sentence tells; of more it gives the number."""


@dataclass(frozen=True, slots=True)
class ShippedVersion(Intent):
    """Which version of a component does a release ship? Without a release, the newest one of `subject`."""

    subject: Thing
    component: Thing
    release: str | None = None

    dated = True
    dated_by_release = False

    @classmethod
    def match(cls, question: ParsedQuestion) -> Self | None:
        """Match “which version of etcd is in rke2 v1.30.0+rke2r1”, or in its newest release."""
        subjects, components = question.distributions, question.components
        lines = [each.last for each in question.versions if each.last]
        if len(subjects) != 1 or len(components) != 1 or len(question.releases) + len(question.versions) > 1:
            return None
        if len(lines) < len(question.versions):
            return None
        certified = any(prop.id.startswith(("certified", "conforms")) for prop in question.properties)
        if certified or not (question.releases or question.has("version")):
            return None
        if not question.accounts_for(
            ("version", "release", "newest", "and"),
            things=(*subjects, *components),
            properties=None,
            numbers=True,
        ):
            return None
        names = [*(each.name for each in question.releases), *lines]
        return cls(subjects[0], components[0], names[0] if names else None)

    def answer(self, graph: Graph, language: Language) -> dict[str, Any]:
        """Answer which version of a component a release ships, or the newest release of a distribution."""
        component = get_label(self.component, language)
        if self.release is None:
            newest = graph.answer(NEWEST_VERSIONS, component=self.component.id)
            row = next(row for row in newest.items if row.id == self.subject.id)
            release, versions, answer, rows = (
                row.release.id if row.release else "",
                row.versions,
                newest,
                [row],
            )
        else:
            shipped = graph.answer(SHIPPED, release=self.release)
            found = [row for row in shipped.items if row.id == self.component.id]
            release, versions = self.release, found[0].versions if found else ()
            answer, rows = shipped, found  # type: ignore[assignment]  # rows of either kind
        places = [place for row in rows for place in row.sources]
        if not versions and release and self.component.id == KUBERNETES:
            own = graph.release_index.releases[graph.release_index.resolve(release).value].kubernetes
            versions, places = ((own,) if own else ()), _cite_release_files(graph, release)
        text = render_text("unrecorded", language)
        if versions:
            listed_versions = format_list(list(versions), language)
            text = render_text(
                "version_is",
                language,
                release=name_release(graph, release, language),
                component=component,
                versions=listed_versions,
            )
        value = versions[0] if len(versions) == 1 else list(versions) or None
        spoken = AnswerText(kind="value", text=text, ids=[], value=value)
        return assemble_answer(spoken, rows, answer.sparql, places)

    def paraphrase(self, graph: Graph, language: Language) -> str:
        component = get_label(self.component, language)
        if self.release:
            release = name_release(graph, self.release, language)
            return render_text("version", language, component=component, release=release)
        return render_text(
            "version_newest", language, component=component, subject=get_label(self.subject, language)
        )

    @property
    def mentioned_things(self) -> tuple[Thing | None, ...]:
        return (self.subject, self.component)


@dataclass(frozen=True, slots=True)
class ShippedComponents(Intent):
    """What does a release ship?"""

    release: str

    @classmethod
    def match(cls, question: ParsedQuestion) -> Self | None:
        """Match “what is in k3s v1.30.0+k3s1”."""
        release = _named_release(question)
        if release is None or question.has("when"):
            return None
        fits = question.accounts_for(NAMING_WORDS, things=question.distributions, numbers=True)
        return cls(release) if fits else None

    def answer(self, graph: Graph, language: Language) -> dict[str, Any]:
        """Answer what a release ships."""
        answer = graph.answer(SHIPPED, release=self.release)
        rows = [row for row in answer.items if row.versions]
        told = [f"{get_label(row, language)} {' / '.join(row.versions)}" for row in rows]
        text = render_text(
            "ships_all" if rows else "unrecorded",
            language,
            count=len(rows),
            release=name_release(graph, self.release, language),
            names=format_list(told, language),
        )
        spoken = AnswerText(kind="entities", text=text, ids=[row.id for row in rows])
        return assemble_answer(spoken, rows, answer.sparql, [place for row in rows for place in row.sources])

    def paraphrase(self, graph: Graph, language: Language) -> str:
        return render_text("shipped_by", language, release=name_release(graph, self.release, language))


@dataclass(frozen=True, slots=True)
class ReleaseDate(Intent):
    """On which day did a release come out?"""

    release: str

    @classmethod
    def match(cls, question: ParsedQuestion) -> Self | None:
        """Match “when did k3s v1.30.0+k3s1 come out”."""
        release = _named_release(question)
        if release is None or not question.has("when"):
            return None
        allowed = (*NAMING_WORDS, "when", "since")
        fits = question.accounts_for(allowed, things=question.distributions, properties=None, numbers=True)
        return cls(release) if fits else None

    def answer(self, graph: Graph, language: Language) -> dict[str, Any]:
        """Answer on which day a release came out, if that is on record."""
        found = build_release(graph.release_index.releases[graph.release_index.resolve(self.release).value])
        shipped_by = graph.answer(SHIPPED, release=self.release)
        key = "issued" if found.issued else "unrecorded"
        release = name_release(graph, found.id, language)
        text = render_text(key, language, release=release, day=found.issued)
        spoken = AnswerText(
            kind="value", text=text, ids=[], value=str(found.issued) if found.issued else None
        )
        places = [place for row in shipped_by.items for place in row.sources]
        return assemble_answer(spoken, [found], shipped_by.sparql, places)

    def paraphrase(self, graph: Graph, language: Language) -> str:
        return render_text("issued_on", language, release=name_release(graph, self.release, language))


@dataclass(frozen=True, slots=True)
class ReleasesShipping(Intent):
    """Which releases, of a distribution or of all, ship a version of a component; which was the first?"""

    component: Thing
    version: str
    subject: Thing | None = None
    first: bool = False

    @classmethod
    def match(cls, question: ParsedQuestion) -> Self | None:
        """Match “which k3s release first shipped containerd 2.0”."""
        version, subjects = _component_version(question), question.distributions
        if version is None or question.has("below", "above"):
            return None
        if not question.accounts_for(RELEASE_WORDS, things=(*question.components, *subjects), numbers=True):
            return None
        first = question.has("first", "when", "since")
        return cls(question.components[0], version, next(iter(subjects), None), first=first)

    def answer(self, graph: Graph, language: Language) -> dict[str, Any]:
        """Answer which releases ship a version of a component, or which was the first to."""
        given = {"component": self.component.id} | ({"distribution": self.subject.id} if self.subject else {})
        answer = graph.answer(VERSIONS, **given)
        known = [*answer.items, *_releases_by_kubernetes(graph, self, answer.items)]
        rows = [row for row in known if _is_of_line(row.component_version, self.version)]
        names = {"component": get_label(self.component, language), "version": self.version}
        if not rows:
            return assemble_answer(
                AnswerText(kind="value", text=render_text("unrecorded", language), ids=[]),
                [],
                answer.sparql,
                [],
            )
        if self.first:
            rows = _first_releases(rows)
        shown = rows if self.first else sorted(rows, key=_issue_key, reverse=True)[:MAX_DESCRIBED]
        told = [_describe_release(graph, row, language, self.version) for row in shown]
        key = "first_with" if self.first else "carried_most" if len(rows) > len(shown) else "carried"
        names |= {"names": format_list(told, language)}
        text = render_text(key, language, count=len(rows), shown=len(shown), **names)
        spoken = AnswerText(kind="value", text=text, ids=[], value=[row.id for row in rows])
        places = [place for row in shown for place in row.sources]
        return assemble_answer(spoken, rows, answer.sparql, places)

    def paraphrase(self, graph: Graph, language: Language) -> str:
        key = "carrying_first" if self.first else "carrying"
        where = (
            get_label(self.subject, language) if self.subject else render_text("any_distribution", language)
        )
        return render_text(
            key, language, subject=where, component=get_label(self.component, language), version=self.version
        )

    @property
    def mentioned_things(self) -> tuple[Thing | None, ...]:
        return (self.component, self.subject)


@dataclass(frozen=True, slots=True)
class VersionsBelow(Intent):
    """Who ships a component in a version below another one, or, if `above`, not below it?

    Each line that is maintained counts, or only the newest release of each distribution if `newest`.
    """

    component: Thing
    version: str
    side: Literal["below", "above", "at"] = "below"
    newest: bool = False

    @classmethod
    def match(cls, question: ParsedQuestion) -> Self | None:
        """Match “who ships containerd below 2.3” and “which distros ship etcd 3.6”."""
        version = _component_version(question)
        limited = question.has("below", "above")
        current = question.has("newest") or _asks_for_distributions(question)
        if version is None or question.distributions or not (limited or current):
            return None
        allowed = RELEASE_WORDS | ({"below", "above"} if limited else set())
        if not question.accounts_for(allowed, things=question.components, numbers=True):
            return None
        side: Literal["below", "above", "at"] = "above" if question.has("above") else "below"
        return cls(question.components[0], version, side if limited else "at", question.has("newest"))

    def answer(self, graph: Graph, language: Language) -> dict[str, Any]:
        """Answer which newest releases of maintained lines ship a component in a range of versions."""
        answer = graph.answer(NEWEST_VERSIONS, component=self.component.id)
        wanted = parse_version_range(RANGE_OPERATORS[self.side] + self.version.removesuffix(".x"))
        chosen = {row.id: self._select_releases(row, wanted) for row in answer.items}
        known = [row for row in answer.items if row.select_releases(None)]
        rows = [row for row in known if chosen[row.id]]
        told = [
            render_text(
                "version_in",
                language,
                name=name_release(graph, each.release.id, language),
                version=" / ".join(each.versions),
            )
            for row in rows
            for each in chosen[row.id]
        ]
        key = (f"{self.side}_newest" if self.newest else self.side) if rows else "none_fits"
        names = {"component": get_label(self.component, language), "version": self.version}
        text = render_text(key, language, names=format_list(told, language), **names)
        silent = [get_label(row, language) for row in answer.items if row.answer == "unknown"]
        sentences = [text, render_text("silent_many", language, count=len(silent))] if silent else [text]
        places = [place for row in rows for place in row.sources]
        spoken = AnswerText(
            kind="entities", text=join_sentences(sentences, language), ids=[row.id for row in rows]
        )
        return assemble_answer(spoken, known, answer.sparql, places)

    def _select_releases(self, row: NewestRow, wanted: VersionRange) -> list[LineRow]:
        found = row.select_releases(wanted)
        return [each for each in found if not self.newest or each.release == row.release]

    def paraphrase(self, graph: Graph, language: Language) -> str:
        names = {"component": get_label(self.component, language), "version": self.version}
        return render_text(f"reading_{self.side}{'_newest' if self.newest else ''}", language, **names)

    @property
    def mentioned_things(self) -> tuple[Thing | None, ...]:
        return (self.component,)


@dataclass(frozen=True, slots=True)
class Releases(Intent):
    """What is the newest or the first release of a distribution, or how many are on record, or which?

    `first` and `last` are the days between which they came out.
    """

    subject: Thing
    which: Literal["newest", "first", "count", "all"]
    first: dt.date | None = None
    last: dt.date | None = None

    @classmethod
    def match(cls, question: ParsedQuestion) -> Releases | Facts | None:
        """Match “what is the newest release of rke2”, the first one, how many there are, and which."""
        subjects = question.distributions
        named = {prop.id for prop in question.properties}
        if (
            len(subjects) != 1
            or question.components
            or question.releases
            or named - {"firstRelease", "versionScheme"}
        ):
            return None
        if not question.accounts_for(
            RELEASE_WORDS | {"howmany", "describe"}, things=subjects, properties=None
        ):
            return None
        released = question.has("version", "release")
        times = [token.period for token in question.tokens if token.period]
        counted = question.has("howmany") and released
        if released and len(times) == 1 and not question.has("newest", "first", "before"):
            return cls(subjects[0], "count" if counted else "all", times[0].first, times[0].last)
        if counted or question.has("newest"):
            return cls(subjects[0], "count" if counted else "newest")
        first = question.has("first") and (released or question.has("since"))
        return _match_first_release(question, subjects[0]) if first or "firstRelease" in named else None

    def answer(self, graph: Graph, language: Language) -> dict[str, Any]:
        """Answer what the newest or the first release of a distribution is, or how many are on record."""
        sparql = graph.format_query(RELEASES, distribution=self.subject.id)
        own = graph.release_index.releases_of(self.subject.id)
        if self.first and self.last:
            return _answer_between(graph, self, self.first, self.last, language)
        if not own:
            return assemble_answer(
                AnswerText(kind="value", text=render_text("unrecorded", language), ids=[]), [], sparql, []
            )
        newest = graph.release_index.newest_release(self.subject.id) or own[-1].slug
        name = own[0].slug if self.which == "first" else newest
        found = build_release(graph.release_index.releases[graph.release_index.resolve(name).value])
        places = [place for row in graph.answer(SHIPPED, release=name).items for place in row.sources]
        told = {
            "subject": get_label(self.subject, language),
            "release": _describe_release(graph, found, language),
            "count": len(own),
        }
        text = render_text(f"release_{self.which}", language, **told)
        count = self.which == "count"
        spoken = AnswerText(
            kind="count" if count else "value", text=text, ids=[], value=len(own) if count else found.version
        )
        return assemble_answer(spoken, [found], sparql, places)

    def paraphrase(self, graph: Graph, language: Language) -> str:
        text = render_text(f"reading_{self.which}", language, subject=get_label(self.subject, language))
        return text + (
            render_text("between_days", language, first=self.first, last=self.last) if self.first else ""
        )

    @property
    def mentioned_things(self) -> tuple[Thing | None, ...]:
        return (self.subject,)

    @property
    def is_dated(self) -> bool:
        return self.which == "newest"

    @property
    def spans_time(self) -> bool:
        return self.first is not None


def _named_release(question: ParsedQuestion) -> str | None:
    """Return the release that a question names, if it names one, its distribution and no component."""
    names = [release.name for release in question.releases if release.name]
    alone = len(names) == 1 and len(question.distributions) == 1 and not question.components
    return names[0] if alone else None


def _asks_for_distributions(question: ParsedQuestion) -> bool:
    """Return whether distributions are asked for as they are now, and not releases or the first one."""
    return question.has("distribution") and not question.has("release", "first", "when", "since")


def _component_version(question: ParsedQuestion) -> str | None:
    """Return the version that a question names, if it is that of the only component, and names no release."""
    numbered = [each for each in question.versions if each.component and len(question.versions) == 1]
    alone = len(question.components) == 1 and len(numbered) == 1 and len(question.distributions) <= 1
    return numbered[0].text if alone and not question.releases else None


def _match_first_release(question: ParsedQuestion, subject: Thing) -> Releases | Facts:
    """Return an intent for the first release that a source names, if one does: the record may begin later."""
    stated = question.index.property("firstRelease")
    known = any(claim.property.iri == stated.iri for claim in question.index.claims_about(subject.iri))
    return Facts(subject, (stated,)) if known else Releases(subject, "first")


def _releases_by_kubernetes(
    graph: Graph, intent: ReleasesShipping, listed: Sequence[VersionRow]
) -> list[VersionRow]:
    """Return the releases whose files do not name their Kubernetes, but whose own number tells it."""
    if intent.component.id != KUBERNETES:
        return []
    known = {row.id for row in listed}
    named = [
        each
        for each in graph.release_index.releases.values()
        if each.kubernetes
        and each.slug not in known
        and (intent.subject is None or each.distribution == intent.subject.id)
        and _is_of_line(each.kubernetes, intent.version)
    ]
    return [
        VersionRow(
            **dict(build_release(each)),
            component_version=str(each.kubernetes),
            normal=str(each.kubernetes),
            newest=False,
            sources=tuple(_cite_release_files(graph, each.slug)),
        )
        for each in named
    ]


def _cite_release_files(graph: Graph, release: str) -> list[Citation]:
    rows = graph.answer(SHIPPED, release=release).items
    return list({place.url: place for row in rows for place in row.sources}.values())


def _is_of_line(version: str, wanted: str) -> bool:
    """Return whether a version is the requested one or of its line: 2.0.1 is of 2.0, of 2, and of 2.x."""
    line = wanted.removeprefix("v").removesuffix(".x")
    written = version.removeprefix("v")
    return written == line or written.startswith((f"{line}.", f"{line}-", f"{line}+"))


def _issue_key(row: Release) -> dt.date:
    return row.issued or dt.date.min


def _first_releases(rows: list[VersionRow]) -> list[VersionRow]:
    """Return the first release of each distribution by its day, and the lowest version."""
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


def _describe_release(graph: Graph, row: Release, language: Language, asked: str = "") -> str:
    """Return a release with its day, and the version of the component unless that is the one asked for."""
    name = name_release(graph, row.id, language)
    if not isinstance(row, VersionRow):
        return describe_release(name, row.issued, language)
    remarks = [format_day(row.issued, language)] if row.issued else []
    if row.component_version.removeprefix("v") != asked.removeprefix("v"):
        remarks.append(row.component_version)
    if not remarks:
        return name
    told = join_remarks(remarks, language)
    return render_text("release_with", language, release=name, remarks=told)


def _answer_between(
    graph: Graph, intent: Releases, first: dt.date, last: dt.date, language: Language
) -> dict[str, Any]:
    answer = graph.answer(RELEASES, distribution=intent.subject.id)
    rows = [row for row in answer.items if row.issued and first <= row.issued <= last]
    shown = sorted(rows, key=_issue_key, reverse=True)[:MAX_DESCRIBED]
    names = format_list([_describe_release(graph, row, language) for row in shown], language)
    key = "releases_most" if len(rows) > len(shown) else "releases_are" if rows else "unrecorded"
    text = render_text(key, language, count=len(rows), shown=len(shown), names=names)
    count = intent.which == "count"
    value = len(rows) if count else [row.version for row in rows]
    spoken = AnswerText(kind="count" if count else "value", text=text, ids=[], value=value)
    return assemble_answer(spoken, rows, answer.sparql, [place for row in rows for place in row.sources])
