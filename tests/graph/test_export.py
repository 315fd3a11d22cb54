"""What is exported comes back: each format as its own tools would read it."""

import csv
import datetime as dt
import io
import json
import re
import shlex
import sys
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import polars as pl
import pyoxigraph as ox
import pytest
import rdflib

from cli.main import main
from graph import KnowledgeGraph, export
from graph.errors import LocalError, MissingLibraryError
from graph.export.jsonld import build_document
from graph.export.tables import Sheet, build_tables
from ontology import ID, PREFIXES, SOURCE

BoundedWriter = Callable[[str], bytes]
Files = dict[str, str]
Row = dict[str, Any]
OWN = """
PREFIX dg: <https://w3id.org/distrograph/ontology#> PREFIX id: <https://w3id.org/distrograph/id/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
id:kine a dg:Component ; skos:prefLabel "=Kine"@en, "@键"@zh ; skos:altLabel "one;two", "three"@en .
<http://example.org/notes> { %s }
"""
CLAIM = """<http://example.org/notes#%s> a dg:Claim ; rdf:subject %s ; rdf:predicate dg:%s ; rdf:object %s ;
    dg:rank dg:Normal ; dg:verdict dg:Unverifiable ; dg:locator "page 1" ."""
SAID = [
    ("<http://example.org/kine>", "enables", "id:kine"),
    ("id:kine", "note1", '"+1, \\"two\\"\\r\\nlines "'),
    ("id:kine", "note2", '"none"'),
    ("id:kine", "note3", "dg:None"),
    ("id:kine", "note4", "dg:Unknown"),
    ("id:kine", "note5", "dg:Any"),
    ("id:kine", "note6", "true"),
]


@pytest.fixture(scope="module")
def written(kg: KnowledgeGraph) -> BoundedWriter:
    """Export the graph in a format, once."""
    made: dict[str, bytes] = {}

    def write(form: str) -> bytes:
        if form not in made:
            made[form] = export.export(kg, form)
        return made[form]

    return write


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """Make a graph of what is hard to write: names of others, texts like formulas, all that is no thing."""
    file = tmp_path_factory.mktemp("own") / "own.trig"
    file.write_text(OWN % "\n".join(CLAIM % (number, *said) for number, said in enumerate(SAID)), "utf-8")
    return KnowledgeGraph.open(data=[file], bundled=False)


