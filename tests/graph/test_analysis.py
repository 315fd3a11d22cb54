"""The graph as a whole: on graphs made by hand whose answers are known, and on the bundled one."""

from itertools import permutations

import pytest
from fastapi.testclient import TestClient

from cli.main import main
from graph import KnowledgeGraph
from graph.analysis.adoption import find_unique, measure_adoption
from graph.analysis.impact import find_affected, find_unknown_users
from graph.analysis.lineage import trace_lineage
from graph.analysis.paths import find_paths
from graph.analysis.similarity import SimilarRow, rank_similar

HEAD = """
@prefix dg: <https://w3id.org/distrograph/ontology#> .
@prefix id: <https://w3id.org/distrograph/id/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <https://w3id.org/distrograph/source/hand> .
id:net a dg:Concern ; skos:prefLabel "net"@en .
id:store a dg:Concern ; skos:prefLabel "store"@en .
id:routing a dg:Capability ; skos:prefLabel "routing"@en ; skos:broader id:net .
id:naming a dg:Capability ; skos:prefLabel "naming"@en ; skos:broader id:net .
id:keeping a dg:Capability ; skos:prefLabel "keeping"@en ; skos:broader id:store .
dg:routes a owl:ObjectProperty ; rdfs:subPropertyOf dg:enables ; dg:about id:routing ;
    rdfs:label "routes"@en .
dg:names a owl:ObjectProperty ; rdfs:subPropertyOf dg:enables ; dg:about id:naming ; rdfs:label "names"@en .
dg:keeps a owl:ObjectProperty ; rdfs:subPropertyOf dg:enables ; dg:about id:keeping ; rdfs:label "keeps"@en .
"""
SOURCE = """
<hand> { <hand> a dg:Source ; dcterms:title "By hand"@en ; dg:sourceKind dg:Primary ;
  schema:url <https://example.com/> ; dg:retrieved "2026-11-01"^^xsd:date .
"""
CLAIM = (
    "<hand#{}> a dg:Claim ; rdf:subject id:{} ; rdf:predicate dg:{} ; rdf:object id:{} ; "
    'dg:rank dg:Preferred ; dg:verdict dg:Confirmed ; dg:locator "by hand" .'
)
COMPONENTS = {"router": "routing", "switch": "routing", "names": "naming", "disk": "keeping"}
SAID = (
    ("one", "routes", "router"),
    ("one", "names", "names"),
    ("two", "routes", "router"),
    ("two", "routes", "switch"),
    ("two", "names", "names"),
    ("three", "keeps", "disk"),
    ("child", "builtOn", "one"),
    ("names", "requires", "disk"),
)


