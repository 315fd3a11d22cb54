"""Checks the data: by SHACL shapes, by consistency queries, and the release tables."""

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
from graph.rdf.rdflib_adapter import NodeCache
from graph.rdf.store import Store, Table, Term
from graph.validation.release_tables import check_tables
from graph.validation.report import Violation
from i18n import Message
from ontology import shorten

READABLE_RULE = "files-can-be-read"
"""The rule that an unreadable file breaks."""


@dataclass(frozen=True, slots=True)
class UnlocatedViolation:
    """A violation by a thing, an IRI or a blank node, whose location in the files is not found yet."""

    rule: str
    thing: str
    message: Message
    remedy: Message


@dataclass(frozen=True, slots=True)
class ConsistencyCheck:
    """A query for what must not be; its header has the rule and, after `mend:`, the remedy, in English."""

    name: str
    rule: str
    remedy: str
    query: str


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """A file and its quads."""

    file: SourceFile
    quads: list[ox.Quad]


def check_files(data: Sequence[Path] = (), *, bundled: bool = True) -> list[Violation]:
    """Check the bundled data (unless told not to) and `data` by the shapes and the consistency checks.

    If files cannot be read, that is all that is reported: what they say would be missed everywhere else.
    """
    contents, unreadable = _parse_files(data, bundled=bundled)
    if unreadable:
        return _sort_violations(unreadable)
    breaches = [
        *_check_shapes(contents),
        *_run_consistency_checks(build_dataset(data, bundled=bundled).store),
    ]
    locations = _locate_terms(contents) if breaches else {}
    tables = check_tables(_collect_slugs(contents)) if bundled else ()
    return _sort_violations([*(_find_location(violation, locations) for violation in breaches), *tables])


def check_store(store: Store) -> list[Violation]:
    """Run the consistency checks alone: for a dataset too large for the shapes, which want it in memory."""
    return _sort_violations(_find_location(violation, {}) for violation in _run_consistency_checks(store))


def _collect_slugs(contents: Iterable[ParsedFile]) -> set[str]:
    """Collect the slugs of all subjects in the files."""
    subjects = (_term_text(quad.subject) for content in contents for quad in content.quads)
    return {subject.removeprefix(ontology.ID) for subject in subjects if subject.startswith(ontology.ID)}


def _sort_violations(violations: Iterable[Violation]) -> list[Violation]:
    """Sort violations by their location, each once."""
    return sorted(set(violations), key=lambda v: (v.file, v.line or 0, v.rule, v.thing, str(v.message)))


# --- Reading ---------------------------------------------------------------------------------------


def _parse_files(data: Sequence[Path], *, bundled: bool) -> tuple[list[ParsedFile], list[Violation]]:
    """Parse every file by itself; returns the parsed files, and violations for unreadable ones."""
    contents, unreadable = [], []
    # A check of its own looks at the tables.
    written = [file for file in (list_bundled_files() if bundled else ()) if not is_table(file)]
    sources: list[SourceFile | Path] = [*list_vocabulary_files(), *written, *data]
    for source in sources:
        try:
            contents.append(
                _parse_file(source if isinstance(source, SourceFile) else collect_user_file(source))
            )
        except BadDataError as error:
            unreadable.append(_unreadable_violation(error))
    return contents, unreadable


def _parse_file(file: SourceFile) -> ParsedFile:
    """Parse a file; raises BadDataError with the line of the first mistake."""
    quads = ox.Store()
    load_file(quads, file)
    return ParsedFile(file, list(quads))


def _unreadable_violation(error: BadDataError) -> Violation:
    """Return the violation of a file that cannot be read."""
    message = Message("{problem}.", problem=error.problem)
    mend = Message("Correct it there first; nothing else was checked.")
    return Violation(error.file, error.line, READABLE_RULE, Path(error.file).name, message, mend)


# --- Shapes ----------------------------------------------------------------------------------------


def _check_shapes(contents: Iterable[ParsedFile]) -> Iterator[UnlocatedViolation]:
    """Validate the union of all graphs by the shapes."""
    shapes = Graph().parse(data=(ontology.directory() / ontology.SHAPES).read_bytes(), format="turtle")
    _, report, text = pyshacl.validate(_merge_graphs(contents), shacl_graph=shapes)
    if not isinstance(report, Graph):
        raise TypeError(text)
    for (shape, thing), values in _group_results(report).items():
        name, rule = str(shape).rpartition("#")[2], str(shapes.value(shape, RDFS.comment))
        remedy = Message(str(shapes.value(shape, SH.message)))
        yield UnlocatedViolation(name, str(thing), _describe_breach(rule, values), remedy)