def unpacked(content: bytes) -> Files:
    """Return the files of a zip."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name).decode() for name in packed.namelist()}


def read_csvw(files: Files) -> dict[str, list[Row]]:
    """Read tables as their description has them, and as strictly."""
    told = json.loads(files["csv-metadata.json"])
    assert "http://www.w3.org/ns/csvw" in told["@context"]
    assert {f"{table['url']}" for table in told["tables"]} | {"csv-metadata.json"} == set(files)
    read = {table["url"]: list(read_table(table, files[table["url"]])) for table in told["tables"]}
    for table in told["tables"]:
        rows, schema = read[table["url"]], table["tableSchema"]
        assert len({row[schema["primaryKey"]] for row in rows}) == len(rows)
        for key in schema["foreignKeys"]:
            there = {row[key["reference"]["columnReference"]] for row in read[key["reference"]["resource"]]}
            assert {row[key["columnReference"]] for row in rows} <= there
    return read


def read_table(table: Row, content: str) -> Iterator[Row]:
    """Read the rows of a table."""
    columns = table["tableSchema"]["columns"]
    heading, *rows = csv.reader(io.StringIO(content, newline=""), strict=True)
    assert heading == [column["titles"] for column in columns] == [column["name"] for column in columns]
    for row in rows:
        yield {column["name"]: read_cell(column, text) for column, text in zip(columns, row, strict=True)}


def read_cell(column: Row, text: str) -> Any:  # noqa: ANN401  # whatever its datatype is
    """Read a cell."""
    if "separator" in column:
        return [parsed(column["datatype"], each) for each in text.split(column["separator"])] if text else []
    assert text or not column["required"], column
    return parsed(column["datatype"], text) if text else None


def parsed(datatype: str, text: str) -> str | bool | dt.date:
    """Read a value of a datatype."""
    if datatype == "date":
        return dt.date.fromisoformat(text)
    if datatype == "boolean":
        return {"true": True, "false": False}[text]
    assert datatype == "string" or re.fullmatch(r"[a-z]+:[^\s<>\"]+", text), (datatype, text)
    return text


def by_key(sheet: Sheet) -> dict[str, Row]:
    """Return the rows of a table by their primary keys."""
    return {str(row[sheet.columns[0].name]): dict(row) for row in sheet.rows}


def test_the_tables_of_csvw_are_what_their_description_says(
    kg: KnowledgeGraph, written: BoundedWriter
) -> None:
    """Each cell has its type, keys are keys, and everything that the tables hold comes back."""
    read = read_csvw(unpacked(written("csvw")))
    for sheet in build_tables(kg):
        assert read[f"{sheet.name}.csv"] == list(sheet.rows)
    things = {row["id"] for row in read["things.csv"]}
    for row in read["claims.csv"]:
        assert {row["subject"], row["value_id"], row["condition"]} - {None} <= things
    assert {row["condition"] for row in read["relations.csv"]} - {None} < things
    claims = {row["iri"] for row in read["claims.csv"]}
    assert claims == set(kg.index.claims)
    assert {claim for row in read["relations.csv"] for claim in row["claims"]} < claims


def test_csvw_says_whose_the_data_is_and_what_it_means(written: BoundedWriter) -> None:
    """Title, licence and snapshot; every column is explained in both languages."""
    told = json.loads(unpacked(written("csvw"))["csv-metadata.json"])
    assert told["dc:license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/"}
    assert {each["@language"] for each in told["dc:title"]} == {"en", "zh"}
    for table in told["tables"]:
        for column in table["tableSchema"]["columns"]:
            assert [each["@language"] for each in column["dc:description"] if each["@value"]] == ["en", "zh"]
    columns = {column["name"]: column for column in told["tables"][2]["tableSchema"]["columns"]}
    assert columns["valid_from"]["propertyUrl"] == PREFIXES["dg"] + "validFrom"


def test_no_unknown_and_any_are_not_missing(kg: KnowledgeGraph) -> None:
    """Each claim says which it is; of a thing the properties are listed to which that is the answer."""
    things, relations, claims = map(by_key, build_tables(kg))
    said = Counter(claim.value.kind for claim in kg.index.claims.values())
    assert Counter(row["value_kind"] for row in claims.values()) == said
    assert {"none", "unknown", "any"} <= set(said)
    assert all(row["value"] for row in claims.values())
    assert "defaultCni" in things["kubeadm"]["has_none"]
    assert "supportsCni" in things["k0s"]["takes_any"]
    assert "minMemory" in things["microk8s"]["left_open"]
    assert not any(
        row["subject"] == "kubeadm" and row["property"] == "defaultCni" for row in relations.values()
    )


def test_hard_values_come_back_as_they_were(own: KnowledgeGraph) -> None:
    """Texts like formulas, quotes and line breaks, lists with the usual separator, names of others."""
    read = read_csvw(unpacked(export.export(own, "csvw")))
    claims = {row["property"]: row for row in read["claims.csv"]}
    assert claims["note1"]["value"] == '+1, "two"\r\nlines '
    shown = [(claims[f"note{n}"]["value"], claims[f"note{n}"]["value_kind"]) for n in range(2, 6)]
    assert shown == [("none", "literal"), ("none", "none"), ("unknown", "unknown"), ("any", "any")]
    assert (claims["note6"]["value"], claims["note6"]["value_boolean"]) == ("true", True)
    assert claims["enables"]["subject"] == "http://example.org/kine"
    things = {row["id"]: row for row in read["things.csv"]}
    assert (things["kine"]["label"], things["kine"]["label_zh"]) == ("=Kine", "@键")
    assert things["kine"]["names"] == ["one;two", "three"]
    assert things["kine"]["has_none"] == ["note3"]
    assert things["http://example.org/kine"]["kind"] is None
    ends = {(row["subject"], row["object"]) for row in read["relations.csv"] if row["property"] == "enables"}
    assert ends == {("http://example.org/kine", "kine")}


def test_neo4j_has_a_node_for_each_thing_and_a_relationship_for_each_relation(
    kg: KnowledgeGraph, written: BoundedWriter
) -> None:
    """Under the headings that its import knows; both ends of a relationship are there."""
    files = unpacked(written("neo4j"))
    nodes = list(csv.DictReader(io.StringIO(files["nodes.csv"], newline="")))
    lines = list(csv.DictReader(io.StringIO(files["relationships.csv"], newline="")))
    assert {"id:ID", "name", ":LABEL"} <= set(nodes[0])
    assert {":START_ID", ":END_ID", ":TYPE"} <= set(lines[0])
    things, relations, _ = build_tables(kg)
    ids = [node["id:ID"] for node in nodes]
    assert ids == [row["id"] for row in things.rows]
    assert len(lines) == len(relations.rows)
    assert {line[end] for line in lines for end in (":START_ID", ":END_ID")} <= set(ids)
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*", line[":TYPE"]) for line in lines)
    assert ("k0s", "DATASTORE_SHIM", "kine") in {
        (line[":START_ID"], line[":TYPE"], line[":END_ID"]) for line in lines
    }
    k3s = nodes[ids.index("k3s")]
    assert k3s[":LABEL"] == "Distribution;Component"
    assert k3s["names:string[]"].split(";") == list(kg.index.profile(ID + "k3s").names)


@pytest.mark.parametrize("which", ["kg", "own"])
def test_the_command_for_neo4j_fits_its_files(which: str, request: pytest.FixtureRequest) -> None:
    """One command, which names the files and what parts the elements of lists, whatever is in these."""
    files = unpacked(export.export(request.getfixturevalue(which), "neo4j"))
    [line] = [line for line in files["README.txt"].splitlines() if line.startswith("neo4j-admin")]
    options = dict(word.lstrip("-").split("=", 1) for word in shlex.split(line) if word.startswith("--"))
    assert {options["nodes"], options["relationships"], "README.txt"} == set(files)
    parting = options["array-delimiter"]
    names = {
        node["id:ID"]: node["names:string[]"].split(parting)
        for node in csv.DictReader(io.StringIO(files["nodes.csv"], newline=""))
    }
    assert set(names["kine"]) == ({"one;two", "three"} if which == "own" else set(names["kine"]) - {""})


@pytest.mark.parametrize("form", export.ARCHIVES)
def test_an_archive_is_the_same_for_the_same_graph(
    kg: KnowledgeGraph, written: BoundedWriter, form: str
) -> None:
    """Byte by byte: it does not tell when it was made."""
    assert export.export(kg, form) == written(form)
    with zipfile.ZipFile(io.BytesIO(written(form))) as packed:
        assert {entry.date_time[0] for entry in packed.infolist()} == {1980}


def test_parquet_has_real_types(kg: KnowledgeGraph, written: BoundedWriter) -> None:
    """Days are days, truths truths, lists lists; what is missing is null, and everything else is there."""
    frame = pl.read_parquet(io.BytesIO(written("parquet")))
    *_, claims = build_tables(kg)
    assert frame.to_dicts() == list(claims.rows)
    assert frame.schema["valid_from"] == frame.schema["source_retrieved"] == pl.Date
    assert frame.schema["value_boolean"] == pl.Boolean
    assert frame.schema["confirmed_by"] == pl.List(pl.String)
    assert frame["valid_from"].null_count() == sum(not claim.valid_from for claim in kg.index.claims.values())
    named = frame.filter(pl.col("value_kind") == "thing")
    assert named["value_id"].null_count() == 0
    assert frame.filter(pl.col("value_kind") != "thing")["value_id"].is_null().all()
    assert pl.read_parquet_metadata(io.BytesIO(written("parquet")))["snapshot"] == kg.snapshot


def test_parquet_says_what_is_missing(kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without polars the error names the mend."""
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(MissingLibraryError, match=r"polars: run pip install -e '\.\[notebook\]'"):
        export.export(kg, "parquet")


