"""The real nbgrader, from source notebook to exported grades, for three students.

Nothing is simulated: the commands are nbgrader's own, over a real exchange folder. Who may read
and do what there is shown in `test_exchange.py`, with users of their own.
"""

import csv
import json
import logging
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeError
from traitlets.config import Config, PyFileConfigLoader

from labkit import bank
from labkit import build as builder
from labkit.course import Course
from labkit.desk.inbound import CollectOwnWork
from labkit.engine import Engine
from labkit.nbgrader_plugins import FetchKnownLesson, SubmitWithPackage, configure_student
from labkit.programs import search_path
from labkit.submission import grade_id, read_submission

LESSON = "01_perceptron"
STUDENTS = ("right", "half", "loop")
BIN = Path(sys.executable).parent


def run(command: list[str], folder: Path) -> str:
    """Run one command as a person would; its output is shown where it fails."""
    # nbgrader calls alembic by name, as an activated environment allows.
    environment = {**os.environ, "PATH": search_path()}
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


def fill_in(folder: Path, checkout: Path, student: str) -> None:
    """What the three students write, in their modules and in their answer cells."""
    module = LESSON.partition("_")[2]
    reference = bank.reference_sources(checkout)[f"{module}.py"]
    target = folder / "nnlab" / f"{module}.py"
    notebook = folder / "course" / LESSON / f"{LESSON}.ipynb"
    if student == "right":
        target.write_text(reference, encoding="utf-8")
        shutil.copy(checkout / "grading" / "source" / LESSON / notebook.name, notebook)
    elif (
        student == "half"
    ):  # a known mistake in step spoils what builds on it, the rest stays right
        entry = next(
            entry
            for entry in bank.entries(checkout, "mistakes", module)
            if entry.exercise == "perceptron.step"
        )
        sources = bank.variant_sources(checkout, "mistakes", entry)
        target.write_text(sources[target.name], encoding="utf-8")
    else:
        endless = "\n\ndef step(z):\n    while True:\n        pass\n"
        target.write_text(reference + endless, encoding="utf-8")


@pytest.fixture(scope="module")
def folders(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """An instructor's checkout, an exchange, and a folder for each student."""
    base = tmp_path_factory.mktemp("class")
    shutil.copytree(checkout, base / "instructor")
    (base / "exchange").mkdir()
    (base / "exchange").chmod(0o777)
    exchange = f"c.Exchange.root = {str(base / 'exchange')!r}\n"
    config = base / "instructor" / "nbgrader_config.py"
    config.write_text(config.read_text(encoding="utf-8") + exchange, encoding="utf-8")
    for student in STUDENTS:
        home = base / student
        for part in ("nnlab", "tests"):
            shutil.copytree(checkout / part, home / part)
        (home / "course").mkdir()
        shutil.copy(checkout / "course" / "manifest.json", home / "course")
        (home / "nbgrader_config.py").write_text(
            "from pathlib import Path\n"
            "from labkit.nbgrader_plugins import configure_student\n"
            "c = get_config()\n"
            "configure_student(c, Path(__file__).resolve().parent)\n"
            f"c.Exchange.cache = {str(home / 'cache')!r}\n"
            f"c.CourseDirectory.student_id = {student!r}\n" + exchange,
            encoding="utf-8",
        )
    return {name: base / name for name in ("instructor", *STUDENTS)}


@pytest.fixture(scope="module")
def graded(folders: dict[str, Path], checkout: Path) -> Path:
    """The instructor's folder after a whole round: released, submitted, graded, exported."""
    instructor = folders["instructor"]
    run(["nbgrader", "generate_assignment", LESSON, "--force"], instructor)
    run(["nbgrader", "release_assignment", LESSON], instructor)

    def hand_in(student: str) -> None:
        run(["nbgrader", "fetch_assignment", LESSON], folders[student])
        fill_in(folders[student], checkout, student)
        run(["nbgrader", "submit", LESSON], folders[student])

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(hand_in, STUDENTS))
    run(["nbgrader", "collect", LESSON], instructor)
    run(["nbgrader", "autograde", LESSON], instructor)
    run(["nbgrader", "generate_feedback", LESSON], instructor)
    run(["nbgrader", "export", "--to", "grading/grades.csv"], instructor)
    return instructor


@pytest.fixture(scope="module")
def exported(graded: Path) -> dict[str, float]:
    text = (graded / "grading" / "grades.csv").read_text(encoding="utf-8")
    return {row["student_id"]: float(row["score"]) for row in csv.DictReader(text.splitlines())}


def test_nbgrader_releases_exactly_what_the_build_makes(graded: Path, checkout: Path) -> None:
    notebook = Path("course", LESSON, f"{LESSON}.ipynb")
    assert (graded / notebook).read_bytes() == (checkout / notebook).read_bytes()


def test_the_gradebook_has_the_scores_of_nnlab_check(
    graded: Path, folders: dict[str, Path], checkout: Path, exported, tmp_path, say
) -> None:
    """The same files, graded by nbgrader and by `nnlab check --json` in a full checkout."""
    for student in STUDENTS:
        place = tmp_path / student
        for part in ("solutions", "tests"):
            shutil.copytree(checkout / part, place / part)
        for part in ("course", "nnlab"):
            shutil.copytree(folders[student] / part, place / part)
        done = subprocess.run(
            [str(BIN / "nnlab"), "check", "01", "--json"],
            cwd=place,
            capture_output=True,
            encoding="utf-8",
        )
        assert done.returncode in (0, 1), done.stderr
        report = json.loads(done.stdout)
        assert exported[student] == pytest.approx(report["score"]), student
        say.append(
            f"nbgrader: {student}: {exported[student]:g} in the gradebook, "
            f"{report['score']:g} of {report['max_score']:g} by nnlab check"
        )


