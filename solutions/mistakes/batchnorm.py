"""Wrong answers to lesson 09 that people really give, each with the sentence that helps."""

import numpy as np


def _arrays(*values):
    return [np.asarray(value) for value in values]


def _fit(X, *lists):
    """X and the lists as arrays, refused where they do not belong together."""
    X, *lists = _arrays(X, *lists)
    if X.ndim != 2 or any(array.shape != (X.shape[1],) for array in lists):
        raise ValueError(f"{X.shape} and {[array.shape for array in lists]} do not fit")
    return X, *lists


def _quiet(a, b):
    """a / b without NumPy's warnings."""
    with np.errstate(all="ignore"):
        return a / b


# batchnorm_forward


def batchnorm_forward__eps_outside(X, gamma, beta, eps=1e-5):
    """You add eps to the root instead of the variance below it. Almost the same for large
    variances, and far off for small ones: which of the two does the formula guard?"""
    X, gamma, beta = _fit(X, gamma, beta)
    return gamma * (X - X.mean(axis=0)) / (X.std(axis=0) + eps) + beta


def batchnorm_forward__eps_forgotten(X, gamma, beta, eps=1e-5):
    """You leave eps out, so a column whose entries are all equal is 0/0. Where does eps belong?"""
    X, gamma, beta = _fit(X, gamma, beta)
    return gamma * ((X - X.mean(axis=0)) / X.std(axis=0)) + beta


def batchnorm_forward__constants_mended(X, gamma, beta, eps=1e-5):
    """You leave eps out and mend the columns of equal entries by themselves. With eps below the
    root there is nothing to mend, and a column of tiny variance is not blown up either."""
    X, gamma, beta = _fit(X, gamma, beta)
    return gamma * np.nan_to_num(_quiet(X - X.mean(axis=0), X.std(axis=0))) + beta


def batchnorm_forward__eps_as_a_floor(X, gamma, beta, eps=1e-5):
    """You take the larger of variance and eps. The formula adds eps to every variance, small or
    large."""
    X, gamma, beta = _fit(X, gamma, beta)
    return gamma * (X - X.mean(axis=0)) / np.sqrt(np.maximum(X.var(axis=0), eps)) + beta


def batchnorm_forward__eps_fixed(X, gamma, beta, eps=1e-5):
    """You write 1e-5 into the formula, so the argument eps has no effect. Use its name."""
    X, gamma, beta = _fit(X, gamma, beta)
    return gamma * (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + 1e-5) + beta


def batchnorm_forward__eps_squared(X, gamma, beta, eps=1e-5):
    """You add the square of eps to the variance. It is eps itself that stands below the root."""
    X, gamma, beta = _fit(X, gamma, beta)
    return gamma * (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps**2) + beta


def batchnorm_forward__unbiased(X, gamma, beta, eps=1e-5):
    """Your outputs are a little too small: you divide the squares by m - 1 (ddof=1). The batch
    is scaled by its own spread, which divides by m; the other one is for the running variance."""
    X, gamma, beta = _fit(X, gamma, beta)
    variance = _quiet(((X - X.mean(axis=0)) ** 2).sum(axis=0), len(X) - 1)
    return gamma * (X - X.mean(axis=0)) / np.sqrt(variance + eps) + beta


def batchnorm_forward__rows(X, gamma, beta, eps=1e-5):
    """You take mean and variance along each row. That mixes different nodes of one example (it
    is called layer normalisation): along which axis do the examples lie?"""
    X, gamma, beta = _fit(X, gamma, beta)
    mean, variance = X.mean(axis=1, keepdims=True), X.var(axis=1, keepdims=True)
    return gamma * (X - mean) / np.sqrt(variance + eps) + beta


def batchnorm_forward__whole_table(X, gamma, beta, eps=1e-5):
    """You take one mean and one variance of the whole table. Each node has a range of its own:
    which axis keeps the columns apart?"""
    X, gamma, beta = _fit(X, gamma, beta)
    return gamma * (X - X.mean()) / np.sqrt(X.var() + eps) + beta


def batchnorm_forward__one_variance(X, gamma, beta, eps=1e-5):
    """Your means belong to the columns, but your variance is that of the whole table. It needs
    the same axis."""
    X, gamma, beta = _fit(X, gamma, beta)
    return gamma * (X - X.mean(axis=0)) / np.sqrt(X.var() + eps) + beta


def batchnorm_forward__variance_divides(X, gamma, beta, eps=1e-5):
    """You divide by the variance. Then a column with twice the spread comes out half as wide:
    what is missing between the variance and the divisor?"""
    X, gamma, beta = _fit(X, gamma, beta)
    return gamma * (X - X.mean(axis=0)) / (X.var(axis=0) + eps) + beta


def batchnorm_forward__range(X, gamma, beta, eps=1e-5):
    """You divide by the range, largest minus smallest. One outlier would then squeeze all the
    others: the standard deviation is asked for."""
    X, gamma, beta = _fit(X, gamma, beta)
    return gamma * (X - X.mean(axis=0)) / (np.ptp(X, axis=0) + eps) + beta


def batchnorm_forward__zero_to_one(X, gamma, beta, eps=1e-5):
    """You move each column into the range from 0 to 1. Mean 0 and variance 1 are wanted instead."""
    X, gamma, beta = _fit(X, gamma, beta)
    return gamma * (X - X.min(axis=0)) / (np.ptp(X, axis=0) + eps) + beta


def batchnorm_forward__mean_forgotten(X, gamma, beta, eps=1e-5):
    """You divide by the spread and never take the mean off. Where is the middle of your columns?"""
    X, gamma, beta = _fit(X, gamma, beta)
    return gamma * X / np.sqrt(X.var(axis=0) + eps) + beta


def batchnorm_forward__only_centred(X, gamma, beta, eps=1e-5):
    """You take the mean off and stop there. The spread of each column still has to become 1."""
    X, gamma, beta = _fit(X, gamma, beta)
    return gamma * (X - X.mean(axis=0)) + beta


def batchnorm_forward__median(X, gamma, beta, eps=1e-5):
    """You take the median off instead of the mean. Your columns then have a mean other than 0."""
    X, gamma, beta = _fit(X, gamma, beta)
    return gamma * (X - np.median(X, axis=0)) / np.sqrt(X.var(axis=0) + eps) + beta


def batchnorm_forward__mean_absolute(X, gamma, beta, eps=1e-5):
    """You divide by the mean distance from the mean. The standard deviation is the root of the
    mean *squared* distance."""
    X, gamma, beta = _fit(X, gamma, beta)
    spread = np.abs(X - X.mean(axis=0)).mean(axis=0)
    return gamma * (X - X.mean(axis=0)) / np.sqrt(spread**2 + eps) + beta


