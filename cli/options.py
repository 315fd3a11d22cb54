"""Opens the graph that the options name."""

import argparse

from graph import KnowledgeGraph

Options = argparse.Namespace
Verbs = "argparse._SubParsersAction[argparse.ArgumentParser]"
MEMORY = "memory"


def open_graph(options: Options) -> KnowledgeGraph:
    """Open the store, or build the graph from the bundled files, if they are wanted, and from `--data`."""
    return KnowledgeGraph.open(parse_store(options), data=options.data, bundled=not options.no_bundled)


def parse_store(options: Options) -> str | None:
    """Return the folder or the URL of `--store`; None for a graph that is built in memory."""
    return None if options.store in {MEMORY, ""} else str(options.store)
