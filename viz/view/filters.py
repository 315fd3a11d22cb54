"""The filters of a view: concern, capability, vendor, architecture, certification, kind of relation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, cast

from graph.catalogue import RelationRow
from ontology.relations import Strength
from ontology.traits import Trait
from viz.models import Name
from viz.query import CERTIFIED, RELATION_KINDS, Certified, RelationKind, ViewQuery
from viz.view.relation_index import RelationIndex
from viz.view.selection import Selection, endpoints


class FilterChoices(NamedTuple):
    """The filters of a view, each with the values that there are."""

    concern: list[Name]
    capability: list[Name]
    vendor: list[Name]
    architecture: list[Name]
    certified: tuple[Certified, ...] = CERTIFIED
    relation: tuple[RelationKind, ...] = RELATION_KINDS


def list_filter_choices(relation_index: RelationIndex) -> FilterChoices:
    """List the values that the views of a graph can be filtered by."""
    provided = {each.object for each in relation_index.relations if each.property.id == "provides"}
    return FilterChoices(
        concern=_name_things(relation_index, relation_index.slugs_of_kind("Concern")),
        capability=_name_things(relation_index, provided),
        vendor=_name_things(relation_index, _list_distribution_values(relation_index, "steward")),
        architecture=_name_things(relation_index, _list_distribution_values(relation_index, "architecture")),
    )


def _name_things(relation_index: RelationIndex, slugs: Iterable[str]) -> list[Name]:
    """Return the names of things, in the order of their English labels."""
    return sorted(map(relation_index.name, slugs), key=lambda name: (name.label.en.casefold(), name.id))


def _list_distribution_values(relation_index: RelationIndex, name: str) -> set[str]:
    """List the values of a property of distributions."""
    found = (each for each in relation_index.relations if each.property.id == name)
    return {each.object for each in found if relation_index.kind(each.subject) == "Distribution"}


def classify_relation(relation_index: RelationIndex, relation: RelationRow) -> RelationKind:
    """Return the kind of a relation between a distribution and a component."""
    strength = relation_index.strength(relation)
    return "other" if strength in {None, Strength.USES} else cast("RelationKind", str(strength))


def _certification_of(relation_index: RelationIndex, slug: str) -> Certified:
    """Return whether a distribution was ever on record as certified conformant."""
    said = [
        claim.value.value
        for claim in relation_index.claims_on(slug)
        if Trait.CONFORMANCE in relation_index.entity_index.traits_of(claim.property.iri)
        and claim.rank.id != "Deprecated"
    ]
    if any(value is not False for value in said):
        return "yes"
    return "no" if said else "unknown"


def apply_filters(relation_index: RelationIndex, selection: Selection, query: ViewQuery) -> Selection:
    """Remove what the filters of a query exclude, and then what nothing connects any more."""
    narrowing = (query.relation, query.narrowing_concern, query.capability, *_distribution_filters(query))
    if not any(narrowing):
        return selection
    held = {*query.anchors, *query.open}
    levels = {
        slug: level
        for slug, level in selection.levels.items()
        if slug in held or is_included(relation_index, slug, query)
    }
    relations = [
        each
        for each in selection.relations
        if each.subject in levels
        and each.object in levels
        and (not query.relation or classify_relation(relation_index, each) in query.relation)
    ]
    served = {pair: some for pair, some in selection.serves.items() if set(pair) <= set(levels)}
    tied = endpoints(relations) | held
    served = {pair: some for pair, some in served.items() if pair[0] in tied}
    tied |= {concern for _, concern in served}
    kept = {slug: level for slug, level in levels.items() if slug in tied}
    return Selection(kept, relations, served, selection.left_out)


def _distribution_filters(query: ViewQuery) -> tuple[str | None, ...]:
    """Return the filters that apply to distributions."""
    return query.vendor, query.architecture, query.certified


def is_included(relation_index: RelationIndex, slug: str, query: ViewQuery) -> bool:
    """Return whether the filters leave a thing in."""
    kind = relation_index.kind(slug)
    if kind == "Distribution":
        return (
            (query.vendor is None or _has_value(relation_index, slug, "steward", query.vendor))
            and (
                query.architecture is None
                or _has_value(relation_index, slug, "architecture", query.architecture)
            )
            and (query.certified is None or _certification_of(relation_index, slug) == query.certified)
        )
    if query.capability is None and query.narrowing_concern is None:
        return True
    if kind in {"Concern", "Capability"}:
        return slug in {query.capability, query.narrowing_concern}
    provided = {each.object for each in relation_index.outgoing(slug, "provides")}
    return (query.capability is None or query.capability in provided) and (
        query.narrowing_concern is None or query.narrowing_concern in relation_index.concerns(slug)
    )


def _has_value(relation_index: RelationIndex, slug: str, name: str, value: str) -> bool:
    """Return whether a thing has a value by a property."""
    return any(each.object == value for each in relation_index.outgoing(slug, name))
