"""The bundled data keep every rule, and every rule catches what it is there for."""

import re
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import pytest
import rdflib

from cli.main import main
from graph import KnowledgeGraph
from graph.models import Value
from graph.rdf.terms import text_of
from graph.validation import check
from graph.validation.data_checks import READABLE_RULE, load_consistency_checks
from graph.validation.report import Violation
from ontology import DG, SHAPES, VOCABULARY, directory
from ontology.traits import Trait

SOUND = """\
@prefix dg: <https://w3id.org/distrograph/ontology#> .
@prefix id: <https://w3id.org/distrograph/id/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix doap: <http://usefulinc.com/ns/doap#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix source: <https://w3id.org/distrograph/source/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <https://w3id.org/distrograph/source/notes> .

id:mykube a dg:Distribution ;
    skos:prefLabel "MyKube"@en, "我的集群"@zh ;
    skos:altLabel "my kube"@en ;
    dcterms:description "A distribution."@en, "一个发行版。"@zh ;
    doap:homepage <https://mykube.example/> .

id:mynet a dg:Component ;
    skos:prefLabel "MyNet"@en, "我的网络"@zh ;
    dcterms:description "A network."@en, "一种网络。"@zh ;
    dg:provides id:cni-plugin .

id:othernet a dg:Component ;
    skos:prefLabel "OtherNet"@en, "别的网络"@zh ;
    dcterms:description "Another network."@en, "另一种网络。"@zh ;
    dg:provides id:network-policy .

dg:colour a owl:DatatypeProperty ;
    rdfs:label "colour"@en, "颜色"@zh ;
    skos:definition "Its colour."@en, "其颜色。"@zh .

id:mood a skos:Concept ;
    skos:prefLabel "mood"@en, "心情"@zh ;
    skos:definition "How it feels."@en, "它的感受。"@zh .

# more things

source:notes {
<> a dg:Source ;
    dcterms:title "Notes"@en, "笔记"@zh ;
    dg:sourceKind dg:Primary ;
    schema:url <https://notes.example/> ;
    schema:codeRepository <https://notes.example/git> ;
    dg:retrieved "2026-11-22"^^xsd:date .

<#cni> a dg:Claim ;
    rdf:subject id:mykube ; rdf:predicate dg:defaultCni ; rdf:object id:mynet ;
    dg:rank dg:Preferred ; dg:verdict dg:Confirmed ; dg:since "v1.10" ;
    dg:ref "v1.10" ; dg:path "net.go" ;
    dg:locator "net.go at v1.10" .

<#small-cni> a dg:Claim ;
    rdf:subject id:mykube ; rdf:predicate dg:defaultCni ; rdf:object id:othernet ;
    dg:condition id:single-node ;
    dg:rank dg:Normal ; dg:verdict dg:Confirmed ; dg:validFrom "2024-01-01"^^xsd:date ;
    dg:ref "issue-12" ;
    dg:locator "issue 12" .

<#old-cni> a dg:Claim ;
    rdf:subject id:mykube ; rdf:predicate dg:defaultCni ; rdf:object dg:None ;
    dg:rank dg:Deprecated ; dg:verdict dg:Outdated ;
    dg:until "v1.9" ; dg:validUntil "2023-12-31"^^xsd:date ;
    dg:succeededBy <#cni> ;
    dg:reason "MyNet took its place."@en, "已由 MyNet 取代。"@zh ;
    dg:locator "second paragraph" .

<#open-cni> a dg:Claim ;
    rdf:subject id:mykube ; rdf:predicate dg:defaultCni ; rdf:object dg:Unknown ;
    dg:rank dg:Normal ; dg:verdict dg:Answered ; dg:note "left blank"@en, "留空"@zh ;
    dg:answeredBy <#cni> ;
    dg:checkedAgainst <> ; dg:checkedAt "net.go at v1.10" ;
    dg:locator "third paragraph" .

# more claims
}
"""
"""A file of a user's own that keeps every rule."""


class Plant(NamedTuple):
    """How to spoil the sound file, which rule must catch it, and the start of the line that it must name."""

    rule: str
    culprit: str
    old: str
    new: str

    def beside(self, text: str) -> "Plant":
        """Add more text, outside of the named graph that the plant stands in."""
        return self._replace(new=f"{self.new}}}\n{text}source:notes {{\n")


def thing(rule: str, culprit: str, text: str) -> Plant:
    """Add text outside of the named graph."""
    return Plant(rule, culprit, "# more things\n", text)


