"""Wrong answers to lesson 11 that people really give, each with the sentence that helps.

Most of them are the right training loop with a single fault in it: `_fit` and `_Twisted` are that
loop, with a place for the fault.
"""

from itertools import pairwise

import numpy as np

from nnlab.activations import relu, relu_grad, tanh_grad
from nnlab.batchnorm import (
    batchnorm_backward,
    batchnorm_eval,
    batchnorm_forward,
    batchnorm_running,
)
from nnlab.capstone import MLP, _as_labels, _as_rows
from nnlab.forward import linear_forward, mlp_forward
from nnlab.network import linear_backward
from nnlab.regularization import dropout_backward, dropout_forward, l2_penalty
from nnlab.sgd import epoch_loss, minibatch_indices, sgd_step
from nnlab.softmax import cross_entropy, softmax, softmax_ce_grad

# fit


def _first_weights(sizes, rng, fault):
    params = []
    for n_in, n_out in pairwise(sizes):
        W = rng.normal(0, n_in**-0.5, size=(n_out, n_in))
        b = np.zeros(n_out)
        if fault == "zeros":
            W = np.zeros((n_out, n_in))
        elif fault == "alike":
            W = np.tile(W[:1], (n_out, 1))
        elif fault == "huge":
            W = W * 30.0
        elif fault == "random biases":
            b = rng.normal(0, 0.1, size=n_out)
        elif fault == "global":
            W = np.random.normal(0, n_in**-0.5, size=(n_out, n_in))
        params.append((W, b))
    return params


def _epoch_batches(m, B, rng, fault, order):
    if fault == "no shuffling":
        return [np.arange(start, min(start + B, m)) for start in range(0, m, B)]
    if fault == "one order":
        return [order[start : start + B] for start in range(0, m, B)]
    if fault == "with replacement":
        return [rng.integers(0, m, size=min(B, m)) for _ in range(-(-m // B))]
    if fault == "drops last":
        return [rows for rows in minibatch_indices(m, B, rng) if len(rows) == min(B, m)]
    return minibatch_indices(m, B, rng)


def _fit(X, y, sizes_h, lr, B, epochs, lam, rng, fault=""):
    X, y = np.asarray(X), np.asarray(y)
    if fault != "no check" and (X.ndim != 2 or y.shape != (len(X),)):
        raise ValueError(f"X {X.shape} and y {y.shape} do not fit")
    if fault == "standardised":
        X = (X - X.mean(axis=0)) / (X.std(axis=0) + 1e-8)
    if fault == "own seed":
        rng = np.random.default_rng(0)
    K = len(np.unique(y)) if fault == "classes that occur" else int(y.max()) + 1
    params = _first_weights([X.shape[1], *sizes_h, K], rng, fault)
    order = rng.permutation(len(X)) if fault == "one order" else None
    speeds = [[np.zeros_like(p) for p in layer] for layer in params]
    history = []
    for epoch in range(epochs + (fault == "one epoch too many")):
        losses, sizes = [], []
        for rows in _epoch_batches(len(X), B, rng, fault, order):
            others = rng.permutation(rows) if fault == "labels apart" else rows
            A = [X[rows]]
            for W, b in params[:-1]:
                A.append(np.tanh(linear_forward(A[-1], W, b)))
                if fault == "relu":
                    A[-1] = np.maximum(linear_forward(A[-2], W, b), 0)
                elif fault == "sigmoid":
                    A[-1] = 1 / (1 + np.exp(-linear_forward(A[-2], W, b)))
            Z = linear_forward(A[-1], *params[-1])
            if fault == "tanh at the end":
                Z = np.tanh(Z)
            penalty, pulls = l2_penalty([W for W, _ in params], lam)
            loss = cross_entropy(Z, y[others])
            losses.append(loss + penalty if fault == "penalty in history" else loss)
            sizes.append(len(rows))
            dZ = softmax_ce_grad(Z, y[others])
            if fault == "tanh at the end":
                dZ = dZ * (1 - Z**2)
            elif fault == "sum over the batch":
                dZ = dZ * len(rows)
            elif fault == "divided twice":
                dZ = dZ / len(rows)
            elif fault == "by batch size":
                dZ = dZ * len(rows) / B
            grads = [None] * len(params)
            for l in reversed(range(len(params))):
                W, b = params[l]
                dW, db = dZ.T @ A[l], dZ.sum(axis=0)
                if fault == "steps on the way":
                    W = W - lr * (dW + pulls[l])
                dA = dZ @ W
                pull = pulls[l]
                if fault == "no penalty":
                    pull = 0.0
                elif fault == "half a penalty":
                    pull = pull / 2
                elif fault == "penalty by rows":
                    pull = pull / len(rows)
                elif fault == "penalty on last layer only" and l < len(params) - 1:
                    pull = 0.0
                elif fault == "penalty on biases":
                    db = db + 2 * lam * b
                elif fault == "l1":
                    pull = lam * np.sign(W)
                if fault == "biases stay":
                    db = 0 * db
                elif fault == "last layer only" and l < len(params) - 1:
                    dW, db = 0 * dW, 0 * db
                grads[l] = [dW + pull, db]
                if fault == "relu":
                    dZ = dA * (A[l] > 0)
                elif fault == "sigmoid":
                    dZ = dA * A[l] * (1 - A[l])
                elif fault == "slope left out":
                    dZ = dA
                elif fault == "slope of sums" and l > 0:
                    dZ = dA * tanh_grad(np.arctanh(np.clip(A[l], -0.999999, 0.999999)))
                else:
                    dZ = dA * tanh_grad(A[l])
            rate = lr / (1 + epoch) if fault == "decays" else lr
            rate = -rate if fault == "uphill" else rate
            if fault == "momentum":
                for l, layer in enumerate(grads):
                    speeds[l] = [0.9 * v + g for v, g in zip(speeds[l], layer, strict=True)]
                grads = speeds
            params = [tuple(sgd_step(params[l], grads[l], rate)) for l in range(len(params))]
        if fault == "unweighted":
            history.append(float(np.mean(losses)))
        elif fault == "last batch":
            history.append(losses[-1])
        elif fault == "sum of losses":
            history.append(float(np.sum(losses)))
        elif fault == "after the epoch":
            history.append(cross_entropy(mlp_forward(X, params), y))
        else:
            history.append(epoch_loss(losses, sizes))
    if fault == "every batch":
        history = list(losses) * epochs
    return params, history


def fit__no_shuffling(X, y, sizes_h, lr, B, epochs, lam, rng):
    """You take the rows in the order in which they lie there. If they are sorted by class, a batch
    knows one class only: what does `minibatch_indices` do about that?"""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "no shuffling")


def fit__one_order(X, y, sizes_h, lr, B, epochs, lam, rng):
    """You shuffle once, before the first epoch, and repeat that order. Which line has to move into
    the loop over the epochs?"""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "one order")


def fit__labels_apart(X, y, sizes_h, lr, B, epochs, lam, rng):
    """Your rows and your labels are shuffled by different permutations, so that no row meets its
    own label. Use the same row numbers for both."""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "labels apart")


