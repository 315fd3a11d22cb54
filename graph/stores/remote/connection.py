"""Requests to a server: tried again where that does no harm, and in words where it fails."""

from __future__ import annotations

import math
import os
import random
import re
import time
from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from urllib.parse import urlsplit

import httpx2

from graph.errors import StoreError
from graph.stores.remote.access import CALLING, SETTING, Access
from graph.stores.remote.circuit_breaker import Breaker
from graph.stores.remote.dialects import CUT_SHORT

TRIES = 3
PAUSE = 0.1
"""Seconds before the second try; twice as many before each further one, more or less."""
GLANCE = 1.0
"""Seconds in which a server that is not down answers what takes no time."""
LONGEST = 3.0
"""Seconds that a server may make us wait before we try again."""
ERRNO = re.compile(r"^\[Errno -?\d+\] ")
SHOWN = 1000
"""Bytes of what a server says of an error."""
MISPLACED = {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}
BUSY = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE}
"""What a server or what stands before it says when it was not asked, or cannot be."""


class Connection:
    """What asks a server. After a fork it begins anew; threads may share it.

    Everything that is sent through it can be sent twice without harm: queries, graphs as a whole, and triples
    without blank nodes, of which a graph is a set.
    """

    def __init__(self, access: Access, tries: int = TRIES) -> None:
        self._client: tuple[int, httpx2.Client] | None = None
        self.access = access
        self.tries = tries
        self.breaker = Breaker()

    @property
    def host(self) -> str:
        """The server, as it is spoken of."""
        return urlsplit(self.access.url).netloc

    @property
    def client(self) -> httpx2.Client:
        """The client of this process."""
        if self._client is None or self._client[0] != os.getpid():
            self._client = os.getpid(), self.access.client()
        return self._client[1]

    def __del__(self) -> None:
        """Release connections: nobody asks any more."""
        self.rest()

    def rest(self) -> None:
        """Release connections that are kept, before a fork: who is forked would hold them too."""
        if self._client and self._client[0] == os.getpid():
            self._client[1].close()
        self._client = None

    @contextmanager
    def response(self, request: httpx2.Request, allowed: Container[int] = ()) -> Iterator[httpx2.Response]:
        """Send a request; its answer, a success or `allowed`, is read within. Raises StoreError."""
        if wait := self.breaker.wait():
            raise StoreError(
                f"the store at {self.host} does not answer; it is asked again in {math.ceil(wait)} s",
                f"位于 {self.host} 的存储没有应答；{math.ceil(wait)} 秒后会再次询问",
                status=503,
                after=wait,
            )
        response = self.tried(request)
        if response.status_code not in allowed:
            self.check(response)
        try:
            yield response
        finally:
            response.close()

    def tried(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request until it is answered, a few times at most."""
        for left in reversed(range(self.tries)):
            pause = PAUSE * 2 ** (self.tries - left - 1) * random.uniform(0.5, 1.5)  # noqa: S311  # no secret
            try:
                response = self.client.send(request, stream=True)
            except httpx2.TimeoutException as error:
                raise self.late(error) from None
            except httpx2.HTTPError as error:
                if not left or not isinstance(error, httpx2.TransportError):
                    self.breaker.failed()
                    raise self.unreachable(error) from None
            else:
                if response.status_code not in BUSY or not left:
                    return response
                pause = max(pause, asked_to_wait(response.headers))
                response.close()
                if pause > LONGEST:
                    raise self.busy(response)
            time.sleep(pause)
        raise AssertionError("the last try returns or raises")

    def check(self, response: httpx2.Response) -> None:
        """Hold a response against what was asked for; raises StoreError."""
        if response.status_code in BUSY:
            self.breaker.failed()
            response.close()
            raise self.busy(response)
        self.breaker.worked()
        if response.status_code == HTTPStatus.GATEWAY_TIMEOUT:
            response.close()
            raise self.late(None)
        if rows := response.headers.get(CUT_SHORT):
            response.close()
            raise self.nonsense(f"it gives no more than {rows} rows", f"它最多只给出 {rows} 行")
        if not response.is_success:
            raise self.refused(response)

    # --- what can go wrong, in words

    def unreachable(self, error: Exception) -> StoreError:
        """State that a server cannot be reached."""
        reason = ERRNO.sub("", str(error).strip()) or type(error).__name__
        return StoreError(
            f"the store at {self.host} cannot be reached: {reason}",
            f"无法连接位于 {self.host} 的存储：{reason}",
            status=503,
        )

    def busy(self, response: httpx2.Response) -> StoreError:
        """State that a server takes no more."""
        return StoreError(
            f"the store at {self.host} takes no request now ({response.status_code})",
            f"位于 {self.host} 的存储暂不接受请求（{response.status_code}）",
            status=503,
            after=max(2.0, asked_to_wait(response.headers)),
        )

    def late(self, error: Exception | None) -> StoreError:
        """State that a server takes too long.

        If it was silent again and again, all those queries may have been long. So it is asked what takes no
        time, and is left in peace only if it is silent then too.
        """
        called = isinstance(error, httpx2.ConnectTimeout)
        if error and self.breaker.failed() and not called and self.alive():
            self.breaker.worked()
        seconds = min(self.access.seconds, CALLING) if called else self.access.seconds
        return StoreError(
            f"the store at {self.host} did not answer within {seconds:g} s",
            f"位于 {self.host} 的存储未在 {seconds:g} 秒内应答",
            status=504,
        )

    def alive(self) -> bool:
        """Ask a server what takes no time; tells whether it answers anything."""
        try:
            self.client.post(self.access.url, data={"query": "ASK {}"}, timeout=GLANCE)
        except httpx2.HTTPError:
            return False
        return True

    def nonsense(self, english: str, chinese: str) -> StoreError:
        """State that the answer of a server makes no sense."""
        return StoreError(
            f"the store at {self.host} gave no answer that can be used: {english}",
            f"位于 {self.host} 的存储未给出可用的应答：{chinese}",
            status=502,
        )

    def refused(self, response: httpx2.Response) -> StoreError:
        """State that a server refuses a request, and what it says of it."""
        try:
            begin = next(response.iter_bytes(SHOWN), b"")  # of an answer that might have no end
        except httpx2.HTTPError:
            begin = b""
        said = " ".join(begin.decode("utf-8", "replace").split())[:200]
        response.close()
        if response.status_code == HTTPStatus.UNAUTHORIZED:
            names = f"{SETTING}USER, {SETTING}PASSWORD / {SETTING}TOKEN"
            return self.nonsense(
                f"it lets nobody in who asks as we do (401); {names} say who asks",
                f"它拒绝我们的身份（401）；身份由 {names} 给出",
            )
        if response.status_code == HTTPStatus.FORBIDDEN:
            return self.nonsense(f"it does not allow that (403) {said}", f"它不允许这样做（403）{said}")
        status = response.status_code
        if status in MISPLACED:
            return self.nonsense(
                f"{status}; an address that takes queries ends like …/sparql or …/query",
                f"{status}；接受查询的地址形如 …/sparql 或 …/query",
            )
        return self.nonsense(f"{status} {said}".strip(), f"{status} {said}".strip())


def asked_to_wait(headers: Mapping[str, str]) -> float:
    """Return the seconds after which a server wants to be asked again (RFC 9110, 10.2.3); 0 if unsaid."""
    written = headers.get("retry-after", "")
    return float(written) if written.isdecimal() else 0.0
