"""Questions about what is known: the facts of a thing, comparisons, disputes."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from itertools import groupby

from graph.catalogue.mapping import collect_citations, collect_claims, iterate_groups, sort_values, unique
from graph.catalogue.question import Parameter, Question, Rest
from graph.index.entity_index import EntityIndex
from graph.models import Citation, Claim, Finding, Shape, Thing, Value
from graph.rdf.store import Table
from graph.rdf.terms import Row, row_dicts, text_of
from ontology import DG
from ontology.traits import Trait


class Side(Shape):
    """What holds of one of the compared distributions: nothing recorded if there are no claims.

    A measurement, which is no value of today, has the day on which it was `measured`.
    """

    id: str
    values: tuple[Value, ...]
    standing: Thing | None
    claims: tuple[Claim, ...]
    measured: dt.date | None = None


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
    """A finding that is disputed now, or that a statement is corrected by: both sides, with the reasons.

    Its standing is `Disputed` only while sources that still stand by what they say contradict each other.
    """

    prevailing: tuple[Claim, ...]
    rejected: tuple[Claim, ...]


UNITS = "BKMGT"
AMOUNT = re.compile(r"(?P<number>\d+(?:\.\d+)?) ?(?P<unit>B|[KMGT]i?B)")
"""A number of bytes. Sources write GB for what is, on this scale, a GiB: how much memory is there."""
CONCERN_ORDER = (
    "compute",
    "network",
    "storage",
    "control-plane",
    "bootstrap",
    "lifecycle",
    "observability",
    "",
    "project",
)
"""The concerns as tables have them; what is of none, such as `bundles`, stands before the project itself."""
FIRST_ROWS = (
    *("minCpuServer", "minCpuAgent", "minMemoryServer", "minMemoryAgent", "minMemory"),
    *("minDiskServer", "minDiskAgent", "architecture", "hostOs", "minKernel", "containerRuntime"),
    *("controlPlaneRunsWorkloads", "windowsWorkers"),
    *("defaultCni", "ingressController", "serviceLoadBalancer", "networkPolicyController", "serviceProxy"),
    *("port", "dualStack", "ipv6Only", "podCidr", "serviceCidr", "clusterDns", "clusterDnsIp"),
    *("storageProvisioner", "defaultStorageClass"),
    *("defaultDatastore", "datastoreShim", "supportsDatastore", "haMinServers", "haTopology"),
    *("secretsEncryption", "secretsEncryptionProvider", "cisHardening", "backupCommand", "restoreCommand"),
    *("installTool", "airGap", "configPath", "uninstallCommand"),
    *("packaging", "upgradeTool", "upgradeCommand", "upgradeStep"),
    *("steward", "license", "supportPeriod", "cncfStatus", "certified", "certifiedFor"),
)
"""What engineers look for first, in this order within its concern."""
BACKGROUND_ROWS = (
    *("measuredBinarySize", "name", "formerName", "startedIn", "firstRelease", "firstCommit"),
    *("codeRepository", "homepage", "contributors", "stars", "openIssues", "documentationRating"),
    "maturityRating",
)
"""What nobody decides by, in this order behind everything else."""


def _map_findings(index: EntityIndex, table: Table) -> list[Finding]:
    """Map `facts.rq`, in the order of concerns."""
    found = [_map_finding(index, rows) for rows in iterate_groups(table, "subject", "property", "condition")]
    return sorted(found, key=lambda each: _table_position(index, each.property, each.condition))


def _map_finding(index: EntityIndex, rows: list[Row]) -> Finding:
    """Map the rows of one finding."""
    prop = index.properties.get(text_of(rows[0]["property"]))
    claims = collect_claims(index, rows)
    values = unique(sort_values(index.value(row["value"]) for row in rows if row["value"] is not None))
    days = [claim.valid_from for claim in claims if claim.value in values and claim.valid_from]
    measured = days and prop and Trait.MEASUREMENT in prop.traits
    return Finding(
        subject=index.thing(rows[0]["subject"]),
        property=index.thing(rows[0]["property"]),
        about=prop.about if prop else None,
        concern=prop.concern if prop else None,
        condition=index.optional_thing(rows[0]["condition"]),
        standing=index.thing(rows[0]["standing"]),
        values=values,
        measured=max(days) if measured else None,
        claims=claims,
        sources=collect_citations(claims),
    )


def _table_position(
    index: EntityIndex, prop: Thing, condition: Thing | None
) -> tuple[int, int, str, str, str]:
    """Return the sort key of a property: by concern, importance, what it is about, name and condition."""
    known = index.properties.get(prop.iri)
    concern = known.concern.id if known and known.concern else ""
    about = known.about.id if known and known.about else ""
    rank = CONCERN_ORDER.index(concern) if concern in CONCERN_ORDER else len(CONCERN_ORDER)
    place = FIRST_ROWS.index(prop.id) if prop.id in FIRST_ROWS else len(FIRST_ROWS)
    if is_background(prop.id):
        rank, place, about = len(CONCERN_ORDER) + 1, BACKGROUND_ROWS.index(prop.id), ""
    return rank, place, about, prop.id, condition.id if condition else ""


def is_background(prop: str) -> bool:
    """Return whether nobody decides by the property of a name, such as the number of stars."""
    return prop in BACKGROUND_ROWS


def _map_comparison_rows(index: EntityIndex, table: Table) -> list[ComparisonRow]:
    """Map `comparison.rq`: a row for each property and condition, a side for each distribution."""
    named = [row[column] for row in row_dicts(table) for column in ("first", "second", "third")]
    ids = list(dict.fromkeys(index.thing(term).id for term in named if term is not None))
    found = [
        _compare_findings(ids, [_map_finding(index, rows) for rows in _split_by_subject(same)])
        for same in iterate_groups(table, "property", "condition")
    ]
    rows = sorted(found, key=lambda row: _table_position(index, row.property, row.condition))
    return [*_build_release_rows(index, ids), *rows]


def _build_release_rows(index: EntityIndex, ids: list[str]) -> list[ComparisonRow]:
    """Build the rows of the newest releases and their days; none if no release is on record."""
    newest = {slug: index.release_index.newest_record(slug) for slug in ids}
    told = {
        "newestRelease": {slug: each.version.written for slug, each in newest.items() if each},
        "newestReleaseDay": {slug: str(each.issued) for slug, each in newest.items() if each and each.issued},
    }
    return [_build_release_row(index, name, ids, values) for name, values in told.items() if values]


def _build_release_row(
    index: EntityIndex, name: str, ids: list[str], values: Mapping[str, str]
) -> ComparisonRow:
    """Build a row of what the tables of releases say; it rests on no claims."""
    kind = "xsd:date" if name == "newestReleaseDay" else "xsd:string"
    literals = {slug: Value(kind="literal", value=text, datatype=kind) for slug, text in values.items()}
    sides = tuple(
        Side(id=slug, values=(literals[slug],) if slug in literals else (), standing=None, claims=())
        for slug in ids
    )
    return ComparisonRow(
        property=index.thing(DG + name),
        about=None,
        concern=None,
        condition=None,
        sides=sides,
        differs=len(set(values.values())) > 1 if len(values) == len(ids) else None,
        sources=(),
    )


def _split_by_subject(rows: list[Row]) -> Iterator[list[Row]]:
    """Split rows by subject."""
    for _, same in groupby(rows, key=lambda row: text_of(row["subject"])):
        yield list(same)


def _compare_findings(ids: list[str], found: list[Finding]) -> ComparisonRow:
    """Compare the findings on one property."""
    by_subject = {each.subject.id: each for each in found}
    sides = tuple(_build_side(slug, by_subject.get(slug)) for slug in ids)
    known = [each for each in sides if each.values and all(value.kind != "unknown" for value in each.values)]
    contents = {frozenset(map(comparison_key, each.values)) for each in known}
    first = found[0]
    return ComparisonRow(
        property=first.property,
        about=first.about,
        concern=first.concern,
        condition=first.condition,
        sides=sides,
        differs=len(contents) > 1 if len(known) == len(sides) else None,
        sources=collect_citations(claim for each in sides for claim in each.claims),
    )


def comparison_key(value: Value) -> str:
    """Return a key that is the same for equal values: 0.5 GB is 512 MB."""
    size = parse_amount(value)
    return value.model_dump_json() if size is None else f"{size:.0f} B"


def parse_amount(value: Value) -> float | None:
    """Parse an amount into bytes, or a number into itself; None if the value is neither."""
    if isinstance(value.value, int) and not isinstance(value.value, bool):
        return float(value.value)
    said = AMOUNT.fullmatch(str(value.value))
    return float(said["number"]) * 1024 ** UNITS.index(said["unit"][0]) if said else None


def _build_side(slug: str, found: Finding | None) -> Side:
    """Build a side from a finding, or from there being none."""
    if found is None:
        return Side(id=slug, values=(), standing=None, claims=())
    return Side(
        id=slug,
        values=found.values,
        standing=found.standing,
        claims=found.claims,
        measured=found.measured,
    )


def _map_dispute_rows(index: EntityIndex, table: Table) -> list[DisputeRow]:
    """Map `disputes.rq`."""
    return sorted(
        (_map_dispute(index, each) for each in _map_findings(index, table)), key=lambda row: row.subject.id
    )


def _map_dispute(index: EntityIndex, found: Finding) -> DisputeRow:
    """Separate the sides of a finding.

    What was rejected stands against what prevails, and against whatever else it was rejected for. History,
    which held once and claims no more, is on neither side.
    """
    rejected = tuple(claim for claim in found.claims if _is_rejected(claim))
    linked = {iri for claim in rejected for iri in (*claim.contradicted_by, *claim.answered_by)}
    others = [index.claims[iri] for iri in sorted(linked) if iri in index.claims]
    kept = [claim for claim in found.claims if claim.value in found.values] + others
    prevailing = {claim.iri: claim for claim in kept if not _is_rejected(claim)}
    return DisputeRow(**dict(found), prevailing=tuple(prevailing.values()), rejected=rejected)


def _is_rejected(claim: Claim) -> bool:
    """Return whether a claim is deprecated."""
    return claim.rank.iri == DG + "Deprecated"


FACTS = Question(
    name="facts",
    row=Finding,
    map_rows=_map_findings,
    parameters={"subject": Parameter("thing", example="k0s", required=True)},
)
HOLDERS = Question(
    name="holders",
    row=Finding,
    map_rows=_map_findings,
    parameters={"property": Parameter("property", example="defaultCni", required=True)},
)
COMPARISON = Question(
    name="comparison",
    row=ComparisonRow,
    map_rows=_map_comparison_rows,
    parameters={
        "first": Parameter("Distribution", example="k3s", required=True),
        "second": Parameter("Distribution", example="k0s", required=True),
        "third": Parameter("Distribution", example="talos"),
    },
)
DISPUTES = Question(
    name="disputes",
    row=DisputeRow,
    map_rows=_map_dispute_rows,
    topic="sources",
    rest=[
        Rest(
            path="/disputes",
            tag="sources",
            name="disputes",
            description="List where sources disagree now (standing `Disputed`) and what was corrected: "
            "both sides, the verdicts and the reasons.",
        )
    ],
)
