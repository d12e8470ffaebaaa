"""Wrong answers to lesson 02 that people really give, each with the sentence that helps."""

import numpy as np

# best_linear_accuracy


def _check(X, y):
    X, y = np.asarray(X), np.asarray(y)
    if X.ndim != 2 or X.shape[1] != 2 or y.shape != (X.shape[0],):
        raise ValueError(f"X {X.shape} and y {y.shape} do not fit")
    return X, y


def _accuracies(X, y, triples):
    return [np.mean((w1 * X[:, 0] + w2 * X[:, 1] + b > 0) == y) for w1, w2, b in triples]


def _all_triples(weights, biases):
    return [(w1, w2, b) for w1 in weights for w2 in weights for b in biases]


def best_linear_accuracy__equal_weights(X, y, weights, biases):
    """You only try neurons with w1 = w2, whose lines all have the same slope. How many pairs can
    be made from three weights?"""
    X, y = _check(X, y)
    return float(max(_accuracies(X, y, [(w, w, b) for w in weights for b in biases])))


def best_linear_accuracy__each_pair_once(X, y, weights, biases):
    """You try each pair of weights in one order only: (1, -1) is not the same neuron as (-1, 1)."""
    X, y = _check(X, y)
    weights = list(weights)
    pairs = [(w1, w2) for i, w1 in enumerate(weights) for w2 in weights[i:]]
    return float(max(_accuracies(X, y, [(*pair, b) for pair in pairs for b in biases])))


def best_linear_accuracy__zips(X, y, weights, biases):
    """You walk through weights and biases side by side, the first with the first, the second with
    the second. Each bias has to meet every pair of weights."""
    X, y = _check(X, y)
    triples = [
        (w1, w2, b)
        for w1 in weights
        for w2, b in zip(weights, biases)
    ]  # fmt: skip
    return float(max(_accuracies(X, y, triples)))


def best_linear_accuracy__last_one(X, y, weights, biases):
    """You return the accuracy of the last neuron that was tried. What has to be remembered on the
    way, and when is it replaced?"""
    X, y = _check(X, y)
    return float(_accuracies(X, y, _all_triples(weights, biases))[-1])


def best_linear_accuracy__first_one(X, y, weights, biases):
    """You return after the first neuron. Is there a `return` inside of your loops?"""
    X, y = _check(X, y)
    return float(_accuracies(X, y, _all_triples(weights, biases))[0])


def best_linear_accuracy__average(X, y, weights, biases):
    """You return the average over all neurons. The question is how good the best of them is."""
    X, y = _check(X, y)
    return float(np.mean(_accuracies(X, y, _all_triples(weights, biases))))


def best_linear_accuracy__worst(X, y, weights, biases):
    """You keep the lowest accuracy instead of the highest. Did you count mistakes at first?"""
    X, y = _check(X, y)
    return float(min(_accuracies(X, y, _all_triples(weights, biases))))


def best_linear_accuracy__error_rate(X, y, weights, biases):
    """You return the share of wrong answers of the best neuron. Accuracy is the share of right
    ones: how are the two related?"""
    X, y = _check(X, y)
    return 1.0 - float(max(_accuracies(X, y, _all_triples(weights, biases))))


def best_linear_accuracy__counts_rows(X, y, weights, biases):
    """You return how many rows are right. Accuracy is a share: what do you divide by?"""
    X, y = _check(X, y)
    return float(max(_accuracies(X, y, _all_triples(weights, biases)))) * len(y)


def best_linear_accuracy__percent(X, y, weights, biases):
    """You return percent. Three rows of four are 0.75 here, not 75."""
    X, y = _check(X, y)
    return float(max(_accuracies(X, y, _all_triples(weights, biases)))) * 100


def best_linear_accuracy__or_its_opposite(X, y, weights, biases):
    """You count a neuron that is always wrong as one that is always right. Its opposite is another
    neuron: was it among those to be tried?"""
    X, y = _check(X, y)
    found = _accuracies(X, y, _all_triples(weights, biases))
    return float(max(max(a, 1 - a) for a in found))


