"""The names under which a server that stores several snapshots has their graphs.

    ROOT/snapshots                     a log of what was published, made current and dropped
    ROOT/snapshots/NAME                which graph of the server holds which graph of the snapshot
    ROOT/snapshots/NAME/default        the default graph
    ROOT/snapshots/NAME/source/…       the graph of a source
    ROOT/snapshots/NAME/timeless/…     what other days are derived from, in the same way

A graph has its name in the server as well as that in the snapshot, so two snapshots can be there at once, and
servers that know no graph without a name will do.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from ontology import ROOT, SOURCE

LOG_GRAPH = f"{ROOT}snapshots"
"""The graph of the event log."""
LOG_TERMS = f"{LOG_GRAPH}#"
HOLDS, PARTS_WRITTEN, COMPLETE_SIZE = f"{LOG_TERMS}holds", f"{LOG_TERMS}written", f"{LOG_TERMS}whole"
"""That a graph of the server holds one of a snapshot; its parts that are there; its size, if all are."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The names of the graphs of a snapshot in a server."""

    name: str

    @property
    def contents(self) -> str:
        """The graph that says which graph is held as which."""
        return f"{LOG_GRAPH}/{self.name}"

    @property
    def default(self) -> str:
        """The default graph."""
        return f"{self.contents}/default"

    @property
    def missing(self) -> str:
        """A graph that is not there."""
        return f"{self.contents}/nothing"

    @property
    def date_independent(self) -> Layout:
        """The graphs that other days are derived from."""
        return Layout(f"{self.name}/timeless")

    def stored_name(self, graph: str) -> str:
        """Return the name under which a graph is stored: that of a source can be read in it."""
        if graph.startswith(SOURCE):
            return f"{self.contents}/source/{graph.removeprefix(SOURCE)}"
        return f"{self.contents}/graph/{sha256(graph.encode()).hexdigest()[:20]}"
