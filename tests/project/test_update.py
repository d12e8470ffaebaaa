"""`nnlab update`: new lessons come in, and nothing that a student wrote is lost."""

import json
import random
import shutil
import stat
import zipfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from labkit import source
from labkit.course import Course, CourseError
from labkit.desk import modules, notebooks
from labkit.desk import release as releasing
from labkit.desk import update as updating
from labkit.desk.edition import digest
from labkit.engine import Engine
from labkit.submission import SubmissionFiles

NOTEBOOK = Path("course", "01_perceptron", "01_perceptron.ipynb")
MODULE = Path("nnlab", "perceptron.py")
NEW_EXERCISE = '''

def margin(z: np.ndarray) -> np.ndarray:
    """How far a sum is from the decision.

    Example
    -------
    >>> margin(np.array([-2.0, 0.5]))
    array([2. , 0.5])
    """
    # BEGIN SOLUTION
    return math.fabs(0.0) + np.abs(z)
    # END SOLUTION
'''
NEW_CELLS = """
+++ {"exercise": "perceptron.margin", "minutes": 3, "difficulty": 1}

Write `margin`: a new paragraph.

```{code-cell}
:check: 2
check("perceptron.margin")
```

+++ {"hints": "perceptron.margin"}

How far?

---

Leave out the sign.

---

$|z|$
"""


def edition(root: Path, folder: Path, lessons: str) -> Path:
    """A release with a wheel that nobody installs here."""
    names = releasing.choose(root, lessons)
    files = releasing.contents(root, names, b"no wheel")
    release = releasing._record(names, files)
    for path, content in [*files.items(), (Path("course/release.json"), release.to_bytes())]:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    releasing.write_zip(folder, release)
    return folder


