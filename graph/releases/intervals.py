"""Intervals in which a distribution shipped a component, and gaps of the record."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph.releases.mainline import Release, file_kind


@dataclass(frozen=True)
class ShippingInterval:
    """An unbroken sequence of releases, each the newest of its day, that ship a component.

    `added`: the release before `first` is known not to ship it; otherwise `first` is only the first on
    record. `after` is the first release that does not list it; `removed`: whether that is known not to
    ship it, because a file of the kind that listed it was read there, or whether only nobody recorded it.
    """

    component: str
    first: Release
    last: Release
    after: Release | None
    added: bool
    removed: bool


@dataclass(frozen=True)
class RecordGap:
    """Kubernetes minors of which no release is on record, between two that are."""

    after: Release
    before: Release
    minors: tuple[str, ...]


def find_intervals(mainline: Sequence[Release]) -> Iterator[ShippingInterval]:
    """Find the shipping intervals of all components, by their end."""
    began: dict[str, tuple[Release, bool]] = {}
    before: Release | None = None
    for release in mainline:
        for component in sorted(set(began) - set(release.components)):
            first, joined = began.pop(component)
            if before is not None:
                left = _is_delisted(component, before, release)
                yield ShippingInterval(component, first, before, release, joined, left)
        for component in sorted(set(release.components) - set(began)):
            began[component] = release, before is not None and _is_delisted(component, release, before)
        before = release
    for component, (first, joined) in sorted(began.items()):
        if before is not None:
            yield ShippingInterval(component, first, before, None, joined, removed=False)


def _is_delisted(component: str, listing: Release, other: Release) -> bool:
    """Return whether a file of the kind that lists a component in one release was read in another as well."""
    return any(
        file_kind(row.repository, row.path) in other.kinds_of_files for row in listing.components[component]
    )


def find_gaps(mainline: Sequence[Release], kubernetes: Mapping[str, str]) -> Iterator[RecordGap]:
    """Find the Kubernetes minors that are missing between releases that bear Kubernetes' own numbers.

    `kubernetes` is the result of `map_kubernetes_versions` for all releases: one of an older line may fill
    what the newest ones skipped.
    """
    there = {tuple(version.split(".")[:2]) for version in kubernetes.values()}
    for older, newer in pairwise(mainline):
        low, high = _kubernetes_minor(older, kubernetes), _kubernetes_minor(newer, kubernetes)
        if low and high and low[0] == high[0]:
            between = ((str(low[0]), str(minor)) for minor in range(low[1] + 1, high[1]))
            if missing := [".".join(minor) for minor in between if minor not in there]:
                yield RecordGap(older, newer, tuple(missing))


def _kubernetes_minor(release: Release, kubernetes: Mapping[str, str]) -> tuple[int, ...]:
    """Return major and minor of a release that bears those of its Kubernetes."""
    own = release.version.numbers[:2]
    shipped = kubernetes.get(release.version.key, "")
    return own if shipped.split(".")[:2] == [str(number) for number in own] else ()
