"""Grades cannot be forged: each hostile submission in `attacks/` is held to three things.

Its score is what honest grading gives; the grader and the submissions graded after it are unharmed;
nothing outside its sandbox has changed or has come to be known.

An attack's docstring says in one line what it does; comment lines below it say how to judge it:

    # honest: functions 1, step 7/8   the share of checks that each exercise passes; `functions`,
                                      `answers` and `all` are groups, a later entry goes first
    # base: right                     the file is appended to the right module (default: it is all)
    # grades: step, quiz              only these exercises (default: functions; of a folder: all)
    # status: timeout                 what the first exercise that loses points reports
    # needs: ordinary user            skipped aloud for root
    # kind: cell quiz                 the file is this answer cell's source, beside a right module
    # module: none                    ... or beside an empty one
    # kind: folder                    its `plant(place, world)` spoils a right submission on disk

Words such as @ROOT@ become the true paths and process numbers: secrecy of names is no defence.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import importlib.util
import json
import os
import re
import shutil
import socket
import sqlite3
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from labkit import bank, cards, isolation, terminal
from labkit import build as builder
from labkit.course import Course, Exercise
from labkit.engine import Engine
from labkit.grading import Class, Result, rows
from labkit.report import ExerciseReport, Report
from labkit.submission import SubmissionFiles, read_submission

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).with_name("attacks")
LESSON = "01_perceptron"
SECRET = "the-canary-sings-at-noon"  # planted wherever an attack must not look
MARK = "nnlab-attack"  # in the name of everything that an attack tries to create
SECONDS = 60  # of one attack, all its timeouts included
SEED = 7

#: A submission with two of the seven checks of gate_params passed, beside right answers.
WRONG = "\n\ndef gate_params(name):\n    return np.ones(2), -1.5\n"

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="attacks: NOT TESTED here: no isolation to attack"
)


# --- the attack files -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Attack:
    """One file of `attacks/`."""

    name: str
    text: str
    settings: dict[str, str] = field(hash=False)

    @property
    def kind(self) -> str:
        return self.settings.get("kind", "source")

    def chosen(self, course: Course) -> list[Exercise]:
        """The exercises that are graded."""
        if "grades" in self.settings:
            names = self.settings["grades"].split(", ")
            return [exercise for exercise in course.exercises if exercise.name in names]
        return [e for e in course.exercises if e.kind == "function" or self.kind == "folder"]

    def honest(self, exercise: Exercise) -> float:
        """The points of an honest grader."""
        for entry in reversed(self.settings["honest"].split(", ")):
            name, _, share = entry.partition(" ")
            group = {"function": "functions", "answers": "answers"}[exercise.kind]
            if name in (exercise.name, group, "all"):
                passed, _, total = share.partition("/")
                checks = exercise.public_checks + exercise.reference_checks
                assert total in ("", str(checks)), f"{exercise.id} has {checks} checks"
                return round(exercise.points * int(passed) / int(total or 1), 2)
        raise AssertionError(f"{self.name} does not say what {exercise.name} honestly earns")


def read_attack(path: Path) -> Attack:
    text = path.read_text(encoding="utf-8")
    head = text.partition("\n\n")[0]
    return Attack(path.stem, text, dict(re.findall(r"^# (\w+): (.+)$", head, re.MULTILINE)))


ATTACKS = [read_attack(path) for path in sorted(FOLDER.glob("*.py"))]
IN_FOLDERS = [attack for attack in ATTACKS if attack.kind == "folder"]
IN_MEMORY = [attack for attack in ATTACKS if attack.kind != "folder"]
by_name = functools.partial(pytest.mark.parametrize, "attack", ids=lambda attack: attack.name)


def test_every_attack_says_in_one_line_what_it_does() -> None:
    assert len(ATTACKS) >= 60
    for attack in ATTACKS:
        first = attack.text.splitlines()[0]
        assert re.fullmatch(r'"""[^"].{15,}\."""', first), attack.name
        assert "honest" in attack.settings, attack.name


# --- the world around the sandbox -----------------------------------------------------------------


@dataclass(frozen=True)
class World:
    """What an attack would like to read or change."""

    root: Path  # the course with its checks and solutions
    home: Path
    gradebook: Path
    other: Path  # another student's submission
    canary: Path  # a file in the temporary folder that everybody shares
    notebook: str  # with the right answers

    def fingerprint(self) -> dict[str, str]:
        """Every file of ours: name to hash, size, mode and owner."""
        found = {}
        for folder in (self.root, self.home, self.gradebook.parent, self.other, self.canary):
            for path in [folder, *folder.rglob("*")]:
                status = path.lstat()
                content = path.read_bytes() if path.is_file() else b""
                digest = hashlib.sha256(content).hexdigest()
                found[str(path)] = f"{digest} {status.st_size} {status.st_mode} {status.st_uid}"
        for path in sorted((ROOT / "labkit").rglob("*.py")):
            found[str(path)] = hashlib.sha256(path.read_bytes()).hexdigest()
        return found

    def leftovers(self) -> list[Path]:
        """What an attack has created outside."""
        shared = [Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp"), Path("/dev/shm")]
        packages = Path(sysconfig.get_path("purelib"))
        return [
            path for folder in (*shared, packages, Path.cwd()) for path in folder.glob(f"{MARK}*")
        ]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    base = tmp_path_factory.mktemp("world")
    root, home, other = base / "checkout", base / "home", base / "submitted" / "other" / LESSON
    skip = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "solutions", root / "solutions", ignore=skip)
    shutil.copytree(ROOT / "tests" / "exercises", root / "tests" / "exercises", ignore=skip)
    builder.write(root, builder.build(root))
    notebook = (root / "grading" / "source" / LESSON / f"{LESSON}.ipynb").read_text(
        encoding="utf-8"
    )
    for folder in ("solutions", "tests"):
        for path in (root / folder).rglob("*.py"):
            with path.open("a", encoding="utf-8") as file:
                file.write(f"\n# {SECRET}\n")
    right = bank.reference_sources(root)["perceptron.py"]
    (other / "nnlab").mkdir(parents=True)
    (other / "nnlab" / "perceptron.py").write_text(right, encoding="utf-8")
    (other / f"{LESSON}.ipynb").write_text(notebook, encoding="utf-8")
    home.mkdir()
    (home / ".bashrc").write_text(f"# {SECRET}\n", encoding="utf-8")
    gradebook = base / "grades" / "gradebook.db"
    gradebook.parent.mkdir()
    with contextlib.closing(sqlite3.connect(gradebook)) as database:
        database.execute("create table grade (student text, score real)")
        database.execute("insert into grade values (?, 12)", [SECRET])
        database.commit()
    with tempfile.NamedTemporaryFile("w", suffix="-canary", encoding="utf-8") as canary:
        canary.write(SECRET)
        canary.flush()
        yield World(root, home, gradebook, other, Path(canary.name), notebook)


@pytest.fixture(scope="module")
def lesson_course(world: World) -> Course:
    course = Course.at(world.root)
    return Course(course.root, [course.lesson(LESSON)])


@pytest.fixture(scope="module")
def right(world: World, lesson_course: Course) -> SubmissionFiles:
    files = read_submission(world.other, lesson_course, lesson_course.lessons)
    assert not files.complaints
    return files


@pytest.fixture(scope="module")
def listener() -> Iterator[socket.socket]:
    """Somebody to talk to, TCP and UDP on one port, who must never hear anything."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        yield server


# --- the grader under attack ----------------------------------------------------------------------


class Grader:
    """One engine for all attacks, and what it must still be able to do after each."""

    def __init__(self, engine: Engine, right: SubmissionFiles) -> None:
        self.engine, self._right = engine, right
        self._wrong = SubmissionFiles({**right.sources}, {**right.cells})
        self._wrong.sources["perceptron.py"] += WRONG
        self._first = self.controls()
        assert [report.score for report in self._first] == [36, 36 - 4 + 1.14]
        self._processes = len(descendants(self.session))

    @property
    def session(self) -> int:
        return self.engine._process.pid

    def controls(self) -> list[Report]:
        reports = [self.engine.grade(files, seed=SEED) for files in (self._right, self._wrong)]
        for report in reports:
            report.seconds = 0.0
        return reports

    def assert_unharmed(self, session: int) -> None:
        """The same process gives the same reports, and nothing of the attack still runs."""
        assert self.engine._process.poll() is None
        assert self.session == session, "the session process was replaced"
        for now, first in zip(self.controls(), self._first, strict=True):
            lines = json.dumps(now.to_json(), indent=1), json.dumps(first.to_json(), indent=1)
            assert [
                pair
                for pair in zip(*map(str.splitlines, lines), strict=False)
                if len(set(pair)) > 1
            ] == []
        deadline = time.monotonic() + 5
        while len(descendants(session)) > self._processes:
            assert time.monotonic() < deadline, "a process was left behind"
            time.sleep(0.02)


def descendants(pid: int) -> list[int]:
    """The living processes that come from `pid`."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            state, parent = (
                (folder / "stat").read_text("ascii", "replace").rpartition(")")[2].split()[:2]
            )
            if state != "Z":
                parents.setdefault(int(parent), []).append(int(folder.name))
    found = [pid]
    for process in found:
        found += parents.get(process, [])
    return found[1:]


