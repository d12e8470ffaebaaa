"""Announces a frame of four gigabytes and sends a little of it."""
# honest: step 0
# grades: step

import os
import sys


def step(z):
    worker = sys._getframe(1).f_locals["self"]
    worker._channel._sock.sendall(b"\xff\xff\xff\xff" + worker._nonce + b"x" * 1000)
    os._exit(0)