def batchnorm_forward__raw_squares(X, gamma, beta, eps=1e-5):
    """Your divisor comes from the squares of X itself. A variance measures the distance from the
    mean: which array should be squared?"""
    X, gamma, beta = _fit(X, gamma, beta)
    return gamma * (X - X.mean(axis=0)) / np.sqrt((X**2).mean(axis=0) + eps) + beta


def batchnorm_forward__squares_minus_square(X, gamma, beta, eps=1e-5):
    """You compute the variance as mean of squares minus square of mean. For a column far from 0
    these are two huge numbers that cancel: square the distances from the mean instead."""
    X, gamma, beta = _fit(X, gamma, beta)
    variance = (X**2).mean(axis=0) - X.mean(axis=0) ** 2
    return gamma * (X - X.mean(axis=0)) / np.sqrt(np.abs(variance) + eps) + beta


def batchnorm_forward__unit_length(X, gamma, beta, eps=1e-5):
    """You divide by the root of the sum of squares, so your outputs shrink as the batch grows.
    Where is the mean of the squares?"""
    X, gamma, beta = _fit(X, gamma, beta)
    centred = X - X.mean(axis=0)
    return gamma * centred / np.sqrt((centred**2).sum(axis=0) + eps) + beta


def batchnorm_forward__swapped(X, gamma, beta, eps=1e-5):
    """You have exchanged gamma and beta: gamma is the factor, beta is added."""
    X, gamma, beta = _fit(X, gamma, beta)
    return beta * (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps) + gamma


def batchnorm_forward__gamma_first(X, gamma, beta, eps=1e-5):
    """You apply gamma and beta before normalising, which undoes them at once. They come last."""
    X, gamma, beta = _fit(X, gamma, beta)
    Z = gamma * X + beta
    return (Z - Z.mean(axis=0)) / np.sqrt(Z.var(axis=0) + eps)


def batchnorm_forward__beta_first(X, gamma, beta, eps=1e-5):
    """You add beta before you multiply by gamma, so beta gets scaled too. Scale first, then
    shift."""
    X, gamma, beta = _fit(X, gamma, beta)
    return gamma * ((X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps) + beta)


def batchnorm_forward__gamma_and_beta_forgotten(X, gamma, beta, eps=1e-5):
    """You normalise and stop there, so gamma and beta have no effect. What is the second step?"""
    X, gamma, beta = _fit(X, gamma, beta)
    return (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps)


def batchnorm_forward__beta_forgotten(X, gamma, beta, eps=1e-5):
    """You scale by gamma and forget the shift: every column of yours has mean 0."""
    X, gamma, beta = _fit(X, gamma, beta)
    return gamma * (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps)


def batchnorm_forward__gamma_forgotten(X, gamma, beta, eps=1e-5):
    """You shift by beta and forget the scale: every column of yours has spread 1."""
    X, gamma, beta = _fit(X, gamma, beta)
    return (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps) + beta


def batchnorm_forward__gamma_divides(X, gamma, beta, eps=1e-5):
    """You divide by gamma. It is the scale of the result, so it multiplies."""
    X, gamma, beta = _fit(X, gamma, beta)
    return _quiet((X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps), gamma) + beta


def batchnorm_forward__gamma_below_the_root(X, gamma, beta, eps=1e-5):
    """You let gamma in below the root, so it counts as its own root and loses its sign. It is a
    factor of the whole."""
    X, gamma, beta = _fit(X, gamma, beta)
    normed = (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps)
    return np.sqrt(np.abs(gamma)) * normed + beta


def batchnorm_forward__beta_subtracted(X, gamma, beta, eps=1e-5):
    """You subtract beta. It is the mean of the result, so it is added."""
    X, gamma, beta = _fit(X, gamma, beta)
    return gamma * (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps) - beta


def batchnorm_forward__rounded(X, gamma, beta, eps=1e-5):
    """You round the result. Round what you print, and compute with all figures."""
    X, gamma, beta = _fit(X, gamma, beta)
    return np.round(gamma * (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps) + beta, 3)


def batchnorm_forward__integer_array(X, gamma, beta, eps=1e-5):
    """You fill an array made like X. If X holds whole numbers, so does that array, and all
    fractions are cut off: let NumPy make the result."""
    X, gamma, beta = _fit(X, gamma, beta)
    Y = np.empty_like(X)
    values = gamma * (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps) + beta
    np.copyto(Y, values, casting="unsafe")
    return Y


def batchnorm_forward__upcast(X, gamma, beta, eps=1e-5):
    """Your numbers are right, but float32 comes back as float64, twice the memory and the time.
    Which step turns your arrays into float64?"""
    X, gamma, beta = _fit(X, gamma, beta)
    X = X.astype(float)
    return gamma * (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps) + beta


def batchnorm_forward__roots_added(X, gamma, beta, eps=1e-5):
    """You add the root of eps to the root of the variance. The root of a sum is not the sum of the
    roots: add first, then take one root."""
    X, gamma, beta = _fit(X, gamma, beta)
    return gamma * _quiet(X - X.mean(axis=0), X.std(axis=0) + np.sqrt(eps)) + beta


def batchnorm_forward__eps_twice(X, gamma, beta, eps=1e-5):
    """You use eps twice, below the root and beside it. Below the root is enough."""
    X, gamma, beta = _fit(X, gamma, beta)
    return gamma * (X - X.mean(axis=0)) / (np.sqrt(X.var(axis=0) + eps) + eps) + beta


def batchnorm_forward__tanh_as_well(X, gamma, beta, eps=1e-5):
    """You apply tanh as well. The layer ends with scale and shift, and the activation function
    comes after it, as a step of its own."""
    X, gamma, beta = _fit(X, gamma, beta)
    return np.tanh(gamma * (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps) + beta)


def batchnorm_forward__clipped(X, gamma, beta, eps=1e-5):
    """You cut the normalised items off at -1 and 1. Their spread is 1, but single items may well
    lie outside: an item of two standard deviations is 2."""
    X, gamma, beta = _fit(X, gamma, beta)
    return gamma * np.clip((X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps), -1, 1) + beta


def batchnorm_forward__one_gamma(X, gamma, beta, eps=1e-5):
    """You use the first gamma and the first beta for every column. Each column has its own."""
    X, gamma, beta = _fit(X, gamma, beta)
    return gamma[0] * (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps) + beta[0]


def batchnorm_forward__single_precision_always(X, gamma, beta, eps=1e-5):
    """You compute with 32-bit floats whatever comes in, so float64 loses half of its figures. Keep
    the kind of number that you were given."""
    X, gamma, beta = _fit(*(np.asarray(array, dtype=np.float32) for array in (X, gamma, beta)))
    return gamma * (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + np.float32(eps)) + beta


