"""Sends bytes that are no frame: random ones, other formats, a frame cut short."""
# honest: all 0

import os
import sys

BODIES = [
    os.urandom(500),
    b"",
    b"\xc1",
    b"\x81",
    b"\x80" * 10,
    b'{"value": 1}',
    b"\x80\x04.",
    b"\xc0",
]


def step(*args, **kwargs):
    worker = sys._getframe(1).f_locals["self"]
    body = BODIES[len(BODIES) * sum(worker._nonce[:2]) // 512]
    worker._channel._sock.sendall(len(body).to_bytes(4, "big") + worker._nonce + body)


perceptron_forward = gate_params = boundary_x2 = perceptron_fit = step
