"""The dataset as files: each is what it says, made once, and gone with the process."""

import gzip
import re
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import httpx2
import pyoxigraph as ox
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from graph import KnowledgeGraph
from graph.errors import LimitError
from graph.export.dumps import DUMPS, Dump, DumpFile, Dumps
from graph.rdf.codecs import zstd
from graph.rdf.serialization import RDF_FORMATS
from tests.support.opened_graph import opened
from tests.support.running_server import served

NAME = "distrograph.ttl.gz"


@pytest.mark.parametrize("name", DUMPS)
def test_a_dump_holds_what_it_says(client: TestClient, kg: KnowledgeGraph, name: str) -> None:
    """Unpacked and read, there are as many triples as in the dataset, or as in its default graph."""
    answer = client.get(f"/dumps/{name}")
    dump = DUMPS[name]
    assert answer.headers["content-type"] == dump.media_type
    assert "content-encoding" not in answer.headers
    unpack = {"gz": gzip.decompress, "zst": zstd.decompress}[dump.packing]
    read = ox.parse(unpack(answer.content), format=RDF_FORMATS[dump.form])
    graphs = [quad.graph_name for quad in read]
    named = {name.value for name in graphs if isinstance(name, ox.NamedNode)}
    assert named == (set() if dump.part == "default" else set(kg.counts.graphs))
    if dump.part != "undated":
        assert len(graphs) == (kg.counts.whole if dump.part == "whole" else kg.counts.default).triples


def test_the_same_graph_gives_the_same_bytes(kg: KnowledgeGraph) -> None:
    """Neither the time nor the place of a file is in it, so its ETag outlives the process."""
    first, second = Dumps(kg), Dumps(opened())
    for name in (NAME, "distrograph.nq.gz", "distrograph.trig.zst"):
        assert first.file(name).digest == second.file(name).digest
    assert first.file(NAME).path.read_bytes()[4:8] == bytes(4)
    for dumps in (first, second):
        dumps.close()


class Counted(Dumps):
    """Dumps that count how often they are made."""

    count = 0

    def _make(self, dump: Dump) -> DumpFile:
        self.count += 1
        return super()._make(dump)


def test_two_who_ask_at_the_same_time_have_it_made_once(kg: KnowledgeGraph) -> None:
    """The others wait, and get the same file."""
    dumps, start = Counted(kg), Barrier(4)

    def ask() -> str:
        start.wait()
        return dumps.file(NAME).digest

    with ThreadPoolExecutor(4) as threads:
        digests = {asked.result() for asked in [threads.submit(ask) for _ in range(4)]}
    assert (len(digests), dumps.count) == (1, 1)
    dumps.close()


def test_a_file_that_was_tidied_away_is_made_again(kg: KnowledgeGraph) -> None:
    """Systems empty the folder of temporary files now and then; when the graph is closed, nothing is left."""
    dumps = Dumps(kg)
    path = dumps.file(NAME).path
    path.unlink()
    path.parent.rmdir()
    again = dumps.file(NAME).path
    assert again.is_file()
    dumps.close()
    assert not again.parent.exists()


def test_what_others_put_in_its_place_stays(kg: KnowledgeGraph) -> None:
    """The folder was tidied away, and somebody else has one of the same name: a new one is made elsewhere."""
    dumps = Dumps(kg)
    path = dumps.file(NAME).path
    path.unlink()
    kept_open = path.parent.rename(
        path.parent.with_name(f"{path.parent.name}-moved")
    )  # its inode stays taken
    path.parent.mkdir()
    path.write_text("of somebody else")
    try:
        again = dumps.file(NAME).path
        assert again.parent != path.parent
        dumps.close()
        assert not again.parent.exists()
        assert path.read_text() == "of somebody else"
    finally:
        path.unlink()
        path.parent.rmdir()
        kept_open.rmdir()


def test_a_lack_of_room_is_said(kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where nothing can be written the answer is 503, not a crash."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nonexistent"))
    with pytest.raises(LimitError, match="cannot create"):
        Dumps(kg).file(NAME)
    answer = TestClient(create_app(kg), raise_server_exceptions=False).get(f"/dumps/{NAME}")
    assert answer.status_code == 503
    assert answer.json()["limit"] == "disk space"
    assert "nonexistent" not in answer.text


def test_the_files_go_with_the_process(tmp_path: Path) -> None:
    """A server that is told to end leaves nothing behind."""
    with served(TMPDIR=str(tmp_path)) as running:
        assert httpx2.get(f"{running.address}/dumps/{NAME}", timeout=60).status_code == 200
        assert [path.name for path in tmp_path.glob("distrograph-*/*")] == [NAME]
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_neither_remembered_nor_packed_again(client: TestClient) -> None:
    """It comes from the disk, as it lies there, however often it is asked for."""

    def remembered() -> str:
        found = re.search(r"^distrograph_remembered_total (\S+)$", client.get("/metrics").text, re.MULTILINE)
        return found[1] if found else ""

    before = remembered()
    for _ in range(3):
        answer = client.get(f"/dumps/{NAME}", headers={"Accept-Encoding": "gzip, zstd"})
        assert "content-encoding" not in answer.headers
        assert gzip.decompress(answer.content).startswith(b"@prefix")
    assert remembered() == before


def test_a_name_that_no_file_has_is_a_404(client: TestClient) -> None:
    """With the nearest names; a path out of the folder is none of them."""
    answer = client.get("/dumps/distrograph.nq.zip")
    assert answer.status_code == 404
    assert "distrograph.nq.gz" in answer.json()["suggestions"]
    for path in ("/dumps/..%2Fetc%2Fpasswd", "/dumps/.part", "/dumps/%2e%2e/readyz"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/dumps", "/dumps/"])
def test_the_files_are_listed(client: TestClient, kg: KnowledgeGraph, path: str) -> None:
    """As JSON, and as a page in either language; whatever is listed is there."""
    listed = client.get(path).json()
    assert listed["snapshot"] == kg.snapshot
    assert [row["name"] for row in listed["items"]] == list(DUMPS)
    assert all(client.head(row["url"]).status_code == 200 for row in listed["items"])
    for language, title in (("en", "Download the data"), ("zh", "下载数据")):
        page = client.get(path, headers={"Accept": "text/html", "Accept-Language": language})
        assert title in page.text
        assert all(f'href="/dumps/{name}"' in page.text for name in DUMPS)


def test_an_application_that_is_started_again_makes_its_files_anew() -> None:
    """The end of its lifespan removes the files and ends the thread that makes them."""
    app = create_app(opened())
    digests = []
    for _ in range(2):
        with TestClient(app) as client:
            digests.append(client.get(f"/dumps/{NAME}").headers["etag"])
    assert digests[0] == digests[1]
