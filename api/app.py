"""The application: the graph, the routes, the errors, and what all responses have in common."""

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware

from api import catalogue, entities, errors, operations, releases, resources, site, times
from api.middleware import Common, Metrics
from api.remembered import Remembered
from api.sparql import endpoint
from graph import KnowledgeGraph
from graph.exchange import LONGEST
from graph.isolation import Pool

DESCRIPTION = """
The knowledge graph of Kubernetes distributions: what each is made of, who says so, since when, and where
sources disagree. Every answer names its sources, the snapshot of the data it comes from, and the SPARQL that
was run.

Things are named by slugs (`k3s`, `kine`). Errors are `application/problem+json` (RFC 9457).
“No”, “unknown” and “nobody has said” are three answers, everywhere.
"""


def create_app(graph: KnowledgeGraph, pool: Pool | None = None, *, longest: int = LONGEST) -> FastAPI:
    """Make the application that serves a graph.

    Queries from outside are run by the pool; without one, as in tests, by the application itself. Their
    answers have at most `longest` bytes.
    """
    app = FastAPI(
        title="distrograph",
        version="0.1.0",
        description=DESCRIPTION,
        license_info={"name": "Apache-2.0; data CC-BY-4.0", "identifier": "Apache-2.0"},
        docs_url=None,
        redoc_url=None,
    )
    app.state.graph = graph
    app.state.run = pool.run if pool else lambda job, _: job(graph.store)
    app.state.longest = longest
    app.state.metrics = Metrics()
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    app.add_middleware(
        CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "HEAD", "POST"], max_age=86400
    )
    app.add_middleware(Common, metrics=app.state.metrics)
    app.add_middleware(Remembered, metrics=app.state.metrics)
    errors.install(app)
    for room in (resources, releases, catalogue, endpoint, entities, operations, site, times):
        app.include_router(room.router)
    return app
