"""The table that an ingest run writes: its order, its checks, and how new rows are merged into it."""

from pathlib import Path

import pytest

from graph import BadDataError
from graph.releases import table
from graph.releases.table import TableRow
from ingest.merge import merge_rows


def test_a_branch_that_moved_on_is_dated_anew() -> None:
    old = TableRow("1.28", "2024-01-01", "etcd", "v3.5.7", "canonical/microk8s", "aaa", "etcd/version.sh")
    new = TableRow("1.28", "2024-02-01", "etcd", "v3.5.7", "canonical/microk8s", "bbb", "etcd/version.sh")
    assert merge_rows([old], [new], "canonical/microk8s")[0] == [new]


def test_the_order_of_a_table_is_by_day_and_then_as_people_count() -> None:
    made = [
        TableRow(release, day, "etcd", "1", "a/b", release, "f")
        for day, release in (("2021-01-02", "v1.9"), ("2021-01-01", "v1.10"), ("2021-01-01", "v1.9.9"))
    ]
    text = table.format_table(made)
    assert [line.split(",")[0] for line in text.splitlines()[1:]] == ["v1.9.9", "v1.10", "v1.9"]
    assert table.format_table(reversed(made)) == text


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (TableRow("v1", "1 May", "etcd", "1", "a/b", "v1", "f"), "not a date"),
        (TableRow("v1", "", "", "1", "a/b", "v1", "f"), "a cell is empty"),
        (TableRow("v1", "", "etcd", "${ETCD}1", "a/b", "v1", "f"), "not a version"),
    ],
)
def test_no_bad_row_is_written(tmp_path: Path, row: TableRow, said: str) -> None:
    with pytest.raises(BadDataError, match=said):
        table.write_table(tmp_path / "table.csv", [row])
    assert not list(tmp_path.iterdir())


def test_no_row_is_written_twice(tmp_path: Path) -> None:
    row = TableRow("v1", "", "etcd", "1", "a/b", "v1", "f")
    with pytest.raises(BadDataError, match="the same place appears twice"):
        table.write_table(tmp_path / "table.csv", [row, row])
