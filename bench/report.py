"""Tables in Markdown whose columns also stand under each other."""

from collections.abc import Sequence
from statistics import median

Cells = Sequence[str]


def table(heading: Cells, rows: Sequence[Cells]) -> str:
    """Write a table: the first column to the left, the others, which are numbers, to the right."""
    widths = [max(map(len, column)) for column in zip(heading, *rows, strict=True)]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(line(cells, widths) for cells in (heading, rule, *rows))


def line(cells: Cells, widths: Sequence[int]) -> str:
    """Write a line of a table."""
    first = cells[0].ljust(widths[0])
    return f"| {' | '.join([first, *map(str.rjust, cells[1:], widths[1:])])} |"


def number(value: float, digits: int = 3) -> str:
    """Write a number with so many digits that count."""
    return f"{value:,.0f}" if value >= 10**digits else f"{value:.{digits}g}"


def ratio(values: Sequence[float], others: Sequence[float]) -> str:
    """Write how many times the others the values are: the median of the rounds, each by itself."""
    return "×" + number(median(a / b for a, b in zip(values, others, strict=True)), digits=2)
