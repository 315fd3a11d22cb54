"""Whether and how a distribution uses a component, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from graph.ask.language import Language
from graph.ask.sentences import add_brackets, get_label, join_names, join_sentences, render_text, render_value
from graph.catalogue.usage import UsageRow, Use
from graph.models import Thing
from ontology.relations import Strength, rank_relation


def describe_usage(
    row: UsageRow,
    value: bool | None,  # noqa: FBT001  # the answer
    about: tuple[Thing, Thing],
    language: Language,
) -> str:
    """Return the answer as a sentence; `about` is the distribution and the component."""
    if value is None:
        return render_text("unrecorded", language)
    subject, component = (get_label(each, language) for each in about)
    if row.answer == "no":
        return render_text("no", language, reason=_describe_reason(row, subject, language))
    key = "yes" if value else "not_by_default"
    sentence = render_text(
        key, language, subject=subject, relation=_describe_relation(row, component, language)
    )
    return join_sentences([sentence, *_describe_shipped_version(row, component, language)], language)


def _describe_reason(row: UsageRow, subject: str, language: Language) -> str:
    """Describe what a distribution has for the job, and until when it had what was asked for."""
    has = [
        f"{get_label(use.property, language)}: {render_value(use.value, language)}"
        for use in row.how
        if not use.until
    ]
    over = [use.until for use in row.how if use.until]
    sentences = (
        [render_text("instead", language, subject=subject, has=join_names(has, language))] if has else []
    )
    sentences += [render_text("until", language, subject=subject, release=release) for release in over[:1]]
    return join_sentences(sentences, language)


def _describe_shipped_version(row: UsageRow, component: str, language: Language) -> Iterator[str]:
    if row.release and row.versions:
        release, versions = row.release.partition("/")[2], join_names(list(row.versions), language)
        yield render_text("ships", language, release=release, component=component, versions=versions)


def _describe_relation(row: UsageRow, component: str, language: Language) -> str:
    """Describe how the two are related, the strongest way first; “enables” includes “bundles”."""
    ways = {_describe_use(use, component, language): use for use in row.how}
    default = any(
        Strength(use.relation) == Strength.ENABLES and use.condition is None for use in ways.values()
    )
    told = [way for way, use in ways.items() if not default or Strength(use.relation) != Strength.BUNDLES]
    order = {way: rank_relation(use.relation) + bool(use.condition) for way, use in ways.items()}
    return join_names(sorted(told, key=lambda way: order[way]), language)


def _describe_use(use: Use, component: str, language: Language) -> str:
    """Describe one way of using, with its condition and, for what is offered, the job that it is for."""
    verbs: dict[str, str] = {Strength.SUPPORTS: "supports_verb", Strength.USES: "uses_verb"}
    verb = "uses_verb" if use.condition else verbs.get(use.relation, use.relation)
    remarks = [get_label(use.property, language)] if Strength(use.relation) == Strength.OFFERS else []
    remarks += [get_label(use.condition, language)] if use.condition else []
    sentence = render_text(verb, language, component=component)
    return sentence + "".join(add_brackets(remark, language) for remark in remarks)
