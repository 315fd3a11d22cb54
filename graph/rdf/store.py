"""The store: terms are bound, never pasted; results are read in the thread that made them."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pyoxigraph as ox
from typing_extensions import TypeIs

from graph.errors import BadDataError, BadQueryError
from graph.rdf.binding import Bindable, bind_parameters
from i18n import Alternatives, Message
from ontology import PREFIXES, ROOT

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
"""An RDF term as the engine gives it."""

MAX_EXPECTED = 8
"""Of what could follow, as many as help; the rest is noise."""
REFUSED = {"SERVICE", "LATERAL"}
"""What could follow, but would be refused."""
PLACE = re.compile(r"(?:error )?at (?:line )?(\d+):(?:column )?(\d+):? ?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to SELECT: variables, and rows of terms in their order (None where unbound)."""

    variables: tuple[str, ...]
    rows: list[tuple[Term | None, ...]]


@dataclass(frozen=True, slots=True)
class Truth:
    """The answer to ASK."""

    value: bool


@dataclass(frozen=True, slots=True)
class Triples:
    """The answer to CONSTRUCT or DESCRIBE."""

    triples: list[ox.Triple]


QueryAnswer = ox.QuerySolutions | ox.QueryBoolean | Iterable[ox.Triple]
"""The answer to a query, while it is read: solutions, a truth, or triples."""


def has_triples(answer: QueryAnswer) -> TypeIs[Iterable[ox.Triple]]:
    """Return whether an answer is one to CONSTRUCT or DESCRIBE."""
    return not isinstance(answer, ox.QuerySolutions | ox.QueryBoolean)


