"""nbgrader plug-ins: scores from our engine, submissions with the student's package.

nbgrader stays the system of record (release, exchange, gradebook, manual grading, feedback,
export). `GradeCells` takes the place of its `Execute` step: no student code runs in nbgrader's
process, and what a student's kernel once printed decides nothing.
"""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.exchange.default.submit import ExchangeSubmit
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Unicode
from traitlets.config import Config

from labkit import cards, terminal
from labkit.course import Course, CourseError
from labkit.engine import Engine
from labkit.lessons import ANSWERS_STUB, WRITTEN_STUB
from labkit.report import ExerciseReport
from labkit.submission import grade_id, read_submission


@cache
def _engine(root: Path) -> Engine:
    """One trusted grader for all submissions of a run."""
    return Engine(Course.at(root))


class GradeCells(NbGraderPreprocessor):
    """Fill each autograded cell with the card and the score of the exercise that it checks."""

    course_root = Unicode(help="The instructor's course folder, with solutions/.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Grade the submission that `nb` belongs to. Raises CourseError where that cannot be."""
        engine = _engine(Path(self.course_root))
        lesson = engine.course.lesson(resources["nbgrader"]["assignment"])
        folder = Path(resources["metadata"]["path"])
        files = read_submission(folder, engine.course, [lesson])
        report = engine.grade(files, lesson.exercises)
        reports = {grade_id(entry.exercise): entry for entry in report.exercises}
        for cell in nb.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if cell.cell_type == "code":
                cell.outputs = _outputs(reports[name]) if name in reports else []
                cell.execution_count = None
        for complaint in files.complaints:
            self.log.warning("%s: %s", resources["nbgrader"]["student"], complaint)
        return nb, resources


def _outputs(report: ExerciseReport) -> list[NotebookNode]:
    """The card, then the score as nbgrader reads it: a plain float between 0 and the maximum.

    nbgrader takes -1, nan or NumPy's repr for full marks, hence the clamp and the `float`.
    """
    score = float(min(max(report.score, 0.0), report.points))
    card = {"text/html": cards.page([report]), "text/plain": terminal.plain([report])}
    return [
        nbformat.v4.new_output("display_data", data=card),
        nbformat.v4.new_output("execute_result", data={"text/plain": repr(score)}),
    ]


class SubmitWithPackage(ExchangeSubmit):
    """Submit the lesson's folder together with the student's `nnlab/` as it is now."""

    def do_copy(self, src: str, dest: str, log: object = None) -> None:
        super().do_copy(src, dest)
        try:
            course = Course.find(Path(src))
        except CourseError as error:
            self.fail(str(error))
        package = Path(dest, "nnlab")
        package.mkdir(exist_ok=True)
        for lesson in course.lessons:
            path = course.root / "nnlab" / f"{lesson.module}.py"
            if path.is_file():
                shutil.copy(path, package / path.name)


def configure_instructor(config: Config, root: Path) -> None:
    """Settings of an instructor's `nbgrader_config.py`; `root` is the full checkout."""
    grading = root / "grading"
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.source_directory = "grading/source"
    config.CourseDirectory.release_directory = "course"
    for step in ("submitted", "autograded", "feedback", "solution", "source_with_tests"):
        setattr(config.CourseDirectory, f"{step}_directory", f"grading/{step}")
    # Two graders may write at once: wait for each other instead of failing.
    config.CourseDirectory.db_url = f"sqlite:///{grading / 'gradebook.db'}?timeout=60"
    config.ClearSolutions.code_stub = {"python": ANSWERS_STUB}
    config.ClearSolutions.text_stub = WRITTEN_STUB
    config.GradeCells.course_root = str(root)
    config.OverwriteCells.add_missing_cells = True  # a deleted check cell is still graded
    config.Autograde.autograde_preprocessors = [
        "labkit.nbgrader_plugins.GradeCells",
        "nbgrader.preprocessors.SaveAutoGrades",
        "nbgrader.preprocessors.AssignLatePenalties",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    _configure_exchange(config)


def configure_student(config: Config, root: Path) -> None:
    """Settings of a student's `nbgrader_config.py`; `root` holds their course/ and nnlab/."""
    config.Exchange.assignment_dir = str(root / "course")
    _configure_exchange(config)


def _configure_exchange(config: Config) -> None:
    config.CourseDirectory.course_id = "nnlab"
    config.ExchangeFactory.submit = "labkit.nbgrader_plugins.SubmitWithPackage"
