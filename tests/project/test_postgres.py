"""Four graders and nbgrader itself write one class into one gradebook, and two are killed.

On a PostgreSQL server of the tests' own, and on SQLite. Nothing may be lost, doubled or halved, not
even in between, and what a person entered meanwhile stays.
"""

from __future__ import annotations

import copy
import csv
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.api import Gradebook
from sqlalchemy import Connection, Engine, create_engine, make_url, text

from labkit import gradebook_rows
from labkit.course import Course
from labkit.demo import write_class
from labkit.gradebook import ClassGradebook
from labkit.grading import Class
from labkit.programs import search_path
from labkit.submission import grade_id

BIN = Path(sys.executable).parent
SEED = "5"
STUDENTS = 60
BY_NBGRADER = "student5[6-9]"  # whom `nbgrader autograde` takes while the others run
LESSONS = ("00_features", "01_perceptron")
LAST = LESSONS[1]
LATE = 10  # students who hand in the first lesson too late, and lose its points
FIRST = 20  # submissions that are in when two graders are killed
PATIENCE = 120.0  # seconds

GRADES = """
    SELECT s.student_id, a.name AS lesson, c.name AS cell, g.auto_score, g.manual_score,
           g.needs_manual_grade, p.late_submission_penalty AS penalty
    FROM submitted_assignment s
    JOIN assignment a ON a.id = s.assignment_id
    JOIN submitted_notebook p ON p.assignment_id = s.id
    JOIN grade g ON g.notebook_id = p.id
    JOIN base_cell c ON c.id = g.cell_id
"""
SUBMISSIONS = """
    SELECT s.student_id, a.name AS lesson
    FROM submitted_assignment s JOIN assignment a ON a.id = s.assignment_id
"""
TABLES = ("student", "submitted_assignment", "submitted_notebook", "grade", "comment")


# --- the two databases ----------------------------------------------------------------------------


class Sqlite:
    name = "SQLite"

    def __init__(self, place: Path) -> None:
        self._path = place / "grading" / "gradebook.db"
        self.url = f"sqlite:///{self._path}?timeout=60"

    @contextmanager
    def locked(self, engine: Engine) -> Iterator[Callable[[list[int]], bool]]:
        """Hold everybody up; inside, tell whether all these processes are there."""
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield lambda pids: all(self._has_opened(pid) for pid in pids)

    def _has_opened(self, pid: int) -> bool:
        found = []
        for link in Path(f"/proc/{pid}/fd").iterdir():
            try:
                found.append(link.readlink())
            except FileNotFoundError:  # just closed
                continue
        return self._path in found


class Postgres:
    name = "PostgreSQL"

    def __init__(self, url: str) -> None:
        self.url = url

    @contextmanager
    def locked(self, engine: Engine) -> Iterator[Callable[[list[int]], bool]]:
        """Hold everybody up; inside, tell whether all these processes are there."""
        waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        with engine.connect() as connection, engine.connect() as observer:
            connection.execute(text("LOCK TABLE student IN ACCESS EXCLUSIVE MODE"))

            def all_wait(pids: list[int]) -> bool:
                many = observer.execute(text(waiting)).scalar_one()
                observer.rollback()  # the view stays as it is for the length of a transaction
                return many >= len(pids)

            yield all_wait


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A PostgreSQL server of our own, reached by a socket alone; its URL."""
    places = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parts[4])
    )
    places += [Path(found).parent for found in [shutil.which("initdb")] if found]
    assert places, "PostgreSQL's server is missing: apt-get install postgresql (see .ci/run)."
    binaries = places[-1]
    # Not in tmp_path: that is closed to the user `postgres`, and too long for a socket's name.
    folder = Path(tempfile.mkdtemp(prefix="nnlab-"))
    user = "postgres" if os.getuid() == 0 else None  # the server refuses to run as root
    if user:
        shutil.chown(folder, user)

    def run(program: str, *arguments: str) -> None:
        with (folder / "output").open("w", encoding="utf-8") as output:
            done = subprocess.run(
                [str(binaries / program), "-D", str(folder / "data"), *arguments],
                cwd=folder, user=user, stdout=output, stderr=output, timeout=120,
            )  # fmt: skip
        assert done.returncode == 0, (folder / "output").read_text(encoding="utf-8")

    try:
        run("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-sync")
        settings = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        run("pg_ctl", "--wait", "--log", str(folder / "log"), "--options", settings, "start")
        try:
            yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
        finally:
            run("pg_ctl", "--wait", "--mode=immediate", "stop")
    finally:
        shutil.rmtree(folder)


# --- the class ------------------------------------------------------------------------------------


def start(place: Path, *command: str) -> subprocess.Popen[str]:
    # nbgrader calls alembic by name, as an activated environment allows.
    environment = {**os.environ, "PATH": search_path()}
    return subprocess.Popen(
        [str(BIN / command[0]), *command[1:]],
        cwd=place, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        encoding="utf-8", start_new_session=True,
    )  # fmt: skip


def end_well(*processes: subprocess.Popen[str]) -> None:
    for process in processes:
        output, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, output


def until(condition: Callable[[], bool], *alive: subprocess.Popen[str]) -> None:
    """Wait for `condition`; the processes must not end before."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        for process in alive:
            assert process.poll() is None, process.communicate()[0]
        time.sleep(0.002)


