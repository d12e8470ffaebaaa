"""A dict of 49,999 integers that all have the same hash, which takes quadratic time to build."""
# honest: step 0
# grades: step

import sys


def step(z):
    worker = sys._getframe(1).f_locals["self"]
    pairs = [[["int", hex(n * (2**61 - 1))], 0] for n in range(1, 49_999)]
    reply = {"value": ["dict", *pairs], "changed_inputs": False, "printed": ""}
    worker._channel.send(worker._nonce, reply)
