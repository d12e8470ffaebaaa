"""Right answers to lesson 06, written differently. No check may reject any of them."""

import math

import numpy as np


def _floats(z):
    """An array of floats; float32 stays float32."""
    z = np.asarray(z)
    return z if z.dtype.kind == "f" else z.astype(float)


# sigmoid_grad


def sigmoid_grad__difference(a):
    """a minus its square."""
    a = _floats(a)
    return a - a**2


def sigmoid_grad__loop(a):
    """One activation after the other."""
    a = _floats(a)
    slopes = np.empty_like(a)
    for index in np.ndindex(a.shape):
        slopes[index] = (1 - a[index]) * a[index]
    return slopes


def sigmoid_grad__parabola(a):
    """A parabola with its top, 1/4, at a = 1/2."""
    return 0.25 - (_floats(a) - 0.5) ** 2


# tanh_grad


def tanh_grad__two_factors(a):
    """The difference of two squares."""
    a = _floats(a)
    return (1 - a) * (1 + a)


def tanh_grad__loop(a):
    """One activation after the other."""
    a = _floats(a)
    slopes = np.empty_like(a)
    for index in np.ndindex(a.shape):
        slopes[index] = 1 - a[index] ** 2
    return slopes


def tanh_grad__square(a):
    """NumPy's own square, and the sign last."""
    return -(np.square(_floats(a)) - 1)


def tanh_grad__from_the_sigmoid(a):
    """tanh is 2 s - 1, so its slope is 4 s (1 - s)."""
    s = (_floats(a) + 1) / 2
    return 4 * s * (1 - s)


# vanishing_curve


def vanishing_curve__loop(slopes):
    """From the last layer to the first."""
    factors = np.ones(len(slopes))
    product = 1.0
    for layer in range(len(slopes) - 1, -1, -1):
        product = product * float(slopes[layer])
        factors[layer] = product
    return factors


def vanishing_curve__products(slopes):
    """A product of its own for each layer."""
    slopes = np.asarray(slopes).astype(float)
    return np.array([np.prod(slopes[layer:]) for layer in range(len(slopes))])


def vanishing_curve__flip(slopes):
    """np.flip and the accumulated multiplication."""
    return np.flip(np.multiply.accumulate(np.flip(slopes).astype(np.float64)))


def vanishing_curve__list(slopes):
    """A list that grows at its front."""
    factors = []
    for slope in reversed(np.asarray(slopes, dtype=float).tolist()):
        factors.insert(0, slope * (factors[0] if factors else 1.0))
    return np.array(factors)


def vanishing_curve__table(slopes):
    """A triangle of slopes, with ones for the layers that are not passed."""
    slopes = np.asarray(slopes, dtype=float)
    layer = np.arange(len(slopes))
    return np.where(layer >= layer[:, None], slopes, 1.0).prod(axis=1)


# relu


def relu__where(z):
    """Replace what is negative; NaN is not."""
    z = _floats(z)
    return np.where(z < 0, 0, z)


def relu__clip(z):
    """Clip from below, with no upper limit."""
    return np.clip(_floats(z), 0, None)


def relu__loop(z):
    """One number after the other."""
    z = _floats(z)
    result = np.empty_like(z)
    for index in np.ndindex(z.shape):
        result[index] = 0 if z[index] < 0 else z[index]
    return result


def relu__mask(z):
    """A copy in which the negative entries are set to 0."""
    z = np.array(_floats(z))
    z[z < 0] = 0
    return z


# relu_grad


def relu_grad__where(z):
    """1 or 0, in the kind of float that z has."""
    z = _floats(z)
    return np.where(z > 0, 1, 0).astype(z.dtype)


def relu_grad__heaviside(z):
    """NumPy's step function, with its value at 0."""
    return np.heaviside(_floats(z), 0)


def relu_grad__sign(z):
    """The sign, with -1 raised to 0."""
    return np.maximum(np.sign(_floats(z)), 0)


def relu_grad__mask(z):
    """Zeros in which the positive entries are set to 1."""
    z = _floats(z)
    slopes = np.zeros_like(z)
    slopes[z > 0] = 1
    return slopes


def relu_grad__loop(z):
    """One pre-activation after the other."""
    z = _floats(z)
    slopes = np.empty_like(z)
    for index in np.ndindex(z.shape):
        slopes[index] = 1.0 if z[index] > 0 else 0.0
    return slopes


# dead_units


def dead_units__maximum(Z):
    """A unit is dead if even its largest z is not above 0."""
    return np.count_nonzero(np.max(Z, axis=0) <= 0)


def dead_units__not_alive(Z):
    """All units minus those that are on for some example."""
    Z = np.asarray(Z)
    return Z.shape[1] - int(np.any(Z > 0, axis=0).sum())