class Store(ABC):
    """Stores triples and answers queries."""

    allows_service = False
    """Whether whoever answers decides by itself about SERVICE."""

    max_sockets = 0
    """Files and sockets that a process may need for queries."""

    @abstractmethod
    def open_query(
        self,
        text: str,
        bindings: Mapping[str, Bindable] | None = None,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> AbstractContextManager[QueryAnswer]:
        """Start a query, on a dataset of its own if graphs are named; it is read in the context.

        The result belongs to the calling thread. Relative IRIs are those of the dataset, so that `<id/k3s>`
        is `id:k3s`. Raises BadQueryError, with line and column, if the text cannot be parsed.
        """

    @abstractmethod
    def dump(
        self, output: IO[bytes], form: ox.RdfFormat, graph: ox.NamedNode | ox.DefaultGraph | None = None
    ) -> None:
        """Write one graph, or all of them in a format that can hold them."""

    def translate_row_errors(self) -> AbstractContextManager[None]:
        """Translate errors in reading rows: ours are bugs; those of other servers become StoreError."""
        return nullcontext()

    def reopen(self) -> Store:
        """Return the store for a forked process; memory is shared."""
        return self

    def query(self, text: str, bindings: Mapping[str, Bindable] | None = None) -> Table | Truth | Triples:
        """Answer a SPARQL 1.1 query with variables bound to terms; raises what `open_query` raises."""
        with self.open_query(text, bindings) as answer:
            try:
                return _read_answer(answer)
            finally:
                del answer  # an error goes to other threads, and this must not go along in its traceback


def _read_answer(answer: QueryAnswer) -> Table | Truth | Triples:
    """Read an answer to its end."""
    if isinstance(answer, ox.QuerySolutions):
        variables = tuple(variable.value for variable in answer.variables)
        return Table(variables, [tuple(solution) for solution in answer])
    return Triples(list(answer)) if has_triples(answer) else Truth(bool(answer))


class MemoryStore(Store):
    """A store in memory. Once built it is only read, so that threads may share it."""

    def __init__(self, quads: ox.Store) -> None:
        self.quads = quads

    @property
    def on_disk(self) -> bool:
        """Whether what is added goes to disk, so that no more need be held than passes by."""
        return False

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads, while the store is built; they may come from a query of it."""
        self.quads.extend(list(quads))

    def open_query(
        self,
        text: str,
        bindings: Mapping[str, Bindable] | None = None,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> AbstractContextManager[QueryAnswer]:
        """Start a query; see Store."""
        return nullcontext(self.evaluate(text, bindings, default_graphs, named_graphs))

    def evaluate(
        self,
        text: str,
        bindings: Mapping[str, Bindable] | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Start a query, whose result needs no end; see Store."""
        own = bool(default_graphs or named_graphs)
        try:
            return self.quads.query(
                bind_parameters(text, bindings),
                base_iri=ROOT,
                prefixes=select_prefixes(text),
                default_graph=[_to_graph_name(iri) for iri in default_graphs] if own else None,
                named_graphs=[_to_graph_name(iri) for iri in named_graphs] if own else None,
            )
        except SyntaxError as error:
            if bindings:
                self.evaluate(text)  # the same mistake, where it stands in what was given
            raise parse_syntax_error(str(error)) from None
        except ValueError as error:
            raise BadQueryError(Message("the query engine reports: {error}", error=str(error))) from None

    def dump(
        self, output: IO[bytes], form: ox.RdfFormat, graph: ox.NamedNode | ox.DefaultGraph | None = None
    ) -> None:
        """Write one graph, or all of them; see Store."""
        self.quads.dump(output, format=form, from_graph=graph, prefixes=dict(PREFIXES))


class BuildingStore(MemoryStore):
    """A store on disk that is being built, by this process alone."""

    def __init__(self, folder: Path) -> None:
        super().__init__(ox.Store(str(folder)))

    @property
    def on_disk(self) -> bool:
        """Whether what is added goes to disk."""
        return True

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads as they come."""
        self.quads.bulk_extend(quads)


class DirectoryStore(MemoryStore):
    """A store on disk, which nobody writes to any more: several processes may read it at once."""

    def __init__(self, folder: Path) -> None:
        try:
            super().__init__(ox.Store.read_only(str(folder)))
        except OSError as error:
            raise BadDataError(Message("cannot be read: {error}", error=error), file=str(folder)) from None
        self.folder = folder

    def reopen(self) -> DirectoryStore:
        """Open the store again: a fork has none of the engine's files, nor its threads."""
        return DirectoryStore(self.folder)


def _to_graph_name(iri: str) -> ox.NamedNode:
    """Convert an IRI to the name of a graph; raises BadQueryError."""
    try:
        return ox.NamedNode(iri)
    except ValueError:
        raise BadQueryError(
            Message("the name of a graph must be an absolute IRI, not “{iri}”", iri=iri[:200]),
        ) from None


def select_prefixes(text: str) -> dict[str, str]:
    """Select the prefixes that a query may use; declaring all of them takes longer."""
    escaped = "\\" in text  # a name may be hidden by escapes
    return {name: iri for name, iri in PREFIXES.items() if escaped or f"{name}:" in text}


def parse_syntax_error(message: str) -> BadQueryError:
    """Parse line and column out of the engine's message on a syntax error."""
    place = PLACE.search(message)
    said = _simplify_parser_message(PLACE.sub("", message))
    if not place:
        return BadQueryError(said)
    return BadQueryError(said, line=int(place[1]), column=int(place[2]))


def _simplify_parser_message(message: str) -> Message:
    """Simplify a message of the parser: what it expected, without the character classes of its grammar."""
    if "Prefix not found" in message:
        return Message("this prefix is not declared")
    told = message.removeprefix("expected ").removeprefix("one of ").split(", ")
    if " " in told[0]:
        # a sentence of the engine about what the query means
        return Message("the query engine reports: {error}", error=told[0])
    expected = [part for part in told if "[" not in part and part not in REFUSED][:MAX_EXPECTED]
    if "ABS" in told:
        return Message("an expression is expected here")
    if not expected:
        return Message("this is not valid here")
    return Message("expected {expected}", expected=Alternatives(expected))
