"""The question of who uses a component: the strongest answer of each distribution wins."""

from itertools import groupby
from typing import Literal, cast

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
    something else does the job. `until` is the last release of which it is true, where that is over.
    """

    property: Thing
    relation: Literal["uses", "bundles", "enables", "offers", "supports"]
    value: Value
    condition: Thing | None
    since: str | None
    until: str | None
    claims: tuple[Claim, ...]


class UsageRow(Shape):
    """A distribution's answer to whether it uses a component.

    `yes`: it bundles it or enables it. `offered`: in the box, switched off. `supported`: works, brought by
    the operator. `no`: a source says no, names something else for the job, or lists it no more. `unknown`:
    it is not recorded; if it once was, `how` says until when. `versions` are those that the newest
    release, `release`, ships of it.
    """

    id: str
    iri: str
    label: Label
    answer: Literal["yes", "offered", "supported", "no", "unknown"]
    how: tuple[Use, ...]
    release: str | None
    versions: tuple[str, ...]
    sources: tuple[Citation, ...]


ANSWER_ORDER = ("yes", "offered", "supported", "no", "left", "unrecorded")
ANSWER_MEANINGS = {"left": "no", "unrecorded": "unknown"}
SHOWN_ANSWERS = {
    "yes": {"yes", "offered"},
    "offered": {"offered", "supported"},
    "supported": {"offered", "supported"},
    "no": {"no", "left"},
    "left": {"left"},
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
    answer = next((answer for answer in ANSWER_ORDER if answer in given), "unknown")
    telling = [row for row in rows if text_of(row["answer"]) in SHOWN_ANSWERS[answer]]
    how = tuple(_map_use(index, list(same)) for _, same in groupby(telling, key=_usage_key))
    thing = index.thing(rows[0]["distribution"])
    shipment = index.release_index.newest_shipped.get((thing.id, index.thing(rows[0]["component"]).id))
    return UsageRow(
        **dict(thing),
        answer=cast(
            "Literal['yes', 'offered', 'supported', 'no', 'unknown']", ANSWER_MEANINGS.get(answer, answer)
        ),
        how=how,
        release=shipment.release if shipment else None,
        versions=shipment.versions if shipment else (),
        sources=collect_citations(claim for each in how for claim in each.claims),
    )


def _usage_key(row: Row) -> tuple[str, str, str]:
    """Return the key of one way of using."""
    return text_of(row["property"]), text_of(row["condition"]), text_of(row["value"])


def _map_use(index: EntityIndex, rows: list[Row]) -> Use:
    """Map the rows of one way of using."""
    claims = collect_claims(index, rows)
    return Use(
        property=index.thing(rows[0]["property"]),
        relation=(index.strength_of(text_of(rows[0]["property"])) or Strength.USES).value,
        value=index.value(rows[0]["value"]),
        condition=index.optional_thing(rows[0]["condition"]),
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
            "`items` bundle it or enable it; `optional` offer or support it; `absent`: a source says no, or "
            "names something else for the job; `unknown`: nothing is recorded. `total` counts the items.",
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
