"""Lesson 11: your own classifier reads handwriting.

Everything that you wrote comes together: a network is initialised, run forwards and backwards,
and moved against its gradient, batch after batch, epoch after epoch. First as two functions,
then as an estimator with the manners of scikit-learn, for which other people's tools have a use.

Shapes in this module: `m` rows (examples), `n` inputs, `K` classes. Training needs little
precision: `MLP` computes in float32, which takes half the time of float64.
"""

import inspect
from collections.abc import Callable
from itertools import pairwise

import numpy as np

from nnlab.activations import relu, relu_grad, tanh_grad
from nnlab.batchnorm import (
    batchnorm_backward,
    batchnorm_eval,
    batchnorm_forward,
    batchnorm_running,
)
from nnlab.forward import linear_forward, mlp_forward
from nnlab.network import init_params, linear_backward
from nnlab.regularization import dropout_backward, dropout_forward, l2_penalty
from nnlab.sgd import epoch_loss, minibatch_indices, sgd_step
from nnlab.softmax import cross_entropy, softmax, softmax_ce_grad


def fit(
    X: np.ndarray,
    y: np.ndarray,
    sizes_h: list[int],
    lr: float,
    B: int,
    epochs: int,
    lam: float,
    rng: np.random.Generator,
) -> tuple[list[tuple[np.ndarray, np.ndarray]], list[float]]:
    """Train a classifier with tanh hidden layers by mini-batch gradient descent.

    The cost of a batch is its mean cross-entropy plus lam times the sum of all squared weights
    (the biases are left out). Every epoch goes once through all rows, in a fresh random order.

    Parameters
    ----------
    X : (m, n) array, one example per row
    y : (m,) array of whole numbers 0 ... K-1; K is the largest label plus 1
    sizes_h : nodes of each hidden layer; [] for none
    lr : learning rate
    B : batch size; the last batch of an epoch may be shorter
    epochs : how often to go through all rows
    lam : strength of the L2 penalty
    rng : draws the first weights (random and small; the biases start at 0) and every order

    Returns
    -------
    (params, history) : params is [(W1, b1), ..., (WL, bL)], as `mlp_forward` takes them.
        history[e] is the mean over all rows of the data loss (without the penalty) that they
        had in epoch e, each row with the weights that its batch met.

    Raises
    ------
    ValueError
        if X and y differ in their number of rows; the message names both shapes.

    Example
    -------
    >>> X, y = np.array([[-1.0], [-2.0], [1.0], [2.0]]), np.array([0, 0, 1, 1])
    >>> params, history = fit(X, y, [3], 0.5, 2, 20, 0.0, np.random.default_rng(0))
    >>> print(predict(X, params), len(history), history[-1] < history[0])
    [0 0 1 1] 20 True

    Source: the whole of lessons 03 to 10.
    """
    # BEGIN SOLUTION
    X, y = np.asarray(X), np.asarray(y)
    if X.ndim != 2 or y.shape != (len(X),):
        raise ValueError(f"X {X.shape} and y {y.shape} do not fit: expected (m, n) and (m,)")
    sizes = [X.shape[1], *sizes_h, int(y.max()) + 1]
    # A scale of 1/sqrt(n_in) keeps signals at about their size from layer to layer.
    params = [
        init_params([n_in, n_out], rng, scale=n_in**-0.5)[0] for n_in, n_out in pairwise(sizes)
    ]
    history = []
    for _ in range(epochs):
        losses, batch_sizes = [], []
        for rows in minibatch_indices(len(X), B, rng):
            # Forward. A[l] is what enters layer l.
            A = [X[rows]]
            for W, b in params[:-1]:
                A.append(np.tanh(linear_forward(A[-1], W, b)))
            Z = linear_forward(A[-1], *params[-1])
            losses.append(cross_entropy(Z, y[rows]))
            batch_sizes.append(len(rows))
            # Backward, from the last layer to the first, all of it with the old weights.
            dZ = softmax_ce_grad(Z, y[rows])
            _, pulls = l2_penalty([W for W, _ in params], lam)
            grads = [None] * len(params)
            for l in range(len(params) - 1, -1, -1):
                dA, dW, db = linear_backward(dZ, A[l], params[l][0])
                grads[l] = [dW + pulls[l], db]
                dZ = dA * tanh_grad(A[l])  # behind the first layer nobody needs it
            params = [tuple(sgd_step(params[l], grads[l], lr)) for l in range(len(params))]
        history.append(epoch_loss(losses, batch_sizes))
    return params, history
    # END SOLUTION


