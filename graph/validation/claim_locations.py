"""Locations of claims: the file and the line where each is written."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.dataset.files import SourceFile, collect_user_files, is_table, list_bundled_files
from graph.models import Claim
from graph.releases.table import parse_table

CLAIM = re.compile(r"^[ \t]*<#?(?P<name>[^<>\s]+)>(?=\s+a\s+dg:Claim\b)", re.MULTILINE)
"""The beginning of a claim in Turtle: `<#default-cni> a dg:Claim`."""


@dataclass(frozen=True, slots=True)
class FileLocation:
    """A line of a file, counted from 1; None if it is not known."""

    file: str
    line: int | None = None

    def __str__(self) -> str:
        """Write it as a compiler would."""
        return f"{self.file}:{self.line}" if self.line else self.file


def locate_claims(
    claims: Iterable[Claim], data: Sequence[Path] = (), *, bundled: bool = True
) -> dict[str, FileLocation]:
    """Locate claims in the bundled files, unless told not to, and in `data`; the result is by IRI.

    A claim that follows from a release table is located at the row that it cites. One that cannot be
    located is left out. Raises BadDataError for a file of `data` that cannot be read.
    """
    files = [
        *(list_bundled_files() if bundled else ()),
        *(file for path in data for file in collect_user_files(path)),
    ]
    written = dict(_locate_written(file for file in files if not is_table(file)))
    rows = dict(_locate_rows(file for file in files if is_table(file)))
    found = {claim.iri: written.get(claim.iri) or _find_row(claim, rows) for claim in claims}
    return {iri: place for iri, place in found.items() if place}


def _locate_written(files: Iterable[SourceFile]) -> Iterator[tuple[str, FileLocation]]:
    """Locate the claims that are written in Turtle."""
    for file in files:
        with file.open() as content:
            text = content.read().decode("utf-8", "replace")
        for found in CLAIM.finditer(text):
            name = found["name"]
            iri = name if ":" in name else f"{file.graph or ''}#{name}"
            yield iri, FileLocation(file.name, text.count("\n", 0, found.start("name")) + 1)


Row = tuple[str | None, str | None, str | None, str | None]
"""The source of a row, its component, ref and path."""


def _locate_rows(files: Iterable[SourceFile]) -> Iterator[tuple[Row, FileLocation]]:
    """Locate the rows of release tables."""
    for file in files:
        rows = parse_table(file.content.decode("utf-8"), file.name)
        for number, row in enumerate(rows, start=2):
            yield (file.graph, row.component, row.ref, row.path), FileLocation(file.name, number)


def _find_row(claim: Claim, rows: Mapping[Row, FileLocation]) -> FileLocation | None:
    """Find the row that a claim cites."""
    return rows.get((claim.source.iri, claim.value.id, claim.ref, claim.path))
