"""Hooks of MkDocs: they generate the reference pages from the code. Their names begin with `on_`."""

from __future__ import annotations

import argparse
import inspect
import logging
import os
import posixpath
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

from mkdocs.structure.files import File, Files

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

ROOT = Path(__file__).parent.parent
HERE = Path(__file__).parent
# Without a handler, importing pyLODE makes every logger write to stderr.
logging.getLogger().addHandler(logging.NullHandler())
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(((?:\.\./)+[^)\s#]*)[^)]*\)")
"""A relative link to a folder above."""
MARK = "*The rest of this page is generated from the code: run `make docs`.*"
"""The line of a page in docs/reference that is replaced by generated content."""
ONTOLOGY = ("distrograph.ttl", "properties.ttl", "releases.ttl")
HELP_WIDTH = 100
"""Characters of a line of help."""
EXCEPTIONS = """## Exceptions

In Python, every error is a subclass of `graph.GraphError`, so `except GraphError` catches them all.
Commands print the message in one line and exit with 2.
"""
PICTURES = """## Pictures

The result of `KnowledgeGraph.draw`.

::: viz.notebook.Picture
"""


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Add the decision records to the navigation, by date."""
    records = [f"decisions/{each.name}" for each in sorted((ROOT / "docs" / "decisions").glob("*.md"))]
    config.nav = [*(config.nav or []), {"Decisions": records}]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages."""
    made = {
        "index.md": render_index(),
        "reference/ontology-of-distrograph.html": render_ontology(),
        "reference/changes.md": (ROOT / "CHANGELOG.md").read_text("utf-8").replace("](docs/", "](../"),
    }
    for name, content in made.items():
        files.append(File.generated(config, name, content=content))
    return files


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:  # noqa: ANN401  # other arguments of MkDocs
    """Fill in generated content, and replace links that lead out of the site by their text."""
    render = RENDERERS.get(page.file.src_uri)
    if render:
        markdown = markdown.replace(MARK, render())
    return LINK.sub(lambda link: _unlink_outside(link, page.file.src_uri), markdown)


def _unlink_outside(link: re.Match[str], page: str) -> str:
    """Return a link of a page, or only its text if the target is not in this folder."""
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page), link[2]))
    return link[1] if target.startswith("..") else link[0]


def render_index() -> str:
    """Render the README as the first page."""
    text = (ROOT / "README.md").read_text("utf-8").replace("](docs/", "](")
    text = text.replace("](CHANGELOG.md)", "](reference/changes.md)")
    return re.sub(r"\[([^\]]+)\]\((?!https?:|(?:[\w-]+/)+[\w.-]+\.(?:md|png))[^)#]*\)", r"\1", text)


def find_verbs() -> dict[str, tuple[str, argparse.ArgumentParser]]:
    """Return the help text and the parser of each verb of the command."""
    from cli.main import build_parser  # noqa: PLC0415  # the code is imported when the site is built

    with _in_english():
        actions = build_parser()._actions  # noqa: SLF001  # argparse offers no other way
    parsers = next(each for each in actions if isinstance(each, argparse._SubParsersAction))  # noqa: SLF001
    texts = {each.dest: each.help or "" for each in parsers._choices_actions}  # noqa: SLF001
    return {name: (texts.get(name, ""), parser) for name, parser in parsers.choices.items()}


@contextmanager
def _in_english() -> Iterator[None]:
    """Let the command speak English, whatever the language of the terminal is."""
    with mock.patch.dict(os.environ, LANGUAGE="en"):
        yield


def render_commands() -> str:
    """Render the help of every verb of the command."""
    parts = []
    for name, (text, parser) in find_verbs().items():
        parser.formatter_class = partial(argparse.HelpFormatter, width=HELP_WIDTH)
        sentence = f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"
        with _in_english():
            shown = parser.format_help().rstrip()
        parts += [f"## {name}", "", sentence, "", "```text", shown, "```", ""]
    return "\n".join(parts)


def load_descriptions(name: str) -> dict[str, Any]:
    """Load what a file beside this one says of names of the code."""
    return tomllib.loads((HERE / f"{name}.toml").read_text("utf-8"))


def read_settings() -> dict[str, dict[str, Any]]:
    """Return the settings by variable: what `settings.toml` says, with the default of the code."""
    from graph.settings import Setting, Settings  # noqa: PLC0415

    described = load_descriptions("settings")
    found = {}
    for name, setting in vars(Settings).items():
        if isinstance(setting, Setting):
            found[setting.variable] = {"default": _format_default(setting.default), **described[name]}
    return found | {"DISTROGRAPH_CACHE": described["cache"]}


def _format_default(value: Any) -> str:  # noqa: ANN401  # of any setting
    if value in ((), "", None):
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def render_settings() -> str:
    """Render the tables of settings, one for each group."""
    settings = read_settings()
    parts = []
    for group in dict.fromkeys(each["group"] for each in settings.values()):
        rows = [
            (f"`{name}`", each["default"], _format_values(each), _describe_setting(each))
            for name, each in settings.items()
            if each["group"] == group
        ]
        parts.append(f"## {group}\n\n{_render_table(('variable', 'default', 'values', 'meaning'), rows)}")
    others = [(f"`{name}`", meaning) for name, meaning in load_descriptions("settings")["others"].items()]
    return "\n".join([*parts, f"## Other variables\n\n{_render_table(('variable', 'meaning'), others)}"])


def _format_values(setting: dict[str, Any]) -> str:
    """Format the unit and the bounds of a setting."""
    low, high, unit = setting.get("minimum"), setting.get("maximum"), setting.get("unit", "")
    if low is None:
        return str(setting.get("values", "text"))
    bounds = f"from {low}" if high is None else f"{low} to {high}"
    return f"{bounds} {unit}".strip()


