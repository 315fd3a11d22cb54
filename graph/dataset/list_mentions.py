"""Which components the complete lists of distributions mention, by any of their names.

A name counts where it stands in an entry as whole words: `etcd` stands in `mirrored-coreos-etcd`, and not in
`etcdctl`. More is taken for a mention than is one, so that no component is said to be missing by mistake.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import cast

from graph.rdf.store import Store, Table
from graph.rdf.terms import row_dicts, text_of
from ontology import DG

ENTRIES_QUERY = """
SELECT ?claim ?form ?entry WHERE {
  GRAPH ?source { ?claim rdf:predicate dg:listsCompletely ; rdf:object ?form ; dg:entry ?entry }
}
"""
NAMES_QUERY = """
SELECT ?component ?form ?name WHERE {
  ?component dg:shipsAs ?form .
  { ?component skos:prefLabel|skos:altLabel|dg:listedAs ?name }
  UNION
  { BIND(STRAFTER(STR(?component), "/id/") AS ?name) }
}
"""
WORD = re.compile(r"[a-z0-9]+")
Words = tuple[str, ...]


def derive_mentions(store: Store) -> bytes:
    """Derive, as N-Quads, which components each complete list mentions in a form in which they ship."""
    named: dict[tuple[str, Words], set[str]] = defaultdict(set)
    for row in row_dicts(cast("Table", store.query(NAMES_QUERY))):
        if words := _split_words(text_of(row["name"])):
            named[text_of(row["form"]), words].add(text_of(row["component"]))
    longest = max((len(words) for _, words in named), default=0)
    found: dict[tuple[str, str], set[str]] = {}  # the lists of several distributions have entries in common
    mentions: set[str] = set()
    for row in row_dicts(cast("Table", store.query(ENTRIES_QUERY))):
        form, entry = key = text_of(row["form"]), text_of(row["entry"])
        if key not in found:
            runs = _list_runs(_split_words(entry), longest)
            found[key] = {component for words in runs for component in named.get((form, words), ())}
        claim = text_of(row["claim"])
        mentions |= {f"<{claim}> <{DG}mentions> <{component}> .\n" for component in found[key]}
    return "".join(sorted(mentions)).encode()


def _split_words(name: str) -> Words:
    """Split a name into words; one that is not in Latin letters has none."""
    return tuple(WORD.findall(name.lower())) if name.isascii() else ()


def _list_runs(words: Words, longest: int) -> Iterator[Words]:
    """List the runs of words within an entry that a name can be."""
    for start in range(len(words)):
        for end in range(start + 1, min(start + longest, len(words)) + 1):
            yield words[start:end]
