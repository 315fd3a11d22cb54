"""Forking a process that inherits nothing but its channel and stdio, and runs nothing but its target."""

import ctypes
import faulthandler
import os
import signal
import socket
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

Target = Callable[[socket.socket], None]
"""The function that a forked process runs with its channel."""

SET_PARENT_DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG of prctl(2)."""
C_LIBRARY = ctypes.CDLL(None, use_errno=True)


def fork(target: Target, channel: socket.socket) -> int:
    """Fork a process that runs `target(channel)` and then ends; returns its id."""
    # Until the child has handlers of its own, a signal would run ours in it, and unwind into our code.
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    try:
        pid = os.fork()
        if pid == 0:
            _run_child(target, channel)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    return pid


def _run_child(target: Target, channel: socket.socket) -> NoReturn:
    """Run the target with nothing inherited but its channel and stdio, and end the process."""
    code = 1
    try:
        reset_signals()
        # Stopping a service may signal all its processes; these go on until the server has finished.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        _close_inherited_files(channel.fileno())
        target(channel)
        code = 0
    except BaseException:  # noqa: BLE001  # nothing above here is ours to run
        os.write(2, traceback.format_exc().encode())  # sys.stderr has a lock
    finally:
        os._exit(code)


def reset_signals() -> None:
    """Reset the parent's signal handlers, and ignore what a terminal sends to all processes."""
    faulthandler.disable()  # it would write to a file that is not ours any more
    signal.set_wakeup_fd(-1)
    for number in signal.valid_signals():
        if callable(signal.getsignal(number)):
            signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the supervisor ends the service
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def _close_inherited_files(keep: int) -> None:
    """Close all files but `keep` and stdio: a listening socket, or a client's, must end with its owner.

    Their descriptors stay taken, by /dev/null: a library may hold one of them and close it at the next fork,
    as libuv does, and by then it must not be that of a channel of ours.
    """
    nothing = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
    for number in [int(entry.name) for entry in Path("/proc/self/fd").iterdir()]:
        if number > 2 and number not in {keep, nothing}:  # noqa: PLR2004  # stderr
            os.dup2(nothing, number, inheritable=False)


def die_with_parent(parent: int, number: signal.Signals = signal.SIGKILL) -> None:
    """Ask for a signal to this process when its parent ends, however it ends (prctl(2))."""
    C_LIBRARY.prctl(SET_PARENT_DEATH_SIGNAL, int(number))
    if os.getppid() != parent:  # it has ended before it was asked for
        os._exit(1)