@pytest.fixture(scope="module")
def graded(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with a class in `grading/submitted`, its results, and `grading/a` to `d`: all
    students but those of nbgrader, each in two of these folders at least."""
    place = tmp_path_factory.mktemp("graded") / "place"
    shutil.copytree(checkout, place)
    course = Course(place, Course.at(place).lessons[:2])
    submitted = place / "grading" / "submitted"
    write_class(course, submitted, STUDENTS, int(SEED))
    shutil.move(submitted / "expected.csv", submitted.parent)
    students = sorted(path.name for path in submitted.iterdir())
    for student in students[-LATE:]:
        folder = submitted / student / course.lessons[0].name
        folder.mkdir(exist_ok=True)
        (folder / "timestamp.txt").write_text("2026-01-01 12:00:01 UTC\n", encoding="utf-8")
    ours = [name for name in students if not fnmatch(name, BY_NBGRADER)]
    half, quarter = len(ours) // 2, len(ours) // 4
    parts = {"a": ours[:half], "b": ours[half:], "c": ours[quarter:-quarter], "d": ours}
    for part, members in parts.items():
        for student in members:
            shutil.copytree(submitted / student, submitted.with_name(part) / student)
    end_well(grader(place, "submitted"))
    return place


def new_database(server: str) -> str:
    """An empty database of a test's own."""
    name = f"test{time.monotonic_ns()}"
    with create_engine(server, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(
    request: pytest.FixtureRequest, graded: Path, tmp_path: Path
) -> tuple[Path, Sqlite | Postgres]:
    """A copy of that checkout whose gradebook, in one database or the other, knows the lessons."""
    place = tmp_path / "place"
    shutil.copytree(graded, place)
    settings = "c.LatePenalty.percent_per_day = 100\n"
    if request.param == "sqlite":
        database = Sqlite(place)
    else:
        database = Postgres(new_database(request.getfixturevalue("server")))
        settings += f"c.CourseDirectory.db_url = {database.url!r}\n"
    with (place / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(settings)
    first, last = (lesson.name for lesson in Course.at(place).lessons[:2])
    for lesson in (first, last):
        end_well(start(place, "nbgrader", "generate_assignment", lesson, "--force"))
    with Gradebook(database.url, "nnlab") as book:
        book.update_or_create_assignment(first, duedate="2026-01-01 12:00:00 UTC")
    return place, database


def grader(place: Path, part: str, *options: str) -> subprocess.Popen[str]:
    lessons = [option for lesson in Course.at(place).lessons[:2] for option in ("-l", lesson.name)]
    shared = ["--out", "grading/results", "--seed", SEED, *lessons]
    return start(place, "nnlab", "grade", f"grading/{part}", *shared, *options)


def rows(connection: Connection, statement: str) -> list[dict]:
    return [dict(row._mapping) for row in connection.execute(text(statement))]


def handed_in(place: Path) -> set[tuple[str, str]]:
    """All that there is to grade, student and lesson."""
    return {path.parts[-2:] for path in (place / "grading" / "submitted").glob("student*/*")}


def whole(connection: Connection, place: Path, leave_out: str = "") -> int:
    """How many submissions there are, each of them with all its rows and its late penalty."""
    lessons = {lesson.name: lesson for lesson in Course.at(place).lessons[:2]}
    grades: dict[tuple[str, str], list[dict]] = {}
    for row in rows(connection, GRADES):
        grades.setdefault((row["student_id"], row["lesson"]), []).append(row)
    submissions = [(row["student_id"], row["lesson"]) for row in rows(connection, SUBMISSIONS)]
    for key in submissions:
        student, lesson = key
        if fnmatch(student, leave_out):
            continue
        cells = {row["cell"]: row["auto_score"] for row in grades[key]}
        exercises = {grade_id(exercise.id) for exercise in lessons[lesson].exercises}
        assert exercises <= cells.keys() and len(cells) == len(grades[key]), key
        assert all(cells[exercise] is not None for exercise in exercises), key
        in_time = lesson != min(lessons) or int(student.removeprefix("student")) < STUDENTS - LATE
        lost = None if in_time else sum(score or 0.0 for score in cells.values())
        assert grades[key][0]["penalty"] == (lost and pytest.approx(lost, abs=0.005)), key
    assert len(submissions) == len(set(submissions))
    return len(submissions)


def dump(connection: Connection) -> dict[str, list[dict]]:
    return {table: rows(connection, f"SELECT * FROM {table} ORDER BY id") for table in TABLES}


# --- the run --------------------------------------------------------------------------------------


def by_hand(url: str) -> tuple[str, str, str]:
    """Give points and a comment to a submission that is in, as Formgrader does; say to which."""
    with Gradebook(url, "nnlab") as book:
        page = book.assignments[-1].submissions[0].notebooks[0]
        grade = next(each for each in page.grades if each.auto_score is not None)
        grade.manual_score, grade.needs_manual_grade = 0.5, False
        page.comments[0].manual_comment = "Well put."
        book.db.commit()
        return page.student.id, page.name, grade.name


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="gradebook: NOT TESTED here: looks into /proc"
)
def test_four_graders_at_once_two_of_them_killed(
    database: tuple[Path, Sqlite | Postgres], say: list[str]
) -> None:
    place, base = database
    engine = create_engine(base.url)

    def many() -> int:
        """Submissions that are in. Their notebooks come after them, and no lock hides those."""
        return len(list((place / "grading" / "autograded").glob("*/*/*.ipynb")))

    @contextmanager
    def at_once() -> Iterator[Connection]:
        """A connection that sees the database as it is at one moment."""
        with engine.connect().execution_options(isolation_level="SERIALIZABLE") as connection:
            if isinstance(base, Sqlite):
                connection.exec_driver_sql("BEGIN")
            yield connection

    # They all wait for the same lock, so that they begin with the same new students together.
    with base.locked(engine) as all_wait:
        graders = {part: grader(place, part, "--gradebook") for part in "abcd"}
        until(lambda: all_wait([each.pid for each in graders.values()]), *graders.values())
        peer = start(place, "nbgrader", "autograde", LAST, "--student", BY_NBGRADER)
    until(lambda: many() >= FIRST, *graders.values())
    for part in "ad":
        os.killpg(graders[part].pid, signal.SIGKILL)
        assert graders.pop(part).wait() == -signal.SIGKILL
    with at_once() as connection:
        killed_at = whole(connection, place, leave_out=BY_NBGRADER)
    everything = len(handed_in(place))
    assert FIRST <= killed_at < everything, "they were not killed in the middle"
    person = by_hand(base.url)
    end_well(*graders.values(), peer)
    with at_once() as connection:
        before = whole(connection, place)
    assert before < everything

    end_well(*[grader(place, part, "--gradebook") for part in ("a", "b", "c", "submitted")])
    with at_once() as connection:
        assert whole(connection, place) == everything
        compare(connection, place, person)
        kept = dump(connection), notebooks(place)
    end_well(*[grader(place, part, "--gradebook") for part in ("d", "submitted")])
    with at_once() as connection:
        assert (dump(connection), notebooks(place)) == kept  # who runs it again changes nothing
    end_well(start(place, "nbgrader", "export", "--to", "grading/export.csv"))
    with (place / "grading" / "export.csv").open(encoding="utf-8") as file:
        scores = {
            (row["student_id"], row["assignment"]): float(row["score"])
            for row in csv.DictReader(file)
        }
    assert sum(score > 0 for score in scores.values()) > STUDENTS
    ready = exported(place, base.url)
    assert len(ready) > STUDENTS / 2
    assert ready == {key: pytest.approx(scores[key], abs=0.005) for key in ready}
    say.append(
        f"{base.name}: 4 graders and nbgrader at once, 2 killed with {killed_at} submissions in, "
        f"{before} when the others had ended, {everything} of {everything} after another run"
    )


def exported(place: Path, url: str) -> dict[tuple[str, str], float]:
    """What `nnlab export` says of the students that no person need look at any more."""
    students = sorted({path.parts[-2] for path in (place / "grading" / "autograded").glob("*/*")})
    (place / "roster.csv").write_text(
        "student,email\n" + "".join(f"{name},{name}\n" for name in students), encoding="utf-8"
    )
    columns = [option for name in LESSONS for option in ("--column", f"{name}={name}")]
    command = ["export", url, "--format", "moodle", "--roster", "roster.csv", "--out", "moodle.csv"]
    start(place, "nnlab", *command, *columns).communicate()
    with (place / "moodle.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(students)
    return {
        (row["Email address"], name): float(row[name])
        for row in rows for name in LESSONS if row[name]
    }  # fmt: skip


def compare(connection: Connection, place: Path, person: tuple[str, str, str]) -> None:
    """Every row is as expected.csv says, and what a person entered is there."""
    grades = rows(connection, GRADES)
    found = {(row["student_id"], row["lesson"], row["cell"]): row for row in grades}
    with (place / "grading" / "expected.csv").open(encoding="utf-8") as file:
        expected = list(csv.DictReader(file))
    assert len(expected) > STUDENTS * 2
    for row in expected:
        if (row["student"], row["lesson"]) not in handed_in(place):
            continue
        key = row["student"], row["lesson"], grade_id(row["exercise"])
        assert f"{found[key]['auto_score']:g}" == row["score"], key
        by_a_person = key == person
        assert found[key]["manual_score"] == (0.5 if by_a_person else None), key
        asks = row["status"] == "refused" and not by_a_person
        assert found[key]["needs_manual_grade"] == asks, key
    comments = rows(connection, "SELECT * FROM comment WHERE manual_comment IS NOT NULL")
    assert [row["manual_comment"] for row in comments] == ["Well put."]


def notebooks(place: Path) -> dict[Path, int]:
    """Every autograded notebook, whole and with nothing but a timestamp beside it; when written."""
    found = sorted((place / "grading" / "autograded").glob("*/*/*.ipynb"))
    assert {path.parts[-3:-1] for path in found} == handed_in(place)
    for path in found:
        nbformat.validate(nbformat.read(path, as_version=4))
        beside = {each.name for each in path.parent.iterdir()} - {path.name, "nnlab"}
        assert beside <= {"timestamp.txt"}, path
    return {path: path.stat().st_mtime_ns for path in found}


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_submission_that_another_writes_meanwhile_is_looked_at_again(
    database: tuple[Path, Postgres], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between reading and writing, somebody else writes: once the new student, once new scores."""
    place, base = database
    course = Course.at(place)
    folder, out = place / "grading" / "submitted", place / "grading" / "results"
    ours = next(Class(course, folder, out, course.lessons[1:2], int(SEED)).results())
    theirs = copy.deepcopy(ours)
    for exercise in theirs.report.exercises:
        exercise.checks = []
    failures: list[str] = []
    frame, pauses = gradebook_rows._frame, gradebook_rows._pauses
    with ClassGradebook(course) as writer, ClassGradebook(course) as other:

        def late(*arguments: Any) -> str:
            monkeypatch.setattr(gradebook_rows, "_frame", frame)
            other.record(theirs)
            return frame(*arguments)

        def counted() -> Iterator[float]:
            for pause in pauses():
                failures.append(type(sys.exception().orig).__name__)
                yield pause

        monkeypatch.setattr(gradebook_rows, "_pauses", counted)
        for _ in range(2):
            monkeypatch.setattr(gradebook_rows, "_frame", late)
            writer.record(ours)
            with create_engine(base.url).connect() as connection:
                found = {row["cell"]: row["auto_score"] for row in rows(connection, GRADES)}
            for exercise in ours.report.exercises:
                assert found[grade_id(exercise.exercise)] == exercise.score
            theirs.report.exercises[0].checks = ours.report.exercises[0].checks
            ours.report.exercises[0].checks = []
    assert failures == ["UniqueViolation", "SerializationFailure"]