def fit__with_replacement(X, y, sizes_h, lr, B, epochs, lam, rng):
    """You draw each batch anew from all rows, so that an epoch meets some rows twice and others
    never. How do you cut a permutation into batches?"""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "with replacement")


def fit__drops_last(X, y, sizes_h, lr, B, epochs, lam, rng):
    """You leave out the last batch if it is short. Its rows belong to the epoch, too."""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "drops last")


def fit__unweighted(X, y, sizes_h, lr, B, epochs, lam, rng):
    """Your history is the mean over the batches, so that a row of the short last batch counts more
    than others. `epoch_loss` of lesson 08 weighs them."""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "unweighted")


def fit__penalty_in_history(X, y, sizes_h, lr, B, epochs, lam, rng):
    """Your history contains the penalty. The data loss alone can be compared from one lam to
    another: where does the penalty come in, and where not?"""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "penalty in history")


def fit__last_batch(X, y, sizes_h, lr, B, epochs, lam, rng):
    """Your history holds the loss of the last batch of each epoch. What would be the mean over all
    rows of the epoch?"""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "last batch")


def fit__sum_of_losses(X, y, sizes_h, lr, B, epochs, lam, rng):
    """You add the losses of the batches up, so that the history grows with their number. Which
    mean is wanted?"""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "sum of losses")


def fit__after_the_epoch(X, y, sizes_h, lr, B, epochs, lam, rng):
    """You measure the loss of all rows again when an epoch is over. The history is to hold the
    losses that the batches had on the way, which cost nothing extra."""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "after the epoch")


def fit__every_batch(X, y, sizes_h, lr, B, epochs, lam, rng):
    """Your history has an entry for every batch. One entry for each epoch is wanted."""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "every batch")


def fit__one_epoch_too_many(X, y, sizes_h, lr, B, epochs, lam, rng):
    """You go through the rows once more than you were asked to. Where does your loop over the
    epochs begin, and where does it end?"""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "one epoch too many")


def fit__no_penalty(X, y, sizes_h, lr, B, epochs, lam, rng):
    """lam has no influence on your weights. The slope of the penalty has to be added to dW."""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "no penalty")


def fit__half_a_penalty(X, y, sizes_h, lr, B, epochs, lam, rng):
    """Your penalty pulls with lam * W. It is lam times the sum of W**2 here, without a 1/2: what is
    its slope?"""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "half a penalty")


def fit__penalty_by_rows(X, y, sizes_h, lr, B, epochs, lam, rng):
    """You divide the pull of the penalty by the number of rows. The mean belongs to the data loss
    alone: what is the slope of lam times the sum of all squares?"""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "penalty by rows")


def fit__penalty_on_biases(X, y, sizes_h, lr, B, epochs, lam, rng):
    """Your penalty pulls at the biases, too. They are few and do not make a network wild; only the
    weights are meant."""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "penalty on biases")


def fit__penalty_on_last_layer_only(X, y, sizes_h, lr, B, epochs, lam, rng):
    """Your penalty pulls at the weights of the last layer alone. The sum runs over the weights of
    all layers."""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "penalty on last layer only")


def fit__l1(X, y, sizes_h, lr, B, epochs, lam, rng):
    """Your penalty pulls at every weight with the same force, which is L1. What is the slope of
    lam * w**2?"""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "l1")


