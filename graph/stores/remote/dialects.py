"""How servers differ: where they take graphs and updates, and in which format they answer best."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

TRUNCATION_HEADER = "x-sparql-maxrows"
"""With this header Virtuoso says that it leaves rows out."""
ASK_VARIABLE = "__ASK_RETVAL"
"""The variable of Virtuoso's answer to ASK, which is a table."""
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"


@dataclass(frozen=True, slots=True)
class Dialect:
    """A kind of server.

    `store` and `update` are the ends of the addresses at which it takes graphs (SPARQL 1.1 Graph Store HTTP
    Protocol) and updates, in the place of the end of that for queries. `solutions` is the format in which it
    gives solutions best.
    """

    name: str
    query: str
    store: str | None = None
    update: str | None = None
    solutions: str = JSON

    def sibling_url(self, url: str, end: str | None) -> str | None:
        """Return the URL beside that of queries that ends otherwise."""
        parts = urlsplit(url)
        if end is None or not re.search(self.query, parts.path):
            return None
        return urlunsplit(parts._replace(path=re.sub(self.query, end, parts.path), query=""))


GENERIC_DIALECT = Dialect("a server of SPARQL 1.1", r"$")
# Virtuoso writes XML more than twice as quickly as JSON, and has no truth values in JSON, but 0 and 1.
KNOWN_DIALECTS = (
    Dialect("Oxigraph", r"/query/?$", "/store", "/update"),
    Dialect("Virtuoso", r"/sparql/?$", "/sparql-graph-crud-auth", "/sparql-auth", XML),
    Dialect("Fuseki", r"/(?:sparql|query)/?$", "/data", "/update"),
    Dialect("GraphDB", r"(?<=/repositories/)([^/]+)/?$", r"\1/rdf-graphs/service", r"\1/statements"),
    Dialect("Neptune", r"/sparql/?$", "/sparql/gsp/", "/sparql"),
)
SERVER_SIGNS = {"oxigraph": "Oxigraph", "virtuoso": "Virtuoso", "fuseki": "Fuseki", "graphdb": "GraphDB"}
"""How a server names itself in the headers of its answers."""


def detect_dialect(url: str, headers: Mapping[str, str]) -> Dialect:
    """Detect the kind of a server by the headers of an answer and by its address."""
    told = f"{headers.get('server', '')} {'fuseki' if 'fuseki-request-id' in headers else ''}".lower()
    name = next((name for sign, name in SERVER_SIGNS.items() if sign in told), None)
    parts = urlsplit(url)
    if name is None and "/repositories/" in parts.path:
        name = "GraphDB"
    if name is None and (parts.hostname or "").endswith(".neptune.amazonaws.com"):
        name = "Neptune"
    return next((each for each in KNOWN_DIALECTS if each.name == name), GENERIC_DIALECT)