def batchnorm_forward__no_check(X, gamma, beta, eps=1e-5):
    """Your formula is right, but a gamma of shape (3, 1) scales rows instead of columns without a
    word. Compare the shapes first, and raise a ValueError that names them."""
    X, gamma, beta = _arrays(X, gamma, beta)
    axis = 0 if X.ndim else None
    return gamma * (X - X.mean(axis=axis)) / np.sqrt(X.var(axis=axis) + eps) + beta


def batchnorm_forward__changes_the_batch(X, gamma, beta, eps=1e-5):
    """`X -= ...` works on the array of whoever called you. X = X - ... makes a new one."""
    X -= X.mean(axis=0)
    X /= np.sqrt(X.var(axis=0) + eps)
    return gamma * X + beta


# batchnorm_backward


def _fit_back(dY, X, gamma):
    dY, X, gamma = _arrays(dY, X, gamma)
    if X.ndim != 2 or dY.shape != X.shape or gamma.shape != (X.shape[1],):
        raise ValueError(f"{dY.shape}, {X.shape} and {gamma.shape} do not fit")
    return dY, X, gamma


def _parts(X, eps):
    """Distances from the mean, the root, and the normed batch."""
    centred = X - X.mean(axis=0)
    std = np.sqrt((centred**2).mean(axis=0) + eps)
    return centred, std, centred / std


def _right(dY, X, gamma, eps):
    dY, X, gamma = _fit_back(dY, X, gamma)
    _, std, normed = _parts(X, eps)
    dgamma, dbeta = (dY * normed).sum(axis=0), dY.sum(axis=0)
    return gamma / std * (dY - (dbeta + normed * dgamma) / len(X)), dgamma, dbeta


def batchnorm_backward__constants(dY, X, gamma, eps=1e-5):
    """You treat mean and variance as if they were constants. Both change when an item of the
    column moves: which two paths lead from X to the cost besides the direct one?"""
    dX, dgamma, dbeta = _right(dY, X, gamma, eps)
    return gamma * np.asarray(dY) / _parts(np.asarray(X), eps)[1], dgamma, dbeta


def batchnorm_backward__no_mean_path(dY, X, gamma, eps=1e-5):
    """Your dX lacks the path through the mean: its columns do not add up to 0. What happens to
    the outputs of the others when one item, and so the mean, grows?"""
    dX, dgamma, dbeta = _right(dY, X, gamma, eps)
    _, std, normed = _parts(np.asarray(X), eps)
    return gamma / std * (dY - normed * dgamma / len(dY)), dgamma, dbeta


def batchnorm_backward__no_variance_path(dY, X, gamma, eps=1e-5):
    """Your dX lacks the path through the variance. An item that moves away from the mean makes
    the whole column narrower: which term says so?"""
    dX, dgamma, dbeta = _right(dY, X, gamma, eps)
    return gamma / _parts(np.asarray(X), eps)[1] * (dY - dbeta / len(dY)), dgamma, dbeta


def batchnorm_backward__variance_path_added(dY, X, gamma, eps=1e-5):
    """Your variance path has the wrong sign: the root stands below the fraction bar, and the
    slope of 1/s is -1/s²."""
    dX, dgamma, dbeta = _right(dY, X, gamma, eps)
    _, std, normed = _parts(np.asarray(X), eps)
    return gamma / std * (dY - (dbeta - normed * dgamma) / len(dY)), dgamma, dbeta


def batchnorm_backward__mean_path_added(dY, X, gamma, eps=1e-5):
    """Your mean path has the wrong sign: a larger mean makes all outputs smaller."""
    dX, dgamma, dbeta = _right(dY, X, gamma, eps)
    _, std, normed = _parts(np.asarray(X), eps)
    return gamma / std * (dY - (normed * dgamma - dbeta) / len(dY)), dgamma, dbeta


def batchnorm_backward__sums_for_means(dY, X, gamma, eps=1e-5):
    """In dX you use the sums where means belong: an item moves the mean by one m-th only. Where
    does the 1/m go?"""
    dX, dgamma, dbeta = _right(dY, X, gamma, eps)
    _, std, normed = _parts(np.asarray(X), eps)
    return gamma / std * (dY - dbeta - normed * dgamma), dgamma, dbeta


def batchnorm_backward__mean_path_summed(dY, X, gamma, eps=1e-5):
    """In the mean path you take off the sum of the slopes. An item moves the mean by one m-th only,
    so their mean belongs there."""
    dX, dgamma, dbeta = _right(dY, X, gamma, eps)
    _, std, normed = _parts(np.asarray(X), eps)
    return gamma / std * (dY - dbeta - normed * dgamma / len(dY)), dgamma, dbeta


def batchnorm_backward__variance_path_summed(dY, X, gamma, eps=1e-5):
    """Your variance path lacks the 1/m. The variance is a mean of squares: how much does one of m
    items move it?"""
    dX, dgamma, dbeta = _right(dY, X, gamma, eps)
    _, std, normed = _parts(np.asarray(X), eps)
    return gamma / std * (dY - dbeta / len(dY) - normed * dgamma), dgamma, dbeta


def batchnorm_backward__power_of_the_root(dY, X, gamma, eps=1e-5):
    """Your variance path has the power -1.5 on the root. It belongs to variance plus eps; on the
    root the power is -3."""
    dX, dgamma, dbeta = _right(dY, X, gamma, eps)
    centred, std, _ = _parts(np.asarray(X), eps)
    dnormed = dY * gamma
    dvariance = (dnormed * centred).sum(axis=0) * -0.5 * std**-1.5
    direct = (dnormed - dnormed.mean(axis=0)) / std
    return direct + dvariance * 2 * centred / len(dY), dgamma, dbeta


def batchnorm_backward__eps_only_in_the_factor(dY, X, gamma, eps=1e-5):
    """You use eps in the factor in front and forget it in the normalised items. Both divide by the
    same root."""
    dY, X, gamma = _fit_back(dY, X, gamma)
    normed = _quiet(X - X.mean(axis=0), X.std(axis=0))
    dgamma, dbeta = (dY * normed).sum(axis=0), dY.sum(axis=0)
    root = np.sqrt(X.var(axis=0) + eps)
    return gamma / root * (dY - (dbeta + normed * dgamma) / len(X)), dgamma, dbeta


def batchnorm_backward__variance_path_halved(dY, X, gamma, eps=1e-5):
    """Your variance path is half of what it should be. The square has a slope with a 2, the root
    one with a 1/2: have you used both?"""
    dX, dgamma, dbeta = _right(dY, X, gamma, eps)
    _, std, normed = _parts(np.asarray(X), eps)
    return gamma / std * (dY - (dbeta + normed * dgamma / 2) / len(dY)), dgamma, dbeta