def fit__steps_on_the_way(X, y, sizes_h, lr, B, epochs, lam, rng):
    """You update a layer first and then send the slopes back through its new weights. Collect all
    gradients with the old weights; step afterwards."""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "steps on the way")


def fit__sum_over_the_batch(X, y, sizes_h, lr, B, epochs, lam, rng):
    """Your slopes are those of the sum over the batch, not of its mean: a batch of 5 makes steps
    five times too large. Did something multiply by the number of rows?"""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "sum over the batch")


def fit__divided_twice(X, y, sizes_h, lr, B, epochs, lam, rng):
    """You divide by the number of rows twice. `softmax_ce_grad` has the 1/m in it already."""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "divided twice")


def fit__by_batch_size(X, y, sizes_h, lr, B, epochs, lam, rng):
    """You divide the slopes of a batch by B, even where the batch is shorter than B. Its mean is
    over the rows that it has."""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "by batch size")


def fit__slope_left_out(X, y, sizes_h, lr, B, epochs, lam, rng):
    """On the way back your slopes pass tanh as if it were not there. By which factor does it change
    them?"""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "slope left out")


def fit__slope_of_sums(X, y, sizes_h, lr, B, epochs, lam, rng):
    """You give `tanh_grad` the weighted sums. It wants what tanh made of them."""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "slope of sums")


def fit__tanh_at_the_end(X, y, sizes_h, lr, B, epochs, lam, rng):
    """You send the scores of the last layer through tanh, so that none can exceed 1. Scores are
    weighted sums as they are."""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "tanh at the end")


def fit__relu(X, y, sizes_h, lr, B, epochs, lam, rng):
    """Your hidden layers use ReLU. `predict` will run the network with tanh: both must be the same
    network."""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "relu")


def fit__sigmoid(X, y, sizes_h, lr, B, epochs, lam, rng):
    """Your hidden layers use the sigmoid. tanh is asked for here, and `predict` relies on it."""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "sigmoid")


def fit__zeros(X, y, sizes_h, lr, B, epochs, lam, rng):
    """All your weights start at 0. Then the nodes of a hidden layer stay alike for ever (lesson
    07): what breaks the symmetry?"""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "zeros")


def fit__alike(X, y, sizes_h, lr, B, epochs, lam, rng):
    """The nodes of a layer start with the same weights, and will always do the same. Each of them
    needs random numbers of its own."""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "alike")


def fit__huge(X, y, sizes_h, lr, B, epochs, lam, rng):
    """Your first weights are so large that every tanh saturates, and hardly any slope comes
    through. Which scale keeps the sums at about 1?"""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "huge")


def fit__random_biases(X, y, sizes_h, lr, B, epochs, lam, rng):
    """Your biases start at random numbers. The weights break the symmetry; biases may start at 0,
    and do so here."""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "random biases")


def fit__global_numbers(X, y, sizes_h, lr, B, epochs, lam, rng):
    """You draw from `np.random`, so that the same seed gives another network each time. All chance
    should come from the generator that you are handed."""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "global")


def fit__own_seed(X, y, sizes_h, lr, B, epochs, lam, rng):
    """You make a generator of your own, so that every call gives the same network, whatever `rng`
    is. Use the one you are handed."""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "own seed")


def fit__uphill(X, y, sizes_h, lr, B, epochs, lam, rng):
    """Your loss grows: you walk with the gradient instead of against it. Which sign has the
    step?"""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "uphill")


def fit__biases_stay(X, y, sizes_h, lr, B, epochs, lam, rng):
    """Your biases never move. They are parameters, too, with slopes of their own."""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "biases stay")


def fit__last_layer_only(X, y, sizes_h, lr, B, epochs, lam, rng):
    """Only your last layer learns; the hidden ones keep their first weights. Follow the slopes all
    the way back."""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "last layer only")


def fit__classes_that_occur(X, y, sizes_h, lr, B, epochs, lam, rng):
    """You count the classes that occur. With the labels 0, 1 and 3 there are four, since the
    largest label plus 1 is what counts here."""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "classes that occur")


def fit__standardised(X, y, sizes_h, lr, B, epochs, lam, rng):
    """You train on standardised inputs, and nobody tells `predict` how. The network should learn
    from X as it is."""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "standardised")


def fit__momentum(X, y, sizes_h, lr, B, epochs, lam, rng):
    """You use momentum. A good idea for later; this function takes plain steps against the
    slope."""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "momentum")


def fit__decays(X, y, sizes_h, lr, B, epochs, lam, rng):
    """Your learning rate shrinks from epoch to epoch. Here it stays as it was given."""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "decays")


def fit__no_check(X, y, sizes_h, lr, B, epochs, lam, rng):
    """Four labels for five rows end in an error that says nothing of the two shapes. Compare them
    first, and raise a ValueError that names both."""
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng, "no check")


def fit__changes_inputs(X, y, sizes_h, lr, B, epochs, lam, rng):
    """`X -= ...` works on the array of whoever called you. Leave X as it is."""
    X -= X.mean(axis=0)
    return _fit(X, y, sizes_h, lr, B, epochs, lam, rng)


