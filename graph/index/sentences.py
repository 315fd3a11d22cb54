"""Sentences that state what holds of a thing, made of the patterns of its properties in the ontology."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from graph.display.wording import add_brackets, get_label, join_minors, render_value
from graph.models import Claim, Finding, Label, Property, Thing, Value
from graph.rdf.store import Table
from graph.rdf.terms import language_of, local_name, row_dicts, text_of, to_label
from i18n import N_, Language, Message, format_alternatives, format_day, format_list
from i18n.formats import space_scripts
from ontology.traits import Trait

OPTIONAL_PART = re.compile(r"\[([^\]]*)\]")
PLACEHOLDER = re.compile(r"\{(\w+)\}")
ITS = re.compile(r"\bits\b")
COUNTED_VALUES = "{a:{values}}"
COUNTED_NOUN = re.compile(r"\{a:([^{}]+)\}")
PLURAL_NOUN = re.compile(r"\{s:([^{}]+)\}")
NUMBERED_NOUN = re.compile(r"\{n:([^{}]+)\}")
SPELLED_WITH_VOWEL = frozenset("AEFHILMNORSX")
"""The letters whose names begin with a vowel: “an RPM”."""
NO_PAST_MARK = re.compile(r"\{subject\} (?:[的不没未曾已自据从最]|默认不|并非|集群)")
"""Chinese patterns that take no mark of the past behind their subject."""
SUBJECT = "{subject}"
Join = Callable[[Sequence[str], Language], str]


class Form(StrEnum):
    """A pattern that a property may have, by the local name of its term."""

    SENTENCE = "sentence"
    NEGATIVE = "negativeSentence"
    NONE = "noneSentence"
    SOME = "someSentence"
    ANY = "anySentence"
    QUESTION = "question"
    PREDICATE = "predicate"


class Tense(StrEnum):
    """When something holds: now, once but no more, or since a time that is named."""

    PRESENT = "present"
    PAST = "past"
    PERFECT = "perfect"


class Verb(NamedTuple):
    """The forms of an irregular verb."""

    plural: str
    past: str
    participle: str


VERBS = {
    "is": Verb("are", "was", "been"),
    "has": Verb("have", "had", "had"),
    "does": Verb("do", "did", "done"),
    "was": Verb("were", "was", ""),
    "comes": Verb("come", "came", "come"),
    "runs": Verb("run", "ran", "run"),
    "ships": Verb("ship", "shipped", "shipped"),
    "leaves": Verb("leave", "left", "left"),
    "gets": Verb("get", "got", "got"),
    "sets": Verb("set", "set", "set"),
    "takes": Verb("take", "took", "taken"),
    "plugs": Verb("plug", "plugged", "plugged"),
    "can": Verb("can", "could", ""),
}
FALLBACKS = {
    Form.SENTENCE: N_("The {property} of {subject}: {values}"),
    Form.NEGATIVE: N_("The {property} of {subject}: not {values}"),
    Form.NONE: N_("The {property} of {subject}: none"),
    Form.SOME: N_("The {property} of {subject} is recorded"),
    Form.ANY: N_("The {property} of {subject}: any"),
    Form.QUESTION: N_("the {property} of {subject}"),
}
"""The patterns of a property that the ontology has no patterns for, such as one in a query’s own dataset."""
LEFT_OPEN = N_("The sources do not say {question}")
UNSETTLED = N_("Sources disagree on {question}")
REJECTED = N_("No accepted source says {question}")


class Sentences:
    """The patterns of properties and of levels of support, by IRI, and the sentences made of them."""

    def __init__(self, table: Table, properties: Mapping[str, Property]) -> None:
        self._properties = properties
        self._own = _read_patterns(table)
        self._patterns = {iri: self._inherit_patterns(iri) for iri in {*properties, *self._own}}

    def has_pattern(self, iri: str, form: Form) -> bool:
        """Return whether a property has a pattern, its own or that of a super-property."""
        return form in self._patterns.get(iri, {})

    def pattern(self, prop: Thing, form: Form, language: Language) -> str:
        """Return the pattern of a property, or one that is made of its label."""
        own = self._patterns.get(prop.iri, {})
        if form not in own and form in {Form.SOME, Form.NONE}:  # such as whether it runs workloads
            other = own.get(Form.SENTENCE if form == Form.SOME else Form.NEGATIVE)
            if other and "{values}" not in other.en:
                return other.render(language)
        if form in own:
            return own[form].render(language)
        return Message(FALLBACKS[form]).render(language).replace("{property}", get_label(prop, language))

    def state(  # noqa: PLR0913  # what a statement is made of
        self,
        subjects: Sequence[str],
        prop: Thing,
        values: Sequence[Value],
        language: Language,
        *,
        tense: Tense = Tense.PRESENT,
        day: dt.date | None = None,
    ) -> str:
        """State values of things, without a full stop: “k3d and RKE2 are built on K3s”.

        What the operator brings and what there is none of have their own sentences, as has what is left open.
        """
        told = []
        plain = []
        for value in values:
            if own := self._special_pattern(prop, value, language):
                told.append(self._fill(own, subjects, [], language, tense=tense, day=day))
            elif value.kind != "unknown":
                plain.append(render_value(value, language))
        if plain:
            pattern = self.pattern(prop, Form.SENTENCE, language)
            join = format_alternatives if self._is_single(prop) else format_list
            names = join_minors(plain)
            told.insert(0, self._fill(pattern, subjects, names, language, join=join, tense=tense, day=day))
        if not told:
            question = self.ask(subjects, prop, language)
            told = [Message(LEFT_OPEN, question=question).render(language)]
        return _join_clauses(list(dict.fromkeys(told)), subjects, language)

    def state_form(
        self, subjects: Sequence[str], prop: Thing, form: Form, values: str, language: Language
    ) -> str:
        """State that there is a value or none, or deny one, without a full stop."""
        return self._fill(self.pattern(prop, form, language), subjects, [values], language)

    def ask(self, subjects: Sequence[str], prop: Thing, language: Language) -> str:
        """Return the indirect question that a property answers: “which datastore K3s uses by default”."""
        return self._fill(self.pattern(prop, Form.QUESTION, language), subjects, [], language)

    def predicate(  # noqa: PLR0913  # what a phrase is made of
        self,
        prop: Thing,
        form: Form,
        values: Sequence[str],
        language: Language,
        *,
        plural: bool = True,
        join: Join = format_list,
    ) -> str:
        """Return a verb phrase for “distributions that …”: “run on RISC-V 64”; `join` joins the values."""
        pattern = self.pattern(prop, form, language)
        if form == Form.SENTENCE and self.has_pattern(prop.iri, Form.PREDICATE):
            pattern = f"{SUBJECT} {self.pattern(prop, Form.PREDICATE, language)}"
        if language == "en":
            pattern = _conjugate(pattern, Tense.PRESENT, plural=plural)
        return self._fill(_strip_subject(pattern), [], values, language, join=join)

    def predicate_of(self, prop: Thing, value: Value, language: Language, *, plural: bool = True) -> str:
        """Return a verb phrase for a value: “support Windows workers experimentally”."""
        own = self._special_pattern(prop, value, language)
        if own is None:
            return self.predicate(
                prop, Form.SENTENCE, [render_value(value, language)], language, plural=plural
            )
        if language == "en":
            own = _conjugate(own, Tense.PRESENT, plural=plural)
        return self._fill(_strip_subject(own), [], [], language)

    def describe_finding(self, found: Finding, language: Language) -> str:
        """State a finding with its condition, without a full stop."""
        days = {
            claim.valid_from for claim in found.claims if claim.value in found.values and claim.valid_from
        }
        day = next(iter(days)) if len(days) == 1 else None
        subject, condition = _place_condition(found.subject, found.condition, language)
        rejected = bool(found.claims) and all(claim.rank.id == "Deprecated" for claim in found.claims)
        if not found.values and (rejected or found.standing.id == "Disputed"):
            question = self.ask([subject], found.property, language)
            told = Message(REJECTED if rejected else UNSETTLED, question=question).render(language)
        else:
            told = self.state([subject], found.property, found.values, language, day=day)
        return told + condition

    def describe_claim(self, claim: Claim, language: Language, *, tense: Tense = Tense.PRESENT) -> str:
        """State a claim with its condition, without a full stop."""
        subject, condition = _place_condition(claim.subject, claim.condition, language)
        told = self.state(
            [subject], claim.property, [claim.value], language, tense=tense, day=claim.valid_from
        )
        return told + condition

    def noun(self, prop: Thing, language: Language) -> str:
        """Return what one value of a property is called; the label of the property if nothing else."""
        noun = self._own.get(prop.iri, {}).get("noun")
        return noun.render(language) if noun else get_label(prop, language)

    def has_level(self, prop: Thing, values: Sequence[Value]) -> bool:
        """Return whether some value is a level of support, which has a sentence of its own."""
        return any(Form.SENTENCE in self._own.get(value.iri or "", {}) for value in values) and (
            "noun" in self._own.get(prop.iri, {})
        )

    def names_day(self, prop: Thing) -> bool:
        """Return whether the sentence of a property names the day of an event."""
        return "{day}" in self.pattern(prop, Form.SENTENCE, "en")

    def has_tense(self, claim: Claim, tense: Tense) -> bool:
        """Return whether the English verb of a claim's sentence can be put into a tense."""
        pattern = self._special_pattern(claim.property, claim.value, "en")
        pattern = pattern or self.pattern(claim.property, Form.SENTENCE, "en")
        verb = _verb_of(pattern)
        if f"of {SUBJECT}" in pattern or verb in {"was", "does"}:
            return False
        return verb.endswith("s") or (verb in VERBS and tense == Tense.PAST)

    def _special_pattern(self, prop: Thing, value: Value, language: Language) -> str | None:
        """Return the pattern for a value that is not named as one: none, any, yes, no, a level of support."""
        if value.value is True or value.value is False:
            sentence = self.pattern(prop, Form.SENTENCE, language)
            if "{values}" in sentence:
                return None
            return sentence if value.value else self.pattern(prop, Form.NEGATIVE, language)
        if value.kind in {"none", "any"}:
            return self.pattern(prop, Form.NONE if value.kind == "none" else Form.ANY, language)
        level = self._own.get(value.iri or "", {}).get(Form.SENTENCE)
        noun = self._own.get(prop.iri, {}).get("noun")
        if level is None or noun is None:
            return None
        return level.render(language).replace("{noun}", noun.render(language))

    def _is_single(self, prop: Thing) -> bool:
        """Return whether several values can only be alternatives, such as amounts."""
        known = self._properties.get(prop.iri)
        return known is not None and (known.functional or Trait.AMOUNT in known.traits)

    def _inherit_patterns(self, iri: str) -> dict[str, Label]:
        own = self._own.get(iri, {})
        noun = own.get("noun")
        patterns = {form: _fill_noun(text, noun, inherited=False) for form, text in own.items()}
        broader = self._properties[iri].broader if iri in self._properties else ()
        for each in broader:
            for form, text in self._raw_patterns(each).items():
                if form != "noun" and form not in patterns:
                    patterns[form] = _fill_noun(text, noun, inherited=noun is not None)
        return patterns

    def _raw_patterns(self, iri: str) -> dict[str, Label]:
        """Return the patterns of a property and its super-properties, with `{noun}` as it is written."""
        found: dict[str, Label] = {}
        for each in self._properties[iri].broader if iri in self._properties else ():
            found |= self._raw_patterns(each)
        return found | self._own.get(iri, {})

    def _fill(  # noqa: PLR0913  # a pattern and what fills it
        self,
        pattern: str,
        subjects: Sequence[str],
        values: Sequence[str],
        language: Language,
        *,
        join: Join = format_list,
        tense: Tense = Tense.PRESENT,
        day: dt.date | None = None,
    ) -> str:
        if language == "en":
            pattern = _conjugate(pattern, tense, plural=len(subjects) > 1)
        elif tense == Tense.PAST and pattern.startswith(f"{SUBJECT} ") and not NO_PAST_MARK.match(pattern):
            pattern = pattern.replace(f"{SUBJECT} ", f"{SUBJECT} 曾", 1)
        pattern = OPTIONAL_PART.sub(lambda part: part[1] if day or "{day}" not in part[1] else "", pattern)
        if COUNTED_VALUES in pattern:
            values = [add_article(value) for value in values]
            pattern = pattern.replace(COUNTED_VALUES, "{values}")
        pattern = _count_nouns(pattern, several=len(values) > 1, one=list(values) == ["1"])
        filling = {
            "subject": format_list(subjects, language),
            "values": join(values, language),
            "day": format_day(day, language) if day else "",
        }
        told = PLACEHOLDER.sub(lambda found: filling.get(found[1], found[0]), pattern)
        return space_scripts(told) if language == "zh" else told


