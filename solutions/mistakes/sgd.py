"""Wrong answers to lesson 08 that people really give, each with the sentence that helps."""

import math

import numpy as np

# random_search


def random_search__last(loss, sample, T):
    """You return the last draw. What should happen to a draw that is worse than an earlier
    one?"""
    for _ in range(T):
        W = sample()
        value = loss(W)
    return W, value


def random_search__largest(loss, sample, T):
    """You keep the draw with the largest loss. A loss says how bad something is: which one do you
    want?"""
    best_W, best_loss = None, -float("inf")
    for _ in range(T):
        W = sample()
        value = loss(W)
        if value > best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss


def random_search__loss_only(loss, sample, T):
    """You return the best loss alone. The weights that belong to it are what the search is
    for."""
    return min(loss(sample()) for _ in range(T))


def random_search__weights_only(loss, sample, T):
    """You return the best weights alone. Two results are asked for: the weights and their
    loss."""
    return random_search__other_order(loss, sample, T)[1]


def random_search__other_order(loss, sample, T):
    """You return the loss first. The weights come first, then their loss."""
    best_W, best_loss = None, float("inf")
    for _ in range(T):
        W = sample()
        value = loss(W)
        if value < best_loss:
            best_W, best_loss = W, value
    return best_loss, best_W


def random_search__loss_called_twice(loss, sample, T):
    """You call loss once to compare and again to remember. It is the expensive part, and need not
    give the same number twice: keep the value in a variable."""
    best_W, best_loss = None, float("inf")
    for _ in range(T):
        W = sample()
        if loss(W) < best_loss:
            best_W, best_loss = W, loss(W)
    return best_W, best_loss


def random_search__loss_of_the_best_again(loss, sample, T):
    """At the end you compute the loss of the best draw once more. You have met that number
    before: where could it be kept?"""
    best_W, best_loss = None, float("inf")
    for _ in range(T):
        W = sample()
        value = loss(W)
        if value < best_loss:
            best_W, best_loss = W, value
    return best_W, loss(best_W)


def random_search__drawn_twice(loss, sample, T):
    """You judge one draw and keep another: every call of sample() gives new weights. Draw once in
    each round and give the draw a name."""
    best_W, best_loss = None, float("inf")
    for _ in range(T):
        value = loss(sample())
        if value < best_loss:
            best_W, best_loss = sample(), value
    return best_W, best_loss


def random_search__a_thousand(loss, sample, T):
    """You make 1000 draws whatever T says. How many rounds should the loop have?"""
    best_W, best_loss = None, float("inf")
    for _ in range(1000):
        W = sample()
        value = loss(W)
        if value < best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss


def random_search__one_too_few(loss, sample, T):
    """Your loop makes one draw too few. How many numbers does range(1, T) give?"""
    best_W, best_loss = None, float("inf")
    for _ in range(1, T):
        W = sample()
        value = loss(W)
        if value < best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss


def random_search__one_too_many(loss, sample, T):
    """You make one draw before the loop and T more inside it. T draws are wanted in all."""
    best_W = sample()
    best_loss = loss(best_W)
    for _ in range(T):
        W = sample()
        value = loss(W)
        if value < best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss


def random_search__starts_at_zero(loss, sample, T):
    """Your best loss starts at 0, and no positive loss is below that. Which number is larger than
    every loss?"""
    best_W, best_loss = None, 0.0
    for _ in range(T):
        W = sample()
        value = loss(W)
        if value < best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss


def random_search__starts_at_a_million(loss, sample, T):
    """Your best loss starts at a number that a loss may exceed. What about float("inf")?"""
    best_W, best_loss = None, 1e6
    for _ in range(T):
        W = sample()
        value = loss(W)
        if value < best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss


def random_search__last_of_ties(loss, sample, T):
    """Of equal losses you keep the last. The first one counts here: should an equal loss replace
    the best?"""
    best_W, best_loss = None, float("inf")
    for _ in range(T):
        W = sample()
        value = loss(W)
        if value <= best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss


def random_search__first_draw_as_best(loss, sample, T):
    """You start from the first draw. If its loss is nan, nothing is ever below it, since every
    comparison with nan is False: what could you start from instead?"""
    best_W = sample()
    best_loss = loss(best_W)
    for _ in range(T - 1):
        W = sample()
        value = loss(W)
        if value < best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss


def random_search__argmin(loss, sample, T):
    """You collect all losses and ask NumPy for the smallest. np.argmin takes a nan for smaller
    than any number: what does np.nanargmin do?"""
    draws = [sample() for _ in range(T)]
    losses = [loss(W) for W in draws]
    i = int(np.argmin(losses))
    return draws[i], losses[i]


def random_search__not_worse(loss, sample, T):
    """You keep a draw unless it is worse, and a comparison with nan is never True, so nan gets
    in. Ask whether the draw is better."""
    best_W, best_loss = None, float("inf")
    for _ in range(T):
        W = sample()
        value = loss(W)
        if value >= best_loss:
            continue
        best_W, best_loss = W, value
    return best_W, best_loss


