"""Write graded results into nbgrader's gradebook and its `autograded` folder.

What `nbgrader autograde` does for one submission in a second, for a class in one go: the same
notebooks, rows and flags, from the same reports. Formgrader, feedback and export go on from there.
"""

from __future__ import annotations

import json
import os
import sys
import warnings
from collections.abc import Iterable
from pathlib import Path

import nbformat
from nbgrader.api import BaseCell, Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import compute_checksum, determine_grade, is_grade, is_solution
from sqlalchemy.exc import SAWarning
from traitlets.config import PyFileConfigLoader

from labkit.course import Course, CourseError
from labkit.grading import Result, rows
from labkit.submission import MAX_NOTEBOOK, Refused, grade_id, read_text
from labkit.submitted_notebook import fill_in_scores, restore


class ClassGradebook:
    """nbgrader's gradebook of `course`, as its `nbgrader_config.py` sets it up. Use in a `with`."""

    def __init__(self, course: Course) -> None:
        """Raises CourseError where there is no configuration."""
        if not (course.root / "nbgrader_config.py").is_file():
            raise CourseError(f"There is no nbgrader_config.py in {course.root}.")
        self.course = course
        self.config = PyFileConfigLoader("nbgrader_config.py", str(course.root)).load_config()
        self.folders = CourseDirectory(config=self.config)
        self._notebooks: dict[str, nbformat.NotebookNode] = {}
        # nbgrader calls alembic by name, which finds it only where the environment is activated.
        os.environ["PATH"] = (
            f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
        )
        self._gradebook = Gradebook(self.folders.db_url, self.folders.course_id)
        # nbgrader commits after every row; to load all rows anew after each is a third of the work.
        self._gradebook.db().expire_on_commit = False

    def record(self, result: Result) -> None:
        """Write one result: notebook, scores, comments, late penalty; one transaction.

        Raises CourseError where the assignment was never generated.
        """
        job, lesson = result.job, result.job.lesson
        notebook = restore(_cells(result), self._released(lesson.name))
        reports = result.report.exercises if result.report else []
        fill_in_scores(notebook, reports)
        folder = Path(
            self.folders.format_path(self.folders.autograded_directory, job.student, lesson.name)
        )
        folder.mkdir(parents=True, exist_ok=True)
        # Not nbformat.write: it validates, copies and indents, for ten times the price.
        text = json.dumps(notebook, sort_keys=True)
        (folder / f"{lesson.name}.ipynb").write_text(text, encoding="utf-8")
        timestamp = self.folders.get_existing_timestamp(str(job.folder))
        if timestamp:
            (folder / "timestamp.txt").write_text(str(timestamp), encoding="utf-8")
        with warnings.catch_warnings():  # SQLAlchemy 2 grumbles about how nbgrader adds rows
            warnings.simplefilter("ignore", SAWarning)
            self._record_scores(result, notebook, timestamp)

    def _record_scores(self, result: Result, notebook, timestamp) -> None:
        book, job, lesson = self._gradebook, result.job, result.job.lesson
        given = {"timestamp": timestamp} if timestamp else {}
        book.db.expunge_all()  # what others wrote since the last submission counts
        try:
            book.update_or_create_student(job.student)
            submission = book.update_or_create_submission(lesson.name, job.student, **given)
        except MissingEntry as error:
            raise CourseError(
                f"The gradebook does not know {lesson.name}. "
                f"Run `nbgrader generate_assignment {lesson.name}` first."
            ) from error
        (page,) = submission.notebooks
        unsure = {
            grade_id(str(row["exercise"]))
            for row in rows(result)
            if row["status"] in ("error", "refused")
        }
        # One query; `grade.name` would fetch every cell by itself.
        found = book.db.query(BaseCell.id, BaseCell.name).filter_by(notebook_id=page.notebook_id)
        names = {key: name for key, name in found}
        grades = {names[grade.cell_id]: grade for grade in page.grades}
        comments = {names[comment.cell_id]: comment for comment in page.comments}
        for cell in notebook.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if name in grades and is_grade(cell):
                grade = grades[name]
                known = result.report is not None or is_solution(cell)
                grade.auto_score = determine_grade(cell)[0] if known else None
                undecided = grade.auto_score is None or grade.manual_score is not None
                grade.needs_manual_grade = undecided or name in unsure
            if name in comments and is_solution(cell):
                untouched = cell.metadata.nbgrader.get("checksum") == compute_checksum(cell)
                comments[name].auto_comment = "No response." if untouched else None
        book.db.commit()
        if submission.total_seconds_late > 0:
            names = {"student": job.student, "assignment": lesson.name, "notebook": lesson.name}
            resources = {"nbgrader": {**names, "db_url": self.folders.db_url}}
            AssignLatePenalties(config=self.config).preprocess(notebook, resources)

    def _released(self, name: str) -> nbformat.NotebookNode:
        if name not in self._notebooks:
            path = self.course.notebook(self.course.lesson(name))
            self._notebooks[name] = nbformat.read(path, as_version=4)
        return self._notebooks[name]

    def __enter__(self) -> ClassGradebook:
        return self

    def __exit__(self, *exception: object) -> None:
        self._gradebook.close()


def _cells(result: Result) -> Iterable:
    """The cells of the submitted notebook; none where it is missing or cannot be read."""
    try:
        text = read_text(result.job.folder, f"{result.job.lesson.name}.ipynb", MAX_NOTEBOOK)
        cells = json.loads(text)["cells"]
        return cells if isinstance(cells, list) else []
    except (OSError, Refused, ValueError, KeyError, TypeError, RecursionError):
        return []
