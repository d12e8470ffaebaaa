"""The module is a link to /dev/zero, which never ends; the notebook is a socket."""
# kind: folder
# honest: functions 0, answers 0

import os
import socket


def plant(place, world):
    (place / "nnlab" / "perceptron.py").unlink()
    (place / "nnlab" / "perceptron.py").symlink_to("/dev/zero")
    (place / f"{place.name}.ipynb").unlink()
    before = os.getcwd()
    os.chdir(place)  # a socket's name must be short
    socket.socket(socket.AF_UNIX).bind(f"{place.name}.ipynb")
    os.chdir(before)
