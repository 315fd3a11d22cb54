"""Whether something can do what Kubernetes can: no if a source that is believed says that it cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.ask.meaning import Has, Language, Whether
from graph.ask.reply import Said
from graph.ask.sentences import joined, named, packed, said, shown
from graph.catalogue.sources import CLAIMS

if TYPE_CHECKING:
    from graph.graph import Graph
    from graph.models import Claim

WRONG, REJECTED = "Wrong", "Deprecated"


def able(graph: Graph, meaning: Whether, language: Language) -> dict[str, Any]:
    """Say whether something can do what it might lack: what was found wrong to be lacking is there."""
    condition = meaning.condition
    wanted = {prop.iri for prop in condition.properties} if isinstance(condition, Has) else set()
    thing = condition.value if isinstance(condition, Has) else None
    answer = graph.answer(CLAIMS, subject=meaning.subject.id)
    told = [
        claim
        for claim in answer.items
        if claim.property.iri in wanted and claim.value.iri == getattr(thing, "iri", None)
    ]
    believed = [claim for claim in told if claim.rank.id != REJECTED]
    wrong = [claim for claim in told if claim.verdict.id == WRONG]
    value = False if believed else True if wrong else None
    head = {False: "no_plain", True: "yes_plain", None: "unrecorded"}[value]
    sentences = [said(head, language), *(remark(claim, language) for claim in believed or wrong or told)]
    spoken = Said(kind="boolean", text=joined(list(dict.fromkeys(sentences)), language), ids=[], value=value)
    against = [graph.index.claims[iri] for each in told for iri in each.contradicted_by]
    return packed(spoken, told, answer.sparql, [claim.citation() for claim in (*told, *against)])


def remark(claim: Claim, language: Language) -> str:
    """Say what a source says to be lacking, and what became of it."""
    subject = named(claim.subject, language)
    if claim.rank.id != REJECTED:
        names = {"property": named(claim.property, language), "values": shown(claim.value, language)}
        return said("fact", language, subject=subject, **names)
    key = "not_lacking" if claim.verdict.id == WRONG else "said_lacking"
    return said(key, language, subject=subject, reason=getattr(claim.reason, language, ""))
