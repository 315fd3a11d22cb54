"""What a parameter should have been, in plain words, read from what the OpenAPI document says of it."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request

from graph.models import Label

LONGEST_SHOWN = 50
"""Characters of a wrong value that an error repeats."""
MISSING = "missing"
"""How pydantic calls it that a parameter was not given."""


def of_validation(request: Request, error: Mapping[str, Any]) -> tuple[str, Label]:
    """Return the name of the parameter that pydantic complains about, and what is wrong with it."""
    place = [str(step) for step in error["loc"]]
    name = (place[1:] or place)[0]
    schema = schema_of(request, place[0], name)
    right = what_is_right(schema) if schema else None
    if right is None:
        return name, Label(en=f"parameter “{name}”: {error['msg']}", zh=f"参数“{name}”：{error['msg']}")
    if error["type"] == MISSING:
        return name, Label(
            en=f"parameter “{name}” is missing; it is {right.en}", zh=f"缺少参数“{name}”，应为{right.zh}"
        )
    given = Label(en="", zh="") if error["type"].startswith("string_") else repeat_input(error.get("input"))
    return name, Label(
        en=f"parameter “{name}” is {right.en}{given.en}", zh=f"参数“{name}”应为{right.zh}{given.zh}"
    )


def schema_of(request: Request, place: str, name: str) -> Mapping[str, Any] | None:
    """Find what the OpenAPI document says of a parameter of the route that a request is for."""
    path = getattr(request.scope.get("route"), "path_format", "").rstrip("/")
    operations = request.app.openapi()["paths"].get(path or "/", {})
    for each in operations.get(request.method.lower(), {}).get("parameters", ()):
        if (each["in"], each["name"]) == (place, name):
            schema: Mapping[str, Any] = each["schema"]
            return schema
    return None


def what_is_right(schema: Mapping[str, Any]) -> Label | None:
    """Describe the values that a schema allows; None if it is of a kind that no parameter has yet."""
    if "anyOf" in schema:
        return what_is_right(next(each for each in schema["anyOf"] if each.get("type") != "null"))
    if "enum" in schema:
        choices = [each for each in schema["enum"] if each]
        return Label(en=" or ".join(choices), zh=f" {' 或 '.join(choices)}")
    match schema:
        case {"format": "date"}:
            right = Label(en="a day such as 2021-01-15", zh="日期，例如 2021-01-15")
        case {"type": "boolean"}:
            right = Label(en="1 or 0", zh=" 1 或 0")
        case {"type": "integer"}:
            right = whole_number(schema.get("minimum"), schema.get("maximum"))
        case {"type": "string"}:
            right = describe_text(schema.get("minLength", 0), schema.get("maxLength"))
        case {"type": "array"}:
            return several(schema.get("minItems", 0), schema.get("maxItems"), what_is_right(schema["items"]))
        case _:
            return None
    return right


def whole_number(least: int | None, most: int | None) -> Label:
    """Describe a whole number."""
    if least is not None and most is not None:
        return Label(en=f"a whole number from {least} to {most}", zh=f" {least} 到 {most} 之间的整数")
    if least is not None:
        return Label(en=f"a whole number from {least} up", zh=f"不小于 {least} 的整数")
    if most is not None:
        return Label(en=f"a whole number up to {most}", zh=f"不大于 {most} 的整数")
    return Label(en="a whole number", zh="整数")


def describe_text(least: int, most: int | None) -> Label:
    """Describe a text by its length."""
    if most is None:
        return Label(en="a text that is not empty", zh="非空文本") if least else Label(en="a text", zh="文本")
    if least:
        return Label(en=f"a text of {least} to {most} characters", zh=f" {least} 到 {most} 个字符的文本")
    return Label(en=f"a text of at most {most} characters", zh=f"不超过 {most} 个字符的文本")


def several(least: int, most: int | None, each: Label | None) -> Label | None:
    """Describe what is given several times."""
    if each is None:
        return None
    if most is None:
        return Label(en=f"given once or more, each time {each.en}", zh=f"一个或多个值，每个值为{each.zh}")
    if least:
        return Label(
            en=f"given {least} to {most} times, each time {each.en}",
            zh=f" {least} 到 {most} 个值，每个值为{each.zh}",
        )
    return Label(
        en=f"given at most {most} times, each time {each.en}", zh=f"不超过 {most} 个值，每个值为{each.zh}"
    )


def repeat_input(given: object) -> Label:
    """Repeat what was given, if that was one value."""
    if not isinstance(given, str):
        return Label(en="", zh="")
    cut = given if len(given) <= LONGEST_SHOWN else f"{given[:LONGEST_SHOWN]}…"
    return Label(en=f", not “{cut}”", zh=f"，而不是“{cut}”")
