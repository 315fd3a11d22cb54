"""The formats of answers: which one a client would like, and the headers that say which one it is."""

from collections.abc import Mapping
from functools import lru_cache

from api.errors.problems import LocalizedHTTPError
from api.http import content_negotiation
from api.middleware import compression
from api.workers.errors import malformed_message
from api.workers.task import TaskResult
from graph import BadParameterError, GraphError
from graph.rdf import Kind
from graph.rdf import media_type as serialization_media_type

OFFERS: Mapping[Kind, content_negotiation.Offers] = {
    "solutions": content_negotiation.SOLUTION_FORMATS,
    "triples": content_negotiation.TRIPLE_FORMATS,
}
ENCODINGS = {None, *compression.CONTENT_CODINGS}
VARY = (b"vary", b"Accept, Accept-Encoding")


def head(answer: TaskResult, name: str | None) -> list[tuple[bytes, bytes]]:
    """Return the headers that say what an answer is; raises a refusal if there is no format for it."""
    kind, form, encoding = answer.head
    if kind not in OFFERS or encoding not in ENCODINGS or form not in {None, *OFFERS[kind]}:
        raise malformed_message()
    if form is None:
        raise not_acceptable(kind, name)
    headers = [(b"content-type", media_type(kind, form)), VARY]
    return [*headers, (b"content-encoding", encoding.encode())] if encoding else headers


@lru_cache(1000)
def forms_for(name: str | None, accept: str) -> Mapping[Kind, str | None]:
    """Choose a format for each kind of answer, by name or else by Accept; None if none fits."""
    return {kind: wanted(kind, name, accept) for kind in OFFERS}


def wanted(kind: Kind, name: str | None, accept: str) -> str | None:
    """Choose the format for a kind of answer."""
    offers = OFFERS[kind]
    if name is not None:
        return content_negotiation.find_offer(name, offers)
    # A browser that runs a query from the address bar would rather see JSON than an error.
    browser = content_negotiation.find_weight("text/html", content_negotiation.parse_accept(accept)) > 0
    return content_negotiation.choose_offer(accept, offers) or (next(iter(offers)) if browser else None)


@lru_cache(1000)
def encoding_for(accept: bytes) -> str | None:
    """Choose a content coding by Accept-Encoding; None if a plain answer is as welcome."""
    coding = compression.choose_coding(compression.parse_accept_encoding([(b"accept-encoding", accept)]))
    return None if coding == "identity" else coding


@lru_cache(100)
def media_type(kind: Kind, form: str) -> bytes:
    """Return the media type of a format as a header has it."""
    return serialization_media_type(kind, form).encode()


def not_acceptable(kind: Kind, name: str | None) -> GraphError | LocalizedHTTPError:
    """State in which formats an answer could have been given."""
    if name is not None:
        there = OFFERS[kind]
        return BadParameterError(
            f"this answer comes as {', '.join(there)}, not as “{name[:50]}”",
            f"此结果可用的格式为 {'、'.join(there)}，没有“{name[:50]}”",
            parameter="format",
        )
    types = [each[0] for each in OFFERS[kind].values()]
    return LocalizedHTTPError(
        406, f"this answer comes as {', '.join(types)}", f"此结果可用的格式为 {'、'.join(types)}"
    )
