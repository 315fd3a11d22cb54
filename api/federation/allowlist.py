"""The allowlist of services, and the resolution of their hosts to public addresses."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass

from api.federation.addresses import Address, is_below, is_public, parse_address
from graph.errors import BadParameterError, BadQueryError, LimitError
from graph.models import Label

OPTION = "allow-service"


@dataclass(frozen=True, slots=True)
class Allowlist:
    """The prefixes of the addresses that may be called."""

    prefixes: tuple[Address, ...]

    @classmethod
    def parse(cls, prefixes: Sequence[str]) -> Allowlist:
        """Parse prefixes; raises BadParameterError for an invalid one."""
        return cls(tuple(_parse_prefix(prefix) for prefix in prefixes))

    def require_allowed(self, service: str) -> Address:
        """Parse the address of a service; raises BadQueryError unless it is allowed."""
        address = parse_address(service)
        if address is None or not any(_is_covered(address, prefix) for prefix in self.prefixes):
            allowed = ", ".join(map(str, self.prefixes))
            raise BadQueryError(
                f"SERVICE <{service[:200]}> is refused; this service calls only {allowed} and what is below",
                f"拒绝 SERVICE <{service[:200]}>；本服务只调用 {allowed} 及其下的普通路径",
            )
        return address

    def has_private_host(self, host: str) -> bool:
        """Return whether a host is allowed by its IP address, so that it may be private."""
        return any(prefix.host == host and _is_ip_or_localhost(host) for prefix in self.prefixes)


def _parse_prefix(prefix: str) -> Address:
    """Parse one prefix."""
    found = parse_address(prefix)
    if found is None:
        raise BadParameterError(
            f"a service is opened by the beginning of its http or https address, not by “{prefix}”",
            f"开放服务须给出其 http 或 https 地址的开头，而不是“{prefix}”",
            parameter=OPTION,
        )
    return found


def _is_covered(address: Address, prefix: Address) -> bool:
    """Return whether an address is the prefix itself, or below it by plain segments."""
    if (address.scheme, address.host, address.port) != (prefix.scheme, prefix.host, prefix.port):
        return False
    if address.query or prefix.query:
        return (address.path, address.query) == (prefix.path, prefix.query)
    return address.path in {prefix.path, prefix.path.rstrip("/")} or is_below(address.path, prefix.path)


def _is_ip_or_localhost(host: str) -> bool:
    """Return whether a host is an IP address or localhost."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost"
    return True


async def resolve_host(address: Address, allowlist: Allowlist) -> str:
    """Resolve the host of an address to an IP address; raises LimitError if it is private or unknown.

    A name that resolves to this machine or a private network is refused, so that whoever owns the name
    cannot open what the operator of this service did not.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(
            address.host, address.port, type=socket.SOCK_STREAM
        )
    except (OSError, UnicodeError):
        raise _service_unreachable(address.host) from None
    addresses = [str(each[4][0]).partition("%")[0] for each in found]
    if not addresses:
        raise _service_unreachable(address.host)
    if not allowlist.has_private_host(address.host) and not all(map(is_public, addresses)):
        raise LimitError(
            f"{address.host} leads to a private address, and was not opened as one",
            f"{address.host} 指向私有地址，且未作为私有地址开放",
            limit=Label(en="public addresses", zh="公网地址"),
            cause="service",
        )
    return addresses[0]


def _service_unreachable(host: str) -> LimitError:
    """Return the error for a service that cannot be reached."""
    return LimitError(
        f"the service at {host} cannot be reached; try again later",
        f"无法连接 {host} 上的服务；请稍后重试",
        cause="service",
    )
