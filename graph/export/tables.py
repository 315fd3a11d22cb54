"""The graph as three tables with typed columns, of which other formats are made: things, relations, claims.

Whatever is not on record is None: no cell is made up. What a claim says of “no”, “unknown” and “any” is no
missing value, and `value_kind` tells it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from graph.catalogue.mapping import iterate_groups
from graph.catalogue.relations import RELATIONS
from graph.export.columns import COLUMNS, Column
from graph.graph import Graph
from graph.index.entity_index import KINDS, PLACEHOLDERS
from graph.models import Claim, Label, Thing
from graph.rdf.store import Table
from graph.rdf.terms import row_dicts, text_of
from ontology import ID, shorten

Cell = str | bool | dt.date | list[str] | None
Record = dict[str, Cell]
UNSETTLED_QUERY = """SELECT ?subject ?property ?value WHERE {
  ?finding a dg:Finding ; rdf:subject ?subject ; rdf:predicate ?property ; rdf:object ?value
  FILTER(?value IN (dg:None, dg:Unknown, dg:Any))
}"""
LOCATION_FIELDS = ("since", "until", "valid_from", "valid_until", "locator", "ref", "path", "url")
RECORD_FIELDS = (
    "identifier",
    "product",
    "product_version",
    "product_type",
    "vendor",
    "checked_at",
    "retracted_at",
)
LINK_FIELDS = ("confirmed_by", "contradicted_by", "answered_by", "succeeded_by", "preceded_by")
"""The fields of a claim that are columns as they are; the last ones name other claims."""
FLAG_COLUMNS = {"none": "has_none", "unknown": "left_open", "any": "takes_any"}
"""The column of THINGS for each answer that is not a thing."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its name, its columns, and its rows in the order of the first column."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Record, ...]


def build_tables(graph: Graph) -> tuple[Sheet, Sheet, Sheet]:
    """Build the tables of things, relations and claims; every thing that the others name is in the first."""
    related, _ = graph.solve(RELATIONS)
    return (
        _build_sheet("things", _build_thing_rows(graph, _collect_mentioned(graph, related))),
        _build_sheet("relations", _build_relation_rows(graph, related)),
        _build_sheet("claims", map(_build_claim_row, graph.index.claims.values())),
    )


def _build_sheet(name: str, rows: Iterable[Record]) -> Sheet:
    """Sort rows by their primary keys: a store gives them as it likes."""
    columns = COLUMNS[name]
    return Sheet(name, columns, tuple(sorted(rows, key=lambda row: str(row[columns[0].name]))))


def _thing_name(iri: str) -> str:
    """Return a unique name of a thing: ours by its slug, others by their IRI."""
    return iri.removeprefix(ID) if iri.startswith(ID) else shorten(iri)


def _optional_name(thing: Thing | None) -> str | None:
    """Return the name of a thing, if there is one."""
    return _thing_name(thing.iri) if thing else None


def _bilingual_cells(name: str, label: Label | None) -> Record:
    """Return the two cells of a text in both languages."""
    return {name: label.en if label else None, f"{name}_zh": label.zh if label else None}


def _collect_mentioned(graph: Graph, related: Table) -> set[str]:
    """Collect the IRIs of all things that have a name of ours, are related, or occur in a claim."""
    found = {iri for iri in graph.index.names if iri.startswith(ID)}
    for row in row_dicts(related):
        found |= {text_of(row[name]) for name in ("subject", "object", "condition")}
    for claim in graph.index.claims.values():
        found |= {claim.subject.iri, claim.condition.iri if claim.condition else ""}
        found |= {claim.value.iri or ""} if claim.value.kind == "thing" else set()
    return found - {""}


