"""The SPARQL editor: a page on which queries are written and run, and their results viewed."""
