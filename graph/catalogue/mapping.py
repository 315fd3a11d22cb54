"""Helpers of all row mappers: grouping rows, and citing claims."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from graph.index.entity_index import EntityIndex
from graph.models import Citation, Claim, Thing, Value
from graph.rdf.store import Table
from graph.rdf.terms import Row, row_dicts, text_of
from graph.releases.version import parse_version


def collect_citations(claims: Iterable[Claim]) -> tuple[Citation, ...]:
    """Collect the citations of claims, each once, primary sources first."""
    places = {claim.iri: claim.citation() for claim in claims}
    return tuple(sorted(places.values(), key=lambda place: (place.kind, place.source, place.claim)))


def unique(values: Iterable[Value]) -> tuple[Value, ...]:
    """Return unique values in their order."""
    return tuple({value.model_dump_json(): value for value in values}.values())


def sort_values(values: Iterable[Value]) -> list[Value]:
    """Sort values: things as they come, then texts as versions: 1.9 before 1.10."""
    return sorted(
        values, key=lambda value: parse_version(str(value.value)).key if value.kind == "literal" else ""
    )


def collect_claims(index: EntityIndex, rows: Iterable[Row]) -> tuple[Claim, ...]:
    """Collect the claims that rows name, each once."""
    named = dict.fromkeys(text_of(row["claim"]) for row in rows if row["claim"] is not None)
    return tuple(index.claims[iri] for iri in named if iri in index.claims)


def iterate_groups(table: Table, *keys: str) -> Iterator[list[Row]]:
    """Iterate over groups of rows that agree in `keys`, in the order of their first appearance."""
    yield from group_by(row_dicts(table), *keys).values()


def group_by(rows: Iterable[Row], *keys: str) -> dict[tuple[str, ...], list[Row]]:
    """Group rows by their values of `keys`, in the order of their first appearance."""
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        groups[tuple(text_of(row[key]) for key in keys)].append(row)
    return groups


def collect_things(index: EntityIndex, rows: Iterable[Row], column: str) -> tuple[Thing, ...]:
    """Collect the things of a column, each once."""
    iris = dict.fromkeys(text_of(row[column]) for row in rows if row[column] is not None)
    return tuple(index.thing(iri) for iri in iris)
