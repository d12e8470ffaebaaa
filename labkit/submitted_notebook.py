"""A submitted notebook made whole: the released one with the student's answers put in.

Whatever was done to the other cells, by accident or on purpose (deleted, duplicated, edited,
their metadata changed, outputs that claim points), is gone; what the student wrote is kept.
"""

from __future__ import annotations

import json
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


class Released:
    """A released notebook that is filled in again and again: what all its copies share is kept."""

    def __init__(self, notebook: NotebookNode) -> None:
        self.notebook = notebook
        self._places = {cell.id: cell.id for cell in notebook.cells}
        self._places |= {
            cell.metadata.nbgrader.grade_id: cell.id
            for cell in notebook.cells
            if "nbgrader" in cell.metadata
        }
        self._answers = {
            cell.id: cell.cell_type
            for cell in notebook.cells
            if cell.metadata.get("nbgrader", {}).get("solution")
        }
        self._texts = {id(cell): json.dumps(cell, sort_keys=True) for cell in notebook.cells}
        rest = {key: value for key, value in notebook.items() if key not in ("metadata", "cells")}
        metadata = json.dumps({"nnlab": None, **notebook.metadata}).partition("null")[2]
        self._between = f"{metadata}, {json.dumps(rest)[1:-1]}"

    def restore(self, submitted: Iterable[Any]) -> NotebookNode:
        """The notebook with the sources of the answer cells in `submitted`, and the student's own
        cells where they stood. Of a duplicated answer cell the last counts, as in `answer_cells`.

        `submitted` is a list of cells as found in the file: nothing about it is taken for granted.
        The cells without an answer are the released ones themselves: replace them, never change.
        """
        places, answers = self._places, self._answers
        sources: dict[str, str] = {}
        extra: dict[str | None, list[NotebookNode]] = {}
        place, count = None, 0
        for cell in submitted:
            known = places.get(_name(cell) or "") or places.get(_text(cell, "id"))
            if known:
                place = known
                if known in answers:
                    sources[known] = _source(cell)
            elif count < MAX_EXTRA and (source := _source(cell)).strip():
                count += 1
                extra.setdefault(place, []).append(_extra(cell, source, count))
        cells = list(extra.get(None, []))
        for cell in self.notebook["cells"]:
            name = cell["id"]
            if name in sources:
                code = answers[name] == "code"
                source = sources[name] if code else _harmless(sources[name])
                cell = NotebookNode({**cell, "source": source})
            cells += [cell, *extra.get(name, [])]
        return NotebookNode({**self.notebook, "cells": cells})

    def dumps(self, notebook: NotebookNode, mark: str) -> str:
        """`notebook`, which `restore` made, as JSON that begins with `beginning(mark)`.

        nbformat would validate, copy and indent it, for ten times the price.
        """
        texts = self._texts
        cells = ", ".join([texts.get(id(cell)) or json.dumps(cell) for cell in notebook["cells"]])
        return f'{beginning(mark)}{self._between}, "cells": [{cells}]}}'


def beginning(mark: str) -> str:
    """How a notebook begins that bears `mark`, which says in its metadata what it was made from."""
    return f'{{"metadata": {{"nnlab": {json.dumps({"recorded": mark})}'


def restore(submitted: Iterable[Any], released: NotebookNode) -> NotebookNode:
    """`released` filled in once; see `Released.restore`."""
    return Released(released).restore(submitted)


def fill_in_scores(notebook: NotebookNode, reports: Iterable[ExerciseReport]) -> None:
    """Put card and score into the autograded cells, nothing into the others.

    nbgrader takes -1, nan or NumPy's repr for full marks, hence the plain, clamped `float`.
    """
    found = {grade_id(report.exercise): report for report in reports}
    cells = notebook["cells"]
    for place, cell in enumerate(cells):
        if cell["cell_type"] != "code":
            continue
        meta = cell["metadata"].get("nbgrader", {})
        report = found.get(meta.get("grade_id"))
        outputs = []
        if report is not None:
            outputs = _outputs(report)
        elif meta.get("grade"):  # no output at all would mean full marks
            outputs = [nbformat.v4.new_output("error", ename="NotGraded", evalue="", traceback=[])]
        if outputs or cell["outputs"] or cell["execution_count"] is not None:
            cells[place] = NotebookNode({**cell, "outputs": outputs, "execution_count": None})


def score_of(report: ExerciseReport) -> float:
    """The points of an exercise as nbgrader takes them: never less than 0, never too many."""
    return float(min(max(report.score, 0.0), report.points))


def _outputs(report: ExerciseReport) -> list[NotebookNode]:
    card = {"text/html": cards.page([report]), "text/plain": headline(report)}
    score = {"text/plain": repr(score_of(report))}
    return [
        NotebookNode(output_type="display_data", data=card, metadata={}),
        NotebookNode(output_type="execute_result", data=score, metadata={}, execution_count=None),
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
        try:
            value = "".join(value)
        except TypeError:
            value = "".join([part for part in value if isinstance(part, str)])
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
