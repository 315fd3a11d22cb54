"""Score the answers to a bank of questions: coverage and precision, by language and kind.

    .venv/bin/python tests/support/question_bank.py [tests/graph/ask/bank/network.jsonl …] [--wrong]

A question is right when it was understood as expected, and the answer holds every id of `must`, none of
`must_not`, no other than `must` if `only`, the truth of `boolean`, the `kind`, the `number`, and a text or
value that matches `value`. Coverage: right / asked. Precision: right / understood.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from graph import KnowledgeGraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.ask.reply import Reply

BANK = Path(__file__).parents[1] / "graph" / "ask" / "bank"
"""One file for each topic, and one of what was answered wrongly once."""
Asked = dict[str, Any]


def bank(*files: Path) -> list[Asked]:
    """Read questions with what is expected of their answers."""
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines() if line]


def trouble(asked: Asked, reply: Reply) -> str | None:
    """Describe what is wrong with a reply; None if nothing is."""
    if reply.understood != asked["understood"]:
        return f"understood {reply.understood} ({reply.reason or reply.reading})"
    if not asked["understood"]:
        reasons = asked.get("reason", [])
        accepted = reasons if isinstance(reasons, list) else [reasons]
        return None if reply.reason in accepted else f"reason {reply.reason}, not {accepted}"
    return next(troubles(asked, reply), None)


def troubles(asked: Asked, reply: Reply) -> Iterator[str]:
    """State all that is wrong with the answer to a question that was understood."""
    answer = reply.answer
    if answer is None or not reply.sparql:
        yield "no answer, or no query shown"
        return
    ids, must = set(answer.ids), set(asked.get("must", ()))
    if must - ids:
        yield f"lacks {sorted(must - ids)} among {answer.ids[:12]}"
    if asked.get("only") and ids - must:
        yield f"holds {sorted(ids - must)} as well"
    if wrong := ids & set(asked.get("must_not", ())):
        yield f"holds {sorted(wrong)}"
    if "boolean" in asked and answer.value is not asked["boolean"]:
        yield f"says {answer.value}, not {asked['boolean']}"
    if "number" in asked and answer.value != asked["number"]:
        yield f"counts {answer.value}, not {asked['number']}"
    if "kind" in asked and answer.kind != asked["kind"]:
        yield f"is of kind {answer.kind}, not {asked['kind']}"
    if "value" in asked and not re.search(asked["value"], answer.model_dump_json()):
        yield f"has no {asked['value']!r}: {answer.text[:120]}"


class Count(NamedTuple):
    """How many questions were asked, answered rightly, understood, and both."""

    asked: int = 0
    right: int = 0
    understood: int = 0
    both: int = 0


def score(
    graph: KnowledgeGraph, questions: Iterable[Asked], *, wrong: bool
) -> tuple[float, float, list[float]]:
    """Ask all questions and print how the answers are; gives coverage, precision, and the seconds of each."""
    counts: dict[tuple[str, str], Count] = defaultdict(Count)
    seconds = []
    for asked in questions:
        begun = time.perf_counter()
        reply = graph.ask(asked["q"])
        seconds.append(time.perf_counter() - begun)
        why = trouble(asked, reply)
        now = Count(1, why is None, reply.understood, why is None and reply.understood)
        kind = asked.get("kind", "any") if asked["understood"] else "refusal"
        for key in ((asked["lang"], kind), ("all", "")):
            counts[key] = Count(*map(sum, zip(counts[key], now, strict=True)))
        if why and wrong:
            print(f"[{asked['lang']}] {asked['q']}\n      {why}  <{reply.reading}>")
    for (language, kind), count in sorted(counts.items()):
        share = f"{count.both}/{count.understood} of those understood" if count.understood else ""
        print(f"{language:4}{kind:13}{count.right:4}/{count.asked:<4} right   {share}")
    total = counts["all", ""]
    return total.right / total.asked, total.both / max(total.understood, 1), seconds


def main() -> None:
    """Score a bank of questions, and say how long the answers took."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path, default=sorted(BANK.glob("*.jsonl")))
    parser.add_argument("--wrong", action="store_true", help="show what is wrong")
    given = parser.parse_args()
    graph = KnowledgeGraph.open()
    graph.ask("which distros use kine")
    coverage, precision, seconds = score(graph, bank(*given.files), wrong=given.wrong)
    median, slow = statistics.median(seconds), statistics.quantiles(seconds, n=100)[98]
    took = f"{median * 1000:.0f} ms at the median, {slow * 1000:.0f} ms at the 99th percentile"
    print(f"coverage {coverage:.3f}, precision {precision:.3f}; {took}")


if __name__ == "__main__":
    main()
