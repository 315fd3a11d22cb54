"""The house keeps its order: what is counted here may only fall.

A limit is lowered in the commit that lowers the count, and never raised.
"""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("i18n", "ontology", "graph", "ingest", "api", "viz", "cli")
ABOVE_GRAPH = ("ingest", "api", "viz", "cli")
VAGUE_VERBS = ("Give", "Say", "Tell", "Put", "Let", "Have")
LIMITS = {
    "modules on the top level of graph": 7,
    "modules in import circles": 0,
    "function names defined in four or more modules": 1,
    "modules of graph reached from above": 19,
    "imports under TYPE_CHECKING": 20,
    "docstrings that begin with a vague verb": 0,
}


@cache
def parsed_modules() -> dict[Path, ast.Module]:
    """Parse every module of the product."""
    files = [file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py"))]
    return {file.relative_to(ROOT): ast.parse(file.read_text("utf-8")) for file in files}


@cache
def import_graph() -> grimp.ImportGraph:
    """Read who imports whom, type hints included."""
    return grimp.build_graph(*PACKAGES, exclude_type_checking_imports=False, cache_dir=None)


def circles() -> list[set[str]]:
    """Find the sets of modules that reach each other."""
    graph = import_graph()
    reached = {module: graph.find_upstream_modules(module) for module in graph.modules}
    found = (
        frozenset({module, *(other for other in others if module in reached[other])})
        for module, others in reached.items()
    )
    return [set(circle) for circle in dict.fromkeys(found) if len(circle) > 1]


def repeated_names() -> dict[str, list[str]]:
    """Find the names that module-level functions of four or more modules have."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    for file, module in parsed_modules().items():
        for node in module.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                places[node.name].append(str(file))
    return {name: files for name, files in places.items() if len(files) > 3}


def doors() -> set[str]:
    """Find the modules of graph that packages above import."""
    graph = import_graph()
    return {
        imported
        for importer in graph.modules
        if importer.partition(".")[0] in ABOVE_GRAPH
        for imported in graph.find_modules_directly_imported_by(importer)
        if imported.partition(".")[0] == "graph"
    }


def type_only_imports() -> Counter[str]:
    """Count the import statements under TYPE_CHECKING by module."""
    return Counter(
        str(file)
        for file, module in parsed_modules().items()
        for node in ast.walk(module)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for each in node.body
        if isinstance(each, ast.Import | ast.ImportFrom)
    )


def vague_docstrings() -> Iterator[str]:
    """Find the docstrings that begin with a verb that says nothing."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for file, module in parsed_modules().items():
        for node in ast.walk(module):
            text = ast.get_docstring(node) if isinstance(node, kinds) else None
            if text and text.split(maxsplit=1)[0] in VAGUE_VERBS:
                yield f"{file}: {text.splitlines()[0]}"


def top_level_modules() -> list[str]:
    """List the modules that lie loose in graph."""
    return sorted(file.name for file in (ROOT / "graph").glob("*.py"))


COUNTED: dict[str, Callable[[], Iterable[str]]] = {
    "modules on the top level of graph": top_level_modules,
    "modules in import circles": lambda: [module for circle in circles() for module in circle],
    "function names defined in four or more modules": repeated_names,
    "modules of graph reached from above": doors,
    "imports under TYPE_CHECKING": lambda: list(type_only_imports().elements()),
    "docstrings that begin with a vague verb": lambda: list(vague_docstrings()),
}


@pytest.mark.parametrize("name", LIMITS)
def test_the_house_keeps_its_order(name: str) -> None:
    """Each count is at its limit: a greater one is a step back, a smaller one lowers the limit."""
    found = COUNTED[name]()
    assert len(list(found)) == LIMITS[name], "\n".join(sorted(found))
