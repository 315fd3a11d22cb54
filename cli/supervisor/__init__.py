"""Restarts the server: when it ends, and when there are new data."""
