"""Files in parts, on condition, or not again (RFC 9110, sections 13 and 14), from a real server."""

import re
from email.utils import formatdate

import httpx2
import pytest

from api.middleware.file_response import parse_ranges

NAME = "distrograph.ttl.gz"


@pytest.fixture(scope="module")
def content(server: str) -> bytes:
    """Download one of the files."""
    return httpx2.get(f"{server}/dumps/{NAME}", timeout=30).content


@pytest.fixture(scope="module")
def etag(server: str) -> str:
    """Return its ETag."""
    return httpx2.head(f"{server}/dumps/{NAME}", timeout=30).headers["etag"]


def test_a_file_says_all_about_itself(server: str, content: bytes) -> None:
    """HEAD tells what a GET would: length, type, name, ETag, date, and that it comes in parts."""
    for method in ("GET", "HEAD"):
        answer = httpx2.request(method, f"{server}/dumps/{NAME}", timeout=30)
        headers = answer.headers
        assert answer.status_code == 200
        assert answer.content == (content if method == "GET" else b"")
        assert headers["content-length"] == str(len(content))
        assert headers["content-type"] == "application/gzip"
        assert headers["content-disposition"] == f'attachment; filename="{NAME}"'
        assert headers["accept-ranges"] == "bytes"
        assert re.fullmatch(r'"[0-9a-f]{32}"', headers["etag"])
        assert headers["last-modified"].endswith("GMT")
        assert headers["cache-control"].startswith("public")


def test_what_a_client_has_is_not_sent_again(server: str, etag: str) -> None:
    """By ETag, weak or one of several, or by date; an ETag that is not it outweighs the date."""
    address = f"{server}/dumps/{NAME}"
    day = httpx2.head(address).headers["last-modified"]
    for known in (etag, f"W/{etag}", f'"x", {etag}', "*"):
        answer = httpx2.get(address, headers={"If-None-Match": known})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == etag
    assert httpx2.head(address, headers={"If-None-Match": etag}).status_code == 304
    assert httpx2.get(address, headers={"If-Modified-Since": day}).status_code == 304
    assert httpx2.get(address, headers={"If-Modified-Since": formatdate(0, usegmt=True)}).status_code == 200
    assert httpx2.get(address, headers={"If-Modified-Since": "yesterday"}).status_code == 200
    both = {"If-None-Match": '"x"', "If-Modified-Since": day}
    assert httpx2.get(address, headers=both).status_code == 200


def test_a_file_that_is_not_the_expected_one_is_not_sent(server: str, etag: str) -> None:
    """If-Match compares strongly; If-Unmodified-Since is read if there is none."""
    address = f"{server}/dumps/{NAME}"
    long_ago = formatdate(0, usegmt=True)
    for known, status in ((etag, 200), ("*", 200), (f"W/{etag}", 412), ('"x"', 412)):
        assert httpx2.get(address, headers={"If-Match": known}).status_code == status
    refused = httpx2.get(address, headers={"If-Unmodified-Since": long_ago})
    assert refused.status_code == 412
    assert refused.headers["content-type"] == "application/problem+json"
    kept = {"If-Match": etag, "If-Unmodified-Since": long_ago}
    assert httpx2.get(address, headers=kept).status_code == 200


@pytest.mark.parametrize(
    ("asked", "first", "end"),
    [
        ("bytes=0-99", 0, 100),
        ("bytes=100-100", 100, 101),
        ("bytes=1000-", 1000, None),
        ("bytes=-500", -500, None),
        ("bytes=-999999999", 0, None),
        ("bytes=7-99999999999999999999999", 7, None),
        ("BYTES=0-9", 0, 10),
        ("bytes=, 5-9 ,", 5, 10),
        ("bytes=0-9,99999999-", 0, 10),  # one lies in the file (RFC 9110, section 14.1.2)
        ("bytes=0-9,5-19", 0, 20),  # they overlap
    ],
)
def test_a_part_is_the_part(server: str, content: bytes, asked: str, first: int, end: int | None) -> None:
    """206 with the bytes that Content-Range names."""
    answer = httpx2.get(f"{server}/dumps/{NAME}", headers={"Range": asked})
    part = content[first:end]
    begin = first if first >= 0 else len(content) + first
    assert (answer.status_code, answer.content) == (206, part)
    place = f"bytes {begin}-{begin + len(part) - 1}/{len(content)}"
    assert answer.headers["content-range"] == place
    assert answer.headers["content-length"] == str(len(part))
    assert answer.headers["content-type"] == "application/gzip"


