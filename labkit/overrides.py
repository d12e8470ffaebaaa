"""`overrides.csv` at the top of a submission tree: scores that a person set, each with its reason.

They are put over what the checks found whenever results are read, so no regrading loses one. A
spreadsheet or `nnlab override` may write the file.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from labkit import atomic
from labkit.course import Course, CourseError

FILE = "overrides.csv"


@dataclass(frozen=True)
class Override:
    """What a student gets for an exercise, and why."""

    student: str
    exercise: str
    score: float
    reason: str


Overrides = dict[tuple[str, str], Override]  # by student and exercise
COLUMNS = tuple(entry.name for entry in fields(Override))


def read(folder: Path, course: Course) -> Overrides:
    """The overrides of the submissions in `folder`; none where there is no such file.

    Raises CourseError where a line is wrong: a score that was meant must not be passed over.
    """
    path = folder / FILE
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CourseError(f"{path} cannot be read: is it a CSV file in UTF-8?") from error
    found: Overrides = {}
    for number, row in enumerate(rows, start=2):
        try:
            one = checked(course, *((row.get(column) or "").strip() for column in COLUMNS))
        except CourseError as error:
            raise CourseError(f"{path}, line {number}: {error}") from error
        found[one.student, one.exercise] = one
    return found


def checked(course: Course, student: str, exercise: str, score: str, reason: str) -> Override:
    """An override from its texts. Raises CourseError where one of them does not do."""
    if not student:
        raise CourseError("It names no student.")
    chosen = course.exercise(exercise)
    try:
        points = float(score)
    except ValueError:
        points = -1.0
    if not 0 <= points <= chosen.points:
        raise CourseError(
            f"The score for {chosen.id} is a number from 0 to {chosen.points:g}, not {score!r}."
        )
    if not reason:
        raise CourseError("An override needs its reason: the student reads it, and you next year.")
    return Override(student, chosen.id, points, reason)


def write(folder: Path, overrides: Mapping[tuple[str, str], Override]) -> None:
    """Replace the file in `folder`."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    for one in overrides.values():
        writer.writerow(asdict(one) | {"score": f"{one.score:g}"})
    atomic.replace(folder / FILE, text.getvalue().encode("utf-8"))
