"""Name the misconception: does a failing function behave exactly like a known mistake?

The calls that the checks made are repeated with each mistake of the bank. One that agrees with
the student on every call, alone, is the diagnosis. A tie means silence. Where no mistake agrees,
the results are compared with the reference's for what is wrong in general (`labkit.patterns`).
What a mistake makes of a call is kept: many calls are the same for every student.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

import msgpack
import numpy as np

from labkit import bank, patterns
from labkit.student import Call, StudentObject, Submission, WorkerFault
from labkit.worker.protocol import SEQUENCES, pack

MAX_CALLS = 200
MAX_KEYED = 20_000  # bytes of arguments
MAX_OUTCOMES = 20_000  # kept, of a few kilobytes each
RTOL, ATOL = 1e-9, 1e-12


@dataclass(frozen=True)
class Outcome:
    """What came of a call: a value, or the kind of error that it raised."""

    value: Any
    error: type[BaseException] | None
    changed_inputs: bool

    @classmethod
    def of(cls, call: Call) -> Outcome:
        return cls(call.value, type(call.error) if call.error else None, call.changed_inputs)


@dataclass(frozen=True)
class Finding:
    """What a failing function does: the name of a mistake or pattern, and the sentence for it."""

    name: str
    sentence: str


CHANGES_INPUT = Finding(
    "input changed",
    "Your function writes into an array that belongs to its caller. Make the result a new array, "
    "for example with `X.copy()` or by an expression such as `X + 1` in place of `X += 1`.",
)


class Diagnosis:
    """The bank of mistakes of one course, at work in workers of its own."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._submissions: dict[str, Submission] = {}
        self._outcomes: dict[tuple[str, str, bytes], Outcome] = {}

    def of(self, exercise: str, calls: Sequence[Call], without: str = "") -> Finding | None:
        """What explains every one of `calls`: the one mistake of the bank (`without` leaves one
        out) that does the same, else a general pattern; None where there is neither."""
        module, _, name = exercise.partition(".")
        calls = [call for call in calls if call.function.partition(".")[0] == name][:MAX_CALLS]
        if not calls:
            return None
        keyed = [(call, _key(call)) for call in calls]
        expected = list(self._replay(module, name, keyed))
        if len(expected) < len(calls) or all(map(_agree, expected, map(Outcome.of, calls))):
            return None  # nothing tells it from the reference
        matches = [
            entry
            for entry in bank.entries(self._root, "mistakes", module)
            if entry.exercise == exercise and entry.name != without
            if self._explains(module, entry.name, keyed)
        ]
        if len(matches) == 1:
            return Finding(matches[0].name, matches[0].sentence)
        return _general(calls, expected) if not matches else None

    def _explains(self, module: str, function: str, calls: Sequence[tuple[Call, bytes]]) -> bool:
        outcomes = self._replay(module, function, calls)
        return all(
            outcome is not None and _agree(outcome, Outcome.of(call))
            for (call, _), outcome in zip_longest(calls, outcomes)
        )

    def _replay(
        self, module: str, function: str, calls: Sequence[tuple[Call, bytes]]
    ) -> Iterator[Outcome]:
        """What one entry of the bank makes of each call; ends early at a call that takes an object
        which it cannot have."""
        known: dict[int, StudentObject] = {}  # an object of the student's to the one here
        if not all(key for _, key in calls):
            self._bank(module).worker.forget()
        for call, key in calls:
            place = module, function, key
            outcome = self._outcomes.get(place) if key else None
            if outcome is None:
                try:
                    outcome = self._run(module, function, call, known)
                except KeyError:
                    return
                if key and not isinstance(outcome.value, StudentObject):
                    if len(self._outcomes) >= MAX_OUTCOMES:
                        self._outcomes.clear()
                    self._outcomes[place] = outcome
            if isinstance(outcome.value, StudentObject) and isinstance(call.value, StudentObject):
                # One that stands for two of the student's, or the other way, is another value.
                if known.setdefault(id(call.value), outcome.value) is not outcome.value:
                    outcome = Outcome(None, None, False)
                else:
                    outcome = Outcome(call.value, None, outcome.changed_inputs)
            yield outcome

    def _run(self, module: str, function: str, call: Call, known: dict) -> Outcome:
        """One call. Raises KeyError for an object that this entry has not made."""
        submission, name = self._bank(module), call.function.partition(".")[2]
        args, kwargs = _translate(call.args, known), _translate(call.kwargs, known)
        target = _translate(call.target, known)
        submission.transcript.clear()
        with contextlib.suppress(Exception, WorkerFault):  # the transcript has it
            if target is None:
                submission.call(module, function, args, kwargs)
            elif call.attribute:
                submission.attribute(target, name)
            else:
                submission.call_method(target, name, args, kwargs)
        return Outcome.of(submission.transcript[-1])

    def _bank(self, module: str) -> Submission:
        if module not in self._submissions:
            sources = bank.bank_sources(self._root, "mistakes", module)
            self._submissions[module] = Submission(sources)
        return self._submissions[module]

    def close(self) -> None:
        for submission in self._submissions.values():
            submission.close()
        self._submissions.clear()