@pytest.fixture(scope="module")
def grader(lesson_course: Course, world: World, right: SubmissionFiles) -> Iterator[Grader]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NNLAB_SECRET", SECRET)
        patch.setenv("HOME", str(world.home))
        with Engine(lesson_course) as engine:
            yield Grader(engine, right)


@pytest.fixture(scope="module", autouse=True)
def counted(say: list[str]) -> Iterator[None]:
    yield
    say.append(
        f"attacks: {len(ATTACKS)} hostile submissions at level {isolation.best_level().name}"
    )


def words(world: World, session: int, port: int) -> dict[str, str]:
    """What the words in an attack stand for."""
    return {
        "@ROOT@": str(world.root),
        "@LABKIT@": str(ROOT),
        "@SITE@": sysconfig.get_path("purelib"),
        "@HOME@": str(world.home),
        "@GRADEBOOK@": str(world.gradebook),
        "@OTHER@": str(world.other),
        "@CANARY@": str(world.canary),
        "@PID@": str(os.getpid()),
        "@SESSION@": str(session),
        "@PORT@": str(port),
    }


def submitted(
    attack: Attack, right: SubmissionFiles, replacements: dict[str, str]
) -> SubmissionFiles:
    """The attack as a submission, with true paths in it."""
    text = attack.text
    for word, meaning in replacements.items():
        text = text.replace(word, meaning)
    if attack.kind.startswith("cell "):
        name = attack.kind.removeprefix("cell ")
        cells = {**right.cells, f"perceptron.{name}": f"# answers: perceptron.{name}\n{text}"}
        empty = {"__init__.py": "", "perceptron.py": ""}
        return SubmissionFiles(empty if attack.settings.get("module") else right.sources, cells)
    if attack.settings.get("base") == "right":
        text = right.sources["perceptron.py"] + "\n\n" + text
    return SubmissionFiles({"__init__.py": "", "perceptron.py": text}, {})


