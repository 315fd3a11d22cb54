"""A view as a picture: SVG, small multiples, pyvis."""