def _join_clauses(clauses: Sequence[str], subjects: Sequence[str], language: Language) -> str:
    """Join what is stated of the same subjects, which are named once."""
    first, *others = clauses
    named = f"{format_list(subjects, language)} "
    pronoun = "" if language == "zh" else "they " if len(subjects) > 1 else "it "
    joined = ("；" if language == "zh" else ", and ").join(
        pronoun + told.removeprefix(named) if told.startswith(named) else told for told in others
    )
    return first + ("；" if language == "zh" else ", and ") + joined if joined else first


def _place_condition(subject: Thing, condition: Thing | None, language: Language) -> tuple[str, str]:
    """Return a subject, and what stands behind its sentence: Chinese has the condition with the subject."""
    name = get_label(subject, language)
    told = add_brackets(get_label(condition, language), language) if condition else ""
    return (name + told, "") if language == "zh" else (name, told)


def add_article(noun: str) -> str:
    """Return an English noun with its indefinite article: “a snap”, “an RPM”; a plural takes none."""
    first = noun.partition(" ")[0]
    last = noun.partition(" of ")[0].rpartition(" ")[2]
    if last.endswith("s") and not last.endswith("ss") and not last.isupper():
        return noun
    spelled = len(first) > 1 and first.isupper()
    vowel = first[0] in SPELLED_WITH_VOWEL if spelled else first[0].lower() in "aeio"
    return f"{'an' if vowel else 'a'} {noun}"


