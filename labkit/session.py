"""The trusted process that runs checks: one pytest session, kept alive, that takes jobs.

Collecting the checks costs more than running them, so they are collected once and each job runs
them again with another submission behind the `student` fixture. Jobs and reports are lines of
JSON on stdin and stdout; `labkit.engine` holds the other end.
"""

from __future__ import annotations

import gc
import inspect
import json
import os
import sys
import time
import traceback
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from labkit import isolation, values
from labkit.course import Course, CourseError, Exercise
from labkit.diagnosis import Diagnosis, Finding
from labkit.engine import ERROR
from labkit.fixtures import Context, Unanswered, exercise_of, provide
from labkit.report import CheckResult, ExerciseReport, Report
from labkit.student import Call, Submission, WorkerFault, WorkerTimeout
from labkit.testing import Mismatch
from labkit.worker.protocol import SEQUENCES, flat, printable

MAX_SHOWN = 2000  # characters of a call or message, which may quote what a student returned
MAX_KEPT = 64 * 2**20  # bytes of results, over which a diagnosis is not tried
MAX_TIMEOUTS = 2  # of one exercise; its other checks are then not run
EXERCISE_SECONDS = 30.0  # for all the calls that one exercise's checks make
MEMORY = 4 * 2**30  # that comparing may take: a check that a result blows up fails, and no more


class Session:
    """pytest plug-in that replaces the run loop by a loop over jobs."""

    def __init__(self, root: Path, jobs: Iterable[str], replies) -> None:
        self._root, self._jobs, self._replies = root, jobs, replies
        self._items: dict[str, list[pytest.Item]] = {}
        self._wanted: dict[pytest.Item, tuple[str, ...]] = {}  # names of fixtures
        self._facts: dict[pytest.Item, tuple[str, str, bool]] = {}  # name, sentence, public or not
        self._broken: list[str] = []  # what could not be collected
        self._diagnosis = Diagnosis(root)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._broken.append(f"{report.nodeid}: {report.longreprtext.splitlines()[-1]}")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        for item in session.items:
            self._items.setdefault(exercise_of(item), []).append(item)
            self._wanted[item] = tuple(inspect.signature(item.function).parameters)
            sentence = " ".join((item.function.__doc__ or item.name).split())
            self._facts[item] = item.name, sentence, "solutions" not in item.path.parts
        gc.collect()
        gc.freeze()  # pytest and the checks are here to stay: no collection need look at them
        for line in self._jobs:
            try:
                reply = json.dumps(self._grade(**json.loads(line)).to_json(), ensure_ascii=False)
            except CourseError as error:
                reply = f"{ERROR}{json.dumps(str(error))}}}"
            self._replies.write(f"{reply}\n")
            self._replies.flush()
        self._diagnosis.close()
        return True

    @cached_property
    def _course(self) -> Course:
        return Course.at(self._root)

    @cached_property
    def _exercises(self) -> dict[str, Exercise]:
        return {exercise.id: exercise for exercise in self._course.exercises}

    def _grade(self, sources: dict, cells: dict, exercises: list[str], seed: int) -> Report:
        started = time.perf_counter()
        if self._broken:
            raise CourseError("Some checks cannot be loaded: " + "; ".join(self._broken))
        course, known = self._course, self._exercises
        if new := set(exercises) - known.keys():
            raise CourseError(
                f"{', '.join(sorted(new))} came with an update while checking was going on here. "
                "Restart the kernel (or the command), then check again."
            )
        submission = Submission(sources, cells)
        context = Context(submission, seed, self._root)
        try:
            # Answer cells last: what a cell does to the worker changes no function's score.
            order = sorted(exercises, key=lambda name: known[name].kind == "answers")
            graded = {name: self._exercise(course, known[name], context) for name in order}
            reports = [graded[name] for name in exercises]
        finally:
            submission.close()
        seconds = round(time.perf_counter() - started, 3)
        return Report(reports, seed, seconds, isolation.best_level().name)

    def _exercise(self, course: Course, exercise: Exercise, context: Context) -> ExerciseReport:
        checks, raised, transcript, weight = [], [], [], 0
        submission = context.submission
        submission.seconds_left = EXERCISE_SECONDS
        for item in self._items.get(exercise.id, []):
            if sum(isinstance(error, WorkerTimeout) for error in raised) >= MAX_TIMEOUTS:
                check = self._result(item, "not run")
                check.message = "Not run: earlier checks of this exercise had no answer in time."
                raised.append(None)
            else:
                submission.transcript.clear()
                check, error = self._check(item, context)
                raised.append(error)
                weight += sum(_weight(call.value) for call in submission.transcript)
                transcript += submission.transcript if weight <= MAX_KEPT else []
            checks.append(check)
        report = ExerciseReport(
            exercise.id, exercise.number, exercise.title, exercise.points, "failed", checks
        )
        if not course.has_reference:
            report.reference_checks_elsewhere = exercise.reference_checks
        if not checks and report.reference_checks_elsewhere:
            report.status = _answered(exercise, submission)
        else:
            report.status = _status(exercise, checks, raised)
        if report.status in ("failed", "timeout") and course.has_reference:
            found = self._diagnose(exercise, transcript if weight <= MAX_KEPT else [])
            if found is not None:
                report.mistake, report.diagnosis = found.name, found.sentence
        return report

    def _diagnose(self, exercise: Exercise, calls: list[Call]) -> Finding | None:
        """What the diagnosis finds; its own failure costs nobody a grade, and is told on stderr."""
        try:
            return self._diagnosis.of(exercise.id, calls)
        except (Exception, WorkerFault):
            traceback.print_exc()
            return None

    def _check(
        self, item: pytest.Item, context: Context
    ) -> tuple[CheckResult, BaseException | None]:
        """Call one check. Not through pytest's protocol, which costs more than most checks."""
        try:
            item.function(**{name: provide(name, context, item) for name in self._wanted[item]})
        except KeyboardInterrupt:  # ours: a student's arrives as an ordinary error
            raise
        except isolation.IsolationError as error:
            raise CourseError(f"No worker could be started: {error}") from error
        except BaseException as error:
            result, calls = self._result(item, "failed"), context.submission.transcript
            result.printed = "".join(call.printed for call in calls)[-2000:]
            _explain(result, error, calls)
            result.call = printable(result.call, MAX_SHOWN)
            result.message = printable(result.message, MAX_SHOWN)
            error.__traceback__ = None  # which would keep the check's arrays alive
            return result, error
        return self._result(item, "passed"), None

    def _result(self, item: pytest.Item, outcome: str) -> CheckResult:
        return CheckResult(*self._facts[item], outcome)


