"""Folds for who says what: claims and sources."""

from graph.folds.common import claims_of, grouped
from graph.index.entity_index import Index
from graph.models import Claim
from graph.rdf.store import Table
from graph.rdf.terms import local_name, row_dicts, text
from graph.rows import SourceRow


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
