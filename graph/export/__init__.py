"""The whole graph in the formats of other tools: RDF, files for viewers of graphs, and tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from graph.errors import LocalError
from graph.export import csvw, graph_formats, jsonld, neo4j, parquet
from graph.export.dumps import DUMP_CONTENTS, DUMPS, DumpFile, Dumps
from graph.graph import Graph
from graph.rdf.serialization import RDF_FORMATS, serialize_dataset
from i18n import Alternatives, Message

__all__ = [
    "ARCHIVES",
    "BINARY",
    "DEFAULT",
    "DUMPS",
    "DUMP_CONTENTS",
    "FORMATS",
    "SUFFIXES",
    "WRITERS",
    "DumpFile",
    "Dumps",
    "detect_format",
    "export",
]


WRITERS: Mapping[str, Callable[[Graph], bytes]] = MappingProxyType(
    {
        "jsonld": jsonld.write_jsonld,
        "graphml": graph_formats.write_graphml,
        "gexf": graph_formats.write_gexf,
        "cytoscape": graph_formats.write_cytoscape,
        "neo4j": neo4j.write_neo4j,
        "csvw": csvw.write_csvw,
        "parquet": parquet.write_parquet,
    }
)
"""What writes the formats that the store does not write itself."""
FORMATS = ("nquads", "trig", "turtle", *WRITERS)
"""What can be exported. Turtle has no named graphs and so holds the facts without the claims."""
DEFAULT = "trig"
"""The format where nothing tells another."""
BINARY = frozenset({"neo4j", "csvw", "parquet"})
"""The formats that no terminal can show."""
SUFFIXES = MappingProxyType(
    {
        ".nq": "nquads",
        ".trig": "trig",
        ".ttl": "turtle",
        ".jsonld": "jsonld",
        ".graphml": "graphml",
        ".gexf": "gexf",
        ".cyjs": "cytoscape",
        ".parquet": "parquet",
    }
)
"""The format that a file's suffix tells."""
ARCHIVES = ("neo4j", "csvw")
"""The formats whose files end in .zip, which therefore tells neither."""


def export(graph: Graph, form: str) -> bytes:
    """Write the graph in one of FORMATS; raises MissingLibraryError for Parquet without polars."""
    if form in WRITERS:
        return WRITERS[form](graph)
    return serialize_dataset(graph.store, RDF_FORMATS[form])


def detect_format(path: Path) -> str:
    """Return the format by a file's suffix, TriG without any; raises LocalError for one that tells none."""
    suffix = path.suffix.lower()
    if not suffix:  # such as /dev/stdout
        return DEFAULT
    if suffix == ".zip":
        raise LocalError(
            Message(
                "{path}: a .zip file may be {archives}; choose one with --format",
                path=path,
                archives=Alternatives(ARCHIVES),
            )
        )
    if suffix not in SUFFIXES:
        known = ", ".join(SUFFIXES)
        raise LocalError(
            Message(
                "{path}: the suffix does not identify the format; known suffixes are {known}; or use "
                "--format",
                path=path,
                known=known,
            )
        )
    return SUFFIXES[suffix]
