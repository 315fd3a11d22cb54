"""Reads a project's own git repository, at every release, into the table of what each release shipped."""
