"""Replies whose `error`, `message` and `frames` are numbers, maps and lists of nonsense."""
# honest: all 0

import sys


def send(reply):
    worker = sys._getframe(2).f_locals["self"]
    worker._channel.send(worker._nonce, reply)


def step(z):
    send({"error": 5, "message": None})


def perceptron_forward(X, w, b):
    send({"error": {"ValueError": 1}, "message": ["(4, 3) (2,)"], "frames": 7})


def gate_params(name):
    send({"error": None})


def boundary_x2(x1, w, b):
    send(
        {
            "error": [["ValueError"], 3, b"ValueError"],
            "message": {},
            "frames": [[1], "x", [[], [], [], []]],
        }
    )


def perceptron_fit(X, y, lr=1.0, epochs=100):
    send({"error": True, "value": [1], "printed": {"a": [1]}, "changed_inputs": "no"})
