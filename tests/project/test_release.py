"""`nnlab release`: an edition that works by itself in a fresh environment and leaks nothing."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest

from labkit.course import Course
from labkit.desk.leaks import answer_lines, leaks, secrets
from labkit.stubs import answers_in

LESSONS = ["00_features", "01_perceptron"]


@pytest.fixture(scope="module")
def edition(checkout: Path, nnlab, tmp_path_factory: pytest.TempPathFactory, say) -> Path:
    """The first two lessons, released with a zip beside them."""
    folder = tmp_path_factory.mktemp("release") / "class-2026"
    done = nnlab(checkout, "release", str(folder), "--lessons", "00-01", "--zip")
    assert done.returncode == 0, done.stderr
    say.append(f"release: {done.stdout.splitlines()[-2].partition(': ')[2]}")
    return folder


@pytest.fixture(scope="module")
def fresh(edition: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A student: the folder, unzipped, and a new environment with nothing but the wheel put in.

    The libraries come from the environment of these tests, so that nothing is downloaded; what
    that environment has installed for development, such as labkit, is not found through a path.
    """
    home = tmp_path_factory.mktemp("student")
    with zipfile.ZipFile(edition.with_name("class-2026.zip")) as archive:
        archive.extractall(home)
    place = home / "class-2026"
    python = place / ".venv" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", place / ".venv"], check=True)
    (libraries,) = place.glob(".venv/lib/python*/site-packages")
    paths = [each for each in sys.path if each.endswith("site-packages")]
    (libraries / "libraries.pth").write_text("\n".join(paths) + "\n", encoding="utf-8")
    (wheel,) = place.glob("*.whl")
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-index"]
    done = subprocess.run([*command, wheel.name], cwd=place, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    return place


def student(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command of the fresh environment."""
    return subprocess.run(
        [str(place / ".venv" / "bin" / arguments[0]), *arguments[1:]],
        cwd=place,
        capture_output=True,
        encoding="utf-8",
    )


# --- what is in it -------------------------------------------------------------------------------


def test_it_holds_these_files_and_no_others(edition: Path) -> None:
    found = {path.relative_to(edition).as_posix() for path in edition.rglob("*") if path.is_file()}
    (wheel,) = edition.glob("*.whl")
    expected = {
        "README.md",
        "LICENSE",
        "nbgrader_config.py",
        "pytest.ini",
        wheel.name,
        "nnlab/__init__.py",
    }
    names = ("manifest.json", "README.md", "release.json", "nbgrader_config.py")
    expected |= {f"course/{name}" for name in names}
    for name in LESSONS:
        module = name.partition("_")[2]
        expected |= {f"course/{name}/{name}.ipynb", f"nnlab/{module}.py"}
        expected.add(f"tests/exercises/test_{module}.py")
    assert found == expected
    with zipfile.ZipFile(wheel) as archive:
        inside = {name.partition("/")[0] for name in archive.namelist()}
        assert "labkit/data_files/digits.npz" in archive.namelist()
    assert inside == {"labkit", f"{'-'.join(wheel.name.split('-')[:2])}.dist-info"}
    with zipfile.ZipFile(edition.with_name("class-2026.zip")) as archive:
        assert {name.partition("/")[2] for name in archive.namelist()} == expected


def test_no_answer_is_in_it_nor_in_its_wheel_nor_in_the_zip(edition: Path, checkout: Path, say):
    hidden = secrets(checkout)
    assert len(hidden) > len(answer_lines(checkout)) > 20
    assert leaks(edition, hidden) == []
    together = edition.parent
    assert leaks(together, hidden) == []
    say.append(f"release: none of {len(hidden)} answers in folder, wheel and zip")


@pytest.mark.parametrize("kind", ["perceptron.py", "mistakes/perceptron.py"])
def test_an_answer_planted_in_the_wheel_is_found(edition: Path, checkout: Path, tmp_path, kind):
    hidden = secrets(checkout)
    line = next(line for line, source in hidden.items() if source == kind)
    (wheel,) = edition.glob("*.whl")
    copy = tmp_path / wheel.name
    shutil.copy(wheel, copy)
    with zipfile.ZipFile(copy, "a") as archive:
        archive.writestr("labkit/planted.py", f"x = 1\n{line}\n")
    assert leaks(tmp_path, hidden) == [f"{copy.name}/labkit/planted.py shows {line!r} of {kind}"]


def test_a_release_that_would_leak_is_not_written(place: Path, nnlab, tmp_path: Path) -> None:
    """An answer that somebody copied into a public check."""
    reference = place / "solutions" / "nnlab" / "perceptron.py"
    lines = answers_in(reference.read_text(encoding="utf-8"), reference.name)
    line = max((line.strip() for line in lines if not line.strip().startswith("#")), key=len)
    checks = place / "tests" / "exercises" / "test_perceptron.py"
    text = checks.read_text(encoding="utf-8")
    checks.write_text(f"{text}\n\n# {line}\n", encoding="utf-8")
    done = nnlab(place, "release", str(tmp_path / "out"), "--lessons", "01")
    assert done.returncode == 2 and "give away answers" in done.stderr
    assert not (tmp_path / "out").exists()


def test_the_manifest_is_cut_to_its_lessons(edition: Path, checkout: Path) -> None:
    course, full = Course.at(edition), Course.at(checkout)
    assert [lesson.name for lesson in course.lessons] == LESSONS
    assert course.lessons == [full.lesson(name) for name in LESSONS]
    assert all(e.hints and e.stub for e in course.exercises if e.kind == "function")
    assert not course.has_reference
    syllabus = (edition / "course" / "README.md").read_text(encoding="utf-8")
    assert "01_perceptron" in syllabus and "02_xor" not in syllabus


def test_work_in_the_instructors_own_folders_is_not_released(place: Path, nnlab, tmp_path) -> None:
    path = place / "nnlab" / "perceptron.py"
    path.write_text("def step(z):\n    return 'mine'\n", encoding="utf-8")
    done = nnlab(place, "release", str(tmp_path / "out"), "--lessons", "01")
    assert done.returncode == 0, done.stderr
    assert "mine" not in (tmp_path / "out" / "nnlab" / "perceptron.py").read_text(encoding="utf-8")


# --- where it may be written ---------------------------------------------------------------------


def test_a_second_release_adds_lessons_and_a_third_changes_nothing(
    edition: Path, checkout: Path, nnlab, tmp_path: Path
) -> None:
    folder = tmp_path / "class"
    shutil.copytree(edition, folder)
    (folder / "dates.txt").write_text("the instructor's own\n", encoding="utf-8")
    done = nnlab(checkout, "release", str(folder), "--lessons", "00-02")
    assert done.returncode == 0, done.stderr
    assert [lesson.number for lesson in Course.at(folder).lessons] == ["00", "01", "02"]
    assert (folder / "dates.txt").is_file()
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    done = nnlab(checkout, "release", str(folder), "--lessons", "00-02")
    assert "up to date" in done.stdout
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
    done = nnlab(checkout, "release", str(folder), "--lessons", "01")
    assert "removed course/02_xor/02_xor.ipynb" in done.stdout
    assert not (folder / "nnlab" / "xor.py").exists()


def test_a_folder_with_other_things_is_refused(checkout: Path, nnlab, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine\n", encoding="utf-8")
    done = nnlab(checkout, "release", str(tmp_path))
    assert done.returncode == 2 and "is not empty, and no release" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
    done = nnlab(checkout, "release", str(checkout))
    assert done.returncode == 2 and "is not empty, and no release" in done.stderr


def test_what_somebody_changed_in_a_release_is_not_overwritten(
    edition: Path, checkout: Path, nnlab, tmp_path: Path
) -> None:
    folder = tmp_path / "class"
    shutil.copytree(edition, folder)
    path = folder / "nbgrader_config.py"
    path.write_text("# mine\n", encoding="utf-8")
    arguments = ("release", str(folder), "--lessons", "00-01")
    done = nnlab(checkout, *arguments)
    assert done.returncode == 2 and "nbgrader_config.py" in done.stderr
    assert path.read_text(encoding="utf-8") == "# mine\n"
    assert nnlab(checkout, *arguments, "--force").returncode == 0
    assert "configure_student" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("lessons", "words"),
    [("12", "names no lesson"), ("x", "names no lesson"), ("02", "belongs to 01_perceptron")],
)
def test_lessons_that_cannot_be_released(checkout: Path, nnlab, tmp_path, lessons, words) -> None:
    done = nnlab(checkout, "release", str(tmp_path / "out"), "--lessons", lessons)
    assert done.returncode == 2 and words in done.stderr
    assert not (tmp_path / "out").exists()


# --- a student with it ---------------------------------------------------------------------------


def test_the_tools_come_from_the_wheel(fresh: Path) -> None:
    done = student(fresh, "python", "-c", "import labkit; print(labkit.__file__)")
    assert Path(done.stdout.strip()).is_relative_to(fresh / ".venv"), done.stderr
    version = student(fresh, "nnlab", "--version").stdout
    (wheel,) = fresh.glob("*.whl")
    assert wheel.name.split("-")[1] in version


def test_check_status_and_hint_work(fresh: Path) -> None:
    done = student(fresh, "nnlab", "check", "01")
    assert done.returncode == 1 and "not written yet" in done.stdout, done.stderr
    done = student(fresh, "nnlab", "status")
    assert done.returncode == 0 and "One neuron decides" in done.stdout
    done = student(fresh, "nnlab", "hint", "01.1")
    assert done.returncode == 0 and "Hint 1 of 3" in done.stdout
    done = student(fresh, "nnlab", "solution", "01.1", "--give-up")
    assert done.returncode == 2 and "your instructor has them" in " ".join(done.stderr.split())
    done = student(fresh, "nnlab", "doctor")
    assert done.returncode == 0 and "2 lessons, student edition" in done.stdout, done.stdout
    done = student(fresh, "nnlab", "submit", "01")
    assert done.returncode == 0 and (fresh / "01_perceptron.zip").is_file(), done.stderr


def test_plain_pytest_runs_the_public_checks(fresh: Path) -> None:
    done = student(fresh, "python", "-m", "pytest", "-q", "-p", "no:cacheprovider")
    assert done.returncode == 1 and "NotImplementedError: 01.1 perceptron.step" in done.stdout


def test_a_notebook_runs_headless(fresh: Path) -> None:
    command = ("python", "-m", "nbconvert", "--to", "notebook", "--execute", "--output", "run")
    done = student(fresh, *command, "course/01_perceptron/01_perceptron.ipynb")
    assert done.returncode == 0, done.stderr
    notebook = nbformat.read(fresh / "course" / "01_perceptron" / "run.ipynb", as_version=4)
    text = nbformat.writes(notebook)
    assert "which is not written yet" in text and "nnlab-card" in text
    assert any(
        "image/png" in output.get("data", {}) or "image/svg+xml" in output.get("data", {})
        for cell in notebook.cells
        for output in cell.get("outputs", [])
    )


def test_both_configurations_are_of_one_nbgrader_course(edition: Path, checkout: Path) -> None:
    from traitlets.config import PyFileConfigLoader

    found = []
    for folder in (edition, checkout, edition / "course"):
        config = PyFileConfigLoader("nbgrader_config.py", str(folder)).load_config()
        found.append((config.CourseDirectory.course_id, config.ExchangeFactory.submit))
    assert found[0] == found[1] == found[2] and found[0][0] == "nnlab"


def test_a_student_submits_by_nbgrader_from_the_edition(
    edition: Path, checkout: Path, tmp_path: Path, nbgrader
) -> None:
    """Released, submitted and collected through a real exchange."""
    exchange = tmp_path / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    instructor, home = tmp_path / "instructor", tmp_path / "ada"
    shutil.copytree(checkout, instructor)
    shutil.copytree(edition, home)
    for folder in (instructor, home):
        with (folder / "nbgrader_config.py").open("a", encoding="utf-8") as file:
            file.write(f"c.Exchange.root = {str(exchange)!r}\n")
            file.write(f"c.Exchange.cache = {str(tmp_path / 'cache')!r}\n")
            if folder == home:
                file.write("c.CourseDirectory.student_id = 'ada'\n")
    for folder, *command in [
        (instructor, "generate_assignment", "01_perceptron", "--force"),
        (instructor, "release_assignment", "01_perceptron"),
        (home, "submit", "01_perceptron"),
        (instructor, "collect", "01_perceptron"),
    ]:
        nbgrader(folder, *command)
    collected = instructor / "grading" / "submitted" / "ada" / "01_perceptron"
    assert (collected / "nnlab" / "perceptron.py").is_file()
    assert (collected / "01_perceptron.ipynb").is_file()
