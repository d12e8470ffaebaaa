"""Every lesson as a notebook: run with the answers, and run untouched, in a real kernel."""

import re
import shutil
import time
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from labkit import bank
from labkit.build import lesson_names
from labkit.course import Course
from labkit.study.progress import Progress
from labkit.study.status import standings

ROOT = Path(__file__).parents[2]
LESSONS = lesson_names(ROOT)
SECONDS = 30  # a lesson with its answers, headless


def execute(notebook: nbformat.NotebookNode, folder: Path) -> float:
    """Run all cells in `folder`; returns seconds. A cell that raises is an error here."""
    started = time.perf_counter()
    client = NotebookClient(
        notebook, timeout=SECONDS * 4, resources={"metadata": {"path": str(folder)}}
    )
    client.execute()
    return time.perf_counter() - started


def outputs(notebook: nbformat.NotebookNode) -> str:
    return "\n".join(
        str(output.get("text", "")) + str(output.get("data", {}).get("text/plain", ""))
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
    )


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_runs_with_its_answers(name: str, place: Path, say: list[str]) -> None:
    for file, text in bank.reference_sources(place).items():
        (place / "nnlab" / file).write_text(text, encoding="utf-8")
    source = place / "grading" / "source" / name / f"{name}.ipynb"
    notebook = nbformat.read(source, as_version=4)
    seconds = execute(notebook, place / "course" / name)
    shown = outputs(notebook)
    assert "not written yet" not in shown and "not answered" not in shown and "✗" not in shown, (
        shown
    )
    warned = [
        output.text
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "stream" and output.name == "stderr" and "%|" not in output.text
    ]
    assert not warned  # a progress bar is the only thing on stderr
    checks = sum("✓" in outputs(nbformat.v4.new_notebook(cells=[c])) for c in notebook.cells)
    graded = [c for c in notebook.cells if c.cell_type == "code" and c.source.startswith("check(")]
    assert checks >= len(graded) > 0
    pictures = sum(
        "image/png" in output.get("data", {})
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
    )
    assert pictures >= 4
    say.append(f"{name}: {seconds:.1f} s with its answers, {pictures} figures")
    assert seconds < SECONDS


@pytest.mark.parametrize("name", LESSONS)
def test_an_untouched_lesson_shows_cards_and_no_tracebacks(name: str, place: Path) -> None:
    path = place / "course" / name / f"{name}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    execute(notebook, path.parent)  # raises where a cell ends in an error
    shown = outputs(notebook)
    assert "Traceback" not in shown and "Error" not in shown.replace("NotImplementedError", "")
    assert "not written yet" in shown
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.source.startswith("check("):
            html = "".join(output["data"].get("text/html", "") for output in cell.outputs)
            assert "nnlab-card open" in html


def run_cells(place: Path, *sources: str) -> list[str]:
    """Outputs of a notebook of these cells after the usual first one, run inside lesson 01."""
    cells = ["%load_ext labkit\nfrom labkit import check", *sources]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(s) for s in cells])
    execute(notebook, place / "course" / LESSONS[0])
    return [outputs(nbformat.v4.new_notebook(cells=[cell])) for cell in notebook.cells[1:]]


def test_an_edited_file_is_picked_up_without_a_restart(place: Path) -> None:
    path = place / "nnlab" / "perceptron.py"
    write = f"from pathlib import Path\npath = Path({str(path)!r})\n"
    write += "path.write_text(path.read_text(encoding='utf-8') + '''\n{}\n''', encoding='utf-8')"
    shown = run_cells(
        place,
        "import nnlab.perceptron\nnnlab.perceptron.step(1)",
        write.format("def step(z): return 'first'"),
        "nnlab.perceptron.step(1)",
        "import time; time.sleep(1.1)\n" + write.format("def step(z): return 'second'"),
        "nnlab.perceptron.step(1)",
        'check("perceptron.step")',
    )
    assert "not written yet" in shown[0]
    assert "first" in shown[2] and "second" in shown[4]
    assert "0 of" in shown[5] and "str" in shown[5]


def test_a_check_is_remembered_for_the_terminal(place: Path) -> None:
    path = place / "nnlab" / "perceptron.py"
    shutil.copy(place / "solutions" / "nnlab" / "perceptron.py", path)
    run_cells(place, 'check("perceptron.step")')
    found = {s.exercise.id: s for s in standings(Course.at(place), Progress(place))}
    assert found["perceptron.step"].done and not found["perceptron.gate_params"].done


def test_an_endless_loop_is_a_card_and_the_kernel_lives(place: Path) -> None:
    path = place / "nnlab" / "perceptron.py"
    path.write_text("def step(z):\n    while True: pass\n", encoding="utf-8")
    shown = run_cells(place, 'check("perceptron.step")', "print(6 * 7)")
    assert "no answer" in shown[0] and "loop that never ends" in shown[0]
    assert "42" in shown[1]


def test_an_answer_cell_is_graded_as_it_was_last_run(place: Path) -> None:
    notebook = nbformat.read(
        place / "grading" / "source" / LESSONS[0] / f"{LESSONS[0]}.ipynb", as_version=4
    )
    cell = next(c for c in notebook.cells if c.source.startswith("# answers: "))
    exercise = cell.source.partition("\n")[0].removeprefix("# answers: ")
    wrong = re.sub(r"= None", "= 'no'", cell.source.partition("### BEGIN")[0])
    check = f'check("{exercise}")'
    shown = run_cells(place, check, wrong, check, cell.source, check)
    assert "not answered yet" in shown[0]
    assert "✗" in shown[2]
    assert "✓" in shown[4]


def test_a_bad_target_in_a_notebook_is_a_card(place: Path) -> None:
    (shown,) = run_cells(place, 'check("sofmax")')
    assert "There is no lesson or exercise called 'sofmax'" in shown


def test_other_errors_keep_their_traceback(place: Path) -> None:
    with pytest.raises(Exception, match="ZeroDivisionError"):
        run_cells(place, "1 / 0")
    with pytest.raises(Exception, match="later"):
        run_cells(place, "raise NotImplementedError('later')")
