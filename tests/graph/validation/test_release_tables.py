"""The check of the release tables."""

from pathlib import Path

import pytest

from graph.releases.table import HEADER, format_table, read_table
from graph.validation.release_order import EXCEPTIONS_FILE, ReleasePair, load_known_pairs
from graph.validation.release_tables import check_table, check_tables

ROW = "v1.0.0,2020-01-01,kine,v0.1.0,k3s-io/k3s,v1.0.0,go.mod"
TABLES = Path(__file__).parents[3] / "graph" / "data" / "releases"
LATER = ROW.replace("v1.0.0,2020-01-01", "v1.0.1,2020-02-01")
BACKWARD = f"{ROW.replace('v1.0.0,', 'v1.0.1,')}\n{ROW.replace('01-01', '02-01')}"
"""v1.0.1 of January, then v1.0.0 of February."""
PLANTED = [
    ("tables-can-be-read", f"{ROW},more", 2),
    ("rows-are-whole", ROW.replace("2020-01-01", "yesterday"), 2),
    ("rows-are-whole", ROW.replace("v0.1.0", ""), 2),
    ("places-are-filled-once", f"{ROW}\n{ROW.replace('v0.1.0', 'v0.2.0')}", 3),
    ("components-are-entities", ROW.replace("kine", "kinne"), 2),
    ("releases-have-one-day", f"{ROW}\n{ROW.replace('2020-01-01', '2020-01-02').replace('go.', 'no.')}", 2),
    ("releases-have-one-day", f"{ROW.replace('2020-01-01', '').replace('go.', 'no.')}\n{ROW}", 2),
    ("days-run-forward", BACKWARD, 2),
    ("days-run-forward", f"{BACKWARD}\n{ROW.replace('v1.0.0,2020-01', 'v1.0.0+k3s1,2020-03')}", 2),
    ("rows-stand-in-order", f"{LATER}\n{ROW}", 3),
    ("rows-stand-in-order", f"{LATER}\n{ROW}\n{ROW.replace('v1.0.0,2020', 'v0.9.0,2019')}", 3),
]


@pytest.mark.parametrize(("rule", "rows", "line"), PLANTED)
def test_a_planted_fault_is_caught_at_its_line(tmp_path: Path, rule: str, rows: str, line: int) -> None:
    """Exactly the broken rule is named, with file and line and a mend."""
    file = tmp_path / "k3s.csv"
    file.write_text(f"{','.join(HEADER)}\n{rows}\n", "utf-8")
    found = list(check_table(file, "k3s.csv", {"kine"}, {}))
    assert [(fault.file, fault.line, fault.rule) for fault in found] == [("k3s.csv", line, rule)]
    assert str(found[0].mend)


def test_a_release_against_its_day_names_the_other_and_both_days(tmp_path: Path) -> None:
    """Whoever reads it sees which of the two days to look up."""
    file = tmp_path / "k3s.csv"
    file.write_text(f"{','.join(HEADER)}\n{BACKWARD}\n", "utf-8")
    [fault] = check_table(file, "k3s.csv", {"kine"}, {})
    assert fault.thing == "v1.0.1"
    assert all(part in str(fault.message) for part in ("v1.0.0", "2020-01-01", "2020-02-01"))


@pytest.mark.parametrize(("rows", "lines"), [(BACKWARD, []), (f"{ROW}\n{LATER}", [7])])
def test_a_listed_exception_is_none_only_while_it_occurs(tmp_path: Path, rows: str, lines: list[int]) -> None:
    """A pair on the list may sort against its days; one that does not is itself a fault, of the list."""
    file = tmp_path / "k3s.csv"
    file.write_text(f"{','.join(HEADER)}\n{rows}\n", "utf-8")
    found = list(check_table(file, "k3s.csv", {"kine"}, {ReleasePair("k3s", "v1.0.0", "v1.0.1"): 7}))
    expected = [(EXCEPTIONS_FILE, line, "exceptions-still-occur") for line in lines]
    assert [(fault.file, fault.line, fault.rule) for fault in found] == expected


def test_an_exception_of_a_distribution_without_a_table_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A misspelt distribution on the list does not pass for an exception that occurs."""
    listed = {**load_known_pairs(), ReleasePair("k4s", "v1.0.0", "v1.0.1"): 99}
    monkeypatch.setattr("graph.validation.release_tables.load_known_pairs", lambda: listed)
    rule = "exceptions-still-occur"
    assert [(fault.line, fault.rule) for fault in check_tables(set()) if fault.rule == rule] == [(99, rule)]


def test_a_component_that_is_no_entity_is_found_in_the_bundled_tables() -> None:
    """With no entity known, every component is a fault: the tables are really read."""
    assert {fault.rule for fault in check_tables(set())} == {"components-are-entities"}


@pytest.mark.parametrize("file", sorted(TABLES.glob("*.csv")), ids=lambda file: file.stem)
def test_tables_are_written_in_their_order(file: Path) -> None:
    """A table stands as the ingester would write it, so that a run changes only what has changed."""
    assert format_table(read_table(file)) == file.read_text("utf-8")
