"""Wrong answers to lesson 10 that people really give, each with the sentence that helps."""

import numpy as np


def _floats(W):
    W = np.asarray(W)
    return W if W.dtype.kind == "f" else W.astype(float)


def _sum(values):
    return float(sum(float(value) for value in values))


# l2_penalty


def _squares(Ws):
    return _sum(np.sum(_floats(W) ** 2) for W in Ws)


def l2_penalty__two_forgotten(Ws, lam):
    """Your number is right and your slopes are half of what they should be. What is the derivative
    of a square?"""
    return lam * _squares(Ws), [lam * _floats(W) for W in Ws]


def l2_penalty__half(Ws, lam):
    """You carry a factor 1/2, which many books put there so that the 2 of the derivative goes
    away. Here the penalty is the plain sum of squares times lam."""
    return lam * _squares(Ws) / 2, [lam * _floats(W) for W in Ws]


def l2_penalty__half_in_the_number(Ws, lam):
    """Your slopes belong to the whole sum of squares, but your number is half of it. Leave the
    1/2 out."""
    return lam * _squares(Ws) / 2, [2 * lam * _floats(W) for W in Ws]


def l2_penalty__mean(Ws, lam):
    """You average the squares of each array. Then a weight in a large layer costs less than one
    in a small layer; add the squares up."""
    return lam * _sum(np.mean(_floats(W) ** 2) for W in Ws), [
        2 * lam * _floats(W) / np.size(W) for W in Ws
    ]


def l2_penalty__mean_in_the_number(Ws, lam):
    """Your slopes are right, but your number averages the squares where they should be added
    up."""
    return lam * _sum(np.mean(_floats(W) ** 2) for W in Ws), [2 * lam * _floats(W) for W in Ws]


def l2_penalty__slopes_without_lam(Ws, lam):
    """Your slopes do not depend on lam. If the penalty is lam times as large, what are its
    slopes?"""
    return lam * _squares(Ws), [2 * _floats(W) for W in Ws]


def l2_penalty__number_without_lam(Ws, lam):
    """Your number does not depend on lam: it is the bare sum of squares. Both results carry
    lam."""
    return _squares(Ws), [2 * lam * _floats(W) for W in Ws]


def l2_penalty__without_lam(Ws, lam):
    """You leave lam out altogether. It says how much the penalty counts beside the data loss."""
    return _squares(Ws), [2 * _floats(W) for W in Ws]


def l2_penalty__lam_squared(Ws, lam):
    """You multiply by lam before squaring, so lam is squared too. Square the weights alone."""
    return _sum(np.sum((lam * _floats(W)) ** 2) for W in Ws), [2 * lam**2 * _floats(W) for W in Ws]


def l2_penalty__last_only(Ws, lam):
    """Your number only counts the last array: it is set anew in every turn of the loop instead of
    being added to."""
    return lam * _squares(Ws[-1:]), [2 * lam * _floats(W) for W in Ws]


def l2_penalty__first_only(Ws, lam):
    """Your number only counts the first array. Does a `return` stand inside the loop, or an index
    too many?"""
    return lam * _squares(Ws[:1]), [2 * lam * _floats(W) for W in Ws]


def l2_penalty__flat_gradient(Ws, lam):
    """You join all slopes into one long array. Each W needs its own, of its own shape, so that a
    step can subtract it."""
    return lam * _squares(Ws), np.concatenate([2 * lam * _floats(W).ravel() for W in Ws])


def l2_penalty__flat_gradients(Ws, lam):
    """You flatten each gradient. It must have the shape of its W: then W and slope can be
    subtracted."""
    return lam * _squares(Ws), [2 * lam * _floats(W).ravel() for W in Ws]


def l2_penalty__summed_gradients(Ws, lam):
    """You add the slopes of an array up into one number. Every weight has a slope of its own."""
    return lam * _squares(Ws), [float(2 * lam * _floats(W).sum()) for W in Ws]


def l2_penalty__one_gradient(Ws, lam):
    """You return the gradient of the first array only. The list holds one for each W."""
    return lam * _squares(Ws), [2 * lam * _floats(Ws[0])]


def l2_penalty__norm(Ws, lam):
    """You take the root of the sum of squares, the length of the weights. The penalty is the sum
    of squares itself."""
    lengths = [np.sqrt(np.sum(_floats(W) ** 2)) for W in Ws]
    return lam * _sum(lengths), [lam * _floats(W) / n for W, n in zip(Ws, lengths)]


def l2_penalty__square_of_the_sum(Ws, lam):
    """You add the weights first and square afterwards, so 3 and -3 cancel. Which comes first?"""
    return lam * _sum(np.sum(_floats(W)) ** 2 for W in Ws), [
        2 * lam * np.sum(_floats(W)) * np.ones(np.shape(W)) for W in Ws
    ]


def l2_penalty__absolute_values(Ws, lam):
    """You take absolute values, not squares, for the number: that is L1. Square the weights."""
    return lam * _sum(np.abs(_floats(W)).sum() for W in Ws), [2 * lam * _floats(W) for W in Ws]


def l2_penalty__reversed(Ws, lam):
    """Your slopes have the wrong sign. Does the penalty grow or fall when a positive weight
    grows?"""
    return lam * _squares(Ws), [-2 * lam * _floats(W) for W in Ws]


def l2_penalty__one_per_array(Ws, lam):
    """You return one number for each array. The penalty of all of them together is one number."""
    return [lam * float(np.sum(_floats(W) ** 2)) for W in Ws], [2 * lam * _floats(W) for W in Ws]


def l2_penalty__number_only(Ws, lam):
    """You return the penalty alone. Two things are asked for: the penalty and its gradients."""
    return lam * _squares(Ws)


def l2_penalty__other_order(Ws, lam):
    """You return the gradients first. The number comes first, then the list."""
    return [2 * lam * _floats(W) for W in Ws], lam * _squares(Ws)


def l2_penalty__slope_per_layer_size(Ws, lam):
    """Your number is right, but you divide each gradient by the number of weights. There is no
    mean in this penalty."""
    return lam * _squares(Ws), [2 * lam * _floats(W) / np.size(W) for W in Ws]


def l2_penalty__square_as_slope(Ws, lam):
    """You multiply each slope by the weight once more. The derivative of w**2 is 2 w, not
    2 w**2."""
    return lam * _squares(Ws), [2 * lam * _floats(W) ** 2 for W in Ws]


def l2_penalty__double_precision(Ws, lam):
    """float32 weights come back with float64 slopes, and one step turns the whole network into
    float64, at half the speed. Which of your numbers is a NumPy float64?"""
    return lam * _squares(Ws), [np.float64(2 * lam) * _floats(W) for W in Ws]


# total_loss


def total_loss__sum(per_example, Ws, lam):
    """You add the losses of the examples up. The data loss is their mean."""
    return float(np.sum(per_example)) + lam * _squares(Ws)


def total_loss__penalty_in_the_mean(per_example, Ws, lam):
    """You divide the penalty by the number of examples as well. Where does your bracket close?"""
    return float((np.sum(per_example) + lam * _squares(Ws)) / len(per_example))


def total_loss__penalty_per_example(per_example, Ws, lam):
    """You add the penalty once for every example. It belongs to the weights, not to the examples:
    add it once."""
    return float(np.mean(per_example)) + len(per_example) * lam * _squares(Ws)


