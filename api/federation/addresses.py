"""Addresses of services, parsed once: the same parts are compared, resolved and sent.

Two libraries that parse an address seldom agree on all of them, so one with unsafe characters is rejected,
and a parsed one is never serialized and parsed again.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

DEFAULT_PORTS = {"http": 80, "https": 443}
MAX_PORT = 65535
ADDRESS_PATTERN = re.compile(
    r"""(?P<scheme>https?)://
    (?:\[(?P<literal>[0-9A-Fa-f:.]+)\]|(?P<host>[^\s/?\#@:\[\]%]+))
    (?::(?P<port>[0-9]{1,5}))?
    (?P<path>/[^?\#]*)?(?P<query>\?[^\#]*)?""",
    re.VERBOSE | re.IGNORECASE,
)
"""An http or https address (RFC 3986), without user and fragment."""
UNSAFE_CHARACTERS = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\\]")
"""Characters that no address has, or that some parsers take for others."""
HOST_NAME = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
AMBIGUOUS_LETTERS = frozenset("ßς\u200c\u200d")
"""Letters that the two standards for hosts (RFC 3490, RFC 5891) take for different ones."""
PATH_SEGMENT = re.compile(r"(?:[A-Za-z0-9._~-]|%[89A-Fa-f][0-9A-Fa-f])+")
"""A path segment that every server reads alike: plain characters, and percent-escapes beyond ASCII."""
PLAIN_TEXT = re.compile(r"[A-Za-z0-9._~-]*", re.ASCII)
NON_PUBLIC_NETWORKS = tuple(
    ipaddress.ip_network(each)
    for each in (
        "100.64.0.0/10",  # shared by carriers (CGNAT)
        "192.0.0.0/24",  # of protocols
        "192.88.99.0/24",  # relays of 6to4
        "::/96",  # an IPv4 address, as it was once written in IPv6
        "::ffff:0:0/96",  # the same, as it is written now
        "::ffff:0:0:0/96",  # the same, translated
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",  # NAT64 of a network of one's own
        "100::/64",  # discarded
        "2001::/32",  # Teredo
        "2001:20::/28",  # ORCHID
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
        "5f00::/16",  # segment routing
        "fec0::/10",  # site-local
    )
)
"""Networks that are not public, or lead on to an IPv4 address that need not be, whatever a library says."""


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of an address: scheme, host and port in their normal form, path and query as written."""

    scheme: str
    host: str
    port: int
    path: str
    query: str = ""

    @property
    def authority(self) -> str:
        """The host, and the port unless it is the default."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def target(self) -> str:
        """The request target: path and query."""
        return (self.path or "/") + self.query

    def __str__(self) -> str:
        """Return the address as text."""
        return f"{self.scheme}://{self.authority}{self.path}{self.query}"


def parse_address(text: str) -> Address | None:
    """Parse an address; None if it has a user or a fragment, or is ambiguous."""
    found = None if UNSAFE_CHARACTERS.search(text) else ADDRESS_PATTERN.fullmatch(text)
    if found is None:
        return None
    scheme = found["scheme"].lower()
    host = _normalize_ipv6(found["literal"]) if found["literal"] else _normalize_host(found["host"])
    port = int(found["port"] or DEFAULT_PORTS[scheme])
    if host is None or not 0 < port <= MAX_PORT:
        return None
    path, query = (quote(found[part] or "", safe=UNQUOTED_CHARACTERS) for part in ("path", "query"))
    return Address(scheme, host, port, path, query)


UNQUOTED_CHARACTERS = "".join(map(chr, range(0x21, 0x7F)))
"""Characters that are not percent-encoded; others are, as UTF-8 (RFC 3987, section 3.1)."""


def _normalize_ipv6(text: str) -> str | None:
    """Normalize an IPv6 address; None if it is invalid."""
    try:
        return str(ipaddress.IPv6Address(text))
    except ValueError:
        return None


def _normalize_host(text: str) -> str | None:
    """Normalize a host name to lower-case ASCII without a final dot; None if it is invalid."""
    if AMBIGUOUS_LETTERS & set(text):
        return None
    try:
        ascii_ = text.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError:
        return None
    return ascii_ if HOST_NAME.fullmatch(ascii_) else None


def is_below(path: str, above: str) -> bool:
    """Return whether a path is below another one, by plain segments."""
    prefix = f"{above.rstrip('/')}/"
    if not path.startswith(prefix):
        return False
    *segments, last = path.removeprefix(prefix).split("/")
    return all(map(_is_plain_segment, segments)) and (not last or _is_plain_segment(last))


def _is_plain_segment(segment: str) -> bool:
    """Return whether a segment is plain, and neither `.` nor `..` in any encoding."""
    if not PATH_SEGMENT.fullmatch(segment):
        return False
    try:
        text = unicodedata.normalize("NFKC", unquote_to_bytes(segment).decode())
    except UnicodeDecodeError:
        return False
    plain = "".join(character for character in text if character.isascii())
    return bool(PLAIN_TEXT.fullmatch(plain)) and bool(text.strip("."))


def is_public(ip: str) -> bool:
    """Return whether an IP address is a public unicast one, and embeds no other address."""
    found = ipaddress.ip_address(ip)
    special = (
        found.is_private
        or found.is_loopback
        or found.is_link_local
        or found.is_reserved
        or found.is_multicast
        or found.is_unspecified
    )
    return found.is_global and not special and not any(found in network for network in NON_PUBLIC_NETWORKS)
