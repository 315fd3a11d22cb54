"""The shortest paths from one thing to another, each step a sentence with its sources."""

from __future__ import annotations

from graph.analysis.migration import list_relations
from graph.analysis.shortest_paths import IMPASSABLE, find_shortest_paths
from graph.catalogue.relations import RelationRow
from graph.display.wording import add_brackets, get_label
from graph.graph import Graph
from graph.index.entity_index import EntityIndex
from graph.models import Citation, Label, Shape, Thing, Value
from i18n import Language, end_sentence
from ontology import ID


class Step(Shape):
    """A relation on a way, as a sentence; `backwards` if the way goes against it."""

    subject: Thing
    property: Thing
    object: Thing
    condition: Thing | None
    backwards: bool
    text: Label
    sources: tuple[Citation, ...]


class ConnectingPath(Shape):
    """A way: its steps, each with all the relations that connect its two things."""

    length: int
    steps: tuple[tuple[Step, ...], ...]
    sources: tuple[Citation, ...]


def find_paths(graph: Graph, start: str, end: str) -> list[ConnectingPath]:
    """Find the shortest paths from one thing to another, twelve at most.

    Raises UnknownNameError.
    """
    ends = [graph.index.thing(graph.index.resolve("thing", name)).id for name in (start, end)]
    start, end = ends

    def passable(slug: str) -> bool:
        return graph.index.primary_kind(slug) not in IMPASSABLE

    telling = [each for each in graph.cached(list_relations) if each.property.id != "alternative"]
    return [
        _describe_path(graph.index, start, steps)
        for steps in find_shortest_paths(telling, start, end, passable)
    ]


def _describe_path(index: EntityIndex, start: str, relations: list[list[RelationRow]]) -> ConnectingPath:
    """Describe a path, each step by a sentence."""
    steps: list[tuple[Step, ...]] = []
    at = start
    for between in relations:
        steps.append(tuple(build_step(index, each, backwards=each.subject != at) for each in between))
        first = between[0]
        at = first.object if first.subject == at else first.subject
    cited = {place.claim: place for parts in steps for part in parts for place in part.sources}
    return ConnectingPath(length=len(steps), steps=tuple(steps), sources=tuple(cited.values()))


def build_step(index: EntityIndex, relation: RelationRow, *, backwards: bool) -> Step:
    """Build the step of a path from a relation."""
    subject, other = index.thing(ID + relation.subject), index.thing(ID + relation.object)
    return Step(
        subject=subject,
        property=relation.property,
        object=other,
        condition=relation.condition,
        backwards=backwards,
        text=Label(
            en=_describe_relation(index, relation, "en"), zh=_describe_relation(index, relation, "zh")
        ),
        sources=relation.sources,
    )


def _describe_relation(index: EntityIndex, relation: RelationRow, language: Language) -> str:
    """Describe a relation in a sentence."""
    subject = get_label(index.thing(ID + relation.subject), language)
    other = Value(kind="thing", iri=ID + relation.object, label=index.label(ID + relation.object))
    told = index.sentences.state([subject], relation.property, [other], language)
    if relation.condition:
        told += add_brackets(get_label(relation.condition, language), language)
    return end_sentence(told, language)
