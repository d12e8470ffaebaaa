"""Prints a gigabyte, to sys.stdout, to the descriptors and from C."""
# base: right
# honest: step 1
# grades: step

import ctypes
import os
import sys

_step = step


def step(z):
    print("x" * 10**9 if np.ndim(z) == 0 else "y" * 10**7)
    for _ in range(1000):
        sys.stderr.write("z" * 10**5)
        os.write(1, b"z" * 10**5)
        os.write(2, b"z" * 10**5)
    ctypes.CDLL(None).puts(b"z" * 10**6)
    return _step(z)
