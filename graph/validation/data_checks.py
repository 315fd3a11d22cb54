"""How the data are checked: by SHACL shapes, by queries for what must not be, and the release tables."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import pyoxigraph as ox
import pyshacl
from rdflib import RDFS, SH, Graph, Literal, URIRef
from rdflib.term import Node

import ontology
from graph.dataset.builder import build_dataset
from graph.dataset.files import (
    SourceFile,
    collect_user_file,
    is_table,
    list_bundled_files,
    list_folder,
    list_vocabulary_files,
    load_file,
)
from graph.errors import BadDataError
from graph.rdf.rdflib_adapter import Nodes
from graph.rdf.store import Store, Table, Term
from graph.validation.release_tables import faults
from graph.validation.report import Violation
from ontology import shorten

UNREADABLE = "files-can-be-read"
"""The rule that a file breaks if it cannot be read."""


@dataclass(frozen=True, slots=True)
class Breach:
    """A violation before the thing, an IRI or a blank node, is found in the files."""

    rule: str
    thing: str
    message: str
    mend: str


@dataclass(frozen=True, slots=True)
class Gate:
    """A query for what must not be; its header says what must be and, after `mend:`, what to do."""

    name: str
    rule: str
    mend: str
    query: str


@dataclass(frozen=True, slots=True)
class Content:
    """A file and the quads that are written in it."""

    file: SourceFile
    quads: list[ox.Quad]


def check_files(data: Sequence[Path] = (), *, bundled: bool = True) -> list[Violation]:
    """Hold the bundled data (unless told not to) and `data` against the shapes and the gates.

    If files cannot be read, that is all that is reported: what they say would be missed everywhere else.
    """
    contents, unreadable = parse_files(data, bundled=bundled)
    if unreadable:
        return in_order(unreadable)
    breaches = [*broken_shapes(contents), *broken_gates(build_dataset(data, bundled=bundled).store)]
    homes = index(contents) if breaches else {}
    tables = faults(slugs(contents)) if bundled else ()
    return in_order([*(find_location(breach, homes) for breach in breaches), *tables])


def check_store(store: Store) -> list[Violation]:
    """Hold a dataset against the gates alone: one too large for the shapes, which want it in memory."""
    return in_order(find_location(breach, {}) for breach in broken_gates(store))


def slugs(contents: Iterable[Content]) -> set[str]:
    """Return the slugs of all that is spoken of in the files."""
    subjects = (iri(quad.subject) for content in contents for quad in content.quads)
    return {subject.removeprefix(ontology.ID) for subject in subjects if subject.startswith(ontology.ID)}


def in_order(violations: Iterable[Violation]) -> list[Violation]:
    """Sort violations by their place, each once."""
    return sorted(set(violations), key=lambda v: (v.file, v.line or 0, v.rule, v.thing, v.message))


# --- Reading ---------------------------------------------------------------------------------------


def parse_files(data: Sequence[Path], *, bundled: bool) -> tuple[list[Content], list[Violation]]:
    """Parse every file by itself; give what is written in them, and those that cannot be read."""
    contents, unreadable = [], []
    # A check of its own looks at the tables.
    written = [file for file in (list_bundled_files() if bundled else ()) if not is_table(file)]
    sources: list[SourceFile | Path] = [*list_vocabulary_files(), *written, *data]
    for source in sources:
        try:
            contents.append(parse(source if isinstance(source, SourceFile) else collect_user_file(source)))
        except BadDataError as error:
            unreadable.append(complaint(error))
    return contents, unreadable


def parse(file: SourceFile) -> Content:
    """Parse a file; raises BadDataError with the line of the first mistake."""
    quads = ox.Store()
    load_file(quads, file)
    return Content(file, list(quads))


def complaint(error: BadDataError) -> Violation:
    """State of a file that it cannot be read."""
    place = f"{error.file}:{error.line}: " if error.line else f"{error.file}: "
    message = f"{str(error).removeprefix(place)}."
    mend = "Correct it there first; nothing else was checked."
    return Violation(error.file, error.line, UNREADABLE, Path(error.file).name, message, mend)


# --- Shapes ----------------------------------------------------------------------------------------


def broken_shapes(contents: Iterable[Content]) -> Iterator[Breach]:
    """Return what the shapes refuse in what is written, all graphs together."""
    shapes = Graph().parse(data=(ontology.directory() / ontology.SHAPES).read_bytes(), format="turtle")
    _, report, text = pyshacl.validate(union(contents), shacl_graph=shapes)
    if not isinstance(report, Graph):
        raise TypeError(text)
    for (shape, thing), values in grouped(report).items():
        rule = str(shapes.value(shape, RDFS.comment))
        message = f"{rule} Here: {', '.join(values)}." if values else rule
        yield Breach(str(shape).rpartition("#")[2], str(thing), message, str(shapes.value(shape, SH.message)))


def union(contents: Iterable[Content]) -> Graph:
    """Copy what is written for pySHACL, which is fifty times slower on a store of the engine."""
    graph, nodes = Graph(), Nodes()
    for quad in (
        quad for content in contents for quad in content.quads if not isinstance(quad.object, ox.Triple)
    ):
        graph.add((nodes[quad.subject], nodes[quad.predicate], nodes[quad.object]))
    return graph


def grouped(report: Graph) -> dict[tuple[Node, Node], list[str]]:
    """Return the values that were refused, by shape and thing; a shape may refuse a thing in several ways."""
    groups: dict[tuple[Node, Node], set[str]] = {}
    for result in report.objects(None, SH.result):
        shape, thing = report.value(result, SH.sourceShape), report.value(result, SH.focusNode)
        if shape is None or thing is None:
            raise ValueError(report.serialize(format="turtle"))
        values = groups.setdefault((shape, thing), set())
        values.update(format_term(value) for value in report.objects(result, SH.value) if value != thing)
    return {group: sorted(values) for group, values in groups.items()}


# --- Gates -----------------------------------------------------------------------------------------


def gates() -> Iterator[Gate]:
    """Return the gates in the order of their names."""
    for entry in list_folder(files(__package__) / "checks", ".rq"):
        query = entry.read_text(encoding="utf-8")
        header = re.match(r"(?:#.*\n)+", query)
        words = " ".join(re.sub(r"(?m)^#", "", header[0] if header else "").split())
        rule, _, mend = words.partition(" mend: ")
        yield Gate(entry.name.removesuffix(".rq"), rule, mend, query)


def broken_gates(store: Store) -> Iterator[Breach]:
    """Return what the gates find in the dataset as it is asked, with all that follows by rules."""
    for gate in gates():
        answer = store.query(gate.query)
        if not isinstance(answer, Table):
            raise BadDataError("a gate is a SELECT query", file=f"graph/validation/checks/{gate.name}.rq")
        for row in answer.rows:
            found = dict(zip(answer.variables, row, strict=True))
            thing = found.pop("thing")
            values = ", ".join(
                f"{name} {format_term(value)}" for name, value in found.items() if value is not None
            )
            message = f"{gate.rule} Here: {values}." if values else gate.rule
            yield Breach(gate.name, iri(thing), message, gate.mend)


# --- Places ----------------------------------------------------------------------------------------


def index(contents: Sequence[Content]) -> dict[str, SourceFile]:
    """Return for each IRI and blank node the last file that speaks of it or else mentions it."""
    mentions, subjects = dict[str, SourceFile](), dict[str, SourceFile]()
    for content in contents:
        for quad in content.quads:
            mentions |= {iri(term): content.file for term in (quad.predicate, quad.object)}
            subjects[iri(quad.subject)] = content.file
    return mentions | subjects


def find_location(breach: Breach, homes: Mapping[str, SourceFile]) -> Violation:
    """Find where the thing is written."""
    home = homes.get(breach.thing)
    line = line_of(breach.thing, home) if home else None
    name = home.name if home else "(derived)"
    return Violation(name, line, breach.rule, shorten(breach.thing), breach.message, breach.mend)


def line_of(thing: str, file: SourceFile) -> int | None:
    """Find the line where a file declares the thing (`id:k3s a ...`), else speaks of it, else mentions it."""
    if ":" not in thing:
        return None
    local = re.escape(re.split(r"[/#]", thing)[-1])
    itself = "<>|" if shorten(thing).startswith("source:") else ""
    named = rf"^[ \t]*(?:{itself}[^\s\"]*[:#/]{local}>?)"
    forms = (rf"{named}[ \t]+a\b", rf"{named}(?=\s)", rf"[:#/]{local}(?![\w/-])")
    text = file.content.decode(errors="replace")
    matches = (re.search(form, text, re.MULTILINE) for form in forms)
    start = next((match.end() for match in matches if match), None)
    return None if start is None else text.count("\n", 0, start) + 1


def iri(term: Term | None) -> str:
    """Return the text by which a thing is found: an IRI without its brackets, a blank node's label."""
    return term.value if isinstance(term, ox.NamedNode | ox.BlankNode) else str(term)


def format_term(term: Term | Node) -> str:
    """Write a term for people: IRIs short, text in quotes."""
    if isinstance(term, ox.NamedNode | URIRef):
        return shorten(iri(term) if isinstance(term, ox.NamedNode) else str(term))
    if isinstance(term, ox.Literal | Literal):
        text = term.value if isinstance(term, ox.Literal) else str(term)
        return f"“{text}”" + (f"@{term.language}" if term.language else "")
    return str(term)
