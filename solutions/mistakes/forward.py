"""Wrong answers to lesson 03 that people really give, each with the sentence that helps."""

import math

import numpy as np

# sigmoid


def _stable(z):
    z = np.asarray(z, dtype=float)
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, e) / (1.0 + e)


def sigmoid__as_on_paper(z):
    """Your formula is right on paper, but for z = -1000 the computer needs exp(1000), which is
    larger than any float. Can you arrange it so that every exponent is 0 or negative?"""
    return 1.0 / (1.0 + np.exp(-np.asarray(z, dtype=float)))


def sigmoid__infinity_over_infinity(z):
    """For large z your fraction is infinity over infinity, which is NaN. For which z is
    exp(z) / (1 + exp(z)) safe, and which form is safe for the others?"""
    z = np.asarray(z, dtype=float)
    return np.exp(z) / (1.0 + np.exp(z))


def sigmoid__both_branches_computed(z):
    """np.where picks one of two arrays, but Python has computed both in full before that, the
    dangerous entries included. Which number can both branches safely share?"""
    z = np.asarray(z, dtype=float)
    return np.where(z >= 0, 1.0 / (1.0 + np.exp(-z)), np.exp(z) / (1.0 + np.exp(z)))


def sigmoid__safe_on_one_side(z):
    """You use exp(-|z|) for both signs of z, so negative numbers get the answer of positive ones.
    What should sigmoid(-2) be, when sigmoid(2) is 0.88?"""
    return 1.0 / (1.0 + np.exp(-np.abs(np.asarray(z, dtype=float))))


def sigmoid__falls(z):
    """Your curve falls from 1 to 0. Which sign has the exponent in the definition?"""
    return _stable(-np.asarray(z, dtype=float))


def sigmoid__brackets_missing(z):
    """You wrote 1 / 1 + exp(-z), which divides 1 by 1 first. Where do brackets belong?"""
    return 1 / 1 + np.exp(-np.asarray(z, dtype=float))


def sigmoid__tanh(z):
    """That is tanh, which runs from -1 to 1. What is a sigmoid at z = 0?"""
    return np.tanh(z)


def sigmoid__twice_minus_one(z):
    """You stretched the curve to the range from -1 to 1. Which range has a sigmoid?"""
    return 2.0 * _stable(z) - 1.0


def sigmoid__base_two(z):
    """You raise 2 to the power -z. The definition has e, about 2.718: which NumPy function is
    that?"""
    z = np.asarray(z, dtype=float)
    e = np.exp2(-np.abs(z))
    return np.where(z >= 0, 1.0, e) / (1.0 + e)


def sigmoid__straight_pieces(z):
    """You return a straight line that is cut off at 0 and 1. Compare z = 1 and z = 2: does a
    sigmoid rise by the same amount from 0 to 1 as from 1 to 2?"""
    return np.clip(0.25 * np.asarray(z, dtype=float) + 0.5, 0.0, 1.0)


def sigmoid__step(z):
    """You return only 0 and 1: that is the step of lesson 01. A sigmoid passes through all the
    values between."""
    return np.where(np.asarray(z) > 0, 1.0, 0.0)


def sigmoid__slope(z):
    """You return a bump that is highest at 0 and tends to 0 on both sides: the slope of the
    sigmoid. The sigmoid itself is asked for."""
    s = _stable(z)
    return s * (1.0 - s)


def sigmoid__softmax(z):
    """Your entries sum to 1, because you divide by the sum of all of them. A sigmoid looks at each
    number by itself: what should sigmoid([0, 0]) be?"""
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.max())
    return e / e.sum()


def sigmoid__clipped_too_early(z):
    """You clip z to the range from -10 to 10, so all smaller numbers get the same answer. That
    stops the overflow, but sigmoid(-15) is 3e-7 and not 4.5e-5. Where does exp really overflow?"""
    return 1.0 / (1.0 + np.exp(-np.clip(np.asarray(z, dtype=float), -10.0, 10.0)))


