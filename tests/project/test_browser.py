"""Lesson 01 in a real JupyterLab, driven in Chromium as a learner would: run all, write, run again.

Screenshots go to the folder that is named at the end of the run. Where there is no Chromium, these
tests are skipped and say so; with CI set that is a failure.
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from in_browser import jupyterlab

from labkit import bank

LESSON = "01_perceptron"
RUN_SECONDS = 120
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}


class Lesson:
    """A notebook that is open in JupyterLab."""

    def __init__(self, page, address: str, name: str) -> None:
        self.page = page
        page.set_default_timeout(RUN_SECONDS * 1000)
        page.goto(f"{address}/lab/tree/course/{name}/{name}.ipynb?reset")
        self._idle()  # a Run before the kernel is there would ask for one

    def run_all(self) -> None:
        """The menu's Run All Cells, until the last cell is done."""
        last = len(self._cells("0")) - 1
        with self._until_run(last):
            self.page.get_by_role("menuitem", name="Run", exact=True).click()
            self.page.locator('li[data-command="runmenu:run-all"]').click()

    def run_check(self, exercise: str) -> None:
        """Click into the cell that checks an exercise, and type Shift + Enter."""
        sources = self._cells("cell.sharedModel.getSource()")
        with self._until_run(sources.index(f'check("{exercise}")')):
            cell = self.page.locator(".jp-CodeCell", has_text=f'check("{exercise}")').first
            cell.locator(".cm-content").click()
            self.page.keyboard.press("Shift+Enter")

    @contextmanager
    def _until_run(self, place: int) -> Iterator[None]:
        """Wait until the code cell at `place` has run once more."""
        before = self._cells("cell.executionCount")[place]
        yield
        deadline = time.monotonic() + RUN_SECONDS
        while self._cells("cell.executionCount")[place] in (None, before):
            assert time.monotonic() < deadline, f"code cell {place} has not run"
            self.page.wait_for_timeout(200)
        self._idle()  # the count is that of a cell which has begun

    def _idle(self) -> None:
        self.page.wait_for_function(
            """() => [...(window.jupyterapp?.shell.widgets('main') ?? [])]
                .some(widget => widget.sessionContext?.session?.kernel?.status === 'idle')"""
        )

    def outputs(self) -> str:
        """The text of every output, wherever the notebook is scrolled to."""
        return "\n".join(map(json.dumps, self._cells("cell.outputs.toJSON()")))

    def _cells(self, expression: str) -> list:
        """A JavaScript expression of every code cell, of the model and not of what is on screen."""
        return self.page.evaluate(
            """() => [...window.jupyterapp.shell.widgets('main')]
                .flatMap(widget => [...(widget.content?.model?.cells ?? [])])
                .filter(cell => cell.type === 'code').map(cell => """
            f"{expression})"
        )

    def show(self, text: str, path: Path) -> None:
        """Scroll to the first card that says `text`, and take a picture."""
        card = self.page.locator(".nnlab-card", has_text=text).first
        for _ in range(3):  # cells above are drawn only now, and push it away
            card.evaluate("card => card.scrollIntoView({block: 'center'})")
            self.page.wait_for_timeout(400)
        self.page.screenshot(path=path)


def write(place: Path, source: str, module: str = "perceptron") -> None:
    (place / "nnlab" / f"{module}.py").write_text(source, encoding="utf-8")


@pytest.mark.parametrize("theme", THEMES)
def test_a_lesson_as_its_learner_sees_it(place: Path, browser, shots: Path, theme: str) -> None:
    reference = bank.reference_sources(place)["perceptron.py"]
    with jupyterlab(place, THEMES[theme]) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        lesson = Lesson(page, address, LESSON)
        dark = page.evaluate("document.body.dataset.jpThemeLight") == "false"
        assert dark == (theme == "dark")

        lesson.run_all()  # nothing is written yet
        shown = lesson.outputs()
        assert "not written yet" in shown and "Traceback" not in shown
        assert shown.count("nnlab-card open") >= 5 and "nnlab-card failed" not in shown
        lesson.show("not written yet", shots / f"{theme}_untouched.png")

        write(place, reference)
        lesson.run_all()
        shown = lesson.outputs()
        assert shown.count("nnlab-card passed") >= 5 and "nnlab-card failed" not in shown
        lesson.show("passed", shots / f"{theme}_passed.png")

        write(place, reference.replace("np.asarray(z) > 0", "np.asarray(z) >= 0"))
        lesson.run_all()
        shown = lesson.outputs()
        assert "You let a sum of exactly 0 fire" in shown
        lesson.show("You let a sum of exactly 0 fire", shots / f"{theme}_mistake.png")

        write(place, "def step(z):\n    while True:\n        pass\n")
        lesson.run_check("perceptron.step")
        shown = lesson.outputs()
        assert "No answer within" in shown and "loop that never ends" in shown
        lesson.show("No answer within", shots / f"{theme}_endless_loop.png")

        write(place, reference)  # the kernel lives, and the next check sees the new file
        lesson.run_all()
        shown = lesson.outputs()
        assert "nnlab-card failed" not in shown and "already loaded" not in shown
        page.close()
