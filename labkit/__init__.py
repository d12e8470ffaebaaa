"""The tools of the course: checks for learners, grading for instructors, the build for authors.

In a notebook: `%load_ext labkit`, then `from labkit import check, data, plots`.
"""

from __future__ import annotations


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
