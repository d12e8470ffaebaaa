"""Name the misconception: does a failing function behave exactly like a known mistake?

The calls that the checks made are repeated with each mistake of the bank. One that agrees with
the student on every call, alone, is the diagnosis; a tie, or a single difference, means silence.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from labkit import bank
from labkit.student import Call, StudentObject, Submission, WorkerFault

MAX_CALLS = 200
RTOL, ATOL = 1e-9, 1e-12


class Diagnosis:
    """The bank of mistakes of one course, at work in workers of its own."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._submissions: dict[str, Submission] = {}

    def of(self, exercise: str, calls: Sequence[Call]) -> bank.Entry | None:
        """The one mistake that explains every one of `calls`, or None."""
        module, _, name = exercise.partition(".")
        calls = [call for call in calls if call.function.partition(".")[0] == name][:MAX_CALLS]
        candidates = [
            entry
            for entry in bank.entries(self._root, "mistakes", module)
            if entry.exercise == exercise
        ]
        if not calls or not candidates or self._explains(module, name, calls):
            return None  # nothing to compare, or nothing that tells it from the reference
        matches = [entry for entry in candidates if self._explains(module, entry.name, calls)]
        return matches[0] if len(matches) == 1 else None

    def _explains(self, module: str, function: str, calls: Sequence[Call]) -> bool:
        if module not in self._submissions:
            sources = bank.bank_sources(self._root, "mistakes", module)
            self._submissions[module] = Submission(sources)
        submission = self._submissions[module]
        submission.worker.forget()
        submission.transcript.clear()
        known: dict[int, StudentObject] = {}  # an object of the student's to the one here
        return all(self._same(submission, module, function, call, known) for call in calls)

    @staticmethod
    def _same(submission: Submission, module: str, function: str, call: Call, known: dict) -> bool:
        try:
            args, kwargs = _translate(call.args, known), _translate(call.kwargs, known)
            target = _translate(call.target, known)
        except KeyError:  # an object that another exercise's call gave
            return False
        name = call.function.partition(".")[2]
        try:
            if target is None:
                value = submission.call(module, function, args, kwargs)
            elif call.attribute:
                value = submission.attribute(target, name)
            else:
                value = submission.call_method(target, name, args, kwargs)
        except Exception as error:
            return type(error) is type(call.error)
        except WorkerFault as error:
            return type(error) is type(call.error)
        changed = submission.transcript[-1].changed_inputs
        if call.error is not None or changed != call.changed_inputs:
            return False
        if isinstance(call.value, StudentObject) and isinstance(value, StudentObject):
            return known.setdefault(id(call.value), value) is value
        return same(value, call.value)

    def close(self) -> None:
        for submission in self._submissions.values():
            submission.close()
        self._submissions.clear()


def _translate(value: Any, known: dict[int, StudentObject]) -> Any:
    """Arguments with the objects of the student's replaced by those in their place here."""
    if isinstance(value, StudentObject):
        return known[id(value)]
    if isinstance(value, list | tuple):
        return type(value)(_translate(item, known) for item in value)
    if isinstance(value, dict):
        return {key: _translate(item, known) for key, item in value.items()}
    return value


def same(one: Any, other: Any) -> bool:
    """Whether two results are equal up to rounding: same structure, shape and kind of number."""
    if isinstance(one, list | tuple) and type(one) is type(other):
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
    return bool(np.allclose(a, b, rtol=RTOL, atol=ATOL, equal_nan=True))
