"""Questions in words: read into a small tree of meaning, answered from the catalogue, never guessed."""
