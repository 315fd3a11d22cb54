"""Tables of CSV with a description that W3C's CSV on the Web reads (Metadata Vocabulary for Tabular Data)."""

from __future__ import annotations

import json
from typing import Any

from graph.dataset.metadata import LICENCE, TITLE
from graph.export.archive import build_archive, choose_separator, format_csv
from graph.export.columns import Column
from graph.export.tables import Sheet, build_tables
from graph.graph import Graph
from graph.models import Label, localize
from ontology import DG

TABLES = {
    "things": localize("Entities"),
    "relations": localize("Relations between entities"),
    "claims": localize("Claims: what each source states"),
}
DIALECT = {
    "encoding": "utf-8",
    "delimiter": ",",
    "quoteChar": '"',
    "doubleQuote": True,
    "header": True,
    "headerRowCount": 1,
    "lineTerminators": ["\r\n", "\n"],
    "skipBlankRows": False,
    "skipInitialSpace": False,
    "trim": False,
}
"""How the files are written; said in full, for the recommendations differ about what is taken for granted."""


def write_csvw(graph: Graph) -> bytes:
    """Write a zip of a table for things, relations and claims each, and csv-metadata.json."""
    sheets = build_tables(graph)
    separator = choose_separator(*sheets)
    files = {f"{sheet.name}.csv": _format_content(sheet, separator) for sheet in sheets}
    described = json.dumps(_describe_tables(graph, sheets, separator), ensure_ascii=False, indent=2)
    return build_archive({**files, "csv-metadata.json": described + "\n"})


def _format_content(sheet: Sheet, separator: str) -> str:
    """Write the rows of a table under the names of its columns."""
    heading = [column.name for column in sheet.columns]
    return format_csv(heading, ([row[name] for name in heading] for row in sheet.rows), separator)


def _describe_tables(graph: Graph, sheets: tuple[Sheet, ...], separator: str) -> dict[str, Any]:
    """Describe the tables: what they are, whose, of which day, and what is in them."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": _to_language_strings(TITLE),
        "dc:license": {"@id": LICENCE},
        f"{DG}snapshot": graph.snapshot,
        f"{DG}asOf": {"@value": graph.as_of.isoformat(), "@type": "xsd:date"},
        "dialect": DIALECT,
        "tables": [_describe_table(sheet, separator) for sheet in sheets],
    }


def _describe_table(sheet: Sheet, separator: str) -> dict[str, Any]:
    """Describe a table. A row of one with IRIs is about what its IRI names.

    Who validates strictly takes an empty cell for a broken foreign key, so only columns without one are keys.
    """
    about = {"aboutUrl": "{+iri}"} if any(column.name == "iri" for column in sheet.columns) else {}
    return {
        "url": f"{sheet.name}.csv",
        "dc:title": _to_language_strings(TABLES[sheet.name]),
        "tableSchema": {
            "columns": [_describe_column(column, separator) for column in sheet.columns],
            "primaryKey": sheet.columns[0].name,
            "foreignKeys": [
                {
                    "columnReference": column.name,
                    "reference": {"resource": f"{column.refers}.csv", "columnReference": "id"},
                }
                for column in sheet.columns
                if column.refers and column.required
            ],
            **about,
        },
    }


def _describe_column(column: Column, separator: str) -> dict[str, Any]:
    """Describe a column. Its title is its heading, as who validates demands it."""
    found: dict[str, Any] = {
        "name": column.name,
        "titles": column.name,
        "dc:description": _to_language_strings(column.label),
        "datatype": column.datatype,
        "required": column.required,
    }
    if column.many:
        found["separator"] = separator
    further = {"propertyUrl": column.predicate, "lang": column.language, "valueUrl": column.target}
    return found | {name: value for name, value in further.items() if value}


def _to_languages(label: Label) -> dict[str, str]:
    """Return a label by its languages."""
    return {"en": label.en, "zh": label.zh}


def _to_language_strings(label: Label) -> list[dict[str, str]]:
    """Write a text in several languages as JSON-LD does."""
    return [{"@value": text, "@language": language} for language, text in label.model_dump().items()]
