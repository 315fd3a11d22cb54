"""The signature of a function that is made from a declaration: FastAPI reads from it what a route takes."""

import inspect
from collections.abc import Callable, Iterable
from keyword import iskeyword
from typing import Any


def make_parameter(
    name: str, annotation: object, default: object = inspect.Parameter.empty
) -> inspect.Parameter:
    """Make a parameter of a route; one without a default is required."""
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def set_signature(
    function: Callable[..., Any],
    parameters: Iterable[inspect.Parameter],
    returns: object,
    *,
    name: str,
    description: str,
) -> None:
    """Set the parameters, the name and the description by which FastAPI makes the route of a function."""
    listed = list(parameters)
    function.__name__ = name
    function.__doc__ = description
    function.__annotations__ = {each.name: each.annotation for each in listed} | {"return": returns}
    function.__signature__ = inspect.Signature(listed, return_annotation=returns)  # type: ignore[attr-defined]


def python_name(name: str) -> str:
    """Return what a function calls a parameter of an address: `from_` for `from`, which is a keyword."""
    return f"{name}_" if iskeyword(name) else name
