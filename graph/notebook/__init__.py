"""SPARQL in a notebook: `%load_ext graph.notebook`, then `%%sparql` at the top of a cell."""

from __future__ import annotations

import shlex
from functools import cached_property
from keyword import iskeyword
from pathlib import Path

from IPython.core.completer import (
    CompletionContext,
    SimpleCompletion,
    SimpleMatcherResult,
    context_matcher,
)
from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell

from graph.errors import BadQueryError, GraphError
from graph.knowledge_graph import KnowledgeGraph
from graph.linked_data.descriptions import count_dataset
from graph.linked_data.vocabulary import list_completions
from graph.results.result import Result
from graph.settings import settings
from graph.stores import is_url
from graph.stores.snapshot_directory import has_snapshots


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Add the magics to a shell; IPython calls this."""
    magics = GraphMagics(shell)
    shell.magics_manager.register_function(magics.sparql, "cell", "sparql")
    shell.magics_manager.register_function(magics.distrograph, "line", "distrograph")
    if shell.Completer is not None:
        shell.Completer.custom_matchers.append(magics.complete)


def unload_ipython_extension(shell: InteractiveShell) -> None:
    """Take the magics from a shell; IPython calls this."""
    shell.magics_manager.magics["cell"].pop("sparql", None)
    shell.magics_manager.magics["line"].pop("distrograph", None)
    matchers = shell.Completer.custom_matchers
    matchers[:] = [each for each in matchers if not isinstance(getattr(each, "__self__", None), GraphMagics)]


class GraphMagics:
    """The magics, and the graph that they ask, until `%distrograph` opens another one.

    That is the store that DISTROGRAPH_STORE names, as for the command line, or else the bundled graph.
    """

    def __init__(self, shell: InteractiveShell) -> None:
        self.shell = shell
        self.store = settings.store
        self.what = "the bundled graph" if self.store == "memory" else self.store

    @cached_property
    def graph(self) -> KnowledgeGraph:
        """The graph, opened at first use."""
        return KnowledgeGraph.open(None if self.store == "memory" else self.store)

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
            raise UsageError(_join_lines(_locate_error(error, text))) from None
        if name:
            self.shell.user_ns[name] = result
        return result

    @context_matcher()  # type: ignore[untyped-decorator]
    def complete(self, context: CompletionContext) -> SimpleMatcherResult:
        """Complete names, variables and words of SPARQL in a `%%sparql` cell, and nothing elsewhere."""
        first, _, query = context.full_text.partition("\n")
        line = context.cursor_line
        if not first.startswith("%%sparql") or line == 0:
            return {"completions": []}
        here = context.line_with_cursor[: context.cursor_position]
        before = "\n".join([*query.split("\n")[: line - 1], here])
        begun, offered = list_completions(self.graph, before, query)
        return {
            "completions": [SimpleCompletion(each) for each in offered],
            "matched_fragment": begun,
            "suppress": True,
        }

    def distrograph(self, line: str) -> None:
        """Describe which graph `%%sparql` asks.

        With names of RDF files, ask them beside the bundled graph; with the URL of a service or a folder of
        snapshots, ask that. `%reload_ext graph.notebook` goes back to the bundled graph alone.
        """
        try:
            if names := shlex.split(line):
                self.graph, self.what = _open_graph(names)
        except (GraphError, ValueError) as error:
            raise UsageError(_join_lines(str(error))) from None
        print(self.describe_graph())  # noqa: T201  # the answer to the person who asked

    def describe_graph(self) -> str:
        """Describe the graph: its snapshot, day and contents."""
        counted = count_dataset(self.graph)
        size = f"{counted['claims']} claims from {counted['sources']} sources"
        return f"{self.what}: {size}, snapshot {self.graph.snapshot[:12]} of {self.graph.as_of}"


def _open_graph(names: list[str]) -> tuple[KnowledgeGraph, str]:
    """Open a store, or files beside the bundled graph; gives the graph, and what it is."""
    first = names[0] if is_url(names[0]) else Path(names[0]).expanduser()
    if len(names) == 1 and (is_url(first) or has_snapshots(Path(first))):
        return KnowledgeGraph.open(first), str(first)
    files = [Path(name).expanduser() for name in names]
    return KnowledgeGraph.open(data=files), f"the bundled graph and {', '.join(names)}"


def _locate_error(error: GraphError, query: str) -> str:
    """Format an error with the line of the query that it is in."""
    lines = query.splitlines()
    if not isinstance(error, BadQueryError) or error.line is None or not 0 < error.line <= len(lines):
        return str(error)
    return f"{error}, in “{lines[error.line - 1].strip()}”"


def _join_lines(message: str) -> str:
    """Join the lines of a message."""
    return " ".join(message.split())
