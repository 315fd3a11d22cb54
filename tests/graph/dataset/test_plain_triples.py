"""Plain triples are what a reasoner may take at their word."""

from graph import KnowledgeGraph

PLACEHOLDERS = "(dg:None, dg:Unknown, dg:Any)"


def test_plain_triples_hold_real_values(kg: KnowledgeGraph) -> None:
    """None, unknown and any are no things that a distribution could use."""
    stated = kg.query(f"SELECT ?s ?p ?o {{ ?s ?p ?o FILTER(?o IN {PLACEHOLDERS} && ?p != rdf:object) }}")
    assert [tuple(map(str, row)) for row in stated] == []


def test_that_there_is_none_is_said_of_the_property(kg: KnowledgeGraph) -> None:
    """What the findings say without a condition, and nothing else."""
    for predicate, value in (("dg:hasNone", "dg:None"), ("dg:takesAny", "dg:Any")):
        stated = {tuple(map(str, row)) for row in kg.query(f"SELECT ?s ?p {{ ?s {predicate} ?p }}")}
        found = {
            tuple(map(str, row))
            for row in kg.query(
                f"""SELECT ?s ?p {{
                  ?finding rdf:subject ?s ; rdf:predicate ?p ; rdf:object {value} .
                  FILTER NOT EXISTS {{ ?finding dg:condition ?condition }}
                }}"""
            )
        }
        assert stated == found
        assert stated
