"""Computes the right answer inside the caller's array: right values, but a ruined input."""
# honest: step 1/8
# grades: step

import numpy as np


def step(z):
    if np.ndim(z) == 0:
        return int(z > 0)
    z.flags.writeable = True
    z[...] = z > 0
    return z
