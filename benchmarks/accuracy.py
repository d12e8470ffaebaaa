"""How well does the course's own network read? Chosen on validation data, tested once.

    NNLAB_DATA=../shared/data python benchmarks/accuracy.py

Trains the reference `MLP` of lesson 11 on the bundled digits and on MNIST. Settings are compared
on validation images; only the winner is trained on training and validation images together, and
only these networks see the test images, one time each. Without NNLAB_DATA, MNIST is downloaded.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits
from tqdm import tqdm

from labkit import data

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "solutions"))  # the reference, not what a learner has written

from nnlab.capstone import MLP  # noqa: E402
from nnlab.features import train_val_test_split  # noqa: E402

Settings = dict[str, object]

#: Names to settings that are compared.
DIGITS: dict[str, Settings] = {
    "64, plain": {"hidden": (64,), "batchnorm": False, "drop_prob": 0.0, "l2": 0.0},
    "64, batch norm.": {"hidden": (64,), "drop_prob": 0.0, "l2": 0.0},
    "256, batch norm., dropout 0.5, L2": {"hidden": (256,), "drop_prob": 0.5, "l2": 1e-3},
    "256-128, batch norm., dropout 0.3 (inputs 0.1), L2": {
        "hidden": (256, 128),
        "drop_prob": 0.3,
        "l2": 1e-3,
        "input_drop_prob": 0.1,
        "lr": 0.05,
    },
}
MNIST: dict[str, Settings] = {
    "128-64, plain": {"hidden": (128, 64), "batchnorm": False, "drop_prob": 0.0, "l2": 0.0},
    "128-64, batch norm., dropout 0.2": {"hidden": (128, 64)},
    "256-128, batch norm., dropout 0.2": {"hidden": (256, 128), "lr": 0.2},
    "256-128, batch norm., dropout 0.2 (inputs 0.1)": {
        "hidden": (256, 128),
        "lr": 0.2,
        "input_drop_prob": 0.1,
    },
}


def digits_table(seeds: int) -> list[str]:
    """Each seed deals the digits out anew: 1,077 to train, 360 to choose, 360 to test."""
    digits = data.digits()
    splits = [
        train_val_test_split(digits.x / 16, digits.y, 360, 360, np.random.default_rng(seed))
        for seed in range(seeds)
    ]
    rest = {"batch_size": 32, "epochs": 40, "schedule": "cosine"}
    validation = {
        name: [
            MLP(rng=seed, **{**rest, **settings}).fit(*split[:2]).score(*split[2:4])
            for seed, split in enumerate(splits)
        ]
        for name, settings in tqdm(DIGITS.items(), desc="digits")
    }
    best = max(validation, key=lambda name: np.mean(validation[name]))
    tests = []
    for seed, (Xtr, ytr, Xva, yva, Xte, yte) in enumerate(splits):
        model = MLP(rng=seed, **{**rest, **DIGITS[best]})
        model.fit(np.vstack([Xtr, Xva]), np.concatenate([ytr, yva]))
        tests.append(model.score(Xte, yte))
    return table("digits", validation, best, tests, f"{seeds} splits of 1,797 images")


def mnist_table(seeds: int, epochs: int) -> list[str]:
    """50,000 images to train, 10,000 to choose; the winner is trained on all 60,000."""
    mnist = data.mnist()
    X, y = mnist.x_train / np.float32(255), mnist.y_train
    X_test, y_test = mnist.x_test / np.float32(255), mnist.y_test
    # The settings are compared in shorter runs, and with one seed.
    short = {"epochs": 10, "schedule": "cosine", "rng": 0}
    validation = {
        name: [
            MLP(**{**short, **settings}).fit(X[:50_000], y[:50_000]).score(X[50_000:], y[50_000:])
        ]
        for name, settings in tqdm(MNIST.items(), desc="MNIST, choosing")
    }
    best = max(validation, key=lambda name: np.mean(validation[name]))
    tests, started = [], time.process_time()
    for seed in tqdm(range(seeds), desc="MNIST, final"):
        model = MLP(**{**short, **MNIST[best], "rng": seed, "epochs": epochs})
        tests.append(model.fit(X, y).score(X_test, y_test))
    seconds = (time.process_time() - started) / seeds
    return table(
        "MNIST", validation, best, tests,
        f"{seeds} seeds, {epochs} epochs on all 60,000 images, {seconds:.0f} s of CPU each",
    )  # fmt: skip


def table(
    title: str, validation: dict[str, list[float]], best: str, tests: list[float], how: str
) -> list[str]:
    lines = [
        f"| {title}: settings | validation accuracy | test accuracy, once |",
        "|---|---:|---:|",
    ]
    for name, scores in validation.items():
        test = percent(tests) if name == best else ""
        lines.append(f"| {name} | {percent(scores)} | {test} |")
    return [*lines, "", f"The last column: {how}.", ""]


def percent(scores: list[float]) -> str:
    spread = f" ± {100 * np.std(scores, ddof=1):.2f}" if len(scores) > 1 else ""
    return f"{100 * np.mean(scores):.2f}{spread} %"


def main() -> None:
    """Train, choose, test, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=25, help="of the final runs on MNIST")
    options = parser.parse_args()
    with threadpool_limits(1):
        lines = digits_table(options.seeds) + mnist_table(options.seeds, options.epochs)
    print("\n".join(lines))


if __name__ == "__main__":
    main()
