"""Which claims on a distribution hold of one of its releases: by version, not by the day of the release.

A patch release of an old line comes out after the first release of a new one, and has nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.models import Claim
from graph.releases.version import Version, parse_version
from ontology import DG, PREFIXES

LINE_LENGTH = 2
"""Numbers of a version that names a line, such as 1.35, and with it every release of the line."""


@dataclass(frozen=True, slots=True)
class ClaimBounds:
    """Whether a claim has begun by a release, and is over with it; None if its versions do not say."""

    begun: bool | None
    ended: bool | None


def find_bounds(claim: Claim, release: Version) -> ClaimBounds:
    """Find where a release lies within the versions of a claim; `until` is the last one that has it."""
    begun = None if claim.since is None else _compare(release, parse_version(claim.since))
    ended = None if claim.until is None else _compare(release, parse_version(claim.until), last=True)
    return ClaimBounds(None if begun is None else begun >= 0, None if ended is None else ended > 0)


def serialize_bounds(claims: Iterable[Claim], release: Version) -> bytes:
    """Serialize as N-Quads which claims have begun by a release and which are over with it."""
    boolean = f"^^<{PREFIXES['xsd']}boolean>"
    lines = []
    for claim in claims:
        bounds = find_bounds(claim, release)
        for name, value in (("begun", bounds.begun), ("ended", bounds.ended)):
            if value is not None:
                lines.append(f'<{claim.iri}> <{DG}{name}> "{str(value).lower()}"{boolean} .\n')
    return "".join(lines).encode()


def _compare(release: Version, bound: Version, *, last: bool = False) -> int | None:
    """Compare a release with a bound: -1, 0 or 1; None if the bound has no order, such as a commit.

    A line is begun with its first release, and over with its last one.
    """
    if not bound.numbers or not release.numbers:
        return None
    if len(bound.numbers) <= LINE_LENGTH:
        own, line = release.numbers[: len(bound.numbers)], bound.numbers
        return (own > line) - (own < line)
    if last and release.numbers == bound.numbers and "+" not in bound.written:
        return 0  # v1.18.20 is every build of it
    return (release.key > bound.key) - (release.key < bound.key)
