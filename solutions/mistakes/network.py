"""Wrong answers to lesson 07 that people really give, each with the sentence that helps."""

import numpy as np

# linear_backward


def _layer(dZ, X, W):
    dZ, X, W = np.asarray(dZ), np.asarray(X), np.asarray(W)
    if dZ.ndim != 2 or X.ndim != 2 or len(dZ) != len(X) or W.shape != (dZ.shape[1], X.shape[1]):
        raise ValueError(f"dZ {dZ.shape}, X {X.shape} and W {W.shape} do not fit")
    return (dZ if dZ.dtype.kind == "f" else dZ.astype(float)), X, W


def linear_backward__weights_transposed(dZ, X, W):
    """Your dW lies on its side: (n_in, n_out). Slopes have the shape of what they belong to, and
    W has one row for each node."""
    dZ, X, W = _layer(dZ, X, W)
    return dZ @ W, X.T @ dZ, dZ.sum(axis=0)


def linear_backward__inputs_with_transposed_weights(dZ, X, W):
    """You multiply dZ by W.T, as on the way forward. dX adds up over the nodes: which axis of W
    holds them?"""
    dZ, X, W = _layer(dZ, X, W)
    return dZ @ W.T, dZ.T @ X, dZ.sum(axis=0)


def linear_backward__weights_without_transpose(dZ, X, W):
    """You compute dZ @ X for dW. It adds up over the nodes, while each weight collects slopes from
    all examples: what has to be turned over?"""
    dZ, X, W = _layer(dZ, X, W)
    return dZ @ W, dZ @ X, dZ.sum(axis=0)


def linear_backward__divided_by_m(dZ, X, W):
    """You divide dW and db by the number of examples. If the cost is a mean, its 1/m is in dZ
    already: how often should it be applied?"""
    dZ, X, W = _layer(dZ, X, W)
    return dZ @ W, dZ.T @ X / len(X), dZ.sum(axis=0) / len(X)


def linear_backward__everything_divided_by_m(dZ, X, W):
    """You divide all three results by m. A layer hands slopes on as they come; who has put the
    1/m of the mean into dZ?"""
    dZ, X, W = _layer(dZ, X, W)
    return dZ @ W / len(X), dZ.T @ X / len(X), dZ.sum(axis=0) / len(X)


def linear_backward__only_weights_divided_by_m(dZ, X, W):
    """Your dW is divided by m, and your db is not. Neither should be: the 1/m of a mean arrives
    with dZ."""
    dZ, X, W = _layer(dZ, X, W)
    return dZ @ W, dZ.T @ X / len(X), dZ.sum(axis=0)


def linear_backward__biases_averaged(dZ, X, W):
    """Your db is a mean over the examples. The bias was added to every row, so every row's slope
    counts in full: mean or sum?"""
    dZ, X, W = _layer(dZ, X, W)
    return dZ @ W, dZ.T @ X, dZ.mean(axis=0)


def linear_backward__biases_as_a_row(dZ, X, W):
    """Your db has shape (1, n_out), probably from keepdims. The slopes of b have the shape of b."""
    dZ, X, W = _layer(dZ, X, W)
    return dZ @ W, dZ.T @ X, dZ.sum(axis=0, keepdims=True)


def linear_backward__biases_as_a_column(dZ, X, W):
    """Your db is a column, (n_out, 1), as in notes whose examples are columns. Here b is
    (n_out,): which axis has gone?"""
    dZ, X, W = _layer(dZ, X, W)
    return dZ @ W, dZ.T @ X, dZ.T.sum(axis=1, keepdims=True)


def linear_backward__biases_over_nodes(dZ, X, W):
    """Your db adds up along the rows of dZ, so it has one entry for each example. There is one
    bias per node: over which axis was it stretched?"""
    dZ, X, W = _layer(dZ, X, W)
    return dZ @ W, dZ.T @ X, dZ.sum(axis=1)


def linear_backward__biases_in_one_number(dZ, X, W):
    """Your db is a single number: without an axis, sum() adds up everything. Each node has a bias
    of its own."""
    dZ, X, W = _layer(dZ, X, W)
    return dZ @ W, dZ.T @ X, float(dZ.sum())


def linear_backward__biases_not_summed(dZ, X, W):
    """You return dZ as the slopes of the biases, one row for each example. What happens to the
    slopes of one bias that served all examples?"""
    dZ, X, W = _layer(dZ, X, W)
    return dZ @ W, dZ.T @ X, dZ.copy()


def linear_backward__biases_from_one_example(dZ, X, W):
    """Your db is the slope from the last example alone. Does a loop assign where it should add?"""
    dZ, X, W = _layer(dZ, X, W)
    return dZ @ W, dZ.T @ X, dZ[-1].copy()


def linear_backward__weights_from_one_example(dZ, X, W):
    """Your dW comes from the last example alone. Every example has a say: add their shares up."""
    dZ, X, W = _layer(dZ, X, W)
    return dZ @ W, np.outer(dZ[-1], X[-1]), dZ.sum(axis=0)


def linear_backward__another_order(dZ, X, W):
    """You return (dW, dX, db). The order asked for is (dX, dW, db): a caller unpacks them by
    their place."""
    dZ, X, W = _layer(dZ, X, W)
    return dZ.T @ X, dZ @ W, dZ.sum(axis=0)


def linear_backward__another_order_biases_first(dZ, X, W):
    """You return (dW, db, dX). The order asked for is (dX, dW, db): a caller unpacks them by
    their place."""
    dZ, X, W = _layer(dZ, X, W)
    return dZ.T @ X, dZ.sum(axis=0), dZ @ W


def linear_backward__minus(dZ, X, W):
    """All your slopes have the wrong sign. The minus belongs to the update, W - lr * dW, and not
    to the slopes."""
    dZ, X, W = _layer(dZ, X, W)
    return -(dZ @ W), -(dZ.T @ X), -dZ.sum(axis=0)


def linear_backward__local_slopes(dZ, X, W):
    """You return W itself as the slope of the inputs. That is the slope of the sums; the chain
    rule multiplies it with what arrives from above, dZ."""
    dZ, X, W = _layer(dZ, X, W)
    return W * 1.0, dZ.T @ X, dZ.sum(axis=0)


