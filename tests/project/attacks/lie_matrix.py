"""Right values in an np.matrix: two axes where one is due, so only tables are right."""
# base: right
# honest: step 2/8
# grades: step

_step = step


def step(z):
    return np.matrix(_step(z))
