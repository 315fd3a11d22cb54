"""REST: shapes, filters, paging, errors, headers."""

import http.client
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from urllib.parse import urlsplit

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.sparql import openapi
from graph import KnowledgeGraph

NOT_FOUND, UNPROCESSABLE = 404, 422


def test_the_card_is_answered_over_rest(client: TestClient) -> None:
    """K3s, k0s, RKE2 and, through K3s, k3d, with how and sources; Talos and kind have no shim."""
    body = client.get("/api/v1/components/kine/distributions").json()
    items = {row["id"]: row for row in body["items"]}
    assert set(items) == {"k3s", "k3d", "k0s", "rke2"}
    assert {use["through"]["id"] for use in items["k3d"]["how"]} == {"k3s"}
    assert all(row["how"] and row["sources"] for row in items.values())
    assert {"talos", "kind", "kubeadm"} <= {row["id"] for row in body["absent"]}
    assert {"minikube", "rke"} <= {row["id"] for row in body["absent"]}
    assert {row["id"] for row in body["unknown"]} >= {"okd"}
    assert body["total"] == len(items)
    assert body["next"] is None


def test_the_past_is_answered_over_rest(client: TestClient) -> None:
    """On 2021-01-15 the default CNI plugin of k0s was Calico, and the answer names the day."""
    body = client.get("/api/v1/compare?id=k3s&id=k0s&as_of=2021-01-15").json()
    row = next(row for row in body["items"] if row["property"]["id"] == "defaultCni")
    assert [[value["id"] for value in side["values"]] for side in row["sides"]] == [["flannel"], ["calico"]]
    assert body["as_of"] == "2021-01-15"


def test_claims_are_asked_of_a_day(client: TestClient) -> None:
    """With `as_of` only claims that speak of that day; without it all, the history included."""
    asked = "/api/v1/claims?subject=k0s&property=defaultCni&source=k0s-repository"

    def said(path: str) -> set[str]:
        return {claim["value"]["id"] for claim in client.get(path).json()["items"]}

    assert said(asked) == {"calico", "kube-router"}
    assert said(f"{asked}&as_of=2021-01-15") == said(f"{asked}&as_of=k0s/v0.12.0") == {"calico"}
    assert said(f"{asked}&as_of=2021-05-01") == {"kube-router"}


def test_the_page_of_corrections_shows_both_sides(client: TestClient) -> None:
    """In both languages: what holds, what was rejected, and why."""
    for language, reason in (
        ("en", "kube-router has been the default since v0.13.0"),
        ("zh", "自 2021年4月7日的 v0.13.0 起"),
    ):
        page = client.get("/corrections", params={"lang": language}).text
        assert "kube-router" in page
        assert "Calico" in page
        assert reason in page
        moved = client.get("/disputes", params={"lang": language})
        assert (moved.status_code, moved.headers["location"]) == (303, f"/corrections?lang={language}")


def test_the_language_may_be_said_everywhere(client: TestClient) -> None:
    """`lang` belongs to every question; one that is not spoken is refused."""
    assert client.get("/api/v1/search?q=kine&lang=zh").status_code == 200
    assert client.get("/api/v1/search?q=kine&lang=fr").status_code == 422


def test_silence_is_no_denial(client: TestClient) -> None:
    """Who is not known to use something is listed apart from who does not."""
    body = client.get("/api/v1/distributions?not_uses=weave-net").json()
    assert {"kind", "rke"} <= {row["id"] for row in body["items"]}
    assert {"okd"} <= {row["id"] for row in body["unknown"]}
    assert body["total"] == len(body["items"])


def test_absent_and_unknown_are_two_lists(client: TestClient) -> None:
    """Those of whom a source says no name that source; those of whom nobody has said have none."""
    body = client.get("/api/v1/components/klipper-lb/distributions").json()
    assert {"kubeadm", "kind"} <= {row["id"] for row in body["absent"]}
    assert all(row["sources"] for row in body["absent"])
    assert all(bool(row["sources"]) == bool(row["reason"]) for row in body["unknown"])


def test_labels_come_in_both_languages(client: TestClient) -> None:
    """A label is an object with English and Chinese."""
    labels = [row["label"] for row in client.get("/api/v1/concerns").json()["items"]]
    assert {"en": "network", "zh": "网络"} in labels


def test_a_list_is_paged(client: TestClient) -> None:
    """`next` leads from page to page until all rows were seen once."""
    seen, url = [], "/api/v1/claims?limit=250"
    while url:
        page = client.get(url).json()
        seen += [claim["iri"] for claim in page["items"]]
        url = page["next"]
    assert len(seen) == len(set(seen)) == page["total"] > 600  # more than the issue counts