def predict(X: np.ndarray, params: list[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """Class labels that a trained network gives to examples.

    Parameters
    ----------
    X : (m, n) array, one example per row
    params : [(W1, b1), ..., (WL, bL)], as `fit` returns them; tanh between the layers

    Returns
    -------
    (m,) array of whole numbers 0 ... K-1: the class with the largest score of each row, the
    first of them where several are the largest.

    Example
    -------
    >>> params = [(np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 0.5]]), np.zeros(3))]
    >>> predict(np.array([[2.0, 1.0], [0.0, 3.0], [1.0, 1.0]]), params)
    array([0, 1, 0])

    Source: lessons 03 and 04.
    """
    # BEGIN SOLUTION
    # Softmax keeps the order of the scores, so that it need not be computed.
    return mlp_forward(X, params).argmax(axis=1)
    # END SOLUTION


class MLP:
    """A multilayer perceptron for classification, with the manners of scikit-learn.

    Every hidden layer is: weighted sums, batch normalisation (if wanted), activation, dropout (if
    wanted). The last layer gives scores, softmax makes probabilities of them. Training is
    mini-batch gradient descent with momentum on the mean cross-entropy of a batch plus l2 times
    the sum of all squared weights (biases, gammas and betas are left out).

    Parameters
    ----------
    hidden : nodes of each hidden layer; () for none
    activation : "relu" or "tanh"
    batchnorm : True for batch normalisation before every activation
    drop_prob : the probability of dropping an activation of a hidden layer in training
    l2 : strength of the penalty
    lr : learning rate
    momentum : share of the velocity that is kept from step to step
    batch_size : rows in a batch; the last one of an epoch may be shorter
    epochs : how often to go through all rows
    rng : a NumPy Generator, or a whole number as seed; None for another result each time
    input_drop_prob : the probability of dropping an input in training
    schedule : "constant", or "cosine": the learning rate of step t of T is
        lr * (1 + cos(pi * t / T)) / 2, for t = 0 ... T-1

    Attributes
    ----------
    classes_ : (K,) array of the labels that `fit` met, sorted; labels may be whole numbers or names
    n_features_in_ : n, the columns of the X that `fit` met
    params_ : one list per layer, of float32 arrays: [W, b], or [W, b, gamma, beta] for a hidden
        layer with batch normalisation. At first W ~ N(0, 2/n_in) for relu and N(0, 1/n_in) for
        tanh and the last layer; b and beta are 0, gamma is 1.
    running_ : one pair (running mean, running variance) per hidden layer with batch
        normalisation, from zeros and ones by `batchnorm_running`
    history_ : {"loss": [...]}: epoch means of the data loss, each row with the weights (and the
        dropout) that its batch met. With validation data also "val_loss" and "val_accuracy",
        after each epoch.

    Example
    -------
    >>> X = np.array([[-1.0], [-2.0], [1.0], [2.0]])
    >>> m = MLP(hidden=(8,), batch_size=4, epochs=20, drop_prob=0.0, rng=0)
    >>> m.fit(X, ["cold", "cold", "warm", "warm"]).predict([[-3.0], [3.0]])
    array(['cold', 'warm'], dtype='<U4')

    Source: the whole of lessons 03 to 10; the manners are those of scikit-learn's estimators.
    """

    def __init__(
        self,
        hidden: tuple[int, ...] = (128, 64),
        activation: str = "relu",
        batchnorm: bool = True,
        drop_prob: float = 0.2,
        l2: float = 1e-4,
        lr: float = 0.1,
        momentum: float = 0.9,
        batch_size: int = 128,
        epochs: int = 10,
        rng: np.random.Generator | int | None = None,
        input_drop_prob: float = 0.0,
        schedule: str = "constant",
    ) -> None:
        # scikit-learn's rule: keep what was given as it is, and look at it in `fit`.
        self.hidden = hidden
        self.activation = activation
        self.batchnorm = batchnorm
        self.drop_prob = drop_prob
        self.l2 = l2
        self.lr = lr
        self.momentum = momentum
        self.batch_size = batch_size
        self.epochs = epochs
        self.rng = rng
        self.input_drop_prob = input_drop_prob
        self.schedule = schedule

    def fit(
        self,
        X: np.ndarray,
        y: np.ndarray,
        X_val: np.ndarray | None = None,
        y_val: np.ndarray | None = None,
        on_epoch: Callable[[dict], object] | None = None,
    ) -> "MLP":
        """Train from the start on the rows of X and their labels y; returns the estimator.

        With X_val and y_val, loss and accuracy on them are noted after each epoch; the training
        itself never sees them. `on_epoch(history)`, if given, is called after each epoch.
        """
        # BEGIN SOLUTION
        X = _as_rows(X)
        self.classes_, labels = np.unique(_as_labels(y, X), return_inverse=True)
        self.n_features_in_ = X.shape[1]
        rng = np.random.default_rng(self.rng)
        self._start(rng)
        velocities = [[np.zeros_like(p) for p in layer] for layer in self.params_]
        self.history_ = {"loss": []}
        for epoch in range(self.epochs):
            losses, sizes = [], []
            batches = self._batches(len(X), rng)
            for i, rows in enumerate(batches):
                loss, grads = self._loss_and_grads(X[rows], labels[rows], rng)
                losses.append(loss)
                sizes.append(len(rows))
                self._step(grads, velocities, self._learning_rate(epoch + i / len(batches)))
            self.history_["loss"].append(epoch_loss(losses, sizes))
            if X_val is not None:
                self._validate(X_val, y_val)
            if on_epoch is not None:
                on_epoch(self.history_)
        return self
        # END SOLUTION

    def _forward(
        self, X: np.ndarray, rng: np.random.Generator | None = None
    ) -> tuple[np.ndarray, list[np.ndarray], list[tuple]]:
        """Scores of the rows, and what the way back needs.

        With a generator the network is in training: batch statistics, dropout, and the running
        statistics move on. Without one it is in use: running statistics, no dropout.

        Returns (Z, A, hidden): Z holds the scores, A[l] is what enters layer l, and hidden[l] is
        whatever else the way back through hidden layer l needs.
        """
        # BEGIN SOLUTION
        activate = {"relu": relu, "tanh": np.tanh}[self.activation]
        entering, _ = self._drop(X, self.input_drop_prob, rng)
        A, hidden = [entering], []
        for l, (W, b, *norm) in enumerate(self.params_[:-1]):
            Z = N = linear_forward(A[l], W, b)
            if norm and rng is None:
                N = batchnorm_eval(Z, *norm, *self.running_[l])
            elif norm:
                N = batchnorm_forward(Z, *norm)
                self.running_[l] = batchnorm_running(*self.running_[l], Z)
            H = activate(N)
            leaving, keep = self._drop(H, self.drop_prob, rng)
            hidden.append((Z, N, H, keep))
            A.append(leaving)
        return linear_forward(A[-1], *self.params_[-1]), A, hidden
        # END SOLUTION

    def _loss_and_grads(
        self, X: np.ndarray, y: np.ndarray, rng: np.random.Generator
    ) -> tuple[float, list[list[np.ndarray]]]:
        """Data loss of a batch in training, and the gradients of its cost, arranged as `params_`.

        Here y holds whole numbers 0 ... K-1. The loss is without the penalty, the cost with it.
        """
        # BEGIN SOLUTION
        Z, A, hidden = self._forward(X, rng)
        loss, dZ = cross_entropy(Z, y), softmax_ce_grad(Z, y)
        _, pulls = l2_penalty([layer[0] for layer in self.params_], self.l2)
        grads = [[] for _ in self.params_]
        for l in range(len(self.params_) - 1, -1, -1):
            if l == 0:  # nobody needs the slopes of the inputs: that saves a matrix product
                dW, db = dZ.T @ A[0], dZ.sum(axis=0)
            else:
                dA, dW, db = linear_backward(dZ, A[l], self.params_[l][0])
                dZ, grads[l - 1] = self._back_to_sums(dA, l - 1, *hidden[l - 1])
            dW += pulls[l]
            grads[l][:0] = [dW, db]  # in front of those of gamma and beta
        return loss, grads
        # END SOLUTION

    def _back_to_sums(
        self,
        dA: np.ndarray,
        l: int,
        Z: np.ndarray,
        N: np.ndarray,
        H: np.ndarray,
        keep: np.ndarray | None,
    ) -> tuple[np.ndarray, list[np.ndarray]]:
        """From the slopes of what hidden layer l passed on to those of its weighted sums Z.

        Returns (dZ, norm_grads); norm_grads is [dgamma, dbeta], or [] without batch normalisation.
        """
        # BEGIN SOLUTION
        if keep is not None:
            dA = dropout_backward(dA, keep, self.drop_prob)
        dN = dA * (relu_grad(N) if self.activation == "relu" else tanh_grad(H))
        if not self.batchnorm:
            return dN, []
        dZ, *norm_grads = batchnorm_backward(dN, Z, self.params_[l][2])
        return dZ, norm_grads
        # END SOLUTION

    def _step(
        self, grads: list[list[np.ndarray]], velocities: list[list[np.ndarray]], lr: float
    ) -> None:
        """Momentum: v <- momentum * v + g, then w <- w - lr * v, for every parameter."""
        # BEGIN SOLUTION
        for l, layer in enumerate(self.params_):
            for v, g in zip(velocities[l], grads[l], strict=True):
                v *= self.momentum  # in place: the velocities are nobody else's
                v += g
            self.params_[l] = sgd_step(layer, velocities[l], lr)
        # END SOLUTION

    def predict_proba(self, X: np.ndarray) -> np.ndarray:
        """(m, K) probabilities of the classes, in the order of `classes_`."""
        # BEGIN SOLUTION
        return softmax(self._scores(X))
        # END SOLUTION

    def predict(self, X: np.ndarray) -> np.ndarray:
        """(m,) labels: the most probable class of each row, one of `classes_`."""
        # BEGIN SOLUTION
        return self.classes_[self._scores(X).argmax(axis=1)]
        # END SOLUTION

    def score(self, X: np.ndarray, y: np.ndarray) -> float:
        """Accuracy: the fraction of the rows whose predicted label is the one in y."""
        # BEGIN SOLUTION
        return float(np.mean(self.predict(X) == _as_labels(y, X)))
        # END SOLUTION

    # What follows is given: bookkeeping, and the manners.

    def _start(self, rng: np.random.Generator) -> None:
        """First parameters of every layer, and running statistics that know nothing yet."""
        for name, known in (("activation", ("relu", "tanh")), ("schedule", ("constant", "cosine"))):
            if getattr(self, name) not in known:
                raise ValueError(f"{name}={getattr(self, name)!r}: expected one of {known}")
        sizes = [self.n_features_in_, *self.hidden, len(self.classes_)]
        self.params_, self.running_ = [], []
        for l, (n_in, n_out) in enumerate(pairwise(sizes)):
            is_hidden = l < len(self.hidden)
            gain = 2.0 if is_hidden and self.activation == "relu" else 1.0
            [layer] = init_params([n_in, n_out], rng, scale=(gain / n_in) ** 0.5)
            if is_hidden and self.batchnorm:
                zeros, ones = np.zeros(n_out, np.float32), np.ones(n_out, np.float32)
                layer = (*layer, ones, zeros)
                self.running_.append((zeros, ones))
            self.params_.append([p.astype(np.float32) for p in layer])

    def _batches(self, m: int, rng: np.random.Generator) -> list[np.ndarray]:
        """The row numbers of each batch of one epoch."""
        batches = minibatch_indices(m, self.batch_size, rng)
        if self.running_ and len(batches[-1]) == 1:
            # A row on its own has no variance: it joins the batch before it.
            if m == 1:
                raise ValueError("batch normalisation needs two rows or more, and n_samples=1")
            batches[-2:] = [np.concatenate(batches[-2:])]
        return batches

    def _learning_rate(self, epochs_done: float) -> float:
        """The learning rate after this many epochs, which may be a fraction."""
        if self.schedule == "constant":
            return self.lr
        return self.lr * (1.0 + np.cos(np.pi * epochs_done / self.epochs)) / 2.0

    def _drop(
        self, A: np.ndarray, p: float, rng: np.random.Generator | None
    ) -> tuple[np.ndarray, np.ndarray | None]:
        """Dropout in training, and its mask. Without a generator, or with p = 0: A, and None."""
        if rng is None or p == 0:
            return A, None
        return dropout_forward(A, p, rng, train=True)

    def _validate(self, X_val: np.ndarray, y_val: np.ndarray) -> None:
        """Note loss and accuracy on the validation data."""
        Z, y_val = self._scores(X_val), _as_labels(y_val, X_val)
        loss = cross_entropy(Z, np.searchsorted(self.classes_, y_val))
        right = np.mean(self.classes_[Z.argmax(axis=1)] == y_val)
        self.history_.setdefault("val_loss", []).append(loss)
        self.history_.setdefault("val_accuracy", []).append(float(right))

    def _scores(self, X: np.ndarray) -> np.ndarray:
        """Scores of rows that the network in use is asked about."""
        if not hasattr(self, "params_"):
            raise NotFittedError("This MLP is not fitted yet: call fit first.")
        X = _as_rows(X)
        if X.shape[1] != self.n_features_in_:
            raise ValueError(
                f"X has {X.shape[1]} features, but MLP is expecting {self.n_features_in_} features "
                "as input"
            )
        return self._forward(X)[0]

    def get_params(self, deep: bool = True) -> dict:
        """What the estimator was made with, by name; scikit-learn copies estimators by it."""
        return {name: getattr(self, name) for name in inspect.signature(type(self)).parameters}

    def set_params(self, **params: object) -> "MLP":
        """Change what the estimator was made with; returns it. ValueError for unknown names."""
        for name, value in params.items():
            if name not in self.get_params():
                raise ValueError(f"MLP has no parameter {name!r}, but {[*self.get_params()]}")
            setattr(self, name, value)
        return self

    def __repr__(self) -> str:
        parts = [f"{name}={value!r}" for name, value in self.get_params().items()]
        return f"MLP({', '.join(parts)})"


class NotFittedError(ValueError, AttributeError):
    """A network is asked for answers before it was trained (the name is scikit-learn's)."""


def _as_rows(X: np.ndarray) -> np.ndarray:
    """X as a table of finite float32 numbers; ValueError where that cannot be."""
    X = np.asarray(X)
    if X.ndim != 2:
        raise ValueError(f"X {X.shape}: expected (m, n), not sparse. Reshape your data.")
    if 0 in X.shape:
        raise ValueError(
            f"{len(X)} sample(s), {X.shape[1]} feature(s) (shape={X.shape}) "
            "while a minimum of 1 is required."
        )
    if X.dtype.kind == "c":
        raise ValueError("Complex data not supported")
    X = X.astype(np.float32, copy=False)
    # NaN spreads to minimum and maximum, so that two numbers tell for all of them.
    if not np.isfinite([X.min(), X.max()]).all():
        raise ValueError("X holds NaN or infinity")
    return X


def _as_labels(y: np.ndarray, X: np.ndarray) -> np.ndarray:
    """y as a row of labels, one for each row of X; ValueError where they do not fit."""
    y = np.asarray(y)
    # A column would be compared with a row each with each (lesson 04).
    if y.shape not in ((len(X),), (len(X), 1)):
        raise ValueError(
            f"X {np.shape(X)} and y {y.shape} do not fit: expected (m, n) and (m,); "
            "y should be a 1d array"
        )
    if y.dtype.kind == "f" and not (np.isfinite(y) & (y == np.round(y))).all():
        raise ValueError("Unknown label type: continuous. Labels are names or whole numbers.")
    return y.reshape(-1)