def fit__flat_list(X, y, sizes_h, lr, B, epochs, lam, rng):
    """Your parameters are one flat list of arrays. `mlp_forward` wants pairs, one (W, b) for each
    layer."""
    params, history = _fit(X, y, sizes_h, lr, B, epochs, lam, rng)
    return [array for layer in params for array in layer], history


# predict


def predict__examples_compared(X, params):
    """You look for the largest score down each column, which compares examples. Along which axis
    do the classes lie?"""
    return mlp_forward(X, params).argmax(axis=0)


def predict__whole_table(X, params):
    """You look for the largest score of the whole table, and get a single number. Each row has an
    answer of its own."""
    return mlp_forward(X, params).argmax()


def predict__scores(X, params):
    """You return the scores. Which class has the largest in each row?"""
    return mlp_forward(X, params)


def predict__probabilities(X, params):
    """You return probabilities. Labels are asked for: where is the largest in each row?"""
    return softmax(mlp_forward(X, params))


def predict__largest_score(X, params):
    """You return how large the largest score is. *Where* is it?"""
    return mlp_forward(X, params).max(axis=1)


def predict__smallest(X, params):
    """You pick the smallest score of each row. A score says what speaks for a class."""
    return mlp_forward(X, params).argmin(axis=1)


def predict__one_hot(X, params):
    """You return one-hot rows. A single whole number for each row is asked for."""
    Z = mlp_forward(X, params)
    return np.eye(Z.shape[1])[Z.argmax(axis=1)]


def predict__one_based(X, params):
    """You count classes from 1. The labels that the network was trained with begin at 0."""
    return mlp_forward(X, params).argmax(axis=1) + 1


def predict__column(X, params):
    """Your labels stand in a column of shape (m, 1). Compared with labels of shape (m,) they would
    give an m by m table: return shape (m,)."""
    return mlp_forward(X, params).argmax(axis=1)[:, None]


def predict__floats(X, params):
    """Your labels are floats. They are going to be used as indices, which must be whole
    numbers."""
    return mlp_forward(X, params).argmax(axis=1) + 0.5


def predict__last_of_equals(X, params):
    """Of equal scores you take the last. The first one counts, as everywhere in this course."""
    Z = mlp_forward(X, params)
    return Z.shape[1] - 1 - Z[:, ::-1].argmax(axis=1)


def predict__tanh_at_the_end(X, params):
    """You send the last scores through tanh, which makes 50 and 51 equal. After the last layer
    there is no activation function."""
    return np.tanh(mlp_forward(X, params)).argmax(axis=1)


def _run(X, params, activate):
    A = np.asarray(X, dtype=float)
    for W, b in params[:-1]:
        A = activate(A @ W.T + b)
    return (A @ params[-1][0].T + params[-1][1]).argmax(axis=1)


def predict__no_activation(X, params):
    """Your hidden layers pass on their weighted sums as they are. The network was trained with
    tanh between the layers."""
    return _run(X, params, lambda Z: Z)


def predict__relu(X, params):
    """You run the hidden layers with ReLU. The network was trained with tanh: use the same in both
    places."""
    return _run(X, params, lambda Z: np.maximum(Z, 0))


def predict__batch_statistics(X, params):
    """You standardise the rows that you are asked about by their own mean and spread, so that a
    row's answer depends on its company. What does a single row get?"""
    X = np.asarray(X, dtype=float)
    return mlp_forward((X - X.mean(axis=0)) / (X.std(axis=0) + 1e-8), params).argmax(axis=1)


def predict__no_biases(X, params):
    """You leave the biases out. Each layer adds its own b to the weighted sums."""
    return mlp_forward(X, [(W, 0 * b) for W, b in params]).argmax(axis=1)


def predict__first_layer_only(X, params):
    """You ask the first layer alone. Its nodes are features, not classes: go on to the end."""
    W, b = params[0]
    return linear_forward(X, W, b).argmax(axis=1)


def predict__bytes(X, params):
    """You compute with pixels as bytes, in which 200 + 100 is 44. Turn X into floats first."""
    A = np.asarray(X)
    for W, b in params[:-1]:
        A = np.tanh(A @ W.T.astype(A.dtype) + b)
    W, b = params[-1]
    return (A @ W.T.astype(A.dtype) + b.astype(A.dtype)).argmax(axis=1)


# MLP


class _Twisted(MLP):
    """`MLP` with its training loop open at the places where mistakes happen."""

    def _prepare(self, X, y):
        return X, y

    def _seed(self):
        return np.random.default_rng(self.rng)

    def _noted(self, loss):
        return loss

    def _mean(self, losses, sizes):
        return epoch_loss(losses, sizes)

    def _between_epochs(self, velocities):
        pass

    def _resume(self, rng):
        self._start(rng)
        self.history_ = {"loss": []}

    def fit(self, X, y, X_val=None, y_val=None, on_epoch=None):
        X = _as_rows(X)
        X, y = self._prepare(X, _as_labels(y, X))
        self.classes_, labels = np.unique(y, return_inverse=True)
        self.n_features_in_ = X.shape[1]
        rng = self._seed()
        self._resume(rng)
        velocities = [[np.zeros_like(p) for p in layer] for layer in self.params_]
        for epoch in range(self.epochs):
            losses, sizes = [], []
            batches = self._batches(len(X), rng)
            for i, rows in enumerate(batches):
                loss, grads = self._loss_and_grads(X[rows], labels[rows], rng)
                losses.append(self._noted(loss))
                sizes.append(len(rows))
                self._step(grads, velocities, self._learning_rate(epoch + i / len(batches)))
            self.history_["loss"].append(self._mean(losses, sizes))
            self._between_epochs(velocities)
            if X_val is not None:
                self._validate(X_val, y_val)
            if on_epoch is not None:
                on_epoch(self.history_)
        return self