def test_claims_are_filtered(client: TestClient) -> None:
    """Each filter of claims holds of each row."""
    rows = client.get("/api/v1/claims?subject=k0s&property=defaultCni&rank=deprecated").json()["items"]
    assert {(row["subject"]["id"], row["property"]["id"], row["rank"]["id"]) for row in rows} == {
        ("k0s", "defaultCni", "Deprecated")
    }


def test_disputes_show_both_sides(client: TestClient) -> None:
    """The correction about the default CNI plugin of k0s names source, verdict and reason of each side."""
    rows = client.get("/api/v1/disputes").json()["items"]
    row = next(row for row in rows if (row["subject"]["id"], row["property"]["id"]) == ("k0s", "defaultCni"))
    assert {claim["value"]["id"] for claim in row["rejected"]} == {"calico"}
    assert all(claim["reason"]["en"] and claim["reason"]["zh"] for claim in row["rejected"])
    assert "kube-router" in {claim["value"]["id"] for claim in row["prevailing"]}


def test_a_distribution_comes_with_all_its_facts(client: TestClient, kg: KnowledgeGraph) -> None:
    """Each fact has its claims, and each claim a link to where it stands."""
    body = client.get("/api/v1/distributions/k0s").json()
    claims = {claim["iri"] for fact in body["facts"] for claim in fact["claims"]}
    assert claims == {claim.iri for claim in kg.index.claims.values() if claim.subject.id == "k0s"}
    cni = next(fact for fact in body["facts"] if fact["property"]["id"] == "defaultCni")
    link = next(claim["url"] for claim in cni["claims"] if claim["source"]["id"] == "k0s-repository")
    assert link.startswith("https://github.com/k0sproject/k0s/blob/v0.1")


def test_search_finds_aliases_in_both_languages(client: TestClient) -> None:
    """ServiceLB is klipper-lb, and 容器运行时 is a capability."""
    assert client.get("/api/v1/search?q=servicelb").json()["items"][0]["id"] == "klipper-lb"
    assert client.get("/api/v1/search?q=容器运行时").json()["items"][0]["id"] == "container-runtime"


def test_ask_answers_what_the_rest_answers(client: TestClient) -> None:
    """The question in words has the ids of the question in the catalogue."""
    reply = client.get("/api/v1/ask", params={"q": "which distros use kine"}).json()
    assert reply["understood"] is True
    assert sorted(reply["answer"]["ids"]) == ["k0s", "k3d", "k3s", "rke2"]
    assert reply["sources"]
    assert "id:kine" in reply["sparql"]


@pytest.mark.parametrize(
    ("path", "status", "helps"),
    [
        ("/api/v1/components/trafik", 404, {"suggestions": ["traefik", "traefik-chart"]}),
        ("/api/v1/distributions/kine", 404, {}),
        ("/api/v1/concerns/netwrk", 404, {"suggestions": ["network"]}),
        ("/api/v1/sources/k0s-repo", 404, {}),
        ("/api/v1/queries/fact", 404, {"suggestions": ["facts"]}),
        ("/api/v1/claims?subject=nobody-knows", 404, {}),
        ("/api/v1/neighbours/" + "x" * 300, 422, {"parameter": "id"}),
        ("/api/v1/compare?id=k3s", 422, {"parameter": "id"}),
        ("/api/v1/compare?id=k3s&id=k3s", 422, {"parameter": "id"}),
        ("/api/v1/distributions?colour=red", 422, {"parameter": "colour"}),
        ("/api/v1/claims?as_of=2100-01-01", 422, {"parameter": "as_of"}),
        ("/api/v1/distributions?limit=0", 422, {"parameter": "limit"}),
        ("/api/v1/distributions?offset=many", 422, {"parameter": "offset"}),
        ("/api/v1/queries/facts/run?subject=k0s&colour=red", 422, {"parameter": "colour"}),
        ("/api/v1/queries/facts/run", 422, {"parameter": "subject"}),
        ("/data/k3s?format=pdf", 422, {"parameter": "format"}),
        ("/id/nobody-knows", 404, {}),
        ("/source/nobody", 404, {}),
        ("/nothing/here", 404, {}),
        ("/explore?focus=nobody-knows", 404, {}),
        ("/explore?depth=99", 422, {"parameter": "depth"}),
    ],
)
def test_every_error_is_a_problem_that_helps(
    client: TestClient, path: str, status: int, helps: dict[str, object]
) -> None:
    """Each error has its status, a sentence, and what helps; no traceback, no path, no internal name."""
    response = client.get(path)
    body = response.json()
    assert response.status_code == body["status"] == status
    assert response.headers["content-type"] == "application/problem+json"
    assert body["type"].startswith("https://w3id.org/distrograph/problem/")
    assert body["detail"]
    assert helps.items() <= body.items()
    assert not any(secret in response.text for secret in ("Traceback", ".py", "site-packages", "pydantic"))


