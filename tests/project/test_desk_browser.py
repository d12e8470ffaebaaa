"""A class in two real JupyterLabs, driven in Chromium: a student's and the instructor's.

Released, fetched, validated, submitted, collected, autograded, graded by hand, feedback fetched and
read: each by the button that a person would press, with all networks but this machine's blocked.

The pictures of docs/instructor.md are made here: NNLAB_IMAGES=docs/images python -m pytest FILE
"""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import nbformat
import pytest
from in_browser import jupyterlab
from nbgrader.api import Gradebook
from PIL import Image
from playwright.sync_api import Browser, FrameLocator, Locator, Page, Route, expect

from labkit import bank
from labkit.desk.release import LIST_CONFIG

LESSON = "01_perceptron"
WRITTEN = "perceptron-why-it-never-stops"
ANSWER = """No line separates the two species: they are not **linearly separable**. Each correction
that puts one flower right, $\\mathbf w \\leftarrow \\mathbf w + \\eta \\, \\mathbf x$, puts another
wrong. I would keep the best line so far, which costs one more count of the mistakes in each epoch.
"""
COMMENT = (
    "Good: a property, a reason and a remedy. Which *measured* fact supports it, say $R / \\gamma$?"
)
SOLUTION = re.compile(r"(.*\n)(?s:.*)### BEGIN SOLUTION\n(?s:(.*))\n### END SOLUTION")
SECONDS = 60
IMAGES = os.environ.get("NNLAB_IMAGES")
MAX_WIDTH = 900  # of a picture in the documentation

expect.set_options(timeout=SECONDS * 1000)


class Desk:
    """One person's JupyterLab, and what its pages asked for outside of this machine."""

    def __init__(self, browser: Browser, address: str, shots: Path) -> None:
        self.address, self.shots, self.outside = address, shots, []
        self.context = browser.new_context(viewport={"width": 1180, "height": 860})
        self.context.set_default_timeout(SECONDS * 1000)
        self.context.route(lambda url: urlsplit(url).hostname != "127.0.0.1", self._refuse)
        self.page = self.context.new_page()
        self.page.goto(f"{address}/lab?reset")
        self.page.locator(".jp-LauncherCard").first.wait_for()  # before it, tabs come and go

    def _refuse(self, route: Route) -> None:
        self.outside.append(route.request.url)
        route.abort()

    def command(self, name: str) -> None:
        self.page.evaluate("name => void window.jupyterapp.commands.execute(name)", name)

    def shot(self, name: str) -> None:
        self.page.screenshot(path=self.shots / f"{name}.png")


def picture(
    name: str, page: Page, first: Locator, last: Locator | None = None, margin: int = 8
) -> None:
    """With NNLAB_IMAGES=docs/images, a picture for the documentation: from `first` to `last`."""
    if IMAGES is None:
        return
    boxes = [place.bounding_box() for place in (first, last or first)]
    left, top = (min(box[side] for box in boxes) for side in ("x", "y"))
    right = max(box["x"] + box["width"] for box in boxes)
    bottom = max(box["y"] + box["height"] for box in boxes)
    path = Path(IMAGES) / f"desk-{name}.png"
    left, top, right, bottom = left - margin, top - margin, right + margin, bottom + margin
    clip = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    page.screenshot(path=path, clip=clip)
    image = Image.open(path).convert("RGB")
    if image.width > MAX_WIDTH:
        image = image.resize((MAX_WIDTH, round(image.height * MAX_WIDTH / image.width)))
    image.quantize(64, dither=Image.Dither.NONE).save(path, optimize=True)


