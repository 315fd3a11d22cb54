"""Messages: texts that are written once and rendered in the language of whoever reads them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any, Protocol, runtime_checkable

from i18n.catalogue import translate, translate_plural
from i18n.formats import format_alternatives, format_day, format_list, space_scripts
from i18n.languages import LANGUAGES, SOURCE_LANGUAGE, Language


@runtime_checkable
class Renderable(Protocol):
    """A text that there is in every language."""

    def render(self, language: Language) -> str:
        """Return it in one."""


def N_(text: str) -> str:  # noqa: N802  # gettext's own name
    """Mark a text for the catalogue, and return it as it is."""
    return text


class Alternatives(tuple[Any, ...]):
    """Parameters of a message that are joined by “or”; those of any other sequence are joined by “and”."""

    __slots__ = ()


class Message:
    """A text of the catalogue with its parameters.

    `text` is English. With parameters it is a format string (Python's `str.format`): a parameter may be a
    text, a number, a day, anything that is Renderable, or a collection of these.
    """

    __slots__ = ("parameters", "text")

    def __init__(self, text: str, /, **parameters: object) -> None:
        self.text = text
        self.parameters = parameters

    def render(self, language: Language) -> str:
        """Return the message in a language; raises KeyError for a parameter that is not given."""
        return self._format(translate(self.text, language), language)

    def _format(self, text: str, language: Language) -> str:
        if not self.parameters:
            return text
        given = {name: _render_parameter(value, language) for name, value in self.parameters.items()}
        filled = text.format(**given)
        return space_scripts(filled) if language == "zh" else filled

    def to_json(self) -> dict[str, Any]:
        """Return the message as JSON has it, for another process: all but plain values in every language."""
        return {
            "text": self.text,
            "parameters": {name: _encode_parameter(value) for name, value in self.parameters.items()},
        }

    def __str__(self) -> str:
        """Return the message in English."""
        return self.render(SOURCE_LANGUAGE)

    def __repr__(self) -> str:
        """Return what it was made of."""
        return f"{type(self).__name__}({self.text!r}, {self.parameters!r})"

    def __eq__(self, other: object) -> bool:
        """Return whether another message has the same text and parameters that read the same."""
        return isinstance(other, Message) and self.to_json() == other.to_json()

    def __hash__(self) -> int:
        """Return the hash of the text."""
        return hash(self.text)


class PluralMessage(Message):
    """A message whose form depends on its parameter `count`."""

    __slots__ = ("plural",)

    def __init__(self, text: str, plural: str, /, *, count: int, **parameters: object) -> None:
        super().__init__(text, count=count, **parameters)
        self.plural = plural

    def render(self, language: Language) -> str:
        """Return the form that the count takes."""
        count = self.parameters["count"]
        if not isinstance(count, int):
            raise TypeError("a message is counted by a whole number")
        return self._format(translate_plural(self.text, self.plural, count, language), language)

    def to_json(self) -> dict[str, Any]:
        """Return the message as JSON has it, for another process."""
        return super().to_json() | {"plural": self.plural}


class _Translations:
    """A parameter that came from another process, in every language."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = {language: str(texts[language]) for language in LANGUAGES}

    def render(self, language: Language) -> str:
        return self.texts[language]


def message_from_json(content: Mapping[str, Any]) -> Message:
    """Make a message again of what `to_json` gave; raises KeyError or TypeError for anything else."""
    text, given = content["text"], content["parameters"]
    if not isinstance(text, str) or not isinstance(given, dict):
        raise TypeError("a message has a text and parameters")
    parameters: dict[str, Any] = {
        name: _Translations(value) if isinstance(value, dict) else value for name, value in given.items()
    }
    if plural := content.get("plural"):
        return PluralMessage(text, str(plural), count=int(parameters.pop("count")), **parameters)
    return Message(text, **parameters)


def _encode_parameter(value: object) -> object:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return {language: str(_render_parameter(value, language)) for language in LANGUAGES}


def _render_parameter(value: object, language: Language) -> object:
    """Return a parameter as it is put into the text; numbers stay, for a format may follow."""
    if isinstance(value, Renderable):
        return value.render(language)
    if isinstance(value, dt.date):
        return format_day(value, language)
    if isinstance(value, Collection) and not isinstance(value, str):
        texts = [str(_render_parameter(each, language)) for each in value]
        return (format_alternatives if isinstance(value, Alternatives) else format_list)(texts, language)
    return value
