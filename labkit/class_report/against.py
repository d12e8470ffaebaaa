"""What changed between two gradings of a class: who gained or lost what, on which exercise."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from labkit import atomic
from labkit.class_report.names import Names
from labkit.class_report.results import GRADES, read_grades
from labkit.course import CourseError

Row = dict[str, str]

FILE = "changes.csv"  # beside grades.csv: what the last run that changed a grade has changed


@dataclass
class Change:
    """One student's exercise whose score or status is another now."""

    student: str
    exercise: str
    before: float
    after: float
    status_before: str
    status_after: str

    @property
    def gain(self) -> float:
        return round(self.after - self.before, 2)


@dataclass
class Comparison:
    """Two gradings side by side."""

    changes: list[Change] = field(default_factory=list)
    same: int = 0
    only_old: int = 0  # lines of exercises or students that the new grading has not
    only_new: int = 0

    def exercises(self) -> list[tuple[str, int, int, float]]:
        """For each exercise with changes: how many gained, how many lost, and the sum of points;
        the largest sum first."""
        found: dict[str, list[float]] = {}
        for change in self.changes:
            found.setdefault(change.exercise, []).append(change.gain)
        rows = [
            (exercise, sum(g > 0 for g in gains), sum(g < 0 for g in gains), round(sum(gains), 2))
            for exercise, gains in found.items()
        ]
        return sorted(rows, key=lambda row: (-abs(row[3]), row[0]))

    def students(self) -> tuple[int, int]:
        """How many students have more points than before, and how many fewer."""
        totals: dict[str, float] = {}
        for change in self.changes:
            totals[change.student] = totals.get(change.student, 0.0) + change.gain
        sums = [round(total, 2) for total in totals.values()]
        return sum(total > 0 for total in sums), sum(total < 0 for total in sums)

    def to_json(self) -> dict[str, Any]:
        gained, lost = self.students()
        return {
            "gained": gained,
            "lost": lost,
            "same": self.same,
            "only_old": self.only_old,
            "only_new": self.only_new,
            "changes": [{**vars(change), "gain": change.gain} for change in self.changes],
        }


def compare(old: Iterable[Row], new: Iterable[Row], names: Names) -> Comparison:
    """Compare the lines of two grades.csv. Raises CourseError where one is not such a file."""
    try:
        before = {(row["student"], row["exercise"]): row for row in old}
        found = Comparison()
        for row in new:
            was = before.pop((row["student"], row["exercise"]), None)
            if was is None:
                found.only_new += 1
                continue
            change = Change(
                names.of(row["student"]), row["exercise"],
                float(was["score"]), float(row["score"]), was["status"], row["status"],
            )  # fmt: skip
            if change.gain or change.status_before != change.status_after:
                found.changes.append(change)
            else:
                found.same += 1
    except (KeyError, ValueError, TypeError) as error:
        raise CourseError("One of the two grades.csv cannot be read: was it changed?") from error
    found.only_old = len(before)
    found.changes.sort(key=lambda change: (-abs(change.gain), change.exercise, change.student))
    return found


def regraded(out: Path, write: Callable[[], None]) -> Comparison | None:
    """Let `write` write the results in `out` anew; say what became of the grades that were there,
    and write down whose changed. None where there were none that can be read."""
    before: list[Row] = []
    with suppress(CourseError, csv.Error):
        before = list(read_grades(out)) if (out / GRADES).is_file() else []
    write()
    if not before:
        return None
    try:
        found = compare(before, read_grades(out), Names())
    except CourseError:  # the old ones were changed by hand
        return None
    if found.changes:
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(entry.name for entry in fields(Change))
        writer.writerows(vars(change).values() for change in found.changes)
        atomic.replace(out / FILE, text.getvalue().encode("utf-8", "backslashreplace"))
    return found
