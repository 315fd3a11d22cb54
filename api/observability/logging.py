"""The log: one line a request, and whatever goes wrong, as JSON; for a terminal as a short text.

Logging never blocks on the reader of the log, nor fails with it: disks get full, pipes close, readers are
slow. Lines are queued until they can be written. When the queue is full they are lost, and their number is
logged later.
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

MAX_QUEUED_BYTES = 4 << 20
"""Bytes of the lines in the queue, about."""
LINE_OVERHEAD_BYTES = 500
"""Bytes that a line in the queue takes beside its texts, about."""
WRITE_INTERVAL = 0.25
"""Seconds between two writes of the queue."""
FINAL_WRITE_TIMEOUT = 1.0
"""Seconds that the last write may take."""
BATCH_BYTES = 1 << 16
"""Bytes that are written at once, about."""
STDERR_DESCRIPTOR = 2
LogLine = Mapping[str, object]
JSON = json.JSONEncoder(ensure_ascii=False, default=str)


class LineWriter:
    """Writes lines to a file, a pipe or a terminal without blocking; it never raises."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.pending = b""
        self.is_mid_line = False
        self.lost_lines = 0
        self.poll = select.poll()
        self.poll.register(descriptor, select.POLLOUT)

    def write(self, content: bytes = b"", wait: float = 0.0) -> bool:
        """Write whole lines after the pending ones; returns whether all of them are written.

        It waits at most `wait` seconds for a slow reader.
        """
        self.pending += content
        max_bytes, until = self.find_write_limit(), time.monotonic() + wait
        while self.pending:
            if not self.poll.poll(max(0.0, until - time.monotonic()) * 1e3):
                return False
            try:
                written = os.write(self.descriptor, _take_whole_lines(self.pending, max_bytes))
            except BrokenPipeError:
                if self.is_mid_line:  # the next reader of the pipe begins with a whole line
                    self.pending = self.pending.partition(b"\n")[2]
                    self.is_mid_line = False
                    self.lost_lines += 1
                return False
            except OSError:
                return False
            self.is_mid_line = self.pending[written - 1 : written] != b"\n"
            self.pending = self.pending[written:]
        return True

    def find_write_limit(self) -> int:
        """Return how many bytes are written at once: for a pipe, those that are atomic (pipe(7))."""
        try:
            regular = stat.S_ISREG(os.fstat(self.descriptor).st_mode)
        except OSError:
            regular = False
        return BATCH_BYTES if regular else select.PIPE_BUF


def _take_whole_lines(content: bytes, max_bytes: int) -> bytes:
    """Return the whole lines within `max_bytes`, or that many bytes of the first line if it is longer.

    So several processes can write to one pipe without mixing their lines.
    """
    return content[: content.rfind(b"\n", 0, max_bytes) + 1 or max_bytes]


class Log:
    """A log on a file descriptor, written by a thread.

    `level` is one of `logging`; requests are INFO.
    """

    def __init__(self, descriptor: int = STDERR_DESCRIPTOR, level: int = logging.INFO) -> None:
        self.writer = LineWriter(descriptor)
        self.is_terminal = os.isatty(descriptor)
        self.level = level
        self.lines: deque[LogLine] = deque()
        self.queued_bytes = self.dropped = self.reported_lost = 0
        self.stop_event = threading.Event()
        self.thread = threading.Thread(target=self.run, name="log", daemon=True)

    @property
    def lost_lines(self) -> int:
        """The number of lines that were lost."""
        return self.dropped + self.writer.lost_lines

    def start(self) -> None:
        """Start the thread, and route Python's own logging and warnings to this log."""
        logging.raiseExceptions = False
        logging.captureWarnings(capture=True)
        root = logging.getLogger()
        root.handlers = [LogHandler(self)]
        root.setLevel(logging.WARNING)
        logging.getLogger("distrograph").setLevel(max(self.level, logging.INFO))
        self.thread.start()

    def add(self, line: LogLine) -> None:
        """Queue a line, with its `time` in seconds since 1970; it is dropped if the queue is full."""
        size = _estimate_size(line)
        if self.queued_bytes + size > MAX_QUEUED_BYTES:
            self.dropped += 1
        else:
            self.lines.append(line)
            self.queued_bytes += size

    def stop(self) -> None:
        """Write what is left and end the thread."""
        self.stop_event.set()
        if self.thread.is_alive():
            self.thread.join(FINAL_WRITE_TIMEOUT)

    def run(self) -> None:
        """Write the queue every WRITE_INTERVAL until the log is stopped."""
        while not self.stop_event.wait(WRITE_INTERVAL):
            self.write(WRITE_INTERVAL)
        self.write(FINAL_WRITE_TIMEOUT)

    def write(self, wait: float = 0.0) -> None:
        """Write the queue, waiting at most `wait` seconds."""
        until = time.monotonic() + wait
        while self.writer.write(wait=until - time.monotonic()) and (batch := self.take_batch()):
            self.writer.write(batch, until - time.monotonic())

    def take_batch(self) -> bytes:
        """Return the next lines of the queue, after the number of lost ones if there are any."""
        texts, size = [], 0
        if lost_lines := self.lost_lines - self.reported_lost:
            message = f"{lost_lines} lines of the log were lost, for they could not be written in time"
            texts.append(self.format_line({"time": time.time(), "level": "warning", "message": message}))
            self.reported_lost += lost_lines
        while self.lines and size < BATCH_BYTES:
            line = self.lines.popleft()
            self.queued_bytes -= _estimate_size(line)
            texts.append(self.format_line(line))
            size += len(texts[-1])
        return "".join(f"{line}\n" for line in texts).encode("utf-8", "backslashreplace")

    def format_line(self, line: LogLine) -> str:
        """Format a line: short for a terminal, else as JSON."""
        fields = dict(line)
        moment = dt.datetime.fromtimestamp(float(str(fields.pop("time"))), dt.UTC)
        if not self.is_terminal:
            timestamp = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
            return escape_control_characters(JSON.encode({"time": timestamp, **fields}))
        if "status" in fields:
            short = "{method} {path} {status} {outcome} {ms} ms"
            return f"{moment:%H:%M:%S} {one_line(short.format(**fields))}"
        text = f"{moment:%H:%M:%S} {fields.get('message')}"
        return "\n".join(map(one_line, [text, *str(fields.get("exception", "")).splitlines()]))


def _estimate_size(line: LogLine) -> int:
    """Return how many bytes a line in the queue takes, about."""
    return LINE_OVERHEAD_BYTES + sum(len(value) for value in line.values() if isinstance(value, str))


class LogHandler(logging.Handler):
    """A handler of Python's logging that writes to a Log."""

    def __init__(self, log: Log) -> None:
        super().__init__()
        self.log = log
        self.exception_formatter = logging.Formatter()

    def emit(self, record: logging.LogRecord) -> None:
        """Add a record to the log."""
        line: dict[str, object] = {
            "time": record.created,
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["exception"] = self.exception_formatter.formatException(record.exc_info)
        self.log.add(line)
