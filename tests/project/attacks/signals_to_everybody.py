"""Sends SIGKILL, SIGSTOP and SIGTERM to the grader, its parent, its group and everybody."""
# honest: step 0
# grades: step

import ctypes
import os
import signal

libc = ctypes.CDLL(None)


def step(z):
    for target in (int("@SESSION@"), int("@PID@"), os.getppid(), 0, -1, -int("@PID@"), 1, 2):
        for number in (signal.SIGTERM, signal.SIGSTOP, signal.SIGKILL):
            if target == os.getpid():
                continue
            try:
                os.kill(target, number)
            except OSError:
                pass
            libc.kill(target, int(number))
            libc.tgkill(target, target, int(number))
    os.kill(os.getpid(), signal.SIGKILL)
