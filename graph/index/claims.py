"""Builds claims from the rows of the index queries."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Protocol

from graph.models import Claim, Label, Source, Thing, Value
from graph.rdf.store import Table, Term
from graph.rdf.terms import (
    Row,
    build_link,
    date_of,
    language_of,
    local_name,
    optional_text,
    row_dicts,
    text_of,
    to_label,
)
from ontology import DG, SOURCE

LINKS = {
    DG + "confirmedBy": "confirmed_by",
    DG + "contradictedBy": "contradicted_by",
    DG + "answeredBy": "answered_by",
    DG + "succeededBy": "succeeded_by",
    DG + "precededBy": "preceded_by",
}


class EntityResolver(Protocol):
    """Resolves the names in a claim: sources and things."""

    sources: dict[str, Source]

    def source(self, iri: str) -> Source:
        """Return a source by its IRI."""

    def thing(self, term: Term | str | None) -> Thing:
        """Return a thing by its IRI."""

    def optional_thing(self, term: Term | None) -> Thing | None:
        """Return a thing, or None where the variable was unbound."""

    def value(self, term: Term | None) -> Value:
        """Return the value of a claim."""


def build_claims(names: EntityResolver, claims: Table, links: Table) -> dict[str, Claim]:
    """Build claims from the rows of `claims.rq` and `claim_links.rq`, by IRI."""
    linked: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    remarks: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for row in row_dicts(links):
        iri, link = text_of(row["claim"]), text_of(row["link"])
        if link in LINKS:
            linked[iri][LINKS[link]].append(text_of(row["other"]))
        else:
            remarks[iri, local_name(link)][language_of(row["other"])] = text_of(row["other"])
    found = {}
    for row in row_dicts(claims):
        iri = text_of(row["claim"])
        further: dict[str, Any] = {key: tuple(sorted(others)) for key, others in linked[iri].items()}
        further |= {key: to_label(remarks[iri, key]) for key in ("reason", "note")}
        found[iri] = _build_claim(names, iri, row, further)
    return found


def _build_claim(names: EntityResolver, iri: str, row: Row, further: dict[str, Any]) -> Claim:
    """Build a claim from a row; `further` holds the fields that come from elsewhere."""
    source = names.source(text_of(row["source"]))
    ref, path = optional_text(row["ref"]), optional_text(row["path"])
    return Claim.model_validate(
        {
            "iri": iri,
            "subject": names.thing(row["subject"]),
            "property": names.thing(row["property"]),
            "value": names.value(row["value"]),
            "condition": names.optional_thing(row["condition"]),
            "rank": names.thing(row["rank"]),
            "verdict": names.thing(row["verdict"]),
            "since": optional_text(row["since"]),
            "until": optional_text(row["until"]),
            "valid_from": date_of(row["validFrom"]),
            "valid_until": date_of(row["validUntil"]),
            "source": source,
            "locator": text_of(row["locator"]),
            "ref": ref,
            "path": path,
            "url": build_link(optional_text(row["repository"]) or source.repository, ref, path) or source.url,
            "identifier": optional_text(row["identifier"]),
            "product": optional_text(row["product"]),
            "product_version": optional_text(row["productVersion"]),
            "product_type": optional_text(row["productType"]),
            "vendor": optional_text(row["vendor"]),
            "checked_against": names.sources.get(text_of(row["checkedAgainst"])),
            "checked_at": optional_text(row["checkedAt"]),
            "retracted_at": optional_text(row["retractedAt"]),
            **further,
        }
    )


def build_source(iri: str, title: Label | None, row: Row) -> Source:
    """Build a source from a row of `sources.rq`; one without a description is shown by its slug."""
    slug = iri.removeprefix(SOURCE)
    return Source(
        id=slug,
        iri=iri,
        title=title or Label(en=slug, zh=slug),
        kind="primary" if text_of(row.get("kind")) == DG + "Primary" else "secondary",
        url=text_of(row.get("url")) or iri,
        repository=optional_text(row.get("repository")),
        issued=date_of(row.get("issued")),
        retrieved=date_of(row.get("retrieved")),
    )


StatementKey = tuple[str, str, str, str]
"""A subject, a property, a value and a condition, by IRI; no condition is the empty string."""


def group_by_statement(claims: dict[str, Claim]) -> dict[StatementKey, list[Claim]]:
    """Group claims by their statement."""
    said: dict[StatementKey, list[Claim]] = defaultdict(list)
    for claim in claims.values():
        condition = claim.condition.iri if claim.condition else ""
        said[
            claim.subject.iri, claim.property.iri, claim.value.iri or str(claim.value.value), condition
        ].append(claim)
    return said


def group_by_subject(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """Group claims by the IRI of their subject."""
    spoken: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        spoken[claim.subject.iri].append(claim)
    return spoken
