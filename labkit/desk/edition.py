"""A release as data: the files of a student edition, and the record that goes with them.

The record, `course/release.json`, says what each file was when it was handed out. By it an update
tells what a student has written from what was only received.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

RECORD = Path("course", "release.json")
COURSE_ID = "nnlab"
SCHEMA = 1


@dataclass
class Release:
    """What was handed out, without the contents."""

    lessons: list[str]
    version: str  # of the tools
    wheel: str  # its file name
    files: dict[str, str] = field(default_factory=dict)  # path to hash
    cells: dict[str, dict[str, str]] = field(default_factory=dict)  # lesson to cell to hash
    course: str = COURSE_ID
    schema: int = SCHEMA

    def to_bytes(self) -> bytes:
        return (json.dumps(asdict(self), indent=1, sort_keys=True) + "\n").encode("utf-8")

    @classmethod
    def from_bytes(cls, content: bytes) -> Release:
        """Raises ValueError for anything but a record of this course that these tools can read."""
        try:
            data = json.loads(content)
            release = cls(**data)
            release.files = {str(path): str(value) for path, value in release.files.items()}
            release.cells = {name: dict(cells) for name, cells in release.cells.items()}
        except (TypeError, AttributeError, RecursionError) as error:
            raise ValueError(str(error)) from error
        if release.course != COURSE_ID or release.schema != SCHEMA:
            raise ValueError(f"course {release.course}, schema {release.schema}")
        return release


def read_record(root: Path) -> Release | None:
    """The record in a folder; None where there is none that can be read."""
    try:
        return Release.from_bytes((root / RECORD).read_bytes())
    except (OSError, ValueError):
        return None


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


def cell_hashes(notebook: bytes) -> dict[str, str]:
    """The cells of a released notebook: id to the hash of its source."""
    return {
        cell["id"]: digest("".join(cell["source"]).encode("utf-8"))
        for cell in json.loads(notebook)["cells"]
    }
