"""Questions about who says what: claims and sources."""

from graph.catalogue.mapping import collect_claims, iterate_groups
from graph.catalogue.question import Parameter, Question, Rest
from graph.index.entity_index import EntityIndex
from graph.models import Citation, Claim, Source
from graph.rdf.store import Table
from graph.rdf.terms import local_name, row_dicts, text_of

INDEX_QUERIES = "graph.index.queries"
"""Where the index has its queries, of which two are questions, too."""


class SourceRow(Source):
    """A source, and how many of its claims have which verdict."""

    claims: int
    verdicts: dict[str, int]
    sources: tuple[Citation, ...] = ()


def _map_claims(index: EntityIndex, table: Table) -> list[Claim]:
    """Map `claims.rq`."""
    return list(collect_claims(index, row_dicts(table)))


def _map_source_rows(index: EntityIndex, table: Table) -> list[SourceRow]:
    """Map `sources.rq`."""
    rows = []
    for same in iterate_groups(table, "source"):
        verdicts = {
            local_name(text_of(row["verdict"])): int(text_of(row["claims"])) for row in same if row["verdict"]
        }
        known = index.sources[text_of(same[0]["source"])]
        rows.append(
            SourceRow(**dict(known), claims=sum(verdicts.values()), verdicts=dict(sorted(verdicts.items())))
        )
    return rows


CLAIMS = Question(
    name="claims",
    row=Claim,
    map_rows=_map_claims,
    parameters={
        "subject": Parameter("thing", example="k0s"),
        "property": Parameter("property", example="defaultDatastore"),
        "source": Parameter("source", example="sealos-notes-k3s-vs-k0s"),
        "verdict": Parameter("verdict", example="Wrong"),
        "rank": Parameter("rank", example="Deprecated"),
    },
    topic="sources",
    query_package=INDEX_QUERIES,
)
SOURCES = Question(
    name="sources",
    row=SourceRow,
    map_rows=_map_source_rows,
    parameters={"source": Parameter("source", example="k0s-repository")},
    topic="sources",
    query_package=INDEX_QUERIES,
    rest=[
        Rest(
            path="/sources",
            tag="sources",
            name="sources",
            description="List the sources with the verdicts on their claims.",
        ),
        Rest(
            path="/sources/{id}",
            tag="sources",
            name="source",
            description="Return a source with the verdicts on its claims.",
            subject="source",
        ),
    ],
)
