"""Where it stands who a thing is: in what is said of it, or else in what is said of others by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.catalogue.mapping import citations
from graph.models import Citation

if TYPE_CHECKING:
    from graph.graph import Graph
    from graph.models import Claim


class Named:
    """The claims by what they name as a value, by IRI."""

    def __init__(self, graph: Graph) -> None:
        self.claims: dict[str, list[Claim]] = {}
        for claim in graph.index.claims.values():
            if claim.value.iri and claim.rank.id != "Deprecated":
                self.claims.setdefault(claim.value.iri, []).append(claim)


def places_of(graph: Graph, iri: str) -> tuple[Citation, ...]:
    """Give one citation for each source that speaks of a thing; if none does, for each that names it.

    Of what nobody says anything the own pages are given, to which its description leads.
    """
    own = graph.index.origin(iri)
    named = citations(graph.once(Named).claims.get(iri, ()))
    return own or tuple({place.source: place for place in named}.values()) or own_pages(graph, iri)


def own_pages(graph: Graph, iri: str) -> tuple[Citation, ...]:
    """Give the home page of a thing and its repository, as far as they are known."""
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


def doing(graph: Graph, iri: str, jobs: set[str]) -> tuple[Citation, ...]:
    """Give where it stands that a component does one of some jobs, by itself or for a distribution."""
    own = [each for each in graph.index.spoken_of(iri) if each.value.iri in jobs]
    named = [each for each in graph.once(Named).claims.get(iri, ()) if about(graph, each) in jobs]
    return citations(own) or citations(named)


def about(graph: Graph, claim: Claim) -> str:
    """Give the IRI of what the property of a claim is about."""
    prop = graph.index.properties.get(claim.property.iri)
    return prop.about.iri if prop and prop.about else ""
