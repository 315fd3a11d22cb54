"""Which addresses may be called, and by which way out."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from graph.errors import BadParameterError, BadQueryError, LimitError
from graph.model import Label

PORTS = {"http": 80, "https": 443}
OPTION = "allow-service"


@dataclass(frozen=True, slots=True)
class Opened:
    """The beginnings of the addresses that may be called."""

    prefixes: tuple[SplitResult, ...]

    @classmethod
    def of(cls, prefixes: Sequence[str]) -> Opened:
        """Read them; raises BadParameterError for one that is no address."""
        return cls(tuple(parsed(prefix) for prefix in prefixes))

    def place(self, service: str) -> SplitResult:
        """Give the parts of an address that may be called; raises BadQueryError for another one."""
        try:
            asked = urlsplit(service)
            allowed = any(is_under(asked, prefix) for prefix in self.prefixes)
        except ValueError:
            allowed = False
        if not allowed:
            there = ", ".join(prefix.geturl() for prefix in self.prefixes)
            raise BadQueryError(
                f"SERVICE <{service[:200]}> is refused; this service calls only {there}",
                f"拒绝 SERVICE <{service[:200]}>；本服务只调用 {there}",
            )
        return asked

    def names(self, host: str) -> bool:
        """Tell whether a host was opened as an address, so that it may be a private one."""
        return any(prefix.hostname == host and is_literal(host) for prefix in self.prefixes)


def parsed(prefix: str) -> SplitResult:
    """Read the beginning of an address."""
    try:
        parts = urlsplit(prefix)
        fit = parts.scheme in PORTS and parts.hostname and port_of(parts) and not parts.query
    except ValueError:
        fit = False
    if not fit or "@" in parts.netloc or parts.fragment:
        raise BadParameterError(
            f"a service is opened by the beginning of its http or https address, not by “{prefix}”",
            f"开放服务须给出其 http 或 https 地址的开头，而不是“{prefix}”",
            parameter=OPTION,
        )
    return parts


def port_of(parts: SplitResult) -> int:
    """Give the port of an address; raises ValueError if it has none that can be."""
    return parts.port or PORTS[parts.scheme]


def is_under(asked: SplitResult, prefix: SplitResult) -> bool:
    """Tell whether an address begins as another one does, by its parts and whole steps of its path."""
    if asked.scheme not in PORTS or "@" in asked.netloc or "\\" in asked.geturl():
        return False
    steps = asked.path.lower().replace("%2e", ".").replace("%2f", "/").split("/")
    above = prefix.path.rstrip("/")
    return (
        (asked.scheme, asked.hostname, port_of(asked)) == (prefix.scheme, prefix.hostname, port_of(prefix))
        and not {".", ".."} & set(steps)
        and (asked.path in {prefix.path, above} or asked.path.startswith(f"{above}/"))
    )


def is_literal(host: str) -> bool:
    """Tell whether a host is written as an address, or is this machine."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost"
    return True


async def address_of(place: SplitResult, opened: Opened) -> str:
    """Find the address of a host; raises LimitError if it has none that may be called.

    A name that leads to this machine or into a private network is refused, so that whoever owns the name
    cannot open what the one who runs the service did not.
    """
    host = place.hostname or ""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port_of(place), type=socket.SOCK_STREAM)
    except OSError:
        raise unreachable(host) from None
    addresses = [str(each[4][0]).partition("%")[0] for each in found]
    if not addresses:
        raise unreachable(host)
    if not opened.names(host) and not all(ipaddress.ip_address(each).is_global for each in addresses):
        raise LimitError(
            f"{host} leads to a private address, and was not opened as one",
            f"{host} 指向私有地址，且未作为私有地址开放",
            limit=Label(en="public addresses", zh="公网地址"),
            cause="service",
        )
    return addresses[0]


def unreachable(host: str) -> LimitError:
    """Say that a service cannot be reached."""
    return LimitError(
        f"the service at {host} cannot be reached; try again later",
        f"无法连接 {host} 上的服务；请稍后重试",
        cause="service",
    )
