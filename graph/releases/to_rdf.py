"""Release tables as N-Quads: what each release ships, with its sources, and the claims that follow.

The terms are those of ontology/releases.ttl. A table fills the named graph of its source; what it states of
releases and versions goes to the default graph, where simple questions find it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import zip_longest
from urllib.parse import quote

from graph.models import localize
from graph.releases.intervals import RecordGap, ShippingInterval, find_gaps, find_intervals
from graph.releases.mainline import (
    Release,
    group_lines,
    group_releases,
    map_kubernetes_versions,
    map_predecessors,
    select_mainline,
)
from graph.releases.table import TableRow
from graph.releases.version import Version, parse_version
from ontology import DG, ID, PREFIXES, SOURCE, version_iri

TYPE = f"<{PREFIXES['rdf']}type>"
SOFTWARE_VERSION = f"<{PREFIXES['schema']}softwareVersion>"
CODE_REPOSITORY = f"<{PREFIXES['schema']}codeRepository>"
ISSUED = f"<{PREFIXES['dcterms']}issued>"
DATE = f"<{PREFIXES['xsd']}date>"
PARTS = {part: f"<{PREFIXES['rdf']}{part}>" for part in ("subject", "predicate", "object")}
UNSAFE = re.compile(r'[\\"\n\r]')
NOT_RECORDED = localize(
    "The files that were read of later releases do not cover it; whether it was removed is not recorded."
)
FIRST_ON_RECORD = localize(
    "The first recorded release to have it; the files that were read of earlier releases do not cover it."
)


@dataclass(frozen=True)
class ReleaseTable:
    """A distribution's table, parsed and in order."""

    distribution: str
    rows: Sequence[TableRow]

    @cached_property
    def graph(self) -> str:
        """The named graph that the table fills, and its source."""
        return f"{SOURCE}{self.distribution}-releases"

    @cached_property
    def releases(self) -> list[Release]:
        """The releases by version."""
        return group_releases(self.distribution, self.rows)

    @cached_property
    def mainline(self) -> list[Release]:
        """The releases that were the newest when they came out."""
        return list(select_mainline(self.releases))


def _ontology_term(name: str) -> str:
    """Format a term of the ontology."""
    return f"<{DG}{name}>"


def _text_literal(value: str) -> str:
    """Format a plain literal."""
    if UNSAFE.search(value):
        value = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{value}"'


@cache
def _version_term(thing: str, version: str) -> str:
    """Format the IRI of a release of a distribution or of a version of a component."""
    return f"<{version_iri(thing, version)}>"


def _release_iri(release: Release) -> str:
    """Format the IRI of a release."""
    return _version_term(release.distribution, release.version.written)


def _manifest_iri(table: ReleaseTable, row: TableRow) -> str:
    """Format the IRI of a file that was read of a release."""
    return f"<{table.graph}#{quote(f'{row.release}/{row.repository}/{row.path}', safe='+@:~/')}>"


# --- What each release ships -------------------------------------------------------------------------


def shipped_to_rdf(table: ReleaseTable) -> bytes:
    """Serialize the releases, the versions that they ship, and the files that say so, losing no row."""
    return "".join(_releases_to_rdf(table)).encode()


def _releases_to_rdf(table: ReleaseTable) -> Iterator[str]:
    """Serialize the releases, what their files list, and which are missing."""
    before, kubernetes = map_predecessors(table.releases), map_kubernetes_versions(table.releases)
    yield from _newest_to_rdf(table)
    versions: dict[str, str] = {}
    for release in table.releases:
        iri, key = _release_iri(release), release.version.key
        yield f"{iri} {TYPE} {_ontology_term('Release')} .\n"
        yield f"{iri} {_ontology_term('releaseOf')} <{ID}{table.distribution}> .\n"
        yield _labels_to_rdf(iri, release.version)
        if release.issued:
            yield f'{iri} {ISSUED} "{release.issued}"^^{DATE} .\n'
        if key in kubernetes:
            yield f"{iri} {_ontology_term('kubernetesVersion')} {_text_literal(kubernetes[key])} .\n"
        if key in before:
            yield f"{iri} {_ontology_term('predecessor')} {_release_iri(before[key])} .\n"
        yield from _listing_to_rdf(table, release, iri, versions)
    yield from versions.values()
    yield from _gaps_to_rdf(table)


def _newest_to_rdf(table: ReleaseTable) -> Iterator[str]:
    """Serialize when each release was the newest, of all and of its line; not one without a day."""
    yield from _periods_to_rdf(table.mainline, "newestFrom", "newestUntil")
    for line in group_lines(table.releases):
        yield from _periods_to_rdf(list(select_mainline(line)), "newestOfLineFrom", "newestOfLineUntil")


def _periods_to_rdf(releases: Sequence[Release], first: str, last: str) -> Iterator[str]:
    dated = [(_release_iri(release), release.issued) for release in releases if release.issued]
    for (iri, day), (_, end) in zip_longest(dated, dated[1:], fillvalue=("", None)):
        yield f'{iri} {_ontology_term(first)} "{day}"^^{DATE} .\n'
        if end:
            yield f'{iri} {_ontology_term(last)} "{end}"^^{DATE} .\n'


def _listing_to_rdf(
    table: ReleaseTable, release: Release, iri: str, versions: dict[str, str]
) -> Iterator[str]:
    """Serialize what the files of a release list; new versions are added to `versions`."""
    ships, lists, graph = _ontology_term("ships"), _ontology_term("lists"), f"<{table.graph}>"
    files: dict[tuple[str, str, str], str] = {}
    for row in release.rows:
        place = (row.repository, row.ref, row.path)
        if place not in files:
            files[place] = _manifest_iri(table, row)
            yield _manifest_to_rdf(files[place], iri, row, graph)
        version = _version_term(row.component, row.version)
        if version not in versions:
            versions[version] = _component_version_to_rdf(version, row)
        yield f"{iri} {ships} {version} .\n{files[place]} {lists} {version} {graph} .\n"


