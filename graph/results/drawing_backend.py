"""The drawing backend: it lies in a layer above the graph, and a notebook asks the graph for a picture."""

from __future__ import annotations

import importlib
from typing import Any


def load_backend() -> Any:  # noqa: ANN401  # a module of a layer above
    """Return the module that draws in notebooks, loaded at first use.

    Nothing else of the graph knows that it can be drawn: docs/decisions says why this does.
    """
    return importlib.import_module("viz.notebook")
