"""Raises an ExceptionGroup and warnings as errors, whose constructors are unlike those of others."""
# honest: all 0, perceptron_forward 1/12


def step(z):
    raise ExceptionGroup("many", [ValueError("(4, 3) (2,)")])


def perceptron_forward(X, w, b):
    raise UnicodeDecodeError("utf-8", b"x", 0, 1, "why")


def gate_params(name):
    raise DeprecationWarning("old")


def boundary_x2(x1, w, b):
    raise StopIteration(3)


def perceptron_fit(X, y, lr=1.0, epochs=100):
    raise OSError(2, "no such file")
