"""The feedback page: complete without a network, and deaf to what a student puts into it."""

import json
import re
import shutil
import time
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from latex2mathml import commands
from nbgrader.api import Gradebook

from labkit import bank
from labkit.desk.markdown import MAX_TEXT, markdown2html
from labkit.desk.mathml import MAX_FORMULA, mathml

LESSON = "01_perceptron"
WRITTEN = "perceptron-why-it-never-stops"
SCRIPT = "document.title = 'run'; fetch('http://192.0.2.7/')"
HOSTILE = {
    "tag": f'<script>{SCRIPT}</script> <img src=x onerror="{SCRIPT}"> </section></main>',
    "entity": f"&lt;script&gt;{SCRIPT}&lt;/script&gt;",
    "diagram": f"```mermaid\n<script>{SCRIPT}</script>\n```",
    "style": "<style>body{display:none}</style><link rel=stylesheet href=//192.0.2.7/a.css>",
    "link": f"[a](javascript:{SCRIPT.replace(' ', '')}) [b](data:text/html,) [c](java&#9;script:x)",
    "picture": "![far](http://192.0.2.7/x.png) ![lost](attachment:none.png) ![](//198.51.100.7/)",
    "text in a formula": f'$\\text{{<img src=x onerror="{SCRIPT}">}}$ $\\unicode{{x3c}}script$',
    "link in a formula": "$\\href{javascript:alert(1)}{x} \\style{position:fixed;inset:0}{y}$",
    "broken formula": "$\\frac{1}{ \\left( \\begin{cases}$, $\\unicode{xd800}$, $\\nosuch{x}$",
    "growing formula": "$\\def\\a{xx}\\def\\b{\\a\\a\\a\\a}\\b$",
    "doubling formula": "$" + "\\sideset{_a}{_b}{" * 60 + "\\sum" + "}" * 60 + "$",
    "deep formula": "$" + "{" * 900 + "}" * 900 + "$",
    "half a character": "\ud800 $\ud800$",
    "hidden tests": "### BEGIN HIDDEN TESTS",
    "long": "word " * MAX_TEXT,
}
DEFENCELESS = re.compile(r"<meta[^>]*Content-Security-Policy[^>]*>")


@pytest.fixture(scope="module")
def desk(checkout: Path, tmp_path_factory: pytest.TempPathFactory, nnlab, nbgrader) -> Path:
    """An instructor's folder with the feedback for a good student and for a hostile one."""
    desk = tmp_path_factory.mktemp("desk") / "instructor"
    shutil.copytree(checkout, desk)
    nbgrader(desk, "generate_assignment", LESSON, "--force")
    reference = bank.reference_sources(desk)["perceptron.py"]
    submit(desk, "ada", "Because $a<b$ in `a<b`, with $\\mathbf w$.", reference)
    wrong = f'def step(z):\n    raise ValueError("<script>{SCRIPT}</script>")\n'
    answer = "\n\n".join(text for name, text in HOSTILE.items() if name != "long")
    submit(desk, "mallory", answer, reference + wrong)
    done = nnlab(desk, "grade", "grading/submitted", "--gradebook", "--unsafe")
    assert done.returncode == 0, done.stderr
    with Gradebook(f"sqlite:///{desk / 'grading' / 'gradebook.db'}") as book:
        for student in ("ada", "mallory"):
            grade = book.find_grade(WRITTEN, LESSON, LESSON, student)
            grade.manual_score, grade.needs_manual_grade = 3.5, False
            comment = book.find_comment(WRITTEN, LESSON, LESSON, student)
            comment.manual_comment = f"Well **argued**, see $x^2$. <script>{SCRIPT}</script>"
        book.db.commit()
    show_hidden_tests(desk / "grading" / "autograded" / "ada" / LESSON / f"{LESSON}.ipynb")
    nbgrader(desk, "generate_feedback", LESSON)
    return desk


