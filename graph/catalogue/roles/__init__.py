"""The question of roles: what a distribution uses a component for.

What a component can do (`dg:provides`) makes no role, nor does being bundled: a role is a claim on a property
that is about a capability.
"""

from typing import Literal

from graph.catalogue.mapping import collect_citations, collect_claims, iterate_groups
from graph.catalogue.question import Parameter, Question, Rest
from graph.index.entity_index import EntityIndex
from graph.models import Citation, Shape, Thing, Value
from graph.rdf.store import Table
from graph.rdf.terms import Row, text_of
from ontology.relations import Strength

Mode = Literal["default", "optional", "documented", "none", "any"]
MODES: tuple[Mode, ...] = ("default", "optional", "documented", "none", "any")
_MODES: dict[Strength | None, Mode] = {Strength.OFFERS: "optional", Strength.SUPPORTS: "documented"}
"""The modes of properties that are no case of `uses`."""


class RoleRow(Shape):
    """What a distribution uses for a capability.

    `mode`: `default` runs unless told otherwise, `optional` is included and off, `documented` is described by
    upstream and brought by the operator, `none` means that a source states that there is none, `any` that the
    operator brings any. `filler` is the component; it is null for `none` and `any`. `through` is the
    distribution that is run as a whole and has the role. `since` and `until` are releases of the one that has
    it.
    """

    distribution: Thing
    capability: Thing
    filler: Thing | None
    mode: Mode
    property: Thing
    condition: Thing | None
    through: Thing | None
    standing: Thing
    since: str | None
    until: str | None
    sources: tuple[Citation, ...]


def _map_role_rows(index: EntityIndex, table: Table) -> list[RoleRow]:
    """Map `roles.rq`: the roles of a distribution by capability, the strongest first."""
    keys = ("distribution", "capability", "property", "condition", "filler", "through")
    rows = [_map_role(index, same) for same in iterate_groups(table, *keys)]
    return sorted(
        rows,
        key=lambda row: (
            row.distribution.id,
            row.capability.id,
            MODES.index(row.mode),
            row.condition.id if row.condition else "",
            row.filler.id if row.filler else "",
        ),
    )


def _map_role(index: EntityIndex, same: list[Row]) -> RoleRow:
    """Map the rows of one role, one for each claim."""
    row = same[0]
    value = index.value(row["filler"])
    claims = collect_claims(index, same)
    return RoleRow(
        distribution=index.thing(row["distribution"]),
        capability=index.thing(row["capability"]),
        filler=index.thing(row["filler"]) if value.kind == "thing" else None,
        mode=_find_mode(index, text_of(row["property"]), value),
        property=index.thing(row["property"]),
        condition=index.optional_thing(row["condition"]),
        through=index.optional_thing(row["through"]),
        standing=index.thing(row["standing"]),
        since=next((claim.since for claim in claims if claim.since), None),
        until=next((claim.until for claim in claims if claim.until), None),
        sources=collect_citations(claims),
    )


def _find_mode(index: EntityIndex, prop: str, value: Value) -> Mode:
    """Find the mode of a role by its value, and by the relation that its property is a case of."""
    if value.kind == "none":
        return "none"
    if value.kind == "any":
        return "any"
    return _MODES.get(index.strength_of(prop), "default")


ROLES = Question(
    name="roles",
    row=RoleRow,
    map_rows=_map_role_rows,
    parameters={
        "distribution": Parameter("Distribution", example="k0s"),
        "capability": Parameter("Capability", example="ingress"),
    },
    rest=[
        Rest(
            path="/roles",
            tag="distributions",
            name="roles",
            description="List what distributions use for each capability: by default, as an option, or as "
            "upstream documents it, under which condition, and through which distribution.",
            filters=("distribution", "capability"),
        )
    ],
)
