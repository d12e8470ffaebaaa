"""A class from folder to grades: right, complete, resumable, and the same through nbgrader."""

import csv
import importlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from nbgrader.api import Gradebook

from labkit import isolation
from labkit.cli import main
from labkit.course import Course, CourseError
from labkit.demo import write_class
from labkit.grading import Class
from labkit.isolation import LIMITS
from labkit.programs import search_path
from labkit.submission import grade_id
from labkit.submitted_notebook import fill_in_scores, restore

BIN = Path(sys.executable).parent
STUDENTS = 60
SEED = "1"  # a mistake may pass or fail a check by the luck of the draw
COMPARED = ("score", "max_score", "status")


def table(path: Path) -> dict[tuple[str, str], dict[str, str]]:
    text = path.read_text(encoding="utf-8")
    return {(row["student"], row["exercise"]): row for row in csv.DictReader(text.splitlines())}


def differences(grades: Path, expected: Path, lesson: str = "") -> list[str]:
    """What differs, for all lessons or one."""
    ours, theirs = table(grades), table(expected)
    theirs = {key: row for key, row in theirs.items() if row["lesson"].startswith(lesson)}
    assert ours.keys() == theirs.keys()
    return [
        f"{key}: {ours[key]} but expected {theirs[key]}"
        for key in theirs
        if any(ours[key][column] != theirs[key][column] for column in COMPARED)
    ]


def nnlab(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(BIN / "nnlab"), *arguments], cwd=folder, capture_output=True, encoding="utf-8"
    )


def results_in(out: Path) -> dict[str, float]:
    return {path.name: path.stat().st_mtime_ns for path in out.glob("results/*/*.json")}


