"""What `nnlab doctor` looks at: one line for each thing the course needs, and how to mend it."""

from __future__ import annotations

import platform
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from labkit import isolation
from labkit.course import Course, CourseError
from labkit.study.progress import FILE, Progress
from labkit.wording import SET_UP

ADVICE = {
    "bubblewrap": "Install bubblewrap (on Debian and Ubuntu: apt install bubblewrap) and allow "
    "unprivileged user namespaces. In a container, landlock is as far as it goes.",
    "landlock": "Needs Linux 5.13 or newer with Landlock switched on.",
}

#: Whether a thing is in order (None: good to know), its name, and what was found or is to be done.
Finding = tuple[bool | None, str, str]


def findings() -> Iterator[Finding]:
    """Everything there is to say about this machine."""
    python, packages = _wanted()
    version = platform.python_version()
    if version in python:
        yield True, "Python", f"{version} in {sys.prefix}"
    else:
        advice = "Install one (python.org/downloads), then run `make setup PYTHON=…`"
        yield False, "Python", f"{version}, but the course needs {python}. {advice}."
    for package in packages:
        yield _package(package)
    yield from _isolation()
    try:
        course = Course.find()
    except CourseError as error:
        yield False, "course", str(error)
        return
    edition = "with solutions" if course.has_reference else "student edition"
    yield True, "course", f"{course.root}, {len(course.lessons)} lessons, {edition}"
    yield from _folders(course.root)
    yield _progress(course.root)


def _wanted() -> tuple[SpecifierSet, list[Requirement]]:
    """Pythons and packages of the course: from pyproject.toml, which an update of the course
    changes before anybody installs anew, else as installed."""
    path = Path(__file__).parents[1] / "pyproject.toml"
    try:
        project = tomllib.loads(path.read_text(encoding="utf-8"))["project"]
        python, lines = project["requires-python"], project["dependencies"]
    except (OSError, ValueError, KeyError):
        python = metadata.metadata("nnlab-course")["Requires-Python"]
        lines = metadata.requires("nnlab-course") or []
    wanted = [Requirement(line) for line in lines]
    return SpecifierSet(python), [w for w in wanted if "extra" not in str(w.marker or "")]


def _package(wanted: Requirement) -> Finding:
    try:
        version = metadata.version(wanted.name)
    except metadata.PackageNotFoundError:
        return False, wanted.name, f"is not installed. {SET_UP}"
    if not wanted.specifier.contains(version, prereleases=True):
        words = f"{version}, but the course needs {wanted.specifier}. {SET_UP}"
        return False, wanted.name, words
    return True, wanted.name, version


def _isolation() -> Iterator[Finding]:
    level = isolation.best_level()
    yield level.hides_files or None, "isolation", f"{level.name}. {level.sentence}"
    for better, reason in isolation.why_not().items():
        yield None, f"  not {better}", f"{reason}. {ADVICE[better]}"
    if not level.hides_files:
        yield None, "  meaning", "fine for your own code; grading a class needs --unsafe"


def _folders(root: Path) -> Iterator[Finding]:
    for name in ("nnlab", "course"):
        folder = root / name
        if not folder.is_dir():
            yield False, f"{name}/", f"is missing. Restore it: git checkout {name}, or nnlab update"
            continue
        try:
            with tempfile.TemporaryFile(dir=folder):
                pass
            yield True, f"{name}/", "can be written"
        except OSError as error:
            words = f"cannot be written ({error.strerror}). Change its owner or mode"
            yield False, f"{name}/", f"{words}, or copy the course to a folder of your own."
    if not (root / "tests" / "exercises").is_dir():
        words = (
            "is missing, so nothing can be checked. Restore it: git checkout tests, or nnlab update"
        )
        yield False, "tests/exercises/", words


def _progress(root: Path) -> Finding:
    progress = Progress(root)
    many = sum(bool(record.status) for record in progress.read().values())
    if progress.notes:
        return False, FILE.as_posix(), " ".join(progress.notes)
    try:
        progress.path.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryFile(dir=progress.path.parent):
            pass
    except OSError as error:
        words = f"cannot be written ({error.strerror}), so checks are not remembered"
        return False, FILE.as_posix(), f"{words}. Change the owner or mode of .nnlab/."
    return True, FILE.as_posix(), f"{many} exercises on record"
