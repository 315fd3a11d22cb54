"""File responses with byte ranges and conditional requests (RFC 9110, sections 13 and 14)."""

import re
from email.utils import parsedate_to_datetime
from pathlib import Path

from fastapi import Request
from fastapi.responses import FileResponse, Response
from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from api.errors.problems import make_problem
from api.http.language import request_language
from api.middleware.response_cache import CACHE_CONTROL, is_etag_match
from i18n import Message

RANGE_HEADER = re.compile(r"bytes=(.*)", re.IGNORECASE)
RANGE_SPEC = re.compile(r"([0-9]+)-([0-9]*)|-([0-9]+)")
PRECONDITION_FAILED = Message("the file has changed: If-Match or If-Unmodified-Since does not hold")
MAX_POSITION_DIGITS = 18
"""Digits of the greatest position in any file."""


class RangeFileResponse(FileResponse):
    """A file response with byte ranges.

    Corrects what Starlette makes of Range: an invalid header is ignored instead of rejected, and of several
    ranges the satisfiable ones are sent.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file, the requested ranges, or 416 if none of them is satisfiable."""
        headers = [pair for pair in scope["headers"] if pair[0] != b"range"]
        conditions = Headers(scope=scope)
        size = int(self.headers["content-length"])
        satisfiable = parse_ranges(conditions.get("range", ""), size)
        if_range = conditions.get("if-range")
        validators = {self.headers["etag"], self.headers["last-modified"]}
        if satisfiable == [] and (if_range is None or if_range in validators):
            wording = _describe_unsatisfiable(size)
            response = make_problem(416, "range-not-satisfiable", wording, request_language(scope))
            response.headers.update({"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"})
            await response(scope, receive, send)
            return
        if satisfiable:
            specs = ", ".join(f"{first}-{last}" for first, last in satisfiable)
            headers.append((b"range", f"bytes={specs}".encode()))
        await super().__call__({**scope, "headers": headers}, receive, send)


def _describe_unsatisfiable(size: int) -> Message:
    """Describe that a file of a size has none of the requested ranges."""
    return Message("the file has {size} bytes; the requested range is outside", size=size)


def parse_ranges(header: str, size: int) -> list[tuple[int, int]] | None:
    """Parse Range into first and last position of each satisfiable range; None if it is to be ignored."""
    specs = RANGE_HEADER.fullmatch(header.strip())
    if specs is None or not specs[1].strip(" ,\t"):
        return None
    satisfiable = []
    for part in filter(None, map(str.strip, specs[1].split(","))):
        match = RANGE_SPEC.fullmatch(part)
        if match is None:
            return None
        first, last = _resolve_range(match, size)
        if match[2] and _parse_position(match[2]) < _parse_position(match[1]):
            return None
        if first <= last:
            satisfiable.append((first, last))
    return satisfiable


def _resolve_range(match: re.Match[str], size: int) -> tuple[int, int]:
    """Return the first and last position of a range; the last one is less if it is not satisfiable."""
    if match[3]:
        return max(size - _parse_position(match[3]), 0), (size - 1 if _parse_position(match[3]) else -1)
    return _parse_position(match[1]), min(_parse_position(match[2]) if match[2] else size, size - 1)


def _parse_position(digits: str) -> int:
    """Parse a position; one with too many digits is cut, and stays greater than any in a file."""
    return int(digits.lstrip("0")[: MAX_POSITION_DIGITS + 1] or "0")


def send_file(request: Request, path: Path, *, etag: str, media_type: str) -> Response:
    """Respond with a file: ranges of it, all of it, 304 or 412."""
    headers = {"ETag": etag, "Cache-Control": CACHE_CONTROL}
    file = RangeFileResponse(
        path, media_type=media_type, filename=path.name, stat_result=path.stat(), headers=headers
    )
    modified = file.headers["last-modified"]
    if not _is_precondition_met(request.headers, etag, modified):
        return make_problem(412, "precondition-failed", PRECONDITION_FAILED, request_language(request.scope))
    if _is_not_modified(request.headers, etag, modified):
        return Response(status_code=304, headers={**headers, "Last-Modified": modified})
    return file


def _is_precondition_met(conditions: Headers, etag: str, modified: str) -> bool:
    """Return whether the file meets If-Match, or else If-Unmodified-Since."""
    if (known := conditions.get("if-match")) is not None:
        return known.strip() == "*" or etag in {each.strip() for each in known.split(",")}
    return "if-unmodified-since" not in conditions or not _is_later(
        modified, conditions["if-unmodified-since"]
    )


def _is_not_modified(conditions: Headers, etag: str, modified: str) -> bool:
    """Return whether the client has the file, by If-None-Match, or else by If-Modified-Since."""
    if (known := conditions.get("if-none-match")) is not None:
        return is_etag_match(etag.encode(), known.encode())
    return "if-modified-since" in conditions and not _is_later(
        modified, conditions["if-modified-since"], default=True
    )


def _is_later(modified: str, day: str, *, default: bool = False) -> bool:
    """Return whether one HTTP date is later than another, or `default` if one cannot be parsed."""
    try:
        return parsedate_to_datetime(modified) > parsedate_to_datetime(day)
    except (TypeError, ValueError):
        return default
