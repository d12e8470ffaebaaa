"""Loops for ever in plain Python, for a single number only."""
# base: right
# honest: step 7/8
# grades: step

_step = step


def step(z):
    while np.ndim(z) == 0:
        pass
    return _step(z)