def _weight(value: Any) -> int:
    """About how many bytes a result takes."""
    if isinstance(value, np.ndarray):
        return value.nbytes
    if isinstance(value, dict):
        return sum(map(_weight, value)) + sum(map(_weight, value.values()))
    if isinstance(value, SEQUENCES):
        if flat(value):
            return 64 * (1 + len(value))
        return 64 + sum(map(_weight, value))
    return 64 + (len(value) if isinstance(value, str | bytes) else 0)


def _answered(exercise: Exercise, submission: Submission) -> str:
    """The status of an answer cell that nothing here can check."""
    source = submission.cells.get(exercise.id)
    try:
        values = submission.answers(exercise.id, source) if source else {}
    except (Exception, WorkerFault):  # its author sees the traceback when running the cell
        return "failed"
    complete = values and all(value is not None for value in values.values())
    return "elsewhere" if complete else "unwritten"


def _status(exercise: Exercise, checks: list[CheckResult], raised: list) -> str:
    """The status of an exercise from what its checks raised."""
    if not checks:
        return "error"
    if all(check.outcome == "passed" for check in checks):
        return "passed"
    if all(_unwritten(error, exercise.id) for error in raised):
        return "unwritten"
    if any(isinstance(error, WorkerTimeout) for error in raised):
        return "timeout"
    return "failed"


def _unwritten(error: BaseException | None, exercise: str) -> bool:
    """Whether this is the stub's own NotImplementedError, or an answer that is still None."""
    if isinstance(error, Unanswered):
        return True
    return isinstance(error, NotImplementedError) and str(error).endswith(f" {exercise}")


def _explain(result: CheckResult, error: BaseException | None, calls: list[Call]) -> None:
    """Fill in what a failed check knows, from the exception and the calls that it made."""
    last = calls[-1] if calls else None
    if last is not None and (last.args or last.kwargs or last.target is not None):
        result.call = values.call_text(calls)
    failure = getattr(error, "failure", None)
    if isinstance(error, Mismatch):
        result.message = str(error)
        result.got = values.show(error.got, error.wrong)
        result.expected = values.show(error.expected)
        if error.wrong is not None and error.wrong.ndim:
            result.differences = values.differences(error.got, error.expected, error.wrong)
    elif failure is not None:
        result.message = f"{failure.name}: {failure.message}"
        if "read-only" in failure.message:
            result.message += " (your function tries to change an input; work on a copy)"
        result.frames = failure.frames
    elif isinstance(error, Unanswered):
        result.message, result.call = str(error), ""
    elif isinstance(error, WorkerFault):
        result.message = f"{str(error)[:1].upper()}{str(error)[1:]}."
        if isinstance(error, WorkerTimeout):
            result.message += " Is there a loop that never ends?"
    elif isinstance(error, pytest.fail.Exception):  # pytest.raises saw no exception
        wanted = str(error).removeprefix("DID NOT RAISE ").strip("<>'").split("'")[-1]
        result.message = f"This call should raise a {wanted}, but it returned."
        result.got = values.show(last.value) if last is not None else None
    elif isinstance(error, AssertionError):
        result.message = str(error).partition("\nassert ")[0]
    elif last is not None and last.error is None:  # three values where two are due, for instance
        result.message = f"The check cannot use this result ({type(error).__name__}: {error})."
        result.got = values.show(last.value)
    else:
        result.message = f"The check itself failed ({type(error).__name__}: {error}). Tell us."


def _limit_memory() -> None:
    """Let an allocation fail before the machine runs out of memory and kills whom it likes."""
    if not sys.platform.startswith("linux"):
        return
    import resource

    used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = used * resource.getpagesize() + MEMORY
    resource.setrlimit(
        resource.RLIMIT_AS,
        (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard),
    )


def main(root: Path) -> int:
    """Serve jobs from stdin until it closes."""
    _limit_memory()
    jobs = os.fdopen(os.dup(0), encoding="utf-8")
    # Half a surrogate pair has no UTF-8 form; the escape for it is JSON's own.
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="backslashreplace")
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)  # pytest's own words are for nobody here
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ.pop("PYTEST_ADDOPTS", None)
    folders = [root / "tests" / "exercises", root / "solutions" / "tests"]
    options = ["--import-mode=importlib", "--noconftest", "--capture=no"]
    options += ["-o", "addopts=", "-o", "pythonpath="]  # the project's own settings are not for it
    options += ["-p", "labkit.fixtures", "-p", "no:cacheprovider", f"--rootdir={root}"]
    folders = [str(folder) for folder in folders if folder.is_dir()]
    return pytest.main([*options, *folders], plugins=[Session(root, jobs, replies)])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
