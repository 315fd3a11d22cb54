"""What moving from one distribution to another changes, capability by capability.

It reads roles alone: what a component could do, or that it is bundled for another purpose, changes nothing.
What is not recorded is unknown: it is neither lost nor gained.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from graph.catalogue.relations import RELATIONS, RelationRow
from graph.catalogue.roles import ROLES, Mode, RoleRow
from graph.errors import BadParameterError
from graph.graph import Graph
from graph.index.entity_index import EntityIndex
from graph.models import Citation, Finding, Shape, Thing
from i18n import Message
from ontology import ID
from ontology.relations import USED

Outcome = Literal["lost", "gained", "replaced", "unchanged", "unknown"]
OUTCOMES: tuple[Outcome, ...] = ("lost", "gained", "replaced", "unchanged", "unknown")
ProvisionMode = Literal["enables", "offers"]
_MODES: dict[Mode, ProvisionMode] = {"default": "enables", "optional": "offers"}
"""How a distribution brings a component, by the mode of its role."""


class ProvidedComponent(Thing):
    """A component that fills a role of a distribution, under a condition if there is one.

    `how`: `enables` by default, `offers` as an option. `through` is the distribution that is run as a whole
    and has the component.
    """

    how: ProvisionMode
    condition: Thing | None = None
    through: Thing | None = None


class CapabilityChange(Shape):
    """What becomes of one capability.

    `lost`: only the first brings it, and a source says that the other does not, or leaves it to the
    operator. `gained`: the other way round. `replaced`: both bring it, but not by the same components under
    the same conditions. `unchanged`: both bring it by the same. `unknown`: one brings it; whether the other
    does is not recorded. `documented` lists what the documentation of the second describes for it, to be
    installed by the operator.
    """

    capability: Thing
    concern: Thing | None
    outcome: Outcome
    before: tuple[ProvidedComponent, ...]
    after: tuple[ProvidedComponent, ...]
    documented: tuple[Thing, ...]
    sources: tuple[Citation, ...]


class CapabilityInventory(NamedTuple):
    """What fills the roles of a distribution, and the capabilities that it does not bring, says a source."""

    components: Mapping[str, list[ProvidedComponent]]
    documented: Mapping[str, list[Thing]]
    lacking: set[str]
    sources: Mapping[str, list[Citation]]

    def list_main(self, capability: str) -> list[ProvidedComponent]:
        """List what fills a role first: the defaults, or else the options."""
        found = self.components.get(capability, [])
        return [each for each in found if each.how == "enables"] or found


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
    return graph.cached(_map_inventories)[slug]


def _map_inventories(graph: Graph) -> dict[str, CapabilityInventory]:
    """Map each distribution to its inventory."""
    roles: dict[str, list[RoleRow]] = defaultdict(list)
    for role in graph.answer(ROLES).items:
        roles[role.distribution.id].append(role)
    slugs = (iri.removeprefix(ID) for iri in graph.index.slugs("Distribution").values())
    return {slug: _build_inventory(graph.index, roles[slug]) for slug in slugs}


def _build_inventory(index: EntityIndex, roles: Iterable[RoleRow]) -> CapabilityInventory:
    """Build the inventory of a distribution; what it supports any of, it may still bring itself."""
    components: dict[str, list[ProvidedComponent]] = defaultdict(list)
    documented: dict[str, list[Thing]] = defaultdict(list)
    lacking: set[str] = set()
    sources: dict[str, list[Citation]] = defaultdict(list)
    for role in roles:
        capability = role.capability.id
        sources[capability].extend(role.sources)
        if role.filler is None:
            if index.strength_of(role.property.iri) in USED:
                lacking.add(capability)
        elif role.mode in _MODES:
            terms = {"how": _MODES[role.mode], "condition": role.condition, "through": role.through}
            components[capability].append(ProvidedComponent(**dict(role.filler), **terms))
        elif role.filler not in documented[capability]:
            documented[capability].append(role.filler)
    distinct = {capability: _drop_implied(held) for capability, held in components.items()}
    return CapabilityInventory(distinct, documented, lacking, sources)


def _drop_implied(held: list[ProvidedComponent]) -> list[ProvidedComponent]:
    """Drop what holds under a condition of a component that is brought under none."""
    always = {(each.id, each.how) for each in held if each.condition is None}
    return [each for each in held if each.condition is None or (each.id, each.how) not in always]


def map_concerns(graph: Graph) -> dict[str, str]:
    """Map each capability to its concern, where it has one."""
    return {
        each.subject: each.object for each in graph.cached(list_relations) if each.property.id == "broader"
    }


def list_relations(graph: Graph) -> list[RelationRow]:
    """List all relations, which takes a while."""
    return graph.answer(RELATIONS).items


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
    cited = (*one.sources.get(capability, ()), *other.sources.get(capability, ()))
    return CapabilityChange(
        capability=index.thing(ID + capability),
        concern=index.thing(ID + concern) if concern else None,
        outcome=_classify_outcome(capability, one, other),
        before=tuple(one.components.get(capability, ())),
        after=tuple(other.components.get(capability, ())),
        documented=tuple(other.documented.get(capability, ())),
        sources=tuple({each.claim: each for each in cited}.values()),
    )


def _classify_outcome(capability: str, one: CapabilityInventory, other: CapabilityInventory) -> Outcome:
    """Classify what becomes of a capability that one of the two inventories has."""
    before, after = one.list_main(capability), other.list_main(capability)
    if before and after:
        return "unchanged" if _describe_fillers(before) == _describe_fillers(after) else "replaced"
    if before:
        return "lost" if capability in other.lacking else "unknown"
    return "gained" if capability in one.lacking else "unknown"


def _describe_fillers(held: Iterable[ProvidedComponent]) -> set[tuple[str, str, str]]:
    """Return components with their modes and conditions, as they are compared."""
    return {(each.id, each.how, each.condition.id if each.condition else "") for each in held}
