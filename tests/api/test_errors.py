"""Errors are worded in English and Chinese, and follow `lang`, or else Accept-Language."""

import http.client
import json
import re
import socket
from collections.abc import Iterator
from contextlib import closing
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlsplit

import httpx2
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.errors.problems import make_graph_problem
from api.errors.texts import TITLES
from api.errors.validation import describe_schema
from api.workers import errors, worker
from api.workers.rate_limits import ClientQuotas, too_many_requests
from graph import BadParameterError, BadQueryError, GraphError, KnowledgeGraph, UnknownNameError
from graph.catalogue import CATALOGUE
from graph.catalogue.question import DAY, TEXT
from graph.errors import KINDS, TooLongError, error_from_json
from graph.rdf.store import parse_syntax_error
from i18n import LANGUAGES, Language, Message

CHINESE = re.compile(r"[\u4e00-\u9fff]")
HTML = {"Accept": "text/html"}
SERVICE = quote("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }")
PROBLEMS = {
    "/api/v1/components/trafik": 404,
    "/api/v1/queries/fact": 404,
    "/api/v1/sources/k0s-repo": 404,
    "/api/v1/releases/k3s/v1.22.3+k3s1": 404,
    "/source/nobody": 404,
    "/graphs?graph=urn:nothing": 404,
    "/dumps/nothing": 404,
    "/nothing/here": 404,
    "/static/nothing.js": 404,
    "/api/v1/compare?id=k3s&id=k3s": 422,
    "/api/v1/distributions?colour=red": 422,
    "/api/v1/claims?as_of=2100-01-01": 422,
    "/api/v1/claims?as_of=yesterday": 422,
    "/api/v1/diff?from=k3d&to=k3s": 422,
    "/api/v1/queries/facts/run?subject=k0s&colour=red": 422,
    "/api/v1/queries/facts/run": 422,
    f"/api/v1/queries/facts/run?subject={'x' * 600}": 422,
    "/api/v1/components/traefik/versions?version=<banana": 422,
    "/api/v1/distributions?lang=xx": 422,
    "/data/k3s?format=pdf": 422,
    "/graphs?default&format=pdf": 422,
    "/graphs?default&graph=urn:x": 400,
    "/graphs?graph=x": 400,
    "/sparql?query=": 400,
    "/sparql?query=ASK%7B%7D&query=ASK%7B%7D": 400,
    "/sparql?query=SELECT%20nonsense": 400,
    "/sparql?query=ASK%7Bx:y%20?p%20?o%7D": 400,
    "/sparql?query=SELECT%20?a%20%7B%7D%20GROUP%20BY%20?b": 400,
    "/sparql?query=INSERT%20x": 400,
    "/sparql?query=%FF": 400,
    f"/sparql?query=SELECT{'(' * 300}": 400,
    f"/sparql?query={SERVICE}": 400,
    "/sparql?query=ASK%7B%7D&default-graph-uri=x": 400,
    "/sparql?query=ASK%7B%7D&format=pdf": 422,
    "/sparql?query=ASK%7B%7D&timeout=x": 422,
    "/sparql?update=x": 422,
}
"""Requests that are refused, and with which status."""


def said(client: TestClient, path: str, language: Language, **how: Any) -> dict[str, Any]:  # noqa: ANN401  # as httpx2 has it
    """Ask in a language by Accept-Language, and read the problem."""
    headers = {"Accept-Language": language, **how.pop("headers", {})}
    answer = client.request(how.pop("method", "GET"), path, headers=headers, **how)
    assert answer.headers["content-type"] == "application/problem+json", answer.text[:300]
    assert answer.headers["content-language"] == language
    assert "accept-language" in answer.headers["vary"].lower()
    body: dict[str, Any] = answer.json()
    assert body["status"] == answer.status_code
    return body


