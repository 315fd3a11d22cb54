"""Dereferencing: every IRI of the graph leads to a page or to data, by Accept.

A thing is no document, so it is 303 that leads from the one to the other.
"""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import RequestLanguage, ServedGraph
from api.errors import html
from api.errors.problems import ERROR_RESPONSES
from api.http import content_negotiation
from api.middleware.admission import ComputedRoute
from api.sparql.editor import page
from graph import BadParameterError, KnowledgeGraph, UnknownNameError
from graph.linked_data import (
    canonical_name,
    describe_dataset,
    describe_entity,
    describe_ontology,
    describe_source,
)
from graph.rdf import media_type
from i18n import Message
from ontology import version_iri

router = APIRouter(route_class=ComputedRoute, tags=["linked data"], responses=ERROR_RESPONSES)
Slug = Annotated[str, Path(max_length=200)]
Format = Annotated[str | None, Query(alias="format", max_length=50)]


@router.get("/id/{slug:path}", status_code=303, response_class=RedirectResponse)
def thing(request: Request, graph: ServedGraph, reader: RequestLanguage, slug: Slug) -> Response:
    """Redirect from an entry to its page, or to its data for clients that accept RDF."""
    accept = request.headers.get("accept", "")
    try:
        found = canonical_name(graph, slug)
    except UnknownNameError as error:
        if not content_negotiation.prefers_html(accept):
            raise
        return html.respond_with_unknown_name(request, graph, error, reader)
    if content_negotiation.prefers_html(accept):
        return RedirectResponse(_page_of(graph, found), 303)
    form = content_negotiation.choose_offer(accept, content_negotiation.TRIPLE_FORMATS) or "turtle"
    return RedirectResponse(
        f"/data/{quote(found, safe='/+@:~')}?format={form}", 303, headers={"Vary": "Accept"}
    )


def _page_of(graph: KnowledgeGraph, name: str) -> str:
    """Return the page on which people read of a thing, a release, or a version of a component."""
    thing, _, version = name.partition("/")
    if not version:
        return f"/things/{quote(name)}"
    if version_iri(thing, version) in graph.release_index.releases:
        return f"/releases/{quote(name, safe='/+@:~')}"
    return f"/components/{thing}/history"


@router.get("/data/{slug:path}", response_class=Response)
def data(request: Request, graph: ServedGraph, slug: Slug, name: Format = None) -> Response:
    """Return an entry as RDF: its description, its facts and the claims about it."""
    form = _wanted(request, name)
    return rdf(describe_entity(graph, slug, form), form)


@router.get("/source/{slug}", response_class=Response)
def source(request: Request, graph: ServedGraph, slug: Slug, name: Format = None) -> Response:
    """Return a source and its claims as RDF, or the list of its claims to a browser."""
    if name is None and content_negotiation.prefers_html(request.headers.get("accept", "")):
        return RedirectResponse(f"/api/v1/claims?source={slug}", 303)
    form = _wanted(request, name)
    return rdf(describe_source(graph, slug, form), form)


@router.get("/ontology", response_class=Response)
def ontology(request: Request, graph: ServedGraph, reader: RequestLanguage, name: Format = None) -> Response:
    """Return the ontology as RDF, or as a page to a browser."""
    if name is None and content_negotiation.prefers_html(request.headers.get("accept", "")):
        return HTMLResponse(page.render_ontology(graph, reader))
    form = _wanted(request, name)
    return rdf(describe_ontology(form), form)


@router.get("/void", response_class=Response)
def void(request: Request, graph: ServedGraph, name: Format = None) -> Response:
    """Describe the dataset: its size, its licence, its endpoint (VoID)."""
    form = _wanted(request, name)
    return rdf(describe_dataset(graph, f"{request.base_url}sparql", form), form)


def _wanted(request: Request, name: str | None) -> str:
    """Choose the format of RDF: by name, else by Accept, else Turtle."""
    if name is None:
        return (
            content_negotiation.choose_offer(
                request.headers.get("accept", ""), content_negotiation.TRIPLE_FORMATS
            )
            or "turtle"
        )
    if form := content_negotiation.find_offer(name, content_negotiation.TRIPLE_FORMATS):
        return form
    raise BadParameterError(
        Message(
            "RDF is available as {triple_formats}, not as “{name}”",
            triple_formats=content_negotiation.TRIPLE_FORMATS,
            name=name,
        ),
        parameter="format",
    )


def rdf(content: bytes, form: str) -> Response:
    """Make a response of RDF."""
    return Response(content, media_type=media_type("triples", form))
