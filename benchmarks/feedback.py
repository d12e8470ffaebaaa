"""How long does a learner wait for a check? Every exercise, cold and warm, and its peers.

    python benchmarks/feedback.py [--rounds 5] [--otter FOLDER]

Warm is the second and every later check of a session, cold the first one: the trusted process has
to start and to load the checks. Every exercise is checked with the reference and with a mistake
from its bank, whose diagnosis takes longer. Runs of all kinds take turns. Prints a table.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tqdm import tqdm

from grading import Otter, install, read_checks
from labkit import bank, cards
from labkit import build as builder
from labkit.course import Course, Exercise
from labkit.engine import Engine
from labkit.submission import read_submission

ROOT = Path(__file__).parents[1]
COLD = 5  # first checks that are timed
OTTER_SCRIPT = """
import json, sys, time
started = time.perf_counter()
import otter
source, names, rounds = sys.argv[1], json.loads(sys.argv[2]), int(sys.argv[3])
exec(open(source, encoding="utf-8").read())
grader = otter.Notebook(tests_dir="tests")
grader.check(names[0])
seconds = {"cold": [time.perf_counter() - started], "warm": []}
for _ in range(rounds):
    for name in names:
        started = time.perf_counter()
        grader.check(name)
        seconds["warm"].append(time.perf_counter() - started)
print(json.dumps(seconds))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3, help="warm checks of each exercise")
    parser.add_argument("--otter", type=Path, help="an environment that has otter-grader")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        course = fresh_course(Path(folder) / "course")
        seconds = our_checks(course, chosen.rounds)
        seconds |= plain_pytest(course)
        seconds |= otter_checks(course, Path(folder) / "otter", chosen.otter, chosen.rounds)
    print(table(seconds))


def fresh_course(place: Path) -> Course:
    """A course beside this one, with the reference as the learner's work."""
    skip = shutil.ignore_patterns("__pycache__")
    for part in ("solutions", "tests/exercises"):
        shutil.copytree(ROOT / part, place / part, ignore=skip)
    builder.write(place, builder.build(place))
    _write(place, bank.reference_sources(place))
    return Course.at(place)


def our_checks(course: Course, rounds: int) -> dict[str, list[float]]:
    """Seconds from the call to the finished card."""
    found: dict[str, list[float]] = defaultdict(list)
    functions = [exercise for exercise in course.exercises if exercise.kind == "function"]
    for exercise in random.Random(0).sample(functions, COLD):
        with Engine(course) as engine:
            found["check, cold"].append(_timed(partial(_check, engine, course, exercise)))
    mistakes = {
        exercise: random.Random(exercise.id).choice(
            [entry for entry in bank.entries(course.root, "mistakes", exercise.module)
             if entry.exercise == exercise.id]
        )
        for exercise in functions
    }  # fmt: skip
    with Engine(course) as engine:
        _check(engine, course, functions[0])
        for _ in tqdm(range(rounds), "our checks", disable=None):
            for exercise in functions:
                _write(course.root, bank.reference_sources(course.root))
                seconds = _timed(partial(_check, engine, course, exercise))
                found["check, warm, right answer"].append(seconds)
                entry = mistakes[exercise]
                _write(course.root, bank.variant_sources(course.root, "mistakes", entry))
                seconds = _timed(partial(_check, engine, course, exercise))
                found["check, warm, wrong answer"].append(seconds)
    _write(course.root, bank.reference_sources(course.root))
    return found


def plain_pytest(course: Course) -> dict[str, list[float]]:
    """One pytest process for the public checks of an exercise, as `pytest -k` would be typed.

    It runs without isolation: the checks get the reference module itself.
    """
    (course.root / "conftest.py").write_text(
        "import importlib, sys\nimport numpy as np\nimport pytest\n\n\n"
        "@pytest.fixture\ndef student(request):\n"
        "    sys.path.insert(0, str(request.config.rootpath / 'solutions'))\n"
        "    return importlib.import_module("
        "'nnlab.' + request.node.path.stem.removeprefix('test_'))\n\n\n"
        "@pytest.fixture\ndef rng():\n    return np.random.default_rng()\n\n\n"
        "@pytest.fixture\ndef printed():\n    return lambda: ''\n",
        encoding="utf-8",
    )
    functions = [exercise for exercise in course.exercises if exercise.kind == "function"]
    found = []
    for exercise in random.Random(1).sample(functions, COLD):
        command = [sys.executable, "-m", "pytest", "-q", "--import-mode=importlib"]
        command += ["-k", f"test_{exercise.name}__", f"tests/exercises/test_{exercise.module}.py"]
        run = partial(subprocess.run, command, cwd=course.root, stdout=subprocess.DEVNULL)
        found.append(_timed(run))
    return {"pytest -k, one process": found}


def otter_checks(
    course: Course, folder: Path, environment: Path | None, rounds: int
) -> dict[str, list[float]]:
    """`Notebook.check` of otter-grader in one process: the public checks of the first lesson that
    its cells can take."""
    folder.mkdir()
    if environment is None:
        environment = folder / "environment"
        install(environment, "otter-grader", "ipykernel")
    lesson = course.lesson("01")
    checks = read_checks(course, lesson)
    (folder / "tests").mkdir()
    for exercise in checks.tests:
        text = Otter._test_file(checks, exercise, 1.0)
        (folder / "tests" / f"{exercise}.py").write_text(text, encoding="utf-8")
    source = course.root / "solutions" / "nnlab" / f"{lesson.module}.py"
    (folder / "run.py").write_text(OTTER_SCRIPT, encoding="utf-8")
    command = [str(environment / "bin" / "python"), "run.py", str(source)]
    command += [json.dumps(list(checks.tests)), str(rounds)]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=True)
    seconds = json.loads(done.stdout.splitlines()[-1])
    return {f"otter's Notebook.check, {kind}": seconds[kind] for kind in seconds}


def _check(engine: Engine, course: Course, exercise: Exercise) -> None:
    """What `check(...)` in a notebook does, without the kernel."""
    files = read_submission(course.root, course, course.lessons_of([exercise]))
    cards.page(engine.grade(files, [exercise]).exercises)


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _write(place: Path, sources: dict[str, str]) -> None:
    for name, text in sources.items():
        (place / "nnlab" / name).write_text(text, encoding="utf-8")


def table(seconds: dict[str, list[float]]) -> str:
    lines = ["| | checks | p50 | p95 |", "|---|---:|---:|---:|"]
    for name, values in seconds.items():
        p95 = statistics.quantiles(values, n=20)[-1] if len(values) > 1 else values[0]
        lines.append(
            f"| {name} | {len(values)} | {statistics.median(values):.3f} s | {p95:.3f} s |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
