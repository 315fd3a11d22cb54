"""Files of RDF and tables: what is bundled, and what a user names."""

import gzip
import io
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, cast

import pyoxigraph as ox

import ontology
from graph.dataset.untrusted_files import HELD, Trial, require
from graph.errors import BadDataError
from ontology import ROOT, SOURCE

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


@dataclass(frozen=True, slots=True)
class File:
    """One source file: its name within the project, its content, and the graph that it fills.

    `graph` is None for the default graph; the file's base IRI is that of its graph. One that is too large to
    be held has a `path` instead of its content.
    """

    name: str
    content: bytes = b""
    graph: str | None = None
    path: Path | None = None

    def opened(self) -> IO[bytes]:
        """Open it, unpacked; raises OSError."""
        if self.path is None:
            return io.BytesIO(self.content)
        return cast("IO[bytes]", gzip.open(self.path) if self.path.suffix == ".gz" else self.path.open("rb"))


def vocabulary() -> Iterator[File]:
    """Return the files of the ontology."""
    for name in ontology.VOCABULARY:
        yield File(f"ontology/{name}", (ontology.directory() / name).read_bytes())


def bundled_files() -> Iterator[File]:
    """Return the entities, which fill the default graph; claims and releases fill the graphs of sources."""
    room = files("graph") / "data"
    for entry in listing(room / "entities", ".ttl"):
        yield File(f"graph/data/entities/{entry.name}", entry.read_bytes())
    for source in listing(room / "claims"):
        for entry in listing(source, ".ttl"):
            name = f"graph/data/claims/{source.name}/{entry.name}"
            yield File(name, entry.read_bytes(), graph=SOURCE + source.name)
    for entry in listing(room / "releases"):
        graph = f"{SOURCE}{Path(entry.name).stem}-releases"
        yield File(f"graph/data/releases/{entry.name}", entry.read_bytes(), graph=graph)


def is_table(file: File) -> bool:
    """Return whether a file is a release table, not RDF."""
    return file.graph is not None and file.name.endswith(".csv")


def bundled_rules() -> Iterator[File]:
    """Return the rules in the order in which they run."""
    for entry in listing(files(__package__) / "rules", ".rq"):
        yield File(f"graph/dataset/rules/{entry.name}", entry.read_bytes())


def listing(folder: Traversable, suffix: str = "") -> list[Traversable]:
    """Return what lies in a folder, in the order of the names, leaving out what Python puts there."""
    entries = [
        entry for entry in folder.iterdir() if entry.name.endswith(suffix) and entry.name[0] not in "_."
    ]
    return sorted(entries, key=lambda entry: entry.name)


def user_files(path: Path, *, held: bool = True) -> list[File]:
    """Read a file that a user names, or all files of RDF in a folder; raises BadDataError if that fails.

    Unless they are to be `held`, they are read when they are loaded.
    """
    if not path.is_dir():
        return read_all([path], held=held)
    named = [path / entry.name for entry in listing(path) if suffix_of(entry.name) in FORMATS]
    if not named:
        raise BadDataError("the folder holds no file of RDF", file=str(path))
    return read_all(named, held=held)


def user_file(path: Path) -> File:
    """Read a file that a user names; raises BadDataError if that fails."""
    (file,) = read_all([path], held=True)
    return file


def read_all(paths: Sequence[Path], *, held: bool) -> list[File]:
    """Read files that a user names, once it is known that they can be; raises BadDataError if that fails."""
    files = [File(str(path), path=path) for path in paths]
    for file in files:
        if not is_pipe(file):  # which can be opened but once
            with readable(file), file.opened():
                pass
    require([trial for file in files for trial in trials(file, HELD if held else None)])
    return [in_memory(file) if held else file for file in files]


def is_pipe(file: File) -> bool:
    """Return whether what is in a file comes from somebody who writes it now, and so but once."""
    return bool(file.path and file.path.exists() and not file.path.is_file() and not file.path.is_dir())


def trials(file: File, most: int | None) -> Iterator[Trial]:
    """Return how a file is tried, unless it can be read but once, or is of no known format."""
    if file.path and file.path.is_file() and suffix_of(file.name) in FORMATS:
        yield Trial(file.name, file.path, format_of(file.name), most)


def in_memory(file: File) -> File:
    """Read a file; raises BadDataError if that fails, or if it is too large."""
    with readable(file), file.opened() as opened:
        content = opened.read(HELD + 1)
    if len(content) > HELD:
        raise BadDataError("is too large to be held in memory", file=file.name)
    read = File(file.name, content)
    if is_pipe(file) and suffix_of(file.name) in FORMATS:
        with NamedTemporaryFile(prefix="distrograph-") as copy:
            copy.write(content)
            copy.flush()
            require([Trial(file.name, Path(copy.name), format_of(file.name), HELD)])
    return read


def unpacked_size(path: Path, most: int) -> int:
    """Return how many bytes a file has, unpacked; what has more than `most` is not read to its end.

    Raises OSError.
    """
    if path.suffix != ".gz":
        return path.stat().st_size
    size = 0
    with suppress(EOFError, zlib.error, gzip.BadGzipFile), gzip.open(path) as file:  # that is an error later
        while size <= most and (part := len(file.read(1 << 20))):
            size += part
    return size


@contextmanager
def readable(file: File) -> Iterator[None]:
    """Raise BadDataError for a file that cannot be read."""
    try:
        yield
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise BadDataError("cannot be read: not a gzip file", file=file.name) from None
    except OSError as error:
        if error.strerror is None:
            raise  # it is the engine that cannot write
        raise BadDataError(f"cannot be read: {error.strerror}", file=file.name) from None


def suffix_of(name: str) -> str:
    """Return what tells the format of a file from its name."""
    return name.removesuffix(".gz").rpartition(".")[2].lower()


def format_of(name: str) -> ox.RdfFormat:
    """Return the RDF format of a file by its name; raises BadDataError if the suffix says nothing."""
    suffix = suffix_of(name)
    if suffix not in FORMATS:
        known = ", ".join(f".{known}" for known in FORMATS)
        raise BadDataError(f"the suffix does not tell the format; known are {known}", file=name)
    return FORMATS[suffix]


def load(quads: ox.Store, file: File, *, bulk: bool = False) -> None:
    """Add a file to a store; raises BadDataError with the line of the first mistake.

    In `bulk` it is read and written as a stream, and what was read stays there if a mistake follows.
    """
    form = format_of(file.name)
    graph = ox.NamedNode(file.graph) if file.graph else None
    read = quads.bulk_load if bulk else quads.load
    try:
        with readable(file), file.opened() as opened:
            read(opened, format=form, base_iri=file.graph or ROOT, to_graph=graph)
    except SyntaxError as error:
        raise BadDataError(f"not valid {form.name}: {error.msg}", file=file.name, line=error.lineno) from None
    except (ValueError, MemoryError) as error:
        raise BadDataError(f"not valid {form.name}: {error}", file=file.name) from None
