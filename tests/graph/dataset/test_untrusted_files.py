"""Files of others: what would take all memory, or end the process, is told in a line instead."""

import gzip
import io
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.main import main
from graph import KnowledgeGraph
from graph.dataset import untrusted_files
from graph.dataset.files import collect_user_files, unpacked_size
from graph.dataset.untrusted_files import PASSED_STATES
from graph.errors import BadDataError, StoreError
from graph.releases import table
from graph.stores import snapshot_writer
from tests.support.faulty_server import bad_server, says

COMMAND = "import sys; from cli.main import main; sys.exit(main())"
MANY = 100_000
HEAD = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="https://e.example/">'
TYPE = '<!DOCTYPE rdf:RDF [\n<!-- a comment -->\n<!ENTITY e "https://e.example/">\n]>'
THING = '<rdf:Description rdf:about="&e;x"><e:p>y</e:p></rdf:Description></rdf:RDF>'
BOMB = "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
STAR = "<<( <https://e.example/s> <https://e.example/p> "
ENTITIES = "declares XML entities, which are not supported; write the IRIs out, or convert it to Turtle"
DEEP = "is nested too deeply"
LONG = "has a line, literal or name longer than 16 MiB; split it"
Write = Callable[[Path], object]


def put(text: str) -> Write:
    """Write a text into a file."""
    return lambda path: path.write_text(text, "utf-8")


def zeros(path: Path) -> None:
    """Write two gibibytes of spaces into a packed file of two megabytes."""
    part = gzip.compress(b" " * (1 << 26))
    path.write_bytes(part * 32)


def literal(path: Path) -> None:
    """Write a text of 64 MiB."""
    path.write_text(f'<https://e.example/s> <https://e.example/p> "{"x" * (1 << 26)}" .\n', "utf-8")


