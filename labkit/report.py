"""What grading a submission found: one `Report`, the same for card, terminal, JSON and gradebook.

`Report.to_json` is the documented format; everything in it is plain data. Text that comes from a
submission is untrusted: whoever shows it escapes it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

SCHEMA = 1

#: How one exercise came out. `unwritten`: the stub still raises NotImplementedError, an answer is
#: still None. `elsewhere`: only the instructor's grader has checks for it.
Status = Literal["passed", "failed", "unwritten", "elsewhere", "timeout", "error"]


@dataclass
class Value:
    """A value as shown to a person; `rows` is there for small arrays, with the wrong entries."""

    text: str
    kind: str = ""  # "float64 array of shape (4, 2)"
    rows: list[list[str]] = field(default_factory=list)
    wrong: list[list[bool]] = field(default_factory=list)


@dataclass
class CheckResult:
    """One check: the sentence it stands for and, where it failed, everything that helps."""

    name: str
    sentence: str
    public: bool
    outcome: Literal["passed", "failed", "not run"]
    message: str = ""
    call: str = ""
    got: Value | None = None
    expected: Value | None = None
    differences: list[tuple[str, str, str]] = field(default_factory=list)  # index, got, expected
    frames: list[tuple[str, int, str, str]] = field(default_factory=list)
    printed: str = ""


@dataclass
class ExerciseReport:
    """All checks of one exercise and the points they earn."""

    exercise: str
    number: str
    title: str
    points: float
    status: Status
    checks: list[CheckResult]
    diagnosis: str = ""
    mistake: str = ""  # the entry of the bank, or the general pattern, behind `diagnosis`
    reference_checks_elsewhere: int = 0  # run by the instructor's grader, not here
    given: float | None = None  # by a person, in the place of what the checks earn
    reason: str = ""  # of that person

    @property
    def passed(self) -> int:
        return [check.outcome for check in self.checks].count("passed")

    @property
    def score(self) -> float:
        """What a person gave or, where nobody did, what the checks earn."""
        return self.earned if self.given is None else self.given

    @property
    def earned(self) -> float:
        """Points times the share of checks passed, to the cent."""
        if not self.checks:
            return 0.0
        return round(self.points * self.passed / len(self.checks), 2)


@dataclass
class Report:
    """What is known of one submission (or of the part of it that was asked for)."""

    exercises: list[ExerciseReport]
    seed: int
    seconds: float = 0.0
    isolation: str = ""  # the level at which the submission ran (labkit/isolation/levels.py)

    @property
    def score(self) -> float:
        return round(sum(exercise.score for exercise in self.exercises), 2)

    @property
    def max_score(self) -> float:
        return sum(exercise.points for exercise in self.exercises)

    @property
    def passed(self) -> bool:
        return all(exercise.status in ("passed", "elsewhere") for exercise in self.exercises)

    def to_json(self) -> dict[str, Any]:
        """Plain data: schema, seed, seconds, isolation, score, max_score, passed, exercises
        (each with its score, status, diagnosis and checks)."""
        exercises = [
            {
                **vars(exercise),
                "checks": [_check_to_json(check) for check in exercise.checks],
                "score": exercise.score,
                "passed": exercise.passed,
            }
            for exercise in self.exercises
        ]
        return {
            "schema": SCHEMA,
            "seed": self.seed,
            "seconds": self.seconds,
            "isolation": self.isolation,
            "score": self.score,
            "max_score": self.max_score,
            "passed": self.passed,
            "exercises": exercises,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Report:
        """The report that `to_json` was made from."""
        exercises = []
        for entry in data["exercises"]:
            known = {name: entry[name] for name in ExerciseReport.__dataclass_fields__}
            known["checks"] = [_check_from_json(check) for check in entry["checks"]]
            exercises.append(ExerciseReport(**known))
        return cls(exercises, data["seed"], data["seconds"], data["isolation"])


def _check_to_json(check: CheckResult) -> dict[str, Any]:
    """A check as plain data. Most passed: not `dataclasses.asdict`, which copies every leaf."""
    data = dict(vars(check))
    for key in ("got", "expected"):
        if data[key] is not None:
            data[key] = dict(vars(data[key]))
    return data


def _check_from_json(data: dict[str, Any]) -> CheckResult:
    check = CheckResult(**data)
    check.got = Value(**data["got"]) if data["got"] else None
    check.expected = Value(**data["expected"]) if data["expected"] else None
    check.differences = [tuple(row) for row in data["differences"]]
    check.frames = [tuple(row) for row in data["frames"]]
    return check
