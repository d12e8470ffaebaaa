"""Right values with an imaginary part of 0: numbers, but not the kind that was asked for."""
# base: right
# honest: step 0, perceptron_forward 0, boundary_x2 1/8
# grades: step, perceptron_forward, boundary_x2

_step, _boundary = step, boundary_x2


def step(z):
    return _step(z) + 0j


def perceptron_forward(X, w, b):
    return _step(X @ w + b) + 0j if np.shape(w) == X.shape[1:] else None


def boundary_x2(x1, w, b):
    return _boundary(x1, w, b) + 0j
