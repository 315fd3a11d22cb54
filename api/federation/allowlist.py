"""Which addresses may be called, and by which way out."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass

from api.federation.addresses import Address, address, is_below, is_public
from graph.errors import BadParameterError, BadQueryError, LimitError
from graph.models import Label

OPTION = "allow-service"


@dataclass(frozen=True, slots=True)
class Opened:
    """The beginnings of the addresses that may be called."""

    prefixes: tuple[Address, ...]

    @classmethod
    def of(cls, prefixes: Sequence[str]) -> Opened:
        """Read them; raises BadParameterError for one that is no address."""
        return cls(tuple(parsed(prefix) for prefix in prefixes))

    def place(self, service: str) -> Address:
        """Return the parts of an address that may be called; raises BadQueryError for another one."""
        asked = address(service)
        if asked is None or not any(is_under(asked, prefix) for prefix in self.prefixes):
            there = ", ".join(map(str, self.prefixes))
            raise BadQueryError(
                f"SERVICE <{service[:200]}> is refused; this service calls only {there} and what is below",
                f"拒绝 SERVICE <{service[:200]}>；本服务只调用 {there} 及其下的普通路径",
            )
        return asked

    def names(self, host: str) -> bool:
        """Return whether a host was opened as an address, so that it may be a private one."""
        return any(prefix.host == host and is_literal(host) for prefix in self.prefixes)


def parsed(prefix: str) -> Address:
    """Read the beginning of an address."""
    found = address(prefix)
    if found is None:
        raise BadParameterError(
            f"a service is opened by the beginning of its http or https address, not by “{prefix}”",
            f"开放服务须给出其 http 或 https 地址的开头，而不是“{prefix}”",
            parameter=OPTION,
        )
    return found


def is_under(asked: Address, prefix: Address) -> bool:
    """Return whether an address is an opened one as it was written, or leads down from it by plain steps."""
    if (asked.scheme, asked.host, asked.port) != (prefix.scheme, prefix.host, prefix.port):
        return False
    if asked.query or prefix.query:
        return (asked.path, asked.query) == (prefix.path, prefix.query)
    return asked.path in {prefix.path, prefix.path.rstrip("/")} or is_below(asked.path, prefix.path)


def is_literal(host: str) -> bool:
    """Return whether a host is written as an address, or is this machine."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost"
    return True


async def address_of(place: Address, opened: Opened) -> str:
    """Find the address of a host; raises LimitError if it has none that may be called.

    A name that leads to this machine or into a private network is refused, so that whoever owns the name
    cannot open what the one who runs the service did not.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise unreachable(place.host) from None
    addresses = [str(each[4][0]).partition("%")[0] for each in found]
    if not addresses:
        raise unreachable(place.host)
    if not opened.names(place.host) and not all(map(is_public, addresses)):
        raise LimitError(
            f"{place.host} leads to a private address, and was not opened as one",
            f"{place.host} 指向私有地址，且未作为私有地址开放",
            limit=Label(en="public addresses", zh="公网地址"),
            cause="service",
        )
    return addresses[0]


def unreachable(host: str) -> LimitError:
    """State that a service cannot be reached."""
    return LimitError(
        f"the service at {host} cannot be reached; try again later",
        f"无法连接 {host} 上的服务；请稍后重试",
        cause="service",
    )
