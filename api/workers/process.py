"""Forking a process that inherits nothing but its line and stdio, and does nothing but its task."""

import ctypes
import faulthandler
import os
import signal
import socket
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

Task = Callable[[socket.socket], None]
"""What a forked process does with its line."""

SET_PARENT_DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG of prctl(2)."""
C_LIBRARY = ctypes.CDLL(None, use_errno=True)


def fork(task: Task, line: socket.socket) -> int:
    """Start a process that does a task with its line and then ends; gives its id."""
    # Until the child has handlers of its own, a signal would run ours in it, and unwind into our code.
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    try:
        pid = os.fork()
        if pid == 0:
            alone(task, line)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    return pid


def alone(task: Task, line: socket.socket) -> NoReturn:
    """Do a task with nothing inherited but its line and stdio, and end the process whatever happens."""
    code = 1
    try:
        reset_signals()
        # Who stops a service may tell all its processes; these go on until whoever uses them has finished.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        close_inherited(line.fileno())
        task(line)
        code = 0
    except BaseException:  # noqa: BLE001  # nothing above here is ours to run
        os.write(2, traceback.format_exc().encode())  # sys.stderr has a lock
    finally:
        os._exit(code)


def reset_signals() -> None:
    """Forget the handlers of the parent, and leave to it what a terminal sends to all."""
    faulthandler.disable()  # it would write to a file that is not ours any more
    signal.set_wakeup_fd(-1)
    for number in signal.valid_signals():
        if callable(signal.getsignal(number)):
            signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started the service ends it
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def close_inherited(kept: int) -> None:
    """Close all files but one and stdio: a socket that listens, or a client's, must end with its owner.

    Their numbers stay taken, by a file that holds nothing: a library may know one of them and close it at the
    next fork, as libuv does, and it must not be the number of a line of ours by then.
    """
    nothing = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
    for number in [int(entry.name) for entry in Path("/proc/self/fd").iterdir()]:
        if number > 2 and number not in {kept, nothing}:  # noqa: PLR2004  # stderr
            os.dup2(nothing, number, inheritable=False)


def end_with(parent: int, number: signal.Signals = signal.SIGKILL) -> None:
    """Be sent a signal when the process that forked this one ends, however it ends (prctl(2))."""
    C_LIBRARY.prctl(SET_PARENT_DEATH_SIGNAL, int(number))
    if os.getppid() != parent:  # it has ended before it was asked for
        os._exit(1)
