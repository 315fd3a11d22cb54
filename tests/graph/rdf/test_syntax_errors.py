"""What the store says of a query that it cannot parse."""

import pytest

from graph import BadQueryError, KnowledgeGraph


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT ?a { ?a foo:b ?c }", "line 1, column 21: this prefix is not declared"),
        ("SELECT ?x WHERE {\n ?x ?y }", "line 2, column 9: this is not valid here"),
        ("SELECT ?x { FILTER( }", "line 1, column 22: an expression is expected here"),
        ("SELECT (COUNT(?x) AS ?n) ?y { ?x ?p ?y }", "The SELECT contains a variable that is unbound"),
        ("SELECT ?d { ?d dg:uses id:kine", "line 1, column 31: expected"),
    ],
)
def test_a_syntax_error_is_said_plainly(kg: KnowledgeGraph, query: str, message: str) -> None:
    """The place, and what is wrong there, without the classes of characters of the grammar."""
    with pytest.raises(BadQueryError) as caught:
        kg.query(query)
    assert message in str(caught.value)
    assert "u{" not in str(caught.value)
