"""What `nnlab grade --gradebook` writes, and what it leaves alone, result by result.

The results are made up here: how submissions are graded is another matter (test_grading.py).
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook, SubmittedNotebook

from labkit import atomic, gradebook_rows
from labkit.course import Course, CourseError
from labkit.gradebook import ClassGradebook
from labkit.grading import Job, Result
from labkit.report import CheckResult, ExerciseReport, Report
from labkit.submission import MAX_BRACKETS, grade_id

LESSON = "01_perceptron"
TABLES = ("student", "submitted_assignment", "submitted_notebook", "grade", "comment")


@pytest.fixture(scope="module")
def generated(checkout: Path, tmp_path_factory: pytest.TempPathFactory, nbgrader) -> Path:
    """A checkout whose gradebook knows one lesson."""
    place = tmp_path_factory.mktemp("generated") / "place"
    shutil.copytree(checkout, place)
    nbgrader(place, "generate_assignment", LESSON, "--force")
    return place


@pytest.fixture
def desk(generated: Path, tmp_path: Path) -> Iterator[Desk]:
    shutil.copytree(generated, tmp_path / "desk")
    with Desk(tmp_path / "desk") as desk:
        yield desk


class Desk:
    """An instructor's checkout with one submission, made-up results for it, and the gradebook."""

    def __init__(self, place: Path) -> None:
        self.course = Course.at(place)
        lesson = self.course.lesson(LESSON)
        self.job = Job("ada", lesson, place / "grading" / "submitted" / "ada" / LESSON)
        self.exercises = [grade_id(exercise.id) for exercise in lesson.exercises]
        self.database = place / "grading" / "gradebook.db"
        self.autograded = place / "grading" / "autograded" / "ada" / LESSON / f"{LESSON}.ipynb"
        self.job.folder.mkdir(parents=True)
        shutil.copy(self.course.notebook(lesson), self.job.folder)
        self.writer = ClassGradebook(self.course)

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *exception: object) -> None:
        self.writer.__exit__()

    def answer(self, words: str) -> str:
        """Write the answer that a person grades; return the name of its cell."""
        path = self.job.folder / f"{LESSON}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        cell = next(cell for cell in notebook.cells if is_written(cell))
        cell.source = words
        nbformat.write(notebook, path)
        return cell.metadata.nbgrader.grade_id

    def result(self, *, passed: int = 4, failed_in: int | None = None) -> Result:
        """Of four checks of each exercise `passed` pass, and none in exercise `failed_in`."""
        reports = []
        for number, exercise in enumerate(self.job.lesson.exercises):
            good = 0 if number == failed_in else passed
            checks = [
                CheckResult(f"c{i}", "It works.", True, "passed" if i < good else "failed")
                for i in range(4)
            ]
            status = "passed" if good == 4 else "failed"
            reports.append(
                ExerciseReport(exercise.id, exercise.number, "", exercise.points, status, checks)
            )
        return Result(self.job, {}, [], Report(reports, seed=1))

    def record(self, result: Result) -> None:
        self.writer.record(result)

    def grades(self) -> dict[str, tuple[float | None, float | None, bool]]:
        """Of each cell our score, a person's, and whether a person is asked."""
        with self.book() as book:
            return {
                grade.name: (grade.auto_score, grade.manual_score, grade.needs_manual_grade)
                for grade in page(book).grades
            }

    def everything(self) -> tuple[list, int, bytes]:
        with sqlite3.connect(self.database) as database:
            rows = [database.execute(f"SELECT * FROM {t} ORDER BY id").fetchall() for t in TABLES]
        return rows, self.autograded.stat().st_mtime_ns, self.autograded.read_bytes()

    def book(self) -> Gradebook:
        return Gradebook(f"sqlite:///{self.database}", "nnlab")

    def by_hand(self, *names: str) -> None:
        """A person gives half a point and a comment, as Formgrader does."""
        with self.book() as book:
            for grade in page(book).grades:
                if grade.name in names:
                    grade.manual_score, grade.needs_manual_grade = 0.5, False
            for comment in page(book).comments:
                comment.manual_comment = "Seen."
            book.db.commit()

    def comments(self) -> set[str | None]:
        with self.book() as book:
            return {comment.manual_comment for comment in page(book).comments}


