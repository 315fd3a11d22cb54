"""Where the things of a view stand: by forces, without overlaps, and new ones beside their neighbours."""
