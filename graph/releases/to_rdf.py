"""Release tables as N-Quads: what each release ships and where that stands, and what follows for facts.

The terms are those of ontology/releases.ttl. A table fills the named graph of its source; what it states of
releases and versions goes to the default graph, where simple questions find it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import zip_longest
from urllib.parse import quote

from graph.releases.intervals import Gap, Run, gaps, runs
from graph.releases.mainline import Release, kubernetes_of, mainline, predecessors, releases_of
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
NOT_RECORDED = (
    "The files that were read of later releases do not cover it; it is not known to have left.",
    "其后各版本所读取的文件未涵盖该组件，并非已知移除。",
)
FIRST_ON_RECORD = (
    "The first release on record to have it; the files read of earlier ones do not cover it.",
    "有记录以来首个包含该组件的版本；更早版本所读取的文件未涵盖该组件。",
)


@dataclass(frozen=True)
class Table:
    """A distribution's table, read and put in order."""

    distribution: str
    rows: Sequence[TableRow]

    @cached_property
    def graph(self) -> str:
        """The named graph that the table fills, and its source."""
        return f"{SOURCE}{self.distribution}-releases"

    @cached_property
    def releases(self) -> list[Release]:
        """The releases by version."""
        return releases_of(self.distribution, self.rows)

    @cached_property
    def mainline(self) -> list[Release]:
        """The releases that were the newest when they came out."""
        return list(mainline(self.releases))


def dg(name: str) -> str:
    """Write a term of the ontology."""
    return f"<{DG}{name}>"


def text_literal(value: str) -> str:
    """Write a plain literal."""
    if UNSAFE.search(value):
        value = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{value}"'


@cache
def versioned(thing: str, version: str) -> str:
    """Write the name of a release of a distribution or of a version of a component."""
    return f"<{version_iri(thing, version)}>"


def release_iri(release: Release) -> str:
    """Name a release."""
    return versioned(release.distribution, release.version.written)


def manifest_iri(table: Table, row: TableRow) -> str:
    """Name a file that was read of a release."""
    return f"<{table.graph}#{quote(f'{row.release}/{row.repository}/{row.path}', safe='+@:~/')}>"


# --- What each release ships -------------------------------------------------------------------------


def shipped_to_rdf(table: Table) -> bytes:
    """Write the releases, the versions that they ship, and the files that say so; every row comes back."""
    return "".join(releases_to_rdf(table)).encode()


def releases_to_rdf(table: Table) -> Iterator[str]:
    """Write the releases, what their files list, and which are missing."""
    before, kubernetes = predecessors(table.releases), kubernetes_of(table.releases)
    yield from newest_to_rdf(table)
    versions: dict[str, str] = {}
    for release in table.releases:
        iri, key = release_iri(release), release.version.key
        yield f"{iri} {TYPE} {dg('Release')} .\n{iri} {dg('releaseOf')} <{ID}{table.distribution}> .\n"
        yield version_labels(iri, release.version)
        if release.issued:
            yield f'{iri} {ISSUED} "{release.issued}"^^{DATE} .\n'
        if key in kubernetes:
            yield f"{iri} {dg('kubernetesVersion')} {text_literal(kubernetes[key])} .\n"
        if key in before:
            yield f"{iri} {dg('predecessor')} {release_iri(before[key])} .\n"
        yield from listing_to_rdf(table, release, iri, versions)
    yield from versions.values()
    yield from gaps_to_rdf(table)


def newest_to_rdf(table: Table) -> Iterator[str]:
    """Write from when until when each release was the newest; those without a day have no part in it."""
    dated = [(release_iri(release), release.issued) for release in table.mainline if release.issued]
    for (iri, day), (_, end) in zip_longest(dated, dated[1:], fillvalue=("", None)):
        yield f'{iri} {dg("newestFrom")} "{day}"^^{DATE} .\n'
        if end:
            yield f'{iri} {dg("newestUntil")} "{end}"^^{DATE} .\n'


def listing_to_rdf(table: Table, release: Release, iri: str, versions: dict[str, str]) -> Iterator[str]:
    """Write what the files of a release list; versions met for the first time are added to `versions`."""
    ships, lists, graph = dg("ships"), dg("lists"), f"<{table.graph}>"
    files: dict[tuple[str, str, str], str] = {}
    for row in release.rows:
        place = (row.repository, row.ref, row.path)
        if place not in files:
            files[place] = manifest_iri(table, row)
            yield manifest(files[place], iri, row, graph)
        version = versioned(row.component, row.version)
        if version not in versions:
            versions[version] = component_version(version, row)
        yield f"{iri} {ships} {version} .\n{files[place]} {lists} {version} {graph} .\n"


