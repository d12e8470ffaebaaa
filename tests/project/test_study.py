"""The commands of a learner at a desk: what they say, what they leave alone, how they refuse."""

import json
import os
import re
import shutil
import sys
import time
from pathlib import Path

import pytest

from labkit import bank, source
from labkit.study.progress import FILE

STEP = 'raise NotImplementedError("01.1 perceptron.step")'
COMMANDS = ["check", "status", "hint", "reset", "diff", "solution", "doctor", "build", "grade"]


def module(place: Path) -> Path:
    return place / "nnlab" / "perceptron.py"


def answer(place: Path, *names: str) -> None:
    """Write the right answers to some functions of lesson 01."""
    reference = bank.reference_sources(place)["perceptron.py"]
    text = module(place).read_text(encoding="utf-8")
    for name in names:
        text = source.put(text, name, source.take(reference, name))
    module(place).write_text(text, encoding="utf-8")


def our_step(place: Path) -> list[str]:
    """The line of code of the solution, which no file outside of solutions/ may hold."""
    text = bank.reference_sources(place)["perceptron.py"]
    step = source.take(text, "step").splitlines()
    return [line for line in step if line.startswith("    return ")]


def answer_cells(place: Path, name: str) -> None:
    """Fill in all answer cells of a lesson's notebook."""
    notebook = place / "course" / name / f"{name}.ipynb"
    solved = json.loads((place / "grading" / "source" / name / f"{name}.ipynb").read_bytes())
    cells = {cell["id"]: cell for cell in solved["cells"]}
    data = json.loads(notebook.read_bytes())
    for cell in data["cells"]:
        if "".join(cell["source"]).startswith("# answers: "):
            cell["source"] = cells[cell["id"]]["source"]
    notebook.write_text(json.dumps(data), encoding="utf-8")


# --- all commands --------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(tmp_path: Path, nnlab, command: str) -> None:
    done = nnlab(tmp_path, command, "--help")
    assert done.returncode == 0
    assert re.search(rf"Examples?:\s+nnlab {command}", done.stdout), done.stdout


@pytest.mark.parametrize(
    "arguments",
    [["status"], ["hint", "01.1"], ["reset", "01.1"], ["diff", "01.1"], ["solution", "01.1"]],
)
def test_outside_of_a_course_each_says_so(tmp_path: Path, nnlab, arguments: list[str]) -> None:
    done = nnlab(tmp_path, *arguments)
    assert done.returncode == 2 and "not inside a course" in done.stderr
    assert "Traceback" not in done.stderr and "Usage" not in done.stderr


def test_each_works_from_a_folder_below_the_root(place: Path, nnlab) -> None:
    below = place / "course" / "01_perceptron"
    assert nnlab(below, "hint", "01.1").returncode == 0
    answer(place, "step")
    assert nnlab(below, "check", "01.1").returncode == 0
    assert nnlab(below, "diff", "01.1").returncode == 0
    assert nnlab(below, "reset", "01.1", "--yes").returncode == 0
    assert "not written yet" in nnlab(below, "status", "01").stdout
    assert {path.name for path in (place / FILE).parent.iterdir()} >= {"progress.json", "backups"}
    assert not (below / ".nnlab").exists()


@pytest.mark.parametrize("target", ["01", "perceptron", "perceptron.stp"])
def test_a_command_for_one_exercise_names_those_there_are(place: Path, nnlab, target: str) -> None:
    done = nnlab(place, "hint", target)
    assert done.returncode == 2 and "perceptron.step" in done.stderr


def test_output_to_a_pipe_has_no_colour(place: Path, nnlab) -> None:
    for arguments in (["status"], ["check", "01.1"], ["hint", "01.1"], ["solution", "01.1"]):
        done = nnlab(place, *arguments)
        assert "\x1b" not in done.stdout + done.stderr


