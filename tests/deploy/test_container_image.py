"""The image that deploy/Containerfile makes, as far as it can be told without making it."""

import fnmatch
import tomllib
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parents[2]
PATTERNS = [
    line
    for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
CONTAINERFILE = (ROOT / "deploy" / "Containerfile").read_text("utf-8")


def is_copied(name: str) -> bool:
    """Return whether a file comes into the image, as the last pattern says that fits it or its folder.

    A pattern is held against the whole name, from the root on; `**/` stands for any folders, and for none.
    """
    path = PurePosixPath(name)
    above = [str(each) for each in (path, *path.parents[:-1])]
    copied = True
    for pattern in PATTERNS:
        wanted = pattern.removeprefix("!")
        if any(fits(each, wanted) for each in above):
            copied = pattern.startswith("!")
    return copied


def fits(name: str, pattern: str) -> bool:
    """Return whether a name fits a pattern; `*` does not go over a slash."""
    parts = name.split("/")
    if pattern.startswith("**/"):
        return any(fits("/".join(parts[start:]), pattern[3:]) for start in range(len(parts)))
    steps = pattern.split("/")
    return len(parts) == len(steps) and all(map(fnmatch.fnmatchcase, parts, steps))


@pytest.mark.parametrize(
    "name",
    [
        ".venv/bin/python",
        ".venv/pyvenv.cfg",
        "node_modules/.stamp",
        "build/site/index.html",
        "dist/a.whl",
        ".git/config",
        ".mypy_cache/3.11/a.json",
        ".pytest_cache/README.md",
        ".hypothesis/a",
        ".env",
        "my-claims.trig",
        "bench/results/a.json",
        "api/__pycache__/app.cpython-311.pyc",
        "ingest/__pycache__/git.cpython-313.pyc",
    ],
)
def test_what_is_of_this_machine_does_not_come_into_the_image(name: str) -> None:
    assert not is_copied(name)


def test_all_that_a_wheel_is_built_of_comes_into_the_image() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    packages = told["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    files = [
        f"{file.relative_to(ROOT)}"
        for package in packages
        for file in (ROOT / package).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    ]
    project = told["project"]
    files += ["pyproject.toml", "requirements/run.txt", project["readme"], *project["license-files"]]
    assert len(files) > 100
    assert [name for name in files if not is_copied(name)] == []


def test_what_is_said_of_podman_is_said() -> None:
    """Its own format for images has no HEALTHCHECK, and drops it with a warning."""
    assert "HEALTHCHECK" in CONTAINERFILE
    assert "podman build --format docker" in CONTAINERFILE
