"""The page on which a query is written, run and looked at."""
