"""What holds of a release holds by its version: a patch of an old line has nothing of a newer line."""

import datetime as dt
import re

import pytest

from graph import KnowledgeGraph
from graph.catalogue.facts import FACTS
from graph.models import Claim
from graph.releases.release_bounds import find_bounds
from graph.releases.version import parse_version


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("which ingress controller does rke2 v1.34.9 use by default", "ingress-nginx"),
        ("rke2 1.35 默认用什么 ingress controller", "ingress-nginx"),
        ("which ingress controller does rke2 v1.36.3 use by default", "traefik"),
        ("which cni does microk8s 1.18 use", "flannel"),
        ("which cni does microk8s 1.20 use", "calico"),
        ("microk8s 1.18 default datastore", "etcd"),
        ("microk8s 1.22 default datastore", "dqlite"),
        ("k3s v1.18.20 HA datastore", "dqlite"),
        ("k3s v1.20.4 HA datastore", "etcd"),
        ("microk8s 1.34 ingress", "ingress-nginx"),
        ("what is the default datastore of k8s-snap 1.34", "etcd"),
    ],
)
def test_a_release_is_asked_by_its_version(kg: KnowledgeGraph, question: str, expected: str) -> None:
    """It does not matter which release of another line came out before."""
    reply = kg.ask(question)
    assert reply.answer, reply.reason
    assert expected in reply.answer.ids


@pytest.mark.parametrize(
    ("since", "until", "release", "begun", "ended"),
    [
        ("v1.36.0+rke2r1", None, "v1.34.9+rke2r1", False, None),
        ("v1.36.0+rke2r1", None, "v1.36.0+rke2r1", True, None),
        (None, "v1.35", "v1.35.9+rke2r1", None, False),
        (None, "1.35", "v1.36.0", None, True),
        ("1.16", "1.18", "v1.18.20", True, False),
        ("1.16", "1.18", "v1.15.4", False, False),
        (None, "v1.18.20", "v1.18.20+k3s1", None, False),
        (None, "v1.18.20+k3s1", "v1.18.20+k3s2", None, True),
        ("v1.9.0", None, "v1.10.0", True, None),
        ("0a1b2c3d4e5f", "0a1b2c3d4e5f", "v1.10.0", None, None),
        (None, None, "v1.10.0", None, None),
    ],
)
def test_versions_are_compared_as_versions(  # a table
    kg: KnowledgeGraph,
    since: str | None,
    until: str | None,
    release: str,
    begun: bool | None,  # noqa: FBT001
    ended: bool | None,  # noqa: FBT001
) -> None:
    """A line is begun with its first release and over with its last; a commit has no order."""
    claim = next(iter(kg.index.claims.values())).model_copy(update={"since": since, "until": until})
    bounds = find_bounds(claim, parse_version(release))
    assert (bounds.begun, bounds.ended) == (begun, ended)


@pytest.mark.parametrize("distribution", ["rke2", "k3s", "microk8s", "k0s"])
def test_no_day_of_another_line_counts(kg: KnowledgeGraph, distribution: str) -> None:
    """What a release has by default lies within the versions of the claims that say so."""
    releases = [each for each in kg.release_index.releases_of(distribution) if each.issued]
    newest_lines = {each.version.numbers[:2]: each for each in releases}
    for release in list(newest_lines.values())[-4::2]:
        told = kg.at(release.slug)
        assert told.as_of == release.issued
        for finding in told.answer(FACTS, subject=distribution).items:
            for claim in finding.claims:
                bounds = find_bounds(claim, release.version)
                if claim.value in finding.values and _is_only(claim, finding.claims):
                    assert bounds.begun is not False, (release.slug, claim.iri)
                    assert bounds.ended is not True, (release.slug, claim.iri)


def _is_only(claim: Claim, claims: tuple[Claim, ...]) -> bool:
    return [each.value for each in claims].count(claim.value) == 1


def test_a_release_counts_as_the_newest_of_its_distribution(kg: KnowledgeGraph) -> None:
    """Its versions are told, and those of the others are those of its day."""
    told = kg.ask("does rke2 v1.34.9 use traefik")
    assert told.answer
    assert re.search(r"RKE2 v1\.34\.9\+rke2r1 ships Traefik Proxy v3\.\d", told.answer.text)
    of_release = kg.at("rke2/v1.34.9+rke2r1")
    assert of_release.release_index.newest_release("rke2") == "rke2/v1.34.9+rke2r1"
    assert of_release.release_index.newest_release("k3s") == kg.on(
        dt.date(2026, 6, 25)
    ).release_index.newest_release("k3s")
