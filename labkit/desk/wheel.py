"""The tools as one file that pip installs: a wheel of labkit, built offline from this checkout.

Each content has a version of its own, such as 0.1.0+3f2a9c1b, so that pip replaces an older one
without being forced.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from labkit.course import CourseError
from labkit.desk import wording

PROJECT = Path(__file__).parents[2]
SKIPPED = shutil.ignore_patterns("__pycache__", "*.pyc", ".*")
EPOCH = "946684800"  # 2000-01-01: the same content gives the same bytes


@cache
def version() -> str:
    """The version of a wheel built now."""
    digest = hashlib.sha256()
    for path in _sources():
        name = path.relative_to(PROJECT).as_posix()
        digest.update(f"{name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    found = re.search(r'^version = "([^"+]+)', _project(), flags=re.MULTILINE)
    return f"{found[1]}+{digest.hexdigest()[:8]}"


def name() -> str:
    """The file name of a wheel built now."""
    return f"nnlab_course-{version()}-py3-none-any.whl"


def build() -> bytes:
    """The wheel. Built from a copy: what an earlier build left in the checkout never gets in.

    Raises CourseError with the last words of pip where that fails.
    """
    with tempfile.TemporaryDirectory() as place:
        source, out = Path(place, "source"), Path(place, "out")
        shutil.copytree(PROJECT / "labkit", source / "labkit", ignore=SKIPPED)
        shutil.copy(PROJECT / "LICENSE", source)
        numbered = re.sub(
            r'^version = "[^"]+"', f'version = "{version()}"', _project(), flags=re.MULTILINE
        )
        (source / "pyproject.toml").write_text(numbered, encoding="utf-8")
        command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet"]
        command += ["--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", str(out)]
        done = subprocess.run(
            [*command, str(source)],
            env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH},
            capture_output=True,
            encoding="utf-8",
            errors="replace",
        )
        made = list(out.glob("*.whl")) if out.is_dir() else []
        if done.returncode or len(made) != 1:
            raise CourseError(wording.wheel_failed(done.stderr.strip().splitlines()[-5:]))
        return made[0].read_bytes()


def _sources() -> list[Path]:
    inside = [path for path in sorted((PROJECT / "labkit").rglob("*")) if path.is_file()]
    hidden = [path for path in inside if path.name.startswith(".") or path.suffix == ".pyc"]
    return [path for path in inside if path not in hidden] + [
        PROJECT / "LICENSE",
        PROJECT / "pyproject.toml",
    ]


def _project() -> str:
    try:
        return (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    except OSError as error:
        raise CourseError(wording.NO_PROJECT) from error
