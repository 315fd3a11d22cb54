"""Claims, made of what the queries of the index give."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Protocol

from graph.models import Claim, Label, Source, Thing, Value
from graph.rdf.store import Table, Term
from graph.rdf.terms import (
    Row,
    both,
    date_of,
    language_of,
    link_to,
    local_name,
    maybe,
    row_dicts,
    text_of,
)
from ontology import DG, SOURCE

LINKS = {
    DG + "confirmedBy": "confirmed_by",
    DG + "contradictedBy": "contradicted_by",
    DG + "answeredBy": "answered_by",
    DG + "succeededBy": "succeeded_by",
    DG + "precededBy": "preceded_by",
}


class Names(Protocol):
    """What has to be known before a claim can be made: the sources, and how things are called."""

    sources: dict[str, Source]

    def source(self, iri: str) -> Source:
        """Return a source by its IRI."""

    def thing(self, term: Term | str | None) -> Thing:
        """Return a thing by its IRI."""

    def optional(self, term: Term | None) -> Thing | None:
        """Return a thing, or None where the variable was unbound."""

    def value(self, term: Term | None) -> Value:
        """Return what a claim says."""


def make_claims(names: Names, claims: Table, links: Table) -> dict[str, Claim]:
    """Make the claims of the rows of `claims.rq` and `claim_links.rq`, by IRI."""
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
        further |= {key: both(remarks[iri, key]) for key in ("reason", "note")}
        found[iri] = make_claim(names, iri, row, further)
    return found


def make_claim(names: Names, iri: str, row: Row, further: dict[str, Any]) -> Claim:
    """Make a claim of a row; `further` holds the fields that come from elsewhere."""
    source = names.source(text_of(row["source"]))
    ref, path = maybe(row["ref"]), maybe(row["path"])
    return Claim.model_validate(
        {
            "iri": iri,
            "subject": names.thing(row["subject"]),
            "property": names.thing(row["property"]),
            "value": names.value(row["value"]),
            "condition": names.optional(row["condition"]),
            "rank": names.thing(row["rank"]),
            "verdict": names.thing(row["verdict"]),
            "since": maybe(row["since"]),
            "until": maybe(row["until"]),
            "valid_from": date_of(row["validFrom"]),
            "valid_until": date_of(row["validUntil"]),
            "source": source,
            "locator": text_of(row["locator"]),
            "ref": ref,
            "path": path,
            "url": link_to(maybe(row["repository"]) or source.repository, ref, path) or source.url,
            "identifier": maybe(row["identifier"]),
            "product": maybe(row["product"]),
            "product_version": maybe(row["productVersion"]),
            "product_type": maybe(row["productType"]),
            "vendor": maybe(row["vendor"]),
            "checked_against": names.sources.get(text_of(row["checkedAgainst"])),
            "checked_at": maybe(row["checkedAt"]),
            "retracted_at": maybe(row["retractedAt"]),
            **further,
        }
    )


def make_source(iri: str, title: Label | None, row: Row) -> Source:
    """Make a source of a row of `sources.rq`; one that does not describe itself is shown by its name."""
    slug = iri.removeprefix(SOURCE)
    return Source(
        id=slug,
        iri=iri,
        title=title or Label(en=slug, zh=slug),
        kind="primary" if text_of(row.get("kind")) == DG + "Primary" else "secondary",
        url=text_of(row.get("url")) or iri,
        repository=maybe(row.get("repository")),
        issued=date_of(row.get("issued")),
        retrieved=date_of(row.get("retrieved")),
    )


Said = tuple[str, str, str, str]
"""A subject, a property, a value and a condition, by IRI; no condition is the empty string."""


def group_claims(claims: dict[str, Claim]) -> dict[Said, list[Claim]]:
    """Gather claims by what they say of which thing."""
    said: dict[Said, list[Claim]] = defaultdict(list)
    for claim in claims.values():
        condition = claim.condition.iri if claim.condition else ""
        said[
            claim.subject.iri, claim.property.iri, claim.value.iri or str(claim.value.value), condition
        ].append(claim)
    return said


def by_subject(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """Gather claims by the IRI of the thing of which they say something."""
    spoken: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        spoken[claim.subject.iri].append(claim)
    return spoken
