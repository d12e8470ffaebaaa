"""Grade a class: a folder of submissions in, `grades.csv` and `report.json` out.

One job is one student's lesson. Results are kept by the hash of everything they depend on, each
as soon as it is there: a killed run goes on where it stopped, an unchanged class is read back,
and a changed file, check or mistake regrades only what it touches.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import secrets
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import joblib
import msgpack

from labkit import atomic, collected, isolation, overrides
from labkit.course import Course, CourseError, Exercise, Lesson
from labkit.engine import Engine
from labkit.report import ExerciseReport, Report
from labkit.spreadsheet import shown
from labkit.submission import SubmissionFiles, read_submission
from labkit.wording import set_by_hand

Task = tuple[str, str, str, str, SubmissionFiles, int, bool]  # the arguments of `_grade_one`
Graded = tuple[str, str, str]  # its results: the key, the report's JSON, the error if there is none

MAX_HELD = 64 * 2**20  # characters of submissions that are kept in memory until their turn

COLUMNS = ("student", "lesson", "exercise", "score", "max_score", "status", "diagnosis")


@dataclass(frozen=True)
class Job:
    """One student's submission of one lesson; `folder` need not exist."""

    student: str
    lesson: Lesson
    folder: Path


@dataclass(frozen=True)
class _Found:
    """What was read of a job's submission, but for the texts themselves: a class may be large."""

    key: str  # the hash of all that its result depends on; equal submissions share a result
    seed: int
    refused: dict[str, str]
    missing: list[str]


@dataclass
class Result:
    """What became of a job: a report, or the reason why there is none."""

    job: Job
    refused: dict[str, str]
    missing: list[str]
    report: Report | None
    error: str = ""
    kept: str = ""  # the report's JSON, where it is as it was kept

    @property
    def report_json(self) -> str:
        """The report as JSON; "null" where there is none."""
        if self.kept:
            return self.kept
        return json.dumps(self.report.to_json() if self.report else None, ensure_ascii=False)

    @property
    def handed_in(self) -> bool:
        """Whether there is anything to grade: a folder, a refused zip, a score set by hand."""
        by_hand = self.report and any(one.given is not None for one in self.report.exercises)
        return bool(self.refused or by_hand) or self.job.folder.is_dir()


