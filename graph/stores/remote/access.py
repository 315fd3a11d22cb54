"""Access to a server: its address, the credentials, and the timeout. Secrets come from the environment."""

from __future__ import annotations

import os
import re
import ssl
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlsplit

import httpx2

from graph.errors import LocalError
from graph.settings import Settings, refuse_plain_http, settings
from i18n import Message

CONNECT_TIMEOUT = 5.0
"""Seconds in which a server takes a call."""
USER, PASSWORD, TOKEN = (
    setting.variable for setting in (Settings.store_user, Settings.store_password, Settings.store_token)
)
CHALLENGE = re.compile(r"\b(basic|digest)\b", re.IGNORECASE)
UNAUTHORIZED = 401


@dataclass(frozen=True, slots=True)
class Access:
    """The address of a server and the credentials for it. Secrets are never shown."""

    url: str
    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    timeout: float = Settings.store_timeout.default

    @property
    def auth(self) -> httpx2.Auth | None:
        """What proves who asks: a bearer token (RFC 6750), or name and password if the server wants them."""
        if self.token:
            return BearerAuth(self.token)
        return ChallengeAuth(self.user, self.password) if self.user else None

    def create_client(self) -> httpx2.Client:
        """Create a client with a pool of connections. Certificates are those that the system trusts."""
        return httpx2.Client(
            auth=self.auth,
            verify=_load_trusted_certificates(*map(os.environ.get, ("SSL_CERT_FILE", "SSL_CERT_DIR"))),
            timeout=httpx2.Timeout(self.timeout, connect=min(self.timeout, CONNECT_TIMEOUT)),
            follow_redirects=False,
            trust_env=False,
            headers={"User-Agent": "distrograph"},
        )


@cache
def _load_trusted_certificates(*_: str | None) -> ssl.SSLContext:
    """Load the certificates that the system trusts, once unless the environment names others."""
    return ssl.create_default_context()


class BearerAuth(httpx2.Auth):
    """A token that goes with each request, wherever that goes; raises LocalError for a place in the open."""

    def __init__(self, token: str) -> None:
        self.token = token

    def auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        """Add the token."""
        refuse_plain_http(str(request.url), f"the token of {TOKEN}")
        request.headers["Authorization"] = f"Bearer {self.token}"
        yield request


class ChallengeAuth(httpx2.Auth):
    """A name and a password, which are given when the server asks, and in the way that it asks (RFC 7235).

    By Digest the password itself is not sent, so that may go over plain HTTP; Basic raises LocalError there.
    """

    def __init__(self, user: str, password: str) -> None:
        self.ways: Mapping[str, httpx2.Auth] = {
            "basic": httpx2.BasicAuth(user, password),
            "digest": httpx2.DigestAuth(user, password),
        }
        self.way: httpx2.Auth | None = None

    def auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        """Ask as nobody first, and then as the server wants it; the way is kept for the next request."""
        if self.way is None:
            response = yield request
            asked = CHALLENGE.findall(response.headers.get("www-authenticate", ""))
            if response.status_code != UNAUTHORIZED or not asked:
                return
            named = {each.lower() for each in asked}
            self.way = self.ways["digest" if "digest" in named else "basic"]
        if self.way is self.ways["basic"]:
            refuse_plain_http(str(request.url), f"the password of {PASSWORD}")
        yield from self.way.auth_flow(request)


def load_access(url: str) -> Access:
    """Load the access to a server from the environment.

    Raises LocalError for an address that is none, that holds a secret, or where a token would go in the open.
    """
    try:
        parts = urlsplit(url)
        fit = bool(parts.hostname) and not parts.fragment and (parts.port or 1) > 0
    except ValueError:
        fit = False
    if not fit:
        raise LocalError(
            Message(
                "“{url}” is not the address of a SPARQL endpoint such as https://host/sparql", url=url[:200]
            )
        )
    if "@" in parts.netloc:
        raise LocalError(
            Message(
                "the address of {hostname} contains credentials, which others may see; set {user} and "
                "{password} instead",
                hostname=parts.hostname,
                user=USER,
                password=PASSWORD,
            )
        )
    if token := settings.store_token:
        refuse_plain_http(url, f"the token of {TOKEN}")
    return Access(
        url,
        settings.store_user,
        settings.store_password,
        token,
        settings.store_timeout,
    )