def test_cytoscape_has_the_network(kg: KnowledgeGraph, written: BoundedWriter) -> None:
    """Nodes and edges with ids of their own, and only what is known of them."""
    document = json.loads(written("cytoscape"))
    elements = document["elements"]
    read = nx.cytoscape_graph(document)
    assert set(read.edges) == set(kg.to_networkx().edges)
    assert set(elements) == {"nodes", "edges"}
    nodes, edges = ([each["data"] for each in elements[group]] for group in ("nodes", "edges"))
    network = kg.to_networkx()
    assert {node["id"]: (node["label"], node["label_zh"], node["kind"]) for node in nodes} == {
        slug: (data["label"], data["label_zh"], data["kind"]) for slug, data in network.nodes(data=True)
    }
    assert len({each["id"] for each in nodes + edges}) == len(network) + network.number_of_edges()
    assert told(edges) == told(
        {**data, "source": subject, "target": target} for subject, target, data in network.edges(data=True)
    )
    assert all(value is not None for each in nodes + edges for value in each.values())


def told(edges: Any) -> Counter[tuple[Any, ...]]:  # noqa: ANN401  # whatever holds dictionaries
    """Return what edges say, however their lists are written."""
    listed = (edge | {name: words(edge[name]) for name in ("claims", "sources")} for edge in edges)
    kept = ("source", "target", "property", "condition", "standing", "claims", "sources")
    return Counter(tuple(edge.get(name) for name in kept) for edge in listed)


