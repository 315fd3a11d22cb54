"""The index of labels, properties, sources and claims, read once when a graph is opened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from importlib.resources import files
from typing import Any, Literal, cast

import pyoxigraph as ox

from graph.errors import UnknownNameError
from graph.index.claims import build_claims, build_source, group_by_statement, group_by_subject
from graph.index.names import find_label, find_nearest, is_ours, map_slugs, read_names
from graph.index.sentences import Sentences
from graph.models import (
    Citation,
    Claim,
    Label,
    Profile,
    Property,
    Source,
    Thing,
    Value,
    localize,
)
from graph.parameters import require_text
from graph.rdf.store import Store, Table, Term
from graph.rdf.terms import (
    Row,
    language_of,
    local_name,
    optional_text,
    row_dicts,
    text_of,
    to_label,
    to_value,
)
from graph.releases.release_index import ReleaseIndex
from i18n import N_
from ontology import DG, ID, shorten
from ontology.relations import Strength
from ontology.traits import Trait

KINDS = ("Distribution", "Component", "Tool", "Product", "Organisation", "Interface", "Concern", "Capability")
"""Kinds of things, the primary ones first: k3s is a component too, but above all a distribution."""
Placeholder = Literal["none", "unknown", "any"]
PLACEHOLDERS: dict[str, Placeholder] = {DG + "None": "none", DG + "Unknown": "unknown", DG + "Any": "any"}


def _query_text(name: str) -> str:
    """Return the text of a query of the index."""
    return (files(__package__) / "queries" / f"{name}.rq").read_text("utf-8")


class EntityIndex:
    """The names, properties, sources and claims of a store, and the releases of another."""

    def __init__(self, store: Store, release_index: ReleaseIndex) -> None:
        self.release_index = release_index
        self._things: dict[str, Thing] = {}
        self._values: dict[str, Value] = {}
        self._slugs: dict[str, Mapping[str, str]] = {}
        self._citations: dict[str, tuple[Citation, ...]] = {}
        self.names = read_names(_run_index_query(store, "names"))
        self.properties = self._properties(_run_index_query(store, "properties"))
        self._relation_labels = _read_relation_labels(_run_index_query(store, "relation_labels"))
        self.sentences = Sentences(_run_index_query(store, "sentences"), self.properties)
        self.sources = self._sources(_run_index_query(store, "sources"))
        self.claims = build_claims(
            self, _run_index_query(store, "claims"), _run_index_query(store, "claim_links")
        )
        self.claims_by_statement = group_by_statement(self.claims)
        self._claims_by_subject = group_by_subject(self.claims.values())
        self._descriptions = _read_descriptions(_run_index_query(store, "descriptions"))

    def with_releases(self, release_index: ReleaseIndex) -> EntityIndex:
        """Return this index with the releases of another day: only what was newest then differs."""
        other = copy(self)
        other.release_index = release_index
        return other

    def label(self, iri: str) -> Label:
        """Return the label of a thing or property."""
        return self.properties[iri].label if iri in self.properties else find_label(iri, self.names)

    def primary_kind(self, slug: str) -> str:
        """Return the first of KINDS that a thing has; Concept if it has none of them."""
        names = self.names.get(ID + slug)
        return next((kind for kind in KINDS if names and kind in names.kinds), "Concept")

    def thing(self, term: Term | str | None) -> Thing:
        """Return a thing by its IRI."""
        iri = term if isinstance(term, str) else text_of(term)
        known = self._things.get(iri)
        if known is None:
            slug = iri.removeprefix(ID) if iri.startswith(ID) else local_name(iri)
            known = self._things[iri] = Thing(id=slug, iri=iri, label=self.label(iri))
        return known

    def property(self, name: str) -> Property:
        """Return a property of ours by its local name."""
        return self.properties[DG + name]

    def traits_of(self, iri: str) -> frozenset[Trait]:
        """Return the traits of a property; what claims are not made of, such as `broader`, has none."""
        return self.properties[iri].traits if iri in self.properties else frozenset()

    def properties_with(self, trait: Trait) -> tuple[Property, ...]:
        """List the properties that have a trait, by their names."""
        found = (each for each in self.properties.values() if trait in each.traits)
        return tuple(sorted(found, key=lambda each: each.id))

    def source(self, iri: str) -> Source:
        """Return a source; one that does not describe itself is shown by its name."""
        return self.sources.get(iri) or build_source(iri, None, {})

    def optional_thing(self, term: Term | None) -> Thing | None:
        """Return a thing, or None where the variable was unbound."""
        return None if term is None else self.thing(term)

    def value(self, term: Term | None) -> Value:
        """Return the value of a claim."""
        if isinstance(term, ox.Literal):
            return to_value(term)
        iri = text_of(term)
        known = self._values.get(iri)
        if known is None:
            known = self._values[iri] = self._value(iri)
        return known

    def _value(self, iri: str) -> Value:
        if iri in PLACEHOLDERS:
            return Value(kind=PLACEHOLDERS[iri], iri=iri, label=self.label(iri))
        if is_ours(iri):
            return Value(kind="thing", id=self.thing(iri).id, iri=iri, label=self.label(iri))
        shown = local_name(iri) if "spdx.org/licenses" in iri else iri
        return Value(kind="link", iri=iri, value=shown)

    def profile(self, iri: str) -> Profile:
        """Return the profile of a thing."""
        thing, names = self.thing(iri), self.names.get(iri)
        labels = {thing.label.en, thing.label.zh}
        return Profile(
            **dict(thing),
            kinds=tuple(sorted(names.kinds)) if names else (),
            names=tuple(sorted(names.spellings - labels)) if names else (),
            **self._descriptions.get(iri, {}),
        )

    def claims_about(self, iri: str) -> Sequence[Claim]:
        """Return the claims about a thing."""
        return self._claims_by_subject.get(iri, ())

    def citations_for(self, iri: str) -> tuple[Citation, ...]:
        """Return one citation for each source with claims about a thing."""
        if iri not in self._citations:
            last = {claim.source.id: claim for claim in self.claims_about(iri)}
            places = [claim.citation() for claim in last.values()]
            self._citations[iri] = tuple(sorted(places, key=lambda place: (place.kind, place.source)))
        return self._citations[iri]

    def relation_label(self, iri: str, *, inverse: bool = False) -> Label:
        """Return what a relation is called from the side of its subject, or of its object (“used by”)."""
        forward = self._relation_labels.get((iri, "label")) or self.label(iri)
        if not inverse:
            return forward
        return self._relation_labels.get((iri, "inverseLabel")) or localize(N_("{label} of"), label=forward)

    def resolve(self, kind: str, name: str) -> ox.NamedNode:
        """Find the IRI of a thing by its slug.

        `kind` is a class (`Component`), `property`, `source`, `Release`, or `thing` for anything with a slug.
        Raises UnknownNameError, with the nearest slugs, if there is none, and BadParameterError for no text.
        """
        name = require_text(name, kind.lower())
        if kind == "Release":
            return self.release_index.resolve(name)
        known = self.slugs(kind)
        if iri := known.get(name.lower()):
            return ox.NamedNode(iri)
        raise UnknownNameError(
            kind.lower(), name, find_nearest(name, known, self.names), is_a=self.kind_of(name)
        )

    def kind_of(self, name: str) -> str | None:
        """Return the kind of a slug, such as `component`, or None if nothing has it."""
        for kind in ("source", "property"):
            if name.lower() in self.slugs(kind):
                return kind
        if name.lower() in self.slugs("thing"):
            return self.primary_kind(name.lower()).lower()
        return "release" if self.release_index.has_release(name) else None

    def broader_names(self, iri: str) -> set[str]:
        """Return the local names of a property and of all broader ones."""
        found: set[str] = set()
        waiting = [iri]
        while waiting:
            each = waiting.pop()
            if local_name(each) not in found:
                found.add(local_name(each))
                waiting.extend(self.properties[each].broader if each in self.properties else ())
        return found

    def strength_of(self, iri: str) -> Strength | None:
        """Return the strongest relation of the ladder that a property is a case of, if it is of any."""
        names = self.broader_names(iri)
        return next((strength for strength in Strength if strength in names), None)

    def find_nearest(self, wrong: str, known: Iterable[str]) -> list[str]:
        """Find the names out of `known` that are nearest to a wrong one."""
        return find_nearest(wrong, {name: name for name in known}, self.names)

    def slugs(self, kind: str) -> Mapping[str, str]:
        """Return the slugs of a kind, in lower case, and the IRIs that they stand for."""
        if kind not in self._slugs:
            self._slugs[kind] = self._slugs_of(kind)
        return self._slugs[kind]

    def _slugs_of(self, kind: str) -> Mapping[str, str]:
        if kind == "source":
            return {source.id.lower(): iri for iri, source in self.sources.items()}
        if kind == "property":
            both_ways = ((p.id, shorten(p.iri), p.iri) for p in self.properties.values())
            return {name.lower(): iri for plain, short, iri in both_ways for name in (plain, short)}
        if kind in {"verdict", "rank"}:
            return {local_name(iri).lower(): iri for iri in self.names if iri.startswith(DG)}
        return map_slugs(self.names, kind)

    def _properties(self, table: Table) -> dict[str, Property]:
        gathered: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        labels: dict[str, dict[str, str]] = defaultdict(dict)
        for row in row_dicts(table):
            iri = text_of(row["property"])
            gathered[iri]["words"].add(text_of(row["name"]))
            if text_of(row["preferred"]) == "yes":
                labels[iri][language_of(row["name"])] = text_of(row["name"])
            for facet in ("about", "concern", "broader", "functional", "trait"):
                if row[facet] is not None:
                    gathered[iri][facet].add(text_of(row[facet]))
        return {
            iri: Property(
                id=local_name(iri),
                iri=iri,
                label=to_label(labels[iri]) or find_label(iri, self.names),
                words=tuple(sorted(facets["words"])),
                about=self._only(facets["about"]),
                concern=self._only(facets["concern"]),
                broader=tuple(sorted(facets["broader"])),
                functional=bool(facets["functional"]),
                traits=frozenset(Trait(local_name(each)) for each in facets["trait"]),
            )
            for iri, facets in gathered.items()
        }

    def _only(self, iris: set[str]) -> Thing | None:
        return next(
            (Thing(id=iri.removeprefix(ID), iri=iri, label=find_label(iri, self.names)) for iri in iris), None
        )

    def _sources(self, table: Table) -> dict[str, Source]:
        titles: dict[str, dict[str, str]] = defaultdict(dict)
        found: dict[str, Row] = {}
        for row in row_dicts(table):
            titles[text_of(row["source"])][language_of(row["title"])] = text_of(row["title"])
            found[text_of(row["source"])] = row
        return {iri: build_source(iri, to_label(titles[iri]), row) for iri, row in found.items()}


def _read_relation_labels(table: Table) -> dict[tuple[str, str], Label]:
    """Read the rows of `relation_labels.rq`, by property and the local name of the kind of label."""
    found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for row in row_dicts(table):
        place = text_of(row["property"]), local_name(text_of(row["naming"]))
        found[place][language_of(row["label"])] = text_of(row["label"])
    return {place: Label(**texts) for place, texts in found.items()}


def _read_descriptions(table: Table) -> dict[str, dict[str, Any]]:
    """Read the rows of `descriptions.rq` by thing, under the names of the fields of Profile."""
    found: dict[str, dict[str, Any]] = {}
    texts: dict[str, dict[str, str]] = defaultdict(dict)
    for row in row_dicts(table):
        iri = text_of(row["thing"])
        texts[iri][language_of(row["description"])] = text_of(row["description"])
        found[iri] = {
            "description": to_label(texts[iri]),
            "homepage": optional_text(row["homepage"]),
            "repository": optional_text(row["repository"]),
            "licence": local_name(text_of(row["licence"])) or None,
        }
    return found


def _run_index_query(store: Store, name: str) -> Table:
    """Run a query of the index."""
    return cast("Table", store.query(_query_text(name)))