def component_version(iri: str, row: TableRow) -> str:
    """Write a version of a component."""
    kind = f"{iri} {TYPE} {dg('ComponentVersion')} .\n{iri} {dg('versionOf')} <{ID}{row.component}> .\n"
    return kind + version_labels(iri, parse_version(row.version))


def version_labels(iri: str, version: Version) -> str:
    """Write what a version is called, as written and normalised, and the key by which it is sorted."""
    return (
        f"{iri} {SOFTWARE_VERSION} {text_literal(version.written)} .\n"
        f"{iri} {dg('normalVersion')} {text_literal(version.normal)} .\n"
        f"{iri} {dg('sortKey')} {text_literal(version.key)} .\n"
    )


def manifest(iri: str, release: str, row: TableRow, graph: str) -> str:
    """Write where a file that was read of a release stands."""
    return (
        f"{iri} {TYPE} {dg('Manifest')} {graph} .\n"
        f"{iri} {dg('manifestOf')} {release} {graph} .\n"
        f"{iri} {CODE_REPOSITORY} <https://github.com/{row.repository}> {graph} .\n"
        f"{iri} {dg('ref')} {text_literal(row.ref)} {graph} .\n"
        f"{iri} {dg('path')} {text_literal(row.path)} {graph} .\n"
    )


def gaps_to_rdf(table: Table) -> Iterator[str]:
    """Write the gaps: Kubernetes minors of which no release is on record."""
    for gap in gaps(table.mainline, kubernetes_of(table.releases)):
        yield gap_of(table, gap)


def gap_of(table: Table, gap: Gap) -> str:
    """Write a gap."""
    graph, iri = f"<{table.graph}>", f"<{table.graph}#gap-{gap.minors[0]}>"
    minors = "".join(f"{iri} {dg('missingMinor')} {text_literal(minor)} {graph} .\n" for minor in gap.minors)
    return (
        f"{iri} {TYPE} {dg('Gap')} {graph} .\n"
        f"{iri} {dg('gapOf')} <{ID}{table.distribution}> {graph} .\n"
        f"{iri} {dg('gapAfter')} {release_iri(gap.after)} {graph} .\n"
        f"{iri} {dg('gapBefore')} {release_iri(gap.before)} {graph} .\n{minors}"
    )


# --- What follows for facts --------------------------------------------------------------------------


def digest(table: Table) -> bytes:
    """Write one claim for each span of time in which the newest release shipped a component."""
    return "".join(claim(table, run) for run in runs(table.mainline)).encode()


def claim(table: Table, run: Run) -> str:
    """Write that a distribution bundles a component from one release until another."""
    iri = f"<{table.graph}#{run.component}-{quote(run.first.version.written, safe='+@:~')}>"
    row = run.last.components[run.component][0]
    said = {
        TYPE: dg("Claim"),
        PARTS["subject"]: f"<{ID}{table.distribution}>",
        PARTS["predicate"]: dg("bundles"),
        PARTS["object"]: f"<{ID}{run.component}>",
        dg("rank"): dg("Preferred"),
        dg("verdict"): dg("Confirmed"),
        dg("since"): text_literal(run.first.version.written),
        CODE_REPOSITORY: f"<https://github.com/{row.repository}>",
        dg("ref"): text_literal(row.ref),
        dg("path"): text_literal(row.path),
        dg("locator"): text_literal(f"{row.path} at {row.ref}"),
    }
    if run.first.issued:
        said[dg("validFrom")] = f'"{run.first.issued}"^^{DATE}'
    if run.after:
        said[dg("until")] = text_literal(run.last.version.written)
        if run.after.issued:
            said[dg("validUntil")] = f'"{run.after.issued}"^^{DATE}'
    if run.joined:
        said[dg("precededBy")] = dg("None")
    if run.left:
        said[dg("succeededBy")] = dg("None")
    quads = [f"{iri} {name} {value} <{table.graph}> .\n" for name, value in said.items()]
    return "".join(quads) + remark(iri, run, table.graph)


def remark(iri: str, run: Run, graph: str) -> str:
    """Describe what is not known of the ends of a run."""
    remarks = [] if run.joined else [FIRST_ON_RECORD]
    if run.after and not run.left:
        remarks.append(NOT_RECORDED)
    if not remarks:
        return ""
    english, chinese = zip(*remarks, strict=True)
    note = f"{iri} {dg('note')}"
    texts = f"{text_literal(' '.join(english))}@en", f"{text_literal(''.join(chinese))}@zh"
    return "".join(f"{note} {text} <{graph}> .\n" for text in texts)
