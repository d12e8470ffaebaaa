"""The module is a hard link to another student's file: the text counts, the file stays theirs."""
# kind: folder
# honest: functions 1, answers 1

import os


def plant(place, world):
    (place / "nnlab" / "perceptron.py").unlink()
    os.link(world.other / "nnlab" / "perceptron.py", place / "nnlab" / "perceptron.py")