@pytest.fixture(scope="module")
def first(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the class got in the first week."""
    return edition(checkout, tmp_path_factory.mktemp("first") / "week-1", "00-01")


@pytest.fixture(scope="module")
def second(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The next week's: one lesson more, lesson 01 with a new exercise, a changed stub and text."""
    root = tmp_path_factory.mktemp("later") / "checkout"
    shutil.copytree(checkout, root)
    path = root / "solutions" / "nnlab" / "perceptron.py"
    text = path.read_text(encoding="utf-8").replace(
        "import numpy as np\n", "import math\n\nimport numpy as np\n", 1
    )
    assert "Fire or stay silent:" in text and "Answer of one perceptron" in text
    text = text.replace("Fire or stay silent:", "Fire or be silent:")
    text = text.replace("Answer of one perceptron", "The answer of one perceptron")
    path.write_text(text + NEW_EXERCISE, encoding="utf-8")
    lesson = root / "solutions" / "lessons" / "01_perceptron.md"
    text = lesson.read_text(encoding="utf-8")
    place = text.index("+++", text.index('check("perceptron.step")'))
    assert text.count("\n## ") > 2
    text = (text[:place] + NEW_CELLS.lstrip() + "\n" + text[place:]).replace(
        "\n## ", "\n## New: ", 1
    )
    lesson.write_text(text, encoding="utf-8")
    checks = root / "tests" / "exercises" / "test_perceptron.py"
    checks.write_text(
        checks.read_text(encoding="utf-8")
        + '\n\ndef test_margin__of_zero(student):\n    """Nothing."""\n    assert True\n',
        encoding="utf-8",
    )
    return edition(root, root.parent / "week-2", "00-02")


@pytest.fixture
def home(first: Path, tmp_path: Path) -> Path:
    """A student's folder after the first week, nothing written yet."""
    shutil.copytree(first, tmp_path / "home")
    return tmp_path / "home"


def update(nnlab, home: Path, source: Path, *arguments: str) -> str:
    done = nnlab(home, "update", str(source), *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def everything(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def write_answers(home: Path) -> dict[str, str]:
    """What a student does to a notebook: answers, a written answer, an own cell, a changed
    experiment, an output; return the texts that must not be lost."""
    notebook = nbformat.read(home / NOTEBOOK, as_version=4)
    said = {}
    for number, cell in enumerate(notebook.cells):
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = said[f"answer {number}"] = f"{cell.source}\n# mine, {number}"
    code = [c for c in notebook.cells if c.cell_type == "code" and "nbgrader" not in c.metadata]
    code[2].source = said["experiment"] = code[2].source + "\nprint('what if?')"
    code[1].outputs = [nbformat.v4.new_output("stream", text="seen before\n")]
    note = nbformat.v4.new_markdown_cell("My note: *remember* <b>this</b>")
    own = nbformat.v4.new_code_cell("my_own = 1 + 1")
    own.outputs = [nbformat.v4.new_output("stream", text="an output of mine\n")]
    notebook.cells[5:5] = [note, own]
    said |= {"note": note.source, "own": own.source}
    nbformat.write(notebook, home / NOTEBOOK)
    return said


def write_functions(home: Path) -> str:
    """Write step, leave the others; add a helper."""
    mine = "def step(z):\n    # mine\n    return (np.asarray(z) > 0).astype(int)\n"
    text = (home / MODULE).read_text(encoding="utf-8")
    text = source.put(text, "step", mine) + "\n\ndef my_helper():\n    return 42\n"
    (home / MODULE).write_text(text, encoding="utf-8")
    return mine


# --- a student who has worked --------------------------------------------------------------------


@pytest.fixture(params=["folder", "zip"])
def given(second: Path, request: pytest.FixtureRequest) -> Path:
    return second if request.param == "folder" else second.with_name("week-2.zip")


def test_an_untouched_folder_becomes_the_new_release(home: Path, given, second, nnlab) -> None:
    said = update(nnlab, home, given)
    assert everything(home) == everything(second)
    assert "course/02_xor/02_xor.ipynb: new" in said and ".nnlab/backups" not in said


def test_work_stays_and_the_rest_is_new(home, second, checkout, nnlab) -> None:
    texts, mine = write_answers(home), write_functions(home)
    before = everything(home)
    said = update(nnlab, home, second)
    module = (home / MODULE).read_text(encoding="utf-8")
    assert source.take(module, "step") == mine
    assert "def my_helper():" in module and "import math" in module
    assert "The answer of one perceptron" in module  # a stub not yet begun has its new text
    assert (
        'NotImplementedError("01.6 perceptron.margin")' in module or "perceptron.margin" in module
    )
    compile(module, "perceptron.py", "exec")
    assert "your step kept, though its text has changed" in said and "margin added" in said
    notebook = nbformat.read(home / NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    sources = [cell.source for cell in notebook.cells]
    for what, text in texts.items():
        assert sources.count(text) == 1, what
    new = nbformat.read(second / NOTEBOOK, as_version=4)
    ours = [cell for cell in new.cells if not cell.metadata.get("nbgrader", {}).get("solution")]
    lost = [cell.source for cell in ours if cell.source not in sources]
    assert len(lost) == 1  # the experiment, which they changed
    assert sum("## New: " in text for text in sources) == 1
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids) == len(new.cells) + 2
    assert "seen before" in json.dumps(notebook) and "an output of mine" in json.dumps(notebook)
    # where they stood, they stand
    assert sources.index(texts["own"]) == sources.index(texts["note"]) + 1
    (folder,) = (home / ".nnlab" / "backups").iterdir()
    kept = everything(folder)
    assert kept == {path.as_posix(): before[path.as_posix()] for path in (NOTEBOOK, MODULE)}
    course = Course.at(home)
    assert [lesson.number for lesson in course.lessons] == ["00", "01", "02"]


def test_a_second_run_changes_nothing(home, second, checkout, nnlab) -> None:
    write_answers(home)
    write_functions(home)
    update(nnlab, home, second)
    before = everything(home)
    assert "Nothing to do" in update(nnlab, home, second)
    assert everything(home) == before


def test_a_dry_run_says_the_same_and_changes_nothing(home, second, checkout, nnlab) -> None:
    write_answers(home)
    write_functions(home)
    before = everything(home)
    dry = update(nnlab, home, second, "--dry-run")
    assert everything(home) == before and "nothing was changed" in dry
    real = update(nnlab, home, second)
    lines = [line for line in dry.splitlines() if ": " in line and "would" not in line]
    assert set(lines) <= set(real.splitlines())


def test_the_updated_folder_checks_and_hints(home, second, checkout, nnlab) -> None:
    write_functions(home)
    update(nnlab, home, second)
    done = nnlab(home, "check", "01.1")
    assert done.returncode == 0, done.stdout
    assert "Leave out the sign" in nnlab(home, "hint", "perceptron.margin", "-l", "2").stdout


def test_an_earlier_lesson_that_a_release_lacks_stays(home, checkout, tmp_path, nnlab) -> None:
    other = edition(checkout, tmp_path / "only-03", "03")
    syllabus = (home / "course" / "README.md").read_text(encoding="utf-8")
    update(nnlab, home, other)
    assert [lesson.number for lesson in Course.at(home).lessons] == ["00", "01", "03"]
    now = (home / "course" / "README.md").read_text(encoding="utf-8")
    assert set(syllabus.splitlines()) < set(now.splitlines()) and "03_forward" in now
    assert "Nothing to do" in update(nnlab, home, other)


def test_a_run_that_was_cut_off_is_finished_by_the_next(home, second, nnlab, monkeypatch) -> None:
    """Whatever the write at which it ended, the second run gives what one run would have given."""
    write_functions(home)
    texts = write_answers(home)
    whole = home.with_name("whole")
    shutil.copytree(home, whole)
    updating.plan(whole, second).carry_out()
    expected = {k: v for k, v in everything(whole).items() if ".nnlab" not in k}
    for number in range(1, 14):
        place = home.with_name(f"cut-{number}")
        shutil.copytree(home, place)
        left = iter(range(number))

        def write(path: Path, content: bytes, left=left) -> None:
            if next(left, None) is None:
                raise OSError(28, "No space left on device", str(path))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

        with monkeypatch.context() as patch:
            patch.setattr(updating, "_write", write)
            with suppress(CourseError):
                updating.plan(place, second).carry_out()
        updating.plan(place, second).carry_out()
        found = {k: v for k, v in everything(place).items() if ".nnlab" not in k}
        assert found == expected, number
    assert texts


# --- damage --------------------------------------------------------------------------------------


def test_damaged_files_are_set_aside(home: Path, second: Path, nnlab) -> None:
    (home / MODULE).write_bytes(b"x = '\xff'\n")
    (home / NOTEBOOK).write_text('{"cells": [', encoding="utf-8")
    (home / "course" / "manifest.json").write_text("{", encoding="utf-8")
    (home / "course" / "release.json").write_text("[]", encoding="utf-8")
    said = update(nnlab, home, second)
    assert said.count("set aside") == 2
    (folder,) = (home / ".nnlab" / "backups").iterdir()
    kept = everything(folder)
    assert kept[MODULE.as_posix()] == b"x = '\xff'\n"
    assert kept[NOTEBOOK.as_posix()] == b'{"cells": ['
    assert kept["course/manifest.json"] == b"{"
    assert {k: v for k, v in everything(home).items() if ".nnlab" not in k} == everything(second)


def test_a_module_that_does_not_parse_keeps_every_line(home, second, nnlab) -> None:
    text = (home / MODULE).read_text(encoding="utf-8") + "\n\ndef mine(:\n    return 1\n"
    text = text.replace('raise NotImplementedError("01.1 perceptron.step")', "return z >")
    (home / MODULE).write_text(text, encoding="utf-8", newline="")
    update(nnlab, home, second)
    now = (home / MODULE).read_text(encoding="utf-8")
    assert "return z >" in now and "def mine(:" in now and "def margin(" in now


def test_windows_line_ends_survive(home, second, checkout, nnlab) -> None:
    write_functions(home)
    content = (home / MODULE).read_bytes().replace(b"\n", b"\r\n")
    (home / MODULE).write_bytes(content)
    update(nnlab, home, second)
    now = (home / MODULE).read_bytes()
    assert now.count(b"\r\n") == now.count(b"\n") and b"def margin(" in now


def test_a_folder_without_a_record_loses_nothing(home, second, checkout, nnlab) -> None:
    """The course was copied from somewhere, or the record deleted."""
    texts, mine = write_answers(home), write_functions(home)
    (home / "course" / "release.json").unlink()
    update(nnlab, home, second)
    assert mine in (home / MODULE).read_text(encoding="utf-8")
    sources = [cell.source for cell in nbformat.read(home / NOTEBOOK, as_version=4).cells]
    assert set(texts.values()) <= set(sources)


def test_own_settings_stay_and_changed_checks_are_restored(home, second, nnlab) -> None:
    config, checks = home / "nbgrader_config.py", home / "tests/exercises/test_features.py"
    config.write_text("# my own\n", encoding="utf-8")
    checks.write_text("# emptied\n", encoding="utf-8")
    update(nnlab, home, second)
    assert config.read_text(encoding="utf-8") == "# my own\n"
    assert "def test_" in checks.read_text(encoding="utf-8")
    (folder,) = (home / ".nnlab" / "backups").iterdir()
    assert everything(folder) == {"tests/exercises/test_features.py": b"# emptied\n"}


@pytest.mark.parametrize("seed", range(20))
def test_no_line_of_a_module_is_ever_lost(first: Path, second: Path, seed: int) -> None:
    """Lines deleted, doubled, moved and added at random: whatever is not a stub as it was handed
    out is still there."""
    draw = random.Random(seed)
    lines = (first / MODULE).read_text(encoding="utf-8").split("\n")
    for _ in range(draw.randrange(1, 12)):
        place = draw.randrange(len(lines))
        kind = draw.choice(["delete", "double", "add", "move"])
        if kind == "delete":
            del lines[place]
        elif kind == "double":
            lines.insert(place, lines[place])
        elif kind == "move":
            lines.insert(draw.randrange(len(lines)), lines.pop(place))
        else:
            lines.insert(place, " " * draw.choice([0, 4]) + f"mine_{draw.random()} = 1")
    text = "\n".join(lines)
    old = {e.name: e.stub for e in Course.at(first).lesson("01").exercises if e.stub}
    new = {e.name: e.stub for e in Course.at(second).lesson("01").exercises if e.stub}
    merged, _ = modules.merge(text, (second / MODULE).read_text(encoding="utf-8"), old, new)
    for line in lines:
        if line.startswith(("mine_", "    mine_")):
            assert line in merged.split("\n")
    again, _ = modules.merge(merged, (second / MODULE).read_text(encoding="utf-8"), new, new)
    assert again == merged


@pytest.mark.parametrize("seed", range(20))
def test_no_text_of_a_notebook_is_ever_lost(first: Path, second: Path, seed: int) -> None:
    draw = random.Random(seed)
    mine = json.loads((first / NOTEBOOK).read_bytes())
    known = {cell["id"]: digest("".join(cell["source"]).encode()) for cell in mine["cells"]}
    cells, wrote = mine["cells"], set()
    for number in range(draw.randrange(1, 15)):
        cell = draw.choice(cells)
        kind = draw.choice(["edit", "delete", "double", "move", "add", "no id", "no name"])
        if kind in ("edit", "add"):
            text = f"mine_{seed}_{number} = 1"
            if kind == "add":
                cell = {"cell_type": draw.choice(["code", "markdown"]), "metadata": {}}
                cells.insert(draw.randrange(len(cells)), cell)
            cell["source"] = [text]
            wrote.add(text)
        elif kind == "delete":
            cells.remove(cell)
            wrote.discard("".join(cell["source"]))
        elif kind == "double":
            cells.insert(draw.randrange(len(cells)), json.loads(json.dumps(cell)))
        elif kind == "move":
            cells.remove(cell)
            cells.insert(draw.randrange(len(cells) + 1), cell)
        elif kind == "no id":
            cell.pop("id", None)
        else:
            cell["metadata"].pop("nbgrader", None)
    wrote &= {"".join(cell["source"]) for cell in cells}
    graded = {
        c["id"]
        for c in mine["cells"]
        if c.get("metadata", {}).get("nbgrader", {}).get("locked") and "id" in c
    }
    locked = {"".join(c["source"]) for c in cells if c.get("id") in graded}
    merged = notebooks.merge(mine, json.loads((second / NOTEBOOK).read_bytes()), known)
    there = {"".join(cell["source"]) for cell in merged["cells"]}
    assert wrote - locked <= there
    read = nbformat.reads(notebooks.to_bytes(merged).decode("utf-8"), as_version=4)
    assert len({cell.id for cell in read.cells}) == len(read.cells)
    names = [c.metadata.nbgrader.grade_id for c in read.cells if "nbgrader" in c.metadata]
    assert len(names) == len(set(names))
    again = notebooks.merge(
        merged,
        json.loads((second / NOTEBOOK).read_bytes()),
        {
            c["id"]: digest("".join(c["source"]).encode())
            for c in json.loads((second / NOTEBOOK).read_bytes())["cells"]
        },
    )
    assert notebooks.same_text(again, merged)


# --- what is no release --------------------------------------------------------------------------


def refused(nnlab, home: Path, source: Path) -> str:
    before = everything(home)
    done = nnlab(home, "update", str(source))
    assert done.returncode == 2 and "Traceback" not in done.stderr, done.stderr
    assert everything(home) == before
    return " ".join(done.stderr.split())


def test_other_folders_and_files_are_refused(home, tmp_path, checkout, first, nnlab) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "text.zip").write_text("no zip\n", encoding="utf-8")
    assert "is no release" in refused(nnlab, home, tmp_path / "other")
    assert "not a zip file" in refused(nnlab, home, tmp_path / "text.zip")
    assert "this very folder" in refused(nnlab, home, home)
    done = nnlab(checkout, "update", str(first))
    assert done.returncode == 2 and "full checkout" in done.stderr
    done = nnlab(tmp_path, "update", str(first))
    assert done.returncode == 2 and "not inside a course folder" in done.stderr


@pytest.mark.parametrize("name", ["../../evil.py", "/tmp/evil.py", "C:\\evil.py", "..\\evil.py"])
def test_a_zip_that_leads_out_is_refused(home, second, tmp_path, nnlab, name) -> None:
    path = tmp_path / "slip.zip"
    shutil.copy(second.with_name("week-2.zip"), path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, "x")
    assert "leads out of its folder" in refused(nnlab, home, path)


@pytest.mark.parametrize("name", ["../evil.py", "labkit/values.py", "nnlab/../../evil.py", "x.pth"])
def test_a_record_that_names_other_files_is_refused(home, second, tmp_path, nnlab, name) -> None:
    bad = tmp_path / "bad"
    shutil.copytree(second, bad)
    data = json.loads((bad / "course" / "release.json").read_bytes())
    data["files"][name] = digest(b"x")
    (bad / "course" / "release.json").write_text(json.dumps(data), encoding="utf-8")
    assert "belongs to no release" in refused(nnlab, home, bad)


def test_a_link_and_a_damaged_file_are_refused(home, second, tmp_path, nnlab) -> None:
    path = tmp_path / "link.zip"
    shutil.copy(second.with_name("week-2.zip"), path)
    with zipfile.ZipFile(path, "a") as archive:
        info = zipfile.ZipInfo("week-2/nnlab/link.py")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    assert "symbolic link" in refused(nnlab, home, path)
    bad = tmp_path / "bad"
    shutil.copytree(second, bad)
    with (bad / "nnlab" / "xor.py").open("a", encoding="utf-8") as file:
        file.write("# one line more\n")
    assert "nnlab/xor.py is not as it was handed out" in refused(nnlab, home, bad)
    (bad / "nnlab" / "xor.py").unlink()
    assert "nnlab/xor.py is missing" in refused(nnlab, home, bad)
    cut = tmp_path / "cut.zip"
    cut.write_bytes(second.with_name("week-2.zip").read_bytes()[:-2000])
    assert "not a zip file" in refused(nnlab, home, cut)


def test_a_kernel_that_ran_before_an_update_asks_to_be_restarted(engine: Engine) -> None:
    files = SubmissionFiles({"__init__.py": ""}, {})
    first = engine.course.exercises[0]
    new = replace(first, id="perceptron.margin")
    with pytest.raises(CourseError, match=r"perceptron\.margin came with an update.*Restart"):
        engine.grade(files, [first, new])
    assert engine.grade(files, [first]).exercises[0].exercise == first.id
