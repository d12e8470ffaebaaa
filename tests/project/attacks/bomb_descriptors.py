"""Opens and duplicates descriptors until there are none left, and then answers rightly."""
# base: right
# honest: step 1
# grades: step

import os

_step = step


def step(z):
    try:
        while True:
            os.dup(0)
    except OSError:
        return _step(z)
