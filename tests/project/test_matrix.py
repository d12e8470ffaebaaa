"""The tests of the tests: what stubs, references, wrong and right answers score.

A stub scores 0, the reference and every alternative full marks, every mistake less; a function
that returns zeros of the right shape at most a fifth; the public checks alone stop nine mistakes
in ten; and no mistake is told the sentence of another.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from labkit import bank
from labkit.build import lesson_names
from labkit.course import Course, Exercise
from labkit.engine import Engine
from labkit.report import ExerciseReport
from labkit.submission import SubmissionFiles, read_submission

ROOT = Path(__file__).parents[2]
MODULES = [name.partition("_")[2] for name in lesson_names(ROOT)]
SEEDS = (1, 2, 3)
MIN_MISTAKES, MIN_ALTERNATIVES = 6, 3


def entries(kind: bank.Kind) -> list[bank.Entry]:
    return [entry for module in MODULES for entry in bank.entries(ROOT, kind, module)]


def name_of(entry: bank.Entry) -> str:
    return f"{entry.module}.{entry.name}"


@pytest.fixture(scope="module")
def counts(say: list[str]) -> Iterator[Counter]:
    """What the matrix saw, printed at the end of the run."""
    counts: Counter = Counter()
    yield counts
    say.append(
        "matrix: "
        + ", ".join(f"{counts[key]} {key}" for key in sorted(counts, key=lambda k: -counts[k]))
    )


@pytest.fixture(scope="module")
def functions(course: Course) -> list[Exercise]:
    return [exercise for exercise in course.exercises if exercise.kind == "function"]


def grade_one(
    engine: Engine, sources: dict[str, str], exercise: str, seed: int = 1
) -> ExerciseReport:
    files = SubmissionFiles(sources)
    (report,) = engine.grade(files, engine.course.select(exercise), seed).exercises
    return report


@pytest.fixture(scope="module")
def of_mistake(engine: Engine) -> Callable[[bank.Entry], ExerciseReport]:
    """The report on a mistake, graded once for all the tests that look at it."""

    @cache
    def graded(entry: bank.Entry) -> ExerciseReport:
        sources = bank.variant_sources(engine.course.root, "mistakes", entry)
        return grade_one(engine, sources, entry.exercise)

    return graded


def test_every_stub_scores_zero(engine: Engine, course: Course, counts: Counter) -> None:
    files = read_submission(course.root, course, course.lessons)
    for report in engine.grade(files, seed=1).exercises:
        assert (report.score, report.status) == (0, "unwritten"), report
        counts["stubs at 0"] += 1


@pytest.mark.parametrize("seed", SEEDS)
def test_the_reference_scores_full(engine: Engine, course: Course, seed: int, counts: Counter):
    files = read_submission(course.root, course, course.lessons)
    files.sources = bank.reference_sources(course.root)
    for lesson in course.lessons:  # the answers are those of the notebook with answers
        source = course.root / "grading" / "source" / lesson.name
        files.cells |= read_submission(source, course, [lesson]).cells
    report = engine.grade(files, seed=seed)
    for exercise in report.exercises:
        failed = [check for check in exercise.checks if check.outcome != "passed"]
        assert exercise.status == "passed", failed
    assert report.score == report.max_score == sum(e.points for e in course.exercises)
    counts["exercises full with the reference"] += len(report.exercises) if seed == 1 else 0


@pytest.mark.parametrize("entry", entries("mistakes"), ids=name_of)
def test_every_mistake_scores_less(entry: bank.Entry, of_mistake, counts: Counter) -> None:
    report = of_mistake(entry)
    assert report.status != "passed", f"{entry.name} slips through"
    assert report.score < report.points
    assert len(entry.sentence.split()) >= 6, f"{entry.name} says too little: {entry.sentence!r}"
    others = {known.name for known in entries("mistakes")} - {entry.name}
    assert report.mistake not in others, f"{entry.name} is taken for {report.mistake}"
    counts["mistakes stopped"] += 1
    counts["of them told their own sentence"] += report.mistake == entry.name
    public = [check for check in report.checks if check.public]
    counts["of them by the public checks alone"] += any(c.outcome != "passed" for c in public)


def test_public_checks_alone_stop_nine_in_ten(functions: list[Exercise], of_mistake) -> None:
    found = entries("mistakes")
    for exercise in functions:
        reports = [of_mistake(entry) for entry in found if entry.exercise == exercise.id]
        stopped = sum(
            any(check.public and check.outcome != "passed" for check in report.checks)
            for report in reports
        )
        assert len(reports) >= MIN_MISTAKES, f"{exercise.id} has only {len(reports)} mistakes"
        assert stopped >= 0.9 * len(reports), f"{exercise.id}: {stopped} of {len(reports)}"


@pytest.mark.parametrize("entry", entries("alternatives"), ids=name_of)
def test_every_alternative_scores_full(entry: bank.Entry, engine: Engine, counts: Counter) -> None:
    sources = bank.variant_sources(engine.course.root, "alternatives", entry)
    for seed in SEEDS:
        report = grade_one(engine, sources, entry.exercise, seed)
        failed = [check for check in report.checks if check.outcome != "passed"]
        assert not failed, f"{entry.name} is right, but: {failed[0]}"
    counts["alternatives full"] += 1


ZEROS = """

def _zeros_of(value):
    if isinstance(value, tuple | list):
        return type(value)(_zeros_of(item) for item in value)
    if isinstance(value, dict):
        return {{key: _zeros_of(item) for key, item in value.items()}}
    return np.zeros_like(value) if isinstance(value, np.ndarray) else type(value)(0)

class _Zeroed:  # an object whose methods give zeros, or still itself
    def __init__(self, made):
        self._made = made
    def __getattr__(self, name):
        value = getattr(self._made, name)
        return self._method(value) if callable(value) else _zeros_of(value)
    def _method(self, method):
        def zeros(*args, **kwargs):
            try:
                value = method(*args, **kwargs)
                return self if value is self._made else _zeros_of(value)
            except Exception:
                return 0.0
        return zeros

_real = {name}

def {name}(*args, **kwargs):
    try:
        value = _real(*args, **kwargs)
        return _Zeroed(value) if isinstance(_real, type) else _zeros_of(value)
    except Exception:
        return 0.0
"""


def test_zeros_of_the_right_shape_earn_at_most_a_fifth(
    engine: Engine, functions: list[Exercise], counts: Counter
) -> None:
    for exercise in functions:
        sources = bank.reference_sources(engine.course.root)
        sources[f"{exercise.module}.py"] += ZEROS.format(name=exercise.name)
        report = grade_one(engine, sources, exercise.id)
        assert report.score <= report.points / 5, [
            c for c in report.checks if c.outcome == "passed"
        ]
        counts["exercises where zeros earn a fifth at most"] += 1


def test_every_exercise_has_enough_alternatives(functions: list[Exercise]) -> None:
    found = Counter(entry.exercise for entry in entries("alternatives"))
    for exercise in functions:
        assert found[exercise.id] >= MIN_ALTERNATIVES, f"{exercise.id}: {found[exercise.id]}"
