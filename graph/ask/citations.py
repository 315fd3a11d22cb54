"""Where it stands what a thing is: in the claims about it, or else in those that name it as a value."""

from __future__ import annotations

from collections.abc import Iterable

from graph.catalogue.mapping import collect_citations
from graph.graph import Graph
from graph.models import Citation, Claim, Finding


class NamingClaims:
    """The claims by what they name as a value, by IRI."""

    def __init__(self, graph: Graph) -> None:
        self.claims: dict[str, list[Claim]] = {}
        for claim in graph.index.claims.values():
            if claim.value.iri and not is_rejected(claim):
                self.claims.setdefault(claim.value.iri, []).append(claim)


def is_rejected(claim: Claim) -> bool:
    """Return whether a claim is not believed, see `dg:Deprecated`."""
    return claim.rank.id == "Deprecated"


def cite_thing(graph: Graph, iri: str) -> tuple[Citation, ...]:
    """Return one citation for each source about a thing; if there is none, for each that names it.

    Without any source, the pages that its own description links to are cited.
    """
    own = graph.index.citations_for(iri)
    named = collect_citations(graph.cached(NamingClaims).claims.get(iri, ()))
    return own or tuple({place.source: place for place in named}.values()) or _cite_own_pages(graph, iri)


def cite_capability(graph: Graph, iri: str, capabilities: set[str]) -> tuple[Citation, ...]:
    """Return the citations for a capability of a component, by itself or for a distribution."""
    own = [each for each in graph.index.claims_about(iri) if each.value.iri in capabilities]
    named = [
        each
        for each in graph.cached(NamingClaims).claims.get(iri, ())
        if _property_topic(graph, each) in capabilities
    ]
    return collect_citations(own) or collect_citations(named)


def cite_findings(findings: Iterable[Finding]) -> tuple[Citation, ...]:
    """Return the citations of the claims that are not rejected."""
    return collect_citations(claim for each in findings for claim in each.claims if not is_rejected(claim))


def _cite_own_pages(graph: Graph, iri: str) -> tuple[Citation, ...]:
    profile = graph.index.profile(iri)
    pages = dict.fromkeys(page for page in (profile.homepage, profile.repository) if page)
    return tuple(
        Citation(
            source=profile.id,
            title=profile.label,
            kind="primary",
            claim=f"{iri}#{number}",
            locator=page.partition("://")[2],
            url=page,
        )
        for number, page in enumerate(pages)
    )


def _property_topic(graph: Graph, claim: Claim) -> str:
    prop = graph.index.properties.get(claim.property.iri)
    return prop.about.iri if prop and prop.about else ""
