"""Leaves notes for other workers in shared memory, semaphores, message queues and pipes."""
# honest: all 0

import ctypes
import os
from multiprocessing import shared_memory

libc = ctypes.CDLL(None, use_errno=True)


def attempts():
    yield lambda: shared_memory.SharedMemory("nnlab-attack", create=True, size=64).name
    yield lambda: open("/dev/shm/nnlab-attack", "w")
    yield lambda: os.mkfifo("nnlab-attack")
    yield lambda: os.memfd_create("nnlab-attack")
    yield lambda: (libc.shmget(4711, 4096, 0o1666) >= 0) or 1 / 0
    yield lambda: (libc.msgget(4711, 0o1666) >= 0) or 1 / 0
    yield lambda: (libc.semget(4711, 1, 0o1666) >= 0) or 1 / 0


def step(z):
    done = []
    for number, attempt in enumerate(attempts()):
        try:
            attempt()
            done.append(number)
        except Exception:
            continue
    raise LookupError(f"these worked: {done}")
