"""The examples of the editor: a few to start with, and every question of the catalogue."""

from api.texts import GROUPS
from graph import KnowledgeGraph
from graph.catalogue import CATALOGUE
from graph.models import Label, Shape

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
STARTER_QUERIES: tuple[tuple[Label, str], ...] = (
    (Label(en="Which distributions use kine?", zh="哪些发行版使用 kine？"), FIRST_QUERY),
    (
        Label(en="A picture: the datastores of the distributions", zh="一张图：各发行版的数据存储"),
        DATASTORES_QUERY,
    ),
    (Label(en="All that holds of K3s", zh="K3s 的全部事实"), FACTS_QUERY),
    (Label(en="Does k0s use etcd?", zh="k0s 使用 etcd 吗？"), "ASK { id:k0s dg:uses id:etcd }\n"),
)
"""The first examples: titles and queries."""


class Example(Shape):
    """An example query, and a link to it for browsers without scripts."""

    title: str
    query: str
    link: str


def list_examples(graph: KnowledgeGraph, language: str) -> list[tuple[str, list[Example]]]:
    """Return the examples by the title of their group."""
    groups: dict[str, list[Example]] = {key: [] for key in GROUPS}
    for title, query in STARTER_QUERIES:
        groups["begin"].append(Example(title=getattr(title, language), query=query, link="/api/v1/queries"))
    for name, question in CATALOGUE.items():
        groups[question.topic].append(
            Example(
                title=getattr(question.title, language),
                query=graph.format_query(question, **question.example),
                link=f"/api/v1/queries/{name}",
            )
        )
    return [(getattr(GROUPS[key], language), found) for key, found in groups.items()]
