"""Distributions side by side."""
