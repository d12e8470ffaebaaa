"""The build: the same to the byte each time, drift is named, broken sources are refused."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from labkit import build as builder
from labkit.lessons import MAX_LINES, read_lesson
from labkit.stubs import BuildError, functions, regions, stub

REFERENCE = '''"""Demo."""

import numpy as np


def double(x, factor=2):
    """Twice x.

    More.
    """
    # BEGIN SOLUTION
    return factor * np.asarray(x)
    # END SOLUTION


def helper(x):
    """No exercise."""
    return x
'''

LESSON = """---
kernelspec: {name: python3, display_name: Python 3, language: python}
nnlab: {title: Demo, question: "Why?", minutes: 5}
---

# Demo

+++ {"exercise": "demo.double", "minutes": 2, "difficulty": 1, "teaches": ["1.1"]}

Write it.

```{code-cell} ipython3
:check: 2

check("demo.double")
```

+++ {"hints": "demo.double"}

What?

---
Idea.

---
`2 * x`

```{code-cell} ipython3
:answers: demo.quiz

a = None
### BEGIN SOLUTION
a = 42
### END SOLUTION
```

```{code-cell} ipython3
:check: 1

check("demo.quiz")
```

+++ {"written": "why", "points": 3}

### BEGIN SOLUTION
Because.
### END SOLUTION
"""


@pytest.fixture
def demo() -> dict:
    return {f.name: f for f in functions(REFERENCE, "09", "demo.py")}


def test_a_stub_keeps_signature_and_docstring_and_raises_its_name() -> None:
    text = stub(REFERENCE, "demo", "09", "demo.py")
    namespace: dict = {}
    exec(text, namespace)
    with pytest.raises(NotImplementedError, match=re.escape("09.1 demo.double")):
        namespace["double"](3)
    assert namespace["helper"](3) == 3
    assert "SOLUTION" not in text and "np.asarray" not in text
    before, after = (ast.parse(source).body[2] for source in (REFERENCE, text))
    assert ast.dump(before.args) == ast.dump(after.args)
    assert ast.get_docstring(before) == ast.get_docstring(after)


def test_functions_are_numbered_and_described(demo) -> None:
    (double,) = demo.values()
    assert (double.number, double.signature, double.title) == (
        "09.1",
        "double(x, factor=2)",
        "Twice x",
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# BEGIN SOLUTION\n", "without an end"),
        ("# END SOLUTION\n", "without a beginning"),
        ("# BEGIN SOLUTION\n# BEGIN SOLUTION\n", "inside a solution"),
    ],
)
def test_unpaired_markers_are_named_with_their_line(text: str, words: str) -> None:
    with pytest.raises(BuildError, match=rf"demo.py, line \d: .*{words}"):
        regions(text, "demo.py")


def test_a_solution_outside_of_a_function_is_refused() -> None:
    text = "# BEGIN SOLUTION\nx = 1\n# END SOLUTION\n"
    with pytest.raises(BuildError, match="outside of any function"):
        stub(text, "demo", "09", "demo.py")


def test_short_keys_become_nbgrader_metadata(demo) -> None:
    lesson = read_lesson("09_demo", LESSON, demo)
    found = {
        cell.metadata.nbgrader.grade_id: cell.metadata.nbgrader
        for cell in lesson.notebook.cells
        if "nbgrader" in cell.metadata
    }
    assert list(found) == ["demo-double", "demo-quiz-answers", "demo-quiz", "demo-why"]
    assert found["demo-double"].grade and found["demo-double"].locked
    assert found["demo-double"].points == 2
    assert found["demo-quiz-answers"].solution and not found["demo-quiz-answers"].grade
    assert found["demo-why"].grade and found["demo-why"].solution
    assert lesson.points == {"demo.double": 2, "demo.quiz": 1}
    assert lesson.written == {"demo.why": 3}
    assert lesson.teaches["1.1"] == ["Demo"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('check("demo.double")', 'check("demo.double"); x', "exactly check"),
        ("---\nIdea.\n\n", "", "needs 3 hints"),
        ('+++ {"exercise": "demo.double"', '+++ {"exercise": "demo.triple"', "no reference"),
        ("minutes: 5}", "}", "lacks nnlab: minutes"),
        ("a = None", "a = None\n" + "x = 1\n" * MAX_LINES, f"more than {MAX_LINES} lines"),
        (":answers: demo.quiz", ":answers: demo.other", "neither a reference nor an answer cell"),
        ('+++ {"hints": "demo.double"}', "+++", "has no hints"),
    ],
)
def test_a_lesson_that_breaks_a_rule_is_refused_by_name(demo, old: str, new: str, words: str):
    assert old in LESSON
    with pytest.raises(BuildError, match=f"09_demo.*{words}"):
        read_lesson("09_demo", LESSON.replace(old, new), demo)


def test_two_builds_are_the_same_to_the_byte(checkout: Path) -> None:
    """In two processes, so that hash order and time could differ."""
    command = [sys.executable, "-c", "import sys, pathlib, hashlib; from labkit import build; "]
    command[2] += "files = build.build(pathlib.Path(sys.argv[1])); "
    command[2] += "print([(str(p), hashlib.sha256(c).hexdigest()) for p, c in files.items()])"
    outputs = {
        subprocess.run([*command, str(checkout)], capture_output=True, check=True).stdout
        for _ in range(2)
    }
    assert len(outputs) == 1 and b".ipynb" in outputs.pop()


def test_cell_ids_are_valid_and_unique(checkout: Path) -> None:
    for path in checkout.glob("course/*/*.ipynb"):
        ids = [cell.id for cell in nbformat.read(path, as_version=4).cells]
        assert len(set(ids)) == len(ids)
        assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,64}", name) for name in ids)


def test_build_check_names_what_drifted(checkout: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(checkout, copy)
    nnlab = [str(Path(sys.executable).parent / "nnlab"), "build"]

    def check() -> subprocess.CompletedProcess[str]:
        return subprocess.run([*nnlab, "--check"], cwd=copy, capture_output=True, encoding="utf-8")

    assert check().returncode == 0
    stub_file = copy / "nnlab" / "perceptron.py"
    stub_file.write_text(stub_file.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    (copy / "course" / "manifest.json").unlink()
    done = check()
    assert done.returncode == 1
    assert "nnlab/perceptron.py" in done.stderr and "course/manifest.json" in done.stderr
    assert "01_perceptron.ipynb" not in done.stderr
    assert subprocess.run(nnlab, cwd=copy, capture_output=True).returncode == 0
    assert check().returncode == 0


def test_student_notebooks_hold_no_answers_and_no_outputs(checkout: Path) -> None:
    for name in builder.lesson_names(checkout):
        notebook = nbformat.read(checkout / "course" / name / f"{name}.ipynb", as_version=4)
        for cell in notebook.cells:
            assert "SOLUTION" not in cell.source
            assert cell.cell_type == "markdown" or not cell.outputs
