"""What moving from one distribution to another changes, capability by capability.

What nobody has recorded is said to be unknown: it is neither lost nor gained.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from graph.catalogue.facts import FACTS
from graph.catalogue.relations import RELATIONS, RelationRow
from graph.errors import BadParameterError
from graph.graph import Graph
from graph.index.entity_index import EntityIndex
from graph.models import Citation, Finding, Shape, Thing
from ontology import ID

Outcome = Literal["lost", "gained", "replaced", "unchanged", "unknown"]
OUTCOMES: tuple[Outcome, ...] = ("lost", "gained", "replaced", "unchanged", "unknown")
How = Literal["enables", "bundles", "offers"]
HOW: tuple[How, ...] = ("enables", "bundles", "offers")
"""How a distribution may have a component, the most first."""


class ProvidedComponent(Thing):
    """A component that a distribution has: in the box and on, in the box, or on offer there."""

    how: How


class CapabilityChange(Shape):
    """What becomes of one capability.

    `lost`: only the first has it, and a source says that the other does not. `gained`: the other way round.
    `replaced`: both have it, but not all from the same components. `unchanged`: both have it from the same.
    `unknown`: one has it, and nobody has recorded whether the other does.
    """

    capability: Thing
    concern: Thing | None
    outcome: Outcome
    before: tuple[ProvidedComponent, ...]
    after: tuple[ProvidedComponent, ...]
    sources: tuple[Citation, ...]


class Box(NamedTuple):
    """What a distribution has, by capability, and which capabilities a source says that it lacks."""

    held: Mapping[str, dict[str, ProvidedComponent]]
    lacking: set[str]
    sources: Mapping[str, list[Citation]]


def plan_migration(kg: Graph, before: str, after: str) -> list[CapabilityChange]:
    """Return what moving from one distribution to another changes; raises UnknownNameError.

    Raises BadParameterError if the two are one.
    """
    slugs = [kg.index.thing(kg.index.resolve("Distribution", name)).id for name in (before, after)]
    if slugs[0] == slugs[1]:
        raise BadParameterError(
            "moving takes two different distributions", "迁移需要两个不同的发行版", parameter="to"
        )
    one, other = (boxed(kg, slug) for slug in slugs)
    concerns = concerns_of(kg)
    found = [
        capability_change(kg.index, capability, concerns.get(capability), one, other)
        for capability in sorted({*one.held, *other.held})
    ]
    return sorted(found, key=lambda each: (OUTCOMES.index(each.outcome), each.capability.label.en))


def boxed(kg: Graph, slug: str) -> Box:
    """Return what a distribution has, and what it is said to lack."""
    relations = kg.once(relations_of)
    return box(kg, relations, capabilities(relations), slug)


def concerns_of(kg: Graph) -> dict[str, str]:
    """Return the concern of each capability that has one."""
    return {each.subject: each.object for each in kg.once(relations_of) if each.property.id == "broader"}


def relations_of(kg: Graph) -> list[RelationRow]:
    """Return all relations, which take a while to gather."""
    return kg.answer(RELATIONS).items


def capabilities(relations: Iterable[RelationRow]) -> dict[str, set[str]]:
    """Return what each component provides."""
    found: dict[str, set[str]] = defaultdict(set)
    for each in relations:
        if each.property.id == "provides":
            found[each.subject].add(each.object)
    return found


def box(kg: Graph, relations: Iterable[RelationRow], provided: Mapping[str, set[str]], slug: str) -> Box:
    """Gather what a distribution has, and what it is said to lack."""
    found: dict[str, dict[str, ProvidedComponent]] = defaultdict(dict)
    sources: dict[str, list[Citation]] = defaultdict(list)
    own = [
        (each, how)
        for each in relations
        if each.subject == slug and (how := relation_strength(kg.index, each))
    ]
    jobs = named_jobs(kg.index, (each for each, _ in own), provided)
    for each, most in own:
        thing = kg.index.thing(ID + each.object)
        for capability in provided.get(each.object, ()):
            how = most if not jobs[thing.id] or capability in jobs[thing.id] else less(most)
            known = found[capability].get(thing.id)
            if known is None or HOW.index(how) < HOW.index(known.how):
                found[capability][thing.id] = ProvidedComponent(**dict(thing), how=how)
            sources[capability].extend(each.sources)
    lacking = set()
    for finding in kg.answer(FACTS, subject=slug).items:
        if finding.about and says_none(finding):
            lacking.add(finding.about.id)
            sources[finding.about.id].extend(finding.sources)
    # What is in the box for another purpose does not do a job that a source says nothing does.
    held = {
        capability: {slug: each for slug, each in some.items() if each.how != "bundles"}
        if capability in lacking
        else some
        for capability, some in found.items()
    }
    return Box({capability: some for capability, some in held.items() if some}, lacking, sources)


def named_jobs(
    index: EntityIndex, relations: Iterable[RelationRow], provided: Mapping[str, set[str]]
) -> dict[str, set[str]]:
    """Return the capabilities for which a source says that components are there.

    What else such a component can do it need not do there: K3s enables kube-router for network policies, and
    has Flannel as its CNI plugin.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for each in relations:
        about = index.properties[each.property.iri].about
        if about and about.id in provided.get(each.object, ()):
            found[each.object].add(about.id)
    return found


def less(how: How) -> How:
    """Return how a component is had beside its job: in the box, and not enabled for that."""
    return "bundles" if how == "enables" else how


def relation_strength(index: EntityIndex, relation: RelationRow) -> How | None:
    """Return how a relation says that a distribution has a component; None if it says something else."""
    ways = index.broader_names(relation.property.iri)
    return next((how for how in HOW if how in ways), "enables" if "uses" in ways else None)


def says_none(finding: Finding) -> bool:
    """Return whether a finding comes to nothing: a source says that there is none."""
    return bool(finding.values) and all(value.kind == "none" for value in finding.values)


def capability_change(
    index: EntityIndex, capability: str, concern: str | None, one: Box, other: Box
) -> CapabilityChange:
    """Return what becomes of a capability."""
    before, after = one.held.get(capability, {}), other.held.get(capability, {})
    cited = (*one.sources.get(capability, ()), *other.sources.get(capability, ()))
    return CapabilityChange(
        capability=index.thing(ID + capability),
        concern=index.thing(ID + concern) if concern else None,
        outcome=outcome(capability, one, other),
        before=tuple(before[slug] for slug in sorted(before)),
        after=tuple(after[slug] for slug in sorted(after)),
        sources=tuple({each.claim: each for each in cited}.values()),
    )


def outcome(capability: str, one: Box, other: Box) -> Outcome:
    """State in a word what becomes of a capability that one of the two has."""
    before, after = one.held.get(capability, {}), other.held.get(capability, {})
    if before and after:
        return "unchanged" if set(before) == set(after) else "replaced"
    if before:
        return "lost" if capability in other.lacking else "unknown"
    return "gained" if capability in one.lacking else "unknown"