def best_linear_accuracy__no_bias(X, y, weights, biases):
    """Your neurons have no bias, so all their lines pass through the origin. Where does b belong
    in the sum?"""
    X, y = _check(X, y)
    return float(max(_accuracies(X, y, [(w1, w2, 0) for w1 in weights for w2 in weights])))


def best_linear_accuracy__subtracts_bias(X, y, weights, biases):
    """You subtract b like a threshold. In this course a bias is added to the sum."""
    X, y = _check(X, y)
    return float(max(_accuracies(X, y, _all_triples(weights, [-b for b in biases]))))


def best_linear_accuracy__fires_at_zero(X, y, weights, biases):
    """A sum of exactly 0 fires in your version. Use your own `step`, which has settled that
    case."""
    X, y = _check(X, y)
    found = [
        np.mean((w1 * X[:, 0] + w2 * X[:, 1] + b >= 0) == y)
        for w1, w2, b in _all_triples(weights, biases)
    ]
    return float(max(found))


def best_linear_accuracy__biases_as_weights(X, y, weights, biases):
    """You take w2 from the list of biases. Both weights come from `weights`."""
    X, y = _check(X, y)
    triples = [(w1, w2, b) for w1 in weights for w2 in biases for b in biases]
    return float(max(_accuracies(X, y, triples)))


def best_linear_accuracy__own_grid(X, y, weights, biases):
    """You search a grid of your own and leave `weights` and `biases` unused. The caller decides
    which neurons are tried."""
    X, y = _check(X, y)
    grid = np.linspace(-2, 2, 9)
    return float(max(_accuracies(X, y, _all_triples(grid, grid))))


def best_linear_accuracy__counts_what_fires(X, y, weights, biases):
    """You count the rows that fire. A row is answered rightly when its answer equals its label,
    and silence can be right, too."""
    X, y = _check(X, y)
    triples = _all_triples(weights, biases)
    return float(max(np.mean(w1 * X[:, 0] + w2 * X[:, 1] + b > 0) for w1, w2, b in triples))


def best_linear_accuracy__no_check(X, y, weights, biases):
    """You leave the shapes to NumPy, which compares a label in a column with every row and says
    nothing. Compare X.shape and y.shape first."""
    X, y = np.asarray(X), np.asarray(y)
    return float(max(_accuracies(X, y, _all_triples(weights, biases))))


# step_layer


def _fits(X, W, b):
    X, W, b = np.asarray(X), np.asarray(W), np.asarray(b)
    if X.ndim != 2 or W.ndim != 2 or W.shape[1] != X.shape[1]:
        raise ValueError(f"X {X.shape} and W {W.shape} do not fit")
    if b.shape != (W.shape[0],):
        raise ValueError(f"W {W.shape} and b {b.shape} do not fit")
    return X, W, b


def step_layer__weights_in_columns(X, W, b):
    """You take the columns of W as the weights of a neuron (X @ W). Here neuron i has row i:
    which table do you multiply with?"""
    X, W, b = _fits(X, W, b)
    return np.where(X @ W + b > 0, 1, 0)


def step_layer__neurons_in_rows(X, W, b):
    """Your result has one row per neuron. Rows stay examples: where do the answers of neuron i
    belong?"""
    X, W, b = _fits(X, W, b)
    return np.where(X @ W.T + b > 0, 1, 0).T


def step_layer__no_bias(X, W, b):
    """You leave the biases out, so that every line of the layer passes through the origin."""
    X, W, b = _fits(X, W, b)
    return np.where(X @ W.T > 0, 1, 0)


def step_layer__subtracts_bias(X, W, b):
    """You subtract b like a threshold. A bias is added to the sum."""
    X, W, b = _fits(X, W, b)
    return np.where(X @ W.T - b > 0, 1, 0)


