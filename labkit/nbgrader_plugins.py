"""nbgrader plug-ins: scores from our engine, submissions with the student's package.

nbgrader stays the system of record (release, exchange, gradebook, manual grading, feedback,
export). `RestoreNotebook` and `GradeCells` take the place of its `Execute` step: no student code
runs in nbgrader's process, and what a student's kernel once printed decides nothing.
"""

from __future__ import annotations

import math
import shutil
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.exchange.default.fetch_assignment import ExchangeFetchAssignment
from nbgrader.exchange.default.submit import ExchangeSubmit
from nbgrader.plugins import LateSubmissionPlugin
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Float, Unicode
from traitlets.config import Config

from labkit.course import Course, CourseError
from labkit.desk.feedback import configure_pages
from labkit.grading import Class, Job, default_out
from labkit.submission import ANSWERS_STUB, WRITTEN_STUB
from labkit.submitted_notebook import fill_in_scores, restore


def _class(root: Path) -> Class:
    """The class in `grading/submitted`, with the results that `nnlab grade` keeps for it."""
    submitted = root / "grading" / "submitted"
    return Class(Course.at(root), submitted, default_out(submitted))


class _CoursePreprocessor(NbGraderPreprocessor):
    course_root = Unicode(help="The instructor's course folder, with solutions/.").tag(config=True)


class RestoreNotebook(_CoursePreprocessor):
    """Replace the submission by the released notebook with the student's answers in it."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        course = Course.at(Path(self.course_root))
        path = course.notebook(course.lesson(resources["nbgrader"]["assignment"]))
        return restore(nb.cells, nbformat.read(path, as_version=4)), resources


class GradeCells(_CoursePreprocessor):
    """Fill each autograded cell with the card and the score of the exercise that it checks."""

    unsafe = Bool(
        False, help="Grade even where this machine cannot hide files from submissions."
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Grade the submission that `nb` belongs to. Raises CourseError where that cannot be."""
        student, name = resources["nbgrader"]["student"], resources["nbgrader"]["assignment"]
        group = _class(Path(self.course_root))
        # As submitted: nbgrader's own copy has followed whatever links there were.
        job = Job(student, group.course.lesson(name), group.folder / student / name)
        result = group.grade_one(job, self.unsafe)
        if result.report is None:
            raise CourseError(f"{student}: could not be graded: {result.error}")
        fill_in_scores(nb, result.report.exercises)
        for file, reason in result.refused.items():
            self.log.warning("%s: %s: %s", student, file, reason)
        return nb, resources


class LatePenalty(LateSubmissionPlugin):
    """So many percent of the score for each day that has begun. As set at first: none."""

    percent_per_day = Float(0, min=0, max=100, help="Of the score.").tag(config=True)
    at_most = Float(100, min=0, max=100, help="Percent, however late.").tag(config=True)
    grace_minutes = Float(0, min=0, help="So late is not late.").tag(config=True)

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        """The points to take off; None where there is nothing to take off."""
        late = total_seconds_late - 60 * self.grace_minutes
        if late <= 0 or not self.percent_per_day:
            return None
        percent = min(math.ceil(late / 86400) * self.percent_per_day, self.at_most)
        return round(score * percent / 100, 2)


class FetchKnownLesson(ExchangeFetchAssignment):
    """Fetch a lesson that the student's edition knows; of another, its notebook is of no use."""

    def init_dest(self) -> None:
        super().init_dest()
        _course_with(self, Path(self.assignment_dir))


class SubmitWithPackage(ExchangeSubmit):
    """Submit the lesson's folder together with the student's `nnlab/` as it is now."""

    def do_copy(self, src: str, dest: str, log: object = None) -> None:
        course = _course_with(self, Path(src))
        super().do_copy(src, dest)
        package = Path(dest, "nnlab")
        package.mkdir(exist_ok=True)
        for lesson in course.lessons:
            path = course.root / "nnlab" / f"{lesson.module}.py"
            if path.is_file():
                shutil.copy(path, package / path.name)


def _course_with(step: ExchangeFetchAssignment | ExchangeSubmit, folder: Path) -> Course:
    """The course that `folder` lies in. Ends `step` with a sentence where there is none, or where
    it was handed out without the lesson: then its module would be left behind unseen."""
    name = step.coursedir.assignment_id
    try:
        course = Course.find(folder)
    except CourseError as error:
        step.fail(str(error))
    if name not in [lesson.name for lesson in course.lessons]:
        step.fail(
            f"Your copy of the course has no lesson {name}. Take over the newer release that your "
            "instructor gave out (nnlab update FOLDER_OR_ZIP); it has the notebook too."
        )
    return course


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
    config.ExchangeFactory.collect = "labkit.desk.inbound.CollectOwnWork"
    config.RestoreNotebook.course_root = str(root)
    config.GradeCells.course_root = str(root)
    config.AssignLatePenalties.plugin_class = "labkit.nbgrader_plugins.LatePenalty"
    config.Autograde.sanitize_preprocessors = [
        "labkit.nbgrader_plugins.RestoreNotebook",
        "nbgrader.preprocessors.ClearOutput",
        "nbgrader.preprocessors.OverwriteKernelspec",
        "nbgrader.preprocessors.OverwriteCells",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    config.Autograde.autograde_preprocessors = [
        "labkit.nbgrader_plugins.GradeCells",
        "nbgrader.preprocessors.SaveAutoGrades",
        "nbgrader.preprocessors.AssignLatePenalties",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    configure_pages(config)
    _configure_exchange(config)


def configure_student(config: Config, root: Path) -> None:
    """Settings of a student's `nbgrader_config.py`; `root` holds their course/ and nnlab/."""
    config.Exchange.assignment_dir = str(root / "course")
    config.ExchangeFactory.fetch_assignment = "labkit.nbgrader_plugins.FetchKnownLesson"
    _configure_exchange(config)


def _configure_exchange(config: Config) -> None:
    config.CourseDirectory.course_id = "nnlab"
    config.ExchangeFactory.submit = "labkit.nbgrader_plugins.SubmitWithPackage"
