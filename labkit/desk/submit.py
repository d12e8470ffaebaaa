"""`nnlab submit`: one zip to upload, and what its author should know of it before they do.

It has the layout of a submission in nbgrader, NN_name/NN_name.ipynb and NN_name/nnlab/*.py.
"""

from __future__ import annotations

import io
import json
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from labkit import atomic
from labkit.course import Course, CourseError, Lesson
from labkit.desk import wording
from labkit.engine import Engine
from labkit.report import Report
from labkit.student import Submission, WorkerFault
from labkit.study.progress import Progress
from labkit.submission import (
    MAX_NOTEBOOK,
    WRITTEN_STUB,
    SubmissionFiles,
    read_submission,
    read_text,
)


@dataclass
class Package:
    """What is to be handed in, and what was found out about it."""

    lesson: Lesson
    files: dict[str, bytes]  # name in the zip to content
    report: Report
    broken: dict[str, str] = field(default_factory=dict)  # module to why it does not import
    left_out: list[str] = field(default_factory=list)
    unanswered: int = 0  # written answers that are still empty


def pack(course: Course, lesson: Lesson) -> Package:
    """Read, check and run what the learner has for `lesson`.

    Raises CourseError where the notebook or the lesson's module could not be graded.
    """
    files = read_submission(course.root, course, [lesson])
    needed = (f"nnlab/{lesson.module}.py", f"{lesson.name}.ipynb")
    wrong = [text for text in files.complaints if text.startswith(needed)]
    if wrong:
        raise CourseError(wording.cannot_submit(lesson, wrong))
    notebook = _notebook(course, lesson)
    inside = {f"{lesson.name}/{lesson.name}.ipynb": notebook.encode("utf-8")}
    for name, text in files.sources.items():
        if name != "__init__.py":  # graded without, as in nbgrader
            inside[f"{lesson.name}/nnlab/{name}"] = text.encode("utf-8")
    with Engine(course) as engine:
        report = engine.grade(files, lesson.exercises)
    Progress(course.root).record(report.exercises, files)
    return Package(
        lesson, inside, report, _imports(files), list(files.complaints), _unanswered(notebook)
    )


def write(package: Package, path: Path) -> None:
    """Write the zip, whole or not at all."""
    content = io.BytesIO()
    now = time.localtime()[:6]
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in package.files.items():
            info = zipfile.ZipInfo(name, now)
            info.external_attr, info.compress_type = 0o100644 << 16, zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    try:
        atomic.replace(path, content.getvalue())
        path.chmod(0o644)
    except OSError as error:
        raise CourseError(f"{path} cannot be written: {error.strerror}.") from error


def _notebook(course: Course, lesson: Lesson) -> str:
    path = course.notebook(lesson).relative_to(course.root).as_posix()
    return read_text(course.root, path, MAX_NOTEBOOK)


def _imports(files: SubmissionFiles) -> dict[str, str]:
    """The modules that cannot be imported, tried in a worker, and why."""
    broken = {}
    submission = Submission(files.sources)
    try:
        for name in files.sources:
            module = "nnlab" if name == "__init__.py" else f"nnlab.{name.removesuffix('.py')}"
            try:
                submission.answers(module, f"import {module}")
            except WorkerFault as error:
                broken[name] = str(error)
            except Exception as error:
                broken[name] = _reason(error)
    finally:
        submission.close()
    return broken


def _reason(error: Exception) -> str:
    failure = getattr(error, "failure", None)
    if failure is None:
        return f"{type(error).__name__}: {error}"
    place = next((frame for frame in reversed(failure.frames) if "nnlab/" in frame[0]), None)
    where = f" ({place[0]}, line {place[1]})" if place else ""
    return f"{failure.name}: {failure.message}{where}"


def _unanswered(notebook: str) -> int:
    """How many written answers are as they were handed out."""
    many = 0
    for cell in json.loads(notebook)["cells"]:
        meta = cell["metadata"].get("nbgrader", {})
        source = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
        if cell["cell_type"] == "markdown" and meta.get("solution") and meta.get("grade"):
            many += source.strip() in ("", WRITTEN_STUB)
    return many
