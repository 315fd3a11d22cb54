"""The endpoint `/sparql`: queries, the service description, and the editor.

It is an ASGI application of its own beside the routes of FastAPI, so that a new query costs little more than
parsing the request and the way to a worker and back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from typing import Protocol, cast

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Message as ASGIMessage
from starlette.types import Receive, Scope, Send

from api.dependencies import get_language
from api.errors.problems import LocalizedHTTPError, make_graph_problem, make_http_problem
from api.errors.texts import describe_allowed_methods
from api.federation.resolver import Federation
from api.http import content_negotiation
from api.http.language import request_language
from api.http.request_record import CLIENT_CLOSED_REQUEST, get_record
from api.middleware import response_cache
from api.middleware.admission import Admission, DisconnectedError
from api.middleware.response_cache import ResponseCache
from api.sparql.editor import page
from api.sparql.protocol import SparqlRequest, read_request
from api.sparql.result_formats import choose_encoding, choose_formats, make_headers
from api.workers.rate_limits import ClientQuotas, ClientRequest
from api.workers.task import Chunks, ClientContext, TaskResult
from graph import BadParameterError, GraphError, KnowledgeGraph
from graph.errors import LimitError, StoreError
from graph.linked_data import describe_dataset
from graph.rdf import MAX_BYTES, MAX_ROWS, Job, QueryJob, ServiceCallJob, ServiceRequest, media_type
from i18n import Language, Message

SPARQL_PATH = "/sparql"
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
HTTP_1_0 = "1.0"
MIN_TIMEOUT = 0.001
"""Seconds that a query is given at least, so that the pool rejects it as it rejects late ones."""
STREAM_BYTES = 1 << 20
"""Bytes from which on a result is streamed; a shorter one is sent whole."""


PendingResult = Callable[[], Awaitable[TaskResult]]
"""Waits for the result of a job that the fast path has submitted."""


class Runner(Protocol):
    """Runs jobs: a `Pool`, or an `InlinePool` that runs them in this process."""

    @property
    def timeout(self) -> float:
        """The limit of time of a job, in seconds."""

    async def run(
        self, job: Job, time_limit: float | None = None, client: ClientContext | None = None
    ) -> TaskResult:
        """Run a job and return its result."""


class SparqlEndpoint:
    """The ASGI application at `/sparql`. Results have at most `max_bytes` bytes and `max_rows` rows."""

    path = SPARQL_PATH
    """The path by which it is counted, as of a route."""

    def __init__(
        self,
        graph: KnowledgeGraph,
        runner: Runner,
        quotas: ClientQuotas,
        cache: ResponseCache,
        *,
        max_bytes: int = MAX_BYTES,
        max_rows: int = MAX_ROWS,
        federation: Federation | None = None,
        admission: Admission | None = None,
    ) -> None:
        self.graph = graph
        self.runner = runner
        self.quotas = quotas
        self.cache = cache
        self.max_bytes = max_bytes
        self.max_rows = max_rows
        self.federation = federation or Federation(())
        self.admission = admission or Admission(quotas)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        scope["route"] = self
        response: Response
        try:
            request = await read_request(scope, receive) if scope["method"] in {"GET", "POST"} else None
            if request and request.text is not None:
                await self.query(request, request.text, scope, receive, send)
                return
            response = (
                await self.describe(Request(scope, receive)) if request else _respond_without_query(scope)
            )
        except GraphError as error:
            get_record(scope).record_failure(_classify_error(error), error)
            response = make_graph_problem(error, request_language(scope))
        except LocalizedHTTPError as error:
            response = make_http_problem(error, error.message, request_language(scope))
        await response(scope, receive, send)

    async def query(
        self, request: SparqlRequest, text: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Answer a query in the requested format.

        A response to GET is cached by the middleware, by its address; one to POST here, by the query.
        """
        get_record(scope).query = text
        job = self.make_job(request, text, scope)
        if scope["method"] == "GET" or self.federation.has_calls(job):
            await self.run_job(job, request, scope, receive, send)
            return
        key = (text, job.default_graphs, job.named_graphs, *job.forms.values(), job.encoding)
        if cached := self.cache.get(key):
            get_record(scope).outcome = "remembered"
            await send(cached.start)
            await send({"type": "http.response.body", "body": cached.body})
            return
        await self.run_job(
            job, request, scope, receive, response_cache.CachingSend(self.cache, key, scope, send)
        )

    async def run_job(
        self, job: Job, request: SparqlRequest | None, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Run a job for a client and send its result, streamed if it is long."""
        with self.quotas.acquire(scope["client"], receive) as client:
            pending: PendingResult | None = scope.get("distrograph.result")
            seconds = request.timeout if request else None
            result = await (pending() if pending else self.run_with_calls(job, seconds, client))
            headers = make_headers(result, request.form if request else None)
            if isinstance(job, QueryJob) and self.federation.has_calls(job):
                headers.append(response_cache.NO_STORE)
            start = {"type": "http.response.start", "status": 200, "headers": headers}
            body, rest = await _read_until(
                result, None if scope["http_version"] == HTTP_1_0 else STREAM_BYTES
            )
            if rest is not None:
                await _stream_response(start, body, rest, client, scope, send)
                return
        headers.append((b"content-length", str(len(body)).encode()))
        await send(start)
        await send({"type": "http.response.body", "body": body})

    async def run_with_calls(self, job: Job, seconds: float | None, client: ClientRequest) -> TaskResult:
        """Run a job, after calling the other services that it names."""
        if not isinstance(job, QueryJob) or not self.federation.has_calls(job):
            return await self.runner.run(job, seconds, client)
        loop = asyncio.get_running_loop()
        deadline = loop.time() + min(seconds or self.runner.timeout, self.runner.timeout)

        async def read_calls(job: ServiceCallJob) -> Sequence[ServiceRequest]:
            rows = (await self.runner.run(job, deadline - loop.time(), client)).head
            return [ServiceRequest(*each) for each in rows]

        resolved = await self.federation.resolve(job, read_calls, deadline)
        return await self.runner.run(resolved, max(deadline - loop.time(), MIN_TIMEOUT), client)

    def make_job(self, request: SparqlRequest, text: str, scope: Scope) -> QueryJob:
        """Make the job of a request."""
        headers = dict(scope["headers"])
        return QueryJob(
            text,
            choose_formats(request.form, headers.get(b"accept", b"").decode("latin-1")),
            request.default_graphs,
            request.named_graphs,
            choose_encoding(headers.get(b"accept-encoding", b"")),
            self.max_bytes,
            self.max_rows,
        )

    async def describe(self, request: Request) -> Response:
        """Respond with the service description or the editor, once admitted."""
        try:
            async with self.admission.admit(request, SPARQL_PATH):
                return await run_in_threadpool(self.render_description, request)
        except DisconnectedError:
            return Response(status_code=CLIENT_CLOSED_REQUEST)

    def render_description(self, request: Request) -> Response:
        """Render the service description for a program, or the editor for a browser."""
        accept = request.headers.get("accept", "")
        if content_negotiation.prefers_html(accept):
            language = get_language(request, _parse_lang(request))
            vary = {"Vary": "Accept, Accept-Language"}
            return HTMLResponse(page.render_editor(self.graph, language), headers=vary)
        form = content_negotiation.choose_offer(accept, content_negotiation.TRIPLE_FORMATS) or "turtle"
        service = str(request.url.replace(query=""))
        content = describe_dataset(self.graph, service, form)
        return Response(content, media_type=media_type("triples", form), headers={"Vary": "Accept"})


def _parse_lang(request: Request) -> Language | None:
    """Parse the parameter `lang`; raises BadParameterError."""
    lang = request.query_params.get("lang")
    if lang in {None, "en", "zh"}:
        return cast("Language | None", lang)
    raise BadParameterError(Message("the language must be en or zh"), parameter="lang")


def _respond_without_query(scope: Scope) -> Response:
    """Respond to a method that no query comes by: the allowed methods, or 405."""
    allowed = ", ".join(METHODS)
    if scope["method"] == "OPTIONS":
        return Response(status_code=204, headers={"Allow": allowed})
    message = describe_allowed_methods(allowed)
    error = LocalizedHTTPError(405, message, {"Allow": allowed})
    return make_http_problem(error, message, request_language(scope))


async def _read_until(result: TaskResult, limit: int | None) -> tuple[bytes, Chunks | None]:
    """Read a result until it exceeds `limit` bytes; returns them, and the rest if there is more.

    An error until then can still be sent with its status. HTTP/1.0 has no chunks: there the end of the
    connection is the end of the body, so an aborted response would look complete.
    """
    if result.rest is None:
        return result.body, None
    body = bytearray(result.body)
    async for chunk in result.rest:
        body += chunk
        if limit and len(body) > limit:
            return bytes(body), result.rest
    return bytes(body), None


async def _stream_response(
    start: ASGIMessage, body: bytes, rest: Chunks, client: ClientRequest, scope: Scope, send: Send
) -> None:
    """Send a response while its result is still computed."""
    await send(start)
    await send({"type": "http.response.body", "body": body, "more_body": True})
    try:
        async with aclosing(rest):
            async for chunk in rest:
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
    except GraphError as error:
        get_record(scope).record_failure(_classify_error(error), error)
        await _abort_response(scope, client)
    else:
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def _classify_error(error: GraphError) -> str:
    """Return the outcome of an error, for the log and the metrics; empty if its status tells it."""
    if isinstance(error, StoreError):
        return "store"
    return error.cause if isinstance(error, LimitError) else ""


async def _abort_response(scope: Scope, client: ClientRequest) -> None:
    """Close the connection in the middle of a response, so that no client takes the part for the whole."""
    extension: Mapping[str, Callable[[], None]] = scope.get("extensions", {}).get("distrograph.abort", {})
    if not extension:
        raise ConnectionAbortedError("the answer was cut")
    extension["close"]()
    await client.wait_disconnected()
