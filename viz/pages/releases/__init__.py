"""The releases of a distribution."""
