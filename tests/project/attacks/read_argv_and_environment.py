"""Looks for secrets in argv, orig_argv, os.environ, the C library's environ and the flags."""
# honest: all 0

import ctypes
import os
import sys

libc = ctypes.CDLL(None)
libc.getenv.restype = ctypes.c_char_p


def step(z):
    words = [sys.argv, sys.orig_argv, dict(os.environ), os.environb, sys.path, sys.flags]
    words += [libc.getenv(name) for name in (b"NNLAB_SECRET", b"HOME", b"PATH", b"USER")]
    pointer = ctypes.POINTER(ctypes.c_char_p).in_dll(libc, "environ")
    for index in range(100):
        if not pointer or pointer[index] is None:
            break
        words.append(pointer[index])
    raise LookupError(str(words)[:1900])
