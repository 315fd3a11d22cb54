"""The settings of the environment, each read when it is asked for; `docs/settings.toml` explains them."""

from __future__ import annotations

import logging
import math
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, TypeVar, overload

from graph.errors import BadParameterError
from i18n import Message

Value = TypeVar("Value")
Number = TypeVar("Number", int, float)
_NUMBER_TYPES = {int: Message("whole number"), float: Message("number")}


class Setting(Generic[Value]):
    """A setting: the attribute `query_timeout` reads the variable DISTROGRAPH_QUERY_TIMEOUT.

    `default` is its value while the variable is unset or empty. `parse` takes the name of the variable and
    its text, and raises BadParameterError for one that makes no sense.
    """

    def __init__(self, default: Value, parse: Callable[[str, str], Value]) -> None:
        self.default = default
        self.parse = parse
        self.variable = ""

    def __set_name__(self, owner: type[Any], name: str) -> None:
        """Derive the name of the variable from that of the attribute."""
        self.variable = f"DISTROGRAPH_{name.upper()}"

    @overload
    def __get__(self, instance: None, owner: type[Any]) -> Setting[Value]: ...
    @overload
    def __get__(self, instance: object, owner: type[Any]) -> Value: ...
    def __get__(self, instance: object | None, owner: type[Any]) -> Setting[Value] | Value:
        """Return the value, or of the class the setting itself; raises what `parse` raises."""
        if instance is None:
            return self
        text = os.environ.get(self.variable, "")
        return self.parse(self.variable, text) if text.strip() else self.default


def _text(default: str = "") -> Setting[str]:
    return Setting(default, lambda _variable, text: text.strip())


def _secret() -> Setting[str]:
    return Setting("", lambda _variable, text: text)


def _words(separator: str) -> Setting[tuple[str, ...]]:
    return Setting((), lambda _variable, text: tuple(filter(None, re.split(separator, text))))


def _number(default: Number, minimum: Number, maximum: Number | None = None) -> Setting[Number]:
    return Setting(default, _parse_number(type(default), minimum, maximum))


def _parse_number(
    kind: type[Number], minimum: Number, maximum: Number | None
) -> Callable[[str, str], Number]:
    def parse(variable: str, text: str) -> Number:
        try:
            number = kind(text)
        except ValueError:
            number = kind(minimum - 1)
        if minimum <= number < math.inf and (maximum is None or number <= maximum):
            return number
        bounds = Message("of at least {minimum}", minimum=minimum)
        if maximum is not None:
            bounds = Message("from {minimum} to {maximum}", minimum=minimum, maximum=maximum)
        named = _NUMBER_TYPES[kind]
        raise BadParameterError(
            Message(
                "{variable} must be a {named} {bounds}, not “{text}”",
                variable=variable,
                named=named,
                bounds=bounds,
                text=text,
            ),
            parameter=variable,
        )

    return parse


def _parse_log_level(variable: str, text: str) -> int:
    level = logging.getLevelNamesMapping().get(text.strip().upper())
    if level is None:
        raise BadParameterError(
            Message("{variable} must be debug, info or warning", variable=variable),
            parameter=variable,
        )
    return level


class Settings:
    """All settings. An attribute raises BadParameterError if what its variable holds makes no sense."""

    host = _text("127.0.0.1")
    port = _text("8000")
    workers = _text("4")
    data = Setting[tuple[Path, ...]](
        (), lambda _variable, text: tuple(map(Path, filter(None, text.split(os.pathsep))))
    )
    store = _text("memory")
    store_user = _text()
    store_password = _secret()
    store_token = _secret()
    store_timeout = _number(8.0, 0.05)
    allow_http = _words(r"[,\s]+")
    query_timeout = _number(10.0, 0.05, 3600.0)
    query_memory = _number(1 << 30, 16 << 20)
    long_queries = Setting[int | None](None, _parse_number(int, 0, 64))
    """Without it, as many as take half of the machine's memory, 8 at most."""
    result_bytes = _number(64 << 20, 1)
    result_rows = _number(1_000_000, 1)
    client_queries = _number(200, 0)
    client_seconds = _number(300.0, 0.0)
    allow_service = _words(r"\s+")
    llm_url = _text()
    llm_model = _text()
    llm_key = _secret()
    log = Setting(logging.INFO, _parse_log_level)
    editor = Setting[Path | None](None, lambda _variable, text: Path(text))
    """The folder of the SPARQL editor's files; without it, that of the checkout."""

    @property
    def cache(self) -> Path | None:
        """The folder for what is built from release tables; None, for the empty text, if nothing is kept."""
        text = os.environ.get("DISTROGRAPH_CACHE")
        if text is None:
            return user_cache_directory()
        return Path(text) if text else None


def user_cache_directory() -> Path | None:
    """Return the folder for caches of this user, by the rules of the system; None if the user has no home."""
    from platformdirs import user_cache_path  # noqa: PLC0415  # a command that builds nothing needs none

    path = user_cache_path("distrograph", appauthor=False)
    return path if path.is_absolute() else None


settings = Settings()
