"""The sentences that notebook and terminal show a learner, each written once."""

from __future__ import annotations

from labkit.course import Course, Exercise, Lesson
from labkit.report import ExerciseReport

RUN_AGAIN = "run this cell again"  # in a notebook
CHECK_AGAIN = "check again"  # in a terminal, which has no cells
HINTS = ("a question", "the idea", "the formula")  # what each level of hint is


def label(number: str, name: str, title: str) -> str:
    """ "01.1 step" for a function, its title for an answer cell."""
    return f"{number} {name}" if number else title


def headline(report: ExerciseReport) -> str:
    """The verdict in one line."""
    name = label(report.number, report.exercise.partition(".")[2], report.title)
    verdict = {
        "passed": f"✓ {name}: {summary(report)}",
        "unwritten": f"○ {name}: not {'written' if report.number else 'answered'} yet",
        "elsewhere": f"○ {name}: answered; your instructor's grader checks it",
        "timeout": f"✗ {name}: no answer in time",
        "error": f"✗ {name}: could not be checked",
    }
    return verdict.get(report.status, f"✗ {name}: {summary(report)}")


def summary(report: ExerciseReport) -> str:
    """What passed, saying no more than what was run."""
    total = len(report.checks)
    if report.passed < total:
        return f"{report.passed} of {total} checks passed"
    elsewhere = report.reference_checks_elsewhere
    counted = "1 check passed" if total == 1 else f"all {total} checks passed"
    if not elsewhere:
        return counted
    public = "1 public check" if total == 1 else f"{total} public checks"
    return f"{public} passed; your instructor's grader runs {elsewhere} more"


def set_by_hand(report: ExerciseReport) -> str:
    """A score that a person gave, and why."""
    return f"Set by hand, in the place of {report.earned:g} points: {report.reason}"


def next_step(report: ExerciseReport, following: str = "", again: str = RUN_AGAIN) -> str:
    """What to do now; `following` is the exercise after this one, `again` how to check again."""
    module, _, name = report.exercise.partition(".")
    function = bool(report.number)
    if report.status in ("passed", "elsewhere"):
        return f"Next: {following}." if following else ""
    if report.status == "unwritten" and function:
        return (
            f"Open nnlab/{module}.py, replace the line `raise NotImplementedError(…)` in {name} "
            f"by your code, save the file, and {again}."
        )
    if not function:
        first = "run it, then" if again == RUN_AGAIN else "save the notebook, and"
        return f"Put your answers into the answer cell, {first} {again}."
    return f"Change {name} in nnlab/{module}.py, save, and {again}."


def name_of(exercise: Exercise) -> str:
    return label(exercise.number, exercise.name, exercise.title)


def typed(exercise: Exercise) -> str:
    """What to type for it: "01.2", or the name of an answer cell."""
    return exercise.number or exercise.id


def hints_ahead(exercise: Exercise, seen: int) -> str:
    """Offered below a failed check while there is a hint that was not seen."""
    if seen >= len(exercise.hints):
        return ""
    return f"Stuck? {'Another' if seen else 'A'} hint: nnlab hint {typed(exercise)}"


def lesson_done(lesson: Lesson, following: Lesson | None, elsewhere: bool) -> str:
    """The end of a lesson: what was reached, and what comes next."""
    many = len(lesson.exercises)
    what = "its exercise passes" if many == 1 else f"all {many} exercises pass"
    here = " here; your instructor's grader runs more checks" if elsewhere else ""
    done = f"That was lesson {lesson.number}, “{lesson.title}”: {what}{here}."
    if following is None:
        return f"{done} It was the last one."
    return f"{done} Next: lesson {following.number}, “{following.title}”, in {place(following)}."


def written_too(lesson: Lesson) -> str:
    return f"{lesson.written_points:g} more points are for a written answer, read by a person."


def place(lesson: Lesson) -> str:
    """The lesson's notebook, relative to the course root."""
    return f"course/{lesson.name}/{lesson.name}.ipynb"


def write_next(course: Course, exercise: Exercise) -> str:
    """Where the next exercise is done, and, on a line of its own, what checks it."""
    where = f"nnlab/{exercise.module}.py"
    if exercise.kind == "answers":
        where = place(course.lesson_of(exercise))
    return f"Next: {name_of(exercise)}, in {where}. To check it:\n  nnlab check {typed(exercise)}"


def check_next(exercise: Exercise, changed: bool) -> str:
    """For an exercise whose file says more than the last check knows."""
    why = "has changed since its last check" if changed else "has not been checked yet"
    return f"Next: {name_of(exercise)}, which {why}:\n  nnlab check {typed(exercise)}"