def linear_backward__nothing_arrives(dZ, X, W):
    """You compute with ones where dZ should be, so the slopes that arrive have no effect. Where
    does dZ enter?"""
    dZ, X, W = _layer(dZ, X, W)
    ones = np.ones_like(dZ)
    return ones @ W, ones.T @ X, ones.sum(axis=0)


def linear_backward__inputs_and_weights_exchanged(dZ, X, W):
    """You multiply dZ by X for the inputs and by W for the weights. The slope of a product is the
    *other* factor: what is W multiplied by on the way forward?"""
    dZ, X, W = _layer(dZ, X, W)
    return dZ @ X, dZ.T @ W, dZ.sum(axis=0)


def linear_backward__with_the_slope_of_tanh(dZ, X, W):
    """You send dX through a tanh as well. This function is the linear layer alone; activations
    have a step of their own."""
    dZ, X, W = _layer(dZ, X, W)
    return dZ @ W * (1.0 - X**2.0), dZ.T @ X, dZ.sum(axis=0)


def linear_backward__double_precision(dZ, X, W):
    """float32 goes in and float64 comes out: every array doubles in size. Convert only what is
    not float yet."""
    dZ, X, W = _layer(dZ, X, W)
    dZ = dZ.astype(np.float64)
    return dZ @ W, dZ.T @ X, dZ.sum(axis=0)


def linear_backward__double_precision_biases(dZ, X, W):
    """Your db becomes float64 where float32 went in, while the other two keep their kind. What
    turns it?"""
    dZ, X, W = _layer(dZ, X, W)
    return dZ @ W, dZ.T @ X, np.array(dZ.sum(axis=0).tolist())


def linear_backward__whole_numbers_stay(dZ, X, W):
    """Whole numbers in, whole numbers out. Slopes are floats: turn dZ into floats where it is
    not."""
    dZ, X, W = np.asarray(dZ), np.asarray(X), np.asarray(W)
    _layer(dZ, X, W)
    return dZ @ W, dZ.T @ X, dZ.sum(axis=0)


def linear_backward__squeezed(dZ, X, W):
    """You squeeze the results, so axes of length 1 disappear: the slopes of a single example are no
    longer a table with one row. Keep the shapes of X and W."""
    dZ, X, W = _layer(dZ, X, W)
    return np.squeeze(dZ @ W), np.squeeze(dZ.T @ X), dZ.sum(axis=0)


def linear_backward__nothing_checked(dZ, X, W):
    """Your slopes are right, but shapes that do not fit pass unseen, or get NumPy's message, which
    names no array. Compare the shapes first."""
    dZ = np.asarray(dZ) * np.float32(1)
    return dZ @ W, dZ.T @ X, dZ.sum(axis=0)


def linear_backward__weights_unchecked(dZ, X, W):
    """You compare dZ with X but never look at the shape of W. A W with a single column, or one
    that lies on its side, slips through or gets a message that does not name it."""
    dZ, X, W = np.asarray(dZ), np.asarray(X), np.asarray(W)
    if len(dZ) != len(X):
        raise ValueError(f"dZ {dZ.shape} and X {X.shape} do not fit")
    dZ = dZ if dZ.dtype.kind == "f" else dZ.astype(float)
    return dZ @ W, dZ.T @ X, dZ.sum(axis=0)


def linear_backward__message_without_shapes(dZ, X, W):
    """You refuse what does not fit, but your message names no shapes. Who reads it wants to know
    which two did not fit."""
    try:
        dZ, X, W = _layer(dZ, X, W)
    except ValueError:
        raise ValueError("shapes do not fit") from None
    return dZ @ W, dZ.T @ X, dZ.sum(axis=0)


# two_layer_grads


def _sigmoid(Z):
    return 0.5 + 0.5 * np.tanh(0.5 * Z)


def _forward(X, Y, W1, b1, W2, b2):
    Z1 = X @ W1.T + b1
    A1 = np.tanh(Z1)
    Z2 = A1 @ W2.T + b2
    if np.shape(Y) != Z2.shape:
        raise ValueError(f"Y {np.shape(Y)} and the answers {Z2.shape} differ")
    return Z1, A1, Z2, _sigmoid(Z2)


def _back(X, A1, W2, dZ2, slope):
    dZ1 = dZ2 @ W2 * slope
    return dZ1.T @ X, dZ1.sum(axis=0), dZ2.T @ A1, dZ2.sum(axis=0)


def _grads(X, Y, W1, b1, W2, b2):
    _, A1, _, A2 = _forward(X, Y, W1, b1, W2, b2)
    return _back(X, A1, W2, (A2 - Y) / len(X), 1 - A1**2)


def two_layer_grads__sum_over_rows(X, Y, W1, b1, W2, b2):
    """Your slopes are those of a sum over the rows. The cost is their mean: where does its 1/m
    enter?"""
    _, A1, _, A2 = _forward(X, Y, W1, b1, W2, b2)
    return _back(X, A1, W2, A2 - Y, 1 - A1**2)


def two_layer_grads__divided_twice(X, Y, W1, b1, W2, b2):
    """The 1/m is in your slopes twice: once at the output and once more in every dW and db. Each
    sum over the rows carries it along by itself."""
    m = len(X)
    _, A1, _, A2 = _forward(X, Y, W1, b1, W2, b2)
    return tuple(part / m for part in _back(X, A1, W2, (A2 - Y) / m, 1 - A1**2))


def two_layer_grads__hidden_layer_divided_twice(X, Y, W1, b1, W2, b2):
    """Your output layer is right and your hidden layer is too small by the factor m. The 1/m came
    along with dZ2: do you divide again?"""
    m = len(X)
    _, A1, _, A2 = _forward(X, Y, W1, b1, W2, b2)
    return _back(X, A1, W2, (A2 - Y) / m, (1 - A1**2) / m)


def two_layer_grads__only_output_layer_divided(X, Y, W1, b1, W2, b2):
    """Your output layer is divided by m, your hidden layer is not. If you divide at the end,
    divide both; better, divide once at the start."""
    m = len(X)
    _, A1, _, A2 = _forward(X, Y, W1, b1, W2, b2)
    dW1, db1, dW2, db2 = _back(X, A1, W2, A2 - Y, 1 - A1**2)
    return dW1, db1, dW2 / m, db2 / m


