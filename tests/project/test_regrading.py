"""What happens to grades afterwards: a mended check, a score set by hand, a late penalty."""

import csv
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from nbgrader.api import Gradebook

from labkit import cards
from labkit.bank import reference_sources
from labkit.cli import main
from labkit.course import Course
from labkit.grading import Class, default_out
from labkit.nbgrader_plugins import LatePenalty

LESSON, MODULE, STEP = "01_perceptron", "perceptron.py", "perceptron.step"
FIRES_AT_ZERO = "\n\ndef step(z):\n    return (np.asarray(z) >= 0).astype(int)\n"
RAISES = "\n\ndef step(z):\n    return z\n"


@pytest.fixture
def desk(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An instructor's checkout with two lessons of three students in grading/submitted."""
    sources = reference_sources(place)
    own = {"ada": "", "ben": FIRES_AT_ZERO, "eve": RAISES}
    for student, more in own.items():
        for lesson in ("00_features", LESSON):
            folder = place / "grading" / "submitted" / student / lesson
            (folder / "nnlab").mkdir(parents=True)
            shutil.copy(place / "course" / lesson / f"{lesson}.ipynb", folder)
            for name in ("features.py", MODULE):
                text = sources[name] + (more if name == MODULE else "")
                (folder / "nnlab" / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(place)
    return place


def nnlab(*arguments: str) -> Result:
    done = CliRunner().invoke(main, arguments)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def grade(*more: str) -> Result:
    done = nnlab("grade", "grading/submitted", *more)
    assert done.exit_code == 0, done.output
    return done


def table(path: Path) -> dict[tuple[str, str], dict[str, str]]:
    text = path.read_text(encoding="utf-8")
    return {(row["student"], row["exercise"]): row for row in csv.DictReader(text.splitlines())}


def grades(desk: Path) -> dict[tuple[str, str], dict[str, str]]:
    return table(desk / "grading" / "submitted-grades" / "grades.csv")


def mend(desk: Path) -> None:
    """Drop the check that step(0) is 0, as if the class had been taught otherwise."""
    path = desk / "tests" / "exercises" / "test_perceptron.py"
    text = path.read_text(encoding="utf-8")
    start = text.index("def test_step__zero_is_silent")
    end = text.index("\ndef test_step__", start) + 1
    path.write_text(text[:start] + text[end:], encoding="utf-8")


def reports(desk: Path) -> dict[tuple[str, str], dict]:
    text = (desk / "grading" / "submitted-grades" / "report.json").read_text(encoding="utf-8")
    entries = json.loads(text)["submissions"]
    return {(entry["student"], entry["lesson"]): entry["report"] for entry in entries}


def test_a_mended_check_touches_its_lesson_alone_and_tells_who_gained(desk: Path) -> None:
    grade()
    before, kept, seeds = grades(desk), set(desk.rglob("results/*/*.json")), reports(desk)
    mend(desk)
    done = grade()
    after, added = grades(desk), set(desk.rglob("results/*/*.json")) - kept
    assert len(added) == 3  # one lesson of three students
    changed = {key for key in after if after[key]["score"] != before[key]["score"]}
    assert ("ben", STEP) in changed and {student for student, _ in changed} <= {"ben", "eve"}
    assert {exercise.partition(".")[0] for _, exercise in changed} == {"perceptron"}
    # The same random inputs as before: nobody gains or loses by the luck of another draw.
    assert {key: one["seed"] for key, one in reports(desk).items()} == {
        key: one["seed"] for key, one in seeds.items()
    }
    told = table(desk / "grading" / "submitted-grades" / "changes.csv")
    assert told.keys() == changed
    row, was = told["ben", STEP], float(before["ben", STEP]["score"])
    assert (float(row["before"]), float(row["after"])) == (was, float(after["ben", STEP]["score"]))
    assert "gained points" in done.output and STEP in done.output
    assert "ben" not in done.output  # a screen may be seen by others
    assert "gained" not in grade().output  # nothing changed any more


def test_a_server_that_runs_for_weeks_sees_a_mended_check(desk: Path) -> None:
    """Formgrader's Autograde asks for one result at a time, in the process of JupyterLab."""

    def step_of_ben() -> float:
        submitted = desk / "grading" / "submitted"
        group = Class(Course.at(desk), submitted, default_out(submitted), seed=1)
        job = next(one for one in group.jobs() if (one.student, one.lesson.name) == ("ben", LESSON))
        report = group.grade_one(job).report
        return next(one.score for one in report.exercises if one.exercise == STEP)

    strict = step_of_ben()
    mend(desk)
    assert step_of_ben() > strict


def test_a_score_set_by_hand_survives_regrading(desk: Path) -> None:
    grade()
    found = grades(desk)["eve", STEP]
    assert float(found["score"]) < 2
    reason = "Explained it at the board on 4 May"
    done = nnlab("override", "grading/submitted", "eve", "01.1", "2", "--reason", reason)
    assert done.exit_code == 0 and "nnlab grade grading/submitted" in done.output
    done = grade("--json")
    told = json.loads(done.stdout)["changes"]["changes"]
    assert [(one["student"], one["exercise"], one["after"]) for one in told] == [("eve", STEP, 2.0)]
    mend(desk)
    grade()
    row = grades(desk)["eve", STEP]
    assert (row["score"], row["status"]) == ("2", "graded")
    assert reason in row["diagnosis"] and "Set by hand" in row["diagnosis"]
    entry = next(
        one for one in reports(desk)["eve", LESSON]["exercises"] if one["exercise"] == STEP
    )
    assert (entry["score"], entry["given"], entry["reason"]) == (2.0, 2.0, reason)
    listed = nnlab("override", "grading/submitted")
    assert listed.output.strip() == f"eve {STEP}: 2 points: {reason}"
    assert nnlab("override", "grading/submitted", "eve", STEP, "--remove").exit_code == 0
    grade()
    assert float(grades(desk)["eve", STEP]["score"]) < 2


def test_the_card_shows_the_reason_and_what_the_checks_had_said(desk: Path) -> None:
    submitted = desk / "grading" / "submitted"
    nnlab("override", str(submitted), "eve", STEP, "1.5", "--reason", "<b>half</b> of it")
    group = Class(Course.at(desk), submitted, default_out(submitted))
    job = next(one for one in group.jobs() if (one.student, one.lesson.name) == ("eve", LESSON))
    report = next(one for one in group.grade_one(job).report.exercises if one.exercise == STEP)
    shown = cards.card(report)
    assert "1.5 of 3 points" in shown
    assert f"Set by hand, in the place of {report.earned:g} points: &lt;b&gt;half" in shown


def test_both_ways_into_the_gradebook_take_a_score_set_by_hand(desk: Path, nbgrader) -> None:
    nbgrader(desk, "generate_assignment", LESSON, "--force")
    nnlab("override", "grading/submitted", "eve", STEP, "1.75", "--reason", "A fair half")

    def in_gradebook() -> tuple[float, bool]:
        with Gradebook(f"sqlite:///{desk / 'grading' / 'gradebook.db'}") as book:
            one = book.find_grade("perceptron-step", LESSON, LESSON, "eve")
            return one.score, one.needs_manual_grade

    grade("--gradebook", "--lesson", "01")
    assert in_gradebook() == (1.75, False)
    (desk / "grading" / "gradebook.db").unlink()
    nbgrader(desk, "generate_assignment", LESSON, "--force")
    nbgrader(desk, "autograde", LESSON, "--force")
    assert in_gradebook() == (1.75, False)
    page = desk / "grading" / "autograded" / "eve" / LESSON / f"{LESSON}.ipynb"
    assert "A fair half" in page.read_text(encoding="utf-8")


def test_a_submission_that_could_not_be_graded_takes_a_score_by_hand(desk: Path) -> None:
    submitted = desk / "grading" / "submitted"
    nnlab("override", str(submitted), "ada", STEP, "2", "--reason", "Seen on her machine")
    group = Class(
        Course.at(desk), submitted, default_out(submitted), [Course.at(desk).lesson("01")]
    )
    group.write()  # nothing was graded
    rows = table(default_out(submitted) / "grades.csv")
    assert (rows["ada", STEP]["score"], rows["ada", STEP]["status"]) == ("2", "graded")
    others = {row["status"] for key, row in rows.items() if key != ("ada", STEP)}
    assert others == {"error"}
    assert "run it again" in rows["ada", "perceptron.perceptron_fit"]["diagnosis"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("evee", STEP, "2", "--reason", "x"), "Did you mean eve?"),
        (("eve", "01", "2", "--reason", "x"), "is a lesson. Name one of its exercises"),
        (("eve", STEP, "3.5", "--reason", "x"), "from 0 to 3, not '3.5'"),
        (("eve", STEP, "nan", "--reason", "x"), "from 0 to 3, not 'nan'"),
        (("eve", STEP, "2"), "needs its reason"),
        (("eve", STEP), "Give STUDENT, EXERCISE and SCORE"),
        (("eve", STEP, "2", "--reason", "x", "--remove"), "Give STUDENT, EXERCISE and SCORE"),
        (("eve", STEP, "--remove"), "Nobody has set a score of eve"),
    ],
)
def test_an_override_that_makes_no_sense_says_why(desk: Path, arguments, told) -> None:
    done = nnlab("override", "grading/submitted", *arguments)
    assert done.exit_code == 2 and told in done.output
    assert not (desk / "grading" / "submitted" / "overrides.csv").exists()


def test_a_wrong_line_in_the_file_stops_the_run_and_names_the_line(desk: Path) -> None:
    lines = f"student,exercise,score,reason\neve,{STEP},2,board\nben,{STEP},two,board\n"
    (desk / "grading" / "submitted" / "overrides.csv").write_text(lines, encoding="utf-8")
    done = nnlab("grade", "grading/submitted")
    assert done.exit_code == 2 and "overrides.csv, line 3" in done.output


DAY = 86400


@pytest.mark.parametrize(
    ("seconds", "points"),
    [
        (60, None), (600, None), (601, 2.0), (600 + DAY, 2.0), (601 + DAY, 4.0),
        (10 * DAY, 10.0), (1e9, 10.0),
    ],
)  # fmt: skip
def test_each_day_begun_costs_its_share_after_some_grace(seconds: float, points) -> None:
    plugin = LatePenalty(percent_per_day=10, at_most=50, grace_minutes=10)
    assert plugin.late_submission_penalty("ada", 20.0, seconds) == points


def test_as_set_at_first_late_work_loses_nothing() -> None:
    assert LatePenalty().late_submission_penalty("ada", 20.0, 10 * DAY) is None
