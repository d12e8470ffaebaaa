"""Where everything is: the course root, its lessons and their exercises.

What the tools need to know about a lesson is in `course/manifest.json`, which the build derives
from the lesson text, the reference and the checks; it ships with every edition of the course.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

MANIFEST = Path("course", "manifest.json")


class CourseError(Exception):
    """Something about the course or the request is wrong; the message says what to do."""


@dataclass(frozen=True)
class Exercise:
    """Something that is checked and earns points: a function, or the answers in one cell."""

    id: str  # "perceptron.step"
    number: str  # "01.1"; answer cells have none of their own
    kind: Literal["function", "answers"]
    title: str
    points: float
    public_checks: int
    reference_checks: int
    hints: tuple[str, ...] = ()  # Markdown, as in the notebook
    stub: str = ""  # the function as the learner found it

    @property
    def module(self) -> str:
        return self.id.partition(".")[0]

    @property
    def name(self) -> str:
        return self.id.partition(".")[2]


@dataclass(frozen=True)
class Lesson:
    """One lesson: its folder name, title and exercises in the order of the notebook."""

    name: str  # "01_perceptron"
    title: str
    question: str
    minutes: int
    exercises: tuple[Exercise, ...]
    written_points: float = 0.0  # for answers that a person grades

    @property
    def module(self) -> str:
        return self.name.partition("_")[2]

    @property
    def number(self) -> str:
        return self.name.partition("_")[0]


class Course:
    """The course whose root folder is `root`."""

    def __init__(self, root: Path, lessons: list[Lesson]) -> None:
        self.root, self.lessons = root, lessons

    @classmethod
    def find(cls, start: Path | None = None) -> Course:
        """The course that `start` (default: the current folder) lies in.

        Raises CourseError outside of one.
        """
        start = (start or Path.cwd()).resolve()
        for folder in (start, *start.parents):
            if (folder / MANIFEST).is_file():
                return cls.at(folder)
        raise CourseError(
            f"{start} is not inside a course: no folder above it holds {MANIFEST.as_posix()}. "
            "Change into the folder that you cloned or unpacked, then try again."
        )

    @classmethod
    def at(cls, root: Path) -> Course:
        """The course in `root`, read from its manifest."""
        try:
            data = json.loads((root / MANIFEST).read_text(encoding="utf-8"))
            return cls(root, [_lesson(entry) for entry in data["lessons"]])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CourseError(
                f"{MANIFEST.as_posix()} cannot be read ({error}). "
                "Restore it (git checkout; in a class's edition, `nnlab update`) or run "
                "`nnlab build`."
            ) from error

    @property
    def exercises(self) -> list[Exercise]:
        return [exercise for lesson in self.lessons for exercise in lesson.exercises]

    @property
    def has_reference(self) -> bool:
        """Whether `solutions/` lies here; a class's student edition has none."""
        return (self.root / "solutions" / "nnlab").is_dir()

    def lessons_of(self, exercises: Iterable[Exercise]) -> list[Lesson]:
        """The lessons that `exercises` belong to."""
        wanted = set(exercises)
        return [lesson for lesson in self.lessons if wanted & set(lesson.exercises)]

    def notebook(self, lesson: Lesson) -> Path:
        return self.root / "course" / lesson.name / f"{lesson.name}.ipynb"

    def lesson(self, target: str) -> Lesson:
        """The lesson called `target`: "01", "01_perceptron" or "perceptron"."""
        for lesson in self.lessons:
            if target in (lesson.number, lesson.name, lesson.module):
                return lesson
        raise self._unknown(target, [lesson.name for lesson in self.lessons])

    def select(self, target: str | None = None) -> list[Exercise]:
        """The exercises that `target` means: a lesson, one exercise, or (None) all.

        Raises CourseError with the nearest names where there is no such thing.
        """
        if target is None:
            return self.exercises
        for exercise in self.exercises:
            if target in (exercise.id, exercise.number):
                return [exercise]
        try:
            return list(self.lesson(target).exercises)
        except CourseError:
            names = [exercise.id for exercise in self.exercises]
            names += [part for lesson in self.lessons for part in (lesson.name, lesson.module)]
            raise self._unknown(target, names) from None

    def exercise(self, target: str) -> Exercise:
        """The one exercise that `target` means.

        Raises CourseError where it means a lesson, or nothing.
        """
        found = self.select(target)
        if len(found) == 1:
            return found[0]
        names = ", ".join(exercise.id for exercise in found)
        raise CourseError(f"{target!r} is a lesson. Name one of its exercises: {names}.")

    def lesson_of(self, exercise: Exercise) -> Lesson:
        return next(lesson for lesson in self.lessons if exercise in lesson.exercises)

    @staticmethod
    def _unknown(target: str, names: list[str]) -> CourseError:
        near = [name for name in names if name.partition(".")[2] == target]  # "step" alone
        near = near or difflib.get_close_matches(target, names, n=3, cutoff=0.4)
        if not near:
            near = [name for name in names if target and target in name][:3]
        hint = f"Did you mean {' or '.join(near)}?" if near else f"There are: {', '.join(names)}."
        return CourseError(f"There is no lesson or exercise called {target!r}. {hint}")


def _lesson(data: dict) -> Lesson:
    exercises = tuple(
        Exercise(**{**entry, "hints": tuple(entry.get("hints", ()))}) for entry in data["exercises"]
    )
    written = sum(entry["points"] for entry in data.get("written", ()))
    return Lesson(
        data["name"], data["title"], data["question"], data["minutes"], exercises, written
    )
