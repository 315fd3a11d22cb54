"""Restarts what serves: when it ends, and when there are new data."""
