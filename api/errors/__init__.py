"""What goes wrong, as problems (RFC 9457) and as pages."""
