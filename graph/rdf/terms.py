"""Converts terms to plain values: texts, days, labels, links."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from urllib.parse import quote

import pyoxigraph as ox

from graph.models import Label, Value
from graph.rdf.store import Table, Term
from ontology import shorten

XSD = "http://www.w3.org/2001/XMLSchema#"
Row = dict[str, Term | None]
"""One solution: a term, or None where unbound, for each variable."""


def row_dicts(table: Table) -> Iterator[Row]:
    """Return the rows of a table by variable."""
    for row in table.rows:
        yield dict(zip(table.variables, row, strict=True))


def text_of(term: Term | None) -> str:
    """Return what an IRI or a literal says; nothing for an unbound variable."""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal | ox.BlankNode) else ""


def optional_text(term: Term | None) -> str | None:
    """Return what a term says, or None for an unbound variable."""
    return text_of(term) or None


def date_of(term: Term | None) -> dt.date | None:
    """Return the day that a literal says, or None if it says none."""
    try:
        return dt.date.fromisoformat(text_of(term))
    except ValueError:
        return None


def local_name(iri: str) -> str:
    """Return what follows the last slash or hash of an IRI."""
    return re.split(r"[/#]", iri)[-1]


def language_of(term: Term | None) -> str:
    """Return the language of a literal, English if it names none."""
    return (term.language if isinstance(term, ox.Literal) else None) or "en"


def to_label(texts: Mapping[str, str]) -> Label | None:
    """Build a label from texts by language; one that is missing is taken from the other."""
    if not texts:
        return None
    english = texts.get("en") or next(iter(texts.values()))
    return Label(en=english, zh=texts.get("zh", english))


def to_value(term: ox.Literal) -> Value:
    """Convert a literal to a value: booleans and integers as such, all else as written."""
    kind = term.datatype.value
    value: str | bool | int = term.value
    if kind == XSD + "boolean":
        value = term.value in {"true", "1"}
    elif kind == XSD + "integer":
        with suppress(ValueError):  # of one that is none, or has thousands of digits
            value = int(term.value)
    return Value(kind="literal", value=value, datatype=shorten(kind))


def build_link(repository: str | None, ref: str | None, path: str | None) -> str | None:
    """Build the URL of a file at a ref of a repository, or of an issue."""
    if not repository or not ref:
        return None
    if named := re.fullmatch(r"(issue|PR)-(\d+)", ref):
        return f"{repository}/{'issues' if named[1] == 'issue' else 'pull'}/{named[2]}"
    place = f"blob/{quote(ref)}/{quote(path)}" if path else f"tree/{quote(ref)}"
    return f"{repository}/{place}"
