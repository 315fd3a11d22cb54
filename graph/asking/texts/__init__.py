"""The sentences of answers, in both languages."""

from types import MappingProxyType

from graph.asking.texts.answers import ANSWERS
from graph.asking.texts.readings import READINGS

TEXTS = MappingProxyType({**READINGS, **ANSWERS})