def random_search__number_of_the_draw(loss, sample, T):
    """You return the number of the best draw. The weights themselves are wanted."""
    best_i, best_loss = None, float("inf")
    for i in range(T):
        value = loss(sample())
        if value < best_loss:
            best_i, best_loss = i, value
    return best_i, best_loss


def random_search__gives_up(loss, sample, T):
    """You stop at the first draw that is no improvement. A better one may still come: what does
    break do to a loop?"""
    best_W, best_loss = None, float("inf")
    for _ in range(T):
        W = sample()
        value = loss(W)
        if not value < best_loss:
            break
        best_W, best_loss = W, value
    return best_W, best_loss


def random_search__returns_in_the_loop(loss, sample, T):
    """You return inside the loop, so there is only one round. How far should the return be
    indented?"""
    best_W, best_loss = None, float("inf")
    for _ in range(T):
        W = sample()
        value = loss(W)
        if value < best_loss:
            best_W, best_loss = W, value
        return best_W, best_loss


def random_search__loss_not_updated(loss, sample, T):
    """You keep the weights of every finite draw, since the best loss itself is never updated
    during the search. What should change together with best_W?"""
    best_W, best_loss = None, float("inf")
    for _ in range(T):
        W = sample()
        value = loss(W)
        if value < best_loss:
            best_W = W
            last = value
    return best_W, last


def random_search__smallest_size(loss, sample, T):
    """You compare absolute values. A loss below 0 is better still than a loss of 0."""
    best_W, best_loss = None, float("inf")
    for _ in range(T):
        W = sample()
        value = loss(W)
        if abs(value) < abs(best_loss):
            best_W, best_loss = W, value
    return best_W, best_loss


# sgd_step


def _pairs(params, grads):
    if len(params) != len(grads):
        raise ValueError(f"{len(params)} parameters and {len(grads)} gradients")
    for p, g in zip(params, grads):
        if np.shape(p) != np.shape(g):
            raise ValueError(f"shapes {np.shape(p)} and {np.shape(g)}")
    return list(zip(params, grads))


def sgd_step__uphill(params, grads, lr):
    """You walk along the slope, which is uphill. Which sign takes you down?"""
    return [p + float(lr) * g for p, g in _pairs(params, grads)]


def sgd_step__direction_only(params, grads, lr):
    """You divide the slopes by their length, so every step has the length lr. The size of the
    slope counts as well: near the bottom, steps should become short."""
    new = []
    for p, g in _pairs(params, grads):
        length = np.sqrt((np.asarray(g, dtype=float) ** 2).sum())
        new.append((p - float(lr) * g / (length if length else 1.0)).astype(_float(p)))
    return new


def sgd_step__signs_only(params, grads, lr):
    """You use only the signs of the slopes. How steep it is counts as well: a slope twice as
    large makes a step twice as long."""
    return [p - float(lr) * np.sign(g) for p, g in _pairs(params, grads)]


def _float(p):
    p = np.asarray(p)
    return p.dtype if p.dtype.kind == "f" else np.float64


def sgd_step__lr_twice(params, grads, lr):
    """The learning rate comes in twice, so your steps have lr times the length they should have.
    Multiply by it once."""
    return [p - float(lr) * float(lr) * g for p, g in _pairs(params, grads)]


def sgd_step__no_learning_rate(params, grads, lr):
    """You subtract the whole slope. Where does lr come in?"""
    return [p - 1.0 * g for p, g in _pairs(params, grads)]


def sgd_step__divided_by_lr(params, grads, lr):
    """You divide by the learning rate. A small rate should make small steps."""
    return [p - g / float(lr) for p, g in _pairs(params, grads)]


def sgd_step__step_only(params, grads, lr):
    """You return the steps, not the places where they lead. What is still to be added?"""
    _pairs(params, grads)
    return [-float(lr) * g for g in grads]


def sgd_step__brackets(params, grads, lr):
    """You multiply the difference of parameter and slope by lr. Only the slope is scaled: look at
    the brackets."""
    return [float(lr) * (p - 1.0 * g) for p, g in _pairs(params, grads)]


def sgd_step__decay(params, grads, lr):
    """You multiply the slope by the parameter itself. The step depends on the slope and on lr,
    not on where you stand."""
    return [p - float(lr) * p * g for p, g in _pairs(params, grads)]


def sgd_step__swapped(params, grads, lr):
    """You move the slopes by the parameters. Which of the two lists is to change?"""
    return [g - float(lr) * p for p, g in _pairs(params, grads)]


def sgd_step__first_only(params, grads, lr):
    """Only the first parameter has moved. All of them are updated in one step: look at the loop
    and at the indentation of return."""
    (p, g), *rest = _pairs(params, grads)
    return [p - float(lr) * g, *(1.0 * np.asarray(p) for p, _ in rest)]


def sgd_step__biases_forgotten(params, grads, lr):
    """Your biases stay where they were. They have slopes like every other parameter."""
    return [
        p - float(lr) * g if np.ndim(p) > 1 else 1.0 * np.asarray(p)
        for p, g in _pairs(params, grads)
    ]


def sgd_step__mean_slope(params, grads, lr):
    """You move all entries of an array by the mean of their slopes. Every entry has a slope of
    its own."""
    return [p - float(lr) * np.asarray(g).mean(dtype=_float(p)) for p, g in _pairs(params, grads)]


