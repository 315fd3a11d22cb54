"""What can be said: the namespaces, the ontology and its shapes, as data."""

from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from urllib.parse import quote, unquote

ROOT = "https://w3id.org/distrograph/"
DG = f"{ROOT}ontology#"
ID = f"{ROOT}id/"
SOURCE = f"{ROOT}source/"
FINDING = f"{ROOT}finding/"

PREFIXES = MappingProxyType(
    {
        "dg": DG,
        "id": ID,
        "source": SOURCE,
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "dcterms": "http://purl.org/dc/terms/",
        "dcat": "http://www.w3.org/ns/dcat#",
        "doap": "http://usefulinc.com/ns/doap#",
        "prov": "http://www.w3.org/ns/prov#",
        "schema": "https://schema.org/",
        "sh": "http://www.w3.org/ns/shacl#",
        "spdx": "http://spdx.org/licenses/",
        "vann": "http://purl.org/vocab/vann/",
        "void": "http://rdfs.org/ns/void#",
    }
)
"""The prefixes that need not be declared in a query, by name."""

VOCABULARY = ("distrograph.ttl", "releases.ttl", "properties.ttl", "concepts.ttl")
SHAPES = "shapes.ttl"
QUESTION_WORDS = "question_words.ttl"
"""The words of questions; they are no part of the graph."""


def directory() -> Traversable:
    """Return the folder that holds the ontology's Turtle files."""
    return files(__name__)


def version_iri(thing: str, version: str) -> str:
    """Name a release of a distribution or a version of a component, such as `id/k3s/v1.30.2+k3s1`."""
    return f"{ID}{thing}/{quote(version, safe='+@:~')}"


def version_slug(iri: str) -> str:
    """Return what `version_iri` was made of, such as `k3s/v1.30.2+k3s1`."""
    return unquote(iri.removeprefix(ID))


@lru_cache(maxsize=4096)
def shorten(iri: str) -> str:
    """Write an IRI as a prefixed name (`dg:uses`) where a prefix fits, else as it is."""
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local and "/" not in local and "#" not in local:
            return f"{prefix}:{local}"
    return iri