def step_layer__first_bias_for_all(X, W, b):
    """All your neurons use b[0]. Which bias belongs to neuron i?"""
    X, W, b = _fits(X, W, b)
    return np.where(X @ W.T + b[0] > 0, 1, 0)


def step_layer__all_biases_for_all(X, W, b):
    """You add the sum of all biases to every neuron. Each neuron has one bias of its own."""
    X, W, b = _fits(X, W, b)
    return np.where(X @ W.T + b.sum() > 0, 1, 0)


def step_layer__forgets_step(X, W, b):
    """You return the weighted sums. Each neuron still has to decide: 0 or 1?"""
    X, W, b = _fits(X, W, b)
    return X @ W.T + b


def step_layer__fires_at_zero(X, W, b):
    """A neuron whose sum is exactly 0 fires in your version. Use your own `step` or
    `perceptron_forward`, which have settled that case."""
    X, W, b = _fits(X, W, b)
    return np.where(X @ W.T + b >= 0, 1, 0)


def step_layer__booleans(X, W, b):
    """You return True and False. Which function of yours answers in numbers?"""
    X, W, b = _fits(X, W, b)
    return X @ W.T + b > 0


def step_layer__first_neuron_only(X, W, b):
    """You give all columns the answers of neuron 0. Does your loop use its own variable?"""
    X, W, b = _fits(X, W, b)
    first = np.where(X @ W[0] + b[0] > 0, 1, 0)
    return np.column_stack([first] * len(W))


def step_layer__flattens(X, W, b):
    """You put all answers into one long row. A table of shape (m, k) is wanted: np.column_stack
    makes one from a list of columns."""
    X, W, b = _fits(X, W, b)
    return np.where(X @ W.T + b > 0, 1, 0).ravel()


def step_layer__squeezes_one_neuron(X, W, b):
    """For a single neuron you return shape (m,). A layer always gives a table, (m, 1) in that
    case, so that the next layer finds its rows."""
    X, W, b = _fits(X, W, b)
    return np.squeeze(np.where(X @ W.T + b > 0, 1, 0), axis=1 if len(W) == 1 else ())


def step_layer__any_neuron(X, W, b):
    """You give one answer per row, whether any neuron fires. Each neuron answers for itself."""
    X, W, b = _fits(X, W, b)
    return np.where((X @ W.T + b > 0).any(axis=1), 1, 0)


def step_layer__no_check(X, W, b):
    """You leave the shapes to NumPy. It spreads a single bias over all neurons and says nothing;
    compare the shapes of X, W and b first."""
    return np.where(np.asarray(X) @ np.asarray(W).T + np.asarray(b) > 0, 1, 0)


# xor_net


def _two_columns(X):
    X = np.asarray(X)
    if X.ndim != 2 or X.shape[1] != 2:
        raise ValueError(f"X has shape {X.shape}; expected (m, 2)")
    return X


def _table(X, answers):
    X = _two_columns(X)
    return np.array(answers)[np.rint(2 * X[:, 0] + X[:, 1]).astype(int)]


def xor_net__is_or(X):
    """Your network answers as OR does: (1, 1) should be silent. Which hidden neuron could take
    back what OR has given?"""
    return _table(X, [0, 1, 1, 1])


def xor_net__is_and(X):
    """Your network answers as AND does. XOR is 1 where *exactly one* input is 1."""
    return _table(X, [0, 0, 0, 1])


def xor_net__is_nand(X):
    """Your network answers as NAND does. That also happens when the hidden sums are passed on
    without a step, since then the two layers are one. Do the hidden neurons answer 0 or 1?"""
    return _table(X, [1, 1, 1, 0])


def xor_net__is_xnor(X):
    """Your answers are all turned around: you fire where the inputs are equal. Look at the signs
    of the output neuron."""
    return _table(X, [1, 0, 0, 1])


