"""Settings of the environment: what makes no sense is refused by its name."""

import pytest

from api.serving import make_server
from graph import BadParameterError, KnowledgeGraph


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("QUERY_TIMEOUT", "soon", "a number from 0.05 up, not “soon”"),
        ("QUERY_TIMEOUT", "0", "from 0.05 up"),
        ("QUERY_TIMEOUT", "-1", "from 0.05 up"),
        ("QUERY_TIMEOUT", "nan", "from 0.05 up"),
        ("QUERY_TIMEOUT", "inf", "from 0.05 up"),
        ("QUERY_MEMORY", "1", "a whole number from 16777216 up"),
        ("QUERY_MEMORY", "1e9", "a whole number"),
        ("LONG_QUERIES", "-1", "from 0 up"),
        ("CLIENT_SECONDS", "-1", "from 0.0 up"),
        ("RESULT_ROWS", "0", "from 1 up"),
        ("LOG", "loud", "debug, info or warning"),
    ],
)
def test_what_makes_no_sense_is_refused(
    kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    """Before anything is started, with the name of the variable and what it may be."""
    monkeypatch.setenv(f"DISTROGRAPH_{name}", value)
    with pytest.raises(BadParameterError, match=f"DISTROGRAPH_{name} is .*{said}"):
        make_server(kg)