def two_layer_grads__biases_not_divided(X, Y, W1, b1, W2, b2):
    """Your weights get the 1/m and your biases do not. Put it into dZ2, and all four slopes have
    it."""
    m = len(X)
    _, A1, _, A2 = _forward(X, Y, W1, b1, W2, b2)
    dW1, db1, dW2, db2 = _back(X, A1, W2, A2 - Y, 1 - A1**2)
    return dW1 / m, db1, dW2 / m, db2


def two_layer_grads__mean_over_outputs(X, Y, W1, b1, W2, b2):
    """With several outputs your slopes are too small: you average over all entries of the table.
    The losses of a row are added up; only the rows are averaged."""
    _, A1, _, A2 = _forward(X, Y, W1, b1, W2, b2)
    return _back(X, A1, W2, (A2 - Y) / A2.size, 1 - A1**2)


def two_layer_grads__divided_by_outputs(X, Y, W1, b1, W2, b2):
    """You divide by the number of outputs. The mean is over the examples: which axis of the table
    counts them?"""
    _, A1, _, A2 = _forward(X, Y, W1, b1, W2, b2)
    return _back(X, A1, W2, (A2 - Y) / A2.shape[1], 1 - A1**2)


def two_layer_grads__slope_from_sums(X, Y, W1, b1, W2, b2):
    """You use 1 - Z1**2. The slope of tanh is one minus its *result* squared: which of the two
    tables holds the results?"""
    Z1, A1, _, A2 = _forward(X, Y, W1, b1, W2, b2)
    return _back(X, A1, W2, (A2 - Y) / len(X), 1 - Z1**2)


def two_layer_grads__slope_of_tanh_twice(X, Y, W1, b1, W2, b2):
    """You take the slope of tanh at A1, as 1 - tanh(A1)**2. A1 is a tanh already: is it applied
    once too often?"""
    _, A1, _, A2 = _forward(X, Y, W1, b1, W2, b2)
    return _back(X, A1, W2, (A2 - Y) / len(X), 1 - np.tanh(A1) ** 2)


def two_layer_grads__slope_of_tanh_forgotten(X, Y, W1, b1, W2, b2):
    """Your hidden layer's slopes skip the tanh, as if it were the identity. Which factor does the
    chain rule put there?"""
    _, A1, _, A2 = _forward(X, Y, W1, b1, W2, b2)
    return _back(X, A1, W2, (A2 - Y) / len(X), 1.0)


def two_layer_grads__slope_without_square(X, Y, W1, b1, W2, b2):
    """You use 1 - A1 as the slope of tanh. At A1 = -1 that would be 2, but the curve is flat
    there: what is missing?"""
    _, A1, _, A2 = _forward(X, Y, W1, b1, W2, b2)
    return _back(X, A1, W2, (A2 - Y) / len(X), 1 - A1)


def two_layer_grads__slope_of_a_sigmoid_in_the_hidden_layer(X, Y, W1, b1, W2, b2):
    """You use A1 * (1 - A1), which is the slope of a sigmoid. The hidden layer is a tanh."""
    _, A1, _, A2 = _forward(X, Y, W1, b1, W2, b2)
    return _back(X, A1, W2, (A2 - Y) / len(X), A1 * (1 - A1))


def two_layer_grads__sigmoid_in_the_hidden_layer(X, Y, W1, b1, W2, b2):
    """Your hidden layer is a sigmoid. It should be a tanh, on the way forward and on the way
    back."""
    _forward(X, Y, W1, b1, W2, b2)
    A1 = _sigmoid(X @ W1.T + b1)
    A2 = _sigmoid(A1 @ W2.T + b2)
    return _back(X, A1, W2, (A2 - Y) / len(X), A1 * (1 - A1))


def two_layer_grads__relu_in_the_hidden_layer(X, Y, W1, b1, W2, b2):
    """Your hidden layer is a ReLU. It should be a tanh, on the way forward and on the way back."""
    Z1, _, _, _ = _forward(X, Y, W1, b1, W2, b2)
    A1 = np.maximum(Z1, 0.0)
    A2 = _sigmoid(A1 @ W2.T + b2)
    return _back(X, A1, W2, (A2 - Y) / len(X), Z1 > 0)


def two_layer_grads__squared_error(X, Y, W1, b1, W2, b2):
    """Your output slope has a factor A2 * (1 - A2), as with a squared error. With cross-entropy
    that factor cancels: work out (a - y) / (a (1 - a)) times a (1 - a)."""
    _, A1, _, A2 = _forward(X, Y, W1, b1, W2, b2)
    return _back(X, A1, W2, (A2 - Y) * A2 * (1 - A2) / len(X), 1 - A1**2)


def two_layer_grads__slope_for_the_probability(X, Y, W1, b1, W2, b2):
    """You stop at the slope of the loss for the probability, (a - y) / (a (1 - a)). The sigmoid's
    own slope is missing, and with huge sums you divide by 0."""
    _, A1, _, A2 = _forward(X, Y, W1, b1, W2, b2)
    with np.errstate(all="ignore"):
        dA2 = (A2 - Y) / (A2 * (1 - A2))
        return _back(X, A1, W2, dA2 / len(X), 1 - A1**2)


def two_layer_grads__quotient_not_cancelled(X, Y, W1, b1, W2, b2):
    """You compute (a - y) / (a (1 - a)) and then multiply by a (1 - a). On paper that cancels; in
    floats it is 0/0 where a sum is huge. Cancel before you compute."""
    _, A1, _, A2 = _forward(X, Y, W1, b1, W2, b2)
    with np.errstate(all="ignore"):
        dZ2 = (A2 - Y) / (A2 * (1 - A2)) * (A2 * (1 - A2))
        return _back(X, A1, W2, dZ2 / len(X), 1 - A1**2)


def two_layer_grads__naive_sigmoid(X, Y, W1, b1, W2, b2):
    """Your sigmoid is exp(z) / (1 + exp(z)), which is infinity over infinity for a large sum. Use
    a form in which no exponent is positive."""
    Z1, A1, Z2, _ = _forward(X, Y, W1, b1, W2, b2)
    with np.errstate(all="ignore"):
        A2 = np.exp(Z2) / (1 + np.exp(Z2))
        return _back(X, A1, W2, (A2 - Y) / len(X), 1 - A1**2)