def total_loss__mean_of_squares(per_example, Ws, lam):
    """You average the squared weights. The data loss is a mean, the penalty is a sum."""
    return float(np.mean(per_example)) + lam * _sum(np.mean(_floats(W) ** 2) for W in Ws)


def total_loss__half(per_example, Ws, lam):
    """You carry a factor 1/2 in the penalty. In this course it is the plain sum of squares."""
    return float(np.mean(per_example)) + 0.5 * lam * _squares(Ws)


def total_loss__last_only(per_example, Ws, lam):
    """You count the weights of the last array only. Go through all of them and add up."""
    return float(np.mean(per_example)) + lam * _squares(Ws[-1:])


def total_loss__first_only(per_example, Ws, lam):
    """You count the weights of the first array only. The penalty runs over all arrays in Ws."""
    return float(np.mean(per_example)) + lam * _squares(Ws[:1])


def total_loss__mean_over_arrays(per_example, Ws, lam):
    """You average over the arrays in Ws. With twice as many layers the same weight would cost
    half."""
    return float(np.mean(per_example)) + lam * _squares(Ws) / len(Ws)


def total_loss__absolute(per_example, Ws, lam):
    """You add absolute values up: that is the L1 penalty. Here the weights are squared."""
    return float(np.mean(per_example)) + lam * _sum(np.abs(_floats(W)).sum() for W in Ws)


def total_loss__norm(per_example, Ws, lam):
    """You take the root of each sum of squares. The penalty is the sum of squares itself."""
    return float(np.mean(per_example)) + lam * _sum(np.sqrt(np.sum(_floats(W) ** 2)) for W in Ws)


def total_loss__no_lam(per_example, Ws, lam):
    """You add the penalty at full strength whatever lam is. What is lam for?"""
    return float(np.mean(per_example)) + _squares(Ws)


def total_loss__lam_on_everything(per_example, Ws, lam):
    """You multiply the data loss by lam as well. lam weighs the penalty against the data loss, so
    it stands at one of them only."""
    return lam * (float(np.mean(per_example)) + _squares(Ws))


def total_loss__lam_squared(per_example, Ws, lam):
    """You square lam together with the weights. Square first, multiply afterwards."""
    return float(np.mean(per_example)) + _sum(np.sum((lam * _floats(W)) ** 2) for W in Ws)


def total_loss__subtracted(per_example, Ws, lam):
    """You subtract the penalty, which rewards large weights. What should training avoid?"""
    return float(np.mean(per_example)) - lam * _squares(Ws)


def total_loss__data_only(per_example, Ws, lam):
    """You return the data loss. Where do Ws and lam come in?"""
    return float(np.mean(per_example))


def total_loss__penalty_only(per_example, Ws, lam):
    """You return the penalty. Where does the loss of the examples come in?"""
    return lam * _squares(Ws)


def total_loss__one_per_example(per_example, Ws, lam):
    """You return a number for every example. Take the mean of the losses first, then add the
    penalty."""
    return np.asarray(per_example) + lam * _squares(Ws)


def total_loss__weighted(per_example, Ws, lam):
    """You mix the two as (1 - lam) and lam. Some books do; here the data loss counts fully, and
    lam times the penalty is added."""
    return (1 - lam) * float(np.mean(per_example)) + lam * _squares(Ws)


# l1_penalty


def _absolutes(Ws):
    return _sum(np.sum(np.abs(_floats(W))) for W in Ws)


def l1_penalty__one_at_zero(Ws, lam):
    """A weight of exactly 0 gets the slope 1 from you. It has arrived where the penalty wants it:
    its slope is taken to be 0."""
    return lam * _absolutes(Ws), [lam * np.where(_floats(W) >= 0, 1.0, -1.0) for W in Ws]


def l1_penalty__minus_one_at_zero(Ws, lam):
    """A weight of exactly 0 gets the slope -1 from you, and would be pushed away from 0. Its slope
    is taken to be 0."""
    return lam * _absolutes(Ws), [lam * np.where(_floats(W) > 0, 1.0, -1.0) for W in Ws]


def l1_penalty__absolute_as_slope(Ws, lam):
    """You return |W| as the slope of |W|. How steep is the graph of |w| at 0.1, and at 100?"""
    return lam * _absolutes(Ws), [lam * np.abs(_floats(W)) for W in Ws]


def l1_penalty__weight_as_slope(Ws, lam):
    """You return lam * W as gradient, the slope of half a square. The slope of |w| does not
    depend on the size of w."""
    return lam * _absolutes(Ws), [lam * _floats(W) for W in Ws]


def l1_penalty__slope_of_l2(Ws, lam):
    """Your number is that of L1, your slopes are those of L2. How steep is |w|?"""
    return lam * _absolutes(Ws), [2 * lam * _floats(W) for W in Ws]


def l1_penalty__ones(Ws, lam):
    """You give every weight the slope 1. A negative weight costs less when it grows: which sign
    has its slope?"""
    return lam * _absolutes(Ws), [lam * np.ones_like(_floats(W)) for W in Ws]


def l1_penalty__reversed(Ws, lam):
    """Your slopes have the wrong sign: a step against them makes weights larger."""
    return lam * _absolutes(Ws), [-lam * np.sign(_floats(W)) for W in Ws]


def l1_penalty__no_absolute(Ws, lam):
    """You add the weights with their signs, so 3 and -3 cancel. What is missing?"""
    return lam * _sum(np.sum(_floats(W)) for W in Ws), [lam * np.sign(_floats(W)) for W in Ws]


def l1_penalty__absolute_of_the_sum(Ws, lam):
    """You add first and take the absolute value afterwards, so weights of both signs cancel."""
    return lam * _sum(abs(np.sum(_floats(W))) for W in Ws), [lam * np.sign(_floats(W)) for W in Ws]


def l1_penalty__squares(Ws, lam):
    """Your number adds squares up, which is L2. L1 adds absolute values up."""
    return lam * _squares(Ws), [lam * np.sign(_floats(W)) for W in Ws]


def l1_penalty__mean(Ws, lam):
    """You average within each array. The penalty is a sum over all weights, and so are its
    slopes: without a division."""
    return lam * _sum(np.mean(np.abs(_floats(W))) for W in Ws), [
        lam * np.sign(_floats(W)) / np.size(W) for W in Ws
    ]


def l1_penalty__mean_in_the_number(Ws, lam):
    """Your slopes are right, but your number is a mean. Add the absolute values up."""
    return lam * _sum(np.mean(np.abs(_floats(W))) for W in Ws), [
        lam * np.sign(_floats(W)) for W in Ws
    ]


def l1_penalty__slopes_without_lam(Ws, lam):
    """Your slopes are 1, 0 and -1 whatever lam is. If the penalty is lam times as large, so are
    its slopes."""
    return lam * _absolutes(Ws), [np.sign(_floats(W)) for W in Ws]


def l1_penalty__number_without_lam(Ws, lam):
    """You forgot lam in the number, though not in the slopes."""
    return _absolutes(Ws), [lam * np.sign(_floats(W)) for W in Ws]


def l1_penalty__last_only(Ws, lam):
    """Your number only counts the last array. Add the arrays up instead of starting anew."""
    return lam * _absolutes(Ws[-1:]), [lam * np.sign(_floats(W)) for W in Ws]


def l1_penalty__flat_gradient(Ws, lam):
    """You join all slopes into one long array. The list holds one gradient for each W, of its
    shape."""
    return lam * _absolutes(Ws), np.concatenate([lam * np.sign(_floats(W)).ravel() for W in Ws])