def _build_thing_rows(graph: Graph, iris: Iterable[str]) -> Iterator[Record]:
    """Build the rows of things."""
    flags = _find_unsettled(graph)
    for iri in iris:
        profile = graph.index.profile(iri)
        kind = graph.index.primary_kind(iri.removeprefix(ID)) if profile.kinds else None
        yield {
            "id": _thing_name(iri),
            "iri": iri,
            **_bilingual_cells("label", profile.label),
            "kind": kind,
            "kinds": sorted(profile.kinds, key=lambda each: (each != kind, _kind_rank(each), each)),
            "names": list(profile.names),
            **_bilingual_cells("description", profile.description),
            "homepage": profile.homepage,
            "repository": profile.repository,
            "licence": profile.licence,
            **{column: sorted(flags.get((iri, kind), ())) for kind, column in FLAG_COLUMNS.items()},
        }


def _kind_rank(kind: str) -> int:
    """Return the rank of a kind; primary kinds come first."""
    return KINDS.index(kind) if kind in KINDS else len(KINDS)


def _find_unsettled(graph: Graph) -> Mapping[tuple[str, str], set[str]]:
    """Find the properties whose value is “none”, “unknown” or “any”, by the thing's IRI and which.

    No relation can say so, and where none is drawn that is not a “no”.
    """
    found: dict[tuple[str, str], set[str]] = {}
    for subject, prop, value in cast("Table", graph.store.query(UNSETTLED_QUERY)).rows:
        which = PLACEHOLDERS[text_of(value)]
        found.setdefault((text_of(subject), which), set()).add(shorten(text_of(prop)).removeprefix("dg:"))
    return found


def _build_relation_rows(graph: Graph, related: Table) -> Iterator[Record]:
    """Build the rows of relations."""
    same = iterate_groups(related, "subject", "property", "object", "condition")
    for rows, relation in zip(same, RELATIONS.map_rows(graph.index, related), strict=True):
        ends = {end: _thing_name(text_of(rows[0][end])) for end in ("subject", "object")}
        yield {
            "id": _edge_id(ends["subject"], relation.property, ends["object"], relation.condition),
            **ends,
            "property": relation.property.id,
            "property_iri": relation.property.iri,
            "condition": _optional_name(relation.condition),
            "standing": relation.standing.id if relation.standing else None,
            "claims": sorted(claim.iri for claim in relation.claims),
            "sources": sorted({claim.source.id for claim in relation.claims}),
        }


def _edge_id(subject: str, prop: Thing, target: str, condition: Thing | None) -> str:
    """Name a relation: its ends, the property, and the condition if there is one; fit to be an id in XML."""
    parts = (
        subject,
        shorten(prop.iri).removeprefix("dg:"),
        target,
        *((_optional_name(condition) or "",) if condition else ()),
    )
    return ":".join(parts)


def _build_claim_row(claim: Claim) -> Record:
    """Build the row of a claim."""
    source = claim.source
    return {
        "iri": claim.iri,
        "subject": _thing_name(claim.subject.iri),
        "property": claim.property.id,
        "property_iri": claim.property.iri,
        **_value_cells(claim),
        "condition": _optional_name(claim.condition),
        "rank": claim.rank.id,
        "verdict": claim.verdict.id,
        **{name: getattr(claim, name) for name in (*LOCATION_FIELDS, *RECORD_FIELDS)},
        **_bilingual_cells("reason", claim.reason),
        **_bilingual_cells("note", claim.note),
        "source": source.id,
        "source_title": source.title.en,
        "source_kind": source.kind,
        "source_issued": source.issued,
        "source_retrieved": source.retrieved,
        "checked_against": claim.checked_against.id if claim.checked_against else None,
        **{name: list(getattr(claim, name)) for name in LINK_FIELDS},
    }


def _value_cells(claim: Claim) -> Record:
    """Return the cells for what a claim says: as a text, which kind that is, and as what it is."""
    value = claim.value
    said: str | bool | int = value.kind if value.value is None else value.value
    if value.kind == "thing" and value.label:
        said = value.label.en
    return {
        "value": str(said).lower() if isinstance(said, bool) else str(said),
        "value_kind": value.kind,
        "value_id": _thing_name(value.iri) if value.kind == "thing" and value.iri else None,
        "value_iri": value.iri,
        "value_datatype": value.datatype,
        "value_boolean": said if isinstance(said, bool) else None,
    }
