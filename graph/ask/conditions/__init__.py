"""Conditions: what distributions that are asked for are to use, to have or to be."""
