"""RDF and SPARQL: the engine, its terms and formats, and how queries are read before they are run."""
