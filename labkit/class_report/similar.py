"""Functions of two students that are far more alike than the class is: a pointer, not a verdict.

A shingle that many students have says nothing. The others lead, by an index, to the pairs that
share them, so no two functions are compared that have nothing rare in common. Not looked at are
short functions and those that are near an answer which we know: the reference, an alternative, a
mistake of the bank. Many people write those by themselves.
"""

from __future__ import annotations

import random
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

from labkit import bank
from labkit.class_report.names import Names
from labkit.class_report.tokens import alike, definitions, names_in, pieces, plain_text
from labkit.course import Course, Lesson
from labkit.submission import MAX_SOURCE, Refused, read_text

MIN_SHINGLES = 20  # of a function, beside those that the stub has: about three lines
NEAR_KNOWN = 0.7  # as alike to an answer of ours
COMMON = 0.1  # of the class, FEW to MANY students: whoever has what these have is one of many
FEW, MANY = 4, 20
MIN_RARE = 8  # shingles that a pair shares and hardly anybody else has
MIN_ALIKE = 0.6
SHORT = 45  # shingles: what is shorter has few ways to be written, and must be nearly equal
ABOVE_CLASS = 0.25  # more than the most alike twentieth of the class
ENOUGH = 15  # pairs, to say what is usual; with fewer, only what is nearly equal is told
NEARLY_EQUAL = 0.9
SAMPLE = 2000  # pairs, for how alike the class is
MAX_PAIRS = 50  # told, those most alike first
HELPERS = "functions of their own"


@dataclass
class Match:
    """One function of a pair."""

    exercise: str
    share: float
    typical: float | None  # the median of the class, where that is known
    texts: tuple[str, str]


@dataclass
class Pair:
    """Two students and the functions in which they are alike."""

    students: tuple[str, str]
    matches: list[Match] = field(default_factory=list)

    @property
    def share(self) -> float:
        return max(match.share for match in self.matches)


@dataclass
class Similarity:
    """What came of the comparison."""

    pairs: list[Pair] = field(default_factory=list)
    compared: Counter[str] = field(default_factory=Counter)  # exercise to functions
    left_out: Counter[str] = field(default_factory=Counter)  # why, to functions
    more: int = 0  # pairs that are not told

    def to_json(self) -> dict[str, Any]:
        """Numbers only: the texts are for the page."""
        return {
            "compared": dict(self.compared),
            "left_out": dict(self.left_out),
            "more": self.more,
            "pairs": [
                {
                    "students": list(pair.students),
                    "matches": [
                        {"exercise": m.exercise, "share": m.share, "typical": m.typical}
                        for m in pair.matches
                    ],
                }
                for pair in self.pairs
            ],
        }


@dataclass
class _Written:
    """One function of one student."""

    student: str
    shingles: frozenset[int]
    texts: list[str]


def compare(
    course: Course,
    submissions: Path,
    students: Mapping[str, str],
    lessons: Iterable[str],
    names: Names,
) -> Similarity:
    """Compare the functions that `students` (name of the folder to student) wrote for `lessons`."""
    found = Similarity()
    pairs: dict[tuple[str, str], Pair] = {}
    for name in lessons:
        lesson = course.lesson(name)
        for exercise, those, known in _collect(course, lesson, submissions, students, found):
            found.compared[exercise] = len(those)
            for one, other, share, typical in _far_more_alike(those):
                first, second = sorted((one, other), key=lambda one: names.of(one.student))
                shown = names.of(first.student), names.of(second.student)
                pair = pairs.setdefault(shown, Pair(shown))
                texts = _shown(first, known, names), _shown(second, known, names)
                pair.matches.append(Match(exercise, round(share, 3), typical, texts))
    ordered = sorted(pairs.values(), key=lambda p: (-len(p.matches), -p.share, p.students))
    found.pairs, found.more = ordered[:MAX_PAIRS], max(0, len(ordered) - MAX_PAIRS)
    return found


