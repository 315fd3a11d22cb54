"""The ASGI application: routes, the SPARQL endpoint, error handlers, and middleware."""

from collections.abc import Sequence

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import problems
from api.fast_path import FastPath
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
    catalogue,
    dumps,
    graph_store,
    linked_data,
    operations,
    pages,
    queries,
    releases,
    vocabulary,
)
from api.sparql import openapi
from api.sparql.endpoint import SparqlEndpoint
from api.workers.inline import InlinePool
from api.workers.pool import Pool
from api.workers.rate_limits import ClientQuotas
from graph import KnowledgeGraph
from graph.ask import QuestionRewriter
from graph.export import Dumps
from graph.rdf import MAX_BYTES, MAX_ROWS

DESCRIPTION = """
The knowledge graph of Kubernetes distributions: what each is made of, since when, according to which
sources, and where sources disagree. Every response cites its sources, the snapshot of the data and the SPARQL
query behind it.

Entries are identified by short names (`k3s`, `kine`). Errors are `application/problem+json` (RFC 9457), in
English or Chinese as `lang` or Accept-Language asks. “No”, “not by default” and “not recorded” are different
answers.
"""
ROUTERS = (
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
)


def create_app(
    graph: KnowledgeGraph,
    pool: Pool | None = None,
    *,
    max_bytes: int = MAX_BYTES,
    max_rows: int = MAX_ROWS,
    quotas: ClientQuotas | None = None,
    log: Log | None = None,
    allowed_services: Sequence[str] = (),
) -> ObservabilityMiddleware:
    """Make the application that serves a graph.

    Queries from outside are run by the pool; without one, as in tests, in threads of this process. Results
    have at most `max_bytes` bytes and `max_rows` rows, and clients have `quotas`. Queries may call services
    whose addresses begin with one of `allowed_services`. Requests are logged if there is a log. With a pool
    the application has a `fast_path`, too.

    Raises BadParameterError for an invalid address of a service, and LocalError if a key would be sent to a
    language model in plain text.
    """
    QuestionRewriter.from_environment()
    cache = ResponseCache()
    metrics = Metrics(cache)
    metrics.set_snapshot(graph.snapshot, str(graph.as_of), graph.published_at)
    if pool:
        metrics.register(collect_pool, pool)
    if log:
        metrics.register(collect_log, log)
    runner = pool or InlinePool(graph.store)
    quotas = quotas or ClientQuotas()
    admission = Admission(quotas)
    metrics.register(collect_admission, admission)
    endpoint = SparqlEndpoint(
        graph,
        runner,
        quotas,
        cache,
        max_bytes=max_bytes,
        max_rows=max_rows,
        federation=Federation(allowed_services),
        admission=admission,
    )
    # Frequent requests pass the fewest layers: the response cache first, then queries, then the routes.
    app: ASGIApp = PathSwitch(
        VaryMiddleware(CompressionMiddleware(_build_routes(graph, metrics, endpoint))), endpoint
    )
    app = PreflightMiddleware(app)
    observed = ObservabilityMiddleware(
        ResponseCacheMiddleware(CommonHeadersMiddleware(app), cache), metrics, log
    )
    if pool:
        observed.fast_path = FastPath(observed, cache, endpoint, pool)
    return observed


def _build_routes(graph: KnowledgeGraph, metrics: Metrics, endpoint: SparqlEndpoint) -> FastAPI:
    """Build the FastAPI application with all routes but the SPARQL endpoint."""
    app = FastAPI(
        title="distrograph",
        version="0.2.0",
        description=DESCRIPTION,
        license_info={"name": "Apache-2.0; data CC-BY-4.0", "identifier": "Apache-2.0"},
        docs_url=None,
        redoc_url=None,
    )
    app.state.graph = graph
    app.state.dumps = dumps.DumpMaker(Dumps(graph))
    app.state.metrics = metrics
    app.state.service = endpoint
    app.state.admission = endpoint.admission
    problems.install_handlers(app)
    for module in ROUTERS:
        app.include_router(module.router)
    app.include_router(dumps.files)
    openapi.describe_endpoint(app)
    return app


class PathSwitch:
    """An ASGI application that sends requests for the SPARQL endpoint to it, past all routes."""

    def __init__(self, app: ASGIApp, endpoint: SparqlEndpoint) -> None:
        self.app = app
        self.service = endpoint
        self.paths = {endpoint.path, f"{endpoint.path}/"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Dispatch a request by its path."""
        if scope["type"] == "http" and scope["path"] in self.paths:
            await self.service(scope, receive, send)
        else:
            await self.app(scope, receive, send)
