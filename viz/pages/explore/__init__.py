"""The interactive graph."""