def claim(rule: str, said: str, more: str = "", culprit: str = "<#planted> a") -> Plant:
    """Add a claim: subject, property and value, separated by blanks."""
    subject, predicate, value = said.split()
    text = f"""\
<#planted> a dg:Claim ;
    rdf:subject {subject} ; rdf:predicate {predicate} ; rdf:object {value} ;
    dg:rank dg:Normal ; dg:verdict dg:Confirmed ; {more}
    dg:locator "last paragraph" .
"""
    return Plant(rule, culprit, "# more claims\n", text)


SHAPE_PLANTS = [
    Plant("entity-label", "id:mykube a", '"MyKube"@en, "我的集群"@zh', '"MyKube"@en'),
    Plant(
        "entity-label", "id:mykube a", '"MyKube"@en, "我的集群"@zh', '"MyKube"@en, "Kube"@en, "我的集群"@zh'
    ),
    Plant("entity-label", "id:mykube a", '"MyKube"@en, "我的集群"@zh', '"MyKube"@en, "MonKube"@fr'),
    Plant("entity-description", "id:mykube a", '"A distribution."@en, ', ""),
    Plant("entity-spelling", "id:mykube a", '"my kube"@en', '"my kube"'),
    Plant("component-job", "id:mynet a", " ;\n    dg:provides id:cni-plugin", ""),
    Plant("term-label", "dg:colour a", '"colour"@en, "颜色"@zh', '"colour"@en'),
    Plant("term-definition", "dg:colour a", '"Its colour."@en, ', ""),
    Plant("term-definition", "id:mood a", ', "它的感受。"@zh', ""),
    Plant("concept-label", "id:mood a", '"mood"@en, ', ""),
    Plant("source-title", "<> a", '"Notes"@en, ', ""),
    Plant("source-kind", "<> a", "    dg:sourceKind dg:Primary ;\n", ""),
    Plant("source-kind", "<> a", "dg:sourceKind dg:Primary", "dg:sourceKind dg:Normal"),
    Plant("source-address", "<> a", "schema:url <https://notes.example/>", 'schema:url "notes.example"'),
    Plant("source-repository", "<> a", "<https://notes.example/git>", '"notes.example/git"'),
    Plant("source-retrieved", "<> a", '"2026-11-22"^^xsd:date', '"in November"'),
    thing(
        "secondary-source",
        "source:other a",
        """source:other {
source:other a dg:Source ;
    dcterms:title "Other"@en, "其他"@zh ; dg:sourceKind dg:Secondary ; dcterms:creator "somebody" ;
    schema:url <https://other.example/> ; dg:retrieved "2026-11-22"^^xsd:date .
}
""",
    ),
    Plant("claim-name", "", "<#open-cni> a", "[] a"),
    claim("claim-subject", "id:mykube dg:bundles id:mynet", "rdf:subject id:othernet ;"),
    claim("claim-predicate", "id:mykube dg:bundles id:mynet", "rdf:predicate dg:offers ;"),
    claim("claim-object", "id:mykube dg:bundles id:mynet", "rdf:object id:othernet ;"),
    Plant("claim-object", "<#cni> a", " ; rdf:object id:mynet", ""),
    Plant("claim-rank", "<#cni> a", "dg:rank dg:Preferred ; ", ""),
    Plant("claim-rank", "<#cni> a", "dg:rank dg:Preferred ; ", "dg:rank dg:Typo ; "),
    claim("claim-rank", "id:mykube dg:bundles id:mynet", "dg:rank dg:Preferred ;"),
    Plant(
        "claim-verdict", "<#small-cni> a", "dg:rank dg:Normal ; dg:verdict dg:Confirmed", "dg:rank dg:Normal"
    ),
    claim("claim-verdict", "id:mykube dg:bundles id:mynet", "dg:verdict dg:Typo ;"),
    Plant("claim-locator", "<#old-cni> a", ' ;\n    dg:locator "second paragraph"', ""),
    Plant("claim-locator", "<#old-cni> a", '"second paragraph"', '""'),
    Plant("claim-condition", "<#small-cni> a", "id:single-node", "id:mood"),
    Plant("claim-condition", "<#small-cni> a", "id:single-node", "id:single-node, id:multi-node"),
    Plant("claim-ref", "<#cni> a", 'dg:ref "v1.10"', 'dg:ref "v1.10"@en'),
    Plant("claim-path", "<#cni> a", 'dg:path "net.go"', 'dg:path "net.go"@en'),
    Plant(
        "claim-evidence-pattern",
        "<#cni> a",
        'dg:path "net.go"',
        'dg:path "net.go" ; dg:evidencePattern "a", "b"',
    ),
    Plant("claim-release", "<#cni> a", 'dg:since "v1.10"', "dg:since 1.10"),
    Plant("claim-start", "<#small-cni> a", '"2024-01-01"^^xsd:date', '"2024"'),
    Plant("claim-start", "<#old-cni> a", "dg:until", 'dg:validFrom "2024-02-01"^^xsd:date ; dg:until'),
    Plant("claim-end", "<#old-cni> a", '"2023-12-31"^^xsd:date', '"v1.9"'),
    Plant("claim-successor", "<#old-cni> a", "    dg:succeededBy <#cni> ;\n", ""),
    claim("certified-product", 'id:mykube dg:conformsTo "1.30"', 'dg:productName "MyKube" ;'),
    claim(
        "certified-product",
        'id:mykube dg:conformsTo "1.30"',
        'dg:productName "MyKube" ; dg:productVersion "v1" ; dg:vendor "Me"@en ;',
    ),
    claim(
        "certified-product",
        'id:mykube dg:conformsTo "1.30"',
        'dg:productName "MyKube" ; dg:productVersion "v1" ; dg:vendor "Me", "You" ;',
    ),
    Plant(
        "deprecated-claim",
        "<#old-cni> a",
        'dg:reason "MyNet took its place."@en, "已由 MyNet 取代。"@zh ;',
        "dg:contradictedBy <#cni> ;",
    ),
    Plant("reason", "<#old-cni> a", ', "已由 MyNet 取代。"@zh', ""),
    claim("note", "id:mykube dg:bundles id:mynet", 'dg:note "for now"@en ;'),
    Plant("rejected-claim", "<#open-cni> a", "    dg:answeredBy <#cni> ;\n", ""),
    Plant("inferred-claim", "<#small-cni> a", "dg:Confirmed ; dg:validFrom", "dg:Inferred ; dg:validFrom"),
]

