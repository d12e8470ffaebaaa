"""`nnlab export`: the points of a class as Canvas and Moodle import them.

A lesson is one column. A submission that could not be graded, or was not handed in, has an empty
cell: neither system takes that for a zero.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from labkit.course import Course, CourseError, Lesson
from labkit.desk import wording
from labkit.desk.edition import COURSE_ID
from labkit.desk.roster import Roster, Student
from labkit.spreadsheet import meant, shown

CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
MOODLE = ("ID number", "Email address")
POINTS_POSSIBLE = "    Points Possible"  # four blanks, as Canvas writes it


@dataclass
class Totals:
    """The points of each student in each lesson; None where there is no grade to give."""

    lessons: list[Lesson]
    possible: dict[str, float]
    points: dict[str, dict[str, float | None]] = field(default_factory=dict)
    why: dict[tuple[str, str], str] = field(default_factory=dict)  # student and lesson
    written: bool = False  # whether points for written answers are in it


def totals(course: Course, grades: str, zero_missing: bool = False) -> Totals:
    """Add up the `grades.csv` that `nnlab grade` wrote into the folder `grades`, or what is in
    nbgrader's gradebook: a file `gradebook.db` or a database's URL.

    Raises CourseError where there is none.
    """
    if "://" in grades:
        return _of_gradebook(course, grades, zero_missing)
    folder = Path(grades)
    if folder.suffix == ".db" and folder.is_file():
        return _of_gradebook(course, f"sqlite:///{folder.resolve()}", zero_missing)
    path = folder / "grades.csv" if folder.is_dir() else folder
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
        cells: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
        for row in rows:
            cells[meant(row["student"]), row["lesson"]].append(row)
        names = {lesson for _, lesson in cells}
        lessons = [lesson for lesson in course.lessons if lesson.name in names]
        found = Totals(lessons, {})
        for (student, lesson), of_lesson in sorted(cells.items()):
            statuses = {row["status"] for row in of_lesson}
            points: float | None = round(sum(float(row["score"]) for row in of_lesson), 2)
            found.possible[lesson] = sum(float(row["max_score"]) for row in of_lesson)
            if statuses == {"missing"} and not zero_missing:
                points = None
                found.why[student, lesson] = "missing"
            elif statuses & {"error", "refused"}:
                worst = "error" if "error" in statuses else "refused"
                points = None if worst == "error" or statuses == {"refused"} else points
                found.why[student, lesson] = worst
            found.points.setdefault(student, {})[lesson] = points
    except (OSError, KeyError, ValueError) as error:
        raise CourseError(wording.no_grades(grades, str(error))) from error
    return found


def _of_gradebook(course: Course, url: str, zero_missing: bool) -> Totals:
    """The same from nbgrader's gradebook: with what a person graded, less late penalties."""
    from labkit.gradebook import opened

    names = {lesson.name: lesson for lesson in course.lessons}
    found = Totals([], {}, written=True)
    with opened(url, COURSE_ID) as book:
        for assignment in sorted(book.assignments, key=lambda each: each.name):
            if assignment.name not in names or not assignment.submissions:
                continue
            found.lessons.append(names[assignment.name])
            found.possible[assignment.name] = float(assignment.max_score)
            submissions = {each.student.id: each for each in assignment.submissions}
            for student in sorted(each.id for each in book.students):
                points, why = 0.0 if zero_missing else None, "missing"
                if (submission := submissions.get(student)) is not None:
                    penalty = submission.late_submission_penalty or 0.0
                    points, why = max(0.0, float(submission.score - penalty)), ""
                    if submission.needs_manual_grade:
                        points, why = None, "ungraded"
                if why and (points is None or why != "missing"):
                    found.why[student, assignment.name] = why
                found.points.setdefault(student, {})[assignment.name] = points
    if not found.lessons:
        raise CourseError(wording.no_grades("it", "no submission in this gradebook"))
    return found


def canvas(found: Totals, roster: Roster, columns: Mapping[str, str]) -> tuple[str, list[str]]:
    """The CSV that a Canvas gradebook imports, and the students that it cannot name."""
    headings = [*CANVAS, *_columns(found, columns)]
    possible = [f"{found.possible[lesson.name]:.2f}" for lesson in found.lessons]
    rows, nameless = [[POINTS_POSSIBLE, "", "", "", "", *possible]], []
    for student, points in found.points.items():
        known = roster.students.get(student, Student(student))
        number = known.canvas_id or _number(student, "canvas_")
        if not (number or known.sis_user_id or known.sis_login_id or known.name):
            nameless.append(student)
            continue
        name = shown(known.name or student)
        who = [name, number, known.sis_user_id, known.sis_login_id, known.section]
        rows.append([*who, *_scores(found, points)])
    return _csv([headings, *rows]), nameless


def moodle(found: Totals, roster: Roster, columns: Mapping[str, str]) -> tuple[str, list[str]]:
    """The CSV that Moodle's Grades, Import, CSV file takes, and the students it cannot name."""
    rows, nameless = [[*MOODLE, *_columns(found, columns)]], []
    for student, points in found.points.items():
        known = roster.students.get(student, Student(student))
        if not (known.id_number or known.email):
            nameless.append(student)
            continue
        rows.append([known.id_number, known.email, *_scores(found, points)])
    return _csv(rows), nameless


FORMATS = {"canvas": canvas, "moodle": moodle}


def _columns(found: Totals, columns: Mapping[str, str]) -> list[str]:
    return [columns.get(lesson.name, f"{lesson.number} {lesson.title}") for lesson in found.lessons]


def _scores(found: Totals, points: Mapping[str, float | None]) -> list[str]:
    scores = [points.get(lesson.name) for lesson in found.lessons]
    return ["" if score is None else f"{score:.2f}" for score in scores]


def _number(student: str, prefix: str) -> str:
    """The number in a name such as "canvas_12345", which `nnlab collect` made."""
    number = student.removeprefix(prefix)
    return number if number != student and number.isdigit() else ""


def _csv(rows: Iterable[Iterable[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()
