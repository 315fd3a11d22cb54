"""Parsing requests of the SPARQL 1.1 Protocol (section 2.1): query, dataset, format and timeout."""

from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import parse_qsl

from starlette.types import Receive, Scope

from api.errors.problems import LocalizedHTTPError
from graph import BadParameterError, BadQueryError
from graph.rdf import decode_escapes
from i18n import Alternatives, Message

MAX_QUERY_BYTES = 256_000
"""Bytes of a query text."""
FORM_MEDIA_TYPE = "application/x-www-form-urlencoded"
QUERY_MEDIA_TYPE = "application/sparql-query"
UPDATE_MEDIA_TYPE = "application/sparql-update"
UPDATE_PARAMETERS = {"update", "using-graph-uri", "using-named-graph-uri"}


@dataclass(frozen=True, slots=True)
class SparqlRequest:
    """The parameters of a request; without a text it asks for the service description."""

    text: str | None
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    form: str | None
    timeout: float | None


async def read_request(scope: Scope, receive: Receive) -> SparqlRequest:
    """Read a GET or POST request.

    Raises BadQueryError for a query that is missing or twice there, BadParameterError for parameters of
    updates, and LocalizedHTTPError: 413 if it is too long, 415 for a media type that no query comes in.
    """
    if scope["method"] == "GET":
        return read_get(scope)
    pairs = _parse_pairs(scope["query_string"].decode("latin-1"))
    name, body = _check_media_type(scope), await _read_body(receive)
    if name == FORM_MEDIA_TYPE:
        pairs += _parse_pairs(_decode_body(body))
    elif any(name == "query" for name, _ in pairs):
        raise BadQueryError(Message("the query is given twice, in the address and in the body"))
    else:
        pairs.append(("query", _decode_body(body)))
    return _parse_parameters(pairs, is_query_required=True)


def read_get(scope: Scope) -> SparqlRequest:
    """Read the parameters of a GET; raises what `read_request` raises."""
    return _parse_parameters(_parse_pairs(scope["query_string"].decode("latin-1")), is_query_required=False)


def _check_media_type(scope: Scope) -> str:
    """Return the media type of a posted query; raises LocalizedHTTPError 415 for an unsupported one."""
    headers = dict(scope["headers"])
    message = EmailMessage()
    message["content-type"] = headers.get(b"content-type", b"").decode("latin-1") or "none/none"
    name, charset = message.get_content_type(), message.get_content_charset("utf-8")
    if name not in {FORM_MEDIA_TYPE, QUERY_MEDIA_TYPE}:
        offered = {
            "Accept-Post": f"{FORM_MEDIA_TYPE}, {QUERY_MEDIA_TYPE}"
        }  # RFC 9110 has no header for it; LDP, section 7.1
        types = Alternatives((FORM_MEDIA_TYPE, QUERY_MEDIA_TYPE))
        if name == UPDATE_MEDIA_TYPE:
            wanted = Message("this server is read-only; post the query as {types}", types=types)
        else:
            wanted = Message("post the query as {types}", types=types)
        raise LocalizedHTTPError(415, wanted, offered)
    if charset not in {"utf-8", "utf8", "us-ascii"}:
        raise LocalizedHTTPError(
            415,
            Message("post the query in UTF-8, not in {charset}", charset=charset[:50]),
        )
    if headers.get(b"content-encoding", b"identity").lower() != b"identity":
        raise LocalizedHTTPError(415, Message("post the query without compression"))
    return name


def _parse_pairs(text: str) -> list[tuple[str, str]]:
    """Parse a query string or form; raises BadQueryError if it is not UTF-8."""
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError:
        raise BadQueryError(Message("the parameters are not percent-encoded UTF-8")) from None


async def _read_body(receive: Receive) -> bytes:
    """Read a body; raises LocalizedHTTPError if it is too long or incomplete."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise LocalizedHTTPError(400, Message("the request body is incomplete"))
        body += message.get("body", b"")
        if len(body) > MAX_QUERY_BYTES * 3:  # percent-encoding takes up to three bytes for one
            raise _query_too_long()
        if not message.get("more_body"):
            return bytes(body)


def _query_too_long() -> LocalizedHTTPError:
    """Return the error for a query that is too long."""
    return LocalizedHTTPError(
        413, Message("a query may have at most {max_query_bytes} bytes", max_query_bytes=MAX_QUERY_BYTES)
    )


def _decode_body(body: bytes) -> str:
    """Decode a body; raises BadQueryError if it is not UTF-8."""
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise BadQueryError(Message("the query is not UTF-8")) from None


def _parse_parameters(pairs: list[tuple[str, str]], *, is_query_required: bool) -> SparqlRequest:
    """Parse the parameters. Character escapes in the text of the query are decoded."""
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    for name in UPDATE_PARAMETERS & given.keys():
        raise BadParameterError(
            Message("“{name}” is for updates, and this server is read-only", name=name),
            parameter=name,
        )
    texts = given.get("query", [])
    if len(texts) > 1:
        raise BadQueryError(Message("there is more than one query"))
    if not texts and is_query_required:
        raise BadQueryError(Message("there is no query; give it as the parameter “query”"))
    if texts and not texts[0].strip():
        raise BadQueryError(Message("the query is empty"), line=1, column=1)
    if texts and len(texts[0].encode()) > MAX_QUERY_BYTES:
        raise _query_too_long()
    forms = [value for name in ("format", "output") for value in given.get(name, ()) if value]
    timeouts = [value for value in given.get("timeout", ()) if value]
    return SparqlRequest(
        text=decode_escapes(texts[0]) if texts else None,
        default_graphs=tuple(given.get("default-graph-uri", ())),
        named_graphs=tuple(given.get("named-graph-uri", ())),
        form=forms[0] if forms else None,
        timeout=_parse_timeout(timeouts[0]) if timeouts else None,
    )


def _parse_timeout(text: str) -> float:
    """Parse the parameter `timeout`, in seconds; raises BadParameterError."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not seconds > 0:
        raise BadParameterError(
            Message("the timeout must be a number of seconds above 0, not “{text}”", text=text[:50]),
            parameter="timeout",
        )
    return seconds
