"""Validation errors in plain words: what a parameter should be, by its OpenAPI schema."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request

from graph.models import Label

MAX_SHOWN_CHARACTERS = 50
"""Characters of a wrong value that an error repeats at most."""
MISSING = "missing"
"""Pydantic's error type of a parameter that was not given."""


def explain_validation_error(request: Request, error: Mapping[str, Any]) -> tuple[str, Label]:
    """Return the name of the parameter of a pydantic error, and what is wrong with it."""
    place = [str(step) for step in error["loc"]]
    name = (place[1:] or place)[0]
    schema = _find_schema(request, place[0], name)
    expected = describe_schema(schema) if schema else None
    if expected is None:
        return name, Label(en=f"parameter “{name}”: {error['msg']}", zh=f"参数“{name}”：{error['msg']}")
    if error["type"] == MISSING:
        return name, Label(
            en=f"parameter “{name}” is missing; it is {expected.en}",
            zh=f"缺少参数“{name}”，应为{expected.zh}",
        )
    given = Label(en="", zh="") if error["type"].startswith("string_") else _repeat_input(error.get("input"))
    return name, Label(
        en=f"parameter “{name}” is {expected.en}{given.en}", zh=f"参数“{name}”应为{expected.zh}{given.zh}"
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


def describe_schema(schema: Mapping[str, Any]) -> Label | None:
    """Describe the values that a schema allows; None for a kind of schema that no parameter has yet."""
    if "anyOf" in schema:
        return describe_schema(next(each for each in schema["anyOf"] if each.get("type") != "null"))
    if "enum" in schema:
        choices = [each for each in schema["enum"] if each]
        return Label(en=" or ".join(choices), zh=f" {' 或 '.join(choices)}")
    match schema:
        case {"format": "date"}:
            described = Label(en="a day such as 2021-01-15", zh="日期，例如 2021-01-15")
        case {"type": "boolean"}:
            described = Label(en="1 or 0", zh=" 1 或 0")
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


def _describe_integer(minimum: int | None, maximum: int | None) -> Label:
    """Describe an integer by its bounds."""
    if minimum is not None and maximum is not None:
        return Label(
            en=f"a whole number from {minimum} to {maximum}", zh=f" {minimum} 到 {maximum} 之间的整数"
        )
    if minimum is not None:
        return Label(en=f"a whole number from {minimum} up", zh=f"不小于 {minimum} 的整数")
    if maximum is not None:
        return Label(en=f"a whole number up to {maximum}", zh=f"不大于 {maximum} 的整数")
    return Label(en="a whole number", zh="整数")


def _describe_text(minimum: int, maximum: int | None) -> Label:
    """Describe a text by its length."""
    if maximum is None:
        return (
            Label(en="a text that is not empty", zh="非空文本") if minimum else Label(en="a text", zh="文本")
        )
    if minimum:
        return Label(
            en=f"a text of {minimum} to {maximum} characters", zh=f" {minimum} 到 {maximum} 个字符的文本"
        )
    return Label(en=f"a text of at most {maximum} characters", zh=f"不超过 {maximum} 个字符的文本")


def _describe_array(minimum: int, maximum: int | None, each: Label | None) -> Label | None:
    """Describe a parameter that may be repeated."""
    if each is None:
        return None
    if maximum is None:
        return Label(en=f"given once or more, each time {each.en}", zh=f"一个或多个值，每个值为{each.zh}")
    if minimum:
        return Label(
            en=f"given {minimum} to {maximum} times, each time {each.en}",
            zh=f" {minimum} 到 {maximum} 个值，每个值为{each.zh}",
        )
    return Label(
        en=f"given at most {maximum} times, each time {each.en}",
        zh=f"不超过 {maximum} 个值，每个值为{each.zh}",
    )


def _repeat_input(given: object) -> Label:
    """Repeat the given value, if it is a text."""
    if not isinstance(given, str):
        return Label(en="", zh="")
    cut = given if len(given) <= MAX_SHOWN_CHARACTERS else f"{given[:MAX_SHOWN_CHARACTERS]}…"
    return Label(en=f", not “{cut}”", zh=f"，而不是“{cut}”")
