"""The examples of the editor: a few to start with, and every question of the catalogue."""

from types import MappingProxyType

from graph import KnowledgeGraph
from graph.catalogue import CATALOGUE
from graph.models import Shape
from i18n import Language, Message

FIRST_QUERY = """\
SELECT ?distribution ?firstRelease
WHERE {
  ?distribution dg:uses id:kine .
  OPTIONAL { ?distribution dg:firstRelease ?firstRelease }
}
ORDER BY ?distribution
"""
"""The query that the editor opens with."""

DATASTORES_QUERY = """\
CONSTRUCT { ?distribution dg:supportsDatastore ?datastore }
WHERE { ?distribution dg:supportsDatastore ?datastore }
"""
FACTS_QUERY = """\
SELECT ?property ?value
WHERE {
  id:k3s ?property ?value .
  ?property dg:about ?capability
}
ORDER BY ?property
"""
STARTER_QUERIES = (
    (Message("Which distributions use kine?"), FIRST_QUERY),
    (Message("Diagram: the datastores of the distributions"), DATASTORES_QUERY),
    (Message("All facts about K3s"), FACTS_QUERY),
    (Message("Does k0s use etcd?"), "ASK { id:k0s dg:uses id:etcd }\n"),
)
"""The first examples: titles and queries."""
GROUPS = MappingProxyType(
    {
        "begin": Message("Getting started"),
        "things": Message("Contents of the graph"),
        "sources": Message("Sources"),
        "releases": Message("Releases and changes"),
    }
)
"""The titles of the groups, by the topic of their questions."""


class Example(Shape):
    """An example query, and a link to it for browsers without scripts."""

    title: str
    query: str
    link: str


def list_examples(graph: KnowledgeGraph, language: Language) -> list[tuple[str, list[Example]]]:
    """Return the examples by the title of their group."""
    groups: dict[str, list[Example]] = {key: [] for key in GROUPS}
    for title, query in STARTER_QUERIES:
        groups["begin"].append(Example(title=title.render(language), query=query, link="/api/v1/queries"))
    for name, question in CATALOGUE.items():
        groups[question.topic].append(
            Example(
                title=question.title.render(language),
                query=graph.format_query(question, **question.example),
                link=f"/api/v1/queries/{name}",
            )
        )
    return [(GROUPS[key].render(language), found) for key, found in groups.items()]
