"""`nnlab check --watch` as a running program: a file is saved, the new result is shown."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

STEP = 'raise NotImplementedError("01.1 perceptron.step")'
FORWARD = 'raise NotImplementedError("01.2 perceptron.perceptron_forward")'
RIGHT = "return (np.asarray(z) > 0).astype(int)"
WRONG = "return (np.asarray(z) >= 0).astype(int)"
PATIENCE = 30.0  # seconds; on a machine at rest a result takes a fraction of one


class Watching:
    """The running command, its output line by line."""

    def __init__(self, place: Path, *arguments: str) -> None:
        self.module = place / "nnlab" / "perceptron.py"
        command = [str(Path(sys.executable).parent / "nnlab"), "check", "--watch", *arguments]
        self.process = subprocess.Popen(
            command,
            cwd=place,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            env={**os.environ, "PYTHONUNBUFFERED": "1", "COLUMNS": "200"},
            start_new_session=True,
        )
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self.process.stdout:
            self._lines.put(line)

    def until(self, words: str) -> str:
        """What is shown up to a line with `words`."""
        shown, end = [], time.monotonic() + PATIENCE
        while not shown or words not in shown[-1]:
            try:
                shown.append(self._lines.get(timeout=max(0.0, end - time.monotonic())))
            except queue.Empty:
                raise AssertionError(f"no {words!r} in:\n{''.join(shown)}") from None
        return "".join(shown)

    def shown(self) -> str:
        """One whole result: the keys are named below each."""
        return self.until("Enter: check")

    def save(self, old: str, new: str) -> None:
        text = self.module.read_text(encoding="utf-8")
        assert old in text
        self.module.write_text(text.replace(old, new), encoding="utf-8")

    def type(self, line: str) -> None:
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def quiet(self, seconds: float = 1.0) -> bool:
        time.sleep(seconds)
        return self._lines.empty()

    def interrupt(self) -> int:
        """Ctrl-C reaches every process of the terminal, the grader's too."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(PATIENCE)


@pytest.fixture
def watching(place: Path) -> Iterator[Watching]:
    running = Watching(place, "01")
    yield running
    if running.process.poll() is None:
        running.process.kill()
        running.process.wait()
    running.process.stdin.close()
    running.process.stdout.close()


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sends signals to a group")


def test_a_save_shows_the_new_result_within_a_second_or_so(
    watching: Watching, say: list[str]
) -> None:
    assert "01.1 step: not written yet" in watching.shown()
    times = []
    for old, new, verdict in ((STEP, WRONG, "✗ 01.1"), (WRONG, RIGHT, "✓ 01.1")):
        watching.save(old, new)
        started = time.monotonic()
        assert verdict in watching.shown()
        times.append(time.monotonic() - started)
    say.append(f"watch: a save is answered after {min(times):.1f} s")
    assert min(times) < 3


def test_it_never_goes_on_by_itself(watching: Watching) -> None:
    watching.shown()
    watching.save(STEP, RIGHT)
    assert "Press Enter to go on to 01.2 perceptron_forward" in watching.shown()
    assert watching.quiet()
    watching.save(RIGHT, f"{RIGHT}  # again")
    assert "✓ 01.1 step" in watching.shown()
    watching.type("")
    assert "01.2 perceptron_forward: not written yet" in watching.shown()


def test_it_shows_one_thing_at_a_time_and_an_earlier_one_that_broke(watching: Watching) -> None:
    assert "01.2" not in watching.shown()
    watching.save(STEP, RIGHT)
    watching.shown()
    watching.type("")
    watching.shown()
    watching.save(RIGHT, WRONG)
    shown = watching.shown()
    assert "✗ 01.1 step" in shown and "○ 01.2" not in shown
    assert "this had passed and now does not" in shown
    watching.save(WRONG, RIGHT)
    assert "○ 01.2 perceptron_forward" in watching.shown()


def test_an_editor_that_saves_by_renaming_is_noticed(watching: Watching) -> None:
    watching.shown()
    text = watching.module.read_text(encoding="utf-8").replace(STEP, RIGHT)
    new = watching.module.with_name(".perceptron.py.swp-new")
    new.write_text(text, encoding="utf-8")
    new.replace(watching.module)
    assert "✓ 01.1 step" in watching.shown()


def test_a_broken_file_and_an_endless_loop_end_nothing(watching: Watching) -> None:
    watching.shown()
    watching.save(STEP, "return z >")
    assert "SyntaxError" in watching.shown()
    watching.save("return z >", "while True: pass")
    assert "no answer in time" in watching.shown()
    watching.save("while True: pass", RIGHT)
    assert "✓ 01.1 step" in watching.shown()


def test_other_files_are_none_of_its_business(place: Path, watching: Watching) -> None:
    watching.shown()
    (place / "nnlab" / "notes.txt").write_text("x", encoding="utf-8")
    cache = place / "nnlab" / "__pycache__"
    cache.mkdir(exist_ok=True)
    (cache / "perceptron.py").write_text("x", encoding="utf-8")
    assert watching.quiet()


def test_keys(watching: Watching) -> None:
    watching.shown()
    watching.type("h")
    assert "Hint 1 of 3 for 01.1 step" in watching.until("For one more: h")
    watching.type("n")
    assert "01.2 perceptron_forward" in watching.shown()
    watching.type("what?")
    watching.shown()
    watching.type("q")
    assert watching.process.wait(PATIENCE) == 1


@pytest.mark.parametrize("written", [RIGHT, "while True: pass"])
def test_ctrl_c_ends_it_cleanly(watching: Watching, place: Path, written: str) -> None:
    watching.shown()
    watching.save(STEP, written)
    if written == RIGHT:
        watching.shown()
    else:
        time.sleep(0.5)  # in the middle of a check
    code = watching.interrupt()
    shown = watching.until("Stopped watching")
    assert "Traceback" not in shown and "KeyboardInterrupt" not in shown
    assert code == (0 if written == RIGHT else 1)
    json.loads((place / ".nnlab" / "progress.json").read_text(encoding="utf-8"))


def test_it_starts_at_what_is_open_and_needs_no_keyboard(place: Path, nnlab) -> None:
    path = place / "nnlab" / "perceptron.py"
    path.write_text(path.read_text(encoding="utf-8").replace(STEP, RIGHT), encoding="utf-8")
    nnlab(place, "check", "01.1")
    running = Watching(place)
    running.process.stdin.close()
    try:
        assert "01.2 perceptron_forward" in running.shown()
        assert running.quiet() and running.process.poll() is None
    finally:
        running.interrupt()
        running.process.stdout.close()


def test_watch_and_json_exclude_each_other(place: Path, nnlab) -> None:
    done = nnlab(place, "check", "--watch", "--json")
    assert done.returncode == 2 and "use one of them" in done.stderr