def differ(english: dict[str, Any], chinese: dict[str, Any]) -> None:
    """Check that two problems are the same one, each in its language."""
    for worded in ("title", "detail", "limit"):
        assert (worded in english) == (worded in chinese)
        if worded in english:
            assert not CHINESE.search(english[worded]), english
            assert CHINESE.search(chinese[worded]), chinese
    worded_alike = {"title": "", "detail": "", "limit": ""}
    assert english | worded_alike == chinese | worded_alike


@pytest.mark.parametrize("path", PROBLEMS)
def test_a_problem_is_worded_in_both_languages(client: TestClient, path: str) -> None:
    """Title, detail and limit are; type, status and what helps are the same."""
    english = said(client, path, "en")
    assert english["status"] == PROBLEMS[path]
    differ(english, said(client, path, "zh"))


@pytest.mark.parametrize(
    ("method", "path", "status", "headers"),
    [
        ("DELETE", "/api/v1/distributions", 405, {}),
        ("DELETE", "/sparql", 405, {}),
        ("POST", "/sparql", 415, {"Content-Type": "text/plain"}),
        ("POST", "/sparql", 415, {"Content-Type": "application/sparql-query; charset=latin-1"}),
        ("POST", "/sparql", 415, {"Content-Type": "application/sparql-query", "Content-Encoding": "gzip"}),
        ("POST", "/sparql", 400, {"Content-Type": "application/x-www-form-urlencoded"}),
        ("POST", "/sparql?query=ASK%7B%7D", 400, {"Content-Type": "application/sparql-query"}),
        ("GET", "/sparql?query=ASK%7B%7D", 406, {"Accept": "image/png"}),
        ("GET", "/graphs?default", 406, {"Accept": "image/png"}),
        ("GET", "/healthz", 406, {"Accept-Encoding": "identity;q=0"}),
        ("GET", "/dumps/distrograph.nt.gz", 412, {"If-Match": '"x"'}),
        ("GET", "/dumps/distrograph.nt.gz", 416, {"Range": "bytes=999999999-"}),
    ],
)
def test_what_headers_ask_for_is_refused_in_both_languages(
    client: TestClient, method: str, path: str, status: int, headers: dict[str, str]
) -> None:
    """Methods, media types, codings, preconditions and ranges."""
    english, chinese = (said(client, path, each, method=method, headers=headers) for each in LANGUAGES)
    assert english["status"] == status
    differ(english, chinese)


@pytest.mark.parametrize(
    "error",
    [
        errors.timed_out(2),
        errors.overloaded(8),
        errors.client_disconnected(),
        errors.shutting_down(),
        errors.worker_died(9, 1 << 30),
        errors.worker_died(6, 1 << 30),
        worker.out_of_memory(1 << 30),
        too_many_requests(200),
        TooLongError(Message("the query is empty"), limit=Message("{size} bytes", size=8), cause="length"),
        UnknownNameError("thing", "kinee", ["kine"]),
        BadParameterError(Message("the query is empty"), parameter="since"),
        BadQueryError(Message("the query is empty"), line=2, column=3),
        parse_syntax_error("error at 1:2: expected ABS"),
        parse_syntax_error("error at 1:2: Prefix not found"),
        parse_syntax_error("error at 1:2: expected one of [a-z]"),
        parse_syntax_error("error at 1:2: The engine says something"),
    ],
    ids=lambda error: str(error)[:40],
)
def test_an_error_reaches_the_server_as_it_was_raised(error: GraphError) -> None:
    """It is written as JSON with all that it holds, and is a problem in both languages."""
    copy = error_from_json(json.loads(json.dumps(error.to_json())))
    assert (type(copy), str(copy), copy.__dict__) == (type(error), str(error), error.__dict__)
    english, chinese = (json.loads(bytes(make_graph_problem(copy, each).body)) for each in LANGUAGES)
    assert english["detail"] == str(error)
    differ(english, chinese)


