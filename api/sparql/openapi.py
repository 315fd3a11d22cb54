"""The OpenAPI description of `/sparql`, which is no route of FastAPI, and of every error."""

from threading import Lock
from typing import Any

from fastapi import FastAPI

from api.errors.problems import PROBLEM_MEDIA_TYPE
from api.http import content_negotiation
from api.sparql.endpoint import SPARQL_PATH
from api.sparql.protocol import FORM_MEDIA_TYPE, QUERY_MEDIA_TYPE

ANSWER_CONTENT = {
    types[0]: {"schema": {"type": "string"}}
    for offers in (content_negotiation.SOLUTION_FORMATS, content_negotiation.TRIPLE_FORMATS)
    for types in offers.values()
}
ERROR_DESCRIPTIONS = {
    "400": "Invalid request, or an invalid or forbidden query; with line and column",
    "406": "No acceptable format",
    "413": "The query or its result is too long",
    "415": "Not a form or application/sparql-query in UTF-8",
    "422": "Invalid parameter",
    "429": "Too many requests; see Retry-After",
    "502": "A called service failed",
    "503": "Timeout, memory limit or overload; see Retry-After",
}
GRAPHS_SCHEMA = {"type": "array", "items": {"type": "string", "format": "iri"}}
PARAMETERS: dict[str, tuple[str, dict[str, Any]]] = {
    "query": ("the query (SPARQL 1.1)", {"type": "string"}),
    "default-graph-uri": ("a graph to merge into the default graph; repeatable", GRAPHS_SCHEMA),
    "named-graph-uri": ("a named graph; repeatable", GRAPHS_SCHEMA),
    "format": ("format by name, instead of Accept", {"type": "string", "examples": ["json", "csv"]}),
    "timeout": ("timeout in seconds", {"type": "number", "exclusiveMinimum": 0}),
}


def describe_endpoint(app: FastAPI) -> None:
    """Add `/sparql` to the OpenAPI document of an application."""
    original = app.openapi
    lock = Lock()

    def openapi() -> dict[str, Any]:
        with lock:  # or each of many first requests would make it, which takes half a second
            schema = original()
            if SPARQL_PATH not in schema["paths"]:
                for operation in [each for path in schema["paths"].values() for each in path.values()]:
                    _describe_errors(operation["responses"])
                schema["paths"] = dict(
                    sorted({**schema["paths"], SPARQL_PATH: _describe_operations()}.items())
                )
            return schema

    app.openapi = openapi  # type: ignore[method-assign]  # how FastAPI has it extended


def _describe_errors(responses: dict[str, Any]) -> None:
    """Describe the errors of an operation as problems, which FastAPI takes for its own or plain JSON."""
    for status, response in responses.items():
        if status >= "400":
            response.update(_describe_problem(response["description"]))


def _describe_operations() -> dict[str, Any]:
    """Describe GET and POST."""
    responses = {
        "200": {"description": "The result, in the negotiated format", "content": ANSWER_CONTENT},
        **{status: _describe_problem(description) for status, description in ERROR_DESCRIPTIONS.items()},
    }
    form = {
        "type": "object",
        "properties": {name: schema for name, (_, schema) in PARAMETERS.items()},
        "required": ["query"],
    }
    parameters = [
        {"name": name, "in": "query", "description": text, "schema": schema, "required": False}
        for name, (text, schema) in PARAMETERS.items()
    ]
    common = {"tags": ["sparql"], "responses": responses}
    return {
        "get": {
            "summary": "Answer a query",
            "description": "Without a query, return the service description, or the editor to a browser.",
            "operationId": "get_sparql",
            "parameters": parameters,
            **common,
        },
        "post": {
            "summary": "Answer a posted query",
            "description": "As a form, or directly as application/sparql-query.",
            "operationId": "post_sparql",
            "parameters": [each for each in parameters if each["name"] != "query"],
            "requestBody": {
                "required": True,
                "content": {
                    FORM_MEDIA_TYPE: {"schema": form},
                    QUERY_MEDIA_TYPE: {"schema": {"type": "string"}},
                },
            },
            **common,
        },
    }


def _describe_problem(description: str) -> dict[str, Any]:
    """Describe an error response."""
    return {
        "description": description,
        "content": {PROBLEM_MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