def batchnorm_backward__variance_path_doubled(dY, X, gamma, eps=1e-5):
    """Your variance path is twice what it should be. The slope of a square root has a factor of
    1/2."""
    dX, dgamma, dbeta = _right(dY, X, gamma, eps)
    _, std, normed = _parts(np.asarray(X), eps)
    return gamma / std * (dY - (dbeta + 2 * normed * dgamma) / len(dY)), dgamma, dbeta


def batchnorm_backward__centred_for_normed(dY, X, gamma, eps=1e-5):
    """In the last term of dX you use the distances from the mean where the normed items belong.
    Only for a spread of 1 are they the same."""
    dX, dgamma, dbeta = _right(dY, X, gamma, eps)
    centred, std, _ = _parts(np.asarray(X), eps)
    return gamma / std * (dY - (dbeta + centred * dgamma) / len(dY)), dgamma, dbeta


def batchnorm_backward__items_for_normed(dY, X, gamma, eps=1e-5):
    """In the last term of dX you use X itself where the normed items belong. Its mean is not 0,
    and the columns of your dX do not add up to 0 either."""
    dX, dgamma, dbeta = _right(dY, X, gamma, eps)
    X = np.asarray(X)
    std = _parts(X, eps)[1]
    return gamma / std * (dY - (dbeta + X * dgamma) / len(X)), dgamma, dbeta


def batchnorm_backward__gamma_forgotten(dY, X, gamma, eps=1e-5):
    """Your dX does not know gamma. On the way forward it multiplied every entry: what does it do
    on the way back?"""
    dX, dgamma, dbeta = _right(dY, X, np.ones(np.shape(gamma)), eps)
    return dX, dgamma, dbeta


def batchnorm_backward__gamma_divides(dY, X, gamma, eps=1e-5):
    """You divide dX by gamma. What multiplies on the way forward multiplies on the way back."""
    dX, dgamma, dbeta = _right(dY, X, np.ones(np.shape(gamma)), eps)
    return dX / gamma, dgamma, dbeta


def batchnorm_backward__gamma_twice(dY, X, gamma, eps=1e-5):
    """gamma comes into your dX twice. If you multiply dY by gamma first, the sums already
    contain it."""
    dX, dgamma, dbeta = _right(dY, X, gamma, eps)
    return gamma * dX, dgamma, dbeta


def batchnorm_backward__root_forgotten(dY, X, gamma, eps=1e-5):
    """Your dX lacks the division by the root. It divides on the way back as it does on the way
    forward, and that is what rescues deep networks."""
    dX, dgamma, dbeta = _right(dY, X, gamma, eps)
    return dX * _parts(np.asarray(X), eps)[1], dgamma, dbeta


def batchnorm_backward__variance_divides(dY, X, gamma, eps=1e-5):
    """You divide dX by the variance plus eps. What the forward pass divides by is its root."""
    dX, dgamma, dbeta = _right(dY, X, gamma, eps)
    return dX / _parts(np.asarray(X), eps)[1], dgamma, dbeta


def batchnorm_backward__eps_forgotten(dY, X, gamma, eps=1e-5):
    """You leave eps out on the way back. The forward pass divides by the root of variance plus
    eps, and its slopes do so too."""
    with np.errstate(all="ignore"):
        return _right(dY, X, gamma, 0.0)


def batchnorm_backward__eps_fixed(dY, X, gamma, eps=1e-5):
    """You write 1e-5 into the formula, so the argument eps has no effect. Use its name."""
    return _right(dY, X, gamma, 1e-5)


def batchnorm_backward__eps_outside(dY, X, gamma, eps=1e-5):
    """You add eps to the root instead of the variance below it. The way back must use the very
    divisor of the way forward."""
    dY, X, gamma = _fit_back(dY, X, gamma)
    centred = X - X.mean(axis=0)
    std = X.std(axis=0) + eps
    normed = _quiet(centred, std)
    dgamma, dbeta = (dY * normed).sum(axis=0), dY.sum(axis=0)
    return _quiet(gamma, std) * (dY - (dbeta + normed * dgamma) / len(X)), dgamma, dbeta


def batchnorm_backward__unbiased(dY, X, gamma, eps=1e-5):
    """Your variance divides by m - 1 (ddof=1). The forward pass divides by m, and the way back
    belongs to that forward pass."""
    dY, X, gamma = _fit_back(dY, X, gamma)
    centred = X - X.mean(axis=0)
    std = np.sqrt(_quiet((centred**2).sum(axis=0), len(X) - 1) + eps)
    normed = centred / std
    dgamma, dbeta = (dY * normed).sum(axis=0), dY.sum(axis=0)
    return gamma / std * (dY - (dbeta + normed * dgamma) / len(X)), dgamma, dbeta


def batchnorm_backward__one_less(dY, X, gamma, eps=1e-5):
    """In dX you divide the two sums by m - 1. The mean of the forward pass divides by m."""
    dX, dgamma, dbeta = _right(dY, X, gamma, eps)
    _, std, normed = _parts(np.asarray(X), eps)
    sums = _quiet(dbeta + normed * dgamma, len(dY) - 1)
    return gamma / std * (dY - sums), dgamma, dbeta


def batchnorm_backward__columns_for_rows(dY, X, gamma, eps=1e-5):
    """In dX you divide the two sums by the number of columns. The mean runs over the m rows."""
    dX, dgamma, dbeta = _right(dY, X, gamma, eps)
    _, std, normed = _parts(np.asarray(X), eps)
    return gamma / std * (dY - (dbeta + normed * dgamma) / np.shape(X)[1]), dgamma, dbeta


def batchnorm_backward__rows(dY, X, gamma, eps=1e-5):
    """You take mean and variance along each row. The forward pass takes them down each column."""
    dY, X, gamma = _fit_back(dY, X, gamma)
    centred = X - X.mean(axis=1, keepdims=True)
    std = np.sqrt((centred**2).mean(axis=1, keepdims=True) + eps)
    normed, d = _quiet(centred, std), dY * gamma
    along = d.mean(axis=1, keepdims=True) + normed * (d * normed).mean(axis=1, keepdims=True)
    return _quiet(d - along, std), (dY * normed).sum(axis=0), dY.sum(axis=0)


def batchnorm_backward__dgamma_with_items(dY, X, gamma, eps=1e-5):
    """Your dgamma sums dY times X. gamma multiplies the *normed* items: with which array does dY
    have to be multiplied?"""
    dX, _, dbeta = _right(dY, X, gamma, eps)
    return dX, (np.asarray(dY) * np.asarray(X)).sum(axis=0), dbeta


