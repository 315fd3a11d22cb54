"""The graph drawn."""

from viz.view import view
