"""`/dumps`: the dataset as files to download, each made at its first use."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, FastAPI, Path, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse, Response

import viz
from api.dependencies import RequestLanguage, ServedGraph
from api.errors.problems import Problem
from api.http import content_negotiation
from api.middleware.admission import ComputedRoute
from api.middleware.file_response import send_file
from graph import KnowledgeGraph
from graph.export import DUMPS, DumpFile, Dumps
from graph.models import Label, Shape
from graph.rdf import Packing


class DumpMaker:
    """Has dumps made one after the other, in a thread of its own: it takes seconds, and nobody's place."""

    def __init__(self, dumps: Dumps) -> None:
        self.dumps = dumps
        self.executor: ThreadPoolExecutor | None = None
        self.under_way: dict[str, asyncio.Future[DumpFile]] = {}

    async def file(self, name: str) -> DumpFile:
        """Return a dump, which is made once for all who wait. Raises what `Dumps.file` raises."""
        if made := self.dumps.find_ready(name):
            return made
        making = self.under_way.get(name)
        if making is None:
            self.executor = self.executor or ThreadPoolExecutor(1, "dumps")
            making = asyncio.get_running_loop().run_in_executor(self.executor, self.dumps.file, name)
            self.under_way[name] = making
            making.add_done_callback(partial(self.forget, name))
        return await asyncio.shield(making)

    def forget(self, name: str, made: asyncio.Future[DumpFile]) -> None:
        """Forget a making that has ended; who waited for it is told, and nobody else, how it ended."""
        del self.under_way[name]
        if not made.cancelled():
            made.exception()

    def close(self) -> None:
        """Cancel what waits to be made, and remove the files; they can be made anew."""
        if self.executor is not None:
            self.executor.shutdown(wait=False, cancel_futures=True)
            self.executor = None
        self.dumps.close()


@asynccontextmanager
async def _removed_at_the_end(app: FastAPI) -> AsyncIterator[None]:
    """Remove the files when the application ends; a signal that ends the process lets nothing else do it."""
    yield
    await run_in_threadpool(app.state.dumps.close)


router = APIRouter(route_class=ComputedRoute, tags=["linked data"], lifespan=_removed_at_the_end)
files = APIRouter(tags=["linked data"])
"""The files themselves, which nobody's place is held for."""


class DumpRow(Shape):
    """A file: its address, what it holds, the media type of what is in it, and how that is packed."""

    name: str
    url: str
    holds: Label
    whole: bool
    media_type: str
    packing: Packing


class DumpList(Shape):
    """The files that can be downloaded; `whole` ones hold the named graphs of the sources too."""

    items: list[DumpRow]
    total: int
    next: None = None
    snapshot: str
    as_of: dt.date


RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file", "content": {"application/gzip": {}, "application/zstd": {}}},
    206: {"description": "The requested ranges"},
    304: {"description": "Not modified"},
    404: {"model": Problem, "description": "No such file, with the nearest names"},
    412: {"model": Problem, "description": "If-Match does not hold"},
    416: {"model": Problem, "description": "The requested range is outside the file"},
}


@router.get("/dumps/", include_in_schema=False)
@router.get("/dumps", responses={200: {"model": DumpList, "content": {"text/html": {}}}})
def dumps(
    request: Request,
    graph: ServedGraph,
    reader: RequestLanguage,
    form: Annotated[Literal["json", "html"] | None, Query(alias="format")] = None,
) -> Response:
    """List the files that can be downloaded, as JSON, or as a page to a browser."""
    page = form == "html" or (
        form is None and content_negotiation.prefers_html(request.headers.get("accept", ""))
    )
    if page:
        return HTMLResponse(viz.dumps_page(graph, reader))
    return JSONResponse(list_dumps(graph).model_dump(mode="json"))


def list_dumps(graph: KnowledgeGraph) -> DumpList:
    """List the dumps."""
    items = [
        DumpRow(
            name=dump.name,
            url=f"/dumps/{dump.name}",
            holds=dump.holds,
            whole=dump.part == "whole",
            media_type=dump.content_type,
            packing=dump.packing,
        )
        for dump in DUMPS.values()
    ]
    return DumpList(items=items, total=len(items), snapshot=graph.snapshot, as_of=graph.as_of)


@files.get("/dumps/{name}", response_class=Response, responses=RESPONSES)
async def dump(
    request: Request,
    name: Annotated[str, Path(max_length=100, examples=["distrograph.nq.gz"])],
) -> Response:
    """Return a file: the whole dataset (`nq`, `trig`, `jsonld`) or the default graph (`nt`, `ttl`, `rdf`).

    `distrograph-undated.nq.gz` is what the graph of any other date is derived from.

    It is the same, byte for byte, as long as the data and the day are, and has a strong ETag; parts of it can
    be asked for with Range and If-Range. The first request for a file waits until it is created.
    """
    made = await request.app.state.dumps.file(name)
    return send_file(request, made.path, etag=f'"{made.digest[:32]}"', media_type=DUMPS[name].media_type)