@pytest.fixture(scope="module")
def demo(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up class of 60, whose expected.csv was worked out without the engine."""
    folder = tmp_path_factory.mktemp("demo") / "class"
    write_class(course, folder, STUDENTS, int(SEED))
    return folder


@pytest.fixture(scope="module")
def graded(demo: Path, course: Course) -> Path:
    done = nnlab(course.root, "grade", str(demo), "--seed", SEED)
    assert done.returncode == 0, done.stdout + done.stderr
    return demo.with_name("class-grades")


@pytest.fixture
def small(demo: Path, course: Course, tmp_path: Path) -> Path:
    """A few students of that class, in a place of the test's own."""
    for path in sorted(demo.glob("student*"))[:12]:
        shutil.copytree(path, tmp_path / "class" / path.name)
    return tmp_path / "class"


def test_every_row_of_a_class_is_as_expected(demo: Path, graded: Path, course, say) -> None:
    assert differences(graded / "grades.csv", demo / "expected.csv") == []
    many = len(table(graded / "grades.csv"))
    assert many == STUDENTS * len(course.exercises)
    statuses = {row["status"] for row in table(graded / "grades.csv").values()}
    assert statuses == {"graded", "missing", "timeout", "refused"}
    say.append(f"grading: {many} of {many} rows of a class of {STUDENTS} as expected")


def test_refusals_and_gaps_are_explained(graded: Path) -> None:
    for row in table(graded / "grades.csv").values():
        if row["status"] == "refused":
            assert "not UTF-8" in row["diagnosis"]
        if row["status"] == "missing":
            assert "was not submitted" in row["diagnosis"]


def test_the_full_report_names_the_isolation(graded: Path, course: Course) -> None:
    data = json.loads((graded / "report.json").read_text(encoding="utf-8"))
    assert data["schema"] == 1 and len(data["submissions"]) == STUDENTS * len(course.lessons)
    levels = {entry["report"]["isolation"] for entry in data["submissions"]}
    assert levels == {isolation.best_level().name}


def test_an_unchanged_class_is_read_back_and_one_change_regrades_one_job(
    small: Path, course: Course
) -> None:
    out = small.with_name("out")
    arguments = ("grade", str(small), "--out", str(out), "--lesson", "00", "--lesson", "01")
    assert nnlab(course.root, *arguments).returncode == 0
    before, grades = results_in(out), (out / "grades.csv").read_bytes()
    assert nnlab(course.root, *arguments).returncode == 0
    assert results_in(out) == before and (out / "grades.csv").read_bytes() == grades
    path = min(small.glob("*/01_perceptron/nnlab/perceptron.py"))
    path.write_bytes(path.read_bytes() + b"\n# one more line\n")
    assert nnlab(course.root, *arguments).returncode == 0
    after = results_in(out)
    assert len(after.keys() - before.keys()) == 1
    assert {name: after[name] for name in before} == before
    assert (out / "grades.csv").read_bytes() == grades


def test_a_killed_run_goes_on_where_it_stopped(demo: Path, course: Course, tmp_path, say) -> None:
    out = tmp_path / "out"
    command = [str(BIN / "nnlab"), "grade", str(demo), "--out", str(out), "--jobs", "1"]
    command += ["--seed", SEED, "--lesson", "01"]
    process = subprocess.Popen(command, cwd=course.root, start_new_session=True)
    started = time.monotonic()
    while len(results_in(out)) < 5 and process.poll() is None:
        assert time.monotonic() - started < 60
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    before = results_in(out)
    assert before and not (out / "grades.csv").exists()
    for path in out.glob("results/*/*.json"):
        json.loads(path.read_text(encoding="utf-8"))  # every kept result is whole
    done = nnlab(course.root, *command[1:])
    assert done.returncode == 0, done.stderr
    after = results_in(out)
    assert {name: after[name] for name in before} == before
    assert differences(out / "grades.csv", demo / "expected.csv", "01") == []
    say.append(f"grading: killed after {len(before)} results, resumed, {len(after)} in the end")


def test_memory_holds_only_so_many_submissions_until_their_turn(
    small: Path, course: Course, tmp_path: Path, monkeypatch
) -> None:
    def grades(name: str) -> str:
        group = Class(course, small, tmp_path / name, course.lessons[1:2], seed=4)
        assert len(list(group.grade(jobs=1))) == len(group)
        group.write()
        return (tmp_path / name / "grades.csv").read_text(encoding="utf-8")

    all_held = grades("held")
    monkeypatch.setattr("labkit.grading.MAX_HELD", 0)
    assert grades("read again") == all_held
    assert ",graded," in all_held


def test_a_dask_cluster_that_loses_a_worker_delivers_every_grade(
    demo: Path, course: Course, tmp_path: Path, say
) -> None:
    distributed = importlib.import_module("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None,
        host="127.0.0.1", silence_logs=50,
    ) as cluster:  # fmt: skip
        group = Class(course, demo, tmp_path / "out", [course.lesson("01")], int(SEED))
        results = group.grade(dask=cluster.scheduler_address)
        first = next(results)
        victim = next(iter(cluster.workers.values()))
        os.kill(victim.pid, signal.SIGKILL)
        others = list(results)
    group.write()
    assert len(others) + 1 == len(group) and first.report is not None
    assert not any(result.error for result in others)
    assert differences(tmp_path / "out" / "grades.csv", demo / "expected.csv", "01") == []
    say.append(f"grading: {len(group)} jobs on a Dask cluster, one of two workers killed")


def test_below_landlock_a_class_is_refused_unless_told(
    small: Path, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("labkit.isolation.selftest.best_level", lambda: LIMITS)
    monkeypatch.chdir(course.root)
    done = CliRunner().invoke(main, ["grade", str(small)])
    assert done.exit_code == 2 and "--unsafe" in done.output
    assert not small.with_name("class-grades").joinpath("grades.csv").exists()
    done = CliRunner().invoke(main, ["grade", str(small), "--lesson", "01", "--unsafe"])
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("make", [lambda p: None, lambda p: p.mkdir()])
def test_a_folder_without_submissions_says_what_is_expected(make, course, tmp_path, monkeypatch):
    folder = tmp_path / "empty"
    make(folder)
    with pytest.raises(CourseError, match=r"no folder|holds no submissions"):
        Class(course, folder, tmp_path / "out")


def test_odd_names_of_students_harm_nobody(small: Path, course: Course, tmp_path: Path) -> None:
    """A name that a spreadsheet would compute, and one that is not UTF-8."""
    for name in ("=cmd()", os.fsdecode(b"caf\xe9")):
        shutil.copytree(next(small.glob("student*")), small / name)
    group = Class(course, small, tmp_path / "out", [course.lesson("01")])
    names = {result.job.student for result in group.grade()}
    group.write()
    students = {student for student, _ in table(tmp_path / "out" / "grades.csv")}
    assert len(students) == len(names) == 14
    assert "'=cmd()" in students and "=cmd()" not in students


# --- the gradebook --------------------------------------------------------------------------------


def damage(notebook: dict, draw: random.Random) -> None:
    """What breaks stock nbgrader: duplicated, deleted, edited cells, outputs that claim points."""
    cells = notebook["cells"]
    graded = [cell for cell in cells if cell["metadata"].get("nbgrader", {}).get("grade")]
    for cell in cells:
        if cell["cell_type"] == "code":
            claim = draw.choice(["-1", "nan", "np.float64(2.5)", "True", "99"])
            cell["outputs"] = [
                {"output_type": "stream", "name": "stderr", "text": "Warning: x\n"},
                {"output_type": "execute_result", "execution_count": 1, "metadata": {},
                 "data": {"text/plain": claim}},
            ]  # fmt: skip
    cells.append(dict(draw.choice(graded), id="again"))
    cells.remove(draw.choice(graded))
    edited = draw.choice(graded)
    edited["source"] = "import nnlab; 40"
    edited["metadata"]["nbgrader"]["points"] = 1000
    edited["metadata"]["nbgrader"]["locked"] = False


@pytest.fixture(scope="module")
def books(demo: Path, checkout: Path, tmp_path_factory) -> dict[str, Path]:
    """Two instructors with the same damaged submissions: one runs `nnlab grade --gradebook`, the
    other `nbgrader autograde`."""
    draw, base = random.Random(3), tmp_path_factory.mktemp("books")
    shutil.copytree(checkout, base / "ours")
    environment = {**os.environ, "PATH": search_path()}

    def run(folder: Path, *command: str) -> None:
        done = subprocess.run(
            [str(BIN / command[0]), *command[1:]], cwd=folder, capture_output=True,
            encoding="utf-8", env=environment if command[0] == "nbgrader" else None,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr

    lessons = [lesson.name for lesson in Course.at(base / "ours").lessons][:2]
    for lesson in lessons:
        run(base / "ours", "nbgrader", "generate_assignment", lesson, "--force")
    with (base / "ours" / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write("c.LatePenalty.percent_per_day = 100\n")
    with Gradebook(f"sqlite:///{base / 'ours' / 'grading' / 'gradebook.db'}", "nnlab") as book:
        book.update_or_create_assignment(lessons[1], duedate="2026-01-01 12:00:00 UTC")
    for number, path in enumerate(sorted(demo.glob("student*"))[:12]):
        for lesson in lessons:
            target = base / "ours" / "grading" / "submitted" / path.name / lesson
            if (path / lesson / f"{lesson}.ipynb").is_file():
                shutil.copytree(path / lesson, target)
                notebook = json.loads((target / f"{lesson}.ipynb").read_text(encoding="utf-8"))
                damage(notebook, draw)
                text = json.dumps(notebook)
                (target / f"{lesson}.ipynb").write_text(text, encoding="utf-8")
                if number % 3:  # in time, late; the others have no time
                    time = f"2026-01-01 {10 + number % 3}:00:01 +0000\n"
                    (target / "timestamp.txt").write_text(time, encoding="utf-8")
    shutil.copytree(base / "ours", base / "theirs")
    run(base / "ours", "nnlab", "grade", "grading/submitted", "--gradebook")
    for lesson in lessons:
        run(base / "theirs", "nbgrader", "autograde", lesson)
    for name in ("ours", "theirs"):
        run(base / name, "nbgrader", "export", "--to", "grading/export.csv")
    run(base / "ours", "nbgrader", "generate_feedback", lessons[0])
    return {name: base / name for name in ("ours", "theirs")}


def grades(root: Path) -> dict[tuple[str, str, str], tuple]:
    found = {}
    with Gradebook(f"sqlite:///{root / 'grading' / 'gradebook.db'}") as book:
        for assignment in book.assignments:
            for submission in assignment.submissions:
                for notebook in submission.notebooks:
                    for grade in notebook.grades:
                        key = (submission.student.id, assignment.name, grade.name)
                        found[key] = (grade.auto_score, grade.max_score, grade.needs_manual_grade)
    return found


def test_both_ways_into_the_gradebook_agree_on_every_row(books: dict[str, Path], say) -> None:
    ours, theirs = grades(books["ours"]), grades(books["theirs"])
    refused = {
        (row["student"], row["lesson"], grade_id(row["exercise"]))
        for row in table(books["ours"] / "grading" / "submitted-grades" / "grades.csv").values()
        if row["status"] == "refused"
    }
    assert theirs.keys() <= ours.keys()  # nbgrader leaves out who submitted no notebook
    for key, (score, maximum, manual) in theirs.items():
        assert ours[key][:2] == (score, maximum), key
        assert ours[key][2] == (manual or key in refused), key  # we also ask a person to look
    say.append(
        f"parity: {len(theirs)} rows of nbgrader autograde and nnlab grade --gradebook agree"
    )


def around_the_grades(root: Path) -> dict[tuple[str, str], tuple]:
    """What else the gradebook says about a submission."""
    found = {}
    with Gradebook(f"sqlite:///{root / 'grading' / 'gradebook.db'}") as book:
        for assignment in book.assignments:
            for submission in assignment.submissions:
                (page,) = submission.notebooks
                found[submission.student.id, assignment.name] = (
                    submission.timestamp,
                    submission.extension,
                    (page.name, page.flagged, page.late_submission_penalty),
                    {(c.name, c.auto_comment, c.manual_comment) for c in page.comments},
                    {(g.name, g.manual_score, g.extra_credit, g.failed_tests) for g in page.grades},
                )
    return found


def test_both_ways_agree_on_times_penalties_and_comments(books: dict[str, Path]) -> None:
    ours, theirs = (around_the_grades(books[name]) for name in ("ours", "theirs"))
    assert {key: ours[key] for key in theirs} == theirs
    penalties = {penalty for *_, (_, _, penalty), _, _ in theirs.values()}
    assert None in penalties and any(penalties)


def test_the_gradebook_holds_what_grades_csv_says(books: dict[str, Path]) -> None:
    ours = grades(books["ours"])
    for row in table(books["ours"] / "grading" / "submitted-grades" / "grades.csv").values():
        score, maximum, _ = ours[(row["student"], row["lesson"], grade_id(row["exercise"]))]
        assert (f"{score:g}", f"{maximum:g}") == (row["score"], row["max_score"])


def test_feedback_can_be_made_from_either(books: dict[str, Path]) -> None:
    pages = list((books["ours"] / "grading" / "feedback").glob("*/*/*.html"))
    assert len(pages) >= 8
    assert all("nnlab-card" in page.read_text(encoding="utf-8") for page in pages)


# --- restoring a notebook -------------------------------------------------------------------------


@pytest.fixture
def released(checkout: Path) -> nbformat.NotebookNode:
    return nbformat.read(
        checkout / "course" / "01_perceptron" / "01_perceptron.ipynb", as_version=4
    )


@pytest.mark.parametrize("cells", [[], [None, 3, "x", {}, {"metadata": 3, "source": 4, "id": []}]])
def test_rubbish_restores_to_the_released_notebook(cells, released) -> None:
    assert restore(cells, released) == released


def test_answers_and_own_cells_survive_the_rest_does_not(released) -> None:
    submitted = json.loads(nbformat.writes(released))["cells"]
    answer = next(c for c in submitted if c["metadata"].get("nbgrader", {}).get("solution"))
    answer["source"] = ["z_00 = 1\n", "z_01 = -1"]
    submitted[0]["source"] = "# Another title"
    own = {
        "cell_type": "markdown",
        "metadata": {},
        "source": "My note <script>x</script>",
        "id": "m",
    }
    submitted.insert(1, own)
    restored = restore(submitted, released)
    assert restored.cells[0] == released.cells[0]
    assert restored.cells[1].source == "My note &lt;script>x&lt;/script>"
    name = answer["metadata"]["nbgrader"]["grade_id"]
    (found,) = [c for c in restored.cells if c.metadata.get("nbgrader", {}).get("grade_id") == name]
    assert found.source == "z_00 = 1\nz_01 = -1"
    nbformat.validate(restored)


def test_a_graded_cell_without_a_report_never_counts_as_full(released) -> None:
    from nbgrader.utils import determine_grade

    fill_in_scores(released, [])
    scores = [
        determine_grade(cell)[0]
        for cell in released.cells
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade")
    ]
    assert scores and not any(scores)