GATE_PLANTS = [
    thing(
        "claims-are-dated",
        "<#cni> a",
        """<mykube/v1.10> a dg:Release ; dg:releaseOf id:mykube ;
    schema:softwareVersion "v1.10" ; dcterms:issued "2024-01-01"^^xsd:date .
""",
    ),
    claim("claims-are-of-known-things", "<https://example.org/kube> dg:bundles id:mynet"),
    claim("claims-are-of-known-things", "id:mykube schema:award dg:Unknown"),
    claim("claims-are-of-known-things", "id:mykube dg:Tool id:mynet"),
    thing("claims-stand-in-sources", "<#planted> a", claim("", "id:mykube dg:bundles id:mynet").new),
    Plant("claims-stand-in-sources", "<#cni> a", "source:notes {", "source:nobody {"),
    thing("facts-rest-on-claims", "id:mykube a", "id:mykube dg:defaultCni id:othernet ."),
    thing("facts-rest-on-claims", "id:mykube a", "id:mykube dg:uses id:mood ."),
    claim("facts-rest-on-claims", "id:mykube doap:homepage <https://new.example/>", culprit="id:mykube a"),
    claim("findings-are-of-one-property", "id:mykube source:defaultCni id:othernet").beside(
        """source:defaultCni a owl:ObjectProperty ;
    rdfs:label "the same"@en, "同名"@zh ; skos:definition "A property that ends alike."@en, "同名属性。"@zh .
"""
    ),
    thing("kinds-are-known", "id:gadget a", "id:gadget a schema:Thing ."),
    Plant("labels-mean-one-thing", "id:mykube a", '"my kube"@en', '"my kube"@en, "mynet"@en'),
    claim("links-lead-somewhere", "id:mykube dg:bundles id:mynet", "dg:confirmedBy <#nothing> ;"),
    claim("links-lead-somewhere", "id:mykube dg:bundles id:mynet", "dg:contradictedBy id:mynet ;"),
    claim("links-lead-somewhere", "id:mykube dg:bundles id:mynet", "dg:checkedAgainst source:nobody ;"),
    Plant("links-lead-somewhere", "<#open-cni> a", "dg:answeredBy <#cni>", "dg:answeredBy dg:None"),
    Plant("links-lead-somewhere", "<#old-cni> a", "dg:succeededBy <#cni>", "dg:succeededBy dg:Unknown"),
    Plant("locators-agree", "<#cni> a", 'dg:locator "net.go at v1.10"', 'dg:locator "net.go at v1.1"'),
    Plant("locators-agree", "<#small-cni> a", '"issue 12"', '"issue 123"'),
    claim("locators-agree", "id:mykube dg:bundles id:mynet", 'dg:ref "v1.10" ;'),
    claim("locators-agree", "id:mykube dg:bundles id:mynet", 'dg:path "net.go" ;'),
    claim("names-are-declared", "id:mykube dg:bundles id:nonet", culprit="    rdf:subject id:mykube"),
    claim("names-are-declared", "id:nokube dg:bundles id:mynet", culprit="    rdf:subject id:nokube"),
    claim("names-are-declared", "id:mykube dg:bundlez id:mynet", culprit="    rdf:subject id:mykube"),
    thing("names-are-declared", "id:mykube dg:color", 'id:mykube dg:color "red" .'),
    thing("names-are-of-one-kind", "id:mynet a", "id:mynet a dg:Organisation ."),
    Plant(
        "one-preferred-value",
        "<#cni> a",
        "dg:condition id:single-node ;\n    dg:rank dg:Normal",
        "dg:rank dg:Preferred",
    ),
    Plant(
        "secondary-is-not-preferred",
        "<#cni> a",
        "dg:Primary",
        'dg:Secondary ; dcterms:creator "somebody" ; dcterms:issued dg:Unknown',
    ),
    claim("values-fit-their-property", 'id:mykube dg:bundles "mynet"'),
    claim("values-fit-their-property", "id:mykube dg:podCidr id:mynet"),
    claim("values-fit-their-property", 'id:mykube dg:certified "yes"'),
]


