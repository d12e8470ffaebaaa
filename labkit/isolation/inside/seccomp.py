"""seccomp: the kernel answers only the system calls that computing needs.

A list of what is allowed, so what the kernel learns tomorrow is denied already. Threads may
start; processes, sockets, tracing, signals to others, mounts and changes of mode or owner may
not. Denied calls fail with "Operation not permitted"; Python goes on.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from functools import cache

from kernel import PR_SET_SECCOMP, prctl

#: Allowed whatever their arguments: numbers on x86-64 and on aarch64 (None: no such call there).
COMPUTING = {
    "futex": (202, 98),
    "read": (0, 63),
    "write": (1, 64),
    "recvfrom": (45, 207),
    "sendto": (44, 206),
    "mmap": (9, 222),
    "munmap": (11, 215),
    "mprotect": (10, 226),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "brk": (12, 214),
    "poll": (7, None),
    "ppoll": (271, 73),
    "select": (23, None),
    "pselect6": (270, 72),
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "clock_nanosleep": (230, 115),
    "nanosleep": (35, 101),
    "gettimeofday": (96, 169),
    "time": (201, None),
    "times": (100, 153),
    "getrandom": (318, 278),
    "close": (3, 57),
    "readv": (19, 65),
    "writev": (20, 66),
    "pread64": (17, 67),
    "pwrite64": (18, 68),
    "stat": (4, None),
    "lstat": (6, None),
    "fstat": (5, 80),
    "newfstatat": (262, 79),
    "statx": (332, 291),
    "lseek": (8, 62),
    "access": (21, None),
    "faccessat": (269, 48),
    "faccessat2": (439, 439),
    "getdents": (78, None),
    "getdents64": (217, 61),
    "readlink": (89, None),
    "readlinkat": (267, 78),
    "getcwd": (79, 17),
    "chdir": (80, 49),
    "umask": (95, 166),
    "dup": (32, 23),
    "dup2": (33, None),
    "dup3": (292, 24),
    "set_robust_list": (273, 99),
    "rseq": (334, 293),
    "sched_yield": (24, 124),
    "sched_getaffinity": (204, 123),
    "membarrier": (324, 283),
    "exit": (60, 93),
    "exit_group": (231, 94),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132),
    "restart_syscall": (219, 128),
    "alarm": (37, None),
    "getitimer": (36, 102),
    "setitimer": (38, 103),
    "getpid": (39, 172),
    "gettid": (186, 178),
    "getppid": (110, 173),
    "getuid": (102, 174),
    "geteuid": (107, 175),
    "getgid": (104, 176),
    "getegid": (108, 177),
    "getgroups": (115, 158),
    "getrlimit": (97, 163),
    "getrusage": (98, 165),
    "sysinfo": (99, 179),
    "uname": (63, 160),
    "getcpu": (309, 168),
    "getsockname": (51, 204),
    "getpeername": (52, 205),
    "getsockopt": (55, 209),
    "shutdown": (48, 210),
}

#: Allowed where there is a temporary folder to write in; which folder is Landlock's business.
WRITING = {
    "creat": (85, None),
    "unlink": (87, None),
    "unlinkat": (263, 35),
    "mkdir": (83, None),
    "mkdirat": (258, 34),
    "rmdir": (84, None),
    "rename": (82, None),
    "renameat": (264, 38),
    "renameat2": (316, 276),
    "ftruncate": (77, 46),
    "fsync": (74, 82),
    "fdatasync": (75, 83),
}

OPENING = {"open": ((2, None), 1), "openat": ((257, 56), 2)}  # and which argument holds the flags
CREATE_OR_EMPTY = os.O_CREAT | os.O_TRUNC  # old Landlock does not see O_TRUNC

# Flags of the C libraries' pthread_create; musl sets one more bit, which means nothing today.
THREAD_FLAGS, MEANINGLESS = 0x3D0F00, 0x400000

ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _AND, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
_ALLOW, _DENY, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_NUMBER, _ARCHITECTURE = 0, 4  # offsets of what a filter sees
_NEW_CALLS = 435  # clone3 and later: "unknown" makes the C library use an older call


def _argument(index: int) -> int:
    return 16 + 8 * index  # the low half: every argument looked at is 32 bits wide


@cache
def program(pid: int, writing: bool) -> bytes:
    """The filter for process `pid`, as the instructions of a classic BPF program."""
    column, architecture = ARCHITECTURES[platform.machine()]
    allowed, denied = (_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _DENY | errno.EPERM)
    code = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, architecture),  # a 32-bit call would mean another table of numbers
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
    ]

    def rule(numbers: tuple, *body: tuple) -> None:
        if numbers[column] is not None:
            code.append((_EQUAL, 0, len(body), numbers[column]))
            code.extend(body)

    def one_of(numbers: tuple, index: int, *values: int) -> None:
        """Allowed where argument `index` is one of `values`."""
        tests = [test for value in values for test in ((_EQUAL, 0, 1, value), allowed)]
        rule(numbers, (_LOAD, 0, 0, _argument(index)), *tests, denied)

    for numbers in COMPUTING.values():
        rule(numbers, allowed)
    for numbers, index in OPENING.values():
        if writing:
            rule(numbers, allowed)
        else:
            flags = (_LOAD, 0, 0, _argument(index))
            rule(numbers, flags, (_ANY_BIT, 0, 1, CREATE_OR_EMPTY), denied, allowed)
    if writing:
        for numbers in WRITING.values():
            rule(numbers, allowed)
    rule(
        (56, 220),  # clone: threads only
        (_LOAD, 0, 0, _argument(0)),
        (_AND, 0, 0, ~MEANINGLESS & 0xFFFFFFFF),
        (_EQUAL, 0, 1, THREAD_FLAGS),
        allowed,
        denied,
    )
    one_of((62, 129), 0, pid)  # kill
    one_of((200, 130), 0, pid)  # tkill
    one_of((234, 131), 0, pid)  # tgkill
    one_of((302, 261), 0, 0, pid)  # prlimit64: another process's limits are a weapon
    one_of((157, 167), 0, 15, 16)  # prctl: set and get a thread's name
    one_of((72, 25), 1, 0, 1, 2, 3, 4, 1030)  # fcntl: no F_SETOWN, which sends signals
    one_of((16, 29), 1, 0x5401, 0x541B, 0x5421, 0x5450, 0x5451)  # ioctl: isatty, FIONBIO, cloexec
    code += [
        (_AT_LEAST, 0, 1, _NEW_CALLS),
        (_RETURN, 0, 0, _DENY | errno.ENOSYS),
        denied,
    ]
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in code)


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("code", ctypes.c_char_p)]


def enforce(writing: bool) -> None:
    """Filter this process's system calls from now on; needs PR_SET_NO_NEW_PRIVS."""
    code = program(os.getpid(), writing)
    prctl(PR_SET_SECCOMP, 2, ctypes.byref(_Program(len(code) // 8, code)))
