"""The module is a FIFO, on which a reader would wait for ever; the notebook is one as well."""
# kind: folder
# honest: functions 0, answers 0

import os


def plant(place, world):
    for path in (place / "nnlab" / "perceptron.py", place / f"{place.name}.ipynb"):
        path.unlink()
        os.mkfifo(path)