def test_a_narrow_code_page_stops_nothing(place: Path, nnlab) -> None:
    """As where output is redirected on Windows."""
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    for arguments in (["status"], ["check", "01.1"], ["hint", "01.4"], ["doctor"]):
        done = nnlab(place, *arguments, env=environment, errors="replace")
        assert done.returncode in (0, 1) and "Traceback" not in done.stderr, done.stderr
    report = nnlab(place, "check", "01", "--json", env=environment)
    assert json.loads(report.stdout)["exercises"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("no_colour", [False, True])
def test_colour_on_a_terminal_unless_told_otherwise(place: Path, no_colour: bool) -> None:
    import pty

    environment = {**os.environ, "TERM": "xterm-256color"}
    environment.pop("NO_COLOR", None)
    if no_colour:
        environment["NO_COLOR"] = "1"
    answer(place, "step")
    command = str(Path(sys.executable).parent / "nnlab")
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(place)
        os.execve(command, [command, "check", "01.1"], environment)
    shown = b""
    while True:
        try:
            read = os.read(terminal, 65536)
        except OSError:
            break
        if not read:
            break
        shown += read
    os.close(terminal)
    os.waitpid(process, 0)
    assert "all 8 checks passed" in shown.decode()
    assert bool(re.search(rb"\x1b\[[0-9;]*3[0-7]", shown)) is not no_colour


# --- status --------------------------------------------------------------------------------------


def test_status_is_quick_and_runs_nothing(place: Path, nnlab, say: list[str]) -> None:
    def seconds(*arguments: str) -> float:
        times = []
        for _ in range(5):
            started = time.perf_counter()
            assert nnlab(place, *arguments).returncode == 0
            times.append(time.perf_counter() - started)
        return min(times)

    module(place).write_text("raise SystemExit('was run')\n", encoding="utf-8")
    start, whole = seconds("--version"), seconds("status")
    say.append(f"nnlab status: {whole:.2f} s, {start:.2f} s of them to start Python")
    assert whole < max(0.5, 2 * start)  # the second is for a slow machine


def test_status_as_json(place: Path, nnlab) -> None:
    answer(place, "step")
    nnlab(place, "check", "01.1")
    nnlab(place, "hint", "01.2")
    status = json.loads(nnlab(place, "status", "--json").stdout)
    assert status["passed"] == 1 and status["score"] == 3.0
    assert status["next"] == "perceptron.perceptron_forward"
    found = {entry["exercise"]: entry for entry in status["exercises"]}
    assert found["perceptron.step"]["status"] == "passed"
    assert found["perceptron.perceptron_forward"]["hints"] == 1
    assert found["perceptron.perceptron_forward"]["status"] == "unwritten"


def test_next_is_in_the_lesson_at_hand_and_comes_back_for_what_was_left(place: Path, nnlab) -> None:
    def ahead() -> str:
        return json.loads(nnlab(place, "status", "--json").stdout)["next"]

    assert ahead().startswith("features.")
    answer(place, "step", "gate_params")
    nnlab(place, "check", "01.3")
    assert ahead() == "perceptron.step"  # written, never checked
    nnlab(place, "check")  # everything
    assert ahead() == "perceptron.perceptron_forward"


def test_several_changed_exercises_ask_for_one_check(place: Path, nnlab) -> None:
    answer(place, "step", "perceptron_forward")
    nnlab(place, "check", "01")
    text = module(place).read_text(encoding="utf-8").replace("> 0, 1, 0", "> 0.0, 1, 0")
    module(place).write_text(text, encoding="utf-8")
    assert "nnlab check 01\n" in nnlab(place, "status").stdout
    assert "✓ 01.1 step" in nnlab(place, "status", "01", "--check").stdout


def test_the_end_of_a_lesson_is_said_once_and_names_the_next(place: Path, nnlab) -> None:
    shutil.copy(place / "solutions" / "nnlab" / "perceptron.py", module(place))
    assert "That was lesson" not in nnlab(place, "check", "01").stdout
    answer_cells(place, "01_perceptron")
    done = nnlab(place, "check", "01")
    assert done.returncode == 0, done.stdout
    shown = " ".join(done.stdout.split())
    assert shown.count("That was lesson 01, “One neuron decides”: all 9 exercises pass.") == 1
    assert "Next: lesson 02" in shown and "course/02_xor/02_xor.ipynb" in shown
    assert shown.count("Next:") == 1


# --- hint ----------------------------------------------------------------------------------------


def test_hints_come_one_after_another_and_are_remembered(place: Path, nnlab) -> None:
    titles = [nnlab(place, "hint", "01.4").stdout.splitlines()[0] for _ in range(4)]
    assert [title.partition(" for ")[0] for title in titles] == [
        "Hint 1 of 3",
        "Hint 2 of 3",
        "Hint 3 of 3",
        "Hint 3 of 3",
    ]
    first = nnlab(place, "hint", "01.4", "--level", "1").stdout
    assert "w₁ x₁ + w₂ x₂ + b" in first and "$" not in first
    asked = json.loads(nnlab(place, "hint", "01.4", "--json").stdout)
    assert asked["level"] == asked["of"] == 3 and "`-(w[0] * x1 + b) / w[1]`" in asked["hint"]


def test_a_failed_check_offers_a_hint_until_all_were_seen(place: Path, nnlab) -> None:
    text = module(place).read_text(encoding="utf-8").replace(STEP, "return z")
    module(place).write_text(text, encoding="utf-8")
    assert "Stuck? A hint: nnlab hint 01.1" in nnlab(place, "check", "01.1").stdout
    for _ in range(3):
        nnlab(place, "hint", "01.1")
    assert "Stuck?" not in nnlab(place, "check", "01.1").stdout


def test_an_answer_cell_without_hints_says_so(place: Path, nnlab) -> None:
    done = nnlab(place, "hint", "perceptron.quiz")
    assert done.returncode == 2 and "has no hints" in done.stderr


# --- reset ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_reset_restores_one_function_and_keeps_the_rest(place: Path, nnlab, newline: str) -> None:
    original = module(place).read_text(encoding="utf-8")
    answer(place, "step", "perceptron_forward")
    mine = module(place).read_text(encoding="utf-8") + "\n\ndef my_own():\n    return 'ä'\n"
    module(place).write_bytes(mine.replace("\n", newline).encode())
    others = {
        path: path.read_bytes()
        for path in place.rglob("*")
        if path.is_file() and path != module(place)
    }
    done = nnlab(place, "reset", "01.1", "--yes")
    assert done.returncode == 0, done.stderr
    new = module(place).read_bytes().decode()
    assert ("\r\n" in new) is (newline == "\r\n")
    new = new.replace("\r\n", "\n")
    assert source.take(new, "step") == source.take(original, "step")
    assert source.put(new, "step", source.take(mine, "step")) == mine
    (backup,) = (place / ".nnlab" / "backups").iterdir()
    assert backup.name in done.stdout
    assert backup.read_bytes() == mine.replace("\n", newline).encode()
    assert all(path.read_bytes() == content for path, content in others.items())


def test_reset_works_on_a_file_that_does_not_parse(place: Path, nnlab) -> None:
    original = module(place).read_text(encoding="utf-8")
    module(place).write_text(original.replace(STEP, "return z >"), encoding="utf-8")
    assert nnlab(place, "reset", "01.1", "--yes").returncode == 0
    assert module(place).read_text(encoding="utf-8") == original


def test_reset_asks_and_takes_no_for_an_answer(place: Path, nnlab) -> None:
    answer(place, "step")
    before = module(place).read_bytes()
    done = nnlab(place, "reset", "01.1", input="n\n")
    assert done.returncode == 1 and "Nothing was changed" in done.stdout
    assert module(place).read_bytes() == before and not (place / ".nnlab").exists()
    assert nnlab(place, "reset", "01.1", input="y\n").returncode == 0
    assert module(place).read_bytes() != before


def test_two_resets_keep_two_backups(place: Path, nnlab) -> None:
    answer(place, "step", "gate_params")
    nnlab(place, "reset", "01.1", "--yes")
    nnlab(place, "reset", "01.3", "--yes")
    assert len(list((place / ".nnlab" / "backups").iterdir())) == 2


def test_reset_needs_no_solutions(place: Path, nnlab) -> None:
    answer(place, "step")
    shutil.rmtree(place / "solutions")
    assert nnlab(place, "reset", "01.1", "--yes").returncode == 0
    assert STEP in module(place).read_text(encoding="utf-8")


def test_reset_says_when_there_is_nothing_to_do_or_nothing_to_do_it_to(place: Path, nnlab) -> None:
    done = nnlab(place, "reset", "01.1")
    assert done.returncode == 0 and "still as you found it" in done.stdout
    done = nnlab(place, "reset", "perceptron.quiz")
    assert done.returncode == 2 and "01_perceptron.ipynb" in done.stderr
    module(place).unlink()
    done = nnlab(place, "reset", "01.1")
    assert done.returncode == 2 and "git checkout nnlab/perceptron.py" in done.stderr


# --- diff and solution ---------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["diff", "solution"])
def test_the_solution_is_for_after_a_pass(place: Path, nnlab, command: str) -> None:
    done = nnlab(place, command, "01.1")
    assert done.returncode == 2 and "has not passed yet" in done.stderr
    assert "np.where" not in done.stdout + done.stderr
    answer(place, "step")
    assert nnlab(place, command, "01.1").returncode == 2  # right, but nobody knows yet
    nnlab(place, "check", "01.1")
    assert nnlab(place, command, "01.1").returncode == 0
    assert nnlab(place, "reset", "01.1", "--yes").returncode == 0
    shown = nnlab(place, command, "01.1").stdout  # a pass is not forgotten
    (line,) = our_step(place)
    assert line in shown and "SOLUTION" not in shown


def test_giving_up_is_recorded(place: Path, nnlab) -> None:
    done = nnlab(place, "solution", "01.1", "--give-up")
    assert done.returncode == 0 and "np.where" in done.stdout
    assert "solution seen" in nnlab(place, "status", "01").stdout
    assert nnlab(place, "solution", "01.1").returncode == 0
    assert nnlab(place, "solution", "01.2").returncode == 2


def test_diff_compares_one_function(place: Path, nnlab) -> None:
    text = module(place).read_text(encoding="utf-8")
    text = text.replace(STEP, "return np.where(np.asarray(z) > 0.0, 1, 0)")
    module(place).write_text(text, encoding="utf-8")
    nnlab(place, "check", "01.1")
    lines = nnlab(place, "diff", "01.1").stdout.splitlines()
    assert "-    return np.where(np.asarray(z) > 0.0, 1, 0)" in lines
    assert f"+{our_step(place)[0]}" in lines
    assert not [line for line in lines if "gate_params" in line]
    answer(place, "step")
    text = module(place).read_text(encoding="utf-8")
    text = re.sub(r" *# (BEGIN|END) SOLUTION\n", "", text)
    module(place).write_text(text, encoding="utf-8")
    assert "line by line" in nnlab(place, "diff", "01.1").stdout


@pytest.mark.parametrize("command", ["diff", "solution"])
def test_where_the_solutions_are_not_it_says_so(place: Path, nnlab, command: str) -> None:
    shutil.rmtree(place / "solutions")
    done = nnlab(place, command, "01.1", "--give-up")
    assert done.returncode == 2 and "your instructor has them" in done.stderr


def test_a_class_reads_hints_and_is_told_what_was_not_checked(place: Path, nnlab) -> None:
    answer(place, "step")
    shutil.rmtree(place / "solutions")
    assert "Hint 1 of 3" in nnlab(place, "hint", "01.1").stdout
    nnlab(place, "check", "01.1")
    assert "6 public checks passed" in nnlab(place, "status", "01").stdout
