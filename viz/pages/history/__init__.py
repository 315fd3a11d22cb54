"""When a component came and went."""
