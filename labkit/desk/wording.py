"""The sentences of the instructor's desk, each written once."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

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
    files = "1 file" if many == 1 else f"{many} files"
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