def batchnorm_backward__dgamma_with_centred(dY, X, gamma, eps=1e-5):
    """Your dgamma uses the distances from the mean and forgets to divide them by the root."""
    dX, _, dbeta = _right(dY, X, gamma, eps)
    return dX, (np.asarray(dY) * _parts(np.asarray(X), eps)[0]).sum(axis=0), dbeta


def batchnorm_backward__dgamma_with_outputs(dY, X, gamma, eps=1e-5):
    """Your dgamma contains gamma. What stands beside gamma in the forward formula is the normed
    item alone."""
    dX, dgamma, dbeta = _right(dY, X, gamma, eps)
    return dX, dgamma * gamma, dbeta


def batchnorm_backward__means(dY, X, gamma, eps=1e-5):
    """Your dgamma and dbeta are means. gamma and beta touch every row, so the slopes of all rows
    add up; the 1/m of the cost is already in dY."""
    dX, dgamma, dbeta = _right(dY, X, gamma, eps)
    return dX, dgamma / len(dY), dbeta / len(dY)


def batchnorm_backward__dbeta_mean(dY, X, gamma, eps=1e-5):
    """Your dbeta is the mean of dY. beta is added to every row, so the slopes of all rows add
    up."""
    dX, dgamma, dbeta = _right(dY, X, gamma, eps)
    return dX, dgamma, dbeta / len(dY)


def batchnorm_backward__dgamma_mean(dY, X, gamma, eps=1e-5):
    """Your dgamma is a mean. gamma multiplies every row, so the slopes of all rows add up."""
    dX, dgamma, dbeta = _right(dY, X, gamma, eps)
    return dX, dgamma / len(dY), dbeta


def batchnorm_backward__dx_mean(dY, X, gamma, eps=1e-5):
    """Your dX is divided by m once too often. dY holds slopes of the cost, whose 1/m is already
    in them."""
    dX, dgamma, dbeta = _right(dY, X, gamma, eps)
    return dX / len(dY), dgamma, dbeta


def batchnorm_backward__summed_along_rows(dY, X, gamma, eps=1e-5):
    """Your dgamma and dbeta have one number for each row. gamma and beta belong to columns:
    along which axis were they broadcast?"""
    dX, _, _ = _right(dY, X, gamma, eps)
    normed = _parts(np.asarray(X), eps)[2]
    return dX, (np.asarray(dY) * normed).sum(axis=1), np.asarray(dY).sum(axis=1)


def batchnorm_backward__not_summed(dY, X, gamma, eps=1e-5):
    """Your dgamma and dbeta are tables. gamma and beta have one number for each column: what was
    broadcast over the rows must be summed over the rows."""
    dX, _, _ = _right(dY, X, gamma, eps)
    return dX, dY * _parts(np.asarray(X), eps)[2], dY


def batchnorm_backward__swapped(dY, X, gamma, eps=1e-5):
    """You return dbeta before dgamma. The order is dX, dgamma, dbeta."""
    dX, dgamma, dbeta = _right(dY, X, gamma, eps)
    return dX, dbeta, dgamma


def batchnorm_backward__only_dx(dY, X, gamma, eps=1e-5):
    """You return dX alone. gamma and beta are learned as well: three results are wanted."""
    return _right(dY, X, gamma, eps)[0]


def batchnorm_backward__keepdims(dY, X, gamma, eps=1e-5):
    """Your dgamma and dbeta have shape (1, n). gamma and beta are (n,), and so are their slopes."""
    dX, dgamma, dbeta = _right(dY, X, gamma, eps)
    return dX, dgamma[None], dbeta[None]


def batchnorm_backward__zeros(dY, X, gamma, eps=1e-5):
    """Your dX is 0 everywhere, which is what a batch of a single row gives. What is left of the
    slopes in a larger batch?"""
    dX, dgamma, dbeta = _right(dY, X, gamma, eps)
    return np.zeros_like(dX), dgamma, dbeta


def batchnorm_backward__inference(dY, X, gamma, eps=1e-5):
    """Your dX is dY times gamma, as if nothing had been normalised. What did the forward pass do
    before gamma?"""
    dX, dgamma, dbeta = _right(dY, X, gamma, eps)
    return dY * gamma, dgamma, dbeta


def batchnorm_backward__squares_minus_square(dY, X, gamma, eps=1e-5):
    """You compute the variance as mean of squares minus square of mean, two huge numbers that
    cancel where a column lies far from 0. Square the distances from the mean instead."""
    dY, X, gamma = _fit_back(dY, X, gamma)
    std = np.sqrt(np.abs((X**2).mean(axis=0) - X.mean(axis=0) ** 2) + eps)
    normed = _quiet(X - X.mean(axis=0), std)
    dgamma, dbeta = (dY * normed).sum(axis=0), dY.sum(axis=0)
    return _quiet(gamma, std) * (dY - (dbeta + normed * dgamma) / len(X)), dgamma, dbeta


def batchnorm_backward__upcast(dY, X, gamma, eps=1e-5):
    """Your numbers are right, but float32 comes back as float64, twice the memory and the time.
    Which step turns your arrays into float64?"""
    dY, X, gamma = _fit_back(dY, X, gamma)
    return _right(dY.astype(float), X.astype(float), gamma, eps)


def batchnorm_backward__no_check(dY, X, gamma, eps=1e-5):
    """Your formula is right, but a dY of shape (3, 1) is stretched over all columns without a
    word. Compare the shapes first, and raise a ValueError that names them."""
    dY, X, gamma = _arrays(dY, X, gamma)
    _, std, normed = _parts(X, eps)
    dgamma, dbeta = (dY * normed).sum(axis=0), dY.sum(axis=0)
    return gamma / std * (dY - (dbeta + normed * dgamma) / len(X)), dgamma, dbeta


def batchnorm_backward__changes_the_slopes(dY, X, gamma, eps=1e-5):
    """`dY *= gamma` works on the array of whoever called you. dY = dY * gamma makes a new one."""
    dX, dgamma, dbeta = _right(dY, X, gamma, eps)
    dY *= gamma
    return dX, dgamma, dbeta


# batchnorm_running


def _fit_running(rm, rv, X):
    X, rm, rv = _fit(X, rm, rv)
    if len(X) < 2:
        raise ValueError("one row has no unbiased variance")
    return rm, rv, X


def _blend(old, new, momentum):
    return (1 - momentum) * old + momentum * new


def batchnorm_running__last_batch(rm, rv, X, momentum=0.1):
    """You keep the numbers of the last batch and forget all others. What share does the past
    have?"""
    rm, rv, X = _fit_running(rm, rv, X)
    return X.mean(axis=0), X.var(axis=0, ddof=1)


def batchnorm_running__momentum_on_the_old(rm, rv, X, momentum=0.1):
    """You give momentum to the old value. Here it is the weight of the new one; other libraries
    have it the other way round."""
    rm, rv, X = _fit_running(rm, rv, X)
    return _blend(X.mean(axis=0), rm, momentum), _blend(X.var(axis=0, ddof=1), rv, momentum)


