"""The check of the tables: what no table may have, by file and line."""

from collections.abc import Container, Iterator
from dataclasses import astuple
from importlib.resources import as_file, files
from pathlib import Path

from graph.errors import BadDataError
from graph.ingest.table import mistake, read
from graph.violation import Violation


def faults(entities: Container[str]) -> Iterator[Violation]:
    """Give the faults of the bundled tables; `entities` are the slugs that a component may have."""
    with as_file(files("graph") / "releases") as folder:
        for file in sorted(folder.glob("*.csv")):
            yield from faults_of(file, f"graph/releases/{file.name}", entities)


def faults_of(file: Path, name: str, entities: Container[str]) -> Iterator[Violation]:
    """Give the faults of one table, which is called by `name`."""
    mend = "Correct the row, or write the table anew with distrograph ingest."
    try:
        rows = read(file)
    except BadDataError as error:
        message = str(error).rpartition(": ")[2]
        yield Violation(name, error.line, "tables-can-be-read", file.stem, message, mend)
        return
    seen: dict[tuple[str, str, str, str], int] = {}
    for line, row in enumerate(rows, start=2):
        if wrong := mistake(row):
            yield Violation(
                name, line, "rows-are-whole", row.release, f"{wrong}: {', '.join(astuple(row))}", mend
            )
        if (first := seen.setdefault(row.place, line)) != line:
            message = f"{row.component} of {row.release} stands at line {first} already, from the same file"
            yield Violation(
                name, line, "places-are-filled-once", row.release, message, "Remove one of the two."
            )
        if row.component not in entities:
            message = f"“{row.component}” is no entity"
            mend_entity = "Add it to graph/entities/, or correct the name."
            yield Violation(name, line, "components-are-entities", row.component, message, mend_entity)
