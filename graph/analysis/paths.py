"""The short ways from one thing to another, each step a sentence with its sources."""

from __future__ import annotations

from graph.analysis.migration import relations_of
from graph.analysis.path_rows import IMPASSABLE, shortest
from graph.catalogue.relations import RelationRow
from graph.graph import Graph
from graph.index.entity_index import EntityIndex
from graph.models import Citation, Label, Shape, Thing
from ontology import ID

VERBS = frozenset(
    ("provides", "bundles", "implements", "packages", "removes", "requires", "enables", "plugsInto")
)
PHRASES = {"partOf": "is", "builtOn": "is", "forkOf": "is a", "variantOf": "is a"}


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


def find_paths(kg: Graph, start: str, end: str) -> list[ConnectingPath]:
    """Return the shortest ways from one thing to another, twelve at most; none if there is no way.

    Raises UnknownNameError.
    """
    ends = [kg.index.thing(kg.index.resolve("thing", name)).id for name in (start, end)]
    start, end = ends

    def passable(slug: str) -> bool:
        return kg.index.primary_kind(slug) not in IMPASSABLE

    telling = [each for each in kg.once(relations_of) if each.property.id != "alternative"]
    return [path_in_words(kg.index, start, steps) for steps in shortest(telling, start, end, passable)]


def path_in_words(index: EntityIndex, start: str, relations: list[list[RelationRow]]) -> ConnectingPath:
    """Return a way in words."""
    steps: list[tuple[Step, ...]] = []
    at = start
    for between in relations:
        steps.append(tuple(step(index, each, backwards=each.subject != at) for each in between))
        first = between[0]
        at = first.object if first.subject == at else first.subject
    cited = {place.claim: place for parts in steps for part in parts for place in part.sources}
    return ConnectingPath(length=len(steps), steps=tuple(steps), sources=tuple(cited.values()))


def step(index: EntityIndex, relation: RelationRow, *, backwards: bool) -> Step:
    """Return a relation in words."""
    subject, other = index.thing(ID + relation.subject), index.thing(ID + relation.object)
    return Step(
        subject=subject,
        property=relation.property,
        object=other,
        condition=relation.condition,
        backwards=backwards,
        text=sentence(subject.label, relation, other.label),
        sources=relation.sources,
    )


def sentence(subject: Label, relation: RelationRow, other: Label) -> Label:
    """State a relation: a property that is called by a verb or by a phrase reads otherwise than a noun."""
    said, condition = relation.property.label, relation.condition
    when_en, when_zh = (f" ({condition.label.en})", f"（{condition.label.zh}）") if condition else ("", "")
    if relation.property.id in VERBS | PHRASES.keys():
        verb = f"{PHRASES.get(relation.property.id, '')} {said.en}".strip()
        return Label(
            en=f"{subject.en} {verb} {other.en}{when_en}.", zh=f"{subject.zh} {said.zh} {other.zh}{when_zh}。"
        )
    return Label(
        en=f"{subject.en}, {said.en}: {other.en}{when_en}.",
        zh=f"{subject.zh} 的{said.zh}：{other.zh}{when_zh}。",
    )
