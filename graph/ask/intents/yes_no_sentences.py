"""Whether and how a distribution uses a component, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from graph.ask.capabilities import CapabilityIndex
from graph.ask.conditions.describe import describe_condition
from graph.ask.conditions.model import UsesComponent
from graph.ask.sentences import begin_with, describe_claim, name_release, render_text
from graph.catalogue.roles import ROLES, RoleRow
from graph.catalogue.usage import UsageRow, Use
from graph.display.wording import add_brackets, get_label
from graph.graph import Graph
from graph.index.sentences import Form
from graph.models import Thing, Value
from graph.releases.version import parse_version
from i18n import Language, format_list, join_sentences
from ontology import DG
from ontology.relations import Strength, rank_relation

LISTS = DG + "listsCompletely"
PRONOUN = "it"


def describe_usage(
    graph: Graph,
    row: UsageRow,
    value: bool | None,  # noqa: FBT001  # the answer
    condition: UsesComponent,
    language: Language,
) -> str:
    """Return the answer as a sentence."""
    subject, component = get_label(row, language), get_label(condition.component, language)
    if value is None and row.reason == "instead":
        others = _describe_alternatives(graph, row, condition.component, language)
        return render_text("has_instead", language, told=format_list(others, language), component=component)
    if value is None:
        asked = describe_condition(graph, condition, language, one=True)
        question = render_text("whether", language, subject=subject, told=asked)
        return render_text("unrecorded_about", language, question=question)
    if row.answer == "no":
        return _describe_denial(graph, row, condition.component, language)
    told = f"{subject} {_describe_relation(graph, row, language)}"
    sentence = render_text("yes" if value else "not_by_default", language, told=told)
    beside = _describe_default_instead(graph, row, condition.component, language)
    shipped = _describe_shipped_version(graph, row, component, language)
    return join_sentences([sentence, *beside, *shipped], language)


def _describe_default_instead(graph: Graph, row: UsageRow, component: Thing, language: Language) -> list[str]:
    """Describe what does the job by default, and that a component may, where it is only in the box."""
    if any(Strength(use.relation) == Strength.ENABLES for use in row.how):
        return []
    roles = [role for role in graph.answer(ROLES, distribution=row.id).items if role.filler]
    own = [role for role in roles if role.filler == component]
    jobs = {role.capability.iri for role in own}
    capabilities = graph.cached(CapabilityIndex).capabilities_of(component.iri)
    jobs = jobs or (capabilities if len(capabilities) == 1 else set())
    defaults = [role for role in roles if role.capability.iri in jobs and role.mode == "default"]
    if any(role in own for role in defaults):
        return []
    stated = {use.property.iri for use in row.how}
    told = [role for role in (*defaults, *own) if role.property.iri not in stated]
    return list(dict.fromkeys(_describe_role(graph, role, language) for role in told)) if defaults else []


def _describe_role(graph: Graph, role: RoleRow, language: Language) -> str:
    filler = [Value(kind="thing", **dict(role.filler))] if role.filler else []
    name = get_label(role.distribution, language)
    told = graph.index.sentences.state([name], role.property, filler, language)
    condition = add_brackets(get_label(role.condition, language), language) if role.condition else ""
    return render_text("statement", language, told=told + condition)


def _describe_alternatives(graph: Graph, row: UsageRow, component: Thing, language: Language) -> list[str]:
    """Describe what a distribution has for the job of a component, or that it has nothing for it."""
    told = [
        graph.index.sentences.state([get_label(row, language)], use.property, [use.value], language)
        for use in row.how
        if use.value.iri != component.iri and use.property.iri != LISTS
    ]
    return list(dict.fromkeys(told))


def _describe_denial(graph: Graph, row: UsageRow, component: Thing, language: Language) -> str:
    """Describe what a distribution has for the job, and since or until when it had what was asked for."""
    subject = get_label(row, language)
    has = _describe_alternatives(graph, row, component, language)
    if row.reason == "not_shipped":
        given = {"subject": subject, "component": get_label(component, language)}
        has.insert(0, render_text("denied_by_lists", language, **given))
    told = [render_text("statement", language, told=each) for each in has]
    told += _describe_bounds(graph, row, component, language)
    if not told:
        return render_text("no_plain", language)
    return join_sentences(begin_with("no", told, language), language)


def _describe_bounds(graph: Graph, row: UsageRow, component: Thing, language: Language) -> list[str]:
    """Describe since which release a distribution has a component, if not yet, or until which it had it."""
    later = row.reason == "later"
    claims = [claim for use in row.how if use.value.iri == component.iri for claim in use.claims]
    bounds = [(claim.since if later else claim.until or "", claim) for claim in claims]
    dated = [(parse_version(release).key, claim.since or "", claim) for release, claim in bounds if release]
    if not dated:
        return []
    *_, claim = (min if later else max)(dated, key=lambda bound: bound[:2])
    if claim.property.id != Strength.BUNDLES:
        return [describe_claim(graph, claim, language)]
    key, release = ("had_first", claim.since) if later else ("until", claim.until)
    return [render_text(key, language, subject=get_label(row, language), release=release)]


def _describe_shipped_version(
    graph: Graph, row: UsageRow, component: str, language: Language
) -> Iterator[str]:
    if row.release and row.versions:
        release, versions = name_release(graph, row.release, language), format_list(row.versions, language)
        key = "release_ships" if graph.of_release else "ships"
        yield render_text(key, language, release=release, component=component, versions=versions)


def _describe_relation(graph: Graph, row: UsageRow, language: Language) -> str:
    """Describe how the two are related, the strongest way first; “enables” includes “bundles”.

    What is bundled in a role is bundled, which is not said twice.
    """
    roles = {use.relation for use in row.how if use.property.id != use.relation}
    uses = [use for use in row.how if use.property.id != use.relation or use.relation not in roles]
    ways = {_describe_use(graph, use, language): use for use in uses}
    default = any(
        Strength(use.relation) == Strength.ENABLES and use.condition is None for use in ways.values()
    )
    told = [way for way, use in ways.items() if not default or Strength(use.relation) != Strength.BUNDLES]
    order = {way: rank_relation(use.relation) + bool(use.condition) for way, use in ways.items()}
    ordered = sorted(told, key=lambda way: order[way])
    joined, first = ordered[0], ways[ordered[0]]
    for each in ordered[1:]:
        again = _describe_use(graph, ways[each], language, known=ways[each].value == first.value)
        joined = render_text("both", language, one=joined, other=again)
    return joined


def _describe_use(graph: Graph, use: Use, language: Language, *, known: bool = False) -> str:
    """Describe one way of using, with its condition; what is `known` is not named again in English."""
    sentences = graph.index.sentences
    if known and language == "en":
        told = sentences.predicate(use.property, Form.SENTENCE, [PRONOUN], language, plural=False)
    else:
        told = sentences.predicate_of(use.property, use.value, language, plural=False)
    return told + (add_brackets(get_label(use.condition, language), language) if use.condition else "")
