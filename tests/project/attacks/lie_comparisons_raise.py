"""Values whose every special method raises SystemExit or returns something absurd."""
# honest: all 0


class Spiky:
    def __getattribute__(self, name):
        raise SystemExit(0)

    def __eq__(self, other):
        raise SystemExit(0)

    __bool__ = __len__ = __iter__ = __float__ = __array__ = __repr__ = __str__ = __eq__
    __hash__ = __reduce__ = __class__ = __eq__


def step(z):
    return Spiky()


def gate_params(name):
    return [Spiky()], {"b": Spiky()}


def boundary_x2(x1, w, b):
    return {Spiky}


def perceptron_fit(X, y, lr=1.0, epochs=100):
    return (Spiky(), Spiky(), Spiky())