def two_layer_grads__clipped(X, Y, W1, b1, W2, b2):
    """You clip the probabilities, as one does before a logarithm. No logarithm is needed for the
    slopes, and clipping leaves a slope where there is none."""
    _, A1, _, A2 = _forward(X, Y, W1, b1, W2, b2)
    A2 = np.clip(A2, 1e-3, 1 - 1e-3)
    return _back(X, A1, W2, (A2 - Y) / len(X), 1 - A1**2)


def two_layer_grads__wrong_sign(X, Y, W1, b1, W2, b2):
    """All your slopes have the wrong sign: you start from Y - A2. Does the cost grow or fall when
    an answer that is too low goes up?"""
    _, A1, _, A2 = _forward(X, Y, W1, b1, W2, b2)
    return _back(X, A1, W2, (Y - A2) / len(X), 1 - A1**2)


def two_layer_grads__scores_for_probabilities(X, Y, W1, b1, W2, b2):
    """You subtract Y from the sums Z2, so the sigmoid has dropped out. What does the network
    answer with?"""
    _, A1, Z2, _ = _forward(X, Y, W1, b1, W2, b2)
    return _back(X, A1, W2, (Z2 - Y) / len(X), 1 - A1**2)


def two_layer_grads__tanh_at_the_output(X, Y, W1, b1, W2, b2):
    """Your output is a tanh, between -1 and 1. For labels 0 and 1 it should be a sigmoid."""
    _, A1, Z2, _ = _forward(X, Y, W1, b1, W2, b2)
    return _back(X, A1, W2, (np.tanh(Z2) - Y) / len(X), 1 - A1**2)


def two_layer_grads__softmax_at_the_output(X, Y, W1, b1, W2, b2):
    """Your outputs compete in a softmax. Here each output is a question of its own, with a
    sigmoid."""
    _, A1, Z2, _ = _forward(X, Y, W1, b1, W2, b2)
    powers = np.exp(Z2 - Z2.max(axis=1, keepdims=True))
    A2 = powers / powers.sum(axis=1, keepdims=True)
    return _back(X, A1, W2, (A2 - Y) / len(X), 1 - A1**2)


def two_layer_grads__biases_forgotten_forward(X, Y, W1, b1, W2, b2):
    """You leave the biases out on the way forward, so all activations are those of another
    network."""
    return _grads(X, Y, W1, 0 * b1, W2, 0 * b2)


def two_layer_grads__output_weights_transposed(X, Y, W1, b1, W2, b2):
    """Your dW2 lies on its side. Slopes have the shape of what they belong to: W2 has one row per
    output."""
    dW1, db1, dW2, db2 = _grads(X, Y, W1, b1, W2, b2)
    return dW1, db1, dW2.T, db2


def two_layer_grads__hidden_weights_transposed(X, Y, W1, b1, W2, b2):
    """Your dW1 lies on its side, and a square layer hides it. W1 has one row per hidden node."""
    dW1, db1, dW2, db2 = _grads(X, Y, W1, b1, W2, b2)
    return dW1.T, db1, dW2, db2


def two_layer_grads__biases_as_rows(X, Y, W1, b1, W2, b2):
    """Your bias slopes have shape (1, n). Leave keepdims out: the slopes of b have the shape of
    b."""
    dW1, db1, dW2, db2 = _grads(X, Y, W1, b1, W2, b2)
    return dW1, db1[None], dW2, db2[None]


def two_layer_grads__another_order(X, Y, W1, b1, W2, b2):
    """You return (dW1, dW2, db1, db2). The order asked for goes layer by layer: dW1, db1, dW2,
    db2."""
    dW1, db1, dW2, db2 = _grads(X, Y, W1, b1, W2, b2)
    return dW1, dW2, db1, db2


def two_layer_grads__output_layer_first(X, Y, W1, b1, W2, b2):
    """You return the output layer first, in the order in which you found the slopes. Asked for is
    dW1, db1, dW2, db2."""
    dW1, db1, dW2, db2 = _grads(X, Y, W1, b1, W2, b2)
    return dW2, db2, dW1, db1


def two_layer_grads__output_weights_see_the_inputs(X, Y, W1, b1, W2, b2):
    """Your dW1 is made from the hidden activations instead of the inputs. What arrives at the
    hidden layer on the way forward?"""
    _, A1, _, A2 = _forward(X, Y, W1, b1, W2, b2)
    dZ2 = (A2 - Y) / len(X)
    dZ1 = dZ2 @ W2 * (1 - A1**2)
    return dZ1.T @ A1, dZ1.sum(axis=0), dZ2.T @ A1, dZ2.sum(axis=0)


def two_layer_grads__weighted_by_sums(X, Y, W1, b1, W2, b2):
    """Your dW2 is made from the sums Z1. The output layer never sees them: it gets the
    activations A1."""
    Z1, A1, _, A2 = _forward(X, Y, W1, b1, W2, b2)
    dW1, db1, _, db2 = _back(X, A1, W2, (A2 - Y) / len(X), 1 - A1**2)
    return dW1, db1, ((A2 - Y) / len(X)).T @ Z1, db2


def two_layer_grads__hidden_layer_through_the_sigmoid(X, Y, W1, b1, W2, b2):
    """Your hidden slopes pass the output's sigmoid once more, with A2 * (1 - A2), before they go
    through W2. A2 - Y has taken care of it."""
    _, A1, _, A2 = _forward(X, Y, W1, b1, W2, b2)
    dZ2 = (A2 - Y) / len(X)
    dZ1 = (dZ2 * A2 * (1 - A2)) @ W2 * (1 - A1**2)
    return dZ1.T @ X, dZ1.sum(axis=0), dZ2.T @ A1, dZ2.sum(axis=0)


def two_layer_grads__labels_unchecked(X, Y, W1, b1, W2, b2):
    """Labels (m,) against answers (m, 1) make an m by m table, and NumPy says nothing. Compare the
    two shapes, and name both where they differ."""
    A1 = np.tanh(X @ W1.T + b1)
    A2 = _sigmoid(A1 @ W2.T + b2)
    return _back(X, A1, W2, (A2 - Y) / len(X), 1 - A1**2)


