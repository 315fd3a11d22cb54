"""Checks the release tables, by file and line."""

from collections.abc import Container, Iterator, Mapping, Sequence
from importlib.resources import as_file, files
from pathlib import Path

from graph.errors import BadDataError
from graph.releases.table import describe_row_error, read_table
from graph.validation.release_order import (
    NumberedRow,
    ReleasePair,
    check_exceptions,
    check_order,
    load_known_pairs,
)
from graph.validation.report import Violation

MEND = "Correct the row, or write the table anew with distrograph ingest."


def check_tables(entities: Container[str]) -> Iterator[Violation]:
    """Check the bundled tables; `entities` are the slugs that a component may have."""
    known = load_known_pairs()
    with as_file(files("graph") / "data" / "releases") as folder:
        tables = sorted(folder.glob("*.csv"))
        for file in tables:
            yield from check_table(file, f"graph/data/releases/{file.name}", entities, known)
    distributions = {file.stem for file in tables}
    lost = {pair: line for pair, line in known.items() if pair.distribution not in distributions}
    yield from check_exceptions(lost, ())


def check_table(
    file: Path, name: str, entities: Container[str], known: Mapping[ReleasePair, int]
) -> Iterator[Violation]:
    """Check one table, which is called by `name`.

    `known` are the pairs of releases that may sort against their days, and where they are listed.
    """
    try:
        lines = [NumberedRow(number, row) for number, row in enumerate(read_table(file), start=2)]
    except BadDataError as error:
        message = str(error).rpartition(": ")[2]
        yield Violation(name, error.line, "tables-can-be-read", file.stem, message, MEND)
        return
    yield from _check_rows(name, lines, entities)
    whole = [line for line in lines if not describe_row_error(line.row)]
    yield from check_order(name, file.stem, whole, known)


def _check_rows(name: str, lines: Sequence[NumberedRow], entities: Container[str]) -> Iterator[Violation]:
    """Report rows that are broken, filled twice or of unknown components."""
    seen: dict[tuple[str, str, str, str], int] = {}
    for line, row in lines:
        if wrong := describe_row_error(row):
            yield Violation(name, line, "rows-are-whole", row.release, f"{wrong}: {', '.join(row)}", MEND)
        if (first := seen.setdefault(row.place, line)) != line:
            message = f"{row.component} of {row.release} stands at line {first} already, from the same file"
            yield Violation(
                name, line, "places-are-filled-once", row.release, message, "Remove one of the two."
            )
        if row.component not in entities:
            message = f"“{row.component}” is no entity"
            mend_entity = "Add it to graph/data/entities/, or correct the name."
            yield Violation(name, line, "components-are-entities", row.component, message, mend_entity)
