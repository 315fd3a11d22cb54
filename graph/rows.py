"""The rows of the catalogue: one class for each question."""

from typing import Literal

from graph.models import (
    Citation,
    Claim,
    Finding,
    Label,
    Profile,
    Shape,
    Source,
    Thing,
    Value,
)


class DistributionRow(Profile):
    """A distribution of the list."""

    sources: tuple[Citation, ...]


class ComponentRow(Profile):
    """A component of the list: what it provides, and who uses it."""

    provides: tuple[Thing, ...]
    used_by: tuple[Thing, ...]
    sources: tuple[Citation, ...]


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
    nobody has said; if it was once on record, `how` says until when. `versions` are those that the newest
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


class Side(Shape):
    """What holds of one of the compared distributions: nothing recorded if there are no claims."""

    id: str
    values: tuple[Value, ...]
    standing: Thing | None
    claims: tuple[Claim, ...]


class ComparisonRow(Shape):
    """One property, under one condition or none, of the compared distributions."""

    property: Thing
    about: Thing | None
    concern: Thing | None
    condition: Thing | None
    sides: tuple[Side, ...]
    differs: bool | None
    sources: tuple[Citation, ...]


class DisputeRow(Finding):
    """A disputed finding: the claims that prevail, and those that were rejected, each with its reason."""

    prevailing: tuple[Claim, ...]
    rejected: tuple[Claim, ...]


class SourceRow(Source):
    """A source, and how many of its claims have which verdict."""

    claims: int
    verdicts: dict[str, int]
    sources: tuple[Citation, ...] = ()


class CapabilityRow(Shape):
    """A capability, and the components that have it."""

    id: str
    label: Label
    components: tuple[ComponentRow, ...]


class ConcernRow(Profile):
    """A concern and its capabilities; `scheme` is `triad` or `operations`."""

    scheme: str
    capabilities: tuple[CapabilityRow, ...]
    sources: tuple[Citation, ...]


class NeighbourRow(Shape):
    """Something that a thing is related to: by which property, in which direction, and who says so."""

    id: str
    iri: str
    label: Label
    kinds: tuple[str, ...]
    direction: Literal["out", "in"]
    property: Thing
    condition: Thing | None
    standing: Thing | None
    claims: tuple[Claim, ...]
    sources: tuple[Citation, ...]


class RelationRow(Shape):
    """A relation between two things of the graph."""

    subject: str
    property: Thing
    object: str
    condition: Thing | None
    standing: Thing | None
    claims: tuple[Claim, ...]
    sources: tuple[Citation, ...]


class SearchRow(Profile):
    """Something that is called like what was searched for; `matched` is the spelling that was found."""

    matched: str
    sources: tuple[Citation, ...] = ()
