"""A submitted notebook made whole: the released one with the student's answers put in.

Whatever was done to the other cells, by accident or on purpose (deleted, duplicated, edited,
their metadata changed, outputs that claim points), is gone; what the student wrote is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import nbformat
from nbformat import NotebookNode

from labkit import cards
from labkit.report import ExerciseReport
from labkit.submission import grade_id
from labkit.wording import headline

MAX_EXTRA = 50  # cells of the student's own that are shown


def restore(submitted: Iterable[Any], released: NotebookNode) -> NotebookNode:
    """`released` with the sources of the answer cells in `submitted`, and the student's own cells
    where they stood. Of a duplicated answer cell the last counts, as in `answer_cells`.

    `submitted` is a list of cells as found in the file: nothing about it is taken for granted.
    """
    places = {cell.id: cell.id for cell in released.cells}
    places |= {
        cell.metadata.nbgrader.grade_id: cell.id
        for cell in released.cells
        if "nbgrader" in cell.metadata
    }
    sources: dict[str, str] = {}
    extra: dict[str | None, list[NotebookNode]] = {}
    place, count = None, 0
    for cell in submitted:
        name, source = _name(cell), _source(cell)
        known = places.get(name or "") or places.get(_text(cell, "id"))
        if known:
            place = known
            sources[known] = source
        elif source.strip() and count < MAX_EXTRA:
            count += 1
            extra.setdefault(place, []).append(_extra(cell, source, count))
    cells = list(extra.get(None, []))
    for original in released.cells:
        cell = NotebookNode(original)  # sources and outputs are replaced, nothing deeper
        solution = cell.metadata.get("nbgrader", {}).get("solution", False)
        if solution and cell.id in sources:
            source = sources[cell.id]
            cell.source = source if cell.cell_type == "code" else _harmless(source)
        cells += [cell, *extra.get(cell.id, [])]
    return NotebookNode({**released, "cells": cells})


def fill_in_scores(notebook: NotebookNode, reports: Iterable[ExerciseReport]) -> None:
    """Put card and score into the autograded cells, nothing into the others.

    nbgrader takes -1, nan or NumPy's repr for full marks, hence the clamp and the plain `float`.
    """
    found = {grade_id(report.exercise): report for report in reports}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        cell.outputs, cell.execution_count = [], None
        meta = cell.metadata.get("nbgrader", {})
        report = found.get(meta.get("grade_id"))
        if report is None and meta.get("grade"):  # no output at all would mean full marks
            cell.outputs = [
                nbformat.v4.new_output("error", ename="NotGraded", evalue="", traceback=[])
            ]
        elif report is not None:
            score = float(min(max(report.score, 0.0), report.points))
            card = {"text/html": cards.page([report]), "text/plain": headline(report)}
            cell.outputs = [
                NotebookNode(output_type="display_data", data=card, metadata={}),
                NotebookNode(
                    output_type="execute_result",
                    data={"text/plain": repr(score)},
                    metadata={},
                    execution_count=None,
                ),
            ]


def _name(cell: Any) -> str | None:
    meta = cell.get("metadata") if isinstance(cell, dict) else None
    meta = meta.get("nbgrader") if isinstance(meta, dict) else None
    name = meta.get("grade_id") if isinstance(meta, dict) else None
    return name if isinstance(name, str) else None


def _text(cell: Any, key: str) -> str:
    value = cell.get(key) if isinstance(cell, dict) else None
    return value if isinstance(value, str) else ""


def _source(cell: Any) -> str:
    value = cell.get("source") if isinstance(cell, dict) else None
    if isinstance(value, list):
        value = "".join(part for part in value if isinstance(part, str))
    # JSON can hold half of a surrogate pair, which no file and no checksum can.
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else ""


def _extra(cell: Any, source: str, number: int) -> NotebookNode:
    """One of the student's own cells: its text alone."""
    new = nbformat.v4.new_code_cell if _text(cell, "cell_type") == "code" else None
    made = new(source) if new else nbformat.v4.new_markdown_cell(_harmless(source))
    made.id = f"student-{number}"
    return made


def _harmless(markdown: str) -> str:
    """Markdown whose HTML tags are shown instead of obeyed: graders open it in their browser."""
    return re.sub(r"<(?=[A-Za-z/!?])", "&lt;", markdown)
