"""Release notes with one table a minor line, in AsciiDoc or Markdown: a row for each release."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from graph.releases import TableRow, describe_row_error
from i18n import Message
from ingest.git_repository import Ref, Repository, UnreadableError
from ingest.source import Problem, Reading


@dataclass(frozen=True)
class ReleaseNotes:
    """A source whose main branch has the release notes of every release.

    `columns` has the component of each column, by its title in lower case; other columns are left out.
    """

    repository: str
    folders: tuple[str, ...]
    names: str
    columns: Mapping[str, str]
    dates_releases: bool = True

    def list_refs(self, git: Repository) -> list[Ref]:
        """Return the head, if any of the notes is there."""
        head = git.read_head()
        return [head] if head and any(self._paths(git, head)) else []

    def read(self, git: Repository, ref: Ref) -> Reading:
        """Read every release of every table."""
        rows: dict[tuple[str, str, str, str], TableRow] = {}
        problems: list[Problem] = []
        for path in self._paths(git, ref):
            try:
                lines = list(_parse_first_table(git.read_text(ref.commit, path) or ""))
            except UnreadableError as error:
                problems.append(Problem(path, ref.citation, error.message))
                continue
            if not lines:
                problems.append(Problem(path, ref.citation, Message("has no table of releases")))
            problems += [Problem(path, ref.citation, line) for line in lines if isinstance(line, Message)]
            for line in lines:
                if isinstance(line, Message):
                    continue
                for row in self._rows(line, path, ref):
                    if wrong := _describe_wrong(row):
                        problems.append(Problem(path, ref.citation, wrong))
                    else:
                        rows.setdefault(row.place, row)
        return Reading(tuple(rows.values()), tuple(problems))

    def _paths(self, git: Repository, ref: Ref) -> Iterator[str]:
        for folder in self.folders:
            for name in git.list_names(ref.commit, folder):
                if re.fullmatch(self.names, name):
                    yield f"{folder}/{name}"

    def _rows(self, line: Mapping[str, str], path: str, ref: Ref) -> Iterator[TableRow]:
        release = _parse_release(line.get("version", ""))
        for column, component in self.columns.items():
            if line.get(column):
                yield TableRow(
                    release,
                    _to_iso_date(line.get("release date", "")),
                    component,
                    line[column].rstrip("-"),  # v1.1.12- is a slip of the pen
                    self.repository,
                    ref.citation,
                    path,
                )


def _parse_release(text: str) -> str:
    """Parse the release in a cell: without a footnote's mark, with the plus sign that some lack."""
    return re.sub(r"(?<=\d)((?:k3s|rke2r)\d+)$", r"+\1", re.sub(r"\\?\*$", "", text))


def _describe_wrong(row: TableRow) -> Message | None:
    """Describe the error of a row of the notes; None if there is none."""
    wrong = describe_row_error(row)
    return wrong and Message(
        "{release}: {component}: {wrong}: {version}",
        release=row.release,
        component=row.component,
        wrong=wrong,
        version=row.version,
    )


def _to_iso_date(text: str) -> str:
    """Convert `May 08 2025` to 2025-05-08; any other text stays, for the check to find."""
    try:
        return datetime.strptime(text, "%b %d %Y").date().isoformat()  # noqa: DTZ007  # a day has no zone
    except ValueError:
        return text


def _parse_first_table(text: str) -> Iterator[dict[str, str] | Message]:
    """Parse the first table: a line is the text of each cell by its column's title in lower case.

    Where a line does not fit the titles, that is described in its place.
    """
    fenced = re.search(r"^\|===\n(.*?)^\|===", text, re.MULTILINE | re.DOTALL)
    piped = re.search(r"(?:^\|.*\n?)+", text, re.MULTILINE)
    body = fenced[1] if fenced else piped[0] if piped else ""
    lines = [_split_cells(line) for line in body.splitlines() if line.startswith("|")]
    if not lines:
        return
    titles = [title.lower() for title in lines[0]]
    rows = [line for line in lines[1:] if not all(re.fullmatch(r":?-+:?", cell) for cell in line)]
    if fenced:
        # AsciiDoc gives each cell a line of its own, so rows are counted out, not taken by the line.
        left = [cell for row in rows for cell in row]
        rows = [left[start : start + len(titles)] for start in range(0, len(left), len(titles))]
    for row in rows:
        if len(row) == len(titles):
            yield dict(zip(titles, row, strict=True))
        else:
            yield Message("{count} cells for {release}", count=len(row), release=row[0])


def _split_cells(line: str) -> list[str]:
    """Split a line of a table, whether or not it ends with a bar."""
    return [
        _strip_links(cell.strip()) for cell in line.strip().removeprefix("|").removesuffix("|").split("|")
    ]


def _strip_links(cell: str) -> str:
    """Replace links by their text: `[v1](address)` and `address[v1]` are both v1."""
    markdown = re.fullmatch(r"\[([^\]]*)\]\(.*\)", cell)
    asciidoc = re.fullmatch(r"(?:\w+:)\S*?\[([^\]]*)\]", cell)
    link = markdown or asciidoc
    return (link[1] if link else cell).strip()
