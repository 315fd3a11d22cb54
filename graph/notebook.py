"""SPARQL in a notebook: `%load_ext graph.notebook`, then `%%sparql` at the top of a cell."""

from __future__ import annotations

import shlex
from functools import cached_property
from html import escape
from itertools import islice
from keyword import iskeyword
from pathlib import Path

import pyoxigraph as ox
from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell

from graph.describing import statistics
from graph.errors import BadQueryError, GraphError
from graph.knowledge import KnowledgeGraph
from graph.results import SHOWN, Result, plain
from graph.snapshots import is_folder
from graph.store import Term
from graph.stores import is_url


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Add the magics to a shell, and show every Result as an HTML table; IPython calls this."""
    magics = GraphMagics(shell)
    shell.magics_manager.register_function(magics.sparql, "cell", "sparql")
    shell.magics_manager.register_function(magics.distrograph, "line", "distrograph")
    if shell.display_formatter is not None:
        shell.display_formatter.formatters["text/html"].for_type(Result, table)


class GraphMagics:
    """The magics, and the graph that they ask: the bundled one until `%distrograph` opens another."""

    def __init__(self, shell: InteractiveShell) -> None:
        self.shell = shell
        self.what = "the bundled graph"

    @cached_property
    def graph(self) -> KnowledgeGraph:
        """The graph, opened at first use."""
        return KnowledgeGraph.open()

    def sparql(self, line: str, cell: str) -> Result:
        """Run the cell as a SPARQL query and show its answer.

        `%%sparql name` keeps the Result in the variable `name` as well: `name.to_dataframe()`.
        The prefixes of the project need not be declared. `%distrograph` says which graph is asked.
        """
        name = line.strip()
        if name and (iskeyword(name) or not name.isidentifier()):
            raise UsageError(f"%%sparql takes the name of a variable, not “{name}”; the query goes below it")
        text = cell.rstrip()  # IPython adds a newline, and the engine would place a mistake behind it
        try:
            result = self.graph.query(text)
        except GraphError as error:
            raise UsageError(one_line(at_place(error, text))) from None
        if name:
            self.shell.user_ns[name] = result
        return result

    def distrograph(self, line: str) -> None:
        """Say which graph `%%sparql` asks.

        With names of RDF files, ask them beside the bundled graph; with the URL of a service or a folder of
        snapshots, ask that. `%reload_ext graph.notebook` goes back to the bundled graph alone.
        """
        try:
            if names := shlex.split(line):
                self.graph, self.what = opened(names)
        except (GraphError, ValueError) as error:
            raise UsageError(one_line(str(error))) from None
        print(self.described())  # noqa: T201  # the answer to the person who asked

    def described(self) -> str:
        """Say what the graph is made of."""
        counted = statistics(self.graph)
        size = f"{counted['claims']} claims from {counted['sources']} sources"
        return f"{self.what}: {size}, snapshot {self.graph.snapshot[:12]} of {self.graph.as_of}"


def opened(names: list[str]) -> tuple[KnowledgeGraph, str]:
    """Open a store, or files beside the bundled graph; gives the graph, and what it is."""
    first = names[0] if is_url(names[0]) else Path(names[0]).expanduser()
    if len(names) == 1 and (is_url(first) or is_folder(Path(first))):
        return KnowledgeGraph.open(first), str(first)
    files = [Path(name).expanduser() for name in names]
    return KnowledgeGraph.open(data=files), f"the bundled graph and {', '.join(names)}"


def at_place(error: GraphError, query: str) -> str:
    """Repeat what is wrong, and the line that it is wrong in."""
    lines = query.splitlines()
    if not isinstance(error, BadQueryError) or error.line is None or not 0 < error.line <= len(lines):
        return str(error)
    return f"{error}, in “{lines[error.line - 1].strip()}”"


def one_line(message: str) -> str:
    """Put a message on one line."""
    return " ".join(message.split())


def table(result: Result) -> str:
    """Show the first rows of a result as an HTML table, and how many rows there are."""
    heads = "".join(f"<th>{escape(column)}</th>" for column in result.columns)
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in cells(result))
    total = f"{len(result)} row{'s' * (len(result) != 1)}"
    shown = f"the first {SHOWN} of {total}" if len(result) > SHOWN else total
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table><p>{shown}</p>"


def cells(result: Result) -> list[list[str]]:
    """Give the first rows as HTML."""
    if rows := result.terms()[:SHOWN]:
        return [[linked(term) for term in row] for row in rows]
    return [[escape(str(value)) for value in row] for row in islice(result, SHOWN)]


def linked(term: Term | None) -> str:
    """Give a term as HTML: what leads somewhere as a link with a short name, all else as text."""
    if term is None:
        return ""
    name = escape(str(plain(term)))
    if isinstance(term, ox.NamedNode) and term.value.startswith(("https://", "http://")):
        return f'<a href="{escape(term.value)}" target="_blank" rel="noopener noreferrer">{name}</a>'
    return name
