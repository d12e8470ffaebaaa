"""The command line as its users type it: verdicts, exit codes, and clear words for mistakes."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from labkit import bank, isolation
from labkit.cli import main
from labkit.isolation import IsolationError


def write_module(place: Path, text: str) -> None:
    (place / "nnlab" / "perceptron.py").write_text(text, encoding="utf-8")


def test_untouched_stubs_are_not_written_yet(place: Path, nnlab) -> None:
    done = nnlab(place, "check", "perceptron.step")
    assert done.returncode == 1
    assert "not written yet" in done.stdout and "nnlab/perceptron.py" in done.stdout


def test_a_right_answer_passes_and_leads_on(place: Path, nnlab) -> None:
    write_module(place, bank.reference_sources(place)["perceptron.py"])
    done = nnlab(place / "course" / "01_perceptron", "check", "01.1")
    assert done.returncode == 0, done.stdout
    assert "all" in done.stdout and "checks passed" in done.stdout


def test_a_known_mistake_is_named_in_text_and_json(place: Path, nnlab) -> None:
    entry = next(
        e for e in bank.entries(place, "mistakes", "perceptron") if e.exercise == "perceptron.step"
    )
    write_module(place, bank.variant_sources(place, "mistakes", entry)["perceptron.py"])
    text = nnlab(place, "check", "perceptron.step").stdout
    assert " ".join(entry.sentence.split()[:6]) in " ".join(text.split())
    report = json.loads(nnlab(place, "check", "perceptron.step", "--json").stdout)
    (exercise,) = report["exercises"]
    assert exercise["mistake"] == entry.name and exercise["diagnosis"] == entry.sentence
    failed = [check for check in exercise["checks"] if check["outcome"] == "failed"]
    assert failed and all(check["message"] for check in failed)
    assert 0 <= report["score"] < report["max_score"]


def test_a_seed_repeats_the_same_inputs(place: Path, nnlab) -> None:
    entry = next(iter(bank.entries(place, "mistakes", "perceptron")))
    write_module(place, bank.variant_sources(place, "mistakes", entry)["perceptron.py"])
    runs = [json.loads(nnlab(place, "check", "01", "--json", "--seed", "7").stdout) for _ in "ab"]
    for report in runs:
        report.pop("seconds")
    assert runs[0] == runs[1] and runs[0]["seed"] == 7


def test_a_syntax_error_shows_the_students_line(place: Path, nnlab) -> None:
    write_module(place, "def step(z):\n    return z >\n")
    done = nnlab(place, "check", "perceptron.step")
    assert done.returncode == 1
    assert "SyntaxError" in done.stdout and "nnlab/perceptron.py, line 2" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_a_missing_module_is_said(place: Path, nnlab) -> None:
    (place / "nnlab" / "perceptron.py").unlink()
    done = nnlab(place, "check", "perceptron.step")
    assert done.returncode == 1
    assert "nnlab/perceptron.py is missing" in done.stderr


@pytest.mark.parametrize(
    ("target", "near"),
    [
        ("sofmax", "There is no lesson or exercise"),
        ("perceptron.stepp", "perceptron.step"),
        ("step", "perceptron.step"),
    ],
)
def test_an_unknown_target_gets_the_nearest_names(
    place: Path, target: str, near: str, nnlab
) -> None:
    done = nnlab(place, "check", target)
    assert done.returncode == 2
    assert near in done.stderr and "Traceback" not in done.stderr


def test_outside_of_a_course_it_says_so(tmp_path: Path, nnlab) -> None:
    done = nnlab(tmp_path, "check")
    assert done.returncode == 2 and "not inside a course" in done.stderr


def test_a_machine_that_cannot_isolate_is_one_line(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(unsafe: bool) -> None:
        raise IsolationError("Nothing here hides files.")

    monkeypatch.setattr(isolation, "require_hidden_files", refuse)
    monkeypatch.chdir(place)
    done = CliRunner().invoke(main, ["grade", str(place / "course")])
    assert done.exit_code == 2 and done.output == "Error: Nothing here hides files.\n"


def test_a_package_that_is_missing_is_one_line(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    monkeypatch.delitem(sys.modules, "labkit.study.watch", raising=False)
    monkeypatch.chdir(place)
    done = CliRunner().invoke(main, ["check", "--watch"])
    assert done.exit_code == 2 and "watchfiles is not installed. Run `make setup`" in done.output


def test_a_broken_manifest_is_named(place: Path, nnlab) -> None:
    (place / "course" / "manifest.json").write_text("{", encoding="utf-8")
    done = nnlab(place, "check")
    assert done.returncode == 2 and "course/manifest.json cannot be read" in done.stderr


def test_a_file_in_the_folder_cannot_shadow_a_library(place: Path, nnlab) -> None:
    for name in ("numpy.py", "random.py", "conftest.py", "sitecustomize.py"):
        (place / name).write_text("raise SystemExit('shadowed')\n", encoding="utf-8")
    done = nnlab(place, "check", "perceptron.step")
    assert done.returncode == 1 and "not written yet" in done.stdout


def test_plain_pytest_runs_the_same_checks(place: Path) -> None:
    write_module(place, bank.reference_sources(place)["perceptron.py"])
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "labkit.fixtures",
        "-p",
        "no:cacheprovider",
    ]
    command += [
        "--import-mode=importlib",
        f"--rootdir={place}",
        "tests/exercises/test_perceptron.py",
    ]
    done = subprocess.run(command, cwd=place, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout
    write_module(place, "def step(z):\n    return 1 / 0\n")
    done = subprocess.run(command, cwd=place, capture_output=True, encoding="utf-8")
    assert done.returncode == 1 and "nnlab/perceptron.py, line 2: return 1 / 0" in done.stdout


@pytest.mark.parametrize("name", sorted(main.commands))
def test_each_command_explains_itself_with_an_example(name: str) -> None:
    done = CliRunner().invoke(main, [name, "--help"])
    assert done.exit_code == 0 and f"nnlab {name}" in done.output.partition("Usage")[2]
    assert "xample" in done.output
    listed = CliRunner().invoke(main, ["--help"], terminal_width=120).output
    assert name in listed


# --- the edition that a class gets, without solutions/ -------------------------------------------


@pytest.fixture
def student_edition(place: Path) -> Path:
    reference = bank.reference_sources(place)["perceptron.py"]
    shutil.rmtree(place / "solutions")
    write_module(place, reference)
    return place


def test_without_the_reference_it_says_what_was_not_checked(student_edition: Path, nnlab) -> None:
    done = nnlab(student_edition, "check", "perceptron.step")
    assert done.returncode == 0, done.stdout
    assert "6 public checks passed; your instructor's grader runs 2 more" in done.stdout


def test_answers_without_the_reference_are_open_then_answered(student_edition: Path, nnlab) -> None:
    done = nnlab(student_edition, "check", "perceptron.quiz")
    assert done.returncode == 1 and "not answered yet" in done.stdout
    path = student_edition / "course" / "01_perceptron" / "01_perceptron.ipynb"
    text = path.read_text(encoding="utf-8").replace("None", "3")
    path.write_text(text, encoding="utf-8")
    done = nnlab(student_edition, "check", "perceptron.quiz")
    assert done.returncode == 0
    assert "your instructor's grader checks it" in done.stdout
