"""What a learner has done, in `.nnlab/progress.json` at the course root.

A notebook and a terminal may write at once, and either may be killed: the file is replaced as a
whole under a lock. It holds no work: without it, `nnlab check` finds everything out again.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from labkit import atomic, wording
from labkit.course import Exercise
from labkit.report import ExerciseReport
from labkit.study import fingerprint
from labkit.submission import SubmissionFiles

FOLDER = Path(".nnlab")
FILE = FOLDER / "progress.json"
SCHEMA = 1


@dataclass
class Record:
    """What is remembered of one exercise. Times are UTC, in ISO 8601."""

    status: str = ""  # of the last check, as in `ExerciseReport`; empty before the first
    score: float = 0.0
    passed: int = 0  # how many of
    checks: int = 0  # so many checks passed
    elsewhere: int = 0  # that only the instructor's grader runs
    when: str = ""
    fingerprint: str = ""  # of what was checked
    first_pass: str = ""
    hints: int = 0  # the highest level seen
    gave_up: str = ""  # when the solution was asked for before a pass


class Progress:
    """The progress file of one course; `notes` are what its owner should be told."""

    def __init__(self, root: Path) -> None:
        self.path = root / FILE
        self.notes: list[str] = []

    def read(self) -> dict[str, Record]:
        """All records, by exercise. A damaged file is set aside and told of in `notes`."""
        try:
            return self._load()
        except OSError as error:
            self.notes.append(wording.progress_unreadable(error))
            return {}

    def _load(self) -> dict[str, Record]:
        try:
            data = json.loads(self.path.read_text(encoding="utf-8"))
            if data["schema"] != SCHEMA:
                raise ValueError(f"schema {data['schema']}")
            return {name: _record(entry) for name, entry in data["exercises"].items()}
        except FileNotFoundError:
            return {}
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            stamp = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
            aside = self.path.with_name(f"progress-damaged-{stamp}.json")
            self.path.replace(aside)
            self.notes.append(wording.progress_damaged((FOLDER / aside.name).as_posix()))
            return {}

    def record(self, reports: Iterable[ExerciseReport], files: SubmissionFiles) -> None:
        """Remember the results of a check of `files`."""
        now = _now()

        def change(records: dict[str, Record]) -> None:
            for report in reports:
                record = records.setdefault(report.exercise, Record())
                record.status, record.score = report.status, report.score
                record.passed, record.checks = report.passed, len(report.checks)
                record.elsewhere = report.reference_checks_elsewhere
                record.when, record.fingerprint = now, fingerprint_of(report.exercise, files)
                if report.status == "passed" and not record.first_pass:
                    record.first_pass = now

        self._change(change)

    def saw_hint(self, exercise: Exercise, level: int) -> None:
        def change(records: dict[str, Record]) -> None:
            record = records.setdefault(exercise.id, Record())
            record.hints = max(record.hints, level)

        self._change(change)

    def gave_up(self, exercise: Exercise) -> None:
        def change(records: dict[str, Record]) -> None:
            record = records.setdefault(exercise.id, Record())
            record.gave_up = record.gave_up or _now()

        self._change(change)

    def _change(self, change: Callable[[dict[str, Record]], None]) -> None:
        """Read, `change` and write back under the lock. A failure is a note and no error: what
        was asked for, such as a check, has been done."""
        try:
            self.path.parent.mkdir(exist_ok=True)
            with atomic.locked(self.path.with_suffix(".lock")):
                records = self._load()  # what cannot be read must not be overwritten
                change(records)
                kept = {name: _shortened(record) for name, record in records.items()}
                data = {"schema": SCHEMA, "exercises": kept}
                text = json.dumps(data, indent=1, ensure_ascii=False) + "\n"
                atomic.replace(self.path, text.encode("utf-8"))
        except OSError as error:
            self.notes.append(wording.progress_not_written(error))


def fingerprint_of(exercise: str, files: SubmissionFiles) -> str:
    """The fingerprint of what was or would be checked: a function, or the answers in a cell."""
    if exercise in files.cells:
        return fingerprint.of_text(files.cells[exercise])
    module, _, name = exercise.partition(".")
    return fingerprint.of_function(files.sources, module, name)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _record(data: dict[str, Any]) -> Record:
    """A record from its JSON; raises where a value has another type than it should."""
    found = {}
    for entry in dataclasses.fields(Record):
        value = data.get(entry.name, entry.default)
        if type(value) is not type(entry.default) and not (
            isinstance(value, int) and isinstance(entry.default, float)
        ):
            raise TypeError(entry.name)
        found[entry.name] = value
    return Record(**found)


def _shortened(record: Record) -> dict[str, Any]:
    """What differs from an empty record: short, and readable by a person."""
    empty = Record()
    return {
        name: value
        for name, value in dataclasses.asdict(record).items()
        if value != getattr(empty, name)
    }
