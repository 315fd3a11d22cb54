"""A store behind a URL: any service of SPARQL 1.1, with snapshots in it or as it is."""
