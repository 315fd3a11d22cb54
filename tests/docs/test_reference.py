"""The generated reference pages are complete, and their bounds and statuses are true."""

from __future__ import annotations

import ast
import re
from http import HTTPStatus
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.errors.problems import TYPE_PREFIX, Problem
from api.server import http_protocol
from docs import pages
from graph import BadParameterError
from graph.settings import Setting, Settings
from tests.support.expected_answers import ROOT

DECLARED = {name: each for name, each in vars(Settings).items() if isinstance(each, Setting)}
SETTINGS = pages.load_descriptions("settings")
ERRORS = pages.load_descriptions("errors")
PROBLEMS = {(each["type"], status) for each in ERRORS["problems"] for status in each["status"]}
BOUNDED = [name for name in DECLARED if "minimum" in SETTINGS[name]]


def find_literal_problems() -> set[tuple[str, int]]:
    """Find the types and statuses of problems that the code writes as literals."""
    found = set()
    for file in (ROOT / "api").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
                continue
            values = [each.value if isinstance(each, ast.Constant) else None for each in node.args]
            if node.func.id == "make_problem" and isinstance(values[0], int) and isinstance(values[1], str):
                found.add((values[1], values[0]))
            elif node.func.id in {"LocalizedHTTPError", "HTTPException"} and isinstance(values[0], int):
                found.add((HTTPStatus(values[0]).name.lower().replace("_", "-"), values[0]))
    return found


def test_the_page_of_settings_has_each_with_its_default() -> None:
    """No variable more or less, and the defaults of the code."""
    rows = re.findall(r"^\| `(DISTROGRAPH_\w+)` \| (.*?) ?\|", pages.render_settings(), re.MULTILINE)
    shown = dict(rows)
    assert len(shown) == len(rows)
    assert set(shown) == {*(setting.variable for setting in DECLARED.values()), "DISTROGRAPH_CACHE"}
    assert set(SETTINGS) == {*DECLARED, "cache", "others"}
    for name, setting in DECLARED.items():
        if "default" not in SETTINGS[name]:
            default = "" if setting.default == () else setting.default
            number = f"{default:g}" if isinstance(default, float) else str(default)
            assert shown[setting.variable] == number, name
    assert "`OTEL_EXPORTER_OTLP_ENDPOINT`" in pages.render_settings()


@pytest.mark.parametrize("name", BOUNDED)
def test_the_bounds_of_a_setting_are_those_of_the_code(name: str) -> None:
    setting, low, high = DECLARED[name], SETTINGS[name]["minimum"], SETTINGS[name].get("maximum")
    assert setting.parse(setting.variable, str(low)) == low
    with pytest.raises(BadParameterError):
        setting.parse(setting.variable, str(low - 1))
    if high is None:
        assert setting.parse(setting.variable, str(10**12)) == 10**12
    else:
        assert setting.parse(setting.variable, str(high)) == high
        with pytest.raises(BadParameterError):
            setting.parse(setting.variable, str(high + 1))


def test_a_setting_without_bounds_takes_any_text() -> None:
    for name in set(DECLARED) - set(BOUNDED) - {"log", "port", "workers"}:
        assert DECLARED[name].parse(DECLARED[name].variable, "text"), name


def test_the_page_of_errors_has_every_class_and_field() -> None:
    page = pages.render_errors()
    classes = set(pages.find_error_classes()) - {"GraphError"}
    assert len(classes) > 10
    assert classes == set(ERRORS["exceptions"])
    assert [name for name in classes if f"### {name}\n" not in page] == []
    assert set(ERRORS["fields"]) == set(Problem.model_fields)
    assert {each["class"] for each in ERRORS["problems"] if "class" in each} <= classes


def test_the_page_of_errors_has_every_problem_of_the_code() -> None:
    """Those of literals, and those for requests that cannot be parsed."""
    literal = find_literal_problems()
    assert len(literal) > 12
    early = [each for each in vars(http_protocol).values() if isinstance(each, http_protocol.ErrorResponse)]
    expected = literal | {(each.name, each.status) for each in early}
    renamed = {("request-entity-too-large", 413): ("content-too-large", 413)}  # HTTPStatus before Python 3.13
    assert {renamed.get(each, each) for each in expected} - PROBLEMS == set()


@pytest.mark.parametrize(
    ("method", "address", "options", "problem"),
    [
        ("GET", "/api/v1/components/nonsense/distributions", {}, ("unknown-name", 404)),
        ("GET", "/sparql?query=SELECT", {}, ("bad-query", 400)),
        ("GET", "/api/v1/compare?id=k3s&id=k0s&as_of=soon", {}, ("bad-parameter", 422)),
        ("GET", "/nowhere", {}, ("not-found", 404)),
        ("PUT", "/api/v1/search", {}, ("method-not-allowed", 405)),
        (
            "POST",
            "/sparql",
            {"content": "x", "headers": {"content-type": "a/b"}},
            ("unsupported-media-type", 415),
        ),
        ("GET", "/graphs?default&graph=x", {}, ("bad-request", 400)),
        ("GET", "/graphs?default", {"headers": {"accept": "image/png"}}, ("not-acceptable", 406)),
    ],
)
def test_a_problem_has_the_type_and_status_of_the_page(
    client: TestClient, method: str, address: str, options: dict[str, Any], problem: tuple[str, int]
) -> None:
    answer = client.request(method, address, **options)
    assert (answer.json()["type"], answer.status_code) == (f"{TYPE_PREFIX}{problem[0]}", problem[1])
    assert problem in PROBLEMS


def test_the_page_of_commands_has_every_option() -> None:
    sections = re.split(r"^## (.*)$", pages.render_commands(), flags=re.MULTILINE)[1:]
    texts = dict(zip(sections[::2], sections[1::2], strict=True))
    verbs = pages.find_verbs()
    assert texts.keys() == verbs.keys()
    for name, (_, parser) in verbs.items():
        options = [option for action in parser._actions for option in action.option_strings]  # noqa: SLF001
        assert [option for option in options if option not in texts[name]] == [], name


@pytest.mark.parametrize("name", pages.RENDERERS)
def test_a_generated_page_has_one_place_for_it(name: str) -> None:
    assert (ROOT / "docs" / name).read_text("utf-8").count(pages.MARK) == 1
