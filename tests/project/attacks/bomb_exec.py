"""Replaces itself by, or starts, a shell, another Python, and a program of its own making."""
# honest: step 0
# grades: step

import os
import subprocess
import sys


def step(z):
    worked = []
    for command in (["/bin/sh", "-c", "id"], [sys.executable or "python", "-c", "print(1)"]):
        for start in (subprocess.run, subprocess.Popen, os.popen):
            try:
                start(command)
                worked.append(start)
            except Exception:
                continue
    if os.system("true") == 0:
        worked.append("system")
    try:
        with open("nnlab-attack", "w") as file:
            file.write("#!/bin/sh\nexit 0\n")
        os.chmod("nnlab-attack", 0o755)
    except OSError:
        pass
    try:
        os.execv("nnlab-attack", ["nnlab-attack"])
    except OSError:
        pass
    raise RuntimeError(f"these worked: {worked}")
