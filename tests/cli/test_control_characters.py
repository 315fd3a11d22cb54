"""What others wrote does not steer a terminal: labels, file names, errors, arguments, answers of servers."""

import json
import os
import pty
import re
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from cli.main import main
from graph import KnowledgeGraph
from graph.display.control_characters import CONTROL, escape_control_characters, one_line
from tests.support.faulty_server import JSON, bad_server, says

HOSTILE = "\x1b]0;pwned\x07\x1b[2J\x9b2J\u202edlrow\u2066\u2028x\ry\x08\x7f\u0085\nforged"
"""What sets a title, clears a screen, turns text around, and begins a line of its own."""
ESCAPED = "".join(f"\\u{ord(each):04x}" for each in HOSTILE)
STYLE = re.compile(r"\x1b\[[0-9;]*m")
"""What rich writes to colour a word."""
DATA = f"""
@prefix dg: <https://w3id.org/distrograph/ontology#> .
@prefix id: <https://w3id.org/distrograph/id/> .
@prefix source: <https://w3id.org/distrograph/source/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
id:evil a dg:Distribution ; skos:prefLabel "Evil{ESCAPED}"@en, "邪{ESCAPED}"@zh ; skos:altLabel "evilos"@en ;
    dcterms:description "Bad{ESCAPED}"@en .
id:eviller a dg:Component ; skos:prefLabel "Eviller{ESCAPED}"@en ; dcterms:description "Bad{ESCAPED}"@en ;
    dg:provides id:networking , id:datastore .
source:evil {{
source:evil a dg:Source ; dcterms:title "Evil source{ESCAPED}"@en ; dg:sourceKind dg:SecondarySource .
<urn:claim:1> a dg:Claim ; rdf:subject id:evil ; rdf:predicate dg:defaultCni ; rdf:object id:eviller ;
    dg:rank dg:Normal ; dg:verdict dg:Unchecked ; dg:locator "page{ESCAPED}" ; dcterms:source source:evil .
<urn:claim:2> a dg:Claim ; rdf:subject id:evil ; rdf:predicate dg:builtOn ; rdf:object id:k3s ;
    dg:rank dg:Normal ; dg:verdict dg:Unchecked ; dg:locator "page{ESCAPED}" ; dcterms:source source:evil .
<urn:claim:4> a dg:Claim ; rdf:subject id:evil ; rdf:predicate dg:firstRelease ; rdf:object "v2{ESCAPED}" ;
    dg:rank dg:Normal ; dg:verdict dg:Unchecked ; dg:locator "page" ; dcterms:source source:evil .
<urn:claim:3> a dg:Claim ; rdf:subject id:evil ; rdf:predicate dg:firstRelease ; rdf:object "v1{ESCAPED}" ;
    dg:rank dg:Deprecated ; dg:verdict dg:Unchecked ; dg:reason "no{ESCAPED}"@en ;
    dcterms:source source:evil .
}}
"""
LABELS = "SELECT ?label { id:evil skos:prefLabel ?label } ORDER BY ?label"


class Run(NamedTuple):
    """What a command did: its exit code, and all that it wrote."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """Build the graph with hostile labels in it."""
    file = tmp_path_factory.mktemp("evil") / "evil.trig"
    file.write_text(DATA, "utf-8")
    return KnowledgeGraph.open(data=[file])


@pytest.fixture(autouse=True)
def open_once(evil: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make commands of this process share the graph."""
    monkeypatch.setattr(KnowledgeGraph, "open", lambda *_, **__: evil)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "100")


