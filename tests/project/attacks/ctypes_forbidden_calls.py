"""Calls mount, chroot, unshare, ptrace, bpf, io_uring, setuid and prctl through the C library."""
# honest: all 0

import ctypes

libc = ctypes.CDLL(None, use_errno=True)
CALLS = {
    "mount": (b"tmpfs", b"/", b"tmpfs", 0, None),
    "chroot": (b"@ROOT@",),
    "unshare": (0x10000000,),
    "setuid": (0,),
    "prctl": (38, 0, 0, 0, 0),
    "ptrace": (16, int("@SESSION@"), None, None),
    "syscall": (425, 1, None),
    "socket": (2, 1, 0),
    "memfd_create": (b"nnlab-attack", 0),
    "fork": (),
}


def step(z):
    done = [name for name, args in CALLS.items() if getattr(libc, name)(*args) >= 0]
    raise PermissionError(f"these worked: {done}")
