"""The tools of the course: checks for learners, grading for instructors, the build for authors.

In a notebook: `%load_ext labkit`, then `from labkit import check, data, plots`.
"""

from __future__ import annotations

import os

# One thread for matrix products, unless somebody asked for more: those of the course are small, and
# sharing them out takes longer than doing them. It must be said before NumPy is imported.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")


def check(target: str, seed: int | None = None) -> None:
    """Check an exercise or a lesson in a notebook and show the result as a card.

    Args:
        target: "perceptron.step", "01.1", "01" or "perceptron".
        seed: repeats the random inputs of an earlier check; new ones by default.
    """
    from labkit.notebook import check_here

    check_here(target, seed)


def load_ipython_extension(shell) -> None:
    """`%load_ext labkit`: makes the learner's `nnlab` importable and kept up to date."""
    from labkit.notebook import prepare

    prepare(shell)