@pytest.mark.parametrize(
    "asked",
    ["lines=0-9", "bytes", "bytes=", "bytes=a-b", "bytes=9-5", "bytes=--5", "bytes=0-9,x", "bytes=-", "0-9"],
)
def test_a_range_that_makes_no_sense_is_ignored(server: str, content: bytes, asked: str) -> None:
    """The whole file comes, as if nothing had been said (RFC 9110, section 14.2)."""
    answer = httpx2.get(f"{server}/dumps/{NAME}", headers={"Range": asked})
    assert (answer.status_code, answer.content) == (200, content)


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=-0", "bytes=99999999-,999999999-9999999999"])
def test_a_part_that_is_not_there_is_refused(server: str, content: bytes, asked: str) -> None:
    """416 says how long the file is; for a client with another file in mind it is sent whole."""
    address = f"{server}/dumps/{NAME}"
    answer = httpx2.get(address, headers={"Range": asked})
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{len(content)}"
    assert answer.headers["content-type"] == "application/problem+json"
    assert str(len(content)) in answer.json()["detail"]
    assert httpx2.get(address, headers={"Range": asked, "If-Range": '"x"'}).status_code == 200


def test_several_parts_come_together(server: str, content: bytes) -> None:
    """multipart/byteranges, each part with its place, and the length is that of what is sent."""
    answer = httpx2.get(f"{server}/dumps/{NAME}", headers={"Range": "bytes=0-9, 100-149, -20"})
    assert answer.status_code == 206
    boundary = answer.headers["content-type"].removeprefix("multipart/byteranges; boundary=")
    assert answer.headers["content-length"] == str(len(answer.content))
    assert "content-range" not in answer.headers
    parts = answer.content.split(f"--{boundary}".encode())
    assert (parts[0], parts[-1].strip()) == (b"", b"--")
    size = len(content)
    for part, (first, last) in zip(parts[1:-1], [(0, 9), (100, 149), (size - 20, size - 1)], strict=True):
        head, _, body = part.removesuffix(b"\r\n").partition(b"\r\n\r\n")
        assert f"Content-Range: bytes {first}-{last}/{size}".encode() in head
        assert b"Content-Type: application/gzip" in head
        assert body == content[first : last + 1]


def test_a_part_is_given_only_of_the_same_file(server: str, etag: str) -> None:
    """If-Range with the right ETag or date gives the part, with any other one the whole."""
    address = f"{server}/dumps/{NAME}"
    day = httpx2.head(address).headers["last-modified"]
    for known, status in ((etag, 206), (day, 206), ('"x"', 200), (f"W/{etag}", 200), (formatdate(0), 200)):
        answer = httpx2.get(address, headers={"Range": "bytes=0-9", "If-Range": known})
        assert answer.status_code == status
    part = {"Range": "bytes=0-9", "If-None-Match": etag}
    assert httpx2.get(address, headers=part).status_code == 304


def test_a_head_has_no_parts(server: str, content: bytes) -> None:
    """Range is defined for GET alone (RFC 9110, section 14.2)."""
    answer = httpx2.head(f"{server}/dumps/{NAME}", headers={"Range": "bytes=0-9"})
    assert (answer.status_code, answer.headers["content-length"]) == (200, str(len(content)))


def test_ranges_are_read_as_the_grammar_says() -> None:
    """Places are counted from 0, the last one included; None is for what is to be ignored."""
    assert parse_ranges("bytes=0-0,-1", 10) == [(0, 0), (9, 9)]
    assert parse_ranges("bytes=10-", 10) == []
    assert parse_ranges("bytes=0-9", 0) == []
    assert parse_ranges("", 10) is None
    assert parse_ranges("bytes=" + "9" * 5000 + "-", 10) == []
    assert parse_ranges("bytes=٣-٤", 10) is None