def on_terminal(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Run:
    """Run a command whose stdout and stderr are terminals."""
    streams: list[list[bytes]] = []
    with monkeypatch.context() as patched:
        opened, readers = [], []
        for name in ("stdout", "stderr"):
            master, slave = pty.openpty()
            got: list[bytes] = []
            reader = threading.Thread(target=read_all, args=(master, got))
            reader.start()
            stream = os.fdopen(slave, "w", encoding="utf-8")
            patched.setattr(sys, name, stream)
            opened.append(stream)
            readers.append(reader)
            streams.append(got)
        code = run(arguments)
        for stream in opened:
            stream.close()
        for reader in readers:
            reader.join()
    out, err = (b"".join(got).decode().replace("\r\n", "\n") for got in streams)
    return Run(code, out, err)


def read_all(master: int, got: list[bytes]) -> None:
    """Read what is written to a terminal until nobody has it open."""
    with os.fdopen(master, "rb", buffering=0) as terminal:
        while True:
            try:
                part = terminal.read(1 << 16)
            except OSError:  # how Linux says that it is the end
                return
            if not part:
                return
            got.append(part)


def run(arguments: Sequence[str]) -> int:
    """Run a command in this process."""
    try:
        return main(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)


def in_pipe(capsysbinary: pytest.CaptureFixture[bytes], *arguments: str) -> Run:
    """Run a command whose output is no terminal."""
    code = run(arguments)
    out = capsysbinary.readouterr()
    return Run(code, out.out.decode(), out.err.decode())


def steers(text: str) -> str:
    """Return the control characters of a text that are not ours."""
    return "".join(CONTROL.findall(STYLE.sub("", text)))


HUMAN = [
    ("query", LABELS),
    ("query", "SELECT ('[red]a\x1b[0m[/red]' AS ?x) {}"),
    ("query", f"SELECT ?x {{ ?x ?p '{ESCAPED}"),
    ("query", "SELECT * { \x1b[2J\u202e }"),
    ("query", "SELECT ?d { ?d dg:usez\u202e id:kine }"),
    ("ask", "what is the default CNI of evilos"),
    ("ask", f"which distros use {HOSTILE}"),
    ("ask", "tell me about evilos"),
    ("compare", "k3s", "evil"),
    ("compare", "k3s", "evil", "--format", "markdown"),
    ("compare", "k3s", HOSTILE),
    ("show", "evil"),
    ("show", "eviller"),
    ("show", HOSTILE),
    ("list", "distributions"),
    ("list", "components"),
    ("list", "sources"),
    ("list", "queries"),
    ("releases", "k3s", "--version", "1.30"),
    ("releases", "evil"),
    ("releases", "k3s", "--version", HOSTILE),
    ("diff", "k3s", "k0s"),
    ("diff", "k3s", HOSTILE),
    ("newest", "traefik"),
    ("newest", "eviller"),
    ("changes", "--since", "2026-09-01"),
    ("changes", "--since", HOSTILE),
    ("similar", "evil"),
    ("path", "evil", "kine"),
    ("path", HOSTILE, "kine"),
    ("impact", "eviller"),
    ("lineage", "evil"),
    ("spread",),
    ("unique", "evil"),
    ("move", "k3s", "evil"),
    ("info",),
    ("check", f"/nowhere/{HOSTILE}.ttl"),
    ("export", "-o", f"/nowhere/{HOSTILE}.trig"),
    ("export", "--format", HOSTILE),
    ("draw", "-o", f"/nowhere/{HOSTILE}.html"),
    ("draw", "-o", HOSTILE),
    ("snapshots", "--store", f"/nowhere/{HOSTILE}"),
    ("publish", "--to", f"/nowhere/{HOSTILE}", "--as-of", HOSTILE),
    ("rollback", "--store", f"/nowhere/{HOSTILE}", HOSTILE),
    ("ingest", HOSTILE, "--repository", HOSTILE),
    ("ingest", "k0s", "--repository", f"/nowhere/{HOSTILE}"),
    ("serve", "--port", HOSTILE),
    ("mcp", "--port", HOSTILE),
    (HOSTILE,),
    ("show", f"--{HOSTILE}"),
    ("query", "-f", f"/nowhere/{HOSTILE}"),
    ("query", "\udc80\udcff"),
    ("ask", "\udc80\udcff"),
    ("show", "\udc80"),
]


@pytest.mark.parametrize(
    "arguments", HUMAN, ids=lambda each: " ".join(each)[:40].encode("unicode-escape").decode()
)
def test_nothing_that_is_for_people_steers_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], arguments: tuple[str, ...]
) -> None:
    """On a terminal and in a pipe, of every verb, and of what it complains about."""
    for done in (on_terminal(monkeypatch, *arguments), in_pipe(capsysbinary, *arguments)):
        assert steers(done.out + done.err) == ""
        assert not re.search(r"^\s*forged", done.out + done.err, re.MULTILINE)
        assert done.out or done.err
        assert "Traceback" not in done.err
        if done.code == 2:
            assert done.err.count("\n") == 1


