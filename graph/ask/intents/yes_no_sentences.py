"""Whether and how a distribution uses a component, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from graph.ask.conditions.describe import describe_condition
from graph.ask.conditions.model import UsesComponent
from graph.ask.sentences import name_release, render_text
from graph.catalogue.usage import UsageRow, Use
from graph.display.wording import add_brackets, get_label
from graph.graph import Graph
from i18n import Language, format_list, join_sentences
from ontology.relations import Strength, rank_relation


def describe_usage(
    graph: Graph,
    row: UsageRow,
    value: bool | None,  # noqa: FBT001  # the answer
    condition: UsesComponent,
    language: Language,
) -> str:
    """Return the answer as a sentence."""
    subject, component = get_label(row, language), get_label(condition.component, language)
    if value is None:
        asked = describe_condition(graph, condition, language, one=True)
        question = render_text("whether", language, subject=subject, told=asked)
        return render_text("unrecorded_about", language, question=question)
    if row.answer == "no":
        return _describe_denial(graph, row, subject, language)
    told = f"{subject} {_describe_relation(graph, row, language)}"
    sentence = render_text("yes" if value else "not_by_default", language, told=told)
    return join_sentences([sentence, *_describe_shipped_version(graph, row, component, language)], language)


def _describe_denial(graph: Graph, row: UsageRow, subject: str, language: Language) -> str:
    """Describe what a distribution has for the job, and until when it had what was asked for."""
    has = [
        graph.index.sentences.state([subject], use.property, [use.value], language)
        + (add_brackets(get_label(use.condition, language), language) if use.condition else "")
        for use in row.how
        if not use.until
    ]
    over = [use.until for use in row.how if use.until]
    head = render_text("no", language, told=has[0]) if has else render_text("no_plain", language)
    others = [render_text("statement", language, told=each) for each in dict.fromkeys(has[1:])]
    last = [render_text("until", language, subject=subject, release=release) for release in over[:1]]
    return join_sentences([head, *others, *last], language)


def _describe_shipped_version(
    graph: Graph, row: UsageRow, component: str, language: Language
) -> Iterator[str]:
    if row.release and row.versions:
        release, versions = name_release(graph, row.release, language), format_list(row.versions, language)
        yield render_text("ships", language, release=release, component=component, versions=versions)


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
    joined = ordered[0]
    for each in ordered[1:]:
        joined = render_text("both", language, one=joined, other=each)
    return joined


def _describe_use(graph: Graph, use: Use, language: Language) -> str:
    """Describe one way of using, with its condition."""
    told = graph.index.sentences.predicate_of(use.property, use.value, language, plural=False)
    return told + (add_brackets(get_label(use.condition, language), language) if use.condition else "")
