"""Secrets do not go over plain HTTP, where others can read them, but to this machine and to named hosts."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from graph.errors import LocalError
from graph.settings.environment import Settings, settings
from i18n import Message


def refuse_plain_http(url: str, secret: str) -> None:
    """Raise LocalError if a secret, as it is spoken of, would go to an address in the open."""
    if not is_safe(url):
        host = _parse_host(url)
        raise LocalError(
            Message(
                "{secret} would be sent to {host} over unencrypted HTTP; use https, or allow the host with "
                "{variable}={host}",
                secret=secret,
                host=host,
                variable=Settings.allow_http.variable,
            )
        )


def is_safe(url: str) -> bool:
    """Return whether a secret may go to an address: not by plain HTTP, or to this machine or a named host."""
    if urlsplit(url).scheme.lower() != "http":
        return True
    host = _parse_host(url)
    named = {each.rstrip(".").lower() for each in settings.allow_http}
    return host in named or _is_loopback(host)


def _parse_host(url: str) -> str:
    """Return the host of an address in lower case, and without the dot at its end."""
    return (urlsplit(url).hostname or "").rstrip(".")


def _is_loopback(host: str) -> bool:
    """Return whether a host is this machine by its very name."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
