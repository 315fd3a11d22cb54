"""From files to a dataset: what is bundled, what a user adds, and what the rules derive from both."""

import datetime as dt
import gzip
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain
from pathlib import Path

import pyoxigraph as ox

import ontology
from graph import kept
from graph.errors import BadDataError
from graph.store import MemoryStore, Triples
from graph.tables.bounds import earliest
from graph.tables.quads import Table, digest, shipped
from graph.tables.table import parse
from ontology import DG, PREFIXES, ROOT, SOURCE

FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "rdf": ox.RdfFormat.RDF_XML,
    "xml": ox.RdfFormat.RDF_XML,
    "owl": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
    "json": ox.RdfFormat.JSON_LD,
}
"""What a file's suffix says of its format; `.gz` may follow."""
SHIPPING = b"# shipping\n"
"""A line of N-Quads that parts what follows from the tables from what they say."""


@dataclass(frozen=True, slots=True)
class File:
    """One source file: its name within the project, its content, and the graph that it fills.

    `graph` is None for the default graph; the file's base IRI is that of its graph.
    """

    name: str
    content: bytes
    graph: str | None = None


@dataclass(frozen=True, slots=True)
class Dataset:
    """What was built: the store, the snapshot and the day that it speaks for.

    `sources` and `rules` are what the facts of any day are derived from. What each release ships is in the
    store of the day for which the files were read; it is the same on all days.
    """

    store: MemoryStore
    snapshot: str
    as_of: dt.date
    sources: tuple[File, ...]
    rules: tuple[File, ...]


def build(data: Sequence[Path] = (), *, bundled: bool = True, as_of: dt.date | None = None) -> Dataset:
    """Build the dataset from the bundled files (unless told not to) and from `data`.

    `as_of` is the day for which facts are derived; today if not given.
    Raises BadDataError for a file that cannot be read.
    """
    day = as_of or dt.datetime.now(dt.UTC).date()
    read = (*vocabulary(), *(bundled_files() if bundled else ()), *chain.from_iterable(map(user_files, data)))
    return assemble(read, tuple(bundled_rules()), day)


def assemble(read: Sequence[File], rules: tuple[File, ...], as_of: dt.date) -> Dataset:
    """Load files that were read, and derive what holds on a day; raises BadDataError."""
    quads = ox.Store()
    tables = [file for file in read if is_table(file)]
    sources = [*(file for file in read if not is_table(file)), *load_tables(quads, tables)]
    for source in sources:
        load(quads, source)
    store = MemoryStore(quads)
    bounds = File("bounds.nq", earliest(store))
    load(quads, bounds)
    return concluded(Dataset(store, snapshot_of([*read, *rules]), as_of, (*sources, bounds), rules))


def load_tables(quads: ox.Store, tables: Sequence[File]) -> Iterator[File]:
    """Load what the releases of tables ship; gives the claims that follow, as a source of facts."""
    if not tables:
        return
    name = kept.name_of(part for file in tables for part in (file.name.encode(), file.content))
    made = kept.recall(name)
    if made is None:
        made = tables_as_quads(tables)
        kept.keep(name, made)
    end = made.index(SHIPPING)
    shipping = io.BytesIO(made)  # 30 MB, and not a copy
    shipping.seek(end)
    # We wrote it ourselves and escaped what must be: checking every IRI again would take a third longer.
    quads.load(shipping, format=ox.RdfFormat.N_QUADS, lenient=True)
    yield File("releases.nq", made[:end])


def tables_as_quads(tables: Iterable[File]) -> bytes:
    """Write tables as N-Quads: the claims that follow from them, and what their releases ship."""
    digests, shipping = [], []
    for file in tables:
        table = Table(Path(file.name).stem, parse(file.content.decode(), file.name))
        digests.append(digest(table))
        shipping.append(shipped(table))
    return b"".join(digests) + SHIPPING + b"".join(shipping)


def on(dataset: Dataset, day: dt.date) -> Dataset:
    """Derive what held on another day from the same files."""
    quads = ox.Store()
    for source in dataset.sources:
        load(quads, source)
    return concluded(replace(dataset, store=MemoryStore(quads), as_of=day))


def concluded(dataset: Dataset) -> Dataset:
    """Add to the store of a dataset what it says of itself, and what the rules make of it."""
    dataset.store.quads.extend(description(dataset.snapshot, dataset.as_of))
    for rule in dataset.rules:
        derive(dataset.store, rule)
    return dataset


def vocabulary() -> Iterator[File]:
    """Give the files of the ontology."""
    for name in ontology.VOCABULARY:
        yield File(f"ontology/{name}", (ontology.directory() / name).read_bytes())