def l1_penalty__one_slope_each(Ws, lam):
    """You return one number for each array as its slope. Every weight has a slope of its own."""
    return lam * _absolutes(Ws), [float(lam * np.sign(_floats(W)).sum()) for W in Ws]


def l1_penalty__divides_by_itself(Ws, lam):
    """W / |W| is the right slope everywhere but at 0, where it is 0/0. Which NumPy function knows
    what to do there?"""
    with np.errstate(all="ignore"):
        return lam * _absolutes(Ws), [lam * _floats(W) / np.abs(_floats(W)) for W in Ws]


def l1_penalty__zero_near_zero(Ws, lam):
    """You treat tiny weights as 0. The slope of |w| is 1 or -1 however small w is; only at 0
    itself it is taken to be 0."""
    return lam * _absolutes(Ws), [
        lam * np.where(np.abs(_floats(W)) < 1e-6, 0.0, np.sign(W)) for W in Ws
    ]


def l1_penalty__smoothed(Ws, lam):
    """You round the corner of |w| off at 0, with a small number under a root. That is another
    penalty: use the sign."""
    return lam * _absolutes(Ws), [lam * _floats(W) / np.sqrt(_floats(W) ** 2 + 1e-8) for W in Ws]


def l1_penalty__number_only(Ws, lam):
    """You return the penalty alone. The second result is a list of gradients."""
    return lam * _absolutes(Ws)


def l1_penalty__integers(Ws, lam):
    """Where the weights are whole numbers you cut the slopes down to whole numbers, so 0.25 turns
    into 0."""
    return lam * _absolutes(Ws), [(lam * np.sign(W)).astype(np.asarray(W).dtype) for W in Ws]


# elastic_net


def _both(W):
    W = np.asarray(W, dtype=float)
    return float(np.sum(W**2)), float(np.sum(np.abs(W)))


def elastic_net__beta_on_the_absolute_values(W, lam, beta):
    """You multiply the absolute values by beta instead of the squares. Which of the two does
    beta = 0 leave?"""
    squares, absolutes = _both(W)
    return lam * (squares + beta * absolutes)


def elastic_net__beta_on_both(W, lam, beta):
    """beta multiplies both parts in your version. It is there to weigh the squares against the
    absolute values: put it at one of them."""
    squares, absolutes = _both(W)
    return lam * beta * (squares + absolutes)


def elastic_net__no_beta(W, lam, beta):
    """You add squares and absolute values in equal parts. Where does beta come in?"""
    squares, absolutes = _both(W)
    return lam * (squares + absolutes)


def elastic_net__lam_on_the_squares(W, lam, beta):
    """lam multiplies the squares only. It is the strength of the whole penalty: set a pair of
    brackets."""
    squares, absolutes = _both(W)
    return lam * beta * squares + absolutes


def elastic_net__lam_on_the_absolute_values(W, lam, beta):
    """lam multiplies the absolute values only. It stands in front of both parts."""
    squares, absolutes = _both(W)
    return beta * squares + lam * absolutes


def elastic_net__no_lam(W, lam, beta):
    """You leave lam out, the strength of the whole penalty."""
    squares, absolutes = _both(W)
    return beta * squares + absolutes


def elastic_net__mixture(W, lam, beta):
    """You mix with beta and 1 - beta, as some libraries do. In this formula the absolute values
    count fully, whatever beta is."""
    squares, absolutes = _both(W)
    return lam * (beta * squares + (1 - beta) * absolutes)


def elastic_net__other_mixture(W, lam, beta):
    """You mix with 1 - beta for the squares and beta for the absolute values. Here beta belongs to
    the squares, and nothing is taken off the rest."""
    squares, absolutes = _both(W)
    return lam * ((1 - beta) * squares + beta * absolutes)


def elastic_net__half(W, lam, beta):
    """You put a 1/2 in front of the squares, as scikit-learn does. This formula has none."""
    squares, absolutes = _both(W)
    return lam * (beta / 2 * squares + absolutes)


def elastic_net__beta_squared(W, lam, beta):
    """You square beta together with the weights. Square the weights, then multiply by beta."""
    squares, absolutes = _both(W)
    return lam * (beta**2 * squares + absolutes)


def elastic_net__mean(W, lam, beta):
    """You average over the weights. Penalties in this course are sums."""
    squares, absolutes = _both(W)
    return lam * (beta * squares + absolutes) / np.size(W)


def elastic_net__norm(W, lam, beta):
    """You take the root of the sum of squares. The squares themselves are added up."""
    squares, absolutes = _both(W)
    return lam * (beta * squares**0.5 + absolutes)


def elastic_net__signs_cancel(W, lam, beta):
    """You add the weights with their signs, so 3 and -3 cancel. The second part needs absolute
    values."""
    squares, _ = _both(W)
    return lam * (beta * squares + float(np.sum(W)))


def elastic_net__absolute_of_the_sum(W, lam, beta):
    """You take the absolute value of the sum. Each weight is made positive before they are added
    up."""
    squares, _ = _both(W)
    return lam * (beta * squares + abs(float(np.sum(W))))


def elastic_net__product(W, lam, beta):
    """You multiply the two sums. The two penalties are added."""
    squares, absolutes = _both(W)
    return lam * beta * squares * absolutes


def elastic_net__one_per_weight(W, lam, beta):
    """You return the cost of every weight. Add them up into one number."""
    W = np.asarray(W, dtype=float)
    return lam * (beta * W**2 + np.abs(W))


def elastic_net__squares_only(W, lam, beta):
    """You leave the absolute values out: that is L2 alone."""
    squares, _ = _both(W)
    return lam * beta * squares


# dropout_forward


def _prepare(X, p):
    if not 0 <= p < 1:
        raise ValueError(f"p = {p} is not in [0, 1)")
    return _floats(X)


def _same(X):
    return X, np.ones(X.shape, dtype=bool)


def dropout_forward__does_nothing(X, p, rng, train):
    """Your training does what evaluation does: nothing. Where is rng used?"""
    return _same(_prepare(X, p))


def dropout_forward__keeps_with_p(X, p, rng, train):
    """You keep an entry with probability p. Here p is the probability of dropping it: with p = 0.1
    a tenth goes."""
    X = _prepare(X, p)
    if not train:
        return _same(X)
    keep = rng.random(X.shape) < p
    return X * keep / (1.0 - p), keep


def dropout_forward__p_is_keep(X, p, rng, train):
    """You take p for the probability of keeping, in the mask and in the factor. Here it is the
    probability of dropping."""
    X = _prepare(X, p)
    if not train:
        return _same(X)
    keep = rng.random(X.shape) < p
    return (X * keep / p if p else X * 0.0), keep


def dropout_forward__mask_of_the_dropped(X, p, rng, train):
    """Y is right, but your mask is True where an entry was dropped. keep is True where it was
    kept."""
    X = _prepare(X, p)
    if not train:
        return X, np.zeros(X.shape, dtype=bool)
    keep = rng.random(X.shape) >= p
    return X * keep / (1.0 - p), ~keep


def dropout_forward__not_scaled(X, p, rng, train):
    """You switch entries off and leave the others as they are, so the sum of a layer shrinks by
    p. Which factor makes up for that?"""
    X = _prepare(X, p)
    if not train:
        return _same(X)
    keep = rng.random(X.shape) >= p
    return X * keep, keep


