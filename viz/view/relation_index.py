"""All relations of the graph, at hand by thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from graph.catalogue import RELATIONS, RelationRow
from graph.graph import Graph
from graph.models import Claim, Profile
from ontology import ID
from viz.models import Name

TRIAD = ("compute", "network", "storage")
USE = frozenset({"uses", "bundles", "enables"})
OFFER = frozenset({"offers", "supports"})


class RelationIndex:
    """The relations of a graph: who is related to whom, and which relations are a use."""

    def __init__(self, kg: Graph) -> None:
        self.index = kg.index
        self.relations = telling(one_way(kg.answer(RELATIONS).items))
        self.around: dict[str, list[RelationRow]] = defaultdict(list)
        for relation in self.relations:
            self.around[relation.subject].append(relation)
            self.around[relation.object].append(relation)
        self._profiles: dict[str, Profile] = {}
        self._claims: dict[str, list[Claim]] = defaultdict(list)
        for claim in kg.index.claims.values():
            self._claims[claim.subject.id].append(claim)

    @classmethod
    def of(cls, kg: Graph) -> RelationIndex:
        """Return the relations of a graph, read at the first call."""
        return kg.once(cls)

    def claims_on(self, slug: str) -> list[Claim]:
        """Return all that was said of a thing."""
        return self._claims.get(slug, [])

    def knows(self, slug: str) -> bool:
        """Return whether the graph names a thing so."""
        return ID + slug in self.index.names

    def profile(self, slug: str) -> Profile:
        """Return who a thing is."""
        if slug not in self._profiles:
            self._profiles[slug] = self.index.profile(ID + slug)
        return self._profiles[slug]

    def name(self, slug: str) -> Name:
        """Name a thing."""
        return Name(id=slug, label=self.profile(slug).label)

    def kind(self, slug: str) -> str:
        """Return the most telling of the kinds of a thing."""
        return self.index.primary_kind(slug)

    def of_kind(self, kind: str) -> set[str]:
        """Return the related things of a kind."""
        return {slug for slug in self.around if self.kind(slug) == kind}

    def degree(self, slug: str) -> int:
        """Return the number of a thing's relations."""
        return len(self.around[slug]) if slug in self.around else 0

    def ways(self, relation: RelationRow) -> set[str]:
        """Return the property of a relation and all broader ones, by local name."""
        return self.index.broader_names(relation.property.iri)

    def is_use(self, relation: RelationRow) -> bool:
        """Return whether a distribution uses a component by this relation."""
        return bool(self.ways(relation) & USE) and self.kind(relation.subject) == "Distribution"

    def is_offer(self, relation: RelationRow) -> bool:
        """Return whether a distribution offers or supports a component by this relation."""
        return bool(self.ways(relation) & OFFER) and self.kind(relation.subject) == "Distribution"

    def concerns(self, slug: str) -> dict[str, list[RelationRow]]:
        """Return the concerns that a component serves, with the relations by which it does."""
        found: dict[str, list[RelationRow]] = defaultdict(list)
        for provides in self.leaving(slug, "provides"):
            for broader in self.leaving(provides.object, "broader"):
                found[broader.object].append(provides)
        return found

    def leaving(self, slug: str, name: str) -> list[RelationRow]:
        """Return the relations by one property that start at a thing."""
        around = self.around.get(slug, [])
        return [each for each in around if each.subject == slug and each.property.id == name]

    def arriving(self, slug: str, name: str) -> list[RelationRow]:
        """Return the relations by one property that end at a thing."""
        around = self.around.get(slug, [])
        return [each for each in around if each.object == slug and each.property.id == name]


def one_way(relations: Iterable[RelationRow]) -> list[RelationRow]:
    """Keep one of two relations that say the same in both directions, such as alternatives."""
    kept: dict[tuple[str, str, str, str], RelationRow] = {}
    for relation in relations:
        condition = relation.condition.id if relation.condition else ""
        key = (relation.subject, relation.property.id, relation.object, condition)
        mirrored = (relation.object, relation.property.id, relation.subject, condition)
        if relation.subject != relation.object and mirrored not in kept:
            kept[key] = relation
    return list(kept.values())


def telling(relations: list[RelationRow]) -> list[RelationRow]:
    """Leave out that something is in the box where a more telling relation connects the same two.

    The release tables say of nearly every component that it is in the box; two lines would say no more.
    """
    told = {(each.subject, each.object) for each in relations if each.property.id != "bundles"}
    return [
        each for each in relations if each.property.id != "bundles" or (each.subject, each.object) not in told
    ]


def by_name(name: Name) -> str:
    """Order things by their names."""
    return name.label.en.lower()
