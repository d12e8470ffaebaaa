"""No answer reaches a class: no line between solution markers occurs outside `solutions/`."""

import re
import shutil
from pathlib import Path

import pytest

from labkit import build as builder
from labkit.stubs import answers_in

ROOT = Path(__file__).parents[2]
MIN_LENGTH = 16  # characters without white space; shorter lines say nothing by themselves
SKIP = {".git", ".venv", "grading", "solutions", "course", "nnlab", ".pytest_cache", ".ruff_cache"}


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def answer_lines(root: Path) -> dict[str, str]:
    """Every telling line of an answer, and the file that it comes from."""
    found = {}
    sources = [*root.glob("solutions/nnlab/*.py"), *root.glob("solutions/lessons/*.md")]
    for path in sources:
        for line in answers_in(path.read_text(encoding="utf-8"), path.name):
            code = squeeze(line.partition("  #")[0])
            if len(code) >= MIN_LENGTH and not code.startswith("#"):
                found[code] = path.name
    return found


def leaks(edition: Path, answers: dict[str, str]) -> list[str]:
    """The answers found in any text file below `edition`, however they are indented or quoted."""
    found = []
    for path in sorted(edition.rglob("*")):
        if not path.is_file() or SKIP & set(path.relative_to(edition).parts[:1]):
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        text = squeeze(text.replace("\\n", "\n").replace('\\"', '"'))  # also as JSON writes it
        name = path.relative_to(edition).as_posix()
        found += [
            f"{name} shows {line!r} of {source}" for line, source in answers.items() if line in text
        ]
    return found


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