class MLP__no_shuffling(_Twisted):
    """You take the rows in the order in which they lie there, in every epoch. Where does the random
    order come from?"""

    def _batches(self, m, rng):
        rows = np.arange(m)
        return [rows[start : start + self.batch_size] for start in range(0, m, self.batch_size)]


class MLP__labels_apart(_Twisted):
    """Your rows do not meet their own labels: X and y are shuffled apart. Use the same row numbers
    for both."""

    def _loss_and_grads(self, X, y, rng):
        return super()._loss_and_grads(X, rng.permutation(y), rng)


class MLP__drops_last(_Twisted):
    """You leave out the last batch if it is short. Its rows belong to the epoch, too."""

    def _batches(self, m, rng):
        batches = super()._batches(m, rng)
        return [rows for rows in batches if len(rows) >= min(self.batch_size, m)]


class MLP__by_batch_size(_Twisted):
    """You divide the slopes of the short last batch by batch_size. Its mean is over the rows that
    it has."""

    def _loss_and_grads(self, X, y, rng):
        loss, grads = super()._loss_and_grads(X, y, rng)
        share = len(X) / self.batch_size
        return loss, [[share * g for g in layer] for layer in grads]


class MLP__history_unweighted(_Twisted):
    """Your history is the mean over the batches, so that the short last batch counts too much.
    `epoch_loss` weighs the batches by their rows."""

    def _mean(self, losses, sizes):
        return float(np.mean(losses))


class MLP__history_of_last_batch(_Twisted):
    """Your history holds the loss of the last batch of each epoch. The mean over all rows is
    wanted."""

    def _mean(self, losses, sizes):
        return losses[-1]


class MLP__history_with_penalty(_Twisted):
    """Your history contains the penalty. It belongs to the cost that training makes small, and not
    to the loss that is noted."""

    def _noted(self, loss):
        return loss + l2_penalty([layer[0] for layer in self.params_], self.l2)[0]


class MLP__history_grows(_Twisted):
    """A second `fit` appends to the history of the first. Each fit has a history of its own."""

    def _resume(self, rng):
        self._start(rng)
        if not hasattr(self, "history_"):
            self.history_ = {"loss": []}


class MLP__goes_on(_Twisted):
    """A second `fit` goes on from the weights of the first. By agreement `fit` starts from the
    beginning: which attributes have to be made anew?"""

    def _resume(self, rng):
        if not hasattr(self, "params_"):
            self._start(rng)
        self.history_ = {"loss": []}


class MLP__momentum_starts_over(_Twisted):
    """You set the velocities back to 0 at the start of every epoch. They live as long as the
    training runs: where are they made?"""

    def _between_epochs(self, velocities):
        for layer in velocities:
            for v in layer:
                v *= 0


class MLP__no_momentum(_Twisted):
    """Your steps have no memory: momentum has no influence. What is the velocity after a step?"""

    def _step(self, grads, velocities, lr):
        self.params_ = [
            sgd_step(layer, g, lr) for layer, g in zip(self.params_, grads, strict=True)
        ]


class MLP__momentum_averages(_Twisted):
    """You multiply the new slope by 1 - momentum. In the form of this lesson the velocity is
    momentum times the old one plus the whole slope."""

    def _step(self, grads, velocities, lr):
        scaled = [[(1 - self.momentum) * g for g in layer] for layer in grads]
        super()._step(scaled, velocities, lr)


class MLP__uphill(_Twisted):
    """Your network walks uphill. Which sign has the step?"""

    def _step(self, grads, velocities, lr):
        super()._step(grads, velocities, -lr)


class MLP__biases_stay(_Twisted):
    """Your biases never move. Every parameter has a slope, and takes part in the step."""

    def _loss_and_grads(self, X, y, rng):
        loss, grads = super()._loss_and_grads(X, y, rng)
        for layer in grads:
            layer[1] = 0 * layer[1]
        return loss, grads


class MLP__gamma_stays(_Twisted):
    """Gamma and beta keep their first values. They are learned, like weights: their slopes come
    from `batchnorm_backward`."""

    def _back_to_sums(self, dA, l, *kept):
        dZ, norm_grads = super()._back_to_sums(dA, l, *kept)
        return dZ, [0 * g for g in norm_grads]


class MLP__no_penalty(_Twisted):
    """l2 has no influence on your weights. The slope of the penalty has to be added to dW."""

    def _loss_and_grads(self, X, y, rng):
        kept, self.l2 = self.l2, 0.0
        found = super()._loss_and_grads(X, y, rng)
        self.l2 = kept
        return found


class MLP__half_a_penalty(_Twisted):
    """Your penalty pulls with l2 * W. It is l2 times the sum of W**2, without a 1/2: what is its
    slope?"""

    def _loss_and_grads(self, X, y, rng):
        kept, self.l2 = self.l2, self.l2 / 2
        found = super()._loss_and_grads(X, y, rng)
        self.l2 = kept
        return found


