"""Results for people and for notebooks: data frames, HTML, networks, and text that a terminal can show."""
