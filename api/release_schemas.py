"""The answers about releases that are no plain list."""

import datetime as dt
from typing import Annotated, Self

from pydantic import Field

from api.dependencies import Listing, Page
from graph import Answer, KnowledgeGraph
from graph.catalogue import (
    COVERAGE,
    DIFF,
    NEWEST_VERSIONS,
    RELEASES,
    SHIPPED,
    CoverageRow,
    DiffRow,
    NewestRow,
    Release,
    ReleaseRow,
    ShippedRow,
)
from graph.models import Shape
from graph.releases import parse_version_range


class Releases(Listing[ReleaseRow]):
    """A page of releases; `coverage` says what is on record of them at all, and what is not."""

    coverage: CoverageRow

    @classmethod
    def of(cls, page: Page, graph: KnowledgeGraph, distribution: str, version: str | None) -> Self:
        """List the releases of a distribution until the day of the graph, or those in a range of versions."""
        answer = graph.answer(RELEASES, distribution=distribution)
        held = parse_version_range(version) if version else None
        rows = [
            row
            for row in answer.items
            if (row.issued is None or row.issued <= graph.as_of)
            and (held is None or held.contains_any([row.version]))
        ]
        listed = page.paginate(answer.model_copy(update={"items": rows, "total": len(rows)}))
        (coverage,) = graph.answer(COVERAGE, distribution=distribution).items
        return cls(**dict(listed), coverage=coverage)


class ReleaseAnswer(ReleaseRow):
    """A release: what it ships in `items`, what its predecessor shipped and it does not in `missing`."""

    items: list[ShippedRow]
    total: int
    next: None = None
    missing: list[ShippedRow]
    snapshot: str
    as_of: dt.date
    sparql: str

    @classmethod
    def of(cls, graph: KnowledgeGraph, name: str) -> Self:
        """Gather what is known of a release; raises UnknownNameError."""
        iri = graph.release_index.resolve(name).value
        named = graph.release_index.releases[iri]
        rows = graph.answer(RELEASES, distribution=named.distribution).items
        answer = graph.answer(SHIPPED, release=named.slug)
        items = [row for row in answer.items if row.versions]
        return cls(
            **dict(next(row for row in rows if row.iri == iri)),
            items=items,
            total=len(items),
            missing=[row for row in answer.items if not row.versions],
            snapshot=answer.snapshot,
            as_of=answer.as_of,
            sparql=answer.sparql,
        )


class Newest(Shape):
    """What the newest releases ship of a component.

    `items`: a version in the range that was asked for. `absent`: another version, or its files list it no
    more. `unknown`: no file that was read covers it.
    """

    items: list[NewestRow]
    absent: list[NewestRow]
    unknown: list[NewestRow]
    total: int
    next: None = None
    snapshot: str
    as_of: dt.date
    sparql: str

    @classmethod
    def of(cls, graph: KnowledgeGraph, component: str, version: str | None) -> Self:
        """Sort the distributions by whether the newest release of a maintained line ships a version."""
        answer: Answer[NewestRow] = graph.answer(NEWEST_VERSIONS, component=component)
        held = parse_version_range(version) if version else None
        items = [row for row in answer.items if row.select_releases(held)]
        return cls(
            items=items,
            absent=[row for row in answer.items if row.answer != "unknown" and row not in items],
            unknown=[row for row in answer.items if row.answer == "unknown" and row not in items],
            total=len(items),
            snapshot=answer.snapshot,
            as_of=answer.as_of,
            sparql=answer.sparql,
        )


class Diff(Shape):
    """What changed between two releases.

    `items` changed; `unchanged` did not; of `unrecorded` the files that were read of one side say nothing.
    """

    before: Annotated[Release, Field(serialization_alias="from")]
    after: Annotated[Release, Field(serialization_alias="to")]
    items: list[DiffRow]
    unchanged: list[DiffRow]
    unrecorded: list[DiffRow]
    total: int
    next: None = None
    snapshot: str
    as_of: dt.date
    sparql: str

    @classmethod
    def of(cls, graph: KnowledgeGraph, before: str, after: str) -> Self:
        """Compare two releases; a distribution stands for its newest one."""
        sides = {
            "from": graph.release(before, parameter="from"),
            "to": graph.release(after, parameter="to"),
        }
        answer = graph.answer(DIFF, **{side: found.id for side, found in sides.items()})
        items = [row for row in answer.items if row.differs]
        return cls(
            before=sides["from"],
            after=sides["to"],
            items=items,
            unchanged=[row for row in answer.items if row.change == "unchanged"],
            unrecorded=[row for row in answer.items if row.change == "unrecorded"],
            total=len(items),
            snapshot=answer.snapshot,
            as_of=answer.as_of,
            sparql=answer.sparql,
        )