def bundled_files() -> Iterator[File]:
    """Give the entities, which fill the default graph; claims and releases fill the graphs of sources."""
    room = files("graph")
    for entry in listing(room / "entities", ".ttl"):
        yield File(f"graph/entities/{entry.name}", entry.read_bytes())
    for source in listing(room / "claims"):
        for entry in listing(source, ".ttl"):
            name = f"graph/claims/{source.name}/{entry.name}"
            yield File(name, entry.read_bytes(), graph=SOURCE + source.name)
    for entry in listing(room / "releases"):
        graph = f"{SOURCE}{Path(entry.name).stem}-releases"
        yield File(f"graph/releases/{entry.name}", entry.read_bytes(), graph=graph)


def is_table(file: File) -> bool:
    """Tell a release table from RDF."""
    return file.graph is not None and file.name.endswith(".csv")


def bundled_rules() -> Iterator[File]:
    """Give the rules in the order in which they run."""
    for entry in listing(files("graph") / "rules", ".rq"):
        yield File(f"graph/rules/{entry.name}", entry.read_bytes())


def listing(folder: Traversable, suffix: str = "") -> list[Traversable]:
    """Give what lies in a folder, in the order of the names, leaving out what Python puts there."""
    entries = [
        entry for entry in folder.iterdir() if entry.name.endswith(suffix) and entry.name[0] not in "_."
    ]
    return sorted(entries, key=lambda entry: entry.name)


def user_files(path: Path) -> list[File]:
    """Read a file that a user names, or all files of RDF in a folder; raises BadDataError if that fails."""
    if not path.is_dir():
        return [user_file(path)]
    named = [entry for entry in listing(path) if suffix_of(entry.name) in FORMATS]
    if not named:
        raise BadDataError("the folder holds no file of RDF", file=str(path))
    return [user_file(path / entry.name) for entry in named]


def user_file(path: Path) -> File:
    """Read a file that a user names; raises BadDataError if that fails."""
    try:
        content = path.read_bytes()
        if path.suffix == ".gz":
            content = gzip.decompress(content)
    except (OSError, EOFError) as error:
        reason = getattr(error, "strerror", None) or "not a gzip file"
        raise BadDataError(f"cannot be read: {reason}", file=str(path)) from None
    return File(str(path), content)


def suffix_of(name: str) -> str:
    """Give what tells the format of a file from its name."""
    return name.removesuffix(".gz").rpartition(".")[2].lower()


def format_of(name: str) -> ox.RdfFormat:
    """Tell the RDF format from a file's name; raises BadDataError if the suffix says nothing."""
    suffix = suffix_of(name)
    if suffix not in FORMATS:
        known = ", ".join(f".{known}" for known in FORMATS)
        raise BadDataError(f"the suffix does not tell the format; known are {known}", file=name)
    return FORMATS[suffix]


def load(quads: ox.Store, file: File) -> None:
    """Add a file to a store; raises BadDataError with the line of the first mistake."""
    form = format_of(file.name)
    graph = ox.NamedNode(file.graph) if file.graph else None
    try:
        quads.load(file.content, format=form, base_iri=file.graph or ROOT, to_graph=graph)
    except SyntaxError as error:
        raise BadDataError(f"not valid {form.name}: {error.msg}", file=file.name, line=error.lineno) from None
    except ValueError as error:
        raise BadDataError(f"not valid {form.name}: {error}", file=file.name) from None


def snapshot_of(sources: Iterable[File]) -> str:
    """Hash the names and contents of files: the snapshot."""
    sha = hashlib.sha256()
    for source in sources:
        for part in (source.name.encode(), source.content):
            sha.update(len(part).to_bytes(8))
            sha.update(part)
    return sha.hexdigest()


def description(snapshot: str, as_of: dt.date) -> list[ox.Quad]:
    """Say in the dataset what it was built from and which day it speaks for."""
    node = ox.NamedNode(ROOT)
    day = ox.Literal(as_of.isoformat(), datatype=ox.NamedNode(PREFIXES["xsd"] + "date"))
    said: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        (PREFIXES["rdf"] + "type", ox.NamedNode(PREFIXES["void"] + "Dataset")),
        (PREFIXES["dcterms"] + "title", ox.Literal("distrograph", language="en")),
        (DG + "snapshot", ox.Literal(snapshot)),
        (DG + "asOf", day),
    ]
    return [ox.Quad(node, ox.NamedNode(predicate), value, ox.DefaultGraph()) for predicate, value in said]


def derive(store: MemoryStore, rule: File) -> None:
    """Add to the default graph what a CONSTRUCT rule gives."""
    answer = store.query(rule.content.decode())
    if not isinstance(answer, Triples):
        raise BadDataError("a rule is a CONSTRUCT query", file=rule.name)
    store.quads.extend(ox.Quad(t.subject, t.predicate, t.object, ox.DefaultGraph()) for t in answer.triples)
