"""The release tables: what each release shipped, and which file says so."""