def sgd_step__divided_by_rows(params, grads, lr):
    """You divide the slopes by the number of rows. They are slopes of a mean already, and the
    rows of a parameter are not examples."""
    return [p - float(lr) * g / len(g) for p, g in _pairs(params, grads)]


def sgd_step__one_array(params, grads, lr):
    """You join everything into one flat array. A list of arrays is wanted, in the shapes of the
    parameters."""
    return np.concatenate([(p - float(lr) * g).ravel() for p, g in _pairs(params, grads)])


def sgd_step__flat(params, grads, lr):
    """You flatten the arrays. Each new parameter has the shape of the old one."""
    return [np.ravel(p - float(lr) * g) for p, g in _pairs(params, grads)]


def sgd_step__tuple(params, grads, lr):
    """You return a tuple. A list is wanted, as the next step takes it."""
    return tuple(p - float(lr) * g for p, g in _pairs(params, grads))


def sgd_step__nothing(params, grads, lr):
    """You compute the new parameters and let go of them. Where is the return?"""
    _ = [p - float(lr) * g for p, g in _pairs(params, grads)]


def sgd_step__in_place(params, grads, lr):
    """`p -= ...` changes the array that somebody else still holds. Make a new one:
    `p - ...`."""
    for p, g in _pairs(params, grads):
        p -= float(lr) * g
    return params


def sgd_step__replaced_in_the_list(params, grads, lr):
    """You put the new arrays into the caller's own list. Start a new list and leave theirs
    alone."""
    for k, (p, g) in enumerate(_pairs(params, grads)):
        params[k] = p - float(lr) * g
    return params


def sgd_step__old_ones(params, grads, lr):
    """You return the parameters as they came. Assigning to a name inside a loop changes no
    list."""
    for p, g in _pairs(params, grads):
        p = p - float(lr) * g
    return list(params)


def sgd_step__always_float64(params, grads, lr):
    """You turn everything into float64, which takes twice the memory. Let float32 stay float32."""
    return [
        np.asarray(p, dtype=float) - float(lr) * np.asarray(g) for p, g in _pairs(params, grads)
    ]


def sgd_step__rate_of_numpy(params, grads, lr):
    """If lr is one of NumPy's floats, a float32 parameter becomes float64 in your version. What
    does float(lr) do?"""
    return [p - np.float64(lr) * g for p, g in _pairs(params, grads)]


def sgd_step__whole_numbers_stay(params, grads, lr):
    """Whole numbers stay whole in your version, so that fractions of a step are lost. Compute in
    floats."""
    return [(p - float(lr) * g).astype(np.asarray(p).dtype) for p, g in _pairs(params, grads)]


def sgd_step__whole_rate(params, grads, lr):
    """With whole numbers and a learning rate of 1 your result is whole numbers as well. Floats are
    wanted in any case."""
    if isinstance(lr, np.floating):
        lr = float(lr)
    return [p - lr * g for p, g in _pairs(params, grads)]


def sgd_step__rounded(params, grads, lr):
    """You round. Small steps are what it is all about: keep every digit."""
    return [np.round(p - float(lr) * g, 1) for p, g in _pairs(params, grads)]


def sgd_step__no_check(params, grads, lr):
    """Slopes of shape (1, n) turn a parameter of shape (n,) into a table, and nobody notices.
    Compare the shapes first."""
    if len(params) != len(grads):
        raise ValueError(f"{len(params)} parameters and {len(grads)} gradients")
    return [p - float(lr) * g for p, g in zip(params, grads)]


def sgd_step__sizes_checked(params, grads, lr):
    """You compare how many entries there are. (3, 1) and (3,) hold the same number, and still
    broadcast to a table: compare the shapes."""
    if len(params) != len(grads):
        raise ValueError(f"{len(params)} parameters and {len(grads)} gradients")
    for p, g in zip(params, grads):
        if np.size(p) != np.size(g):
            raise ValueError(f"shapes {np.shape(p)} and {np.shape(g)}")
    return [p - float(lr) * g for p, g in zip(params, grads)]


def sgd_step__shorter(params, grads, lr):
    """`zip` stops at the end of the shorter list, so parameters are lost in silence. Compare the
    lengths first."""
    for p, g in zip(params, grads):
        if np.shape(p) != np.shape(g):
            raise ValueError(f"shapes {np.shape(p)} and {np.shape(g)}")
    return [p - float(lr) * g for p, g in zip(params, grads)]


def sgd_step__slopes_left_over(params, grads, lr):
    """You notice a missing gradient, but not one too many. Both mean that something is mixed up:
    compare the lengths."""
    if len(grads) < len(params):
        raise ValueError(f"{len(params)} parameters and {len(grads)} gradients")
    for p, g in zip(params, grads):
        if np.shape(p) != np.shape(g):
            raise ValueError(f"shapes {np.shape(p)} and {np.shape(g)}")
    return [p - float(lr) * g for p, g in zip(params, grads)]


# momentum_run