def _component_version_to_rdf(iri: str, row: TableRow) -> str:
    """Serialize a version of a component."""
    kind = (
        f"{iri} {TYPE} {_ontology_term('ComponentVersion')} .\n"
        f"{iri} {_ontology_term('versionOf')} <{ID}{row.component}> .\n"
    )
    return kind + _labels_to_rdf(iri, parse_version(row.version))


def _labels_to_rdf(iri: str, version: Version) -> str:
    """Serialize the labels of a version, as written and normalised, and its sort key."""
    return (
        f"{iri} {SOFTWARE_VERSION} {_text_literal(version.written)} .\n"
        f"{iri} {_ontology_term('normalVersion')} {_text_literal(version.normal)} .\n"
        f"{iri} {_ontology_term('sortKey')} {_text_literal(version.key)} .\n"
    )


def _manifest_to_rdf(iri: str, release: str, row: TableRow, graph: str) -> str:
    """Serialize the location of a file that was read of a release."""
    return (
        f"{iri} {TYPE} {_ontology_term('Manifest')} {graph} .\n"
        f"{iri} {_ontology_term('manifestOf')} {release} {graph} .\n"
        f"{iri} {CODE_REPOSITORY} <https://github.com/{row.repository}> {graph} .\n"
        f"{iri} {_ontology_term('ref')} {_text_literal(row.ref)} {graph} .\n"
        f"{iri} {_ontology_term('path')} {_text_literal(row.path)} {graph} .\n"
    )


def _gaps_to_rdf(table: ReleaseTable) -> Iterator[str]:
    """Serialize the gaps: Kubernetes minors of which no release is on record."""
    for gap in find_gaps(table.mainline, map_kubernetes_versions(table.releases)):
        yield _gap_to_rdf(table, gap)


def _gap_to_rdf(table: ReleaseTable, gap: RecordGap) -> str:
    """Serialize a gap."""
    graph, iri = f"<{table.graph}>", f"<{table.graph}#gap-{gap.minors[0]}>"
    minors = "".join(
        f"{iri} {_ontology_term('missingMinor')} {_text_literal(minor)} {graph} .\n" for minor in gap.minors
    )
    return (
        f"{iri} {TYPE} {_ontology_term('Gap')} {graph} .\n"
        f"{iri} {_ontology_term('gapOf')} <{ID}{table.distribution}> {graph} .\n"
        f"{iri} {_ontology_term('gapAfter')} {_release_iri(gap.after)} {graph} .\n"
        f"{iri} {_ontology_term('gapBefore')} {_release_iri(gap.before)} {graph} .\n{minors}"
    )


# --- What follows for facts --------------------------------------------------------------------------


def claims_to_rdf(table: ReleaseTable) -> bytes:
    """Serialize one claim for each interval in which the newest release shipped a component."""
    return "".join(_claim_to_rdf(table, run) for run in find_intervals(table.mainline)).encode()


def _claim_to_rdf(table: ReleaseTable, run: ShippingInterval) -> str:
    """Serialize the claim that a distribution bundles a component from one release until another."""
    iri = f"<{table.graph}#{run.component}-{quote(run.first.version.written, safe='+@:~')}>"
    row = run.last.components[run.component][0]
    said = {
        TYPE: _ontology_term("Claim"),
        PARTS["subject"]: f"<{ID}{table.distribution}>",
        PARTS["predicate"]: _ontology_term("bundles"),
        PARTS["object"]: f"<{ID}{run.component}>",
        _ontology_term("rank"): _ontology_term("Preferred"),
        _ontology_term("verdict"): _ontology_term("Confirmed"),
        _ontology_term("since"): _text_literal(run.first.version.written),
        CODE_REPOSITORY: f"<https://github.com/{row.repository}>",
        _ontology_term("ref"): _text_literal(row.ref),
        _ontology_term("path"): _text_literal(row.path),
        _ontology_term("locator"): _text_literal(f"{row.path}@{row.ref}"),
    }
    if run.first.issued:
        said[_ontology_term("validFrom")] = f'"{run.first.issued}"^^{DATE}'
    if run.after:
        said[_ontology_term("until")] = _text_literal(run.last.version.written)
        if run.after.issued:
            said[_ontology_term("validUntil")] = f'"{run.after.issued}"^^{DATE}'
    if run.added:
        said[_ontology_term("precededBy")] = _ontology_term("None")
    if run.removed:
        said[_ontology_term("succeededBy")] = _ontology_term("None")
    quads = [f"{iri} {name} {value} <{table.graph}> .\n" for name, value in said.items()]
    return "".join(quads) + _remark_to_rdf(iri, run, table.graph)


def _remark_to_rdf(iri: str, run: ShippingInterval, graph: str) -> str:
    """Serialize a note on what is not known of the ends of an interval."""
    remarks = [] if run.added else [FIRST_ON_RECORD]
    if run.after and not run.removed:
        remarks.append(NOT_RECORDED)
    if not remarks:
        return ""
    note = f"{iri} {_ontology_term('note')}"
    english = _text_literal(" ".join(each.en for each in remarks))
    chinese = _text_literal("".join(each.zh for each in remarks))
    texts = f"{english}@en", f"{chinese}@zh"
    return "".join(f"{note} {text} <{graph}> .\n" for text in texts)