def batchnorm_running__biased(rm, rv, X, momentum=0.1):
    """Your running variance comes from a variance that divides by m. It stands for examples that
    are not in the batch, and for those the unbiased one is the better guess: m - 1."""
    rm, rv, X = _fit_running(rm, rv, X)
    return _blend(rm, X.mean(axis=0), momentum), _blend(rv, X.var(axis=0), momentum)


def batchnorm_running__standard_deviation(rm, rv, X, momentum=0.1):
    """You collect standard deviations. The second list holds variances; the root is taken when
    they are used."""
    rm, rv, X = _fit_running(rm, rv, X)
    return _blend(rm, X.mean(axis=0), momentum), _blend(rv, X.std(axis=0, ddof=1), momentum)


def batchnorm_running__biased_standard_deviation(rm, rv, X, momentum=0.1):
    """You collect standard deviations, and of the kind that divides by m. The second list holds
    variances that divide by m - 1."""
    rm, rv, X = _fit_running(rm, rv, X)
    return _blend(rm, X.mean(axis=0), momentum), _blend(rv, X.std(axis=0), momentum)


def batchnorm_running__unbiased_mean(rm, rv, X, momentum=0.1):
    """You divide the sum for the mean by m - 1 as well. Only the variance has that correction."""
    rm, rv, X = _fit_running(rm, rv, X)
    return (
        _blend(rm, X.sum(axis=0) / (len(X) - 1), momentum),
        _blend(rv, X.var(axis=0, ddof=1), momentum),
    )


def batchnorm_running__around_the_old_mean(rm, rv, X, momentum=0.1):
    """You measure the variance around the running mean. The variance of the batch is measured
    around the mean of the batch."""
    rm, rv, X = _fit_running(rm, rv, X)
    new = ((X - rm) ** 2).sum(axis=0) / (len(X) - 1)
    return _blend(rm, X.mean(axis=0), momentum), _blend(rv, new, momentum)


def batchnorm_running__sum(rm, rv, X, momentum=0.1):
    """You add a part of the new value and keep all of the old one, so the numbers grow for ever.
    The two weights must add up to 1."""
    rm, rv, X = _fit_running(rm, rv, X)
    return rm + momentum * X.mean(axis=0), rv + momentum * X.var(axis=0, ddof=1)


def batchnorm_running__plain_mean(rm, rv, X, momentum=0.1):
    """You take the plain mean of old and new, so momentum has no effect. What are the two
    weights?"""
    rm, rv, X = _fit_running(rm, rv, X)
    return (rm + X.mean(axis=0)) / 2, (rv + X.var(axis=0, ddof=1)) / 2


def batchnorm_running__fixed_momentum(rm, rv, X, momentum=0.1):
    """You write 0.1 into the formula, so the argument momentum has no effect. Use its name."""
    rm, rv, X = _fit_running(rm, rv, X)
    return _blend(rm, X.mean(axis=0), 0.1), _blend(rv, X.var(axis=0, ddof=1), 0.1)


def batchnorm_running__unchanged(rm, rv, X, momentum=0.1):
    """You return the old lists as they were. Assigning to a name inside a function changes
    nothing outside: return the new values."""
    rm, rv, X = _fit_running(rm, rv, X)
    return rm, rv


def batchnorm_running__variance_forgotten(rm, rv, X, momentum=0.1):
    """You update the mean and leave the variance as it was. Both are wanted."""
    rm, rv, X = _fit_running(rm, rv, X)
    return _blend(rm, X.mean(axis=0), momentum), rv


def batchnorm_running__momentum_for_the_mean_only(rm, rv, X, momentum=0.1):
    """Your variance is that of the last batch alone. It runs like the mean, with the same two
    weights."""
    rm, rv, X = _fit_running(rm, rv, X)
    return _blend(rm, X.mean(axis=0), momentum), X.var(axis=0, ddof=1)


def batchnorm_running__squared_weights(rm, rv, X, momentum=0.1):
    """You square the weights for the variance. The running variance is a weighted mean of
    variances, with the weights as they are."""
    rm, rv, X = _fit_running(rm, rv, X)
    new = (1 - momentum) ** 2 * rv + momentum**2 * X.var(axis=0, ddof=1)
    return _blend(rm, X.mean(axis=0), momentum), new


def batchnorm_running__rows(rm, rv, X, momentum=0.1):
    """You take mean and variance along each row. Each column has a running mean of its own: along
    which axis do the examples lie?"""
    rm, rv, X = _fit_running(rm, rv, X)
    return _blend(rm, X.mean(axis=1), momentum), _blend(rv, X.var(axis=1, ddof=1), momentum)


def batchnorm_running__whole_table(rm, rv, X, momentum=0.1):
    """You take one mean and one variance of the whole table. Each column has its own."""
    rm, rv, X = _fit_running(rm, rv, X)
    return _blend(rm, X.mean(), momentum), _blend(rv, X.var(ddof=1), momentum)


def batchnorm_running__swapped(rm, rv, X, momentum=0.1):
    """You return the variance before the mean. The order is rm, rv."""
    rm, rv, X = _fit_running(rm, rv, X)
    return _blend(rv, X.var(axis=0, ddof=1), momentum), _blend(rm, X.mean(axis=0), momentum)


def batchnorm_running__median(rm, rv, X, momentum=0.1):
    """You use the median of the batch. The running *mean* collects means."""
    rm, rv, X = _fit_running(rm, rv, X)
    return _blend(rm, np.median(X, axis=0), momentum), _blend(rv, X.var(axis=0, ddof=1), momentum)


def batchnorm_running__squares_minus_square(rm, rv, X, momentum=0.1):
    """You compute the variance as mean of squares minus square of mean, two huge numbers that
    cancel where a column lies far from 0. Square the distances from the mean instead."""
    rm, rv, X = _fit_running(rm, rv, X)
    biased = np.abs((X**2).mean(axis=0) - X.mean(axis=0) ** 2)
    return _blend(rm, X.mean(axis=0), momentum), _blend(
        rv, biased * len(X) / (len(X) - 1), momentum
    )


def batchnorm_running__correction_of_the_blend(rm, rv, X, momentum=0.1):
    """You multiply the blend by m / (m - 1), and with it the old variance, again and again. Only
    the variance of this batch needs the correction."""
    rm, rv, X = _fit_running(rm, rv, X)
    m = len(X)
    blend = _blend(rv, X.var(axis=0), momentum)
    return _blend(rm, X.mean(axis=0), momentum), blend * m / (m - 1)


