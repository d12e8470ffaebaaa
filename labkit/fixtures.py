"""pytest plug-in: the fixtures that every check of an exercise is written with.

`student` is the learner's module behind a process boundary, `reference` the answer key (graders
only), `rng` a random generator that is new at every grading, `printed` what the learner's last
call printed, `answers` the variables of the answer cell that the check is named after. A check is
a function `test_<exercise>__<what>` in `test_<module>.py`; there is no other wiring.
"""

from __future__ import annotations

import importlib
import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from labkit.course import Course
from labkit.student import StudentModule, Submission
from labkit.submission import read_submission


@dataclass
class Context:
    """What the fixtures serve: whose code, which seed, where the reference is."""

    submission: Submission
    seed: int
    root: Path


CONTEXT = pytest.StashKey[Context]()


@cache
def module_of(item: pytest.Item) -> str:
    return item.path.stem.removeprefix("test_")


def exercise_of(item: pytest.Item) -> str:
    """The exercise a check belongs to: test_perceptron.py::test_step__x -> "perceptron.step"."""
    name = item.name.removeprefix("test_").partition("__")[0]
    return f"{module_of(item)}.{name}"


@pytest.fixture
def context(request: pytest.FixtureRequest) -> Context:
    """In a plain `pytest tests/exercises`: the learner's own files, and one seed for the run."""
    stash = request.config.stash
    if CONTEXT not in stash:
        course = Course.find(request.config.rootpath)
        files = read_submission(course.root, course, course.lessons)
        submission = Submission(files.sources, files.cells)
        request.config.add_cleanup(submission.close)
        seed = int(np.random.SeedSequence().entropy % 2**32)
        stash[CONTEXT] = Context(submission, seed, course.root)
    return stash[CONTEXT]


@pytest.fixture
def student(context: Context, request: pytest.FixtureRequest) -> StudentModule:
    """The student's module that this file of checks is about."""
    return provide("student", context, request.node)


@pytest.fixture
def reference(context: Context, request: pytest.FixtureRequest) -> ModuleType:
    """The reference module that this file of checks is about, in this (trusted) process."""
    return provide("reference", context, request.node)


@pytest.fixture
def rng(context: Context, request: pytest.FixtureRequest) -> np.random.Generator:
    """A generator of this check's own, seeded by the grading run."""
    return provide("rng", context, request.node)


@pytest.fixture
def printed(context: Context, request: pytest.FixtureRequest) -> Callable[[], str]:
    """`printed()` is what the student's last call printed, NumPy's warnings included."""
    return provide("printed", context, request.node)


@pytest.fixture
def answers(context: Context, request: pytest.FixtureRequest) -> Answers:
    """The variables of the answer cell, evaluated where all student code runs."""
    return provide("answers", context, request.node)


def provide(name: str, context: Context, item: pytest.Item) -> Any:
    """The value of one of these fixtures, for a grader that calls a check itself.

    Raises KeyError for a name that is none of them.
    """
    return PROVIDERS[name](context, item)


PROVIDERS: dict[str, Callable[[Context, pytest.Item], Any]] = {
    "student": lambda context, item: StudentModule(context.submission, module_of(item)),
    "reference": lambda context, item: reference_module(context.root, module_of(item)),
    "rng": lambda context, item: generator_for(item.name, context.seed),
    "printed": lambda context, item: lambda: context.submission.transcript[-1].printed,
    "answers": lambda context, item: Answers(context.submission, exercise_of(item)),
}


def generator_for(check: str, seed: int) -> np.random.Generator:
    """The random inputs of one check in a grading run with this seed."""
    return np.random.default_rng([seed, zlib.crc32(check.encode())])


class Unanswered(NotImplementedError):
    """An answer that is still None, or an answer cell that is missing."""


class Answers:
    """The variables of an answer cell; reading one that is missing or None says so.

    The cell runs when the check first reads a variable, so that whatever it does is the outcome
    of a check.
    """

    def __init__(self, submission: Submission, exercise: str) -> None:
        self._submission, self._exercise = submission, exercise
        self._values: dict[str, Any] | None = None

    def __getitem__(self, name: str) -> Any:
        if self._values is None:
            source = self._submission.cells.get(self._exercise)
            if source is None:
                raise Unanswered(f"The answer cell of {self._exercise} has not been run yet.")
            self._values = self._submission.answers(self._exercise, source)
        if name not in self._values:
            raise AssertionError(f"The answer cell no longer assigns {name}.")
        if self._values[name] is None:
            raise Unanswered(f"{name} is still None.")
        return self._values[name]


@cache
def reference_module(root: Path, module: str) -> ModuleType:
    """Import `solutions/nnlab/<module>.py` as `nnlab.<module>`."""
    folder = str(root / "solutions")
    if folder not in sys.path:
        sys.path.insert(0, folder)
    return importlib.import_module(f"nnlab.{module}")
