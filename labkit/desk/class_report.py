"""The numbers behind the page about a class, from what grading found."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from labkit.course import CourseError
from labkit.desk.names import ERRORS, Names
from labkit.desk.results import Graded

SCHEMA = 1
BINS = 10  # of the points of a lesson
FREQUENT = 8  # mistakes that are told first
LOADING = ("SyntaxError", "IndentationError", "TabError", "ModuleNotFoundError", "ImportError")

#: How a student stands in an exercise, from best to unknown.
STATES = (
    "full",  # every check passed
    "part",  # at least half of the points
    "stuck",  # attempted, below half
    "timeout",  # a call had no answer in time
    "broken",  # the file does not load, so nothing in it could be tried
    "untouched",
    "missing",
    "refused",
    "error",  # could not be graded
    "unchecked",  # answered; only an edition with solutions/ can check it
)
STUCK = ("stuck", "timeout", "broken")
JUDGED = ("full", "part", *STUCK, "untouched")  # a score of these says something about learning


@dataclass
class Cell:
    """One student in one exercise."""

    state: str
    share: float  # of the points
    score: float
    mistake: str = ""


@dataclass
class Student:
    """A line of the matrix."""

    name: str
    cells: dict[str, Cell] = field(default_factory=dict)

    @property
    def score(self) -> float:
        return round(sum(cell.score for cell in self.cells.values()), 2)

    def count(self, *states: str) -> int:
        return sum(cell.state in states for cell in self.cells.values())


@dataclass
class ExerciseNumbers:
    """How the class did in one exercise."""

    exercise: str
    lesson: str
    points: float
    number: str = ""
    title: str = ""
    states: Counter[str] = field(default_factory=Counter)
    shares: list[float] = field(default_factory=list)  # of those that were judged

    @property
    def judged(self) -> int:
        return sum(self.states[state] for state in JUDGED)

    @property
    def attempted(self) -> int:
        """How many handed in something for it that could be tried."""
        return self.judged - self.states["untouched"] - self.states["broken"]

    @property
    def passed(self) -> float | None:
        """The share of students with full marks."""
        return self.states["full"] / self.judged if self.judged else None

    @property
    def mean(self) -> float | None:
        return statistics.fmean(self.shares) if self.shares else None

    @property
    def short(self) -> str:
        """What stands above a column: "01.1 step"."""
        name = self.exercise.partition(".")[2]
        return f"{self.number or self.lesson.partition('_')[0]} {name}"


@dataclass
class LessonNumbers:
    """The points of one lesson, over the submissions that could be graded throughout."""

    lesson: str
    points: float = 0.0
    handed_in: int = 0
    nothing: int = 0
    undecided: int = 0  # handed in, but a file was refused or something could not be graded
    scores: list[float] = field(default_factory=list)

    def summary(self) -> dict[str, float]:
        """Mean, spread, median, lowest and highest; empty where nothing was graded."""
        if not self.scores:
            return {}
        return {
            "mean": round(statistics.fmean(self.scores), 2),
            "sd": round(statistics.pstdev(self.scores), 2),
            "median": round(statistics.median(self.scores), 2),
            "lowest": min(self.scores),
            "highest": max(self.scores),
        }

    def bins(self) -> list[int]:
        """How many reached 0-10 %, 10-20 %, … of the points; the last includes 100 %."""
        found = Counter(min(int(BINS * s / (self.points or 1)), BINS - 1) for s in self.scores)
        return [found[place] for place in range(BINS)]


@dataclass
class Misconception:
    """A known mistake or general pattern in one exercise, and who shows it."""

    exercise: str
    mistake: str
    sentence: str
    example: dict[str, Any] | None
    students: list[str] = field(default_factory=list)
    also_in: list[str] = field(default_factory=list)  # exercises with the same mistake

    @property
    def slug(self) -> str:
        """The mistake without the exercise: "wrong axis"."""
        return self.mistake.rpartition("__")[2].replace("_", " ")


@dataclass
class Failing:
    """A check, and how often it failed among those who attempted the exercise."""

    exercise: str
    check: str
    sentence: str
    public: bool
    run: int = 0
    failed: int = 0


@dataclass
class Problem:
    """Something about a submission that a person should look at."""

    student: str
    lesson: str
    kind: str  # "refused", "error", "missing", "broken" or "timeout"
    what: str
    why: str


class ClassReport:
    """Everything known of a class. Feed it with `add`, then call `finish`."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.students: dict[str, Student] = {}
        self.exercises: dict[str, ExerciseNumbers] = {}
        self.lessons: dict[str, LessonNumbers] = {}
        self.statuses: Counter[str] = Counter()
        self.isolation: Counter[str] = Counter()
        self.problems: list[Problem] = []
        self.undiagnosed: dict[str, Counter[str]] = {}
        self._misconceptions: dict[tuple[str, str], Misconception] = {}
        self._checks: dict[tuple[str, str], Failing] = {}

    @classmethod
    def of(cls, results: Iterable[Graded], names: Names) -> ClassReport:
        """The report about all of `results`.

        Raises CourseError where another version of these tools wrote them.
        """
        report = cls(names)
        try:
            for graded in results:
                report.add(graded)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise CourseError(
                "The results are not as this version writes them. Run `nnlab grade` again."
            ) from error
        report.finish()
        return report

    def add(self, graded: Graded) -> None:
        """Count one student's lesson."""
        name = self.names.of(graded.student)
        student = self.students.setdefault(name, Student(name))
        reports = graded.reports
        cells = {}
        for row in graded.rows:
            cell = _cell(row, reports.get(row["exercise"]))
            cells[row["exercise"]] = cell
            self.statuses[row["status"]] += 1
            self._count_exercise(row, cell, reports.get(row["exercise"]))
            if cell.state not in ("broken", "untouched", "missing", "refused"):
                self._count_checks(name, row["exercise"], cell, reports.get(row["exercise"]))
        student.cells |= cells
        self._count_lesson(graded, cells)
        self.problems += _problems(name, graded, cells, self.names)

    def _count_exercise(self, row: dict[str, str], cell: Cell, report: dict | None) -> None:
        numbers = self.exercises.setdefault(
            row["exercise"],
            ExerciseNumbers(row["exercise"], row["lesson"], float(row["max_score"])),
        )
        if report:
            numbers.number, numbers.title = report["number"], report["title"]
        numbers.states[cell.state] += 1
        if cell.state in JUDGED:
            numbers.shares.append(cell.share)

    def _count_checks(self, student: str, exercise: str, cell: Cell, report: dict | None) -> None:
        if report is None:
            return
        failed = [check for check in report["checks"] if check["outcome"] == "failed"]
        for check in report["checks"]:
            if check["outcome"] != "not run":
                counted = self._checks.setdefault(
                    (exercise, check["name"]),
                    Failing(exercise, check["name"], check["sentence"], check["public"]),
                )
                counted.run += 1
                counted.failed += check["outcome"] == "failed"
        if cell.mistake:
            found = self._misconceptions.setdefault(
                (exercise, cell.mistake),
                Misconception(exercise, cell.mistake, report["diagnosis"], None),
            )
            found.students.append(student)
            found.example = found.example or _example(failed, self.names)
        elif failed:
            kinds = self.undiagnosed.setdefault(exercise, Counter())
            kinds["no answer in time" if cell.state == "timeout" else _kind(failed[0])] += 1

    def _count_lesson(self, graded: Graded, cells: dict[str, Cell]) -> None:
        numbers = self.lessons.setdefault(graded.lesson, LessonNumbers(graded.lesson))
        numbers.points = sum(float(row["max_score"]) for row in graded.rows)
        states = {cell.state for cell in cells.values()}
        if states <= {"missing"}:
            numbers.nothing += 1
            return
        if graded.entry["report"]:
            self.isolation[graded.entry["report"]["isolation"] or "unknown"] += 1
        numbers.handed_in += 1
        if states & {"refused", "error", "unchecked"}:
            numbers.undecided += 1
        else:
            numbers.scores.append(round(sum(cell.score for cell in cells.values()), 2))

    def finish(self) -> None:
        """Find the mistakes that are made in several exercises; order what has an order."""
        order = list(self.exercises).index
        self._misconceptions = dict(
            sorted(self._misconceptions.items(), key=lambda item: order(item[0][0]))
        )
        places: dict[str, list[str]] = {}
        for found in self._misconceptions.values():
            places.setdefault(found.slug, []).append(found.exercise)
        for found in self._misconceptions.values():
            found.also_in = [one for one in places[found.slug] if one != found.exercise]
            found.students.sort()
        # By the names that are shown: the order of the real ones would give pseudonyms away.
        self.students = dict(sorted(self.students.items()))
        self.problems.sort(key=lambda one: (one.kind, one.lesson, one.student))

    def misconceptions(self) -> Iterator[tuple[ExerciseNumbers, list[Misconception]]]:
        """The mistakes of each exercise, most frequent first; exercises in their order."""
        for exercise, numbers in self.exercises.items():
            mine = [m for m in self._misconceptions.values() if m.exercise == exercise]
            if mine or exercise in self.undiagnosed:
                yield numbers, sorted(mine, key=lambda m: (-len(m.students), m.mistake))

    def frequent(self) -> list[Misconception]:
        """The mistakes that most students make, of those that more than one makes."""
        shared = [m for m in self._misconceptions.values() if len(m.students) > 1]
        return sorted(shared, key=lambda m: -len(m.students))[:FREQUENT]

    def repeated(self) -> list[tuple[str, list[str], int]]:
        """What is the same mistake in several exercises: its name, where, and how many students."""
        groups: dict[str, list[Misconception]] = {}
        for found in self._misconceptions.values():
            groups.setdefault(found.slug, []).append(found)
        several = [
            (slug, [m.exercise for m in mine], len({s for m in mine for s in m.students}))
            for slug, mine in groups.items()
            if len(mine) > 1
        ]
        return sorted(several, key=lambda one: (-one[2], one[0]))

    def failing(self) -> list[Failing]:
        """Checks that somebody failed, most frequent first."""
        failed = [check for check in self._checks.values() if check.failed]
        return sorted(failed, key=lambda one: (-one.failed, one.exercise, one.check))

    def most_stuck(self) -> list[Student]:
        """The lines of the matrix: who is stuck in most exercises first."""
        return sorted(self.students.values(), key=lambda s: (-s.count(*STUCK), s.score, s.name))

    @property
    def handed_in(self) -> int:
        return sum(lesson.handed_in for lesson in self.lessons.values())

    @property
    def points(self) -> float:
        return sum(lesson.points for lesson in self.lessons.values())

    def to_json(self) -> dict[str, Any]:
        """The numbers on the page as plain data."""
        return {
            "schema": SCHEMA,
            "pseudonyms": self.names.pseudonyms,
            "isolation": dict(self.isolation),
            "students": len(self.students),
            "submissions": self.handed_in,
            "statuses": dict(self.statuses),
            "lessons": [
                {
                    "lesson": one.lesson,
                    "points": one.points,
                    "handed_in": one.handed_in,
                    "nothing": one.nothing,
                    "undecided": one.undecided,
                    "graded": len(one.scores),
                    **one.summary(),
                    "bins": one.bins(),
                }
                for one in self.lessons.values()
            ],
            "exercises": [
                {
                    "exercise": one.exercise,
                    "lesson": one.lesson,
                    "points": one.points,
                    "judged": one.judged,
                    "passed": one.passed,
                    "mean": one.mean,
                    "states": {state: one.states[state] for state in STATES if one.states[state]},
                }
                for one in self.exercises.values()
            ],
            "matrix": [
                {
                    "student": one.name,
                    "score": one.score,
                    "stuck": one.count(*STUCK),
                    "untouched": one.count("untouched"),
                    "cells": {key: [c.state, c.share, c.mistake] for key, c in one.cells.items()},
                }
                for one in self.most_stuck()
            ],
            "misconceptions": [
                {**vars(found), "count": len(found.students)}
                for _, mine in self.misconceptions()
                for found in mine
            ],
            "undiagnosed": {key: dict(kinds) for key, kinds in self.undiagnosed.items()},
            "checks": [vars(check) for check in self.failing()],
            "problems": [vars(problem) for problem in self.problems],
        }


