"""The dataset as files to download, in a folder that goes with the process."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import weakref
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import Literal

import pyoxigraph as ox

from graph.dataset.metadata import DATE_INDEPENDENT_DUMP
from graph.errors import LimitError, UnknownNameError
from graph.graph import Graph
from graph.models import Label, localize
from graph.rdf.codecs import Packing, open_compressed
from graph.rdf.serialization import RDF_FORMATS
from i18n import Message

SUFFIXES = {"nq": "nquads", "trig": "trig", "jsonld": "jsonld", "nt": "nt", "ttl": "turtle", "rdf": "xml"}
"""The format behind each suffix."""
WHOLE = frozenset({"nquads", "trig", "jsonld"})
"""The formats that hold the named graphs too; the others hold the default graph alone."""
Part = Literal["whole", "default", "undated"]
DUMP_CONTENTS: Mapping[Part, Label] = MappingProxyType(
    {
        "whole": localize("the whole dataset: the default graph and one named graph per source"),
        "default": localize(
            "the default graph only: entities, derived facts and the components of releases, without the "
            "claims"
        ),
        "undated": localize(
            "the recorded claims, without the facts derived for a date: the graph of any date can be "
            "derived from it"
        ),
    }
)
"""What a dump holds."""
MEDIA_TYPES: Mapping[Packing, str] = MappingProxyType({"gz": "application/gzip", "zst": "application/zstd"})


@dataclass(frozen=True, slots=True)
class Dump:
    """A file to download: its name, the format of what is in it, how that is packed, and which part it is."""

    name: str
    form: str
    packing: Packing
    part: Part

    @property
    def holds(self) -> Label:
        """What it holds, in words."""
        return DUMP_CONTENTS[self.part]

    @property
    def media_type(self) -> str:
        """The media type of the file as it is sent."""
        return MEDIA_TYPES[self.packing]

    @property
    def content_type(self) -> str:
        """The media type of what is in it."""
        return RDF_FORMATS[self.form].media_type


DUMPS: Mapping[str, Dump] = MappingProxyType(
    {
        name: Dump(name, form, packing, "whole" if form in WHOLE else "default")
        for packing in MEDIA_TYPES
        for suffix, form in SUFFIXES.items()
        for name in (f"distrograph.{suffix}.{packing}",)
    }
    | {DATE_INDEPENDENT_DUMP: Dump(DATE_INDEPENDENT_DUMP, "nquads", "gz", "undated")}
)
"""What can be downloaded, by name."""


@dataclass(frozen=True, slots=True)
class ScratchFolder:
    """A temporary folder that is recognised as our own, whoever else may use its name later."""

    path: Path
    device: int
    inode: int

    @classmethod
    def make(cls) -> ScratchFolder:
        """Make it; raises OSError."""
        path = Path(tempfile.mkdtemp(prefix="distrograph-"))
        there = path.lstat()
        return cls(path, there.st_dev, there.st_ino)

    def is_there(self) -> bool:
        """Return whether the folder still exists, and no other one under its name."""
        try:
            there = self.path.lstat()
        except OSError:
            return False
        same = (there.st_dev, there.st_ino) == (self.device, self.inode)
        return same and there.st_uid == os.getuid()

    def remove(self) -> None:
        """Remove it with all that is in it, if it is there still."""
        if self.is_there():
            shutil.rmtree(self.path, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class DumpFile:
    """The file of a dump, and a hash of its bytes."""

    path: Path
    digest: str


class Dumps:
    """The dumps of a graph. Each is made once, when somebody first asks for it."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._folder: ScratchFolder | None = None
        self._made: dict[str, DumpFile] = {}
        self._lock = Lock()

    def file(self, name: str) -> DumpFile:
        """Return a dump; whoever asks for one while it is being made waits for it.

        Raises UnknownNameError for a name that no dump has, LimitError if there is no room for the file, and
        BadParameterError for what other days are derived from, where it is not there.
        """
        with self._lock:
            made = self.find_ready(name)
            if made is None:
                try:
                    made = self._made[name] = self._make(DUMPS[name])
                except OSError as error:
                    raise _no_space_error(name, error) from None
            return made

    def find_ready(self, name: str) -> DumpFile | None:
        """Return a dump that was made before and is still there; it waits for nobody.

        Raises UnknownNameError for a name that no dump has.
        """
        if name not in DUMPS:
            raise UnknownNameError("dump", name, self.graph.index.find_nearest(name, DUMPS))
        made, folder = self._made.get(name), self._folder
        # Who tidies up the folder of temporary files may have taken it.
        return made if made and folder and folder.is_there() and made.path.exists() else None

    def close(self) -> None:
        """Remove the files; the graph that is let go of removes them too."""
        with self._lock:
            self._made.clear()
            if self._folder is not None:
                self._folder.remove()
                self._folder = None

    def _make(self, dump: Dump) -> DumpFile:
        """Write a dump, whole or not at all; nothing but the graph decides on its bytes."""
        if self._folder is None or not self._folder.is_there():
            self._folder = ScratchFolder.make()
            weakref.finalize(self, self._folder.remove)
        path = self._folder.path / dump.name
        begun = path.with_suffix(".part")
        try:
            with begun.open("wb") as file, closing(open_compressed(file, dump.packing)) as out:
                if dump.part == "undated":
                    out.write(self.graph.dump_date_independent())
                else:
                    graph = None if dump.part == "whole" else ox.DefaultGraph()
                    self.graph.store.dump(out, RDF_FORMATS[dump.form], graph)
            with begun.open("rb") as written:
                digest = hashlib.file_digest(written, "sha256").hexdigest()
            begun.replace(path)
        finally:
            begun.unlink(missing_ok=True)
        return DumpFile(path, digest)


def _no_space_error(name: str, error: OSError) -> LimitError:
    """Return the error that a file cannot be written."""
    reason = error.strerror or Message("cannot write the file")
    return LimitError(
        Message("cannot create {name} now ({reason}); try again later", name=name, reason=reason),
        limit=Message("disk space"),
    )
