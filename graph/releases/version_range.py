"""Ranges of versions, such as `>=2.10,<3`, as bounds on sort keys."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from graph.errors import BadParameterError
from graph.releases.version import Version, parse_version, sortable_number
from i18n import Message

CONDITION = re.compile(r"\s*(>=|<=|==|>|<|=)?\s*([^\s<>=,]+)\s*")
LAST_KEY = "~"
"""Sorts after every sort key."""
FIRST_KEY = "1"
"""Keys of versions that have no order (digests, commits) sort before it: no range holds them."""


@dataclass(frozen=True, slots=True)
class VersionRange:
    """The versions whose sort key is `low` or above and below `high`."""

    low: str = FIRST_KEY
    high: str = LAST_KEY

    def contains(self, key: str) -> bool:
        """Return whether a version with this sort key is in the range."""
        return self.low <= key < self.high

    def contains_any(self, versions: Iterable[str]) -> bool:
        """Return whether one of some versions, as written, is in the range."""
        return any(self.contains(parse_version(version).key) for version in versions)


def parse_version_range(written: str) -> VersionRange:
    """Parse conditions that must all hold: `>=2.10,<3`, `<=v1.7.17-k3s1`, `2.10` or `2.10.x` for a line.

    A bound without a suffix takes the rebuilds of its version (`v2.10.7-k3s1`) for that version, and release
    candidates for what comes before it. Raises BadParameterError that names the wrong part.
    """
    found = VersionRange()
    for part in written.split(","):
        bounds = _parse_condition(part)
        found = VersionRange(max(found.low, bounds.low), min(found.high, bounds.high))
    return found


def _parse_condition(part: str) -> VersionRange:
    """Parse one condition."""
    read = CONDITION.fullmatch(part)
    version = parse_version(re.sub(r"(\.[xX*])+$", "", read[2])) if read else None
    if not read or not version or not version.numbers:
        raise BadParameterError(
            Message(
                "“{strip}” is not a version range; write for example >=2.10,<3 or 2.10",
                strip=part.strip()[:50],
            ),
            parameter="version",
        )
    if (read[1] or "=") in {"=", "=="}:
        start = _line_prefix(version)
        return VersionRange(start, start + LAST_KEY)
    before, after = _key_bounds(version)
    return {
        ">=": VersionRange(low=before),
        ">": VersionRange(low=after),
        "<": VersionRange(high=before),
        "<=": VersionRange(high=after),
    }[read[1]]


def _line_prefix(version: Version) -> str:
    """Return the common prefix of the keys of all versions of a line."""
    plain = ".".join(map(str, version.numbers))
    if version.normal != plain:
        return version.key.partition("!")[0] + "!"
    return FIRST_KEY + "".join(map(sortable_number, version.numbers))


def _key_bounds(version: Version) -> tuple[str, str]:
    """Return the keys right before a version and right after it and its rebuilds."""
    own = version.key.partition("!")[0]
    if version.normal != ".".join(map(str, version.numbers)):
        return own + "!", own + '"'
    return own, own[:-1] + "o"
