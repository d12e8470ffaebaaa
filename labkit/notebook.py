"""The notebook's side: `%load_ext labkit` and `check(...)`."""

from __future__ import annotations

import atexit
import os
import re
import sys
from functools import cache

from IPython import get_ipython
from IPython.display import display

from labkit import cards, terminal
from labkit.course import Course, CourseError, Exercise
from labkit.engine import Engine
from labkit.report import ExerciseReport
from labkit.study.progress import Progress
from labkit.submission import answered, read_submission
from labkit.wording import label

#: The message of a stub: "01.1 perceptron.step".
STUB = re.compile(r"(\d\d\.\d+) (\w+)\.(\w+)")


def prepare(shell) -> None:
    """Put the course root on the path, reload edited files, and turn stub errors into cards."""
    try:
        course = Course.find()
    except CourseError as error:
        _show(cards.note("This notebook is not inside a course", str(error)), str(error))
        return
    sys.path.insert(0, str(course.root))
    if "autoreload" not in shell.magics_manager.magics["line"]:
        shell.run_line_magic("load_ext", "autoreload")
    shell.run_line_magic("autoreload", "2")
    shell.set_custom_exc((NotImplementedError,), _show_stub)
    if _go_on not in shell.events.callbacks["post_run_cell"]:
        shell.events.register("post_run_cell", _go_on)
        # Run All comes by the first cell again; IPython would then say that this was loaded before.
        forget = shell.extension_manager.loaded.discard
        shell.events.register("post_run_cell", lambda result: forget("labkit"))


def _show_stub(shell, kind, error, trace, tb_offset=None) -> None:
    """Shown in place of a traceback; any other NotImplementedError keeps its own."""
    found = STUB.fullmatch(str(error))
    if not found:
        shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
        return
    number, module, name = found.groups()
    title = f"○ This cell uses {name} (exercise {number}), which is not written yet."
    text = f"Write it in nnlab/{module}.py, then run this cell again."
    _show(cards.note(title, text), f"{title}\n{text}")


def _go_on(result) -> None:
    """Let Run All go on past a cell that met a stub: the card has said all there is to say."""
    error = result.error_in_exec
    if isinstance(error, NotImplementedError) and STUB.fullmatch(str(error)):
        result.error_in_exec = None


@cache
def _engine(course: Course) -> Engine:
    engine = Engine(course)
    atexit.register(engine.close)
    return engine


@cache
def _course() -> Course:
    return Course.find()


def check_here(target: str, seed: int | None = None) -> None:
    """See `labkit.check`."""
    try:
        course = _course()
        exercises = course.select(target)
        files = read_submission(course.root, course, course.lessons_of(exercises))
        files.cells |= _answer_cells_run_here()
        report = _engine(course).grade(files, exercises, seed)
    except CourseError as error:
        _show(cards.note("This could not be checked", str(error)), str(error))
        return
    following = _following(course, exercises[-1])
    _show(cards.page(report.exercises, following), terminal.plain(report.exercises))
    _warn(report.exercises, files.complaints)
    progress = Progress(course.root)
    progress.record(report.exercises, files)
    for text in progress.notes:
        _show(cards.note("About your progress", text), text)
    if "NBGRADER_VALIDATING" in os.environ and not report.passed:
        # nbgrader's Validate shows what a cell writes to stderr, and takes a card for success.
        print(terminal.plain(report.exercises), file=sys.stderr)


def _warn(exercises: list[ExerciseReport], complaints: list[str]) -> None:
    if complaints and any(exercise.status != "passed" for exercise in exercises):
        text = "; ".join(complaints)
        _show(cards.note("Some files were not read", text), text)


def _following(course: Course, exercise: Exercise) -> str:
    ids = course.exercises
    rest = ids[ids.index(exercise) + 1 :]
    return label(rest[0].number, rest[0].name, rest[0].title) if rest else ""


def _answer_cells_run_here() -> dict[str, str]:
    """The answer cells of this kernel as they were last run, saved or not."""
    shell = get_ipython()
    sources = shell.user_ns.get("In", []) if shell is not None else []
    return {name: source for source in sources if (name := answered(source))}


def _show(html: str, text: str) -> None:
    display({"text/html": html, "text/plain": text}, raw=True)