def test_the_three_scores_are_what_they_should_be(exported, course: Course) -> None:
    total = sum(exercise.points for exercise in course.lesson("01").exercises)
    assert exported["right"] == total  # the written answer waits for a person
    assert 0 < exported["loop"] < exported["half"] < total


def test_scores_do_not_come_from_outputs_in_the_submission(
    folders: dict[str, Path], graded: Path, engine: Engine, checkout: Path, tmp_path: Path
) -> None:
    """A notebook whose saved outputs claim full marks earns what its files earn."""
    forged = nbformat.read(
        folders["instructor"] / "course" / LESSON / f"{LESSON}.ipynb", as_version=4
    )
    for cell in forged.cells:
        if cell.cell_type == "code":
            points = cell.metadata.get("nbgrader", {}).get("points", 0.0)
            data = {"text/plain": repr(points)}
            cell.outputs = [nbformat.v4.new_output("execute_result", data=data)]
    submitted = graded / "grading" / "submitted" / "forger" / LESSON
    submitted.mkdir(parents=True)
    nbformat.write(forged, submitted / f"{LESSON}.ipynb")
    shutil.copytree(checkout / "nnlab", submitted / "nnlab")
    run(["nbgrader", "autograde", LESSON, "--student", "forger"], graded)
    run(["nbgrader", "export", "--to", "grading/again.csv"], graded)
    text = (graded / "grading" / "again.csv").read_text(encoding="utf-8")
    scores = {row["student_id"]: float(row["score"]) for row in csv.DictReader(text.splitlines())}
    files = read_submission(submitted, engine.course, engine.course.lessons)
    assert scores["forger"] == engine.grade(files).score == 0


def test_feedback_shows_the_cards(graded: Path) -> None:
    page = graded / "grading" / "feedback" / "half" / LESSON / f"{LESSON}.html"
    text = page.read_text(encoding="utf-8")
    assert "nnlab-card failed" in text and "nnlab-card passed" in text
    assert "Traceback (most recent" not in text


def test_a_lesson_that_was_not_handed_out_is_neither_fetched_nor_submitted(
    folders: dict[str, Path], graded: Path, checkout: Path, tmp_path: Path
) -> None:
    """The student has lesson 00 alone, and so no module that belongs to this one."""
    builder.write(tmp_path, builder.build(checkout, ["00_features"]))
    config = Config()
    configure_student(config, tmp_path)
    config.Exchange.root = str(graded.parent / "exchange")
    config.Exchange.cache = str(tmp_path / "cache")
    config.CourseDirectory.assignment_id = LESSON
    given = {"coursedir": CourseDirectory(config=config), "config": config}
    given["authenticator"] = Authenticator(config=config)
    inbound = graded.parent / "exchange" / "nnlab" / "inbound"
    before = set(inbound.iterdir())
    with pytest.raises(ExchangeError, match="nnlab update"):
        FetchKnownLesson(**given).start()
    assert not (tmp_path / "course" / LESSON).exists()
    shutil.copytree(graded / "course" / LESSON, tmp_path / "course" / LESSON)
    with pytest.raises(ExchangeError, match="nnlab update"):
        SubmitWithPackage(**given).start()
    assert set(inbound.iterdir()) == before


def test_a_forged_time_is_told(graded: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The name says two hours ago, the due date was one hour ago, the folder is from now."""
    config = PyFileConfigLoader("nbgrader_config.py", str(graded)).load_config()
    config.CourseDirectory.assignment_id = LESSON
    now = datetime.now(UTC).replace(tzinfo=None)
    stamp = f"{now - timedelta(hours=2)} UTC"
    forged = graded.parent / "exchange" / "nnlab" / "inbound" / f"half+{LESSON}+{stamp}+forged"
    forged.mkdir()
    logger = logging.getLogger("collect")
    collect = CollectOwnWork(coursedir=CourseDirectory(config=config), config=config, log=logger)
    collect.before_duedate = True  # else the later one, which is honest, is taken
    with Gradebook(f"sqlite:///{graded / 'grading' / 'gradebook.db'}", "nnlab") as gradebook:
        gradebook.update_or_create_assignment(LESSON, duedate=now - timedelta(hours=1))
        collect.init_src()
        gradebook.update_or_create_assignment(LESSON, duedate=None)
    forged.rmdir()
    told = [record.getMessage() for record in caplog.records if "due date" in record.getMessage()]
    assert len(told) == 1 and f"+{stamp}+forged" in told[0]


def test_every_autograded_cell_has_its_own_row(graded: Path, course: Course) -> None:
    with Gradebook(f"sqlite:///{graded / 'grading' / 'gradebook.db'}") as gradebook:
        submission = gradebook.find_submission(LESSON, "right")
        (notebook,) = submission.notebooks
        grades = {grade.name: grade for grade in notebook.grades}
        for exercise in course.lesson("01").exercises:
            assert grades[grade_id(exercise.id)].auto_score == exercise.points
        written = [grade for grade in grades.values() if grade.auto_score is None]
        assert written and all(grade.needs_manual_grade for grade in written)
