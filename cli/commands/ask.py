"""The verbs that ask: query, ask, compare, show, list."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cli import output
from cli.language import detect_language, gettext, render
from cli.options import Options, open_graph
from cli.parser import NOT_RECORDED
from cli.terminal import print_line, print_message, write_format
from graph.catalogue import (
    CATALOGUE,
    COMPARISON,
    COMPONENTS,
    DISTRIBUTIONS,
    DISTRIBUTIONS_USING,
    SHIPPED,
    SOURCES,
)
from graph.errors import LocalError
from graph.graph import Graph
from graph.parameters import comparison_parameters
from graph.rdf import check_query, decode_escapes, serialize_answer
from i18n import Message, PluralMessage
from ontology import DG

QUERY_FORMATS = ("table", "json", "csv", "tsv", "xml", "turtle", "nt", "jsonld")


def add_verbs(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Add the verbs."""
    query = verbs.add_parser("query", parents=[common], help=gettext("run a SPARQL query"))
    query.add_argument("sparql", nargs="?", metavar="SPARQL", help=gettext("query text"))
    query.add_argument("-f", "--file", type=Path, metavar="FILE.rq", help=gettext("file with the query"))
    query.add_argument("--format", choices=QUERY_FORMATS, default="table")
    query.set_defaults(run=_run_query)
    ask = verbs.add_parser("ask", parents=[common], help=gettext("answer a question in English or Chinese"))
    ask.add_argument("question", nargs="+", help=gettext("question, with or without quotes"))
    ask.add_argument("--json", action="store_true", help=gettext("print the full answer as JSON"))
    ask.set_defaults(run=_run_ask)
    compare = verbs.add_parser(
        "compare", parents=[common], help=gettext("compare two or three distributions")
    )
    compare.add_argument("ids", nargs="+", metavar="DISTRIBUTION", help=gettext("names such as k3s k0s"))
    compare.add_argument(
        "--as-of", metavar="DATE", help=gettext("compare as of a date or a release: 2021-01-15, k0s/v0.12.0")
    )
    compare.add_argument("--format", choices=output.COMPARISON_FORMATS, default="table")
    compare.set_defaults(run=_run_compare)
    show = verbs.add_parser(
        "show", parents=[common], help=gettext("show all facts about an entry, with their sources")
    )
    show.add_argument("id")
    show.set_defaults(run=_run_show)
    listing = verbs.add_parser(
        "list", parents=[common], help=gettext("list distributions, components and other entries")
    )
    listing.add_argument("what", choices=["distributions", "components", "sources", "queries"])
    listing.set_defaults(run=_run_list)


def _run_query(options: Options) -> int:
    """Run a query; an ASK that says no exits with 1."""
    if (options.sparql is None) == (options.file is None):
        raise LocalError(Message("give a query either as text or with -f FILE.rq"))
    text = options.sparql if options.sparql is not None else options.file.read_text("utf-8")
    text = decode_escapes(text)
    check_query(text)
    graph = open_graph(options)
    # The engine cannot be told to stop, so Ctrl+C must end the process itself.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    result = graph.query(text)
    if options.format == "table":
        output.print_result(result)
    else:
        write_format(serialize_answer(graph.store, text, options.format) + b"\n")
    for hint in result.hints(detect_language()):
        print_line(f"distrograph: {hint}", sys.stderr)
    return int(result.columns == ["answer"] and not result)


def _run_ask(options: Options) -> int:
    """Answer a question; exits with 1 if the answer is no, with 3 if it is not known or not understood."""
    reply = open_graph(options).ask(" ".join(options.question))
    if options.json:
        write_format(f"{reply.model_dump_json(indent=2)}\n".encode())
    else:
        output.print_reply(reply)
    if not reply.is_known:
        return NOT_RECORDED
    return int(reply.answer is not None and reply.answer.value is False)


def _run_compare(options: Options) -> int:
    """Compare distributions."""
    graph = open_graph(options)
    if options.as_of:
        graph = graph.at(options.as_of)
    rows = graph.answer(COMPARISON, **comparison_parameters(options.ids)).items
    distributions = [graph.index.thing(graph.index.resolve("Distribution", each)) for each in options.ids]
    output.print_comparison(distributions, rows, options.format)
    if options.as_of and options.format == "table":
        print_message(Message("Claims without a date count as always true."))
    return 0


def _run_show(options: Options) -> int:
    """Show a thing."""
    graph = open_graph(options)
    if "/" in options.id:
        release = graph.release(options.id)
        output.print_release(release, graph.answer(SHIPPED, release=release.id).items)
        return 0
    described = graph.describe(options.id)
    output.print_thing(described)
    if "Component" in described.thing.kinds:
        output.print_users(graph.answer(DISTRIBUTIONS_USING, component=described.thing.id).items)
    return 0


def _run_list(options: Options) -> int:
    """List what there is."""
    graph = open_graph(options)
    columns: dict[str, Any] = {
        "distributions": lambda: [
            (r.id, render(r.label), _render_description(r)) for r in graph.answer(DISTRIBUTIONS).items
        ],
        "components": lambda: [
            (r.id, render(r.label), output.join_names(u.id for u in r.used_by))
            for r in graph.answer(COMPONENTS).items
        ],
        "sources": lambda: [
            (r.id, render(_count_claims(r.claims)), _list_verdicts(graph, r.verdicts))
            for r in graph.answer(SOURCES).items
        ],
        "queries": lambda: [(q.name, render(q.title), " ".join(q.parameters)) for q in CATALOGUE.values()],
    }
    output.print_rows(columns[options.what]())
    return 0


def _count_claims(count: int) -> PluralMessage:
    """Count the claims of a source."""
    return PluralMessage("{count} claim", "{count} claims", count=count)


def _list_verdicts(graph: Graph, verdicts: Mapping[str, int]) -> str:
    """List how many claims of a source have which verdict."""
    return output.join_names(
        render(Message("{property}: {values}", property=graph.index.label(DG + name), values=count))
        for name, count in verdicts.items()
    )


def _render_description(row: Any) -> str:  # noqa: ANN401  # any profile
    """Render a thing's description."""
    return render(row.description) if row.description else ""
