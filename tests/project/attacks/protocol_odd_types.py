"""Extension types, timestamps, invalid UTF-8, maps with odd keys, dates, and messages that are lists."""
# honest: all 0

import sys

BODIES = iter(
    [
        b"\x81\xa5value\xd4\x01x",
        b"\x81\xa5value\xc7\x00\x01",
        b"\x81\xa5value\xd6\xff\0\0\0\0",
        b"\x81\xa5value\xa2\xff\xfe",
        b"\x81\x01\x02",
        b"\x81\x90\x02",
        b"\x82\xa5value\x01\xa5value\x02",
        b"\x81\xa5value\x81\x01\x02",
        b"\x93\x01\x02\x03",
        b"\x81\xa5value\xcb\x7f\xf8\0\0\0\0\0\0",
        b"\x81\xa5value\x93\xa5array\xa3<f8\x91\x01",
        b"\x81\xa5value\x94\xa5array\xa2|O\x91\x01\xc4\x08abcdefgh",
    ]
    * 9
)


def step(*args, **kwargs):
    body = next(BODIES)
    worker = sys._getframe(1).f_locals["self"]
    worker._channel._sock.sendall(len(body).to_bytes(4, "big") + worker._nonce + body)


perceptron_forward = gate_params = boundary_x2 = perceptron_fit = step
