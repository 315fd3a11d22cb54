"""Spellings: how a file may write a thing, a number, a size, a licence or an address.

A spelling is a regular expression that matches whole words, without regard to case. Spaces, hyphens and
underscores are the same, and may be missing: `kube-router` is also written `kube_router` and `KubeRouter`.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

from graph import KnowledgeGraph, Value

LETTERS = "A-Za-z0-9"
SEPARATOR = r"[\s_*`-]*"
"""What may stand between the words of a name, marks of a text format included."""
HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
"""Where a word begins within a name of code, such as `defaultCniPlugin`."""
SIZE = re.compile(r"(?:[a-z ]+ )?(?P<number>\d+(?:\.\d+)?) ?(?P<unit>bytes|[KMGT]i?B)")
MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
PORT = re.compile(r"(?P<number>\d+(?:-\d+)?)/(?P<protocol>tcp|udp)")
PLACEHOLDER = re.compile(r"(?P<option>-\S+=)?(?:DIR|FILE|IP|NAME)")
"""A word of a command in whose place the reader puts his own."""
STEPS = ("B", "KB", "MB", "GB", "TB")
"""Units, each about a thousand times the one before."""


@dataclass(frozen=True)
class Words:
    """The words that stand for one end of a claim: what is shown of them, and the pattern that finds them."""

    shown: tuple[str, ...]
    pattern: re.Pattern[str]

    def find_line(self, text: str) -> int | None:
        """Return the first line of a text that has them, counted from 1; None if none has."""
        lines = (
            written.count("\n", 0, found.start()) + 1
            for written in (text, split_humps(text))
            if (found := self.pattern.search(written))
        )
        return next(lines, None)


def split_humps(text: str) -> str:
    """Split the names of code within a text into words."""
    return HUMP.sub(" ", text)


def spell_thing(graph: KnowledgeGraph, iri: str) -> Words:
    """Spell a thing by its labels, its other names and its slug, in either language."""
    label, names = graph.index.label(iri), graph.index.names.get(iri)
    slug = re.split(r"[/#]", iri)[-1]
    spelled = dict.fromkeys([label.en, label.zh, *sorted(names.spellings if names else ()), slug])
    patterns = [*map(_spell_name, spelled), *_list_more_spellings(slug)]
    return Words(tuple(spelled), _compile(patterns))


def spell_value(graph: KnowledgeGraph, value: Value) -> Words | None:
    """Spell the value of a claim; None where words cannot show it, as for `none` and for yes and no."""
    if value.kind == "thing" and value.iri:
        return spell_thing(graph, value.iri)
    if isinstance(value.value, bool) or value.value is None:
        return None
    return Words((str(value.value),), _compile(_spell_text(str(value.value), value.kind)))


def spell_entry(entry: str, *, whole: bool) -> Words:
    """Spell an entry of a list: its last segment as words, or the whole of it, as for a module."""
    if whole:
        return Words((entry,), _compile([rf"(?<![\w./-]){re.escape(entry)}(?![\w./-])"]))
    words = re.findall(r"[^_-]+", entry.rsplit("/", 1)[-1])
    spelled = "[_-]".join(map(re.escape, words))
    return Words((entry,), _compile([f"(?<![{LETTERS}]){spelled}(?![{LETTERS}])"]))


def compile_pattern(pattern: str) -> Words:
    """Compile the regular expression that a claim has for its evidence; raises `re.error`."""
    return Words((f"/{pattern}/",), re.compile(pattern, re.IGNORECASE | re.MULTILINE))


def _list_more_spellings(slug: str) -> list[str]:
    """List what the table of spellings has for a thing."""
    more = _load_spellings()["things"].get(slug)
    return [more] if more else []


def _compile(spellings: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(spellings), re.IGNORECASE)


def _spell_text(text: str, kind: str) -> Iterator[str]:
    """Spell a text: a link, a port, a command, a size, a month, or else words."""
    if kind == "link":
        yield _spell_link(text)
    elif port := PORT.fullmatch(text):
        yield from _spell_port(port["number"], port["protocol"])
    elif any(map(PLACEHOLDER.fullmatch, words := text.split())):
        yield _spell_command(words)
    elif size := SIZE.fullmatch(text):
        yield from _spell_size(Decimal(size["number"]), size["unit"])
    elif month := MONTH.fullmatch(text):
        yield _spell_name(text)
        yield from _spell_month(month["year"], int(month["month"]))
    else:
        yield _spell_name(text)


def _spell_name(name: str) -> str:
    """Spell a name as whole words; a version may begin with `v`, and may be a part of a longer one."""
    words = SEPARATOR.join(map(re.escape, re.split(r"[\s_-]+", name)))
    start = rf"(?<![{LETTERS}])(?<!\d\.)v?" if name[0].isdigit() else rf"(?<![{LETTERS}])"
    before = start if name[0].isascii() and name[0].isalnum() else ""
    after = rf"(?![{LETTERS}])" if name[-1].isascii() and name[-1].isalnum() else ""
    return f"{before}{words}{after}"


def _spell_link(link: str) -> str:
    """Spell a licence, or an address without its scheme."""
    licence = _load_spellings()["licences"].get(link)
    address = _spell_name(re.sub(r"^https?://(?:www\.)?|/$", "", link))
    return f"{licence}|{address}" if licence else address


def _spell_port(number: str, protocol: str) -> Iterator[str]:
    """Spell a port or a range of them: number and protocol, in one line or with marks between them."""
    port = rf"(?<![\w.-]){'[-–:]'.join(number.split('-'))}(?![\w.]|[-–:]\d)"
    named = rf"(?<![{LETTERS}]){protocol}(?![{LETTERS}])"
    for first, second in ((port, named), (named, port)):
        yield rf"{first}(?:[^\n]*?|[\s|`*]*){second}"


def _spell_command(words: Iterable[str]) -> str:
    """Spell a command, with any word in place of each placeholder; it may go on in the next line."""
    spelled = r"[\s\\]+".join(map(_spell_argument, words))
    return f"(?<![{LETTERS}]){spelled}(?![{LETTERS}])"


def _spell_argument(word: str) -> str:
    """Spell a word of a command; the value of an option may follow `=` or a space."""
    if not (placeholder := PLACEHOLDER.fullmatch(word)):
        return re.escape(word)
    option = placeholder["option"]
    return rf"{re.escape(option[:-1])}[=\s]\S+" if option else r"\S+"


def _spell_size(number: Decimal, unit: str) -> Iterator[str]:
    """Spell a size in its own unit, and in the units beside it by 1000 and by 1024."""
    step = STEPS.index("B" if unit == "bytes" else f"{unit[0]}B")
    yield _spell_amount(number, STEPS[step])
    for factor in (1000, 1024):
        if step > 0:
            yield _spell_amount(number * factor, STEPS[step - 1])
        if step + 1 < len(STEPS) and number / factor == round(number / factor, 3):
            yield _spell_amount(number / factor, STEPS[step + 1])


def _spell_amount(number: Decimal, unit: str) -> str:
    """Spell a number and its unit; marks of a text format may stand between them."""
    whole, _, part = f"{number.normalize():f}".partition(".")
    grouped = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", "[,_]?", whole)
    decimals = rf"\.{part}0*" if part else r"(?:\.0+)?"
    units = _load_spellings()["units"][unit]
    return rf"(?<![{LETTERS}])(?<!\d[.,]){grouped}{decimals}[\s*_`~-]*{units}(?![{LETTERS}])"


def _spell_month(year: str, month: int) -> Iterator[str]:
    """Spell a month in words, in both languages."""
    name = MONTHS[month - 1]
    yield rf"{name[:3]}(?:{name[3:]})?\.?,?\s+{year}(?!\d)"
    yield rf"{year}\s*年\s*{month}\s*月"


@cache
def _load_spellings() -> Mapping[str, Mapping[str, str]]:
    """Load the table of spellings."""
    return tomllib.loads((files(__package__) / "spellings.toml").read_text(encoding="utf-8"))
