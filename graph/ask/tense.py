"""Whether a question is told in the past tense, and whether of all of a time or of its last day."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.ask.parsed_question import Words

PAST = frozenset({"did", "was", "were", "had"})
ENDING = frozenset(
    {"at the end of", "end of", "as of", "say as of", "late", "截至", "底", "末", "年底", "月底"}
)
"""Words that ask about the last day of a time."""
NOT_TOLD = frozenset({"", "is", "are", "be", "being", "been", "most", "widely", "commonly"})
"""Words after which “used” is no verb in the past tense."""
FORMERLY = frozenset({"before", "以前", "之前", "此前"})
"""Words that mean an earlier time if they stand beside none."""


def is_past(words: Words) -> bool:
    """Tell whether something is asked in the past tense, and of no time in particular."""
    timed = any(token.period or token.number for token in words.tokens)
    told = words.has("past") or any(token.text in PAST | FORMERLY for token in words.tokens)
    return (told or used_is_told(words)) and not timed


def used_is_told(words: Words) -> bool:
    """Tell whether “used” is a verb: “which distributions used dqlite”, not “is used” or “used by”."""
    if any(token.text in {"is", "are"} for token in words.tokens):
        return False
    texts = ["", *(token.text for token in words.tokens), ""]
    return any(
        text == "used" and texts[n - 1] not in NOT_TOLD and texts[n + 1] != "by"
        for n, text in enumerate(texts)
    )


def ends(words: Words) -> bool:
    """Tell whether the last day of a time is asked about: “at the end of 2021”."""
    return any(token.text in ENDING for token in words.tokens)
