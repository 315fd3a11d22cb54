"""What is related to a thing: its parts, what was forked from it, what is built on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.ask.answers.places import places_of
from graph.ask.meaning import Has, Language, Relatives
from graph.ask.readings.parts import condition_said
from graph.ask.reply import Said
from graph.ask.sentences import listed, named, packed, said
from graph.catalogue.relations import NEIGHBOURS

if TYPE_CHECKING:
    from graph.graph import Graph


def relatives(graph: Graph, meaning: Relatives, language: Language) -> dict[str, Any]:
    """Say what has a thing for some properties."""
    answer = graph.answer(NEIGHBOURS, thing=meaning.subject.id)
    asked = {prop.iri for prop in meaning.properties}
    rows = [row for row in answer.items if row.direction == "in" and row.property.iri in asked]
    ids = list(dict.fromkeys(row.id for row in rows))
    names = listed(list(dict.fromkeys(named(row, language) for row in rows)), language)
    wanted = condition_said(Has(meaning.properties, meaning.subject), language, one=len(ids) == 1)
    text = said("fit" if rows else "unrecorded", language, names=names, wanted=wanted)
    places = [place for row in rows for place in row.sources]
    places = places or [place for row in rows for place in places_of(graph, row.iri)[:1]]
    return packed(Said(kind="entities", text=text, ids=ids), rows, answer.sparql, places)
