"""Calling another SPARQL service, within limits and without following redirects."""

from __future__ import annotations

from http import HTTPStatus

import httpx2

from api.federation.allowlist import Allowlist, resolve_host
from graph.errors import LimitError, TooLongError
from graph.models import Label
from graph.rdf import FAILED_CALL, ServiceRequest

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
        return raise_unless_silent(
            request, _service_failed(request.service, _untranslated(type(error).__name__))
        )
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
            raise _service_failed(
                request.service, Label(en=f"it answers with {status}", zh=f"其状态码为 {status}")
            )
        async for part in response.aiter_raw():
            content += part
            if len(content) > MAX_ANSWER_BYTES:
                raise _service_answer_too_long(request.service)
    return bytes(content)


def _untranslated(text: str) -> Label:
    """Return a label that is the same in both languages."""
    return Label(en=text, zh=text)


def _service_failed(service: str, reason: Label) -> LimitError:
    """Return the error for a service that gives no answer."""
    return LimitError(
        f"SERVICE <{service}> has no answer: {reason.en}",
        f"SERVICE <{service}> 没有应答：{reason.zh}",
        cause="service",
    )


def service_timed_out(service: str) -> LimitError:
    """Return the error for a service that is too slow."""
    return LimitError(
        f"SERVICE <{service}> did not answer before the time of the query was over",
        f"SERVICE <{service}> 未在查询时限内应答",
        limit=Label(en="the time of the query", zh="查询的时限"),
        cause="time",
    )


def _service_answer_too_long(service: str) -> TooLongError:
    """Return the error for a service whose answer is too long."""
    limit = f"{MAX_ANSWER_BYTES >> 20} MiB"
    return TooLongError(
        f"SERVICE <{service}> answers with more than {limit}; ask it for less",
        f"SERVICE <{service}> 的应答超过 {limit}；请缩小对它的查询范围",
        limit=Label(en=f"{limit} from another service", zh=f"其他服务的应答 {limit}"),
        cause="length",
    )