def two_layer_grads__labels_reshaped(X, Y, W1, b1, W2, b2):
    """You turn labels of any shape into a column. That hides a mistake in somebody's data; refuse
    what does not have the shape of the answers."""
    A1 = np.tanh(X @ W1.T + b1)
    A2 = _sigmoid(A1 @ W2.T + b2)
    Y = np.broadcast_to(np.reshape(Y, (-1, np.shape(Y)[-1] if np.ndim(Y) == 2 else 1)), A2.shape)
    return _back(X, A1, W2, (A2 - Y) / len(X), 1 - A1**2)


# init_params


def _layers(sizes):
    return [(sizes[l], sizes[l - 1]) for l in range(1, len(sizes))]


def init_params__uniform_from_zero(sizes, rng, scale=0.01):
    """Your weights lie evenly between 0 and scale, so all are positive: rng.random draws from 0 to
    1. Which method draws from a normal distribution?"""
    return [(scale * rng.random(shape), np.zeros(shape[0])) for shape in _layers(sizes)]


def init_params__uniform_around_zero(sizes, rng, scale=0.01):
    """Your weights lie evenly between -scale and scale. Their standard deviation is 0.58 times
    the scale, and they are not normally distributed."""
    return [(rng.uniform(-scale, scale, shape), np.zeros(shape[0])) for shape in _layers(sizes)]


def init_params__uniform_of_the_right_spread(sizes, rng, scale=0.01):
    """Mean and spread of your weights are right, but they are spread evenly: none lies beyond 1.73
    times the scale. Draw from a normal distribution."""
    reach = scale * 3**0.5
    return [(rng.uniform(-reach, reach, shape), np.zeros(shape[0])) for shape in _layers(sizes)]


def init_params__variance_as_spread(sizes, rng, scale=0.01):
    """Your standard deviation is scale squared. The argument of rng.normal is the standard
    deviation, not the variance."""
    return [(rng.normal(0, scale**2, shape), np.zeros(shape[0])) for shape in _layers(sizes)]


def init_params__root_as_spread(sizes, rng, scale=0.01):
    """Your standard deviation is the root of scale. `scale` is the standard deviation already,
    not the variance."""
    return [(rng.normal(0, scale**0.5, shape), np.zeros(shape[0])) for shape in _layers(sizes)]


def init_params__scale_ignored(sizes, rng, scale=0.01):
    """You always use 0.01 and ignore the scale that you are given."""
    return [(rng.normal(0, 0.01, shape), np.zeros(shape[0])) for shape in _layers(sizes)]


def init_params__scale_forgotten(sizes, rng, scale=0.01):
    """Your weights have standard deviation 1, whatever the scale. Where should `scale` come in?"""
    return [(rng.normal(size=shape), np.zeros(shape[0])) for shape in _layers(sizes)]


def init_params__default_of_one(sizes, rng, scale=1.0):
    """Without a scale your standard deviation is 1. The signature in the file gives another
    default."""
    return [(rng.normal(0, scale, shape), np.zeros(shape[0])) for shape in _layers(sizes)]


def init_params__scale_as_mean(sizes, rng, scale=0.01):
    """Your weights have the mean `scale` and the spread 1: the first argument of rng.normal is
    the mean."""
    return [(rng.normal(scale, size=shape), np.zeros(shape[0])) for shape in _layers(sizes)]


def init_params__by_fan_in(sizes, rng, scale=0.01):
    """You divide by the root of the fan-in as well. A good rule, but here the scale says it all,
    and the caller chooses it."""
    return [
        (rng.normal(0, scale, shape) / shape[1] ** 0.5, np.zeros(shape[0]))
        for shape in _layers(sizes)
    ]


def init_params__inputs_by_nodes(sizes, rng, scale=0.01):
    """Your W is (n_in, n_out). In this course a layer's weights have one row for each of its
    nodes."""
    return [(rng.normal(0, scale, shape[::-1]), np.zeros(shape[0])) for shape in _layers(sizes)]


def init_params__column_biases(sizes, rng, scale=0.01):
    """Your biases are columns, (n_out, 1), as in notes whose examples are columns. Here b has
    shape (n_out,)."""
    return [(rng.normal(0, scale, shape), np.zeros((shape[0], 1))) for shape in _layers(sizes)]


def init_params__row_biases(sizes, rng, scale=0.01):
    """Your biases have shape (1, n_out). One axis is enough: (n_out,)."""
    return [(rng.normal(0, scale, shape), np.zeros((1, shape[0]))) for shape in _layers(sizes)]


def init_params__random_biases(sizes, rng, scale=0.01):
    """Your biases are random. Once the weights differ, biases may start at 0, and here they
    should."""
    return [
        (rng.normal(0, scale, shape), rng.normal(0, scale, shape[0])) for shape in _layers(sizes)
    ]


def init_params__biases_of_one(sizes, rng, scale=0.01):
    """Your biases start at 1. They should start at 0."""
    return [(rng.normal(0, scale, shape), np.ones(shape[0])) for shape in _layers(sizes)]


def init_params__biases_of_scale(sizes, rng, scale=0.01):
    """Your biases start at `scale`. They should start at 0; only weights need to differ."""
    return [(rng.normal(0, scale, shape), np.full(shape[0], scale)) for shape in _layers(sizes)]


def init_params__biases_of_the_layer_before(sizes, rng, scale=0.01):
    """Your b has one entry for each input. There is one bias per node that computes: n_out."""
    return [(rng.normal(0, scale, shape), np.zeros(shape[1])) for shape in _layers(sizes)]


def init_params__biases_as_a_number(sizes, rng, scale=0.01):
    """Your biases are the single number 0. It has no shape, and turns into an array at the first
    update: make an array of zeros."""
    return [(rng.normal(0, scale, shape), 0) for shape in _layers(sizes)]


def init_params__whole_number_biases(sizes, rng, scale=0.01):
    """Your biases are whole numbers. An array of whole numbers cannot hold what training will
    write into it: use floats."""
    return [
        (rng.normal(0, scale, shape), np.zeros(shape[0], dtype=int)) for shape in _layers(sizes)
    ]