def planted(folder: Path, plant: Plant) -> Path:
    """Write the sound file, spoilt."""
    assert SOUND.count(plant.old) == 1, f"not one place to plant in: {plant.old}"
    file = folder / "notes.trig"
    file.write_text(SOUND.replace(plant.old, plant.new), encoding="utf-8")
    return file


def report(violations: list[Violation]) -> str:
    return "\n".join(str(violation) for violation in violations)


def test_a_sound_file_of_a_user_keeps_every_rule(tmp_path: Path) -> None:
    """What the other tests find in it is what they planted."""
    violations = check([planted(tmp_path, thing("", "", ""))], bundled=False)
    assert not violations, report(violations)


@pytest.mark.thorough  # the first part is what `make test` runs before any test
def test_the_command_finds_the_bundled_data_and_a_sound_file_sound(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever is wrong is printed with file, line and mend."""
    assert main(["check", str(planted(tmp_path, thing("", "", "")))]) == 0
    assert capsys.readouterr().err == "no violations found\n"


@pytest.mark.parametrize("plant", [*SHAPE_PLANTS, *GATE_PLANTS], ids=lambda plant: plant.rule)
def test_a_planted_mistake_is_caught_by_its_rule_alone(plant: Plant, tmp_path: Path) -> None:
    """The violation names the rule, the file, the line and the mend."""
    file = planted(tmp_path, plant)
    violations = check([file], bundled=False)
    assert {violation.rule for violation in violations} == {plant.rule}, report(violations)
    assert {violation.file for violation in violations} == {str(file)}
    assert all(str(violation.message) and str(violation.mend) for violation in violations)
    lines = ["", *file.read_text(encoding="utf-8").splitlines()]
    assert any(lines[violation.line or 0].startswith(plant.culprit) for violation in violations), report(
        violations
    )


def test_every_rule_has_a_planted_mistake() -> None:
    """A new shape or gate comes with the mistake that it catches."""
    shapes = (directory() / SHAPES).read_text(encoding="utf-8")
    named = re.findall(
        r"^shape:([\w-]+) a sh:\w+Shape ;(?=[^.]*(?:\.(?!\n)[^.]*)*sh:message)", shapes, re.MULTILINE
    )
    assert {plant.rule for plant in SHAPE_PLANTS} == set(named)
    assert {plant.rule for plant in GATE_PLANTS} == {gate.name for gate in load_consistency_checks()}


def test_every_gate_says_what_it_keeps_and_how_to_mend() -> None:
    """The header of a gate is what a curator reads."""
    for gate in load_consistency_checks():
        assert gate.rule, gate.name
        assert gate.remedy, gate.name


def test_a_contradiction_of_the_bundled_data_names_both_files(tmp_path: Path) -> None:
    """A user who prefers another value than ours learns where ours is written."""
    said = "id:k0s dg:defaultCni id:calico"
    file = planted(
        tmp_path, claim("", said)._replace(new=claim("", said).new.replace("dg:Normal", "dg:Preferred"))
    )
    places = {(violation.file, violation.rule) for violation in check([file])}
    rule = "one-preferred-value"
    assert places == {(str(file), rule), ("graph/data/claims/k0s-repository/k0s.ttl", rule)}


def test_a_violation_reads_like_a_compiler_message(tmp_path: Path) -> None:
    """Editors and terminals make a link of the place."""
    file = planted(tmp_path, Plant("", "", "dg:rank dg:Preferred ; ", ""))
    line = 1 + SOUND.splitlines().index("<#cni> a dg:Claim ;")
    assert report(check([file], bundled=False)) == (
        f"{file}:{line}: https://w3id.org/distrograph/source/notes#cni: A claim has one rank. [claim-rank]\n"
        "    fix: Give the claim one dg:rank: dg:Preferred, dg:Normal or dg:Deprecated."
    )


def test_a_file_that_does_not_parse_is_one_violation(tmp_path: Path) -> None:
    """What the broken file says is not missed elsewhere: only the file is reported, with the line."""
    file = planted(tmp_path, Plant("", "", "dg:rank dg:Preferred ; ", "dg:rank ; "))
    [violation] = check([file], bundled=False)
    assert (violation.rule, violation.file) == (READABLE_RULE, str(file))
    assert violation.line == 1 + SOUND.splitlines().index("<#cni> a dg:Claim ;") + 2
    assert str(violation.message).startswith("not valid TriG: ")


@pytest.mark.parametrize("name", ["missing.ttl", "notes.docx", "notes.ttl.gz"])
def test_a_file_that_cannot_be_read_is_one_violation(name: str, tmp_path: Path) -> None:
    """It is missing, of an unknown format, or not compressed as its name says."""
    file = tmp_path / name
    if not name.startswith("missing"):
        file.write_text("", encoding="utf-8")
        file.write_bytes(b"not what it says")
    [violation] = check([file], bundled=False)
    assert (violation.rule, violation.file, violation.line) == (READABLE_RULE, str(file), None)
    assert str(violation.mend)


def test_a_mistake_is_found_in_other_formats_too(tmp_path: Path) -> None:
    """JSON-LD is held against the same rules as Turtle, and the line is found there as well."""
    file = tmp_path / "thing.jsonld"
    file.write_text(
        '{\n"@id": "https://w3id.org/distrograph/id/gadget",\n"@type": "https://schema.org/Thing"\n}\n'
    )
    [violation] = check([file], bundled=False)
    assert (violation.rule, violation.line, violation.thing) == ("kinds-are-known", 2, "id:gadget")


def test_each_property_knows_the_relation_that_it_is_a_kind_of(kg: KnowledgeGraph) -> None:
    """However far down it stands: what follows from the hierarchy, and nothing else."""
    said = rdflib.Graph()
    for name in VOCABULARY:
        said.parse(data=(directory() / name).read_text("utf-8"), format="turtle")
    relations = {rdflib.URIRef(DG + name) for name in ("uses", "offers", "supports")}
    follows = {
        (str(each), str(relation))
        for relation in relations
        for each in said.transitive_subjects(rdflib.RDFS.subPropertyOf, relation)
    }
    derived = kg.query("SELECT ?property ?relation { ?property dg:relation ?relation }").terms()
    assert {(text_of(one), text_of(other)) for one, other in derived} == follows
    assert (DG + "defaultCni", DG + "uses") in follows


def test_no_value_of_several_is_hidden_by_its_rank(kg: KnowledgeGraph) -> None:
    """Where a property takes several, what primary sources say is preferred for all of them or none."""
    preferred: dict[object, set[Value]] = defaultdict(set)
    normal: dict[object, set[Value]] = defaultdict(set)
    for claim in kg.index.claims.values():
        known = kg.index.properties.get(claim.property.iri)
        primary = claim.source.kind == "primary" and claim.rank.id != "Deprecated"
        if (
            not (primary and claim.holds_on(kg.as_of))
            or known is None
            or known.functional
            or Trait.MEASUREMENT in known.traits
        ):
            continue
        place = claim.subject.id, claim.property.id, claim.condition
        (preferred if claim.rank.id == "Preferred" else normal)[place].add(claim.value)
    hidden = {place: values - preferred[place] for place, values in normal.items() if preferred[place]}
    assert {place: values for place, values in hidden.items() if values} == {}
