"""What a thing is above all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ontology import ID

if TYPE_CHECKING:
    from graph.index import Index

KINDS = ("Distribution", "Component", "Tool", "Product", "Organisation", "Interface", "Concern", "Capability")
"""What a thing can be, the more telling first: k3s is a component too, but above all a distribution."""


def kind_of(index: Index, slug: str) -> str:
    """Tell the most telling kind of a thing; Concept if it has none of them."""
    names = index.names.get(ID + slug)
    return next((kind for kind in KINDS if names and kind in names.kinds), "Concept")
