"""SERVICE: parts of a query that another SPARQL service answers (SPARQL 1.1 Federated Query).

It is refused unless whoever runs the service has opened an address. The process that evaluates a query can
make no connection, then too: a first job reads which calls a query makes, the server asks them, and a second
job puts what came of them into the query, as the VALUES that each call stands for.

    allowlist   which addresses may be called
    addresses   parsing and comparing addresses
    client      calling one service
    resolver    calling all services of a query

What a query calls, and how answers become VALUES, is read in `graph.rdf`.
"""
