"""The records of certified conformance: all there, as they are spelt, and dated where a date is known."""

import datetime as dt
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from cli.main import main
from graph import KnowledgeGraph
from graph.catalogue.facts import COMPARISON, FACTS
from graph.catalogue.sources import CLAIMS
from graph.models import Claim
from graph.releases.version import parse_version
from graph.results.formatting import join_minors

COUNTED = {
    "eks-anywhere": 17,
    "eks-d": 17,
    "k0s": 18,
    "k3s": 23,
    "k8s-snap": 4,
    "kind": 12,
    "kubeadm": 7,
    "microk8s": 23,
    "microshift": 10,
    "minikube": 13,
    "openshift": 24,
    "rke": 20,
    "rke2": 20,
    "talos": 22,
}
DATED = {
    "k0s": 18,
    "k3s": 21,
    "k8s-snap": 4,
    "kind": 12,
    "kubeadm": 3,
    "minikube": 13,
    "rke2": 17,
    "talos": 17,
}
# subject, minor, name, version, type, vendor, since, from which day
RECORDS = [
    ("k3s", "1.13", "k3s", "v0.1.0", "distribution", "Rancher Labs", "v0.1.0", "2019-02-25"),
    ("k3s", "1.20", "k3s", "v1.20.0+k3s2", "distribution", "CNCF", "v1.20.0+k3s2", "2020-12-21"),
    ("k3s", "1.22", "k3s", "v1.22.2+k3s1", "distribution", "CNCF", "v1.22.2+k3s1", None),
    ("k3s", "1.37", "k3s", "v1.37.0+k3s1", "distribution", "SUSE, LLC", "v1.37.0+k3s1", "2026-09-14"),
    ("k0s", "1.35", "k0s", "v1.35.1+k0s.0", "distribution", "Mirantis", "v1.35.1+k0s.0", "2026-02-19"),
    ("k0s", "1.36", "k0s", "v1.36.1+k0s.0", "distribution", "k0sproject", "v1.36.1+k0s.0", "2026-06-12"),
    ("rke2", "1.18", "RKE Government", "v1.18.9-rc1+rke2", "distribution", "Rancher Labs",
     "v1.18.9-rc1+rke2", None),
    ("rke2", "1.35", "RKE Government", "v1.35.0+rke2r1", "distribution", "SUSE, LLC",
     "v1.35.0+rke2r1", "2025-12-30"),
    ("rke2", "1.36", "RKE2", "v1.36.0+rke2r1", "distribution", "SUSE, LLC", "v1.36.0+rke2r1", "2026-05-12"),
    ("rke", "1.18", "RKE - Rancher Kubernetes Engine", "v1.16", "installer", "Rancher Inc.", None, None),
    ("talos", "1.15", "Talos", "v0.1.0-beta.0", "installer", "Talos Systems", "v0.1.0-beta.0", None),
    ("kubeadm", "1.12", "kubeadm", "v1.12.0", None, "Weaveworks", "v1.12.0", None),
    ("minikube", "1.13", "minikube", "0.35.0", "installer", "minikube", "0.35.0", "2019-03-06"),
    ("microk8s", "1.12", "microk8s", "v1.12.0", "distribution", "Canonical Ltd", "v1.12.0", None),
    ("k8s-snap", "1.35", "Canonical Kubernetes", "v1.35.7", "distribution", "Canonical",
     "v1.35.7", "2026-08-13"),
    ("eks-d", "1.18", "Amazon Elastic Kubernetes Service Distro (Amazon EKS-D)", "v1.18.9", "distribution",
     "Amazon Web Services", None, None),
    ("eks-anywhere", "1.24", "Amazon Elastic Kubernetes Service Anywhere (Amazon EKS Anywhere)", "v1.24.6",
     "installer", "Amazon Web Services", None, None),
    ("eks-anywhere", "1.25", "Amazon Elastic Kubernetes Service Anywhere (Amazon EKS Anywhere)", "v0.14.2",
     "installer", "Amazon Web Services", "v0.14.2", None),
    ("openshift", "1.12", "OpenShift Online and OpenShift Container Platform by Red Hat", "v4.0.0", None,
     "Red Hat", "v4.0.0", None),
    ("microshift", "1.36", "Red Hat build of MicroShift", "v5.0.0-rc5", "distribution", "Red Hat",
     "v5.0.0-rc5", None),
]  # fmt: skip


