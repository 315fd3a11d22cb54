"""How the files of these projects say versions: make, shell, Go, go.mod, image lists."""

import re
from collections.abc import Iterator, Mapping

from ingest.source import Reader

ARCHITECTURE = re.compile(r"-(\$\{?ARCH\}?|amd64)$")
# A tag without a digit, such as latest, is no version; and system:metrics-server is no image.
# The look behind keeps a long line of base64 from being tried from each of its characters.
IMAGE = re.compile(r"(?<![\w.$/{}-])([\w.$/{}-]*[\w}]):(?=[\w.-]*\d)(\w[\w.~-]*)")


def make_variables(text: str) -> dict[str, str]:
    """Return the variables of a makefile, not expanded."""
    return dict(re.findall(r"^(\w+)[ \t]*[:?]?=[ \t]*([^#\n]*?)[ \t]*(?:#.*)?$", text, re.MULTILINE))


def shell_variables(text: str) -> dict[str, str]:
    """Return the variables that a shell script or a Dockerfile sets to a fixed text or a default."""
    assignment = re.compile(
        r"""^\s*(?:export\s+|ARG\s+|ENV\s+)?(\w+)=["']?(?:\$\{\w+:-([^}`$]*)\}|([^"'\s`$]+))["']?\s*\\?(?:$|\s|;|&)""",
        re.MULTILINE,
    )
    found: dict[str, str] = {}
    for name, default, fixed in assignment.findall(text):
        found.setdefault(name, default or fixed)
    return found


def expanded(text: str, variables: Mapping[str, str]) -> str:
    """Place the known variables into a text; unknown ones stay as they are."""
    return re.sub(r"\$\{(\w+)\}|\$(\w+)", lambda hit: variables.get(hit[1] or hit[2]) or hit[0], text)


def go_strings(text: str) -> dict[str, str]:
    """Return the constants and variables of a Go file that are set to a string."""
    return dict(
        re.findall(r'^\s*(?:const\s+|var\s+)?(\w+)(?:\s+string)?\s*=\s*"([^"]*)"', text, re.MULTILINE)
    )


def go_modules(text: str) -> dict[str, str]:
    """Return the modules that a go.mod requires itself, at the version that is built: a replacement's counts.

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


def images(text: str) -> Iterator[tuple[str, str]]:
    """Return the name and tag of everything that looks like a container image."""
    for name, tag in IMAGE.findall(text):
        yield ARCHITECTURE.sub("", name), tag


def by_variable(read: Reader, names: Mapping[str, str]) -> Reader:
    """Make a reader that takes components from variables: `names` has the variable for each."""

    def reader(text: str) -> dict[str, str]:
        values = read(text)
        found: dict[str, str] = {}
        for variable, component in names.items():
            if values.get(variable):
                found.setdefault(component, values[variable])
        return found

    return reader


def by_image(names: Mapping[str, str]) -> Reader:
    """Make a reader that takes components from images: `names` has the end of each image's name.

    Where an image is listed twice, the first one counts.
    """

    def reader(text: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, tag in images(text):
            for end, component in names.items():
                if name == end or name.endswith(f"/{end}"):
                    found.setdefault(component, tag)
        return found

    return reader
