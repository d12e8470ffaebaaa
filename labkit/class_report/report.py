"""The numbers behind the page about a class, from what grading found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from labkit.class_report.counts import (
    JUDGED,
    STATES,
    STUCK,
    Cell,
    ExerciseNumbers,
    Failing,
    LessonNumbers,
    Misconception,
    Problem,
    Student,
)
from labkit.class_report.facts import cell_of, example_of, kind_of, problems_of
from labkit.class_report.names import Names
from labkit.class_report.results import Graded
from labkit.course import CourseError

SCHEMA = 1
FREQUENT = 8  # mistakes that are told first


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
            cell = cell_of(row, reports.get(row["exercise"]))
            cells[row["exercise"]] = cell
            self.statuses[row["status"]] += 1
            self._count_exercise(row, cell, reports.get(row["exercise"]))
            if cell.state not in ("broken", "untouched", "missing", "refused"):
                self._count_checks(name, row["exercise"], cell, reports.get(row["exercise"]))
        student.cells |= cells
        self._count_lesson(graded, cells)
        self.problems += problems_of(name, graded, cells, self.names)

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
            found.example = found.example or example_of(failed, self.names)
        elif failed:
            kinds = self.undiagnosed.setdefault(exercise, Counter())
            kinds["no answer in time" if cell.state == "timeout" else kind_of(failed[0])] += 1

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