def _agree(one: Outcome, other: Outcome) -> bool:
    return (one.error, one.changed_inputs) == (other.error, other.changed_inputs) and same(
        one.value, other.value
    )


def _general(calls: Sequence[Call], expected: Sequence[Outcome]) -> Finding | None:
    """The pattern that the results show where both sides gave one. A call that fails where it
    should not says more than any pattern could."""
    if any(call.error is not None and "read-only" in str(call.error) for call in calls):
        return CHANGES_INPUT
    pairs = []
    for call, outcome in zip(calls, expected, strict=True):
        if call.error is not None and outcome.error is None:
            return None
        if call.error is None and outcome.error is None:
            args = (*call.args, *call.kwargs.values())
            pairs.append(patterns.Pair(args, call.value, outcome.value))
    found = patterns.recognise(pairs)
    return Finding(found.name, found.sentence) if found else None


def _key(call: Call) -> bytes:
    """What the outcome of a call depends on, if that is plain data of modest size; else b"".

    Half of the calls of a check are the same for every student.
    """

    def refuse(value: Any) -> None:
        raise ValueError("a generator or function, which has a state of its own")

    if call.target is not None:
        return b""
    try:
        tree = pack([_translate(call.args, {}), _translate(call.kwargs, {})], refuse)
    except (KeyError, ValueError):
        return b""
    data = msgpack.packb(tree)
    return hashlib.sha256(data).digest() if len(data) <= MAX_KEYED else b""


def _translate(value: Any, known: dict[int, StudentObject]) -> Any:
    """Arguments with the objects of the student's replaced by those in their place here."""
    if isinstance(value, StudentObject):
        return known[id(value)]
    if isinstance(value, SEQUENCES):
        return type(value)(_translate(item, known) for item in value)
    if isinstance(value, dict):
        return {key: _translate(item, known) for key, item in value.items()}
    return value


def same(one: Any, other: Any) -> bool:
    """Whether two results are equal up to rounding: same structure, shape and kind of number."""
    if isinstance(one, SEQUENCES) and type(one) is type(other):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    try:
        a, b = np.asarray(one), np.asarray(other)
    except ValueError:
        return False
    if a.dtype.kind not in "biufc" or b.dtype.kind not in "biufc":
        return type(one) is type(other) and repr(one) == repr(other)
    if a.shape != b.shape or (a.dtype == bool) != (b.dtype == bool):
        return False
    if a.dtype == b.dtype and a.tobytes() == b.tobytes():  # most are, and `allclose` is slow
        return True
    return bool(np.allclose(a, b, rtol=RTOL, atol=ATOL, equal_nan=True))
