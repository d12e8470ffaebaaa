"""Values as a person reads them: short, exact where it matters, never a thousand numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np

from labkit.report import Value
from labkit.student import Call, StudentObject
from labkit.worker.protocol import SEQUENCES

MAX_CELLS = 60  # entries of an array that is shown whole
MAX_COLUMNS = 10
MAX_TEXT = 400
MAX_DIFFERENCES = 5
MAX_LINES = 15  # of calls that led to a failing one


def number(value: Any) -> str:
    """A number in at most six digits: 0.25, 1e-07, nan."""
    if isinstance(value, bool | np.bool_ | int | np.integer):
        return str(value)
    if isinstance(value, complex | np.complexfloating):
        return f"{complex(value):.6g}"
    return f"{float(value):.6g}"


def show(value: Any, wrong: np.ndarray | None = None) -> Value:
    """A value for a card; `wrong` marks the entries of an array that differ."""
    if isinstance(value, np.ndarray) and value.ndim:
        shape = f"({value.shape[0]},)" if value.ndim == 1 else str(value.shape)
        kind = f"{value.dtype} array of shape {shape}"
        small = value.ndim <= 2 and value.size <= MAX_CELLS and value.shape[-1] <= MAX_COLUMNS
        if not small or not value.size:
            return Value(_summary(value), kind)
        table = np.atleast_2d(value)
        mask = np.zeros(value.shape, bool) if wrong is None else wrong
        rows = [[number(entry) for entry in row] for row in table]
        return Value("", kind, rows, np.atleast_2d(mask).tolist())
    if isinstance(value, np.generic | np.ndarray):
        return Value(number(value[()]), str(value.dtype))
    if isinstance(value, float):
        return Value(number(value), "float")
    return Value(_clip(brief(value)), type(value).__name__)


def brief(value: Any) -> str:
    """`repr(value)`, but no more of it than `_clip` shows: a list may hold thousands of arrays."""
    size = MAX_TEXT

    def write(thing: Any) -> str:
        nonlocal size
        if size <= 0:
            return "…"
        if isinstance(thing, list | tuple | dict):
            pairs = thing.items() if isinstance(thing, dict) else ((None, item) for item in thing)
            parts = []
            for key, item in pairs:
                start = f"{write(key)}: " if isinstance(thing, dict) else ""
                parts.append(start + write(item))
                if size <= 0 and len(parts) < len(thing):
                    parts.append("…")
                    break
            text = ", ".join(parts)
            if isinstance(thing, dict):
                return f"{{{text}}}"
            single = "," if len(thing) == 1 else ""
            return f"({text}{single})" if isinstance(thing, tuple) else f"[{text}]"
        if isinstance(thing, np.ndarray) and thing.size > MAX_CELLS:
            text = f"<{thing.dtype} array of shape {thing.shape}>"
        else:
            text = repr(thing[: 2 * MAX_TEXT] if isinstance(thing, str | bytes) else thing)
        size -= len(text)
        return text

    return write(value)


def _summary(value: np.ndarray) -> str:
    if not value.size:
        return "no entries"
    if value.dtype.kind == "c":
        return f"{value.size:,} complex entries"
    finite = value[np.isfinite(value)]
    bounds = f" from {number(finite.min())} to {number(finite.max())}" if finite.size else ""
    other = value.size - finite.size
    return f"{value.size:,} entries{bounds}" + (f", {other:,} of them not finite" if other else "")


def differences(got: Any, expected: Any, wrong: np.ndarray) -> list[tuple[str, str, str]]:
    """The first wrong entries: index, got, expected; with digits enough to tell them apart."""
    got, expected = np.asarray(got), np.asarray(expected)
    rows = []
    for index in np.argwhere(wrong)[:MAX_DIFFERENCES]:
        one, other = got[tuple(index)], expected[tuple(index)]
        texts = number(one), number(other)
        if texts[0] == texts[1]:
            texts = repr(one.item()), repr(other.item())
        rows.append((f"[{', '.join(map(str, index))}]", *texts))
    return rows


def call_text(calls: Sequence[Call]) -> str:
    """The last of `calls` as code that can be pasted into a notebook, where its arguments are
    small; a method's with the calls before it that made its object what it is."""
    last, names = calls[-1], {}
    if last.target is None:
        return _call(last, names)
    lines = []
    for call in calls:
        if isinstance(call.value, StudentObject) and call.value is not call.target:
            name = _variable(call, names.values())
            line = f"{name} = {_call(call, names)}"
            names[id(call.value)] = name
        else:
            line = _call(call, names)
        mine = call.target is last.target or call.value is last.target
        if mine and (call is last or not call.attribute):
            lines.append(line)
    return "\n".join(lines if len(lines) <= MAX_LINES else ["…", *lines[-MAX_LINES:]])


def _call(call: Call, names: dict[int, str]) -> str:
    function = call.function
    if call.target is not None:
        function = f"{names.get(id(call.target), 'it')}.{function.partition('.')[2]}"
    if call.attribute:
        return function
    parts = [_argument(arg, names) for arg in call.args]
    parts += [f"{key}={_argument(arg, names)}" for key, arg in call.kwargs.items()]
    return f"{function}({', '.join(parts)})"


def _variable(call: Call, taken: Collection[str]) -> str:
    """A name for the object that a call gave: `graph` for a ComputationalGraph."""
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+", call.function) or ["it"]
    name = words[-1].lower()
    return name if name not in taken else f"{name}_{len(taken) + 1}"


def _argument(value: Any, names: dict[int, str]) -> str:
    if isinstance(value, StudentObject):
        return names.get(id(value), "it")
    if isinstance(value, np.ndarray):
        if value.size > 16:
            return f"<{value.dtype} array of shape {value.shape}>"
        return f"np.array({_entries(value)})"
    if isinstance(value, np.generic):
        return _entries(np.asarray(value))
    if isinstance(value, np.random.Generator):
        return "rng"
    if callable(value):
        return getattr(value, "__name__", "f").replace("<lambda>", "f")
    if isinstance(value, SEQUENCES):
        inside = ", ".join(_argument(item, names) for item in value)
        return f"[{inside}]" if isinstance(value, list) else f"({inside},)"
    return _clip(repr(value))


def _entries(value: np.ndarray) -> str:
    """Nested lists with the shortest digits that are still this number."""
    if value.ndim:
        return f"[{', '.join(_entries(row) for row in value)}]"
    item = value.item()
    if isinstance(item, float) and math.isfinite(item):
        return repr(round(item, 6)) if item == round(item, 6) else repr(item)
    return f"np.{item}" if isinstance(item, float) else repr(item)


def _clip(text: str) -> str:
    return text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT]} …"
