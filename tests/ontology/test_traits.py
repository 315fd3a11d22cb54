"""The traits that the code knows are those that the ontology defines, and each is had by some property."""

from graph import KnowledgeGraph
from ontology.traits import Trait

DEFINED = """
SELECT ?trait (COUNT(?property) AS ?properties) WHERE {
  ?trait skos:inScheme dg:traits
  OPTIONAL { ?property dg:trait ?trait }
} GROUP BY ?trait
"""


def test_the_ontology_defines_each_trait_and_uses_it(kg: KnowledgeGraph) -> None:
    """A trait that no property has would be a branch of code that nothing reaches."""
    defined = {str(trait): count for trait, count in kg.query(DEFINED)}
    assert set(defined) == {f"dg:{trait}" for trait in Trait}
    assert all(count > 0 for count in defined.values())


def test_a_property_has_the_traits_of_its_file(kg: KnowledgeGraph) -> None:
    """They are read once, with its label; what is no property has none."""
    index = kg.index
    assert Trait.DESCENT in index.property("forkOf").traits
    assert [prop.id for prop in index.properties_with(Trait.CERTIFICATION)] == ["certified", "certifiedFor"]
    assert index.traits_of(index.property("uses").iri) == {Trait.DEPENDENCE, Trait.COMPOSITION}
    assert index.traits_of("http://www.w3.org/2004/02/skos/core#broader") == frozenset()
