"""What is wrong in general: each pattern where it holds, and silence where nothing holds."""

from collections.abc import Callable

import numpy as np
import pytest

from labkit.patterns import Pair, recognise


def pairs(right: Callable, wrong: Callable, seed: int = 0) -> list[Pair]:
    """Four calls with tables of different shapes, a square and a single row among them."""
    rng = np.random.default_rng(seed)
    shapes = [(5, 3), (3, 3), (2, 4), (1, 2)]
    tables = [rng.normal(size=shape) for shape in shapes]
    return [Pair((X,), wrong(X), right(X)) for X in tables]


def softmax(X: np.ndarray, axis: int = 1) -> np.ndarray:
    return np.exp(X) / np.exp(X).sum(axis=axis, keepdims=True)


CASES: dict[str, tuple[str, Callable, Callable]] = {
    "zeros": ("all zeros", np.exp, np.zeros_like),
    "argument": ("returns its argument", np.exp, np.copy),
    "transposed": ("transposed", np.exp, lambda X: np.exp(X).T),
    "column": ("wrong shape", lambda X: X.sum(axis=1), lambda X: X.sum(axis=1, keepdims=True)),
    "flat": ("wrong shape", np.exp, lambda X: np.exp(X).ravel()),
    "sum for mean": ("missing 1/rows", lambda X: X.mean(axis=0), lambda X: X.sum(axis=0)),
    "mean for sum": ("one 1/rows too many", lambda X: X.sum(axis=0), lambda X: X.mean(axis=0)),
    "all entries": ("missing 1/entries", np.mean, np.sum),
    "per column": ("one 1/columns too many", lambda X: X.sum(axis=1), lambda X: X.mean(axis=1)),
    "sign": ("wrong sign", np.sin, lambda X: -np.sin(X)),
    "factor": ("off by a constant factor", np.square, lambda X: X**2 / 2),
    "axis of a sum": ("wrong axis", lambda X: X.sum(axis=0), lambda X: X.sum(axis=1)),
    "axis of shares": ("wrong axis", softmax, lambda X: softmax(X, axis=0)),
    "one more": ("off by a constant", np.size, lambda X: X.size + 1),
    "absolute": ("some signs are wrong", np.sin, lambda X: np.abs(np.sin(X))),
    "backwards": ("reversed", np.cumsum, lambda X: np.cumsum(X)[::-1]),
    "first": (
        "only the first row",
        np.exp,
        lambda X: np.exp(X) * (np.arange(len(X)) == 0)[:, None],
    ),
    "sorted": ("right numbers in the wrong places", np.exp, lambda X: np.sort(np.exp(X), axis=0)),
}


@pytest.mark.parametrize("case", CASES)
def test_a_pattern_is_recognised(case: str) -> None:
    name, right, wrong = CASES[case]
    found = recognise(pairs(right, wrong))
    assert found is not None and found.name == name
    assert found.sentence.endswith("?")


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("wrong where the input is exactly 0", lambda z: (z >= 0).astype(int)),
        ("wrong where the input is negative", lambda z: np.where(z < 0, -1, z > 0)),
        ("wrong where the input is positive", lambda z: np.maximum(z, 0)),
    ],
)
def test_entries_that_are_wrong_for_some_inputs_only(name: str, wrong: Callable) -> None:
    tables = [np.array([-2.0, 0.0, 3.0, 1.5]), np.array([[0.0, -1.0], [4.0, -0.5]])]
    found = recognise([Pair((z,), wrong(z), (z > 0).astype(int)) for z in tables])
    assert found is not None and found.name == name
    positive = [np.array([2.0, 1.0, 3.0]), np.array([0.5, 4.0])]  # says nothing about the others
    assert recognise([Pair((z,), np.sqrt(z), np.where(z > 1, 1, z)) for z in positive]) is None


def test_overflow_is_told_from_other_nonsense() -> None:
    small, large = np.array([0.5, -2.0]), np.array([1000.0, 1.0])

    def naive(z: np.ndarray) -> np.ndarray:
        with np.errstate(over="ignore", invalid="ignore"):
            return np.exp(z) / (1 + np.exp(z))

    def stable(z: np.ndarray) -> np.ndarray:
        return 0.5 * (1 + np.tanh(z / 2))

    calls = [Pair((z,), naive(z), stable(z)) for z in (small, small + 1, large)]
    assert recognise(calls).name == "not a number for large values"
    broken = Pair((small,), np.full(2, np.nan), stable(small))
    assert recognise([*calls, broken]) is None


def test_of_several_results_the_wrong_ones_are_named() -> None:
    rng = np.random.default_rng(1)
    tables = [rng.normal(size=shape) for shape in ((4, 2), (3, 5))]
    calls = [Pair((X,), (X + 1, X.T, -X.sum()), (X + 1, X, X.sum())) for X in tables]
    assert recognise(calls) is None  # two things are wrong, each in its own way
    calls = [Pair((X,), (X + 1, X, -X.sum()), (X + 1, X, X.sum())) for X in tables]
    found = recognise(calls)
    assert found.name == "wrong sign" and "look at the third" in found.sentence


def test_nothing_is_said_of_what_shows_no_pattern() -> None:
    rng = np.random.default_rng(2)
    assert recognise(pairs(np.exp, lambda X: np.exp(X) + rng.normal(size=X.shape))) is None
    assert recognise(pairs(np.exp, lambda X: np.exp(1.1 * X))) is None
    assert recognise(pairs(np.exp, np.exp)) is None
    assert recognise([]) is None
    assert recognise(pairs(np.exp, lambda X: "cat")) is None
    assert recognise(pairs(np.exp, lambda X: [[1], [1, 2]])) is None
    assert recognise([Pair((), 1, 2)]) is None  # one call may show anything by accident


def test_an_object_of_the_students_is_left_alone() -> None:
    class Touchy:  # reading an attribute would be a call to the student's code
        def __getattr__(self, name: str):
            if name.startswith("_"):
                raise AttributeError(name)
            pytest.fail(f"asked for {name}")

    thing = Touchy()
    calls = [Pair((np.ones(3), thing), thing, thing), Pair((thing,), np.zeros(2), np.ones(2))]
    assert recognise(calls) is None


def test_a_pattern_must_hold_in_every_call() -> None:
    calls = pairs(np.sin, lambda X: -np.sin(X))
    X = np.array([[0.3, 0.2]])
    assert recognise([*calls, Pair((X,), -2 * np.sin(X), np.sin(X))]) is None
