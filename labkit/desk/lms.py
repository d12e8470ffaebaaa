"""What the names in an export of Canvas or Moodle say: who, when, which attempt, which file.

Canvas (Assignment, "Download Submissions") has one folder of files named
`lovelaceada_LATE_12345_67890_01_perceptron-2.zip`: family and given name in lower case, the user,
the attachment, and the file as its author named it; anonymous grading has `anon_x1Y2z` for name
and user. Moodle (Assignment, "Download all submissions") has a folder for each participant, `Ada
Lovelace_657737_assignsubmission_file_`, or, without "Download submissions in folders", that in
front of each file; the number belongs to the participant in this one assignment.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

CANVAS = re.compile(
    r"(?:(?!LATE_)(?P<name>.+?)_)?(?:(?P<late>LATE)_)?(?P<number>\d+|anon_[A-Za-z0-9]+)"
    r"_(?P<attachment>\d+)_(?P<file>.+)"
)
MOODLE = re.compile(r"(?P<name>.+?)_(?P<number>\d+)_assignsubmission_file(?:_(?P<file>.*))?")
COPY = re.compile(r"(?:-| \()(\d+)\)?$")  # the second upload of a name is "name-1" or "name (1)"


@dataclass(frozen=True)
class Upload:
    """One file that somebody handed in."""

    system: Literal["canvas", "moodle"]
    number: str  # of the user in Canvas, of the participant in Moodle
    name: str  # as far as the system gives it
    file: str  # as its author named it
    late: bool = False  # Moodle does not say
    attachment: int = 0  # Canvas counts all files that were ever uploaded

    @property
    def copy(self) -> int:
        found = COPY.search(PurePosixPath(self.file).stem)
        return int(found[1][:9]) if found else 0


def parse(path: PurePosixPath) -> Upload | None:
    """What a path in an export says; None for a file that neither system has written."""
    for part in reversed(path.parts):
        found = MOODLE.fullmatch(part)
        if found and (part != path.name or found["file"]):
            file = found["file"] if part == path.name else path.name
            return Upload("moodle", found["number"], found["name"], file)
    found = CANVAS.fullmatch(path.name)
    if found is None:
        return None
    late, attachment = found["late"] is not None, int(found["attachment"][:18])
    return Upload("canvas", found["number"], found["name"] or "", found["file"], late, attachment)