def xor_net__one_side_only(X):
    """You fire for (1, 0) and not for (0, 1). XOR does not care which of the two is on: what does
    the second hidden neuron watch?"""
    return _table(X, [0, 0, 1, 0])


def xor_net__never_fires(X):
    """Your output never fires. What is its sum when OR answers 1 and AND answers 0: is it above
    0?"""
    return _table(X, [0, 0, 0, 0])


def xor_net__always_fires(X):
    """Your output always fires. What should its sum be when both hidden neurons are silent?"""
    return _table(X, [1, 1, 1, 1])


def xor_net__four_fixed_answers(X):
    """You return 0, 1, 1, 0 whatever X is. The rows may come in any order and in any number."""
    _two_columns(X)
    return np.array([0, 1, 1, 0])


def xor_net__booleans(X):
    """You return True and False. Which function of yours answers in numbers?"""
    X = _two_columns(X)
    return X[:, 0] != X[:, 1]


def xor_net__bitwise(X):
    """`^` works on whole numbers only and fails for 1.0; besides, it is no neuron. Use weighted
    sums and steps."""
    X = _two_columns(X)
    return X[:, 0] ^ X[:, 1]


def xor_net__column(X):
    """Your answers stand in a column of shape (m, 1); (m,) is wanted. Let `perceptron_forward` do
    the last layer, or take the only column."""
    return _table(X, [0, 1, 1, 0]).reshape(-1, 1)


def xor_net__hidden_answers(X):
    """You return the answers of the hidden neurons, shape (m, 2). They are the inputs of one more
    neuron."""
    X = _two_columns(X)
    return np.where(X @ np.ones((2, 2)) + np.array([-0.5, -1.5]) > 0, 1, 0)


def xor_net__forgets_the_last_step(X):
    """You return the sums of the output neuron. It has to decide as well: 0 or 1?"""
    X = _two_columns(X)
    hidden = np.where(X @ np.ones((2, 2)) + np.array([-0.5, -1.5]) > 0, 1, 0)
    return hidden @ np.array([1.0, -2.0]) - 0.5


def xor_net__one_answer(X):
    """You give one answer for the whole table. Each row is an example of its own."""
    X = _two_columns(X)
    return int(X[:, 0].sum() % 2 != X[:, 1].sum() % 2)


def xor_net__no_check(X):
    """You use the first two columns of whatever comes. Three columns are a mistake of the caller:
    a ValueError should say so."""
    X = np.atleast_2d(X)
    return np.where(np.abs(X[:, 0] - X[:, 1]) > 0.5, 1, 0)


# parity_net


def _any_columns(X):
    X = np.asarray(X)
    if X.ndim != 2:
        raise ValueError(f"X has shape {X.shape}; expected (m, n)")
    return X


def parity_net__exactly_one(X):
    """Your lamp is on when exactly one switch is up, and off for good from two on; two hidden
    neurons would do that. With three up it is on again: how many counts have to be told apart?"""
    return np.where(_any_columns(X).sum(axis=1) == 1, 1, 0)


def parity_net__any(X):
    """Your lamp is on as soon as one switch is up (OR). The second switch should turn it off:
    which sign belongs to its hidden neuron?"""
    return np.where(_any_columns(X).sum(axis=1) > 0, 1, 0)


def parity_net__even(X):
    """Your answers are all turned around. With all switches down the lamp is off: where do the
    signs +1, -1, +1, ... begin?"""
    return np.where(_any_columns(X).sum(axis=1) % 2 == 0, 1, 0)


def parity_net__majority(X):
    """Your lamp is on when more than half of the switches are up. Parity cares about odd and even,
    not about many and few."""
    X = _any_columns(X)
    return np.where(X.sum(axis=1) > X.shape[1] / 2, 1, 0)


def parity_net__first_and_last(X):
    """You compare only the first and the last switch. Every switch turns the lamp."""
    X = _any_columns(X)
    return np.where(X[:, 0] != X[:, -1], 1, 0)