def _cell(row: dict[str, str], report: dict | None) -> Cell:
    score, points = float(row["score"]), float(row["max_score"])
    share = score / points if points else 0.0
    state = row["status"]
    if state == "graded" and report:
        kinds = {"unwritten": "untouched", "elsewhere": "unchecked", "passed": "full"}
        state = kinds.get(report["status"]) or ("part" if share >= 0.5 else "stuck")
        if state == "stuck" and _does_not_load(report):
            state = "broken"
    return Cell(state, share, score, report["mistake"] if report and state in JUDGED else "")


def _does_not_load(report: dict) -> bool:
    """Whether no check passed and each met the same error of a file that cannot be imported."""
    messages = {check["message"] for check in report["checks"]}
    return len(messages) == 1 and messages.pop().partition(":")[0] in LOADING


def _kind(check: dict) -> str:
    """What is known of a failure without a diagnosis: an error, or a wrong result."""
    kind = check["message"].partition(":")[0]
    if not check["frames"]:
        return "a wrong result"
    return kind if kind in ERRORS else "an error of its own kind"


def _example(failed: list[dict], names: Names) -> dict[str, Any] | None:
    """One failing call as it may be shown: the call, what came back, what was expected."""
    shown = [check for check in failed if check["call"]]
    check = next((check for check in shown if check["got"]), shown[0] if shown else None)
    if check is None:
        return None
    return {
        "call": names.text(check["call"]),
        "got": _value(check["got"], names),
        "expected": _value(check["expected"], names),
        "message": names.message(check["message"]),
    }


