"""Extracts the texts of the rules of the data, which stand in the files of the rules, for Babel."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import IO, Any

Extracted = tuple[int, None, str, list[str]]
"""A message as Babel takes it: its line, no function, its text, and comments."""


def extract_shapes(
    file: IO[bytes],
    _keywords: Collection[str],
    _tags: Collection[str],
    options: Mapping[str, Any],  # noqa: ARG001  # Babel gives it by its name
) -> Iterator[Extracted]:
    """Extract the rules and remedies of SHACL shapes."""
    for found in re.finditer(r'(?:rdfs:comment|sh:message) "((?:[^"\\]|\\.)*)"', file.read().decode()):
        yield 0, None, found[1].replace('\\"', '"'), []


def extract_checks(
    file: IO[bytes],
    _keywords: Collection[str],
    _tags: Collection[str],
    options: Mapping[str, Any],  # noqa: ARG001  # Babel gives it by its name
) -> Iterator[Extracted]:
    """Extract the rule and the remedy in the header of a consistency check."""
    header = re.match(r"(?:#.*\n)+", file.read().decode())
    words = " ".join(re.sub(r"(?m)^#", "", header[0] if header else "").split())
    for text in words.split(" mend: "):
        yield 0, None, text, []
