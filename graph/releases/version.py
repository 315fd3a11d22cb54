"""Versions in the order in which their projects release them.

A version is kept as upstream wrote it. Beside it stand a normalised form, for people, and a sort key: a text
that orders as the versions do, so that a store can compare it. 1.9 comes before 1.10, a release candidate
before its release, a rebuild (`-k3s1`, `+k0s.2`, `-rke2r1`, `-hardened1`, `-build20240101`) after it.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

PRE_RELEASES = {"alpha", "beta", "rc", "pre", "preview", "dev", "snapshot"}
"""What marks a version that comes before the one whose number it bears."""
DIGEST = re.compile(r"^(?:.*@)?sha\d+:[0-9a-f]+$|^[0-9a-f]{7,40}$")
EKS = re.compile(r"^v(\d+)-(\d+)-eks-(\d+)$")
PSEUDO = re.compile(r"^v?(\d+(?:\.\d+)*)-(?:0\.|.*\.0\.)?(\d{14})-[0-9a-f]{12}(.*)$")
"""A pseudo-version of Go modules: a commit after the last tag, named by its time."""
NUMBERED = re.compile(r"^[vV]?(\d+(?:\.\d+)*)(.*)$")
DIGITS_OR_LETTERS = re.compile(r"\d+|[a-z]+")
CACHE_SIZE = 1 << 16
"""Versions that are kept once read. Strangers may ask for any, so that there must be an end to it."""
CORE_LENGTH = 4
"""Numbers to which the core of a version is filled up: 1.9 and 1.9.0 are one."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version: as written, normalised, and its sort key; `numbers` are those of its core."""

    written: str
    normal: str
    key: str
    numbers: tuple[int, ...]

    def __lt__(self, other: "Version") -> bool:
        """Return whether this version comes before another."""
        return self.key < other.key


@lru_cache(CACHE_SIZE)
def parse_version(written: str) -> Version:
    """Parse a version; one without an order (a digest, a commit) sorts before all others, by its text."""
    if DIGEST.match(written) and not written.isdecimal():
        return Version(written, written, f"0{written}", ())
    plain = _strip_decoration(written)
    if pseudo := PSEUDO.match(plain):
        core, stamp, rest = pseudo.groups()
        return _build_version(written, core, f"-{stamp}{rest}", before=True)
    if found := NUMBERED.match(plain):
        core, rest = found.groups()
        first = DIGITS_OR_LETTERS.search(rest.lower())
        return _build_version(written, core, rest, before=bool(first and first[0] in PRE_RELEASES))
    return Version(written, written, f"0{written}", ())


def _strip_decoration(written: str) -> str:
    """Strip what stands before the number: a name, a branch, dashes for dots."""
    if eks := EKS.match(written):
        return f"v{eks[1]}.{eks[2]}+eks.{eks[3]}"
    after = written.rpartition("@")[2]
    return re.sub(r"^[A-Za-z]+-(?=v?\d)", "", after)


def _build_version(written: str, core: str, rest: str, *, before: bool) -> Version:
    """Build a version from its core and what follows; `before`: it comes before its own number."""
    numbers = tuple(map(int, core.split(".")))
    filled = numbers + (0,) * (CORE_LENGTH - len(numbers))
    mark = "a" if before else "n" if DIGITS_OR_LETTERS.search(rest.lower()) else "m"
    runs = "".join(_key_part(run) for run in DIGITS_OR_LETTERS.findall(rest.lower()))
    # Of two that only differ in how they are written the text decides, so that the order is total. A tag with
    # its v comes first: MicroK8s calls the moving end of a line by the bare number of its first tag.
    key = f"1{''.join(map(sortable_number, filled))}{mark}{runs}!{int(not written.startswith('v'))}{written}"
    return Version(written, f"{'.'.join(map(str, numbers))}{rest}", key, numbers)


def _key_part(run: str) -> str:
    """Return the part of a sort key for digits or letters: digits sort before letters, as numbers."""
    return sortable_number(int(run)) if run.isdigit() else f"x{run}~"


@lru_cache(CACHE_SIZE)
def sortable_number(value: int) -> str:
    """Format a number so that it sorts as text: its length before its digits."""
    digits = str(value)
    return f"{len(digits):02}{digits}"
