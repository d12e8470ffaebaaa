"""Read what `nnlab grade` wrote, one submission at a time: a class may be larger than memory."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from labkit.course import CourseError
from labkit.spreadsheet import shown

GRADES, REPORTS = "grades.csv", "report.json"
HEAD = '{"schema": 1, "submissions": ['  # the first line of report.json; then an entry a line


@dataclass(frozen=True)
class Graded:
    """One student's lesson: its lines of grades.csv and its entry of report.json."""

    student: str  # as in grades.csv
    lesson: str
    rows: list[dict[str, str]]
    entry: dict[str, Any]

    @property
    def folder(self) -> str:
        """The student's folder, whose name grades.csv may show changed for a spreadsheet."""
        return self.entry["student"]

    @property
    def reports(self) -> dict[str, dict[str, Any]]:
        """The report of each exercise; none where the submission could not be graded."""
        report = self.entry["report"]
        return {one["exercise"]: one for one in report["exercises"]} if report else {}


def read_results(folder: Path) -> Iterator[Graded]:
    """Every graded submission in the results folder, in the order of its files.

    Raises CourseError where the files are not there, cannot be read, or do not belong together.
    """
    entries = _entries(folder / REPORTS)
    try:
        for (student, lesson), rows in groupby(
            read_grades(folder), key=lambda row: (row["student"], row["lesson"])
        ):
            entry = next(entries)
            name = _plain(entry["student"])
            if entry["lesson"] != lesson or student not in (name, shown(name)):
                raise _mixed(folder)
            yield Graded(student, lesson, list(rows), entry)
        if next(entries, None) is not None:
            raise _mixed(folder)
    except (StopIteration, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _mixed(folder) from error


def read_grades(folder: Path) -> Iterator[dict[str, str]]:
    """The lines of grades.csv. Raises CourseError where there is no such file."""
    try:
        with (folder / GRADES).open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(folder / GRADES, error) from error


def _entries(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8") as file:
            if file.readline().strip() != HEAD:  # somebody formatted it anew
                file.seek(0)
                yield from json.load(file)["submissions"]
                return
            for line in file:
                if line.startswith("{"):
                    yield json.loads(line.rstrip().removesuffix(","))
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, error) from error


def _plain(name: str) -> str:
    """A name as it stands in grades.csv: what is not Unicode is spelt out."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _unreadable(path: Path, error: Exception) -> CourseError:
    why = getattr(error, "strerror", None) or "it is not UTF-8 text"
    return CourseError(
        f"{path} cannot be read ({why}). Name the folder that `nnlab grade` wrote its results to."
    )


def _mixed(folder: Path) -> CourseError:
    return CourseError(
        f"{GRADES} and {REPORTS} in {folder} do not belong together, or one of them was changed. "
        "Run `nnlab grade` again: what has not changed is only read back."
    )
