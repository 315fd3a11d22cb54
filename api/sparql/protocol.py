"""Reading a request by the SPARQL 1.1 Protocol (section 2.1): the query, its dataset, the wanted format."""

from dataclasses import dataclass
from email.message import Message
from urllib.parse import parse_qsl

from starlette.types import Receive, Scope

from api.errors.problems import LocalizedHTTPError
from graph import BadParameterError, BadQueryError
from graph.rdf import decode_escapes

LONGEST_QUERY = 256_000
"""Bytes of a query text."""
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
UPDATES = {"update", "using-graph-uri", "using-named-graph-uri"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks: no text if it asks for the description of the service."""

    text: str | None
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    form: str | None
    timeout: float | None


async def read_request(scope: Scope, receive: Receive) -> Asked:
    """Read a GET or POST request.

    Raises BadQueryError for a query that is missing or twice there, BadParameterError for parameters of
    updates, and Refusal: 413 if it is too long, 415 for a media type that no query comes in.
    """
    if scope["method"] == "GET":
        return asked_by(scope)
    pairs = pairs_of(scope["query_string"].decode("latin-1"))
    name, body = media_type_of(scope), await limited_body(receive)
    if name == FORM:
        pairs += pairs_of(decoded(body))
    elif any(name == "query" for name, _ in pairs):
        raise BadQueryError("the query is both in the address and in the body", "查询同时出现在地址和正文中")
    else:
        pairs.append(("query", decoded(body)))
    return parse_parameters(pairs, must_ask=True)


def asked_by(scope: Scope) -> Asked:
    """Read what the address of a GET asks; raises what `read_request` raises."""
    return parse_parameters(pairs_of(scope["query_string"].decode("latin-1")), must_ask=False)


def media_type_of(scope: Scope) -> str:
    """Return in which of the two media types a query is posted; raises Refusal 415 for all else."""
    headers = dict(scope["headers"])
    message = Message()
    message["content-type"] = headers.get(b"content-type", b"").decode("latin-1") or "none/none"
    name, charset = message.get_content_type(), message.get_content_charset("utf-8")
    if name not in {FORM, DIRECT}:
        offered = {"Accept-Post": f"{FORM}, {DIRECT}"}  # RFC 9110 has no header for it; LDP, section 7.1
        english = f"a query is posted as {FORM} or {DIRECT}"
        chinese = f"POST 查询的媒体类型须为 {FORM} 或 {DIRECT}"
        if name == UPDATE:
            english, chinese = f"this service is read-only; {english}", f"本服务只读；{chinese}"
        raise LocalizedHTTPError(415, english, chinese, offered)
    if charset not in {"utf-8", "utf8", "us-ascii"}:
        raise LocalizedHTTPError(
            415,
            f"a query is posted in UTF-8, not in {charset[:50]}",
            f"POST 查询的编码须为 UTF-8，而不是 {charset[:50]}",
        )
    if headers.get(b"content-encoding", b"identity").lower() != b"identity":
        raise LocalizedHTTPError(415, "a query is posted without compression", "POST 查询不得压缩")
    return name


def pairs_of(text: str) -> list[tuple[str, str]]:
    """Split a query string or form; what is not UTF-8 is refused."""
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError:
        raise BadQueryError(
            "the parameters are not percent-encoded UTF-8", "参数不是百分号编码的 UTF-8"
        ) from None


async def limited_body(receive: Receive) -> bytes:
    """Read a body, but no more of it than a query may have; raises Refusal."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise LocalizedHTTPError(400, "the request ended before its body did", "请求在正文结束之前中断")
        body += message.get("body", b"")
        if len(body) > LONGEST_QUERY * 3:  # percent-encoding takes up to three bytes for one
            raise too_long()
        if not message.get("more_body"):
            return bytes(body)


def too_long() -> LocalizedHTTPError:
    """State that a query is too long."""
    return LocalizedHTTPError(
        413, f"a query has at most {LONGEST_QUERY} bytes", f"查询最多 {LONGEST_QUERY} 字节"
    )


def decoded(body: bytes) -> str:
    """Return a body as text; raises BadQueryError if it is not UTF-8."""
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise BadQueryError("the query is not UTF-8", "查询不是 UTF-8") from None


def parse_parameters(pairs: list[tuple[str, str]], *, must_ask: bool) -> Asked:
    """Make sense of the parameters. The text of a query has no escapes of characters any more."""
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    for name in UPDATES & given.keys():
        raise BadParameterError(
            f"“{name}” belongs to updates, and this service is read-only",
            f"“{name}”用于更新，而本服务只读",
            parameter=name,
        )
    texts = given.get("query", [])
    if len(texts) > 1:
        raise BadQueryError("there is more than one query", "查询不止一个")
    if not texts and must_ask:
        raise BadQueryError(
            "there is no query: give it as the parameter “query”", "没有查询：请用参数“query”给出"
        )
    if texts and not texts[0].strip():
        raise BadQueryError("the query is empty", "查询为空", line=1, column=1)
    if texts and len(texts[0].encode()) > LONGEST_QUERY:
        raise too_long()
    forms = [value for name in ("format", "output") for value in given.get(name, ()) if value]
    timeouts = [value for value in given.get("timeout", ()) if value]
    return Asked(
        text=decode_escapes(texts[0]) if texts else None,
        default_graphs=tuple(given.get("default-graph-uri", ())),
        named_graphs=tuple(given.get("named-graph-uri", ())),
        form=forms[0] if forms else None,
        timeout=seconds_of(timeouts[0]) if timeouts else None,
    )


def seconds_of(written: str) -> float:
    """Read `timeout`, in seconds; raises BadParameterError."""
    try:
        seconds = float(written)
    except ValueError:
        seconds = 0.0
    if not seconds > 0:
        raise BadParameterError(
            f"a time limit is a number of seconds above 0, not “{written[:50]}”",
            f"时限应为大于 0 的秒数，而不是“{written[:50]}”",
            parameter="timeout",
        )
    return seconds
