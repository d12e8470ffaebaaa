"""Right answers to lesson 10, written differently. No check may reject any of them."""

import math

import numpy as np


def _floats(W):
    W = np.asarray(W)
    return W if np.issubdtype(W.dtype, np.floating) else W.astype(np.float64)


# l2_penalty


def l2_penalty__loop(Ws, lam):
    """One weight after the other."""
    total, grads = 0.0, []
    for W in Ws:
        W = _floats(W)
        grad = np.zeros_like(W)
        for index in np.ndindex(W.shape):
            total += float(W[index]) ** 2
            grad[index] = 2 * lam * W[index]
        grads.append(grad)
    return lam * total, grads


def l2_penalty__norm_squared(Ws, lam):
    """The squared length of each array, flattened."""
    Ws = [_floats(W) for W in Ws]
    penalty = lam * np.sum([np.linalg.norm(W.ravel()) ** 2 for W in Ws])
    return penalty, [W * (lam * 2) for W in Ws]


def l2_penalty__dot_product(Ws, lam):
    """All weights in one long vector, times itself."""
    flat = np.concatenate([_floats(W).ravel() for W in Ws])
    return float(lam * (flat @ flat)), [lam * (W + W) for W in map(_floats, Ws)]


def l2_penalty__einsum(Ws, lam):
    """Products of an array with itself, added up over every axis; a tuple of gradients."""
    Ws = [_floats(W) for W in Ws]
    penalty = math.fsum(float(np.einsum("i,i->", W.ravel(), W.ravel())) for W in Ws)
    return penalty * lam, tuple(np.multiply(W, 2.0 * lam) for W in Ws)


# total_loss


def total_loss__loop(per_example, Ws, lam):
    """Everything added up by hand."""
    data = 0.0
    for loss in per_example:
        data += float(loss)
    penalty = 0.0
    for W in Ws:
        for weight in np.ravel(W):
            penalty += float(weight) ** 2
    return data / len(per_example) + lam * penalty


def total_loss__inside_the_mean(per_example, Ws, lam):
    """The penalty added to the loss of each example before the mean: the same number."""
    penalty = sum((np.asarray(W, dtype=float) ** 2).sum() for W in Ws)
    return np.mean(np.asarray(per_example) + lam * penalty)


def total_loss__one_long_vector(per_example, Ws, lam):
    """All weights in one vector, times itself."""
    flat = np.concatenate([np.ravel(W) for W in Ws])
    return np.average(per_example) + lam * (flat @ flat)


def total_loss__sum_over_m(per_example, Ws, lam):
    """The sum divided by the number of examples."""
    m = np.size(per_example)
    return float(np.sum(per_example) / m + lam * sum(np.vdot(W, W) for W in Ws))


# l1_penalty


def l1_penalty__loop(Ws, lam):
    """One weight after the other."""
    total, grads = 0.0, []
    for W in map(_floats, Ws):
        grad = np.zeros_like(W)
        for index in np.ndindex(W.shape):
            weight = float(W[index])
            total += abs(weight)
            grad[index] = lam if weight > 0 else -lam if weight < 0 else 0.0
        grads.append(grad)
    return lam * total, grads


def l1_penalty__comparisons(Ws, lam):
    """The sign as a difference of two comparisons."""
    Ws = [_floats(W) for W in Ws]
    signs = [(W > 0).astype(W.dtype) - (W < 0).astype(W.dtype) for W in Ws]
    penalty = lam * sum((W * s).sum() for W, s in zip(Ws, signs))
    return penalty, [lam * s for s in signs]


def l1_penalty__norm(Ws, lam):
    """The 1-norm of each array, flattened."""
    Ws = [_floats(W) for W in Ws]
    return lam * np.sum([np.linalg.norm(W.ravel(), 1) for W in Ws]), [np.sign(W) * lam for W in Ws]


def l1_penalty__where(Ws, lam):
    """Two cases, and 0 for the third."""
    Ws = [_floats(W) for W in Ws]
    grads = [np.where(W > 0, lam, np.where(W < 0, -lam, 0.0)).astype(W.dtype) for W in Ws]
    return float(lam * np.abs(np.concatenate([W.ravel() for W in Ws])).sum()), grads


# elastic_net


def elastic_net__loop(W, lam, beta):
    """One weight after the other."""
    total = 0.0
    for weight in np.ravel(W).tolist():
        total += beta * weight * weight + abs(weight)
    return lam * total


