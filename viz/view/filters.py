"""Narrowing a view: by concern, capability, vendor, architecture, certification and kind of relation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from graph.catalogue import RelationRow
from ontology.traits import Trait
from viz.models import Name
from viz.query import CERTIFIED, WAYS, Certified, ViewQuery, Way
from viz.view.relation_index import RelationIndex
from viz.view.selection import Choice, ends

ORDER: tuple[Way, ...] = ("enables", "bundles", "offers", "supports")


class Offered(NamedTuple):
    """What a view can be narrowed by, each with the values that there are."""

    concern: list[Name]
    capability: list[Name]
    vendor: list[Name]
    architecture: list[Name]
    certified: tuple[Certified, ...] = CERTIFIED
    relation: tuple[Way, ...] = WAYS


def offered(web: RelationIndex) -> Offered:
    """List by what the views of a graph can be narrowed."""
    provided = {each.object for each in web.relations if each.property.id == "provides"}
    return Offered(
        concern=name_things(web, web.of_kind("Concern")),
        capability=name_things(web, provided),
        vendor=name_things(web, of_distributions(web, "steward")),
        architecture=name_things(web, of_distributions(web, "architecture")),
    )


def name_things(web: RelationIndex, slugs: Iterable[str]) -> list[Name]:
    """Name things, in the order of their English labels."""
    return sorted(map(web.name, slugs), key=lambda name: (name.label.en.casefold(), name.id))


def of_distributions(web: RelationIndex, name: str) -> set[str]:
    """Return what distributions have by a property."""
    found = (each for each in web.relations if each.property.id == name)
    return {each.object for each in found if web.kind(each.subject) == "Distribution"}


def broad_relation(web: RelationIndex, relation: RelationRow) -> Way:
    """Return by which of the broad relations a distribution and a component are related."""
    ways = web.ways(relation)
    return next((each for each in ORDER if each in ways), "other")


def certified(web: RelationIndex, slug: str) -> Certified:
    """Return whether a distribution is on record as certified conformant, ever so far."""
    conformance = {prop.id for prop in web.index.properties_with(Trait.CONFORMANCE)}
    said = [
        claim.value.value
        for claim in web.claims_on(slug)
        if claim.property.id in conformance and claim.rank.id != "Deprecated"
    ]
    if any(value is not False for value in said):
        return "yes"
    return "no" if said else "unknown"


def narrow(web: RelationIndex, choice: Choice, asked: ViewQuery) -> Choice:
    """Leave out what the facets of a view leave out, and then what nothing holds any more."""
    narrowing = (asked.relation, asked.narrows, asked.capability, *of_a_distribution(asked))
    if not any(narrowing):
        return choice
    held = {*asked.anchors, *asked.open}
    levels = {slug: level for slug, level in choice.levels.items() if slug in held or fits(web, slug, asked)}
    relations = [
        each
        for each in choice.relations
        if each.subject in levels
        and each.object in levels
        and (not asked.relation or broad_relation(web, each) in asked.relation)
    ]
    served = {pair: some for pair, some in choice.serves.items() if set(pair) <= set(levels)}
    tied = ends(relations) | held
    served = {pair: some for pair, some in served.items() if pair[0] in tied}
    tied |= {concern for _, concern in served}
    kept = {slug: level for slug, level in levels.items() if slug in tied}
    return Choice(kept, relations, served, choice.left_out)


def of_a_distribution(asked: ViewQuery) -> tuple[str | None, ...]:
    """Return the facets that choose among distributions."""
    return asked.vendor, asked.architecture, asked.certified


def fits(web: RelationIndex, slug: str, asked: ViewQuery) -> bool:
    """Return whether the facets leave a thing in."""
    kind = web.kind(slug)
    if kind == "Distribution":
        return (
            (asked.vendor is None or has(web, slug, "steward", asked.vendor))
            and (asked.architecture is None or has(web, slug, "architecture", asked.architecture))
            and (asked.certified is None or certified(web, slug) == asked.certified)
        )
    if asked.capability is None and asked.narrows is None:
        return True
    if kind in {"Concern", "Capability"}:
        return slug in {asked.capability, asked.narrows}
    provided = {each.object for each in web.leaving(slug, "provides")}
    return (asked.capability is None or asked.capability in provided) and (
        asked.narrows is None or asked.narrows in web.concerns(slug)
    )


def has(web: RelationIndex, slug: str, name: str, value: str) -> bool:
    """Return whether a thing has a value by a property."""
    return any(each.object == value for each in web.leaving(slug, name))
