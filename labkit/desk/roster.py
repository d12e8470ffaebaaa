"""Who is in the class, and what Canvas and Moodle call them: a CSV file with a line of headings.

Our own headings are those of `FIELDS`. The gradebook that Canvas exports and the grading worksheet
or list of participants from Moodle do as they are.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path

from labkit.course import CourseError
from labkit.desk import wording

#: What other systems call our columns, in lower case.
ALIASES = {
    "id": "canvas_id",
    "sis user id": "sis_user_id",
    "sis login id": "sis_login_id",
    "full name": "name",
    "email address": "email",
    "id number": "id_number",
    "identifier": "moodle_id",
    "surname": "last name",
}
NAME = re.compile(r"\w[\w@.+-]*")  # of a student's folder
STAND_INS = ("sis_login_id", "email", "id_number", "sis_user_id", "canvas_id", "moodle_id")


@dataclass(frozen=True)
class Student:
    """One person. `student` is the name of their folder and in the gradebook."""

    student: str
    name: str = ""
    email: str = ""
    canvas_id: str = ""
    sis_user_id: str = ""
    sis_login_id: str = ""
    section: str = ""
    moodle_id: str = ""  # Moodle's participant number, another one for each assignment
    id_number: str = ""


FIELDS = tuple(entry.name for entry in fields(Student))


class Roster:
    """The students of the class, found by what an LMS calls them."""

    def __init__(self, students: Iterable[Student] = ()) -> None:
        self.students = {student.student: student for student in students}

    @classmethod
    def read(cls, paths: Iterable[Path]) -> Roster:
        """The students in the files. A later file adds to what the first says of the same person.

        Raises CourseError naming file and line where one cannot be used.
        """
        roster = cls()
        for number, path in enumerate(paths):
            for line, student in _rows(path):
                known = roster._same(student) if number else None
                if known is not None:
                    given = {key: value for key in FIELDS[1:] if (value := getattr(student, key))}
                    student = replace(known, **given)
                elif student.student in roster.students:
                    raise CourseError(wording.roster_twice(path, line, student.student))
                roster.students[student.student] = student
        return roster

    def find(self, system: str, number: str, name: str) -> Student | None:
        """The student with this number in Canvas or Moodle, or the only one of that name.

        A number in the roster that says otherwise is believed; Moodle's change with the assignment.
        """
        key = f"{system}_id"
        for student in self.students.values():
            if number and getattr(student, key) == number:
                return student
        called = [
            student
            for student in self.students.values()
            if normal(name) in _ways(student.name) and (system == "moodle" or not student.canvas_id)
        ]
        return called[0] if len(called) == 1 else None

    def _same(self, other: Student) -> Student | None:
        """The student that a line of a later file means."""
        if other.student in self.students:
            return self.students[other.student]
        for key in ("email", "canvas_id", "sis_login_id", "id_number"):
            for student in self.students.values():
                if getattr(other, key) and getattr(other, key) == getattr(student, key):
                    return student
        return self.find("", "", other.name) if other.name else None


def normal(name: str) -> str:
    """A name as both systems and people write it: letters and digits alone, in lower case."""
    text = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in text if letter.isalnum())


@cache
def _ways(name: str) -> set[str]:
    """A name with the family name first or last: "Ada Lovelace" is also "lovelaceada"."""
    words = name.replace(",", " ").split()
    return {normal("".join(words[place:] + words[:place])) for place in range(len(words))}


def _rows(path: Path) -> list[tuple[int, Student]]:
    """The lines of a roster, each with its number in the file."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(wording.roster_unreadable(path, str(error))) from error
    lines = text.splitlines()
    first = lines[0] if lines else ""
    reader = csv.reader(lines, delimiter=";" if first.count(";") > first.count(",") else ",")
    headings = [_heading(each, first) for each in next(reader, [])]
    if not set(headings) & {"student", *STAND_INS}:
        raise CourseError(wording.roster_headings(path, FIELDS))
    found = []
    for cells in reader:
        row = {key: cell.strip() for key, cell in zip(headings, cells, strict=False) if key}
        if row.get("name", "").strip().lower() in ("points possible", "student, test"):
            continue  # Canvas adds these two
        if {"first name", "last name"} <= set(row):
            row["name"] = f"{row['first name']} {row['last name']}"
        row["moodle_id"] = re.sub(r"^\D+", "", row.get("moodle_id", ""))  # "Participant 657737"
        values = {key: row.get(key, "") for key in FIELDS}
        values["student"] = values["student"] or next(
            (values[key] for key in STAND_INS if values[key]), ""
        )
        if not any(values.values()) or not values["student"]:
            continue
        if not NAME.fullmatch(values["student"]):
            raise CourseError(wording.roster_name(path, reader.line_num, values["student"]))
        found.append((reader.line_num, Student(**values)))
    return found


def _heading(text: str, first: str) -> str:
    """One of our columns; in a gradebook from Canvas, "Student" is a person's full name."""
    key = text.strip().lower()
    if key == "student" and "ID" in re.split("[,;]", first):
        return "name"
    return ALIASES.get(key, key)
