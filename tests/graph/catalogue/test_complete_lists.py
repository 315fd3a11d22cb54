"""Complete lists: what they do not have is not shipped, under any of its names, and nothing else follows."""

import datetime as dt
from pathlib import Path

import pytest

from graph import KnowledgeGraph
from graph.analysis import measure_coverage
from graph.analysis.coverage import COUNTED_QUERY
from graph.catalogue.usage import DISTRIBUTIONS_USING, UsageRow
from graph.dataset.list_mentions import ENTRIES_QUERY
from graph.rdf.terms import text_of
from ontology import ID

PREFIXES = """
@prefix dg: <https://w3id.org/distrograph/ontology#> .
@prefix id: <https://w3id.org/distrograph/id/> .
@prefix ex: <https://example.org/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
LISTS = """
<https://example.org/lists> {
  <https://example.org/lists> a dg:Source ; dcterms:title "lists"@en ; dg:sourceKind dg:Primary ;
    schema:url <https://example.org/lists> .
}
id:box a dg:Distribution ; skos:prefLabel "Box"@en .
id:lantern a dg:Component ; skos:prefLabel "Lantern"@en ; dg:listedAs "lamp-proxy" ;
    dg:shipsAs id:container-image, id:host-binary .
<https://example.org/lists> {
  ex:images a dg:Claim ;
    rdf:subject id:box ; rdf:predicate dg:listsCompletely ; rdf:object id:container-image ;
    dg:rank dg:Normal ; dg:verdict dg:Confirmed ; dg:validFrom "2026-01-01"^^xsd:date ;
    dg:locator "lists.txt" ; dg:entry %s .
  ex:programs a dg:Claim ; rdf:subject id:box ; rdf:predicate dg:listsCompletely ; rdf:object id:host-binary ;
    dg:rank dg:Normal ; dg:verdict dg:Confirmed ; dg:validFrom "2026-01-01"^^xsd:date ;
    dg:locator "lists.txt" ; dg:entry "runc" .
  %s
}
"""


def ask_box(
    folder: Path, entries: str, more: str = "", as_of: str = "2026-11-30", lists: str = LISTS
) -> UsageRow:
    """Return whether the planted distribution uses the planted component."""
    file = folder / "lists.trig"
    file.write_text(PREFIXES + lists % (entries, more), "utf-8")
    kg = KnowledgeGraph.open(data=[file], bundled=False, as_of=dt.date.fromisoformat(as_of))
    rows = kg.answer(DISTRIBUTIONS_USING, component="lantern").items
    return next(row for row in rows if row.id == "box")


def test_what_no_list_has_is_not_shipped(tmp_path: Path) -> None:
    """The answer is no, and cites the lists of each form."""
    row = ask_box(tmp_path, '"etcd", "coredns"')
    assert (row.answer, row.reason) == ("no", "not_shipped")
    assert {place.claim for place in row.sources} == {
        "https://example.org/images",
        "https://example.org/programs",
    }


@pytest.mark.parametrize(
    "entry", ["lantern", "box/lantern-controller", "mirrored-lantern", "hardened-lamp-proxy", "Lamp_Proxy"]
)
def test_a_renamed_image_is_no_departure(tmp_path: Path, entry: str) -> None:
    """Where an entry bears a name of the component, nothing is said."""
    row = ask_box(tmp_path, f'"etcd", "{entry}"')
    assert (row.answer, row.reason) == ("unknown", None)


@pytest.mark.parametrize("entry", ["lanterns", "lampproxy", "proxy", "lamp"])
def test_a_part_of_a_word_is_no_name(tmp_path: Path, entry: str) -> None:
    """Another thing with similar letters is not the component."""
    assert ask_box(tmp_path, f'"{entry}"').reason == "not_shipped"


def test_nothing_follows_before_the_list(tmp_path: Path) -> None:
    """A list speaks of its own day and of later ones."""
    assert ask_box(tmp_path, '"etcd"', as_of="2025-12-31").answer == "unknown"


def test_a_form_without_a_list_leaves_it_open(tmp_path: Path) -> None:
    """The component may be there as a program."""
    only_images = LISTS.replace("id:container-image, id:host-binary", "id:container-image, id:linked-module")
    assert ask_box(tmp_path, '"etcd"', lists=only_images).answer == "unknown"


def test_a_claim_comes_before_a_list(tmp_path: Path) -> None:
    """Who says that it is there is believed, whatever the lists have."""
    claim = """ex:claim a dg:Claim ; rdf:subject id:box ; rdf:predicate dg:%s ; rdf:object id:lantern ;
        dg:rank dg:Normal ; dg:verdict dg:Confirmed ."""
    assert ask_box(tmp_path, '"etcd"', claim % "bundles").answer == "yes"
    assert ask_box(tmp_path, '"etcd"', claim % "offers").answer == "offered"
    assert ask_box(tmp_path, '"etcd"', claim % "supports").answer == "supported"


def test_the_names_of_what_is_shipped_are_in_the_lists(kg: KnowledgeGraph) -> None:
    """A list without what is shipped has it under a name that is not on record, or is not complete."""
    contradicted = kg.query("""
        SELECT ?distribution ?component {
          ?distribution a dg:Distribution ; dg:bundles ?component .
          { SELECT DISTINCT ?component { ?component dg:shipsAs ?any } }
          FILTER NOT EXISTS { ?distribution dg:inheritsFrom ?base }
          FILTER NOT EXISTS {
            ?component dg:shipsAs ?form .
            FILTER NOT EXISTS { ?distribution dg:listsCompletely ?form }
          }
          FILTER NOT EXISTS {
            ?list rdf:subject ?distribution ; rdf:predicate dg:listsCompletely ; dg:validClaim ?claim .
            ?claim dg:mentions ?component
          }
        }""")
    assert [tuple(map(str, row)) for row in contradicted] == []


def test_lists_have_no_tags_and_no_registries(kg: KnowledgeGraph) -> None:
    """An entry is a name: no version, no digest, no host."""
    entries = [str(row[2]) for row in kg.select(ENTRIES_QUERY)]
    assert len(entries) > 1000
    assert [
        entry for entry in entries if any(mark in entry for mark in (":", "@", "docker.io/", "ghcr.io/"))
    ] == []


def test_most_of_who_uses_what_is_known(kg: KnowledgeGraph) -> None:
    """At most 30 % of the pairs are not recorded, where something else does the job counted apart."""
    coverage = measure_coverage(kg)
    assert coverage.pairs >= 120 * 14
    assert coverage.unknown <= 0.30 * coverage.pairs


def test_the_share_is_that_of_the_answers(kg: KnowledgeGraph) -> None:
    """What is counted at once is what the question answers one by one."""
    counted = [text_of(row[0]).removeprefix(ID) for row in kg.select(COUNTED_QUERY)]
    rows = [row for slug in counted for row in kg.answer(DISTRIBUTIONS_USING, component=slug).items]
    coverage = measure_coverage(kg)
    assert len(rows) == coverage.pairs
    assert sum(row.reason == "instead" for row in rows) == coverage.instead
    assert sum(row.answer == "unknown" and row.reason != "instead" for row in rows) == coverage.unknown
