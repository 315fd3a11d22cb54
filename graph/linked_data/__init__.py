"""The graph on the web of data: descriptions of things, of the service, of its graphs and vocabulary."""