def sigmoid__kept_away_from_the_ends(z):
    """You keep the answers at least 1e-7 away from 0 and 1. That belongs into a logarithm that
    needs it, not into the sigmoid: what is sigmoid(20)?"""
    return np.clip(_stable(z), 1e-7, 1.0 - 1e-7)


def sigmoid__rounded(z):
    """You round the answers. Round when you print; a network goes on computing with all digits."""
    return np.round(_stable(z), 4)


def sigmoid__whole_numbers(z):
    """Your result has the type of z, so for whole numbers every answer is cut off to 0 or 1. What
    type does np.zeros_like give, and np.empty_like?"""
    z = np.asarray(z)
    answer = np.zeros_like(z)
    answer[...] = _stable(z).astype(z.dtype)
    return answer


def sigmoid__one_number_only(z):
    """math.exp takes a single number. Which function takes the exponential of every entry of an
    array?"""
    if z >= 0:
        return 1.0 / (1.0 + math.exp(-z))
    return math.exp(z) / (1.0 + math.exp(z))


def sigmoid__flattens(z):
    """Your answers are right but stand in one long row. What shape should a table of sums give
    back?"""
    return _stable(np.ravel(z))


def sigmoid__clips_in_place(z):
    """You clip z inside the array that you were given, and change it for everybody. Let np.clip
    make a new array."""
    np.clip(z, -500, 500, out=z)
    return 1.0 / (1.0 + np.exp(-z))


# linear_forward


def _fit(X, W, b):
    X, W, b = (np.asarray(part, dtype=float) for part in (X, W, b))
    if X.ndim != 2 or W.ndim != 2 or X.shape[1] != W.shape[1]:
        raise ValueError(f"X {X.shape} and W {W.shape} do not fit")
    if b.shape != W.shape[:1]:
        raise ValueError(f"b {b.shape} and W {W.shape} do not fit")
    return X, W, b


def linear_forward__not_transposed(X, W, b):
    """You multiply X @ W. The rows of X must meet the rows of W; what turns the rows of a matrix
    into columns? With a square W your version runs, and is wrong."""
    X, W, b = _fit(X, W, b)
    return X @ W + b


def linear_forward__as_on_paper(X, W, b):
    """W @ X is the formula for one example in a column. Here the examples are the rows of X: what
    does the formula for one row look like?"""
    X, W, b = _fit(X, W, b)
    return W @ X + b


def linear_forward__nodes_down(X, W, b):
    """Your numbers are right, but nodes run down and examples run across. Which axis of the result
    should hold the examples?"""
    X, W, b = _fit(X, W, b)
    return W @ X.T + b[:, None]


def linear_forward__nodes_down_bias_across(X, W, b):
    """W @ X.T has one row per node, but you add b along the columns, as if each example had a
    bias. Which axis of your result belongs to the nodes, and which one should?"""
    X, W, b = _fit(X, W, b)
    return W @ X.T + b


def linear_forward__bias_as_a_column(X, W, b):
    """You turn b into a column, so it is added by example and not by node. Column j of the result
    belongs to node j: which shape of b is stretched down the rows?"""
    X, W, b = _fit(X, W, b)
    return X @ W.T + b.reshape(-1, 1)


def linear_forward__reshaped(X, W, b):
    """You use reshape to turn W on its side. It gives the right shape and the wrong order: print
    a small matrix, its reshape and its transpose."""
    X, W, b = _fit(X, W, b)
    return X @ W.reshape(W.shape[1], W.shape[0]) + b


def linear_forward__no_bias(X, W, b):
    """You leave the bias out. What should a layer answer to an example of zeros?"""
    X, W, b = _fit(X, W, b)
    return X @ W.T


def linear_forward__subtracts_bias(X, W, b):
    """You subtract the bias. What should a layer answer to an example of zeros?"""
    X, W, b = _fit(X, W, b)
    return X @ W.T - b


def linear_forward__bias_for_each_input(X, W, b):
    """You add the bias inside the innermost loop, once for each input. How often does it stand in
    a weighted sum?"""
    X, W, b = _fit(X, W, b)
    return X @ W.T + X.shape[1] * b


