"""Namespaces of a worker's own, within bubblewrap's: it sees no other worker and no process."""

from __future__ import annotations

import os

from kernel import mount_tmpfs, setns, unshare

NEW_MOUNTS, NEW_IPC, NEW_USER, NEW_PIDS = 0x00020000, 0x08000000, 0x10000000, 0x20000000
READ_ONLY, NO_SUID, NO_DEVICES, NO_EXEC = 1, 2, 4, 8


def home() -> int:
    """A descriptor of the process namespace that this process is in."""
    return os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)


def next_fork_is_first(home: int) -> None:
    """Let the next fork be process 1 of a fresh namespace. Forking once is enough then, and a fork
    of a process that has NumPy loaded is dear.

    It needs a privilege, which bubblewrap leaves to the warm parent and `enter` takes away.
    """
    setns(home, NEW_PIDS)  # back from the namespace of the fork before, or there may be no other
    unshare(NEW_PIDS)


def enter(temporary: str, size: int) -> None:
    """Move into further namespaces of one's own, with a tmpfs of `size` bytes."""
    _write("/proc/self/oom_score_adj", "1000")  # where memory runs out, this goes first
    uid, gid = os.getuid(), os.getgid()
    unshare(NEW_USER | NEW_MOUNTS | NEW_IPC)
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{uid} {uid} 1")
    _write("/proc/self/gid_map", f"{gid} {gid} 1")
    flags = NO_SUID | NO_DEVICES | NO_EXEC
    mount_tmpfs(temporary, f"size={size},nr_inodes=1024,mode=0700", flags)
    os.chdir(temporary)
    # An own /proc may not be mounted here everywhere; none at all shows even less.
    mount_tmpfs("/proc", "size=4k,nr_inodes=2,mode=0555", flags | READ_ONLY)


def _write(path: str, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY)
    try:
        os.write(descriptor, text.encode())
    finally:
        os.close(descriptor)
