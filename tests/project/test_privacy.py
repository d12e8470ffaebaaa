"""What leaves the grader's hands: no name and no code in any log, no file that others can read."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from labkit.bank import reference_sources
from labkit.course import Course
from labkit.grading import default_out

STUDENT, SECRET = "quentin_quisling", "my diary: 4711"
SHOUTS = f"""
import sys
print({SECRET!r}); print({SECRET!r}, file=sys.stderr)

def step(z):  # {SECRET}
    print({SECRET!r}); print({SECRET!r}, file=sys.stderr)
    raise ValueError({SECRET!r})
"""


@pytest.fixture(scope="module")
def desk(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with two submissions: one shouts, one cannot be read."""
    root = tmp_path_factory.mktemp("desk") / "course"
    shutil.copytree(checkout, root)
    sources = reference_sources(root)
    for student, text in {
        STUDENT: SHOUTS.encode(),
        f"{STUDENT}_2": b"\xff" + SECRET.encode(),
    }.items():
        folder = root / "grading" / "submitted" / student / "01_perceptron"
        (folder / "nnlab").mkdir(parents=True)
        shutil.copy(Course.at(root).notebook(Course.at(root).lesson("01")), folder)
        (folder / "nnlab" / "features.py").write_text(sources["features.py"], encoding="utf-8")
        (folder / "nnlab" / "perceptron.py").write_bytes(text)
    return root


def test_commands_about_a_class_print_no_name_and_no_code(desk: Path, nnlab) -> None:
    folder, out = "grading/submitted", "grading/submitted-grades"
    for command in (
        ("grade", folder), ("grade", folder, "--json"), ("report", out),
        ("report", out, "--submissions", folder), ("report", out, "--pseudonyms"),
    ):  # fmt: skip
        done = nnlab(desk, *command)
        assert done.returncode == 0, done.stderr
        for text in (STUDENT, SECRET, "ValueError"):
            assert text not in done.stdout + done.stderr, command


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_results_are_for_the_grader_alone(desk: Path, nnlab) -> None:
    umask = os.umask(0o002)  # as on machines where a group shares its files
    try:
        assert nnlab(desk, "grade", "grading/submitted").returncode == 0
        assert nnlab(desk, "report", "grading/submitted-grades").returncode == 0
    finally:
        os.umask(umask)
    files = list(default_out(desk / "grading" / "submitted").rglob("*"))
    assert {"grades.csv", "report.json", "report.html", "seed"} <= {path.name for path in files}
    for path in files:
        if path.is_file():
            assert path.stat().st_mode & 0o077 == 0, path.name


def test_nothing_of_a_submission_stays_in_the_temporary_folder(desk: Path, nnlab, tmp_path) -> None:
    kept = tmp_path / "temporary"
    kept.mkdir()
    shutil.rmtree(default_out(desk / "grading" / "submitted"), ignore_errors=True)
    done = nnlab(desk, "grade", "grading/submitted", env={**os.environ, "TMPDIR": str(kept)})
    assert done.returncode == 0, done.stderr
    found = subprocess.run(["grep", "-rl", SECRET, str(kept)], capture_output=True)
    assert found.returncode == 1 and found.stdout == b""
