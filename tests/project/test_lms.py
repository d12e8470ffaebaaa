"""Without nbgrader: submit, an export of Canvas or Moodle, collect, grade, and grades as CSV."""

import csv
import io
import json
import random
import shutil
import stat
import struct
import zipfile
from pathlib import Path, PurePosixPath

import pytest
from nbgrader.api import Gradebook

from labkit import bank, collected
from labkit.course import Course, CourseError
from labkit.demo import write_class
from labkit.desk import lms
from labkit.desk.archives import SUBMISSION, Archive, Unsafe
from labkit.desk.roster import Roster

SEED = "1"
LESSONS = ("01_perceptron", "02_xor")
NAMES = ["Ada Lovelace", "Charles Babbage", "Emmy Noether", "Mary Anning", "Niels Bohr", "Hé Zhāng"]


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def zipped(folder: Path, lesson: str) -> bytes:
    """A submission folder as `nnlab submit` zips it."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, f"{lesson}/{path.relative_to(folder).as_posix()}")
    return content.getvalue()


def canvas_name(student: dict[str, str], late: bool, attachment: int, file: str) -> str:
    given, family = student["name"].split()
    mark = "LATE_" if late else ""
    return f"{family}{given}".lower() + f"_{mark}{student['canvas_id']}_{attachment}_{file}"


# --- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (
            "lovelaceada_LATE_12345_67890_01_perceptron-2.zip",
            ("canvas", "12345", "lovelaceada", "01_perceptron-2.zip", True, 67890, 2),
        ),
        (
            "lovelaceada_12345_67890_01_perceptron.zip",
            ("canvas", "12345", "lovelaceada", "01_perceptron.zip", False, 67890, 0),
        ),
        (
            "submissions/de_la_cruzjo_7_8_a_9_10_b (3).zip",
            ("canvas", "7", "de_la_cruzjo", "a_9_10_b (3).zip", False, 8, 3),
        ),
        ("anon_x1Y2z_55_w.zip", ("canvas", "anon_x1Y2z", "", "w.zip", False, 55, 0)),
        ("LATE_anon_x1Y2z_55_w.zip", ("canvas", "anon_x1Y2z", "", "w.zip", True, 55, 0)),
        (
            "Ada Lovelace_657737_assignsubmission_file_/01_perceptron.zip",
            ("moodle", "657737", "Ada Lovelace", "01_perceptron.zip", False, 0, 0),
        ),
        (
            "x/Ada Lovelace_657737_assignsubmission_file/sub/w.zip",
            ("moodle", "657737", "Ada Lovelace", "w.zip", False, 0, 0),
        ),
        (
            "Ada Lovelace_657737_assignsubmission_file_01_perceptron.zip",
            ("moodle", "657737", "Ada Lovelace", "01_perceptron.zip", False, 0, 0),
        ),
        (
            "Participant_9_assignsubmission_file_/w.zip",
            ("moodle", "9", "Participant", "w.zip", False, 0, 0),
        ),
        ("01_perceptron.zip", None),
        ("notes.txt", None),
        ("Ada Lovelace_657737_assignsubmission_onlinetext_/onlinetext.html", None),
    ],
)  # fmt: skip
def test_names_of_exports_are_understood(path: str, expected: tuple | None) -> None:
    found = lms.parse(PurePosixPath(path))
    seen = found and (
        found.system, found.number, found.name, found.file, found.late, found.attachment, found.copy
    )  # fmt: skip
    assert seen == expected


# --- the roster ----------------------------------------------------------------------------------


def roster_of(tmp_path: Path, *texts: str) -> Roster:
    paths = []
    for number, text in enumerate(texts):
        paths.append(tmp_path / f"roster-{number}.csv")
        paths[-1].write_text(text, encoding="utf-8-sig")
    return Roster.read(paths)


def test_our_own_roster_and_names_either_way_round(tmp_path: Path) -> None:
    roster = roster_of(
        tmp_path,
        "student,name,email,canvas_id\nada,Ada Lovelace,ada@x.edu,1\ngrace,Grace Hopper,g@x.edu,\n"
        "tom1,Tom Smith,t1@x.edu,\ntom2,Tom Smith,t2@x.edu,\n",
    )
    assert roster.find("canvas", "1", "somebody").student == "ada"
    assert roster.find("canvas", "9", "lovelaceada") is None  # a namesake: the number is known
    assert roster.find("canvas", "9", "hoppergrace").student == "grace"
    assert roster.find("moodle", "5", "Grace Hopper").student == "grace"
    assert roster.find("moodle", "5", "Tom Smith") is None


def test_the_gradebook_of_canvas_is_a_roster(tmp_path: Path) -> None:
    text = (
        "Student,ID,SIS User ID,SIS Login ID,Section,Perceptron (4711)\n"
        "    Points Possible,,,,,36.00\n"
        '"Lovelace, Ada",12345,S1,ada,Group A,\n"Student, Test",99,,x9,Group A,\n'
    )
    (ada,) = roster_of(tmp_path, text).students.values()
    assert (ada.student, ada.name, ada.canvas_id) == ("ada", "Lovelace, Ada", "12345")
    assert (ada.sis_user_id, ada.section) == ("S1", "Group A")


def test_the_worksheet_of_moodle_adds_participant_numbers(tmp_path: Path) -> None:
    worksheet = (
        "Identifier,Full name,ID number,Email address,Status,Grade\n"
        "Participant 657737,Ada Lovelace,S1,ada@x.edu,Submitted,\n"
    )
    roster = roster_of(tmp_path, "student;email\nada;ada@x.edu\n", worksheet)
    assert roster.find("moodle", "657737", "").student == "ada"
    assert roster.students["ada"].id_number == "S1" and len(roster.students) == 1
    (alone,) = roster_of(tmp_path, worksheet).students.values()
    assert alone.student == "ada@x.edu"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n", "names no column"),
        ("", "names no column"),
        ("student\n../up\n", "line 2: '../up' cannot be the name"),
        ("student\nada\nada\n", "line 3: ada is there twice"),
    ],
)
def test_a_roster_that_cannot_be_used_says_why(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(CourseError, match=words.replace("(", r"\(")):
        roster_of(tmp_path, text)


# --- submit --------------------------------------------------------------------------------------


def test_submit_says_what_is_in_it_and_what_is_not_written(place: Path, nnlab) -> None:
    done = nnlab(place / "course" / "01_perceptron", "submit", "01")
    assert done.returncode == 0, done.stderr
    assert "Every module can be imported." in done.stdout
    assert "Not written yet: 01.1 step" in done.stdout and "written answer is still" in done.stdout
    with zipfile.ZipFile(place / "01_perceptron.zip") as archive:
        names = archive.namelist()
        assert "01_perceptron/01_perceptron.ipynb" in names
        assert "01_perceptron/nnlab/perceptron.py" in names
        assert not any("solutions" in name or "test" in name for name in names)
        module = archive.read("01_perceptron/nnlab/perceptron.py")
    assert module == (place / "nnlab" / "perceptron.py").read_bytes()


def test_submit_tells_what_cannot_be_imported_and_runs_nothing_here(place: Path, nnlab) -> None:
    trap = place / "trap"
    (place / "nnlab" / "perceptron.py").write_text(
        f"import pathlib\npathlib.Path({str(trap)!r}).touch()\nraise RuntimeError('at import')\n",
        encoding="utf-8",
    )
    (place / "nnlab" / "features.py").write_text("def f(:\n", encoding="utf-8")
    done = nnlab(place, "submit", "01")
    assert done.returncode == 1, done.stderr
    assert "✗ nnlab/perceptron.py cannot be imported" in done.stdout
    assert "nnlab/features.py, line 1" in done.stdout
    assert (place / "01_perceptron.zip").is_file()
    assert not trap.exists()  # the sandbox had it


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("nnlab/perceptron.py", b"x = '\xff'\n", "not UTF-8"),
        ("nnlab/perceptron.py", b"#" * 300_000, "the limit is"),
        ("nnlab/perceptron.py", None, "is missing"),
        ("course/01_perceptron/01_perceptron.ipynb", b"{", "not a notebook"),
    ],
)
def test_what_no_grader_would_take_is_not_packed(place, nnlab, name, content, words) -> None:
    (place / name).unlink()
    if content is not None:
        (place / name).write_bytes(content)
    done = nnlab(place, "submit", "01")
    assert done.returncode == 2 and words in " ".join(done.stderr.split())
    assert not (place / "01_perceptron.zip").exists()


# --- the round trip ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lms") / "class"
    write_class(course, folder, 12, int(SEED))
    return folder


@pytest.fixture(scope="module")
def people(demo: Path) -> list[dict[str, str]]:
    """What the roster says of them; one is known by name alone."""
    students = sorted(path.name for path in demo.iterdir() if path.is_dir())
    return [
        {
            "student": student,
            "name": f"{NAMES[number % 6].split()[0]}{number} {NAMES[number % 6].split()[1]}",
            "email": f"{student}@example.edu",
            "canvas_id": str(1000 + number) if number else "",
            "id_number": f"S{number}",
        }
        for number, student in enumerate(students)
    ]


@pytest.fixture(scope="module")
def exports(demo: Path, people, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lesson 01 from Canvas, a zip of zips; lesson 02 from Moodle, a folder of folders. Some are
    late, and some handed in something else first."""
    folder, draw = tmp_path_factory.mktemp("exports"), random.Random(5)
    earlier = zipped(demo / people[0]["student"] / "01_perceptron", "01_perceptron")
    with zipfile.ZipFile(folder / "submissions.zip", "w") as archive:
        for number, person in enumerate(people):
            known = {**person, "canvas_id": person["canvas_id"] or "1000"}
            place = demo / person["student"] / "01_perceptron"
            if not place.is_dir():
                continue
            late, attachment = number % 4 == 3, 5000 + draw.randrange(100)
            if number % 3 == 1:  # an earlier attempt, listed after the later one
                name = canvas_name(known, False, attachment - 200, "01_perceptron.zip")
                attempts = [
                    ("01_perceptron-1.zip", attachment),
                    ("01_perceptron.zip", attachment - 200),
                ]
                for file, this in attempts:
                    name = canvas_name(known, late, this, file)
                    content = zipped(place, "01_perceptron") if this == attachment else earlier
                    archive.writestr(name, content)
            else:
                name = canvas_name(known, late, attachment, "01_perceptron.zip")
                archive.writestr(name, zipped(place, "01_perceptron"))
    (folder / "roster.csv").write_text(
        "\n".join([",".join(people[0]), *(",".join(person.values()) for person in people)]),
        encoding="utf-8",
    )
    for number, person in enumerate(people):
        place = demo / person["student"] / "02_xor"
        if place.is_dir():
            name = f"{person['name']}_{70000 + number}_assignsubmission_file_"
            (folder / "moodle" / name).mkdir(parents=True)
            (folder / "moodle" / name / "02_xor.zip").write_bytes(zipped(place, "02_xor"))
    return folder


