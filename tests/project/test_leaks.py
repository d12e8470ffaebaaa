"""No answer reaches a class: no line between solution markers occurs outside `solutions/`."""

import shutil
from pathlib import Path

import pytest

from labkit import build as builder
from labkit.desk.leaks import answer_lines, leaks

ROOT = Path(__file__).parents[2]
SKIP = {".git", ".venv", ".nnlab", "grading", "solutions", "course", "nnlab"}
SKIP |= {".pytest_cache", ".ruff_cache", ".hypothesis"}


@pytest.fixture
def edition(checkout: Path, tmp_path: Path) -> Path:
    """Everything that may reach a class: this tree without solutions/, freshly built."""
    for path in ROOT.iterdir():
        if path.name in SKIP or path.name.endswith(".egg-info"):
            continue
        if path.is_dir():
            ignore = shutil.ignore_patterns("__pycache__")
            shutil.copytree(path, tmp_path / path.name, ignore=ignore)
        else:
            shutil.copy(path, tmp_path)
    files = builder.committed(builder.build(checkout))
    renamed = {Path("edition", path): content for path, content in files.items()}
    builder.write(tmp_path, renamed)
    return tmp_path


def test_no_answer_leaves_solutions(edition: Path) -> None:
    answers = answer_lines(ROOT)
    assert len(answers) > 20
    assert leaks(edition, answers) == []


@pytest.mark.parametrize("place", ["edition/nnlab/perceptron.py", "README.md", "labkit/values.py"])
def test_a_planted_answer_is_found(edition: Path, place: str) -> None:
    answers = answer_lines(ROOT)
    line = max((line for line, source in answers.items() if source == "perceptron.py"), key=len)
    path = edition / place
    path.parent.mkdir(exist_ok=True)
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    path.write_text(f"{before}\n    {' '.join(line)}\n", encoding="utf-8")
    assert leaks(edition, answers) == [f"{place} shows {line!r} of perceptron.py"]


def test_an_answer_planted_in_a_notebook_is_found(edition: Path) -> None:
    answers = answer_lines(ROOT)
    line = max((line for line, source in answers.items() if source.endswith(".md")), key=len)
    path = next(edition.glob("edition/course/*/*.ipynb"))
    text = path.read_text(encoding="utf-8")
    quoted = line.replace('"', '\\"')
    path.write_text(text.replace('"source": [', f'"source": ["{quoted}\\n",', 1), encoding="utf-8")
    assert any(line in leak for leak in leaks(edition, answers))