def linear_forward__first_bias_for_all(X, W, b):
    """You add b[0] everywhere. Every node has a bias of its own."""
    X, W, b = _fit(X, W, b)
    return X @ W.T + b[0]


def linear_forward__sigmoid_included(X, W, b):
    """You applied a sigmoid as well. This function stops at the weighted sums, so that each
    network can choose its own activation."""
    X, W, b = _fit(X, W, b)
    return _stable(X @ W.T + b)


def linear_forward__tanh_included(X, W, b):
    """You applied tanh as well. This function stops at the weighted sums, so that each network can
    choose its own activation."""
    X, W, b = _fit(X, W, b)
    return np.tanh(X @ W.T + b)


def linear_forward__relu_included(X, W, b):
    """You cut the negative sums off (that is ReLU). This function stops at the weighted sums."""
    X, W, b = _fit(X, W, b)
    return np.maximum(X @ W.T + b, 0.0)


def linear_forward__first_example_only(X, W, b):
    """You answer for the first example only. How many rows has X, and how many rows should the
    result have?"""
    X, W, b = _fit(X, W, b)
    return W @ X[0] + b


def linear_forward__returns_early(X, W, b):
    """Only the first row of your result is filled in. Is a `return` inside the loop over the
    examples?"""
    X, W, b = _fit(X, W, b)
    Z = np.zeros((len(X), len(W)))
    for i in range(len(X)):
        Z[i] = W @ X[i] + b
        return Z


def linear_forward__last_product_only(X, W, b):
    """Your loop over the inputs overwrites the product of the input before instead of adding to
    it. Which of = and += keeps a running sum?"""
    X, W, b = _fit(X, W, b)
    return X[:, -1:] * W[:, -1] + b


def linear_forward__adds_up_all_nodes(X, W, b):
    """You add up the sums of all nodes, one number per example. Each node needs its own column."""
    X, W, b = _fit(X, W, b)
    return (X @ W.T + b).sum(axis=1)


def linear_forward__mean_of_products(X, W, b):
    """You take the mean of the products. A weighted sum is a sum: nothing is divided by the number
    of inputs."""
    X, W, b = _fit(X, W, b)
    return X @ W.T / X.shape[1] + b


def linear_forward__result_as_integers(X, W, b):
    """You store the result in an array of whole numbers, which cuts every sum off. Which type does
    np.zeros make when you do not ask for `int`, and which one np.zeros_like?"""
    X, W, b = _fit(X, W, b)
    return (X @ W.T + b).astype(int)


def linear_forward__keeps_integers(X, W, b):
    """For whole numbers you return whole numbers, and 8-bit pixels wrap around at 256. Make X
    float before you multiply."""
    X, W, b = np.asarray(X), np.asarray(W), np.asarray(b)
    _fit(X, W, b)
    return X @ W.T + b


def linear_forward__no_check(X, W, b):
    """You leave the shapes to NumPy. Its message does not name them, and it stretches a bias of
    shape (1,) or (m, 1) without a word. Compare the shapes yourself, first."""
    X = np.asarray(X, dtype=float)
    return X @ np.asarray(W).T + b


def linear_forward__bias_unchecked(X, W, b):
    """You compare X with W, but not b with W. NumPy stretches a bias of shape (1,) or (m, 1)
    without a word: what must b.shape be?"""
    X, W = np.asarray(X, dtype=float), np.asarray(W)
    if X.ndim != 2 or W.ndim != 2 or X.shape[1] != W.shape[1]:
        raise ValueError(f"X {X.shape} and W {W.shape} do not fit")
    return X @ W.T + b


def linear_forward__bias_length_only(X, W, b):
    """You compare len(b) with the number of nodes. A column of shape (n, 1) has the right length,
    too, and turns the bias around when m equals n. Compare b.shape."""
    X, W, b = (np.asarray(part, dtype=float) for part in (X, W, b))
    if X.ndim != 2 or W.ndim != 2 or X.shape[1] != W.shape[1]:
        raise ValueError(f"X {X.shape} and W {W.shape} do not fit")
    if len(b) != len(W):
        raise ValueError(f"b {b.shape} and W {W.shape} do not fit")
    return X @ W.T + b