def dead_units__activations(Z):
    """A unit is dead if its activations add up to 0."""
    return int((np.maximum(Z, 0).sum(axis=0) == 0).sum())


def dead_units__loop(Z):
    """Unit by unit, example by example."""
    dead = 0
    for unit in np.asarray(Z).T.tolist():
        dead += all(z <= 0 for z in unit)
    return dead


# leaky_relu


def _leak(alpha):
    if alpha < 0 or alpha >= 1:
        raise ValueError("alpha must be at least 0 and below 1")
    return float(alpha)


def leaky_relu__where(z, alpha=0.01):
    """Choose by the sign."""
    z, alpha = _floats(z), _leak(alpha)
    return np.where(z > 0, z, alpha * z)


def leaky_relu__two_parts(z, alpha=0.01):
    """The positive part plus a little of the negative part."""
    z, alpha = _floats(z), _leak(alpha)
    return np.maximum(z, 0) + alpha * np.minimum(z, 0)


def leaky_relu__factor(z, alpha=0.01):
    """Every number times its slope."""
    z = _floats(z)
    slopes = np.full_like(z, _leak(alpha))
    slopes[z > 0] = 1
    return slopes * z


def leaky_relu__loop(z, alpha=0.01):
    """One number after the other."""
    z, alpha = _floats(z), _leak(alpha)
    result = np.empty_like(z)
    for index in np.ndindex(z.shape):
        result[index] = z[index] if z[index] >= 0 else alpha * z[index]
    return result


# elu


def elu__where(z, alpha=1.0):
    """np.where, with an exponential that sees no positive number."""
    z = _floats(z)
    return np.where(z > 0, z, alpha * (np.exp(np.minimum(z, 0)) - 1))


def elu__minus_absolute(z, alpha=1.0):
    """The exponential of -|z|, which is right where it is needed."""
    z = _floats(z)
    return np.where(z < 0, alpha * np.expm1(-np.abs(z)), z)


def elu__mask(z, alpha=1.0):
    """Only the negative entries are touched."""
    z = np.array(_floats(z))
    z[z < 0] = alpha * np.expm1(z[z < 0])
    return z


def elu__loop(z, alpha=1.0):
    """One number after the other."""
    z = _floats(z)
    result = np.empty_like(z)
    for index in np.ndindex(z.shape):
        value = float(z[index])
        result[index] = value if value >= 0 else alpha * (math.exp(value) - 1)
    return result


# maxout


def _sums(X, W, b):
    X, W, b = (_floats(array) for array in (X, W, b))
    if X.ndim != 2 or W.ndim != 2 or W.shape[1] != X.shape[1]:
        raise ValueError(f"{X.shape} against {W.shape}")
    if b.shape != (len(W),):
        raise ValueError(f"{b.shape} against {W.shape}")
    return X @ W.T + b


def _same(W1, W2):
    if np.shape(W1) != np.shape(W2):
        raise ValueError(f"{np.shape(W1)} against {np.shape(W2)}")


def maxout__where(X, W1, b1, W2, b2):
    """Choose by the sign of the difference."""
    _same(W1, W2)
    one, two = _sums(X, W1, b1), _sums(X, W2, b2)
    return np.where(one > two, one, two)


def maxout__relu_of_the_difference(X, W1, b1, W2, b2):
    """The second sum, plus what the first is ahead."""
    _same(W1, W2)
    two = _sums(X, W2, b2)
    return two + np.maximum(_sums(X, W1, b1) - two, 0)


def maxout__stacked(X, W1, b1, W2, b2):
    """Both sums in one block, and the maximum over the new axis."""
    _same(W1, W2)
    return np.stack([_sums(X, W1, b1), _sums(X, W2, b2)]).max(axis=0)


def maxout__one_product(X, W1, b1, W2, b2):
    """All weights below each other: one matrix product instead of two."""
    _same(W1, W2)
    X, W1, b1, W2, b2 = (_floats(array) for array in (X, W1, b1, W2, b2))
    if X.ndim != 2 or X.shape[-1] != W1.shape[-1]:
        raise ValueError(f"{X.shape} against {W1.shape}")
    if not b1.shape == b2.shape == (len(W1),):
        raise ValueError(f"{b1.shape} and {b2.shape} against {W1.shape}")
    sums = X @ np.vstack([W1, W2]).T + np.concatenate([b1, b2])
    return np.maximum(sums[:, : len(W1)], sums[:, len(W1) :])


def maxout__loop(X, W1, b1, W2, b2):
    """Example by example, unit by unit."""
    _same(W1, W2)
    one, two = _sums(X, W1, b1), _sums(X, W2, b2)
    result = np.empty_like(one)
    for i, j in np.ndindex(one.shape):
        result[i, j] = max(one[i, j], two[i, j])
    return result
