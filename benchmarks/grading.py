"""What does it cost to grade a student? This grader and its peers, side by side on one class.

    python benchmarks/grading.py --students 10 100 1000

Runs of all systems take turns, so that whatever else the machine does hits each of them; medians
are printed as a table in Markdown. Only the ratios mean something on another machine.
"""

from __future__ import annotations

import argparse
import ast
import ctypes
import itertools
import json
import os
import re
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.api import Gradebook
from tqdm import tqdm

from labkit import build as builder
from labkit import demo, isolation
from labkit.course import Course, Lesson
from labkit.programs import search_path
from labkit.submission import read_submission

ROOT = Path(__file__).parents[1]
LESSON = "01_perceptron"
SEED = 5
#: Of the kinds of a demo class: who hands in both files, and no endless loop (it costs the wall
#: time of its time limits, on purpose, and stock nbgrader thirty seconds a cell).
KINDS = ("right", "alternative", "mistake", "half", "stub", "syntax error")
LONG = 300  # students; a class that large is graded once, being long enough to even out noise
FEW = 2  # students of the short run that tells nbgrader's start-up from its cost per student
BURN = 0.5  # CPU seconds of the submission that proves the measuring
SAMPLE_SECONDS = 0.05


# --- measuring ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cost:
    """What a command and everything that it started took."""

    cpu: float  # seconds, user and system
    wall: float  # seconds
    peak: int  # bytes: resident memory, summed over the processes (shared pages count again)
    waited_cpu: float  # CPU seconds as `wait4` tells them

    def __add__(self, other: Cost) -> Cost:
        return Cost(
            self.cpu + other.cpu,
            self.wall + other.wall,
            max(self.peak, other.peak),
            self.waited_cpu + other.waited_cpu,
        )


class CpuCounter:
    """CPU time of a process, from its next `exec` on, with all its descendants.

    The kernel's own counter (`perf_event_open`, task clock, inherited). `wait4` and RUSAGE_CHILDREN
    do not do: children of a process that ignores SIGCHLD, as the warm parent of our workers does,
    are nobody's afterwards, and a third of the time would be missing.
    """

    _CALL = {"x86_64": 298, "aarch64": 241}.get(os.uname().machine)
    _SOFTWARE, _TASK_CLOCK, _SIZE = 1, 1, 112
    _DISABLED, _INHERIT, _ENABLE_ON_EXEC = 1 << 0, 1 << 1, 1 << 12

    def __init__(self, pid: int) -> None:
        """Raises OSError where the kernel or a container forbids it."""
        if self._CALL is None:
            raise OSError(f"the number of perf_event_open on {os.uname().machine} is not known")
        flags = self._DISABLED | self._INHERIT | self._ENABLE_ON_EXEC
        attributes = struct.pack(
            "IIQQQQQ", self._SOFTWARE, self._SIZE, self._TASK_CLOCK, 0, 0, 0, flags
        ).ljust(self._SIZE, b"\0")
        libc = ctypes.CDLL(None, use_errno=True)
        self._descriptor = libc.syscall(self._CALL, attributes, pid, -1, -1, 0)
        if self._descriptor < 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))

    def read(self) -> float:
        """The seconds so far; closes the counter."""
        (nanoseconds,) = struct.unpack("Q", os.read(self._descriptor, 8))
        os.close(self._descriptor)
        return nanoseconds / 1e9


def measure(command: list[str], folder: Path, environment: dict[str, str] | None = None) -> Cost:
    """Run a command to its end. Raises RuntimeError with its last words where it fails."""
    # The shell waits for a line, so that the counter is there before the command starts.
    starter = ["/bin/sh", "-c", 'read go; exec "$@"', "sh", *command]
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            starter,
            cwd=folder,
            env={**os.environ, "PATH": search_path(), **(environment or {})},
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        counter = CpuCounter(process.pid)
        started, peak = time.perf_counter(), 0
        process.stdin.write(b"\n")
        process.stdin.close()
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            peak = max(peak, resident(process.pid))
            time.sleep(SAMPLE_SECONDS)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            words = output.read().decode(errors="replace")[-3000:]
            raise RuntimeError(f"{' '.join(command)} failed:\n{words}")
    return Cost(counter.read(), wall, peak, usage.ru_utime + usage.ru_stime)