def init_params__zeros(sizes, rng, scale=0.01):
    """All your weights are 0. Then all hidden nodes are the same, and stay the same."""
    return [(np.zeros(shape), np.zeros(shape[0])) for shape in _layers(sizes)]


def init_params__constant(sizes, rng, scale=0.01):
    """All your weights are equal. Nodes that start equal stay equal, whatever the number."""
    return [(np.full(shape, scale), np.zeros(shape[0])) for shape in _layers(sizes)]


def init_params__one_number_per_layer(sizes, rng, scale=0.01):
    """Each layer has one random number, repeated. Its nodes are copies of each other: ask rng for
    as many numbers as there are weights."""
    return [(np.full(shape, rng.normal(0, scale)), np.zeros(shape[0])) for shape in _layers(sizes)]


def init_params__one_row_per_layer(sizes, rng, scale=0.01):
    """All nodes of a layer have the same weights: one random row, repeated. The rows must
    differ."""
    return [
        (np.tile(rng.normal(0, scale, shape[1]), (shape[0], 1)), np.zeros(shape[0]))
        for shape in _layers(sizes)
    ]


def init_params__one_column_per_layer(sizes, rng, scale=0.01):
    """Each node has one random number for all of its inputs. It then only sees the sum of its
    inputs."""
    return [
        (np.tile(rng.normal(0, scale, (shape[0], 1)), (1, shape[1])), np.zeros(shape[0]))
        for shape in _layers(sizes)
    ]


def init_params__one_array_for_all(sizes, rng, scale=0.01):
    """Your layers are cut from one and the same random array, so they are not independent. Draw
    anew for each layer."""
    most = max(sizes)
    shared = rng.normal(0, scale, (most, most))
    return [(shared[: shape[0], : shape[1]].copy(), np.zeros(shape[0])) for shape in _layers(sizes)]


def init_params__same_seed_for_each_layer(sizes, rng, scale=0.01):
    """Every layer starts its random numbers from the same seed, so layers of the same shape are
    copies. Keep drawing from the one generator that you are given."""
    seed = int(rng.integers(1 << 30))
    return [
        (np.random.default_rng(seed).normal(0, scale, shape), np.zeros(shape[0]))
        for shape in _layers(sizes)
    ]


def init_params__global_generator(sizes, rng, scale=0.01):
    """You draw from NumPy's global generator. The same seed then gives other weights each time;
    use the `rng` that you are given."""
    return [(np.random.normal(0, scale, shape), np.zeros(shape[0])) for shape in _layers(sizes)]


def init_params__seeded_inside(sizes, rng, scale=0.01):
    """You make a generator of your own, with a fixed seed. Everybody then gets the same weights,
    whatever `rng` is."""
    rng = np.random.default_rng(0)
    return [(rng.normal(0, scale, shape), np.zeros(shape[0])) for shape in _layers(sizes)]


def init_params__seeded_globally(sizes, rng, scale=0.01):
    """You seed NumPy's global generator and draw from it. `rng` has no effect, and other people's
    random numbers change."""
    np.random.seed(0)
    return [(np.random.randn(*shape) * scale, np.zeros(shape[0])) for shape in _layers(sizes)]


def init_params__inputs_as_a_layer(sizes, rng, scale=0.01):
    """You return a pair for the inputs as well. Nothing is computed there: L + 1 sizes make L
    layers."""
    shapes = [(sizes[0], sizes[0]), *_layers(sizes)]
    return [(rng.normal(0, scale, shape), np.zeros(shape[0])) for shape in shapes]


def init_params__last_layer_missing(sizes, rng, scale=0.01):
    """The last layer is missing. range stops one before its end: for which numbers of layers does
    your loop run?"""
    return [(rng.normal(0, scale, shape), np.zeros(shape[0])) for shape in _layers(sizes)[:-1]]


def init_params__weights_then_biases(sizes, rng, scale=0.01):
    """You return all weights and then all biases. Wanted is a list with one pair (W, b) for each
    layer."""
    shapes = _layers(sizes)
    return [rng.normal(0, scale, s) for s in shapes], [np.zeros(s[0]) for s in shapes]


def init_params__flat_list(sizes, rng, scale=0.01):
    """You return one flat list W1, b1, W2, b2, ... Keep W and b of a layer together, as a pair."""
    flat = []
    for shape in _layers(sizes):
        flat += [rng.normal(0, scale, shape), np.zeros(shape[0])]
    return flat


def init_params__biases_first(sizes, rng, scale=0.01):
    """Your pairs are (b, W). The order asked for is (W, b)."""
    return [(np.zeros(shape[0]), rng.normal(0, scale, shape)) for shape in _layers(sizes)]


def init_params__only_positive(sizes, rng, scale=0.01):
    """Your weights are never negative, so at the start each node adds up all of its inputs, and the
    nodes are much alike. Leave the signs as they are drawn."""
    return [(np.abs(rng.normal(0, scale, shape)), np.zeros(shape[0])) for shape in _layers(sizes)]


def init_params__cut_off(sizes, rng, scale=0.01):
    """You cut weights off at one standard deviation, which piles them up there. Leave the tails of
    the normal distribution as they are."""
    return [
        (np.clip(rng.normal(0, scale, shape), -scale, scale), np.zeros(shape[0]))
        for shape in _layers(sizes)
    ]


# train_step_mse


def _step(x, y, w1, w2):
    h = _sigmoid(x @ w1)
    prediction = h @ w2
    if np.shape(y) != prediction.shape:
        raise ValueError(f"y {np.shape(y)} and the predictions {prediction.shape} differ")
    return h, prediction, prediction - y


def _updated(x, w1, w2, lr, h, d_prediction, slope):
    d_h = d_prediction @ w2.T
    return w1 - lr * x.T @ (d_h * slope), w2 - lr * h.T @ d_prediction


def train_step_mse__in_place(x, y, w1, w2, lr):
    """`w1 -= ...` changes the array of whoever called, as the listing does. w1 = w1 - ... makes a
    new one."""
    h, _, error = _step(x, y, w1, w2)
    d_prediction = 2.0 * error
    w1 -= lr * x.T @ (d_prediction @ w2.T * h * (1 - h))
    w2 -= lr * h.T @ d_prediction
    return float(np.sum(error**2)), w1, w2


