"""The graph for other tools: rdflib, files of every RDF format, results in every format, queries to paste."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pyoxigraph as ox

from graph.errors import TooLongError
from graph.guard import check
from graph.store import Bindable, MemoryStore, Table, Term, to_term
from ontology import PREFIXES

if TYPE_CHECKING:
    import rdflib
    from typing_extensions import Buffer as ReadableBuffer

RDF_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "xml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
"""The formats of triples, by short name, the default first."""

RESULT_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
"""The formats of solutions, by short name, the default first."""

Kind = Literal["solutions", "triples"]
LONGEST = 64 << 20
"""Bytes of an answer."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A query that has begun; it is to be written in the thread that began it."""

    kind: Kind
    result: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

    def write(self, form: str, most: int = LONGEST) -> bytes:
        """Write the answer in a format: one of RDF_FORMATS for triples, of RESULT_FORMATS for the rest.

        Raises TooLongError if it takes more than so many bytes.
        """
        out = Bounded(most)
        if isinstance(self.result, ox.QueryTriples):
            ox.serialize(self.result, out, format=RDF_FORMATS[form], prefixes=dict(PREFIXES))
        else:
            self.result.serialize(out, format=RESULT_FORMATS[form])
        return out.getvalue()


class Bounded(io.BytesIO):
    """A place to write to that holds so many bytes and no more."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.left = most
        self.most = most

    def write(self, content: ReadableBuffer) -> int:
        """Take some bytes; raises TooLongError."""
        taken = super().write(content)
        self.left -= taken
        if self.left < 0:
            limit = f"{self.most >> 20} MiB of answer" if self.most >> 20 else f"{self.most} bytes of answer"
            raise TooLongError(f"the answer is longer than {limit}; add a LIMIT or ask for less", limit=limit)
        return taken


def begin(
    store: MemoryStore, text: str, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()
) -> Pending:
    """Begin a query, on a dataset of its own if graphs are named; raises BadQueryError."""
    chosen = bool(default_graphs or named_graphs)
    result = store.evaluate(
        text,
        default_graphs=[ox.NamedNode(iri) for iri in default_graphs] if chosen else None,
        named_graphs=[ox.NamedNode(iri) for iri in named_graphs] if chosen else None,
    )
    return Pending("triples" if isinstance(result, ox.QueryTriples) else "solutions", result)


def evaluate(  # noqa: PLR0913  # these are the parts of a request, by the protocol
    store: MemoryStore,
    *,
    text: str,
    forms: Mapping[Kind, str | None],
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
    most: int = LONGEST,
) -> tuple[Kind, bytes | None]:
    """Answer a query from outside in the format for its kind of answer; None if there is no such format.

    It is read before it is run: raises BadQueryError for what is refused or cannot be parsed, and
    TooLongError for an answer of more than so many bytes.
    """
    check(text)
    pending = begin(store, text, default_graphs, named_graphs)
    form = forms[pending.kind]
    return pending.kind, pending.write(form, most) if form else None


def media_type(kind: Kind, form: str) -> str:
    """Give the media type of a format."""
    return RDF_FORMATS[form].media_type if kind == "triples" else RESULT_FORMATS[form].media_type


def written_out(text: str, bindings: Mapping[str, Bindable]) -> str:
    """Give a query with its parameters written into it as VALUES, ready to paste into any SPARQL tool."""
    if not bindings:
        return text
    names = " ".join(f"?{name}" for name in bindings)
    terms = " ".join(str(to_term(value)) for value in bindings.values())
    line = f"WHERE {{\n  VALUES ({names}) {{ ({terms}) }}"
    return re.sub(r"^WHERE \{", lambda _: line, text, count=1, flags=re.MULTILINE)


def serialise(store: MemoryStore, form: ox.RdfFormat) -> bytes:
    """Write the dataset in an RDF format; one without named graphs gets the default graph alone."""
    graph = None if form.supports_datasets else ox.DefaultGraph()
    return store.quads.dump(format=form, from_graph=graph, prefixes=dict(PREFIXES)) or b""


def to_rdflib(store: MemoryStore) -> rdflib.Dataset:
    """Copy the dataset into an rdflib Dataset."""
    from rdflib import Dataset  # noqa: PLC0415  # slow to import

    copy = Dataset()
    copy.parse(data=serialise(store, ox.RdfFormat.N_QUADS), format="nquads")
    for prefix, namespace in PREFIXES.items():
        copy.bind(prefix, namespace)
    return copy


def plain_rows(table: Table) -> list[dict[str, dict[str, str]]]:
    """Give solutions as SPARQL 1.1 Query Results JSON has its bindings."""
    return [
        {name: binding(term) for name, term in zip(table.variables, row, strict=True) if term is not None}
        for row in table.rows
    ]


def binding(term: Term) -> dict[str, str]:
    """Give a term as SPARQL 1.1 Query Results JSON has it (section 3.2.2)."""
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.Literal):
        if term.language:
            return {"type": "literal", "value": term.value, "xml:lang": term.language}
        return {"type": "literal", "value": term.value, "datatype": term.datatype.value}
    return {"type": "bnode", "value": getattr(term, "value", str(term))}