def test_what_is_too_long_is_refused_in_both_languages(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A query that is posted, and an address."""
    form = {"query": f"ASK {{}} #{'a' * 300_000}"}
    english, chinese = (said(client, "/sparql", each, method="POST", data=form) for each in LANGUAGES)
    assert english["status"] == 413
    differ(english, chinese)
    monkeypatch.setattr("api.middleware.headers.MAX_QUERY_STRING_BYTES", 10)
    english, chinese = (said(client, "/sparql?query=ASK%7B%7D", each) for each in LANGUAGES)
    assert english["status"] == 414
    differ(english, chinese)


def test_a_client_that_asks_too_much_is_told_in_its_language(kg: KnowledgeGraph) -> None:
    """429 is a problem like any other."""
    clients = ClientQuotas(max_concurrent=1)
    busy = TestClient(create_app(kg, quotas=clients))
    clients.acquire(("testclient", 1), None)  # type: ignore[arg-type]  # never asked
    differ(*(said(busy, "/sparql?query=ASK%7B%7D", each) for each in LANGUAGES))


def test_what_goes_wrong_here_is_told_in_both_languages(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even that."""
    monkeypatch.setattr("api.routes.dumps.list_dumps", lambda _: 1 / 0)
    differ(*(said(client, "/dumps", each, headers={"Accept": "application/json"}) for each in LANGUAGES))


def test_lang_goes_before_accept_language(client: TestClient) -> None:
    """If it is one of ours; else Accept-Language decides, in which `lang` itself is refused."""
    for lang, header, language in (
        ("zh", "en", "zh"),
        ("en", "zh", "en"),
        ("xx", "zh", "zh"),
        ("", "zh", "zh"),
    ):
        for path in (
            "/api/v1/components/trafik",
            "/sparql?query=x",
            "/api/v1/queries/facts/run",
            "/graphs?x",
        ):
            address = f"{path}{'&' if '?' in path else '?'}lang={lang}"
            answer = client.get(address, headers={"Accept-Language": header})
            assert answer.headers["content-language"] == language, address
            assert bool(CHINESE.search(answer.json()["detail"])) == (language == "zh")
    refused = client.get("/api/v1/distributions?lang=xx").json()
    assert refused["parameter"] == "lang"
    assert refused["detail"] == "the parameter “lang” must be en or zh, not “xx”"
    assert client.get("/api/v1/queries/facts/run?subject=k0s&lang=zh").status_code == 200


# --- parameters


def parameters(client: TestClient) -> Iterator[tuple[str, dict[str, Any]]]:
    """Return every parameter of every route, with its path; /sparql is no route of FastAPI."""
    for path, operations in client.get("/openapi.json").json()["paths"].items():
        for parameter in operations["get"].get("parameters", ()) if path != "/sparql" else ():
            yield path, parameter


def wrong(schema: dict[str, Any]) -> list[list[str]]:
    """Make values that a schema rules out; a list of them is given as often as it is long."""
    plain = next((each for each in schema.get("anyOf", ()) if each.get("type") != "null"), schema)
    found: list[list[str]] = []
    if "enum" in plain or plain.get("format") == "date":
        found.append(["wrong"])
    if plain["type"] == "integer":
        found += [["wrong"], ["9" * 30]] if "maximum" in plain else [["wrong"]]
        found += [[str(plain["minimum"] - 1)]] if "minimum" in plain else []
    if plain.get("type") == "boolean":
        found.append(["perhaps"])
    if "maxLength" in plain:
        found.append(["x" * (plain["maxLength"] + 1)])
    if plain.get("minLength"):
        found.append([""])
    if "maxItems" in plain:
        found.append(["x"] * (plain["maxItems"] + 1))
        found += [["x" * 101] * 2]
    if plain.get("minItems"):
        found.append(["x"])
    return found


def test_no_parameter_is_refused_in_the_words_of_a_library(client: TestClient) -> None:
    """Each constraint of the OpenAPI document is told in plain words, in both languages."""
    asked = 0
    for path, parameter in parameters(client):
        assert describe_schema(parameter["schema"]) is not None, parameter
        for values in wrong(parameter["schema"]):
            inside = parameter["in"] == "path"
            if inside and not values[0]:
                continue
            address = path.replace(f"{{{parameter['name']}}}", values[0]) if inside else path
            address = re.sub(r"\{[^}]*\}", "x", address)
            params = {} if inside else {parameter["name"]: values}
            english, chinese = (said(client, address, each, params=params) for each in LANGUAGES)
            differ(english, chinese)
            asked += 1
            if english["parameter"] == parameter["name"]:
                assert english["detail"].startswith(f"the parameter “{parameter['name']}” must be ")
                assert not re.search(r"[Ii]nput|should|valid", english["detail"]), english
    assert asked > 80


@pytest.mark.parametrize(
    ("path", "english", "chinese"),
    [
        (
            "/explore?depth=99",
            "the parameter “depth” must be a whole number from 1 to 3, not “99”",
            "参数“depth”应为 1 到 3 之间的整数，而不是“99”",
        ),
        (
            "/api/v1/search",
            "the parameter “q” is missing; it must be a text of 1 to 100 characters",
            "缺少参数“q”，应为 1 到 100 个字符的文本",
        ),
        (
            "/dumps/?format=x",
            "the parameter “format” must be json or html, not “x”",
            "参数“format”应为 json 或 html，而不是“x”",
        ),
        (
            "/api/v1/changes?since=x",
            "the parameter “since” must be a date such as 2021-01-15, not “x”",
            "参数“since”应为日期，例如 2021-01-15，而不是“x”",
        ),
    ],
)
def test_a_wrong_parameter_is_told_what_would_be_right(
    client: TestClient, path: str, english: str, chinese: str
) -> None:
    """In words that need no knowledge of the library that reads it."""
    assert said(client, path, "en")["detail"] == english
    assert said(client, path, "zh")["detail"] == chinese


def test_every_kind_of_name_has_a_chinese_word(kg: KnowledgeGraph) -> None:
    """Classes of things, kinds of parameters, and what routes look for."""
    classes = {kind.lower() for entry in kg.index.names.values() for kind in entry.kinds}
    asked = {kind.lower() for each in CATALOGUE.values() for kind in each.kinds.values()}
    assert classes | asked - {TEXT, DAY} | {"dump", "graph", "query"} <= set(KINDS)


def test_every_status_of_an_error_has_a_chinese_title(client: TestClient) -> None:
    """As the OpenAPI document and the tests above have them."""
    paths = client.get("/openapi.json").json()["paths"].values()
    told = {int(each) for path in paths for operation in path.values() for each in operation["responses"]}
    reached = told | set(PROBLEMS.values()) | {405, 412, 414, 415, 416, 431, 500, 504}
    assert {status for status in reached if status >= HTTPStatus.BAD_REQUEST} == set(TITLES)


# --- pages


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("path", "status", "heading"),
    [
        ("/nosuchpage?a=1&a=2", 404, ("Page not found", "找不到页面")),
        (
            "/explore?depth=99&compare=k3s&compare=k0s",
            422,
            ("This request cannot be answered", "无法回答此请求"),
        ),
        ("/explore?focus=kinee", 404, ("No such name in the graph", "图谱中没有这个名称")),
        ("/releases/k3s/v1.22.3%2Bk3s1?x=", 404, ("No such release is recorded", "没有这个版本的记录")),
        ("/changes?since=x", 422, ("This request cannot be answered", "无法回答此请求")),
        ("/data/nosuch?format=turtle", 404, ("This request cannot be answered", "无法回答此请求")),
        ("/dumps/nosuch?x=", 404, ("This request cannot be answered", "无法回答此请求")),
    ],
)
def test_a_page_of_an_error_is_whole_in_the_language_of_the_reader(
    client: TestClient, path: str, status: int, heading: tuple[str, str], language: Language
) -> None:
    """It leads to the same page in the other language, home, and to the search."""
    for asked, headers in ((path, {"Accept-Language": language}), (f"{path}&lang={language}", {})):
        answer = client.get(asked, headers=HTML | headers)
        assert (answer.status_code, answer.headers["content-language"]) == (status, language)
        assert "accept-language" in answer.headers["vary"].lower()
        page = answer.text
        assert f'<html lang="{language}">' in page
        assert heading[LANGUAGES.index(language)] in page
        other = "zh" if language == "en" else "en"
        turned = f"{path}&lang={other}".replace("&", "&amp;")
        assert f'href="{turned}"' in page
        assert f'href="/?lang={language}"' in page
        assert 'role="search"' in page
        main = re.sub(r"<[^>]*>", " ", page[page.index("<main") :])
        assert bool(CHINESE.search(main)) == (language == "zh")
        answer = client.get(turned.replace("&amp;", "&"), headers=HTML)
        assert answer.headers["content-language"] == other


