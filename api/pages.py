"""The pages that belong to the API itself: the editor, the ontology, the documentation."""

import importlib.util
from functools import cache
from pathlib import Path

import jinja2

from graph import KnowledgeGraph
from graph.model import Label, Property
from graph.questions import CATALOGUE
from graph.terms import language as language_of
from graph.terms import text
from ontology import PREFIXES, shorten

HERE = Path(__file__).parent
OWN = {"docs.js": "text/javascript", "editor.js": "text/javascript", "api.css": "text/css"}
SWAGGER = {"swagger-ui-bundle.js": "text/javascript", "swagger-ui.css": "text/css"}
"""The files of Swagger UI, which the package fastapi-offline carries."""

TEXTS = {
    "editor": Label(en="SPARQL editor", zh="SPARQL 编辑器"),
    "run": Label(en="Run", zh="运行"),
    "format": Label(en="Format", zh="格式"),
    "examples": Label(en="Questions of the catalogue", zh="目录中的问题"),
    "prefixes": Label(en="These prefixes need not be declared:", zh="以下前缀无需声明："),
    "rows": Label(en="rows", zh="行"),
    "ontology": Label(en="Ontology", zh="本体"),
    "download": Label(en="As RDF:", zh="RDF 格式："),
    "about": Label(en="Speaks of", zh="涉及"),
    "broader": Label(en="Is a case of", zh="上位属性"),
    "graph": Label(en="Graph", zh="图谱"),
    "other": Label(en="中文", zh="English"),
    "result": Label(en="Result", zh="结果"),
}


@cache
def templates() -> jinja2.Environment:
    """Give the templates, which escape what they are given."""
    loader = jinja2.FileSystemLoader(HERE / "templates")
    return jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)


def render(template: str, language: str, **values: object) -> str:
    """Render a page in a language."""
    texts = {key: getattr(label, language) for key, label in TEXTS.items()}
    other = "en" if language == "zh" else "zh"
    return templates().get_template(template).render(t=texts, language=language, other=other, **values)


def editor(graph: KnowledgeGraph, language: str) -> str:
    """Give the page on which queries are written and run."""
    examples = [
        (name, getattr(question.title, language), graph.written(question, **question.example))
        for name, question in CATALOGUE.items()
    ]
    first = "SELECT ?distribution WHERE { ?distribution dg:uses id:kine }"
    return render(
        "editor.html", language, examples=examples, first=first, prefixes=PREFIXES, snapshot=graph.snapshot
    )


def ontology(graph: KnowledgeGraph, language: str) -> str:
    """Give the page that lists the properties of the ontology, by what they speak of."""
    groups: dict[str, list[Property]] = {}
    found = graph.query("SELECT ?term ?text { ?term skos:definition ?text }").terms()
    definitions = {text(term): text(said) for term, said in found if language_of(said) == language}
    for prop in sorted(graph.index.properties.values(), key=lambda each: each.id.lower()):
        if prop.about:
            concern = getattr((prop.concern or prop.about).label, language)
            groups.setdefault(concern, []).append(prop)
    return render("ontology.html", language, groups=groups, definitions=definitions, shorten=shorten)


def documentation() -> str:
    """Give the page of the API's documentation."""
    return templates().get_template("docs.html").render()


def static_file(name: str) -> tuple[bytes, str] | None:
    """Give a file of these pages and its media type; None if there is none of that name."""
    if name in OWN:
        return (HERE / "static" / name).read_bytes(), OWN[name]
    if name in SWAGGER:
        found = importlib.util.find_spec("fastapi_offline")
        folder = Path(found.origin).parent if found and found.origin else HERE
        return (folder / "static" / name).read_bytes(), SWAGGER[name]
    return None