def parity_net__one_neuron_short(X):
    """One hidden neuron is missing, so the case where all switches are up looks like the case
    before. How many neurons does the range of your loop give?"""
    X = _any_columns(X)
    return np.where(np.minimum(X.sum(axis=1), X.shape[1] - 1) % 2 == 1, 1, 0)


def parity_net__cut_one_late(X):
    """Your hidden neurons cut the count one too late: the first should fire from one switch up.
    What is its bias?"""
    return np.where(np.maximum(_any_columns(X).sum(axis=1) - 1, 0) % 2 == 1, 1, 0)


def parity_net__two_switches_only(X):
    """You refuse everything but two columns. This network is for any number of switches."""
    X = _any_columns(X)
    if X.shape[1] != 2:
        raise ValueError(f"X has shape {X.shape}; expected (m, 2)")
    return np.where(X[:, 0] != X[:, 1], 1, 0)


def parity_net__forgets_the_last_step(X):
    """You return the sums of the output neuron. It has to decide as well: 0 or 1?"""
    return _any_columns(X).sum(axis=1) % 2 - 0.5


def parity_net__down_the_columns(X):
    """You count along the wrong axis: one answer per switch instead of one per row. Which axis
    holds the switches of one example?"""
    return np.where(_any_columns(X).sum(axis=0) % 2 == 1, 1, 0)


def parity_net__one_answer(X):
    """You give one answer for the whole table. Each row is a staircase of its own."""
    return int(_any_columns(X).sum() % 2)


def parity_net__booleans(X):
    """You return True and False. Which function of yours answers in numbers?"""
    return _any_columns(X).sum(axis=1) % 2 == 1


def parity_net__column(X):
    """Your answers stand in a column of shape (m, 1); (m,) is wanted. Let `perceptron_forward` do
    the last layer, or take the only column."""
    return np.where(_any_columns(X).sum(axis=1) % 2 == 1, 1, 0).reshape(-1, 1)


def parity_net__no_check(X):
    """You accept a single row without its brackets. Say what is wrong: a ValueError that names
    the shape of X."""
    return np.where(np.atleast_2d(X).sum(axis=1) % 2 == 1, 1, 0)


# collapse_linear


def _layers(W1, b1, W2, b2):
    W1, b1, W2, b2 = (np.asarray(part, dtype=float) for part in (W1, b1, W2, b2))
    if W1.ndim != 2 or b1.shape != (W1.shape[0],):
        raise ValueError(f"W1 {W1.shape} and b1 {b1.shape} do not fit")
    if W2.ndim != 2 or W2.shape[1] != W1.shape[0]:
        raise ValueError(f"W2 {W2.shape} and W1 {W1.shape} do not fit")
    if b2.shape != (W2.shape[0],):
        raise ValueError(f"W2 {W2.shape} and b2 {b2.shape} do not fit")
    return W1, b1, W2, b2


def collapse_linear__adds_weights(W1, b1, W2, b2):
    """You add the two weight matrices. The second layer multiplies what the first one has made;
    besides, tables of different shapes cannot be added at all."""
    W1, b1, W2, b2 = _layers(W1, b1, W2, b2)
    return W2 + W1, W2 @ b1 + b2


def collapse_linear__adds_everything(W1, b1, W2, b2):
    """You add weights to weights and biases to biases. Put a vector x through both layers, step
    by step: what happens to W1 x in the second layer?"""
    W1, b1, W2, b2 = _layers(W1, b1, W2, b2)
    return W2 + W1, b1 + b2


def collapse_linear__wrong_order(W1, b1, W2, b2):
    """You multiply in the order of reading, W1 @ W2. The layer that comes first stands next to x:
    W2 (W1 x)."""
    W1, b1, W2, b2 = _layers(W1, b1, W2, b2)
    return W1 @ W2, W2 @ b1 + b2