def submit(desk: Path, student: str, answer: str, module: str) -> None:
    """A submission with a written answer, and the same text in a cell of the student's own."""
    notebook = nbformat.read(desk / "course" / LESSON / f"{LESSON}.ipynb", as_version=4)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == WRITTEN:
            cell.source = answer
        if "# answers: " in cell.source and student == "mallory":
            cell.source += f"\n# \ud800 <script>{SCRIPT}</script>"
    own = [nbformat.v4.new_markdown_cell(text) for text in HOSTILE.values() if student != "ada"]
    notebook.cells += [*own, nbformat.v4.new_code_cell("x = '<script>'  # BEGIN HIDDEN TESTS")]
    folder = desk / "grading" / "submitted" / student / LESSON
    (folder / "nnlab").mkdir(parents=True)
    (folder / f"{LESSON}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (folder / "nnlab" / "perceptron.py").write_text(module, encoding="utf-8")


def show_hidden_tests(path: Path) -> None:
    """As nbgrader leaves them in an autograded notebook, where an instructor has written some."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade") and cell["cell_type"] == "code":
            cell["source"] += "\n### BEGIN HIDDEN TESTS\nassert secret\n### END HIDDEN TESTS"
    path.write_text(json.dumps(notebook), encoding="utf-8")


def page(desk: Path, student: str) -> Path:
    return desk / "grading" / "feedback" / student / LESSON / f"{LESSON}.html"


def test_every_formula_of_the_course_is_converted(checkout: Path, say: list[str]) -> None:
    formulas = 0
    for path in sorted((checkout / "course").rglob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "markdown":
                html = BeautifulSoup(markdown2html(cell.source), "html.parser")
                assert not html.select(".tex"), f"{path.name}: {html.select('.tex')}"
                formulas += len(html.select("math"))
                for code in html.select("pre, code"):
                    code.decompose()
                assert "$" not in html.get_text(), f"{path.name}: {cell.source}"
    assert formulas > 2000
    say.append(f"feedback: {formulas} formulas of the lessons are MathML")


def test_what_a_formula_becomes() -> None:
    assert '<mi style="font-weight:bold" mathvariant="normal">w</mi>' in mathml("\\mathbf w")
    assert mathml("\\mathbf{w}") == mathml("\\mathbf w")
    assert "<mo>&lt;</mo>" in mathml("a < b")
    aligned = mathml("\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}", "block")
    assert aligned.count("<mtr>") == 2 and "&amp;" not in aligned


@pytest.mark.parametrize(
    "tex", ["\\nosuch{x}", "x^", "a & b", "x" * (MAX_FORMULA + 1), "\\left( x"]
)
def test_a_formula_that_cannot_be_converted_is_shown_as_it_is(tex: str) -> None:
    shown = BeautifulSoup(mathml(tex), "html.parser")
    assert shown.code["class"] == ["tex"] and shown.code.get_text() == tex


def test_no_command_makes_a_formula_explode() -> None:
    """Each command of the converter, nested in many ways; one of them doubles at every level."""
    known = {value for value in vars(commands).values() if isinstance(value, str)}
    shapes = ("<c>{<x>}", "{<x> <c> b}", "<c>{_a}{_b}{<x>}", "<c>{a}{<x>}", "<c>[<x>]{a}")
    begun = time.process_time()
    for command in sorted(name for name in known if name.startswith("\\")):
        for shape in shapes:
            tex = "x"
            while len(tex) < 300:
                tex = shape.replace("<c>", command).replace("<x>", tex)
            assert len(mathml(tex)) < 300 * len(tex)
    assert time.process_time() - begun < 60


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_stays_text(name: str) -> None:
    html = BeautifulSoup(markdown2html(HOSTILE[name]), "html.parser")
    assert not html.select("script, style, link, img, iframe, svg, section, main, form, object")
    for element in html.find_all(True):
        assert not [key for key in element.attrs if key.startswith("on") or key == "src"]
        assert "position" not in element.get("style", "")
        assert re.match(r"https?://|#|mailto:", element.get("href", "#")), element


@pytest.mark.parametrize("student", ["ada", "mallory"])
def test_the_page_loads_and_runs_nothing(desk: Path, student: str, say: list[str]) -> None:
    text = page(desk, student).read_text(encoding="utf-8")
    html = BeautifulSoup(text, "html.parser")
    policy = html.select_one("meta[http-equiv=Content-Security-Policy]")["content"]
    assert "default-src 'none'" in policy
    assert not html.select("script, link, iframe, object, embed, base, form, img:not([src^=data])")
    assert all(not key.startswith("on") for tag in html.find_all(True) for key in tag.attrs)
    for style in html.select("style"):
        assert not re.search(r"@import|url\(|https?:", style.get_text())
    assert len(text) < 400_000
    say.append(f"feedback: {student}'s page of {LESSON} has {len(text.encode()) // 1000} kB")


def test_the_page_shows_scores_comments_and_cards(desk: Path) -> None:
    html = BeautifulSoup(page(desk, "ada").read_text(encoding="utf-8"), "html.parser")
    with Gradebook(f"sqlite:///{desk / 'grading' / 'gradebook.db'}") as book:
        submission = book.find_submission(LESSON, "ada")
        total, most = f"{submission.score:g}", f"{submission.max_score:g}"
        parts = sum(len(notebook.grades) for notebook in submission.notebooks)
    assert html.select_one(".total").get_text(" ", strip=True).split() == [
        total, "of", most, "points",
    ]  # fmt: skip
    assert len(html.select("header tr")) == parts == len(html.select(".part[id^=part-]"))
    answer = html.select_one(f"#part-{WRITTEN}")
    assert "3.5 of 4 points" in answer.get_text(" ", strip=True)
    assert answer.select_one(".comment strong ~ p strong").get_text() == "argued"
    assert answer.select_one(".comment math") and answer.select_one("math mo").get_text() == "<"
    assert answer.select_one("p > code").get_text() == "a<b"
    assert len(html.select(".nnlab-card.passed")) == parts - 1 - len(
        html.select(".nnlab-card.open")
    )
    assert len(html.select("style")) == 2 and str(html).count(".nnlab-card.passed{") == 1
    assert not html.select(".wait") and "not graded" not in html.get_text()
    assert {"Exercise 01.1 · step", "Claims on trial"} <= {
        link.get_text() for link in html.select("header a")
    }


def test_the_page_shows_no_tests_and_no_reference(desk: Path) -> None:
    for student in ("ada", "mallory"):
        text = page(desk, student).read_text(encoding="utf-8")
        assert "assert secret" not in text and "END HIDDEN TESTS" not in text
        assert "check(&quot;perceptron" not in text and 'check("perceptron' not in text
        assert "checksum" not in text and "schema_version" not in text
        assert "BEGIN SOLUTION" not in text and str(desk) not in text


def test_what_waits_for_a_person_is_said(desk: Path, nbgrader) -> None:
    with Gradebook(f"sqlite:///{desk / 'grading' / 'gradebook.db'}") as book:
        grade = book.find_grade(WRITTEN, LESSON, LESSON, "ada")
        grade.manual_score, grade.needs_manual_grade = None, True
        book.db.commit()
    nbgrader(desk, "generate_feedback", LESSON, "--student", "ada", "--force")
    html = BeautifulSoup(page(desk, "ada").read_text(encoding="utf-8"), "html.parser")
    assert "has not graded yet" in html.select_one(".wait").get_text()
    assert "– of 4 points" in html.select_one(f"#part-{WRITTEN}").get_text(" ", strip=True)


def test_the_hostile_page_in_a_browser(desk: Path, browser, shots: Path, tmp_path: Path) -> None:
    """Also without its security policy, which is the second wall and not the first."""
    text = page(desk, "mallory").read_text(encoding="utf-8")
    bare = tmp_path / "bare.html"
    bare.write_text(DEFENCELESS.sub("", text), encoding="utf-8")
    assert "default-src" not in bare.read_text(encoding="utf-8")
    for path in (page(desk, "mallory"), bare):
        shown = browser.new_page(viewport={"width": 360, "height": 800})
        asked = []
        shown.on("request", lambda request, asked=asked: asked.append(request.url))
        shown.goto(path.as_uri())
        assert asked == [path.as_uri()]
        assert shown.title() == f"{LESSON}: feedback for mallory"
        assert shown.locator("header h1").is_visible()
        assert shown.evaluate("document.documentElement.scrollWidth") <= 360
        size = shown.locator("math").first.bounding_box()
        assert size["width"] > 5 and size["height"] > 5
        shown.screenshot(path=shots / "feedback_phone.png")
        shown.close()
