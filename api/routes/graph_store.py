"""`/graphs`: the graphs of the dataset, to read (SPARQL 1.1 Graph Store HTTP Protocol, section 5.2)."""

import re
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from api.dependencies import ServedGraph, get_language, reject_unknown_parameters
from api.errors.problems import LocalizedHTTPError, Problem
from api.http import content_negotiation
from api.middleware.admission import ComputedRoute
from api.sparql.endpoint import SparqlEndpoint
from graph import BadParameterError, KnowledgeGraph
from graph.linked_data import GraphJob, describe_dataset, resolve_graph
from graph.models import Label, Shape
from graph.rdf import media_type
from i18n import Message
from ontology import SOURCE

router = APIRouter(
    route_class=ComputedRoute,
    tags=["linked data"],
    dependencies=[Depends(reject_unknown_parameters), Depends(get_language)],
)
ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]*")
"""An IRI that does not need another one to be told from."""
LISTED: content_negotiation.Offers = {
    "json": ("application/json", "text/html"),
    **content_negotiation.TRIPLE_FORMATS,
}
"""What the list of graphs comes as; a browser is given the JSON."""


class GraphRow(Shape):
    """A graph: its IRI (none for the default graph), what source it is, its size, and where to read it."""

    graph: str | None
    title: Label | None
    triples: int
    url: str


class Graphs(Shape):
    """The graphs of the dataset, the default graph first."""

    items: list[GraphRow]
    total: int
    next: None = None
    snapshot: str


RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "model": Graphs,
        "description": "The graph, or the list of graphs as JSON if none was named",
        "content": {types[0]: {} for types in content_negotiation.TRIPLE_FORMATS.values()},
    },
    400: {"model": Problem, "description": "Both a graph and the default graph, or not an absolute IRI"},
    404: {"model": Problem, "description": "No such graph, with the nearest names"},
    406: {"model": Problem, "description": "No acceptable format"},
    413: {"model": Problem, "description": "The graph is too large for one response"},
    422: {"model": Problem, "description": "Invalid parameter"},
    429: {"model": Problem, "description": "Too many requests"},
    503: {"model": Problem, "description": "Timed out or overloaded"},
}


@router.get("/graphs", response_class=Response, responses=RESPONSES)
def graphs(
    request: Request,
    graph: ServedGraph,
    default: Annotated[str | None, Query(description="the default graph; takes no value")] = None,
    name: Annotated[
        str | None,
        Query(
            alias="graph",
            max_length=2000,
            description="the IRI of a graph",
            examples=[f"{SOURCE}k0s-repository"],
        ),
    ] = None,
    form: Annotated[
        str | None,
        Query(alias="format", max_length=50, description="format, instead of Accept", examples=["turtle"]),
    ] = None,
) -> Response:
    """Return a graph as RDF, by its IRI or the default one; without either, list the graphs as JSON.

    The default graph holds the facts derived from all claims; the claims of a source are in the graph with
    the IRI of the source. Graphs are read-only: every other method is refused with 405.
    """
    asked = [key for key in request.query_params.multi_items() if key[0] in {"default", "graph"}]
    if len(asked) > 1:
        raise LocalizedHTTPError(
            400,
            Message("name exactly one graph, with “default” or “graph”"),
        )
    if not asked:
        return bare(request, graph, form)
    if default is None and not ABSOLUTE.fullmatch(name or ""):
        example = f"{SOURCE}k0s-repository"
        raise LocalizedHTTPError(
            400,
            Message(
                "“graph” must be an absolute IRI such as {example}, not “{name}”",
                example=example,
                name=(name or "")[:100],
            ),
        )
    wanted = _format_of(request, form, content_negotiation.TRIPLE_FORMATS)
    service: SparqlEndpoint = request.app.state.service
    return GraphResponse(
        service, GraphJob(None if name is None else resolve_graph(graph, name), wanted, service.max_bytes)
    )


class GraphResponse(Response):
    """A graph, written by a worker while it is sent."""

    def __init__(self, service: SparqlEndpoint, job: GraphJob) -> None:
        super().__init__()
        self.service = service
        self.job = job

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        await self.service.run_job(self.job, None, scope, receive, send)


def bare(request: Request, graph: KnowledgeGraph, form: str | None) -> Response:
    """List the graphs: as JSON, or in the description of the dataset for who wants RDF."""
    wanted = _format_of(request, form, LISTED)
    if wanted != "json":
        return rdf(describe_dataset(graph, f"{request.base_url}sparql", wanted), wanted)
    return JSONResponse(_list_graphs(graph).model_dump(mode="json"))


def _list_graphs(graph: KnowledgeGraph) -> Graphs:
    """List the graphs, the default graph first."""
    sources = graph.index.sources
    default = GraphRow(graph=None, title=None, triples=graph.counts.default.triples, url="/graphs?default")
    rows = [
        GraphRow(
            graph=name,
            title=sources[name].title if name in sources else None,
            triples=triples,
            url=f"/graphs?graph={quote(name, safe='')}",
        )
        for name, triples in graph.counts.graphs.items()
    ]
    return Graphs(items=[default, *rows], total=len(rows) + 1, snapshot=graph.snapshot)


def _format_of(request: Request, name: str | None, offers: content_negotiation.Offers) -> str:
    """Choose a format by name, else by Accept; raises BadParameterError for a name, and 406, if none fits."""
    if name is not None:
        if found := content_negotiation.find_offer(name, offers):
            return found
        raise BadParameterError(
            Message("graphs are available as {offers}, not as “{name}”", offers=offers, name=name),
            parameter="format",
        )
    found = content_negotiation.choose_offer(request.headers.get("accept", ""), offers)
    if found is None:
        types = [each[0] for each in offers.values()]
        raise LocalizedHTTPError(406, Message("graphs are available as {types}", types=types))
    return found


def rdf(content: bytes, form: str) -> Response:
    """Make a response of RDF."""
    return Response(content, media_type=media_type("triples", form))
