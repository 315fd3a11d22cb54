"""Asking another SPARQL service: in time, within bounds, and without following it anywhere."""

from __future__ import annotations

from http import HTTPStatus

import httpx2

from api.federation.allowlist import Opened, address_of
from graph.errors import LimitError, TooLongError
from graph.models import Label
from graph.rdf import FAILED_CALL, ServiceRequest

LONGEST = 8 << 20
"""Bytes of an answer of another service."""
ACCEPT = "application/sparql-results+json"


async def ask(request: ServiceRequest, opened: Opened, client: httpx2.AsyncClient) -> bytes:
    """Ask what a call asks; gives SPARQL JSON, or FAILED for a silent call that failed.

    Raises BadQueryError for an address that was not opened, and LimitError if the service fails.
    """
    try:
        return await answer(request, opened, client)
    except httpx2.HTTPError as error:
        return unless_silent(request, failed(request.service, same(type(error).__name__)))
    except LimitError as error:
        return unless_silent(request, error)


def unless_silent(request: ServiceRequest, failure: LimitError) -> bytes:
    """Raise a failure, unless the call may fail."""
    if request.silent:
        return FAILED_CALL
    raise failure


async def answer(request: ServiceRequest, opened: Opened, client: httpx2.AsyncClient) -> bytes:
    """Send a request, to the address that was looked at and to no other, and read the answer."""
    place = opened.place(request.service)
    url = httpx2.URL(scheme=place.scheme, host=await address_of(place, opened), port=place.port, path="/")
    headers = {"Host": place.authority, "Accept": ACCEPT, "Accept-Encoding": "identity"}
    extensions = {"sni_hostname": place.host, "target": place.target.encode("ascii")}
    content = bytearray()
    async with client.stream(
        "POST", url, data={"query": request.query}, headers=headers, extensions=extensions
    ) as response:
        if response.status_code != HTTPStatus.OK:
            status = response.status_code
            raise failed(request.service, Label(en=f"it answers with {status}", zh=f"其状态码为 {status}"))
        async for part in response.aiter_raw():
            content += part
            if len(content) > LONGEST:
                raise too_long(request.service)
    return bytes(content)


def same(text: str) -> Label:
    """Word what is a name in both languages."""
    return Label(en=text, zh=text)


def failed(service: str, reason: Label) -> LimitError:
    """State that a service gave no answer."""
    return LimitError(
        f"SERVICE <{service}> has no answer: {reason.en}",
        f"SERVICE <{service}> 没有应答：{reason.zh}",
        cause="service",
    )


def out_of_time(service: str) -> LimitError:
    """State that a service is too slow."""
    return LimitError(
        f"SERVICE <{service}> did not answer before the time of the query was over",
        f"SERVICE <{service}> 未在查询时限内应答",
        limit=Label(en="the time of the query", zh="查询的时限"),
        cause="time",
    )


def too_long(service: str) -> TooLongError:
    """State that a service answers with too much."""
    most = f"{LONGEST >> 20} MiB"
    return TooLongError(
        f"SERVICE <{service}> answers with more than {most}; ask it for less",
        f"SERVICE <{service}> 的应答超过 {most}；请缩小对它的查询范围",
        limit=Label(en=f"{most} from another service", zh=f"其他服务的应答 {most}"),
        cause="length",
    )