def elastic_net__two_sums(W, lam, beta):
    """The two penalties by themselves."""
    return lam * beta * np.sum(np.square(W)) + lam * np.sum(np.abs(W))


def elastic_net__factored(W, lam, beta):
    """|w| (beta |w| + 1)."""
    size = np.abs(np.asarray(W, dtype=float))
    return float((lam * size * (beta * size + 1)).sum())


def elastic_net__dot_product(W, lam, beta):
    """A dot product for the squares, another one with the signs."""
    flat = np.ravel(W)
    return lam * (beta * (flat @ flat) + flat @ np.sign(flat))


# dropout_forward


def _prepare(X, p):
    if p < 0 or p >= 1:
        raise ValueError(f"p = {p} is not in [0, 1)")
    return _floats(X)


def dropout_forward__double_precision_draws(X, p, rng, train):
    """Random numbers in double precision, and a comparison that leaves out the border."""
    X = _prepare(X, p)
    if not train:
        return X.copy(), np.ones_like(X, dtype=bool)
    keep = rng.random(X.shape) > p
    return np.where(keep, X / (1 - p), 0).astype(X.dtype), keep


def dropout_forward__binomial(X, p, rng, train):
    """One toss of an uneven coin for each entry."""
    X = _prepare(X, p)
    keep = rng.binomial(1, 1 - p, size=X.shape).astype(bool) if train else np.full(X.shape, True)
    scale = 1.0 / (1.0 - p) if train else 1.0
    return X * keep * scale, keep


def dropout_forward__choice(X, p, rng, train):
    """True or False drawn with the two probabilities."""
    X = _prepare(X, p)
    if train:
        keep = rng.choice([True, False], size=X.shape, p=[1 - p, p])
        Y = X * keep
        Y /= 1 - p
        return Y, keep
    return X, np.full_like(X, True, dtype=bool)


def dropout_forward__loop(X, p, rng, train):
    """One entry after the other."""
    X = _prepare(X, p)
    Y, keep = X.copy(), np.ones(X.shape, dtype=bool)
    if train:
        for index in np.ndindex(X.shape):
            keep[index] = rng.uniform() < 1 - p
            Y[index] = X[index] / (1 - p) if keep[index] else 0.0
    return Y, keep


def dropout_forward__dropped_set_to_zero(X, p, rng, train):
    """A copy that is enlarged, and then emptied where the dice say so."""
    X = _prepare(X, p)
    if not train:
        return X + 0, ~np.zeros(X.shape, dtype=bool)
    drop = rng.uniform(size=X.shape) < p
    Y = X / (1 - p)
    Y[drop] = 0
    return Y, ~drop


# dropout_backward


def _checked(dY, keep, p):
    if np.shape(dY) != np.shape(keep):
        raise ValueError(f"shapes {np.shape(dY)} and {np.shape(keep)}")
    return _prepare(dY, p)


def dropout_backward__where(dY, keep, p):
    """Two cases."""
    dY = _checked(dY, keep, p)
    return np.where(keep, dY / (1 - p), 0).astype(dY.dtype)


def dropout_backward__loop(dY, keep, p):
    """One entry after the other."""
    dY = _checked(dY, keep, p)
    dX = np.zeros_like(dY)
    for index in np.ndindex(dY.shape):
        if keep[index]:
            dX[index] = dY[index] / (1 - p)
    return dX


def dropout_backward__zeros_filled(dY, keep, p):
    """Zeros, filled where the mask is True."""
    dY = _checked(dY, keep, p)
    dX = np.zeros_like(dY)
    dX[keep] = dY[keep] * (1 / (1 - p))
    return dX


def dropout_backward__mask_of_the_type(dY, keep, p):
    """The mask as numbers of the type of dY, with the factor in it."""
    dY = _checked(dY, keep, p)
    return np.asarray(keep).astype(dY.dtype) * dY * (1.0 / (1.0 - p))


# stochastic_depth


def _pair(x, fx, p_survive):
    if np.shape(x) != np.shape(fx):
        raise ValueError(f"shapes {np.shape(x)} and {np.shape(fx)}")
    if p_survive < 0 or p_survive > 1:
        raise ValueError(f"p_survive = {p_survive}")
    return _floats(x), _floats(fx)


def stochastic_depth__two_cases(x, fx, p_survive, rng, train):
    """An if instead of a factor."""
    x, fx = _pair(x, fx, p_survive)
    if not train:
        return x + fx * p_survive
    if rng.uniform() < p_survive:
        return x + fx
    return x.copy()


