"""A made-up class for trying out grading: submissions of every kind, and what they should earn.

The expected scores are worked out here by calling the checks directly, in one process, without
worker, session or pytest: a second opinion on the grading, not the grading itself.
"""

from __future__ import annotations

import ast
import copy
import csv
import importlib.util
import inspect
import random
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np

from labkit import bank
from labkit.build import build
from labkit.course import Course, CourseError, Exercise, Lesson
from labkit.fixtures import generator_for
from labkit.grading import COLUMNS

#: What students hand in, and how often.
KINDS = {
    "right": 8,
    "alternative": 4,
    "mistake": 12,
    "half": 3,
    "stub": 2,
    "syntax error": 2,
    "endless loop": 1,
    "not text": 1,
    "no module": 1,
    "no notebook": 1,
    "nothing": 1,
}
OTHER_SEEDS = (11, 12)


def write_class(course: Course, folder: Path, students: int, seed: int) -> None:
    """Write `students` submissions of every lesson into `folder`, and `expected.csv`.

    The grades are those of `nnlab grade --seed SEED`. A mistake whose score depends on the random
    inputs is left out as far as a few seeds show it, so that other seeds should agree, too.

    Raises CourseError where there is no `solutions/` to draw from, or `folder` is in use.
    """
    if not course.has_reference:
        raise CourseError("A demo class is drawn from solutions/, which is not here.")
    if folder.exists() and any(folder.iterdir()):
        raise CourseError(f"{folder} is not empty. Name a new folder.")
    folder.mkdir(parents=True, exist_ok=True)
    draw, files = random.Random(seed), build(course.root)
    seeds = (seed, *OTHER_SEEDS)
    width = len(str(students - 1))
    with (folder / "expected.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for number in range(students):
            student = f"student{number:0{width}d}"
            (folder / student).mkdir()
            for lesson in course.lessons:
                (kind,) = draw.choices(list(KINDS), KINDS.values())
                if number < len(KINDS):  # even a small class has one of each
                    kind = list(KINDS)[number]
                place = folder / student / lesson.name
                rows = _submit(course, lesson, place, kind, draw, files, seeds)
                writer.writerows({"student": student, **row} for row in rows)


def _submit(
    course: Course,
    lesson: Lesson,
    place: Path,
    kind: str,
    draw: random.Random,
    files: dict,
    seeds: tuple[int, ...],
) -> Iterator[dict[str, str]]:
    """Write one submission; yield its rows of the expected grades."""
    module, notebook = f"{lesson.module}.py", f"{lesson.name}.ipynb"
    functions = [exercise for exercise in lesson.exercises if exercise.kind == "function"]
    sources = bank.reference_sources(course.root)
    shares = dict.fromkeys((exercise.id for exercise in lesson.exercises), 1.0)
    status = dict.fromkeys(shares, "graded")
    if kind in ("mistake", "alternative"):
        entry, passed = _draw_entry(course.root, f"{kind}s", lesson.module, draw, seeds)
        sources = bank.variant_sources(course.root, f"{kind}s", entry)
        shares |= passed
    elif kind == "half":
        kept = functions[: len(functions) // 2]
        text = files[Path("nnlab", module)].decode("utf-8")
        sources[module] += "".join(_stub_again(text, e) for e in functions if e not in kept)
        # What was kept still calls what was not: only functions that stand alone are full.
        names = {e.name for e in functions if e not in kept}
        alone = [e for e in kept if not names & _names_in(course.root, e)]
        shares |= {e.id: float(e in alone) for e in functions}
    elif kind == "stub":
        sources[module] = files[Path("nnlab", module)].decode("utf-8")
        shares |= {e.id: 0.0 for e in functions}
    elif kind == "syntax error":
        sources[module] += "\ndef unfinished(:\n"
        shares |= {e.id: 0.0 for e in functions}
    elif kind == "endless loop":
        used = {name for e in functions for name in _names_in(course.root, e)}
        last = next((e for e in reversed(functions) if e.name not in used), functions[-1])
        sources[module] += f"\n\ndef {last.name}(*args, **kwargs):\n    while True:\n        pass\n"
        shares[last.id], status[last.id] = 0.0, "timeout"
    elif kind in ("not text", "no module"):
        shares |= {e.id: 0.0 for e in functions}
        status |= {e.id: "refused" if kind == "not text" else "missing" for e in functions}
    elif kind in ("no notebook", "nothing"):
        missing = lesson.exercises if kind == "nothing" else set(lesson.exercises) - set(functions)
        shares |= {e.id: 0.0 for e in missing}
        status |= {e.id: "missing" for e in missing}
    if kind != "nothing":
        (place / "nnlab").mkdir(parents=True)
        for name, text in sources.items():
            (place / "nnlab" / name).write_text(text, encoding="utf-8")
    if kind == "not text":
        (place / "nnlab" / module).write_bytes(b"x = '\xff\xfe'\n")
    if kind == "no module":
        (place / "nnlab" / module).unlink()
    if kind not in ("no notebook", "nothing"):
        answered = draw.random() < 0.6
        content = files[Path("grading" if answered else "course", *_within(answered, lesson))]
        (place / notebook).write_bytes(content)
        if not answered:
            shares |= {e.id: 0.0 for e in lesson.exercises if e.kind == "answers"}
    for exercise in lesson.exercises:
        yield {
            "lesson": lesson.name,
            "exercise": exercise.id,
            "score": f"{round(exercise.points * shares[exercise.id], 2):g}",
            "max_score": f"{exercise.points:g}",
            "status": status[exercise.id],
            "diagnosis": "",
        }


def _within(answered: bool, lesson: Lesson) -> tuple[str, ...]:
    inside = (lesson.name, f"{lesson.name}.ipynb")
    return ("source", *inside) if answered else inside


def _stub_again(stubs: str, exercise: Exercise) -> str:
    return (
        f"\n\ndef {exercise.name}(*args, **kwargs):\n"
        f'    raise NotImplementedError("{exercise.number} {exercise.id}")\n'
    )


def _names_in(root: Path, exercise: Exercise) -> set[str]:
    """The names that the reference of an exercise uses, itself or through its helpers."""
    tree = ast.parse(bank.reference_sources(root)[f"{exercise.module}.py"])
    uses = {
        node.name: {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    found: set[str] = set()
    waiting = [exercise.name]
    while waiting:
        new = uses.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found - {exercise.name}


# --- the second opinion -------------------------------------------------------------------------


def _draw_entry(
    root: Path, kind: bank.Kind, module: str, draw: random.Random, seeds: tuple[int, ...]
) -> tuple[bank.Entry, dict[str, float]]:
    """A bank entry whose score is the same whatever the random inputs."""
    entries = bank.entries(root, kind, module)
    draw.shuffle(entries)
    for entry in entries:
        passed = _shares(root, kind, entry, seeds)
        if passed is not None:
            return entry, passed
    raise CourseError(f"solutions/{kind}/{module}.py holds nothing to draw from.")


@cache
def _shares(
    root: Path, kind: bank.Kind, entry: bank.Entry, seeds: tuple[int, ...]
) -> dict[str, float] | None:
    """The share of checks that a variant passes, for every exercise of its module.

    None where that depends on the random inputs.
    """
    source = bank.variant_sources(root, kind, entry)[f"{entry.module}.py"]
    outcomes = [_passed(root, entry.module, source, seed) for seed in seeds]
    return outcomes[0] if all(other == outcomes[0] for other in outcomes) else None


def _passed(root: Path, name: str, source: str, seed: int) -> dict[str, float]:
    """Call every check of a module directly with the module built from `source`."""
    with _importable(root / "solutions"):
        reference = _load(bank.reference_sources(root)[f"{name}.py"], name)
        module = _load(source, name)
        results: dict[str, list[bool]] = {}
        for check in _checks(root, name):
            exercise = check.__name__.removeprefix("test_").partition("__")[0]
            wanted = inspect.signature(check).parameters
            if "answers" in wanted:
                continue
            with warnings.catch_warnings(record=True, action="always") as said:
                given = {
                    "student": SimpleNamespace(**_guarded(module)),
                    "reference": reference,
                    "rng": generator_for(check.__name__, seed),
                    "printed": lambda said=said: " ".join(w.category.__name__ for w in said),
                }
                try:
                    check(**{key: given[key] for key in wanted})
                    passed = True
                except BaseException:
                    passed = False
            results.setdefault(f"{name}.{exercise}", []).append(passed)
    return {exercise: sum(passed) / len(passed) for exercise, passed in results.items()}


def _checks(root: Path, name: str) -> Iterator[Callable[..., None]]:
    for folder in (root / "tests" / "exercises", root / "solutions" / "tests"):
        path = folder / f"test_{name}.py"
        if path.is_file():
            spec = importlib.util.spec_from_file_location(f"checks_{folder.name}_{name}", path)
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            yield from (check for key, check in vars(module).items() if key.startswith("test_"))


def _guarded(module: ModuleType) -> dict[str, Callable[..., Any]]:
    """The module's functions, working on copies and failing where they change an input.

    A generator that is passed twice goes on where its copy stopped, as in a worker.
    """
    generators: dict[int, tuple[np.random.Generator, np.random.Generator]] = {}

    def copied(value: Any, given: tuple) -> Any:
        for item in given:
            if isinstance(item, np.random.Generator):
                generators.setdefault(id(item), (item, copy.deepcopy(item)))
        return copy.deepcopy(value, {key: twin for key, (_, twin) in generators.items()})

    def guard(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            given = (*args, *kwargs.values())
            args, kwargs = copied(args, given), copied(kwargs, given)
            before = repr((args, kwargs))
            for value in (*args, *kwargs.values()):
                if isinstance(value, np.ndarray):
                    value.flags.writeable = False
            value = function(*args, **kwargs)
            assert repr((args, kwargs)) == before, "an input was changed"
            return copy.deepcopy(value)

        return call

    return {key: guard(value) for key, value in vars(module).items() if callable(value)}


def _load(source: str, name: str) -> ModuleType:
    module = ModuleType(f"nnlab.{name}")
    exec(compile(source, f"<{name}>", "exec"), module.__dict__)
    return module


@contextmanager
def _importable(folder: Path) -> Iterator[None]:
    """Make the reference package importable as `nnlab`, for a while."""
    before = {key: sys.modules.pop(key) for key in list(sys.modules) if key.startswith("nnlab")}
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        for key in [key for key in sys.modules if key.startswith("nnlab")]:
            del sys.modules[key]
        sys.modules.update(before)
