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
from i18n import Message

MEND = Message("Correct the row, or write the table again with distrograph ingest.")


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
        yield Violation(name, error.line, "tables-can-be-read", file.stem, error.problem, MEND)
        return
    yield from _check_rows(name, lines, entities)
    whole = [line for line in lines if not describe_row_error(line.row)]
    yield from check_order(name, file.stem, whole, known)


def _check_rows(name: str, lines: Sequence[NumberedRow], entities: Container[str]) -> Iterator[Violation]:
    """Report rows that are broken, filled twice or of unknown components."""
    seen: dict[tuple[str, str, str, str], int] = {}
    for line, row in lines:
        if wrong := describe_row_error(row):
            message = Message("{wrong}: {row}", wrong=wrong, row=", ".join(row))
            yield Violation(name, line, "rows-are-whole", row.release, message, MEND)
        if (first := seen.setdefault(row.place, line)) != line:
            message = Message(
                "line {line} has {component} of {release} already, from the same file",
                line=first,
                component=row.component,
                release=row.release,
            )
            mend = Message("Remove one of the two.")
            yield Violation(name, line, "places-are-filled-once", row.release, message, mend)
        if row.component not in entities:
            message = Message("“{name}” is not an entity", name=row.component)
            mend = Message("Add it to graph/data/entities/, or correct the name.")
            yield Violation(name, line, "components-are-entities", row.component, message, mend)