def _count_nouns(pattern: str, *, several: bool, one: bool) -> str:
    """Inflect the nouns of an English pattern for their number; `one`: the value is the number 1."""
    pattern = NUMBERED_NOUN.sub(lambda found: found[1] if one else _to_plural(found[1]), pattern)
    pattern = PLURAL_NOUN.sub(lambda found: _to_plural(found[1]), pattern)
    return COUNTED_NOUN.sub(lambda found: _to_plural(found[1]) if several else add_article(found[1]), pattern)


def _to_plural(noun: str) -> str:
    head, of, rest = noun.partition(" of ")
    return f"{head}s{of}{rest}"


def _read_patterns(table: Table) -> dict[str, dict[str, Label]]:
    texts: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for row in row_dicts(table):
        texts[text_of(row["term"]), local_name(text_of(row["form"]))][language_of(row["pattern"])] = text_of(
            row["pattern"]
        )
    found: dict[str, dict[str, Label]] = defaultdict(dict)
    for (iri, form), words in texts.items():
        if (label := to_label(words)) is not None:
            found[iri][form] = label
    return dict(found)


def _fill_noun(pattern: Label, noun: Label | None, *, inherited: bool) -> Label:
    """Fill in the noun of a property; what is in brackets around it is only for inherited patterns.

    What stands behind a bar in the brackets is for those that are not.
    """

    def choose(part: re.Match[str]) -> str:
        if "{noun}" not in part[1]:
            return part[0]
        of_heirs, _, own = part[1].partition("|")
        return of_heirs if inherited else own

    def fill(text: str, word: str) -> str:
        return OPTIONAL_PART.sub(choose, text).replace("{noun}", word)

    words = noun or Label(en="{noun}", zh="{noun}")
    return Label(en=fill(pattern.en, words.en), zh=fill(pattern.zh, words.zh))


