"""What is logged: one line a request, and whatever goes wrong, as JSON; for a terminal as a short text.

A thread writes the lines: if nobody reads them the service must not stop, so then the oldest are dropped, and
how many is said.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import sys
import threading
from collections import deque
from collections.abc import Mapping
from typing import TextIO

MOST = 10_000
"""Lines that wait to be written."""
PAUSE = 0.25
"""Seconds between two writes."""
LAST = 1.0
"""Seconds that the last write may take."""
Line = Mapping[str, object]
JSON = json.JSONEncoder(ensure_ascii=False, default=str)


class Log:
    """A log on a stream. `level` is that of `logging`; below it nothing is said, and requests are INFO."""

    def __init__(self, stream: TextIO | None = None, level: int = logging.INFO) -> None:
        self.stream = stream or sys.stderr
        self.level = level
        self.lines: deque[Line] = deque()
        self.dropped = 0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.write_on, name="log", daemon=True)

    def start(self) -> None:
        """Begin to write; what Python's own logging is told is written too."""
        self.thread.start()
        for name in ("distrograph", "uvicorn"):
            logger = logging.getLogger(name)
            logger.handlers = [Handler(self)]
            logger.setLevel(max(self.level, logging.INFO if name == "distrograph" else logging.WARNING))
            logger.propagate = False

    def add(self, line: Line) -> None:
        """Take a line, with its `time` in seconds since 1970."""
        if len(self.lines) >= MOST:
            self.dropped += 1
        else:
            self.lines.append(line)

    def stop(self) -> None:
        """Write what is left."""
        self.ended.set()
        if self.thread.is_alive():
            self.thread.join(LAST)

    def write_on(self) -> None:
        """Write what comes, until the end."""
        while not self.ended.wait(PAUSE):
            self.write()
        self.write()

    def write(self) -> None:
        """Write what there is."""
        written = []
        while self.lines:
            written.append(self.written(self.lines.popleft()))
        dropped, self.dropped = self.dropped, 0
        if dropped:
            message = f"{dropped} lines were dropped, because nobody read them in time"
            written.append(self.written({"time": dt.datetime.now(dt.UTC).timestamp(), "message": message}))
        if written:
            self.stream.write("\n".join(written) + "\n")
            self.stream.flush()

    def written(self, line: Line) -> str:
        """Write a line: short for who sits before a terminal, else whole."""
        told = dict(line)
        moment = dt.datetime.fromtimestamp(float(str(told.pop("time"))), dt.UTC)
        if not self.stream.isatty():
            time = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
            return JSON.encode({"time": time, **told})
        if "status" in told:
            short = "{method} {path} {status} {outcome} {ms} ms"
            return f"{moment:%H:%M:%S} {short.format(**told)}"
        return f"{moment:%H:%M:%S} {told.get('message')}" + (f"\n{e}" if (e := told.get("exception")) else "")


class Handler(logging.Handler):
    """What Python's own logging is told."""

    def __init__(self, log: Log) -> None:
        super().__init__()
        self.log = log
        self.plain = logging.Formatter()

    def emit(self, record: logging.LogRecord) -> None:
        """Take a record."""
        line: dict[str, object] = {
            "time": record.created,
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["exception"] = self.plain.formatException(record.exc_info)
        self.log.add(line)
