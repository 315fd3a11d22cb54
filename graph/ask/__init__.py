"""Questions in words: read into a small tree of meaning, answered from the catalogue, never guessed."""

from graph.ask.autocomplete import complete_question
from graph.ask.examples import EXAMPLE_GROUPS
from graph.ask.language import Language
from graph.ask.llm_rewrite import Translator
from graph.ask.reply import Reply
from graph.ask.service import answer_question

__all__ = ["EXAMPLE_GROUPS", "Language", "Reply", "Translator", "answer_question", "complete_question"]
