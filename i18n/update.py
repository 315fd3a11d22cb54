"""Updates the catalogue: extracts the messages of the sources, merges them, and compiles the translations.

`python -m i18n.update` writes `locales/*.po`, keeping every translation whose message is still there, and
compiles them as `.mo` and, for scripts, as `.scripts.json`. With `--check` nothing is written, and the exit
code says whether anything would be.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from babel import Locale
from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from i18n.catalogue import LOCALES
from i18n.languages import LANGUAGES, SOURCE_LANGUAGE, Language

ROOT = LOCALES.parent.parent
FOLDERS = ("api", "cli", "graph", "i18n", "ingest", "ontology", "viz")
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "LimitReachedError": None,
    "Message": None,
    "PluralMessage": (1, 2),
    "localize": None,
    "t": None,
}
"""The calls whose first argument is a message, as `pybabel extract --keyword` names them."""
WIDTH = 110
EPOCH = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
"""The date in compiled files, so that the same messages give the same file."""
FORMAT_LOCALES = {"en": "en_GB", "zh": "zh_Hans_CN"}
"""British English: its lists have no comma before “and”, and its days come before the month."""
DAY_PATTERNS = {"en": "d MMM y", "zh": Locale.parse("zh").date_formats["long"].pattern}
MONTH_PATTERNS = {"en": "MMM y", "zh": Locale.parse("zh").datetime_skeletons["yMMM"].pattern}
SCRIPT_SOURCES = {
    "api": ("api/static/",),
    "viz": ("viz/static/", "viz/labels.py", "viz/pages/explore/", "viz/templates/bar.html.j2"),
}
"""Where the messages stand that the scripts of a package write, or write anew in another language."""


def extract_catalogue() -> Catalog:
    """Extract the messages of all sources, each with the files that have it."""
    with (LOCALES.parent / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]  # Babel's
    found: dict[str | tuple[str, ...], set[str]] = {}
    for folder in FOLDERS:
        for name, _line, message, _comments, _context in extract_from_dir(
            ROOT / folder, methods, options, KEYWORDS
        ):
            if message:
                found.setdefault(message, set()).add(f"{folder}/{name}")
    catalogue = Catalog(fuzzy=False)
    for message in sorted(found, key=str):
        catalogue.add(message, locations=[(name, 0) for name in sorted(found[message])])
    return catalogue


def read_catalogue(language: str) -> Catalog:
    """Read the translations into a language; none where there are none yet."""
    path = LOCALES / f"{language}.po"
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def merge_catalogues(extracted: Catalog, translated: Catalog, language: str) -> Catalog:
    """Merge the messages of the sources with their translations, and drop those that nothing uses."""
    merged = Catalog(locale=language, project="distrograph", fuzzy=False)
    for message in extracted:
        if message.id:
            old = translated.get(message.id)
            merged.add(
                message.id,
                old.string if old and not old.fuzzy else None,
                locations=message.locations,
                flags=message.flags,
            )
    return merged


def serialize_catalogue(catalogue: Catalog) -> bytes:
    """Serialize a catalogue as `.po`: without a date, so that the same messages give the same file."""
    output = io.BytesIO()
    write_po(output, catalogue, width=WIDTH, omit_header=True, include_lineno=False)
    header = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {catalogue.locale}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )
    return header.encode() + output.getvalue()


def compile_catalogue(catalogue: Catalog) -> bytes:
    """Compile a catalogue as `.mo` (GNU gettext manual, section 10.3)."""
    output = io.BytesIO()
    catalogue.creation_date = catalogue.revision_date = EPOCH
    write_mo(output, catalogue)
    return output.getvalue()


def serialize_script_messages(catalogue: Catalog) -> bytes:
    """Serialize the translations that scripts need, as JSON by package and message."""
    chosen: dict[str, dict[str, str]] = {package: {} for package in SCRIPT_SOURCES}
    for message in catalogue:
        for package, sources in SCRIPT_SOURCES.items():
            if message.id and any(name.startswith(sources) for name, _ in message.locations):
                chosen[package][_last_form(message.id)] = _last_form(message.string)
    return (json.dumps(chosen, ensure_ascii=False, indent=1) + "\n").encode()


def build_formats(language: Language) -> dict[str, object]:
    """Build the patterns of lists, days and numbers of a language from those of CLDR."""
    locale = Locale.parse(FORMAT_LOCALES[language])
    # en_GB alone abbreviates one month with four letters.
    months = Locale.parse(language).months["format"]["abbreviated"]
    return {
        "and": dict(locale.list_patterns["standard"]),
        "or": dict(locale.list_patterns["or"]),
        "day": _convert_date_pattern(DAY_PATTERNS[language]),
        "month": _convert_date_pattern(MONTH_PATTERNS[language]),
        "months": [months[number] if language == "en" else str(number) for number in range(1, 13)],
        "group": locale.number_symbols["latn"]["group"],
    }


def _convert_date_pattern(pattern: str) -> str:
    """Convert a date pattern of CLDR to a format string."""
    names = {"d": "{day}", "M": "{month}", "y": "{year}"}
    return re.sub(r"([dMy])\1*", lambda found: names[found[1]], pattern)


def _last_form(text: str | Sequence[str] | None) -> str:
    """Return a text, or the last of its forms: that of any number but one."""
    return text if isinstance(text, str) else text[-1] if text else ""


def build_files() -> dict[Path, bytes]:
    """Build the files of all languages."""
    extracted, files = extract_catalogue(), {}
    for language in LANGUAGES:
        if language != SOURCE_LANGUAGE:
            merged = merge_catalogues(extracted, read_catalogue(language), language)
            text = serialize_catalogue(merged)
            files[LOCALES / f"{language}.po"] = text
            files[LOCALES / f"{language}.mo"] = compile_catalogue(read_po(io.BytesIO(text), locale=language))
            files[LOCALES / f"{language}.scripts.json"] = serialize_script_messages(merged)
    formats = {language: build_formats(language) for language in LANGUAGES}
    files[LOCALES / "formats.json"] = (json.dumps(formats, ensure_ascii=False, indent=1) + "\n").encode()
    return files


def main() -> int:
    """Update the files, or check them."""
    parser = argparse.ArgumentParser(prog="python -m i18n.update", description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing, and fail if a file is out of date"
    )
    options = parser.parse_args()
    changed = [path for path, text in build_files().items() if not path.exists() or path.read_bytes() != text]
    if options.check:
        for path in changed:
            sys.stderr.write(f"{path.relative_to(ROOT)} is out of date; run `make messages`\n")
        return int(bool(changed))
    for path, text in build_files().items():
        path.write_bytes(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
