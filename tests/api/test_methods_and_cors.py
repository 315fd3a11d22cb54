"""Methods: OPTIONS tells them, others are refused with them, and scripts from elsewhere may read."""

import httpx2
import pytest
from fastapi.testclient import TestClient

from api.middleware.headers import EXPOSED_HEADERS, make_relative

ELSEWHERE = {"Origin": "https://example.org"}
PATHS = {
    "/": "GET, HEAD, OPTIONS",
    "/sparql": "GET, HEAD, POST, OPTIONS",
    "/graphs": "GET, HEAD, OPTIONS",
    "/dumps/": "GET, HEAD, OPTIONS",
    "/dumps/distrograph.nq.gz": "GET, HEAD, OPTIONS",
    "/id/k3s/v1.30.2+k3s1": "GET, HEAD, OPTIONS",
    "/api/v1/distributions": "GET, HEAD, OPTIONS",
    "/static/api.css": "GET, HEAD, OPTIONS",
    "/void": "GET, HEAD, OPTIONS",
}


def test_every_route_answers_options(client: TestClient) -> None:
    """204 with Allow, which holds all methods of OpenAPI."""
    paths = client.get("/openapi.json").json()["paths"]
    assert len(paths) > 30
    for path, operations in paths.items():
        answer = client.options(path.replace("{name}", "x").replace("{", "").replace("}", ""))
        assert (answer.status_code, answer.content) == (204, b""), path
        allowed = answer.headers["allow"].split(", ")
        assert {method.upper() for method in operations} | {"HEAD", "OPTIONS"} == set(allowed), path


@pytest.mark.parametrize("path", PATHS)
def test_options_names_the_methods(server: str, path: str) -> None:
    """All of them, even where several routes share a path; without an origin or from elsewhere."""
    for headers in ({}, ELSEWHERE):
        answer = httpx2.options(f"{server}{path}", headers=headers)
        assert (answer.status_code, answer.headers["allow"]) == (204, PATHS[path])


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("path", ["/sparql", "/api/v1/distributions", "/graphs", "/"])
def test_a_method_that_is_not_there_is_refused(server: str, method: str, path: str) -> None:
    """405 with Allow, and in words what may be done."""
    answer = httpx2.request(method, f"{server}{path}")
    assert answer.status_code == 405
    assert answer.headers["allow"] == PATHS[path]
    assert answer.json()["detail"].endswith(f"use {PATHS[path]}")


def test_where_nothing_is_there_are_no_methods(client: TestClient) -> None:
    """404 for whatever method."""
    for method in ("GET", "OPTIONS", "PUT"):
        assert client.request(method, "/nothing/here").status_code == 404


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@pytest.mark.parametrize("path", PATHS)
def test_a_preflight_lets_readers_pass(server: str, method: str, path: str) -> None:
    """From any origin, with any header, without credentials; the browser need not ask again for a day."""
    asked = "if-none-match, range, if-range, x-request-id, content-type"
    preflight = {"Access-Control-Request-Method": method, "Access-Control-Request-Headers": asked}
    answer = httpx2.options(f"{server}{path}", headers={**ELSEWHERE, **preflight})
    assert answer.status_code in {200, 204}
    assert answer.headers["access-control-allow-origin"] == "*"
    assert method in answer.headers["access-control-allow-methods"].split(", ")
    assert answer.headers["access-control-allow-headers"] == asked
    assert answer.headers["access-control-max-age"] == "86400"
    assert "access-control-allow-credentials" not in answer.headers


def test_a_preflight_for_writing_is_refused(server: str) -> None:
    """Nothing is written here."""
    preflight = {**ELSEWHERE, "Access-Control-Request-Method": "DELETE"}
    assert httpx2.options(f"{server}/graphs", headers=preflight).status_code == 400


@pytest.mark.parametrize("path", ["/api/v1/distributions", "/dumps/distrograph.nq.gz", "/graphs?graph=urn:x"])
def test_a_script_from_elsewhere_may_read_the_headers(server: str, path: str) -> None:
    """On answers, files and errors alike."""
    answer = httpx2.get(f"{server}{path}", headers=ELSEWHERE)
    assert answer.headers["access-control-allow-origin"] == "*"
    exposed = set(answer.headers["access-control-expose-headers"].split(", "))
    assert exposed == set(EXPOSED_HEADERS)
    assert {"ETag", "Content-Range", "Retry-After", "X-Request-Id"} <= exposed


@pytest.mark.parametrize(
    "path", ["/graphs/", "/explore/", "/things/k3s/", "/id/k3s", "/?q=k3s", "/releases/k3s"]
)
def test_a_redirect_leads_to_this_service(client: TestClient, path: str) -> None:
    """Whatever host a request names: where it leads is told without one."""
    for host in ("x", "evil.example", "evil.example:80"):
        answer = client.get(path, headers={"Host": host})
        assert answer.status_code in {303, 307}
        assert answer.headers["location"].startswith("/")
        assert not answer.headers["location"].startswith("//")


def test_a_path_of_two_slashes_leads_nowhere_else() -> None:
    """A browser would take what follows for a host."""
    assert make_relative(b"http://x//evil.example/a?b=c") == b"/evil.example/a?b=c"
    assert make_relative(b"//evil.example/") == b"/"
    assert make_relative(b"/data/k3s?format=turtle") == b"/data/k3s?format=turtle"
