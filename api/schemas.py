"""The answers that are no plain list."""

import datetime as dt
from typing import Any, Self

from api.dependencies import Listing, Page
from graph import Answer, KnowledgeGraph
from graph.analysis import OUTCOMES, CapabilityChange, Outcome, ReachedRow
from graph.catalogue import RELATIONS, ROLES, DistributionRow, Question, RowType
from graph.models import Citation, Finding, Profile, Shape, Thing


class EntityAnswer(Profile):
    """A thing with all its facts: each with its values, its claims and their sources."""

    facts: list[Finding]
    sources: tuple[Citation, ...]
    snapshot: str
    as_of: dt.date
    sparql: str

    @classmethod
    def of(cls, graph: KnowledgeGraph, iri: str, answer: Answer[Finding]) -> Self:
        """Combine a thing's profile and its facts."""
        return cls(
            **dict(graph.index.profile(iri)),
            facts=answer.items,
            sources=graph.index.citations_for(iri),
            snapshot=answer.snapshot,
            as_of=answer.as_of,
            sparql=answer.sparql,
        )


class Distributions(Listing[DistributionRow]):
    """A page of distributions; for those in `unknown` it is not recorded whether they use the component."""

    unknown: list[DistributionRow]

    @classmethod
    def of(cls, page: Page, answer: Answer[DistributionRow], silent: set[str]) -> Self:
        """Separate those without a record."""
        said = [row for row in answer.items if row.id not in silent]
        listed = page.paginate(answer.model_copy(update={"items": said, "total": len(said)}))
        return cls(**dict(listed), unknown=[row for row in answer.items if row.id in silent])


def of_relations(graph: KnowledgeGraph, rows: list[RowType]) -> Answer[RowType]:
    """Make an answer of rows that were made of the relations of the graph, with the query for those."""
    return _answer_by(graph, RELATIONS, rows)


def of_roles(graph: KnowledgeGraph, rows: list[RowType]) -> Answer[RowType]:
    """Make an answer of rows that were made of the roles of distributions, with the query for those."""
    return _answer_by(graph, ROLES, rows)


def _answer_by(graph: KnowledgeGraph, question: Question[Any], rows: list[RowType]) -> Answer[RowType]:
    return Answer[RowType](
        items=rows,
        total=len(rows),
        snapshot=graph.snapshot,
        as_of=graph.as_of,
        sparql=graph.format_query(question),
    )


class Hits(Listing[ReachedRow]):
    """A page of what is affected; for the distributions in `unknown`, use is not recorded."""

    unknown: list[Thing]


class Moves(Listing[CapabilityChange]):
    """A page of what becomes of each capability; `counts` says how many there are of each outcome in all."""

    counts: dict[Outcome, int]

    @classmethod
    def of(cls, page: Page, graph: KnowledgeGraph, rows: list[CapabilityChange]) -> Self:
        """Combine the rows and their counts, with the query that the roles come from."""
        answer = of_roles(graph, rows)
        counts = {each: sum(row.outcome == each for row in rows) for each in OUTCOMES}
        return cls(**dict(page.paginate(answer)), counts=counts)


class Completions(Shape):
    """Questions that a typed beginning may become; each is understood."""

    items: list[str]
    total: int
    snapshot: str
    as_of: dt.date
