"""What `nnlab doctor` looks at: one line for each thing the course needs."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from importlib import metadata

from labkit import isolation
from labkit.course import Course, CourseError

ADVICE = {
    "bubblewrap": "Install bubblewrap (on Debian and Ubuntu: apt install bubblewrap) and allow "
    "unprivileged user namespaces. In a container, landlock is as far as it goes.",
    "landlock": "Needs Linux 5.13 or newer with Landlock switched on.",
}


def findings() -> Iterator[tuple[bool, str, str]]:
    """For each thing: whether it is in order, its name, and what was found or is to be done."""
    yield True, "Python", f"{platform.python_version()} in {sys.prefix}"
    for name in ("numpy", "jupyterlab", "nbgrader", "pytest"):
        try:
            yield True, name, metadata.version(name)
        except metadata.PackageNotFoundError:
            yield False, name, "is not installed. Run `make setup`."
    level = isolation.best_level()
    yield level.hides_files, "isolation", f"{level.name}. {level.sentence}"
    for better, reason in isolation.why_not().items():
        yield True, f"  not {better}", f"{reason}. {ADVICE[better]}"
    if not level.hides_files:
        yield True, "  meaning", "fine for your own code; grading a class needs --unsafe"
    try:
        course = Course.find()
    except CourseError as error:
        yield False, "course", str(error)
        return
    edition = "with solutions" if course.has_reference else "student edition"
    yield True, "course", f"{course.root}, {len(course.lessons)} lessons, {edition}"
    for folder in ("course", "nnlab"):
        writable = os.access(course.root / folder, os.W_OK)
        words = "can be written" if writable else "cannot be written: change its owner or mode"
        yield writable, f"{folder}/", words
