"""All that is known of a thing, as a notebook shows it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from graph.catalogue.facts import FACTS
from graph.catalogue.relations import NEIGHBOURS, NeighbourRow
from graph.display import dataframes, html
from graph.graph import Graph
from graph.linked_data import descriptions
from graph.models import Finding, Profile
from graph.results import formatting
from i18n import N_, Language, end_sentence

if TYPE_CHECKING:
    import pandas as pd
    import rdflib

STATEMENT_HEADS = (N_("statement"), N_("standing"), N_("sources"))
DESCRIPTION_HEADS = (N_("property"), N_("value"), N_("standing"), N_("sources"))


@dataclass(frozen=True, repr=False)
class Description:
    """What a thing is, its facts and their sources; for one without facts, what is `around` it."""

    thing: Profile
    facts: list[Finding]
    around: list[NeighbourRow]
    origin: Graph

    def to_dataframe(self, language: str = "en") -> pd.DataFrame:
        """Return a data frame of pandas with a row for each claim, also for those that are not believed.

        `property`, `condition`, `value`, `source`, `locator`, `url`, `rank`, `verdict`, `valid_from`,
        `valid_until`. Raises MissingLibraryError without pandas.
        """
        claims = [claim for fact in self.facts for claim in fact.claims]
        columns: dict[str, list[Any]] = {
            "property": [formatting.label_text(claim.property.label, language) for claim in claims],
            "condition": [
                formatting.label_text(claim.condition.label, language) if claim.condition else None
                for claim in claims
            ],
            "value": [formatting.format_values([claim.value], language=language) for claim in claims],
            "source": [claim.source.id for claim in claims],
            "locator": [claim.locator for claim in claims],
            "url": [claim.url for claim in claims],
            "rank": [formatting.label_text(claim.rank.label, language) for claim in claims],
            "verdict": [formatting.label_text(claim.verdict.label, language) for claim in claims],
            "valid_from": [claim.valid_from for claim in claims],
            "valid_until": [claim.valid_until for claim in claims],
        }
        return dataframes.build_dataframe(iter(columns.items()))

    def to_rdflib(self) -> rdflib.Graph:
        """Return what is held of the thing as an rdflib graph: its description, its findings, its claims."""
        from rdflib import Graph  # noqa: PLC0415  # slow to import

        return Graph().parse(data=descriptions.describe_entity(self.origin, self.thing.id, "nt"), format="nt")

    def lines(self, language: Language = "en") -> list[tuple[str, str, str, str]]:
        """Return the findings as texts; where there are none, as of a capability, what is related to it."""
        return [
            formatting.format_finding(fact, language) for fact in self.facts
        ] or formatting.format_neighbours(self.around, language)

    def statements(self, language: Language = "en") -> list[tuple[str, str, str]]:
        """Return the findings as sentences, each with its standing and its sources."""
        sentences = self.origin.index.sentences
        return [
            (
                end_sentence(sentences.describe_finding(fact, language), language),
                *formatting.format_finding(fact, language)[2:],
            )
            for fact in self.facts
        ]

    def __repr__(self) -> str:
        """Show who the thing is, and the findings in columns."""
        head = f"{self.thing.label.en}  {', '.join(self.thing.kinds)}"
        about = [self.thing.description.en] if self.thing.description else []
        return "\n".join([head, *about, "", html.format_columns(DESCRIPTION_HEADS, self.lines())])

    def _repr_html_(self) -> str:
        name = html.format_link(self.thing.iri, self.thing.label.en)
        about = f"<p>{escape(self.thing.description.en)}</p>" if self.thing.description else ""
        rows = [[escape(cell) for cell in line] for line in self.lines()]
        kinds = escape(", ".join(self.thing.kinds))
        return f"<p><b>{name}</b> {kinds}</p>{about}{html.html_table(DESCRIPTION_HEADS, rows, len(rows))}"


def describe_thing(graph: Graph, name: str) -> Description:
    """Collect the facts of a thing, or its neighbours if it has none; raises UnknownNameError."""
    thing = graph.index.profile(graph.index.resolve("thing", name).value)
    facts = graph.answer(FACTS, subject=thing.id).items
    around = [] if facts else graph.answer(NEIGHBOURS, thing=thing.id).items
    return Description(thing, facts, around, graph)
