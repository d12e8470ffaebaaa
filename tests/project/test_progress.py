"""The learner's progress file: kept by every check, safe from crashes, damage and two at once."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from labkit.report import ExerciseReport
from labkit.study.progress import FILE, Progress
from labkit.submission import SubmissionFiles

STEP = 'raise NotImplementedError("01.1 perceptron.step")'
RIGHT = "return (np.asarray(z) > 0).astype(int)"

# A process that records one exercise after another: `python -c WRITER root name how_many`.
WRITER = """
import sys
from pathlib import Path
from labkit.study.progress import Progress
from labkit.report import ExerciseReport
from labkit.submission import SubmissionFiles

root, name, many = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
progress = Progress(root)
print("ready", flush=True)
for number in range(many):
    report = ExerciseReport(f"{name}.e{number % 50}", "01.1", "", 3.0, "failed", [])
    progress.record([report], SubmissionFiles())
assert not progress.notes, progress.notes
"""


def write(root: Path, exercise: str = "perceptron.step") -> Progress:
    progress = Progress(root)
    report = ExerciseReport(exercise, "01.1", "", 3.0, "failed", [])
    progress.record([report], SubmissionFiles())
    return progress


def writer(root: Path, name: str, many: int) -> subprocess.Popen:
    command = [sys.executable, "-c", WRITER, str(root), name, str(many)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def edit(place: Path, old: str, new: str) -> None:
    path = place / "nnlab" / "perceptron.py"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_two_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    running = [writer(tmp_path, name, 50) for name in ("notebook", "terminal")]
    for process in running:
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
    wanted = {f"{name}.e{i}" for name in ("notebook", "terminal") for i in range(50)}
    progress = Progress(tmp_path)
    assert set(progress.read()) == wanted and not progress.notes


@pytest.mark.skipif(sys.platform == "win32", reason="kills with SIGKILL")
def test_a_kill_in_the_middle_leaves_a_whole_file_and_no_lock(tmp_path: Path) -> None:
    write(tmp_path, "perceptron.kept")
    for round_ in range(15):
        process = writer(tmp_path, f"round{round_}", 100_000)
        process.stdout.readline()
        time.sleep(random.Random(round_).uniform(0.0, 0.05))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        process.stderr.close()
        progress = write(tmp_path, f"after.round{round_}")  # would hang on a lock left behind
        records = progress.read()
        assert not progress.notes
        assert "perceptron.kept" in records and f"after.round{round_}" in records


def test_a_write_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path)
    before = (tmp_path / FILE).read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    progress = write(tmp_path, "perceptron.gate_params")
    assert "No space left" in progress.notes[0]
    assert (tmp_path / FILE).read_bytes() == before
    assert {path.name for path in (tmp_path / FILE).parent.iterdir()} == {
        "progress.json",
        "progress.lock",
    }


def test_a_file_that_cannot_be_read_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path)
    before = (tmp_path / FILE).read_bytes()

    def refuse(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_text", refuse)
        progress = write(tmp_path, "perceptron.gate_params")
        assert progress.read() == {}
    assert "Permission denied" in progress.notes[0]
    assert (tmp_path / FILE).read_bytes() == before


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b'{"schema": 1, "exer',
        b"\xff\xfe\x00",
        b"[]",
        b'{"schema": 99, "exercises": {}}',
        b'{"schema": 1, "exercises": {"perceptron.step": {"hints": "two"}}}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_file_is_set_aside_and_said(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / FILE
    path.parent.mkdir()
    path.write_bytes(damage)
    progress = write(tmp_path)
    assert "damaged" in progress.notes[0] and "progress-damaged-" in progress.notes[0]
    (aside,) = path.parent.glob("progress-damaged-*.json")
    assert aside.read_bytes() == damage
    assert set(Progress(tmp_path).read()) == {"perceptron.step"}


def test_no_command_shows_a_traceback_over_a_damaged_file(place: Path, nnlab) -> None:
    for command in (["status"], ["hint", "01.1"], ["check", "01.1"], ["doctor"]):
        (place / ".nnlab").mkdir(exist_ok=True)
        (place / FILE).write_bytes(b"{")
        done = nnlab(place, *command)
        assert "Traceback" not in done.stderr and done.returncode in (0, 1)
        assert "damaged" in done.stderr + done.stdout


def test_where_nothing_can_be_written_a_check_still_counts(place: Path, nnlab) -> None:
    (place / ".nnlab").write_text("in the way", encoding="utf-8")
    edit(place, STEP, RIGHT)
    done = nnlab(place, "check", "01.1")
    assert done.returncode == 0 and "all 8 checks passed" in done.stdout
    assert "not recorded" in done.stderr and "Traceback" not in done.stderr


def test_a_check_is_recorded_and_a_change_marks_it(place: Path, nnlab) -> None:
    def step() -> dict:
        exercises = json.loads(nnlab(place, "status", "--json").stdout)["exercises"]
        return next(e for e in exercises if e["exercise"] == "perceptron.step")

    assert step()["status"] == "unwritten"
    edit(place, STEP, RIGHT)
    assert step()["status"] == "unchecked"
    nnlab(place, "check", "01.1")
    assert step()["status"] == "passed" and not step()["changed"] and step()["first_pass"]
    edit(place, RIGHT, RIGHT + "  # a thought")
    assert step()["changed"]
    assert "changed since" in nnlab(place, "status", "01").stdout
    edit(place, "  # a thought", "")
    assert not step()["changed"]


def test_deleting_it_loses_no_work(place: Path, nnlab) -> None:
    edit(place, STEP, RIGHT)
    nnlab(place, "check", "01.1")
    (place / FILE).unlink()
    assert "01.1 step, which has not been checked yet" in nnlab(place, "status", "01").stdout
    done = nnlab(place, "status", "01", "--check")
    assert done.returncode == 1  # the other exercises are open
    assert "✓ 01.1 step" in done.stdout
