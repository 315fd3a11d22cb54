"""Requests to a server, with retries where they do no harm, and errors that say what failed."""

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
from graph.stores.remote.access import CONNECT_TIMEOUT, PASSWORD, TOKEN, USER, Access
from graph.stores.remote.circuit_breaker import CircuitBreaker
from graph.stores.remote.dialects import TRUNCATION_HEADER
from i18n import Message

MAX_TRIES = 3
RETRY_DELAY = 0.1
"""Seconds before the first retry; doubled before each further one, with jitter."""
PROBE_TIMEOUT = 1.0
"""Seconds in which a server that is not down answers a probe."""
MAX_RETRY_DELAY = 3.0
"""Seconds that a server may ask us to wait before a retry."""
ERRNO = re.compile(r"^\[Errno -?\d+\] ")
MAX_ERROR_BYTES = 1000
"""Bytes that are read of an error's body."""
WRONG_ADDRESS_STATUSES = {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}
BUSY_STATUSES = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE}
"""Statuses by which a server, or a proxy before it, takes no request."""


class Connection:
    """A connection to a server. After a fork it begins anew; threads may share it.

    Everything that is sent through it can be sent twice without harm: queries, graphs as a whole, and triples
    without blank nodes, of which a graph is a set.
    """

    def __init__(self, access: Access, max_tries: int = MAX_TRIES) -> None:
        self._client: tuple[int, httpx2.Client] | None = None
        self.access = access
        self.max_tries = max_tries
        self.breaker = CircuitBreaker()

    @property
    def host(self) -> str:
        """The host and port of the server."""
        return urlsplit(self.access.url).netloc

    @property
    def client(self) -> httpx2.Client:
        """The client of this process."""
        if self._client is None or self._client[0] != os.getpid():
            self._client = os.getpid(), self.access.create_client()
        return self._client[1]

    def __del__(self) -> None:
        """Release the connections."""
        self.release()

    def release(self) -> None:
        """Release the pooled connections, before a fork: the child would hold them too."""
        if self._client and self._client[0] == os.getpid():
            self._client[1].close()
        self._client = None

    @contextmanager
    def send(self, request: httpx2.Request, allowed: Container[int] = ()) -> Iterator[httpx2.Response]:
        """Send a request; its answer, a success or `allowed`, is read in the context. Raises StoreError."""
        if wait := self.breaker.remaining_pause():
            raise StoreError(
                Message(
                    "the store at {host} does not answer; retrying in {wait} s",
                    host=self.host,
                    wait=math.ceil(wait),
                ),
                status=503,
                after=wait,
            )
        response = self.send_with_retries(request)
        if response.status_code not in allowed:
            self.check_response(response)
        try:
            yield response
        finally:
            response.close()

    def send_with_retries(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request until it is answered, at most `max_tries` times."""
        for left in reversed(range(self.max_tries)):
            pause = RETRY_DELAY * 2 ** (self.max_tries - left - 1) * random.uniform(0.5, 1.5)  # noqa: S311  # no secret
            try:
                response = self.client.send(request, stream=True)
            except httpx2.TimeoutException as error:
                raise self.timeout_error(error) from None
            except httpx2.HTTPError as error:
                if not left or not isinstance(error, httpx2.TransportError):
                    self.breaker.record_failure()
                    raise self.unreachable_error(error) from None
            else:
                if response.status_code not in BUSY_STATUSES or not left:
                    return response
                pause = max(pause, _parse_retry_after(response.headers))
                response.close()
                if pause > MAX_RETRY_DELAY:
                    raise self.busy_error(response)
            time.sleep(pause)
        raise AssertionError("the last try returns or raises")

    def check_response(self, response: httpx2.Response) -> None:
        """Raise StoreError for a response that is no success."""
        if response.status_code in BUSY_STATUSES:
            self.breaker.record_failure()
            response.close()
            raise self.busy_error(response)
        self.breaker.record_success()
        if response.status_code == HTTPStatus.GATEWAY_TIMEOUT:
            response.close()
            raise self.timeout_error(None)
        if rows := response.headers.get(TRUNCATION_HEADER):
            response.close()
            raise self.invalid_answer_error(Message("the rows are cut off at {rows}", rows=rows))
        if not response.is_success:
            raise self.refusal_error(response)

    # --- errors

    def unreachable_error(self, error: Exception) -> StoreError:
        """Return the error that a server cannot be reached."""
        reason = ERRNO.sub("", str(error).strip()) or type(error).__name__
        return StoreError(
            Message("cannot reach the store at {host}: {reason}", host=self.host, reason=reason),
            status=503,
        )

    def busy_error(self, response: httpx2.Response) -> StoreError:
        """Return the error that a server takes no more requests."""
        return StoreError(
            Message(
                "the store at {host} accepts no requests now ({status_code})",
                host=self.host,
                status_code=response.status_code,
            ),
            status=503,
            after=max(2.0, _parse_retry_after(response.headers)),
        )

    def timeout_error(self, error: Exception | None) -> StoreError:
        """Return the error that a server takes too long.

        If it was silent again and again, all those queries may have been long. So it is asked what takes no
        time, and is left in peace only if it is silent then too.
        """
        called = isinstance(error, httpx2.ConnectTimeout)
        if error and self.breaker.record_failure() and not called and self.is_alive():
            self.breaker.record_success()
        seconds = min(self.access.timeout, CONNECT_TIMEOUT) if called else self.access.timeout
        return StoreError(
            Message(
                "the store at {host} did not answer within {seconds:g} s", host=self.host, seconds=seconds
            ),
            status=504,
        )

    def is_alive(self) -> bool:
        """Probe a server; returns whether it answers anything."""
        try:
            self.client.post(self.access.url, data={"query": "ASK {}"}, timeout=PROBE_TIMEOUT)
        except httpx2.HTTPError:
            return False
        return True

    def invalid_answer_error(self, reason: Message | str) -> StoreError:
        """Return the error that the answer of a server cannot be used."""
        return StoreError(
            Message("the store at {host} gave an unusable answer: {reason}", host=self.host, reason=reason),
            status=502,
        )

    def refusal_error(self, response: httpx2.Response) -> StoreError:
        """Return the error that a server refuses a request, with its reason."""
        try:
            begin = next(response.iter_bytes(MAX_ERROR_BYTES), b"")  # of an answer that might have no end
        except httpx2.HTTPError:
            begin = b""
        said = " ".join(begin.decode("utf-8", "replace").split())[:200]
        response.close()
        if response.status_code == HTTPStatus.UNAUTHORIZED:
            names = f"{USER}, {PASSWORD} / {TOKEN}"
            return self.invalid_answer_error(
                Message("the credentials are rejected (401); set them with {names}", names=names),
            )
        if response.status_code == HTTPStatus.FORBIDDEN:
            return self.invalid_answer_error(Message("access is denied (403) {said}", said=said))
        status = response.status_code
        if status in WRONG_ADDRESS_STATUSES:
            return self.invalid_answer_error(
                Message(
                    "status {status}; the address of a SPARQL endpoint usually ends in /sparql or /query",
                    status=status,
                ),
            )
        return self.invalid_answer_error(f"{status} {said}".strip())


def _parse_retry_after(headers: Mapping[str, str]) -> float:
    """Parse Retry-After (RFC 9110, 10.2.3) into seconds; 0 if there is none."""
    written = headers.get("retry-after", "")
    return float(written) if written.isdecimal() else 0.0
