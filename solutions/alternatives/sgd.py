"""Right answers to lesson 08, written differently. No check may reject any of them."""

import math

import numpy as np

# random_search


def random_search__nanargmin(loss, sample, T):
    """All draws first, then the smallest loss that is a number."""
    draws = [sample() for _ in range(T)]
    losses = np.array([loss(W) for W in draws])
    i = np.nanargmin(losses)
    return draws[i], losses[i]


def random_search__sorted(loss, sample, T):
    """Pairs of loss and number, sorted; nan goes last, and the number settles ties."""
    tried = []
    for i in range(T):
        W = sample()
        value = float(loss(W))
        tried.append((math.isnan(value), value, i, W))
    _, value, _, W = min(tried, key=lambda entry: entry[:3] if not entry[0] else (True, 0, 0))
    return W, value


def random_search__while_loop(loss, sample, T):
    """Counting down, with np.inf to begin with."""
    best = None, np.inf
    while T > 0:
        W = sample()
        value = loss(W)
        if best[1] > value:
            best = W, value
        T -= 1
    return best


def random_search__list(loss, sample, T):
    """The two results in a list, the weights copied where they are an array."""
    best_W, best_loss = None, math.inf
    for _ in range(T):
        W = sample()
        value = loss(W)
        if value < best_loss:
            best_W = W.copy() if isinstance(W, np.ndarray) else W
            best_loss = value
    return [best_W, best_loss]


# sgd_step


def sgd_step__comprehension(params, grads, lr):
    """The checks first, the step in one line."""
    shapes = [np.shape(p) for p in params], [np.shape(g) for g in grads]
    if shapes[0] != shapes[1]:
        raise ValueError(f"parameters {shapes[0]}, gradients {shapes[1]}")
    return [p - float(lr) * g for p, g in zip(params, grads)]


def sgd_step__by_type(params, grads, lr):
    """The learning rate in the type of each parameter."""
    new = []
    for p, g in zip(params, grads, strict=True):
        if np.shape(p) != np.shape(g):
            raise ValueError(f"{np.shape(p)} is not {np.shape(g)}")
        kind = p.dtype if p.dtype.kind == "f" else np.dtype(np.float64)
        new.append(np.subtract(p, kind.type(lr) * g, dtype=kind))
    return new


def sgd_step__copies(params, grads, lr):
    """Copies of the parameters, changed in place."""
    if len(params) != len(grads):
        raise ValueError("not as many gradients as parameters")
    new = [np.array(p) if np.asarray(p).dtype.kind == "f" else np.array(p, float) for p in params]
    for p, g in zip(new, grads):
        if p.shape != g.shape:
            raise ValueError(f"shapes {p.shape} and {g.shape}")
        p -= (float(lr) * g).astype(p.dtype)
    return new


def sgd_step__entry_by_entry(params, grads, lr):
    """Every number by itself."""
    if len(params) != len(grads):
        raise ValueError("not as many gradients as parameters")
    new = []
    for p, g in zip(params, grads):
        if p.shape != g.shape:
            raise ValueError(f"shapes {p.shape} and {g.shape}")
        q = np.zeros(p.shape, dtype=np.result_type(p.dtype, np.float16))
        for index in np.ndindex(p.shape):
            q[index] = p[index] - float(lr) * g[index]
        new.append(q)
    return new


# momentum_run


def momentum_run__rate_in_the_step(grad, w0, lr, mu, T):
    """v adds up slopes, and the learning rate comes in with the step. With a constant rate it is
    the same walk; PyTorch writes it so."""
    w = np.array(w0, dtype=float)
    v = np.zeros(w.shape)
    path = [w]
    for _ in range(T):
        v = mu * v + grad(w)
        w = w - lr * v
        path.append(w)
    return path


def momentum_run__last_step_remembered(grad, w0, lr, mu, T):
    """No v at all: the last two points tell the velocity (Polyak's heavy ball)."""
    path = [np.array(w0, dtype=float)]
    for t in range(T):
        before = path[t - 1] if t else path[t]
        path.append(path[t] - lr * np.asarray(grad(path[t])) + mu * (path[t] - before))
    return path


def momentum_run__all_slopes(grad, w0, lr, mu, T):
    """The velocity written out: a sum over all slopes so far, older ones with higher powers."""
    path, slopes = [np.asarray(w0) + 0.0], []
    for t in range(T):
        slopes.append(np.asarray(grad(path[-1])))
        velocity = sum(-lr * mu ** (t - s) * slope for s, slope in enumerate(slopes))
        path.append(path[-1] + velocity)
    return path