def check_lesson(lesson: Lesson, many: int) -> str:
    """The same for several exercises of one lesson."""
    return f"Next: check the {many} exercises that have changed:\n  nnlab check {lesson.number}"


ALL_DONE = "Every exercise of the course passes."


# --- nnlab check --watch -------------------------------------------------------------------------

WATCHING = "it is checked again"
WATCH_KEYS = "Enter: check, or go on after a pass · n: skip · h: hint · q or Ctrl-C: end"
WATCH_ENDS = "Stopped watching. `nnlab status` shows how far you are."


def broke(at_hand: Exercise) -> str:
    """Above an earlier exercise that is shown in place of the one at hand."""
    return f"Before {name_of(at_hand)}: this had passed and now does not."


def go_on(following: Exercise | None) -> str:
    if following is None:
        return "Nothing is left after this one; `nnlab status` shows what is left before it."
    return f"Press Enter to go on to {name_of(following)}."


# --- hints and solutions -------------------------------------------------------------------------


def hint_title(exercise: Exercise, level: int) -> str:
    kind = f": {HINTS[level - 1]}" if len(exercise.hints) == len(HINTS) else ""
    return f"Hint {level} of {len(exercise.hints)} for {name_of(exercise)}{kind}"


def after_hint(exercise: Exercise, level: int, command: str) -> str:
    if level < len(exercise.hints):
        return f"For one more: {command}"
    return (
        f"This is the last hint. An earlier one: nnlab hint {typed(exercise)} --level 1. "
        f"To see how we wrote it: nnlab solution {typed(exercise)} --give-up"
    )


def no_hints(exercise: Exercise) -> str:
    return f"{name_of(exercise)} has no hints: it is answered in the notebook, after its text."


NO_REFERENCE = (
    "The solutions are not here: this is a class's edition of the course, and your instructor has "
    "them. `nnlab hint` works without."
)


def not_passed(exercise: Exercise, command: str) -> str:
    return (
        f"{name_of(exercise)} has not passed yet. First `nnlab check {typed(exercise)}` and "
        f"`nnlab hint {typed(exercise)}`; to see the solution all the same: "
        f"nnlab {command} {typed(exercise)} --give-up"
    )


def answers_only(exercise: Exercise, lesson: Lesson) -> str:
    return (
        f"{name_of(exercise)} is not a function: its answers are in a cell of {place(lesson)}, "
        "which you can change there."
    )


def solution_note(exercise: Exercise) -> str:
    return f"Our {exercise.name}. Yours may be written differently: what counts is the checks."


def same_as_solution(exercise: Exercise) -> str:
    return f"Your {exercise.name} is our {exercise.name}, line by line."


# --- reset ---------------------------------------------------------------------------------------


def reset_question(exercise: Exercise) -> str:
    return f"Put {exercise.name} in nnlab/{exercise.module}.py back to how you found it?"


def reset_done(exercise: Exercise, backup: str) -> str:
    return (
        f"{exercise.name} in nnlab/{exercise.module}.py is as you found it; the rest of the file "
        f"is as it was. The old file is kept: {backup}"
    )


def reset_needless(exercise: Exercise) -> str:
    return f"{exercise.name} in nnlab/{exercise.module}.py is still as you found it."


def module_unreadable(exercise: Exercise, reason: str) -> str:
    return (
        f"nnlab/{exercise.module}.py cannot be read: {reason}. Restore it with `git checkout "
        f"nnlab/{exercise.module}.py`, or copy it from where you got the course."
    )


# --- the environment -----------------------------------------------------------------------------

SET_UP = (
    "Run `make setup`; without make, `python -m pip install -r requirements.txt`; with conda, "
    "`conda env update -f environment.yml`; in a class's edition, `python -m pip install` with the "
    "name of the .whl file in its folder."
)


def package_missing(name: str) -> str:
    return f"The package {name} is not installed. {SET_UP} `nnlab doctor` looks at all of them."


# --- progress ------------------------------------------------------------------------------------


def progress_damaged(aside: str) -> str:
    return (
        f"The record of your progress was damaged. It is kept as {aside}, and a new one is begun. "
        "Your work is not touched: `nnlab status --check` checks it all again."
    )


def progress_unreadable(error: OSError) -> str:
    return f"The record of your progress cannot be read ({error.strerror}): .nnlab/progress.json"


def progress_not_written(error: OSError) -> str:
    return (
        f"This was not recorded in .nnlab/progress.json ({error.strerror}). "
        "The result above counts; `nnlab doctor` says what is wrong."
    )
