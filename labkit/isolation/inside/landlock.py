"""Landlock: a process gives up the file system, but for the folders it names (Linux 5.13).

It needs no privilege and cannot be undone. It hides contents, not existence: `stat` still works.
See https://docs.kernel.org/userspace-api/landlock.html for versions and rights.
"""

from __future__ import annotations

import ctypes
import os
import stat
from collections.abc import Iterable

from kernel import LANDLOCK_ADD_RULE, LANDLOCK_CREATE_RULESET, LANDLOCK_RESTRICT_SELF, syscall

WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR, REMOVE_FILE = 1 << 1, 1 << 2, 1 << 3, 1 << 4, 1 << 5
MAKE_DIR, MAKE_REG, TRUNCATE = 1 << 7, 1 << 8, 1 << 14

READ = READ_FILE | READ_DIR
WRITE = READ | WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | TRUNCATE
OF_FILES = READ_FILE | WRITE_FILE | TRUNCATE  # the rights that a rule on a single file may name

_ALL_FILE_RIGHTS = {1: 1 << 13, 2: 1 << 14, 3: 1 << 15, 5: 1 << 16}  # by version: one bit beyond
_TCP = 0b11  # bind, connect: version 4
_SCOPES = (0b11, 0b01, 0)  # signals and abstract sockets: version 6, but some kernels lack a part


class _Attributes(ctypes.Structure):
    _fields_ = [("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scope", ctypes.c_uint64)]


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32)]


def version() -> int:
    """The version of Landlock that this kernel speaks; OSError where it has none."""
    return syscall(LANDLOCK_CREATE_RULESET, None, 0, 1)


def ruleset(rules: Iterable[tuple[str, int]]) -> int:
    """A descriptor for "nothing, except these rights beneath these paths"."""
    spoken = version()
    files = next(bit - 1 for known, bit in reversed(_ALL_FILE_RIGHTS.items()) if spoken >= known)
    size = 8 if spoken < 4 else 16 if spoken < 6 else 24
    for scope in _SCOPES:
        attributes = _Attributes(files, _TCP if spoken >= 4 else 0, scope if spoken >= 6 else 0)
        try:
            rules_fd = syscall(LANDLOCK_CREATE_RULESET, ctypes.byref(attributes), size, 0)
            break
        except OSError:
            if not attributes.scope:
                raise
    for path, rights in rules:
        _allow(rules_fd, path, rights & files)
    return rules_fd


def _allow(rules_fd: int, path: str, rights: int) -> None:
    try:
        folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # what is not there needs no rule
        return
    try:
        if not stat.S_ISDIR(os.fstat(folder).st_mode):
            rights &= OF_FILES
        if not rights:
            return
        rule = _Beneath(rights, folder)
        syscall(LANDLOCK_ADD_RULE, rules_fd, 1, ctypes.byref(rule), 0)
    finally:
        os.close(folder)


def enforce(rules_fd: int) -> None:
    """Confine this thread and all it will start; needs PR_SET_NO_NEW_PRIVS."""
    syscall(LANDLOCK_RESTRICT_SELF, rules_fd, 0)
    os.close(rules_fd)
