"""From releases to spans of time: when a distribution shipped a component, and when nobody knows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph.releases.mainline import Release, kind_of_file


@dataclass(frozen=True)
class Run:
    """An unbroken row of releases, each the newest of its day, that ship a component.

    `joined`: the release before `first` is known not to ship it; otherwise `first` is only the first on
    record. `after` is the first release that does not list it; `left` tells whether that is known not to
    ship it, because a file of the kind that listed it was read there, or whether only nobody recorded it.
    """

    component: str
    first: Release
    last: Release
    after: Release | None
    joined: bool
    left: bool


@dataclass(frozen=True)
class Gap:
    """Kubernetes minors of which no release is on record, between two that are."""

    after: Release
    before: Release
    minors: tuple[str, ...]


def runs(mainline: Sequence[Release]) -> Iterator[Run]:
    """Return the runs of all components, by their end."""
    began: dict[str, tuple[Release, bool]] = {}
    before: Release | None = None
    for release in mainline:
        for component in sorted(set(began) - set(release.components)):
            first, joined = began.pop(component)
            if before is not None:
                left = is_listed_no_more(component, before, release)
                yield Run(component, first, before, release, joined, left)
        for component in sorted(set(release.components) - set(began)):
            began[component] = release, before is not None and is_listed_no_more(component, release, before)
        before = release
    for component, (first, joined) in sorted(began.items()):
        if before is not None:
            yield Run(component, first, before, None, joined, left=False)


def is_listed_no_more(component: str, listing: Release, other: Release) -> bool:
    """Return whether a file of the kind that lists a component in one release was read in another as well."""
    return any(
        kind_of_file(row.repository, row.path) in other.kinds_of_files
        for row in listing.components[component]
    )


def gaps(mainline: Sequence[Release], kubernetes: Mapping[str, str]) -> Iterator[Gap]:
    """Return the Kubernetes minors that are missing between releases that bear Kubernetes' own numbers.

    `kubernetes` is what `kubernetes_of` gives of all releases: one of an older line may fill what the newest
    ones skipped.
    """
    there = {tuple(version.split(".")[:2]) for version in kubernetes.values()}
    for older, newer in pairwise(mainline):
        low, high = minor_of(older, kubernetes), minor_of(newer, kubernetes)
        if low and high and low[0] == high[0]:
            between = ((str(low[0]), str(minor)) for minor in range(low[1] + 1, high[1]))
            if missing := [".".join(minor) for minor in between if minor not in there]:
                yield Gap(older, newer, tuple(missing))


def minor_of(release: Release, kubernetes: Mapping[str, str]) -> tuple[int, ...]:
    """Return major and minor of a release that bears those of its Kubernetes."""
    own = release.version.numbers[:2]
    shipped = kubernetes.get(release.version.key, "")
    return own if shipped.split(".")[:2] == [str(number) for number in own] else ()
