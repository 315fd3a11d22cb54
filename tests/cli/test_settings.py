"""Settings of the environment: what makes no sense is refused by its name."""

import sys
from pathlib import Path

import pytest

from api.server.server import make_server
from cli.main import main
from graph import BadParameterError, KnowledgeGraph
from graph.settings import Setting, Settings, settings

DECLARED = {name: each for name, each in vars(Settings).items() if isinstance(each, Setting)}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("QUERY_TIMEOUT", "soon", "a number from 0.05 to 3600.0, not “soon”"),
        ("QUERY_TIMEOUT", "0", "from 0.05 to 3600.0"),
        ("QUERY_TIMEOUT", "-1", "from 0.05 to 3600.0"),
        ("QUERY_TIMEOUT", "nan", "from 0.05 to 3600.0"),
        ("QUERY_TIMEOUT", "inf", "from 0.05 to 3600.0"),
        ("QUERY_TIMEOUT", "1e12", "from 0.05 to 3600.0"),
        ("LONG_QUERIES", "65", "from 0 to 64"),
        ("QUERY_MEMORY", "1", "a whole number of at least 16777216"),
        ("QUERY_MEMORY", "1e9", "a whole number"),
        ("LONG_QUERIES", "-1", "from 0 to 64"),
        ("CLIENT_SECONDS", "-1", "at least 0.0"),
        ("RESULT_ROWS", "0", "at least 1"),
        ("LOG", "loud", "debug, info or warning"),
    ],
)
def test_what_makes_no_sense_is_refused(
    kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    """Before anything is started, with the name of the variable and what it may be."""
    monkeypatch.setenv(f"DISTROGRAPH_{name}", value)
    with pytest.raises(BadParameterError, match=f"DISTROGRAPH_{name} must be .*{said}"):
        make_server(kg)


@pytest.mark.parametrize(
    ("name", "value"),
    [("WORKERS", "0"), ("WORKERS", "65"), ("WORKERS", "many"), ("PORT", "65536"), ("PORT", "-1")],
)
def test_the_command_has_bounds_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    """One line says which, wherever the value comes from."""
    option = f"--{name.lower()}"
    monkeypatch.setenv(f"DISTROGRAPH_{name}", value)
    for arguments in (["serve"], ["serve", option, value]):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 2
        said = capsys.readouterr().err
        assert said.count("\n") == 1
        assert option in said


def test_an_empty_setting_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Manifests and unit files set what they leave open to the empty text."""
    for setting in DECLARED.values():
        monkeypatch.setenv(setting.variable, " ")
    for name, setting in DECLARED.items():
        assert getattr(settings, name) == setting.default, name


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({"XDG_CACHE_HOME": "/caches"}, "/caches/distrograph"),
        ({"HOME": "/home/somebody"}, "/home/somebody/.cache/distrograph"),
        ({"DISTROGRAPH_CACHE": "/elsewhere", "XDG_CACHE_HOME": "/caches"}, "/elsewhere"),
        ({"DISTROGRAPH_CACHE": "", "XDG_CACHE_HOME": "/caches"}, None),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other folders")
def test_the_cache_is_where_the_system_has_caches(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], folder: str | None
) -> None:
    """A setting comes first; the empty one says that nothing is kept."""
    for name in ("DISTROGRAPH_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert settings.cache == (folder and Path(folder))
