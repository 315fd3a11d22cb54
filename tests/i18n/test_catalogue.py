"""The catalogue is whole: every message is there, translated, with its parameters, and used."""

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from string import Formatter

import pytest
from babel.messages import Catalog

from i18n import LANGUAGES
from i18n.catalogue import load_script_messages, load_translations
from i18n.languages import SOURCE_LANGUAGE
from i18n.update import FOLDERS, ROOT, build_files, extract_catalogue, read_catalogue

TARGETS = [language for language in LANGUAGES if language != SOURCE_LANGUAGE]
CHINESE = re.compile(r"[\u3400-\u9fff]")
NAMES = {"API", "Flannel", "IRI", "K3s", "Kubernetes", "MiB", "SPARQL", "distrograph", "kine"}
"""What is called the same in every language."""
MAX_FILES_WITH_CHINESE = 12


def forms(text: object) -> list[str]:
    """Return the forms of a message."""
    return [text] if isinstance(text, str) else list(text) if isinstance(text, list | tuple) else []


def placeholders(text: str) -> Counter[str]:
    """Count the parameters of a message."""
    return Counter(name for _, name, _, _ in Formatter().parse(text) if name)


@pytest.fixture(scope="module", params=TARGETS)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    """Read the translations into a language."""
    return read_catalogue(request.param)


def test_the_files_are_those_of_the_sources() -> None:
    """`make messages` changes nothing: no message is missing, none is left over, all are compiled."""
    stale = [path.name for path, content in build_files().items() if path.read_bytes() != content]
    assert not stale, f"run `make messages`: {stale}"


def test_every_message_is_translated(catalogue: Catalog) -> None:
    """No translation is empty, uncertain or still English."""
    for message in catalogue:
        if message.id:
            assert all(forms(message.string)), message.id
            assert not message.fuzzy, message.id
            for text in forms(message.string):
                words = set(re.findall(r"[A-Za-z]\w*", re.sub(r"\{[^}]*\}", "", text)))
                assert CHINESE.search(text) or words <= NAMES, text


def test_a_translation_has_the_parameters_of_its_message(catalogue: Catalog) -> None:
    """No one more, no one less, and with the same format."""
    for message in catalogue:
        for text in forms(message.string) if message.id else []:
            assert placeholders(text) == placeholders(forms(message.id)[-1]), message.id


def test_translations_are_punctuated_in_full_width(catalogue: Catalog) -> None:
    """No half-width comma, colon or bracket beside a Chinese character."""
    for message in catalogue:
        for text in forms(message.string) if message.id else []:
            assert not re.search(r"[\u3400-\u9fff][,:;?!()]|[,:;?!()][\u3400-\u9fff]", text), text


def test_a_message_that_is_no_literal_is_refused() -> None:
    """What the extraction cannot read would never be translated."""
    calls = [
        (path, node)
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in {"Message", "PluralMessage", "gettext", "localize", "N_"}
    ]
    wrong = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path, call in calls
        if any(isinstance(each, ast.JoinedStr | ast.BinOp) for each in call.args[:2])
    ]
    assert len(calls) > 400
    assert not wrong


def test_few_files_of_python_hold_chinese() -> None:
    """Texts stand in the catalogue; what is left reads questions."""
    held = [
        path.relative_to(ROOT).as_posix()
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        if CHINESE.search(path.read_text("utf-8"))
    ]
    assert len(held) <= MAX_FILES_WITH_CHINESE, held


def test_templates_and_scripts_hold_no_chinese() -> None:
    """What they say goes through the catalogue."""
    patterns = ("api/templates/*.html", "viz/**/*.j2", "api/static/*.js", "viz/static/*.js")
    held = [
        path.name
        for pattern in patterns
        for path in ROOT.glob(pattern)
        if CHINESE.search(path.read_text("utf-8"))
    ]
    assert not held


@pytest.mark.parametrize("package", ["api", "viz"])
@pytest.mark.parametrize("language", TARGETS)
def test_scripts_have_the_translations_of_what_they_say(package: str, language: str) -> None:
    """Every message of a script is in what its page carries."""
    held = load_script_messages(package, language)
    for message in extract_catalogue():
        if message.id and any(name.startswith(f"{package}/static/") for name, _ in message.locations):
            assert held[forms(message.id)[-1]]


def test_every_literal_of_a_script_was_extracted() -> None:
    """Those within template strings, too, which Babel leaves out unless it is asked for them."""
    known = {form for message in extract_catalogue() if message.id for form in forms(message.id)}
    found: set[str] = set()
    for path in (*ROOT.glob("api/static/*.js"), *ROOT.glob("viz/static/*.js")):
        code = path.read_text("utf-8")
        found |= set(re.findall(r'\bt\(\s*"((?:[^"\\]|\\.)*)"', code))
        for pair in re.findall(r'\bngettext\(\s*"([^"]*)",\s*"([^"]*)"', code):
            found |= set(pair)
    assert len(found) > 60
    assert found <= known, found - known


def test_the_command_updates_and_checks(tmp_path: Path) -> None:
    """`python -m i18n.update --check` passes where all is up to date."""
    done = subprocess.run(
        [sys.executable, "-m", "i18n.update", "--check"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_an_unknown_message_stays_as_it_is() -> None:
    """Gettext gives the source text; that is why the tests above are needed."""
    assert load_translations("zh").gettext("no such message") == "no such message"
