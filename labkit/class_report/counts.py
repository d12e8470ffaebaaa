"""What is counted of a class: students, exercises, lessons, mistakes, checks and problems."""

from __future__ import annotations

import statistics
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

BINS = 10  # of the points of a lesson

#: How a student stands in an exercise, from best to unknown.
STATES = (
    "full",  # every check passed
    "part",  # at least half of the points
    "stuck",  # attempted, below half
    "timeout",  # a call had no answer in time
    "broken",  # the file does not load, so nothing in it could be tried
    "untouched",
    "missing",
    "refused",
    "error",  # could not be graded
    "unchecked",  # answered; only an edition with solutions/ can check it
)
STUCK = ("stuck", "timeout", "broken")
JUDGED = ("full", "part", *STUCK, "untouched")  # a score of these says something about learning


@dataclass
class Cell:
    """One student in one exercise."""

    state: str
    share: float  # of the points
    score: float
    mistake: str = ""


@dataclass
class Student:
    """A line of the matrix."""

    name: str
    cells: dict[str, Cell] = field(default_factory=dict)

    @property
    def score(self) -> float:
        return round(sum(cell.score for cell in self.cells.values()), 2)

    def count(self, *states: str) -> int:
        return sum(cell.state in states for cell in self.cells.values())


@dataclass
class ExerciseNumbers:
    """How the class did in one exercise."""

    exercise: str
    lesson: str
    points: float
    number: str = ""
    title: str = ""
    states: Counter[str] = field(default_factory=Counter)
    shares: list[float] = field(default_factory=list)  # of those that were judged

    @property
    def judged(self) -> int:
        return sum(self.states[state] for state in JUDGED)

    @property
    def attempted(self) -> int:
        """How many handed in something for it that could be tried."""
        return self.judged - self.states["untouched"] - self.states["broken"]

    @property
    def passed(self) -> float | None:
        """The share of students with full marks."""
        return self.states["full"] / self.judged if self.judged else None

    @property
    def mean(self) -> float | None:
        return statistics.fmean(self.shares) if self.shares else None

    @property
    def short(self) -> str:
        """What stands above a column: "01.1 step"."""
        name = self.exercise.partition(".")[2]
        return f"{self.number or self.lesson.partition('_')[0]} {name}"


@dataclass
class LessonNumbers:
    """The points of one lesson, over the submissions that could be graded throughout."""

    lesson: str
    points: float = 0.0
    handed_in: int = 0
    nothing: int = 0
    undecided: int = 0  # handed in, but a file was refused or something could not be graded
    scores: list[float] = field(default_factory=list)

    def summary(self) -> dict[str, float]:
        """Mean, spread, median, lowest and highest; empty where nothing was graded."""
        if not self.scores:
            return {}
        return {
            "mean": round(statistics.fmean(self.scores), 2),
            "sd": round(statistics.pstdev(self.scores), 2),
            "median": round(statistics.median(self.scores), 2),
            "lowest": min(self.scores),
            "highest": max(self.scores),
        }

    def bins(self) -> list[int]:
        """How many reached 0-10 %, 10-20 %, … of the points; the last includes 100 %."""
        found = Counter(min(int(BINS * s / (self.points or 1)), BINS - 1) for s in self.scores)
        return [found[place] for place in range(BINS)]


@dataclass
class Misconception:
    """A known mistake or general pattern in one exercise, and who shows it."""

    exercise: str
    mistake: str
    sentence: str
    example: dict[str, Any] | None
    students: list[str] = field(default_factory=list)
    also_in: list[str] = field(default_factory=list)  # exercises with the same mistake

    @property
    def slug(self) -> str:
        """The mistake without the exercise: "wrong axis"."""
        return self.mistake.rpartition("__")[2].replace("_", " ")


@dataclass
class Failing:
    """A check, and how often it failed among those who attempted the exercise."""

    exercise: str
    check: str
    sentence: str
    public: bool
    run: int = 0
    failed: int = 0


@dataclass
class Problem:
    """Something about a submission that a person should look at."""

    student: str
    lesson: str
    kind: str  # "refused", "error", "missing", "broken" or "timeout"
    what: str
    why: str
