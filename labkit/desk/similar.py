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
from labkit.course import Course, Lesson
from labkit.desk.names import Names
from labkit.desk.tokens import Function, alike, definitions, names_in, plain_text, shingles, tokens
from labkit.source import take
from labkit.submission import MAX_SOURCE, Refused, read_text

MIN_SHINGLES = 20  # of a function, beside those that the stub has: about four lines
NEAR_KNOWN = 0.7  # as alike to an answer of ours
COMMON = 0.1  # of the class, and at least FEW students: whoever has what these have is one of many
FEW = 4
MIN_RARE = 8  # shingles that a pair shares and hardly anybody else has
MIN_ALIKE = 0.6
ABOVE_CLASS = 0.25  # more than the most alike twentieth of the class
SAMPLE = 2000  # pairs, for how alike the class is
MAX_PAIRS = 50  # told, those most alike first
HELPERS = "functions of their own"


@dataclass
class Match:
    """One function of a pair."""

    exercise: str
    share: float
    typical: float  # the median of the class
    texts: tuple[str, str]


@dataclass
class Pair:
    """Two students and the functions in which they are alike."""

    students: tuple[str, str]
    lesson: str
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
                    "lesson": pair.lesson,
                    "matches": [
                        {"exercise": m.exercise, "share": m.share, "typical": m.typical}
                        for m in pair.matches
                    ],
                }
                for pair in self.pairs
            ],
        }


@dataclass
class _Piece:
    """One function of one student."""

    student: str
    shingles: frozenset[int]
    nodes: list[Function]
    text: str


def compare(
    course: Course,
    submissions: Path,
    students: Mapping[str, str],
    lessons: Iterable[str],
    names: Names,
) -> Similarity:
    """Compare the functions that `students` (name of the folder to student) wrote for `lessons`."""
    found = Similarity()
    pairs: dict[tuple[str, str, str], Pair] = {}
    for name in lessons:
        lesson = course.lesson(name)
        for exercise, pieces, known in _pieces(course, lesson, submissions, students, found):
            found.compared[exercise] = len(pieces)
            for one, other, share, typical in _far_more_alike(pieces):
                first, second = sorted((one, other), key=lambda piece: names.of(piece.student))
                shown = names.of(first.student), names.of(second.student)
                pair = pairs.setdefault((*shown, name), Pair(shown, name))
                texts = _shown(first, known, names), _shown(second, known, names)
                pair.matches.append(Match(exercise, round(share, 3), round(typical, 3), texts))
    ordered = sorted(pairs.values(), key=lambda p: (-len(p.matches), -p.share, p.students))
    found.pairs, found.more = ordered[:MAX_PAIRS], max(0, len(ordered) - MAX_PAIRS)
    return found


def _pieces(
    course: Course,
    lesson: Lesson,
    submissions: Path,
    students: Mapping[str, str],
    found: Similarity,
) -> Iterator[tuple[str, list[_Piece], frozenset[str]]]:
    """For each exercise of a lesson, what students wrote that can be compared."""
    functions = {e.name: e for e in lesson.exercises if e.kind == "function"}
    texts = _known_answers(course, lesson)
    known = names_in(texts) | {exercise.name for exercise in course.exercises}
    ours = [item for text in texts for item in definitions(text).items()]
    ours = [(name, _shingles(node, known)) for name, node in ours]
    everything = _union(mine for _, mine in ours)
    stubs = {
        name: _union(_shingles(node, known) for node in definitions(exercise.stub).values())
        for name, exercise in functions.items()
    }
    answers = {
        name: [mine - stubs[name] for key, mine in ours if key.partition("__")[0] == name]
        for name in functions
    }
    pieces: dict[str, list[_Piece]] = {name: [] for name in (*functions, HELPERS)}
    for folder, student in students.items():
        name = f"nnlab/{lesson.module}.py"
        try:
            text = read_text(submissions / folder / lesson.name, name, MAX_SOURCE)
        except (FileNotFoundError, Refused):
            continue
        defined = definitions(text)
        if not defined:
            found.left_out["in a file that Python cannot read"] += 1
        for name in defined.keys() & functions:
            mine = _shingles(defined[name], known) - stubs[name]
            why = _why_not(mine, answers[name])
            if why:
                found.left_out[why] += 1
            else:
                pieces[name].append(_Piece(student, mine, [defined[name]], take(text, name)))
        helpers = [node for name, node in defined.items() if name not in functions]
        mine = _union(_shingles(node, known) for node in helpers) - everything
        if len(mine) >= MIN_SHINGLES:
            shown = "\n".join(take(text, node.name) for node in helpers)
            pieces[HELPERS].append(_Piece(student, mine, helpers, shown))
    for name, those in pieces.items():
        yield f"{lesson.module}.{name}" if name in functions else name, those, known


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


def _shingles(node: Function, known: frozenset[str]) -> frozenset[int]:
    try:
        return shingles(tokens(node, known))
    except (RecursionError, ValueError, MemoryError):
        return frozenset()


def _why_not(mine: frozenset[int], answers: list[frozenset[int]]) -> str:
    if len(mine) < MIN_SHINGLES:
        return "too short to say anything, or untouched"
    if any(alike(mine, one) >= NEAR_KNOWN for one in answers):
        return "near an answer that we know"
    return ""


def _far_more_alike(pieces: list[_Piece]) -> Iterator[tuple[_Piece, _Piece, float, float]]:
    """The pairs that share what hardly anybody has, their share, and that of a usual pair."""
    usual = _class_shares([piece.shingles for piece in pieces])
    typical = statistics.median(usual) if usual else 0.0
    upper = sorted(usual)[int(0.95 * len(usual))] if usual else 0.0
    needed = min(max(MIN_ALIKE, upper + ABOVE_CLASS), 0.95)
    owners: dict[int, list[int]] = {}
    for place, piece in enumerate(pieces):
        for shingle in piece.shingles:
            owners.setdefault(shingle, []).append(place)
    limit = max(FEW, int(COMMON * len(pieces)))
    shared: Counter[tuple[int, int]] = Counter()
    for having in owners.values():
        if 2 <= len(having) <= limit:
            shared.update(combinations(having, 2))
    for (one, other), rare in shared.items():
        if rare >= MIN_RARE:
            share = alike(pieces[one].shingles, pieces[other].shingles)
            if share >= needed:
                yield pieces[one], pieces[other], share, typical


def _class_shares(sets: list[frozenset[int]]) -> list[float]:
    """How alike two functions of the class are: all pairs, or a sample of them."""
    many = len(sets)
    if many * (many - 1) // 2 <= SAMPLE:
        return [alike(one, other) for one, other in combinations(sets, 2)]
    draw = random.Random(0)
    return [alike(*draw.sample(sets, 2)) for _ in range(SAMPLE)]


def _shown(piece: _Piece, known: frozenset[str], names: Names) -> str:
    """The text beside the other's; under pseudonyms only what was compared."""
    if not names.pseudonyms:
        return names.text(piece.text)
    return names.text("\n\n".join(plain_text(node, known, numbered=True) for node in piece.nodes))
