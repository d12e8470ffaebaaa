"""`nnlab reset`: one function back to the stub it came as, the rest of the file untouched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from labkit import atomic, source, wording
from labkit.course import Course, CourseError, Exercise

BACKUPS = Path(".nnlab", "backups")


@dataclass
class Reset:
    """What a reset would do, so that its owner can be asked before."""

    path: Path
    old: bytes
    new: bytes
    backup: Path

    def carry_out(self) -> None:
        """Keep the old file, then write the new one."""
        try:
            self.backup.parent.mkdir(parents=True, exist_ok=True)
            atomic.replace(self.backup, self.old)
            atomic.replace(self.path, self.new)
        except OSError as error:
            raise CourseError(f"{error.filename} cannot be written: {error.strerror}.") from error


def prepare(course: Course, exercise: Exercise) -> Reset | None:
    """The reset of `exercise`; None where its stub is still in place.

    Raises CourseError for something that is no function, or a file that cannot be read.
    """
    if not exercise.stub:
        raise CourseError(wording.answers_only(exercise, course.lesson_of(exercise)))
    path = course.root / "nnlab" / f"{exercise.module}.py"
    try:
        old = path.read_bytes()
        text = old.decode("utf-8")
    except OSError as error:
        raise CourseError(wording.module_unreadable(exercise, error.strerror)) from error
    except UnicodeDecodeError as error:
        raise CourseError(wording.module_unreadable(exercise, "it is not UTF-8")) from error
    lines = text.replace("\r\n", "\n")
    if source.take(lines, exercise.name) == exercise.stub:
        return None
    new = source.put(lines, exercise.name, exercise.stub)
    if "\r\n" in text:  # an editor on Windows made it so
        new = new.replace("\n", "\r\n")
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    backup = course.root / BACKUPS / f"{exercise.module}-{stamp}.py"
    for number in range(2, 1000):  # two resets within a second
        if not backup.exists():
            break
        backup = backup.with_name(f"{exercise.module}-{stamp}-{number}.py")
    return Reset(path, old, new.encode("utf-8"), backup)
