"""Answers that only the graph as a whole can give; what nobody has recorded is counted, never filled in."""
