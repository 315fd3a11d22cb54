"""The application: the graph, the routes, the errors, and what all responses have in common."""

from collections.abc import Sequence

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import problems
from api.federation.resolver import Federation
from api.middleware.admission import Admission
from api.middleware.compression import CompressionMiddleware
from api.middleware.headers import CommonHeadersMiddleware, PreflightMiddleware, VaryMiddleware
from api.middleware.response_cache import ResponseCache, ResponseCacheMiddleware
from api.observability.logging import Log
from api.observability.metrics import Metrics, collect_admission, collect_log, collect_pool
from api.observability.middleware import ObservabilityMiddleware
from api.routes import (
    analysis,
    analysis_pages,
    catalogue,
    dumps,
    graph_store,
    linked_data,
    operations,
    pages,
    queries,
    release_pages,
    releases,
    vocabulary,
)
from api.server.fast_path import Quick
from api.sparql import openapi
from api.sparql.endpoint import Service
from api.workers.inline import InlinePool
from api.workers.pool import Pool
from api.workers.rate_limits import ClientQuotas
from graph import KnowledgeGraph
from graph.ask import Translator
from graph.export import Dumps
from graph.rdf import MAX_BYTES, MAX_ROWS

DESCRIPTION = """
The knowledge graph of Kubernetes distributions: what each is made of, who says so, since when, and where
sources disagree. Every answer names its sources, the snapshot of the data it comes from, and the SPARQL that
was run.

Things are named by slugs (`k3s`, `kine`). Errors are `application/problem+json` (RFC 9457), worded in the
language that `lang` names, or else the one that Accept-Language prefers: English or Chinese.
“No”, “unknown” and “nobody has said” are three answers, everywhere.
"""
ROOMS = (
    analysis,
    catalogue,
    releases,
    queries,
    vocabulary,
    linked_data,
    graph_store,
    dumps,
    operations,
    pages,
    release_pages,
    analysis_pages,
)


def create_app(
    graph: KnowledgeGraph,
    pool: Pool | None = None,
    *,
    longest: int = MAX_BYTES,
    rows: int = MAX_ROWS,
    clients: ClientQuotas | None = None,
    log: Log | None = None,
    allowed: Sequence[str] = (),
) -> ObservabilityMiddleware:
    """Make the application that serves a graph.

    Queries from outside are run by the pool; without one, as in tests, by the application itself. Their
    answers have at most `longest` bytes and `rows` rows, and clients have the limits of `clients`.
    They may call the services whose addresses begin with one of `allowed`; raises BadParameterError for one
    that is no address, and LocalError if a language model would be sent a key in the open. Requests are
    logged if there is a log. With a pool there is a `fast_path` way, too.
    """
    Translator.from_environment()
    cache = ResponseCache()
    metrics = Metrics(cache)
    metrics.set_snapshot(graph.snapshot, str(graph.as_of), graph.published_at)
    if pool:
        metrics.register(collect_pool, pool)
    if log:
        metrics.register(collect_log, log)
    runner = pool or InlinePool(graph.store)
    clients = clients or ClientQuotas()
    admission = Admission(clients)
    metrics.register(collect_admission, admission)
    service = Service(
        graph,
        runner,
        clients,
        cache,
        longest=longest,
        rows=rows,
        federation=Federation(allowed),
        admission=admission,
    )
    # What is asked most goes through fewest layers: answers from memory, then queries, then the routes.
    app: ASGIApp = Beside(VaryMiddleware(CompressionMiddleware(routes(graph, metrics, service))), service)
    app = PreflightMiddleware(app)
    observed = ObservabilityMiddleware(
        ResponseCacheMiddleware(CommonHeadersMiddleware(app), cache), metrics, log
    )
    if pool:
        observed.fast_path = Quick(observed, cache, service, pool)
    return observed


def routes(graph: KnowledgeGraph, metrics: Metrics, service: Service) -> FastAPI:
    """Make the application that has the routes, all but the SPARQL service."""
    app = FastAPI(
        title="distrograph",
        version="0.1.0",
        description=DESCRIPTION,
        license_info={"name": "Apache-2.0; data CC-BY-4.0", "identifier": "Apache-2.0"},
        docs_url=None,
        redoc_url=None,
    )
    app.state.graph = graph
    app.state.dumps = dumps.DumpMaker(Dumps(graph))
    app.state.metrics = metrics
    app.state.service = service
    app.state.admission = service.admission
    problems.install_handlers(app)
    for room in ROOMS:
        app.include_router(room.router)
    app.include_router(dumps.files)
    openapi.describe_endpoint(app)
    return app


class Beside:
    """An ASGI application that leads to the SPARQL service what is for it, past all routes."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self.app = app
        self.service = service
        self.paths = {service.path, f"{service.path}/"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] == "http" and scope["path"] in self.paths:
            await self.service(scope, receive, send)
        else:
            await self.app(scope, receive, send)
