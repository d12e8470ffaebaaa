"""Exceptions that claim to be the grader's own: Failed, Skipped, Exit, WorkerTimeout, Unanswered."""
# honest: all 0

import sys

NAMES = "Failed Skipped Exit XFailed WorkerTimeout WorkerDied Unanswered CourseError IsolationError"
KINDS = iter([*NAMES.split(), "KeyboardInterrupt", "SystemExit", "BaseException", "Warning"] * 9)


def step(*args, **kwargs):
    worker = sys._getframe(1).f_locals["self"]
    name = next(KINDS)
    reply = {"error": [name, "BaseException"], "message": "passed", "frames": [], "printed": ""}
    worker._channel.send(worker._nonce, reply)


perceptron_forward = gate_params = boundary_x2 = perceptron_fit = step