REFUSED: dict[str, tuple[str, Write, str]] = {
    "a bomb": (
        "a.rdf",
        put(f'<!DOCTYPE r [<!ENTITY a "{"x" * 1000}">{BOMB}]>{HEAD}<e:t><e:p>&j;</e:p></e:t></rdf:RDF>'),
        f":1: {ENTITIES}",
    ),
    "an entity": ("a.owl", put(f"<?xml version='1.0'?>\n{TYPE}{HEAD}{THING}"), f":4: {ENTITIES}"),
    "in UTF-16": ("a.xml", lambda at: at.write_text(f"{TYPE}{HEAD}{THING}", "utf-16"), f":3: {ENTITIES}"),
    "packed": ("a.rdf.gz", lambda at: at.write_bytes(gzip.compress(f"{TYPE}{THING}".encode())), ENTITIES),
    "a parameter": ("a.rdf", put(f'<!DOCTYPE r [<!ENTITY % p "x">]>{HEAD}</rdf:RDF>'), f":1: {ENTITIES}"),
    "deep markup": (
        "a.rdf",
        put(f"{HEAD}{'<e:t><e:p>' * MANY}x{'</e:p></e:t>' * MANY}</rdf:RDF>"),
        ":1: nests XML elements deeper than 1000; convert it to Turtle or N-Triples",
    ),
    "deep terms": ("a.ttl", put(f"{STAR[3:]}{STAR * MANY}1{' )>>' * MANY} ."), DEEP),
    "deep terms of triples": ("a.nt", put(f'{STAR[4:]}{STAR * MANY}"1"{" )>>" * MANY} .\n'), DEEP),
    "deep objects": (
        "a.jsonld",
        put('{"https://e.example/p":' * 60_000 + "1" + "}" * 60_000),
        "needs more than 1 GiB of memory",
    ),
    "a long text": ("a.nt", literal, LONG),
    "a long comment": ("a.ttl", put("#" + "x" * (1 << 26)), LONG),
    "zeros": (
        "a.nt.gz",
        zeros,
        "is larger than 1 GiB, too large for memory; publish it to",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_would_take_all_is_refused_in_a_line(
    tmp_path: Path, case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The line names the file; nothing of it is loaded, and the process goes on."""
    name, make, said = REFUSED[case]
    file = tmp_path / name
    make(file)
    assert main(["info", "--no-bundled", "--data", str(file)]) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"distrograph: {file}")
    assert said in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("case", ["a bomb", "deep terms", "a long text"])
def test_it_is_refused_wherever_files_are_read(
    tmp_path: Path, case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the check, as they are published, and in a folder of files."""
    name, make, said = REFUSED[case]
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "0.nt").write_text("", "utf-8")
    make(folder / name)
    assert main(["check", str(folder / name)]) == 1
    assert said.rpartition(":1: ")[2] in capsys.readouterr().out
    assert main(["publish", "--to", str(tmp_path / "s"), "--no-bundled", "--data", str(folder / name)]) == 1
    assert said.rpartition(":1: ")[2] in capsys.readouterr().out
    for held in (True, False):
        with pytest.raises(BadDataError) as caught:
            collect_user_files(folder, in_memory=held)
        assert said in str(caught.value)
        assert caught.value.file == str(folder / name)


@pytest.mark.thorough
def test_zeros_are_not_published_either(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They are large, so they are read as a stream; what is large by its own right may be packed."""
    zeros(tmp_path / "a.nt.gz")
    assert (
        unpacked_size(tmp_path / "a.nt.gz", snapshot_writer.MAX_REDATABLE_BYTES)
        > snapshot_writer.MAX_REDATABLE_BYTES
    )
    options = ["--no-bundled", "--data", str(tmp_path / "a.nt.gz")]
    assert main(["publish", "--to", str(tmp_path / "s"), *options]) == 2
    err = capsys.readouterr().err
    assert "is large: consistency checks only" in err
    assert "unpacks to more than 250 times its size; unpack it yourself if that is intended" in err


def test_no_server_starts_with_such_a_file(tmp_path: Path) -> None:
    name, make, said = REFUSED["deep terms"]
    make(tmp_path / name)
    command = [sys.executable, "-c", COMMAND, "serve", "--port", "0", "--data", str(tmp_path / name)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert said in done.stderr


GOOD: dict[str, tuple[str, str, int]] = {
    "brackets": (
        "a.ttl",
        "<https://e.example/s> <https://e.example/p> " + "[ <urn:p> " * MANY + "1 " + "]" * MANY + ".",
        MANY + 1,
    ),
    "terms": ("a.ttl", f"{STAR[3:]}{STAR * 100}1{' )>>' * 100} .", 1),
    "markup": ("a.rdf", f"{HEAD}{'<e:t><e:p>' * 400}<e:t/>{'</e:p></e:t>' * 400}</rdf:RDF>", 801),
    "a type": (
        "a.rdf",
        f'<!DOCTYPE rdf:RDF SYSTEM "rdf.dtd">{HEAD}<!-- <!ENTITY e "x"> --><e:t/></rdf:RDF>',
        1,
    ),
    "an entity in a text": (
        "a.ttl",
        '<https://e.example/s> <https://e.example/p> "<!ENTITY e \\"x\\">" .',
        1,
    ),
}


@pytest.mark.parametrize("case", GOOD)
def test_what_is_only_unusual_is_read(tmp_path: Path, case: str) -> None:
    name, text, count = GOOD[case]
    (tmp_path / name).write_text(text, "utf-8")
    before = len(KnowledgeGraph.open(bundled=False).query("SELECT * { ?s ?p ?o }").terms())
    graph = KnowledgeGraph.open(data=tmp_path / name, bundled=False)
    assert len(graph.query("SELECT * { ?s ?p ?o }").terms()) - before >= count


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.ttl", b"<urn:a> <urn:b> ", r"a\.ttl:1: not valid Turtle: "),
        ("a.ttl", b"<urn:a> <urn:b> <urn:c> .\n<urn:a> <", r"a\.ttl:2: not valid Turtle: "),
        ("a.rdf", b"<rdf:RDF", r"a\.rdf.*: not valid RDF/XML: "),
        ("a.jsonld", b"{", r"a\.jsonld:1: not valid JSON-LD: "),
        ("a.nt.gz", b"no gzip", r"a\.nt\.gz: cannot be read: not a gzip file"),
        (
            "a.nt.gz",
            gzip.compress(b"<urn:a> <urn:b> <urn:c> .\n" * 99, mtime=0)[:-9],
            r"cannot be read: not a gzip",
        ),
        ("a.docx", b"", r"a\.docx: the suffix does not identify the format; known suffixes are "),
    ],
)
def test_what_is_merely_wrong_is_told_as_ever(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    """Whoever loads it says so, with the line."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadDataError, match=said):
        KnowledgeGraph.open(data=tmp_path / name, bundled=False)


def test_a_file_is_tried_once_until_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.nt"
    file.write_text("", "utf-8")
    collect_user_files(file)
    before = len(PASSED_STATES)
    monkeypatch.setattr(untrusted_files, "TRIAL_SCRIPT", tmp_path / "nothing.py")
    collect_user_files(file)
    assert len(PASSED_STATES) == before
    file.write_text("\n", "utf-8")
    with pytest.raises(BadDataError, match=r"a\.nt: cannot be read: the parser failed \(.*nothing\.py"):
        collect_user_files(file)


def test_a_pipe_is_read_once(tmp_path: Path) -> None:
    """It can be read no second time, so what came through it is tried."""
    for name, text, said in (("a.nt", "<urn:a> <urn:b> <urn:c> .\n", ""), ("b.rdf", TYPE + THING, ENTITIES)):
        pipe = tmp_path / name
        os.mkfifo(pipe)
        writer = threading.Thread(target=pipe.write_text, args=[text])
        writer.start()
        if said:
            with pytest.raises(BadDataError, match=rf"{name}:3: {ENTITIES}"):
                collect_user_files(pipe)
        else:
            assert collect_user_files(pipe)[0].content == text.encode()
        writer.join()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe", "not UTF-8 at byte 0"),
        (
            b"release,date,component,version,repository,ref,path\n" + b'"' + b"x" * 200_000,
            ":2: not a CSV table: field",
        ),
    ],
)
def test_a_table_that_is_none_is_told_in_a_line(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "t.csv").write_bytes(content)
    with pytest.raises(BadDataError, match=said):
        table.read_table(tmp_path / "t.csv")


def test_what_another_service_sends_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """What other days are derived from is held in memory, and what is cut is not what was asked for."""
    from tests.graph.stores.test_remote_store import ABOUT, LOG, TRUE  # noqa: PLC0415  # named where they are used

    packed = io.BytesIO()
    with gzip.open(packed, "wb") as file:
        file.write(b" " * (1 << 20))
    monkeypatch.setattr("graph.stores.remote.snapshots.MAX_ANSWER_BYTES", 1 << 16)
    with bad_server() as bad:
        bad.will(says(200, TRUE), says(200, LOG), says(200, ABOUT))
        graph = KnowledgeGraph.open(bad.url)
        bad.will(says(200, packed.getvalue()))
        with pytest.raises(StoreError, match="serves another snapshot"):
            graph.on("2024-01-15")
