"""How distributions are related to components: the ladder of relations, the strongest first."""

from enum import StrEnum


class Strength(StrEnum):
    """A relation by the local name of its property, in the order from the strongest to the weakest."""

    ENABLES = "enables"
    BUNDLES = "bundles"
    USES = "uses"
    OFFERS = "offers"
    SUPPORTS = "supports"


USED = (Strength.ENABLES, Strength.BUNDLES, Strength.USES)
"""What makes a distribution a user of a component; the others are cases of `uses`."""
OPTIONAL = (Strength.OFFERS, Strength.SUPPORTS)
"""What leaves the choice to the operator."""
BROADEST = (Strength.USES, *OPTIONAL)
"""The relations of which all others, and all properties that name a component, are cases."""

_RANKS: dict[str, int] = {strength: rank for rank, strength in enumerate(Strength)}


def rank_relation(relation: str) -> int:
    """Return the place of a relation in the ladder, 0 for the strongest.

    Raises KeyError for what is no relation of the ladder.
    """
    return _RANKS[relation]
