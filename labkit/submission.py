"""Read a submission from disk: the known module files and answer cells, nothing else.

A submission folder is somebody else's: only regular files of known names and modest size are
opened, never through a symbolic link, and what is refused is told in words for its author.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from labkit.course import Course, Lesson

MAX_SOURCE = 256 * 2**10
MAX_NOTEBOOK = 32 * 2**20
MAX_BRACKETS = 2_000_000  # in a notebook: each is an object in memory, sixty times its size on disk
NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)  # a FIFO never blocks
MARKER = "# answers: "  # first line of an answer cell, followed by the exercise
ANSWERS_STUB = "# replace every None above, then run this cell"
WRITTEN_STUB = "*Write your answer here.*"


@dataclass
class SubmissionFiles:
    """What was taken from a submission and what was not."""

    sources: dict[str, str] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)  # file to reason
    missing: list[str] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many characters were taken."""
        return sum(map(len, self.sources.values())) + sum(map(len, self.cells.values()))

    @property
    def complaints(self) -> list[str]:
        """What was not taken, in words for the author."""
        refused = [f"{name}: {reason}" for name, reason in self.refused.items()]
        return refused + [f"{name} is missing" for name in self.missing]


class Refused(Exception):
    """A file that is not taken; the message says why."""


def read_submission(folder: Path, course: Course, lessons: Iterable[Lesson]) -> SubmissionFiles:
    """What `folder` holds: the modules of the whole course, the answer cells of `lessons`.

    Modules are `folder/nnlab/*.py` (a later lesson uses those of the lessons before); a lesson's
    notebook is `folder/NAME.ipynb` in a submission and `folder/course/NAME/NAME.ipynb` where
    the learner works.
    """
    files = SubmissionFiles({"__init__.py": ""})
    lessons = list(lessons)
    for lesson in course.lessons:
        name = f"{lesson.module}.py"
        try:
            files.sources[name] = read_text(folder, f"nnlab/{name}", MAX_SOURCE)
        except FileNotFoundError:
            if lesson in lessons:
                files.missing.append(f"nnlab/{name}")
        except Refused as error:
            files.refused[f"nnlab/{name}"] = str(error)
    for lesson in lessons:
        name = f"{lesson.name}.ipynb"
        try:
            try:
                text = read_text(folder, name, MAX_NOTEBOOK)
            except FileNotFoundError:
                text = read_text(folder, f"course/{lesson.name}/{name}", MAX_NOTEBOOK)
            files.cells |= answer_cells(text, lesson)
        except FileNotFoundError:
            files.missing.append(name)
        except Refused as error:
            files.refused[name] = str(error)
    return files


def answer_cells(notebook: str, lesson: Lesson) -> dict[str, str]:
    """The answer cells in a notebook's JSON: exercise to source; of duplicates the last counts.

    A cell is known by its name in the gradebook or, where a student lost that, its first line.
    Raises Refused where the text is no notebook.
    """
    names = {grade_id(f"{exercise.id}-answers"): exercise.id for exercise in lesson.exercises}
    if notebook.count("[") + notebook.count("{") > MAX_BRACKETS:
        raise Refused("this is not a notebook (it has millions of brackets)")
    try:
        found, wanted = {}, set(names.values())
        for cell in json.loads(notebook)["cells"]:
            source = cell["source"]
            source = source if isinstance(source, str) else "".join(source)
            known = names.get(cell["metadata"].get("nbgrader", {}).get("grade_id"))
            name = known or answered(source)
            if cell["cell_type"] == "code" and name in wanted:
                found[name] = source
        return found
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Refused("this is not a notebook (its JSON cannot be read)") from error


def grade_id(exercise: str) -> str:
    """The name of a cell in the gradebook. nbgrader's formgrader uses it as an HTML id and looks
    it up by a CSS selector, where a dot would mean a class: hence the hyphen."""
    return exercise.replace(".", "-")


def answered(source: str) -> str | None:
    """The exercise that a cell's marker line names, or None."""
    first = source.lstrip().partition("\n")[0].strip()
    return first.removeprefix(MARKER).strip() if first.startswith(MARKER) else None


def read_text(folder: Path, name: str, limit: int) -> str:
    """The text of the regular file `name` below `folder`; Refused or FileNotFoundError otherwise.

    Neither `folder` nor what lies between it and the file may be a symbolic link.
    """
    path = str(folder)  # text: a class has many files, and every step of a Path costs
    try:
        for part in name.split("/"):
            if stat.S_ISLNK(os.lstat(path).st_mode):
                raise Refused("its folder is a symbolic link")
            path = f"{path}/{part}"
        descriptor = os.open(path, os.O_RDONLY | NO_FOLLOW)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise Refused(f"it cannot be opened ({error.strerror})") from error
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise Refused("it is not a regular file")
        if status.st_size > limit:
            raise Refused(f"it has {status.st_size:,} bytes; the limit is {limit:,}")
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            data = file.read(status.st_size + 1)
    except OSError as error:
        raise Refused(f"it cannot be read ({error.strerror})") from error
    finally:
        os.close(descriptor)
    if len(data) > limit:
        raise Refused(f"it has over {limit:,} bytes, which is the limit")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("it is not UTF-8 text") from error
