"""Tries files of others before they are loaded, in a process of its own with limits.

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
from i18n import Message
from i18n.messages import message_from_json
from ontology import ROOT

if TYPE_CHECKING:
    import pyoxigraph as ox

MAX_MEMORY_BYTES = 1 << 30
"""Memory that reading a file may take, besides what any process takes."""
MAX_HELD_BYTES = 1 << 30
"""Unpacked bytes of a file that is held in memory."""
TRIAL_SCRIPT = Path(__file__).with_name("file_trial.py")
OUT_OF_MEMORY = 3
"""The exit code of `graph.dataset.file_trial` out of memory."""
STACK_OVERFLOW_SIGNALS = {signal.SIGSEGV, signal.SIGBUS}
"""The signals that end a process whose stack overflows."""


class Trial:
    """A file that is to be tried: its name, path and format, and the limit of its unpacked bytes."""

    def __init__(self, name: str, path: Path, form: ox.RdfFormat, max_bytes: int | None) -> None:
        self.name = name
        self.path = path
        self.form = form
        self.max_bytes = max_bytes

    def to_job(self) -> Mapping[str, object]:
        """Return the job as `graph.dataset.file_trial` reads it."""
        return {
            "path": str(self.path),
            "packed": self.path.suffix == ".gz",
            "media_type": self.form.media_type,
            "base": ROOT,
            "most": self.max_bytes,
        }

    def file_state(self) -> object:
        """Return a state that changes if the file does; raises OSError."""
        at = self.path.stat()
        return self.max_bytes, self.form, at.st_dev, at.st_ino, at.st_size, at.st_mtime_ns, at.st_ctime_ns


PASSED_STATES: set[object] = set()
"""States of files that passed: none is tried twice, such as by the check and as it is published."""


def require_readable(trials: Sequence[Trial]) -> None:
    """Raise BadDataError for the first file that cannot be read within the limits; mistakes may pass."""
    states = [(trial, trial.file_state()) for trial in trials]
    new = [(trial, state) for trial, state in states if state not in PASSED_STATES]
    if not new or not sys.executable:
        return
    import subprocess  # noqa: PLC0415  # nobody needs it who has no files of others

    asked = {"memory": MAX_MEMORY_BYTES, "files": [trial.to_job() for trial, _ in new]}
    command = [sys.executable, "-P", str(TRIAL_SCRIPT)]
    done = subprocess.run(  # noqa: S603  # our own script
        command, input=json.dumps(asked), capture_output=True, text=True, check=False
    )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    for (trial, _), said in zip(new, told, strict=False):
        _raise_for(trial, said)
    if len(told) < len(new):
        raise BadDataError(_describe_failure(done.returncode, done.stderr), file=new[len(told)][0].name)
    PASSED_STATES.update(state for _, state in new)


def _raise_for(trial: Trial, said: Mapping[str, Any]) -> None:
    """Raise BadDataError if the trial of a file reported a limit."""
    if said:
        raise BadDataError(message_from_json(said["message"]), file=trial.name, line=said["line"])


def _describe_failure(code: int, errors: str) -> Message:
    """Describe why the process that tried a file ended, and what to do about it."""
    if code >= 0 and code != OUT_OF_MEMORY:
        last = (errors.splitlines() or [f"code {code}"])[-1]
        return Message("cannot be read: the parser failed ({reason})", reason=last[:200])
    if -code in STACK_OVERFLOW_SIGNALS:
        return Message("is nested too deeply; write its terms out one by one")
    if -code == signal.SIGXCPU:
        return Message("takes too long to parse for its size; convert it to N-Quads, or split it")
    memory = f"{MAX_MEMORY_BYTES >> 30} GiB"
    return Message("needs more than {memory} of memory; convert it to N-Quads, or split it", memory=memory)