def test_another_method_in_a_browser_is_a_page_that_says_which(client: TestClient) -> None:
    """With Allow, as a program has it."""
    answer = client.post("/explore", headers=HTML | {"Accept-Language": "zh"})
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert "此处不允许该方法" in answer.text


@pytest.mark.parametrize("path", ["//evil.example/x", r"/\evil.example", "///evil.example", "/%2F/x%22%3E"])
def test_the_way_to_the_other_language_stays_here(server: str, path: str) -> None:
    """What a path begins with does not lead to another host, nor out of the attribute."""
    address = urlsplit(server)
    with closing(http.client.HTTPConnection(address.hostname or "", address.port, timeout=10)) as connection:
        connection.request("GET", path, headers=HTML)
        with connection.getresponse() as response:
            page = response.read().decode()
    assert response.status == HTTPStatus.NOT_FOUND
    link = re.search(r'class="language" href="([^"]*)" lang', page)
    assert link
    assert re.match(r"/[^/\\]", link[1])


# --- the real server


def test_one_language_is_never_served_for_the_other(server: str) -> None:
    """Whatever was asked before, in whatever order, the quick way and the memory included."""
    for path in (
        "/sparql?query=SELECT%20nonsense",
        "/api/v1/components/trafik",
        "/nosuchpage",
        "/explore?depth=9",
    ):
        for language in ("zh", "en", "zh", "en"):
            for accept in ("*/*", "text/html"):
                headers = {"Accept-Language": language, "Accept": accept}
                answer = httpx2.get(f"{server}{path}", headers=headers)
                assert answer.status_code >= 400
                assert answer.headers["content-language"] == language
                assert "etag" not in answer.headers


