"""The Linux calls that Python does not offer, through ctypes. An error is an OSError."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal

_LIBC = ctypes.CDLL(None, use_errno=True)
_LIBC.syscall.restype = ctypes.c_long

PR_SET_PDEATHSIG, PR_CAPBSET_DROP, PR_SET_SECCOMP = 1, 24, 22
PR_SET_NO_NEW_PRIVS = 38

# Calls younger than 2019 have one number on every architecture.
PIDFD_SEND_SIGNAL, PIDFD_OPEN = 424, 434
LANDLOCK_CREATE_RULESET, LANDLOCK_ADD_RULE, LANDLOCK_RESTRICT_SELF = 444, 445, 446


def _checked(result: int) -> int:
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def syscall(number: int, *args) -> int:
    """A system call by number; pointers are passed as ctypes objects, integers as they are."""
    wide = [ctypes.c_long(arg) if isinstance(arg, int) else arg for arg in args]
    return _checked(_LIBC.syscall(ctypes.c_long(number), *wide))


def prctl(option: int, *args) -> int:
    wide = [ctypes.c_ulong(arg) if isinstance(arg, int) else arg for arg in args]
    wide += [ctypes.c_ulong(0)] * (4 - len(wide))
    return _checked(_LIBC.prctl(ctypes.c_int(option), *wide))


def unshare(flags: int) -> None:
    _checked(_LIBC.unshare(ctypes.c_int(flags)))


def setns(descriptor: int, kind: int) -> None:
    _checked(_LIBC.setns(ctypes.c_int(descriptor), ctypes.c_int(kind)))


def mount_tmpfs(folder: str, options: str, flags: int) -> None:
    _checked(
        _LIBC.mount(b"tmpfs", folder.encode(), b"tmpfs", ctypes.c_ulong(flags), options.encode())
    )


def pidfd_open(pid: int) -> int:
    return syscall(PIDFD_OPEN, pid, 0)


def pidfd_kill(pidfd: int) -> None:
    """Kill exactly this process; its number cannot have been given to another meanwhile."""
    with contextlib.suppress(ProcessLookupError):
        syscall(PIDFD_SEND_SIGNAL, pidfd, int(signal.SIGKILL), None, 0)


def drop_capabilities() -> None:
    """Give up every privilege, for good: root inside is then nobody special."""
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    for capability in range(64):
        try:
            prctl(PR_CAPBSET_DROP, capability)
        except OSError:  # beyond the last one, or not ours to drop: then we hold none either
            break
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # version 3, this process
    _checked(_LIBC.capset(header, (ctypes.c_uint32 * 6)()))


def threads() -> int:
    """How many threads this process has; what confines a thread leaves the others free."""
    return len(os.listdir("/proc/self/task"))  # noqa: PTH208 (no pathlib: start-up)