MACHINE: list[tuple[str, ...]] = [
    *(("query", LABELS, "--format", form) for form in ("csv", "tsv", "json", "xml")),
    *(("query", "DESCRIBE id:evil", "--format", form) for form in ("turtle", "nt", "jsonld")),
    ("compare", "k3s", "evil", "--format", "csv"),
    ("compare", "k3s", "evil", "--format", "json"),
    ("ask", "what is the default CNI of evilos", "--json"),
    ("export", "--format", "trig"),
]


@pytest.mark.parametrize("arguments", MACHINE, ids=" ".join)
def test_a_format_is_itself_in_a_pipe_and_visible_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], arguments: tuple[str, ...]
) -> None:
    """To the byte, so that programs get what is there."""
    piped = in_pipe(capsysbinary, *arguments)
    shown = on_terminal(monkeypatch, *arguments)
    assert (piped.code, piped.err) == (shown.code, shown.err)
    assert re.search("\u202edlrow|u202edlrow", piped.out, re.IGNORECASE)
    assert steers(shown.out) == ""
    assert plain(shown.out) == plain(escape_control_characters(piped.out))


def plain(text: str) -> str:
    """Return a text as it is before a terminal ends its lines in its own way."""
    return text.replace("\r\n", "\n").replace("\r\n", "\n").replace("\r", "")


def test_an_answer_of_a_server_steers_nothing(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """What it says of an error, and what it says it has, is shown."""
    monkeypatch.undo()
    row = {"s": {"type": "literal", "value": HOSTILE}}
    named = json.dumps({"head": {"vars": ["snapshot"]}, "results": {"bindings": [row]}}).encode()
    with bad_server() as bad:
        for answer in (
            says(500, HOSTILE.encode(), "text/plain"),
            says(200, named, JSON),
            says(200, HOSTILE.encode()),
        ):
            for verb in ("info", "snapshots"):
                bad.will(answer)
                done = in_pipe(capsysbinary, verb, "--store", bad.url)
                assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
                assert steers(done.err) == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ("info", "--data", "FILE"),
        ("check", "FILE"),
        ("serve", "--port", "0", "--data", "FILE"),
        pytest.param(("serve", "--port", "0", "--allow-service", HOSTILE), marks=pytest.mark.thorough),
        ("serve", "--port", "0", "--store", f"/nowhere/{HOSTILE}"),
    ],
    ids=lambda each: " ".join(each)[:24],
)
def test_a_real_command_on_a_real_terminal(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """As a process of its own, with files, hosts and services of hostile names."""
    file = tmp_path / f"x{HOSTILE}.ttl"
    file.write_text(f"<a> <b> '{HOSTILE}", "utf-8")
    master, slave = pty.openpty()
    got: list[bytes] = []
    reader = threading.Thread(target=read_all, args=(master, got))
    reader.start()
    program = "import sys; from cli.main import main; sys.exit(main())"
    command = [sys.executable, "-c", program, *(each.replace("FILE", str(file)) for each in arguments)]
    done = subprocess.run(command, stdout=slave, stderr=slave, check=False, timeout=60)
    os.close(slave)
    reader.join()
    text = b"".join(got).decode().replace("\r\n", "\n")
    assert (done.returncode in {1, 2}, steers(text)) == (True, "")
    assert "Traceback" not in text
    assert not re.search(r"^\s*forged", text, re.MULTILINE)
    assert r"\x1b]0;pwned" in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\tb\nc", "a\tb\nc"),
        ("a\r\nb\rc", "a\r\nb\\x0dc"),
        ("\x1b[0m\x00\x7f\x9b", "\\x1b[0m\\x00\\u007f\\u009b"),
        ("\u202e\u2066\u2028\u2029\u200f", "\\u202e\\u2066\\u2028\\u2029\\u200f"),
        ("发行版 é 😀 \u200d", "发行版 é 😀 \u200d"),
        ("\udc80", "\\udc80"),
    ],
)
def test_what_steers_is_written_as_an_escape(text: str, shown: str) -> None:
    """Letters of any language stay as they are."""
    assert escape_control_characters(text) == shown
    assert one_line("a\tb\r\nc") == "a\\tb\\r\\nc"


def test_a_line_of_json_is_one_still() -> None:
    """And means the same: what JSON leaves as it is becomes an escape of JSON."""
    text = json.dumps({"label": HOSTILE}, ensure_ascii=False)
    assert json.loads(escape_control_characters(text)) == {"label": HOSTILE}