def dropout_forward__scaled_in_evaluation(X, p, rng, train):
    """You multiply by 1 - p in evaluation instead of dividing in training. That was the first
    version of dropout; in the inverted one evaluation leaves X alone."""
    X = _prepare(X, p)
    if not train:
        return X * (1.0 - p), np.ones(X.shape, dtype=bool)
    keep = rng.random(X.shape) >= p
    return X * keep, keep


def dropout_forward__scaled_twice(X, p, rng, train):
    """You divide in training and multiply in evaluation. One of the two is enough: inverted
    dropout leaves evaluation alone."""
    X = _prepare(X, p)
    if not train:
        return X * (1.0 - p), np.ones(X.shape, dtype=bool)
    keep = rng.random(X.shape) >= p
    return X * keep / (1.0 - p), keep


def dropout_forward__evaluation_divides(X, p, rng, train):
    """In evaluation you divide by 1 - p although nothing was dropped. What needs no
    compensation?"""
    X = _prepare(X, p)
    keep = rng.random(X.shape) >= p if train else np.ones(X.shape, dtype=bool)
    return X * keep / (1.0 - p), keep


def dropout_forward__divides_by_p(X, p, rng, train):
    """You divide by p. A share of 1 - p of the entries is left: by what must they grow to make up
    for the rest?"""
    X = _prepare(X, p)
    if not train:
        return _same(X)
    keep = rng.random(X.shape) >= p
    return (X * keep / p if p else X * keep), keep


def dropout_forward__multiplies(X, p, rng, train):
    """You multiply by 1 - p, so what is left becomes smaller still. It has to become larger."""
    X = _prepare(X, p)
    if not train:
        return _same(X)
    keep = rng.random(X.shape) >= p
    return X * keep * (1.0 - p), keep


def dropout_forward__always_on(X, p, rng, train):
    """You ignore `train`, so the network throws dice even when it is used. In evaluation Y is
    X."""
    X = _prepare(X, p)
    keep = rng.random(X.shape) >= p
    return X * keep / (1.0 - p), keep


def dropout_forward__train_reversed(X, p, rng, train):
    """You drop in evaluation and leave training alone. Which of the two is `train=True`?"""
    X = _prepare(X, p)
    if train:
        return _same(X)
    keep = rng.random(X.shape) >= p
    return X * keep / (1.0 - p), keep


def dropout_forward__one_mask_for_all_rows(X, p, rng, train):
    """You draw one fate for each column, so all examples of a batch lose the same nodes. Draw one
    for each entry: which shape must the random numbers have?"""
    X = _prepare(X, p)
    if not train:
        return _same(X)
    keep = np.broadcast_to(rng.random(X.shape[-1]) >= p, X.shape).copy()
    return X * keep / (1.0 - p), keep


def dropout_forward__whole_rows(X, p, rng, train):
    """You draw one fate for each row, so an example loses all of its nodes or none. Draw one for
    each entry."""
    X = _prepare(X, p)
    if not train:
        return _same(X)
    keep = np.broadcast_to(rng.random((len(X), 1)) >= p, X.shape).copy()
    return X * keep / (1.0 - p), keep


def dropout_forward__all_or_nothing(X, p, rng, train):
    """You draw a single number for the whole table, which then stays or goes as one. Draw as many
    numbers as X has entries."""
    X = _prepare(X, p)
    if not train:
        return _same(X)
    keep = np.full(X.shape, bool(rng.random() >= p))
    return X * keep / (1.0 - p), keep


def dropout_forward__fixed_number_in_all(X, p, rng, train):
    """You drop a fixed number of entries. Each entry has its own fate; how many are dropped is
    itself left to chance."""
    X = _prepare(X, p)
    if not train:
        return _same(X)
    keep = np.ones(X.size, dtype=bool)
    keep[rng.permutation(X.size)[: round(p * X.size)]] = False
    keep = keep.reshape(X.shape)
    return X * keep / (1.0 - p), keep


def dropout_forward__fixed_number_per_row(X, p, rng, train):
    """You drop the same number of entries in every row. The fates of two entries must not depend
    on each other."""
    X = _prepare(X, p)
    if not train:
        return _same(X)
    n = X.shape[-1]
    keep = rng.permuted(np.tile(np.arange(n) >= round(p * n), (*X.shape[:-1], 1)), axis=-1)
    return X * keep / (1.0 - p), keep


def dropout_forward__half_always(X, p, rng, train):
    """You compare with 0.5 whatever p is. Which share of random numbers lies below p?"""
    X = _prepare(X, p)
    if not train:
        return _same(X)
    keep = rng.random(X.shape) >= 0.5
    return X * keep / (1.0 - p), keep


def dropout_forward__bell_curve(X, p, rng, train):
    """You draw from a bell curve, and the share of such numbers below p is not p. Which numbers
    are spread evenly between 0 and 1?"""
    X = _prepare(X, p)
    if not train:
        return _same(X)
    keep = rng.normal(size=X.shape) >= p
    return X * keep / (1.0 - p), keep


def dropout_forward__mask_of_numbers(X, p, rng, train):
    """Your mask holds the numbers 0.0 and 1.0. It is asked for as True and False, which takes an
    eighth of the memory."""
    X = _prepare(X, p)
    keep = (rng.random(X.shape) >= p if train else np.ones(X.shape)).astype(float)
    return (X * keep / (1.0 - p) if train else X), keep


def dropout_forward__scaled_mask(X, p, rng, train):
    """You return the mask with the factor 1 / (1 - p) in it. keep only says what was kept: True
    or False."""
    X = _prepare(X, p)
    if not train:
        return X, np.ones(X.shape)
    keep = (rng.random(X.shape) >= p) / (1.0 - p)
    return X * keep, keep


def dropout_forward__no_mask(X, p, rng, train):
    """You return Y alone. The way back needs the mask: return both."""
    X = _prepare(X, p)
    if not train:
        return X
    return X * (rng.random(X.shape) >= p) / (1.0 - p)


def dropout_forward__no_mask_in_evaluation(X, p, rng, train):
    """In evaluation you return None for the mask. A mask that is True everywhere says that nothing
    was dropped."""
    X = _prepare(X, p)
    if not train:
        return X, None
    keep = rng.random(X.shape) >= p
    return X * keep / (1.0 - p), keep


def dropout_forward__other_order(X, p, rng, train):
    """You return the mask first. Y comes first, then the mask."""
    X = _prepare(X, p)
    keep = rng.random(X.shape) >= p if train else np.ones(X.shape, dtype=bool)
    return keep, X * keep / (1.0 - p) if train else X


def dropout_forward__global_chance(X, p, rng, train):
    """You draw from np.random and not from rng, so nobody can repeat your training. Use the
    generator that you are given."""
    X = _prepare(X, p)
    if not train:
        return _same(X)
    keep = np.random.random(X.shape) >= p
    return X * keep / (1.0 - p), keep


def dropout_forward__seeded_anew(X, p, rng, train):
    """You start a generator of your own in every call, so every step drops the same nodes. Use the
    one that you are given."""
    X = _prepare(X, p)
    if not train:
        return _same(X)
    keep = np.random.default_rng(0).random(X.shape) >= p
    return X * keep / (1.0 - p), keep


def dropout_forward__draws_in_evaluation(X, p, rng, train):
    """You draw a mask before you ask whether it is needed, so an evaluation in between changes the
    training that follows. Ask first."""
    X = _prepare(X, p)
    keep = rng.random(X.shape) >= p
    if not train:
        return _same(X)
    return X * keep / (1.0 - p), keep