def _collect(
    course: Course,
    lesson: Lesson,
    submissions: Path,
    students: Mapping[str, str],
    found: Similarity,
) -> Iterator[tuple[str, list[_Written], frozenset[str]]]:
    """For each exercise of a lesson, what students wrote that can be compared."""
    functions = {e.name: e for e in lesson.exercises if e.kind == "function"}
    texts = _known_answers(course, lesson)
    known = names_in(texts) | {exercise.name for exercise in course.exercises}
    ours = [item for text in texts for item in definitions(text).items()]
    ours = [(name, pieces(text, known)) for name, text in ours]
    everything = _union(mine for _, mine in ours)
    stubs = {
        name: _union(pieces(text, known) for text in definitions(exercise.stub).values())
        for name, exercise in functions.items()
    }
    answers = {
        name: [mine - stubs[name] for key, mine in ours if key.partition("__")[0] == name]
        for name in functions
    }
    written: dict[str, list[_Written]] = {name: [] for name in (*functions, HELPERS)}
    for folder, student in students.items():
        name = f"nnlab/{lesson.module}.py"
        try:
            text = read_text(submissions / folder / lesson.name, name, MAX_SOURCE)
        except (FileNotFoundError, Refused):
            continue
        defined = definitions(text)
        if not defined:
            found.left_out["in a file that Python cannot read"] += 1
        for name in (name for name in functions if name in defined):
            mine = pieces(defined[name], known) - stubs[name]
            why = _why_not(mine, answers[name])
            if why:
                found.left_out[why] += 1
            else:
                written[name].append(_Written(student, mine, [defined[name]]))
        helpers = [text for name, text in defined.items() if name not in functions]
        mine = _union(pieces(text, known) for text in helpers) - everything
        if len(mine) >= MIN_SHINGLES:
            helpers = [text for text in helpers if pieces(text, known) - everything]
            written[HELPERS].append(_Written(student, mine, helpers))
    for name, those in written.items():
        shown = f"{lesson.module}.{name}" if name in functions else f"{lesson.module}: {name}"
        yield shown, those, known


def _known_answers(course: Course, lesson: Lesson) -> list[str]:
    """The texts of the reference and of both banks, where `solutions/` is there."""
    if not course.has_reference:
        return []
    name = f"{lesson.module}.py"
    banks = [course.root / "solutions" / kind / name for kind in ("alternatives", "mistakes")]
    texts = [path.read_text(encoding="utf-8") for path in banks if path.is_file()]
    return [bank.reference_sources(course.root).get(name, ""), *texts]


def _union(sets: Iterable[frozenset[int]]) -> frozenset[int]:
    return frozenset[int]().union(*sets)


def _why_not(mine: frozenset[int], answers: list[frozenset[int]]) -> str:
    if len(mine) < MIN_SHINGLES:
        return "too short to say anything, or untouched"
    if any(alike(mine, one) >= NEAR_KNOWN for one in answers):
        return "near an answer that we know"
    return ""


def _far_more_alike(
    those: list[_Written],
) -> Iterator[tuple[_Written, _Written, float, float | None]]:
    """The pairs that share what hardly anybody has, their share, and that of a usual pair."""
    usual = sorted(_class_shares([piece.shingles for piece in those]))
    typical, needed = None, NEARLY_EQUAL
    if len(usual) >= ENOUGH:
        typical = round(statistics.median(usual), 3)
        needed = min(max(MIN_ALIKE, usual[int(0.95 * len(usual))] + ABOVE_CLASS), 0.95)
    owners: dict[int, list[int]] = {}
    for place, piece in enumerate(those):
        for shingle in piece.shingles:
            owners.setdefault(shingle, []).append(place)
    limit = min(max(FEW, int(COMMON * len(those))), MANY)
    shared: Counter[tuple[int, int]] = Counter()
    for having in owners.values():
        if 2 <= len(having) <= limit:
            shared.update(combinations(having, 2))
    for (one, other), rare in shared.items():
        if rare >= MIN_RARE:
            share = alike(those[one].shingles, those[other].shingles)
            short = min(len(those[one].shingles), len(those[other].shingles)) < SHORT
            if share >= (max(needed, NEARLY_EQUAL) if short else needed):
                yield those[one], those[other], share, typical


def _class_shares(sets: list[frozenset[int]]) -> list[float]:
    """How alike two functions of the class are: all pairs, or a sample of them."""
    many = len(sets)
    if many * (many - 1) // 2 <= SAMPLE:
        return [alike(one, other) for one, other in combinations(sets, 2)]
    draw = random.Random(0)
    return [alike(*draw.sample(sets, 2)) for _ in range(SAMPLE)]


def _shown(own: _Written, known: frozenset[str], names: Names) -> str:
    """The text beside the other's; under pseudonyms only what was compared."""
    texts = own.texts
    if names.pseudonyms:
        texts = [plain_text(text, known, numbered=True) for text in texts]
    return names.text("\n\n".join(texts))
