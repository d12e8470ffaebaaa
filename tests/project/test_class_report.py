"""The page about a class: its numbers, its silence about names, and what hostile content does."""

import csv
import json
import os
import re
import shutil
import statistics
import sys
import time
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from labkit import bank
from labkit.class_report import similar
from labkit.class_report.names import Names, Pseudonyms
from labkit.class_report.tokens import definitions, shingles, tokens
from labkit.cli import main
from labkit.course import Course
from labkit.grading import Class
from labkit.source import put, take

LESSON, MODULE = "01_perceptron", "perceptron.py"
FAST = 20.0  # seconds for the page about 200 students, on a busy machine
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOSTILE = (
    "</script><script>alert(1)</script><img src=x onerror=alert(2)>\x1b[31m\u202e{{ 7*7 }}\"'&"
)


class Page(HTMLParser):
    """What a browser would make of a page: its tags, attributes, text and tables."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.source = path.read_text(encoding="utf-8")
        self.tags: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.ids: set[str] = set()
        self.rows: list[list[str]] = []
        self.headings: list[str] = []
        self.text, self.policy = "", ""
        self._open, self._heading = "", False
        self.feed(self.source)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags[tag] += 1
        self.attributes |= {name for name, _ in attrs}
        self.ids |= {value for name, value in attrs if name == "id"}
        self._open = tag if tag in ("style", "script") else ""
        if ("http-equiv", "Content-Security-Policy") in attrs:
            self.policy = dict(attrs)["content"]
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th") and self.rows:
            self.rows[-1].append("")
        if tag in ("h2", "h3", "h4"):
            self.headings.append("")
            self._heading = True

    def handle_endtag(self, tag: str) -> None:
        self._open = ""
        if tag in ("h2", "h3", "h4"):
            self._heading = False

    def handle_data(self, data: str) -> None:
        if self._open:
            return
        self.text += data
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data
        if self._heading:
            self.headings[-1] += data

    def row(self, first: str) -> list[str]:
        """The first row whose first cell ends with `first`."""
        found = (row for row in self.rows if row and row[0].strip().endswith(first))
        return [" ".join(cell.split()) for cell in next(found)]


def report(course: Course, monkeypatch: pytest.MonkeyPatch, *arguments: object):
    monkeypatch.chdir(course.root)
    return CliRunner().invoke(main, ["report", *map(str, arguments)])


def grades(out: Path) -> list[dict[str, str]]:
    text = (out / "grades.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def entries(out: Path) -> list[dict]:
    return json.loads((out / "report.json").read_text(encoding="utf-8"))["submissions"]


def write_results(out: Path, rows: list[dict], reports: list[dict]) -> Path:
    """Results as `nnlab grade` lays them out."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / "grades.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, grades_columns())
        writer.writeheader()
        writer.writerows(rows)
    lines = ",\n".join(json.dumps(entry) for entry in reports)
    text = f'{{"schema": 1, "submissions": [\n{lines}\n]}}\n'
    (out / "report.json").write_text(text, encoding="utf-8")
    return out


def grades_columns() -> tuple[str, ...]:
    return ("student", "lesson", "exercise", "score", "max_score", "status", "diagnosis")


def hand_in(folder: Path, student: str, course: Course, source: str | bytes | None) -> None:
    place = folder / student / LESSON
    (place / "nnlab").mkdir(parents=True)
    shutil.copy(course.notebook(course.lesson(LESSON)), place)
    if source is not None:
        data = source if isinstance(source, bytes) else source.encode("utf-8")
        (place / "nnlab" / MODULE).write_bytes(data)


def mistakes(course: Course, exercise: str, many: int) -> list[bank.Entry]:
    found = bank.entries(course.root, "mistakes", exercise.partition(".")[0])
    return [entry for entry in found if entry.exercise == exercise][:many]


def alternatives(course: Course) -> list[str]:
    """Right answers that were written independently of each other, each as a module's text."""
    texts = []
    own = (course.root / "solutions" / "alternatives" / MODULE).read_text(encoding="utf-8")
    for entry in bank.entries(course.root, "alternatives", "perceptron"):
        name = entry.exercise.partition(".")[2]
        texts.append(take(own, entry.name).replace(entry.name, name))
    return texts


