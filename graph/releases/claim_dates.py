"""Earliest days of claims that name a release whose own day is not on record.

Minors come out one after another: no release of 1.22 was out before the first one on record of 1.21.
"""

from bisect import bisect_left
from collections import defaultdict
from typing import cast

from graph.rdf.store import Store, Table
from graph.rdf.terms import row_dicts, text_of
from graph.releases.version import Version, parse_version
from ontology import DG, PREFIXES

UNDATED_QUERY = """
SELECT ?claim ?subject ?since WHERE {
  GRAPH ?source { ?claim a dg:Claim ; rdf:subject ?subject ; dg:since ?since }
  FILTER NOT EXISTS { GRAPH ?source { ?claim dg:validFrom ?day } }
}
"""
NEWEST_QUERY = """
SELECT ?distribution ?version ?day WHERE {
  ?release dg:newestFrom ?day ; dg:releaseOf ?distribution ; schema:softwareVersion ?version .
}
"""
ReleaseLine = list[tuple[str, Version, str]]
"""The releases of a distribution that were its newest: sort key, version, day."""


def derive_earliest_dates(store: Store) -> bytes:
    """Derive, as N-Quads, the day before which each undated claim cannot hold."""
    lines: dict[str, ReleaseLine] = defaultdict(list)
    for row in row_dicts(cast("Table", store.query(NEWEST_QUERY))):
        version = parse_version(text_of(row["version"]))
        if not _is_branch(version):
            lines[text_of(row["distribution"])].append((version.key, version, text_of(row["day"])))
    for line in lines.values():
        line.sort()
    written = []
    for row in row_dicts(cast("Table", store.query(UNDATED_QUERY))):
        line, since = lines.get(text_of(row["subject"]), []), parse_version(text_of(row["since"]))
        if since.numbers and not _is_branch(since) and (day := _find_bound(line, since)):
            literal = f'"{day}"^^<{PREFIXES["xsd"]}date>'
            written.append(f"<{text_of(row['claim'])}> <{DG}notBefore> {literal} .\n")
    return "".join(sorted(written)).encode()


def _is_branch(version: Version) -> bool:
    """Return whether a version names a branch, as 1.16 of MicroK8s does."""
    return not version.written.startswith("v") and version.normal.count(".") < 2  # noqa: PLR2004  # major.minor


def _find_bound(line: ReleaseLine, since: Version) -> str | None:
    """Find the day of the first release of the minor before a version; None if there is none."""
    below = bisect_left(line, since.key, key=lambda entry: entry[0])
    if not below:
        return None
    minor = line[below - 1][1].numbers[:2]
    return min(day for _, version, day in line[:below] if version.numbers[:2] == minor)
