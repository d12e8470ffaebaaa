"""An exception with a message of a gigabyte, raised below five hundred frames."""
# base: right
# honest: step 7/8
# grades: step

_step = step


def _dive(depth):
    if depth == 0:
        raise ValueError("x" * 10**9)
    _dive(depth - 1)


def step(z):
    if np.ndim(z) == 0:
        _dive(500)
    return _step(z)
