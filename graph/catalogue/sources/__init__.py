"""Folds for who says what: claims and sources."""

from graph.catalogue.mapping import claims_of, grouped
from graph.catalogue.question import Question
from graph.index.entity_index import Index
from graph.models import Citation, Claim, Source
from graph.rdf.store import Table
from graph.rdf.terms import local_name, row_dicts, text

INDEX_QUERIES = "graph.index.queries"
"""Where the index has its queries, of which two are questions, too."""


class SourceRow(Source):
    """A source, and how many of its claims have which verdict."""

    claims: int
    verdicts: dict[str, int]
    sources: tuple[Citation, ...] = ()


def claims(index: Index, table: Table) -> list[Claim]:
    """Fold `claims.rq`."""
    return list(claims_of(index, row_dicts(table)))


def sources(index: Index, table: Table) -> list[SourceRow]:
    """Fold `sources.rq`."""
    rows = []
    for same in grouped(table, "source"):
        verdicts = {
            local_name(text(row["verdict"])): int(text(row["claims"])) for row in same if row["verdict"]
        }
        known = index.sources[text(same[0]["source"])]
        rows.append(
            SourceRow(**dict(known), claims=sum(verdicts.values()), verdicts=dict(sorted(verdicts.items())))
        )
    return rows


CLAIMS = Question(
    "claims",
    Claim,
    claims,
    {"subject": "thing", "property": "property", "source": "source", "verdict": "verdict", "rank": "rank"},
    text_in=INDEX_QUERIES,
)

SOURCES = Question("sources", SourceRow, sources, {"source": "source"}, text_in=INDEX_QUERIES)
