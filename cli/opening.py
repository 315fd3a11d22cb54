"""Opening the graph that the options name."""

import argparse
from pathlib import Path

from graph import BadDataError, KnowledgeGraph

Options = argparse.Namespace
Verbs = "argparse._SubParsersAction[argparse.ArgumentParser]"
MEMORY = "memory"


def opened(options: Options) -> KnowledgeGraph:
    """Build the graph from the bundled files, if they are wanted, and those of `--data`, or open a store.

    Raises BadDataError for files beside a store: what it holds was published.
    """
    folder = folder_of(options)
    if folder is None:
        return KnowledgeGraph.open(data=options.data, bundled=not options.no_bundled)
    if options.data or options.no_bundled:
        raise BadDataError(
            "holds what was published there; add data with `distrograph publish --to … --data …`",
            file=str(folder),
        )
    return KnowledgeGraph.open(folder)


def folder_of(options: Options) -> Path | None:
    """Give the folder of `--store`; None for a graph that is built in memory."""
    return None if options.store == MEMORY else Path(options.store)