def words(value: str | list[str]) -> tuple[str, ...]:
    """Return the elements of a list or of a text of words."""
    return tuple(value.split() if isinstance(value, str) else value)


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_networkx_reads_graphs_back(kg: KnowledgeGraph, written: BoundedWriter, form: str) -> None:
    """The same nodes with their labels, and the same edges."""
    file, network = io.BytesIO(written(form)), kg.to_networkx()
    read = nx.read_graphml(file) if form == "graphml" else nx.read_gexf(file)
    assert {
        slug: (data["label"], data["label_zh"], data["kind"]) for slug, data in read.nodes(data=True)
    } == {slug: (data["label"], data["label_zh"], data["kind"]) for slug, data in network.nodes(data=True)}
    edges = [{**data, "source": subject, "target": target} for subject, target, data in read.edges(data=True)]
    assert told(edges) == told(
        {**data, "source": subject, "target": target} for subject, target, data in network.edges(data=True)
    )
    assert all(edge["label"] == edge["property"] for edge in edges)


def test_gexf_is_what_gephi_takes(written: BoundedWriter) -> None:
    """A version that it knows, every attribute of a type, an id of its own for each edge, and labels."""
    root = ET.fromstring(written("gexf"))  # noqa: S314  # our own file
    assert root.get("version") in {"1.2", "1.3"}
    space = {"g": root.tag.partition("}")[0].lstrip("{")}
    declared = root.findall(".//g:attribute", space)
    assert {each.get("type") for each in declared} == {"string"}
    known = {each.get("id") for each in declared}
    assert {each.get("for") for each in root.iterfind(".//g:attvalue", space)} == known
    nodes, edges = root.findall(".//g:node", space), root.findall(".//g:edge", space)
    assert all(each.get("label") for each in nodes + edges)
    assert len({each.get("id") for each in edges}) == len(edges)
    assert {each.get(end) for each in edges for end in ("source", "target")} <= {
        each.get("id") for each in nodes
    }


def test_graphml_has_an_id_for_each_edge(written: BoundedWriter) -> None:
    """One of the whole document, in the letters that its schema allows."""
    root = ET.fromstring(written("graphml"))  # noqa: S314  # our own file
    ids = [each.get("id", "") for each in root.iterfind(".//{*}edge")]
    assert len(set(ids)) == len(ids) > 1000
    assert all(re.fullmatch(r"[\w.:-]+", each) for each in ids)