def momentum_run__uphill(grad, w0, lr, mu, T):
    """You walk uphill. Which sign does the slope have in the velocity?"""
    w = 1.0 * np.asarray(w0)
    v, path = np.zeros_like(w), [w]
    for _ in range(T):
        v = mu * v + lr * grad(w)
        w = w + v
        path.append(w)
    return path


def momentum_run__velocity_subtracted(grad, w0, lr, mu, T):
    """Your velocity already points downhill, and then you subtract it. One minus sign is
    enough."""
    w = 1.0 * np.asarray(w0)
    v, path = np.zeros_like(w), [w]
    for _ in range(T):
        v = mu * v - lr * grad(w)
        w = w - v
        path.append(w)
    return path


def momentum_run__no_momentum(grad, w0, lr, mu, T):
    """You forget the velocity of the step before, or set it to 0 at each step. What does mu
    do?"""
    w = 1.0 * np.asarray(w0)
    path = [w]
    for _ in range(T):
        w = w - lr * grad(w)
        path.append(w)
    return path


def momentum_run__damped(grad, w0, lr, mu, T):
    """You give the slope the weight 1 - mu, as in a moving average. In this form it enters with
    lr alone, so that momentum makes steps longer."""
    w = 1.0 * np.asarray(w0)
    v, path = np.zeros_like(w), [w]
    for _ in range(T):
        v = mu * v - (1 - mu) * lr * grad(w)
        w = w + v
        path.append(w)
    return path


def momentum_run__share_lost(grad, w0, lr, mu, T):
    """You keep the share 1 - mu of the velocity. mu is what is kept, not what is lost."""
    w = 1.0 * np.asarray(w0)
    v, path = np.zeros_like(w), [w]
    for _ in range(T):
        v = (1 - mu) * v - lr * grad(w)
        w = w + v
        path.append(w)
    return path


def momentum_run__looks_ahead(grad, w0, lr, mu, T):
    """You take the slope at the place where the velocity would carry you. That is Nesterov's
    variant; here it is taken where you stand."""
    w = 1.0 * np.asarray(w0)
    v, path = np.zeros_like(w), [w]
    for _ in range(T):
        v = mu * v - lr * grad(w + mu * v)
        w = w + v
        path.append(w)
    return path


def momentum_run__nesterov_in_libraries(grad, w0, lr, mu, T):
    """You move by the slope and by mu times the new velocity, which is Nesterov's variant as
    libraries write it. Here w moves by the new velocity itself."""
    w = 1.0 * np.asarray(w0)
    v, path = np.zeros_like(w), [w]
    for _ in range(T):
        g = grad(w)
        v = mu * v - lr * g
        w = w + mu * v - lr * g
        path.append(w)
    return path


def momentum_run__moves_first(grad, w0, lr, mu, T):
    """You move with the old velocity and update it afterwards, so the first step goes nowhere.
    Which comes first?"""
    w = 1.0 * np.asarray(w0)
    v, path = np.zeros_like(w), [w]
    for _ in range(T):
        g = grad(w)
        w = w + v
        v = mu * v - lr * g
        path.append(w)
    return path


def momentum_run__lr_twice(grad, w0, lr, mu, T):
    """The learning rate comes in twice: in the velocity, and again when you move. Once is
    enough."""
    w = 1.0 * np.asarray(w0)
    v, path = np.zeros_like(w), [w]
    for _ in range(T):
        v = mu * v - lr * grad(w)
        w = w + lr * v
        path.append(w)
    return path


def momentum_run__no_learning_rate(grad, w0, lr, mu, T):
    """The learning rate is missing. By what is the slope multiplied?"""
    w = 1.0 * np.asarray(w0)
    v, path = np.zeros_like(w), [w]
    for _ in range(T):
        v = mu * v - grad(w)
        w = w + v
        path.append(w)
    return path


def momentum_run__brackets(grad, w0, lr, mu, T):
    """You multiply the new step by mu as well. Only the old velocity fades: look at the
    brackets."""
    w = 1.0 * np.asarray(w0)
    v, path = np.zeros_like(w), [w]
    for _ in range(T):
        v = mu * (v - lr * grad(w))
        w = w + v
        path.append(w)
    return path


def momentum_run__rate_on_the_velocity(grad, w0, lr, mu, T):
    """You multiply the old velocity by lr as well as by mu. The learning rate belongs to the
    slope."""
    w = 1.0 * np.asarray(w0)
    v, path = np.zeros_like(w), [w]
    for _ in range(T):
        v = lr * (mu * v - grad(w))
        w = w + v
        path.append(w)
    return path


def momentum_run__starts_moving(grad, w0, lr, mu, T):
    """Your velocity starts with a whole step, so the first step is too long. It starts at 0."""
    w = 1.0 * np.asarray(w0)
    path = [w]
    if T:
        v = -lr * grad(w)
    for _ in range(T):
        v = mu * v - lr * grad(w)
        w = w + v
        path.append(w)
    return path


def momentum_run__slope_as_velocity(grad, w0, lr, mu, T):
    """You keep a share of the last slope, not of the last velocity, so memory ends after one
    step. The velocity remembers all the slopes before."""
    w = 1.0 * np.asarray(w0)
    before, path = np.zeros_like(w), [w]
    for _ in range(T):
        g = grad(w)
        w = w - lr * g - mu * lr * before
        before = g
        path.append(w)
    return path


