"""nbgrader plug-ins: scores from our engine, submissions with the student's package.

nbgrader stays the system of record (release, exchange, gradebook, manual grading, feedback,
export). `RestoreNotebook` and `GradeCells` take the place of its `Execute` step: no student code
runs in nbgrader's process, and what a student's kernel once printed decides nothing.
"""

from __future__ import annotations

import shutil
import stat
from functools import cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.exchange.default.collect import ExchangeCollect
from nbgrader.exchange.default.submit import ExchangeSubmit
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Unicode
from traitlets.config import Config

from labkit.course import Course, CourseError
from labkit.desk.feedback import configure_pages
from labkit.grading import Class, Job, default_out
from labkit.submission import ANSWERS_STUB, WRITTEN_STUB
from labkit.submitted_notebook import fill_in_scores, restore


@cache
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


class CollectLinksAsLinks(ExchangeCollect):
    """Collect without following symbolic links: a link in the inbound folder could name a file
    that the instructor may read and the student may not, such as the reference."""

    def do_copy(self, src: str, dest: str, log: object = None) -> None:
        if self.get_size(src) > 1000 * self.coursedir.max_dir_size:
            self.log.error("%s is too large and was not collected", src)
            return
        shutil.copytree(src, dest, symlinks=True, ignore=_special_files)
        for path in Path(dest).rglob("*") if self.coursedir.groupshared else ():
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o2770 if path.is_dir() else 0o660))


def _special_files(folder: str, names: list[str]) -> set[str]:
    """Pipes and devices, which cannot be copied."""
    modes = {name: Path(folder, name).lstat().st_mode for name in names}
    plain = (stat.S_ISREG, stat.S_ISDIR, stat.S_ISLNK)
    return {name for name, mode in modes.items() if not any(kind(mode) for kind in plain)}


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
    config.ExchangeFactory.collect = "labkit.nbgrader_plugins.CollectLinksAsLinks"
    config.RestoreNotebook.course_root = str(root)
    config.GradeCells.course_root = str(root)
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
    _configure_exchange(config)


def _configure_exchange(config: Config) -> None:
    config.CourseDirectory.course_id = "nnlab"
    config.ExchangeFactory.submit = "labkit.nbgrader_plugins.SubmitWithPackage"
