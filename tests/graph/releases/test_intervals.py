"""Releases in their order, and what follows from it, on small tables made by hand."""

from datetime import date

import pytest

from graph.releases.intervals import RecordGap, ShippingInterval, find_gaps, find_intervals
from graph.releases.mainline import (
    group_releases,
    map_kubernetes_versions,
    map_predecessors,
    order_by_day,
    select_mainline,
)
from graph.releases.table import TableRow

Line = tuple[str, str, str]
"""A release, its day, and what it ships: names of components, each with its file if that is not go.mod."""
MAINTAINED: list[Line] = [
    ("v1.1.0", "2020-01-01", "kine"),
    ("v1.2.0", "2020-02-01", "kine"),
    ("v1.1.1", "2020-03-01", "kine"),
    ("v1.10.0", "2020-04-01", "kine"),
    ("v1.2.1", "2020-05-01", "kine"),
]
"""Two lines that get patches after the next one has come."""


def rows(lines: list[Line]) -> list[TableRow]:
    """Make the rows of releases; `kine@Dockerfile=v2` is in another file and another version."""
    found = []
    for release, day, shipped in lines:
        for each in shipped.split():
            place, _, version = each.partition("=")
            component, _, path = place.partition("@")
            found.append(
                TableRow(release, day, component, version or "v1", "some/project", release, path or "go.mod")
            )
    return found


def found_runs(lines: list[Line], component: str) -> list[ShippingInterval]:
    """Return the runs of a component."""
    everything = find_intervals(list(select_mainline(group_releases("some", rows(lines)))))
    return [run for run in everything if run.component == component]


def span(run: ShippingInterval) -> tuple[str, str, str | None]:
    """Return from which to which release a run goes, and which came after."""
    return (
        run.first.version.written,
        run.last.version.written,
        run.after.version.written if run.after else None,
    )