def momentum_run__slope_of_the_start(grad, w0, lr, mu, T):
    """You take the slope at w0 again and again. It changes as you walk: where should it be
    taken?"""
    w = 1.0 * np.asarray(w0)
    v, path = np.zeros_like(w), [w]
    for _ in range(T):
        v = mu * v - lr * grad(1.0 * np.asarray(w0))
        w = w + v
        path.append(w)
    return path


def momentum_run__weights_fade(grad, w0, lr, mu, T):
    """You multiply the weights by mu, so they fade away. The velocity fades, the place does
    not."""
    w = 1.0 * np.asarray(w0)
    path = [w]
    for _ in range(T):
        w = mu * w - lr * grad(w)
        path.append(w)
    return path


def momentum_run__same_array(grad, w0, lr, mu, T):
    """`w += v` changes the one array that is already in your list, T + 1 times over. Make a new
    array at each step: `w = w + v`."""
    w = np.array(w0, dtype=float)
    v, path = np.zeros_like(w), [w]
    for _ in range(T):
        v = mu * v - lr * np.asarray(grad(w))
        w += v
        path.append(w)
    return path


def momentum_run__start_left_out(grad, w0, lr, mu, T):
    """Your path begins after the first step. It should begin with w0."""
    return momentum_run__last_left_in(grad, w0, lr, mu, T)[1:]


def momentum_run__last_left_in(grad, w0, lr, mu, T):
    """Your path is one step too long. T steps make T + 1 points: the start and one after each
    step."""
    w = 1.0 * np.asarray(w0)
    v, path = np.zeros_like(w), [w]
    for _ in range(T + 1):
        v = mu * v - lr * grad(w)
        w = w + v
        path.append(w)
    return path


def momentum_run__end_left_out(grad, w0, lr, mu, T):
    """Your path ends before the last step has been taken. T steps make T + 1 points."""
    w = 1.0 * np.asarray(w0)
    v, path = np.zeros_like(w), []
    for _ in range(T):
        path.append(w)
        v = mu * v - lr * grad(w)
        w = w + v
    return path


def momentum_run__end_only(grad, w0, lr, mu, T):
    """You return the place where the walk ends. The whole path is wanted, in a list."""
    w = 1.0 * np.asarray(w0)
    v = np.zeros_like(w)
    for _ in range(T):
        v = mu * v - lr * grad(w)
        w = w + v
    return w


def momentum_run__table(grad, w0, lr, mu, T):
    """You return one array with the points as rows. A list of points is wanted."""
    w = 1.0 * np.asarray(w0)
    v, path = np.zeros_like(w), [w]
    for _ in range(T):
        v = mu * v - lr * grad(w)
        w = w + v
        path.append(w)
    return np.array(path)


def momentum_run__velocities(grad, w0, lr, mu, T):
    """You return the velocities. The places that they lead to are wanted."""
    w = 1.0 * np.asarray(w0)
    v = np.zeros_like(w)
    path = [v]
    for _ in range(T):
        v = mu * v - lr * grad(w)
        w = w + v
        path.append(v)
    return path


def momentum_run__asks_twice(grad, w0, lr, mu, T):
    """You call grad twice in one step. It is the expensive part, and on random batches it need
    not answer the same twice: call it once."""
    w = 1.0 * np.asarray(w0)
    v, path = np.zeros_like(w), [w]
    for _ in range(T):
        step = mu * v - lr * grad(w)
        v = mu * v - lr * grad(w)
        w = w + step
        path.append(w)
    return path


def momentum_run__asks_at_the_end(grad, w0, lr, mu, T):
    """You compute a slope after the last step that nobody uses. T steps need T slopes."""
    w = 1.0 * np.asarray(w0)
    v, path = np.zeros_like(w), [w]
    g = grad(w)
    for _ in range(T):
        v = mu * v - lr * g
        w = w + v
        path.append(w)
        g = grad(w)
    return path


def momentum_run__whole_numbers(grad, w0, lr, mu, T):
    """From a start of whole numbers all your points are whole numbers, and small steps are lost.
    Compute in floats."""
    w = np.asarray(w0)
    v, path = np.zeros(w.shape), [w]
    for _ in range(T):
        v = mu * v - lr * grad(w)
        w = (w + v).astype(w.dtype)
        path.append(w)
    return path


def momentum_run__signs(grad, w0, lr, mu, T):
    """You add the sign of the slope to the velocity. How steep it is counts as well."""
    w = 1.0 * np.asarray(w0)
    v, path = np.zeros_like(w), [w]
    for _ in range(T):
        v = mu * v - lr * np.sign(grad(w))
        w = w + v
        path.append(w)
    return path


# minibatch_indices


def _checked(B):
    if B < 1:
        raise ValueError(f"B = {B}")


def minibatch_indices__not_shuffled(N, B, rng):
    """Your batches come in the order of the file. If that is sorted by class, every batch shows a
    single class: where does rng come in?"""
    _checked(B)
    return [np.arange(N)[i : i + B] for i in range(0, N, B)]