def dropout_forward__p_not_checked(X, p, rng, train):
    """A p of 1.5 or -0.1 passes unnoticed, and p = 1 divides by 0. Raise a ValueError unless
    0 <= p < 1."""
    X = _floats(X)
    if not train:
        return _same(X)
    keep = rng.random(X.shape) >= p
    with np.errstate(all="ignore"):
        return np.divide(X * keep, 1.0 - p), keep


def dropout_forward__one_allowed(X, p, rng, train):
    """With p = 1 everything is dropped, and the rest is to be divided by 0. Here p = 1 is a
    ValueError."""
    if not 0 <= p <= 1:
        raise ValueError(f"p = {p}")
    X = _floats(X)
    if not train:
        return _same(X)
    keep = rng.random(X.shape) >= p
    return (X * keep / (1.0 - p) if p < 1 else X * 0.0), keep


def dropout_forward__zero_refused(X, p, rng, train):
    """You refuse p = 0. It is a perfectly good way to switch dropout off."""
    if not 0 < p < 1:
        raise ValueError(f"p = {p}")
    return _right(X, p, rng, train)


def _right(X, p, rng, train):
    X = _prepare(X, p)
    if not train:
        return _same(X)
    keep = rng.random(X.shape) >= p
    return X * keep / (1.0 - p), keep


def dropout_forward__large_ones_kept(X, p, rng, train):
    """You drop the smallest entries. Dropout does not look at what it drops: that is what chance is
    for."""
    X = _prepare(X, p)
    if not train:
        return _same(X)
    keep = np.abs(X) >= np.quantile(np.abs(X), p)
    return X * keep / (1.0 - p), keep


def dropout_forward__double_precision(X, p, rng, train):
    """float32 comes back as float64, because True and False divided by a number make a float64
    mask. Multiply X by the mask first, then divide."""
    X = _prepare(X, p)
    if not train:
        return _same(X)
    keep = rng.random(X.shape) >= p
    return X * (keep / (1.0 - p)), keep


def dropout_forward__counted_share(X, p, rng, train):
    """You divide by the share that was in fact kept. The factor is 1 / (1 - p), however the dice
    fall; the way back knows p and nothing else."""
    X = _prepare(X, p)
    if not train:
        return _same(X)
    keep = rng.random(X.shape) >= p
    return X * keep / max(float(keep.mean()), 1e-12), keep


def dropout_forward__columns_added_to_rows(X, p, rng, train):
    """You combine one draw for each row with one for each column. Then entries share their fates;
    draw a number for each of them."""
    X = _prepare(X, p)
    if not train:
        return _same(X)
    rows, columns = rng.random((len(X), 1)), rng.random(X.shape[-1])
    keep = (rows + columns) % 1.0 >= p
    return X * keep / (1.0 - p), keep


def dropout_forward__noise_added(X, p, rng, train):
    """You set dropped entries to random numbers. A dropped node says nothing: 0."""
    X = _prepare(X, p)
    if not train:
        return _same(X)
    draws = rng.random(X.shape)
    keep = draws >= p
    return (np.where(keep, X / (1.0 - p), draws)).astype(X.dtype), keep


# dropout_backward


def _checked(dY, keep, p):
    dY, keep = np.asarray(dY), np.asarray(keep)
    if dY.shape != keep.shape:
        raise ValueError(f"dY {dY.shape} and keep {keep.shape} differ")
    if not 0 <= p < 1:
        raise ValueError(f"p = {p}")
    return _floats(dY), keep.astype(bool)


def dropout_backward__not_scaled(dY, keep, p):
    """You use the mask and forget the factor. Forwards each kept entry was divided by 1 - p: what
    does that do to its slope?"""
    dY, keep = _checked(dY, keep, p)
    return dY * keep


def dropout_backward__scale_only(dY, keep, p):
    """You scale, but let slopes through dropped entries. A dropped entry of X has no influence on
    Y."""
    dY, keep = _checked(dY, keep, p)
    return dY / (1.0 - p)


def dropout_backward__unchanged(dY, keep, p):
    """You hand the gradient on as it is. Forwards, X was masked and scaled; so is the slope."""
    dY, keep = _checked(dY, keep, p)
    return dY * 1.0


def dropout_backward__divides_by_p(dY, keep, p):
    """You divide by p, the probability of dropping. Forwards the kept entries were divided by
    1 - p."""
    dY, keep = _checked(dY, keep, p)
    return dY * keep / p if p else dY * keep


def dropout_backward__multiplies(dY, keep, p):
    """You undo the factor and multiply by 1 - p. A slope is multiplied by the same factor as the
    value, forwards and backwards."""
    dY, keep = _checked(dY, keep, p)
    return dY * keep * (1.0 - p)


def dropout_backward__multiplies_by_p(dY, keep, p):
    """You multiply by p. Write Y as a number times X for a kept entry: what is that number?"""
    dY, keep = _checked(dY, keep, p)
    return dY * keep * p


def dropout_backward__mask_reversed(dY, keep, p):
    """You let the slopes through where entries were dropped. keep is True where they were kept."""
    dY, keep = _checked(dY, keep, p)
    return dY * ~keep / (1.0 - p)


def dropout_backward__scaled_twice(dY, keep, p):
    """You divide by 1 - p twice. Y is X times keep, divided by 1 - p once."""
    dY, keep = _checked(dY, keep, p)
    return dY * keep / (1.0 - p) ** 2


def dropout_backward__new_mask(dY, keep, p):
    """You draw a new mask. The slopes must take the way that the values took: use keep."""
    dY, keep = _checked(dY, keep, p)
    return dY * (np.random.default_rng(0).random(dY.shape) >= p) / (1.0 - p)


def dropout_backward__mask_from_gradient(dY, keep, p):
    """You guess the mask from dY. A kept entry may have a slope of 0 and a dropped one any slope:
    keep is given."""
    dY, keep = _checked(dY, keep, p)
    return dY * (dY > 0) / (1.0 - p)


def dropout_backward__counted_share(dY, keep, p):
    """You divide by the share that was in fact kept. Forwards the factor was 1 / (1 - p), however
    the dice fell."""
    dY, keep = _checked(dY, keep, p)
    share = keep.mean()
    return dY * keep / share if share else dY * keep


def dropout_backward__summed_over_rows(dY, keep, p):
    """You add the rows up, as for a bias. X has one slope for each of its entries."""
    dY, keep = _checked(dY, keep, p)
    return (dY * keep / (1.0 - p)).sum(axis=0)


def dropout_backward__mean(dY, keep, p):
    """You divide by the number of rows. The mean is already in the gradient that arrives."""
    dY, keep = _checked(dY, keep, p)
    return dY * keep / (1.0 - p) / len(dY)


def dropout_backward__kept_ones_only(dY, keep, p):
    """You return the slopes of the kept entries in one row. The dropped ones have a slope too, 0,
    and the shape stays."""
    dY, keep = _checked(dY, keep, p)
    return dY[keep] / (1.0 - p)


def dropout_backward__reversed(dY, keep, p):
    """You turn the sign around. Y grows with X, so the slope keeps its sign."""
    dY, keep = _checked(dY, keep, p)
    return -dY * keep / (1.0 - p)


