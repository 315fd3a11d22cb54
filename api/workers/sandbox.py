"""Sandboxing a worker: it loses its environment, files, and the system calls that it does not need.

A query is evaluated by code that is not ours. If it were made to run other code, that would find no secret in
its environment, and could open, send, start and signal nothing (prctl(2), landlock(7), seccomp(2)).
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
from collections.abc import Collection, Iterator
from dataclasses import dataclass

C_LIBRARY = ctypes.CDLL(None, use_errno=True)
C_LIBRARY.syscall.restype = ctypes.c_long
ALLOWED_VARIABLES = frozenset({"LANG", "LC_ALL", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR"})
"""The variables that a worker keeps; one that asks a remote store needs those of certificates."""
NO_NEW_PRIVILEGES = 38
"""PR_SET_NO_NEW_PRIVS of prctl(2)."""

LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446
"""Calls of landlock(7), which have one number everywhere."""
VERSION_FLAG = 1
FILE_RIGHTS = ((1, 13), (2, 14), (3, 15), (5, 16))
"""The first version of Landlock that knows so many rights over files, as bits."""
READ_FILE, READ_FOLDER = 1 << 2, 1 << 3
BIND = 1 << 0
NET_RIGHTS = (1 << 2) - 1
SCOPES = (1 << 2) - 1
"""Signals to others, and sockets of no path."""
NETS_SINCE, SCOPES_SINCE = 4, 6
PATH_BENEATH = 1

ALLOWED_CALLS = {
    "read": (0, 63),
    "write": (1, 64),
    "close": (3, 57),
    "fstat": (5, 80),
    "poll": (7, None),
    "ppoll": (271, 73),
    "lseek": (8, 62),
    "munmap": (11, 215),
    "brk": (12, 214),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "pread64": (17, 67),
    "sched_yield": (24, 124),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "nanosleep": (35, 101),
    "getpid": (39, 172),
    "sendto": (44, 206),
    "recvfrom": (45, 207),
    "sendmsg": (46, 211),
    "recvmsg": (47, 212),
    "exit": (60, 93),
    "gettimeofday": (96, 169),
    "getrusage": (98, 165),
    "sysinfo": (99, 179),
    "sigaltstack": (131, 132),
    "gettid": (186, 178),
    "futex": (202, 98),
    "sched_getaffinity": (204, 123),
    "restart_syscall": (219, 128),
    "fadvise64": (221, 223),
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "clock_nanosleep": (230, 115),
    "exit_group": (231, 94),
    "set_robust_list": (273, 99),
    "getcpu": (309, 168),
    "getrandom": (318, 278),
    "membarrier": (324, 283),
    "rseq": (334, 293),
}
"""The calls that evaluating a query takes, with their numbers on x86-64 and arm64."""
MAPPING_CALLS = {"mmap": (9, 222), "mprotect": (10, 226)}
"""Calls that may map memory, but not to be executed."""
SIGNAL_CALL = {"tgkill": (234, 131)}
"""How a process sends itself the signal of abort(3); to others it must not."""
EXECUTABLE = 4
"""PROT_EXEC of mmap(2)."""
SET_FILTER, ALL_THREADS = 1, 1
"""SECCOMP_SET_MODE_FILTER and SECCOMP_FILTER_FLAG_TSYNC of seccomp(2)."""
ALLOW, DENY, KILL = 0x7FFF0000, 0x00050000 | 1, 0x80000000
"""What becomes of a call: it is made, it fails with EPERM, or it ends the process."""
LOAD, EQUAL, HAS_BIT, RETURN = 0x20, 0x15, 0x45, 0x06
"""Instructions of the filter: load a word, jump if it is equal or has a bit, return (linux/filter.h)."""
NUMBER, ARCHITECTURE, FIRST_ARGUMENT, THIRD_ARGUMENT = 0, 4, 16, 32
"""Where the words are that a filter reads (seccomp_data)."""
INSTRUCTION = struct.Struct("=HBBI")


@dataclass(frozen=True, slots=True)
class Architecture:
    """A processor: how the kernel tells it, which of two numbers its calls have, and that of seccomp(2)."""

    audit: int
    column: int
    seccomp: int


ARCHITECTURES = {"x86_64": Architecture(0xC000003E, 0, 317), "aarch64": Architecture(0xC00000B7, 1, 277)}


def clear_environment() -> None:
    """Overwrite and clear the inherited environment, but for ALLOWED_VARIABLES."""
    kept = {name: value for name, value in os.environ.items() if name in ALLOWED_VARIABLES}
    pointers = ctypes.POINTER(ctypes.c_void_p).in_dll(C_LIBRARY, "environ")
    for place in _until_null(pointers):
        ctypes.memset(place, 0, len(ctypes.string_at(place)))
    C_LIBRARY.clearenv()
    os.environ.clear()
    os.environ.update(kept)


def _until_null(pointers: ctypes._Pointer[ctypes.c_void_p]) -> Iterator[int]:
    """Return the addresses of an array that ends with none."""
    number = 0
    while place := pointers[number]:
        yield int(place)
        number += 1


def close_streams() -> None:
    """Redirect standard input and output to /dev/null."""
    nothing = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
    for number in (0, 1):
        os.dup2(nothing, number)
    os.close(nothing)


def drop_privileges() -> None:
    """Set no_new_privs, which the kernel requires for a filter."""
    C_LIBRARY.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)


# --- Landlock


def restrict_files(*, network: bool) -> bool:
    """Forbid access to files and TCP, or with `network` only to write, to execute and to listen.

    Returns whether the kernel enforces it.
    """
    version = C_LIBRARY.syscall(LANDLOCK_CREATE, None, 0, VERSION_FLAG)
    if version < 1:
        return False
    bits = max(number for since, number in FILE_RIGHTS if since <= version)
    words = [(1 << bits) - 1]
    if version >= NETS_SINCE:
        words.append(BIND if network else NET_RIGHTS)
    if version >= SCOPES_SINCE:
        words.append(SCOPES)
    attributes = struct.pack(f"={len(words)}Q", *words)
    rules = C_LIBRARY.syscall(LANDLOCK_CREATE, attributes, len(attributes), 0)
    if rules < 0:
        return False
    try:
        if network:
            _allow_reading(rules)
        return bool(C_LIBRARY.syscall(LANDLOCK_RESTRICT, rules, 0) == 0)
    finally:
        os.close(rules)


def _allow_reading(rules: int) -> None:
    """Allow all files to be read: those that say where servers are, and which of them to trust."""
    root = os.open("/", os.O_PATH | os.O_CLOEXEC)
    try:
        C_LIBRARY.syscall(
            LANDLOCK_ADD, rules, PATH_BENEATH, struct.pack("=Qi", READ_FILE | READ_FOLDER, root), 0
        )
    finally:
        os.close(root)


# --- seccomp


def restrict_calls() -> bool:
    """Forbid all system calls but those that evaluating a query takes, in all threads.

    Returns whether the kernel enforces it. It is the last thing to do: limits cannot be set after it.
    """
    own = ARCHITECTURES.get(platform.machine())
    if own is None:
        return False
    program = b"".join(INSTRUCTION.pack(*each) for each in _build_filter(own, os.getpid()))
    held = ctypes.create_string_buffer(program)
    count = len(program) // INSTRUCTION.size
    header = struct.pack("=H6xQ", count, ctypes.addressof(held))
    return bool(C_LIBRARY.syscall(own.seccomp, SET_FILTER, ALL_THREADS, header) == 0)


def _build_filter(own: Architecture, pid: int) -> list[tuple[int, int, int, int]]:
    """Build the BPF program: instructions, with their jumps (if true, if false) and operand."""
    program = [
        (LOAD, 0, 0, ARCHITECTURE),
        (EQUAL, 1, 0, own.audit),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER),
    ]
    for number in _numbers(MAPPING_CALLS.values(), own):
        program += _check_argument(number, THIRD_ARGUMENT, (HAS_BIT, 0, 1, EXECUTABLE), DENY, ALLOW)
    for number in _numbers(SIGNAL_CALL.values(), own):
        program += _check_argument(number, FIRST_ARGUMENT, (EQUAL, 0, 1, pid), ALLOW, DENY)
    for number in _numbers(ALLOWED_CALLS.values(), own):
        program += [(EQUAL, 0, 1, number), (RETURN, 0, 0, ALLOW)]
    return [*program, (RETURN, 0, 0, DENY)]


def _numbers(calls: Collection[tuple[int | None, ...]], own: Architecture) -> Iterator[int]:
    """Return the numbers of calls that a processor has."""
    for numbers in calls:
        if (number := numbers[own.column]) is not None:
            yield number


def _check_argument(
    number: int, argument: int, test: tuple[int, int, int, int], so: int, otherwise: int
) -> list[tuple[int, int, int, int]]:
    """Write what decides on a call by one of its arguments."""
    return [
        (EQUAL, 0, 4, number),
        (LOAD, 0, 0, argument),
        test,
        (RETURN, 0, 0, so),
        (RETURN, 0, 0, otherwise),
    ]
