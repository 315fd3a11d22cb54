"""What the site of the documentation has beside the files of this folder: a reference made from the code.

MkDocs calls the functions whose names begin with `on_`: see its chapter on hooks.
"""

from __future__ import annotations

import argparse
import logging
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.structure.files import File, Files

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

ROOT = Path(__file__).parent.parent
# pyLODE has every logger speak of everything, unless somebody listens already.
logging.getLogger().addHandler(logging.NullHandler())
OUTSIDE = re.compile(r"\[([^\]]+)\]\((?:\.\./)+(?!\w+\.md\))[^)]+\)")
"""A link to a file of the repository that is no page of the site."""
ONTOLOGY = ("distrograph.ttl", "properties.ttl", "releases.ttl")
ONTOLOGY_PAGE = """# Ontology

[The ontology](ontology-of-distrograph.html), as pyLODE shows it; as RDF it is at `/ontology` of every server.
"""
PYTHON = """# Python

What `from graph import …` gives. A notebook needs little more than `KnowledgeGraph` and what it returns.
"""
PICTURES = """## Pictures

What `KnowledgeGraph.draw` returns.

::: viz.notebook.Picture
"""


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """List the records of decisions, which are many, in the order of their days."""
    records = [f"decisions/{each.name}" for each in sorted((ROOT / "docs" / "decisions").glob("*.md"))]
    config.nav = [*(config.nav or []), {"Decisions": records}]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are made."""
    made = {
        "index.md": welcome(),
        "reference/commands.md": commands(),
        "reference/http.md": http(),
        "reference/python.md": python(),
        "reference/questions.md": questions(),
        "reference/ontology.md": ONTOLOGY_PAGE,
        "reference/ontology-of-distrograph.html": ontology(),
        "reference/changes.md": (ROOT / "CHANGELOG.md").read_text("utf-8").replace("](docs/", "](../"),
    }
    for name, content in made.items():
        files.append(File.generated(config, name, content=content))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:  # noqa: ANN401  # what MkDocs gives besides
    """Leave the words of links that lead out of the site, and not the links."""
    return OUTSIDE.sub(r"\1", markdown)


def welcome() -> str:
    """Return the README as the first page."""
    text = (ROOT / "README.md").read_text("utf-8").replace("](docs/", "](")
    return re.sub(r"\[([^\]]+)\]\((?!https?:)[^)#]*(?<!\.md)(?<!\.png)\)", r"\1", text).replace(
        "[CONTRIBUTING.md](CONTRIBUTING.md)", "CONTRIBUTING.md"
    )


def commands() -> str:
    """Describe every verb of the command line as its help does."""
    from cli.main import build_parser  # noqa: PLC0415  # the code is looked at when the site is built

    verbs = next(each for each in build_parser()._actions if isinstance(each, argparse._SubParsersAction))  # noqa: SLF001  # argparse tells it nowhere else
    about = {each.dest: each.help for each in verbs._choices_actions}  # noqa: SLF001
    parts = ["# Command line", ""]
    for name, verb in verbs.choices.items():
        parts += [
            f"## {name}",
            "",
            f"{about.get(name, '')}",
            "",
            "```text",
            verb.format_help().rstrip(),
            "```",
            "",
        ]
    return "\n".join(parts)


@cache
def graph() -> Any:  # noqa: ANN401  # a KnowledgeGraph
    """Open the bundled graph once."""
    from graph import KnowledgeGraph  # noqa: PLC0415

    return KnowledgeGraph.open()


def python() -> str:
    """Describe the public face of `graph`: classes, functions, questions and errors."""
    import graph as face  # noqa: PLC0415

    groups: dict[str, list[str]] = {"Classes": [], "Functions": [], "Questions": [], "Errors": []}
    for name in face.__all__:
        each = getattr(face, name)
        if not isinstance(each, type):
            groups["Functions" if callable(each) else "Questions"].append(f"::: graph.{name}")
        else:
            kind = "Errors" if issubclass(each, Exception) else "Classes"
            groups[kind].append(f"::: {each.__module__}.{each.__name__}")
    parts = [PYTHON, *(f"## {group}\n\n" + "\n\n".join(names) for group, names in groups.items()), PICTURES]
    return "\n\n".join(parts)


def http() -> str:
    """List what the service answers, from its OpenAPI document."""
    from fastapi.testclient import TestClient  # noqa: PLC0415

    from api.app import create_app  # noqa: PLC0415

    spec = TestClient(create_app(graph())).get("/openapi.json").json()
    rows = [
        "# HTTP",
        "",
        "The whole, with shapes and examples, is at `/docs` and `/openapi.json` of every server.",
        "",
    ]
    rows += ["| | | parameters |", "|---|---|---|"]
    for path, operations in spec["paths"].items():
        for method, each in operations.items():
            rows.append(f"| `{method.upper()} {path}` | {told(each)} | {', '.join(parameters(each))} |")
    return "\n".join(rows) + "\n"


def told(operation: dict[str, Any]) -> str:
    """Return the first sentence of an operation's description, as a cell of a table."""
    return str(operation.get("description") or operation["summary"]).partition("\n")[0].replace("|", "\\|")


def parameters(operation: dict[str, Any]) -> Iterator[str]:
    """Name the parameters of a query string."""
    return (f"`{each['name']}`" for each in operation.get("parameters", ()) if each["in"] == "query")


def questions() -> str:
    """Show every question of the catalogue with its SPARQL."""
    from graph.catalogue import CATALOGUE  # noqa: PLC0415

    parts = [
        "# Questions",
        "",
        "The catalogue: each is plain SPARQL 1.1, and has an address, `/api/v1/queries/NAME`.",
        "",
    ]
    for question in CATALOGUE.values():
        parts += [f"## {question.name}", "", f"{question.title.en} {question.title.zh}", ""]
        parts += ["```sparql", question.text.rstrip(), "```", ""]
    return "\n".join(parts)


def ontology() -> str:
    """Make, by pyLODE, the page of classes and properties, in English: it runs languages together."""
    from pylode import OntPub  # noqa: PLC0415
    from rdflib import Graph, Literal  # noqa: PLC0415

    terms = Graph()
    for name in ONTOLOGY:
        terms.parse(ROOT / "ontology" / name)
    for triple in [each for each in terms if isinstance(each[2], Literal) and each[2].language == "zh"]:
        terms.remove(triple)
    return str(OntPub(terms).make_html())
