"""The examples of the editor: a few to begin with, and every question of the catalogue."""

from api.texts import GROUPS
from graph import KnowledgeGraph
from graph.catalogue import CATALOGUE
from graph.models import Label, Shape

FIRST = """\
SELECT ?distribution ?firstRelease
WHERE {
  ?distribution dg:uses id:kine .
  OPTIONAL { ?distribution dg:firstRelease ?firstRelease }
}
ORDER BY ?distribution
"""
"""What the editor holds when it is opened."""

PICTURE = """\
CONSTRUCT { ?distribution dg:supportsDatastore ?datastore }
WHERE { ?distribution dg:supportsDatastore ?datastore }
"""
FACTS = """\
SELECT ?property ?value
WHERE {
  id:k3s ?property ?value .
  ?property dg:about ?capability
}
ORDER BY ?property
"""
BEGIN: tuple[tuple[Label, str], ...] = (
    (Label(en="Which distributions use kine?", zh="哪些发行版使用 kine？"), FIRST),
    (Label(en="A picture: the datastores of the distributions", zh="一张图：各发行版的数据存储"), PICTURE),
    (Label(en="All that holds of K3s", zh="K3s 的全部事实"), FACTS),
    (Label(en="Does k0s use etcd?", zh="k0s 使用 etcd 吗？"), "ASK { id:k0s dg:uses id:etcd }\n"),
)
"""Small ones, by title."""


class Example(Shape):
    """A query to fill in, and where it is served for those who have no script."""

    title: str
    query: str
    link: str


def examples(graph: KnowledgeGraph, language: str) -> list[tuple[str, list[Example]]]:
    """Return the examples by the title of their group."""
    groups: dict[str, list[Example]] = {key: [] for key in GROUPS}
    for title, query in BEGIN:
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
