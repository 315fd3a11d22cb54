"""The JSON-LD that the page of a thing carries: what it is and what holds of it (JSON-LD 1.1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from graph.models import Label, Profile
from ontology import DG, ID
from viz.models import Fact, FactValue

CONTEXT = {
    "dg": DG,
    "id": ID,
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "schema": "https://schema.org/",
    "name": "skos:prefLabel",
    "alternateName": "skos:altLabel",
    "description": "schema:description",
    "url": {"@id": "schema:url", "@type": "@id"},
    "codeRepository": {"@id": "schema:codeRepository", "@type": "@id"},
    "license": "schema:license",
}


def describe_thing(profile: Profile, said: Iterable[Fact]) -> dict[str, Any]:
    """Return a thing as JSON-LD: its names, its description, and the values of its own facts that hold."""
    document: dict[str, Any] = {
        "@context": CONTEXT,
        "@id": profile.iri,
        "@type": ["schema:SoftwareApplication", *(f"dg:{kind}" for kind in profile.kinds)]
        if {"Distribution", "Component", "Tool", "Product"} & {*profile.kinds}
        else [f"dg:{kind}" for kind in profile.kinds],
        "name": _to_language_map(profile.label),
        "alternateName": list(profile.names),
        "description": _to_language_map(profile.description) if profile.description else None,
        "url": profile.homepage,
        "codeRepository": profile.repository,
        "license": profile.licence,
    }
    for fact in said:
        # A condition cannot be said of a plain property, so what holds under one is left to the data.
        if fact.direction is None and fact.condition is None and fact.values:
            document.setdefault(f"dg:{fact.property.id}", []).extend(_to_jsonld_values(fact.values))
    return {name: value for name, value in document.items() if value}


def _to_language_map(label: Label) -> list[dict[str, str]]:
    """Return a text in both languages."""
    return [{"@value": label.en, "@language": "en"}, {"@value": label.zh, "@language": "zh"}]


def _to_jsonld_values(some: Sequence[FactValue]) -> list[Any]:
    """Return values: things by their names, the rest as text, and none, unknown and any as terms."""
    terms = {"none": "dg:None", "unknown": "dg:Unknown", "any": "dg:Any"}
    return [
        {"@id": terms[each.kind]}
        if each.kind in terms
        else {"@id": f"id:{each.id}"}
        if each.kind == "thing"
        else each.label.en
        for each in some
    ]
