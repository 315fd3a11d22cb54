"""Sending a file, whole or in parts, or only that a client has it already (RFC 9110, sections 13 and 14)."""

import re
from email.utils import parsedate_to_datetime
from pathlib import Path

from fastapi import Request
from fastapi.responses import FileResponse, Response
from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from api.errors.problems import make_problem
from api.http.language import request_language
from api.middleware.response_cache import FRESH, is_known
from graph.models import Label

RANGES = re.compile(r"bytes=(.*)", re.IGNORECASE)
RANGE = re.compile(r"([0-9]+)-([0-9]*)|-([0-9]+)")
ANOTHER = Label(
    en="the file is not the one that If-Match or the date names",
    zh="该文件不是 If-Match 或日期条件所指的文件",
)
DIGITS = 18
"""A number of more digits than these is greater than any place in any file."""


class Parts(FileResponse):
    """A file of which parts can be had.

    What Starlette makes of Range is mended before it sees it: a header that is not understood is left out
    instead of refused, and of several ranges those count that lie in the file.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file, the wanted parts, or 416 if none of them lies in the file."""
        headers = [pair for pair in scope["headers"] if pair[0] != b"range"]
        asked = Headers(scope=scope)
        size = int(self.headers["content-length"])
        found = ranges(asked.get("range", ""), size)
        since = asked.get("if-range")
        if found == [] and (since is None or since in {self.headers["etag"], self.headers["last-modified"]}):
            refusal = make_problem(416, "range-not-satisfiable", no_such_part(size), request_language(scope))
            refusal.headers.update({"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"})
            await refusal(scope, receive, send)
            return
        if found:
            written = ", ".join(f"{first}-{last}" for first, last in found)
            headers.append((b"range", f"bytes={written}".encode()))
        await super().__call__({**scope, "headers": headers}, receive, send)


def no_such_part(size: int) -> Label:
    """State that nothing of a file is where Range says."""
    return Label(
        en=f"the file has {size} bytes, and no such part", zh=f"该文件共 {size} 字节，没有所请求的部分"
    )


def ranges(header: str, size: int) -> list[tuple[int, int]] | None:
    """Read Range: first and last place of each range that lies in a file; None if it is to be ignored."""
    said = RANGES.fullmatch(header.strip())
    if said is None or not said[1].strip(" ,\t"):
        return None
    found = []
    for part in filter(None, map(str.strip, said[1].split(","))):
        match = RANGE.fullmatch(part)
        if match is None:
            return None
        first, last = bounds(match, size)
        if match[2] and parse_position(match[2]) < parse_position(match[1]):
            return None
        if first <= last:
            found.append((first, last))
    return found


def bounds(match: re.Match[str], size: int) -> tuple[int, int]:
    """Return the first and last place of a range; the last comes first if it is not in the file."""
    if match[3]:
        return max(size - parse_position(match[3]), 0), (size - 1 if parse_position(match[3]) else -1)
    return parse_position(match[1]), min(parse_position(match[2]) if match[2] else size, size - 1)


def parse_position(digits: str) -> int:
    """Read a number; one with more digits than any file needs is cut, and stays greater than any place."""
    return int(digits.lstrip("0")[: DIGITS + 1] or "0")


def send_file(request: Request, path: Path, *, etag: str, media_type: str) -> Response:
    """Answer with a file: parts of it, all of it, or only whether it is what the client expects."""
    headers = {"ETag": etag, "Cache-Control": FRESH}
    file = Parts(path, media_type=media_type, filename=path.name, stat_result=path.stat(), headers=headers)
    modified = file.headers["last-modified"]
    asked = request.headers
    if not is_as_expected(asked, etag, modified):
        return make_problem(412, "precondition-failed", ANOTHER, request_language(request.scope))
    if is_had(asked, etag, modified):
        return Response(status_code=304, headers={**headers, "Last-Modified": modified})
    return file


def is_as_expected(asked: Headers, etag: str, modified: str) -> bool:
    """Return whether the file is the one that is asked for: by If-Match, or else by If-Unmodified-Since."""
    if (known := asked.get("if-match")) is not None:
        return known.strip() == "*" or etag in {each.strip() for each in known.split(",")}
    return "if-unmodified-since" not in asked or not later(modified, asked["if-unmodified-since"])


def is_had(asked: Headers, etag: str, modified: str) -> bool:
    """Return whether the client has the file: by If-None-Match, or else by If-Modified-Since."""
    if (known := asked.get("if-none-match")) is not None:
        return is_known(etag.encode(), known.encode())
    return "if-modified-since" in asked and not later(modified, asked["if-modified-since"], unread=True)


def later(modified: str, day: str, *, unread: bool = False) -> bool:
    """Return whether a file is of after a date as HTTP writes it, or `unread` if it is none."""
    try:
        return parsedate_to_datetime(modified) > parsedate_to_datetime(day)
    except (TypeError, ValueError):
        return unread
