"""Parsers of versions in the files of projects: make, shell, Go, go.mod, image lists."""

import re
from collections.abc import Iterator, Mapping

from ingest.source import Reader

ARCHITECTURE = re.compile(r"-(\$\{?ARCH\}?|amd64)$")
# A tag without a digit, such as latest, is no version; and system:metrics-server is no image.
# The look behind keeps a long line of base64 from being tried from each of its characters.
IMAGE = re.compile(r"(?<![\w.$/{}-])([\w.$/{}-]*[\w}]):(?=[\w.-]*\d)(\w[\w.~-]*)")


def parse_make_variables(text: str) -> dict[str, str]:
    """Parse the variables of a makefile, without expanding them."""
    return dict(re.findall(r"^(\w+)[ \t]*[:?]?=[ \t]*([^#\n]*?)[ \t]*(?:#.*)?$", text, re.MULTILINE))


def parse_shell_variables(text: str) -> dict[str, str]:
    """Parse the variables that a shell script or a Dockerfile sets to a fixed text or a default."""
    assignment = re.compile(
        r"""^\s*(?:export\s+|ARG\s+|ENV\s+)?(\w+)=["']?(?:\$\{\w+:-([^}`$]*)\}|([^"'\s`$]+))["']?\s*\\?(?:$|\s|;|&)""",
        re.MULTILINE,
    )
    found: dict[str, str] = {}
    for name, default, fixed in assignment.findall(text):
        found.setdefault(name, default or fixed)
    return found


def expand_variables(text: str, variables: Mapping[str, str]) -> str:
    """Expand the known variables in a text; unknown ones stay as they are."""
    return re.sub(r"\$\{(\w+)\}|\$(\w+)", lambda hit: variables.get(hit[1] or hit[2]) or hit[0], text)


def parse_go_strings(text: str) -> dict[str, str]:
    """Parse the constants and variables of a Go file that are set to a string."""
    return dict(
        re.findall(r'^\s*(?:const\s+|var\s+)?(\w+)(?:\s+string)?\s*=\s*"([^"]*)"', text, re.MULTILINE)
    )


def parse_go_modules(text: str) -> dict[str, str]:
    """Parse the modules that a go.mod requires itself, at the version that is built: replacements count.

    Indirect ones are left out: another module wants them, and they need not be in what is shipped.
    """
    required: dict[str, str] = {}
    replaced: dict[str, str] = {}
    for line in text.splitlines():
        statement, _, comment = line.partition("//")
        words = re.sub(r"^\s*(require|replace)\s+", "", statement).split()
        if "=>" in words:
            if re.match(r"v\d", words[-1]):
                replaced[words[0]] = words[-1]
        elif re.fullmatch(r"\S+ v\S+", " ".join(words)) and comment.strip() != "indirect":
            required.setdefault(words[0], words[1])
    return {module: replaced.get(module, version) for module, version in required.items()}


def _parse_images(text: str) -> Iterator[tuple[str, str]]:
    """Parse the name and tag of everything that looks like a container image."""
    for name, tag in IMAGE.findall(text):
        yield ARCHITECTURE.sub("", name), tag


def variable_reader(read: Reader, names: Mapping[str, str]) -> Reader:
    """Return a reader of components from variables: `names` has the component of each variable."""

    def reader(text: str) -> dict[str, str]:
        values = read(text)
        found: dict[str, str] = {}
        for variable, component in names.items():
            if values.get(variable):
                found.setdefault(component, values[variable])
        return found

    return reader


def image_reader(names: Mapping[str, str]) -> Reader:
    """Return a reader of components from images: `names` has the end of each image's name.

    Where an image is listed twice, the first one counts.
    """

    def reader(text: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, tag in _parse_images(text):
            for end, component in names.items():
                if name == end or name.endswith(f"/{end}"):
                    found.setdefault(component, tag)
        return found

    return reader