def assert_harmless_to_read(reports: list[ExerciseReport]) -> None:
    """What a person is shown holds no secret, no markup and no command to a terminal."""
    html, text = cards.page(reports), terminal.plain(reports)
    stored = json.dumps([Report(reports, 0).to_json()], ensure_ascii=False)
    for shown in (html, text, stored):
        assert SECRET not in shown
        shown.encode("utf-8")
    body = html.partition("</style>")[2].lower()
    for tag in ("<script", "<img", "<svg", "<a ", "<b>", "<iframe"):
        assert tag not in body
    for shown in (html, text):
        odd = {char for char in shown if not char.isprintable() and char not in "\n\t"}
        assert not odd, f"control characters reach the reader: {sorted(map(ascii, odd))}"
    assert len(stored) < 400_000
    assert not re.search(r"these worked: \[[^\]]", stored)  # attacks that count their successes


@by_name(argvalues=IN_MEMORY)
def test_an_attack_earns_what_it_honestly_earns_and_harms_nobody(
    attack: Attack, grader: Grader, world: World, right: SubmissionFiles, listener: socket.socket
) -> None:
    course, session = grader.engine.course, grader.session
    before = world.fingerprint()
    exercises = attack.chosen(course)
    files = submitted(attack, right, words(world, session, listener.getsockname()[1]))

    started = time.monotonic()
    report = grader.engine.grade(files, exercises)
    assert time.monotonic() - started < SECONDS

    scores = {exercise.exercise: exercise.score for exercise in report.exercises}
    assert scores == {exercise.id: attack.honest(exercise) for exercise in exercises}
    assert report.isolation == isolation.best_level().name
    if "status" in attack.settings:
        lost = next(exercise for exercise in report.exercises if exercise.status != "passed")
        assert lost.status == attack.settings["status"]
    assert_harmless_to_read(report.exercises)
    messages = " ".join(check.message for entry in report.exercises for check in entry.checks)
    assert "Tell us" not in messages, "a check itself broke"

    grader.assert_unharmed(session)
    assert world.fingerprint() == before
    assert not world.leftovers()
    with pytest.raises(BlockingIOError):
        listener.accept()