class MLP__penalty_on_everything(_Twisted):
    """Your penalty pulls at biases, gammas and betas as well. The sum runs over the weights
    alone."""

    def _loss_and_grads(self, X, y, rng):
        loss, grads = super()._loss_and_grads(X, y, rng)
        for layer, slopes in zip(self.params_, grads, strict=True):
            for i in range(1, len(layer)):
                slopes[i] = slopes[i] + 2 * self.l2 * layer[i]
        return loss, grads


class MLP__slope_left_out(_Twisted):
    """On the way back your slopes pass the activation function as if it were not there. Which
    factor does it bring?"""

    def _back_to_sums(self, dA, l, Z, N, H, keep):
        if keep is not None:
            dA = dropout_backward(dA, keep, self.drop_prob)
        if not self.batchnorm:
            return dA, []
        dZ, *norm_grads = batchnorm_backward(dA, Z, self.params_[l][2])
        return dZ, norm_grads


class MLP__always_relu(_Twisted):
    """activation has no influence: your network uses ReLU even where tanh is asked for. Mind the
    way back, too."""

    def _forward(self, X, rng=None):
        kept, self.activation = self.activation, "relu"
        found = super()._forward(X, rng)
        self.activation = kept
        return found

    def _back_to_sums(self, *kept):
        activation, self.activation = self.activation, "relu"
        found = super()._back_to_sums(*kept)
        self.activation = activation
        return found


class MLP__relu_slope_for_tanh(_Twisted):
    """Forward you use tanh, and on the way back the slope of ReLU. Both must belong to the same
    function."""

    def _back_to_sums(self, *kept):
        activation, self.activation = self.activation, "relu"
        found = super()._back_to_sums(*kept)
        self.activation = activation
        return found


class MLP__batchnorm_as_constant(_Twisted):
    """On the way back you treat mean and variance as constants. They depend on every row, and
    `batchnorm_backward` knows these paths."""

    def _back_to_sums(self, dA, l, Z, N, H, keep):
        dZ, norm_grads = super()._back_to_sums(dA, l, Z, N, H, keep)
        if norm_grads:
            slope = relu_grad(N) if self.activation == "relu" else tanh_grad(H)
            dN = (dA if keep is None else dropout_backward(dA, keep, self.drop_prob)) * slope
            dZ = dN * self.params_[l][2] / np.sqrt(Z.var(axis=0) + np.float32(1e-5))
        return dZ, norm_grads


class MLP__batchnorm_ignored(_Twisted):
    """batchnorm has no influence on your forward pass. Where do gamma and beta come in?"""

    def _forward(self, X, rng=None):
        layers, self.params_ = self.params_, [layer[:2] for layer in self.params_]
        found = super()._forward(X, rng)
        self.params_ = layers
        return found


class MLP__batch_statistics_in_use(_Twisted):
    """In use you still normalise by the batch that you are asked about, so that a row's answer
    depends on its company. What are the running statistics for?"""

    def _forward(self, X, rng=None):
        if rng is not None or not self.running_:
            return super()._forward(X, rng)
        activate = {"relu": relu, "tanh": np.tanh}[self.activation]
        A = X
        for W, b, *norm in self.params_[:-1]:
            A = activate(batchnorm_forward(linear_forward(A, W, b), *norm))
        return linear_forward(A, *self.params_[-1]), [], []


class MLP__running_statistics_stay(_Twisted):
    """Your running statistics never move from 0 and 1. When does `batchnorm_running` have to be
    called?"""

    def _forward(self, X, rng=None):
        kept = list(self.running_)
        found = super()._forward(X, rng)
        self.running_ = kept
        return found


class MLP__running_statistics_swapped(_Twisted):
    """Your running statistics are nine tenths the last batch. The new value has the weight 0.1."""

    def _forward(self, X, rng=None):
        before = list(self.running_)
        found = super()._forward(X, rng)
        if rng is not None:
            for l, (rm, rv) in enumerate(before):
                Z = found[2][l][0]
                self.running_[l] = batchnorm_running(rm, rv, Z, momentum=0.9)
        return found


class MLP__running_statistics_move_in_use(_Twisted):
    """Your running statistics move on whenever the network is asked, so that asking changes the
    answers. They belong to training alone."""

    def _forward(self, X, rng=None):
        found = super()._forward(X, rng)
        if rng is None and self.running_ and len(X) > 1:
            A = X
            for l, (W, b, *norm) in enumerate(self.params_[:-1]):
                Z = linear_forward(A, W, b)
                before, self.running_[l] = (
                    self.running_[l],
                    batchnorm_running(*self.running_[l], Z),
                )
                N = batchnorm_eval(Z, *norm, *before)
                A = relu(N) if self.activation == "relu" else np.tanh(N)
        return found


class MLP__no_dropout(_Twisted):
    """drop_prob has no influence on your training. Where is something dropped?"""

    def _drop(self, A, p, rng):
        return A, None


