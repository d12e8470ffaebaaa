"""Write graded results into nbgrader's gradebook and its `autograded` folder.

What `nbgrader autograde` does for one submission in a second, for a class in one go: the same
notebooks, rows and flags, from the same reports. Formgrader, feedback and export go on from there.

A submission's rows are one transaction (`gradebook_rows`), its notebook is written whole and after
them, and what is there already is left alone. So several may grade at a time, a run may be killed
anywhere, and to run it again brings both to what they should be.
"""

from __future__ import annotations

import hashlib
import json
import os
from datetime import datetime
from functools import cache, cached_property
from pathlib import Path

import click
import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import compute_checksum, parse_utc
from sqlalchemy.exc import SQLAlchemyError
from traitlets.config import PyFileConfigLoader

from labkit import atomic
from labkit.course import Course, CourseError, Lesson
from labkit.gradebook_rows import Rows, Verdict
from labkit.grading import Job, Result, rows
from labkit.programs import search_path
from labkit.submission import MAX_BRACKETS, MAX_NOTEBOOK, Refused, grade_id, read_text
from labkit.submitted_notebook import Released, beginning, fill_in_scores, score_of

MAX_TIMESTAMP = 1000  # characters


class ClassGradebook:
    """nbgrader's gradebook of `course`, as its `nbgrader_config.py` sets it up. Use in a `with`."""

    def __init__(self, course: Course) -> None:
        """Raises CourseError where there is no configuration, or no database that it names."""
        if not (course.root / "nbgrader_config.py").is_file():
            raise CourseError(f"There is no nbgrader_config.py in {course.root}.")
        self.course = course
        config = PyFileConfigLoader("nbgrader_config.py", str(course.root)).load_config()
        self.folders = CourseDirectory(config=config)
        late = AssignLatePenalties(config=config)
        late.init_plugin()
        opened(self.folders.db_url, self.folders.course_id).close()
        self._rows = Rows(self.folders.db_url, late.plugin_inst)
        self._pages: dict[str, _Page] = {}
        self._mode = 0o666 & ~_umask()

    def record(self, result: Result) -> None:
        """Write one result where it is not there yet: scores, comments, late penalty, notebook.

        Where nothing was handed in there is nothing to write: nbgrader knows that as missing.
        Raises CourseError where the assignment was never generated, or the database does not take
        the submission.
        """
        job = result.job
        if not result.handed_in:
            return
        if not _is_utf8(job.student):
            _warn(f"{job.student!r} is not in the gradebook: rename the folder, it is not UTF-8.")
            return
        page, handed_in = self._page(job.lesson), _HandedIn(job)
        notebook = page.released.restore(handed_in.cells)
        there = _Autograded(self.folders, job)
        self._rows.write(_verdict(result, notebook, handed_in.timestamp, there))
        mark = page.mark(result, handed_in)
        if not there.bears(mark):
            fill_in_scores(notebook, result.report.exercises if result.report else [])
            there.write(page.released.dumps(notebook, mark), handed_in.time, self._mode)

    def _page(self, lesson: Lesson) -> _Page:
        if lesson.name not in self._pages:
            self._pages[lesson.name] = _Page(self.course.notebook(lesson))
        return self._pages[lesson.name]

    def __enter__(self) -> ClassGradebook:
        return self

    def __exit__(self, *exception: object) -> None:
        self._rows.close()


class _Page:
    """The released notebook of a lesson, and marks that tell what a filled-in one was made from."""

    def __init__(self, path: Path) -> None:
        notebook = nbformat.read(path, as_version=4)
        self.released = Released(notebook)
        self._digest = hashlib.sha256(_tools() + json.dumps(notebook).encode())

    def mark(self, result: Result, handed_in: _HandedIn) -> str:
        """The hash of all that the autograded notebook depends on."""
        digest = self._digest.copy()
        told = [result.refused, result.missing, result.error, handed_in.time]
        for part in (json.dumps(told), result.report_json, handed_in.text):
            digest.update(hashlib.sha256(part.encode("utf-8", "surrogatepass")).digest())
        return digest.hexdigest()


class _HandedIn:
    """A submission's notebook and the time it was handed in, as far as they can be read."""

    def __init__(self, job: Job) -> None:
        try:
            self.text = read_text(job.folder, f"{job.lesson.name}.ipynb", MAX_NOTEBOOK)
        except (FileNotFoundError, Refused):  # the report says so
            self.text = ""
        self.time, self.timestamp = _time(job)

    @property
    def cells(self) -> list:
        """None where there is no notebook in it."""
        if self.text.count("[") + self.text.count("{") > MAX_BRACKETS:
            return []
        try:
            cells = json.loads(self.text)["cells"]
            return cells if isinstance(cells, list) else []
        except (ValueError, KeyError, TypeError, RecursionError):
            return []


