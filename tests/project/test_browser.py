"""Lesson 01 in a real JupyterLab, driven in Chromium as a learner would: run all, write, run again.

Screenshots go to the folder that is named at the end of the run. Where there is no Chromium, these
tests are skipped and say so; with CI set that is a failure.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from labkit import bank

ROOT = Path(__file__).parents[2]
LESSON = "01_perceptron"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = [
    "--no-sandbox",  # a container's root has no other way
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
START_SECONDS, RUN_SECONDS = 90, 120
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}


@pytest.fixture(scope="module")
def chromium(say: list[str]) -> str:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        say.append("SKIPPED: JupyterLab was not tried in a browser, for there is no Chromium here")
        assert not os.environ.get("CI"), "CI needs Chromium: apt-get install chromium"
        pytest.skip("no Chromium")
    return found


@pytest.fixture(scope="module")
def shots(tmp_path_factory: pytest.TempPathFactory, say: list[str]) -> Path:
    folder = tmp_path_factory.mktemp("screenshots")
    say.append(f"browser: screenshots in {folder}")
    return folder


@contextmanager
def jupyterlab(place: Path, theme: str) -> Iterator[str]:
    """`nnlab lab` in the course at `place`; gives the address of its first page."""
    settings = place / "settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    text = f'{{"theme": "{theme}"}}'
    (settings / "themes.jupyterlab-settings").write_text(text, encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "JUPYTERLAB_SETTINGS_DIR": str(place / "settings"),
        "JUPYTER_CONFIG_DIR": str(place / "config"),
        "JUPYTER_DATA_DIR": str(place / "data"),
        "JUPYTER_RUNTIME_DIR": str(place / "runtime"),
        "IPYTHONDIR": str(place / "ipython"),
    }
    nnlab = str(Path(sys.executable).with_name("nnlab"))
    command = [nnlab, "lab", "--no-browser", "--ServerApp.ip=127.0.0.1", "--expose-app-in-browser"]
    command += [f"--port={port}", "--IdentityProvider.token=", "--ServerApp.port_retries=0"]
    command += ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with (place / "jupyterlab.log").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(command, cwd=place, env=environment, stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/api", server)
            yield address
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _wait_for(address: str, server: subprocess.Popen) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            assert server.poll() is None, "JupyterLab ended at once"
            assert time.monotonic() < deadline, "JupyterLab does not answer"
            time.sleep(0.2)


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


@pytest.fixture
def place(checkout: Path, tmp_path: Path) -> Path:
    shutil.copytree(checkout, tmp_path / "place")
    return tmp_path / "place"


@pytest.fixture
def browser(chromium: str):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=OPTIONS)
        yield running
        running.close()


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
