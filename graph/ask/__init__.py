"""Questions in words: read into a small tree of meaning, answered from the catalogue, never guessed."""

from graph.ask.answering import answer_question
from graph.ask.autocomplete import complete_question
from graph.ask.examples import EXAMPLE_GROUPS
from graph.ask.llm_rewrite import QuestionRewriter
from graph.ask.reply import Reply
from i18n import Language

__all__ = ["EXAMPLE_GROUPS", "Language", "QuestionRewriter", "Reply", "answer_question", "complete_question"]