def minibatch_indices__with_replacement(N, B, rng):
    """You draw each batch by itself, so some examples come twice and others not at all. Shuffle
    all of them once, then cut."""
    _checked(B)
    return [rng.integers(0, N, size=min(B, N - i)) for i in range(0, N, B)]


def minibatch_indices__each_batch_by_itself(N, B, rng):
    """No example comes twice within one of your batches, but it may come in two of them. An epoch
    shows every example once: shuffle once, then cut."""
    _checked(B)
    return [rng.choice(N, size=min(B, N - i), replace=False) for i in range(0, N, B)]


def minibatch_indices__rest_dropped(N, B, rng):
    """You leave out the short batch at the end. Here the last batch may be shorter, and every
    example is seen."""
    _checked(B)
    order = rng.permutation(N)
    return [order[i * B : (i + 1) * B] for i in range(N // B)]


def minibatch_indices__rest_merged(N, B, rng):
    """You add the rest to the last full batch, which becomes longer than B. It should be a batch
    of its own."""
    _checked(B)
    order = rng.permutation(N)
    full = max(N // B, 1)
    return [order[i * B : (i + 1) * B if i < full - 1 else N] for i in range(full)]


def minibatch_indices__equal_parts(N, B, rng):
    """np.array_split makes parts of nearly equal size. All batches but the last should have
    exactly B entries."""
    _checked(B)
    return np.array_split(rng.permutation(N), math.ceil(N / B))


def minibatch_indices__parts_of_number_b(N, B, rng):
    """You cut the data into B batches. B is the size of a batch, not how many there are."""
    _checked(B)
    return np.array_split(rng.permutation(N), B)


def minibatch_indices__empty_batch(N, B, rng):
    """You append an empty batch where N is a multiple of B. Where should the loop end?"""
    _checked(B)
    order = rng.permutation(N)
    return [order[i * B : (i + 1) * B] for i in range(N // B + 1)]


def minibatch_indices__same_every_time(N, B, rng):
    """Every epoch of yours has the same order: you made a generator of your own with a fixed seed.
    Use the one that is handed to you."""
    _checked(B)
    order = np.random.default_rng(0).permutation(N)
    return [order[i : i + B] for i in range(0, N, B)]


def minibatch_indices__global_generator(N, B, rng):
    """You shuffle with np.random, which knows nothing of rng, so nobody can repeat the run. Call
    rng.permutation."""
    _checked(B)
    order = np.random.permutation(N)
    return [order[i : i + B] for i in range(0, N, B)]


def minibatch_indices__seeded_by_draw(N, B, rng):
    """You draw from a copy of the generator, so it never moves on and each epoch has the same
    order. Use rng itself."""
    import copy

    _checked(B)
    order = copy.deepcopy(rng).permutation(N)
    return [order[i : i + B] for i in range(0, N, B)]


def minibatch_indices__order_of_batches(N, B, rng):
    """You shuffle the batches, but the examples inside them stay neighbours for ever. Shuffle the
    examples before you cut."""
    _checked(B)
    batches = [np.arange(N)[i : i + B] for i in range(0, N, B)]
    full = [batch for batch in batches if len(batch) == B]
    rest = [batch for batch in batches if len(batch) < B]
    return [full[k] for k in rng.permutation(len(full))] + rest


def minibatch_indices__inside_the_batches(N, B, rng):
    """You shuffle inside each batch, so the same examples always meet. Shuffle all of them before
    you cut."""
    _checked(B)
    return [rng.permutation(np.arange(N)[i : i + B]) for i in range(0, N, B)]


def minibatch_indices__rotated(N, B, rng):
    """You begin at a random place and go on in order, so neighbours stay together. Shuffle all
    the numbers."""
    _checked(B)
    order = np.roll(np.arange(N), rng.integers(N))
    return [order[i : i + B] for i in range(0, N, B)]


def minibatch_indices__rest_never_shuffled(N, B, rng):
    """You shuffle only the examples that fill whole batches; the last ones always stay last.
    Shuffle all N."""
    _checked(B)
    full = N // B * B
    order = np.concatenate([rng.permutation(full), np.arange(full, N)])
    return [order[i : i + B] for i in range(0, N, B)]


def minibatch_indices__from_one(N, B, rng):
    """You number the rows from 1 to N. NumPy counts from 0, and row N does not exist."""
    _checked(B)
    order = 1 + rng.permutation(N)
    return [order[i : i + B] for i in range(0, N, B)]


def minibatch_indices__one_missing(N, B, rng):
    """One example is never seen: you shuffle the numbers up to N - 2. What does permutation(N)
    give?"""
    _checked(B)
    order = rng.permutation(N - 1)
    return [order[i : i + B] for i in range(0, N, B)]


def minibatch_indices__shuffle_returns_none(N, B, rng):
    """rng.shuffle shuffles in place and returns None. Use its argument afterwards, or
    rng.permutation."""
    _checked(B)
    order = rng.shuffle(np.arange(N))
    return [order[i : i + B] for i in range(0, N, B)]


def minibatch_indices__overlapping(N, B, rng):
    """Your batches overlap: each starts one example after the one before. How far should the next
    start move?"""
    _checked(B)
    order = rng.permutation(N)
    return [order[i : i + B] for i in range(0, N)]


def minibatch_indices__off_by_one(N, B, rng):
    """Between your batches one example is lost. A slice [a:b] already leaves b out."""
    _checked(B)
    order = rng.permutation(N)
    return [order[i : i + B - 1] for i in range(0, N, B)]


def minibatch_indices__first_only(N, B, rng):
    """You return a single batch. An epoch needs all of them, in a list."""
    _checked(B)
    return [rng.permutation(N)[:B]]


def minibatch_indices__padded(N, B, rng):
    """You fill the last batch up with examples that have had their turn. It may be shorter than
    B."""
    _checked(B)
    order = rng.permutation(N)
    return [np.take(order, range(i, i + B), mode="wrap") for i in range(0, N, B)]


def minibatch_indices__lists(N, B, rng):
    """Your batches are lists. Arrays of whole numbers are wanted, as rows are picked with
    them."""
    _checked(B)
    order = rng.permutation(N).tolist()
    return [order[i : i + B] for i in range(0, N, B)]


def minibatch_indices__floats(N, B, rng):
    """Your row numbers are floats, and an array cannot be indexed with 3.0. Keep them whole."""
    _checked(B)
    order = rng.permutation(np.arange(float(N)))
    return [order[i : i + B] for i in range(0, N, B)]


def minibatch_indices__table(N, B, rng):
    """You make a table of batches. That fails as soon as the last batch is shorter: return a
    list."""
    _checked(B)
    return rng.permutation(N).reshape(-1, B)


def minibatch_indices__no_check(N, B, rng):
    """For a negative B your list is empty, and training would do nothing without a word. Raise a
    ValueError for a B below 1."""
    order = rng.permutation(N)
    return [order[i : i + B] for i in range(0, N, B)]


def minibatch_indices__too_large_refused(N, B, rng):
    """You refuse a batch size above N. There is one batch then, with everything in it."""
    _checked(B)
    if B > N:
        raise ValueError(f"B = {B} is larger than N = {N}")
    order = rng.permutation(N)
    return [order[i : i + B] for i in range(0, N, B)]


# iterations_per_epoch


def iterations_per_epoch__floor(N, n, drop_last=False):
    """You always leave the rest out. Without drop_last the rest is a batch as well."""
    return N // n


def iterations_per_epoch__ceil(N, n, drop_last=False):
    """You always count the rest. With drop_last it is left out."""
    return -(-N // n)


def iterations_per_epoch__rounded(N, n, drop_last=False):
    """You round to the nearest whole number, so a small rest is lost. Any rest needs a batch, be
    it ever so small."""
    return N // n if drop_last else round(N / n)


def iterations_per_epoch__rounded_always(N, n, drop_last=False):
    """You round N/n and ignore drop_last. Think of 10 examples in batches of 3: which batches are
    there?"""
    return round(N / n)


def iterations_per_epoch__fraction(N, n, drop_last=False):
    """You return N/n as it is. There are no fractions of an update: what becomes of the rest?"""
    return N / n


def iterations_per_epoch__float(N, n, drop_last=False):
    """Your count is right, but a float. A whole number is wanted: range() refuses 782.0."""
    return float(np.floor(N / n)) if drop_last else float(np.ceil(N / n))


def iterations_per_epoch__one_more(N, n, drop_last=False):
    """You add 1 whether there is a rest or not. What if n divides N?"""
    return N // n if drop_last else N // n + 1


def iterations_per_epoch__one_less(N, n, drop_last=False):
    """With drop_last you take 1 off even if the last batch is full. It goes only if it is too
    short."""
    return -(-N // n) - 1 if drop_last else -(-N // n)


def iterations_per_epoch__swapped(N, n, drop_last=False):
    """You have drop_last the wrong way round. If it is True, is the rest counted?"""
    return -(-N // n) if drop_last else N // n


def iterations_per_epoch__arguments_swapped(N, n, drop_last=False):
    """You divide the batch size by the number of examples. How often does n fit into N?"""
    return n // N if drop_last else -(-n // N)


def iterations_per_epoch__rest(N, n, drop_last=False):
    """You return how many examples are left over. How many batches are there?"""
    return N % n


def iterations_per_epoch__at_least_one(N, n, drop_last=False):
    """You count at least one iteration. If no batch fills up and drop_last is True, there is
    none."""
    return max(N // n, 1) if drop_last else -(-N // n)


def iterations_per_epoch__examples(N, n, drop_last=False):
    """You return the number of examples that are seen. An iteration is one update, for a whole
    batch."""
    return N // n * n if drop_last else N


def iterations_per_epoch__cut_off_first(N, n, drop_last=False):
    """You divide with //, which cuts the rest off, and round up afterwards. There is nothing left
    to round: divide first, with a single stroke."""
    return N // n if drop_last else math.ceil(N // n)


def iterations_per_epoch__rest_as_batches(N, n, drop_last=False):
    """You count every example that is left over as a batch of its own. Together they make
    one."""
    return N // n if drop_last else N // n + N % n


def iterations_per_epoch__large_rest_only(N, n, drop_last=False):
    """You count the rest only if it fills half a batch. A single example left over is a batch,
    too."""
    return N // n if drop_last else (N + n // 2) // n


# epoch_loss


def _same_shape(losses, sizes):
    losses, sizes = np.asarray(losses), np.asarray(sizes)
    if losses.shape != sizes.shape:
        raise ValueError(f"{losses.shape} and {sizes.shape}")
    return losses, sizes


def epoch_loss__plain_mean(losses, sizes):
    """You average the batches as if they were equal, so an example in a short batch counts for
    more than the others. What does sizes tell you?"""
    losses, sizes = _same_shape(losses, sizes)
    return float(losses.mean())


def epoch_loss__sum(losses, sizes):
    """You add up the losses of all examples. By what should the sum be divided?"""
    losses, sizes = _same_shape(losses, sizes)
    return float((losses * sizes).sum())


def epoch_loss__sum_of_means(losses, sizes):
    """You add up the means of the batches. Each of them stands for a number of examples: which
    one?"""
    losses, sizes = _same_shape(losses, sizes)
    return float(losses.sum())


def epoch_loss__by_batches(losses, sizes):
    """You weight the batches and then divide by how many there are. Divide by the number of
    examples."""
    losses, sizes = _same_shape(losses, sizes)
    return float((losses * sizes).mean())


def epoch_loss__sums_expected(losses, sizes):
    """You divide the sum of the means by the number of examples. They are means already: what
    makes a sum of a mean again?"""
    losses, sizes = _same_shape(losses, sizes)
    return float(losses.sum() / sizes.sum())


def epoch_loss__divided_each(losses, sizes):
    """You divide each loss by its size. It is a mean already: multiply to get the sum of the
    batch."""
    losses, sizes = _same_shape(losses, sizes)
    return float((losses / sizes).sum())


def epoch_loss__mean_of_quotients(losses, sizes):
    """You divide each loss by its size and take the mean. Does a large batch then count for more,
    or for less?"""
    losses, sizes = _same_shape(losses, sizes)
    return float((losses / sizes).mean())


def epoch_loss__inverse_weights(losses, sizes):
    """Small batches count for most in your mean. It should be the other way round."""
    losses, sizes = _same_shape(losses, sizes)
    return float((losses / sizes).sum() / (1 / sizes).sum())


def epoch_loss__largest_size(losses, sizes):
    """You divide by the size of a full batch times the number of batches, as if all were full. Add
    the sizes up instead."""
    losses, sizes = _same_shape(losses, sizes)
    return float((losses * sizes).sum() / (sizes.max() * len(sizes)))


def epoch_loss__first_size(losses, sizes):
    """You take the size of the first batch for all of them. Each loss goes with the size of its
    own batch."""
    losses, sizes = _same_shape(losses, sizes)
    return float((losses * sizes[0]).sum() / sizes.sum())


def epoch_loss__last_batch(losses, sizes):
    """You return the loss of the last batch. All examples of the epoch count."""
    losses, sizes = _same_shape(losses, sizes)
    return float(losses[-1])


def epoch_loss__full_batches_only(losses, sizes):
    """You leave the short batches out. Their examples count like all others, though there are
    few."""
    losses, sizes = _same_shape(losses, sizes)
    return float(losses[sizes == sizes.max()].mean())


def epoch_loss__median(losses, sizes):
    """You take the median of the batches. The mean over all examples is wanted."""
    losses, sizes = _same_shape(losses, sizes)
    return float(np.median(losses))


def epoch_loss__running(losses, sizes):
    """You average the mean so far with the next batch, half and half, so late batches count for
    most. Add the sums up, and divide once at the end."""
    losses, sizes = _same_shape(losses, sizes)
    mean = float(losses[0])
    for value in losses[1:]:
        mean = (mean + float(value)) / 2
    return mean


def epoch_loss__table(losses, sizes):
    """You return one number for each batch. One number for the epoch is wanted."""
    losses, sizes = _same_shape(losses, sizes)
    return losses * sizes / sizes.sum()


def epoch_loss__whole_division(losses, sizes):
    """You divide with //, which cuts the fractions off. Divide with a single stroke."""
    losses, sizes = _same_shape(losses, sizes)
    return float((losses * sizes).sum() // sizes.sum())


def epoch_loss__square_root(losses, sizes):
    """You weight a batch with the root of its size. A batch with twice the examples counts
    twice."""
    losses, sizes = _same_shape(losses, sizes)
    return float((losses * np.sqrt(sizes)).sum() / np.sqrt(sizes).sum())


def epoch_loss__no_check(losses, sizes):
    """A single size for three losses is stretched over all of them in your version. Compare the
    shapes first."""
    losses, sizes = np.asarray(losses), np.asarray(sizes)
    return float((losses * sizes).sum() / sizes.sum())


def epoch_loss__shorter(losses, sizes):
    """`zip` stops at the end of the shorter list, and a batch is forgotten in silence. Compare the
    lengths first."""
    total = sum(float(value) * int(size) for value, size in zip(losses, sizes))
    return total / sum(int(size) for size in sizes)
