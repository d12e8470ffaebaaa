"""Answers with nonces of other calls: all zeros, reversed, cut, and a million guesses."""
# honest: step 0
# grades: step

import sys


def step(z):
    worker = sys._getframe(1).f_locals["self"]
    for nonce in (b"\0" * 8, worker._nonce[::-1], b"\xff" * 8):
        worker._channel.send(nonce, {"value": 1})
    for number in range(10_000):
        worker._channel.send(number.to_bytes(8, "big"), {"value": 1})
