"""`collected.csv` at the top of a submission tree: where each submission came from, and what could
not be taken. People read it, and so does the grader: a refused zip is no missing one."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Literal

FILE = "collected.csv"

#: `collected`: it is in the tree. `refused`: it is unsafe or no submission. `superseded`: a later
#: one counts. `kept`: the folder came from elsewhere, such as nbgrader, and was left alone.
#: `unread`: no zip of a lesson. `unknown`: collected, but the student is not in the roster.
Status = Literal["collected", "unknown", "refused", "superseded", "kept", "unread"]


@dataclass(frozen=True)
class Entry:
    """One uploaded file and what became of it."""

    student: str
    lesson: str
    status: Status
    late: str  # "late" or empty
    attempt: str  # to compare with: a later one is greater
    file: str
    note: str = ""

    @property
    def decides(self) -> bool:
        """Whether it is by this file that the student is graded."""
        return self.status in ("collected", "unknown", "refused")


COLUMNS = tuple(entry.name for entry in fields(Entry))


def read(folder: Path) -> list[Entry]:
    """What is known of a tree; nothing where it was not collected from an LMS."""
    try:
        text = (folder / FILE).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return []
    rows = csv.DictReader(io.StringIO(text))
    return [Entry(**{key: row.get(key) or "" for key in COLUMNS}) for row in rows]


def to_bytes(entries: list[Entry]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(asdict(entry) for entry in entries)
    return text.getvalue().encode("utf-8", "backslashreplace")


def refusals(folder: Path) -> dict[tuple[str, str], str]:
    """The submissions that were refused: student and lesson to the reason."""
    return {
        (entry.student, entry.lesson): f"{entry.file} was refused: {entry.note}"
        for entry in read(folder)
        if entry.status == "refused"
    }