@pytest.fixture(scope="module")
def taken(exports: Path, course: Course, nnlab) -> Path:
    """The tree that `nnlab collect` makes of both exports."""
    tree = exports / "submitted"
    arguments = ["collect", str(tree), "--roster", str(exports / "roster.csv")]
    arguments += ["--from", str(exports / "submissions.zip"), "--from", str(exports / "moodle")]
    done = nnlab(course.root, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "of them late" in done.stdout and "earlier attempts" in done.stdout
    return tree


@pytest.fixture(scope="module")
def graded(taken: Path, demo: Path, course: Course, nnlab) -> tuple[Path, Path]:
    """The grades of the collected tree and of the class it was made from."""
    for tree in (taken, demo):
        chosen = [part for lesson in LESSONS for part in ("--lesson", lesson)]
        done = nnlab(course.root, "grade", str(tree), "--seed", SEED, *chosen)
        assert done.returncode == 0, done.stdout + done.stderr
    return taken.with_name("submitted-grades"), demo.with_name("class-grades")


def test_the_tree_is_the_class_again(taken: Path, demo: Path, people) -> None:
    for person in people:
        for lesson in LESSONS:
            ours, theirs = taken / person["student"] / lesson, demo / person["student"] / lesson
            expected = {
                path.relative_to(theirs): path.read_bytes()
                for path in theirs.rglob("*")
                if path.is_file()
            }
            found = {
                path.relative_to(ours): path.read_bytes()
                for path in ours.rglob("*")
                if path.is_file()
            }
            assert found == expected


def test_late_and_earlier_uploads_are_on_record(taken: Path) -> None:
    entries = collected.read(taken)
    assert sum(entry.late == "late" for entry in entries if entry.status == "collected") >= 2
    superseded = [entry for entry in entries if entry.status == "superseded"]
    assert len(superseded) >= 3
    assert all("01_perceptron-1.zip" in entry.note for entry in superseded)


def test_the_same_scores_as_from_the_tree(graded: tuple[Path, Path], say) -> None:
    ours, theirs = (rows(folder / "grades.csv") for folder in graded)
    assert ours == theirs and len({row["student"] for row in ours}) == 12
    say.append(f"lms: {len(ours)} rows after submit, export, collect and grade as from the tree")


def test_canvas_and_moodle_get_the_totals(graded, exports, course, nnlab, people) -> None:
    totals: dict[tuple[str, str], float] = {}
    status: dict[tuple[str, str], set[str]] = {}
    for row in rows(graded[0] / "grades.csv"):
        key = (row["student"], row["lesson"])
        totals[key] = totals.get(key, 0.0) + float(row["score"])
        status.setdefault(key, set()).add(row["status"])
    arguments = ["export", str(graded[0]), "--roster", str(exports / "roster.csv")]
    done = nnlab(course.root, *arguments, "--format", "canvas", "--column", "01=Perceptron (4711)")
    assert done.returncode == 1 and "a file was refused" in done.stdout, done.stderr
    text = (graded[0] / "canvas.csv").read_text(encoding="utf-8")
    head, possible, *lines = csv.reader(io.StringIO(text))
    title = course.lesson("02").title
    assert head[:5] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    assert head[5:] == ["Perceptron (4711)", f"02 {title}"]
    maximum = [sum(e.points for e in course.lesson(name).exercises) for name in LESSONS]
    assert possible == ["    Points Possible", "", "", "", "", *(f"{m:.2f}" for m in maximum)]
    assert [line[1] for line in lines] == [person["canvas_id"] for person in people]
    done = nnlab(course.root, *arguments, "--format", "moodle", "--zero-missing")
    text = (graded[0] / "moodle.csv").read_text(encoding="utf-8")
    head, *others = csv.reader(io.StringIO(text))
    assert head[:2] == ["ID number", "Email address"]
    for person, line, other in zip(people, lines, others, strict=True):
        assert other[:2] == [person["id_number"], person["email"]]
        for place, lesson in enumerate(LESSONS):
            key = (person["student"], lesson)
            if status[key] == {"missing"}:
                assert (line[5 + place], other[2 + place]) == ("", "0.00")
            else:
                assert float(line[5 + place]) == pytest.approx(totals[key], abs=0.005)
                assert line[5 + place] == other[2 + place]


def test_the_gradebook_gives_written_answers_too(
    taken, place: Path, nnlab, nbgrader, exports
) -> None:
    """Collected, graded into nbgrader's gradebook, graded by a person, exported for Canvas."""
    nbgrader(place, "generate_assignment", LESSONS[0], "--force")
    shutil.copytree(taken, place / "grading" / "submitted")
    arguments = ["grade", "grading/submitted", "--gradebook", "--lesson", "01", "--seed", SEED]
    done = nnlab(place, *arguments)
    assert done.returncode == 0, done.stderr
    export = ["export", "grading/gradebook.db", "--format", "moodle"]
    export += ["--roster", str(exports / "roster.csv"), "--out", "moodle.csv"]
    done = nnlab(place, *export)
    assert done.returncode == 1 and "a person has not graded" in done.stdout, done.stderr
    expected = {}
    with Gradebook(f"sqlite:///{place / 'grading' / 'gradebook.db'}") as book:
        for submission in book.assignment_submissions(LESSONS[0]):
            for grade in submission.notebooks[0].grades:
                if grade.auto_score is None or grade.needs_manual_grade:
                    grade.manual_score, grade.needs_manual_grade = 1.5, False
            book.db.commit()
            expected[f"{submission.student.id}@example.edu"] = f"{submission.score:.2f}"
    done = nnlab(place, *export)
    assert done.returncode == 0, done.stdout + done.stderr
    found = rows(place / "moodle.csv")
    (column,) = set(found[0]) - {"ID number", "Email address"}
    assert {row["Email address"]: row[column] for row in found} == expected
    with Gradebook(f"sqlite:///{place / 'grading' / 'gradebook.db'}") as book:
        book.add_student("zoe")  # on the list of the class, and handed in nothing
    done = nnlab(place, *export)
    assert "1 not handed in, left empty" in done.stdout


def test_collecting_again_changes_nothing_and_a_later_attempt_counts(
    exports: Path, taken: Path, course: Course, nnlab, people, tmp_path: Path
) -> None:
    tree = tmp_path / "tree"
    shutil.copytree(taken, tree)
    before = (tree / "collected.csv").read_bytes()
    arguments = ["collect", str(tree), "--roster", str(exports / "roster.csv"), "--from"]
    done = nnlab(course.root, *arguments, str(exports / "submissions.zip"))
    assert done.returncode == 0, done.stdout
    assert (tree / "collected.csv").read_bytes() == before
    late = tmp_path / "later"
    late.mkdir()
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("nnlab/perceptron.py", "# the last word\n")
    name = canvas_name(people[1], True, 9999, "01_perceptron-7.zip")
    (late / name).write_bytes(content.getvalue())
    assert nnlab(course.root, *arguments, str(late)).returncode == 0
    place = tree / people[1]["student"] / "01_perceptron"
    assert (place / "nnlab" / "perceptron.py").read_text(encoding="utf-8") == "# the last word\n"
    assert not (place / "01_perceptron.ipynb").exists()
    assert nnlab(course.root, *arguments, str(exports / "submissions.zip")).returncode == 0
    assert (place / "nnlab" / "perceptron.py").read_text(encoding="utf-8") == "# the last word\n"


def test_a_real_submission_travels_all_the_way(place: Path, nnlab, tmp_path: Path) -> None:
    """Written by `nnlab submit`, renamed as Canvas renames it, graded for full marks."""
    for name, text in bank.reference_sources(place).items():
        (place / "nnlab" / name).write_text(text, encoding="utf-8")
    assert nnlab(place, "submit", "01").returncode == 0
    (tmp_path / "export").mkdir()
    name = "lovelaceada_12345_67890_01_perceptron.zip"
    shutil.copy(place / "01_perceptron.zip", tmp_path / "export" / name)
    done = nnlab(place, "collect", str(tmp_path / "in"), "--from", str(tmp_path / "export"))
    assert done.returncode == 0, done.stdout
    assert nnlab(place, "grade", str(tmp_path / "in")).returncode == 0
    found = rows(tmp_path / "in-grades" / "grades.csv")
    functions = {e.id for e in Course.at(place).lesson("01").exercises if e.kind == "function"}
    assert {row["student"] for row in found} == {"canvas_12345"}
    assert all(row["score"] == row["max_score"] for row in found if row["exercise"] in functions)
    done = nnlab(place, "export", str(tmp_path / "in-grades"), "--format", "canvas")
    assert done.returncode == 0, done.stdout
    line = (tmp_path / "in-grades" / "canvas.csv").read_text(encoding="utf-8").splitlines()[2]
    assert line.startswith("canvas_12345,12345,,,,")


# --- what people do upload -----------------------------------------------------------------------


def archive_of(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return content.getvalue()


GOOD = {
    "01_perceptron/01_perceptron.ipynb": b'{"cells": []}',
    "01_perceptron/nnlab/perceptron.py": b"x = 1\n",
}


def collect(nnlab, course: Course, tmp_path: Path, files: dict[str, bytes], roster: str = ""):
    """Collect an export folder with these files; return exit code, output and the entries."""
    for name, content in files.items():
        path = tmp_path / "export" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    arguments = ["collect", str(tmp_path / "tree"), "--from", str(tmp_path / "export")]
    if roster:
        (tmp_path / "roster.csv").write_text(roster, encoding="utf-8")
        arguments += ["--roster", str(tmp_path / "roster.csv")]
    done = nnlab(course.root, *arguments)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout, collected.read(tmp_path / "tree")


def test_odd_but_honest_zips_are_taken(course: Course, nnlab, tmp_path: Path) -> None:
    mac = {**GOOD, "__MACOSX/01_perceptron/._01_perceptron.ipynb": b"\0", ".DS_Store": b"\0"}
    windows = {name.replace("/", "\\"): content for name, content in GOOD.items()}
    flat = {name.partition("/")[2]: content for name, content in GOOD.items()}
    copy = {"01_perceptron (1).ipynb": b'{"cells": []}', "nnlab/perceptron.py": b"x = 1\n"}
    whole = {f"me/nnlab-course/{name}": content for name, content in flat.items()}
    whole |= {"me/nnlab-course/.nnlab/backups/perceptron-1.py": b"old", "me/notes.txt": b"n"}
    kinds = [mac, windows, flat, copy, whole, {"again.zip": archive_of(GOOD)}]
    files = {
        f"x_{number}_{number + 50}_01_perceptron.zip": archive_of(kind)
        for number, kind in enumerate(kinds, 1)
    }
    files["x_9_59_work.zip"] = archive_of(GOOD)  # the lesson is told by what is in it
    code, said, _ = collect(nnlab, course, tmp_path, files)
    assert code == 0, said
    for number in (*range(1, 7), 9):
        place = tmp_path / "tree" / f"canvas_{number}" / "01_perceptron"
        assert (place / "01_perceptron.ipynb").read_bytes() == b'{"cells": []}'
        assert (place / "nnlab" / "perceptron.py").read_bytes() == b"x = 1\n"
        assert sum(path.is_file() for path in place.rglob("*")) == 2


def link_in_a_zip() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        info = zipfile.ZipInfo("01_perceptron/nnlab/perceptron.py")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    return content.getvalue()


def with_password() -> bytes:
    """The flag that says so, set in both places."""
    content = bytearray(archive_of(GOOD))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place >= 0:
            content[place + offset] |= 1
            place = content.find(mark, place + 4)
    return bytes(content)


def lies_about_its_size() -> bytes:
    """A member that claims 10 bytes and unpacks to ten million."""
    content = bytearray(archive_of({"01_perceptron/nnlab/perceptron.py": b"#" * 10_000_000}))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", content, content.find(mark) + offset, 10)
    return bytes(content)


def same_name_twice() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("nnlab/perceptron.py", b"x = 1\n")
        with pytest.warns(UserWarning):
            archive.writestr("nnlab/perceptron.py", b"x = 2\n")
    return content.getvalue()


HOSTILE = {
    "slip": (lambda: archive_of({**GOOD, "../../../evil.py": b"x"}), "leads out of its folder"),
    "absolute": (lambda: archive_of({**GOOD, "/tmp/evil.py": b"x"}), "leads out of its folder"),
    "drive": (lambda: archive_of({**GOOD, "C:/evil.py": b"x"}), "leads out of its folder"),
    "backslash": (lambda: archive_of({**GOOD, "..\\evil.py": b"x"}), "leads out of its folder"),
    "link": (link_in_a_zip, "is a symbolic link"),
    "bomb": (lambda: archive_of({**GOOD, "zeros": bytes(60_000_000)}), "no honest archive"),
    "large": (lambda: archive_of({**GOOD, "zeros": bytes(140_000_000)}), "the limit is"),
    "many": (lambda: archive_of({f"f{n}": b"" for n in range(3000)}), "files; the limit is"),
    "very many": (lambda: b"PK\x01\x02" * 100_000, "holds over"),
    "module": (lambda: archive_of({"nnlab/perceptron.py": b"#" * 300_000}), "which is the limit"),
    "password": (with_password, "has a password"),
    "bzip2": (lambda: archive_of(GOOD, zipfile.ZIP_BZIP2), "few programs know"),
    "lie": (lies_about_its_size, "damaged"),
    "cut": (lambda: archive_of(GOOD)[:-30], "not a zip file"),
    "text": (lambda: b"this is my homework", "not a zip file"),
    "empty": (lambda: b"", "not a zip file"),
    "nothing": (lambda: archive_of({"photo.jpg": b"x"}), "neither 01_perceptron.ipynb nor"),
    "two": (lambda: archive_of({**GOOD, "nnlab/perceptron.py": b"x = 2\n"}), "two different files"),
    "twice": (same_name_twice, "twice"),
    "nested": (
        lambda: archive_of(
            {"a.zip": archive_of({"b.zip": archive_of({"c.zip": archive_of(GOOD)})})}
        ),
        "neither 01_perceptron.ipynb nor",
    ),
}


@pytest.fixture(scope="module")
def hostile(course: Course, nnlab, tmp_path_factory: pytest.TempPathFactory) -> tuple:
    """All of them in one export, with an honest one."""
    folder = tmp_path_factory.mktemp("hostile")
    files = {
        f"x_{number}_{number + 100}_01_perceptron.zip": make()
        for number, (make, _) in enumerate(HOSTILE.values(), 1)
    }
    files["good_99_500_01_perceptron.zip"] = archive_of(GOOD)
    code, said, entries = collect(nnlab, course, folder, files)
    return folder, code, said, {entry.student: entry for entry in entries}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_zip_is_refused_with_a_reason(hostile: tuple, kind: str) -> None:
    folder, code, said, entries = hostile
    student = f"canvas_{list(HOSTILE).index(kind) + 1}"
    entry = entries[student]
    assert code == 1 and entry.status == "refused"
    assert HOSTILE[kind][1] in entry.note and entry.note in said
    assert list((folder / "tree" / student / "01_perceptron").iterdir()) == []


def test_nothing_was_written_elsewhere_and_the_honest_one_is_taken(hostile: tuple) -> None:
    folder, _, _, entries = hostile
    assert {path.name for path in folder.iterdir()} == {"export", "tree"}
    assert not Path("/tmp/evil.py").exists()
    files = [path for path in (folder / "tree").rglob("*") if not path.is_dir()]
    assert {path.name for path in files} == {
        "collected.csv",
        "01_perceptron.ipynb",
        "perceptron.py",
    }
    assert entries["canvas_99"].status == "collected"


def test_a_refused_zip_is_graded_as_refused_not_as_missing(hostile, course, nnlab) -> None:
    folder = hostile[0]
    done = nnlab(course.root, "grade", str(folder / "tree"))
    assert done.returncode == 0, done.stderr
    found = rows(folder / "tree-grades" / "grades.csv")
    of_bomb = [row for row in found if row["student"] == "canvas_6"]
    assert {row["status"] for row in of_bomb} == {"refused"}
    assert all("no honest archive" in row["diagnosis"] for row in of_bomb)
    done = nnlab(course.root, "export", str(folder / "tree-grades"), "--format", "canvas")
    assert done.returncode == 1 and "a file was refused" in done.stdout


@pytest.mark.parametrize("seed", range(5))
def test_no_damage_to_a_zip_is_more_than_a_refusal(seed: int) -> None:
    """Bytes changed, cut out, doubled at random: it opens or it is refused."""
    draw, good, refused = random.Random(seed), archive_of({**GOOD, "a.zip": archive_of(GOOD)}), 0
    for _ in range(400):
        content = bytearray(good)
        for _ in range(draw.randrange(1, 5)):
            place = draw.randrange(len(content))
            kind = draw.randrange(3)
            if kind == 0:
                content[place] = draw.randrange(256)
            elif kind == 1:
                del content[place : place + draw.randrange(40)]
            else:
                content[place:place] = content[place : place + draw.randrange(40)]
        try:
            with Archive(bytes(content), SUBMISSION) as archive:
                for path in archive:
                    assert not path.is_absolute() and ".." not in path.parts
                    archive.read(path, 10_000)
        except Unsafe:
            refused += 1
    assert refused > 100


def test_links_in_an_export_folder_are_not_followed(course, nnlab, tmp_path: Path) -> None:
    secret = tmp_path / "secret.zip"
    secret.write_bytes(archive_of(GOOD))
    (tmp_path / "export").mkdir()
    (tmp_path / "export" / "x_1_2_01_perceptron.zip").symlink_to(secret)
    (tmp_path / "export" / "elsewhere").symlink_to(tmp_path)
    code, said, entries = collect(nnlab, course, tmp_path, {})
    assert code == 1 and "regular file" in said
    assert [entry.status for entry in entries] == ["unread", "refused"]


def test_unknown_students_and_other_files_are_told_and_not_dropped(course, nnlab, tmp_path) -> None:
    files = {
        "lovelaceada_1_11_01_perceptron.zip": archive_of(GOOD),
        "strangerone_2_12_01_perceptron.zip": archive_of(GOOD),
        "hoppergrace_3_13_perceptron.py": b"x = 1\n",
        "bohrniels_4_14_work.zip": archive_of({"photo.jpg": b"x"}),
        "readme.txt": b"?",
    }
    roster = "student,name,canvas_id\nada,Ada Lovelace,1\ngrace,Grace Hopper,3\nemmy,Emmy N,5\n"
    code, said, entries = collect(nnlab, course, tmp_path, files, roster)
    assert code == 1 and len(entries) == len(files)
    status = {Path(entry.file).name: (entry.student, entry.status) for entry in entries}
    assert status["lovelaceada_1_11_01_perceptron.zip"] == ("ada", "collected")
    assert status["strangerone_2_12_01_perceptron.zip"] == ("canvas_2", "unknown")
    assert status["hoppergrace_3_13_perceptron.py"] == ("grace", "unread")
    assert status["bohrniels_4_14_work.zip"] == ("canvas_4", "unread")
    assert status["readme.txt"] == ("", "unread")
    assert (tmp_path / "tree" / "canvas_2" / "01_perceptron" / "01_perceptron.ipynb").is_file()
    assert (
        "nor one person of this name: 'strangerone'" in said
        and "Nothing from 1 in the roster: emmy" in said
    )
    # once the roster knows them, they have their own name
    roster += "one,One Stranger,2\n"
    _, _, entries = collect(nnlab, course, tmp_path, files, roster)
    assert {e.student for e in entries if e.lesson} == {"ada", "one"}
    assert not (tmp_path / "tree" / "canvas_2").exists()


def test_a_folder_that_came_from_elsewhere_is_left_alone(course, nnlab, tmp_path: Path) -> None:
    place = tmp_path / "tree" / "canvas_1" / "01_perceptron"
    place.mkdir(parents=True)
    (place / "mine.txt").write_text("by nbgrader\n", encoding="utf-8")
    files = {"x_1_2_01_perceptron.zip": archive_of(GOOD)}
    code, said, (entry,) = collect(nnlab, course, tmp_path, files)
    assert code == 1 and entry.status == "kept" and "left alone" in said
    assert [path.name for path in place.iterdir()] == ["mine.txt"]


def test_an_export_that_is_none_and_grades_that_are_not_there(course, nnlab, tmp_path) -> None:
    (tmp_path / "x.zip").write_text("no\n", encoding="utf-8")
    done = nnlab(course.root, "collect", str(tmp_path / "t"), "--from", str(tmp_path / "x.zip"))
    assert done.returncode == 2 and "is no export of Canvas or Moodle" in done.stderr
    done = nnlab(course.root, "export", str(tmp_path), "--format", "canvas")
    assert done.returncode == 2 and "There are no grades" in done.stderr
    done = nnlab(course.root, "grade", str(tmp_path))
    assert done.returncode == 2 and "nnlab collect" in done.stderr


def test_collect_speaks_json(course, nnlab, tmp_path: Path) -> None:
    (tmp_path / "x_1_2_01_perceptron.zip").write_bytes(archive_of(GOOD))
    arguments = ["collect", str(tmp_path / "t"), "--from", str(tmp_path), "--json"]
    (entry,) = json.loads(nnlab(course.root, *arguments).stdout)
    assert entry["student"] == "canvas_1" and entry["status"] == "collected"