def _time(job: Job) -> tuple[str, datetime | None]:
    """When a submission was handed in, as it says and in UTC. Whatever it says, the others of the
    class are graded."""
    try:
        words = read_text(job.folder, "timestamp.txt", MAX_TIMESTAMP).strip()
        return (words, parse_utc(words)) if words else ("", None)
    except (Refused, ValueError, TypeError, OverflowError):
        _warn(
            f"{job.student}, {job.lesson.name}: timestamp.txt holds no time, "
            "so nobody knows whether this was late."
        )
    except FileNotFoundError:
        pass
    return "", None


class _Autograded:
    """What lies in a submission's folder in `autograded`."""

    def __init__(self, folders: CourseDirectory, job: Job) -> None:
        path = folders.format_path(folders.autograded_directory, job.student, job.lesson.name)
        self._folder = Path(path)
        self._notebook = self._folder / f"{job.lesson.name}.ipynb"

    def bears(self, mark: str) -> bool:
        start = beginning(mark).encode()
        try:
            with self._notebook.open("rb") as file:
                return file.read(len(start)) == start
        except FileNotFoundError:
            return False

    @cached_property
    def answers(self) -> dict[str, str]:
        """The answer cells of the notebook, name to text; none where it cannot be read."""
        try:
            cells = json.loads(self._notebook.read_text(encoding="utf-8"))["cells"]
            return {
                cell["metadata"]["nbgrader"]["grade_id"]: "".join(cell["source"])
                for cell in cells
                if cell["metadata"].get("nbgrader", {}).get("solution")
            }
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}

    def write(self, notebook: str, time: str, mode: int) -> None:
        """The notebook comes last: it bears the mark that all is there."""
        self._folder.mkdir(parents=True, exist_ok=True)
        drafts = self._folder.parent  # nbgrader hands out all that is in the folder itself
        if time:
            atomic.replace(self._folder / "timestamp.txt", time.encode(), drafts, mode)
        atomic.replace(self._notebook, notebook.encode(), drafts, mode)


def _verdict(
    result: Result, notebook: NotebookNode, timestamp: datetime | None, there: _Autograded
) -> Verdict:
    reports = {
        grade_id(report.exercise): report
        for report in (result.report.exercises if result.report else [])
    }
    scores, comments, written = {}, {}, {}
    for cell in notebook["cells"]:
        meta = cell["metadata"].get("nbgrader", {})
        name = meta.get("grade_id")
        if meta.get("solution"):
            untouched = meta.get("checksum") == compute_checksum(cell)
            comments[name] = "No response." if untouched else None
            if meta.get("grade"):
                scores[name] = 0.0 if untouched else None
                written[name] = cell["source"]
        elif meta.get("grade"):
            report = reports.get(name)
            scores[name] = score_of(report) if report else (0.0 if result.report else None)
    unsure = [row["exercise"] for row in rows(result) if row["status"] in ("error", "refused")]
    return Verdict(
        result.job.student,
        result.job.lesson.name,
        timestamp,
        scores,
        frozenset(grade_id(str(exercise)) for exercise in unsure),
        comments,
        lambda name: name in written and there.answers.get(name) != written[name],
    )


def opened(url: str, course_id: str) -> Gradebook:
    """nbgrader's gradebook at a database's URL, with its tables made where there were none.

    Raises CourseError where there is no such database.
    """
    os.environ["PATH"] = search_path()
    try:
        return Gradebook(url, course_id)
    except ModuleNotFoundError as error:
        raise CourseError(
            f"The gradebook's database needs the package {error.name}. For PostgreSQL it comes "
            "with an extra: pip install 'nnlab-course[postgres]'"
        ) from error
    except (SQLAlchemyError, ValueError) as error:
        raise CourseError(
            f"The gradebook cannot be opened: {_reason(error)}. Its address is "
            "CourseDirectory.db_url in nbgrader_config.py."
        ) from error


def _reason(error: Exception) -> str:
    """The database's own words, in one line and without the statement."""
    return " ".join(str(getattr(error, "orig", None) or error).split())


@cache
def _tools() -> bytes:
    """A hash of these tools, which make cards and notebooks what they are."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.digest()


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _is_utf8(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _warn(sentence: str) -> None:
    click.echo(sentence, err=True)