def _describe_setting(setting: dict[str, Any]) -> str:
    option = f" Option: `{setting['option']}`." if "option" in setting else ""
    return f"{setting['meaning']}{option}"


def _render_table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Render a table in Markdown."""
    head = list(head)
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def find_error_classes() -> dict[str, type[Exception]]:
    """Return GraphError and all its subclasses by name."""
    import_module("api.app")  # defines subclasses, as the next one does
    import_module("ingest.registry")
    from graph import GraphError  # noqa: PLC0415

    def walk(base: type[Exception]) -> Iterator[type[Exception]]:
        yield base
        for each in base.__subclasses__():
            yield from walk(each)

    return {each.__name__: each for each in walk(GraphError)}


def render_errors() -> str:
    """Render problem types, exit codes and exceptions."""
    from api.errors.problems import TYPE_PREFIX, Problem  # noqa: PLC0415

    described = load_descriptions("errors")
    fields = [(f"`{name}`", described["fields"][name]) for name in Problem.model_fields]
    parts = [
        _render_table(("field", "meaning"), fields),
        "## Problem types\n",
        f"Each `type` begins with `{TYPE_PREFIX}`.\n",
    ]
    for problem in described["problems"]:
        statuses = ", ".join(map(str, problem["status"]))
        parts += [
            f"### {problem['type']}\n",
            f"Status {statuses}. {problem['when']}\n",
            f"{problem['action']}\n",
        ]
    codes = [(str(each["code"]), each["meaning"]) for each in described["exit_codes"]]
    parts += ["## Exit codes\n", _render_table(("code", "meaning"), codes), EXCEPTIONS]
    types = {each["class"]: each["type"] for each in described["problems"] if "class" in each}
    for name, each in find_error_classes().items():
        if name == "GraphError":
            continue
        entry = described["exceptions"][name]
        base = each.__bases__[0].__name__
        parts += [f"### {name}\n", f"`{each.__module__}.{name}`, a subclass of `{base}`.\n"]
        parts += [f"{inspect.getdoc(each)}\n", f"Raised {entry['raised'][:1].lower()}{entry['raised'][1:]}"]
        parts += [f"What to do: {entry['action'][:1].lower()}{entry['action'][1:]}\n"]
        if name in types:
            parts += [f"Over HTTP: [{types[name]}](#{types[name]}).\n"]
    return "\n".join(parts)


@cache
def open_graph() -> Any:  # noqa: ANN401  # a KnowledgeGraph
    """Open the bundled graph once."""
    from graph import KnowledgeGraph  # noqa: PLC0415

    return KnowledgeGraph.open()


def render_python() -> str:
    """Render the public names of `graph`: classes, functions, questions and errors."""
    import graph as face  # noqa: PLC0415

    groups: dict[str, list[str]] = {"Classes": [], "Functions": [], "Questions": [], "Errors": []}
    for name in face.__all__:
        each = getattr(face, name)
        if not isinstance(each, type):
            groups["Functions" if callable(each) else "Questions"].append(f"::: graph.{name}")
        else:
            kind = "Errors" if issubclass(each, Exception) else "Classes"
            groups[kind].append(f"::: {each.__module__}.{each.__name__}")
    parts = [*(f"## {group}\n\n" + "\n\n".join(names) for group, names in groups.items()), PICTURES]
    return "\n\n".join(parts)


def render_http() -> str:
    """Render the list of operations from the OpenAPI document."""
    from fastapi.testclient import TestClient  # noqa: PLC0415

    from api.app import create_app  # noqa: PLC0415

    spec = TestClient(create_app(open_graph())).get("/openapi.json").json()
    rows = []
    for path, operations in spec["paths"].items():
        for method, each in operations.items():
            named = ", ".join(f"`{name}`" for name in _name_parameters(each))
            rows.append((f"`{method.upper()} {path}`", _summarize_operation(each), named))
    return _render_table(("operation", "summary", "query parameters"), rows)


def _summarize_operation(operation: dict[str, Any]) -> str:
    """Return the first line of an operation's description."""
    return str(operation.get("description") or operation["summary"]).partition("\n")[0]


def _name_parameters(operation: dict[str, Any]) -> Iterator[str]:
    """Return the names of the parameters of a query string."""
    return (str(each["name"]) for each in operation.get("parameters", ()) if each["in"] == "query")


def render_questions() -> str:
    """Render every question of the catalogue with its SPARQL."""
    from graph.catalogue import CATALOGUE  # noqa: PLC0415

    parts = []
    for question in CATALOGUE.values():
        parts += [f"## {question.name}", "", f"{question.title.en} {question.title.zh}", ""]
        parts += ["```sparql", question.text.rstrip(), "```", ""]
    return "\n".join(parts)


def render_ontology() -> str:
    """Render classes and properties by pyLODE, in English: it runs languages together."""
    from pylode import OntPub  # noqa: PLC0415
    from rdflib import Graph, Literal  # noqa: PLC0415

    terms = Graph()
    for name in ONTOLOGY:
        terms.parse(ROOT / "ontology" / name)
    for triple in [each for each in terms if isinstance(each[2], Literal) and each[2].language == "zh"]:
        terms.remove(triple)
    return str(OntPub(terms).make_html())


RENDERERS: dict[str, Callable[[], str]] = {
    "reference/commands.md": render_commands,
    "reference/settings.md": render_settings,
    "reference/errors.md": render_errors,
    "reference/http.md": render_http,
    "reference/python.md": render_python,
    "reference/questions.md": render_questions,
    "reference/ontology.md": lambda: "[Classes and properties](ontology-of-distrograph.html)",
}
"""What fills in which page."""
