"""One release, and what differs between two."""