def test_a_method_that_is_not_allowed_is_a_problem(client: TestClient) -> None:
    """405 names what is allowed."""
    response = client.delete("/api/v1/distributions")
    assert response.status_code == 405
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("path", ["/api/v1/search?q=", "/sparql?query=", "/api/v1/components/"])
def test_a_parameter_of_a_megabyte_is_refused_by_the_real_server(server: str, path: str) -> None:
    """A 1 MB parameter gets a 4xx problem, and the server answers the next request."""
    address = urlsplit(server)
    with closing(http.client.HTTPConnection(address.hostname or "", address.port, timeout=10)) as connection:
        connection.request("GET", path + "a" * 1_000_000)
        with connection.getresponse() as response:
            body = response.read()
    assert 400 <= response.status < 500
    assert response.headers["content-type"] == "application/problem+json"
    assert len(body) < 2000  # it does not repeat what it was sent
    assert httpx2.get(f"{server}/healthz").json() == {"status": "ok"}


def test_head_says_what_get_would_say(server: str) -> None:
    """The same headers, and no body."""
    head, get = (httpx2.request(method, f"{server}/api/v1/sources") for method in ("HEAD", "GET"))
    assert head.status_code == get.status_code
    assert head.headers["content-type"] == get.headers["content-type"]
    assert head.content == b""


def test_parameters_of_an_empty_form_count_as_not_given(client: TestClient) -> None:
    """An empty filter filters nothing."""
    everything = client.get("/api/v1/claims").json()["total"]
    assert (
        client.get("/api/v1/claims?subject=&property=&source=&verdict=&rank=").json()["total"] == everything
    )


def test_every_response_is_secured(client: TestClient) -> None:
    """A strict policy stands on pages, data and errors alike."""
    for path in ("/", "/api/v1/distributions", "/nothing"):
        headers = client.get(path).headers
        assert "script-src 'self'" in headers["content-security-policy"]
        assert "unsafe-inline" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_anyone_may_read_from_another_origin(client: TestClient) -> None:
    """CORS for reading, without credentials."""
    response = client.get("/api/v1/distributions", headers={"origin": "https://example.org"})
    assert response.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in response.headers


def test_the_documentation_loads_nothing_from_elsewhere(client: TestClient) -> None:
    """The page of the API's documentation and its files come from the server itself."""
    page = client.get("/docs").text
    assert "http://" not in page
    assert "https://" not in page
    for name in ("swagger-ui-bundle.js", "swagger-ui.css", "docs.js"):
        assert client.get(f"/static/{name}").status_code == 200


def test_many_first_requests_make_the_document_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes half a second, and each of a dozen requests that came at once used to make its own."""
    made: list[str] = []

    def slowly(**told: object) -> dict[str, object]:
        made.append(str(told["title"]))
        time.sleep(0.1)
        return {"paths": {}}

    monkeypatch.setattr("fastapi.applications.get_openapi", slowly)
    app = FastAPI(title="some")
    openapi.describe_endpoint(app)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: app.openapi(), range(8)))
    assert made == ["some"]
    assert all("/sparql" in each["paths"] for each in answers)


def test_a_stranger_can_work_from_the_description(client: TestClient) -> None:
    """Every operation of OpenAPI has a summary, a description, and its answer's shape."""
    spec = client.get("/openapi.json").json()
    for path, operations in spec["paths"].items():
        for method, operation in operations.items():
            assert operation["summary"], (method, path)
            assert operation["description"], (method, path)
            assert operation["responses"].keys() & {"200", "303"}, (method, path)


def test_health_readiness_and_metrics(client: TestClient, kg: KnowledgeGraph) -> None:
    """The process is alive, serves this snapshot, and counts what it answers."""
    assert client.get("/healthz").json() == {"status": "ok"}
    told = {"status": "ready", "snapshot": kg.snapshot, "as_of": kg.as_of.isoformat()}
    ready = {**told, "published": kg.published}
    assert client.get("/readyz").json() == ready
    client.get("/api/v1/components/kine")
    metrics = client.get("/metrics").text
    assert 'distrograph_requests_total{route="/api/v1/components/{id}",status="200"}' in metrics


@pytest.mark.parametrize("path", ["/data/kine", "/ontology", "/void", "/source/k0s-repository"])
@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("turtle", "text/turtle"),
        ("nt", "application/n-triples"),
        ("xml", "application/rdf+xml"),
        ("jsonld", "application/ld+json"),
    ],
)
def test_things_are_given_as_data_in_every_format(
    client: TestClient, path: str, name: str, media_type: str
) -> None:
    """By name and by Accept the same data come."""
    by_name = client.get(path, params={"format": name})
    by_accept = client.get(path, headers={"accept": media_type})
    assert by_name.headers["content-type"].partition(";")[0] == media_type
    assert by_name.content == by_accept.content
    assert by_name.content
