"""A student's notebook brought up to date: our text is the new one, whatever they wrote stays.

The record of the earlier release has a hash of each cell as it was handed out, which tells an
answer, or a number they tried in an experiment, from what they only received.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from labkit.desk.edition import digest

Cell = dict[str, Any]


class Damaged(Exception):
    """This is no notebook; the message says why."""


def read(content: bytes) -> dict[str, Any]:
    """The notebook in a file. Raises Damaged where its parts are not what they should be."""
    try:
        notebook = json.loads(content.decode("utf-8-sig"))
        cells = notebook["cells"]
        if not all(isinstance(_source(cell) + cell["cell_type"], str) for cell in cells):
            raise TypeError("a cell is no cell")
        if not all(isinstance(cell["metadata"].get("nbgrader", {}), dict) for cell in cells):
            raise TypeError("a cell has odd metadata")
        return notebook
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Damaged(str(error)) from error


def merge(
    mine: Mapping[str, Any], new: Mapping[str, Any], known: Mapping[str, str]
) -> dict[str, Any]:
    """`new` with the answers, changes and own cells of `mine`; `known`: cell to its hash as
    it was handed out before."""
    found, own = _sort(mine["cells"], new["cells"], known)
    taken = {cell["id"] for cell in new["cells"]}
    cells = [_named(cell, taken) for cell in own.get("", [])]
    for cell in new["cells"]:
        here = found.get(cell["id"])
        merged, aside = (cell, None) if here is None else _cell(here, cell, known.get(cell["id"]))
        beside = [*([aside] if aside else []), *own.get(cell["id"], [])]
        cells += [merged, *(_named(cell, taken) for cell in beside)]
    metadata = {**mine.get("metadata", {}), **new["metadata"]}
    return {**new, "metadata": metadata, "cells": cells}


def same_text(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two notebooks have the same cells, outputs left aside."""
    return [(_source(c), _graded(c)) for c in one["cells"]] == [
        (_source(c), _graded(c)) for c in other["cells"]
    ]


def to_bytes(notebook: Mapping[str, Any]) -> bytes:
    """A notebook as Jupyter writes it."""
    text = json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True)
    return (text + "\n").encode("utf-8", "surrogatepass")


def _sort(
    mine: list[Cell], new: list[Cell], known: Mapping[str, str]
) -> tuple[dict[str, Cell], dict[str, list[Cell]]]:
    """The student's version of our cells, and their own cells by the cell of ours above them."""
    places = {cell["id"]: cell["id"] for cell in new}
    places |= {name: cell["id"] for cell in new if (name := _graded(cell))}
    texts = {_hash(cell): cell["id"] for cell in new if not _graded(cell)}
    found: dict[str, Cell] = {}
    own: dict[str, list[Cell]] = {}
    place = ""
    for cell in mine:
        key = places.get(_graded(cell) or cell.get("id", "")) or texts.get(_hash(cell))
        if key and key not in found:
            found[key], place = cell, key
        elif key and _hash(cell) == _hash(found[key]):
            continue  # the same once more
        elif known.get(cell.get("id", "")) == _hash(cell):
            continue  # ours, and no longer part of the lesson
        elif _source(cell).strip():
            own.setdefault(place, []).append(_own(cell))
    return found, own


def _cell(mine: Cell, new: Cell, known: str | None) -> tuple[Cell, Cell | None]:
    """One of our cells as it should be now, and the student's version where both have changed."""
    meta = new["metadata"].get("nbgrader", {})
    touched = _hash(mine) not in (known, _hash(new))
    ours_changed = known not in (None, _hash(new))
    aside = None
    if touched and (meta.get("solution") or (not meta and not ours_changed)):
        new = {**new, "source": mine["source"]}
    elif touched and not meta:
        aside = _own(mine)
    if new["cell_type"] == mine["cell_type"] == "code" and _source(new) == _source(mine):
        new = {**new, "outputs": mine.get("outputs", [])}  # it need not be run again
        new["execution_count"] = mine.get("execution_count")
    return {**new, "metadata": {**mine["metadata"], **new["metadata"]}}, aside


def _own(cell: Cell) -> Cell:
    """A cell of the student's, which nbgrader must not take for one of ours."""
    meta = {key: value for key, value in cell["metadata"].items() if key != "nbgrader"}
    return {**cell, "metadata": meta}


def _named(cell: Cell, taken: set[str]) -> Cell:
    """An own cell with an id that no other has."""
    name, number = cell.get("id"), 1
    while not isinstance(name, str) or name in taken:
        name, number = f"own-{number}", number + 1
    taken.add(name)
    return {**cell, "id": name}


def _graded(cell: Cell) -> str:
    name = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
    return name if isinstance(name, str) else ""


def _source(cell: Cell) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _hash(cell: Cell) -> str:
    return digest(_source(cell).encode("utf-8", "surrogatepass"))
