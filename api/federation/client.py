"""Calling another SPARQL service, within limits and without following redirects."""

from __future__ import annotations

from http import HTTPStatus

import httpx2

from api.federation.allowlist import Allowlist, resolve_host
from graph.errors import LimitError, TooLongError
from graph.rdf import FAILED_CALL, ServiceRequest
from i18n import Message

MAX_ANSWER_BYTES = 8 << 20
"""Bytes of the answer of another service."""
ACCEPT = "application/sparql-results+json"


async def call_service(request: ServiceRequest, allowlist: Allowlist, client: httpx2.AsyncClient) -> bytes:
    """Call a service; returns SPARQL JSON, or FAILED_CALL for a silent call that failed.

    Raises BadQueryError for an address that is not allowed, and LimitError if the service fails.
    """
    try:
        return await _send_request(request, allowlist, client)
    except httpx2.HTTPError as error:
        return raise_unless_silent(request, _service_failed(request.service, type(error).__name__))
    except LimitError as error:
        return raise_unless_silent(request, error)


def raise_unless_silent(request: ServiceRequest, error: LimitError) -> bytes:
    """Raise the error of a call, or return FAILED_CALL if the call is silent."""
    if request.silent:
        return FAILED_CALL
    raise error


async def _send_request(request: ServiceRequest, allowlist: Allowlist, client: httpx2.AsyncClient) -> bytes:
    """Send a request to the IP address that was checked, and read the answer."""
    address = allowlist.require_allowed(request.service)
    url = httpx2.URL(
        scheme=address.scheme, host=await resolve_host(address, allowlist), port=address.port, path="/"
    )
    headers = {"Host": address.authority, "Accept": ACCEPT, "Accept-Encoding": "identity"}
    extensions = {"sni_hostname": address.host, "target": address.target.encode("ascii")}
    content = bytearray()
    async with client.stream(
        "POST", url, data={"query": request.query}, headers=headers, extensions=extensions
    ) as response:
        if response.status_code != HTTPStatus.OK:
            status = response.status_code
            raise _service_failed(request.service, Message("it answered with status {status}", status=status))
        async for part in response.aiter_raw():
            content += part
            if len(content) > MAX_ANSWER_BYTES:
                raise _service_answer_too_long(request.service)
    return bytes(content)


def _service_failed(service: str, reason: Message | str) -> LimitError:
    """Return the error for a service that gives no answer."""
    return LimitError(
        Message("SERVICE <{service}> failed: {reason}", service=service, reason=reason),
        cause="service",
    )


def service_timed_out(service: str) -> LimitError:
    """Return the error for a service that is too slow."""
    return LimitError(
        Message("SERVICE <{service}> did not answer within the query's time limit", service=service),
        limit=Message("the query's time limit"),
        cause="time",
    )


def _service_answer_too_long(service: str) -> TooLongError:
    """Return the error for a service whose answer is too long."""
    limit = f"{MAX_ANSWER_BYTES >> 20} MiB"
    return TooLongError(
        Message(
            "SERVICE <{service}> returned more than {limit}; narrow the query that it is sent",
            service=service,
            limit=limit,
        ),
        limit=Message("{limit} from another service", limit=limit),
        cause="length",
    )