def linear_forward__asserts(X, W, b):
    """You check the shapes with assert, which raises an AssertionError and vanishes when Python
    runs with -O. Raise a ValueError that names the shapes."""
    X, W, b = (np.asarray(part, dtype=float) for part in (X, W, b))
    assert X.ndim == 2 and W.ndim == 2 and X.shape[1] == W.shape[1]
    assert b.shape == (W.shape[0],)
    return X @ W.T + b


def linear_forward__message_without_shapes(X, W, b):
    """You refuse wrong shapes, but the message does not say which shapes they were. An f-string
    with X.shape and W.shape saves somebody an hour."""
    try:
        X, W, b = _fit(X, W, b)
    except ValueError:
        raise ValueError("wrong shapes") from None
    return X @ W.T + b


def linear_forward__turns_b_in_place(X, W, b):
    """Setting b.shape turns the caller's own array around. Which operation gives a turned view and
    leaves b alone?"""
    X, W, b = np.asarray(X), np.asarray(W), np.asarray(b)
    floats, _, _ = _fit(X, W, b)
    b.shape = (1, -1)
    return floats @ W.T + b


# mlp_forward


def _layer(X, W, b):
    X, W, b = _fit(X, W, b)
    return X @ W.T + b


def mlp_forward__tanh_at_the_end(X, params):
    """You apply tanh to the last layer, too, so no answer leaves the range from -1 to 1. Which
    layers are hidden?"""
    for W, b in params:
        X = np.tanh(_layer(X, W, b))
    return X


def mlp_forward__no_activation(X, params):
    """Your hidden layers have no activation, so the whole network is one linear layer in disguise
    (lesson 02). Where does tanh belong?"""
    for W, b in params:
        X = _layer(X, W, b)
    return X


def mlp_forward__sigmoid_hidden(X, params):
    """You use a sigmoid in the hidden layers. What does a hidden node of this network say to a sum
    of 0: 0.5 or 0?"""
    for W, b in params[:-1]:
        X = _stable(_layer(X, W, b))
    return _layer(X, *params[-1])


def mlp_forward__relu_hidden(X, params):
    """You use ReLU in the hidden layers. It is a good choice in general, but this network is
    defined with tanh."""
    for W, b in params[:-1]:
        X = np.maximum(_layer(X, W, b), 0.0)
    return _layer(X, *params[-1])


def mlp_forward__step_hidden(X, params):
    """You use the step of lesson 01 in the hidden layers. This network is defined with tanh."""
    for W, b in params[:-1]:
        X = np.where(_layer(X, W, b) > 0, 1.0, 0.0)
    return _layer(X, *params[-1])


def mlp_forward__sigmoid_at_the_end(X, params):
    """You send the last sums through a sigmoid. The last layer answers with the sums themselves:
    what is a network to do that predicts a price?"""
    for W, b in params[:-1]:
        X = np.tanh(_layer(X, W, b))
    return _stable(_layer(X, *params[-1]))


def mlp_forward__relu_at_the_end(X, params):
    """You cut negative answers off at the end. The last layer answers with its sums themselves,
    and those may be negative."""
    for W, b in params[:-1]:
        X = np.tanh(_layer(X, W, b))
    return np.maximum(_layer(X, *params[-1]), 0.0)


def mlp_forward__reversed(X, params):
    """You go through the layers from the last to the first. Where do the inputs enter?"""
    for W, b in params[:0:-1]:
        X = np.tanh(_layer(X, W, b))
    return _layer(X, *params[0])


def mlp_forward__always_feeds_the_inputs(X, params):
    """You feed the inputs X to every hidden layer. What does the second one listen to?"""
    A = X
    for W, b in params[:-1]:
        A = np.tanh(_layer(X, W, b))
    return _layer(A, *params[-1])