def momentum_run__in_place_with_copies(grad, w0, lr, mu, T):
    """One array that moves, and a copy of it for each point."""
    w = np.array(w0, dtype=float)
    v = np.zeros_like(w)
    path = [w.copy()]
    for _ in range(T):
        v *= mu
        v -= lr * np.asarray(grad(w.copy()))
        w += v
        path.append(w.copy())
    return path


# minibatch_indices


def minibatch_indices__split(N, B, rng):
    """np.split at B, 2B, 3B, ..."""
    if B <= 0:
        raise ValueError("a batch needs an example")
    return np.split(rng.permutation(N), range(B, N, B))


def minibatch_indices__shuffle(N, B, rng):
    """An array shuffled in place, and a loop."""
    if not B >= 1:
        raise ValueError(f"batch size {B}")
    order = np.arange(N)
    rng.shuffle(order)
    batches = []
    start = 0
    while start < N:
        batches.append(order[start : start + B].copy())
        start += B
    return batches


def minibatch_indices__without_replacement(N, B, rng):
    """rng.choice of everything, without replacement."""
    if B < 1:
        raise ValueError(f"batch size {B}")
    order = rng.choice(N, size=N, replace=False)
    return [order[k * B : min((k + 1) * B, N)] for k in range(-(-N // B))]


def minibatch_indices__sorted_by_noise(N, B, rng):
    """Every example draws a number, and the numbers are put in order."""
    if B < 1:
        raise ValueError(f"batch size {B}")
    order = rng.random(N).argsort()
    return [order[i : i + B] for i in range(0, N, B)]


def minibatch_indices__tidy_batches(N, B, rng):
    """Random batches, each put in order: the mean over a batch does not mind."""
    if B < 1:
        raise ValueError(f"batch size {B}")
    order = rng.permutation(N)
    return [np.sort(order[i : i + B]) for i in range(0, N, B)]


# iterations_per_epoch


def iterations_per_epoch__ceil_and_floor(N, n, drop_last=False):
    """The two words of the definition."""
    return math.floor(N / n) if drop_last else math.ceil(N / n)


def iterations_per_epoch__negative_floor(N, n, drop_last=False):
    """Rounding down a negative number is rounding up."""
    return N // n if drop_last else -(-N // n)


def iterations_per_epoch__count(N, n, drop_last=False):
    """Count the batches."""
    starts = range(0, N, n)
    return sum(1 for start in starts if start + n <= N or not drop_last)


def iterations_per_epoch__add_before(N, n, drop_last=False):
    """Fill the rest up to nearly a whole batch, then divide."""
    return (N if drop_last else N + n - 1) // n


# epoch_loss


def epoch_loss__average(losses, sizes):
    """NumPy's weighted mean."""
    if len(losses) != len(sizes):
        raise ValueError(f"shapes {np.shape(losses)} and {np.shape(sizes)}")
    return np.average(losses, weights=sizes)


def epoch_loss__dot_product(losses, sizes):
    """A dot product, divided by the number of examples."""
    losses, sizes = np.asarray(losses), np.asarray(sizes)
    if losses.shape != sizes.shape:
        raise ValueError(f"shapes {losses.shape} and {sizes.shape}")
    return losses @ sizes / np.sum(sizes)


def epoch_loss__loop(losses, sizes):
    """Sums and examples added up batch by batch."""
    if np.shape(losses) != np.shape(sizes):
        raise ValueError(f"shapes {np.shape(losses)} and {np.shape(sizes)}")
    total, seen = 0.0, 0
    for loss, size in zip(losses, sizes):
        total += float(loss) * int(size)
        seen += int(size)
    return total / seen


def epoch_loss__repeated(losses, sizes):
    """Every example gets the mean of its batch."""
    if np.shape(losses) != np.shape(sizes):
        raise ValueError(f"shapes {np.shape(losses)} and {np.shape(sizes)}")
    return float(np.repeat(losses, sizes).mean())


def epoch_loss__running_mean(losses, sizes):
    """A running mean that moves towards each batch by its share of the examples so far."""
    if np.shape(losses) != np.shape(sizes):
        raise ValueError(f"shapes {np.shape(losses)} and {np.shape(sizes)}")
    mean, seen = 0.0, 0
    for loss, size in zip(losses, sizes):
        seen += size
        mean += (loss - mean) * size / seen
    return mean
