"""What moving from one distribution to another changes, capability by capability.

What is not recorded is unknown: it is neither lost nor gained.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from graph.catalogue.facts import FACTS
from graph.catalogue.relations import RELATIONS, RelationRow
from graph.errors import BadParameterError
from graph.graph import Graph
from graph.index.entity_index import EntityIndex
from graph.models import Citation, Finding, Shape, Thing
from i18n import Message
from ontology import ID
from ontology.relations import Strength, rank_relation

Outcome = Literal["lost", "gained", "replaced", "unchanged", "unknown"]
OUTCOMES: tuple[Outcome, ...] = ("lost", "gained", "replaced", "unchanged", "unknown")
ProvisionMode = Literal["enables", "bundles", "offers"]
_MODES: dict[Strength, ProvisionMode] = {
    Strength.ENABLES: "enables",
    Strength.BUNDLES: "bundles",
    Strength.USES: "enables",
    Strength.OFFERS: "offers",
}
"""How a distribution has a component, by the relation that says so; what it merely supports it has not."""


class ProvidedComponent(Thing):
    """A component that a distribution has: in the box and on, in the box, or on offer there."""

    how: ProvisionMode


class CapabilityChange(Shape):
    """What becomes of one capability.

    `lost`: only the first has it, and a source says that the other does not. `gained`: the other way round.
    `replaced`: both have it, but not all from the same components. `unchanged`: both have it from the same.
    `unknown`: one has it; whether the other does is not recorded.
    """

    capability: Thing
    concern: Thing | None
    outcome: Outcome
    before: tuple[ProvidedComponent, ...]
    after: tuple[ProvidedComponent, ...]
    sources: tuple[Citation, ...]


class CapabilityInventory(NamedTuple):
    """The components of a distribution by capability, and the capabilities that a source says it lacks."""

    components: Mapping[str, dict[str, ProvidedComponent]]
    lacking: set[str]
    sources: Mapping[str, list[Citation]]


def plan_migration(graph: Graph, before: str, after: str) -> list[CapabilityChange]:
    """Return what moving from one distribution to another changes; raises UnknownNameError.

    Raises BadParameterError if the two are one.
    """
    slugs = [graph.index.thing(graph.index.resolve("Distribution", name)).id for name in (before, after)]
    if slugs[0] == slugs[1]:
        raise BadParameterError(
            Message("name two different distributions to migrate between"), parameter="to"
        )
    one, other = (inventory_of(graph, slug) for slug in slugs)
    concerns = map_concerns(graph)
    found = [
        _compare_capability(graph.index, capability, concerns.get(capability), one, other)
        for capability in sorted({*one.components, *other.components})
    ]
    return sorted(found, key=lambda each: (OUTCOMES.index(each.outcome), each.capability.label.en))


def inventory_of(graph: Graph, slug: str) -> CapabilityInventory:
    """Return the inventory of a distribution."""
    relations = graph.cached(list_relations)
    return _build_inventory(graph, relations, _map_capabilities(relations), slug)


def map_concerns(graph: Graph) -> dict[str, str]:
    """Map each capability to its concern, where it has one."""
    return {
        each.subject: each.object for each in graph.cached(list_relations) if each.property.id == "broader"
    }


def list_relations(graph: Graph) -> list[RelationRow]:
    """List all relations, which takes a while."""
    return graph.answer(RELATIONS).items


def _map_capabilities(relations: Iterable[RelationRow]) -> dict[str, set[str]]:
    """Map each component to the capabilities that it provides."""
    found: dict[str, set[str]] = defaultdict(set)
    for each in relations:
        if each.property.id == "provides":
            found[each.subject].add(each.object)
    return found


def _build_inventory(
    graph: Graph, relations: Iterable[RelationRow], provided: Mapping[str, set[str]], slug: str
) -> CapabilityInventory:
    """Build the inventory of a distribution."""
    found: dict[str, dict[str, ProvidedComponent]] = defaultdict(dict)
    sources: dict[str, list[Citation]] = defaultdict(list)
    own = [
        (each, how)
        for each in relations
        if each.subject == slug and (how := _provision_mode(graph.index, each))
    ]
    jobs = _map_claimed_capabilities(graph.index, (each for each, _ in own), provided)
    for each, most in own:
        thing = graph.index.thing(ID + each.object)
        for capability in provided.get(each.object, ()):
            how = most if not jobs[thing.id] or capability in jobs[thing.id] else _weaken_mode(most)
            known = found[capability].get(thing.id)
            if known is None or rank_relation(how) < rank_relation(known.how):
                found[capability][thing.id] = ProvidedComponent(**dict(thing), how=how)
            sources[capability].extend(each.sources)
    lacking = set()
    for finding in graph.answer(FACTS, subject=slug).items:
        if finding.about and is_none_finding(finding):
            lacking.add(finding.about.id)
            sources[finding.about.id].extend(finding.sources)
    # What is in the box for another purpose does not do a job that a source says nothing does.
    held = {
        capability: {slug: each for slug, each in some.items() if each.how != "bundles"}
        if capability in lacking
        else some
        for capability, some in found.items()
    }
    return CapabilityInventory(
        {capability: some for capability, some in held.items() if some}, lacking, sources
    )


def _map_claimed_capabilities(
    index: EntityIndex, relations: Iterable[RelationRow], provided: Mapping[str, set[str]]
) -> dict[str, set[str]]:
    """Map components to the capabilities for which a source says that they are there.

    What else such a component can do it need not do there: K3s enables kube-router for network policies, and
    has Flannel as its CNI plugin.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for each in relations:
        about = index.properties[each.property.iri].about
        if about and about.id in provided.get(each.object, ()):
            found[each.object].add(about.id)
    return found


def _weaken_mode(how: ProvisionMode) -> ProvisionMode:
    """Return the mode of a component for another capability than the claimed one: bundled, not enabled."""
    return "bundles" if how == "enables" else how


def _provision_mode(index: EntityIndex, relation: RelationRow) -> ProvisionMode | None:
    """Return the mode in which a relation says that a distribution has a component, if it says so."""
    strength = index.strength_of(relation.property.iri)
    return _MODES.get(strength) if strength else None


def is_none_finding(finding: Finding) -> bool:
    """Return whether a finding is that there is none."""
    return bool(finding.values) and all(value.kind == "none" for value in finding.values)


def _compare_capability(
    index: EntityIndex,
    capability: str,
    concern: str | None,
    one: CapabilityInventory,
    other: CapabilityInventory,
) -> CapabilityChange:
    """Compare a capability in two inventories."""
    before, after = one.components.get(capability, {}), other.components.get(capability, {})
    cited = (*one.sources.get(capability, ()), *other.sources.get(capability, ()))
    return CapabilityChange(
        capability=index.thing(ID + capability),
        concern=index.thing(ID + concern) if concern else None,
        outcome=_classify_outcome(capability, one, other),
        before=tuple(before[slug] for slug in sorted(before)),
        after=tuple(after[slug] for slug in sorted(after)),
        sources=tuple({each.claim: each for each in cited}.values()),
    )


def _classify_outcome(capability: str, one: CapabilityInventory, other: CapabilityInventory) -> Outcome:
    """Classify what becomes of a capability that one of the two inventories has."""
    before, after = one.components.get(capability, {}), other.components.get(capability, {})
    if before and after:
        return "unchanged" if set(before) == set(after) else "replaced"
    if before:
        return "lost" if capability in other.lacking else "unknown"
    return "gained" if capability in one.lacking else "unknown"
