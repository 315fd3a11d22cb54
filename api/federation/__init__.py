"""SERVICE: parts of a query that another SPARQL service answers (SPARQL 1.1 Federated Query).

It is refused unless the operator allows an address. Even then a worker can make no connection: a first job
reads which calls a query has, the server makes them, and a second job runs the query with their answers, as
the VALUES that each call stands for.

    allowlist   which addresses may be called
    addresses   parsing and comparing addresses
    client      calling one service
    resolver    calling all services of a query

What a query calls, and how answers become VALUES, is read in `graph.rdf`.
"""
