"""Which of the things that a word may name is most likely meant."""

from graph.ask.tokenizer import Token
from graph.index.entity_index import EntityIndex
from graph.models import Thing

KIND_ORDER = (
    "Distribution",
    "Component",
    "Tool",
    "Product",
    "Organisation",
    "Interface",
    "Concern",
    "Concept",
    "Capability",
)
"""The kinds of things that a question names, what is most likely meant first."""
COMPONENT_KINDS = frozenset({"Component", "Tool", "Product"})


def find_kind(index: EntityIndex, thing: Thing) -> str:
    """Return the kind of a thing, the first in `KIND_ORDER` of those that it belongs to."""
    kinds = index.names[thing.iri].kinds if thing.iri in index.names else set()
    return next((kind for kind in KIND_ORDER if kind in kinds), "")


def find_candidates(index: EntityIndex, token: Token) -> tuple[Thing, ...]:
    """Return the things that a token may mean: those of the most likely kind."""
    ranks = {
        thing: KIND_ORDER.index(kind)
        for thing in token.things
        if (kind := find_kind(index, thing)) and not _is_word(token, kind)
    }
    return tuple(thing for thing, rank in ranks.items() if rank == min(ranks.values()))


def _is_word(token: Token, kind: str) -> bool:
    """Return whether a token that could be a thing is rather a word of questions or a property."""
    return (
        (kind == "Concept" and bool(token.words - {"tool"}))
        or (kind == "Organisation" and bool(token.properties))
        or (kind == "Capability" and bool(token.words or token.properties))
    )
