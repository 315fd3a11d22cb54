"""Whether and how a distribution uses a component, in sentences."""

from collections.abc import Iterator

from graph.asking.meaning import Language, Uses
from graph.asking.phrases import bracketed, joined, listed, named, said, shown
from graph.rows import UsageRow, Use

STRENGTH = ("enables", "bundles", "uses", "offers", "supports")
"""The relations, the strongest first."""


def enabled(row: UsageRow) -> bool:
    """Tell whether a distribution enables a component by default, without a condition."""
    return any(use.relation == "enables" and use.condition is None for use in row.how)


def truth(row: UsageRow, *, supports: bool, by_default: bool) -> bool | None:
    """Tell yes from no from silence. That something else is the default does not tell what is supported."""
    if row.answer == "yes":
        return enabled(row) if by_default else True
    if row.answer in {"offered", "supported"}:
        return supports
    return False if row.answer == "no" and not supports else None


def verdict(row: UsageRow, value: bool | None, meaning: Uses, language: Language) -> str:  # noqa: FBT001  # the answer
    """Say the answer in a sentence."""
    if value is None:
        return said("unrecorded", language)
    subject, component = named(meaning.subject, language), named(meaning.component, language)
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
