"""Reads, seeks and maps every descriptor it inherited, and opens /dev/fd and /dev/stdin."""
# honest: all 0

import mmap
import os


def step(z):
    found = []
    for descriptor in range(256):
        try:
            found.append((descriptor, os.fstat(descriptor).st_mode))
            found.append(os.pread(descriptor, 1000, 0))
            found.append(mmap.mmap(descriptor, 0, prot=mmap.PROT_READ)[:1000])
        except (OSError, ValueError):
            continue
    for path in ("/dev/fd", "/dev/stdin", "/dev/fd/0", "/dev/fd/3", "/dev/tty"):
        try:
            found.append(open(path, "rb", buffering=0).read(100))
        except OSError:
            continue
    raise LookupError(str(found)[:1900])
