"""The data sets that ship with the course: small, real, and loaded without a network.

Each loader returns a `Dataset` of NumPy arrays with its source and licence in `credit`; lessons
print that line wherever they use the data.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np

FOLDER = Path(__file__).parent / "data_files"


class Dataset(NamedTuple):
    """Rows, labels, and what they mean."""

    x: np.ndarray  # (m, n) float64, one example per row
    y: np.ndarray  # (m,) int64 labels 0 ... K-1
    feature_names: tuple[str, ...]  # n names, with units
    target_names: tuple[str, ...]  # K names
    credit: str  # source and licence


def iris() -> Dataset:
    """150 iris flowers of three species, 50 each, measured in centimetres.

    Rows 0-49 are setosa, 50-99 versicolor, 100-149 virginica.
    """
    x, y = _load("iris")
    return Dataset(
        # Stored in single precision; the measurements themselves have one decimal.
        x=np.round(x.astype(np.float64), 1),
        y=y.astype(np.int64),
        feature_names=(
            "sepal length (cm)",
            "sepal width (cm)",
            "petal length (cm)",
            "petal width (cm)",
        ),
        target_names=("setosa", "versicolor", "virginica"),
        credit=(
            "Iris: measured by E. Anderson, published by R. A. Fisher (1936). "
            "UCI Machine Learning Repository, doi:10.24432/C56C76, CC BY 4.0."
        ),
    )


def digits() -> Dataset:
    """1797 handwritten digits, 8 x 8 pixels in one row of 64, ink from 0 (none) to 16."""
    x, y = _load("digits")
    return Dataset(
        x=x.astype(np.float64),
        y=y.astype(np.int64),
        feature_names=tuple(f"pixel {row},{column}" for row in range(8) for column in range(8)),
        target_names=tuple("0123456789"),
        credit=(
            "Digits: E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits (1998), "
            "test part. UCI Machine Learning Repository, doi:10.24432/C50P49, CC BY 4.0."
        ),
    )


def _load(name: str) -> tuple[np.ndarray, np.ndarray]:
    with np.load(FOLDER / f"{name}.npz", allow_pickle=False) as stored:
        return stored["x"], stored["y"]
