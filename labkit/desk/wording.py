"""The sentences of the instructor's desk, each written once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from labkit.course import Lesson
from labkit.wording import label

if TYPE_CHECKING:  # none of it is needed to start a command
    from labkit.class_report.against import Comparison
    from labkit.collected import Entry
    from labkit.desk.export import Totals
    from labkit.desk.submit import Package
    from labkit.overrides import Override

# --- release --------------------------------------------------------------------------------------

NO_PROJECT = (
    "The wheel for students is built from a full checkout, installed with `make setup` or "
    "`pip install -e .`; these tools were installed without one."
)
NO_SOURCES = "A release is made in a full checkout: no folder above holds solutions/."


def wheel_failed(lines: Iterable[str]) -> str:
    return "The wheel could not be built:\n  " + "\n  ".join(lines)


def no_such_lessons(wanted: str, names: Iterable[str]) -> str:
    return (
        f"--lessons {wanted} names no lesson. Write 01-05, or 01,03; there are: {', '.join(names)}."
    )


def lesson_needed(lesson: str, module: str, needed: str) -> str:
    return (
        f"{lesson} uses nnlab/{module}.py, which belongs to {needed}. A release holds all lessons "
        "that a student should have by then: add it to --lessons."
    )


def not_empty(folder: Path) -> str:
    return (
        f"{folder} is not empty, and no release of this course. Name a new folder, or one that "
        "`nnlab release` has written."
    )


def changed_by_hand(folder: Path, names: list[str]) -> str:
    shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
    return (
        f"In {folder} was changed since the last release: {shown}. Nothing was written. Move the "
        "changes away, or name a new folder; --force replaces them."
    )


def leaking(found: list[str]) -> str:
    shown = "\n  ".join(found[:10])
    return f"This would give away answers, so nothing was written:\n  {shown}"


def inside_checkout(folder: Path) -> str:
    return f"{folder} lies in solutions/, course/ or nnlab/ of this checkout. Name another folder."


def size(many: int) -> str:
    return f"{many / 2**20:.1f} MB" if many >= 2**20 else f"{many / 2**10:.0f} kB"


def released(folder: Path, total: int, files: int, answers: int) -> str:
    return (
        f"{folder}: {files} files, {size(total)}. None of them shows one of the {answers} lines "
        "and names of answers that were looked for."
    )


# --- update ---------------------------------------------------------------------------------------

NO_COURSE_HERE = (
    "This is not inside a course folder. Change into yours and try again; if this is your first "
    "release, just unpack it."
)
UPDATE_IN_CHECKOUT = "This is a full checkout, with solutions/. It is brought up to date with git."
UPDATE_FROM_ITSELF = "FROM is this very folder. Name the folder or zip file of the newer release."
NEW_FILE = "new"
UNTOUCHED = "replaced; it was as you got it"
OURS_REPLACED = "replaced; yours differed and is kept"
WHEEL_OLD = "removed; a newer one is here"
HELPERS_ADDED = "added what the new functions use"


def no_release(source: Path) -> str:
    return f"{source} is no release of this course: it holds no course/release.json."


def release_refused(source: Path, reason: str) -> str:
    return f"{source} was refused, and nothing was changed: {reason}. Get it again."


def release_unreadable(source: Path, reason: str) -> str:
    return (
        f"The course/release.json in {source} cannot be read ({reason}). If the release is newer "
        "than these tools, first `pip install` the .whl file that it holds."
    )


def stub_added(name: str) -> str:
    return f"{name} added, for you to write"


def stub_replaced(name: str) -> str:
    return f"{name} replaced by its new text, since you had not begun"


def function_kept(name: str) -> str:
    return f"your {name} kept, though its text has changed in the release"


def function_gone(name: str) -> str:
    return f"{name} is not there (`nnlab reset` brings it back)"


def imports_added(lines: list[str]) -> str:
    return f"{'; '.join(lines)} added"


def merged(notes: list[str]) -> str:
    return "; ".join(["yours kept", *notes])


def notebook_merged(fresh: int) -> str:
    cells = "1 cell is" if fresh == 1 else f"{fresh} cells are"
    return f"our text is the new one, your answers and cells are kept; {cells} new"


def set_aside(reason: str) -> str:
    return f"could not be read ({reason}): set aside, and a fresh one put in its place"


def updated(many: int, unchanged: int, dry_run: bool) -> str:
    if not many:
        return "Nothing to do: everything is up to date."
    files = _count(many, "file")
    if dry_run:
        return f"This would touch {files}; nothing was changed. {unchanged} stay as they are."
    return f"Touched {files}; {unchanged} stay as they are."


def backed_up(folder: Path) -> str:
    return f"What was replaced is kept in {folder.as_posix()}/."


def install(wheel: str, version: str) -> str:
    return (
        f"The release comes with tools of version {version}. Install them:\n"
        f"  python -m pip install {wheel}"
    )


# --- submit ---------------------------------------------------------------------------------------


def cannot_submit(lesson: Lesson, reasons: list[str]) -> str:
    return (
        f"Lesson {lesson.number} cannot be handed in like this, and nothing was written: "
        f"{'; '.join(reasons)}."
    )


def submitted(package: Package, path: Path) -> Iterator[str]:
    """What is in the zip, and what its author should know of it."""
    yield f"{path.name}, {size(path.stat().st_size)}, holds:"
    for name, content in package.files.items():
        yield f"  {name}  {size(len(content))}"
    for text in package.left_out:
        yield f"Left out: {text}"
    for name, reason in package.broken.items():
        yield f"✗ nnlab/{name} cannot be imported: {reason}"
    if not package.broken:
        yield "Every module can be imported."
    yield from _standing(package)
    if package.unanswered:
        many = "a written answer is" if package.unanswered == 1 else "written answers are"
        yield f"○ {many[0].upper()}{many[1:]} still empty."
    yield f"Upload this file as it is: {path}"
    yield "It holds what was saved; after a change, save and run this again."


def _standing(package: Package) -> Iterator[str]:
    groups: dict[str, list[str]] = {"unwritten": [], "failing": [], "fine": []}
    for report in package.report.exercises:
        kind = {"unwritten": "unwritten", "passed": "fine", "elsewhere": "fine"}
        name = label(report.number, report.exercise.partition(".")[2], report.title)
        groups[kind.get(report.status, "failing")].append(name)
    total = len(package.report.exercises)
    yield f"{len(groups['fine'])} of {total} exercises pass here or are answered."
    if groups["unwritten"]:
        yield f"○ Not written yet: {', '.join(groups['unwritten'])}"
    if groups["failing"]:
        yield f"✗ Not passing: {', '.join(groups['failing'])}"


# --- collect --------------------------------------------------------------------------------------

NOT_AN_UPLOAD = "its name is not one that Canvas or Moodle gives"
NO_ZIP = "it is no zip file: ask for what `nnlab submit` writes"
NO_LESSON = "neither its name nor what is in it says which lesson it is"
PLACE_TAKEN = "there is a submission that was not collected from here; it was left alone"


def no_export(source: Path, reason: str) -> str:
    return f"{source} is no export of Canvas or Moodle: {reason}."


def later(file: str) -> str:
    return f"a later one counts: {file}"


def not_in_roster(name: str) -> str:
    return f"the roster has nobody of this number, nor one person of this name: '{name}'"


def renamed(name: str) -> str:
    return f"the notebook was called {name}"


def nothing_in_it(lesson: Lesson) -> str:
    return f"neither {lesson.name}.ipynb nor a module of nnlab/ is in it"


def two_of_them(name: str) -> str:
    return f"there are two different files {name} in it"


def roster_unreadable(path: Path, reason: str) -> str:
    return f"{path} cannot be read: {reason}."


def roster_headings(path: Path, names: Iterable[str]) -> str:
    return (
        f"The first line of {path} names no column that says who somebody is. It should be some of "
        f"{', '.join(names)}."
    )


def roster_name(path: Path, line: int, name: str) -> str:
    return f"{path}, line {line}: {name!r} cannot be the name of a folder."


def roster_twice(path: Path, line: int, name: str) -> str:
    return f"{path}, line {line}: {name} is there twice."


def collected(folder: Path, entries: list[Entry], absent: list[str]) -> Iterator[str]:
    """What was collected and, by name, whatever a person should look at."""
    taken = [entry for entry in entries if entry.status in ("collected", "unknown")]
    students = {entry.student for entry in taken}
    late = sum(bool(entry.late) for entry in taken)
    count = f"{_count(len(taken), 'submission')} of {_count(len(students), 'student')}"
    yield f"{count} in {folder}" + (f", {late} of them late." if late else ".")
    superseded = sum(entry.status == "superseded" for entry in entries)
    if superseded:
        yield f"{superseded} earlier attempts do not count: the latest does."
    titles = {"unknown": "Not in the roster", "refused": "Refused", "unread": "Not read"}
    titles["kept"] = "Left alone"
    for status, title in titles.items():
        for entry in entries:
            if entry.status == status:
                what = f"{entry.student or '?'} ({entry.file})"
                yield f"{title}: {what}: {entry.note}"
    for entry in taken:
        if entry.status == "collected" and entry.note:
            yield f"Note: {entry.student}: {entry.note}"
    if absent:
        shown = ", ".join(absent[:20]) + (" …" if len(absent) > 20 else "")
        yield f"Nothing from {len(absent)} in the roster: {shown}"
    yield f"Each file has a line in {folder / 'collected.csv'}"


# --- regrading and overrides ----------------------------------------------------------------------


def regraded(found: Comparison, path: Path) -> Iterator[str]:
    """What became of the grades of the run before, without names: it may stay on a screen."""
    if not found.changes:
        return
    gained, lost = found.students()
    yield f"Since the last run {_count(gained, 'student')} gained points, {lost} lost some."
    for exercise, up, down, points in found.exercises()[:10]:
        yield f"  {exercise}: {up} up, {down} down, {points:+g} points"
    yield f"Whose, and what it was before: {path}"


NOT_WHOLE = "Give STUDENT, EXERCISE and SCORE with --reason, or STUDENT and EXERCISE with --remove."


def no_student(folder: Path, student: str, near: list[str]) -> str:
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    return f"There is no student {student!r} in {folder}.{hint}"


def no_override(student: str, exercise: str) -> str:
    return f"Nobody has set a score of {student} for {exercise}."


def override_line(one: Override) -> str:
    return f"{one.student} {one.exercise}: {one.score:g} points: {one.reason}"


def grade_again(folder: Path) -> str:
    return f"It counts from the next run on: nnlab grade {folder}"


# --- export ---------------------------------------------------------------------------------------


def no_grades(place: str, reason: str) -> str:
    return (
        f"There are no grades in {place} ({reason}). Name the folder that `nnlab grade` wrote, "
        "such as grading/submitted-grades, or nbgrader's grading/gradebook.db."
    )


def bad_column(text: str) -> str:
    return f"--column {text}: write LESSON=TITLE, for example 01='Perceptron (4711)'."


def exported(path: Path, found: Totals, nameless: list[str]) -> Iterator[str]:
    """What is in the file, what is not, and what a person should look at."""
    students, lessons = len(found.points) - len(nameless), len(found.lessons)
    yield f"{path}: {_count(students, 'student')}, {_count(lessons, 'lesson')}."
    titles = {
        "missing": "not handed in, left empty (--zero-missing gives 0)",
        "error": "could not be graded, left empty",
        "refused": "a file was refused, look at it",
        "ungraded": "a person has not graded all of it, left empty",
    }
    for status, title in titles.items():
        whom = [
            f"{student} {lesson}" for (student, lesson), why in found.why.items() if why == status
        ]
        if whom:
            yield f"{len(whom)} {title}: {', '.join(whom[:10])}{' …' if len(whom) > 10 else ''}"
    written = sum(lesson.written_points for lesson in found.lessons)
    if written and not found.written:
        yield f"Written answers, {written:g} points, are not in it; in gradebook.db they are."
    if nameless:
        yield f"Not in it, since the roster does not say who they are: {', '.join(nameless)}"


def _count(many: int, what: str) -> str:
    return f"{many} {what}" if many == 1 else f"{many} {what}s"
