"""Validates the data: SHACL shapes for each thing, consistency checks for what only shows across files."""

from collections.abc import Sequence
from pathlib import Path

from graph.rdf.store import Store
from graph.validation.claim_locations import FileLocation, locate_claims
from graph.validation.report import Violation

__all__ = ["FileLocation", "Violation", "check", "check_consistency", "locate_claims"]


def check(data: Sequence[Path] = (), *, bundled: bool = True) -> list[Violation]:
    """Check the bundled data (unless told not to) and `data`: shapes, consistency checks, release tables.

    If files cannot be read, that is all that is reported: what they say would be missed everywhere else.
    """
    from graph.validation import data_checks  # noqa: PLC0415  # pySHACL is slow to import

    return data_checks.check_files(data, bundled=bundled)


def check_consistency(store: Store) -> list[Violation]:
    """Run the consistency checks alone: for a dataset too large for the shapes, which want it in memory."""
    from graph.validation import data_checks  # noqa: PLC0415  # likewise

    return data_checks.check_store(store)
