"""The Model Context Protocol, spoken by its own client: in the process, over stdio and over HTTP."""

import asyncio
import re
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

from api.mcp import make_server
from graph import KnowledgeGraph
from graph.catalogue import CATALOGUE

PROGRAM = "import sys; from cli.main import main; sys.exit(main())"
TOOLS = {"ask", "search", "compare", "describe", "query"}


def spoken(server: Any, talk: Callable[[Client], Awaitable[Any]]) -> Any:  # noqa: ANN401  # whatever is said
    """Connect to a server, and talk to it."""

    async def connected() -> Any:  # noqa: ANN401
        async with Client(server) as client:
            return await talk(client)

    return asyncio.run(connected())


def called(kg: KnowledgeGraph, tool: str, **arguments: object) -> Any:  # noqa: ANN401  # a result of the protocol
    """Call a tool of a server in this process."""
    return spoken(make_server(kg), lambda client: client.call_tool(tool, arguments))


def test_its_tools_are_named_and_described(kg: KnowledgeGraph) -> None:
    """Each says what it is for."""
    tools = spoken(make_server(kg), lambda client: client.list_tools()).tools
    assert {tool.name for tool in tools} == TOOLS
    assert all(tool.description and tool.input_schema["properties"] for tool in tools)


def test_a_question_is_answered_with_its_sources(kg: KnowledgeGraph) -> None:
    """The same answer as everywhere."""
    said = called(kg, "ask", question="which distros use kine").structured_content
    assert sorted(said["answer"]["ids"]) == ["k0s", "k3d", "k3s", "rke2"]
    assert said["sources"]
    assert called(kg, "ask", question="which distros use foobar").structured_content["understood"] is False


def test_things_are_found_described_and_compared(kg: KnowledgeGraph) -> None:
    """By their slugs; each statement comes with links to where it stands."""
    assert called(kg, "search", text="kin").structured_content["items"][0]["id"]
    facts = called(kg, "describe", thing="k0s").structured_content["facts"]
    cni = next(fact for fact in facts if fact["property"] == "default CNI plugin")
    assert cni["values"] == ["kube-router"]
    assert all(re.match("https?://", url) for url in cni["sources"])
    assert called(kg, "describe", thing="kine").structured_content["facts"]
    rows = called(kg, "compare", distributions=["k3s", "k0s"], as_of="2021-01-15").structured_content["items"]
    assert {"k3s": ["flannel"], "k0s": ["calico"]} in [row["sides"] for row in rows]


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("describe", {"thing": "trafik"}, "near: traefik"),
        ("compare", {"distributions": ["k3s"]}, "2 to 3 values"),
        ("query", {"sparql": "SELECT ?x {"}, "line 1, column"),
        ("query", {"sparql": "INSERT DATA { <a:b> <a:c> <a:d> }"}, ""),
    ],
)
def test_what_is_wrong_is_said(kg: KnowledgeGraph, tool: str, arguments: dict[str, Any], said: str) -> None:
    """As an error that a model can read and mend, not as an answer."""
    result = called(kg, tool, **arguments)
    assert result.is_error
    assert said in result.content[0].text


def test_queries_are_run(kg: KnowledgeGraph) -> None:
    """Solutions, truths and triples; of many rows the first, with their number."""
    few = called(kg, "query", sparql="SELECT ?d { ?d dg:uses id:kine }").structured_content
    assert few["total"] == len(few["results"]["bindings"]) == 4
    assert called(kg, "query", sparql="ASK { id:k0s dg:uses id:kine }").structured_content["boolean"] is True
    many = called(kg, "query", sparql="SELECT * { ?s ?p ?o } LIMIT 1000").structured_content
    assert (many["total"], len(many["results"]["bindings"])) == (1000, 200)
    assert called(kg, "query", sparql="DESCRIBE id:kine").structured_content["total"] > 10


def test_the_catalogue_is_there(kg: KnowledgeGraph) -> None:
    """As prompts, with the parameters written in, and as resources."""

    async def talk(client: Client) -> tuple[Any, ...]:
        prompts = (await client.list_prompts()).prompts
        one = await client.get_prompt("distributions_using", {"component": "kine"})
        resources = (await client.list_resources()).resources
        return prompts, one, resources, await client.read_resource("distrograph://queries/facts")

    prompts, one, resources, text = spoken(make_server(kg), talk)
    assert {each.name for each in prompts} == {each.name for each in resources} == set(CATALOGUE)
    assert "id:kine" in one.messages[0].content.text
    assert text.contents[0].text == CATALOGUE["facts"].text


@pytest.mark.alone
def test_it_speaks_over_stdio() -> None:
    """The command, as an assistant starts it: an endless query is ended, and the next one is answered."""
    server = StdioServerParameters(
        command=sys.executable, args=["-c", PROGRAM, "mcp"], env={"DISTROGRAPH_QUERY_TIMEOUT": "1"}
    )
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"

    async def talk(client: Client) -> tuple[Any, Any]:
        ended = await client.call_tool("query", {"sparql": endless})
        return ended, await client.call_tool("query", {"sparql": "ASK { id:k0s dg:uses id:kine }"})

    ended, answered = spoken(server, talk)
    assert ended.is_error
    assert "longer than 1 second" in ended.content[0].text
    assert answered.structured_content["boolean"] is True


@pytest.mark.alone
def test_it_speaks_over_http() -> None:
    """At /mcp on loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", PROGRAM, "mcp", "--http", "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            ready = process.stderr.readline() if process.stderr else ""
            address = (re.search(r"http://\S+", ready) or [""])[0]
            asyncio.run(reached(address))
            for _ in range(2):  # a client that goes takes nothing from the next one
                said = spoken(address, lambda client: client.call_tool("query", {"sparql": "ASK {}"}))
                assert said.structured_content["boolean"] is True
        finally:
            process.terminate()


async def reached(address: str) -> None:
    """Wait until a server answers."""
    for _ in range(100):
        try:
            async with Client(address):
                return
        except Exception:  # noqa: BLE001  # not yet
            await asyncio.sleep(0.2)
    raise TimeoutError(address)
