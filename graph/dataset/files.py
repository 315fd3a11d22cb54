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
from graph.dataset.untrusted_files import MAX_HELD_BYTES, Trial, require_readable
from graph.errors import BadDataError
from i18n import Message
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
class SourceFile:
    """One source file: its name within the project, its content, and the graph that it fills.

    `graph` is None for the default graph; the file's base IRI is that of its graph. One that is too large to
    be held has a `path` instead of its content.
    """

    name: str
    content: bytes = b""
    graph: str | None = None
    path: Path | None = None

    def open(self) -> IO[bytes]:
        """Open it, unpacked; raises OSError."""
        if self.path is None:
            return io.BytesIO(self.content)
        return cast("IO[bytes]", gzip.open(self.path) if self.path.suffix == ".gz" else self.path.open("rb"))


def list_vocabulary_files() -> Iterator[SourceFile]:
    """List the files of the ontology."""
    for name in ontology.VOCABULARY:
        yield SourceFile(f"ontology/{name}", (ontology.directory() / name).read_bytes())


def list_bundled_files() -> Iterator[SourceFile]:
    """List entities, which fill the default graph, and claims and releases, which fill those of sources."""
    room = files("graph") / "data"
    for entry in list_folder(room / "entities", ".ttl"):
        yield SourceFile(f"graph/data/entities/{entry.name}", entry.read_bytes())
    for source in list_folder(room / "claims"):
        for entry in list_folder(source, ".ttl"):
            name = f"graph/data/claims/{source.name}/{entry.name}"
            yield SourceFile(name, entry.read_bytes(), graph=SOURCE + source.name)
    for entry in list_folder(room / "releases"):
        graph = f"{SOURCE}{Path(entry.name).stem}-releases"
        yield SourceFile(f"graph/data/releases/{entry.name}", entry.read_bytes(), graph=graph)


def is_table(file: SourceFile) -> bool:
    """Return whether a file is a release table, not RDF."""
    return file.graph is not None and file.name.endswith(".csv")


def list_bundled_rules() -> Iterator[SourceFile]:
    """List the rules in the order in which they run."""
    for entry in list_folder(files(__package__) / "rules", ".rq"):
        yield SourceFile(f"graph/dataset/rules/{entry.name}", entry.read_bytes())


def list_folder(folder: Traversable, suffix: str = "") -> list[Traversable]:
    """List a folder in the order of the names, without what Python puts there."""
    entries = [
        entry for entry in folder.iterdir() if entry.name.endswith(suffix) and entry.name[0] not in "_."
    ]
    return sorted(entries, key=lambda entry: entry.name)


def collect_user_files(path: Path, *, in_memory: bool = True) -> list[SourceFile]:
    """Read a file that a user names, or all files of RDF in a folder; raises BadDataError if that fails.

    Unless they are to be `held`, they are read when they are loaded.
    """
    if not path.is_dir():
        return _collect_checked_files([path], in_memory=in_memory)
    named = [path / entry.name for entry in list_folder(path) if _format_suffix(entry.name) in FORMATS]
    if not named:
        raise BadDataError(Message("the folder contains no RDF files"), file=str(path))
    return _collect_checked_files(named, in_memory=in_memory)


def collect_user_file(path: Path) -> SourceFile:
    """Read a file that a user names; raises BadDataError if that fails."""
    (file,) = _collect_checked_files([path], in_memory=True)
    return file


def _collect_checked_files(paths: Sequence[Path], *, in_memory: bool) -> list[SourceFile]:
    """Read files that a user names, once it is known that they can be; raises BadDataError if that fails."""
    files = [SourceFile(str(path), path=path) for path in paths]
    for file in files:
        if not _is_pipe(file):  # which can be opened but once
            with translate_read_errors(file), file.open():
                pass
    require_readable(
        [trial for file in files for trial in _build_trials(file, MAX_HELD_BYTES if in_memory else None)]
    )
    return [_read_into_memory(file) if in_memory else file for file in files]


def _is_pipe(file: SourceFile) -> bool:
    """Return whether a file is a pipe, which can be read but once."""
    return bool(file.path and file.path.exists() and not file.path.is_file() and not file.path.is_dir())


def _build_trials(file: SourceFile, max_bytes: int | None) -> Iterator[Trial]:
    """Build the trials of a file, unless it can be read but once, or is of no known format."""
    if file.path and file.path.is_file() and _format_suffix(file.name) in FORMATS:
        yield Trial(file.name, file.path, detect_format(file.name), max_bytes)


def _read_into_memory(file: SourceFile) -> SourceFile:
    """Read a file; raises BadDataError if that fails, or if it is too large."""
    with translate_read_errors(file), file.open() as opened:
        content = opened.read(MAX_HELD_BYTES + 1)
    if len(content) > MAX_HELD_BYTES:
        raise BadDataError(Message("is too large for memory"), file=file.name)
    read = SourceFile(file.name, content)
    if _is_pipe(file) and _format_suffix(file.name) in FORMATS:
        with NamedTemporaryFile(prefix="distrograph-") as copy:
            copy.write(content)
            copy.flush()
            require_readable([Trial(file.name, Path(copy.name), detect_format(file.name), MAX_HELD_BYTES)])
    return read


def unpacked_size(path: Path, max_bytes: int) -> int:
    """Return how many bytes a file has, unpacked; what has more than `most` is not read to its end.

    Raises OSError.
    """
    if path.suffix != ".gz":
        return path.stat().st_size
    size = 0
    with suppress(EOFError, zlib.error, gzip.BadGzipFile), gzip.open(path) as file:  # that is an error later
        while size <= max_bytes and (part := len(file.read(1 << 20))):
            size += part
    return size


@contextmanager
def translate_read_errors(file: SourceFile) -> Iterator[None]:
    """Translate errors of reading a file into BadDataError."""
    try:
        yield
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise BadDataError(Message("cannot be read: not a gzip file"), file=file.name) from None
    except OSError as error:
        if error.strerror is None:
            raise  # it is the engine that cannot write
        raise BadDataError(
            Message("cannot be read: {strerror}", strerror=error.strerror), file=file.name
        ) from None


def _format_suffix(name: str) -> str:
    """Return the suffix by which the format of a file is known."""
    return name.removesuffix(".gz").rpartition(".")[2].lower()


def detect_format(name: str) -> ox.RdfFormat:
    """Detect the RDF format of a file by its name; raises BadDataError for an unknown suffix."""
    suffix = _format_suffix(name)
    if suffix not in FORMATS:
        known = ", ".join(f".{known}" for known in FORMATS)
        raise BadDataError(
            Message("the suffix does not identify the format; known suffixes are {known}", known=known),
            file=name,
        )
    return FORMATS[suffix]


def load_file(quads: ox.Store, file: SourceFile, *, bulk: bool = False) -> None:
    """Add a file to a store; raises BadDataError with the line of the first mistake.

    In `bulk` it is read and written as a stream, and what was read stays there if a mistake follows.
    """
    form = detect_format(file.name)
    graph = ox.NamedNode(file.graph) if file.graph else None
    read = quads.bulk_load if bulk else quads.load
    try:
        with translate_read_errors(file), file.open() as opened:
            read(opened, format=form, base_iri=file.graph or ROOT, to_graph=graph)
    except SyntaxError as error:
        raise BadDataError(
            Message("not valid {name}: {msg}", name=form.name, msg=error.msg),
            file=file.name,
            line=error.lineno,
        ) from None
    except (ValueError, MemoryError) as error:
        raise BadDataError(
            Message("not valid {name}: {error}", name=form.name, error=error), file=file.name
        ) from None
