"""The pages that belong to the API itself: the editor, the ontology, the documentation."""

import importlib.util
from functools import cache
from pathlib import Path

import jinja2

from api.http.content_negotiation import SOLUTION_FORMATS, TRIPLE_FORMATS
from api.sparql.editor import assets
from api.sparql.editor.examples import FIRST, examples
from api.texts import EDITOR, PAGES, SCRIPT, texts_in
from graph import KnowledgeGraph
from graph.models import Property
from graph.rdf import language_of, text_of
from ontology import PREFIXES, shorten

HERE = Path(__file__).parents[2]
TYPES = {".js": "text/javascript", ".css": "text/css"}
SWAGGER = {"swagger-ui-bundle.js": "text/javascript", "swagger-ui.css": "text/css"}
"""The files of Swagger UI, which the package fastapi-offline carries."""
FORMATS = tuple(dict.fromkeys((*SOLUTION_FORMATS, *TRIPLE_FORMATS)))
"""All formats of answers, by short name."""


@cache
def templates() -> jinja2.Environment:
    """Return the templates, which escape what they are given."""
    loader = jinja2.FileSystemLoader(HERE / "templates")
    return jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)


def render(template: str, language: str, **values: object) -> str:
    """Render a page in a language."""
    other = "en" if language == "zh" else "zh"
    page = templates().get_template(template)
    here = {"editor": "sparql"}.get(name := template.removesuffix(".html"), name)
    return page.render(t=texts_in(PAGES, language), language=language, other=other, here=here, **values)


def editor(graph: KnowledgeGraph, language: str) -> str:
    """Return the page on which queries are written and run."""
    texts = texts_in(EDITOR, language)
    return render(
        "editor.html",
        language,
        e=texts,
        said={"language": language, "texts": texts | texts_in(SCRIPT, language)},
        groups=examples(graph, language),
        first=FIRST,
        prefixes=PREFIXES,
        formats=FORMATS,
        rich=assets.is_there(),
    )


def ontology(graph: KnowledgeGraph, language: str) -> str:
    """Return the page that lists the properties of the ontology, by what they speak of."""
    groups: dict[str, list[Property]] = {}
    found = graph.query("SELECT ?term ?text { ?term skos:definition ?text }").terms()
    definitions = {text_of(term): text_of(said) for term, said in found if language_of(said) == language}
    for prop in sorted(graph.index.properties.values(), key=lambda each: each.id.lower()):
        if prop.about:
            concern = getattr((prop.concern or prop.about).label, language)
            groups.setdefault(concern, []).append(prop)
    return render("ontology.html", language, groups=groups, definitions=definitions, shorten=shorten)


def documentation(language: str) -> str:
    """Return the page of the API's documentation, which itself is in English."""
    return render("docs.html", language)


def static_file(name: str) -> tuple[bytes, str] | None:
    """Return a file of these pages and its media type; None if there is none of that name."""
    own = {entry.name: entry for entry in (HERE / "static").iterdir()}
    if name in own and own[name].suffix in TYPES:
        return own[name].read_bytes(), TYPES[own[name].suffix]
    if name in SWAGGER:
        found = importlib.util.find_spec("fastapi_offline")
        folder = Path(found.origin).parent if found and found.origin else HERE
        return (folder / "static" / name).read_bytes(), SWAGGER[name]
    return assets.static_file(name)