class MLP__dropout_in_use(_Twisted):
    """You drop nodes in use as well, so that the same question gets different answers. Dropout is
    for training."""

    def _drop(self, A, p, rng):
        if p == 0:
            return A, None
        return dropout_forward(A, p, rng or np.random.default_rng(), train=True)


class MLP__dropout_not_enlarged(_Twisted):
    """The nodes that are kept are not enlarged in training, so that the next layer gets less than
    it will get in use. By what are they divided?"""

    def _drop(self, A, p, rng):
        dropped, keep = super()._drop(A, p, rng)
        return (dropped if keep is None else (A * keep).astype(A.dtype)), keep

    def _back_to_sums(self, dA, l, Z, N, H, keep):
        share = 1.0 if keep is None else 1.0 - self.drop_prob
        return super()._back_to_sums(share * dA, l, Z, N, H, keep)


class MLP__keep_prob(_Twisted):
    """You keep nodes with the probability drop_prob. It is the probability of *dropping* one."""

    def _drop(self, A, p, rng):
        return super()._drop(A, 1.0 - p if p else 0.0, rng)

    def _back_to_sums(self, dA, *kept):
        p, self.drop_prob = self.drop_prob, 1.0 - self.drop_prob
        found = super()._back_to_sums(dA, *kept)
        self.drop_prob = p
        return found


class MLP__dropout_forgotten_on_the_way_back(_Twisted):
    """On the way back your slopes go through dropped nodes, too. Use the mask of the forward
    pass."""

    def _back_to_sums(self, dA, l, Z, N, H, keep):
        return super()._back_to_sums(dA, l, Z, N, H, None)


class MLP__another_mask_on_the_way_back(_Twisted):
    """On the way back you draw a new mask. The slopes have to pass where the signal passed: keep
    the mask of the forward pass."""

    def _back_to_sums(self, dA, l, Z, N, H, keep):
        return super()._back_to_sums(dA, l, Z, N, H, None if keep is None else keep[:, ::-1])


class MLP__relu_at_the_end(_Twisted):
    """You send the scores of the last layer through the activation function. They are weighted sums
    as they are."""

    def _forward(self, X, rng=None):
        Z, A, hidden = super()._forward(X, rng)
        return np.maximum(Z, 0), A, hidden


class MLP__schedule_ignored(_Twisted):
    """schedule has no influence: your learning rate stays as it is. `_learning_rate` knows the one
    that each step should have."""

    def _learning_rate(self, epochs_done):
        return self.lr


class MLP__numbers_for_labels(_Twisted):
    """You answer with the number of the class, 0 to K-1, whatever the labels were. What is
    `classes_` for?"""

    def predict(self, X):
        return self._scores(X).argmax(axis=1)


class MLP__labels_as_numbers(_Twisted):
    """You take the labels for class numbers, so that -3, 11 and 70 do not work. `np.unique` can
    number any labels."""

    def fit(self, X, y, X_val=None, y_val=None, on_epoch=None):
        y = np.asarray(y)
        if y.min() < 0 or y.max() >= 10:
            raise ValueError("labels must be 0 to K-1")
        return super().fit(X, y, X_val, y_val, on_epoch)


class MLP__examples_compared(_Twisted):
    """`predict` looks for the largest score down the columns, which compares examples. Along which
    axis do the classes lie?"""

    def predict(self, X):
        return self.classes_[self._scores(X).argmax(axis=0) % len(self.classes_)]


class MLP__scores_for_probabilities(_Twisted):
    """`predict_proba` gives scores. What makes probabilities of them?"""

    def predict_proba(self, X):
        return self._scores(X)


class MLP__sigmoids_for_probabilities(_Twisted):
    """Your probabilities do not add up to 1: every class is judged by itself. Only one class is
    right, so that they compete."""

    def predict_proba(self, X):
        return 1 / (1 + np.exp(-self._scores(X)))


class MLP__probabilities_by_column(_Twisted):
    """The columns of your probabilities add up to 1, and the rows do not. Each row is an example
    with one whole to share."""

    def predict_proba(self, X):
        return softmax(self._scores(X).T).T.copy()


class MLP__score_of_training(_Twisted):
    """`score` measures the rows that the network was trained with. It should use the rows that it
    is given."""

    def fit(self, X, y, X_val=None, y_val=None, on_epoch=None):
        super().fit(X, y, X_val, y_val, on_epoch)
        self._seen = X, y
        return self

    def score(self, X, y):
        return super().score(*self._seen)


class MLP__score_each_with_each(_Twisted):
    """With a column of labels your score compares each answer with each label. Make the labels
    flat first."""

    def score(self, X, y):
        return float(np.mean(self.predict(X) == np.asarray(y)))


class MLP__score_counts(_Twisted):
    """`score` counts the right answers. The accuracy is their share, between 0 and 1."""

    def score(self, X, y):
        return float(np.sum(self.predict(X) == _as_labels(y, X)))


class MLP__fit_returns_nothing(_Twisted):
    """`fit` returns None. If it returns the estimator, `MLP().fit(X, y).score(X, y)` works."""

    def fit(self, X, y, X_val=None, y_val=None, on_epoch=None):
        super().fit(X, y, X_val, y_val, on_epoch)