def dropout_backward__no_shape_check(dY, keep, p):
    """A mask of shape (3,) for a table passes, and is stretched over all rows. Compare the shapes
    first."""
    if not 0 <= p < 1:
        raise ValueError(f"p = {p}")
    return _floats(dY) * np.asarray(keep) / (1.0 - p)


def dropout_backward__p_not_checked(dY, keep, p):
    """A p of 1.5 or -0.1 passes unnoticed, and p = 1 divides by 0. Raise a ValueError unless
    0 <= p < 1."""
    dY, keep = np.asarray(dY), np.asarray(keep)
    if dY.shape != keep.shape:
        raise ValueError(f"dY {dY.shape} and keep {keep.shape} differ")
    with np.errstate(all="ignore"):
        return np.divide(_floats(dY) * keep, 1.0 - p)


def dropout_backward__double_precision(dY, keep, p):
    """float32 comes back as float64: the mask divided by a number is a float64 array. Multiply dY
    by the mask first."""
    dY, keep = _checked(dY, keep, p)
    return dY * (keep / (1.0 - p))


# stochastic_depth


def _pair(x, fx, p_survive):
    x, fx = np.asarray(x), np.asarray(fx)
    if x.shape != fx.shape:
        raise ValueError(f"x {x.shape} and fx {fx.shape} differ")
    if not 0 <= p_survive <= 1:
        raise ValueError(f"p_survive = {p_survive}")
    return _floats(x), _floats(fx)


def stochastic_depth__one_for_each_entry(x, fx, p_survive, rng, train):
    """You draw a number for every entry: that is dropout on f(x). Here the whole block takes part
    or is skipped: one number for a call."""
    x, fx = _pair(x, fx, p_survive)
    if not train:
        return x + p_survive * fx
    return x + (rng.random(x.shape) < p_survive) * fx


def stochastic_depth__one_for_each_row(x, fx, p_survive, rng, train):
    """You draw a number for every example. Some libraries do; here one number decides for the
    whole batch, and the layers of a skipped block need not be computed."""
    x, fx = _pair(x, fx, p_survive)
    if not train:
        return x + p_survive * fx
    return x + (rng.random((len(x),) + (1,) * (x.ndim - 1)) < p_survive) * fx


def stochastic_depth__scaled_in_training(x, fx, p_survive, rng, train):
    """You divide by p_survive in training, as inverted dropout would. Here training adds f(x) as it
    is, and evaluation carries the factor."""
    x, fx = _pair(x, fx, p_survive)
    if not train:
        return x + p_survive * fx
    return x + float(rng.random() < p_survive) * fx / (p_survive or 1.0)


def stochastic_depth__inverted(x, fx, p_survive, rng, train):
    """You use the inverted version: division in training, nothing in evaluation. Here it is the
    other way round: evaluation adds p_survive * f(x)."""
    x, fx = _pair(x, fx, p_survive)
    if not train:
        return x + (fx if p_survive else 0 * fx)
    return x + float(rng.random() < p_survive) * fx / (p_survive or 1.0)


def stochastic_depth__evaluation_without_factor(x, fx, p_survive, rng, train):
    """In evaluation you add f(x) fully, more than training did on the average. Which share of the
    calls added it?"""
    x, fx = _pair(x, fx, p_survive)
    return x + (float(rng.random() < p_survive) if train else 1.0) * fx


def stochastic_depth__drop_probability(x, fx, p_survive, rng, train):
    """You take p_survive for the probability of skipping. It is the probability that the block
    takes part."""
    x, fx = _pair(x, fx, p_survive)
    return x + (float(rng.random() >= p_survive) if train else 1 - p_survive) * fx


def stochastic_depth__swapped_in_training(x, fx, p_survive, rng, train):
    """In training you skip the block with probability p_survive. A number from [0, 1) is below
    p_survive with that probability: then the block takes part."""
    x, fx = _pair(x, fx, p_survive)
    return x + (float(rng.random() >= p_survive) if train else p_survive) * fx


def stochastic_depth__swapped_in_evaluation(x, fx, p_survive, rng, train):
    """In evaluation you use 1 - p_survive. The expected value of b is the probability that it is
    1."""
    x, fx = _pair(x, fx, p_survive)
    return x + (float(rng.random() < p_survive) if train else 1 - p_survive) * fx


def stochastic_depth__no_skip_connection(x, fx, p_survive, rng, train):
    """You leave x out. Then a skipped block hands on nothing but zeros: what goes around the
    block?"""
    x, fx = _pair(x, fx, p_survive)
    return (float(rng.random() < p_survive) if train else p_survive) * fx


def stochastic_depth__either_or(x, fx, p_survive, rng, train):
    """You return f(x) or x, one instead of the other. A block that takes part adds f(x) to x."""
    x, fx = _pair(x, fx, p_survive)
    if not train:
        return p_survive * fx + (1 - p_survive) * x
    return fx * 1.0 if rng.random() < p_survive else x * 1.0


def stochastic_depth__scales_x_too(x, fx, p_survive, rng, train):
    """You multiply the sum by b. Only f(x) is left to chance; x always passes."""
    x, fx = _pair(x, fx, p_survive)
    return (float(rng.random() < p_survive) if train else p_survive) * (x + fx)


def stochastic_depth__always_random(x, fx, p_survive, rng, train):
    """You throw dice in evaluation as well. There the expected value takes the place of b."""
    x, fx = _pair(x, fx, p_survive)
    return x + float(rng.random() < p_survive) * fx


def stochastic_depth__never_random(x, fx, p_survive, rng, train):
    """You add the expected value in training as well, so nothing is ever skipped. Where is rng
    used?"""
    x, fx = _pair(x, fx, p_survive)
    return x + p_survive * fx


def stochastic_depth__train_reversed(x, fx, p_survive, rng, train):
    """You throw dice in evaluation and take the expected value in training. Which of the two is
    `train=True`?"""
    x, fx = _pair(x, fx, p_survive)
    return x + (p_survive if train else float(rng.random() < p_survive)) * fx


def stochastic_depth__plain_block(x, fx, p_survive, rng, train):
    """You add f(x) always: a residual block without any chance in it. What is p_survive for?"""
    x, fx = _pair(x, fx, p_survive)
    return x + fx


def stochastic_depth__random_factor(x, fx, p_survive, rng, train):
    """You multiply f(x) by the random number itself. Compare it with p_survive; b is 0 or 1."""
    x, fx = _pair(x, fx, p_survive)
    return x + (rng.random() if train else p_survive) * fx


def stochastic_depth__global_chance(x, fx, p_survive, rng, train):
    """You draw from np.random and not from rng, so nobody can repeat your training. Use the
    generator that you are given."""
    x, fx = _pair(x, fx, p_survive)
    return x + (float(np.random.random() < p_survive) if train else p_survive) * fx


def stochastic_depth__seeded_anew(x, fx, p_survive, rng, train):
    """You start a generator of your own in every call, so every block meets the same fate. Use the
    one that you are given."""
    x, fx = _pair(x, fx, p_survive)
    lucky = np.random.default_rng(0).random() < p_survive
    return x + (float(lucky) if train else p_survive) * fx


def stochastic_depth__draws_in_evaluation(x, fx, p_survive, rng, train):
    """You draw before you ask whether it is needed, so an evaluation in between changes the
    training that follows. Ask first."""
    x, fx = _pair(x, fx, p_survive)
    b = float(rng.random() < p_survive)
    return x + (b if train else p_survive) * fx


