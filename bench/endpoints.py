"""The ways of asking the card's question, and how each is measured."""

import itertools
import json
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import quantiles
from typing import Literal

from bench.load_generator import Bounds, Load, drive, get
from bench.servers import CARD, OURS, SPARQL_JSON, Server, fetch, query_path
from graph import KnowledgeGraph
from graph.catalogue.entities import COMPONENTS
from graph.catalogue.usage import DISTRIBUTIONS_USING
from ontology import ID

Kind = Literal["repeated", "distinct"]
KINDS: tuple[Kind, ...] = ("repeated", "distinct")
CONNECTIONS = 8
ANSWER = {"k0s", "k3d", "k3s", "rke2"}
REST = "/api/v1/components/{}/distributions"
JSON = "application/json"
WARMING = Bounds(50, 1.0)


@dataclass(frozen=True, slots=True)
class Figures:
    """Milliseconds on one connection, answers a second on eight, and CPU microseconds an answer then.

    `generator` is what asking cost, of the same two cores.
    """

    p50: float
    p95: float
    rate: float
    cpu: float
    generator: float


@dataclass(frozen=True, slots=True)
class Way:
    """A way of asking: how it is measured within bounds for one connection and for eight."""

    name: str
    measure: Callable[[Kind, Bounds, Bounds], Figures]


def ways(kg: KnowledgeGraph, servers: Mapping[str, Server]) -> list[Way]:
    """Return all ways, after each was seen to give the right answer."""
    components = [row.id for row in kg.answer(COMPONENTS).items]
    numbers = itertools.count()
    see_right(servers)
    see_same(
        {row.id for row in kg.answer(DISTRIBUTIONS_USING, component="kine").items if row.answer == "yes"}
    )
    see_same({row[0] for row in kg.query(CARD)})
    return [
        *(over_sparql(server, numbers) for server in servers.values()),
        over_http("REST, distrograph", servers[OURS], lambda kind: rest_requests(kind, components)),
        in_python(
            "kg.answer, Python",
            lambda slug: kg.answer(DISTRIBUTIONS_USING, component=slug),
            lambda kind: itertools.repeat("kine") if kind == "repeated" else itertools.cycle(components),
        ),
        in_python(
            "kg.query, Python",
            kg.query,
            lambda kind: itertools.repeat(CARD) if kind == "repeated" else map(numbered, numbers),
        ),
    ]


def see_right(servers: Mapping[str, Server]) -> None:
    """See that every server gives the right answer; raises RuntimeError if one does not."""
    for server in servers.values():
        body = json.loads(fetch(server.port, query_path(server.candidate.endpoint, CARD), SPARQL_JSON))
        see_same({row["d"]["value"].removeprefix(ID) for row in body["results"]["bindings"]})
    rest = json.loads(fetch(servers[OURS].port, REST.format("kine"), JSON))
    see_same({row["id"] for row in rest["items"] if row["answer"] == "yes"})


def see_same(found: set[str]) -> None:
    """Raise RuntimeError if an answer is not the card's."""
    if found != ANSWER:
        raise RuntimeError(f"a wrong answer is not worth measuring: {sorted(found)}")


def numbered(number: int) -> str:
    """Return the card's query with a comment, so that it differs from all others and costs the same."""
    return f"{CARD} #{number}"


def over_sparql(server: Server, numbers: Iterator[int]) -> Way:
    """Ask a SPARQL endpoint; distinct queries differ in a comment."""
    endpoint = server.candidate.endpoint
    request = get(query_path(endpoint, CARD), SPARQL_JSON)
    before, after = get(query_path(endpoint, numbered(0)), SPARQL_JSON).split(b"0 HTTP/1.1")

    def requests(kind: Kind) -> Iterator[bytes]:
        if kind == "repeated":
            return itertools.repeat(request)
        return (b"%b%d HTTP/1.1%b" % (before, number, after) for number in numbers)

    return over_http(f"SPARQL, {server.candidate.name}", server, requests)


def rest_requests(kind: Kind, components: list[str]) -> Iterator[bytes]:
    """Ask for the distributions that use a component; distinct ones differ in it."""
    if kind == "repeated":
        return itertools.repeat(get(REST.format("kine"), JSON))
    return (get(REST.format(slug), JSON) for slug in itertools.cycle(components))


def over_http(name: str, server: Server, requests: Callable[[Kind], Iterator[bytes]]) -> Way:
    """Ask over HTTP."""

    def measure(kind: Kind, alone: Bounds, together: Bounds) -> Figures:
        asked = requests(kind)
        drive(server.port, asked, 1, WARMING)
        one = drive(server.port, asked, 1, alone)
        before = server.cpu()
        many = drive(server.port, asked, CONNECTIONS, together)
        return figures(one, many, server.cpu() - before)

    return Way(name, measure)


def in_python(name: str, ask: Callable[[str], object], questions: Callable[[Kind], Iterator[str]]) -> Way:
    """Ask in this process; eight connections become eight threads."""

    def measure(kind: Kind, alone: Bounds, together: Bounds) -> Figures:
        asked = questions(kind)
        call(ask, asked, WARMING)
        one = call(ask, asked, alone)
        share = Bounds(together.requests // CONNECTIONS, together.seconds)
        start, cpu = time.perf_counter(), time.process_time()
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            loads = list(pool.map(lambda _: call(ask, asked, share), range(CONNECTIONS)))
        latencies = [latency for load in loads for latency in load.latencies]
        many = Load(latencies, time.perf_counter() - start, 0.0)
        return figures(one, many, time.process_time() - cpu)

    return Way(name, measure)


def call(ask: Callable[[str], object], questions: Iterator[str], bounds: Bounds) -> Load:
    """Ask one question after the other until a bound is reached."""
    latencies = []
    start = time.perf_counter()
    for question in itertools.islice(questions, bounds.requests):
        begun = time.perf_counter()
        ask(question)
        now = time.perf_counter()
        latencies.append(now - begun)
        if now - start > bounds.seconds:
            break
    return Load(latencies, time.perf_counter() - start, 0.0)


def figures(one: Load, many: Load, cpu: float) -> Figures:
    """Make figures of a load on one connection, a load on eight, and the CPU seconds that the second took."""
    count = len(many.latencies)
    hundredths = quantiles(one.latencies, n=100)
    return Figures(
        p50=hundredths[49] * 1e3,
        p95=hundredths[94] * 1e3,
        rate=count / many.wall,
        cpu=cpu / count * 1e6,
        generator=many.generator / count * 1e6,
    )
