"""Which distributions fit, in sentences: who does through another one, uses a fork, or is not recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.ask.conditions.evaluate import ConditionResult
from graph.ask.conditions.model import Condition, HasValue
from graph.ask.sentences import name_release, render_text
from graph.catalogue.relations import NEIGHBOURS
from graph.catalogue.usage import DISTRIBUTIONS_USING, UsageRow, Use
from graph.display.wording import add_brackets, get_label
from graph.graph import Graph
from graph.models import Finding, Thing, Value
from i18n import Language, format_list

MAX_UNCOUNTED = 12
"""Names that stand in a sentence without their number."""
MAX_NAMED = 4
"""Distributions of which nothing is known that a sentence names; of more it gives the number."""
ForkUsers = Mapping[str, tuple[Thing, UsageRow]]
"""By the slug of a distribution the fork of a component that it uses, or used, and how."""


def find_fork_users(graph: Graph, component: Thing, fit: Mapping[str, bool | None]) -> ForkUsers:
    """Find the distributions that do not use a component, but use a fork of it, or did."""
    rows = graph.answer(NEIGHBOURS, thing=component.id).items
    forks = [row for row in rows if row.property.id == "forkOf" and row.direction == "in"]
    return {
        user.id: (graph.index.thing(fork.iri), user)
        for fork in forks
        for user in graph.answer(DISTRIBUTIONS_USING, component=fork.id).items
        if not fit.get(user.id) and (user.answer == "yes" or _find_last_release(user))
    }


def _find_last_release(user: UsageRow) -> str | None:
    """Find the last release with a component that a distribution no longer has."""
    return next((use.until for use in user.how if use.until), None) if user.answer == "no" else None


def describe_base(judged: Sequence[ConditionResult], slug: str, language: Language) -> str:
    """Describe in brackets through which distribution another one has all that is asked for."""
    rows = [row for each in judged for row in each.rows.get(slug, ()) if isinstance(row, UsageRow)]
    bases = {use.through for row in rows for use in row.how}
    base = bases.pop() if len(bases) == 1 else None
    if base is None:
        return ""
    return add_brackets(render_text("through", language, base=get_label(base, language)), language)


def describe_fork_users(graph: Graph, component: Thing, users: ForkUsers, language: Language) -> list[str]:
    """Describe which distributions use a fork of a component, and which one had it last."""
    told = []
    for fork in dict.fromkeys(fork for fork, _ in users.values()):
        rows = [row for other, row in users.values() if other == fork]
        names = [get_label(row, language) for row in rows if row.answer == "yes"]
        if names:
            given = {"fork": get_label(fork, language), "component": get_label(component, language)}
            key = "fork_users" if len(names) > 1 else "fork_users.one"
            told.append(render_text(key, language, names=format_list(names, language), **given))
        told += [
            render_text(
                "fork_ended",
                language,
                fork=get_label(fork, language),
                release=name_release(graph, f"{row.id}/{release}", language),
            )
            for row in rows
            if (release := _find_last_release(row))
        ]
    return told


def describe_without(
    graph: Graph, judged: ConditionResult, forks: ForkUsers, language: Language
) -> list[str]:
    """Describe which distributions have nothing for the job of a component, and which do not ship it.

    Those that have a fork of it are told elsewhere.
    """
    groups: dict[str, list[tuple[UsageRow, Use]]] = {}
    for row in judged.usages:
        if row.reason == "none":
            for use in [use for use in row.how if use.value.kind == "none"][:1]:
                groups.setdefault(use.property.iri, []).append((row, use))
    told = [
        render_text("statement", language, told=_state_none(graph, some, language))
        for some in groups.values()
    ]
    rows = [row for row in judged.usages if row.id not in forks]
    if lacking := [get_label(row, language) for row in rows if row.reason == "not_shipped"]:
        key = "not_shipped" if len(lacking) > 1 else "not_shipped.one"
        told.append(render_text(key, language, names=format_list(lacking, language)))
    return told


def _state_none(graph: Graph, users: Sequence[tuple[UsageRow, Use]], language: Language) -> str:
    use = users[0][1]
    names = [get_label(row, language) for row, _ in users]
    return graph.index.sentences.state(names, use.property, [use.value], language)


def describe_denied(
    graph: Graph, conditions: Sequence[Condition], judged: Sequence[ConditionResult], language: Language
) -> list[str]:
    """Describe which distributions have nothing of what is asked about, as a source says."""
    if len(conditions) != 1 or not _asks_for_any(conditions[0]):
        return []
    groups: dict[tuple[str, Value], list[Finding]] = {}
    for slug, rows in judged[0].rows.items():
        findings = [row for row in rows if isinstance(row, Finding) and row.condition is None]
        denied = [each for each in findings if each.values and _is_denial(each.values[0])]
        if judged[0].truth[slug] is False and denied:
            groups.setdefault((denied[0].property.iri, denied[0].values[0]), []).append(denied[0])
    return [
        render_text(
            "statement",
            language,
            told=graph.index.sentences.state(
                [get_label(each.subject, language) for each in some], some[0].property, [value], language
            ),
        )
        for (_, value), some in groups.items()
    ]


def _asks_for_any(condition: Condition) -> bool:
    return isinstance(condition, HasValue) and condition.value is None and not condition.negated


def _is_denial(value: Value) -> bool:
    return value.kind == "none" or value.value is False


def describe_found(things: Sequence[str], wanted: str, language: Language, *, count: bool) -> str:
    """Describe which things fit, by their names."""
    names = format_list(things, language)
    if count or len(things) > MAX_UNCOUNTED:
        key = "counted" if things and wanted else "counted_all" if things else "nobody_fits"
        return render_text(key, language, count=len(things), wanted=wanted, names=names)
    if not things:
        return render_text("nobody_fits", language, wanted=wanted)
    return render_text("fit" if wanted else "all_are", language, names=names, wanted=wanted)


def describe_levels(
    graph: Graph,
    conditions: Sequence[Condition],
    judged: Sequence[ConditionResult],
    ids: Sequence[str],
    language: Language,
) -> list[str]:
    """Describe how far each distribution supports what is asked about, if that has levels of support."""
    if len(conditions) != 1 or not _asks_for_any(conditions[0]):
        return []
    rows = [row for slug in ids for row in judged[0].rows.get(slug, ()) if isinstance(row, Finding)]
    if not rows or not all(graph.index.sentences.has_level(row.property, row.values) for row in rows):
        return []
    groups: dict[tuple[Value, ...], list[Finding]] = {}
    for row in rows:
        groups.setdefault(row.values, []).append(row)
    told = [
        graph.index.sentences.state(
            [get_label(row.subject, language) for row in some], some[0].property, values, language
        )
        for values, some in groups.items()
    ]
    return [render_text("statement", language, told=render_text("semicolon", language).join(told))]


def describe_others(
    judged: Sequence[ConditionResult],
    silent: Sequence[Thing],
    fit: Mapping[str, bool | None],
    component: Thing | None,
    language: Language,
) -> list[str]:
    """Describe who could use it, who has something else, and for whom nothing is recorded.

    Many are only counted.
    """
    told = []
    usages = {row.id: row for row in judged[0].usages} if len(judged) == 1 else {}
    instead = [each for each in silent if each.id in usages and usages[each.id].reason == "instead"]
    if component and instead:
        names = format_list([get_label(each, language) for each in instead], language)
        key = "instead" if len(instead) > 1 else "instead.one"
        told.append(render_text(key, language, names=names, component=get_label(component, language)))
        silent = [each for each in silent if each not in instead]
    optional = [row for row in judged[0].optional if not fit[row.id]] if len(judged) == 1 else []
    if optional:
        names = format_list([get_label(row, language) for row in optional], language)
        told.append(render_text("optional", language, names=names))
    if len(silent) > MAX_NAMED:
        told.append(render_text("silent_many", language, count=len(silent)))
    elif silent:
        told.append(
            render_text(
                "silent",
                language,
                names=format_list([get_label(each, language) for each in silent], language),
            )
        )
    return told


def describe_unreleased(absent: Sequence[Thing], language: Language) -> list[str]:
    """Describe who had no release yet; many are only counted."""
    if len(absent) > MAX_NAMED:
        return [render_text("without_release_many", language, count=len(absent))]
    names = format_list([get_label(each, language) for each in absent], language)
    return [render_text("without_release", language, names=names)] if absent else []
