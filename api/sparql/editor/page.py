"""The pages that belong to the API itself: the editor, the ontology, the documentation."""

import importlib.util
from functools import cache
from pathlib import Path

import jinja2

from api.http.content_negotiation import SOLUTION_FORMATS, TRIPLE_FORMATS
from api.sparql.editor import assets
from api.sparql.editor.examples import FIRST_QUERY, list_examples
from graph import KnowledgeGraph
from graph.models import Property
from graph.rdf import language_of, text_of
from i18n import AUTONYMS, Language, Message
from i18n.catalogue import load_script_messages
from ontology import PREFIXES, shorten

API_FOLDER = Path(__file__).parents[2]
MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css"}
SWAGGER_FILES = {"swagger-ui-bundle.js": "text/javascript", "swagger-ui.css": "text/css"}
"""The files of Swagger UI, which the package fastapi-offline carries."""
FORMATS = tuple(dict.fromkeys((*SOLUTION_FORMATS, *TRIPLE_FORMATS)))
"""All formats of answers, by short name."""


@cache
def _make_environment() -> jinja2.Environment:
    """Make the environment of the templates, which escape their values."""
    loader = jinja2.FileSystemLoader(API_FOLDER / "templates")
    made = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    made.globals["autonyms"] = AUTONYMS
    return made


def _render_template(template: str, language: Language, **values: object) -> str:
    """Render a page in a language."""
    other = "en" if language == "zh" else "zh"
    page = _make_environment().get_template(template)
    here = {"editor": "sparql"}.get(name := template.removesuffix(".html"), name)

    def translate(text: str) -> str:
        return Message(text).render(language)

    return page.render(_=translate, language=language, other=other, here=here, **values)


def render_editor(graph: KnowledgeGraph, language: Language) -> str:
    """Render the editor."""
    return _render_template(
        "editor.html",
        language,
        texts={"language": language, "messages": load_script_messages("api", language)},
        groups=list_examples(graph, language),
        first=FIRST_QUERY,
        prefixes=PREFIXES,
        formats=FORMATS,
        rich=assets.is_installed(),
    )


def render_ontology(graph: KnowledgeGraph, language: Language) -> str:
    """Render the page of the ontology: its properties by the concern that they describe."""
    groups: dict[str, list[Property]] = {}
    found = graph.query("SELECT ?term ?text { ?term skos:definition ?text }").terms()
    definitions = {text_of(term): text_of(said) for term, said in found if language_of(said) == language}
    for prop in sorted(graph.index.properties.values(), key=lambda each: each.id.lower()):
        if prop.about:
            concern = (prop.concern or prop.about).label.render(language)
            groups.setdefault(concern, []).append(prop)
    return _render_template(
        "ontology.html", language, groups=groups, definitions=definitions, shorten=shorten
    )


def render_documentation(language: Language) -> str:
    """Render the page of the API's documentation, which itself is in English."""
    return _render_template("docs.html", language)


def read_static_file(name: str) -> tuple[bytes, str] | None:
    """Return a file of these pages and its media type; None if there is none of that name."""
    own = {entry.name: entry for entry in (API_FOLDER / "static").iterdir()}
    if name in own and own[name].suffix in MEDIA_TYPES:
        return own[name].read_bytes(), MEDIA_TYPES[own[name].suffix]
    if name in SWAGGER_FILES:
        found = importlib.util.find_spec("fastapi_offline")
        folder = Path(found.origin).parent if found and found.origin else API_FOLDER
        return (folder / "static" / name).read_bytes(), SWAGGER_FILES[name]
    return assets.read_file(name)
