"""Over 400 cells of distributions by components and capabilities, each with the line that decides it.

`cells_by_component.csv` was written from upstream alone, by somebody who had seen neither data nor code:
whether a cluster of the newest stable release, made in the documented default way, runs a component. Where
the graph answers otherwise, `answer` is what it says, and `argument` why. `cells_by_capability.csv` has what
distributions use for capabilities, each row read at its line.
"""

import csv
from pathlib import Path

import pytest

from graph import KnowledgeGraph
from graph.catalogue.roles import ROLES
from graph.catalogue.usage import DISTRIBUTIONS_USING, UsageRow

FOLDER = Path(__file__).parent
Cell = dict[str, str]


def read_cells(name: str) -> list[Cell]:
    """Read a table of cells."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


BY_COMPONENT = read_cells("cells_by_component.csv")
BY_CAPABILITY = read_cells("cells_by_capability.csv")


def is_default(row: UsageRow) -> bool:
    """Return whether a component runs unless told otherwise, under no condition."""
    return any(use.relation == "enables" and use.condition is None for use in row.how)


def agrees(row: UsageRow, cell: Cell) -> bool:
    """Return whether the graph says what upstream says of a cell.

    What comes with a distribution and is off is a yes if it is in the box. Where something else is the
    default and no complete list decides, it is not recorded, with what is used instead.
    """
    if cell["answer"]:
        return row.answer == cell["answer"]
    if cell["mode"] == "default":
        return row.answer == "yes"
    if cell["mode"] == "conditional":
        return row.answer in {"yes", "offered"}
    if cell["mode"] == "option":
        return row.answer in {"yes", "offered"} and not is_default(row)
    if cell["mode"] == "documented":
        return row.answer == "supported"
    return row.answer == "no" or (row.answer, row.reason) == ("unknown", "instead")


def test_there_are_enough_cells() -> None:
    """At least 400, half of them written without sight of the data; an answer of our own is argued."""
    assert len(BY_COMPONENT) >= 200
    assert len(BY_COMPONENT) + len(BY_CAPABILITY) >= 400
    assert all(bool(cell["answer"]) == bool(cell["argument"]) for cell in BY_COMPONENT)
    assert sum(bool(cell["answer"]) for cell in BY_COMPONENT) <= 15


@pytest.mark.parametrize("component", sorted({cell["component"] for cell in BY_COMPONENT}))
def test_who_runs_a_component(kg: KnowledgeGraph, component: str) -> None:
    """Each distribution answers as its own repository does."""
    rows = {row.id: row for row in kg.answer(DISTRIBUTIONS_USING, component=component).items}
    cells = [cell for cell in BY_COMPONENT if cell["component"] == component]
    wrong = [
        (cell["distribution"], cell["mode"], rows[cell["distribution"]].answer, cell["path"])
        for cell in cells
        if not agrees(rows[cell["distribution"]], cell)
    ]
    assert wrong == []


@pytest.mark.parametrize("distribution", sorted({cell["distribution"] for cell in BY_CAPABILITY}))
def test_what_a_distribution_uses_for_a_capability(kg: KnowledgeGraph, distribution: str) -> None:
    """Each role is there, in its mode."""
    roles = {
        (role.capability.id, role.mode, role.filler.id if role.filler else "")
        for role in kg.answer(ROLES, distribution=distribution).items
    }
    cells = [cell for cell in BY_CAPABILITY if cell["distribution"] == distribution]
    wanted = {(cell["capability"], cell["mode"], cell["component"]) for cell in cells}
    assert wanted - roles == set()