def mlp_forward__skips_the_last_layer(X, params):
    """You stop after the last hidden layer. How many pairs does params hold, and how many has your
    loop used?"""
    for W, b in params[:-1]:
        X = np.tanh(_layer(X, W, b))
    return X


def mlp_forward__skips_the_first_layer(X, params):
    """You apply tanh to the inputs and start with the second layer. Which layer belongs to the
    first pair in params?"""
    for W, b in params[1:-1]:
        X = np.tanh(_layer(X, W, b))
    return _layer(np.tanh(X) if len(params) > 1 else X, *params[-1])


def mlp_forward__activates_the_inputs(X, params):
    """You apply tanh before each product, so the inputs themselves are squeezed. What is A0?"""
    for W, b in params:
        X = _layer(np.tanh(X), W, b)
    return X


def mlp_forward__first_hidden_layer_only(X, params):
    """Only your first hidden layer has an activation. What happens to two neighbouring layers
    without one (lesson 02)?"""
    for layer, (W, b) in enumerate(params):
        X = _layer(X, W, b)
        if layer == 0 and len(params) > 1:
            X = np.tanh(X)
    return X


def mlp_forward__two_layers_only(X, params):
    """You always use params[0] and params[1]. A network may have one layer, or five: loop over
    what is there."""
    (W1, b1), (W2, b2) = params[0], params[1]
    return _layer(np.tanh(_layer(X, W1, b1)), W2, b2)


def mlp_forward__one_layer_network_with_tanh(X, params):
    """A network with a single pair has no hidden layer, only an output layer. Is tanh applied
    there?"""
    A = np.tanh(_layer(X, *params[0]))
    if len(params) == 1:
        return A
    for W, b in params[1:-1]:
        A = np.tanh(_layer(A, W, b))
    return _layer(A, *params[-1])


def mlp_forward__no_biases(X, params):
    """You leave the biases out. What should a network answer to an example of zeros?"""
    for W, b in params[:-1]:
        X = np.tanh(_layer(X, W, 0 * np.asarray(b)))
    W, b = params[-1]
    return _layer(X, W, 0 * np.asarray(b))


def mlp_forward__bias_after_tanh(X, params):
    """You add the bias after tanh. It is part of the weighted sum, which goes through tanh as a
    whole."""
    for W, b in params[:-1]:
        X = np.tanh(_layer(X, W, 0 * np.asarray(b))) + b
    return _layer(X, *params[-1])


def mlp_forward__not_transposed(X, params):
    """You multiply with W where W.T is needed. Square matrices hide it: run a 3-4-1 network, and
    use your own `linear_forward`."""

    def layer(A, W, b):
        A, W, b = _fit(A, W, b)
        return A @ W + b

    for W, b in params[:-1]:
        X = np.tanh(layer(X, W, b))
    return layer(X, *params[-1])


def mlp_forward__pops(X, params):
    """Your answer is right, but params.pop() takes the last layer out of the caller's list: the
    next call finds a shorter network. Read it with params[-1]."""
    W_last, b_last = params.pop()
    for W, b in params:
        X = np.tanh(_layer(X, W, b))
    return _layer(X, W_last, b_last)


def mlp_forward__flat(X, params):
    """You squeeze a column of answers into shape (m,). The result always has two axes, (m, n_L),
    also for one output node."""
    for W, b in params[:-1]:
        X = np.tanh(_layer(X, W, b))
    return np.squeeze(_layer(X, *params[-1]))


def mlp_forward__all_activations(X, params):
    """You return the outputs of all layers in a list. Only the last layer's sums are asked for."""
    A = [np.asarray(X, dtype=float)]
    for W, b in params[:-1]:
        A.append(np.tanh(_layer(A[-1], W, b)))
    return [*A, _layer(A[-1], *params[-1])]


def mlp_forward__first_example_only(X, params):
    """You answer for the first example only. How many rows should the result have?"""
    X = np.asarray(X, dtype=float)[:1]
    for W, b in params[:-1]:
        X = np.tanh(_layer(X, W, b))
    return _layer(X, *params[-1])