def test_jsonld_comes_back_under_its_context(kg: KnowledgeGraph) -> None:
    """Some of it, with a named graph, read by two libraries; rdflib would take too long for all."""
    source = ox.NamedNode(SOURCE + "k0s-repository")
    claims = io.BytesIO()
    kg.store.dump(claims, ox.RdfFormat.N_TRIPLES, source)
    said = ox.parse(claims.getvalue(), format=ox.RdfFormat.N_TRIPLES)
    meant = {ox.Quad(quad.subject, quad.predicate, quad.object, source) for quad in said}
    meant |= {
        ox.Quad(*triple) for name in ("k0s", "kine") for triple in kg.query(f"DESCRIBE id:{name}").triples()
    }
    meant.add(ox.Quad(source, ox.NamedNode(PREFIXES["dg"] + "note"), ox.Literal('a "b"\n', language="zh")))
    text = build_document(meant)
    assert len(meant) > 500
    assert json.loads(text)["@context"] == dict(PREFIXES)
    assert set(ox.parse(text, format=ox.RdfFormat.JSON_LD)) == meant
    read = rdflib.Dataset().parse(data=text, format="json-ld").serialize(format="nquads", encoding="utf-8")
    assert set(ox.parse(read, format=ox.RdfFormat.N_QUADS)) == meant


def test_jsonld_is_the_whole_dataset(own: KnowledgeGraph) -> None:
    """Not a quad less than N-Quads, and no IRI in full for which there is a prefix."""
    text = export.export(own, "jsonld")
    quads = set(ox.parse(export.export(own, "nquads"), format=ox.RdfFormat.N_QUADS))
    assert set(ox.parse(text, format=ox.RdfFormat.JSON_LD)) == quads
    assert len(quads) > len(SAID)
    assert not re.search(rb"https://w3id.org/distrograph/(ontology#|id/)[A-Za-z]", text)


@pytest.fixture
def commands(kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the command export nothing but the name of the format."""
    monkeypatch.setattr(KnowledgeGraph, "open", lambda *_, **__: kg)
    monkeypatch.setattr(export, "export", lambda _, form: form.encode())


@pytest.mark.usefixtures("commands")
@pytest.mark.parametrize(
    ("name", "options", "form"),
    [
        *((f"graph{suffix}", [], form) for suffix, form in export.SUFFIXES.items()),
        ("graph.TTL", [], "turtle"),
        ("graph", [], "trig"),
        ("graph.ttl", ["--format", "gexf"], "gexf"),
        ("graph.zip", ["--format", "neo4j"], "neo4j"),
        ("graph.json", ["--format", "cytoscape"], "cytoscape"),
    ],
)
def test_the_suffix_tells_the_format_unless_it_is_said(
    tmp_path: Path, name: str, options: list[str], form: str
) -> None:
    """What is said counts more."""
    file = tmp_path / name
    assert main(["export", "-o", str(file), *options]) == 0
    assert file.read_text() == form


@pytest.mark.usefixtures("commands")
def test_the_commands_of_the_document_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Together they write every format but one that they call likewise."""
    monkeypatch.chdir(tmp_path)
    document = (Path(__file__).parents[2] / "docs/how-to/export.md").read_text("utf-8")
    for command in re.findall(r"`distrograph (export .*?)`", document):
        assert main(shlex.split(command)) == 0
    assert {file.read_text() for file in tmp_path.iterdir()} == set(export.FORMATS) - {"nquads"}


@pytest.mark.usefixtures("commands")
@pytest.mark.parametrize(
    ("name", "mend"),
    [
        ("graph.zip", "a .zip file may be neo4j or csvw; choose one with --format"),
        ("graph.xlsx", ".jsonld, .graphml, .gexf, .cyjs, .parquet; or use --format"),
    ],
)
def test_a_suffix_that_tells_nothing_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, mend: str
) -> None:
    """It names the mend, and no file is made."""
    assert main(["export", "-o", str(tmp_path / name)]) == 2
    assert mend in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(LocalError):
        export.detect_format(Path(name))


@pytest.mark.usefixtures("commands")
@pytest.mark.parametrize("form", export.FORMATS)
def test_a_terminal_gets_no_binary_file(
    capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """A pipe gets every format; a terminal those that are texts."""
    assert main(["export", "--format", form]) == 0
    assert capsysbinary.readouterr().out == form.encode()
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main(["export", "--format", form]) == (2 if form in {"neo4j", "csvw", "parquet"} else 0)
    out, err = capsysbinary.readouterr()
    assert (out == b"") == (b"give a file with -o" in err) == (form in export.BINARY)