class MLP__fit_returns_history(_Twisted):
    """`fit` returns the history. By agreement it returns the estimator, which has the history as an
    attribute."""

    def fit(self, X, y, X_val=None, y_val=None, on_epoch=None):
        super().fit(X, y, X_val, y_val, on_epoch)
        return self.history_


class MLP__global_numbers(_Twisted):
    """You draw from `np.random`, so that a seed does not make the result repeatable. All chance
    should come from `rng`."""

    def _seed(self):
        return np.random.default_rng(np.random.randint(2**31))


class MLP__one_seed(_Twisted):
    """Your network is the same for every seed. `np.random.default_rng(self.rng)` takes a seed or a
    generator."""

    def _seed(self):
        return np.random.default_rng(0)


class MLP__validation_rows_trained(_Twisted):
    """You train on the validation data as well. It is there to judge, and must leave the training
    as it is."""

    def fit(self, X, y, X_val=None, y_val=None, on_epoch=None):
        if X_val is None:
            return super().fit(X, y, None, None, on_epoch)
        X, y = np.vstack([X, X_val]), np.concatenate([y, y_val])
        return super().fit(X, y, X_val, y_val, on_epoch)


class MLP__validation_of_training(_Twisted):
    """You note loss and accuracy of the training rows as those of the validation. Which rows does
    `_validate` get?"""

    def fit(self, X, y, X_val=None, y_val=None, on_epoch=None):
        if X_val is not None:
            X_val, y_val = X, y
        return super().fit(X, y, X_val, y_val, on_epoch)


class MLP__no_validation(_Twisted):
    """You do not look at the validation data. After every epoch `_validate` should note how the
    network does on it."""

    def fit(self, X, y, X_val=None, y_val=None, on_epoch=None):
        return super().fit(X, y, None, None, on_epoch)


class MLP__standardises_what_it_sees(_Twisted):
    """You standardise the rows of every question by their own mean and spread. A row's answer then
    depends on its company, and a single row is all 0."""

    def _forward(self, X, rng=None):
        spread = X.std(axis=0) + np.float32(1e-6)
        return super()._forward((X - X.mean(axis=0)) / spread, rng)


class MLP__single_row_on_its_own(_Twisted):
    """With batch normalisation, a last batch of a single row stops your training. `_batches` lets
    it join the batch before it."""

    def _batches(self, m, rng):
        return minibatch_indices(m, self.batch_size, rng)


class MLP__double_precision(_Twisted):
    """Your parameters are float64. Training needs little precision, and float32 takes half the
    time: which operation made float64 of them?"""

    def _start(self, rng):
        super()._start(rng)
        self.params_ = [[p.astype(np.float64) for p in layer] for layer in self.params_]


class MLP__settings_remembered(_Twisted):
    """You use copies of the settings that were made when the estimator was, so that `set_params`
    has no effect. Look at self.epochs and its like when `fit` runs."""

    def __init__(
        self, hidden=(128, 64), activation="relu", batchnorm=True, drop_prob=0.2, l2=1e-4, lr=0.1,
        momentum=0.9, batch_size=128, epochs=10, rng=None, input_drop_prob=0.0,
        schedule="constant",
    ):  # fmt: skip
        super().__init__(
            hidden, activation, batchnorm, drop_prob, l2, lr, momentum, batch_size, epochs, rng,
            input_drop_prob, schedule,
        )  # fmt: skip
        self._as_made = self.hidden, self.epochs

    def fit(self, X, y, X_val=None, y_val=None, on_epoch=None):
        kept = self.hidden, self.epochs
        self.hidden, self.epochs = self._as_made
        super().fit(X, y, X_val, y_val, on_epoch)
        self.hidden, self.epochs = kept
        return self


class MLP__no_check(_Twisted):
    """Four labels for five rows end in an error that says nothing of the two shapes. Compare them
    first, and raise a ValueError that names both."""

    def fit(self, X, y, X_val=None, y_val=None, on_epoch=None):
        if len(X) != len(y):
            raise IndexError("index out of bounds")
        return super().fit(X, y, X_val, y_val, on_epoch)


class MLP__steps_on_the_way(_Twisted):
    """You update a layer first and then send the slopes back through its new weights. Collect all
    gradients with the old weights; step afterwards."""

    def _loss_and_grads(self, X, y, rng):
        Z, A, hidden = self._forward(X, rng)
        loss, dZ = cross_entropy(Z, y), softmax_ce_grad(Z, y)
        _, pulls = l2_penalty([layer[0] for layer in self.params_], self.l2)
        grads = [[] for _ in self.params_]
        for l in reversed(range(len(self.params_))):
            W = self.params_[l][0]
            _, dW, db = linear_backward(dZ, A[l], W)
            if l > 0:
                dA = dZ @ (W - np.float32(self.lr) * dW)
                dZ, grads[l - 1] = self._back_to_sums(dA, l - 1, *hidden[l - 1])
            grads[l][:0] = [dW + pulls[l], db]
        return loss, grads


class MLP__hidden_layers_stay(_Twisted):
    """Only your last layer learns; the hidden ones keep their first weights. Follow the slopes all
    the way back."""

    def _loss_and_grads(self, X, y, rng):
        loss, grads = super()._loss_and_grads(X, y, rng)
        return loss, [[0 * g for g in layer] for layer in grads[:-1]] + grads[-1:]
