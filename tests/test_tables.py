"""The check of the release tables."""

from pathlib import Path

import pytest

from graph.ingest.checking import faults, faults_of
from graph.ingest.table import HEADER, read, written
from graph.validation import check

ROW = "v1.0.0,2020-01-01,kine,v0.1.0,k3s-io/k3s,v1.0.0,go.mod"
TABLES = Path(__file__).parent.parent / "graph" / "releases"
PLANTED = [
    ("tables-can-be-read", f"{ROW},more", 2),
    ("rows-are-whole", ROW.replace("2020-01-01", "yesterday"), 2),
    ("rows-are-whole", ROW.replace("v0.1.0", ""), 2),
    ("places-are-filled-once", f"{ROW}\n{ROW.replace('v0.1.0', 'v0.2.0')}", 3),
    ("components-are-entities", ROW.replace("kine", "kinne"), 2),
]


def test_the_bundled_tables_hold() -> None:
    """No fault in what is shipped, as seen by the check of all data."""
    assert check() == []


@pytest.mark.parametrize(("rule", "rows", "line"), PLANTED)
def test_a_planted_fault_is_caught_at_its_line(tmp_path: Path, rule: str, rows: str, line: int) -> None:
    """Exactly the broken rule is named, with file and line and a mend."""
    file = tmp_path / "k3s.csv"
    file.write_text(f"{','.join(HEADER)}\n{rows}\n", "utf-8")
    found = list(faults_of(file, "k3s.csv", {"kine"}))
    assert [(fault.file, fault.line, fault.rule) for fault in found] == [("k3s.csv", line, rule)]
    assert found[0].mend


def test_a_component_that_is_no_entity_is_found_in_the_bundled_tables() -> None:
    """With no entity known, every component is a fault: the tables are really read."""
    assert {fault.rule for fault in faults(set())} == {"components-are-entities"}


@pytest.mark.parametrize("file", sorted(TABLES.glob("*.csv")), ids=lambda file: file.stem)
def test_tables_are_written_in_their_order(file: Path) -> None:
    """A table stands as the ingester would write it, so that a run changes only what has changed."""
    assert written(read(file)) == file.read_text("utf-8")
