"""Run notebooks and save them with their output: `notebooks.py [NAME …]`, or all of them."""

import asyncio
import os
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

FOLDER = Path(__file__).parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
SECONDS = 120
"""The time limit of a cell, in seconds."""
PORT = re.compile(r"(?<=127\.0\.0\.1:)\d+")
OFFLINE = """
import sys

def refuse(event, details):
    host = {"socket.connect": lambda: details[1][0], "socket.getaddrinfo": lambda: details[0]}
    if event in host and host[event]() != "127.0.0.1":
        raise OSError(f"a notebook asks for nothing from elsewhere: {details}")

sys.addaudithook(refuse)
"""
"""A cell that turns connections to other machines into errors."""
AFRESH = """
get_ipython().extension_manager.unload_extension("graph.notebook")
get_ipython().run_line_magic("reset", "-f")
"""
"""A cell that clears the namespace."""
CHOOSE = """
import os

os.environ.pop("DISTROGRAPH_STORE", None)
if {store!r}:
    os.environ["DISTROGRAPH_STORE"] = {store!r}
del os
"""
"""The end of the first cell: it selects the store."""


def read(path: Path) -> NotebookNode:
    """Read a notebook."""
    notebook: NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    return notebook


def run(path: Path, *stores: str | None) -> list[NotebookNode]:
    """Run a notebook in its own kernel, in an empty folder and offline, once for each store.

    A store is a value of DISTROGRAPH_STORE, or None for the bundled graph. Every run starts with an empty
    namespace. All runs share the kernel, because most notebooks run faster than a kernel starts.
    """
    return asyncio.run(ran(path, stores or (None,)))


async def ran(path: Path, stores: Sequence[str | None]) -> list[NotebookNode]:
    """Run a notebook once for each store."""
    ours = {name: value for name, value in os.environ.items() if name != "DISTROGRAPH_STORE"}
    found = []
    with TemporaryDirectory() as elsewhere:
        where = {"metadata": {"path": elsewhere}}
        client = NotebookClient(
            read(path), timeout=SECONDS, kernel_name="python3", record_timing=False, resources=where
        )
        async with client.async_setup_kernel(env=ours | {"IPYTHONDIR": elsewhere}):
            for number, store in enumerate(stores):
                first: NotebookNode = nbformat.v4.new_code_cell(  # type: ignore[no-untyped-call]
                    (AFRESH if number else OFFLINE) + CHOOSE.format(store=store)
                )
                client.nb = read(path)
                client.nb.cells.insert(0, first)
                for index, cell in enumerate(client.nb.cells):
                    await client.async_execute_cell(cell, index)
                client.nb.cells.remove(first)
                found.append(client.nb)
    return found


def code(notebook: NotebookNode) -> Iterator[NotebookNode]:
    """Return the code cells."""
    return (cell for cell in notebook.cells if cell.cell_type == "code")


def kept(notebook: NotebookNode) -> NotebookNode:
    """Return a copy to save, without execution details and large output.

    Of a picture only the SVG is saved, which code hosts show; its HTML page has a megabyte or more.
    """
    made: NotebookNode = nbformat.from_dict(notebook)  # type: ignore[no-untyped-call]
    made.metadata.get("language_info", {}).pop("version", None)
    for count, cell in enumerate(code(made), 1):
        cell.execution_count = count
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = count
            if "text" in output:
                output.text = PORT.sub("…", output.text)
            if "image/svg+xml" in output.get("data", {}):
                output.data.pop("text/html", None)
    return made


def main(names: list[str]) -> None:
    """Run and save notebooks."""
    paths = [FOLDER / f"{name}.ipynb" for name in names] or NOTEBOOKS
    for path in paths:
        nbformat.write(kept(*run(path)), path)  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main([Path(name).stem for name in sys.argv[1:]])