def _describe_breach(rule: str, values: Sequence[str]) -> Message:
    """Describe a breach of a rule, whose text is in the catalogue, with the values that are refused."""
    if not values:
        return Message(rule)
    return Message("{rule} Here: {values}.", rule=Message(rule), values=", ".join(values))


def _merge_graphs(contents: Iterable[ParsedFile]) -> Graph:
    """Merge all graphs into one of rdflib: pySHACL is fifty times slower on a store of the engine."""
    graph, nodes = Graph(), NodeCache()
    for quad in (
        quad for content in contents for quad in content.quads if not isinstance(quad.object, ox.Triple)
    ):
        graph.add((nodes[quad.subject], nodes[quad.predicate], nodes[quad.object]))
    return graph


def _group_results(report: Graph) -> dict[tuple[Node, Node], list[str]]:
    """Group the refused values by shape and thing; a shape may refuse a thing in several ways."""
    groups: dict[tuple[Node, Node], set[str]] = {}
    for result in report.objects(None, SH.result):
        shape, thing = report.value(result, SH.sourceShape), report.value(result, SH.focusNode)
        if shape is None or thing is None:
            raise ValueError(report.serialize(format="turtle"))
        values = groups.setdefault((shape, thing), set())
        values.update(_format_term(value) for value in report.objects(result, SH.value) if value != thing)
    return {group: sorted(values) for group, values in groups.items()}


# --- Checks ----------------------------------------------------------------------------------------


def load_consistency_checks() -> Iterator[ConsistencyCheck]:
    """Load the consistency checks in the order of their names."""
    for entry in list_folder(files(__package__) / "checks", ".rq"):
        query = entry.read_text(encoding="utf-8")
        header = re.match(r"(?:#.*\n)+", query)
        words = " ".join(re.sub(r"(?m)^#", "", header[0] if header else "").split())
        rule, _, mend = words.partition(" mend: ")
        yield ConsistencyCheck(entry.name.removesuffix(".rq"), rule, mend, query)


def _run_consistency_checks(store: Store) -> Iterator[UnlocatedViolation]:
    """Run the consistency checks on the dataset, derived facts included."""
    for check in load_consistency_checks():
        answer = store.query(check.query)
        if not isinstance(answer, Table):
            raise BadDataError(
                Message("a consistency check must be a SELECT query"),
                file=f"graph/validation/checks/{check.name}.rq",
            )
        for row in answer.rows:
            found = dict(zip(answer.variables, row, strict=True))
            thing = found.pop("thing")
            values = [f"{name} {_format_term(value)}" for name, value in found.items() if value is not None]
            message = _describe_breach(check.rule, values)
            yield UnlocatedViolation(check.name, _term_text(thing), message, Message(check.remedy))


# --- Places ----------------------------------------------------------------------------------------


def _locate_terms(contents: Sequence[ParsedFile]) -> dict[str, SourceFile]:
    """Map each IRI and blank node to the last file that has it as a subject, or else mentions it."""
    mentions, subjects = dict[str, SourceFile](), dict[str, SourceFile]()
    for content in contents:
        for quad in content.quads:
            mentions |= {_term_text(term): content.file for term in (quad.predicate, quad.object)}
            subjects[_term_text(quad.subject)] = content.file
    return mentions | subjects


def _find_location(violation: UnlocatedViolation, locations: Mapping[str, SourceFile]) -> Violation:
    """Find the location of a violation."""
    home = locations.get(violation.thing)
    line = _find_line(violation.thing, home) if home else None
    name = home.name if home else "(derived)"
    return Violation(
        name, line, violation.rule, shorten(violation.thing), violation.message, violation.remedy
    )


def _find_line(thing: str, file: SourceFile) -> int | None:
    """Find the line where a file declares a thing (`id:k3s a ...`), else describes it, else mentions it."""
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


def _term_text(term: Term | None) -> str:
    """Return the text of a term: an IRI without its brackets, a blank node's label."""
    return term.value if isinstance(term, ox.NamedNode | ox.BlankNode) else str(term)


def _format_term(term: Term | Node) -> str:
    """Format a term for a message: IRIs short, text in quotes."""
    if isinstance(term, ox.NamedNode | URIRef):
        return shorten(_term_text(term) if isinstance(term, ox.NamedNode) else str(term))
    if isinstance(term, ox.Literal | Literal):
        text = term.value if isinstance(term, ox.Literal) else str(term)
        return f"“{text}”" + (f"@{term.language}" if term.language else "")
    return str(term)