def _value(value: dict | None, names: Names) -> dict[str, Any] | None:
    if value is None:
        return None
    rows = [[names.value(entry) for entry in row] for row in value["rows"]]
    text, kind = names.value(value["text"]), names.value(value["kind"])
    return {"text": text, "kind": kind, "rows": rows, "wrong": value["wrong"]}


def _problems(
    student: str, graded: Graded, cells: dict[str, Cell], names: Names
) -> Iterator[Problem]:
    entry, lesson = graded.entry, graded.lesson
    if entry["error"]:
        yield Problem(student, lesson, "error", "the whole lesson", names.text(entry["error"]))
    wanted = {row["diagnosis"].partition(":")[0] for row in graded.rows}
    for file, why in entry["refused"].items():
        also = "" if file in wanted else " (not needed for this lesson)"
        yield Problem(student, lesson, "refused", names.text(file) + also, names.text(why))
    if any(cell.state != "missing" for cell in cells.values()):
        for file in entry["missing"]:
            yield Problem(student, lesson, "missing", names.text(file), "was not handed in")
    else:
        yield Problem(student, lesson, "missing", "the whole lesson", "was not handed in")
    broken = [key for key, cell in cells.items() if cell.state == "broken"]
    if broken and f"nnlab/{broken[0].partition('.')[0]}.py" not in {
        *entry["refused"],
        *entry["missing"],
    }:
        check = graded.reports[broken[0]]["checks"][0]
        yield Problem(
            student, lesson, "broken", f"nnlab/{broken[0].partition('.')[0]}.py",
            names.message(check["message"]),
        )  # fmt: skip
    for key, cell in cells.items():
        if cell.state == "timeout":
            yield Problem(student, lesson, "timeout", key, "a call had no answer in time")
