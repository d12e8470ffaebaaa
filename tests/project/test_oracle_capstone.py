"""Lesson 11's reference against PyTorch and scikit-learn, and the numbers that its prose states."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import torch
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.estimator_checks import check_estimator
from threadpoolctl import threadpool_limits
from torch import nn

from labkit import data
from labkit.fixtures import reference_module

ROOT = Path(__file__).parents[2]
REAL = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    with threadpool_limits(1):
        yield


@pytest.fixture(scope="module")
def capstone() -> ModuleType:
    """The reference, which imports the references of the lessons before it."""
    return reference_module(ROOT, "capstone")


@pytest.fixture(scope="module")
def split(capstone: ModuleType) -> Callable:
    return reference_module(ROOT, "features").train_val_test_split


def problem(m: int = 23, n: int = 5, K: int = 4) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng([m, n, K])
    return rng.normal(size=(m, n)), np.concatenate([np.arange(K), rng.integers(0, K, size=m - K)])


# fit and predict


@pytest.mark.parametrize("sizes_h", [[], [6], [5, 5, 3]])
def test_fit_agrees_with_pytorch(
    capstone: ModuleType, sizes_h: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three epochs of mini-batches, the same first weights and orders, in float64."""
    X, y = problem()
    orders = []

    def noted(N: int, B: int, rng: np.random.Generator) -> list[np.ndarray]:
        orders.append(np.split(rng.permutation(N), range(B, N, B)))
        return orders[-1]

    monkeypatch.setattr(capstone, "minibatch_indices", noted)
    start, _ = capstone.fit(X, y, sizes_h, 0.0, 6, 3, 0.02, np.random.default_rng(1))
    orders.clear()
    params, history = capstone.fit(X, y, sizes_h, 0.3, 6, 3, 0.02, np.random.default_rng(1))
    theirs = [torch.tensor(p, requires_grad=True) for layer in start for p in layer]
    optimizer = torch.optim.SGD(theirs, lr=0.3)
    losses = []
    for batches in orders:
        total = 0.0
        for rows in batches:
            A = torch.tensor(X[rows])
            for W, b in zip(theirs[:-2:2], theirs[1:-2:2], strict=True):
                A = torch.tanh(nn.functional.linear(A, W, b))
            Z = nn.functional.linear(A, theirs[-2], theirs[-1])
            loss = nn.functional.cross_entropy(Z, torch.tensor(y[rows]))
            optimizer.zero_grad()
            (loss + 0.02 * sum((W**2).sum() for W in theirs[::2])).backward()
            optimizer.step()
            total += loss.item() * len(rows)
        losses.append(total / len(X))
    ours = [p for layer in params for p in layer]
    for p, q in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(p, q.detach().numpy(), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(history, losses, rtol=1e-10)
    with torch.no_grad():
        A = torch.tensor(X)
        for W, b in zip(theirs[:-2:2], theirs[1:-2:2], strict=True):
            A = torch.tanh(nn.functional.linear(A, W, b))
        answers = nn.functional.linear(A, theirs[-2], theirs[-1]).argmax(dim=1)
    np.testing.assert_array_equal(capstone.predict(X, params), answers.numpy())


# MLP


class WithMask(nn.Module):
    """Dropout with masks that were drawn elsewhere."""

    def __init__(self, masks: list[np.ndarray], p: float) -> None:
        super().__init__()
        self.masks, self.p = masks, p

    def forward(self, X: torch.Tensor) -> torch.Tensor:
        return X * torch.tensor(self.masks.pop(0)) / (1 - self.p) if self.training else X


@pytest.mark.parametrize("activation", ["relu", "tanh"])
@pytest.mark.parametrize("batchnorm", [False, True])
@pytest.mark.parametrize("drop_prob", [0.0, 0.3])
def test_mlp_agrees_with_pytorch(
    capstone: ModuleType,
    activation: str,
    batchnorm: bool,
    drop_prob: float,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Four epochs with everything: momentum, L2 on the weights, the cosine schedule."""
    X, y = problem()
    masks: list[np.ndarray] = []
    drop = capstone.dropout_forward

    def noted(A: np.ndarray, p: float, rng: np.random.Generator, train: bool) -> tuple:
        dropped, keep = drop(A, p, rng, train)
        masks.append(keep)
        return dropped, keep

    monkeypatch.setattr(capstone, "dropout_forward", noted)
    how = {
        "hidden": (7, 6), "activation": activation, "batchnorm": batchnorm, "l2": 0.01,
        "drop_prob": drop_prob, "momentum": 0.8, "batch_size": 23, "epochs": 4,
        "schedule": "cosine", "rng": 3,
    }  # fmt: skip
    # All rows in one batch, always in the same order: masks have a row for each example.
    monkeypatch.setattr(capstone, "minibatch_indices", lambda N, B, rng: [np.arange(N)])
    start = capstone.MLP(**how, lr=0.0).fit(X, y)
    masks.clear()
    ours = capstone.MLP(**how, lr=0.2).fit(X, y)
    parts: list[nn.Module] = []
    for W, b, *norm in start.params_:
        linear = nn.Linear(W.shape[1], W.shape[0])
        linear.weight.data, linear.bias.data = torch.tensor(W), torch.tensor(b)
        parts.append(linear)
        if norm:
            parts.append(nn.BatchNorm1d(len(b)))
        parts.append(nn.ReLU() if activation == "relu" else nn.Tanh())
        if drop_prob:
            parts.append(WithMask(masks, drop_prob))
    while not isinstance(parts[-1], nn.Linear):
        parts.pop()
    net = nn.Sequential(*parts)
    weights = [p for p in net.parameters() if p.ndim == 2]
    others = [p for p in net.parameters() if p.ndim == 1]
    optimizer = torch.optim.SGD(
        [{"params": weights, "weight_decay": 0.02}, {"params": others}], lr=0.2, momentum=0.8
    )
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=4)
    rows, labels = torch.tensor(X, dtype=torch.float32), torch.tensor(y)
    for epoch in range(4):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(net(rows), labels)
        loss.backward()
        optimizer.step()
        schedule.step()
        assert ours.history_["loss"][epoch] == pytest.approx(loss.item(), rel=1e-4)
    mine = [p for layer in ours.params_ for p in layer]
    for p, q in zip(mine, net.parameters(), strict=True):
        np.testing.assert_allclose(p, q.detach().numpy(), rtol=1e-3, atol=1e-5)
    norms = [part for part in net if isinstance(part, nn.BatchNorm1d)]
    for (mean, variance), norm in zip(ours.running_, norms, strict=True):
        np.testing.assert_allclose(mean, norm.running_mean.numpy(), rtol=1e-3, atol=1e-5)
        np.testing.assert_allclose(variance, norm.running_var.numpy(), rtol=1e-3)
    net.eval()
    P = torch.softmax(net(rows), dim=1).detach().numpy()
    np.testing.assert_allclose(ours.predict_proba(X), P, rtol=1e-3, atol=1e-5)


#: Checks of scikit-learn's that do not apply, and why.
NOT_OURS = {
    "check_estimators_pickle": "pickle does not find a class that a test has made; see below",
    "check_estimators_unfitted": "wants scikit-learn's own NotFittedError; ours is one of ours",
    "check_supervised_y_2d": "wants a warning of scikit-learn's own class; ours takes a column",
}


def test_mlp_has_the_manners_of_scikit_learn(capstone: ModuleType, say: list[str]) -> None:
    """All of scikit-learn's checks of an estimator; tags, which they look for, are added here."""

    class Estimator(ClassifierMixin, capstone.MLP, BaseEstimator):
        pass

    model = Estimator(hidden=(16,), epochs=30, batch_size=16, rng=0)
    results = check_estimator(model, on_fail=None, on_skip=None)
    failed = {r["check_name"]: r["exception"] for r in results if r["status"] == "failed"}
    assert set(failed) == set(NOT_OURS), failed
    passed = sum(result["status"] == "passed" for result in results)
    say.append(f"MLP: {passed} of scikit-learn's checks passed, {len(NOT_OURS)} do not apply")
    assert passed >= 45


def test_mlp_can_be_pickled(capstone: ModuleType) -> None:
    X, y = problem()
    model = capstone.MLP((6,), epochs=2, rng=0).fit(X, y)
    again = pickle.loads(pickle.dumps(model))
    np.testing.assert_array_equal(again.predict_proba(X), model.predict_proba(X))


def test_the_reference_does_not_need_scikit_learn() -> None:
    source = (ROOT / "solutions" / "nnlab" / "capstone.py").read_text(encoding="utf-8")
    assert "import sklearn" not in source and "from sklearn" not in source
    assert "sklearn" in sys.modules  # it is this file that needs it


def test_float32_goes_in_and_stays(capstone: ModuleType) -> None:
    X, y = problem()
    how = {"hidden": (6,), "batch_size": 7, "epochs": 2, "drop_prob": 0.2, "rng": 0}
    how |= {"lr": np.float64(0.1), "momentum": np.float64(0.9), "l2": np.float64(1e-4)}
    for rows in (X, X.astype(np.float32), (X * 50).astype(np.uint8)):
        model = capstone.MLP(**how).fit(rows, y)
        arrays = [p for layer in model.params_ for p in layer]
        arrays += [statistic for pair in model.running_ for statistic in pair]
        assert {array.dtype for array in arrays} == {np.dtype(np.float32)}
        assert model.predict_proba(rows).dtype == np.float32


# What it reads

FINAL = {"hidden": (256,), "drop_prob": 0.5, "l2": 1e-3, "batch_size": 32, "epochs": 20,
         "schedule": "cosine"}  # fmt: skip


def test_digits_are_read(capstone: ModuleType, split: Callable, say: list[str]) -> None:
    """The lesson's final network on five splits: chosen on validation, merged, tested once."""
    digits = data.digits()
    tests = []
    for seed in range(5):
        Xtr, ytr, Xva, yva, Xte, yte = split(
            digits.x / 16, digits.y, 360, 360, np.random.default_rng(seed)
        )
        model = capstone.MLP(**FINAL, rng=seed)
        tests.append(model.fit(np.vstack([Xtr, Xva]), np.concatenate([ytr, yva])).score(Xte, yte))
    say.append(f"MLP reads {np.mean(tests):.2%} of the digits, from {min(tests):.2%} on 5 splits")
    assert np.mean(tests) >= 0.975 and min(tests) >= 0.965


@pytest.mark.skipif(not (REAL / "mnist").is_dir(), reason="MNIST's files are not there")
def test_mnist_is_read(
    capstone: ModuleType, monkeypatch: pytest.MonkeyPatch, say: list[str]
) -> None:
    """A shorter run than that of benchmarks/accuracy.py, on all 60,000 images."""
    monkeypatch.setenv(data.VARIABLE, str(REAL))
    mnist = data.mnist()
    model = capstone.MLP((256, 128), lr=0.2, epochs=10, schedule="cosine", rng=0)
    model.fit(mnist.x_train / np.float32(255), mnist.y_train)
    right = model.score(mnist.x_test / np.float32(255), mnist.y_test)
    say.append(f"MLP reads {right:.2%} of MNIST's test images after 10 epochs")
    assert right >= 0.983


def test_the_lesson_keeps_its_test_digits_apart(split: Callable) -> None:
    """Its own `deal`: the same test rows for every seed, and none of them in the other two sets."""
    text = (ROOT / "solutions" / "lessons" / "11_capstone.md").read_text(encoding="utf-8")
    start = text.index("def deal(")
    rows = np.arange(1797)
    names = {"np": np, "y": rows}
    exec(text[start : text.index("@cache", start)], names)
    deals = [names["deal"](split, rows[:, None], seed) for seed in range(5)]
    for _, training, _, validation, _, test in deals:
        assert np.array_equal(test, deals[0][5])
        assert [len(training), len(validation), len(test)] == [1077, 360, 360]
        assert np.array_equal(np.sort(np.concatenate([training, validation, test])), rows)
    assert len({tuple(validation) for _, _, _, validation, _, _ in deals}) == 5


# The numbers of the prose


def test_the_epoch_on_paper() -> None:
    assert np.average([2.4, 2.1, 1.2], weights=[4, 4, 2]) == pytest.approx(2.04)
    assert np.mean([2.4, 2.1, 1.2]) == pytest.approx(1.90)
    assert np.average([0.8, 0.5, 0.2], weights=[6, 6, 3]) == pytest.approx(0.56)


def test_the_step_on_paper() -> None:
    v = 0.9 * -1 + (0.6 + 2 * 0.05 * 2)
    assert v == pytest.approx(-0.1) and 2 - 0.5 * v == pytest.approx(2.05)
    v = 0.8 * 0.5 + (0.2 + 2 * 0.1 * -1)
    w, b = -1 - 0.5 * v, 3 - 0.5 * 0.4
    assert w == pytest.approx(-1.2) and b == pytest.approx(2.8)


def test_the_plan_on_paper(capstone: ModuleType) -> None:
    batches = capstone.minibatch_indices(1077, 32, np.random.default_rng(0))
    assert len(batches) == 34 and len(batches[-1]) == 21 and 34 * 30 == 1020
    assert reference_module(ROOT, "forward").count_params([64, 64, 10]) == 4810
    assert len(capstone.minibatch_indices(1077, 4, np.random.default_rng(0))[-1]) == 1
    assert np.log(10) == pytest.approx(2.303, abs=5e-4)


def test_how_far_a_test_can_be_trusted() -> None:
    for m, p, mistakes, error in ((360, 0.975, 9, 0.82), (10_000, 0.985, 150, 0.12)):
        assert m * (1 - p) == pytest.approx(mistakes)
        assert 100 * np.sqrt(p * (1 - p) / m) == pytest.approx(error, abs=0.005)
    assert 5**5 == 3125 and round(100 / 360, 1) == 0.3


def test_further_layers_cost_the_same(capstone: ModuleType) -> None:
    count = reference_module(ROOT, "forward").count_params
    sizes = [count([64] + [32] * depth + [10]) for depth in range(1, 6)]
    assert set(np.diff(sizes)) == {1056}