@pytest.fixture(scope="module")
def group(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small class whose members do what members of a class do, odd names included."""
    folder = tmp_path_factory.mktemp("report") / "class"
    right = bank.reference_sources(course.root)[MODULE]
    steps = mistakes(course, "perceptron.step", 2)
    wrong = [bank.variant_sources(course.root, "mistakes", entry)[MODULE] for entry in steps]
    (other,) = mistakes(course, "perceptron.perceptron_forward", 1)
    forward = bank.variant_sources(course.root, "mistakes", other)[MODULE]
    stub = (course.root / "nnlab" / MODULE).read_text(encoding="utf-8")
    for student, source in {
        "Zoë Quill": right,
        "ada_lovelace": wrong[0],
        "ben": wrong[0],
        "=cmd()": wrong[0],
        "<b>Bold & \"Co'": wrong[1],
        "eve-x": forward,
        "frank": right + "\ndef unfinished(:\n",
        "grace": stub,
        "heidi": b"x = '\xff\xfe'\n",
        "ivan": None,
    }.items():
        hand_in(folder, student, course, source)
    (folder / "judy").mkdir()
    return folder


@pytest.fixture(scope="module")
def graded(group: Path, course: Course) -> Path:
    out = group.with_name("results")
    grading = Class(course, group, out, [course.lesson(LESSON)], seed=1)
    assert not [result.error for result in grading.grade(2) if result.error]
    grading.write()
    return out


@pytest.fixture
def page(graded: Path, course: Course, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Page:
    done = report(course, monkeypatch, graded, "--out", tmp_path / "page.html")
    assert done.exit_code == 0, done.output
    return Page(tmp_path / "page.html")


@pytest.fixture
def numbers(graded: Path, course: Course, monkeypatch: pytest.MonkeyPatch) -> dict:
    return json.loads(report(course, monkeypatch, graded, "--json").output)


# --- the numbers ----------------------------------------------------------------------------------


def test_exercises_on_the_page_are_those_of_grades_csv(page: Page, graded: Path, course) -> None:
    reports = {
        (entry["student"], one["exercise"]): one["status"]
        for entry in entries(graded)
        for one in entry["report"]["exercises"]
    }
    for exercise in course.lesson(LESSON).exercises:
        rows = [row for row in grades(graded) if row["exercise"] == exercise.id]
        judged = [row for row in rows if row["status"] in ("graded", "timeout")]
        full = sum(row["score"] == row["max_score"] for row in judged)
        mean = statistics.fmean(float(row["score"]) / float(row["max_score"]) for row in judged)
        untouched = sum(
            reports[(row["student"].removeprefix("'"), exercise.id)] == "unwritten"
            for row in judged
        )
        below = sum(float(row["score"]) < 0.5 * float(row["max_score"]) for row in judged)
        expected = [str(len(judged)), f"{100 * full / len(judged):.0f} %", f"{100 * mean:.0f} %"]
        expected += [str(below - untouched), str(untouched)]
        assert page.row(exercise.id)[1:6] == expected


def test_students_on_the_page_are_those_of_grades_csv(page: Page, graded: Path) -> None:
    totals: Counter[str] = Counter()
    for row in grades(graded):
        totals[row["student"]] += float(row["score"])
    for student, total in totals.items():
        assert float(page.row(student)[3]) == pytest.approx(total)
    assert {"Students11", "Submissions10"} <= set(re.findall(r"(?:Stud|Subm)\w+\d+", page.text))


def test_the_lesson_is_summed_up_over_what_could_be_graded(numbers: dict, graded: Path) -> None:
    totals: dict[str, list[dict]] = {}
    for row in grades(graded):
        totals.setdefault(row["student"], []).append(row)
    scores = [
        sum(float(row["score"]) for row in rows)
        for rows in totals.values()
        if {row["status"] for row in rows} != {"missing"}
        and not {row["status"] for row in rows} & {"refused", "error"}
    ]
    (lesson,) = numbers["lessons"]
    assert lesson["graded"] == len(scores) == sum(lesson["bins"])
    assert lesson["mean"] == pytest.approx(statistics.fmean(scores), abs=0.01)
    assert lesson["sd"] == pytest.approx(statistics.pstdev(scores), abs=0.01)
    assert (lesson["handed_in"], lesson["nothing"], lesson["undecided"]) == (10, 1, 1)
    assert numbers["statuses"] == Counter(row["status"] for row in grades(graded))


def test_every_misconception_is_counted_and_told(page: Page, numbers: dict, graded: Path) -> None:
    counted: Counter[tuple[str, str]] = Counter()
    sentences = {}
    for entry in entries(graded):
        for one in entry["report"]["exercises"]:
            if one["mistake"]:
                counted[(one["exercise"], one["mistake"])] += 1
                sentences[one["mistake"]] = one["diagnosis"]
    told = {(one["exercise"], one["mistake"]): one["count"] for one in numbers["misconceptions"]}
    assert told == counted and max(counted.values()) >= 3
    steps = [one for one in numbers["misconceptions"] if one["exercise"] == "perceptron.step"]
    assert [one["count"] for one in steps] == sorted((one["count"] for one in steps), reverse=True)
    for one in numbers["misconceptions"]:
        slug = one["mistake"].rpartition("__")[2].replace("_", " ")
        assert any(head.startswith(f"{slug} × {one['count']} of ") for head in page.headings)
        assert sentences[one["mistake"]].replace("`", "") in " ".join(page.text.split())
        assert one["example"]["call"].split("(")[0] in page.text


def test_the_same_mistake_in_several_exercises_is_said(
    graded: Path, course: Course, monkeypatch, tmp_path: Path
) -> None:
    reports = entries(graded)
    for entry in reports:
        for one in entry["report"]["exercises"]:
            if one["mistake"].startswith(("step__", "perceptron_forward__")):
                one["mistake"] = one["mistake"].partition("__")[0] + "__wrong_axis"
    out = write_results(tmp_path / "out", grades(graded), reports)
    assert report(course, monkeypatch, out).exit_code == 0
    text = " ".join(Page(out / "report.html").text.split())
    several = text.partition("The same mistake in several exercises")[2]
    assert several.lstrip().startswith("wrong axis, 5 students: perceptron.step, perceptron.perc")


def test_checks_and_reasons_are_told(page: Page, numbers: dict, graded: Path) -> None:
    failing = numbers["checks"]
    assert failing == sorted(failing, key=lambda one: -one["failed"])
    assert all(one["failed"] <= one["run"] <= 6 for one in failing)  # who attempted it, and no more
    assert failing[0]["sentence"].replace("`", "") in page.text
    problems = {(one["student"], one["kind"]) for one in numbers["problems"]}
    assert problems == {
        ("frank", "broken"), ("heidi", "refused"), ("ivan", "missing"), ("judy", "missing"),
    }  # fmt: skip
    assert "it is not UTF-8 text" in page.text and "SyntaxError" in page.text


# --- a page that can be trusted -------------------------------------------------------------------


def test_the_page_needs_nothing_and_asks_for_nothing(page: Page) -> None:
    assert not re.search(r"https?:|//cdn|@import|url\((?!#)", page.source)
    assert not page.attributes & {"src", "onclick", "onerror", "style", "action", "formaction"}
    assert not page.tags.keys() & {"link", "img", "iframe", "form", "object", "base"}
    assert page.policy.startswith("default-src 'none';") and page.tags["script"] == 1


def test_tables_can_be_sorted_and_read_aloud(page: Page) -> None:
    assert 'class="sortable matrix"' in page.source and "aria-sort" in page.source
    assert page.source.count('<th scope="row"') >= 20
    assert not re.search(r"<th(?! scope=)(?!ead)", page.source)
    targets = re.findall(r'href="#(\w+)"', page.source)
    assert targets and set(targets) <= page.ids


def test_hostile_content_is_shown_not_obeyed(graded: Path, course, monkeypatch, tmp_path) -> None:
    reports, rows = entries(graded), grades(graded)
    for entry in reports:
        entry["student"] += HOSTILE
        entry["refused"] = {name + HOSTILE: HOSTILE for name in entry["refused"]}
        entry["missing"] = [name + HOSTILE for name in entry["missing"]]
        for one in entry["report"]["exercises"]:
            one["title"] += HOSTILE
            if one["mistake"]:
                one["mistake"], one["diagnosis"] = HOSTILE, f"`{HOSTILE}`"
            for check in one["checks"]:
                check["sentence"] += HOSTILE
                check["call"] = check["message"] = HOSTILE
                check["got"] = {"text": HOSTILE, "kind": HOSTILE, "rows": [], "wrong": []}
                check["expected"] = {
                    "text": "", "kind": "", "rows": [[HOSTILE]], "wrong": [[True]]
                }  # fmt: skip
    for row in rows:
        row["student"] += HOSTILE
        row["diagnosis"] += HOSTILE
    reports[0] |= {"error": HOSTILE, "report": None}
    for row in rows[: len(course.lesson(LESSON).exercises)]:
        row["status"] = "error"
    out = write_results(tmp_path / "out", rows, reports)
    done = report(course, monkeypatch, out, "--against", graded)
    assert done.exit_code == 0, done.output
    hostile = Page(out / "report.html")
    assert hostile.tags["script"] == 1 and not hostile.tags["img"]
    assert "onerror" not in hostile.attributes
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", hostile.source)
    assert "{{ 7*7 }}" in hostile.text and "\\x1b[31m\\u202e" in hostile.text
    assert "\x1b" not in done.output and "alert" not in done.output
    told = report(course, monkeypatch, out, "--json").output
    assert "\x1b" not in told and "\u202e" not in told and json.loads(told)


def test_names_that_are_no_text_do_no_harm(graded: Path, course, monkeypatch, tmp_path) -> None:
    reports, rows = entries(graded), grades(graded)
    odd, per = os.fsdecode(b"caf\xe9"), len(course.lesson(LESSON).exercises)
    reports[0]["student"] = odd
    for row in rows[:per]:
        row["student"] = "caf\\udce9"  # as grades.csv has it
    out = write_results(tmp_path / "out", rows, reports)
    for more in ((), ("--pseudonyms",)):
        done = report(course, monkeypatch, out, *more)
        assert done.exit_code == 0, done.output
    assert "caf\\udce9" in Page(out / "report.html").text


def test_the_terminal_names_nobody_and_the_page_is_private(
    graded: Path, course, monkeypatch, tmp_path
) -> None:
    done = report(course, monkeypatch, graded, "--out", tmp_path / "p.html")
    assert done.output == f"11 students, 10 submissions. See {tmp_path / 'p.html'}\n"
    if sys.platform != "win32":
        assert (tmp_path / "p.html").stat().st_mode & 0o077 == 0


# --- pseudonyms -----------------------------------------------------------------------------------


def test_pseudonyms_leave_no_name_and_stay_the_same(
    group: Path, graded: Path, course, monkeypatch, tmp_path
) -> None:
    out, folder = tmp_path / "out", tmp_path / "class"
    shutil.copytree(group, folder)
    shutil.copytree(graded, out, ignore=shutil.ignore_patterns("results"))
    # Two who copied, and wrote their names wherever code has room for one.
    own = unusual(course, "perceptron_fit", 'benedict = "ada_lovelace, Benedict"  # by Benedict')
    for student in ("ben", "ada_lovelace"):
        (folder / student / LESSON / "nnlab" / MODULE).write_text(own, encoding="utf-8")
    reports = entries(graded)
    for entry in reports:
        for one in entry["report"]["exercises"]:
            for check in one["checks"]:
                if check["message"]:
                    check["message"] = f"BenedictError: {entry['student']} was here"
                    check["got"] = {"text": "'Benedict'", "kind": "str", "rows": [], "wrong": []}
                    check["call"] = f"step({entry['student']!r})"
    write_results(out, grades(graded), reports)
    options = (out, "--pseudonyms", "--submissions", folder, "--against", graded)
    done = report(course, monkeypatch, *options, "--key", tmp_path / "key.csv")
    assert done.exit_code == 0, done.output
    text = (out / "report-pseudonyms.html").read_text(encoding="utf-8")
    told = report(course, monkeypatch, *options, "--json").output
    students = {row["student"].removeprefix("'") for row in grades(graded)}
    for content in (text, told, done.output):
        assert "benedict" not in content.lower()  # who is in no list of names
        for name in students:
            assert not re.search(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", content, re.I), name
    assert "100 % alike; too few others" in text  # the pair is there, without its names
    first = (out / "pseudonyms.secret").read_bytes()
    assert report(course, monkeypatch, *options).exit_code == 0
    assert (out / "report-pseudonyms.html").read_text(encoding="utf-8") == text
    key = dict(csv.reader((tmp_path / "key.csv").read_text(encoding="utf-8").splitlines()))
    assert set(key.values()) == {"student", *(row["student"] for row in grades(graded))}
    assert all(pseudonym in text for pseudonym in key if pseudonym != "pseudonym")
    assert (out / "pseudonyms.secret").read_bytes() == first
    if sys.platform != "win32":
        for path in (out / "pseudonyms.secret", tmp_path / "key.csv"):
            assert path.stat().st_mode & 0o077 == 0


def test_pseudonyms_hang_on_their_secret() -> None:
    students = [f"student{number}" for number in range(2000)]
    one, other = Pseudonyms("a", students), Pseudonyms("b", students)
    assert len({one.of(name) for name in students}) == len(students)
    assert not any(one.of(name) == other.of(name) for name in students)


def test_a_key_without_pseudonyms_is_refused(graded: Path, course, monkeypatch, tmp_path) -> None:
    done = report(course, monkeypatch, graded, "--key", tmp_path / "key.csv")
    assert done.exit_code == 2 and "--pseudonyms" in done.output


# --- similar submissions --------------------------------------------------------------------------


def unusual(course: Course, name: str, line: str = "", turn: int = 0) -> str:
    """A stub whose function `name` holds code of nobody else's, without being an answer."""
    stub = (course.root / "nnlab" / MODULE).read_text(encoding="utf-8")
    body = [line] if line else []
    signs = "+-*/"
    for step in range(12):
        a, b = signs[(turn + step) % 4], signs[(turn // 4 + 3 * step) % 4]
        body.append(f"part{step} = np.roll(X[{turn % 7}:], {step + turn}) {a} b {b} {turn * step}")
        if (turn >> step) & 1:
            body += [f"while part{step}.sum() {a} {turn} > {step}:", f"    part{step} {b}= {turn}"]
    text = f"def {name}(X, b):\n    " + "\n    ".join(body) + "\n    return part3\n"
    return put(stub, name, text)


def compare(course: Course, folder: Path, texts: dict[str, str]) -> similar.Similarity:
    for student, text in texts.items():
        place = folder / student / LESSON / "nnlab"
        place.mkdir(parents=True)
        (place / MODULE).write_text(text, encoding="utf-8")
    return similar.compare(course, folder, {name: name for name in texts}, [LESSON], Names())


def test_names_comments_docstrings_and_layout_do_not_count() -> None:
    one = 'def f(x: int):\n    """Doc."""\n    total = x + 1  # one\n    return np.exp(total)\n'
    other = "def f(\n    number,\n):\n    s = (number + 1)\n\n    return np.exp(s)\n"
    third = other.replace("np.exp", "np.log")
    found = [tokens(definitions(text)["f"], frozenset()) for text in (one, other, third)]
    assert found[0] == found[1] != found[2]


def test_a_pair_that_copied_is_found_though_it_was_disguised(course, tmp_path: Path) -> None:
    texts = {f"s{turn:02}": unusual(course, "perceptron_fit", turn=turn) for turn in range(1, 40)}
    copied = re.sub(r"\bpart(\d)", r"my_own_\1", texts["s07"]).replace(
        "    return", "    # written on Sunday\n\n    return"
    )
    found = compare(course, tmp_path, texts | {"thief": copied})
    (pair,) = found.pairs
    assert pair.students == ("s07", "thief") and pair.share == 1.0
    (match,) = pair.matches
    edited = texts["s09"].replace("part4 = ", "extra = 0\n    part4 = ").replace("while", "if", 1)
    (pair,) = compare(course, tmp_path / "edited", texts | {"thief": edited}).pairs
    assert pair.students == ("s09", "thief") and 0.7 < pair.share < 1
    assert match.exercise == "perceptron.perceptron_fit" and match.typical < 0.6
    assert "my_own_1" in match.texts[1] and "part1" in match.texts[0]


def test_unrelated_right_answers_give_no_pair(course, tmp_path, monkeypatch) -> None:
    texts = {f"s{number:02}": text for number, text in enumerate(alternatives(course))}
    found = compare(course, tmp_path / "known", texts)
    assert found.pairs == [] and sum(found.compared.values()) == 0
    monkeypatch.setattr(similar, "NEAR_KNOWN", 2.0)  # as if we knew none of them
    found = compare(course, tmp_path / "unknown", texts)
    assert found.pairs == [] and sum(found.compared.values()) >= 15


def test_what_many_have_points_at_nobody(course, tmp_path, monkeypatch) -> None:
    """A whole class that follows one lecture is not a ring of copies."""
    monkeypatch.setattr(similar, "NEAR_KNOWN", 2.0)
    kinds = [unusual(course, "perceptron_fit", turn=turn) for turn in (1, 9, 22)]
    texts = {f"s{number:02}": kinds[number % 3] for number in range(30)}
    assert compare(course, tmp_path, texts).pairs == []


def test_the_reference_and_stubs_are_not_compared(course, tmp_path) -> None:
    right = bank.reference_sources(course.root)[MODULE]
    stub = (course.root / "nnlab" / MODULE).read_text(encoding="utf-8")
    found = compare(course, tmp_path, {"a": right, "b": right, "c": stub, "d": stub, "e": "def ("})
    assert found.pairs == [] and not sum(found.compared.values())
    assert found.left_out["in a file that Python cannot read"] == 1


def test_hostile_code_stops_nothing(course, tmp_path) -> None:
    deep = "def step(z):\n    return " + "(" * 5000 + "z" + ")" * 5000 + "\n"
    chain = "def step(z):\n    return " + "-" * 60_000 + "z\n"
    long = "def step(z):\n    return " + "9" * 10_000 + "\n"
    link = {"a": deep, "b": chain, "c": long, "d": "\x00", "e": "x = '\\N{no}'"}
    assert compare(course, tmp_path, link).pairs == []


def test_shingles_of_a_short_text_are_none() -> None:
    assert shingles(["a"] * 5) == frozenset() and len(shingles(["a"] * 9)) == 1


def test_without_submissions_it_says_how(page: Page) -> None:
    assert "--submissions FOLDER" in page.text


def test_similar_code_is_shown_as_text(group, graded, course, monkeypatch, tmp_path) -> None:
    folder = tmp_path / "class"
    shutil.copytree(group, folder)
    own = unusual(course, "perceptron_fit", f"note = {HOSTILE!r}  # {HOSTILE[:60]}")
    for student in ("ben", "ada_lovelace"):
        (folder / student / LESSON / "nnlab" / MODULE).write_text(own, encoding="utf-8")
    options = (graded, "--submissions", folder, "--out", tmp_path / "page.html")
    assert report(course, monkeypatch, *options).exit_code == 0
    shown = Page(tmp_path / "page.html")
    assert "ada_lovelace and ben" in shown.text and "a pointer for" in shown.text.lower()
    assert shown.tags["script"] == 1 and not shown.tags["img"] and "\x1b" not in shown.source


# --- regrading ------------------------------------------------------------------------------------


def test_a_regrading_tells_who_gained_and_who_lost(
    graded: Path, course, monkeypatch, tmp_path
) -> None:
    rows = grades(graded)
    for row in rows:
        if (row["student"], row["exercise"]) == ("ben", "perceptron.step"):
            row["score"] = str(float(row["score"]) - 0.25)
        if (row["student"], row["exercise"]) == ("Zoë Quill", "perceptron.perceptron_fit"):
            row["score"] = str(float(row["score"]) + 1)
        if (row["student"], row["exercise"]) == ("grace", "perceptron.step"):
            row["status"] = "error"
    old = write_results(tmp_path / "old", rows[:-1], [])
    out = tmp_path / "page.html"
    done = report(course, monkeypatch, graded, "--against", old, "--out", out)
    assert done.exit_code == 0, done.output
    told = json.loads(report(course, monkeypatch, graded, "--against", old, "--json").output)
    change = told["against"]
    assert (change["gained"], change["lost"]) == (1, 1)
    assert (change["only_new"], change["only_old"]) == (1, 0)
    gains = {(one["student"], one["exercise"]): one["gain"] for one in change["changes"]}
    assert gains == {
        ("ben", "perceptron.step"): 0.25,
        ("Zoë Quill", "perceptron.perceptron_fit"): -1.0,
        ("grace", "perceptron.step"): 0.0,
    }
    text = " ".join(Page(out).text.split())
    assert "1 student gained points, 1 lost some" in text and "error → graded" in text


# --- odd classes and large ones -------------------------------------------------------------------


def test_an_empty_class_is_a_page_that_says_so(course, monkeypatch, tmp_path) -> None:
    out = write_results(tmp_path / "out", [], [])
    done = report(course, monkeypatch, out)
    assert done.exit_code == 0, done.output
    assert "There is nothing here yet" in Page(out / "report.html").text


def test_a_half_graded_class_asks_for_another_run(graded, course, monkeypatch, tmp_path) -> None:
    reports, rows, per = entries(graded), grades(graded), len(course.lesson(LESSON).exercises)
    for entry in reports[6:]:
        entry |= {"report": None, "error": "the run ended before its turn; run it again"}
    for row in rows[6 * per :]:
        row |= {"status": "error", "score": "0", "diagnosis": "could not be graded"}
    out = write_results(tmp_path / "out", rows, reports)
    assert report(course, monkeypatch, out).exit_code == 0
    text = Page(out / "report.html").text
    assert f"{5 * per} exercises could not be graded" in text and "before its turn" in text


@pytest.mark.parametrize("spoil", ["grades.csv", "report.json", "order", "rubbish", "old"])
def test_results_that_cannot_be_used_are_one_clear_line(
    graded: Path, course, monkeypatch, tmp_path, spoil: str
) -> None:
    reports, rows = entries(graded), grades(graded)
    if spoil == "old":
        del reports[3]["report"]["exercises"][0]["mistake"]
    out = write_results(tmp_path / "out", rows, reports[::-1] if spoil == "order" else reports)
    if spoil == "rubbish":
        (out / "report.json").write_text('{"schema": 1, "submissions": [\n{3\n', encoding="utf-8")
    elif spoil in ("grades.csv", "report.json"):
        (out / spoil).unlink()
    done = report(course, monkeypatch, out)
    assert done.exit_code == 2 and done.output.count("\n") == 1 and "nnlab grade" in done.output


def test_a_class_of_200_takes_seconds(graded, course, monkeypatch, tmp_path, say) -> None:
    reports, rows, per = entries(graded), grades(graded), len(course.lesson(LESSON).exercises)
    many_reports, many_rows, texts = [], [], {}
    for number in range(200):
        student, place = f"student{number:03}", number % 6
        many_reports.append({**reports[place], "student": student})
        mine = rows[place * per : (place + 1) * per]
        many_rows += [{**row, "student": student} for row in mine]
        texts[student] = unusual(course, "perceptron_fit", turn=number)
    out = write_results(tmp_path / "out", many_rows, many_reports)
    for student, text in texts.items():
        hand_in(tmp_path / "class", student, course, text)
    started = time.monotonic()
    done = report(course, monkeypatch, out, "--submissions", tmp_path / "class")
    seconds = time.monotonic() - started
    assert done.exit_code == 0, done.output
    assert seconds < FAST
    size = (out / "report.html").stat().st_size
    say.append(f"report: 200 students, one lesson, in {seconds:.1f} s, {size / 1e3:.0f} KB")


# --- in a browser ---------------------------------------------------------------------------------


def test_a_browser_sorts_the_matrix_and_asks_for_nothing(graded, course, monkeypatch, tmp_path):
    chromium = next(filter(None, map(shutil.which, BROWSERS)), None)
    if chromium is None:
        assert not os.environ.get("CI"), "CI needs Chromium: apt-get install chromium"
        pytest.skip("no Chromium")
    from playwright.sync_api import sync_playwright

    out = tmp_path / "page.html"
    assert report(course, monkeypatch, graded, "--out", out).exit_code == 0
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-sync"]
        )
        view = browser.new_page(viewport={"width": 420, "height": 900})
        said, asked = [], []
        view.on("console", lambda message: said.append(message.text))
        view.on("pageerror", lambda error: said.append(str(error)))
        view.on("request", lambda request: asked.append(request.url))
        view.goto(out.as_uri())
        assert view.evaluate("document.documentElement.scrollWidth") <= 420
        first = "[...document.querySelectorAll('.matrix tbody tr')].map(r => r.cells[{}].innerText)"
        stuck = [int(text) for text in view.evaluate(first.format(1))]
        assert stuck == sorted(stuck, reverse=True)
        heading = view.locator(".matrix thead th").nth(3)
        for order in ("descending", "ascending"):
            heading.locator("button").focus()
            view.keyboard.press("Enter")
            assert heading.get_attribute("aria-sort") == order
            points = [float(text) for text in view.evaluate(first.format(3))]
            assert points == sorted(points, reverse=order == "descending")
        assert view.locator(".matrix [aria-sort]").count() == 1
        browser.close()
    assert said == [] and asked == [out.as_uri()]
