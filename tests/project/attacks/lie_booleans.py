"""True and False where numbers are due."""
# base: right
# honest: step 0
# grades: step


def step(z):
    return np.asarray(z) > 0
