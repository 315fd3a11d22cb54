"""`/sparql`: queries, the description of the service, and the editor.

An application of its own beside the routes of FastAPI: a query that is new costs little more than its reading
and its way to a worker and back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from typing import Protocol, cast

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Message, Receive, Scope, Send

from api.dependencies import get_language
from api.errors.problems import LocalizedHTTPError, make_graph_problem, make_http_problem
from api.errors.titles import describe_allowed_methods
from api.federation.resolver import Federation
from api.http import content_negotiation
from api.http.language import request_language
from api.http.request_record import CLIENT_CLOSED_REQUEST, get_record
from api.middleware import response_cache
from api.middleware.admission import Admission, DisconnectedError
from api.middleware.response_cache import ResponseCache
from api.sparql.editor import page
from api.sparql.protocol import Asked, read_request
from api.sparql.result_formats import encoding_for, forms_for, head
from api.workers.rate_limits import ClientQuotas, ClientRequest
from api.workers.task import Chunks, ClientContext, TaskResult
from graph import BadParameterError, GraphError, KnowledgeGraph
from graph.ask import Language
from graph.errors import LimitError, StoreError
from graph.linked_data import describe_dataset
from graph.rdf import MAX_BYTES, MAX_ROWS, Job, QueryJob, ServiceCallJob, ServiceRequest, media_type

PATH = "/sparql"
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
HTTP_1_0 = "1.0"
LEAST = 0.001
"""Seconds that a query is given at least, so that it is refused by who refuses late ones."""
STREAMED = 1 << 20
"""Bytes of an answer that is sent while it is still written; a shorter one is sent whole."""


Begun = Callable[[], Awaitable[TaskResult]]
"""What gives the answer to a job that was begun before the application was asked."""


class Runner(Protocol):
    """Runs jobs: a `Pool`, or an `InlinePool` that runs them in this process."""

    @property
    def timeout(self) -> float:
        """The limit of time of a job, in seconds."""

    async def run(
        self, job: Job, time_limit: float | None = None, client: ClientContext | None = None
    ) -> TaskResult:
        """Run a job and return its result."""


class Service:
    """The ASGI application at `/sparql`. Answers have at most `max_bytes` bytes and `max_rows` rows."""

    path = PATH
    """As which it is counted: the name that routes have too."""

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
            asked = await read_request(scope, receive) if scope["method"] in {"GET", "POST"} else None
            if asked and asked.text is not None:
                await self.query(asked, asked.text, scope, receive, send)
                return
            response = await self.described(Request(scope, receive)) if asked else without_query(scope)
        except GraphError as error:
            get_record(scope).record_failure(outcome_of(error), error)
            response = make_graph_problem(error, request_language(scope))
        except LocalizedHTTPError as error:
            response = make_http_problem(error, error.wording, request_language(scope))
        await response(scope, receive, send)

    async def query(self, asked: Asked, text: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a query in the format that was asked for.

        What comes by GET is remembered further out, by its address; what is posted here, by what it asks.
        """
        get_record(scope).query = text
        job = self.job(asked, text, scope)
        if scope["method"] == "GET" or self.federation.concerns(job):
            await self.perform(job, asked, scope, receive, send)
            return
        key = (text, job.default_graphs, job.named_graphs, *job.forms.values(), job.encoding)
        if known := self.cache.get(key):
            get_record(scope).outcome = "remembered"
            await send(known.start)
            await send({"type": "http.response.body", "body": known.body})
            return
        await self.perform(
            job, asked, scope, receive, response_cache.CachingSend(self.cache, key, scope, send)
        )

    async def perform(
        self, job: Job, asked: Asked | None, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Run a job for a client, and return what comes of it, in parts if it is long."""
        with self.quotas.acquire(scope["client"], receive) as client:
            begun: Begun | None = scope.get("distrograph.result")
            seconds = asked.timeout if asked else None
            answer = await (begun() if begun else self.answer(job, seconds, client))
            headers = head(answer, asked.form if asked else None)
            if isinstance(job, QueryJob) and self.federation.concerns(job):
                headers.append(response_cache.NO_STORE)
            start = {"type": "http.response.start", "status": 200, "headers": headers}
            body, rest = await read_until(answer, None if scope["http_version"] == HTTP_1_0 else STREAMED)
            if rest is not None:
                await stream(start, body, rest, client, scope, send)
                return
        headers.append((b"content-length", str(len(body)).encode()))
        await send(start)
        await send({"type": "http.response.body", "body": body})

    async def answer(self, job: Job, seconds: float | None, client: ClientRequest) -> TaskResult:
        """Run a job, after asking the other services that it calls."""
        if not isinstance(job, QueryJob) or not self.federation.concerns(job):
            return await self.runner.run(job, seconds, client)
        loop = asyncio.get_running_loop()
        due = loop.time() + min(seconds or self.runner.timeout, self.runner.timeout)

        async def read(job: ServiceCallJob) -> Sequence[ServiceRequest]:
            found = (await self.runner.run(job, due - loop.time(), client)).head
            return [ServiceRequest(*each) for each in found]

        answered = await self.federation.answered(job, read, due)
        return await self.runner.run(answered, max(due - loop.time(), LEAST), client)

    def job(self, asked: Asked, text: str, scope: Scope) -> QueryJob:
        """Make the job of a request."""
        headers = dict(scope["headers"])
        return QueryJob(
            text,
            forms_for(asked.form, headers.get(b"accept", b"").decode("latin-1")),
            asked.default_graphs,
            asked.named_graphs,
            encoding_for(headers.get(b"accept-encoding", b"")),
            self.max_bytes,
            self.max_rows,
        )

    async def described(self, request: Request) -> Response:
        """Describe the service, when there is a place for it."""
        try:
            async with self.admission.admit(request, PATH):
                return await run_in_threadpool(self.about, request)
        except DisconnectedError:
            return Response(status_code=CLIENT_CLOSED_REQUEST)

    def about(self, request: Request) -> Response:
        """Describe the service to a program, and give the editor to a browser."""
        accept = request.headers.get("accept", "")
        if content_negotiation.prefers_html(accept):
            language = get_language(request, lang_of(request))
            vary = {"Vary": "Accept, Accept-Language"}
            return HTMLResponse(page.editor(self.graph, language), headers=vary)
        form = content_negotiation.choose_offer(accept, content_negotiation.TRIPLE_FORMATS) or "turtle"
        service = str(request.url.replace(query=""))
        content = describe_dataset(self.graph, service, form)
        return Response(content, media_type=media_type("triples", form), headers={"Vary": "Accept"})


def lang_of(request: Request) -> Language | None:
    """Return the language that `lang` names; raises BadParameterError."""
    lang = request.query_params.get("lang")
    if lang in {None, "en", "zh"}:
        return cast("Language | None", lang)
    raise BadParameterError("a language is en or zh", "语言应为 en 或 zh", parameter="lang")


def without_query(scope: Scope) -> Response:
    """Answer a request by another method than queries come by: which methods there are."""
    allowed = ", ".join(METHODS)
    if scope["method"] == "OPTIONS":
        return Response(status_code=204, headers={"Allow": allowed})
    wording = describe_allowed_methods(allowed)
    return make_http_problem(
        LocalizedHTTPError(405, wording.en, wording.zh, {"Allow": allowed}), wording, request_language(scope)
    )


async def read_until(answer: TaskResult, most: int | None) -> tuple[bytes, Chunks | None]:
    """Read an answer until it has more than so many bytes; gives them, and the rest if there is more.

    What fails until then can still be told by a status. HTTP/1.0 has no chunks: there the end of the
    connection is the end of the body, so what was cut would look whole.
    """
    if answer.rest is None:
        return answer.body, None
    body = bytearray(answer.body)
    async for part in answer.rest:
        body += part
        if most and len(body) > most:
            return bytes(body), answer.rest
    return bytes(body), None


async def stream(
    start: Message, body: bytes, rest: Chunks, client: ClientRequest, scope: Scope, send: Send
) -> None:
    """Send an answer while it is written."""
    await send(start)
    await send({"type": "http.response.body", "body": body, "more_body": True})
    try:
        async with aclosing(rest):
            async for part in rest:
                await send({"type": "http.response.body", "body": part, "more_body": True})
    except GraphError as error:
        get_record(scope).record_failure(outcome_of(error), error)
        await cut(scope, client)
    else:
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def outcome_of(error: GraphError) -> str:
    """State in a word what ended a query, for the log and the metrics; nothing if its status says it."""
    if isinstance(error, StoreError):
        return "store"
    return error.cause if isinstance(error, LimitError) else ""


async def cut(scope: Scope, client: ClientRequest) -> None:
    """End the connection in the middle of an answer, so that nobody takes what was sent for the whole."""
    extension: Mapping[str, Callable[[], None]] = scope.get("extensions", {}).get("distrograph.abort", {})
    if not extension:
        raise ConnectionAbortedError("the answer was cut")
    extension["close"]()
    await client.wait_disconnected()