def resident(root: int) -> int:
    """The resident memory of a process and its descendants, in bytes."""
    parents, pages = {}, {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                # The name of the program, in parentheses, may itself hold spaces and parentheses.
                fields = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()
            except OSError:  # it has just ended
                continue
            parents[int(entry.name)], pages[int(entry.name)] = int(fields[1]), int(fields[21])
    total, level = 0, {root}
    while level:
        total += sum(pages.get(pid, 0) for pid in level)
        level = {pid for pid, parent in parents.items() if parent in level}
    return total * os.sysconf("SC_PAGE_SIZE")


# --- the class ------------------------------------------------------------------------------------


def make_checkout(folder: Path) -> Course:
    """A full checkout of lesson 01 alone, freshly built, with nbgrader's database of it."""
    skip = shutil.ignore_patterns("__pycache__")
    for part in ("solutions", "tests/exercises"):
        shutil.copytree(ROOT / part, folder / part, ignore=skip)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    builder.write(folder, builder.build(folder))
    measure(["nbgrader", "generate_assignment", LESSON, "--force"], folder)
    course = Course.at(folder)
    return Course(folder, [course.lesson(LESSON)])


def make_class(course: Course, folder: Path, students: int) -> list[Path]:
    """A demo class in which no two submissions are equal: equal ones would share a result."""
    kinds = {kind: demo.KINDS[kind] for kind in KINDS}
    with patch.object(demo, "KINDS", kinds):
        demo.write_class(course, folder, students, SEED)
    submissions = sorted(path / LESSON for path in folder.glob("student*"))
    for submission in submissions:
        with (submission / "nnlab" / "perceptron.py").open("a", encoding="utf-8") as file:
            file.write(f"\n# handed in by {submission.parent.name}\n")
    return submissions


def set_aside(folder: Path) -> Path:
    """Move what a run before wrote into a new folder, and return that. Deleting it would cost the
    next run: ext4 is slow to make files where many were deleted in the last seconds."""
    aside = Path(tempfile.mkdtemp(prefix="aside-", dir=folder.parent))
    if folder.exists():
        folder.rename(aside / folder.name)
    return aside


# --- ours -----------------------------------------------------------------------------------------


class Ours:
    """`nnlab grade`, started anew: no kept results, and a gradebook without submissions."""

    def __init__(self, course: Course, submissions: Path, gradebook: bool) -> None:
        self._course, self._submissions, self._gradebook = course, submissions, gradebook
        self._book = course.root / "grading" / "gradebook.db"
        self._empty = course.root / "gradebook-without-submissions.db"
        if not self._empty.exists():
            shutil.copy(self._book, self._empty)

    def __call__(self) -> Cost:
        shutil.copy(self._empty, self._book)
        aside = set_aside(self._course.root / "grading" / "autograded")
        out = aside / "out"
        command = ["nnlab", "grade", str(self._submissions), "--lesson", "01", "--out", str(out)]
        cost = measure([*command, *(["--gradebook"] if self._gradebook else [])], self._course.root)
        graded = len(list(out.glob("results/*/*.json")))
        students = len(list(self._submissions.glob("student*")))
        if graded != students:
            raise RuntimeError(f"{graded} results for {students} students: some were equal")
        return cost


# --- the same assignment for the peers ------------------------------------------------------------

#: What the checks use, from NumPy alone: a peer's process need not know these tools.
HELPERS = """
import types
import numpy as np


def assert_close(got, expected, rtol=1e-9, atol=0.0, dtype=None):
    assert got is not None and not isinstance(got, (list, tuple, dict, str))
    got, expected = np.asarray(got), np.asarray(expected)
    assert got.shape == expected.shape
    assert dtype is not float or got.dtype == np.float64
    assert dtype is not int or got.dtype.kind in "iu"
    assert got.dtype != bool or expected.dtype == bool
    assert np.allclose(got, expected, rtol=rtol, atol=atol)


def assert_equal(got, expected):
    if isinstance(expected, (np.ndarray, np.generic, int, float)):
        assert_close(got, expected, rtol=0.0)
    else:
        assert type(got) is type(expected) and got == expected


class raises:
    def __init__(self, kind):
        self.kind = kind

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        assert kind is not None, "nothing was raised"
        self.value = value
        return issubclass(kind, self.kind)


pytest = types.SimpleNamespace(raises=raises)
"""


@dataclass(frozen=True)
class Checks:
    """The checks of a lesson as source: what they share, and the tests of each exercise."""

    shared: str
    tests: dict[str, dict[str, str]]  # exercise ("step") to test name to source
    needs: dict[str, list[str]]  # test name to the names of its arguments

    def call(self, name: str) -> str:
        """The line that runs a test; `student` and `answers` are whatever the cell calls so."""
        needs = ["np.random.default_rng()" if n == "rng" else n for n in self.needs[name]]
        return f"{name}({', '.join(needs)})"


def read_checks(course: Course, lesson: Lesson) -> Checks:
    """Take the public and the reference checks apart, without the imports of these tools. The
    reference goes along, as an instructor's hidden tests would bring their expected values."""
    solution = (course.root / "solutions" / "nnlab" / f"{lesson.module}.py").read_text("utf-8")
    solution = re.sub("# (BEGIN|END) SOLUTION", "", solution)  # nbgrader would obey these
    loading = f'reference = types.ModuleType("reference")\nexec({solution!r}, vars(reference))'
    shared, tests, needs = [HELPERS, loading], {}, {}
    for path in check_files(course, lesson):
        source = path.read_text(encoding="utf-8")
        for node in ast.parse(source).body:
            text = ast.get_source_segment(source, node)
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                exercise = node.name.removeprefix("test_").partition("__")[0]
                tests.setdefault(exercise, {})[node.name] = text
                needs[node.name] = [argument.arg for argument in node.args.args]
            elif not isinstance(node, ast.Import | ast.ImportFrom | ast.Expr):
                shared.append(text)
    return Checks("\n\n\n".join(shared).strip() + "\n", tests, needs)


def check_files(course: Course, lesson: Lesson) -> list[Path]:
    """The files of public and of reference checks."""
    name = f"test_{lesson.module}.py"
    return [course.root / "tests" / "exercises" / name, course.root / "solutions" / "tests" / name]


def student_functions(course: Course, submission: Path) -> str:
    """The module that a student handed in."""
    lesson = course.lessons[0]
    return read_submission(submission, course, [lesson]).sources[f"{lesson.module}.py"]


def functions(lesson: Lesson) -> list[str]:
    """The names of a lesson's functions: the first student has them right, and may lack answers."""
    return [exercise.name for exercise in lesson.exercises if exercise.kind == "function"]


def _is_answer(cell: nbformat.NotebookNode) -> bool:
    return cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("solution", False)


def notebook(cells: Iterable[nbformat.NotebookNode]) -> nbformat.NotebookNode:
    """A notebook with reproducible cell ids and a kernel."""
    made = new_notebook(cells=list(cells))
    made.metadata.kernelspec = {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    }
    made.metadata.language_info = {"name": "python"}
    for number, cell in enumerate(made.cells):
        cell.id = f"cell-{number}"
    return made


class Peer:
    """Something that grades some students; a call grades them all, from a clean start."""

    name: str

    def prepare(self, folder: Path, course: Course, submissions: list[Path]) -> None:
        """Write what is graded into `folder`. Raises RuntimeError where that cannot be."""
        raise NotImplementedError

    def __call__(self) -> Cost:
        raise NotImplementedError


class StockNbgrader(Peer):
    """`nbgrader autograde` as it comes, one call for all; a cell of asserts per exercise."""

    name = "nbgrader autograde"

    def prepare(self, folder: Path, course: Course, submissions: list[Path]) -> None:
        self._folder = folder
        self._first = submissions[0].parent.name
        lesson, checks = course.lessons[0], read_checks(course, course.lessons[0])
        self._functions = functions(lesson)
        folder.mkdir(parents=True)
        settings = 'c = get_config()\nc.CourseDirectory.course_id = "peer"\n'
        (folder / "nbgrader_config.py").write_text(settings, encoding="utf-8")
        source = course.root / "course" / LESSON / f"{LESSON}.ipynb"
        stubs = (course.root / "nnlab" / f"{lesson.module}.py").read_text(encoding="utf-8")
        self._write(self._notebook(source, lesson, checks, stubs), folder / "source" / LESSON)
        measure(["nbgrader", "generate_assignment", LESSON], folder)
        for submission in submissions:
            code = student_functions(course, submission)
            made = self._notebook(submission / source.name, lesson, checks, code)
            self._write(made, folder / "submitted" / submission.parent.name / LESSON)
        shutil.copy(folder / "gradebook.db", folder / "empty.db")

    @staticmethod
    def _notebook(path: Path, lesson: Lesson, checks: Checks, code: str) -> nbformat.NotebookNode:
        """The text and the answer cells of a notebook; its functions and asserts instead of the
        rest, which needs these tools and draws."""

        def cell(source: str, name: str, solution: bool, points: float | None = None):
            meta = {"schema_version": 3, "grade_id": name, "solution": solution, "task": False}
            meta |= {"grade": points is not None, "locked": not solution}
            meta |= {} if points is None else {"points": points}
            return new_code_cell(source, metadata={"nbgrader": meta})

        old = nbformat.read(path, as_version=4).cells
        cells = [c for c in old if c.cell_type == "markdown" or _is_answer(c)]
        cells += [cell(code, "functions", True), cell(checks.shared, "shared", False)]
        names = ", ".join(f"{name}=globals().get({name!r})" for name in checks.tests)
        points = {exercise.name: exercise.points for exercise in lesson.exercises}
        for exercise, tests in checks.tests.items():
            parts = [*tests.values(), f"student = types.SimpleNamespace({names})"]
            parts.append("answers = globals()")
            parts += [checks.call(name) for name in tests]
            cells.append(cell("\n\n".join(parts), f"check-{exercise}", False, points[exercise]))
        return notebook(cells)

    @staticmethod
    def _write(made: nbformat.NotebookNode, folder: Path) -> None:
        folder.mkdir(parents=True)
        nbformat.write(made, folder / f"{LESSON}.ipynb")

    def __call__(self) -> Cost:
        set_aside(self._folder / "autograded")
        shutil.copy(self._folder / "empty.db", self._folder / "gradebook.db")
        cost = measure(["nbgrader", "autograde", LESSON], self._folder)
        with Gradebook(f"sqlite:///{self._folder / 'gradebook.db'}") as book:
            (page,) = book.find_submission(LESSON, self._first).notebooks
            scores = {grade.name: (grade.auto_score, grade.max_score) for grade in page.grades}
        require_full(self.name, [scores[f"check-{name}"] for name in self._functions])
        return cost


class Otter(Peer):
    """`otter run` for each student, from an environment of its own."""

    name = "otter run"

    def __init__(self, environment: Path | None) -> None:
        self._environment = environment

    def prepare(self, folder: Path, course: Course, submissions: list[Path]) -> None:
        folder.mkdir(parents=True)
        if self._environment is None:
            self._environment = folder / "environment"
            install(self._environment, "otter-grader", "ipykernel")
        lesson = course.lessons[0]
        checks = read_checks(course, lesson)
        self._folder, self._functions = folder, functions(lesson)
        (folder / "tests").mkdir()
        for exercise in checks.tests:
            points = next(e.points for e in lesson.exercises if e.name == exercise)
            (folder / "tests" / f"{exercise}.py").write_text(
                self._test_file(checks, exercise, points), encoding="utf-8"
            )
        command = [str(self._environment / "bin" / "otter"), "generate", "-t", "tests"]
        measure([*command, "-o", "autograder.zip", "--no-environment"], folder, self._variables)
        self._notebooks = []
        for submission in submissions:
            handed_in = nbformat.read(submission / f"{LESSON}.ipynb", as_version=4)
            cells = [cell for cell in handed_in.cells if _is_answer(cell)]
            cells.append(new_code_cell(student_functions(course, submission)))
            path = folder / "submissions" / submission.parent.name / f"{LESSON}.ipynb"
            path.parent.mkdir(parents=True)
            nbformat.write(notebook(cells), path)
            self._notebooks.append(path)

    @staticmethod
    def _test_file(checks: Checks, exercise: str, points: float) -> str:
        """Otter hands its tests the names of the student's notebook that they ask for."""
        parts = ["from otter.test_files import test_case", "OK_FORMAT = False"]
        parts += [f"name = {exercise!r}", f"points = {points!r}", checks.shared]
        for name, source in checks.tests[exercise].items():
            run = f"@test_case()\ndef run_{name}(env):\n"
            run += "    student, answers = types.SimpleNamespace(**env), env\n"
            run += f"    {checks.call(name)}\n"
            parts += [source, run]
        return "\n\n\n".join(parts)

    @property
    def _variables(self) -> dict[str, str]:
        return {"PATH": f"{self._environment / 'bin'}{os.pathsep}{os.environ['PATH']}"}

    def __call__(self) -> Cost:
        command = [str(self._environment / "bin" / "otter"), "run", "--no-logo"]
        command += ["-a", str(self._folder / "autograder.zip")]
        costs = []
        for path in self._notebooks:
            arguments = [*command, "-o", str(path.parent), str(path)]
            costs.append(measure(arguments, path.parent, self._variables))
        results = json.loads((self._notebooks[0].parent / "results.json").read_text("utf-8"))
        tests = {test["name"]: test for test in results["tests"]}
        scores = [(tests[name]["score"], tests[name]["max_score"]) for name in self._functions]
        require_full(self.name, scores)
        return sum(costs[1:], costs[0])


class PlainPytest(Peer):
    """pytest in each student's tree, everything in one process: no isolation whatever."""

    name = "pytest"

    def prepare(self, folder: Path, course: Course, submissions: list[Path]) -> None:
        lesson, self._folders = course.lessons[0], []
        fixtures = f"""
            from importlib.util import module_from_spec, spec_from_file_location

            import numpy as np
            import pytest


            @pytest.fixture
            def student():
                from nnlab import {lesson.module}
                return {lesson.module}


            @pytest.fixture
            def rng():
                return np.random.default_rng()


            @pytest.fixture
            def answers():
                pytest.skip("a notebook's answers are beyond plain pytest")


            @pytest.fixture(scope="session")
            def reference():
                place = {str(course.root / "solutions" / "nnlab" / f"{lesson.module}.py")!r}
                spec = spec_from_file_location("reference", place)
                module = module_from_spec(spec)
                spec.loader.exec_module(module)
                return module
            """
        for submission in submissions:
            tree = folder / submission.parent.name
            (tree / "tests").mkdir(parents=True)
            shutil.copytree(submission / "nnlab", tree / "nnlab")
            for number, path in enumerate(check_files(course, lesson)):
                shutil.copy(path, tree / "tests" / f"test_{number}.py")
            (tree / "conftest.py").write_text(textwrap.dedent(fixtures), encoding="utf-8")
            self._folders.append(tree)

    def __call__(self) -> Cost:
        # pytest ends with 1 where checks fail, which is a result here, not an error.
        run = f'"{sys.executable}" -m pytest -q -p no:cacheprovider tests || test $? = 1'
        variables = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        costs = [measure(["/bin/sh", "-c", run], tree, variables) for tree in self._folders]
        return sum(costs[1:], costs[0])


def require_full(name: str, scores: list[tuple[float, float]]) -> None:
    """The first student of a class is right: anything less means that a peer was not at work."""
    if not scores or any(score != points for score, points in scores):
        raise RuntimeError(f"{name} gave a right submission {scores}")


def install(environment: Path, *packages: str) -> None:
    """Make a virtual environment with `packages`. Raises RuntimeError where they cannot be had."""
    try:
        for command in (
            [sys.executable, "-m", "venv", str(environment)],
            [str(environment / "bin" / "python"), "-m", "pip", "install", "--quiet", *packages],
        ):
            subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
    except subprocess.CalledProcessError as error:
        last = (error.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise RuntimeError(f"{packages[0]} could not be installed: {last}") from error


# --- the proof that the measuring counts what submissions do --------------------------------------


def prove_counting(course: Course, folder: Path) -> str:
    """Grade one submission as it is and with a loop that burns CPU in the worker; say what that
    adds to the count."""
    (submission,) = make_class(course, folder, 1)
    grade = Ours(course, folder, gradebook=False)
    grade()  # the first run compiles modules, which would outweigh what is to be seen
    before = grade()
    module = submission / "nnlab" / "perceptron.py"
    loop = f"\nimport time\nwhile time.process_time() < {BURN}:\n    pass\n"
    module.write_text(module.read_text(encoding="utf-8") + loop, encoding="utf-8")
    after = grade()
    counted, waited = after.cpu - before.cpu, after.waited_cpu - before.waited_cpu
    return (
        f"A submission that burns {BURN:g} s of CPU in its sandbox added {counted:.2f} s to what "
        f"is counted here, and {waited:.2f} s to what `wait4` would have told."
    )


# --- the run --------------------------------------------------------------------------------------


Runs = dict[tuple[str, int], list[Cost]]


def run(options: argparse.Namespace, folder: Path) -> tuple[Runs, list[str]]:
    """Measure everything, taking turns; return the costs and what there is to say about them."""
    course = make_checkout(folder / "checkout")
    remarks = [prove_counting(course, folder / "burn")]
    systems: dict[tuple[str, int], Callable[[], Cost]] = {}
    sample = make_class(course, folder / "sample", options.peers)
    for many in options.students:
        place = folder / f"class{many}"
        make_class(course, place, many)
        systems["nnlab grade --gradebook", many] = Ours(course, place, gradebook=True)
        systems["nnlab grade", many] = Ours(course, place, gradebook=False)
    peers = [(StockNbgrader(), FEW), (StockNbgrader(), options.peers)]
    peers += [(Otter(options.otter), options.peers), (PlainPytest(), options.peers)]
    for peer, many in peers:
        try:
            peer.prepare(folder / f"{type(peer).__name__}{many}", course, sample[:many])
            systems[peer.name, many] = peer
        except RuntimeError as error:
            remarks.append(f"{peer.name} was left out: {error}")
    plan = [
        (turn, key)
        for turn in range(options.rounds)
        for key in systems
        if turn == 0 or key[1] < LONG
    ]
    runs: Runs = {}
    with tqdm(plan, unit="run", disable=None) as bar:
        for _, (name, many) in bar:
            bar.set_postfix_str(f"{name}, {many} students")
            runs.setdefault((name, many), []).append(systems[name, many]())
    return runs, remarks


def table(runs: Runs, options: argparse.Namespace) -> str:
    """The medians per student as Markdown."""

    def median(key: tuple[str, int], what: str) -> float:
        return statistics.median(getattr(cost, what) for cost in runs[key])

    few, all_ = (StockNbgrader.name, FEW), (StockNbgrader.name, options.peers)
    each = (median(all_, "cpu") - median(few, "cpu")) / (options.peers - FEW)
    start = median(all_, "cpu") - options.peers * each
    lines = [
        "| system | students | runs | CPU s per student | wall s per student | peak MiB "
        "| stock nbgrader's CPU ÷ this |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for (name, many), costs in runs.items():
        cpu, wall = (median((name, many), what) / many for what in ("cpu", "wall"))
        peak = max(cost.peak for cost in costs) / 2**20
        if name.startswith("nnlab"):
            ratio = f"{(start + each * many) / many / cpu:.1f}"
        else:
            ratio = f"{median(all_, 'cpu') / options.peers / cpu:.1f}"
        lines.append(
            f"| `{name}` | {many:,} | {len(costs)} | {cpu:.3f} | {wall:.3f} | {peak:,.0f} "
            f"| {ratio} |"
        )
    lines += [
        "",
        f"Stock nbgrader: {start:.1f} s of CPU to start, then {each:.2f} s for each student "
        f"(from its runs with {FEW} and {options.peers}); the last column compares with a class of "
        "the same size at that price.",
    ]
    ours = "nnlab grade --gradebook"
    sizes = sorted(options.students)
    for one, other in itertools.pairwise(sizes):
        more = (median((ours, other), "cpu") - median((ours, one), "cpu")) / (other - one)
        lines.append(
            f"`{ours}`: every student between {one:,} and {other:,} costs {more:.3f} s of CPU, "
            f"{each / more:.1f} times less than with stock nbgrader."
        )
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--students", type=int, nargs="+", default=[10, 100, 1000])
    parser.add_argument("--rounds", type=int, default=3, help="of runs that take turns")
    parser.add_argument("--peers", type=int, default=10, help="students that the peers grade")
    parser.add_argument("--otter", type=Path, help="an environment that has it, with ipykernel")
    options = parser.parse_args()
    if options.peers <= FEW:
        parser.error(f"--peers must be more than {FEW}")
    isolation.require_hidden_files(unsafe=False)
    with tempfile.TemporaryDirectory(prefix="nnlab-benchmark-") as folder:
        runs, remarks = run(options, Path(folder))
    print(f"{os.cpu_count()} cores, isolation: {isolation.best_level().name}\n")
    print("\n".join(remarks))
    print(table(runs, options))


if __name__ == "__main__":
    main()
