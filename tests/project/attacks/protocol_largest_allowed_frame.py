"""Sends strings of 60 MB in every field of a reply: value, printed, message, frames, names."""
# honest: step 0, gate_params 0
# grades: step, gate_params

import sys

BIG = "\x1b" * (12 * 2**20)


def send(reply):
    worker = sys._getframe(2).f_locals["self"]
    worker._channel.send(worker._nonce, reply)


def step(z):
    send({"value": BIG, "printed": BIG, "changed_inputs": BIG})


def gate_params(name):
    frames = [[BIG, 2**63, BIG, BIG]]
    send({"error": [BIG], "message": BIG, "frames": frames, "printed": ""})
