"""The formats of results: their negotiation, and the headers that name them."""

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
from i18n import Message

FORMATS_OF_KIND: Mapping[Kind, content_negotiation.Offers] = {
    "solutions": content_negotiation.SOLUTION_FORMATS,
    "triples": content_negotiation.TRIPLE_FORMATS,
}
ENCODINGS = {None, *compression.CONTENT_CODINGS}
VARY = (b"vary", b"Accept, Accept-Encoding")


def make_headers(answer: TaskResult, name: str | None) -> list[tuple[bytes, bytes]]:
    """Return the headers of a result; raises an error if no format was acceptable."""
    kind, form, encoding = answer.head
    if kind not in FORMATS_OF_KIND or encoding not in ENCODINGS or form not in {None, *FORMATS_OF_KIND[kind]}:
        raise malformed_message()
    if form is None:
        raise _not_acceptable(kind, name)
    headers = [(b"content-type", _encode_media_type(kind, form)), VARY]
    return [*headers, (b"content-encoding", encoding.encode())] if encoding else headers


@lru_cache(1000)
def choose_formats(name: str | None, accept: str) -> Mapping[Kind, str | None]:
    """Choose a format for each kind of result, by name or else by Accept; None if none is acceptable."""
    return {kind: _choose_format(kind, name, accept) for kind in FORMATS_OF_KIND}


def _choose_format(kind: Kind, name: str | None, accept: str) -> str | None:
    """Choose the format for a kind of result."""
    offers = FORMATS_OF_KIND[kind]
    if name is not None:
        return content_negotiation.find_offer(name, offers)
    # A browser that runs a query from the address bar would rather see JSON than an error.
    browser = content_negotiation.find_weight("text/html", content_negotiation.parse_accept(accept)) > 0
    return content_negotiation.choose_offer(accept, offers) or (next(iter(offers)) if browser else None)


@lru_cache(1000)
def choose_encoding(accept: bytes) -> str | None:
    """Choose a content coding by Accept-Encoding; None for no compression."""
    coding = compression.choose_coding(compression.parse_accept_encoding([(b"accept-encoding", accept)]))
    return None if coding == "identity" else coding


@lru_cache(100)
def _encode_media_type(kind: Kind, form: str) -> bytes:
    """Return the media type of a format, encoded for a header."""
    return serialization_media_type(kind, form).encode()


def _not_acceptable(kind: Kind, name: str | None) -> GraphError | LocalizedHTTPError:
    """Return the error that names the available formats."""
    if name is not None:
        offers = FORMATS_OF_KIND[kind]
        return BadParameterError(
            Message("this result is available as {offers}, not as “{name}”", offers=offers, name=name[:50]),
            parameter="format",
        )
    types = [each[0] for each in FORMATS_OF_KIND[kind].values()]
    return LocalizedHTTPError(406, Message("this result is available as {types}", types=types))
