"""Messages are rendered in the language of their reader."""

import datetime as dt
import json

import pytest
from babel.dates import format_date
from babel.lists import format_list as babel_list
from babel.numbers import format_decimal

from graph.models import Label
from i18n import (
    LANGUAGES,
    Alternatives,
    Language,
    Message,
    PluralMessage,
    format_alternatives,
    format_day,
    format_list,
    format_month,
    format_number,
)
from i18n.messages import message_from_json

DAY = dt.date(2026, 9, 30)


@pytest.mark.parametrize(
    ("message", "english", "chinese"),
    [
        (Message("the query is empty"), "the query is empty", "查询为空"),
        (
            Message("there is no {kind} “{name}”", kind=Message("component"), name="x{y}"),
            "there is no component “x{y}”",
            "没有名为“x{y}”的组件",
        ),
        (
            Message("this graph is of {as_of}; use at() for another date", as_of=DAY),
            "of 30 Sep 2026;",
            "对应 2026年9月30日；",
        ),
        (
            Message("this result is available as {types}", types=("csv", "json", "xml")),
            "csv, json and xml",
            "csv、json 和 xml",
        ),
        (Message("it must be {choices}", choices=Alternatives(["a", "b", "c"])), "a, b or c", "a、b 或 c"),
        (PluralMessage("{count} row", "{count} rows", count=1), "1 row", "1 行"),
        (PluralMessage("{count} row", "{count} rows", count=2), "2 rows", "2 行"),
        (
            Message("Details"),
            "Details",
            "详情",
        ),
        (
            Message("{message}: {note}", message=Label(en="one", zh="一"), note="x"),
            "one: x",
            "一（x）",
        ),
    ],
)
def test_a_message_is_rendered_with_its_parameters(message: Message, english: str, chinese: str) -> None:
    """Nested messages, days, lists and counts are those of the language; it survives a process."""
    assert english in message.render("en")
    assert english in str(message)
    assert chinese in message.render("zh")
    again = message_from_json(json.loads(json.dumps(message.to_json())))
    assert again == message
    assert [again.render(language) for language in LANGUAGES] == [message.render(each) for each in LANGUAGES]


@pytest.mark.parametrize("content", [{}, {"text": 1, "parameters": {}}, {"text": "a", "parameters": 1}])
def test_nonsense_is_no_message(content: dict[str, object]) -> None:
    """What a broken process says is no message."""
    with pytest.raises((KeyError, TypeError)):
        message_from_json(content)


def test_a_language_that_is_missing_from_a_parameter_is_noticed() -> None:
    """Such as that of a process of another version."""
    with pytest.raises(KeyError):
        message_from_json({"text": "{a}", "parameters": {"a": {"en": "x"}}})


@pytest.mark.parametrize(
    ("language", "texts", "expected"),
    [
        ("en", [], ""),
        ("en", ["a"], "a"),
        ("en", ["a", "b"], "a and b"),
        ("en", ["a", "b", "c"], "a, b and c"),
        ("zh", ["a", "b", "c"], "a、b 和 c"),
    ],
)
def test_lists_are_joined_as_the_language_joins_them(
    language: Language, texts: list[str], expected: str
) -> None:
    """As CLDR has it."""
    assert format_list(texts, language) == expected


@pytest.mark.parametrize("month", range(1, 13))
def test_days_have_one_form(month: int) -> None:
    """Months of three letters in English."""
    short = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    day = dt.date(2026, month, 5)
    assert format_day(day, "en") == f"5 {short[month - 1]} 2026" == format_date(day, "d MMM y", "en")
    assert format_day(day, "zh") == f"2026年{month}月5日" == format_date(day, "long", "zh")
    assert format_month(day, "en") == f"{short[month - 1]} 2026"
    assert format_month(day, "zh") == f"2026年{month}月"


@pytest.mark.parametrize("count", range(6))
@pytest.mark.parametrize(("language", "locale"), [("en", "en_GB"), ("zh", "zh")])
def test_lists_and_numbers_are_those_of_babel(language: Language, locale: str, count: int) -> None:
    """Which has them from CLDR."""
    texts = list("abcdef")[:count]
    both = format_list(texts, language), format_alternatives(texts, language)
    expected = babel_list(texts, "standard", locale), babel_list(texts, "or", locale)
    assert [each.replace(" ", "") for each in both] == [each.replace(" ", "") for each in expected]
    assert format_number(10**count, language) == format_decimal(10**count, locale=locale)
