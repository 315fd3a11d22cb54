"""Files that `neo4j-admin database import` reads: things as nodes, relations as relationships."""

from __future__ import annotations

import re

from graph.dataset.metadata import LICENCE, TITLE
from graph.export.archive import build_archive, choose_separator, format_csv
from graph.export.columns import Column
from graph.export.tables import Sheet, build_tables
from graph.graph import Graph

NODES = {"id": "id:ID", "label": "name", "label_zh": "nameZh", "kinds": ":LABEL"}
"""What the heading has for columns of things, where it is not their name."""
RELATIONSHIPS = {"subject": ":START_ID", "object": ":END_ID"}
"""What the heading has for columns of relations, where it is not their name."""
README = """{title}
Data: {licence}
Snapshot {snapshot}, as of {as_of}

Into a new database of Neo4j 5 or newer, while it is not running, from the folder with these files:

{command}

Missing properties are not on record. Where no relationship is drawn that is not a “no”: hasNone, leftOpen and
takesAny of a node name the properties to which the answer is that there is none, that it is left open, and
that the operator brings whatever fits.
"""
COMMAND = (
    "neo4j-admin database import full neo4j --nodes=nodes.csv --relationships=relationships.csv "
    '--array-delimiter="{separator}" --multiline-fields=true'
)


def write_neo4j(graph: Graph) -> bytes:
    """Write a zip of nodes.csv, relationships.csv and README.txt."""
    things, relations, _ = build_tables(graph)
    separator = choose_separator(things, relations)
    command = COMMAND.format(separator=separator)
    told = {"title": TITLE.en, "licence": LICENCE, "snapshot": graph.snapshot, "as_of": graph.as_of}
    return build_archive(
        {
            "nodes.csv": _format_nodes(things, separator),
            "relationships.csv": _format_relationships(relations, separator),
            "README.txt": README.format(**told, command=command),
        }
    )


def _format_nodes(things: Sheet, separator: str) -> str:
    """Write the things; `kind` is the first of the labels, and so needs no column."""
    columns = [column for column in things.columns if column.name != "kind"]
    heading = [NODES.get(column.name) or _format_field(column) for column in columns]
    return format_csv(heading, ([row[column.name] for column in columns] for row in things.rows), separator)


def _format_relationships(relations: Sheet, separator: str) -> str:
    """Write the relations, each with a type of its own beside the name of the property."""
    heading = [RELATIONSHIPS.get(column.name) or _format_field(column) for column in relations.columns]
    rows = (
        [*(row[column.name] for column in relations.columns), _relationship_type(str(row["property"]))]
        for row in relations.rows
    )
    return format_csv([*heading, ":TYPE"], rows, separator)


def _format_field(column: Column) -> str:
    """Write the heading of a property: in camel case, as Neo4j's style has it, with the type of a list."""
    first, *others = column.name.split("_")
    return "".join([first, *map(str.capitalize, others)]) + (":string[]" if column.many else "")


def _relationship_type(name: str) -> str:
    """Write the name of a property as Neo4j's style has types of relationships: DEFAULT_CNI."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|\W+", "_", name).upper()