def train_step_mse__new_weights_for_the_hidden_layer(x, y, w1, w2, lr):
    """You update w2 first and send the slopes back through the new one. The prediction was made
    with the old w2: find all slopes before you change anything."""
    h, _, error = _step(x, y, w1, w2)
    d_prediction = 2.0 * error
    w2 = w2 - lr * h.T @ d_prediction
    w1 = w1 - lr * x.T @ (d_prediction @ w2.T * h * (1 - h))
    return float(np.sum(error**2)), w1, w2


def train_step_mse__loss_after(x, y, w1, w2, lr):
    """You return the loss of the new weights. Asked for is the loss before the step, of the
    weights that were handed in."""
    h, _, error = _step(x, y, w1, w2)
    w1, w2 = _updated(x, w1, w2, lr, h, 2.0 * error, h * (1 - h))
    return float(np.sum(_step(x, y, w1, w2)[2] ** 2)), w1, w2


def train_step_mse__factor_two_missing(x, y, w1, w2, lr):
    """Your steps are half as long as they should be. What is the slope of a square?"""
    h, _, error = _step(x, y, w1, w2)
    return float(np.sum(error**2)), *_updated(x, w1, w2, lr, h, error, h * (1 - h))


def train_step_mse__half_the_squares(x, y, w1, w2, lr):
    """You work with half the squares: loss and steps are both half as large. Here the loss is the
    plain sum of squares."""
    h, _, error = _step(x, y, w1, w2)
    return float(np.sum(error**2) / 2), *_updated(x, w1, w2, lr, h, error, h * (1 - h))


def train_step_mse__mean_over_entries(x, y, w1, w2, lr):
    """You take the mean of all squared errors, in the loss and in the slopes. The listing takes
    their sum."""
    h, _, error = _step(x, y, w1, w2)
    d_prediction = 2.0 * error / error.size
    return float(np.mean(error**2)), *_updated(x, w1, w2, lr, h, d_prediction, h * (1 - h))


def train_step_mse__mean_over_examples(x, y, w1, w2, lr):
    """You divide by the number of examples. The name says MSE, but the listing, and this exercise,
    take the sum."""
    h, _, error = _step(x, y, w1, w2)
    d_prediction = 2.0 * error / len(x)
    loss = float(np.sum(error**2) / len(x))
    return loss, *_updated(x, w1, w2, lr, h, d_prediction, h * (1 - h))


def train_step_mse__mean_loss_sum_slopes(x, y, w1, w2, lr):
    """Your step is that of the sum, and your loss is the mean. Return the loss whose slopes you
    follow."""
    h, _, error = _step(x, y, w1, w2)
    return float(np.mean(error**2)), *_updated(x, w1, w2, lr, h, 2.0 * error, h * (1 - h))


def train_step_mse__sum_loss_mean_slopes(x, y, w1, w2, lr):
    """Your loss is the sum, and your step follows the mean: it is shorter by the number of
    examples."""
    h, _, error = _step(x, y, w1, w2)
    d_prediction = 2.0 * error / len(x)
    return float(np.sum(error**2)), *_updated(x, w1, w2, lr, h, d_prediction, h * (1 - h))


def train_step_mse__mean_over_outputs(x, y, w1, w2, lr):
    """You take the mean over the outputs of an example and add up over the examples. The listing
    adds up over both."""
    h, _, error = _step(x, y, w1, w2)
    d_prediction = 2.0 * error / error.shape[1]
    loss = float(np.mean(error**2, axis=1).sum())
    return loss, *_updated(x, w1, w2, lr, h, d_prediction, h * (1 - h))


def train_step_mse__absolute_errors(x, y, w1, w2, lr):
    """Your loss adds up absolute errors. The listing squares them."""
    h, _, error = _step(x, y, w1, w2)
    return float(np.sum(np.abs(error))), *_updated(x, w1, w2, lr, h, 2.0 * error, h * (1 - h))


def train_step_mse__uphill(x, y, w1, w2, lr):
    """You walk uphill: the slopes are added to the weights. Which way does the loss fall?"""
    h, _, error = _step(x, y, w1, w2)
    return float(np.sum(error**2)), *_updated(x, w1, w2, -lr, h, 2.0 * error, h * (1 - h))


def train_step_mse__weights_shrink(x, y, w1, w2, lr):
    """You subtract lr times the weights themselves, so they shrink whatever the data. Where are
    the slopes?"""
    _, _, error = _step(x, y, w1, w2)
    return float(np.sum(error**2)), w1 - lr * w1, w2 - lr * w2


def train_step_mse__learning_rate_ignored(x, y, w1, w2, lr):
    """You always use 1e-4, as the listing does. Use the learning rate that you are given."""
    h, _, error = _step(x, y, w1, w2)
    return float(np.sum(error**2)), *_updated(x, w1, w2, 1e-4, h, 2.0 * error, h * (1 - h))


def train_step_mse__learning_rate_forgotten(x, y, w1, w2, lr):
    """You take off the whole slope. By what should it be multiplied?"""
    h, _, error = _step(x, y, w1, w2)
    return float(np.sum(error**2)), *_updated(x, w1, w2, 1.0, h, 2.0 * error, h * (1 - h))


def train_step_mse__returns_slopes(x, y, w1, w2, lr):
    """You return the slopes. Asked for are the new weights, after a step against them."""
    h, _, error = _step(x, y, w1, w2)
    d_w1, d_w2 = _updated(x, 0 * w1, w2, -1.0, h, 2.0 * error, h * (1 - h))
    return float(np.sum(error**2)), d_w1, d_w2 - w2


def train_step_mse__slope_of_the_sigmoid_forgotten(x, y, w1, w2, lr):
    """The slopes of w1 skip the sigmoid. Which factor, made from h, is missing?"""
    h, _, error = _step(x, y, w1, w2)
    return float(np.sum(error**2)), *_updated(x, w1, w2, lr, h, 2.0 * error, 1.0)


def train_step_mse__slope_of_tanh(x, y, w1, w2, lr):
    """You use 1 - h**2, the slope of tanh. The hidden layer is a sigmoid here."""
    h, _, error = _step(x, y, w1, w2)
    return float(np.sum(error**2)), *_updated(x, w1, w2, lr, h, 2.0 * error, 1 - h**2)


