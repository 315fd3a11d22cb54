"""Questions about how things are related: the neighbours of one, and the whole network."""

from typing import Literal

from graph.catalogue.mapping import collect_citations, iterate_groups
from graph.catalogue.question import Parameter, Question, Rest
from graph.index.entity_index import EntityIndex
from graph.models import Citation, Claim, Label, Shape, Thing
from graph.rdf.store import Table
from graph.rdf.terms import Row, text_of
from ontology import DG


class NeighbourRow(Shape):
    """Something that a thing is related to: by which property, in which direction, and who says so.

    The label of the property is read from the thing: a relation that arrives has its inverse label.
    """

    id: str
    iri: str
    label: Label
    kinds: tuple[str, ...]
    direction: Literal["out", "in"]
    property: Thing
    condition: Thing | None
    standing: Thing | None
    claims: tuple[Claim, ...]
    sources: tuple[Citation, ...]


class RelationRow(Shape):
    """A relation between two things of the graph."""

    subject: str
    property: Thing
    object: str
    condition: Thing | None
    standing: Thing | None
    claims: tuple[Claim, ...]
    sources: tuple[Citation, ...]


def _map_neighbour_rows(index: EntityIndex, table: Table) -> list[NeighbourRow]:
    """Map `neighbours.rq`."""
    rows = []
    for same in iterate_groups(table, "direction", "property", "other", "condition"):
        row = same[0]
        ends = text_of(row["thing"]), text_of(row["other"])
        outward = text_of(row["direction"]) == "out"
        claims, standing = _find_backing(index, ends[not outward], ends[outward], same)
        profile = index.profile(text_of(row["other"]))
        rows.append(
            NeighbourRow(
                id=profile.id,
                iri=profile.iri,
                label=profile.label,
                kinds=profile.kinds,
                direction="out" if outward else "in",
                property=_name_relation(index, index.thing(row["property"]), outward=outward),
                condition=index.optional_thing(row["condition"]),
                standing=standing,
                claims=claims,
                sources=collect_citations(claims),
            )
        )
    return rows


def _name_relation(index: EntityIndex, relation: Thing, *, outward: bool) -> Thing:
    """Name a property as it is read from one of its ends."""
    label = index.relation_label(relation.iri, inverse=not outward)
    return relation.model_copy(update={"label": label})


def _map_relation_rows(index: EntityIndex, table: Table) -> list[RelationRow]:
    """Map `relations.rq`."""
    rows = []
    for same in iterate_groups(table, "subject", "property", "object", "condition"):
        row = same[0]
        claims, standing = _find_backing(index, text_of(row["subject"]), text_of(row["object"]), same)
        rows.append(
            RelationRow(
                subject=index.thing(row["subject"]).id,
                property=index.thing(row["property"]),
                object=index.thing(row["object"]).id,
                condition=index.optional_thing(row["condition"]),
                standing=standing,
                claims=claims,
                sources=collect_citations(claims),
            )
        )
    return rows


def _find_backing(
    index: EntityIndex, subject: str, value: str, rows: list[Row]
) -> tuple[tuple[Claim, ...], Thing | None]:
    """Find the claims, rejected ones aside, that relate a subject to a value, and their standing.

    A property of one value stands as its finding does. Where there may be several, a quarrel about one of
    them is none about the others: each stands by what is said of it. What rests on no claim has no standing.
    """
    prop = text_of(rows[0]["property"])
    said = index.claims_by_statement.get((subject, prop, value, text_of(rows[0]["condition"])), ())
    kept = tuple(claim for claim in said if claim.rank.iri != DG + "Deprecated")
    if not kept:
        return (), None
    if prop in index.properties and index.properties[prop].functional:
        return kept, next(index.thing(row["standing"]) for row in rows if row["standing"] is not None)
    several = len({claim.source.id for claim in kept}) > 1
    return kept, index.thing(DG + ("Agreed" if several else "SingleSource"))


NEIGHBOURS = Question(
    name="neighbours",
    row=NeighbourRow,
    map_rows=_map_neighbour_rows,
    parameters={"thing": Parameter("thing", example="traefik", required=True)},
    rest=[
        Rest(
            path="/neighbours/{id}",
            tag="analysis",
            name="neighbours",
            description="List the relations of an entry, with their sources.",
            subject="thing",
        )
    ],
)
RELATIONS = Question(name="relations", row=RelationRow, map_rows=_map_relation_rows)
