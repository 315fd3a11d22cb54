"""Reading a request by the SPARQL 1.1 Protocol (section 2.1): the query, its dataset, the wanted format."""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

from graph import BadParameterError, BadQueryError

LONGEST_QUERY = 256_000
"""Bytes of a query text."""
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATES = {"update", "using-graph-uri", "using-named-graph-uri"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks: no text if it asks for the description of the service."""

    text: str | None
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    form: str | None
    seconds: float | None


async def read(request: Request) -> Asked:
    """Read a GET or POST request.

    Raises BadQueryError for a query that is missing or twice there, BadParameterError for parameters of
    updates, and HTTPException: 413 if it is too long, 415 for a media type that no query comes in.
    """
    pairs = pairs_of(request.url.query)
    if request.method == "POST":
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        body = await limited_body(request)
        if media_type == FORM:
            pairs += pairs_of(decoded(body))
        elif media_type == DIRECT:
            if any(name == "query" for name, _ in pairs):
                raise BadQueryError("the query is both in the address and in the body")
            pairs.append(("query", decoded(body)))
        else:
            raise HTTPException(415, f"a query is posted as {FORM} or {DIRECT}")
    return asked(pairs, must_ask=request.method == "POST")


def pairs_of(text: str) -> list[tuple[str, str]]:
    """Split a query string or form; what is not UTF-8 is refused."""
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError:
        raise BadQueryError("the parameters are not percent-encoded UTF-8") from None


async def limited_body(request: Request) -> bytes:
    """Read a body, but no more of it than a query may have."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_QUERY * 3:  # percent-encoding takes up to three bytes for one
            raise HTTPException(413, f"a query has at most {LONGEST_QUERY} bytes")
    return bytes(body)


def decoded(body: bytes) -> str:
    """Give a body as text; raises BadQueryError if it is not UTF-8."""
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise BadQueryError("the query is not UTF-8") from None


def asked(pairs: list[tuple[str, str]], *, must_ask: bool) -> Asked:
    """Make sense of the parameters."""
    for name, _ in pairs:
        if name in UPDATES:
            raise BadParameterError(
                f"“{name}” belongs to updates, and this service is read-only", parameter=name
            )
    texts = [value for name, value in pairs if name == "query"]
    if len(texts) > 1:
        raise BadQueryError("there is more than one query")
    if not texts and must_ask:
        raise BadQueryError("there is no query: give it as the parameter “query”")
    if texts and len(texts[0].encode()) > LONGEST_QUERY:
        raise HTTPException(413, f"a query has at most {LONGEST_QUERY} bytes")
    return Asked(
        text=texts[0] if texts else None,
        default_graphs=tuple(value for name, value in pairs if name == "default-graph-uri"),
        named_graphs=tuple(value for name, value in pairs if name == "named-graph-uri"),
        form=next((value for name, value in pairs if name in {"format", "output"} and value), None),
        seconds=seconds_of(next((value for name, value in pairs if name == "timeout" and value), None)),
    )


def seconds_of(written: str | None) -> float | None:
    """Read `timeout`, in seconds; raises BadParameterError."""
    try:
        seconds = None if written is None else float(written)
    except ValueError:
        seconds = 0.0
    if seconds is not None and not seconds > 0:
        raise BadParameterError(
            f"a time limit is a number of seconds above 0, not “{str(written)[:50]}”", parameter="timeout"
        )
    return seconds
