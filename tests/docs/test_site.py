"""The documentation as a site: built without a complaint, nothing from elsewhere, nothing left out."""

import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

import graph
from cli.main import build_parser
from graph import KnowledgeGraph
from graph.catalogue import CATALOGUE
from ontology import DG

ROOT = Path(__file__).parents[2]
QUIET = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
LOADING = re.compile(
    r"""<(?:script|img|iframe|source|embed)\b[^>]*?\ssrc=["']?([^"'\s>]+)|<link\b(?=[^>]*?rel=["']?(?:stylesheet|preload|icon|preconnect|modulepreload))[^>]*?\shref=["']?([^"'\s>]+)"""
)
"""What a browser loads of a page by itself."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site as `make docs` does."""
    folder = tmp_path_factory.mktemp("site")
    build = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False, env=QUIET)
    assert done.returncode == 0, done.stderr
    return folder


def page(site: Path, name: str) -> str:
    """Read a page."""
    return (site / name).read_text("utf-8")


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    """Scripts, styles, pictures and fonts lie beside the pages."""
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 25
    for each in pages:
        loaded = ["".join(found) for found in LOADING.findall(each.read_text("utf-8"))]
        assert [what for what in loaded if what.startswith(("http:", "https:", "//"))] == [], each
    for style in site.rglob("*.css"):
        assert not re.search(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//", style.read_text("utf-8")), style


def test_links_lead_to_pages_of_the_site(site: Path) -> None:
    """And to places that are there."""
    for each in sorted(site.rglob("*.html")):
        if each.name in {"404.html", "ontology-of-distrograph.html"}:
            continue
        for link in re.findall(r'<a [^>]*href="([^"]+)"', each.read_text("utf-8")):
            target, _, place = unescape(link).partition("#")
            if ":" in target:
                continue
            file = (each.parent / target).resolve() if target else each
            file = file / "index.html" if file.is_dir() else file
            assert file.exists(), (each, link)
            assert not place or f'id="{place}"' in file.read_text("utf-8"), (each, link)


def test_the_reference_has_every_verb_question_and_address(site: Path) -> None:
    """It is made from the code, so nothing is forgotten."""
    commands = page(site, "reference/commands.html")
    (verbs,) = (each.choices for each in build_parser()._actions if isinstance(each.choices, dict))  # noqa: SLF001
    assert len(verbs) > 20
    assert [verb for verb in verbs if f'id="{verb}"' not in commands] == []
    questions = page(site, "reference/questions.html")
    assert [name for name in CATALOGUE if f'id="{name}"' not in questions] == []
    http = page(site, "reference/http.html")
    assert all(path in http for path in ("GET /api/v1/similar/{id}", "POST /sparql", "GET /things/{id}"))


def test_the_reference_has_every_method(site: Path) -> None:
    """Of the graph and of a result, those of the base class too, with what they raise."""
    python = unescape(page(site, "reference/python.html"))
    methods = [name for name in dir(KnowledgeGraph) if not name.startswith("_")]
    own = {"open", "query", "ask", "compare", "describe", "draw", "stream", "answer", "prefixes", "at", "on"}
    assert own <= set(methods)
    assert [name for name in own if f"KnowledgeGraph.{name}" not in python] == []
    assert "Raises BadQueryError with line and column" in python


def test_the_reference_has_the_whole_public_face(site: Path) -> None:
    """Each name of `graph.__all__` has its heading, which links can lead to."""
    python = page(site, "reference/python.html")
    assert len(graph.__all__) > 30
    assert [name for name in graph.__all__ if not re.search(rf'id="graph\.([\w.]+\.)?{name}"', python)] == []


def test_the_ontology_has_every_class_and_property(site: Path, kg: KnowledgeGraph) -> None:
    """As pyLODE shows them."""
    shown = page(site, "reference/ontology-of-distrograph.html")
    terms = kg.query(
        "SELECT DISTINCT ?t { ?t a ?k VALUES ?k { owl:Class owl:ObjectProperty owl:DatatypeProperty } }"
    )
    names = [str(term.value) for (term,) in terms.terms() if str(term).startswith(f"<{DG}")]  # type: ignore[union-attr]
    assert len(names) > 100
    assert [name for name in names if name not in shown] == []


def test_the_tutorial_is_there_in_both_languages(site: Path) -> None:
    """With the search box and the links of every page."""
    assert '<h1 id="getting-started">Getting started' in page(site, "tutorials/getting-started.html")
    assert "教程" in page(site, "tutorials/getting-started.zh.html")