# --- attacks on the folder that is read -----------------------------------------------------------


@pytest.fixture(scope="module")
def graded_class(
    lesson_course: Course, world: World, grader: Grader, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Result]]:
    """A class in which a right and a wrong submission follow every attack, graded at once.

    After `grader` has run, so that the byte code which Python keeps beside the checks is there.
    """
    base = tmp_path_factory.mktemp("class")
    tree = base / "submitted"
    for number, attack in enumerate(IN_FOLDERS):
        for place, kind in (
            (f"{number:02d}a", attack),
            (f"{number:02d}b", ""),
            (f"{number:02d}c", WRONG),
        ):
            folder = tree / place / LESSON
            shutil.copytree(world.other, folder)
            with (folder / "nnlab" / "perceptron.py").open("a", encoding="utf-8") as file:
                # Equal submissions would be graded once.
                file.write(f"\n# {place}\n" if kind is attack else f"{kind}\n# {place}\n")
            if kind is attack:
                code = FOLDER / f"{attack.name}.py"
                spec = importlib.util.spec_from_file_location(f"attack_{attack.name}", code)
                module = importlib.util.module_from_spec(spec)
                spec.loader.exec_module(module)
                module.plant(folder, world)
    before = world.fingerprint()
    started = time.monotonic()
    graded = Class(lesson_course, tree, base / "out")
    results = {result.job.student: result for result in graded.grade(jobs=1)}
    graded.write()
    assert time.monotonic() - started < SECONDS
    assert world.fingerprint() == before
    assert not world.leftovers()
    again = {result.job.student: result for result in graded.results()}
    assert {name: rows(result) for name, result in again.items()} == {
        name: rows(result) for name, result in results.items()
    }
    yield results
    for path in tree.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o700)


def earned(result: Result) -> dict[str, float]:
    return {row["exercise"]: float(row["score"]) for row in rows(result)}


@by_name(argvalues=IN_FOLDERS)
def test_a_hostile_folder_earns_what_it_honestly_earns_and_harms_nobody(
    attack: Attack, graded_class: dict[str, Result], lesson_course: Course
) -> None:
    if "needs" in attack.settings and os.geteuid() == 0:
        pytest.skip(f"attacks: {attack.name} was NOT TESTED here: permissions do not bind root")
    number = IN_FOLDERS.index(attack)
    result, after, last = (graded_class[f"{number:02d}{letter}"] for letter in "abc")
    assert result.error == ""
    assert earned(result) == {e.id: attack.honest(e) for e in attack.chosen(lesson_course)}
    if "status" in attack.settings:
        lost = next(row for row in rows(result) if float(row["score"]) < float(row["max_score"]))
        assert lost["status"] == attack.settings["status"]
        assert lost["diagnosis"]
    assert_harmless_to_read(result.report.exercises)
    for reason in (*result.refused.values(), *result.missing):
        assert reason.isprintable() and SECRET not in reason
    assert sum(earned(after).values()) == 36
    assert sum(earned(last).values()) == 36 - 4 + 1.14
