"""The server of the Model Context Protocol: tools, and the catalogue as prompts and resources.

Every tool asks the application itself, over ASGI, and so has its limits and its answers. The protocol
(modelcontextprotocol.io) is that of the official SDK.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import httpx2
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.prompts.base import Prompt, PromptArgument
from mcp.server.mcpserver.resources import FunctionResource

from api.app import create_app
from api.workers.pool import Pool
from graph import KnowledgeGraph
from graph.catalogue import CATALOGUE, Question
from graph.models import Shape

INSTRUCTIONS = """\
distrograph knows what Kubernetes distributions are made of, since when, and according to which sources.
Start with `ask`: it answers from recorded claims only, and says when something is not recorded, which is
neither yes nor no. Cite the sources that come with an answer. Entries are identified by short names such as
k3s or kine; `search` finds them."""
BASE = "http://distrograph"
JSON = "application/sparql-results+json, application/n-triples;q=0.9"
MAX_ROWS = 200
"""Rows of an answer for the model, beside their total; a model has little use for more."""


def make_server(graph: KnowledgeGraph, pool: Pool | None = None) -> MCPServer[Any]:
    """Make an MCP server; queries are run by the pool, with the limits of `/sparql`."""
    client = httpx2.AsyncClient(transport=httpx2.ASGITransport(create_app(graph, pool)), base_url=BASE)

    @asynccontextmanager
    async def lifespan(_: MCPServer[Any]) -> AsyncIterator[None]:
        if pool:
            await pool.open()
        try:
            async with client:
                yield
        finally:
            if pool:
                pool.close()

    server: MCPServer[Any] = MCPServer(
        "distrograph", instructions=INSTRUCTIONS, lifespan=lifespan, log_level="WARNING", website_url=None
    )
    _add_tools(server, client)
    for question in CATALOGUE.values():
        server.add_prompt(_make_prompt(graph, question))
        server.add_resource(_make_resource(question))
    return server


def _add_tools(server: MCPServer[Any], client: httpx2.AsyncClient) -> None:
    """Add the tools: ask, search, compare, describe, query."""

    @server.tool()
    async def ask(question: str) -> dict[str, Any]:
        """Answer a question about Kubernetes distributions, in English or Chinese, from recorded claims.

        `understood` is false, with suggestions, if the question was not understood. A value of null means
        that it is not recorded.
        """
        return await _get_json(client, "/api/v1/ask", q=question)

    @server.tool()
    async def search(text: str) -> dict[str, Any]:
        """Find entries by part of a name: short names, labels and descriptions."""
        return await _get_json(client, "/api/v1/search", q=text)

    @server.tool()
    async def compare(distributions: list[str], as_of: str | None = None) -> dict[str, Any]:
        """Compare two or three distributions (short names), today or as of a date such as 2021-01-15."""
        day = {"as_of": as_of} if as_of else {}
        answer = await _get_json(client, "/api/v1/compare", id=distributions, **day)
        return {**answer, "items": [_summarize_comparison(row) for row in answer["items"]]}

    @server.tool()
    async def describe(thing: str) -> dict[str, Any]:
        """Describe an entry (by its short name): its facts with their status and sources."""
        kinds = (await _get_json(client, "/api/v1/search", q=thing))["items"]
        kind: list[str] = next((row["kinds"] for row in kinds if row["id"] == thing), [])
        collection = "distributions" if "Distribution" in kind else "components"
        answer = await _get_json(client, f"/api/v1/{collection}/{thing}")
        return {**answer, "facts": [_summarize_fact(fact) for fact in answer["facts"]]}

    @server.tool()
    async def query(sparql: str) -> dict[str, Any]:
        """Run a SPARQL 1.1 query, read-only, with the limits of the service.

        The prefixes dg: (the ontology), id: (entries), rdf:, rdfs:, skos: need not be declared. Example:
        SELECT ?d { ?d dg:uses id:kine }
        """
        answer = await client.post("/sparql", data={"query": sparql}, headers={"Accept": JSON})
        _raise_for_problem(answer)
        if not answer.headers["content-type"].startswith("application/sparql-results+json"):
            return {"triples": answer.text.splitlines()[:MAX_ROWS], "total": len(answer.text.splitlines())}
        content: dict[str, Any] = answer.json()
        if "results" in content:
            rows = content["results"]["bindings"]
            content["results"]["bindings"], content["total"] = rows[:MAX_ROWS], len(rows)
        return content


async def _get_json(client: httpx2.AsyncClient, path: str, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401  # JSON
    """Get a JSON answer of the API; raises ToolError for a problem."""
    answer = await client.get(path, params=parameters)
    _raise_for_problem(answer)
    content: dict[str, Any] = answer.json()
    return content


def _raise_for_problem(answer: httpx2.Response) -> None:
    """Raise ToolError with detail and suggestions for an answer that is a problem."""
    if answer.status_code < 400:  # noqa: PLR2004  # errors begin there
        return
    problem = answer.json()
    near = ", ".join(problem.get("suggestions") or ())
    raise ToolError(f"{problem['detail']}{f' (near: {near})' if near else ''}")


def _summarize_comparison(row: Mapping[str, Any]) -> dict[str, Any]:
    """Reduce a row of a comparison to what a model needs: the values of each side, and their sources."""
    sides = {side["id"]: [_format_value(value) for value in side["values"]] for side in row["sides"]}
    condition = row["condition"]["label"]["en"] if row["condition"] else None
    return {
        "property": row["property"]["label"]["en"],
        "condition": condition,
        "sides": sides,
        "differs": row["differs"],
        "sources": _list_urls(row["sources"]),
    }


def _summarize_fact(fact: Mapping[str, Any]) -> dict[str, Any]:
    """Reduce a fact to what a model needs."""
    return {
        "property": fact["property"]["label"]["en"],
        "condition": fact["condition"]["label"]["en"] if fact["condition"] else None,
        "values": [_format_value(value) for value in fact["values"]],
        "standing": fact["standing"]["label"]["en"],
        "sources": _list_urls(fact["sources"]),
    }


def _format_value(value: Mapping[str, Any]) -> str:
    """Format a value: a slug, a literal, or that a source states none."""
    return str(value["value"] if value["value"] is not None else value["id"] or value["kind"])


def _list_urls(sources: list[Mapping[str, Any]]) -> list[str]:
    """Return the URLs of citations, each once."""
    return list(dict.fromkeys(source["url"] for source in sources))


def _make_prompt(graph: KnowledgeGraph, question: Question[Shape]) -> Prompt:
    """Make a prompt of a question of the catalogue: its query, with the parameters bound."""
    arguments = [
        PromptArgument(name=name, description=kind, required=name in question.required)
        for name, kind in question.kinds.items()
    ]
    return Prompt(
        name=question.name,
        title=question.title.en,
        description=f"{question.title.en} {question.title.zh}",
        arguments=arguments,
        fn=partial(_render_prompt, graph, question),
    )


def _render_prompt(graph: KnowledgeGraph, question: Question[Shape], **parameters: str) -> str:
    """Render the prompt of a question; raises GraphError for an unknown name."""
    sparql = graph.format_query(question, **parameters)
    return f"{question.title.en}\nRun this with the tool `query`, and cite what it gives:\n\n{sparql}"


def _make_resource(question: Question[Shape]) -> FunctionResource:
    """Make a resource of the query of a question of the catalogue."""
    return FunctionResource(
        uri=f"distrograph://queries/{question.name}",
        name=question.name,
        title=question.title.en,
        description=f"{question.title.en} {question.title.zh}",
        mime_type="application/sparql-query",
        fn=lambda: question.text,
    )
