"""Resources made from what the questions of the catalogue declare: one route for each."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable, Iterator
from typing import Annotated, Any, cast

from fastapi import APIRouter, Path, Query
from pydantic import create_model

from api.dependencies import DatedGraph, Listing, Page, Paged, ServedGraph
from api.routes.signature import make_parameter, python_name, set_signature
from graph.catalogue import CATALOGUE, TEXT, Answer, Parameter, Partition, Question, Rest
from graph.graph import Graph as AnyGraph
from graph.models import Shape

MAX_NAME_LENGTH = 100
SUBJECT = "id"
"""What the thing that a resource is about is called in its address."""


def add_resources(router: APIRouter) -> None:
    """Add a route for each resource that a question of the catalogue declares."""
    for question in CATALOGUE.values():
        for rest in question.rest:
            router.add_api_route(
                rest.path,
                _make_endpoint(question, rest),
                methods=["GET"],
                tags=[rest.tag],
                name=rest.name,
                description=rest.description,
            )


def _make_endpoint(question: Question[Any], rest: Rest) -> Callable[..., Shape]:
    """Make the function that answers requests for a resource."""
    model = _model_of(question, rest)

    def answer_request(graph: AnyGraph, page: Page | None = None, **given: str | None) -> Shape:
        names = {_parameter_of(rest, name): value for name, value in given.items() if value}
        answer = graph.answer(question, **names)
        if rest.partition:
            return model.model_validate(_parted(answer, rest.partition))
        return cast("Page", page).paginate(answer)  # what is not parted is paged, see below

    parameters = [make_parameter("graph", DatedGraph if rest.dated else ServedGraph)]
    if not rest.partition:
        parameters.append(make_parameter("page", Paged))
    parameters.extend(_address_parameters(question, rest))
    set_signature(answer_request, parameters, model, name=rest.name, description=rest.description)
    return answer_request


def _parameter_of(rest: Rest, name: str) -> str:
    """Return the question's parameter for a name of the function, whose names are those of Python."""
    return rest.subject if name == SUBJECT else name.removesuffix("_")


def _address_parameters(question: Question[Any], rest: Rest) -> Iterator[inspect.Parameter]:
    """List what stands in the address: the subject in its path, the filters in its query."""
    if rest.subject:
        example = question.parameters[rest.subject].example
        kind = Annotated[str, Path(max_length=MAX_NAME_LENGTH, examples=[example])]
        yield make_parameter(SUBJECT, kind)
    for name in rest.filters:
        yield _filter_parameter(name, question.parameters[name])


def _filter_parameter(name: str, parameter: Parameter) -> inspect.Parameter:
    least = 1 if parameter.kind == TEXT else None
    query = Query(alias=name, max_length=MAX_NAME_LENGTH, min_length=least, examples=[parameter.example])
    kind: Any = Annotated[str, query] if parameter.required else Annotated[str | None, query]
    default = inspect.Parameter.empty if parameter.required else None
    return make_parameter(python_name(name), kind, default)


def _model_of(question: Question[Any], rest: Rest) -> type[Shape]:
    """Return the class of the answer: a page of rows, or lists of rows and how many items there are."""
    row: Any = question.row
    if rest.partition is None:
        return Listing[row]
    lists: dict[str, Any] = dict.fromkeys(rest.partition.lists, (list[row], ...))
    fields: dict[str, Any] = {
        "total": (int, ...),
        "next": (None, None),
        "snapshot": (str, ...),
        "as_of": (dt.date, ...),
        "sparql": (str, ...),
    }
    name = "".join(part.capitalize() for part in rest.name.split("_"))
    return create_model(name, __base__=Shape, __doc__=rest.description, **lists, **fields)


def _parted(answer: Answer[Any], partition: Partition) -> dict[str, Any]:
    lists = {
        name: [row for row in answer.items if getattr(row, partition.field) in values]
        for name, values in partition.lists.items()
    }
    return {
        **lists,
        "total": len(lists["items"]),
        "snapshot": answer.snapshot,
        "as_of": answer.as_of,
        "sparql": answer.sparql,
    }
