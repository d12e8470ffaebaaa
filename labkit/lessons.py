"""From lesson text to notebooks: `solutions/lessons/NN_name.md` to source and student edition.

The text is a MyST notebook (jupytext) with a few short cell keys that are expanded here:

- `:check: 4` on `check("softmax.softmax")`: the autograded cell, worth 4 points;
- `:answers: softmax.quiz`: a cell of answers that are graded by their values;
- `+++ {"exercise": "softmax.softmax", "minutes": 5, "difficulty": 2}`: introduces an exercise;
- `+++ {"hints": "softmax.softmax"}`: three hints, separated by `---`, folded by the build;
- `+++ {"written": "why", "points": 3}`: a written answer, graded by a person.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field

import jupytext
import nbformat
from nbformat import NotebookNode

from labkit.stubs import BuildError, Function
from labkit.submission import ANSWERS_STUB, MARKER, WRITTEN_STUB, grade_id
from labkit.wording import HINTS

MAX_LINES = 15  # of a code cell


@dataclass
class LessonText:
    """A parsed lesson: the notebook with answers, and what the manifest needs to know of it."""

    name: str
    title: str
    question: str
    minutes: int
    notebook: NotebookNode
    points: dict[str, float] = field(default_factory=dict)  # exercise to points, in order
    titles: dict[str, str] = field(default_factory=dict)  # of answer cells
    written: dict[str, float] = field(default_factory=dict)
    hints: dict[str, list[str]] = field(default_factory=dict)
    teaches: dict[str, list[str]] = field(default_factory=dict)  # topic to headings
    heading: str = ""  # the last one seen


def read_lesson(name: str, text: str, functions: dict[str, Function]) -> LessonText:
    """Parse and expand one lesson; `functions` are the exercises of its reference module.

    Raises BuildError naming the lesson and the cell that breaks a rule.
    """
    parsed = jupytext.reads(text, fmt="md:myst")
    meta = parsed.metadata.get("nnlab", {})
    missing = {"title", "question", "minutes"} - set(meta)
    if missing:
        raise BuildError(f"{name}: the front matter lacks nnlab: {', '.join(sorted(missing))}")
    notebook = nbformat.v4.new_notebook()
    notebook.metadata = NotebookNode(
        kernelspec={"display_name": "Python 3", "language": "python", "name": "python3"},
        language_info={"name": "python"},
    )
    lesson = LessonText(name, meta["title"], meta["question"], int(meta["minutes"]), notebook)
    for cell in parsed.cells:
        notebook.cells.append(_expand(lesson, cell, functions))
    _describe_exercises(lesson, functions)
    _check_complete(lesson, functions)
    _name_cells(lesson)
    return lesson


def _expand(lesson: LessonText, cell: NotebookNode, functions: dict[str, Function]) -> NotebookNode:
    keys = dict(cell.metadata)
    source = cell.source.strip("\n")
    where = f"{lesson.name}, cell {len(lesson.notebook.cells) + 1}"
    if cell.cell_type == "code":
        if len(source.splitlines()) > MAX_LINES:
            raise BuildError(f"{where}: a code cell of more than {MAX_LINES} lines")
        new = nbformat.v4.new_code_cell(source)
    else:
        new = nbformat.v4.new_markdown_cell(source)
    new.metadata = NotebookNode()
    if "check" in keys:
        found = re.fullmatch(r'check\("([\w.]+)"\)', source)
        if not found:
            raise BuildError(f'{where}: a graded check must be exactly check("module.name")')
        lesson.points[found[1]] = float(keys["check"])
        new.metadata.nbgrader = _graded(found[1], keys["check"], "code", solution=False)
    elif "answers" in keys:
        exercise = keys["answers"]
        if "title" in keys:
            lesson.titles[exercise] = str(keys["title"])
        new.source = f"{MARKER}{exercise}\n{source}"
        new.metadata.nbgrader = _graded(f"{exercise}-answers", None, "code", solution=True)
    elif "written" in keys:
        exercise = f"{lesson.name.partition('_')[2]}.{keys['written']}"
        lesson.written[exercise] = float(keys["points"])
        new.metadata.nbgrader = _graded(exercise, keys["points"], "markdown", solution=True)
    elif "hints" in keys:
        exercise = keys["hints"]
        lesson.hints[exercise] = _hints(source, exercise, where)
        new.source = _folded(lesson.hints[exercise], exercise)
    kept = {key: keys[key] for key in ("exercise", "minutes", "difficulty") if key in keys}
    if kept:
        new.metadata.nnlab = kept
    _note_topics(lesson, keys, source if cell.cell_type == "markdown" else "")
    return new


def _graded(name: str, points: float | None, cell_type: str, solution: bool) -> NotebookNode:
    """nbgrader's cell metadata, schema 3."""
    meta = {
        "cell_type": cell_type,
        "grade": points is not None,
        "grade_id": grade_id(name),
        "locked": not solution,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    if points is not None:
        meta["points"] = float(points)
    return NotebookNode(meta)


def _hints(source: str, exercise: str, where: str) -> list[str]:
    parts = [part.strip() for part in re.split(r"^---$", source, flags=re.MULTILINE)]
    if len(parts) != len(HINTS) or not all(parts):
        raise BuildError(f"{where}: {exercise} needs {len(HINTS)} hints separated by lines `---`")
    return parts


def _folded(hints: list[str], exercise: str) -> str:
    name = exercise.partition(".")[2]
    return "\n\n".join(
        f"<details>\n<summary>Hint {level} for <code>{name}</code>: {kind}</summary>\n\n"
        f"{hint}\n\n</details>"
        for level, (kind, hint) in enumerate(zip(HINTS, hints, strict=True), 1)
    )


def _note_topics(lesson: LessonText, keys: dict, source: str) -> None:
    """Remember under which heading each topic is taught."""
    heading = re.search(r"^#+ (.+)$", source, flags=re.MULTILINE)
    if heading and "hints" not in keys and "written" not in keys:
        lesson.heading = heading[1]
    topics = keys.get("teaches", [])
    for topic in json.loads(topics) if isinstance(topics, str) else topics:
        places = lesson.teaches.setdefault(str(topic), [])
        if lesson.heading not in places:
            places.append(lesson.heading)


def _describe_exercises(lesson: LessonText, functions: dict[str, Function]) -> None:
    """Head every exercise with its number, effort, points, file and signature."""
    for cell in lesson.notebook.cells:
        info = cell.metadata.get("nnlab")
        if not info:
            continue
        module, _, name = info["exercise"].partition(".")
        if name not in functions or info["exercise"] not in lesson.points:
            raise BuildError(f"{lesson.name}: {info['exercise']} has no reference or no check cell")
        function, points = functions[name], lesson.points[info["exercise"]]
        unit = "point" if points == 1 else "points"
        level = "●" * info["difficulty"] + "○" * (3 - info["difficulty"])
        cell.source = (
            f"### Exercise {function.number} · `{name}`\n\n"
            f"*difficulty {level} · about {info['minutes']} minutes · {points:g} {unit} · "
            f"write it in [nnlab/{module}.py](../../nnlab/{module}.py)*\n\n"
            f"```python\n{function.signature}\n```\n\n{cell.source}"
        )


def _check_complete(lesson: LessonText, functions: dict[str, Function]) -> None:
    """Every exercise must be introduced, checked and hinted at."""
    module = lesson.name.partition("_")[2]
    sources = "\n".join(cell.source for cell in lesson.notebook.cells)
    introduced = {
        c.metadata.nnlab["exercise"] for c in lesson.notebook.cells if "nnlab" in c.metadata
    }
    for name in functions:
        exercise = f"{module}.{name}"
        if exercise not in introduced:
            raise BuildError(f"{lesson.name}: nothing introduces {exercise}")
        if f"Hint 1 for <code>{name}</code>" not in sources:
            raise BuildError(f"{lesson.name}: {exercise} has no hints")
    for exercise in lesson.points:
        answers = f"{MARKER}{exercise}\n" in sources
        if not answers and exercise.removeprefix(f"{module}.") not in functions:
            raise BuildError(
                f"{lesson.name}: {exercise} has neither a reference nor an answer cell"
            )


def _name_cells(lesson: LessonText) -> None:
    """Cell ids that depend on content alone, so that every build is the same to the byte."""
    seen: dict[str, int] = {}
    for cell in lesson.notebook.cells:
        key = (
            cell.metadata.get("nbgrader", {}).get("grade_id")
            or (hashlib.sha256(f"{lesson.name}\n{cell.source}".encode()).hexdigest()[:12])
        )
        seen[key] = seen.get(key, 0) + 1
        cell.id = (key if seen[key] == 1 else f"{key}-{seen[key]}")[:64]


def student_notebook(source: NotebookNode) -> NotebookNode:
    """The notebook without its answers, made by nbgrader's own preprocessors."""
    from nbgrader import preprocessors

    notebook, resources = nbformat.from_dict(source), {}
    for step in (
        preprocessors.LockCells(),
        preprocessors.ClearSolutions(code_stub={"python": ANSWERS_STUB}, text_stub=WRITTEN_STUB),
        preprocessors.ClearOutput(),
        preprocessors.CheckCellMetadata(),
        preprocessors.ComputeChecksums(),
    ):
        notebook, resources = step.preprocess(notebook, resources)
    return notebook


def to_bytes(notebook: NotebookNode) -> bytes:
    """A notebook as the bytes that are written: keys sorted, UTF-8, one newline at the end."""
    nbformat.validate(notebook)
    return (nbformat.writes(notebook).rstrip("\n") + "\n").encode("utf-8")
