"""The trusted process that runs checks: one pytest session, kept alive, that takes jobs.

Collecting the checks costs more than running them, so they are collected once and each job runs
them again with another submission behind the `student` fixture. Jobs and reports are lines of
JSON on stdin and stdout; `labkit.engine` holds the other end.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

from labkit import isolation, values
from labkit.course import Course, CourseError, Exercise
from labkit.diagnosis import Diagnosis
from labkit.fixtures import CONTEXT, Context, Unanswered, exercise_of
from labkit.report import CheckResult, ExerciseReport, Report
from labkit.student import Call, Submission, WorkerFault, WorkerTimeout
from labkit.testing import Mismatch

MAX_TIMEOUTS = 2  # of one exercise; its other checks are then not run


class Session:
    """pytest plug-in that replaces the run loop by a loop over jobs."""

    def __init__(self, root: Path, jobs: Iterable[str], replies) -> None:
        self._root, self._jobs, self._replies = root, jobs, replies
        self._items: dict[str, list[pytest.Item]] = {}
        self._broken: list[str] = []  # what could not be collected
        self._raised: BaseException | None = None
        self._diagnosis = Diagnosis(root)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._broken.append(f"{report.nodeid}: {report.longreprtext.splitlines()[-1]}")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        for item in session.items:
            self._items.setdefault(exercise_of(item), []).append(item)
        for line in self._jobs:
            try:
                reply = self._grade(session.config, **json.loads(line)).to_json()
            except CourseError as error:
                reply = {"error": str(error)}
            self._replies.write(json.dumps(reply) + "\n")
            self._replies.flush()
        self._diagnosis.close()
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo):
        if call.excinfo is not None:
            self._raised = call.excinfo.value
        return (yield)

    def _grade(
        self, config: pytest.Config, sources: dict, cells: dict, exercises: list[str], seed: int
    ) -> Report:
        started = time.perf_counter()
        if self._broken:
            raise CourseError("Some checks cannot be loaded: " + "; ".join(self._broken))
        course = Course.at(self._root)
        known = {exercise.id: exercise for exercise in course.exercises}
        submission = Submission(sources, cells)
        config.stash[CONTEXT] = Context(submission, seed, self._root)
        try:
            reports = [self._exercise(course, known[name], submission) for name in exercises]
        finally:
            submission.close()
        seconds = round(time.perf_counter() - started, 3)
        return Report(reports, seed, seconds, isolation.best_level().name)

    def _exercise(
        self, course: Course, exercise: Exercise, submission: Submission
    ) -> ExerciseReport:
        checks, raised, transcript = [], [], []
        for item in self._items.get(exercise.id, []):
            if sum(isinstance(error, WorkerTimeout) for error in raised) >= MAX_TIMEOUTS:
                check = self._result(item, "not run")
                check.message = "Not run: earlier checks of this exercise had no answer in time."
                raised.append(None)
            else:
                submission.transcript.clear()
                check, error = self._check(item, submission)
                raised.append(error)
                transcript += submission.transcript
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
            entry = self._diagnosis.of(exercise.id, transcript)
            if entry is not None:
                report.mistake, report.diagnosis = entry.name, entry.sentence
        return report

    def _check(
        self, item: pytest.Item, submission: Submission
    ) -> tuple[CheckResult, BaseException | None]:
        self._raised = None
        phases = runtestprotocol(item, log=False, nextitem=None)
        if isinstance(self._raised, isolation.IsolationError):  # our fault, not the student's
            raise CourseError(f"No worker could be started: {self._raised}")
        called = [phase for phase in phases if phase.when == "call"]
        if len(called) == 1 and all(phase.outcome == "passed" for phase in phases):
            return self._result(item, "passed"), None
        result = self._result(item, "failed")
        last = submission.transcript[-1] if submission.transcript else None
        result.printed = "".join(call.printed for call in submission.transcript)[-2000:]
        _explain(result, self._raised, last)
        return result, self._raised

    @staticmethod
    def _result(item: pytest.Item, outcome: str) -> CheckResult:
        sentence = " ".join((item.function.__doc__ or item.name).split())
        return CheckResult(item.name, sentence, "solutions" not in item.path.parts, outcome)


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


def _explain(result: CheckResult, error: BaseException | None, last: Call | None) -> None:
    """Fill in what a failed check knows, from the exception and the last call."""
    if last is not None and last.args + tuple(last.kwargs):
        result.call = values.call_text(last)
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
    else:
        result.message = f"The check itself failed ({type(error).__name__}: {error}). Tell us."


def main(root: Path) -> int:
    """Serve jobs from stdin until it closes."""
    jobs = os.fdopen(os.dup(0), encoding="utf-8")
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)  # pytest's own words are for nobody here
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ.pop("PYTEST_ADDOPTS", None)
    folders = [root / "tests" / "exercises", root / "solutions" / "tests"]
    options = [
        "--import-mode=importlib",
        "--noconftest",
        "--capture=no",
        "--tb=no",
        "-o",
        "addopts=",
    ]
    options += ["-p", "labkit.fixtures", "-p", "no:cacheprovider", f"--rootdir={root}"]
    folders = [str(folder) for folder in folders if folder.is_dir()]
    return pytest.main([*options, *folders], plugins=[Session(root, jobs, replies)])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
