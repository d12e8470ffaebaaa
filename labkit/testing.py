"""Comparisons for checks: they look at type, shape and finiteness before they look at values.

`numpy.testing` would pass an empty array, a broadcast shape or a boolean mask; these do not, and
their failures carry the two values, so that a card can mark the wrong entries.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from labkit.worker.protocol import ARRAYS, SEQUENCES, Remote, Unsupported

#: Relative tolerance for results that differ only by rounding.
ROUNDING = 1e-9

# Tuples, made once: `isinstance(value, A | B)` makes a union at every call.
NUMBERS = (*ARRAYS, int, float)
NO_NUMBERS = (*SEQUENCES, dict, str, bytes, Remote)


class Mismatch(AssertionError):
    """A result that is not the expected one; `got`, `expected` and the mask `wrong` say where."""

    def __init__(self, message: str, got: Any, expected: Any, wrong: np.ndarray | None = None):
        super().__init__(message)
        self.got, self.expected, self.wrong = got, expected, wrong


def assert_close(
    got: Any, expected: Any, rtol: float = ROUNDING, atol: float = 0.0, dtype: type | None = None
) -> None:
    """Fail unless `got` is a number or array like `expected`, entry by entry.

    Args:
        got: what a student's function returned.
        expected: a number or an array, of any shape; `inf` matches itself, NaN nothing.
        rtol, atol: |got - expected| <= atol + rtol * |expected|.
        dtype: `float` or `int`, where the kind of number matters.

    Raises:
        Mismatch: naming the first thing that is wrong, in the order type, shape, NaN, values.
    """
    array, wanted = _as_numbers(got, expected), np.asarray(expected)
    if array.shape != wanted.shape:
        raise Mismatch(
            f"The result has shape {array.shape}; expected {wanted.shape}.", got, expected
        )
    if dtype is float and array.dtype != np.float64:
        raise Mismatch(f"The result is {array.dtype}; expected float64.", got, expected)
    if dtype is int and array.dtype.kind not in "iu":
        raise Mismatch(f"The result is {array.dtype}; expected integers.", got, expected)
    bad = np.isnan(array)
    if bad.any():
        raise Mismatch("The result holds NaN (not a number).", got, expected, bad)
    wrong = array != wanted
    if rtol or atol:
        with np.errstate(invalid="ignore", over="ignore"):
            # As floats: the distance of two integers may overflow to a negative number.
            far = np.abs(_as_floats(array) - _as_floats(wanted))
            near = far <= atol + rtol * np.abs(_as_floats(wanted))
        wrong &= ~(near & np.isfinite(wanted))
    if wrong.any():
        raise Mismatch(_count(wrong), got, expected, wrong)


def assert_equal(got: Any, expected: Any) -> None:
    """Fail unless `got` equals `expected` exactly: arrays and numbers entry by entry, strings,
    lists, tuples and dicts by type and content.

    Raises:
        Mismatch: naming the first thing that is wrong.
    """
    if isinstance(expected, NUMBERS) and not isinstance(expected, bool):
        assert_close(got, expected, rtol=0.0)
    elif isinstance(expected, SEQUENCES) and type(got) is type(expected):
        if len(got) != len(expected):
            raise Mismatch(f"{len(got)} entries; expected {len(expected)}.", got, expected)
        for one, other in zip(got, expected, strict=True):
            try:
                assert_equal(one, other)
            except Mismatch as error:
                raise Mismatch(str(error), got, expected) from None
    elif type(got) is not type(expected) or got != expected:
        raise Mismatch("The result is not the expected one.", got, expected)


def _as_numbers(got: Any, expected: Any) -> np.ndarray:
    """`got` as an array of numbers, or a Mismatch that says what it is instead."""
    if got is None:
        raise Mismatch("The result is None. Is there a `return`?", got, expected)
    if isinstance(got, Unsupported):
        raise Mismatch(f"The result is {got.description}.", got, expected)
    if isinstance(got, NO_NUMBERS):
        wanted = "an array" if np.ndim(expected) else "a number"
        kind = got._kind if isinstance(got, Remote) else type(got).__name__
        raise Mismatch(f"The result is a {kind}; expected {wanted}.", got, expected)
    array = np.asarray(got)
    wanted = np.asarray(expected).dtype.kind
    if array.dtype == bool and wanted != "b":
        raise Mismatch("The result holds True and False; expected numbers.", got, expected)
    if array.dtype.kind == "c" and wanted != "c":
        raise Mismatch("The result holds complex numbers; expected real ones.", got, expected)
    return array


def _as_floats(array: np.ndarray) -> np.ndarray:
    return array.astype(np.result_type(array.dtype, np.float64), copy=False)


def _count(wrong: np.ndarray) -> str:
    if wrong.ndim == 0:
        return "The value is wrong."
    many, size = int(wrong.sum()), wrong.size
    if many == size:
        return "Every entry is wrong." if size > 1 else "The entry is wrong."
    return f"{many} of {size} entries {'is' if many == 1 else 'are'} wrong."
