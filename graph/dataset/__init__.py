"""The dataset: which files it is made of, what the rules derive from them, and what it says of itself."""

from graph.dataset.files import unpacked_size

__all__ = [
    "unpacked_size",
]