@pytest.fixture(scope="module")
def records(kg: KnowledgeGraph) -> list[Claim]:
    """Ask for all records."""
    return kg.answer(CLAIMS, source="cncf-conformance", property="conformsTo").items


def minors(records: list[Claim]) -> dict[str, list[str]]:
    """Return the minors of each product, oldest first."""
    found: dict[str, list[str]] = defaultdict(list)
    for claim in sorted(records, key=lambda claim: parse_version(str(claim.value.value))):
        found[claim.subject.id].append(str(claim.value.value))
    return found


def test_every_record_is_there(records: list[Claim]) -> None:
    """All of every product; each minor once, as text."""
    assert len(records) == 230  # all that were found
    assert Counter(claim.subject.id for claim in records) == COUNTED
    assert {claim.value.datatype for claim in records} == {"xsd:string"}
    assert all(len(some) == len(set(some)) for some in minors(records).values())


def test_every_record_is_whole(records: list[Claim]) -> None:
    """It has a product, a version, a vendor and a place; it holds from then on, and nothing ends it."""
    for claim in records:
        assert claim.product, claim.iri
        assert claim.product_version, claim.iri
        assert claim.vendor, claim.iri
        assert claim.locator == f"{claim.path}@{claim.ref}"
        assert (claim.rank.id, claim.verdict.id) == ("Preferred", "Confirmed")
        assert (claim.until, claim.valid_until, claim.succeeded_by) == (None, None, ())
        assert claim.since == (None if claim.note else claim.product_version), claim.iri
    assert Counter(claim.subject.id for claim in records if claim.valid_from) == DATED
    assert Counter(claim.subject.id for claim in records if claim.note) == {
        "eks-d": 17,
        "eks-anywhere": 5,
        "rke": 1,
    }


@pytest.mark.parametrize(("subject", "minor", "name", "version", "kind", "vendor", "since", "day"), RECORDS)
def test_a_record_is_as_it_is_spelt(
    records: list[Claim],
    subject: str,
    minor: str,
    name: str,
    version: str,
    kind: str | None,
    vendor: str,
    since: str | None,
    day: str | None,
) -> None:
    """Names, versions and vendors changed over time and are kept."""
    [claim] = [each for each in records if (each.subject.id, each.value.value) == (subject, minor)]
    assert (claim.product, claim.product_version, claim.product_type) == (name, version, kind)
    assert (claim.vendor, claim.since) == (vendor, since)
    assert claim.valid_from == (dt.date.fromisoformat(day) if day else None)
    assert f"v{minor}/" in (claim.path or "")


def test_names_and_vendors_change_when_they_did(records: list[Claim]) -> None:
    """RKE Government until 1.35 and RKE2 from 1.36; k0s by Mirantis, and by k0sproject from 1.36."""
    rke2 = {str(each.value.value): each.product for each in records if each.subject.id == "rke2"}
    assert {minor for minor, name in rke2.items() if name == "RKE2"} == {"1.36", "1.37"}
    assert set(rke2.values()) == {"RKE Government", "RKE2"}
    k0s = {str(each.value.value): each.vendor for each in records if each.subject.id == "k0s"}
    assert {minor for minor, vendor in k0s.items() if vendor != "Mirantis"} == {"1.36"}
    assert k0s["1.36"] == "k0sproject"


def test_the_first_and_the_newest_agree_with_the_records(kg: KnowledgeGraph, records: list[Claim]) -> None:
    """What is said to be the first or the newest minor is that of the records, and cites the same file."""
    known = minors(records)
    place = {(each.subject.id, str(each.value.value)): each.path for each in records}
    held = 0
    for name, end in (("certifiedFrom", 0), ("certifiedFor", -1)):
        for claim in kg.answer(CLAIMS, source="cncf-conformance", property=name).items:
            if claim.subject.id in known:
                minor = known[claim.subject.id][end]
                assert (claim.value.value, claim.path) == (minor, place[claim.subject.id, minor]), claim.iri
                held += 1
    assert held == 13  # six with both ends, MicroShift with the newest; of KubeKey no record is kept


