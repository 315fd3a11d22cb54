"""The catalogue itself: each named query with its text and parameters, and a way to run it."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request

from api.dependencies import ServedGraph, get_language
from api.errors.problems import ERROR_RESPONSES
from api.middleware.admission import ComputedRoute
from graph import BadParameterError, KnowledgeGraph, UnknownNameError
from graph.catalogue import CATALOGUE, Question
from graph.models import Label, Shape
from graph.rdf import to_json_bindings
from i18n import Message

router = APIRouter(
    route_class=ComputedRoute,
    prefix="/api/v1/queries",
    tags=["queries"],
    responses=ERROR_RESPONSES,
    dependencies=[Depends(get_language)],
)
Name = Annotated[str, Path(max_length=100, examples=["distributions_using"])]
MAX_PARAMETER_LENGTH = 500


class NamedQuery(Shape):
    """A query of the catalogue: what it asks, its parameters and what each names, its SPARQL."""

    name: str
    title: Label
    parameters: dict[str, str]
    required: tuple[str, ...]
    sparql: str
    run: str


class Queries(Shape):
    """The whole catalogue."""

    items: list[NamedQuery]
    total: int
    next: None = None


class Run(Shape):
    """The solutions of a named query, as SPARQL Query Results JSON writes bindings."""

    items: list[dict[str, dict[str, str]]]
    variables: tuple[str, ...]
    total: int
    next: None = None
    snapshot: str
    as_of: str
    sparql: str


def _describe_question(question: Question[Any]) -> NamedQuery:
    """Describe a question of the catalogue."""
    return NamedQuery(
        name=question.name,
        title=question.title,
        parameters=question.kinds,
        required=question.required,
        sparql=question.text,
        run=f"/api/v1/queries/{question.name}/run",
    )


def find(graph: KnowledgeGraph, name: str) -> Question[Any]:
    """Find a question by its name; raises UnknownNameError with the nearest names."""
    if name not in CATALOGUE:
        raise UnknownNameError("query", name, graph.index.find_nearest(name, CATALOGUE))
    return CATALOGUE[name]


@router.get("")
def queries() -> Queries:
    """List the named queries."""
    items = [_describe_question(question) for question in CATALOGUE.values()]
    return Queries(items=items, total=len(items))


@router.get("/{name}")
def query(graph: ServedGraph, name: Name) -> NamedQuery:
    """Return a named query: what it asks, its parameters, its SPARQL."""
    return _describe_question(find(graph, name))


@router.get("/{name}/run")
def run(graph: ServedGraph, request: Request, name: Name) -> Run:
    """Run a named query. Its parameters are given in the address, entries by their short names."""
    question = find(graph, name)
    given = {key: value for key, value in request.query_params.items() if key != "lang"}
    if day := given.pop("as_of", None):
        graph = graph.at(day)
    for parameter, value in given.items():
        if len(value) > MAX_PARAMETER_LENGTH:
            raise BadParameterError(
                Message("“{parameter}” is too long", parameter=parameter[:50]), parameter=parameter[:50]
            )
    table, sparql = graph.solve(question, **given)
    return Run(
        items=to_json_bindings(table),
        variables=table.variables,
        total=len(table.rows),
        snapshot=graph.snapshot,
        as_of=graph.as_of.isoformat(),
        sparql=sparql,
    )
