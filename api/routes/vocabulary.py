"""The words that a query can be written with: what the editor offers, and by what it labels an answer."""

from fastapi import APIRouter

from api.dependencies import ServedGraph
from api.middleware.admission import ComputedRoute
from graph.linked_data import Term, list_terms
from graph.models import Shape
from ontology import PREFIXES

router = APIRouter(route_class=ComputedRoute, tags=["sparql"])


class Terms(Shape):
    """The prefixes that need not be declared, and the terms of the ontology and of the graph."""

    snapshot: str
    prefixes: dict[str, str]
    terms: list[Term]


@router.get("/sparql/terms")
def terms(graph: ServedGraph) -> Terms:
    """Return the prefixes and terms for completion in query editors, with their labels."""
    return Terms(snapshot=graph.snapshot, prefixes=dict(PREFIXES), terms=graph.cached(list_terms))