def found_gaps(lines: list[Line]) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return the gaps: the releases before and after, and the minors."""
    releases = group_releases("some", rows(lines))
    found: list[RecordGap] = list(
        find_gaps(list(select_mainline(releases)), map_kubernetes_versions(releases))
    )
    return [(gap.after.version.written, gap.before.version.written, gap.minors) for gap in found]


# --- Order ---------------------------------------------------------------------------------------------


def test_rows_are_gathered_by_release_in_the_order_of_versions() -> None:
    """However the rows stand, 1.10 follows 1.2, and two files that disagree leave two rows of a component."""
    table = rows([*MAINTAINED, ("v1.2.1", "2020-05-01", "kine@Dockerfile=v2")])
    found = group_releases("some", reversed(table))
    written = [release.version.written for release in found]
    assert written == ["v1.1.0", "v1.1.1", "v1.2.0", "v1.2.1", "v1.10.0"]
    assert sorted(row.version for row in found[3].components["kine"]) == ["v1", "v2"]
    assert found[0].issued == date(2020, 1, 1)


def test_a_predecessor_is_the_highest_version_below_that_was_out() -> None:
    """A patch follows its own line; a new line follows the highest one of its day, not a later patch."""
    found = map_predecessors(group_releases("some", rows(MAINTAINED)))
    by_name = {
        release.version.written: before.version.written
        for release in group_releases("some", rows(MAINTAINED))
        if (before := found.get(release.version.key))
    }
    assert by_name == {"v1.1.1": "v1.1.0", "v1.2.0": "v1.1.0", "v1.2.1": "v1.2.0", "v1.10.0": "v1.2.0"}


def test_the_mainline_leaves_out_maintenance_of_older_lines() -> None:
    """A release belongs to it if nothing higher was out when it came."""
    found = select_mainline(group_releases("some", rows(MAINTAINED)))
    assert [release.version.written for release in found] == ["v1.1.0", "v1.2.0", "v1.10.0"]


@pytest.mark.parametrize(
    ("lines", "order"),
    [
        ([("v1", "", "kine"), ("v2", "2020-02-01", "kine")], ["v1", "v2"]),
        ([("v1", "2020-02-01", "kine"), ("v2", "", "kine")], ["v1", "v2"]),
        (
            [("v1", "2020-03-01", "kine"), ("v2", "", "kine"), ("v3", "2020-02-01", "kine")],
            ["v2", "v3", "v1"],
        ),
    ],
)
def test_an_undated_release_came_before_all_higher_ones(lines: list[Line], order: list[str]) -> None:
    """Where its day is not on record, the earliest day of what is higher bounds it; else it is the last."""
    found = order_by_day(group_releases("some", rows(lines)))
    assert [release.version.written for release in found] == order


def test_an_undated_release_is_in_the_mainline_and_has_no_day() -> None:
    """It may be a predecessor and end a run; no day is made up for it."""
    releases = group_releases("some", rows([("v1", "", "kine"), ("v2", "2020-02-01", "kine")]))
    assert [release.issued for release in select_mainline(releases)] == [None, date(2020, 2, 1)]
    assert map_predecessors(releases)[releases[1].version.key] is releases[0]


# --- Spans of time -------------------------------------------------------------------------------------


def test_a_component_joined_if_the_file_was_read_before_and_did_not_list_it() -> None:
    """The earlier go.mod was read: kine was not in it."""
    [run] = found_runs([("v1", "2020-01-01", "etcd"), ("v2", "2020-02-01", "etcd kine")], "kine")
    assert (span(run), run.added, run.removed) == (("v2", "v2", None), True, False)


@pytest.mark.parametrize(
    "lines",
    [
        [("v1", "2020-01-01", "etcd@Dockerfile"), ("v2", "2020-02-01", "etcd@Dockerfile kine")],
        [("v2", "2020-02-01", "kine")],
    ],
)
def test_a_component_is_only_first_on_record_if_no_such_file_was_read_before(lines: list[Line]) -> None:
    """Nobody knows whether an earlier release had it."""
    [run] = found_runs(lines, "kine")
    assert (span(run), run.added) == (("v2", "v2", None), False)


def test_a_component_left_if_its_file_was_read_and_lists_it_no_more() -> None:
    """It is known to be gone with the release after the last one that had it."""
    lines = [("v1", "2020-01-01", "etcd kine"), ("v2", "2020-02-01", "etcd"), ("v3", "2020-03-01", "etcd")]
    [run] = found_runs(lines, "kine")
    assert (span(run), run.removed) == (("v1", "v1", "v2"), True)


def test_a_component_is_unrecorded_if_other_files_were_read() -> None:
    """The record of it ends; that it is gone is not said."""
    lines = [("v1", "2020-01-01", "etcd@Dockerfile kine"), ("v2", "2020-02-01", "etcd@Dockerfile")]
    [run] = found_runs(lines, "kine")
    assert (span(run), run.removed) == (("v1", "v1", "v2"), False)


def test_the_kind_of_a_file_does_not_hang_on_its_numbers() -> None:
    """The notes of 1.2 and of 1.10 are one kind of file, so that what the later ones leave out has left."""
    lines = [
        ("v1.2.0", "2020-01-01", "etcd@v1.2.md kine@v1.2.md"),
        ("v1.10.0", "2020-02-01", "etcd@v1.10.md"),
    ]
    [run] = found_runs(lines, "kine")
    assert run.removed


def test_a_component_that_returns_has_two_runs() -> None:
    """Each has its own beginning, and the second one is known to have joined."""
    days = ["2020-01-01", "2020-02-01", "2020-03-01"]
    shipped = ["etcd kine", "etcd", "etcd kine"]
    lines = [(f"v{number}", day, some) for number, (day, some) in enumerate(zip(days, shipped, strict=True))]
    found = found_runs(lines, "kine")
    assert [(*span(run), run.added, run.removed) for run in found] == [
        ("v0", "v0", "v1", False, True),
        ("v2", "v2", None, True, False),
    ]


def test_a_maintenance_release_ends_no_run() -> None:
    """That an old line drops a component says nothing of the newest one."""
    lines = [
        ("v1.0", "2020-01-01", "etcd kine"),
        ("v2.0", "2020-02-01", "etcd kine"),
        ("v1.1", "2020-03-01", "etcd"),
    ]
    assert [span(run) for run in found_runs(lines, "kine")] == [("v1.0", "v2.0", None)]


# --- Gaps ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shipped", "minors"),
    [
        (["kubernetes=v1.21.2", "kubernetes=v1.24.1"], [("1.22", "1.23")]),
        (["kubernetes=v1.21.2", "kine"], [("1.22", "1.23")]),
        (["kine", "kine"], []),
        (["kubernetes=v1.20.0", "kubernetes=v1.24.1"], []),
    ],
)
def test_minors_that_are_missing_are_a_gap_if_releases_bear_those_of_kubernetes(
    shipped: list[str], minors: list[tuple[str, ...]]
) -> None:
    """A project with numbers of its own may skip some; one that bears those of Kubernetes may not."""
    lines = [("v1.21.2+k3s1", "2021-06-18", shipped[0]), ("v1.24.1+k3s1", "2022-06-11", shipped[1])]
    assert found_gaps(lines) == [("v1.21.2+k3s1", "v1.24.1+k3s1", each) for each in minors]


def test_following_minors_leave_no_gap() -> None:
    """Nor do patches of one minor."""
    names = ["v1.21.1", "v1.21.2", "v1.22.0"]
    lines = [(name, f"2021-0{number}-01", f"kubernetes={name}") for number, name in enumerate(names, start=1)]
    assert found_gaps(lines) == []


def test_a_release_of_an_older_line_fills_a_gap() -> None:
    """What the newest releases skipped is not missing if a later, lower release ships it."""
    names = ["v1.21.0", "v1.24.0", "v1.22.5"]
    lines = [(name, f"2021-0{number}-01", f"kubernetes={name}") for number, name in enumerate(names, start=1)]
    assert found_gaps(lines) == [("v1.21.0", "v1.24.0", ("1.23",))]
