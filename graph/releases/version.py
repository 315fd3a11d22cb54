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
RUN = re.compile(r"\d+|[a-z]+")
KEPT = 1 << 16
"""Versions that are kept once read. Strangers may ask for any, so that there must be an end to it."""
WIDTH = 4
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


@lru_cache(KEPT)
def parse_version(written: str) -> Version:
    """Read a version; what has no order (a digest, a commit) sorts before all that has, by its text."""
    if DIGEST.match(written) and not written.isdecimal():
        return Version(written, written, f"0{written}", ())
    plain = plainly(written)
    if pseudo := PSEUDO.match(plain):
        core, stamp, rest = pseudo.groups()
        return made(written, core, f"-{stamp}{rest}", before=True)
    if found := NUMBERED.match(plain):
        core, rest = found.groups()
        first = RUN.search(rest.lower())
        return made(written, core, rest, before=bool(first and first[0] in PRE_RELEASES))
    return Version(written, written, f"0{written}", ())


def plainly(written: str) -> str:
    """Take off what stands before the number: a name, a branch, dashes for dots."""
    if eks := EKS.match(written):
        return f"v{eks[1]}.{eks[2]}+eks.{eks[3]}"
    after = written.rpartition("@")[2]
    return re.sub(r"^[A-Za-z]+-(?=v?\d)", "", after)


def made(written: str, core: str, rest: str, *, before: bool) -> Version:
    """Make a version of its core and what follows it; `before` says that it comes before its own number."""
    numbers = tuple(map(int, core.split(".")))
    filled = numbers + (0,) * (WIDTH - len(numbers))
    mark = "a" if before else "n" if RUN.search(rest.lower()) else "m"
    runs = "".join(keyed(run) for run in RUN.findall(rest.lower()))
    # Of two that only differ in how they are written the text decides, so that the order is total. A tag with
    # its v comes first: MicroK8s calls the moving end of a line by the bare number of its first tag.
    key = f"1{''.join(map(sortable_number, filled))}{mark}{runs}!{int(not written.startswith('v'))}{written}"
    return Version(written, f"{'.'.join(map(str, numbers))}{rest}", key, numbers)


def keyed(run: str) -> str:
    """Make a part of a key of a run of digits or letters: digits sort before letters, as numbers."""
    return sortable_number(int(run)) if run.isdigit() else f"x{run}~"


@lru_cache(KEPT)
def sortable_number(value: int) -> str:
    """Write a number so that text orders it: its length before its digits."""
    digits = str(value)
    return f"{len(digits):02}{digits}"
