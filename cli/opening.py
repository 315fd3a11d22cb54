"""Opening the graph that the options name."""

import argparse

from graph import KnowledgeGraph

Options = argparse.Namespace
Verbs = "argparse._SubParsersAction[argparse.ArgumentParser]"


def opened(options: Options) -> KnowledgeGraph:
    """Build the graph from the bundled files, if they are wanted, and those of `--data`."""
    return KnowledgeGraph.open(data=options.data, bundled=not options.no_bundled)