class Class:
    """The submissions below `folder`, graded with the checks of `course` into `out`."""

    def __init__(
        self,
        course: Course,
        folder: Path,
        out: Path,
        lessons: Iterable[Lesson] | None = None,
        seed: int | None = None,
    ) -> None:
        """`lessons` defaults to those that anybody has submitted; a `seed` repeats the random
        inputs of the checks, which by default nobody outside can foresee.

        Raises CourseError where `folder` holds no submission.
        """
        self.course, self.folder, self.out = course, folder, out
        self.students = sorted(path.name for path in _folders(folder))
        found = {path.name for student in self.students for path in _folders(folder / student)}
        self.lessons = [
            lesson
            for lesson in course.lessons
            if (lesson.name in found if lessons is None else lesson in list(lessons))
        ]
        if not self.students or not self.lessons:
            raise CourseError(
                f"{folder} holds no submissions. Expected "
                f"STUDENT/{course.lessons[0].name}/{course.lessons[0].name}.ipynb in it. "
                "What Canvas or Moodle export is unpacked by `nnlab collect` first."
            )
        self._checks: dict[str, str] = {}
        self._errors: dict[str, str] = {}
        self._found: dict[tuple[str, str], _Found] = {}
        self._refusals = collected.refusals(folder)
        self._overrides = overrides.read(folder, course)
        self._results = out / "results"
        self._results.mkdir(parents=True, exist_ok=True)
        self._seed = seed
        self._secret = _secret(out / "seed")

    def jobs(self) -> Iterator[Job]:
        """Every student with every lesson, in order."""
        for student in self.students:
            for lesson in self.lessons:
                yield Job(student, lesson, self.folder / student / lesson.name)

    def __len__(self) -> int:
        return len(self.students) * len(self.lessons)

    def grade(
        self, jobs: int = -1, dask: str | None = None, unsafe: bool = False
    ) -> Iterator[Result]:
        """Grade what has no result yet, on `jobs` cores or on a Dask cluster; yield as they come.

        Jobs whose result is there already are yielded first; equal submissions are run once.
        `unsafe` grades even where a machine cannot hide files from submissions.
        """
        pending: dict[str, list[Job]] = {}
        held: dict[str, SubmissionFiles] = {}  # read already; the others are read again
        room = MAX_HELD
        for job in self.jobs():
            found, files = self._read(job)
            if self._path(found.key).is_file():
                yield self._result(job)
                continue
            if found.key not in pending and (room := room - files.size) >= 0:
                held[found.key] = files
            pending.setdefault(found.key, []).append(job)

        def tasks() -> Iterator[Task]:
            for key, same in list(pending.items()):
                task = self._task(same[0], held.pop(key, None), unsafe)
                if task[0] != key:  # somebody changed the file meanwhile
                    pending.setdefault(task[0], []).extend(same)
                yield task

        for key, report, error in _run(tasks(), jobs, dask):
            self._keep(key, report, error)
            for job in pending.pop(key, ()):
                yield self._result(job, report)

    def _task(self, job: Job, files: SubmissionFiles | None, unsafe: bool) -> Task:
        """The task of grading `job`; `files` as they were just read, or None."""
        if files is None:
            _, files = self._read(job)
        lesson = job.lesson.name
        found, checks = self._found[job.student, lesson], self._checks[lesson]
        return found.key, str(self.course.root), lesson, checks, files, found.seed, unsafe

    def grade_one(self, job: Job, unsafe: bool = False) -> Result:
        """The result of one job: the kept one, or a new one, graded here and now."""
        found, files = self._read(job)
        if not self._path(found.key).is_file():
            self._keep(*_grade_one(*self._task(job, files, unsafe)))
        return self._result(job)

    def _keep(self, key: str, report: str, error: str) -> None:
        if error:
            self._errors[key] = error  # not kept: the next run tries again
        else:
            path = self._path(key)
            path.parent.mkdir(exist_ok=True)
            atomic.replace(path, report.encode("utf-8", "backslashreplace"))

    def results(self) -> Iterator[Result]:
        """Every result in order, read back from the store."""
        for job in self.jobs():
            yield self._result(job)

    def write(self) -> None:
        """Write `grades.csv` and `report.json`, one result in memory at a time."""
        with (
            _replacing(self.out / "grades.csv") as grades,
            _replacing(self.out / "report.json") as reports,
        ):
            writer = csv.DictWriter(grades, COLUMNS)
            writer.writeheader()
            reports.write('{"schema": 1, "submissions": [')
            for number, result in enumerate(self.results()):
                writer.writerows(rows(result))
                reports.write(",\n" if number else "\n")
                reports.write(_entry(result))
            reports.write("\n]}\n")

    def _read(self, job: Job) -> tuple[_Found, SubmissionFiles]:
        """What is submitted now, and what `_result` needs to know of it.

        The student is not part of the key, so equal submissions share a result.
        """
        files = read_submission(job.folder, self.course, [job.lesson])
        if reason := self._refusals.get((job.student, job.lesson.name)):
            files.refused |= dict.fromkeys(files.missing, reason)
            files.missing = []
        if (checks := self._checks.get(job.lesson.name)) is None:
            checks = self._checks[job.lesson.name] = _checks_hash(self.course.root, job.lesson)
        taken = _digest_of(files)
        key = _digest(f"{taken}{checks}{isolation.best_level()}{self._seed}")
        # Random inputs that nobody outside can foresee; a resumed run, a mended check repeat them.
        seed = int(_digest(self._secret + taken)[:8], 16) if self._seed is None else self._seed
        found = _Found(key, seed, files.refused, files.missing)
        self._found[job.student, job.lesson.name] = found
        return found, files

    def _path(self, key: str) -> Path:
        return self._results / key[:2] / f"{key}.json"

    def _result(self, job: Job, kept: str = "") -> Result:
        """The result of what was last read of a job's submission, or is read now; `kept` is its
        report where that was just kept."""
        found = self._found.get((job.student, job.lesson.name)) or self._read(job)[0]
        report, error = None, ""
        try:
            kept = kept or self._path(found.key).read_text(encoding="utf-8")
            report = Report.from_json(json.loads(kept))
        except FileNotFoundError:
            error = self._errors.get(found.key, "the run ended before its turn; run it again")
        keys = [(job.student, exercise.id) for exercise in job.lesson.exercises]
        if not self._overrides.keys().isdisjoint(keys):
            report, kept = report or _ungraded(job.lesson, found.seed), ""
            for exercise in report.exercises:
                if override := self._overrides.get((job.student, exercise.exercise)):
                    exercise.given, exercise.reason = override.score, override.reason
        return Result(job, found.refused, found.missing, report, error, kept)


