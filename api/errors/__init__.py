"""Errors as problem details (RFC 9457) and as pages."""