@pytest.fixture(scope="module")
def homes(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The instructor's checkout and the student's folder, with an exchange between them."""
    base = tmp_path_factory.mktemp("term")
    instructor, student = base / "instructor", base / "ada"
    (base / "exchange").mkdir()
    (base / "exchange").chmod(0o777)
    exchange = f"c.Exchange.root = {str(base / 'exchange')!r}\n"
    shutil.copytree(checkout, instructor)
    config = instructor / "nbgrader_config.py"
    config.write_text(config.read_text(encoding="utf-8") + exchange, encoding="utf-8")
    for part in ("nnlab", "tests"):
        shutil.copytree(checkout / part, student / part)
    (student / "course").mkdir()
    shutil.copy(checkout / "course" / "manifest.json", student / "course")
    (student / "course" / "nbgrader_config.py").write_text(LIST_CONFIG, encoding="utf-8")
    (student / "nbgrader_config.py").write_text(
        "from pathlib import Path\n"
        "from labkit.nbgrader_plugins import configure_student\n"
        "c = get_config()\n"
        "configure_student(c, Path(__file__).resolve().parent)\n"
        f"c.Exchange.cache = {str(student / 'cache')!r}\n"
        f"c.CourseDirectory.student_id = 'ada'\n{exchange}",
        encoding="utf-8",
    )
    return instructor, student


@contextmanager
def desks(homes: tuple[Path, Path], browser: Browser, shots: Path) -> Iterator[tuple[Desk, Desk]]:
    with ExitStack() as stack:
        addresses = [stack.enter_context(jupyterlab(home)) for home in homes]
        yield tuple(Desk(browser, address, shots) for address in addresses)


def fill_in(student: Path, checkout: Path, mistake: str | None = None) -> None:
    """What Ada writes: right answers, or with one known mistake in `step`; and her own words."""
    source = bank.reference_sources(checkout)["perceptron.py"]
    if mistake:
        right, wrong = "np.asarray(z) > 0", mistake
        assert right in source
        source = source.replace(right, wrong)
    (student / "nnlab" / "perceptron.py").write_text(source, encoding="utf-8")
    path = student / "course" / LESSON / f"{LESSON}.ipynb"
    solved = checkout / "grading" / "source" / LESSON / path.name
    notebook = nbformat.read(solved, as_version=4)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == WRITTEN:
            cell.source = ANSWER
        cell.source = SOLUTION.sub(r"\1\2", cell.source)
    nbformat.write(notebook, path)


def test_a_term_at_the_desk(homes, checkout: Path, browser: Browser, shots: Path, say) -> None:
    """One test, since each step stands on the one before."""
    instructor, student = homes
    with desks(homes, browser, shots) as (desk, ada):
        formgrader = release(desk)
        said = submit(ada, student, checkout)
        say.append(f"desk: Validate says of a wrong notebook: {' '.join(said.split())[:100]} …")
        autograde(desk, formgrader, instructor)
        grade_by_hand(desk, formgrader, instructor)
        give_feedback(desk, formgrader)
        read_feedback(ada)
        assert ada.outside == []
        # Formgrader's own page names MathJax's address; its formulas do not wait for that.
        assert {urlsplit(address).hostname for address in desk.outside} <= {"cdnjs.cloudflare.com"}


def release(desk: Desk) -> FrameLocator:
    """Generate and release; gives Formgrader's page."""
    desk.command("nbgrader:open-formgrader")
    formgrader = desk.page.frame_locator("#formgrader-iframe iframe")
    row = formgrader.locator("tr", has_text=LESSON)
    row.locator(".assign a").click()
    confirm(desk, formgrader, "Successfully created", "01_generated")
    row.locator(".release a").click()
    confirm(desk, formgrader, "Successfully released", "02_released")
    row.locator(".name a").click()  # links go to JupyterLab's file browser
    files = desk.page.locator(".jp-FileBrowser")
    expect(files.locator(".jp-DirListing-item", has_text=f"{LESSON}.ipynb")).to_be_visible()
    expect(desk.page).to_have_url(re.compile(f"/tree/grading/source/{LESSON}"))
    desk.shot("03_source")
    desk.command("application:toggle-left-area")
    return formgrader


def confirm(desk: Desk, formgrader: FrameLocator, words: str, shot: str) -> None:
    """Wait for Formgrader's answer, which is to be good, and close it."""
    dialog = formgrader.locator(".modal.in")
    expect(dialog).to_contain_text(re.compile("Success|Error"))
    desk.shot(shot)
    expect(dialog).to_contain_text(words)
    dialog.get_by_role("button", name="OK").click()
    expect(formgrader.locator(".modal-backdrop")).to_have_count(0)


def submit(ada: Desk, student: Path, checkout: Path) -> str:
    """Fetch, validate and submit; gives what Validate says of a notebook with a mistake."""
    ada.command("nbgrader:open-assignment-list")
    listed = ada.page.locator("#nbgrader-assignment-list")
    listed.get_by_role("button", name="Fetch").wait_for()
    ada.shot("04_to_fetch")
    listed.get_by_role("button", name="Fetch").click()
    listed.locator(".assignment-notebooks-link").click()
    fill_in(student, checkout)
    assert "Success" in validate(ada, listed, "05_right")
    fill_in(student, checkout, mistake="np.asarray(z) >= 0")
    said = validate(ada, listed, "06_wrong")
    listed.get_by_role("button", name="Submit").click()
    expect(listed.locator("#submitted_assignments_list")).to_contain_text(LESSON)
    ada.shot("07_submitted")
    return said


def validate(ada: Desk, listed: Locator, shot: str) -> str:
    listed.get_by_role("button", name="Validate").click()
    message = ada.page.locator("#validation-message")
    message.wait_for()
    ada.shot(shot)
    said = message.inner_text()
    ada.page.locator(".jp-Dialog").get_by_role("button", name="Ok").click()
    message.wait_for(state="detached")
    return said


def autograde(desk: Desk, formgrader: FrameLocator, instructor: Path) -> None:
    """Collect and autograde, which runs our engine in the process of Jupyter's server."""
    row = formgrader.locator("tr", has_text=LESSON)
    row.locator(".collect a").click()
    confirm(desk, formgrader, "Successfully collected", "08_collected")
    with gradebook(instructor) as book:
        book.update_or_create_student("ada", first_name="Ada", last_name="Lovelace")
    row.locator(".num-submissions a").click()
    row = formgrader.locator("tr", has_text="ada")
    expect(row).to_contain_text("needs autograding")
    row.locator(".autograde a").click()
    confirm(desk, formgrader, "Successfully autograded", "09_autograded")
    expect(row).to_contain_text("needs manual grading")
    desk.shot("10_submissions")
    picture(
        "submissions", desk.page, formgrader.locator(".breadcrumb"), formgrader.locator("table")
    )


def gradebook(instructor: Path) -> Gradebook:
    return Gradebook(f"sqlite:///{instructor / 'grading' / 'gradebook.db'}?timeout=60")


def grade_by_hand(desk: Desk, formgrader: FrameLocator, instructor: Path) -> None:
    """Points and a comment for the written answer, typed into Formgrader's page."""
    formgrader.get_by_role("link", name="Manual Grading").click()
    # By address: the links of both pages read the same, and the first page may still be there.
    formgrader.locator(f'td a[href$="/gradebook/{LESSON}"]').click()
    formgrader.locator(f'td a[href$="/gradebook/{LESSON}/{LESSON}"]').click()
    formgrader.get_by_role("link", name="Submission #1").click()
    card = formgrader.locator(".nnlab-card.failed").first
    card.evaluate("() => { jQuery.fx.off = true }")  # it would scroll on under our pictures
    expect(card).to_contain_text("You let a sum of exactly 0 fire")
    card.evaluate("card => card.scrollIntoView({block: 'center'})")
    desk.shot("11_card")
    heading = formgrader.locator(".nbgrader_cell", has=formgrader.locator("#perceptron-step"))
    picture("card", desk.page, heading, card, margin=2)  # without the prompt above
    answer = formgrader.locator(".nbgrader_cell", has=formgrader.locator(f"#{WRITTEN}"))
    formgrader.locator(f"#{WRITTEN}").fill("3")
    formgrader.locator(f"#{WRITTEN}").blur()
    answer.locator(".score-saved").wait_for()
    formgrader.locator(f"#{WRITTEN}-comment").fill(COMMENT)
    formgrader.locator(f"#{WRITTEN}-comment").blur()
    answer.locator(".comment-saved").wait_for()
    formula = answer.locator("math").bounding_box()
    assert formula["width"] > 20 and formula["height"] > 5
    answer.evaluate("cell => cell.scrollIntoView({block: 'center'})")
    desk.shot("12_graded")
    picture("grading", desk.page, formgrader.get_by_role("heading", name="Explain it"), answer)
    with gradebook(instructor) as book:
        grade = book.find_grade(WRITTEN, LESSON, LESSON, "ada")
        assert (grade.manual_score, grade.needs_manual_grade) == (3, False)
        assert book.find_comment(WRITTEN, LESSON, LESSON, "ada").comment == COMMENT


def give_feedback(desk: Desk, formgrader: FrameLocator) -> None:
    desk.page.evaluate(
        "document.querySelector('#formgrader-iframe iframe').contentWindow.location"
        " = '/formgrader/manage_assignments'"
    )
    row = formgrader.locator("tr", has_text=LESSON)
    row.locator(".generate-feedback a").click()
    confirm(desk, formgrader, "Successfully generated", "13_feedback")
    row.locator(".release-feedback a").click()
    confirm(desk, formgrader, "Successfully released feedback", "14_feedback_released")


def read_feedback(ada: Desk) -> None:
    """Fetch it, open it in JupyterLab, then by itself; it asks for nothing else."""
    ada.page.locator("#refresh_assignments_list").click()
    submitted = ada.page.locator("#submitted_assignments_list")
    expect(submitted).to_contain_text("feedback available")
    ada.shot("15_available")
    picture("assignments", ada.page, ada.page.locator(".panel-heading").first, submitted, 0)
    submitted.get_by_role("button", name="Fetch Feedback").click()
    submitted.get_by_text("(view feedback)").click()
    ada.page.locator(".jp-DirListing-item", has_text=f"{LESSON}.html").dblclick()
    inside = ada.page.frame_locator(".jp-HTMLViewer iframe")
    inside.locator("header a", has_text="Explain it").click()
    expect(inside.locator(f"#part-{WRITTEN} .comment")).to_be_in_viewport()
    ada.shot("16_in_jupyterlab")
    path = ada.page.evaluate("window.jupyterapp.shell.currentWidget.context.path")
    page, asked = ada.context.new_page(), []
    page.set_viewport_size({"width": 860, "height": 760})
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{ada.address}/files/{quote(path)}", referer=f"{ada.address}/lab")
    assert asked == [page.url]
    answer = page.locator(f"#part-{WRITTEN}")
    expect(answer).to_contain_text("3 of 4 points")
    expect(answer.locator(".comment em")).to_have_text("measured")
    expect(page.locator("#part-perceptron-step")).to_contain_text("You let a sum of exactly 0 fire")
    sizes = page.locator("math").evaluate_all(
        """all => all.filter(each => !each.closest('details:not([open])'))
            .map(each => each.getBoundingClientRect())
            .map(box => Math.min(box.width, box.height))"""
    )
    assert len(sizes) > 50 and min(sizes) > 3
    assert not re.search(r"\$[^$]*\\\w", page.locator("main").inner_text())
    page.screenshot(path=ada.shots / "17_feedback.png")
    picture("feedback", page, page.locator("header"))
    page.screenshot(path=ada.shots / "18_whole_feedback.png", full_page=True)
