"""The allowlist of services, and the resolution of their hosts to public addresses."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass

from api.federation.addresses import Address, is_below, is_public, parse_address
from graph.errors import BadParameterError, BadQueryError, LimitError
from i18n import Message

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
                Message(
                    "SERVICE <{service}> is not allowed; this server calls only {allowed} and paths below",
                    service=service[:200],
                    allowed=allowed,
                ),
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
            Message(
                "allow a service by the beginning of its http or https address, not by “{prefix}”",
                prefix=prefix,
            ),
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
            Message("{host} resolves to a private address, which is not allowed", host=address.host),
            limit=Message("public addresses"),
            cause="service",
        )
    return addresses[0]


def _service_unreachable(host: str) -> LimitError:
    """Return the error for a service that cannot be reached."""
    return LimitError(
        Message("cannot reach the service at {host}; try again later", host=host),
        cause="service",
    )
