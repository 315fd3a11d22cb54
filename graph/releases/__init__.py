"""The release tables: what each release shipped, and which file says so."""

from graph.releases.release_index import UPSTREAM, ReleaseRecord
from graph.releases.table import TableRow, describe_row_error, read_table, write_table
from graph.releases.version import parse_version
from graph.releases.version_range import VersionRange, parse_version_range

__all__ = [
    "UPSTREAM",
    "ReleaseRecord",
    "TableRow",
    "VersionRange",
    "describe_row_error",
    "parse_version",
    "parse_version_range",
    "read_table",
    "write_table",
]
