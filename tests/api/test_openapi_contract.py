"""The service keeps what its OpenAPI document says, whatever is sent to it."""

from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.app import create_app
from graph import KnowledgeGraph

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@schemathesis.serializer("application/sparql-query")
def written(_: object, value: object) -> bytes:
    """Send a query as it is."""
    return str(value).encode(errors="replace")


app = create_app(KnowledgeGraph.open())
schema = schemathesis.openapi.from_asgi("/openapi.json", app)


@schema.parametrize()
@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_one_that_the_document_declares(case: Case[Any]) -> None:
    """No 5xx, no undeclared status or media type, no breach of a schema."""
    case.call_and_validate(checks=CHECKS)