def stochastic_depth__half(x, fx, p_survive, rng, train):
    """You toss a fair coin whatever p_survive is. Compare the random number with p_survive."""
    x, fx = _pair(x, fx, p_survive)
    return x + (float(rng.random() < 0.5) if train else p_survive) * fx


def stochastic_depth__no_shape_check(x, fx, p_survive, rng, train):
    """An f(x) of shape (3,) for a table passes, and is stretched over all rows. Compare the shapes
    first."""
    if not 0 <= p_survive <= 1:
        raise ValueError(f"p_survive = {p_survive}")
    b = float(rng.random() < p_survive) if train else p_survive
    return _floats(x) + b * _floats(fx)


def stochastic_depth__p_not_checked(x, fx, p_survive, rng, train):
    """A p_survive of 1.1 or -0.1 passes unnoticed. Raise a ValueError unless it lies between 0 and
    1."""
    x, fx = np.asarray(x), np.asarray(fx)
    if x.shape != fx.shape:
        raise ValueError(f"x {x.shape} and fx {fx.shape} differ")
    b = float(rng.random() < p_survive) if train else p_survive
    return _floats(x) + b * _floats(fx)


def stochastic_depth__certain_refused(x, fx, p_survive, rng, train):
    """You refuse p_survive = 0 or 1. Both are fine: never and always."""
    if not 0 < p_survive < 1:
        raise ValueError(f"p_survive = {p_survive}")
    x, fx = _pair(x, fx, p_survive)
    return x + (float(rng.random() < p_survive) if train else p_survive) * fx


def stochastic_depth__double_precision(x, fx, p_survive, rng, train):
    """float32 comes back as float64: b is a NumPy float64, which makes the whole product float64.
    Turn it into a Python float."""
    x, fx = _pair(x, fx, p_survive)
    return x + np.float64(rng.random() < p_survive if train else p_survive) * fx


# fmp_boundaries


def _ready(n_in, n_out, u):
    if n_out < 1 or not n_out <= n_in <= 2 * n_out:
        raise ValueError(f"{n_in} to {n_out}")
    if not 0 < u < 1:
        raise ValueError(f"u = {u}")
    return n_in / n_out, np.arange(n_out + 1)


def _ints(values):
    return np.asarray(values).astype(int)


def fmp_boundaries__nothing_subtracted(n_in, n_out, u):
    """Your first cut is not 0: you leave out the - ceil(alpha * u) that moves the cuts back to
    the start."""
    alpha, i = _ready(n_in, n_out, u)
    return _ints(np.ceil(alpha * (i + u)))


def fmp_boundaries__u_only_subtracted(n_in, n_out, u):
    """You use u in the second term only, so the first cut is not 0. It belongs into both."""
    alpha, i = _ready(n_in, n_out, u)
    return _ints(np.ceil(alpha * i) - np.ceil(alpha * u))


def fmp_boundaries__u_forgotten(n_in, n_out, u):
    """Your cuts do not depend on u, so there is only one pattern. It enters twice; subtract before
    you round, and it drops out."""
    alpha, i = _ready(n_in, n_out, u)
    return _ints(np.ceil(alpha * i - 1e-9))


def fmp_boundaries__u_outside(n_in, n_out, u):
    """You add u after multiplying by alpha. It is added to i, inside the bracket."""
    alpha, i = _ready(n_in, n_out, u)
    return _ints(np.ceil(alpha * i + u - 1e-9) - np.ceil(u))


def fmp_boundaries__floor_and_ceil(n_in, n_out, u):
    """You round the first term down and the second up, so the cuts start below 0. Round both the
    same way."""
    alpha, i = _ready(n_in, n_out, u)
    return _ints(np.floor(alpha * (i + u)) - np.ceil(alpha * u))


def fmp_boundaries__ceil_and_floor(n_in, n_out, u):
    """You round the first term up and the second down, so the cuts start at 1. Round both up."""
    alpha, i = _ready(n_in, n_out, u)
    return _ints(np.ceil(alpha * (i + u)) - np.floor(alpha * u))


def fmp_boundaries__rounded(n_in, n_out, u):
    """You round to the nearest whole number. Here both terms are rounded up."""
    alpha, i = _ready(n_in, n_out, u)
    return _ints(np.round(alpha * (i + u)) - np.round(alpha * u))


def fmp_boundaries__alpha_upside_down(n_in, n_out, u):
    """You divide n_out by n_in. alpha says how many values there are for each region: at least
    1."""
    _, i = _ready(n_in, n_out, u)
    alpha = n_out / n_in
    return _ints(np.ceil(alpha * (i + u)) - np.ceil(alpha * u))


def fmp_boundaries__whole_division(n_in, n_out, u):
    """You divide with //, so alpha is 1 or 2 and the fraction is lost. It is what the method is
    named after."""
    _, i = _ready(n_in, n_out, u)
    alpha = n_in // n_out
    return _ints(np.ceil(alpha * (i + u)) - np.ceil(alpha * u))


def fmp_boundaries__too_few(n_in, n_out, u):
    """You return n_out cuts. n_out regions have n_out + 1 cuts: the last one is n_in."""
    alpha, i = _ready(n_in, n_out, u)
    return _ints(np.ceil(alpha * (i + u)) - np.ceil(alpha * u))[:-1]


def fmp_boundaries__without_zero(n_in, n_out, u):
    """You leave the 0 out. The first region starts at 0, which is a cut as well."""
    alpha, i = _ready(n_in, n_out, u)
    return _ints(np.ceil(alpha * (i + u)) - np.ceil(alpha * u))[1:]


def fmp_boundaries__one_based(n_in, n_out, u):
    """You let i run from 1. The first cut belongs to i = 0."""
    alpha, i = _ready(n_in, n_out, u)
    return _ints(np.ceil(alpha * (i + 1 + u)) - np.ceil(alpha * u))


def fmp_boundaries__last_index(n_in, n_out, u):
    """Your last cut is n_in - 1, the index of the last value. A slice leaves its end out: the last
    cut is n_in."""
    alpha, i = _ready(n_in, n_out, u)
    cuts = _ints(np.ceil(alpha * (i + u)) - np.ceil(alpha * u))
    cuts[-1] -= 1
    return cuts


def fmp_boundaries__sizes(n_in, n_out, u):
    """You return the sizes of the regions. Cuts are wanted, where each region starts and the last
    one ends."""
    alpha, i = _ready(n_in, n_out, u)
    return np.diff(_ints(np.ceil(alpha * (i + u)) - np.ceil(alpha * u)))


def fmp_boundaries__floats(n_in, n_out, u):
    """Your cuts are floats, and NumPy does not slice with floats. Turn them into whole numbers."""
    alpha, i = _ready(n_in, n_out, u)
    return np.ceil(alpha * (i + u)) - np.ceil(alpha * u)


def fmp_boundaries__evenly(n_in, n_out, u):
    """You spread the cuts evenly and round them. u then has no say; the formula uses it twice."""
    _ready(n_in, n_out, u)
    return _ints(np.round(np.linspace(0, n_in, n_out + 1)))


def fmp_boundaries__large_regions_first(n_in, n_out, u):
    """You put all regions of two in front. u decides where they stand, mixed with those of one."""
    _ready(n_in, n_out, u)
    twos = n_in - n_out
    return np.concatenate([[0], np.cumsum([2] * twos + [1] * (n_out - twos))]).astype(int)