@pytest.fixture(scope="module")
def hand(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """Make a graph of five distributions and four components."""
    things = [
        f'id:{name} a dg:Distribution ; skos:prefLabel "{name}"@en .' for name in ("one", "two", "three")
    ]
    things += [f'id:{name} a dg:Distribution ; skos:prefLabel "{name}"@en .' for name in ("child", "blank")]
    things += [
        f'id:{name} a dg:Component ; skos:prefLabel "{name}"@en ; dg:provides id:{capability} .'
        for name, capability in COMPONENTS.items()
    ]
    claims = [CLAIM.format(number, *said) for number, said in enumerate(SAID, 1)]
    file = tmp_path_factory.mktemp("hand") / "hand.trig"
    file.write_text("\n".join([HEAD, *things, SOURCE, *claims, "}"]), "utf-8")
    return KnowledgeGraph.open(data=[file], bundled=False)


def row(kg: KnowledgeGraph, one: str, other: str) -> SimilarRow:
    """Compare two distributions."""
    return next(each for each in rank_similar(kg, one) if each.id == other)


# --- Likeness


def test_likeness_is_what_both_have_of_what_either_has(hand: KnowledgeGraph) -> None:
    """One routes with the router, two with that and the switch; both name with the same."""
    found = row(hand, "one", "two")
    assert (found.likeness.shared, found.likeness.either) == (2, 3)
    assert found.likeness.similarity == pytest.approx(2 / 3)
    assert (found.likeness.known, found.likeness.of) == (2, 3)
    by_concern = {each.concern.id: each for each in found.concerns}
    assert by_concern["net"].similarity == pytest.approx(2 / 3)
    assert (by_concern["store"].similarity, by_concern["store"].known, by_concern["store"].of) == (None, 0, 1)
    assert {place.source for place in found.sources} == {"hand"}


def test_of_what_is_not_known_of_both_nothing_is_said(hand: KnowledgeGraph) -> None:
    """Three has nothing in common with one that is recorded of both; of blank nothing is recorded."""
    for other in ("three", "blank"):
        found = row(hand, "one", other)
        assert (found.likeness.similarity, found.likeness.known, found.sources) == (None, 0, ())
    assert rank_similar(hand, "one")[0].id == "two"


def test_likeness_is_the_same_both_ways_and_within_bounds(kg: KnowledgeGraph) -> None:
    """For all pairs, as a whole and in each concern; the parts add up to the whole."""
    names = [
        each.removeprefix("https://w3id.org/distrograph/id/")
        for each in kg.index.slugs("Distribution").values()
    ]
    found = {(one, other.id): other for one in names for other in rank_similar(kg, one)}
    assert len(found) == len(names) * (len(names) - 1)
    for one, other in permutations(names, 2):
        there, back = found[one, other], found[other, one]
        assert (there.likeness, there.concerns) == (back.likeness, back.concerns)
        whole = there.likeness
        for each in (whole, *there.concerns):
            assert 0 <= each.shared <= each.either
            assert 0 <= each.known <= each.of
            assert (each.similarity is None) == (each.either == 0)
            assert each.similarity is None or each.similarity == pytest.approx(each.shared / each.either)
        for name in ("shared", "either", "known", "of"):
            assert getattr(whole, name) == sum(getattr(each, name) for each in there.concerns)
        assert bool(there.sources) == bool(whole.known)


def test_k3d_is_most_like_k3s(kg: KnowledgeGraph) -> None:
    """It is k3s in Docker."""
    assert rank_similar(kg, "k3s")[0].id == "k3d"


# --- Ways


def test_a_way_is_told_step_by_step(hand: KnowledgeGraph) -> None:
    """Also against the direction of a relation, and with who says so."""
    (found,) = find_paths(hand, "child", "two")[:1]
    said = [step.text.en for steps in found.steps for step in steps]
    assert said[0] == "child is built on one."
    assert said[1] in {"one uses router by default.", "one uses names by default."}
    assert said[2].startswith("two uses ")
    assert [steps[0].backwards for steps in found.steps] == [False, False, True]
    assert len(found.sources) == 3
    assert found.length == 3
    assert {way.length for way in find_paths(hand, "child", "two")} == {3}


def test_where_nothing_leads_there_is_no_way(hand: KnowledgeGraph) -> None:
    """And a thing is at once where it is."""
    assert find_paths(hand, "one", "blank") == []
    assert [way.length for way in find_paths(hand, "one", "one")] == [0]


def test_ways_lead_back(kg: KnowledgeGraph) -> None:
    """As many, and as long."""
    for one, other in (("k3s", "k0s"), ("kine", "talos"), ("traefik", "okd")):
        there, back = find_paths(kg, one, other), find_paths(kg, other, one)
        assert there
        assert sorted(way.length for way in there) == sorted(way.length for way in back)


# --- Who is hit


def test_what_depends_on_a_thing_is_hit(hand: KnowledgeGraph) -> None:
    """Near and far: the names need the disk, one and two need the names, and the child needs one."""
    found = {each.id: each.distance for each in find_affected(hand, "disk")}
    assert found == {"names": 1, "three": 1, "one": 2, "two": 2, "child": 3}
    assert find_affected(hand, "child") == []
    assert [each.id for each in find_unknown_users(hand, "disk")] == ["blank"]
    assert find_unknown_users(hand, "one") == []


def test_what_is_on_offer_is_not_hit(kg: KnowledgeGraph) -> None:
    """Who uses kine, and k3d, which is k3s."""
    assert {each.id: each.distance for each in find_affected(kg, "kine")} == {
        "k0s": 1,
        "k3s": 1,
        "rke2": 1,
        "k3d": 2,
    }
    for each in find_affected(kg, "containerd"):
        assert each.through
        assert each.sources


# --- Kin, and how widely components are used


def test_kin_is_followed_both_ways(kg: KnowledgeGraph, hand: KnowledgeGraph) -> None:
    """What a thing is built on or forked from is its ancestor, and it is a descendant of that."""
    assert [(each.id, each.side) for each in trace_lineage(hand, "child")] == [("one", "ancestor")]
    assert [(each.id, each.side) for each in trace_lineage(hand, "one")] == [("child", "descendant")]
    assert [(each.id, each.side) for each in trace_lineage(kg, "k3d")] == [("k3s", "ancestor")]
    for thing in ("k3s", "kubeadm", "nginx"):
        for each in trace_lineage(kg, thing):
            back = {(other.id, other.side, other.distance) for other in trace_lineage(kg, each.id)}
            side = "ancestor" if each.side == "descendant" else "descendant"
            assert (thing, side, each.distance) in back


def test_users_are_counted_and_the_unknown_with_them(hand: KnowledgeGraph, kg: KnowledgeGraph) -> None:
    """Two use the router and one the switch; of the others nobody has said."""
    rows = {each.id: each for each in measure_adoption(hand)}
    assert list(rows)[:2] == ["names", "router"]
    assert [each.id for each in rows["router"].users] == ["one", "two"]
    assert (rows["router"].absent, rows["router"].unknown) == (0, 3)
    assert [each.id for each in find_unique(hand, "two")] == ["switch"]
    assert find_unique(hand, "one") == []
    distributions = len(set(kg.index.slugs("Distribution").values()))
    for each in measure_adoption(kg):
        assert len(each.users) + each.absent + each.unknown == distributions
        assert each.sources


# --- Over REST and on the command line


def test_the_api_answers(client: TestClient) -> None:
    """With the snapshot, the query and the sources; a name that is unknown is said to be so."""
    similar_to_k3s = client.get("/api/v1/similar/k3s").json()
    assert similar_to_k3s["items"][0]["id"] == "k3d"
    assert similar_to_k3s["sparql"].startswith("#")
    path = client.get("/api/v1/path", params={"from": "kine", "to": "k0s"}).json()
    assert path["items"][0]["steps"][0][0]["text"]["en"] == "k0s bundles Kine."
    hits = client.get("/api/v1/impact/kine").json()
    assert [each["id"] for each in hits["items"]] == ["k0s", "k3s", "rke2", "k3d"]
    assert "okd" in {each["id"] for each in hits["unknown"]}
    assert client.get("/api/v1/lineage/k3d").json()["items"][0]["id"] == "k3s"
    assert client.get("/api/v1/spread").json()["items"][0]["id"] == "coredns"
    assert client.get("/api/v1/unique/k0s").json()["total"] > 0
    for address in ("/api/v1/similar/nope", "/api/v1/impact/nope", "/api/v1/path?from=nope&to=k3s"):
        assert client.get(address).status_code == 404
    assert client.get("/api/v1/similar/traefik").status_code == 404  # no distribution


def test_the_command_answers(
    kg: KnowledgeGraph, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In lines that a person can read; 1 if the answer is that there is none."""
    monkeypatch.setattr("cli.commands.analysis.open_graph", lambda _: kg)  # once is enough
    for arguments, code, said in (
        (["similar", "k3s"], 0, "k3d          1.00 19/19 (18 of 23 recorded)"),
        (["path", "kine", "k0s"], 0, "k0s bundles Kine.  [k0s-releases]"),
        (["impact", "kine"], 0, "2  k3d                  k3d is built on K3s."),
        (["impact", "okd"], 3, "Nothing is recorded to depend on okd"),
        (["lineage", "k3d"], 0, "origin     1  k3s                  k3d is built on K3s."),
        (["lineage", "okd"], 3, "No origin and no derivative of okd is recorded"),
        (["spread"], 0, "coredns                                 14"),
        (["unique", "k0s"], 0, "konnectivity                 not recorded for 1 other"),
        (["unique", "k3s"], 1, "No component unique to k3s is recorded"),
        (["move", "k3s", "k0s"], 0, "ingress                      traefik -> -"),
    ):
        assert main(arguments) == code
        assert said in capsys.readouterr().out
