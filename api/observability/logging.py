"""What is logged: one line a request, and whatever goes wrong, as JSON; for a terminal as a short text.

Who logs never waits for who reads the log, nor ends with it: disks get full, pipes close, readers are slow.
Lines wait until they can be written again. When too many wait, the next ones are lost, and how many is told.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import select
import stat
import threading
import time
from collections import deque
from collections.abc import Mapping

from graph.display import escape_control_characters, one_line

MAX_WAITING = 4 << 20
"""Bytes of lines that wait to be written, about."""
OVERHEAD = 500
"""Bytes that a line takes beside its texts, about."""
PAUSE = 0.25
"""Seconds between two writes."""
LAST = 1.0
"""Seconds that the last write may take."""
BATCH = 1 << 16
"""Bytes that are written at once, about."""
STDERR = 2
Line = Mapping[str, object]
JSON = json.JSONEncoder(ensure_ascii=False, default=str)


class LineWriter:
    """Writes lines to a file, a pipe or a terminal, as far as they can be written now; it never raises."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.pending = b""
        self.torn = False
        self.lost = 0
        self.poll = select.poll()
        self.poll.register(descriptor, select.POLLOUT)

    def write(self, content: bytes = b"", wait: float = 0.0) -> bool:
        """Write whole lines after what is left of earlier ones; tells whether all of it is written.

        It waits for so many seconds at most for a reader that is slow.
        """
        self.pending += content
        most, until = self.most(), time.monotonic() + wait
        while self.pending:
            if not self.poll.poll(max(0.0, until - time.monotonic()) * 1e3):
                return False
            try:
                written = os.write(self.descriptor, whole_lines(self.pending, most))
            except BrokenPipeError:
                if self.torn:  # whoever opens the pipe next begins with a whole line
                    self.pending = self.pending.partition(b"\n")[2]
                    self.torn = False
                    self.lost += 1
                return False
            except OSError:
                return False
            self.torn = self.pending[written - 1 : written] != b"\n"
            self.pending = self.pending[written:]
        return True

    def most(self) -> int:
        """Return how many bytes are written at once: as many as a pipe takes whole or not (pipe(7))."""
        try:
            regular = stat.S_ISREG(os.fstat(self.descriptor).st_mode)
        except OSError:
            regular = False
        return BATCH if regular else select.PIPE_BUF


def whole_lines(content: bytes, most: int) -> bytes:
    """Return the whole lines that so many bytes hold, or as many bytes of the first one if it is longer.

    Of several processes that write into one pipe, none writes into a line of another one then.
    """
    return content[: content.rfind(b"\n", 0, most) + 1 or most]


class Log:
    """A log on a file descriptor.

    `level` is that of `logging`: below it nothing is said, and requests are INFO.
    """

    def __init__(self, descriptor: int = STDERR, level: int = logging.INFO) -> None:
        self.writer = LineWriter(descriptor)
        self.terminal = os.isatty(descriptor)
        self.level = level
        self.lines: deque[Line] = deque()
        self.size = self.turned_away = self.told = 0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.write_on, name="log", daemon=True)

    @property
    def lost(self) -> int:
        """How many lines nobody will read."""
        return self.turned_away + self.writer.lost

    def start(self) -> None:
        """Begin to write; what Python's own logging is told is written too, whoever tells it."""
        logging.raiseExceptions = False
        logging.captureWarnings(capture=True)
        root = logging.getLogger()
        root.handlers = [Handler(self)]
        root.setLevel(logging.WARNING)
        logging.getLogger("distrograph").setLevel(max(self.level, logging.INFO))
        self.thread.start()

    def add(self, line: Line) -> None:
        """Take a line, with its `time` in seconds since 1970."""
        size = size_of(line)
        if self.size + size > MAX_WAITING:
            self.turned_away += 1
        else:
            self.lines.append(line)
            self.size += size

    def stop(self) -> None:
        """Write what is left."""
        self.ended.set()
        if self.thread.is_alive():
            self.thread.join(LAST)

    def write_on(self) -> None:
        """Write what comes, until the end."""
        while not self.ended.wait(PAUSE):
            self.write(PAUSE)
        self.write(LAST)

    def write(self, wait: float = 0.0) -> None:
        """Write what there is, for which it waits so many seconds at most."""
        until = time.monotonic() + wait
        while self.writer.write(wait=until - time.monotonic()) and (batch := self.batch()):
            self.writer.write(batch, until - time.monotonic())

    def batch(self) -> bytes:
        """Take some lines, and before them, if any were lost, how many."""
        written, size = [], 0
        if lost := self.lost - self.told:
            message = f"{lost} lines of the log were lost, for they could not be written in time"
            written.append(self.written({"time": time.time(), "level": "warning", "message": message}))
            self.told += lost
        while self.lines and size < BATCH:
            line = self.lines.popleft()
            self.size -= size_of(line)
            written.append(self.written(line))
            size += len(written[-1])
        return "".join(f"{line}\n" for line in written).encode("utf-8", "backslashreplace")

    def written(self, line: Line) -> str:
        """Write a line: short for who sits before a terminal, else whole."""
        told = dict(line)
        moment = dt.datetime.fromtimestamp(float(str(told.pop("time"))), dt.UTC)
        if not self.terminal:
            written = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
            return escape_control_characters(JSON.encode({"time": written, **told}))
        if "status" in told:
            short = "{method} {path} {status} {outcome} {ms} ms"
            return f"{moment:%H:%M:%S} {one_line(short.format(**told))}"
        text = f"{moment:%H:%M:%S} {told.get('message')}"
        return "\n".join(map(one_line, [text, *str(told.get("exception", "")).splitlines()]))


def size_of(line: Line) -> int:
    """Return how many bytes a line takes that waits, about."""
    return OVERHEAD + sum(len(value) for value in line.values() if isinstance(value, str))


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