def batchnorm_running__correction_by_columns(rm, rv, X, momentum=0.1):
    """Your correction counts columns, n / (n - 1). The variance was taken over the m rows."""
    rm, rv, X = _fit_running(rm, rv, X)
    n = X.shape[1]
    variance = _quiet(X.var(axis=0) * n, np.float64(n - 1))
    return _blend(rm, X.mean(axis=0), momentum), _blend(rv, variance, momentum)


def batchnorm_running__correction_upside_down(rm, rv, X, momentum=0.1):
    """Your correction makes the variance smaller, (m - 1) / m. The unbiased variance is the larger
    of the two: it divides by m - 1."""
    rm, rv, X = _fit_running(rm, rv, X)
    m = len(X)
    new = X.var(axis=0) * (m - 1) / m
    return _blend(rm, X.mean(axis=0), momentum), _blend(rv, new, momentum)


def batchnorm_running__single_row_is_skipped(rm, rv, X, momentum=0.1):
    """You pass over a single row in silence, and nobody learns that the batches are too small.
    Raise a ValueError."""
    X, rm, rv = _fit(X, rm, rv)
    if len(X) < 2:
        return rm, rv
    return _blend(rm, X.mean(axis=0), momentum), _blend(rv, X.var(axis=0, ddof=1), momentum)


def batchnorm_running__single_row_is_nan(rm, rv, X, momentum=0.1):
    """For a single row your variance is 0/0, and one NaN stays in the running variance for ever.
    Raise a ValueError."""
    X, rm, rv = _fit(X, rm, rv)
    with np.errstate(all="ignore"):
        variance = ((X - X.mean(axis=0)) ** 2).sum(axis=0) / (np.float64(len(X)) - 1)
    return _blend(rm, X.mean(axis=0), momentum), _blend(rv, variance, momentum)


def batchnorm_running__single_row_is_zero(rm, rv, X, momentum=0.1):
    """You give a single row the variance 0, which pulls the running variance down. One row says
    nothing about a spread: raise a ValueError."""
    X, rm, rv = _fit(X, rm, rv)
    variance = X.var(axis=0, ddof=1) if len(X) > 1 else np.zeros(X.shape[1])
    return _blend(rm, X.mean(axis=0), momentum), _blend(rv, variance, momentum)


def batchnorm_running__upcast(rm, rv, X, momentum=0.1):
    """Your numbers are right, but float32 comes back as float64. Which step turns your arrays
    into float64?"""
    rm, rv, X = _fit_running(rm, rv, X)
    X = X.astype(float)
    return _blend(rm, X.mean(axis=0), momentum), _blend(rv, X.var(axis=0, ddof=1), momentum)


def batchnorm_running__no_check(rm, rv, X, momentum=0.1):
    """Your formula is right, but an rm of shape (n, 1) turns into a table without a word. Compare
    the shapes first, and raise a ValueError that names them."""
    rm, rv, X = _arrays(rm, rv, X)
    if len(X) < 2:
        raise ValueError("one row")
    return _blend(rm, X.mean(axis=0), momentum), _blend(rv, X.var(axis=0, ddof=1), momentum)


def batchnorm_running__in_place(rm, rv, X, momentum=0.1):
    """`rm *= ...` works on the array of whoever called you. Make new arrays and return them."""
    rm *= 1 - momentum
    rm += momentum * X.mean(axis=0)
    rv *= 1 - momentum
    rv += momentum * X.var(axis=0, ddof=1)
    return rm, rv


# batchnorm_eval


def batchnorm_eval__batch_statistics(X, gamma, beta, rm, rv, eps=1e-5):
    """You normalise with the mean and variance of this batch, so a row depends on its neighbours.
    At inference the running ones take their place: that is what they were collected for."""
    X, gamma, beta, rm, rv = _fit(X, gamma, beta, rm, rv)
    return gamma * (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps) + beta


def batchnorm_eval__batch_mean(X, gamma, beta, rm, rv, eps=1e-5):
    """Your variance is the running one, but your mean is that of this batch. No row may depend on
    its neighbours."""
    X, gamma, beta, rm, rv = _fit(X, gamma, beta, rm, rv)
    return gamma * (X - X.mean(axis=0)) / np.sqrt(rv + eps) + beta


def batchnorm_eval__batch_variance(X, gamma, beta, rm, rv, eps=1e-5):
    """Your mean is the running one, but your variance is that of this batch. No row may depend on
    its neighbours."""
    X, gamma, beta, rm, rv = _fit(X, gamma, beta, rm, rv)
    return gamma * (X - rm) / np.sqrt(X.var(axis=0) + eps) + beta


def batchnorm_eval__updates_first(X, gamma, beta, rm, rv, eps=1e-5):
    """You let this batch into the running statistics before you use them. At inference they stand
    still, or the answers would depend on who asked before."""
    X, gamma, beta, rm, rv = _fit(X, gamma, beta, rm, rv)
    rm, rv = _blend(rm, X.mean(axis=0), 0.1), _blend(rv, X.var(axis=0), 0.1)
    return gamma * (X - rm) / np.sqrt(rv + eps) + beta


def batchnorm_eval__batch_if_possible(X, gamma, beta, rm, rv, eps=1e-5):
    """You use the running statistics for a single row only, and those of the batch otherwise. At
    inference a row must get the same answer in any company."""
    X, gamma, beta, rm, rv = _fit(X, gamma, beta, rm, rv)
    mean, variance = (rm, rv) if len(X) == 1 else (X.mean(axis=0), X.var(axis=0))
    return gamma * (X - mean) / np.sqrt(variance + eps) + beta


def batchnorm_eval__takes_the_correction_back(X, gamma, beta, rm, rv, eps=1e-5):
    """You multiply the running variance by (m - 1) / m, with m the rows at hand. It has nothing to
    do with the size of this batch: use it as it is."""
    X, gamma, beta, rm, rv = _fit(X, gamma, beta, rm, rv)
    return gamma * (X - rm) / np.sqrt(rv * (len(X) - 1) / len(X) + eps) + beta


def batchnorm_eval__normalises_again(X, gamma, beta, rm, rv, eps=1e-5):
    """You normalise with the running statistics and then once more with those of the batch. The
    second time mixes the rows."""
    X, gamma, beta, rm, rv = _fit(X, gamma, beta, rm, rv)
    Z = (X - rm) / np.sqrt(rv + eps)
    return gamma * (Z - Z.mean(axis=0)) / np.sqrt(Z.var(axis=0) + eps) + beta


def batchnorm_eval__mean_and_variance_swapped(X, gamma, beta, rm, rv, eps=1e-5):
    """You have exchanged rm and rv: the mean is taken off, the variance goes below the root."""
    X, gamma, beta, rm, rv = _fit(X, gamma, beta, rm, rv)
    return gamma * _quiet(X - rv, np.sqrt(np.abs(rm) + eps)) + beta


