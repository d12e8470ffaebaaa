"""nbgrader's exchange between an instructor and students who are different Unix users.

One machine with a private list of users, made by bubblewrap around every command: the users have
different numbers, so it is the kernel that says who may read what, and nothing is left behind on
the machine of the test. What everybody typed and read is written to `transcript.txt`.
"""

import csv
import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from labkit import bank
from labkit.course import Course
from labkit.desk.wheel import PROJECT
from labkit.isolation import LEVELS

LESSON = "01_perceptron"
MODULE = "perceptron.py"
#: The instructor, two students, and one who tries what no student should get away with.
USERS = {"iris": 61001, "ada": 61002, "ben": 61003, "cyd": 61004}
COURSE = "/home/iris/nnlab"
EXCHANGE = "/srv/nbgrader/exchange"
EDITION = "nnlab-2026"
TESTS = str(Path(sys.executable).parent)  # the instructor's environment
CLASS = "/opt/nnlab"  # the students'
WRITTEN = "why-it-never-stops"
#: Of the checkout no more than the tools: its solutions/ are not the ones that are hidden here.
TOOLS = [Path(sys.base_prefix), Path(sys.prefix)]
TOOLS += [PROJECT / name for name in ("labkit", "pyproject.toml", "LICENSE")]
SYSTEM = ("usr", "bin", "sbin", "lib", "lib32", "lib64")
BY_HAND = {"ada": 3.0, "ben": 2.5}  # points for the written answer
PERCENT = 10.0  # off for each day late
#: What Formgrader does for each written answer: points, a comment, and it waits no longer.
MANUAL = """
import sys
from nbgrader.api import Gradebook

lesson, cell, *rest = sys.argv[1:]
with Gradebook("sqlite:///grading/gradebook.db", "nnlab") as book:
    for student, points, comment in zip(*[iter(rest)] * 3):
        grade = book.find_grade(cell, lesson, lesson, student)
        grade.manual_score, grade.needs_manual_grade = float(points), False
        book.find_comment(cell, lesson, lesson, student).manual_comment = comment
    book.db.commit()
"""
#: What cyd puts into the inbound folder, and how.
BAD = {
    "ada+{lesson}+{stamp}+forged": "mkdir -p {path}/nnlab",
    "cyd+{lesson}+{stamp}+link": f"ln -s {COURSE}/solutions {{path}}",
    "+{lesson}+{stamp}+nobody": "mkdir {path}",
    "cyd+{lesson}+today+date": "mkdir {path}",
    "cye+{lesson}+{stamp}+file": "touch {path}",
    "cyf+{lesson}+{stamp}+closed": "mkdir {path} && touch {path}/a && chmod 0 {path}/a",
    "cyg+{lesson}+{stamp}+shut": "mkdir -p {path}/nnlab && chmod 0 {path}/nnlab",
    "cyi+{lesson}+{stamp}+endless": "mkdir {path} && ln -s /dev/zero {path}/timestamp.txt",
    "cyj+{lesson}+{stamp}+folder": "mkdir -p {path}/timestamp.txt {path}/submission_secret.txt",
    "cyh+{lesson}+{stamp}+inner": f"mkdir {{path}} && ln -s {COURSE}/solutions/nnlab {{path}}",
}


