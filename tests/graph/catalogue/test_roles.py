"""Roles: what a distribution uses a component for, and what it has from one that it runs as a whole."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from graph import KnowledgeGraph
from graph.catalogue import DISTRIBUTIONS_USING, ROLES, RoleRow
from ontology.relations import USED, Strength

HEAD = """
@prefix dg: <https://w3id.org/distrograph/ontology#> .
@prefix id: <https://w3id.org/distrograph/id/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <https://w3id.org/distrograph/source/hand> .
"""
SOURCE = """
<hand> { <hand> a dg:Source ; dcterms:title "By hand"@en ; dg:sourceKind dg:Primary ;
  schema:url <https://example.com/> ; dg:retrieved "2026-11-01"^^xsd:date .
"""
CLAIM = (
    "<hand#{}> a dg:Claim ; rdf:subject id:{} ; rdf:predicate dg:{} ; rdf:object {} ; {} "
    'dg:rank dg:Preferred ; dg:verdict dg:Confirmed ; dg:locator "by hand" .'
)
HA, SINGLE = "dg:condition id:high-availability ;", "dg:condition id:single-node ;"
BASE = (
    ("base", "defaultCni", "id:flat", ""),
    ("base", "supportsCni", "id:deep", ""),
    ("base", "defaultDatastore", "id:file", ""),
    ("base", "defaultDatastore", "id:quorum", HA),
    ("base", "ingressController", "dg:None", ""),
    ("base", "optionalIngressController", "id:gate", ""),
    ("base", "bundles", "id:flat", ""),
    ("derived", "inheritsFrom", "id:base", ""),
    ("maker", "builtOn", "id:base", ""),
)
Key = tuple[str, str, str | None, str | None, str | None]


def open_graph(folder: Path, *own: tuple[str, str, str, str]) -> KnowledgeGraph:
    """Open a graph of a base, of what runs it and of what is built on it, with further claims."""
    things = [
        f'id:{name} a dg:Distribution ; skos:prefLabel "{name}"@en .' for name in ("base", "derived", "maker")
    ]
    things += [
        f'id:{name} a dg:Component ; skos:prefLabel "{name}"@en .'
        for name in ("flat", "deep", "other", "file", "quorum", "gate")
    ]
    claims = [CLAIM.format(number, *said) for number, said in enumerate((*BASE, *own))]
    file = folder / "hand.trig"
    file.write_text("\n".join([HEAD, *things, SOURCE, *claims, "}"]), "utf-8")
    return KnowledgeGraph.open(data=[file], bundled=False)


def roles_of(graph: KnowledgeGraph, distribution: str) -> set[Key]:
    """Return the roles of a distribution: capability, mode, filler, condition, and through which one."""
    return {key_of(row) for row in graph.answer(ROLES, distribution=distribution).items}


def key_of(row: RoleRow) -> Key:
    """Return what makes a role."""
    named = (each.id if each else None for each in (row.filler, row.condition, row.through))
    return (row.capability.id, row.mode, *named)  # type: ignore[return-value]


def test_a_role_has_a_mode_and_a_condition(tmp_path: Path) -> None:
    """Default, documented, optional and none; what is only bundled has no role."""
    assert roles_of(open_graph(tmp_path), "base") == {
        ("cni-plugin", "default", "flat", None, None),
        ("cni-plugin", "documented", "deep", None, None),
        ("datastore", "default", "file", None, None),
        ("datastore", "default", "quorum", "high-availability", None),
        ("ingress", "none", None, None, None),
        ("ingress", "optional", "gate", None, None),
    }


def test_what_runs_another_one_has_its_roles(tmp_path: Path) -> None:
    """Through it, but not that it has none; what is merely built on it has nothing."""
    graph = open_graph(tmp_path)
    assert roles_of(graph, "derived") == {
        (*role[:4], "base") for role in roles_of(graph, "base") if role[1] != "none"
    }
    assert roles_of(graph, "maker") == set()


@pytest.mark.parametrize(
    ("own", "gone", "come"),
    [
        (("defaultCni", "id:other", ""), ("default", "flat", None), ("default", "other", None)),
        (("defaultCni", "dg:None", ""), ("default", "flat", None), ("none", None, None)),
        (("supportsCni", "id:other", ""), None, ("documented", "other", None)),
        (("supportsCni", "dg:None", ""), ("documented", "deep", None), ("none", None, None)),
        (("defaultDatastore", "id:other", HA), ("default", "quorum", "high-availability"), None),
        (("defaultDatastore", "id:other", ""), ("default", "file", None), ("default", "other", None)),
        (("defaultDatastore", "id:other", SINGLE), None, ("default", "other", "single-node")),
    ],
)
def test_ones_own_role_takes_the_place_of_an_inherited_one(
    tmp_path: Path,
    own: tuple[str, str, str],
    gone: tuple[str, str | None, str | None] | None,
    come: tuple[str, str | None, str | None] | None,
) -> None:
    """A default under the same condition or under none; what is offered or documented comes on top."""
    before = {role[1:4]: role for role in roles_of(open_graph(tmp_path), "derived")}
    after = {role[1:4]: role for role in roles_of(open_graph(tmp_path, ("derived", *own)), "derived")}
    assert gone is None or (gone in before and gone not in after)
    assert come is None or after[come][4] is None
    kept = before.keys() - ({gone} if gone else set())
    if own[0] == "defaultDatastore" and not own[2]:
        kept -= {("default", "quorum", "high-availability")}  # its own default holds under every condition
    assert kept <= after.keys()


def test_users_and_plain_triples_agree_with_roles(kg: KnowledgeGraph) -> None:
    """Whoever has a component as a default or an option uses or offers it, however it is asked."""
    relations = {"default": "uses", "optional": "offers", "documented": "supports"}
    for relation in relations.values():
        asked = kg.query(f"SELECT ?d ?c {{ ?d a dg:Distribution ; dg:{relation} ?c . ?c a dg:Component }}")
        written = {(row[0], row[1]) for row in asked}
        stated = {
            (row.distribution.id, row.filler.id)
            for row in kg.answer(ROLES).items
            if row.filler and relations.get(row.mode) == relation
        }
        assert stated <= written
    used = {row.id: row for row in kg.answer(DISTRIBUTIONS_USING, component="kine").items}
    assert {use.through.id for use in used["k3d"].how if use.through} == {"k3s"}
    assert all(Strength(use.relation) in USED for use in used["k3d"].how)


def test_inheritance_has_no_circle(kg: KnowledgeGraph) -> None:
    """Nothing runs itself, however far down."""
    assert not kg.query("SELECT ?d { ?d dg:inheritsFrom+ ?d }")
    assert kg.query("SELECT ?d { ?d dg:inheritsFrom ?base }")


def test_the_api_lists_roles(client: TestClient) -> None:
    """Of a distribution, or of a capability; a name that is none is 404 with what was meant."""
    body = client.get("/api/v1/roles?distribution=k3s&capability=ingress").json()
    assert [(row["mode"], row["filler"] and row["filler"]["id"]) for row in body["items"]] == [
        ("default", "traefik"),
        ("any", None),
    ]
    assert all(row["sources"] for row in body["items"])
    assert len(client.get("/api/v1/roles?capability=ingress").json()["items"]) > 14
    wrong = client.get("/api/v1/roles?capability=ingres")
    assert (wrong.status_code, wrong.json()["suggestions"][0]) == (404, "ingress")
