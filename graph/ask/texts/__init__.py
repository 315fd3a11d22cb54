"""The sentences of answers, in both languages."""

from types import MappingProxyType

from graph.ask.texts.answers import ANSWERS
from graph.ask.texts.readings import READINGS

TEXTS = MappingProxyType({**READINGS, **ANSWERS})