class Machine:
    """The machine of a course, its folders below `base`, and the transcript of what is done."""

    def __init__(self, base: Path) -> None:
        self.base, self.transcript = base, base / "transcript.txt"
        for name, mode in {"etc": 0o755, "home": 0o755, "opt": 0o755, "srv": 0o755}.items():
            (base / name).mkdir()
            (base / name).chmod(mode)
        for path in (Path("/etc", name) for name in ("ld.so.cache", "localtime", "nsswitch.conf")):
            if path.is_file():
                shutil.copy(path, base / "etc")
        accounts = {"root": 0, **USERS}
        for file, line in {
            "passwd": "{name}:x:{number}:{number}::/home/{name}:/bin/sh\n",
            "group": "{name}:x:{number}:\n",
        }.items():
            lines = [line.format(name=name, number=number) for name, number in accounts.items()]
            (base / "etc" / file).write_text("".join(lines), encoding="utf-8")
        for name in USERS:
            self.home(name).mkdir()
            # The instructor's is readable by all: what must be hidden in it has to be so by itself.
            self.home(name).chmod(0o755 if name == "iris" else 0o700)
            self.give(self.home(name), name)
        self.walls = self._bubblewrap()

    def home(self, user: str) -> Path:
        return self.base / "home" / user

    def give(self, path: Path, user: str) -> None:
        """Make `user` the owner of `path` and all that is in it."""
        for each in (path, *path.rglob("*")):
            os.chown(each, USERS[user], USERS[user], follow_symlinks=False)

    def _bubblewrap(self) -> list[str]:
        """The walls: this system's programs, the two environments, the machine's own folders."""
        words = ["bwrap", "--die-with-parent", "--bind", "/proc", "/proc"]
        words += ["--dev-bind", "/dev", "/dev", "--perms", "1777", "--tmpfs", "/tmp"]
        for folder in (Path("/", name) for name in SYSTEM):
            if folder.is_symlink():
                words += ["--symlink", str(folder.readlink()), str(folder)]
            elif folder.is_dir():
                words += ["--ro-bind", str(folder), str(folder)]
        for name in ("etc", "home", "opt", "srv"):
            words += ["--bind", str(self.base / name), f"/{name}"]
        for path in TOOLS:
            if not path.is_relative_to("/usr"):
                # Folders that only root can pass, such as /root, are empty ones on this machine.
                for parent in reversed(path.parents[:-1]):
                    words += ["--perms", "0755", "--dir", str(parent)]
                words += ["--ro-bind", str(path), str(path)]
        # jsonschema checks more kinds of addresses where this is installed; to import it takes half
        # of the time that each nbgrader takes to start, and there are twenty of them.
        if (found := find_spec("rfc3987_syntax")) and found.origin:
            words += ["--tmpfs", str(Path(found.origin).parent)]
        return words

    def do(self, user: str, command: str, folder: str = "", fails: bool = False) -> str:
        """What `user` reads after typing `command` in `folder`, by default their own."""
        tools = TESTS if user in ("iris", "root") else f"{CLASS}/bin"
        number = {"root": 0, **USERS}[user]
        home = f"/home/{user}" if number else "/"
        words = [*self.walls, "--chdir", folder or home, "--", "setpriv"]
        words += ["--reuid", str(number), "--regid", str(number), "--clear-groups"]
        done = subprocess.run(
            [*words, "sh", "-c", command],
            env={"PATH": f"{tools}:/usr/bin:/bin", "HOME": home, "USER": user, "LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        with self.transcript.open("a", encoding="utf-8") as file:
            file.write(f"{user}$ {_shortened(command)}\n{_shortened(done.stdout)}\n")
        assert (done.returncode != 0) == fails, f"{user}: {command}\n{done.stdout}"
        return done.stdout


def _shortened(text: str, many: int = 10) -> str:
    lines = [line[:140] for line in text.strip().splitlines() if line.strip()]
    return "\n".join(lines[:many] + [f"… {len(lines) - many} more lines"] * (len(lines) > many))


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory, say: list[str]) -> Machine:
    missing = ""
    if sys.platform != "linux" or os.geteuid():
        missing = "it takes root on Linux to be several users"
    elif not (shutil.which("bwrap") and shutil.which("setpriv")):
        missing = "bubblewrap (`bwrap`) and util-linux (`setpriv`) are not both installed"
    else:
        made = Machine(tmp_path_factory.mktemp("machine"))
        tried = subprocess.run([*made.walls, "true"], capture_output=True, encoding="utf-8")
        missing = tried.stderr if tried.returncode else ""
    if missing:
        say.append(f"exchange: several Unix users were NOT TESTED on this machine: {missing}")
        pytest.skip(say[-1])
    return made


Said = dict[str, str]


@pytest.fixture(scope="module")
def term(machine: Machine, checkout: Path) -> Said:
    """A lesson from its release to the feedback; what the commands said, by step."""
    said: Said = {}
    _set_up(machine, checkout)
    _hand_out(machine, said)
    _hand_in(machine, checkout, said)
    _grade(machine, said)
    _hand_in_again(machine, checkout, said)
    _give_back(machine)
    return said


def _set_up(machine: Machine, checkout: Path) -> None:
    """What an administrator does once, and the instructor's checkout, for nobody else to read."""
    folder = machine.base / "etc" / "jupyter"
    folder.mkdir()
    config = f'c = get_config()\nc.Exchange.root = "{EXCHANGE}"\n'
    (folder / "nbgrader_config.py").write_text(config, encoding="utf-8")
    # As nbgrader says, and sticky: else any student could put a folder in the course's place.
    machine.do("root", f"mkdir -p {EXCHANGE} && chmod 1777 {EXCHANGE}")
    machine.do("root", "mkdir /srv/class && chown iris:iris /srv/class")
    shutil.copytree(checkout, machine.home("iris") / "nnlab")
    machine.give(machine.home("iris") / "nnlab", "iris")
    machine.do("iris", f"chmod 700 {COURSE}")
    own = machine.home("iris") / "nnlab" / "nbgrader_config.py"
    text, setting = own.read_text(encoding="utf-8"), "percent_per_day = {}\n"
    assert setting.format(0) in text
    own.write_text(text.replace(setting.format(0), setting.format(PERCENT)), encoding="utf-8")


def _hand_out(machine: Machine, said: Said) -> None:
    """The release for both students; ada then fetches the lesson anew, ben needs not."""
    machine.do("iris", f"nnlab release /srv/class/{EDITION} --lessons 00-01 --zip", COURSE)
    for name in ("ada", "ben"):
        machine.do(name, f"python3 -m zipfile -e /srv/class/{EDITION}.zip .")
    _install(machine)
    machine.do("iris", f"nbgrader generate_assignment {LESSON} --force", COURSE)
    machine.do("iris", f"nbgrader release_assignment {LESSON}", COURSE)
    said["list"] = machine.do("ben", "nbgrader list", _place("ben"))
    fetch = f"rm -r course/{LESSON} && nbgrader fetch_assignment {LESSON}"
    said["fetch"] = machine.do("ada", fetch, _place("ada"))


def _install(machine: Machine) -> None:
    """The students' environment: the wheel of the release, and libraries that need no download."""
    machine.do("root", f"python3 -m venv --without-pip {CLASS}")
    (libraries,) = machine.base.glob("opt/nnlab/lib/python*/site-packages")
    paths = [each for each in sys.path if each.endswith("site-packages")]
    (libraries / "libraries.pth").write_text("\n".join(paths) + "\n", encoding="utf-8")
    pip = f"pip --python {CLASS}/bin/python install --quiet --no-index --root-user-action ignore"
    machine.do("root", f"{pip} /srv/class/{EDITION}/*.whl")
    command = machine.base / "opt" / "nnlab" / "bin" / "nbgrader"  # its package is in those paths
    text = Path(TESTS, "nbgrader").read_text(encoding="utf-8").partition("\n")[2]
    command.write_text(f"#!{CLASS}/bin/python\n{text}", encoding="utf-8")
    command.chmod(0o755)


def _hand_in(machine: Machine, checkout: Path, said: Said) -> None:
    """In time: ada's is right, ben's half right. Then ada spoils the file that she handed in."""
    validate = f"nbgrader validate course/{LESSON}/{LESSON}.ipynb"
    said["validate untouched"] = machine.do("ben", validate, _place("ben"))
    mistakes = bank.entries(checkout, "mistakes", "perceptron")
    mistake = next(entry for entry in mistakes if entry.exercise == "perceptron.step")
    half = bank.variant_sources(checkout, "mistakes", mistake)[MODULE]
    _module(machine, "ben").write_text(half, encoding="utf-8")
    said["validate half"] = machine.do("ben", validate, _place("ben"))
    _answer_all(machine, checkout, "ada")
    said["validate right"] = machine.do("ada", validate, _place("ada"))
    for name in ("ada", "ben"):
        machine.do(name, f"nbgrader submit {LESSON}", _place(name))
    _module(machine, "ada").write_text("an afterthought\n", encoding="utf-8")


def _grade(machine: Machine, said: Said) -> None:
    """What came in time is collected and graded. Cyd has put in what is not cyd's."""
    due = datetime.now(UTC)
    due_date = f"nbgrader db assignment add {LESSON} --duedate '{due.isoformat(sep=' ')}'"
    machine.do("iris", due_date, COURSE)
    stamp = (due + timedelta(seconds=1)).strftime("%Y-%m-%d %H:%M:%S.%f UTC")
    inbound = f"{EXCHANGE}/nnlab/inbound"
    for name, fault in BAD.items():
        path = f"{inbound}/{name.format(lesson=LESSON, stamp=stamp)}"
        machine.do("cyd", fault.format(path=f"'{path}'"))
    said["collect"] = machine.do("iris", f"nbgrader collect {LESSON}", COURSE)
    machine.do("iris", f"nbgrader autograde {LESSON}", COURSE)
    said["ben's first score"] = str(_scores(machine)["ben"])


def _hand_in_again(machine: Machine, checkout: Path, said: Said) -> None:
    """Late, and right: ben's second submission takes the place of the first."""
    _answer_all(machine, checkout, "ben")
    machine.do("ben", f"nbgrader submit {LESSON}", _place("ben"))
    said["collect again"] = machine.do("iris", f"nbgrader collect {LESSON} --update", COURSE)
    said["autograde again"] = machine.do("iris", f"nbgrader autograde {LESSON}", COURSE)


def _give_back(machine: Machine) -> None:
    """Written answers graded by hand, feedback given back, grades exported in both ways."""
    files = {"manual.py": MANUAL, "roster.csv": "student,canvas_id\nada,1\nben,2\n"}
    for name, text in files.items():
        (machine.home("iris") / "nnlab" / name).write_text(text, encoding="utf-8")
    grades = " ".join(f"{name} {points} '{_comment(name)}'" for name, points in BY_HAND.items())
    machine.do("iris", f"python3 manual.py {LESSON} perceptron-{WRITTEN} {grades}", COURSE)
    machine.do("iris", f"nbgrader generate_feedback {LESSON}", COURSE)
    machine.do("iris", f"nbgrader release_feedback {LESSON}", COURSE)
    for name in BY_HAND:
        machine.do(name, f"nbgrader fetch_feedback {LESSON}", _place(name))
    machine.do("iris", "nbgrader export --to grading/grades.csv", COURSE)
    export = "nnlab export grading/gradebook.db --format canvas --roster roster.csv"
    machine.do("iris", export, COURSE)


def _place(student: str) -> str:
    """The student's edition, as the student types it."""
    return f"/home/{student}/{EDITION}"


def _module(machine: Machine, student: str) -> Path:
    return machine.home(student) / EDITION / "nnlab" / MODULE


def _answer_all(machine: Machine, checkout: Path, student: str) -> None:
    """Every answer as we give it, in the module and in the notebook."""
    _module(machine, student).write_text(bank.reference_sources(checkout)[MODULE], encoding="utf-8")
    answers = _desk(machine) / "source" / LESSON / f"{LESSON}.ipynb"
    notebook = machine.home(student) / EDITION / "course" / LESSON / f"{LESSON}.ipynb"
    shutil.copyfile(answers, notebook)


def _comment(student: str) -> str:
    return f"Well argued, {student}."


def _desk(machine: Machine) -> Path:
    return machine.home("iris") / "nnlab" / "grading"


def _scores(machine: Machine) -> dict[str, float]:
    """What the gradebook says, penalties not yet taken off."""
    with Gradebook(f"sqlite:///{_desk(machine) / 'gradebook.db'}", "nnlab") as book:
        return {each.student.id: each.score for each in book.assignment_submissions(LESSON)}


# --- handing out ---------------------------------------------------------------------------------


def test_the_configuration_that_was_handed_out_is_all_a_student_needs(term: Said, machine) -> None:
    """One file for the whole machine names the exchange; nobody changed one of their own."""
    assert "nnlab 01_perceptron" in term["list"]
    assert f"{EXCHANGE}/nnlab/outbound" in term["fetch"]
    for name in ("ada", "ben"):
        config = Path(EDITION, "nbgrader_config.py")
        released = machine.base / "srv" / "class" / config
        assert (machine.home(name) / config).read_bytes() == released.read_bytes()


def test_validate_tells_an_untouched_a_half_right_and_a_right_notebook_apart(term: Said) -> None:
    untouched, half = term["validate untouched"], term["validate half"]
    assert "VALIDATION FAILED ON 10 CELL(S)" in untouched and "not written yet" in untouched
    assert "VALIDATION FAILED ON 8 CELL(S)" in half and "✗ 01.1 step: 3 of 6 checks" in half
    assert "gate_params" not in half  # it does not hang on step, and is right
    assert "Traceback" not in untouched + half
    assert "Success! Your notebook passes all the tests." in term["validate right"]


# --- handing in and grading ----------------------------------------------------------------------


def test_what_was_handed_in_is_graded_whatever_became_of_the_file(
    term: Said, machine: Machine, exported, full: float
) -> None:
    submitted = _desk(machine) / "submitted" / "ada" / LESSON / "nnlab" / MODULE
    assert "def perceptron_fit" in submitted.read_text(encoding="utf-8")
    assert _module(machine, "ada").read_text(encoding="utf-8") == "an afterthought\n"
    assert exported["ada"]["raw_score"] == exported["ada"]["score"] == full + BY_HAND["ada"]


def test_nobody_hands_in_for_another_or_what_is_not_theirs(term: Said, machine: Machine) -> None:
    """The forged folder is newer than ada's; the links lead to the reference."""
    for said in (term["collect"], term["collect again"]):
        assert f"+forged is in the name of ada, but user {USERS['cyd']} made it" in said
        assert "+link is not a folder" in said
    inner = _desk(machine) / "submitted" / "cyh" / LESSON / "nnlab"
    assert inner.is_symlink()  # which grading then refuses, in words


def test_nobody_keeps_the_work_of_others_from_being_collected(term: Said, machine: Machine) -> None:
    said = term["collect"]
    assert "+nobody does not name a student" in said
    assert "+today+date does not have the name of a submission" in said
    assert "+file is not a folder" in said
    assert said.count("Permission denied") == 2
    assert "Traceback" not in said
    submitted = _desk(machine) / "submitted"
    assert {path.parent.name for path in submitted.glob("*/*")} == {
        "ada",
        "ben",
        "cyh",
        "cyi",
        "cyj",
    }
    stamps = {path.read_text(encoding="utf-8")[:2] for path in submitted.glob("*/*/timestamp.txt")}
    assert stamps == {"20"}  # a year, whatever was there


def test_a_late_second_submission_counts_less_a_penalty(term: Said, exported, full: float) -> None:
    first = float(term["ben's first score"])
    assert 0 < first < full
    assert "Updating submission: ben" in term["collect again"]
    assert "No newer submission to collect: ada" in term["collect again"]
    assert "Skipping existing assignment" in term["autograde again"]  # ada's stays as it was
    ben, ada = exported["ben"], exported["ada"]
    assert ben["raw_score"] == full + BY_HAND["ben"] > first
    penalty = round(full * PERCENT / 100, 2)  # of what was graded when it came
    assert (ben["late_submission_penalty"], ada["late_submission_penalty"]) == (penalty, 0)
    assert ben["score"] == ben["raw_score"] - penalty


def test_grading_hides_files_from_submissions_in_this_world_too(term, machine, say) -> None:
    results = list((_desk(machine) / "submitted-grades" / "results").rglob("*.json"))
    levels = {json.loads(path.read_text(encoding="utf-8"))["isolation"] for path in results}
    assert len(levels) == 1
    assert levels <= {str(level) for level in LEVELS if level.hides_files}
    say.append(f"exchange: graded at level {levels.pop()}, by a user who is not root")


# --- giving back ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def exported(term: Said, machine: Machine) -> dict[str, dict[str, float]]:
    """The numbers that nbgrader exported, by student."""
    columns = ("raw_score", "late_submission_penalty", "score", "max_score")
    text = (_desk(machine) / "grades.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["student_id"]: {name: float(row[name]) for name in columns} for row in rows}


@pytest.fixture(scope="module")
def full(course: Course) -> float:
    """The points of the lesson that need no person."""
    return sum(exercise.points for exercise in course.lesson("01").exercises)


def test_both_exports_agree_with_the_gradebook(exported, term, machine: Machine, say) -> None:
    text = (_desk(machine) / "canvas.csv").read_text(encoding="utf-8")
    canvas = {row[0]: float(row[-1]) for row in list(csv.reader(text.splitlines()))[2:]}
    assert canvas == {name: row["score"] for name, row in exported.items()}
    assert _scores(machine) == {name: row["raw_score"] for name, row in exported.items()}
    lines = [
        f"exchange: {name} (user {USERS[name]}): {row['score']:g} of {row['max_score']:g} points, "
        f"{BY_HAND[name]:g} of them by hand, {row['late_submission_penalty']:g} off for being late"
        for name, row in sorted(exported.items())
    ]
    say += lines
    with machine.transcript.open("a", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


def test_everybody_finds_their_own_page(term: Said, machine: Machine, exported) -> None:
    for name, other in (("ada", "ben"), ("ben", "ada")):
        folder = machine.home(name) / EDITION / "course" / LESSON / "feedback"
        (page,) = folder.rglob("*.html")
        text = page.read_text(encoding="utf-8")
        assert _comment(name) in text and _comment(other) not in text
        assert "nnlab-card passed" in text and f"{exported[name]['score']:g}" in text
        assert page.stat().st_uid == USERS[name]


# --- who may read what ---------------------------------------------------------------------------


def test_a_student_reads_nothing_but_what_was_handed_out(term: Said, machine: Machine) -> None:
    """All that ben can find and does not own, in all the places where people keep something.

    Of submissions and feedback nbgrader hides the names, which cannot be guessed: who is told one
    can read it.
    """
    find = "find /home /srv ! -user ben {} 2>&1 | grep -v 'Permission denied'"
    readable = machine.do("ben", find.format("-type f -readable")).splitlines()
    outbound = f"{EXCHANGE}/nnlab/outbound/{LESSON}/{LESSON}.ipynb"
    assert outbound in readable
    given = ("/srv/class/", *(f"{path}" for path in TOOLS))
    others = [path for path in readable if not path.startswith(given)]
    assert others == [outbound]
    writable = machine.do("ben", find.format("-writable ! -type l")).split()
    assert sorted(writable) == [EXCHANGE, f"{EXCHANGE}/nnlab/inbound"]
    move = f"mv {EXCHANGE}/nnlab {EXCHANGE}/away"
    assert "Operation not permitted" in machine.do("cyd", move, fails=True)


@pytest.mark.parametrize(
    "path",
    [
        f"{COURSE}/solutions/nnlab/{MODULE}",
        f"{COURSE}/grading/gradebook.db",
        f"{COURSE}/grading/grades.csv",
        f"{COURSE}/grading/submitted/ada/{LESSON}/nnlab/{MODULE}",
        f"{COURSE}/grading/feedback/ada/{LESSON}/{LESSON}.html",
        f"{COURSE}/grading/submitted-grades/results",
        f"{EXCHANGE}/nnlab/inbound",
        f"{EXCHANGE}/nnlab/feedback",
        f"{_place('ada')}/nnlab/{MODULE}",
        "/home/ada/.local/share/jupyter/nbgrader_cache/nnlab",
    ],
)
def test_a_student_is_refused(term: Said, machine: Machine, path: str) -> None:
    """The same line, typed by the one who owns it, finds something."""
    command = f"grep -rq . '{path}'"
    assert "Permission denied" in machine.do("ben", command, fails=True)
    machine.do("ada" if path.startswith("/home/ada") else "iris", command)
