"""Whether and how a distribution uses a component, in sentences."""

from collections.abc import Iterator

from graph.ask.meaning import Language
from graph.ask.sentences import bracketed, joined, listed, named, said, shown
from graph.catalogue.usage import UsageRow, Use
from graph.models import Thing

STRENGTH = ("enables", "bundles", "uses", "offers", "supports")
"""The relations, the strongest first."""


def enabled(row: UsageRow) -> bool:
    """Tell whether a distribution enables a component by default, without a condition."""
    return any(use.relation == "enables" and use.condition is None for use in row.how)


def verdict(
    row: UsageRow,
    value: bool | None,  # noqa: FBT001  # the answer
    about: tuple[Thing, Thing],
    language: Language,
) -> str:
    """Say the answer in a sentence; `about` is the distribution and the component."""
    if value is None:
        return said("unrecorded", language)
    subject, component = (named(each, language) for each in about)
    if row.answer == "no":
        return said("no", language, reason=reason(row, subject, language))
    key = "yes" if value else "not_by_default"
    sentence = said(key, language, subject=subject, relation=related(row, component, language))
    return joined([sentence, *shipping(row, component, language)], language)


def reason(row: UsageRow, subject: str, language: Language) -> str:
    """Say what a distribution has for the job, and until when it had what was asked for."""
    has = [
        f"{named(use.property, language)}: {shown(use.value, language)}" for use in row.how if not use.until
    ]
    over = [use.until for use in row.how if use.until]
    sentences = [said("instead", language, subject=subject, has=listed(has, language))] if has else []
    sentences += [said("until", language, subject=subject, release=release) for release in over[:1]]
    return joined(sentences, language)


def shipping(row: UsageRow, component: str, language: Language) -> Iterator[str]:
    """Say which version the newest release ships."""
    if row.release and row.versions:
        release, versions = row.release.partition("/")[2], listed(list(row.versions), language)
        yield said("ships", language, release=release, component=component, versions=versions)


def related(row: UsageRow, component: str, language: Language) -> str:
    """Say how the two are related, the strongest way first; that it is in the box goes with being enabled."""
    ways = {way_said(use, component, language): use for use in row.how}
    default = any(use.relation == "enables" and use.condition is None for use in ways.values())
    told = [way for way, use in ways.items() if not default or use.relation != "bundles"]
    order = {way: STRENGTH.index(use.relation) + bool(use.condition) for way, use in ways.items()}
    return listed(sorted(told, key=lambda way: order[way]), language)


def way_said(use: Use, component: str, language: Language) -> str:
    """Say one way of using, with its condition and, for what is offered, the job that it is for."""
    verbs = {"supports": "supports_verb", "uses": "uses_verb"}
    verb = "uses_verb" if use.condition else verbs.get(use.relation, use.relation)
    remarks = [named(use.property, language)] if use.relation == "offers" else []
    remarks += [named(use.condition, language)] if use.condition else []
    sentence = said(verb, language, component=component)
    return sentence + "".join(bracketed(remark, language) for remark in remarks)