def _digest_of(files: SubmissionFiles) -> str:
    """The hash of what was taken of a submission."""
    taken = [sorted(files.sources.items()), sorted(files.cells.items())]
    return hashlib.sha256(msgpack.packb(taken, unicode_errors="surrogatepass")).hexdigest()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _ungraded(lesson: Lesson, seed: int) -> Report:
    """The report of a submission that could not be graded, for a person to put scores in."""
    return Report(
        [
            ExerciseReport(one.id, one.number, one.title, one.points, "error", [])
            for one in lesson.exercises
        ],
        seed,
    )


def default_out(folder: Path) -> Path:
    """Where the results of the submissions in `folder` go, unless told otherwise."""
    folder = folder.resolve()
    return folder.with_name(f"{folder.name}-grades")


def rows(result: Result) -> list[dict[str, object]]:
    """The lines of `grades.csv` for one result, one for each exercise."""
    reports = {entry.exercise: entry for entry in result.report.exercises} if result.report else {}
    lines = []
    for exercise in result.job.lesson.exercises:
        report = reports.get(exercise.id)
        status, why = _status(result, exercise, report)
        lines.append(
            {
                "student": shown(result.job.student),
                "lesson": result.job.lesson.name,
                "exercise": exercise.id,
                "score": f"{report.score if report else 0.0:g}",
                "max_score": f"{exercise.points:g}",
                "status": status,
                "diagnosis": shown(why or (report.diagnosis if report else "")),
            }
        )
    return lines


def _status(result: Result, exercise: Exercise, report: ExerciseReport | None) -> tuple[str, str]:
    """One of graded, missing, error, timeout, refused; and why, where the checks do not say it."""
    if report and report.given is not None:
        return "graded", set_by_hand(report)
    module, lesson = f"nnlab/{exercise.module}.py", f"{result.job.lesson.name}.ipynb"
    needed = lesson if exercise.kind == "answers" else module
    if needed in result.refused:
        return "refused", f"{needed}: {result.refused[needed]}"
    if needed in result.missing:
        return "missing", f"{needed} was not submitted"
    if report is None or result.error:
        return "error", f"could not be graded: {result.error}"
    if report.status == "error":
        return "error", "could not be graded: there is no check for it"
    return ("timeout", "") if report.status == "timeout" else ("graded", "")


def _entry(result: Result) -> str:
    """One submission of report.json; its report is put in as it was kept, which is JSON already."""
    told = {
        "student": result.job.student,
        "lesson": result.job.lesson.name,
        "missing": result.missing,
        "refused": result.refused,
        "error": result.error,
    }
    return f'{json.dumps(told, ensure_ascii=False)[:-1]}, "report": {result.report_json}}}'


# --- running jobs -------------------------------------------------------------------------------


