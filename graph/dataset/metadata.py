"""The metadata of a dataset: its snapshot, its day, and the version of its schema."""

from __future__ import annotations

import datetime as dt
from typing import cast

import pyoxigraph as ox

from graph.errors import BadDataError
from graph.models import localize
from graph.rdf.store import Store, Table
from graph.rdf.terms import date_of as day_of
from graph.rdf.terms import text_of
from i18n import Message
from ontology import DG, PREFIXES, ROOT

DATE_INDEPENDENT_DUMP = "distrograph-undated.nq.gz"
"""The file of a service from which a client derives other days."""
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
TITLE = localize("distrograph: the sourced knowledge graph of Kubernetes distributions")
SCHEMA_VERSION = "8"
"""Raised whenever a question asks for what older snapshots do not hold; see `test_snapshot_directory.py`."""
METADATA_QUERY = f"""SELECT ?snapshot ?day ?form WHERE {{
  <{ROOT}> dg:snapshot ?snapshot ; dg:asOf ?day . OPTIONAL {{ <{ROOT}> schema:schemaVersion ?form }}
}}"""


def read_metadata(store: Store, place: str, nothing: Message) -> tuple[str, dt.date]:
    """Read the snapshot and the day of a store.

    Raises BadDataError, which says `nothing`, for one that has no snapshot; and for one of another version of
    this program, for what it lacks would be told as if nobody had said it.
    """
    rows = cast("Table", store.query(METADATA_QUERY)).rows
    if not rows:
        raise BadDataError(nothing, file=place)
    snapshot, _, form = map(text_of, rows[0])
    as_of = day_of(rows[0][1])
    if not snapshot or as_of is None:
        raise BadDataError(Message("does not state its snapshot or its date"), file=place)
    if form != SCHEMA_VERSION:
        raise BadDataError(
            Message(
                "was written by another version of distrograph (schema {form}; this one reads schema "
                "{schema_version}); publish it again with this version, or use the other version",
                form=form or 1,
                schema_version=SCHEMA_VERSION,
            ),
            file=place,
        )
    return snapshot, as_of


def build_metadata(snapshot: str, as_of: dt.date) -> list[ox.Quad]:
    """Build the quads that say what a dataset was built from and which day it is of."""
    node = ox.NamedNode(ROOT)
    day = ox.Literal(as_of.isoformat(), datatype=ox.NamedNode(PREFIXES["xsd"] + "date"))
    said: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        (PREFIXES["rdf"] + "type", ox.NamedNode(PREFIXES["void"] + "Dataset")),
        (PREFIXES["dcterms"] + "title", ox.Literal("distrograph", language="en")),
        (DG + "snapshot", ox.Literal(snapshot)),
        (DG + "asOf", day),
        (PREFIXES["schema"] + "schemaVersion", ox.Literal(SCHEMA_VERSION)),
    ]
    return [ox.Quad(node, ox.NamedNode(predicate), value, ox.DefaultGraph()) for predicate, value in said]


def format_snapshot_line(snapshot: str) -> bytes:
    """Format the snapshot of a file as a line of N-Quads."""
    return f'<{ROOT}> <{DG}snapshot> "{snapshot}" .\n'.encode()
