"""What is related to a thing: its parts, what was forked from it, what is built on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from graph.ask.citations import cite_thing
from graph.ask.conditions.descent import SUCCESSOR, names_descent
from graph.ask.conditions.describe import describe_condition
from graph.ask.conditions.model import HasValue
from graph.ask.intents.model import Intent
from graph.ask.parsed_question import ParsedQuestion
from graph.ask.reply import AnswerText, assemble_answer
from graph.ask.sentences import render_text
from graph.ask.words import POSSESSIVE
from graph.catalogue.relations import NEIGHBOURS
from graph.display.wording import get_label
from graph.graph import Graph
from graph.models import Property, Thing
from i18n import Language, format_list
from ontology.traits import Trait


@dataclass(frozen=True, slots=True)
class RelatedThings(Intent):
    """What has a thing for some properties, such as its parts and what was forked from it?"""

    subject: Thing
    properties: tuple[Property, ...]

    @classmethod
    def match(cls, question: ParsedQuestion) -> Self | None:
        """Match “what is part of Kubernetes”, which does not ask what that is part of."""
        said = [n for n, token in enumerate(question.tokens) if names_descent(token)]
        if (
            len(said) != 1
            or len(question.components) != 1
            or question.distributions
            or question.has("distribution")
        ):
            return None
        [subject] = question.components
        place = next(
            n for n, token in enumerate(question.tokens) if subject in question.candidates(token)[:1]
        )
        owned = place == said[0] - 2 and question.tokens[said[0] - 1].text == POSSESSIVE
        asked = tuple(
            prop
            for prop in question.tokens[said[0]].properties
            if Trait.DESCENT in prop.traits and prop.id != SUCCESSOR
        )
        if not (place > said[0] or owned) or not asked or question.asks_whether or not question.has("which"):
            return None
        fits = question.accounts_for(("describe", "whether"), things=(subject,), properties=asked)
        return cls(subject, asked) if fits else None

    def answer(self, graph: Graph, language: Language) -> dict[str, Any]:
        """Answer what has a thing for some properties."""
        answer = graph.answer(NEIGHBOURS, thing=self.subject.id)
        asked = {prop.iri for prop in self.properties}
        rows = [row for row in answer.items if row.direction == "in" and row.property.iri in asked]
        ids = list(dict.fromkeys(row.id for row in rows))
        names = format_list(list(dict.fromkeys(get_label(row, language) for row in rows)), language)
        wanted = describe_condition(
            graph, HasValue(self.properties, self.subject), language, one=len(ids) == 1
        )
        text = render_text("fit" if rows else "unrecorded", language, names=names, wanted=wanted)
        places = [place for row in rows for place in row.sources]
        places = places or [place for row in rows for place in cite_thing(graph, row.iri)[:1]]
        return assemble_answer(AnswerText(kind="entities", text=text, ids=ids), rows, answer.sparql, places)

    def paraphrase(self, graph: Graph, language: Language) -> str:
        wanted = describe_condition(graph, HasValue(self.properties, self.subject), language)
        return render_text("components_that", language, wanted=wanted)

    @property
    def mentioned_things(self) -> tuple[Thing | None, ...]:
        return (self.subject,)
