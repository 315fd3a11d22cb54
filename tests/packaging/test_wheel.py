import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path
from sysconfig import get_paths

import pytest

pytestmark = pytest.mark.wheel
ROOT = Path(__file__).parents[2]
PACKAGES = ("i18n", "ontology", "graph", "ingest", "api", "viz", "cli")


def run(*command: str | Path, folder: Path) -> str:
    """Run a command in a folder, without the paths of this environment; gives what it prints."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        command, cwd=folder, env=clean, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, folder=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install it in an environment of its own; gives the environment.

    The libraries are those of this environment. The link by which it installs the project's own source is
    followed only in an environment's own folder of packages, so here the project is that of the wheel.
    """
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, with_pip=False)
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", home / "bin" / "python")
    run(*pip, "install", "--quiet", "--no-index", "--no-deps", wheel, folder=home)
    packages = Path(get_paths(vars={"base": str(home), "platbase": str(home)})["purelib"])
    libraries = dict.fromkeys(get_paths()[kind] for kind in ("purelib", "platlib"))
    (packages / "libraries.pth").write_text("\n".join(libraries), "utf-8")
    return home


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """Return a folder in which there is no source."""
    return tmp_path


def test_the_wheel_holds_all_that_the_packages_hold(wheel: Path) -> None:
    """Each file of the source is in it, data too: ontology, claims, queries, templates, static files."""
    held = set(zipfile.ZipFile(wheel).namelist())
    source = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.name[0] != "."
    }
    assert {Path(name).suffix for name in source} >= {".py", ".ttl", ".rq", ".js", ".css", ".j2"}
    assert source - held == set()


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    """No tests, no notebooks, no benchmark: the packages and what describes them."""
    rooms = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {room for room in rooms if not room.endswith(".dist-info")} == set(PACKAGES)


def test_the_installed_packages_are_those_of_the_wheel(installed: Path, elsewhere: Path) -> None:
    """The source is out of reach, so that the next test tests the wheel."""
    code = f"import {', '.join(PACKAGES)}; print(*(m.__file__ for m in ({', '.join(PACKAGES)})), sep='\\n')"
    places = run(installed / "bin" / "python", "-c", code, folder=elsewhere).splitlines()
    assert len(places) == len(PACKAGES)
    assert all(Path(place).is_relative_to(installed) for place in places)


def test_the_installed_command_answers_the_card(installed: Path, elsewhere: Path) -> None:
    """`distrograph ask` knows who uses kine, and who says so."""
    command = installed / "bin" / "distrograph"
    reply = json.loads(run(command, "ask", "which distros use kine", "--json", folder=elsewhere))
    assert set(reply["answer"]["ids"]) == {"k0s", "k3d", "k3s", "rke2"}
    assert reply["sources"]


def test_the_installed_command_draws(installed: Path, elsewhere: Path) -> None:
    """The page is made of templates and scripts that came with the wheel."""
    run(installed / "bin" / "distrograph", "draw", "--focus", "kine", "-o", "kine.html", folder=elsewhere)
    assert "k0s" in (elsewhere / "kine.html").read_text("utf-8")