def test_a_record_does_not_hold_before_its_release(kg: KnowledgeGraph) -> None:
    """On the day before v1.36.0+k3s1 K3s was certified up to 1.35, and of that day on for 1.36."""

    def certified(day: str) -> list[object]:
        facts = kg.on(dt.date.fromisoformat(day)).answer(FACTS, subject="k3s").items
        [fact] = [fact for fact in facts if fact.property.id == "conformsTo"]
        return [value.value for value in fact.values]

    before, after = certified("2026-05-05"), certified("2026-05-06")
    assert "1.36" not in before
    assert after == [*before, "1.36"]
    assert "1.37" not in after


def test_a_record_is_shown_by_the_api(client: TestClient) -> None:
    """The claim has its product and vendor as JSON; any other claim leaves them empty."""
    body = client.get("/api/v1/claims?subject=k3s&property=conformsTo").json()
    first = next(item for item in body["items"] if item["value"]["value"] == "1.13")
    assert (first["product"], first["product_version"]) == ("k3s", "v0.1.0")
    assert (first["product_type"], first["vendor"]) == ("distribution", "Rancher Labs")
    other = client.get("/api/v1/claims?subject=k3s&property=defaultCni").json()["items"][0]
    assert (other["product"], other["product_version"], other["product_type"], other["vendor"]) == (None,) * 4


def test_minors_are_in_the_order_of_versions(kg: KnowledgeGraph) -> None:
    """In facts and in comparisons alike."""
    rows = kg.answer(COMPARISON, first="k3s", second="kind").items
    [row] = [row for row in rows if row.property.id == "conformsTo"]
    for side in row.sides:
        found = [str(value.value) for value in side.values]
        assert found == sorted(found, key=parse_version)
        assert len(found) == COUNTED[side.id]


def test_versions_are_ordered_as_numbers(tmp_path: Path) -> None:
    """1.9 comes before 1.10, and a run goes through both."""
    said = "\n".join(
        f"<http://e/#{minor}> a dg:Claim ; rdf:subject id:k3d ; rdf:predicate dg:conformsTo ; rdf:object "
        f'"{minor}" ; dg:rank dg:Normal ; dg:verdict dg:Confirmed ; dg:locator "page 1" .'
        for minor in ("1.10", "1.11", "1.9", "1.6")
    )
    file = tmp_path / "own.trig"
    file.write_text(
        f"""PREFIX dg: <https://w3id.org/distrograph/ontology#> PREFIX id: <https://w3id.org/distrograph/id/>
        PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> <http://e/> {{ {said} }}""",
        "utf-8",
    )
    facts = KnowledgeGraph.open(data=[file]).answer(FACTS, subject="k3d").items
    [fact] = [fact for fact in facts if fact.property.id == "conformsTo"]
    found = [str(value.value) for value in fact.values]
    assert found == ["1.6", "1.9", "1.10", "1.11"]
    assert join_minors(found) == "1.6, 1.9–1.11"


def test_a_table_shows_runs_and_a_csv_every_minor(capsys: pytest.CaptureFixture[str]) -> None:
    """A reader sees the gaps; a program gets the values."""
    main(["compare", "k3s", "k0s"])
    [line] = [line for line in capsys.readouterr().out.splitlines() if "for Kubernetes minor" in line]
    assert "1.13, 1.16–1.37" in line
    assert "1.19–1.36" in line
    main(["compare", "k3s", "k0s", "--format", "csv"])
    [line] = [line for line in capsys.readouterr().out.splitlines() if "for Kubernetes minor" in line]
    assert '"1.13, 1.16, 1.17, ' in line


def test_the_products_are_not_compared(kg: KnowledgeGraph) -> None:
    """OpenShift and EKS Anywhere are products: known, described, and no distribution of the list."""
    for slug in ("openshift", "eks-anywhere"):
        profile = kg.index.profile(kg.index.resolve("thing", slug).value)
        assert profile.kinds == ("Product",)
        assert profile.description