def train_step_mse__half_of_the_sigmoids_slope(x, y, w1, w2, lr):
    """You multiply by 1 - h and forget the factor h. The slope of a sigmoid is the product of the
    two."""
    h, _, error = _step(x, y, w1, w2)
    return float(np.sum(error**2)), *_updated(x, w1, w2, lr, h, 2.0 * error, 1 - h)


def train_step_mse__slope_of_the_sigmoid_from_sums(x, y, w1, w2, lr):
    """You use z * (1 - z) with the sum z. The formula h * (1 - h) wants the sigmoid's result."""
    h, _, error = _step(x, y, w1, w2)
    z = x @ w1
    return float(np.sum(error**2)), *_updated(x, w1, w2, lr, h, 2.0 * error, z * (1 - z))


def train_step_mse__tanh(x, y, w1, w2, lr):
    """Your hidden layer is a tanh. The listing has a sigmoid there."""
    _step(x, y, w1, w2)
    h = np.tanh(x @ w1)
    error = h @ w2 - y
    return float(np.sum(error**2)), *_updated(x, w1, w2, lr, h, 2.0 * error, 1 - h**2)


def train_step_mse__sigmoid_at_the_output(x, y, w1, w2, lr):
    """You send the predictions through a sigmoid as well. The targets may be any number, and the
    output is the bare sum."""
    h, prediction, _ = _step(x, y, w1, w2)
    p = _sigmoid(prediction)
    d_prediction = 2.0 * (p - y) * p * (1 - p)
    return float(np.sum((p - y) ** 2)), *_updated(x, w1, w2, lr, h, d_prediction, h * (1 - h))


def train_step_mse__only_the_output_layer(x, y, w1, w2, lr):
    """Only w2 learns; w1 comes back unchanged. The hidden layer has slopes, too."""
    h, _, error = _step(x, y, w1, w2)
    return float(np.sum(error**2)), w1.copy(), w2 - lr * h.T @ (2.0 * error)


def train_step_mse__only_the_hidden_layer(x, y, w1, w2, lr):
    """Only w1 learns; w2 comes back unchanged. The output layer has slopes, too."""
    h, _, error = _step(x, y, w1, w2)
    w1, _ = _updated(x, w1, w2, lr, h, 2.0 * error, h * (1 - h))
    return float(np.sum(error**2)), w1, w2.copy()


def train_step_mse__another_order(x, y, w1, w2, lr):
    """You return the weights first and the loss last. The order asked for is loss, w1, w2."""
    h, _, error = _step(x, y, w1, w2)
    return *_updated(x, w1, w2, lr, h, 2.0 * error, h * (1 - h)), float(np.sum(error**2))


def train_step_mse__weights_exchanged(x, y, w1, w2, lr):
    """You return w2 before w1. The order asked for is loss, w1, w2."""
    h, _, error = _step(x, y, w1, w2)
    w1, w2 = _updated(x, w1, w2, lr, h, 2.0 * error, h * (1 - h))
    return float(np.sum(error**2)), w2, w1


def train_step_mse__transposed(x, y, w1, w2, lr):
    """Your new weights stand one row per node. The listing keeps one column per node: return w1
    and w2 in the shapes in which they came."""
    h, _, error = _step(x, y, w1, w2)
    w1, w2 = _updated(x, w1, w2, lr, h, 2.0 * error, h * (1 - h))
    return float(np.sum(error**2)), w1.T, w2.T


def train_step_mse__our_layout(x, y, w1, w2, lr):
    """You multiply by w1.T and w2.T, as everywhere else in this course. In the listing a node's
    weights are a column: x @ w1 fits as it is."""
    h = _sigmoid(x @ w1.T)
    error = h @ w2.T - y
    d_prediction = 2.0 * error
    d_w1 = (d_prediction @ w2 * h * (1 - h)).T @ x
    return float(np.sum(error**2)), w1 - lr * d_w1, w2 - lr * d_prediction.T @ h


def train_step_mse__hidden_slopes_without_transpose(x, y, w1, w2, lr):
    """You send the slopes back with w2 instead of its transpose; a square w2 hides it. d_h adds up
    over the outputs."""
    h, _, error = _step(x, y, w1, w2)
    d_prediction = 2.0 * error
    d_w1 = x.T @ (d_prediction @ w2 * h * (1 - h))
    return float(np.sum(error**2)), w1 - lr * d_w1, w2 - lr * h.T @ d_prediction


def train_step_mse__exp_overflows(x, y, w1, w2, lr):
    """Your sigmoid is exp(z) / (1 + exp(z)), infinity over infinity for a large sum. Use a form in
    which no exponent is positive."""
    _step(x, y, w1, w2)
    with np.errstate(all="ignore"):
        h = np.exp(x @ w1) / (1 + np.exp(x @ w1))
        error = h @ w2 - y
        return float(np.sum(error**2)), *_updated(x, w1, w2, lr, h, 2.0 * error, h * (1 - h))


def train_step_mse__sums_clipped(x, y, w1, w2, lr):
    """You clip the hidden sums at 5 and -5, so a saturated node answers 0.993 instead of 1. A
    sigmoid without overflow needs no clipping."""
    _step(x, y, w1, w2)
    h = _sigmoid(np.clip(x @ w1, -5, 5))
    error = h @ w2 - y
    return float(np.sum(error**2)), *_updated(x, w1, w2, lr, h, 2.0 * error, h * (1 - h))


def train_step_mse__loss_per_example(x, y, w1, w2, lr):
    """You return the loss of each example. Asked for is one number, their sum."""
    h, _, error = _step(x, y, w1, w2)
    return (error**2).sum(axis=1), *_updated(x, w1, w2, lr, h, 2.0 * error, h * (1 - h))


def train_step_mse__targets_unchecked(x, y, w1, w2, lr):
    """Targets (N,) against predictions (N, 1) make an N by N table, and NumPy says nothing.
    Compare the two shapes, and name both where they differ."""
    h = _sigmoid(x @ w1)
    error = h @ w2 - y
    return float(np.sum(error**2)), *_updated(x, w1, w2, lr, h, 2.0 * error, h * (1 - h))
