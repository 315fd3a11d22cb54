"""Files of others are tried before they are loaded: a process of its own reads them, and may take so much.

The engine's readers have few limits: what expands or nests without end takes all memory, or ends the process.
What ends the process that tries it is an error here, in a line.
"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import BadDataError
from ontology import ROOT

if TYPE_CHECKING:
    import pyoxigraph as ox

MEMORY = 1 << 30
"""Bytes that reading a file may take, besides what any process takes."""
HELD = 1 << 30
"""Bytes of a file, unpacked, that is held in memory."""
TRYING = Path(__file__).with_name("file_trial.py")
OUT_OF_MEMORY = 3
"""How `graph.dataset.file_trial` ends if it is told that there is no more memory."""
OVERFLOWN = {signal.SIGSEGV, signal.SIGBUS}
"""How a process ends that has no more stack."""


class Trial:
    """A file that is to be tried: its name, path and format, and how many bytes it may have, unpacked."""

    def __init__(self, name: str, path: Path, form: ox.RdfFormat, most: int | None) -> None:
        self.name = name
        self.path = path
        self.form = form
        self.most = most

    def job(self) -> Mapping[str, object]:
        """Write what `graph.dataset.file_trial` is to do."""
        return {
            "path": str(self.path),
            "packed": self.path.suffix == ".gz",
            "media_type": self.form.media_type,
            "base": ROOT,
            "most": self.most,
        }

    def state(self) -> object:
        """Return what changes if the file does; raises OSError."""
        at = self.path.stat()
        return self.most, self.form, at.st_dev, at.st_ino, at.st_size, at.st_mtime_ns, at.st_ctime_ns


PASSED: set[object] = set()
"""The states of files that were read: none is tried twice, such as by the check and as it is published."""


def require(trials: Sequence[Trial]) -> None:
    """Raise BadDataError for the first file that cannot be read within the limits; what is wrong may pass."""
    states = [(trial, trial.state()) for trial in trials]
    new = [(trial, state) for trial, state in states if state not in PASSED]
    if not new or not sys.executable:
        return
    import subprocess  # noqa: PLC0415  # nobody needs it who has no files of others

    asked = {"memory": MEMORY, "files": [trial.job() for trial, _ in new]}
    command = [sys.executable, "-P", str(TRYING)]
    done = subprocess.run(  # noqa: S603  # our own script
        command, input=json.dumps(asked), capture_output=True, text=True, check=False
    )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    for (trial, _), said in zip(new, told, strict=False):
        complain(trial, said)
    if len(told) < len(new):
        raise BadDataError(cause(done.returncode, done.stderr), file=new[len(told)][0].name)
    PASSED.update(state for _, state in new)


def complain(trial: Trial, said: Mapping[str, Any]) -> None:
    """Raise BadDataError if something was said of a file."""
    if said:
        raise BadDataError(said["message"], file=trial.name, line=said["line"])


def cause(code: int, errors: str) -> str:
    """Describe what ended the process that tried a file, and what to do about it."""
    if code >= 0 and code != OUT_OF_MEMORY:
        last = (errors.splitlines() or [f"code {code}"])[-1]
        return f"cannot be read: the reader breaks off ({last[:200]})"
    if -code in OVERFLOWN:
        return "nests too deeply to be read; write its terms out one by one"
    if -code == signal.SIGXCPU:
        return (
            "takes far longer to be read than a file of its size should; convert it to N-Quads, or divide it"
        )
    return f"reading it takes more than {MEMORY >> 30} GiB of memory; convert it to N-Quads, or divide it"
