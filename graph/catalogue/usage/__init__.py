"""The question of who uses a component: the strongest answer of each distribution wins."""

from itertools import groupby
from typing import Literal

from graph.catalogue.mapping import collect_citations, collect_claims, iterate_groups
from graph.catalogue.question import Parameter, Partition, Question, Rest
from graph.index.entity_index import EntityIndex
from graph.models import Citation, Claim, Label, Shape, Thing, Value
from graph.rdf.store import Table
from graph.rdf.terms import Row, text_of
from ontology.relations import Strength


class Use(Shape):
    """One way in which a distribution and a component are related, or what it has instead.

    `relation` is `bundles`, `enables`, `offers` or `supports`; `value` differs from the component where
    something else does the job. `through` is the distribution that is run as a whole and uses it. `until` is
    the last release of which it is true, where that is over.
    """

    property: Thing
    relation: Literal["uses", "bundles", "enables", "offers", "supports"]
    value: Value
    condition: Thing | None
    through: Thing | None
    since: str | None
    until: str | None
    claims: tuple[Claim, ...]


class UsageRow(Shape):
    """A distribution's answer to whether it uses a component.

    `yes`: it bundles it or enables it. `offered`: in the box, switched off. `supported`: works, brought by
    the operator. `no` and `unknown` have a `reason`, and `how` shows it. `versions` are those that the newest
    release, `release`, ships of it.

    No: `none` (a source says that nothing does its job), `left` (releases list it no more, or a source says
    so), `later` (only since a release after the day), `not_shipped` (complete lists do not have it).
    Unknown: `instead` (something else does its job by default; whether this one can is not recorded),
    `unrecorded` (releases listed it until the files that cover it were read no more), or null if nothing is
    recorded.
    """

    id: str
    iri: str
    label: Label
    answer: Literal["yes", "offered", "supported", "no", "unknown"]
    reason: Literal["none", "left", "later", "not_shipped", "instead", "unrecorded"] | None
    how: tuple[Use, ...]
    release: str | None
    versions: tuple[str, ...]
    sources: tuple[Citation, ...]


MEANINGS = {
    "yes": "yes",
    "offered": "offered",
    "supported": "supported",
    "none": "no",
    "left": "no",
    "later": "no",
    "not_shipped": "no",
    "instead": "unknown",
    "unrecorded": "unknown",
    "unknown": "unknown",
}
"""What each answer of the query means, the strongest first."""
SHOWN_ANSWERS = {
    "yes": {"yes", "offered"},
    "offered": {"offered", "supported"},
    "supported": {"offered", "supported"},
    "none": {"none", "left"},
    "left": {"left", "instead"},
    "later": {"later", "instead"},
    "not_shipped": {"not_shipped", "instead"},
    "instead": {"instead", "unrecorded"},
    "unrecorded": {"unrecorded"},
    "unknown": set[str](),
}
"""The answers whose rows are shown with an answer: what is bundled may be off, what is unused offered."""


def _map_usage_rows(index: EntityIndex, table: Table) -> list[UsageRow]:
    """Map `distributions_using.rq`: the strongest answer of each distribution wins."""
    found = [_map_usage(index, rows) for rows in iterate_groups(table, "distribution")]
    order = ("yes", "offered", "supported", "no", "unknown")
    return sorted(found, key=lambda row: (order.index(row.answer), row.label.en.lower()))


def _map_usage(index: EntityIndex, rows: list[Row]) -> UsageRow:
    """Map the rows of one distribution."""
    given = {text_of(row["answer"]) for row in rows}
    answer = next((answer for answer in MEANINGS if answer in given), "unknown")
    telling = [row for row in rows if text_of(row["answer"]) in SHOWN_ANSWERS[answer]]
    how = tuple(_map_use(index, list(same)) for _, same in groupby(telling, key=_usage_key))
    thing = index.thing(rows[0]["distribution"])
    shipment = index.release_index.newest_shipped.get((thing.id, index.thing(rows[0]["component"]).id))
    return UsageRow(
        **dict(thing),
        answer=MEANINGS[answer],
        reason=answer if MEANINGS[answer] in {"no", "unknown"} and answer != "unknown" else None,
        how=how,
        release=shipment.release if shipment else None,
        versions=shipment.versions if shipment else (),
        sources=collect_citations(claim for each in how for claim in each.claims),
    )


def _usage_key(row: Row) -> tuple[str, ...]:
    """Return the key of one way of using."""
    return tuple(text_of(row[name]) for name in ("property", "condition", "value", "through"))


def _map_use(index: EntityIndex, rows: list[Row]) -> Use:
    """Map the rows of one way of using."""
    claims = collect_claims(index, rows)
    return Use(
        property=index.thing(rows[0]["property"]),
        relation=(index.strength_of(text_of(rows[0]["property"])) or Strength.USES).value,
        value=index.value(rows[0]["value"]),
        condition=index.optional_thing(rows[0]["condition"]),
        through=index.optional_thing(rows[0]["through"]),
        since=next((claim.since for claim in claims if claim.since), None),
        until=next((claim.until for claim in claims if claim.until), None),
        claims=claims,
    )


DISTRIBUTIONS_USING = Question(
    name="distributions_using",
    row=UsageRow,
    map_rows=_map_usage_rows,
    parameters={"component": Parameter("Component", example="kine", required=True)},
    rest=[
        Rest(
            path="/components/{id}/distributions",
            tag="components",
            name="component_distributions",
            description="List which distributions use a component, and how.\n\n"
            "`items` bundle it or enable it; `optional` offer or support it; `absent` do not have it; "
            "`unknown`: it is not recorded. `reason` says why: `none` (a source says that there is nothing "
            "for its job), `left` (no longer), `later` (only since a later release), `not_shipped` "
            "(complete lists do not have it); `instead` (something else is the default), `unrecorded` (later "
            "files were not read). `total` counts the items.",
            subject="component",
            partition=Partition(
                "answer",
                {
                    "items": ["yes"],
                    "optional": ["offered", "supported"],
                    "absent": ["no"],
                    "unknown": ["unknown"],
                },
            ),
        )
    ],
)
