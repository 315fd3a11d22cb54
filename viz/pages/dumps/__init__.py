"""The files of the whole graph."""
