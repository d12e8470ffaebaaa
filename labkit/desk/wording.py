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