def _run(tasks: Iterator[Task], jobs: int, dask: str | None) -> Iterator[Graded]:
    """Run the tasks; yield what becomes of each as it ends."""
    calls = (joblib.delayed(_grade_one)(*task) for task in tasks)
    if dask is None:
        # Threads are enough: the work is done in the session process that each thread owns.
        try:
            yield from joblib.Parallel(jobs, "threading", return_as="generator_unordered")(calls)
        finally:
            _close_engines()
        return
    try:
        from dask.distributed import Client
    except ImportError as error:
        raise CourseError("--dask needs an extra: pip install 'nnlab-course[dask]'") from error
    try:
        client = Client(dask, timeout=10)
    except (OSError, ValueError) as error:
        raise CourseError(f"There is no Dask scheduler at {dask}.") from error
    with client, joblib.parallel_config("dask", wait_for_workers_timeout=60):
        yield from joblib.Parallel(return_as="generator_unordered")(calls)


class _ThreadEngine(threading.local):
    """The engine of one thread, and the hash of the checks that its session may have read."""

    engine: Engine | None = None
    root: str
    checks: dict[str, str]

    def of(self, root: str, lesson: str, checks: str) -> Engine:
        """An engine on the course in `root` whose session has not read other checks of `lesson`:
        JupyterLab's server may grade for weeks, while a check is mended."""
        if self.engine is None or self.root != root or self.checks.get(lesson, checks) != checks:
            if self.engine is not None:
                self.engine.close()
            self.engine, self.root, self.checks = Engine(Course.at(Path(root))), root, {}
        if self.engine not in _engines:
            _engines.append(self.engine)
        self.checks[lesson] = checks
        return self.engine


_thread = _ThreadEngine()
_engines: list[Engine] = []


def _grade_one(
    key: str, root: str, lesson: str, checks: str, files: SubmissionFiles, seed: int, unsafe: bool
) -> Graded:
    """Grade one submission; never raises for what a submission or the grader did."""
    try:
        isolation.require_hidden_files(unsafe)  # each machine of a cluster answers for itself
    except isolation.IsolationError as error:
        return key, "", str(error)
    engine = _thread.of(root, lesson, checks)
    try:
        exercises = engine.course.lesson(lesson).exercises
        return key, engine.grade_to_json(files, exercises, seed), ""
    except CourseError as error:
        engine.close()  # the next job starts another session
        return key, "", str(error)


def _close_engines() -> None:
    while _engines:
        _engines.pop().close()  # a thread that is used again starts another session


# --- files --------------------------------------------------------------------------------------


def _checks_hash(root: Path, lesson: Lesson) -> str:
    """The hash of the lesson's checks, reference, mistakes and points, and of these tools."""
    name = f"{lesson.module}.py"
    paths = [
        root / "tests" / "exercises" / f"test_{name}",
        root / "solutions" / "tests" / f"test_{name}",
        root / "solutions" / "mistakes" / name,
        *sorted((root / "solutions" / "nnlab").glob("*.py")),
        *sorted(Path(__file__).parent.glob("*.py")),
        *sorted((Path(__file__).parent / "worker").glob("*.py")),
        *sorted((Path(__file__).parent / "isolation").rglob("*.py")),
    ]
    digest = hashlib.sha256(repr(lesson).encode())
    for path in paths:
        digest.update(path.name.encode() + path.read_bytes() if path.is_file() else b"-")
    return digest.hexdigest()


def _folders(folder: Path) -> list[Path]:
    """The folders in `folder`; a link in the place of a student or lesson is not followed."""
    if not folder.is_dir():
        raise CourseError(f"There is no folder {folder}.")
    try:
        entries = [path for path in folder.iterdir() if not path.name.startswith(".")]
    except PermissionError:  # its jobs are then reported as not submitted
        return []
    return [path for path in entries if path.is_dir() and not path.is_symlink()]


def _secret(path: Path) -> str:
    """A random text that is made once and kept, readable by its owner alone."""
    if not path.is_file():
        atomic.replace(path, secrets.token_hex(16).encode("ascii"))
    return path.read_text(encoding="utf-8")


@contextmanager
def _replacing(path: Path) -> Iterator[TextIO]:
    """A text that appears whole or not at all. What has no UTF-8 form is escaped."""
    with atomic.replacing(path) as file:
        text = io.TextIOWrapper(file, "utf-8", "backslashreplace", newline="")
        yield text
        text.detach()
