"""Validation errors in plain words: what a parameter should be, by its OpenAPI schema."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request

from i18n import Alternatives, Message

MAX_SHOWN_CHARACTERS = 50
"""Characters of a wrong value that an error repeats at most."""
MISSING = "missing"
"""Pydantic's error type of a parameter that was not given."""


def explain_validation_error(request: Request, error: Mapping[str, Any]) -> tuple[str, Message]:
    """Return the name of the parameter of a pydantic error, and what is wrong with it."""
    place = [str(step) for step in error["loc"]]
    name = (place[1:] or place)[0]
    schema = _find_schema(request, place[0], name)
    expected = describe_schema(schema) if schema else None
    if expected is None:
        return name, Message("the parameter “{name}”: {error}", name=name, error=error["msg"])
    if error["type"] == MISSING:
        return name, Message(
            "the parameter “{name}” is missing; it must be {expected}", name=name, expected=expected
        )
    given = error.get("input")
    if error["type"].startswith("string_") or not isinstance(given, str):
        return name, Message("the parameter “{name}” must be {expected}", name=name, expected=expected)
    shown = given if len(given) <= MAX_SHOWN_CHARACTERS else f"{given[:MAX_SHOWN_CHARACTERS]}…"
    return name, Message(
        "the parameter “{name}” must be {expected}, not “{given}”", name=name, expected=expected, given=shown
    )


def _find_schema(request: Request, place: str, name: str) -> Mapping[str, Any] | None:
    """Find the OpenAPI schema of a parameter of the requested route."""
    path = getattr(request.scope.get("route"), "path_format", "").rstrip("/")
    operations = request.app.openapi()["paths"].get(path or "/", {})
    for each in operations.get(request.method.lower(), {}).get("parameters", ()):
        if (each["in"], each["name"]) == (place, name):
            schema: Mapping[str, Any] = each["schema"]
            return schema
    return None


def describe_schema(schema: Mapping[str, Any]) -> Message | None:
    """Describe the values that a schema allows; None for a kind of schema that no parameter has yet."""
    if "anyOf" in schema:
        return describe_schema(next(each for each in schema["anyOf"] if each.get("type") != "null"))
    if "enum" in schema:
        choices = [each for each in schema["enum"] if each]
        return Message("{choices}", choices=Alternatives(choices))
    match schema:
        case {"format": "date"}:
            described = Message("a date such as 2021-01-15")
        case {"type": "boolean"}:
            described = Message("1 or 0")
        case {"type": "integer"}:
            described = _describe_integer(schema.get("minimum"), schema.get("maximum"))
        case {"type": "string"}:
            described = _describe_text(schema.get("minLength", 0), schema.get("maxLength"))
        case {"type": "array"}:
            return _describe_array(
                schema.get("minItems", 0), schema.get("maxItems"), describe_schema(schema["items"])
            )
        case _:
            return None
    return described


def _describe_integer(minimum: int | None, maximum: int | None) -> Message:
    """Describe an integer by its bounds."""
    if minimum is not None and maximum is not None:
        return Message("a whole number from {minimum} to {maximum}", minimum=minimum, maximum=maximum)
    if minimum is not None:
        return Message("a whole number of at least {minimum}", minimum=minimum)
    if maximum is not None:
        return Message("a whole number of at most {maximum}", maximum=maximum)
    return Message("a whole number")


def _describe_text(minimum: int, maximum: int | None) -> Message:
    """Describe a text by its length."""
    if maximum is None:
        return Message("a non-empty text") if minimum else Message("a text")
    if minimum:
        return Message("a text of {minimum} to {maximum} characters", minimum=minimum, maximum=maximum)
    return Message("a text of at most {maximum} characters", maximum=maximum)


def _describe_array(minimum: int, maximum: int | None, each: Message | None) -> Message | None:
    """Describe a parameter that may be repeated."""
    if each is None:
        return None
    if maximum is None:
        return Message("one or more values, each {each}", each=each)
    if minimum:
        return Message(
            "{minimum} to {maximum} values, each {each}",
            minimum=minimum,
            maximum=maximum,
            each=each,
        )
    return Message("at most {maximum} values, each {each}", maximum=maximum, each=each)
