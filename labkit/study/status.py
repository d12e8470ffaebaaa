"""How far a learner is: what was recorded, held against the files as they are now.

Nothing is run here, so it takes no time; what changed since its check is marked as such.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from labkit import wording
from labkit.course import Course, Exercise, Lesson
from labkit.study.progress import Progress, Record, fingerprint_of
from labkit.submission import SubmissionFiles, read_submission

SCHEMA = 1

#: As in a report, or `unchecked`: something is there, and nothing is known of it.
State = Literal["passed", "failed", "unwritten", "elsewhere", "timeout", "error", "unchecked"]


@dataclass
class Standing:
    """One exercise: the last result, and whether it is still about the present file."""

    exercise: Exercise
    state: State
    changed: bool  # since that result
    record: Record

    @property
    def done(self) -> bool:
        return self.state in ("passed", "elsewhere") and not self.changed

    @property
    def had_passed(self) -> bool:
        """Whether this passed once and was not started again."""
        return bool(self.record.first_pass) and self.state != "unwritten"

    @property
    def score(self) -> float:
        return 0.0 if self.state in ("unwritten", "unchecked") else self.record.score


def standings(course: Course, progress: Progress) -> list[Standing]:
    """Every exercise of the course, in order."""
    records = progress.read()
    answered = [e for e in course.exercises if e.kind == "answers" and e.id in records]
    files = read_submission(course.root, course, course.lessons_of(answered))
    return [_standing(e, records.get(e.id, Record()), files) for e in course.exercises]


def _standing(exercise: Exercise, record: Record, files: SubmissionFiles) -> Standing:
    if exercise.kind == "function" and stub_is_there(exercise, files):
        return Standing(exercise, "unwritten", False, record)
    if not record.status:
        return Standing(exercise, "unchecked", False, record)
    changed = record.fingerprint != fingerprint_of(exercise.id, files)
    if changed and record.status == "unwritten":
        return Standing(exercise, "unchecked", False, record)
    return Standing(exercise, record.status, changed, record)


def stub_is_there(exercise: Exercise, files: SubmissionFiles) -> bool:
    """Whether the function still raises the error that it came with, or its file is gone."""
    text = files.sources.get(f"{exercise.module}.py", "")
    return not text or f'raise NotImplementedError("{exercise.number} {exercise.id}")' in text


def following(found: Sequence[Standing]) -> Standing | None:
    """What is next: the first thing to do in the lesson that was worked on last, else after it,
    else anywhere; None when all is done."""
    order = list(found)
    # To have checked what was never begun is no work. Of results of one check the last counts.
    worked = [s for s in reversed(order) if s.record.when and s.record.status != "unwritten"]
    if worked:
        module = max(worked, key=lambda standing: standing.record.when).exercise.module
        start = next(i for i, s in enumerate(order) if s.exercise.module == module)
        order = order[start:] + order[:start]
    return next((standing for standing in order if not standing.done), None)


def next_line(course: Course, found: Sequence[Standing]) -> str:
    """What is next, and the command that checks it."""
    standing = following(found)
    if standing is None:
        return wording.ALL_DONE
    if not standing.changed and (standing.state != "unchecked" or not standing.exercise.number):
        return wording.write_next(course, standing.exercise)
    lesson = course.lesson_of(standing.exercise)
    changed = [s for s in found if s.changed and s.exercise in lesson.exercises]
    if len(changed) > 1:
        return wording.check_lesson(lesson, len(changed))
    return wording.check_next(standing.exercise, standing.changed)


def finished(course: Course, found: Sequence[Standing], lesson: Lesson) -> str:
    """The sentence at the end of `lesson`, or nothing while something is open."""
    mine = [standing for standing in found if standing.exercise in lesson.exercises]
    if not all(standing.done for standing in mine):
        return ""
    rest = course.lessons[course.lessons.index(lesson) + 1 :]
    elsewhere = any(standing.record.elsewhere for standing in mine)
    return wording.lesson_done(lesson, rest[0] if rest else None, elsewhere)


def verdict(standing: Standing) -> str:
    """What is known of an exercise, in a few words."""
    record = standing.record
    counted = f"{record.passed} of {record.checks} checks passed"
    if standing.state == "passed":
        counted = f"all {record.checks} checks passed"
        if record.elsewhere:
            counted = f"{record.checks} public checks passed"
    words = {
        "unwritten": "not written yet" if standing.exercise.number else "not answered yet",
        "unchecked": "not checked yet",
        "elsewhere": "answered",
        "timeout": "no answer in time",
        "error": "could not be checked",
    }.get(standing.state, counted)
    if standing.changed:
        if standing.state == "passed":
            words = "passed"
        words += f" at {local_time(record.when)}, changed since"
    if record.gave_up:
        words += ", solution seen"
    return words


def local_time(when: str) -> str:
    """A recorded time as the learner's clock shows it; with the date unless it was today."""
    try:
        time = datetime.fromisoformat(when).astimezone()
    except ValueError:
        return when
    today = time.date() == datetime.now().astimezone().date()
    return time.strftime("%H:%M" if today else "%Y-%m-%d %H:%M")


def to_json(course: Course, found: Sequence[Standing]) -> dict[str, Any]:
    """Plain data: schema, score, max_score, passed, next and the exercises with their records."""
    ahead = following(found)
    return {
        "schema": SCHEMA,
        "score": round(sum(standing.score for standing in found), 2),
        "max_score": sum(standing.exercise.points for standing in found),
        "passed": sum(standing.done for standing in found),
        "next": ahead.exercise.id if ahead else None,
        "exercises": [
            {
                "exercise": standing.exercise.id,
                "number": standing.exercise.number,
                "lesson": course.lesson_of(standing.exercise).name,
                "points": standing.exercise.points,
                **asdict(standing.record),
                "status": standing.state,
                "score": standing.score,
                "changed": standing.changed,
                "hints_of": len(standing.exercise.hints),
            }
            for standing in found
        ],
    }
