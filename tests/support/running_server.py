"""Our own server as a process, for tests and measurements."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple


class Served(NamedTuple):
    """A server: its address, and its process."""

    address: str
    process: subprocess.Popen[str]


@contextmanager
def served(*options: str, **settings: str) -> Iterator[Served]:
    """Serve the graph on a free port of loopback, with options of `serve` and settings of the environment.

    A process of its own: in a thread of ours it would be there when tests fork.
    """
    program = "import sys; from cli.main import main; sys.exit(main())"
    command = [sys.executable, "-c", program, "serve", "--port", "0", *options]
    environment = {**os.environ, **settings}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            said = process.stdout.readline() if process.stdout else ""
            yield Served((re.search(r"http://\S+", said) or [""])[0], process)
        finally:
            process.terminate()
