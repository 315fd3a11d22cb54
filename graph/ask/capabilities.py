"""What components do, and what is said of whom: read once, to tell what a word of a question can be about."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from graph.graph import Graph
from graph.models import Property
from ontology.relations import BROADEST

PROVIDED_QUERY = (
    "SELECT ?component ?capability { ?component dg:provides ?capability . ?capability a dg:Capability }"
)
BROADER_QUERY = (
    "SELECT ?capability ?concern "
    "{ ?capability a dg:Capability ; skos:broader ?concern . ?concern a dg:Concern }"
)


class CapabilityIndex:
    """The capabilities of components, the concerns that these serve, and where concepts are values."""

    def __init__(self, graph: Graph) -> None:
        self.index = graph.index
        self.capabilities: dict[str, set[str]] = defaultdict(set)
        for component, capability in graph.select(PROVIDED_QUERY):
            self.capabilities[str(getattr(component, "value", ""))].add(str(getattr(capability, "value", "")))
        self.concerns: dict[str, set[str]] = defaultdict(set)
        for capability, concern in graph.select(BROADER_QUERY):
            self.concerns[str(getattr(capability, "value", ""))].add(str(getattr(concern, "value", "")))

    def capabilities_of(self, component: str) -> set[str]:
        """Return the capabilities of a component, by IRI."""
        return self.capabilities.get(component, set())

    def concerns_of(self, component: str) -> set[str]:
        """Return the concerns that a component serves, by IRI."""
        return {
            concern
            for capability in self.capabilities_of(component)
            for concern in self.concerns.get(capability, ())
        }

    def components_serving(self, concern: str) -> list[str]:
        """Return the components that serve a concern, or have a capability, by IRI."""
        return [
            component
            for component, capabilities in self.capabilities.items()
            if concern in capabilities or concern in self.concerns_of(component)
        ]

    @cached_property
    def component_capabilities(self) -> frozenset[str]:
        """The capabilities of which some property says which component does that for a distribution."""
        return frozenset(
            prop.about.iri
            for prop in self.index.properties.values()
            if prop.about and self.index.broader_names(prop.iri).intersection(BROADEST)
        )

    @cached_property
    def circumstances(self) -> frozenset[str]:
        """The concepts under which something is claimed to hold, such as a single node."""
        return frozenset(claim.condition.iri for claim in self.index.claims.values() if claim.condition)

    @cached_property
    def claimed_of(self) -> dict[str, set[bool]]:
        """For each property whether it is claimed of distributions, of other things, or of both."""
        found: dict[str, set[bool]] = defaultdict(set)
        for claim in self.index.claims.values():
            names = self.index.names.get(claim.subject.iri)
            found[claim.property.iri].add(bool(names and "Distribution" in names.kinds))
        return found

    def is_claimed_of(self, prop: Property, *, distribution: bool) -> bool:
        """Return whether a property is claimed of distributions, or of others; one never claimed counts."""
        return distribution in self.claimed_of.get(prop.iri, {True, False})

    @cached_property
    def properties_by_value(self) -> dict[str, tuple[Property, ...]]:
        """For each thing the properties of which it is claimed to be a value."""
        found: dict[str, dict[str, Property]] = defaultdict(dict)
        for claim in self.index.claims.values():
            if claim.value.iri and claim.property.iri in self.index.properties:
                found[claim.value.iri][claim.property.iri] = self.index.properties[claim.property.iri]
        return {iri: tuple(properties.values()) for iri, properties in found.items()}


def is_distribution(graph: Graph, iri: str) -> bool:
    """Return whether a thing is a distribution."""
    return "Distribution" in graph.index.names[iri].kinds
