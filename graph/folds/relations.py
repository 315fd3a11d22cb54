"""Folds for how things are related: the neighbours of one, and the whole network."""

from graph.folds.common import citations, grouped
from graph.index import Index
from graph.model import Claim
from graph.rows import NeighbourRow, RelationRow
from graph.store import Table
from graph.terms import Row, text
from ontology import DG


def neighbours(index: Index, table: Table) -> list[NeighbourRow]:
    """Fold `neighbours.rq`."""
    rows = []
    for same in grouped(table, "direction", "property", "other", "condition"):
        row = same[0]
        ends = text(row["thing"]), text(row["other"])
        outward = text(row["direction"]) == "out"
        claims_here = supporting(index, ends[not outward], row, ends[outward])
        profile = index.profile(text(row["other"]))
        rows.append(
            NeighbourRow(
                id=profile.id,
                iri=profile.iri,
                label=profile.label,
                kinds=profile.kinds,
                direction="out" if outward else "in",
                property=index.thing(row["property"]),
                condition=index.optional(row["condition"]),
                standing=index.optional(row["standing"]),
                claims=claims_here,
                sources=citations(claims_here),
            )
        )
    return rows


def relations(index: Index, table: Table) -> list[RelationRow]:
    """Fold `relations.rq`."""
    rows = []
    for same in grouped(table, "subject", "property", "object", "condition"):
        row = same[0]
        claims_here = supporting(index, text(row["subject"]), row, text(row["object"]))
        rows.append(
            RelationRow(
                subject=index.thing(row["subject"]).id,
                property=index.thing(row["property"]),
                object=index.thing(row["object"]).id,
                condition=index.optional(row["condition"]),
                standing=next(
                    (index.thing(each["standing"]) for each in same if each["standing"] is not None), None
                ),
                claims=claims_here,
                sources=citations(claims_here),
            )
        )
    return rows


def supporting(index: Index, subject: str, row: Row, value: str) -> tuple[Claim, ...]:
    """Give the claims, short of rejected ones, that relate a subject to a value as a row says."""
    said = index.said.get((subject, text(row["property"]), value, text(row["condition"])), ())
    return tuple(claim for claim in said if claim.rank.iri != DG + "Deprecated")