def page(book: Gradebook) -> SubmittedNotebook:
    return book.find_submission_notebook(LESSON, LESSON, "ada")


def is_written(cell: nbformat.NotebookNode) -> bool:
    meta = cell.metadata.get("nbgrader", {})
    return bool(meta.get("grade") and meta.get("solution"))


# --- what changes and what does not ---------------------------------------------------------------


def test_an_unchanged_result_touches_nothing(desk: Desk) -> None:
    written = desk.answer("Because.")
    desk.record(desk.result(passed=3))
    desk.by_hand(written, desk.exercises[0])
    before = desk.everything()
    desk.record(desk.result(passed=3))
    with ClassGradebook(desk.course) as another:
        another.record(desk.result(passed=3))
    assert desk.everything() == before
    assert not desk.grades()[written][2]


def test_a_person_is_asked_again_only_where_there_is_news(desk: Desk) -> None:
    written = desk.answer("Because.")
    first, second, third, *_ = desk.exercises
    desk.record(desk.result())
    assert desk.grades()[written] == (None, None, True)
    desk.by_hand(written, first, second)
    points = {grade_id(each.id): each.points for each in desk.job.lesson.exercises}
    desk.record(desk.result(failed_in=0))  # a check was changed, and with it a score
    found = desk.grades()
    assert found[first] == (0.0, 0.5, True)
    assert found[second] == (points[second], 0.5, False)
    assert found[third] == (points[third], None, False)
    assert found[written] == (None, 0.5, False)
    assert desk.comments() == {"Seen."}
    desk.record(desk.result(failed_in=0))
    assert desk.grades() == found  # nobody has looked yet
    desk.answer("Because of the bias.")
    desk.record(desk.result(failed_in=0))
    assert desk.grades() == {**found, written: (None, 0.5, True)}


def test_what_could_not_be_graded_is_for_a_person(desk: Desk) -> None:
    module = f"nnlab/{desk.job.lesson.module}.py"
    refused = desk.result(passed=0)
    refused.refused = {module: "not UTF-8"}
    desk.record(refused)
    assert desk.grades()[desk.exercises[0]] == (0.0, None, True)
    desk.by_hand(desk.exercises[0])
    desk.record(refused)
    assert desk.grades()[desk.exercises[0]] == (0.0, 0.5, False)
    desk.record(Result(desk.job, {}, [], None, "no session"))
    assert desk.grades()[desk.exercises[0]] == (None, 0.5, True)
    assert desk.grades()[desk.exercises[1]] == (None, None, True)