def stochastic_depth__binomial(x, fx, p_survive, rng, train):
    """One toss of an uneven coin."""
    x, fx = _pair(x, fx, p_survive)
    b = int(rng.binomial(1, p_survive)) if train else p_survive
    return np.add(x, np.multiply(b, fx))


def stochastic_depth__choice(x, fx, p_survive, rng, train):
    """The finished result drawn from the two possible ones."""
    x, fx = _pair(x, fx, p_survive)
    if train:
        taken = rng.choice(2, p=[1 - p_survive, p_survive])
        return (x + 0, x + fx)[int(taken)]
    return p_survive * (x + fx) + (1 - p_survive) * x


def stochastic_depth__interval_from_above(x, fx, p_survive, rng, train):
    """Skipped where 1 - r reaches into the upper part."""
    x, fx = _pair(x, fx, p_survive)
    if train:
        skipped = 1.0 - rng.random() > p_survive
        return x if skipped else fx + x
    return x + p_survive * fx


# fmp_boundaries


def _ready(n_in, n_out, u):
    if n_out < 1 or n_in < n_out or n_in > 2 * n_out or u <= 0 or u >= 1:
        raise ValueError(f"n_in {n_in}, n_out {n_out}, u {u}")
    return n_in / n_out


def fmp_boundaries__formula(n_in, n_out, u):
    """The formula as it stands on the page, in one array operation."""
    alpha = _ready(n_in, n_out, u)
    cuts = np.ceil(alpha * (np.arange(n_out + 1) + u)) - np.ceil(alpha * u)
    return cuts.astype(int)


def fmp_boundaries__loop(n_in, n_out, u):
    """One cut after the other, with math.ceil."""
    alpha = _ready(n_in, n_out, u)
    cuts = []
    for i in range(n_out + 1):
        cuts.append(math.ceil(alpha * (i + u)) - math.ceil(alpha * u))
    return np.array(cuts)


def fmp_boundaries__floor(n_in, n_out, u):
    """Rounded down on both sides: unless a product is whole, both are 1 less, and it cancels."""
    alpha = _ready(n_in, n_out, u)
    cuts = [math.floor(alpha * (i + u)) - math.floor(alpha * u) for i in range(n_out + 1)]
    return np.array(cuts, dtype=np.int64)


def fmp_boundaries__from_sizes(n_in, n_out, u):
    """The steps between neighbouring terms, added up again."""
    alpha = _ready(n_in, n_out, u)
    terms = np.ceil(alpha * (u + np.arange(n_out + 1)))
    return np.concatenate([[0], np.cumsum(np.diff(terms))]).astype(int)


def fmp_boundaries__exact(n_in, n_out, u):
    """In exact fractions."""
    from fractions import Fraction

    _ready(n_in, n_out, u)
    alpha, u = Fraction(n_in, n_out), Fraction(u)
    return np.array([math.ceil(alpha * (i + u)) - math.ceil(alpha * u) for i in range(n_out + 1)])


# fractional_max_pool_1d


def _valid(x, bounds):
    bounds = [int(cut) for cut in bounds]
    steps = [b - a for a, b in zip(bounds[:-1], bounds[1:])]
    if bounds[0] != 0 or bounds[-1] != len(x) or min(steps) < 1:
        raise ValueError(f"bounds {bounds} for {len(x)} values")
    return bounds


def fractional_max_pool_1d__slices(x, bounds):
    """One slice after the other."""
    bounds = _valid(x, bounds)
    return np.array([x[bounds[i] : bounds[i + 1]].max() for i in range(len(bounds) - 1)])


def fractional_max_pool_1d__split(x, bounds):
    """NumPy splits at the inner cuts."""
    bounds = _valid(x, bounds)
    return np.array([float(np.max(region)) for region in np.split(np.asarray(x), bounds[1:-1])])


def fractional_max_pool_1d__value_by_value(x, bounds):
    """Each value is sent to its region."""
    bounds = _valid(x, bounds)
    best = np.full(len(bounds) - 1, -np.inf)
    for i, value in enumerate(x):
        region = np.searchsorted(bounds, i, side="right") - 1
        best[region] = max(best[region], value)
    return best


def fractional_max_pool_1d__maximum_at(x, bounds):
    """np.maximum.at with the number of each value's region."""
    bounds = _valid(x, bounds)
    best = np.full(len(bounds) - 1, -np.inf)
    np.maximum.at(best, np.repeat(np.arange(len(best)), np.diff(bounds)), x)
    return best
