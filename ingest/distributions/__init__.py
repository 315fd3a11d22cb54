"""What a distribution ships, read from its repository: one module a distribution."""
