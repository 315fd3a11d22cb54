"""Addresses of services, taken apart once: what is compared, looked up and sent are the same parts.

Two libraries that take an address apart seldom agree on all of them, so nothing that has odd characters is
read at all, and what was read is never put together and taken apart again.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

PORTS = {"http": 80, "https": 443}
LAST_PORT = 65535
ADDRESS = re.compile(
    r"""(?P<scheme>https?)://
    (?:\[(?P<literal>[0-9A-Fa-f:.]+)\]|(?P<host>[^\s/?\#@:\[\]%]+))
    (?::(?P<port>[0-9]{1,5}))?
    (?P<path>/[^?\#]*)?(?P<query>\?[^\#]*)?""",
    re.VERBOSE | re.IGNORECASE,
)
"""An http or https address (RFC 3986), without user and fragment."""
ODD = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\\]")
"""Characters that no address has, or that some readers take for others."""
HOST = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
DISPUTED = frozenset("ßς\u200c\u200d")
"""Letters that the two standards for hosts (RFC 3490, RFC 5891) take for different ones."""
STEP = re.compile(r"(?:[A-Za-z0-9._~-]|%[89A-Fa-f][0-9A-Fa-f])+")
"""A step of a path that every server reads alike: plain characters, and percent-escapes beyond ASCII."""
PLAIN = re.compile(r"[A-Za-z0-9._~-]*", re.ASCII)
NOT_PUBLIC = tuple(
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
        """Host and port, as a request names them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def target(self) -> str:
        """What a request asks of the host."""
        return (self.path or "/") + self.query

    def __str__(self) -> str:
        """Write it."""
        return f"{self.scheme}://{self.authority}{self.path}{self.query}"


def address(written: str) -> Address | None:
    """Take an address apart; None for one with a user or a fragment, or that not everybody reads alike."""
    found = None if ODD.search(written) else ADDRESS.fullmatch(written)
    if found is None:
        return None
    scheme = found["scheme"].lower()
    host = literal(found["literal"]) if found["literal"] else normal_host(found["host"])
    port = int(found["port"] or PORTS[scheme])
    if host is None or not 0 < port <= LAST_PORT:
        return None
    path, query = (quote(found[part] or "", safe=SAFE) for part in ("path", "query"))
    return Address(scheme, host, port, path, query)


SAFE = "".join(map(chr, range(0x21, 0x7F)))
"""What stands in an address as it is; other characters as their bytes in UTF-8 (RFC 3987, section 3.1)."""


def literal(written: str) -> str | None:
    """Return an IPv6 address in its normal form; None if it is none."""
    try:
        return str(ipaddress.IPv6Address(written))
    except ValueError:
        return None


def normal_host(written: str) -> str | None:
    """Return a host in lower case, in ASCII and without the dot at its end; None for what is no host."""
    if DISPUTED & set(written):
        return None
    try:
        ascii_ = written.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError:
        return None
    return ascii_ if HOST.fullmatch(ascii_) else None


def is_below(path: str, above: str) -> bool:
    """Return whether a path leads down from another one, by whole steps that every server reads alike."""
    begin = f"{above.rstrip('/')}/"
    if not path.startswith(begin):
        return False
    *steps, last = path.removeprefix(begin).split("/")
    return all(map(is_plain_step, steps)) and (not last or is_plain_step(last))


def is_plain_step(step: str) -> bool:
    """Return whether a step of a path is no way up, and none in disguise."""
    if not STEP.fullmatch(step):
        return False
    try:
        text = unicodedata.normalize("NFKC", unquote_to_bytes(step).decode())
    except UnicodeDecodeError:
        return False
    plain = "".join(character for character in text if character.isascii())
    return bool(PLAIN.fullmatch(plain)) and bool(text.strip("."))


def is_public(number: str) -> bool:
    """Return whether an IP address is that of one host on the public internet, and leads to no other one."""
    found = ipaddress.ip_address(number)
    special = (
        found.is_private
        or found.is_loopback
        or found.is_link_local
        or found.is_reserved
        or found.is_multicast
        or found.is_unspecified
    )
    return found.is_global and not special and not any(found in network for network in NOT_PUBLIC)
