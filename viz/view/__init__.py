"""A view: what of the graph is shown, and how the things in it are related."""
