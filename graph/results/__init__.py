"""What a graph gives to those who work with it in Python: results of queries, comparisons, descriptions."""
