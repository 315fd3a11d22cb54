"""The names, properties, sources and claims of a graph, read once."""