@pytest.mark.parametrize("step", [1, 2])
def test_a_crash_after_the_rows_is_made_good(
    desk: Desk, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed before a file was written, then run again with the old result, and with the new."""
    desk.job.folder.joinpath("timestamp.txt").write_text("2026-01-01 12:00:00 UTC", "utf-8")
    desk.record(desk.result())
    before, before_that = desk.autograded.read_text("utf-8"), desk.grades()
    calls, replace = [], atomic.replace

    def killed(*arguments: object) -> None:
        calls.append(arguments)
        if len(calls) == step:
            raise KeyboardInterrupt
        replace(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(atomic, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            desk.record(desk.result(passed=1))
    assert desk.grades() != before_that and desk.autograded.read_text("utf-8") == before
    desk.record(desk.result())
    assert desk.grades() == before_that and desk.autograded.read_text("utf-8") == before
    desk.record(desk.result(passed=1))
    assert "0.25" in desk.autograded.read_text("utf-8") and desk.grades() != before_that


def test_a_notebook_that_was_lost_or_opened_is_written_again(desk: Desk) -> None:
    desk.record(desk.result())
    before = desk.autograded.read_text("utf-8")
    desk.autograded.unlink()
    desk.record(desk.result())
    assert desk.autograded.read_text("utf-8") == before
    nbformat.write(nbformat.read(desk.autograded, as_version=4), desk.autograded)
    assert desk.autograded.read_text("utf-8") != before
    desk.record(desk.result())
    assert desk.autograded.read_text("utf-8") == before
    assert [path.name for path in desk.autograded.parent.iterdir()] == [desk.autograded.name]
    assert desk.autograded.stat().st_mode & 0o777 == 0o666 & ~umask()


def umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


# --- late -----------------------------------------------------------------------------------------


def test_a_late_penalty_comes_and_goes_with_its_reason(desk: Desk) -> None:
    config = desk.course.root / "nbgrader_config.py"
    with config.open("a", encoding="utf-8") as file:
        file.write("c.LatePenalty.percent_per_day = 100\n")
    with desk.book() as book:
        book.update_or_create_assignment(LESSON, duedate="2026-01-01 12:00:00 UTC")
    desk.job.folder.joinpath("timestamp.txt").write_text("2026-01-01 13:00:00 UTC", "utf-8")

    def penalty() -> float | None:
        with ClassGradebook(desk.course) as writer:
            writer.record(desk.result())
        with desk.book() as book:
            return page(book).late_submission_penalty

    total = sum(exercise.points for exercise in desk.job.lesson.exercises)
    assert penalty() == total
    desk.by_hand(desk.exercises[0])
    points = desk.job.lesson.exercises[0].points
    assert penalty() == total - points + 0.5  # a person's points are lost, too
    with desk.book() as book:
        book.grant_extension(LESSON, "ada", hours=2)
    assert penalty() is None


@pytest.mark.parametrize("words", ["yesterday", "9" * 40, "2026-13-45", "x" * 5000])
def test_a_time_that_is_none_costs_nobody_the_run(desk: Desk, words: str, capsys) -> None:
    desk.job.folder.joinpath("timestamp.txt").write_text(words, "utf-8")
    desk.record(desk.result())
    assert len(desk.grades()) > len(desk.exercises)
    assert "timestamp.txt holds no time" in capsys.readouterr().err
    assert not desk.autograded.with_name("timestamp.txt").exists()  # nbgrader would stop at it


# --- what a folder may hold -----------------------------------------------------------------------


def test_a_bomb_of_brackets_is_not_opened(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    text = '{"cells": [' + "[]," * MAX_BRACKETS + "[]]}"
    desk.job.folder.joinpath(f"{LESSON}.ipynb").write_text(text, encoding="utf-8")
    opened: list[int] = []
    loads = json.loads
    monkeypatch.setattr(json, "loads", lambda text: opened.append(len(text)) or loads(text))
    desk.record(desk.result())
    assert max(opened, default=0) < MAX_BRACKETS and desk.autograded.is_file()


def test_a_name_that_is_not_utf8_is_told(desk: Desk, capsys) -> None:
    odd = Job(os.fsdecode(b"caf\xe9"), desk.job.lesson, desk.job.folder)
    desk.record(Result(odd, {}, [], desk.result().report))
    assert "rename the folder" in capsys.readouterr().err
    desk.record(desk.result())
    assert desk.grades()


# --- sentences for the instructor -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql+psycopg://nobody@127.0.0.1:1/none", "cannot be opened: .*refused"),
        ("mysql+mysqldb://nobody@127.0.0.1/none", "needs the package MySQLdb"),
        ("nonsense", "cannot be opened: .*Its address is CourseDirectory.db_url"),
        ("sqlite:////no/such/folder/gradebook.db", "cannot be opened: unable to open"),
    ],
)
def test_a_database_that_is_not_there_gets_a_sentence(desk: Desk, url: str, sentence: str) -> None:
    with (desk.course.root / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write(f"c.CourseDirectory.db_url = {url!r}\n")
    with pytest.raises(CourseError, match=sentence):
        ClassGradebook(desk.course)


def test_a_lesson_that_was_never_generated_gets_a_sentence(desk: Desk) -> None:
    other = desk.course.lessons[0]
    with pytest.raises(CourseError, match=f"nbgrader generate_assignment {other.name}"):
        desk.record(Result(Job("ada", other, desk.job.folder), {}, [], None))


def test_a_database_that_stays_locked_gets_a_sentence(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (desk.course.root / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write(f"c.CourseDirectory.db_url = 'sqlite:///{desk.database}?timeout=0.01'\n")
    monkeypatch.setattr(gradebook_rows, "ATTEMPTS", 3)
    other = sqlite3.connect(desk.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with ClassGradebook(desk.course) as writer:
        with pytest.raises(CourseError, match=f"did not take {LESSON} of ada: database is locked"):
            writer.record(desk.result())
        other.execute("ROLLBACK")
        writer.record(desk.result())
    assert desk.grades()
