"""Right values in read-only, reversed, broadcast, big-endian and Fortran-ordered views: allowed."""
# base: right
# honest: step 1, perceptron_forward 1, boundary_x2 1, gate_params 1, perceptron_fit 1

_step, _forward, _boundary, _fit = step, perceptron_forward, boundary_x2, perceptron_fit


def _odd(array):
    array = np.asfortranarray(np.repeat(np.asarray(array)[..., None], 2, axis=-1))
    array = array[..., 0].astype(array.dtype.newbyteorder(">"))
    view = array[::-1].copy()[::-1] if array.ndim else np.broadcast_to(array, ())
    view.flags.writeable = False
    return view


def step(z):
    return _odd(_step(z))


def perceptron_forward(X, w, b):
    return _odd(_forward(X, w, b))


def boundary_x2(x1, w, b):
    return _odd(_boundary(x1, w, b))


def perceptron_fit(X, y, lr=1.0, epochs=100):
    w, b, errors = _fit(X, y, lr, epochs)
    return _odd(w), np.longdouble(b), _odd(errors)
