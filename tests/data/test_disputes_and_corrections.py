"""Disputes are between sources that stand by what they say; whatever else was rejected is a correction."""

from pathlib import Path

import pytest

from graph import KnowledgeGraph
from graph.ask.reply import AnswerText
from graph.catalogue.facts import DISPUTES, FACTS
from tests.support.planted_conflict import open_with_conflict

CNI = ("k0s", "defaultCni")


def standing(kg: KnowledgeGraph, subject: str, prop: str) -> str:
    """Return the standing of the unconditional finding on a property."""
    rows = kg.answer(FACTS, subject=subject).items
    return next(row.standing.id for row in rows if row.property.id == prop and row.condition is None)


def answer(kg: KnowledgeGraph, question: str) -> AnswerText:
    """Answer a question that is understood."""
    spoken = kg.ask(question).answer
    assert spoken
    return spoken


@pytest.mark.parametrize(
    ("kind", "verdict", "bounds", "disputed"),
    [
        ("Primary", "Wrong", "", True),
        ("Primary", "Outdated", 'dg:validFrom "2026-01-01"^^xsd:date ;', True),
        ("Primary", "Outdated", 'dg:validUntil "2026-01-01"^^xsd:date ;', False),
        ("Primary", "Retracted", "", False),
        ("Primary", "Unverifiable", "", False),
        ("Secondary", "Wrong", "", False),
    ],
)
def test_only_what_a_source_still_says_is_disputed(
    tmp_path: Path, kind: str, verdict: str, bounds: str, *, disputed: bool
) -> None:
    """A blog that was wrong, and a page that was taken back, leave a fact as it is."""
    kg = open_with_conflict(tmp_path, kind, verdict, bounds)
    assert (standing(kg, *CNI) == "Disputed") == disputed
    found = next(row for row in kg.answer(DISPUTES).items if (row.subject.id, row.property.id) == CNI)
    said = [claim.value.id for claim in found.rejected if claim.source.id == "handbook"]
    assert said == ["cilium"], "either way it is listed, with its reason"


def test_a_correction_is_no_dispute(kg: KnowledgeGraph) -> None:
    """The default datastore of K3s is not disputed because an article was wrong about it."""
    assert standing(kg, "k3s", "defaultDatastore") != "Disputed"
    assert standing(kg, *CNI) != "Disputed"
    assert "disagree" not in answer(kg, "what is the default datastore of k3s").text
    assert "rejected" in answer(kg, "where do sources disagree on k0s").text


def test_two_files_of_one_project_disagree(kg: KnowledgeGraph) -> None:
    """The README of K3s names s390x, for which nothing has been built since December 2023."""
    assert standing(kg, "k3s", "architecture") == "Disputed"
    asked = "does k3s run on s390x"
    assert answer(kg, asked).value is False
    assert answer(kg.on("2023-06-01"), asked).value is True
    assert answer(kg.on("2020-06-01"), asked).value is None