def fmp_boundaries__size_not_checked(n_in, n_out, u):
    """9 values for 4 regions make a region of three in your version. Raise a ValueError unless
    alpha lies in [1, 2]."""
    if not 0 < u < 1:
        raise ValueError(f"u = {u}")
    alpha, i = n_in / n_out, np.arange(n_out + 1)
    return _ints(np.ceil(alpha * (i + u)) - np.ceil(alpha * u))


def fmp_boundaries__u_not_checked(n_in, n_out, u):
    """u = 0, 1 or -0.5 passes unnoticed. Raise a ValueError unless 0 < u < 1."""
    if n_out < 1 or not n_out <= n_in <= 2 * n_out:
        raise ValueError(f"{n_in} to {n_out}")
    alpha, i = n_in / n_out, np.arange(n_out + 1)
    return _ints(np.ceil(alpha * (i + u)) - np.ceil(alpha * u))


def fmp_boundaries__strictly_between(n_in, n_out, u):
    """You refuse alpha = 1 and alpha = 2. Both are fine: every region then has the same size."""
    if not 1 < n_in / n_out < 2:
        raise ValueError(f"{n_in} to {n_out}")
    alpha, i = _ready(n_in, n_out, u)
    return _ints(np.ceil(alpha * (i + u)) - np.ceil(alpha * u))


# fractional_max_pool_1d


def _regions(x, bounds):
    x, bounds = np.asarray(x), np.asarray(bounds)
    if bounds[0] != 0 or bounds[-1] != len(x) or (np.diff(bounds) < 1).any():
        raise ValueError("bounds do not cut x into regions")
    return [x[a:b] for a, b in zip(bounds[:-1], bounds[1:])]


def fractional_max_pool_1d__inclusive(x, bounds):
    """Your regions take in the first value of the next one. The end of a slice is left out: x[a:b],
    not x[a:b + 1]."""
    _regions(x, bounds)
    return np.array([np.max(x[a : b + 1]) for a, b in zip(bounds[:-1], bounds[1:])])


def fractional_max_pool_1d__starts_too_late(x, bounds):
    """You leave out the first value of each region that has more than one. Region i starts with
    x[bounds[i]]."""
    return np.array([region[min(1, len(region) - 1) :].max() for region in _regions(x, bounds)])


def fractional_max_pool_1d__overlap_on_the_left(x, bounds):
    """Your regions take in the last value of the region before. They share no value: start at
    bounds[i]."""
    _regions(x, bounds)
    return np.array([np.max(x[max(a - 1, 0) : b]) for a, b in zip(bounds[:-1], bounds[1:])])


def fractional_max_pool_1d__mean(x, bounds):
    """You average the region. Max-pooling keeps its largest value."""
    return np.array([region.mean() for region in _regions(x, bounds)])


def fractional_max_pool_1d__sum(x, bounds):
    """You add the region up. Max-pooling keeps its largest value."""
    return np.array([region.sum() for region in _regions(x, bounds)])


def fractional_max_pool_1d__smallest(x, bounds):
    """You keep the smallest value of a region. Which one is wanted?"""
    return np.array([region.min() for region in _regions(x, bounds)])


def fractional_max_pool_1d__first(x, bounds):
    """You keep the first value of a region, whatever the others are."""
    return np.array([region[0] for region in _regions(x, bounds)])


def fractional_max_pool_1d__last(x, bounds):
    """You keep the last value of a region, whatever the others are."""
    return np.array([region[-1] for region in _regions(x, bounds)])


def fractional_max_pool_1d__places(x, bounds):
    """You return where the largest value stands. The value itself is wanted: max, not argmax."""
    return np.array([int(region.argmax()) for region in _regions(x, bounds)])


def fractional_max_pool_1d__places_in_x(x, bounds):
    """You return the index of the largest value in x. The value itself is wanted."""
    starts = np.asarray(bounds)[:-1]
    return np.array([a + int(r.argmax()) for a, r in zip(starts, _regions(x, bounds))])


def fractional_max_pool_1d__absolute(x, bounds):
    """You compare absolute values, so -5 beats -2. The largest of -5 and -2 is -2."""
    return np.array([np.abs(region).max() for region in _regions(x, bounds)])


def fractional_max_pool_1d__farthest_from_zero(x, bounds):
    """You keep the value that is farthest from 0. Largest means largest: -2 is more than -5."""
    return np.array([region[np.abs(region).argmax()] for region in _regions(x, bounds)])


def fractional_max_pool_1d__never_negative(x, bounds):
    """You start the maximum at 0, which beats every negative value. Start with the region
    itself."""
    return np.array([max(0.0, float(region.max())) for region in _regions(x, bounds)])


def fractional_max_pool_1d__pairs(x, bounds):
    """You pool neighbours in pairs and do not look at bounds. They say where each region starts
    and ends."""
    n_out = len(_regions(x, bounds))
    pairs = [np.max(x[2 * i : 2 * i + 2], initial=-np.inf) for i in range(n_out)]
    return np.array(pairs, dtype=float)


def fractional_max_pool_1d__last_region_missing(x, bounds):
    """You stop one region too early. n_out + 1 cuts make n_out regions."""
    return np.array([region.max() for region in _regions(x, bounds)])[:-1]


def fractional_max_pool_1d__up_to_here(x, bounds):
    """You take the maximum of everything up to the cut, so a large value is repeated. Start each
    region at its own cut."""
    _regions(x, bounds)
    return np.array([np.max(x[:b]) for b in bounds[1:]])


def fractional_max_pool_1d__from_here_on(x, bounds):
    """You take the maximum of everything from the cut on. Each region ends at the next cut."""
    _regions(x, bounds)
    return np.array([np.max(x[a:]) for a in bounds[:-1]])


def fractional_max_pool_1d__values_at_the_cuts(x, bounds):
    """You only compare the values at the two cuts, and the second of them belongs to the next
    region."""
    _regions(x, bounds)
    x = np.asarray(x)
    ends = np.minimum(np.asarray(bounds)[1:], len(x) - 1)
    return np.maximum(x[np.asarray(bounds)[:-1]], x[ends])


def fractional_max_pool_1d__one_number(x, bounds):
    """You return the largest value of all. Each region has one of its own."""
    _regions(x, bounds)
    return float(np.max(x))


def fractional_max_pool_1d__no_check(x, bounds):
    """Cuts that do not end at n_in leave values out, or repeat a cut, and nobody notices. Look at
    both ends and at the steps first."""
    with np.errstate(all="ignore"):
        cuts = zip(bounds[:-1], bounds[1:])
        return np.array([np.max(x[a:b]) if b > a else x[min(a, len(x) - 1)] for a, b in cuts])


def fractional_max_pool_1d__steps_not_checked(x, bounds):
    """You look at both ends but not at the steps between: an empty region passes. Each cut must be
    larger than the one before."""
    x, bounds = np.asarray(x), np.asarray(bounds)
    if bounds[0] != 0 or bounds[-1] != len(x):
        raise ValueError("bounds do not run from 0 to n_in")
    return np.maximum.reduceat(x, bounds[:-1])


def fractional_max_pool_1d__ends_not_checked(x, bounds):
    """You look at the steps but not at the ends: cuts that miss values at either end pass. They run
    from 0 to n_in."""
    x, bounds = np.asarray(x), np.asarray(bounds)
    if (np.diff(bounds) < 1).any():
        raise ValueError("bounds must rise")
    return np.array([x[a:b].max() for a, b in zip(bounds[:-1], bounds[1:])])