def collapse_linear__layers_exchanged(W1, b1, W2, b2):
    """You let the second layer go first: W1 (W2 x + b2) + b1. Which of them meets x?"""
    W1, b1, W2, b2 = _layers(W1, b1, W2, b2)
    return W1 @ W2, W1 @ b2 + b1


def collapse_linear__adds_biases(W1, b1, W2, b2):
    """Your weights are right, but b1 passes through the second layer, too: what does W2 do to
    it?"""
    W1, b1, W2, b2 = _layers(W1, b1, W2, b2)
    return W2 @ W1, b1 + b2


def collapse_linear__loses_first_bias(W1, b1, W2, b2):
    """You lose b1. What do two layers answer to x = 0 if b2 is 0 as well?"""
    W1, b1, W2, b2 = _layers(W1, b1, W2, b2)
    return W2 @ W1, b2 + 0.0


def collapse_linear__loses_second_bias(W1, b1, W2, b2):
    """You lose b2, the last thing that is added. Multiply out W2 (W1 x + b1) + b2 once more."""
    W1, b1, W2, b2 = _layers(W1, b1, W2, b2)
    return W2 @ W1, W2 @ b1


def collapse_linear__loses_both_biases(W1, b1, W2, b2):
    """Your bias is 0. What do the two layers answer to x = 0?"""
    W1, b1, W2, b2 = _layers(W1, b1, W2, b2)
    return W2 @ W1, np.zeros(len(b2))


def collapse_linear__both_biases_through_w2(W1, b1, W2, b2):
    """You send b2 through W2 as well. It is added after the second layer has multiplied."""
    W1, b1, W2, b2 = _layers(W1, b1, W2, b2)
    return W2 @ W1, W2 @ b1 + W2.sum(axis=1) * b2


def collapse_linear__entry_by_entry(W1, b1, W2, b2):
    """`*` multiplies entry by entry. Each output needs a weighted sum over all hidden neurons:
    which operator makes those?"""
    W1, b1, W2, b2 = _layers(W1, b1, W2, b2)
    return W2 * W1, W2 @ b1 + b2


def collapse_linear__transposed(W1, b1, W2, b2):
    """Your W is transposed: (n0, n2). Rows are neurons and columns are inputs, so the result of a
    3-4-2 network has shape (2, 3)."""
    W1, b1, W2, b2 = _layers(W1, b1, W2, b2)
    return (W2 @ W1).T, W2 @ b1 + b2


def collapse_linear__weights_turned(W1, b1, W2, b2):
    """You turn W1 over before multiplying, as if its columns were the neurons. Row i of W1 holds
    the weights of neuron i."""
    W1, b1, W2, b2 = _layers(W1, b1, W2, b2)
    return W2 @ W1.T, W2 @ b1 + b2


def collapse_linear__bias_first(W1, b1, W2, b2):
    """You return (b, W). The order is weights first, then bias."""
    W1, b1, W2, b2 = _layers(W1, b1, W2, b2)
    return W2 @ b1 + b2, W2 @ W1


def collapse_linear__weights_only(W1, b1, W2, b2):
    """You return W alone. The one layer needs its bias as well: return the two of them."""
    W1, b1, W2, b2 = _layers(W1, b1, W2, b2)
    return W2 @ W1


def collapse_linear__bias_in_a_column(W1, b1, W2, b2):
    """Your b has shape (n2, 1); (n2,) is wanted. Added to W x, a column would give a table."""
    W1, b1, W2, b2 = _layers(W1, b1, W2, b2)
    return W2 @ W1, (W2 @ b1 + b2).reshape(-1, 1)


def collapse_linear__no_check(W1, b1, W2, b2):
    """You leave the shapes to NumPy. It accepts a bias of shape (4, 1) and returns a table where a
    bias should be; compare the shapes first."""
    W1, b1, W2, b2 = (np.asarray(part, dtype=float) for part in (W1, b1, W2, b2))
    return W2 @ W1, W2 @ b1 + b2
