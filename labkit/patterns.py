"""Name what is wrong with results in general, for any exercise: transposed, a wrong sign, a factor.

No bank of mistakes is needed, only what the function gave and what it should have given, call by
call. A pattern is told only where it holds in every call that the checks made: the statement is a
fact about these calls, and the question after it is the help.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

RTOL = 1e-9  # as in the checks
LARGE = 50.0  # inputs beyond which exponentials may overflow
FEW = 3  # entries that must be right, and wrong, before "only the negative ones" is said


@dataclass(frozen=True)
class Pattern:
    """What is wrong, and the sentence about it."""

    name: str
    sentence: str


@dataclass(frozen=True, eq=False)
class Pair:
    """One call: its arguments, what it gave, and what it should have given."""

    args: tuple
    got: Any
    expected: Any


@dataclass(frozen=True, eq=False)
class Numbers:
    """A pair whose results are arrays of numbers."""

    args: tuple
    got: np.ndarray
    expected: np.ndarray

    @property
    def same_shape(self) -> bool:
        return self.got.shape == self.expected.shape

    @property
    def right(self) -> bool:
        return close(self.got, self.expected)


def recognise(pairs: Iterable[Pair]) -> Pattern | None:
    """The pattern that all of `pairs` show, or None.

    Of several results (a tuple), those that are wrong must all show the same pattern.
    """
    # Single precision is checked for its type; in value it is never as close as asked for here.
    results = [_results(pair) for pair in pairs if not _single(pair.expected)]
    if not results or len({len(parts) for parts in results}) != 1:
        return None
    found: list[tuple[int, Pattern | None]] = []
    for place, part in enumerate(zip(*results, strict=True)):
        numbers = [_numbers(pair) for pair in part]
        if not all(numbers):
            if any(repr(pair.got) != repr(pair.expected) for pair in part):
                return None
        elif not all(pair.right for pair in numbers):
            found.append((place, _pattern(numbers)))
    patterns = {pattern for _, pattern in found}
    if len(patterns) != 1 or None in patterns:
        return None
    (pattern,) = patterns
    return _placed(pattern, [place for place, _ in found], len(results[0]))


def close(got: np.ndarray, expected: np.ndarray) -> bool:
    """Equal in shape, and in value up to rounding."""
    if got.shape != expected.shape:
        return False
    size = np.abs(expected[np.isfinite(expected)]).max(initial=0.0)
    with np.errstate(invalid="ignore"):
        return bool(np.allclose(got, expected, rtol=RTOL, atol=1e-12 * size, equal_nan=True))


def _results(pair: Pair) -> list[Pair]:
    """A pair for each of several results."""
    got, expected = pair.got, pair.expected
    if isinstance(expected, tuple) and isinstance(got, tuple) and len(got) == len(expected):
        return [Pair(pair.args, *both) for both in zip(got, expected, strict=True)]
    return [pair]


def _numbers(pair: Pair) -> Numbers | None:
    try:
        got, expected = np.asarray(pair.got), np.asarray(pair.expected)
    except ValueError:  # rows of different length
        return None
    if got.dtype.kind not in "biuf" or expected.dtype.kind not in "biuf":
        return None
    return Numbers(pair.args, got.astype(float), expected.astype(float))


def _placed(pattern: Pattern, places: Sequence[int], results: int) -> Pattern:
    """The pattern with the results named that show it, where not all do."""
    if len(places) == results:
        return pattern
    words = ("first", "second", "third", "fourth", "fifth", "sixth")
    which = " and ".join(words[place] for place in places[:6])
    return Pattern(
        pattern.name, f"Of the {results} results, look at the {which}. {pattern.sentence}"
    )


def _pattern(pairs: list[Numbers]) -> Pattern | None:
    return next(filter(None, (recognised(pairs) for recognised in PATTERNS)), None)


# --- the patterns, most specific first ------------------------------------------------------------


def _not_finite(pairs: list[Numbers]) -> Pattern | None:
    broken = [p for p in pairs if p.same_shape and not _finite(p.got) and _finite(p.expected)]
    others = [p for p in pairs if p not in broken]
    if len(others) < 2 or not broken or not all(p.right for p in others):
        return None
    if min(map(_largest, broken)) < LARGE:
        return None
    return Pattern(
        "not a number for large values",
        "Small inputs come out right. With large ones the result is infinite or not a number, "
        "because something on the way overflows. Which step is it, and can you rearrange the "
        "formula so that it never sees a large number?",
    )


def _zeros(pairs: list[Numbers]) -> Pattern | None:
    if any(p.got.any() or not p.got.size for p in pairs) or _telling(pairs) < 2:
        return None
    return Pattern(
        "all zeros", "You return zeros, whatever the input. Is the result ever filled in?"
    )


def _argument(pairs: list[Numbers]) -> Pattern | None:
    for place in range(min(len(p.args) for p in pairs)):
        given = [np.asarray(p.args[place]) for p in pairs if _is_array(p.args[place])]
        if len(given) < len(pairs) or sum(not p.right for p in pairs) < 2:
            continue
        if all(close(p.got, arg.astype(float)) for p, arg in zip(pairs, given, strict=True)):
            which = "argument" if len(pairs[0].args) == 1 else f"argument number {place + 1}"
            return Pattern(
                "returns its argument",
                f"You return {which} as it came. Did you compute something and return another "
                "variable?",
            )
    return None


def _transposed(pairs: list[Numbers]) -> Pattern | None:
    if not all(p.got.ndim == 2 and close(p.got.T, p.expected) for p in pairs):
        return None
    return Pattern(
        "transposed",
        "Your table is the right one on its side: rows and columns are swapped. Which axis holds "
        "the examples?",
    )


def _wrong_shape(pairs: list[Numbers]) -> Pattern | None:
    wrong = [p for p in pairs if not p.right]
    for p in pairs:
        if p.got.size != p.expected.size or not close(p.got.reshape(p.expected.shape), p.expected):
            return None
    if any(p.same_shape for p in wrong):
        return None
    got, expected = wrong[0].got.shape, wrong[0].expected.shape
    return Pattern(
        "wrong shape",
        f"All the numbers are right, the shape is not: {got} where {expected} is due. Which step "
        "adds, keeps or drops an axis?",
    )


def _factor(pairs: list[Numbers]) -> Pattern | None:
    factors = [_ratio(p) for p in pairs]
    if None in factors:
        return None
    known = [(p, c) for p, c in zip(pairs, factors, strict=True) if not np.isnan(c)]
    if len(known) < 2:
        return None
    values = np.array([c for _, c in known])
    if np.allclose(values, values[0], rtol=RTOL):
        return _constant_factor(float(values[0]))
    for name, count in COUNTS.items():
        counts = np.array([count(p) for p, _ in known])
        if len(set(counts)) > 1 and np.allclose(values, counts, rtol=RTOL):
            return Pattern(
                f"missing 1/{name}",
                f"Your result is too large by a factor that is the number of {name}: "
                f"{max(counts):g} times with {max(counts):g} of them. Is this a sum where a mean "
                "is meant?",
            )
        if len(set(counts)) > 1 and np.allclose(values * counts, 1.0, rtol=RTOL):
            return Pattern(
                f"one 1/{name} too many",
                f"Your result is too small by a factor that is the number of {name}: divide by it "
                "once less. Is this a mean where a sum is meant, or is the division already in "
                "what you were given?",
            )
    return None


def _constant_factor(factor: float) -> Pattern | None:
    if factor == 0:
        return None
    if np.isclose(factor, -1.0, rtol=RTOL):
        return Pattern(
            "wrong sign",
            "Your result has the right size and the wrong sign, in every call. Which of the two do "
            "you subtract from the other?",
        )
    return Pattern(
        "off by a constant factor",
        f"Your result is {_number(factor)} times the expected one, in every call. Where does this "
        "factor come in, or get lost?",
    )


def _offset(pairs: list[Numbers]) -> Pattern | None:
    if not all(p.same_shape and _finite(p.got) for p in pairs) or _telling(pairs) < 2:
        return None
    distance = np.concatenate([(p.got - p.expected).ravel() for p in pairs])
    if not distance.size or not np.allclose(distance, distance[0], rtol=RTOL, atol=1e-9):
        return None
    return Pattern(
        "off by a constant",
        f"Your result is the expected one {'plus' if distance[0] > 0 else 'minus'} "
        f"{_number(abs(distance[0]))}, in every call. What is counted or added once too often, or "
        "left out?",
    )


def _wrong_axis(pairs: list[Numbers]) -> Pattern | None:
    """One number for each column where there should be one for each row, or the other way."""
    for right, wrong in ((0, 1), (1, 0)):
        if all(any(_along(p, right, wrong)) for p in pairs):
            due, seen = ("column", "row") if right == 0 else ("row", "column")
            return Pattern(
                "wrong axis",
                f"You work along the wrong axis: the result goes by {seen}s where it should go by "
                f"{due}s. Which `axis` disappears in your sum, mean or maximum?",
            )
    return None


def _along(pair: Numbers, right: int, wrong: int) -> Iterator[bool]:
    tables = [np.asarray(arg, float) for arg in pair.args if _is_array(arg) and np.ndim(arg) == 2]
    for table in tables:
        for reduce in (np.sum, np.mean, np.max, np.min):
            yield close(pair.expected, reduce(table, axis=right)) and close(
                pair.got, reduce(table, axis=wrong)
            )
    if pair.same_shape and pair.expected.ndim == 2:
        yield _adds_up(pair.expected, right) and _adds_up(pair.got, wrong)


def _adds_up(table: np.ndarray, axis: int) -> bool:
    """Shares of 1 along one axis, and not along the other."""
    other = table.sum(axis=1 - axis)
    return bool(np.allclose(table.sum(axis=axis), 1.0) and not np.allclose(other, 1.0))


def _some_signs(pairs: list[Numbers]) -> Pattern | None:
    if not all(close(np.abs(p.got), np.abs(p.expected)) for p in pairs) or _telling(pairs) < 2:
        return None
    return Pattern(
        "some signs are wrong",
        "Every number has the right size, but some have the wrong sign. What decides the sign?",
    )


def _reversed(pairs: list[Numbers]) -> Pattern | None:
    if not all(p.same_shape and p.got.ndim and close(p.got[::-1], p.expected) for p in pairs):
        return None
    if _telling(pairs) < 2:
        return None
    return Pattern(
        "reversed", "Your result is the right one in reverse order. Where does it start?"
    )


def _only_where(pairs: list[Numbers]) -> Pattern | None:
    """Entry by entry from the first argument, and wrong only where that is 0, negative, ..."""
    if not all(_entrywise(p) for p in pairs):
        return None
    inputs = np.concatenate([np.ravel(p.args[0]).astype(float) for p in pairs])
    got = np.concatenate([p.got.ravel() for p in pairs])
    expected = np.concatenate([p.expected.ravel() for p in pairs])
    wrong = ~np.isclose(got, expected, rtol=RTOL, atol=1e-12, equal_nan=True)
    for name, chosen in (
        ("exactly 0", inputs == 0),
        ("negative", inputs < 0),
        ("positive", inputs > 0),
    ):
        # Half of the chosen entries, and others on another side of 0 that are all right: less
        # would be chance, or the inputs of a function that does not go entry by entry.
        others = ~chosen & (inputs != 0)
        if wrong[~chosen].any() or others.sum() < FEW or 2 * wrong.sum() < chosen.sum():
            continue
        if wrong.sum() < (1 if name == "exactly 0" else FEW):
            continue
        many = "" if wrong[chosen].all() else f", in {wrong.sum()} of {chosen.sum()} such entries"
        return Pattern(
            f"wrong where the input is {name}",
            f"Your result is wrong only where the input is {name}{many}. What should come out "
            "there?",
        )
    return None


def _only_first(pairs: list[Numbers]) -> Pattern | None:
    several = [p for p in pairs if p.same_shape and p.got.ndim and len(p.got) > 1]
    for name, kept, lost in (
        ("first", slice(0, 1), slice(1, None)),
        ("last", slice(-1, None), slice(0, -1)),
    ):
        if len(several) < 2 or not all(p.right for p in pairs if p not in several):
            return None
        alike = (
            close(p.got[kept], p.expected[kept])
            and not np.isclose(p.got[lost], p.expected[lost]).any()
            for p in several
            if not p.right
        )
        if sum(not p.right for p in several) >= 2 and all(alike):
            part = "row" if several[0].got.ndim > 1 else "entry"
            return Pattern(
                f"only the {name} {part}",
                f"Only the {name} {part} is right. Does a loop end too early, or write over "
                "what it did before?",
            )
    return None


def _other_order(pairs: list[Numbers]) -> Pattern | None:
    if not all(p.got.size == p.expected.size and p.same_shape for p in pairs):
        return None
    if not all(close(np.sort(p.got, axis=None), np.sort(p.expected, axis=None)) for p in pairs):
        return None
    if sum(not p.right and len(np.unique(p.expected)) >= FEW for p in pairs) < 2:
        return None
    return Pattern(
        "right numbers in the wrong places",
        "You return the right numbers, but some in the wrong places. In which order do you go "
        "through rows and columns?",
    )


PATTERNS: tuple[Callable[[list[Numbers]], Pattern | None], ...] = (
    _not_finite,
    _zeros,
    _argument,
    _transposed,
    _wrong_shape,
    _factor,
    _wrong_axis,
    _offset,
    _some_signs,
    _reversed,
    _only_where,
    _only_first,
    _other_order,
)


# --- what they look at ----------------------------------------------------------------------------


def _ratio(pair: Numbers) -> float | None:
    """The one factor between result and expectation; NaN where both are 0, None for no factor."""
    if not pair.same_shape or not pair.got.size or not _finite(pair.got):
        return None
    if not pair.expected.any():
        return None if pair.got.any() else np.nan
    if not _finite(pair.expected):
        return None
    largest = np.unravel_index(np.abs(pair.expected).argmax(), pair.expected.shape)
    factor = float(pair.got[largest] / pair.expected[largest])
    return factor if close(pair.got, factor * pair.expected) else None


def _rows(pair: Numbers) -> float:
    return next((len(arg) for arg in pair.args if _is_array(arg) and np.ndim(arg)), np.nan)


def _columns(pair: Numbers) -> float:
    return next((np.shape(a)[1] for a in pair.args if _is_array(a) and np.ndim(a) == 2), np.nan)


def _entries(pair: Numbers) -> float:
    return next((np.size(arg) for arg in pair.args if _is_array(arg) and np.ndim(arg)), np.nan)


COUNTS = {"rows": _rows, "columns": _columns, "entries": _entries}


def _telling(pairs: list[Numbers]) -> int:
    """How many calls are wrong: a single one may show anything by accident."""
    return sum(not p.right for p in pairs)


def _single(value: Any) -> bool:
    parts = value if isinstance(value, tuple) else (value,)
    # isinstance first: an attribute of a student's object is a call to the student's code.
    arrays = [part for part in parts if isinstance(part, np.ndarray | np.generic)]
    return any(array.dtype in (np.float32, np.float16) for array in arrays)


def _entrywise(pair: Numbers) -> bool:
    return (
        bool(pair.args)
        and _is_array(pair.args[0])
        and pair.same_shape
        and np.shape(pair.args[0]) == pair.got.shape
    )


def _is_array(value: Any) -> bool:
    return isinstance(value, np.ndarray | np.generic | int | float) and (
        np.asarray(value).dtype.kind in "biuf"
    )


def _finite(values: np.ndarray) -> bool:
    return bool(np.isfinite(values).all())


def _largest(pair: Numbers) -> float:
    sizes = [np.abs(np.asarray(a, float)).max(initial=0.0) for a in pair.args if _is_array(a)]
    return max(sizes, default=0.0)


def _number(value: float) -> str:
    return f"{value:.4g}"
