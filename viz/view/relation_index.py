"""An index of all relations of a graph by thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from graph.catalogue import RELATIONS, RelationRow
from graph.graph import Graph
from graph.models import Claim, Profile
from ontology import ID
from ontology.relations import OPTIONAL, USED, Strength
from viz.models import Name

TRIAD = ("compute", "network", "storage")


class RelationIndex:
    """The relations of a graph by thing, and which of them are a use."""

    def __init__(self, graph: Graph) -> None:
        self.entity_index = graph.index
        self.relations = _drop_uninformative(_drop_mirrored(graph.answer(RELATIONS).items))
        self.by_thing: dict[str, list[RelationRow]] = defaultdict(list)
        for relation in self.relations:
            self.by_thing[relation.subject].append(relation)
            self.by_thing[relation.object].append(relation)
        self._profiles: dict[str, Profile] = {}
        self._claims: dict[str, list[Claim]] = defaultdict(list)
        for claim in graph.index.claims.values():
            self._claims[claim.subject.id].append(claim)

    @classmethod
    def of(cls, graph: Graph) -> RelationIndex:
        """Return the index of a graph, built at the first call."""
        return graph.cached(cls)

    def claims_on(self, slug: str) -> list[Claim]:
        """Return the claims about a thing."""
        return self._claims.get(slug, [])

    def has_thing(self, slug: str) -> bool:
        """Return whether the graph has a thing of this slug."""
        return ID + slug in self.entity_index.names

    def profile(self, slug: str) -> Profile:
        """Return the profile of a thing."""
        if slug not in self._profiles:
            self._profiles[slug] = self.entity_index.profile(ID + slug)
        return self._profiles[slug]

    def name(self, slug: str) -> Name:
        """Return the name of a thing."""
        return Name(id=slug, label=self.profile(slug).label)

    def kind(self, slug: str) -> str:
        """Return the most telling of the kinds of a thing."""
        return self.entity_index.primary_kind(slug)

    def slugs_of_kind(self, kind: str) -> set[str]:
        """Return the related things of a kind."""
        return {slug for slug in self.by_thing if self.kind(slug) == kind}

    def degree(self, slug: str) -> int:
        """Return the number of a thing's relations."""
        return len(self.by_thing[slug]) if slug in self.by_thing else 0

    def strength(self, relation: RelationRow) -> Strength | None:
        """Return the place of a relation on the ladder of relations, if it has one."""
        return self.entity_index.strength_of(relation.property.iri)

    def is_use(self, relation: RelationRow) -> bool:
        """Return whether a distribution uses a component by this relation."""
        return self.strength(relation) in USED and self.kind(relation.subject) == "Distribution"

    def is_offer(self, relation: RelationRow) -> bool:
        """Return whether a distribution offers or supports a component by this relation."""
        return self.strength(relation) in OPTIONAL and self.kind(relation.subject) == "Distribution"

    def concerns(self, slug: str) -> dict[str, list[RelationRow]]:
        """Return the concerns that a component serves, with the relations by which it does."""
        found: dict[str, list[RelationRow]] = defaultdict(list)
        for provides in self.outgoing(slug, "provides"):
            for broader in self.outgoing(provides.object, "broader"):
                found[broader.object].append(provides)
        return found

    def outgoing(self, slug: str, name: str) -> list[RelationRow]:
        """Return the relations by one property that start at a thing."""
        around = self.by_thing.get(slug, [])
        return [each for each in around if each.subject == slug and each.property.id == name]

    def incoming(self, slug: str, name: str) -> list[RelationRow]:
        """Return the relations by one property that end at a thing."""
        around = self.by_thing.get(slug, [])
        return [each for each in around if each.object == slug and each.property.id == name]


def _drop_mirrored(relations: Iterable[RelationRow]) -> list[RelationRow]:
    """Keep one of two relations that say the same in both directions, such as alternatives."""
    kept: dict[tuple[str, str, str, str], RelationRow] = {}
    for relation in relations:
        condition = relation.condition.id if relation.condition else ""
        key = (relation.subject, relation.property.id, relation.object, condition)
        mirrored = (relation.object, relation.property.id, relation.subject, condition)
        if relation.subject != relation.object and mirrored not in kept:
            kept[key] = relation
    return list(kept.values())


def _drop_uninformative(relations: list[RelationRow]) -> list[RelationRow]:
    """Drop `bundles` where a more informative relation connects the same two things.

    The release tables say so of nearly every component; two edges would say no more.
    """
    told = {(each.subject, each.object) for each in relations if each.property.id != "bundles"}
    return [
        each for each in relations if each.property.id != "bundles" or (each.subject, each.object) not in told
    ]


def name_order(name: Name) -> str:
    """Return the sort key of a name."""
    return name.label.en.lower()
