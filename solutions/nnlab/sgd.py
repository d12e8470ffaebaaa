"""Lesson 08: walking downhill with noisy steps.

A cost and its gradient are given; what is left is to walk. You search at random, take a step
against the gradient, let a walk gather speed, cut the examples into mini-batches, and count
epochs and iterations.

Names in this module: `N` examples, `B` of them in a batch, `T` steps or draws, `lr` the learning
rate. `rng` is a `numpy.random.Generator`.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np


def random_search(
    loss: Callable[[Any], float], sample: Callable[[], Any], T: int
) -> tuple[Any, float]:
    """Random search: draw weights T times, keep the best.

    Parameters
    ----------
    loss : function; loss(W) is one number, the loss of the weights W
    sample : function; sample() draws new weights W at random, an array or a list of arrays
    T : number of draws, 1 or more

    Returns
    -------
    (best_W, best_loss) : the draw with the smallest loss, and that loss, a float. Of equal
        losses the first one counts, and nan is never the best. Each draw is tried once:
        `sample` and `loss` are called T times each.

    Example
    -------
    >>> draws = iter([np.array([5.0]), np.array([-1.0]), np.array([3.0])])
    >>> random_search(lambda W: float(W @ W), lambda: next(draws), 3)
    (array([-1.]), 1.0)

    Source: the first strategy in the course notes of CS231n, Stanford University.
    """
    # BEGIN SOLUTION
    # Infinity is larger than every float, so that the first finite loss is an improvement.
    best_W, best_loss = None, float("inf")
    for _ in range(T):
        W = sample()
        # Called once and remembered: the loss is the expensive part.
        loss_of_W = float(loss(W))
        if loss_of_W < best_loss:
            best_W, best_loss = W, loss_of_W
    return best_W, best_loss
    # END SOLUTION


def sgd_step(
    params: Sequence[np.ndarray], grads: Sequence[np.ndarray], lr: float
) -> list[np.ndarray]:
    """One step of gradient descent: every parameter moves against its slope.

    Parameters
    ----------
    params : list of arrays of any shapes
    grads : list of as many arrays; grads[k] holds the slopes for params[k], in its shape
    lr : learning rate

    Returns
    -------
    New list of new arrays, params[k] - lr * grads[k]. The old ones stay as they are. Whole
    numbers become float64; float32 stays float32, whatever kind of number lr is.

    Raises
    ------
    ValueError
        if the lists differ in length, or a parameter and its slopes in shape; the message
        names both.

    Example
    -------
    >>> W, b = np.array([[1.0, 2.0]]), np.array([3.0])
    >>> dW, db = np.array([[10.0, 0.0]]), np.array([-5.0])
    >>> sgd_step([W, b], [dW, db], lr=0.1)
    [array([[0., 2.]]), array([3.5])]

    Source: A.-L. Cauchy (1847).
    """
    # BEGIN SOLUTION
    if len(params) != len(grads):
        raise ValueError(f"{len(params)} parameters, but {len(grads)} gradients")
    lr = float(lr)  # a plain float leaves float32 alone; a float64 of NumPy's would not
    new = []
    for p, g in zip(params, grads, strict=True):
        p, g = np.asarray(p), np.asarray(g)
        # (n,) against (1, n) would broadcast, and give the parameter a new shape.
        if p.shape != g.shape:
            raise ValueError(f"a parameter of shape {p.shape} with a gradient of shape {g.shape}")
        new.append(p - lr * g)
    return new
    # END SOLUTION


def momentum_run(
    grad: Callable[[np.ndarray], np.ndarray], w0: np.ndarray, lr: float, mu: float, T: int
) -> list[np.ndarray]:
    """T steps of gradient descent with momentum, and every point on the way.

    The velocity v starts at 0. Each step first updates it, v <- mu v - lr grad(w), and then
    moves, w <- w + v.

    Parameters
    ----------
    grad : function; grad(w) is the slope at w, in the shape of w
    w0 : where to start, an array or a number
    lr : learning rate
    mu : momentum, the share of the velocity that is kept; 0 is plain gradient descent
    T : number of steps; grad is called once for each

    Returns
    -------
    List of the T + 1 points w0, w1, ..., wT, each an array of its own. Whole numbers in w0
    become floats.

    Example
    -------
    >>> path = momentum_run(lambda w: np.ones(1), np.zeros(1), lr=0.1, mu=0.5, T=3)
    >>> print(np.round(np.concatenate(path), 6))
    [ 0.    -0.1   -0.25  -0.425]

    Source: B. T. Polyak (1964), in the form of Sutskever, Martens, Dahl and Hinton (2013).
    """
    # BEGIN SOLUTION
    w = 1.0 * np.asarray(w0)  # a new array, and floats where w0 holds whole numbers
    v = np.zeros_like(w)
    path = [w]
    for _ in range(T):
        v = mu * v - lr * np.asarray(grad(w))
        # A new array each time: `w += v` would change all the points already in the list.
        w = w + v
        path.append(w)
    return path
    # END SOLUTION


def minibatch_indices(N: int, B: int, rng: np.random.Generator) -> list[np.ndarray]:
    """Row numbers of the mini-batches of one epoch, in a fresh random order.

    Parameters
    ----------
    N : number of examples
    B : batch size, 1 or more
    rng : generator that shuffles; every call gives another order

    Returns
    -------
    List of arrays of whole numbers. Together they hold each of 0 ... N-1 exactly once, in
    random order. All have B entries, but the last may be shorter.

    Raises
    ------
    ValueError
        if B is below 1.

    Example
    -------
    >>> batches = minibatch_indices(10, 4, np.random.default_rng(0))
    >>> [len(batch) for batch in batches]
    [4, 4, 2]
    >>> sorted(np.concatenate(batches).tolist())
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]

    Source: sampling without replacement, as in every library's loader of data.
    """
    # BEGIN SOLUTION
    if B < 1:
        raise ValueError(f"a batch of {B} examples: expected 1 or more")
    order = rng.permutation(N)
    # A slice that reaches beyond the end stops at the end: the last batch is what is left.
    return [order[start : start + B] for start in range(0, N, B)]
    # END SOLUTION


def iterations_per_epoch(N: int, n: int, drop_last: bool = False) -> int:
    """Iterations (updates) in one epoch of N examples in batches of n.

    Parameters
    ----------
    N : number of examples
    n : batch size
    drop_last : True if a last batch of fewer than n examples is left out

    Returns
    -------
    Whole number.

    Example
    -------
    >>> iterations_per_epoch(50_000, 64), iterations_per_epoch(50_000, 64, drop_last=True)
    (782, 781)

    Source: elementary; `drop_last` is the name that PyTorch's DataLoader gives it.
    """
    # BEGIN SOLUTION
    full, left_over = divmod(N, n)
    if left_over and not drop_last:
        return full + 1
    return full
    # END SOLUTION


def epoch_loss(losses: Sequence[float], sizes: Sequence[int]) -> float:
    """Mean loss over all examples of an epoch, from the mean loss of each batch.

    Parameters
    ----------
    losses : mean loss of each batch
    sizes : number of examples in each batch

    Returns
    -------
    One float: what the mean over all examples at once would have been.

    Raises
    ------
    ValueError
        if there are not as many losses as sizes; the message names both shapes.

    Example
    -------
    >>> epoch_loss([1.0, 4.0, 7.0, 9.0], [3, 3, 3, 1])
    4.5

    Source: the mean of a union, elementary.
    """
    # BEGIN SOLUTION
    losses, sizes = np.asarray(losses), np.asarray(sizes)
    if losses.shape != sizes.shape:
        raise ValueError(f"{losses.shape} losses, but {sizes.shape} sizes")
    # A mean times its size is a sum again, and sums may be added.
    return float((losses * sizes).sum() / sizes.sum())
    # END SOLUTION