def _strip_subject(pattern: str) -> str:
    return pattern.removeprefix(SUBJECT).strip().removeprefix("的").strip()


def _verb_of(pattern: str) -> str:
    """Return the verb of an English pattern: the word right behind the subject."""
    _, subject, after = pattern.partition(f"{SUBJECT} ")
    return after.split()[0] if subject and after else ""


def _conjugate(pattern: str, tense: Tense, *, plural: bool) -> str:
    verb = _verb_of(pattern)
    forms = VERBS.get(verb)
    if not (forms or verb.endswith("s")) or f"of {SUBJECT}" in pattern:
        return pattern
    base = forms.plural if forms else verb.removesuffix("s")
    regular = base + ("d" if base.endswith("e") else "ed")
    past, participle = (forms.past, forms.participle) if forms else (regular, regular)
    if verb in {"is", "was"} and plural and tense == Tense.PAST:
        past = "were"
    told = base if plural else verb
    if tense == Tense.PAST:
        told = past
    elif tense == Tense.PERFECT and participle:
        told = f"{'have' if plural else 'has'} {participle}"
    if verb == "does" and tense == Tense.PERFECT:
        told = base if plural else verb  # “does not use” has no perfect that needs no other verb
    if plural:
        pattern = ITS.sub("their", pattern)
    return pattern.replace(f"{SUBJECT} {verb}", f"{SUBJECT} {told}", 1)
