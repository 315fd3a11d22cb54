"""The pages that look at the graph as a whole."""
