"""The nginx configuration that we ship: it caches as our headers say, and hides what it should."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
SHIPPED = Path(__file__).parent.parent / "deploy" / "nginx.conf"
ASK = {"query": "SELECT ?d { ?d dg:uses id:kine }"}

pytestmark = pytest.mark.skipif(
    NGINX is None and os.environ.get("CI") != "true", reason="nginx is not installed"
)


def configured(folder: Path, port: int, server: str) -> Path:
    """Write the configuration for a free port and a folder of our own, and nothing else changed."""
    text = SHIPPED.read_text("utf-8")
    changes = {
        "user www-data;": "user root;" if os.geteuid() == 0 else "",
        "/run/nginx.pid": f"{folder}/nginx.pid",
        "/var/log/nginx/error.log": f"{folder}/error.log",
        "/var/cache/nginx/distrograph": f"{folder}/cache",
        "server 127.0.0.1:8000": f"server {server.removeprefix('http://')}",
        "listen 80;": f"listen 127.0.0.1:{port};",
    }
    for before, after in changes.items():
        assert text.count(before) >= 1, before
        text = text.replace(before, after)
    # Folders that a build for Debian has elsewhere, and where only root may write.
    paths = "".join(f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy"))
    (folder / "nginx.conf").write_text(text.replace("http {", f"http {{ {paths}", 1), "utf-8")
    return folder / "nginx.conf"


@pytest.fixture(scope="module")
def proxy(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run nginx before the server; gives its address."""
    assert NGINX, "nginx is not installed"
    folder = tmp_path_factory.mktemp("nginx")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    written = configured(folder, port, server)
    command = [NGINX, "-p", str(folder), "-c", str(written), "-g", "daemon off;"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        address = f"http://127.0.0.1:{port}"
        try:
            for _ in range(500):
                try:
                    httpx2.get(f"{address}/readyz").raise_for_status()
                except httpx2.ConnectError:
                    assert process.poll() is None, process.stderr.read() if process.stderr else ""
                    time.sleep(0.02)
                else:
                    break
            yield address
        finally:
            process.terminate()


def test_an_answer_is_kept_and_told_apart_by_what_it_depends_on(proxy: str) -> None:
    """The same question comes from nginx's memory; in another format it is another answer."""
    with httpx2.Client() as client:
        first, second = (client.get(f"{proxy}/sparql", params=ASK) for _ in range(2))
        assert (first.headers["x-cache"], second.headers["x-cache"]) == ("MISS", "HIT")
        assert first.json() == second.json()
        csv = client.get(f"{proxy}/sparql", params=ASK, headers={"Accept": "text/csv"})
        assert csv.headers["content-type"].startswith("text/csv")
        assert csv.headers["x-cache"] == "MISS"
        again = client.get(f"{proxy}/sparql", params=ASK)
        assert again.json() == first.json()


def test_pages_are_kept_by_language(proxy: str) -> None:
    """Who prefers Chinese is not given what somebody else was given."""
    pages = [
        httpx2.get(f"{proxy}/", headers={"Accept": "text/html", "Accept-Language": tag}).text
        for tag in ("en", "zh", "en", "zh")
    ]
    assert pages[0] == pages[2] != pages[1] == pages[3]
    assert 'lang="zh' in pages[1]


def test_a_client_that_has_the_answer_is_not_sent_it_again(proxy: str) -> None:
    """If-None-Match is answered by nginx, by our ETag."""
    etag = httpx2.get(f"{proxy}/sparql", params=ASK).headers["etag"]
    answer = httpx2.get(f"{proxy}/sparql", params=ASK, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.content) == (304, b"")


def test_each_request_has_an_id_of_its_own(proxy: str) -> None:
    """That of the first who asked is not kept with the answer."""
    answers = [httpx2.get(f"{proxy}/sparql", params=ASK) for _ in range(3)]
    assert len({answer.headers["x-request-id"] for answer in answers}) == 3
    assert not any("server-timing" in answer.headers for answer in answers)


def test_refusals_pass_and_are_not_kept(proxy: str) -> None:
    """A query that is wrong or takes too long is told so by us, each time anew."""
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    for query, status in (("SELECT nonsense", 400), (endless, 503)):
        for _ in range(2):
            answer = httpx2.get(f"{proxy}/sparql", params={"query": query}, timeout=30)
            assert answer.status_code == status
            assert answer.headers["x-cache"] == "MISS"
            assert answer.json()["status"] == status


def test_a_long_query_is_posted(proxy: str) -> None:
    """200 kB pass as a body, 40 kB in the address."""
    query = f"{ASK['query']} # {'x' * 200_000}"
    assert httpx2.post(f"{proxy}/sparql", data={"query": query}).status_code == 200
    asked = httpx2.get(f"{proxy}/sparql", params={"query": query[:40_000]})
    assert asked.status_code == 200


def test_dumps_can_be_asked_for_in_parts(proxy: str) -> None:
    """A range is answered by a part."""
    part = httpx2.get(f"{proxy}/dumps/distrograph.nq.gz", headers={"Range": "bytes=0-9"}, timeout=60)
    assert (part.status_code, len(part.content)) == (206, 10)
    assert part.content[:2] == b"\x1f\x8b"
