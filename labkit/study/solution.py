"""`nnlab solution` and `nnlab diff`: how we wrote a function, and where the learner's differs."""

from __future__ import annotations

import ast
import difflib

from labkit import source, wording
from labkit.bank import reference_sources
from labkit.course import Course, CourseError, Exercise
from labkit.stubs import BEGIN, END
from labkit.study.progress import Progress, Record
from labkit.submission import read_submission


def open_up(course: Course, exercise: Exercise, command: str, give_up: bool) -> Progress:
    """Let a learner see the solution: after a pass, or when they give up, which is recorded.

    Raises CourseError otherwise, and where there is no solution to see.
    """
    if exercise.kind == "answers":
        raise CourseError(wording.answers_only(exercise, course.lesson_of(exercise)))
    if not course.has_reference:
        raise CourseError(wording.NO_REFERENCE)
    progress = Progress(course.root)
    record = progress.read().get(exercise.id, Record())
    if not record.first_pass and not record.gave_up:
        if not give_up:
            raise CourseError(wording.not_passed(exercise, command))
        progress.gave_up(exercise)
    return progress


def reference(course: Course, exercise: Exercise) -> str:
    """Our function, without the marks of the build."""
    text = source.take(reference_sources(course.root)[f"{exercise.module}.py"], exercise.name)
    lines = text.split("\n")
    return "\n".join(line for line in lines if not BEGIN.match(line) and not END.match(line))


def without_docstring(function: str) -> str:
    """The function without its docstring, which the learner has before their eyes."""
    node = ast.parse(function).body[0]
    if not isinstance(node, ast.FunctionDef) or ast.get_docstring(node) is None:
        return function
    lines = function.split("\n")
    del lines[node.body[0].lineno - 1 : node.body[0].end_lineno]
    return "\n".join(lines)


def difference(course: Course, exercise: Exercise) -> list[str]:
    """The lines of a unified diff from the learner's function to ours."""
    name = f"{exercise.module}.py"
    files = read_submission(course.root, course, [course.lesson_of(exercise)])
    mine = source.take(files.sources.get(name, ""), exercise.name)
    return list(
        difflib.unified_diff(
            mine.splitlines(),
            reference(course, exercise).splitlines(),
            f"your nnlab/{name}",
            f"our {exercise.name}",
            lineterm="",
        )
    )