def batchnorm_eval__eps_forgotten(X, gamma, beta, rm, rv, eps=1e-5):
    """You leave eps out. A running variance of 0 then is a division by 0, and the layer differs
    from the one that was trained."""
    X, gamma, beta, rm, rv = _fit(X, gamma, beta, rm, rv)
    return gamma * (X - rm) / np.sqrt(rv) + beta


def batchnorm_eval__eps_outside(X, gamma, beta, rm, rv, eps=1e-5):
    """You add eps to the root instead of the variance below it. It stands in the same place as in
    training."""
    X, gamma, beta, rm, rv = _fit(X, gamma, beta, rm, rv)
    return gamma * _quiet(X - rm, np.sqrt(rv) + eps) + beta


def batchnorm_eval__eps_fixed(X, gamma, beta, rm, rv, eps=1e-5):
    """You write 1e-5 into the formula, so the argument eps has no effect. Use its name."""
    X, gamma, beta, rm, rv = _fit(X, gamma, beta, rm, rv)
    return gamma * (X - rm) / np.sqrt(rv + 1e-5) + beta


def batchnorm_eval__eps_as_a_floor(X, gamma, beta, rm, rv, eps=1e-5):
    """You take the larger of variance and eps. The formula adds eps to every variance."""
    X, gamma, beta, rm, rv = _fit(X, gamma, beta, rm, rv)
    return gamma * (X - rm) / np.sqrt(np.maximum(rv, eps)) + beta


def batchnorm_eval__variance_divides(X, gamma, beta, rm, rv, eps=1e-5):
    """You divide by the running variance. What is missing between the variance and the
    divisor?"""
    X, gamma, beta, rm, rv = _fit(X, gamma, beta, rm, rv)
    return gamma * (X - rm) / (rv + eps) + beta


def batchnorm_eval__variance_as_deviation(X, gamma, beta, rm, rv, eps=1e-5):
    """You square rv, as if it held standard deviations. It holds variances already."""
    X, gamma, beta, rm, rv = _fit(X, gamma, beta, rm, rv)
    return gamma * (X - rm) / np.sqrt(rv**2 + eps) + beta


def batchnorm_eval__mean_added(X, gamma, beta, rm, rv, eps=1e-5):
    """You add the running mean. Taking it off is what moves the column to the middle."""
    X, gamma, beta, rm, rv = _fit(X, gamma, beta, rm, rv)
    return gamma * (X + rm) / np.sqrt(rv + eps) + beta


def batchnorm_eval__mean_forgotten(X, gamma, beta, rm, rv, eps=1e-5):
    """You divide by the spread and never take the running mean off."""
    X, gamma, beta, rm, rv = _fit(X, gamma, beta, rm, rv)
    return gamma * X / np.sqrt(rv + eps) + beta


def batchnorm_eval__mean_not_divided(X, gamma, beta, rm, rv, eps=1e-5):
    """You take the running mean off after the division. Centre first, then divide both parts."""
    X, gamma, beta, rm, rv = _fit(X, gamma, beta, rm, rv)
    return gamma * (X / np.sqrt(rv + eps) - rm) + beta


def batchnorm_eval__only_centred(X, gamma, beta, rm, rv, eps=1e-5):
    """You take the running mean off and forget the running variance."""
    X, gamma, beta, rm, rv = _fit(X, gamma, beta, rm, rv)
    return gamma * (X - rm) + beta


def batchnorm_eval__gamma_and_beta_forgotten(X, gamma, beta, rm, rv, eps=1e-5):
    """You normalise and leave gamma and beta out. They were learned for this moment as well."""
    X, gamma, beta, rm, rv = _fit(X, gamma, beta, rm, rv)
    return (X - rm) / np.sqrt(rv + eps)


def batchnorm_eval__beta_forgotten(X, gamma, beta, rm, rv, eps=1e-5):
    """You scale by gamma and forget the shift by beta."""
    X, gamma, beta, rm, rv = _fit(X, gamma, beta, rm, rv)
    return gamma * (X - rm) / np.sqrt(rv + eps)


def batchnorm_eval__gamma_forgotten(X, gamma, beta, rm, rv, eps=1e-5):
    """You shift by beta and forget the scale gamma, which was learned for this moment as well."""
    X, gamma, beta, rm, rv = _fit(X, gamma, beta, rm, rv)
    return (X - rm) / np.sqrt(rv + eps) + beta


def batchnorm_eval__swapped(X, gamma, beta, rm, rv, eps=1e-5):
    """You have exchanged gamma and beta: gamma is the factor, beta is added."""
    X, gamma, beta, rm, rv = _fit(X, gamma, beta, rm, rv)
    return beta * (X - rm) / np.sqrt(rv + eps) + gamma


def batchnorm_eval__beta_first(X, gamma, beta, rm, rv, eps=1e-5):
    """You add beta before you multiply by gamma, so beta gets scaled too."""
    X, gamma, beta, rm, rv = _fit(X, gamma, beta, rm, rv)
    return gamma * ((X - rm) / np.sqrt(rv + eps) + beta)


def batchnorm_eval__identity(X, gamma, beta, rm, rv, eps=1e-5):
    """You hand X on as it came. Inference still normalises, only with fixed numbers."""
    X, gamma, beta, rm, rv = _fit(X, gamma, beta, rm, rv)
    return X * 1.0


def batchnorm_eval__gamma_and_beta_only(X, gamma, beta, rm, rv, eps=1e-5):
    """You scale and shift without normalising. gamma and beta were learned for normed inputs."""
    X, gamma, beta, rm, rv = _fit(X, gamma, beta, rm, rv)
    return gamma * X + beta


def batchnorm_eval__upcast(X, gamma, beta, rm, rv, eps=1e-5):
    """Your numbers are right, but float32 comes back as float64. Which step turns your arrays
    into float64?"""
    X, gamma, beta, rm, rv = _fit(X, gamma, beta, rm, rv)
    return gamma * (X.astype(float) - rm) / np.sqrt(rv + eps) + beta


def batchnorm_eval__no_check(X, gamma, beta, rm, rv, eps=1e-5):
    """Your formula is right, but a list of shape (3, 1) works on rows instead of columns without
    a word. Compare the shapes first, and raise a ValueError that names them."""
    X, gamma, beta, rm, rv = _arrays(X, gamma, beta, rm, rv)
    return gamma * (X - rm) / np.sqrt(rv + eps) + beta


def batchnorm_eval__in_place(X, gamma, beta, rm, rv, eps=1e-5):
    """`X -= rm` works on the array of whoever called you. X = X - rm makes a new one."""
    X -= rm
    X /= np.sqrt(rv + eps)
    return gamma * X + beta