def mlp_forward__shapes_unchecked(X, params):
    """You multiply without comparing shapes. Use your own `linear_forward`, which already refuses
    what does not fit."""
    A = np.asarray(X, dtype=float)
    for W, b in params[:-1]:
        A = np.tanh(A @ np.asarray(W).T + b)
    W, b = params[-1]
    return A @ np.asarray(W).T + b


# count_params


def _pairs(sizes):
    return list(zip(sizes[:-1], sizes[1:]))


def count_params__no_biases(sizes):
    """You count the weights and leave the biases out. How many numbers does a single neuron with
    two inputs own?"""
    return sum(a * b for a, b in _pairs(sizes))


def count_params__biases_only(sizes):
    """You count one number per node. The arrows between the nodes carry weights: how many are
    there between 3 nodes and 4?"""
    return sum(sizes[1:])


def count_params__biases_for_the_inputs(sizes):
    """You give the inputs a bias, too. Does an input node compute anything?"""
    return sum(a * b for a, b in _pairs(sizes)) + sum(sizes)


def count_params__one_bias_per_layer(sizes):
    """You count one bias per layer. Every node has its own: which shape has b?"""
    return sum(a * b + 1 for a, b in _pairs(sizes))


def count_params__bias_per_input(sizes):
    """You count one bias per input of a layer. It belongs to the node that computes: b has n_out
    entries."""
    return sum(b * a + a for a, b in _pairs(sizes))


def count_params__output_without_bias(sizes):
    """You leave out the biases of the output layer. Its nodes compute like all others."""
    return sum(a * b for a, b in _pairs(sizes)) + sum(sizes[1:-1])


def count_params__counts_nodes(sizes):
    """You count nodes. A parameter is a weight (an arrow) or a bias (of a node that computes)."""
    return sum(sizes)


def count_params__multiplies_everything(sizes):
    """You multiply all sizes. Weights join neighbouring layers only, and the layers add up."""
    return math.prod(sizes)


def count_params__multiplies_the_layers(sizes):
    """You multiply the numbers of the layers. Each layer brings its own parameters: what joins the
    counts?"""
    return math.prod(b * (a + 1) for a, b in _pairs(sizes))


def count_params__first_layer_only(sizes):
    """You count the first layer only. Where do the others come in?"""
    return sizes[1] * (sizes[0] + 1)


def count_params__last_layer_only(sizes):
    """You return the count of the last layer. Does your loop add to the total, or overwrite it?"""
    return sizes[-1] * (sizes[-2] + 1)


def count_params__stops_early(sizes):
    """Your loop leaves out the last layer. How many layers has a network of len(sizes) sizes?"""
    return sum(b * (a + 1) for a, b in _pairs(sizes)[:-1])


def count_params__skips_the_first_layer(sizes):
    """Your loop leaves out the first layer, as if the inputs had no weights. The arrows from the
    inputs belong to the first hidden layer."""
    return sum(b * (a + 1) for a, b in _pairs(sizes)[1:])


def count_params__two_layers_only(sizes):
    """You use three sizes, whatever the list holds. Loop over neighbouring sizes."""
    a, b, c = sizes[0], sizes[1], sizes[2]
    return a * b + b + b * c + c


def count_params__every_layer_to_every_layer(sizes):
    """You join every layer to all layers after it. In a fully connected network a node listens to
    the layer just before its own."""
    total = sum(sizes[1:])
    for i in range(len(sizes)):
        for j in range(i + 1, len(sizes)):
            total += sizes[i] * sizes[j]
    return total


def count_params__bias_nodes_as_targets(sizes):
    """You add a bias node to every layer, and let weights lead into the bias nodes as well.
    Nothing feeds a bias."""
    return sum((a + 1) * (b + 1) for a, b in _pairs(sizes))


def count_params__pops(sizes):
    """Your count is right, but sizes.pop() empties the caller's list. Loop without taking
    anything out."""
    total, before = 0, sizes.pop(0)
    while sizes:
        after = sizes.pop(0)
        total += after * (before + 1)
        before = after
    return total