def test_a_query_that_takes_too_long_is_told_so_in_chinese(server: str) -> None:
    """The limit is worded too."""
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    answer = httpx2.get(f"{server}/sparql", params={"query": query, "timeout": "0.2", "lang": "zh"})
    assert answer.status_code == 503
    assert answer.json()["detail"] == "查询用时超过 0.2 秒；请缩小查询范围"
    assert answer.json()["limit"] == "0.2 秒"


def test_what_is_not_http_is_refused_in_both_languages(server: str) -> None:
    """It does not say which one it prefers."""
    address = urlsplit(server)
    with socket.create_connection((address.hostname, address.port), timeout=10) as line:
        line.sendall(b"nonsense\r\n\r\n")
        head, _, body = line.makefile("rb").read().partition(b"\r\n\r\n")
    assert b"content-language: en, zh" in head
    problem = json.loads(body)
    assert problem["detail"].startswith("the request is not valid HTTP/1.1")
    assert "请求不是有效的 HTTP/1.1" in problem["detail"]


def test_an_error_is_english_as_a_string() -> None:
    """Which is what a program shows; a reader gets it in the language that he reads."""
    error = BadQueryError(Message("the query is empty"), line=1, column=2)
    assert str(error) == "line 1, column 2: the query is empty"
    assert error.render("zh") == "第 1 行第 2 列：查询为空"
