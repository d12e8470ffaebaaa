"""Fixtures of the project's own tests. They never look at what a learner wrote in this checkout."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from in_browser import OPTIONS, find_chromium

from labkit import build as builder
from labkit.course import Course
from labkit.engine import Engine
from labkit.programs import search_path

ROOT = Path(__file__).parents[2]

summary_lines: list[str] = []


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A full checkout as it is before anybody fills in a stub: sources and a fresh build."""
    folder = tmp_path_factory.mktemp("checkout")
    skip = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "solutions", folder / "solutions", ignore=skip)
    shutil.copytree(ROOT / "tests" / "exercises", folder / "tests" / "exercises", ignore=skip)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    builder.write(folder, builder.build(folder))
    return folder


@pytest.fixture
def place(checkout: Path, tmp_path: Path) -> Path:
    """A checkout of the test's own, with untouched stubs."""
    shutil.copytree(checkout, tmp_path / "place")
    return tmp_path / "place"


Nnlab = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def nnlab() -> Nnlab:
    """The command as its users type it: `nnlab(folder, "check", "01")`."""
    command = str(Path(sys.executable).parent / "nnlab")

    def run(folder: Path, *arguments: str, **more) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [command, *arguments], cwd=folder, capture_output=True, encoding="utf-8", **more
        )

    return run


@pytest.fixture(scope="session")
def nbgrader() -> Callable[..., str]:
    """nbgrader's command as its users type it; what it printed."""
    command = str(Path(sys.executable).with_name("nbgrader"))

    def run(root: Path, *arguments: str) -> str:
        done = subprocess.run(
            [command, *arguments], cwd=root, env={**os.environ, "PATH": search_path()},
            capture_output=True, encoding="utf-8",
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    return run


@pytest.fixture(scope="session")
def course(checkout: Path) -> Course:
    return Course.at(checkout)


@pytest.fixture(scope="session")
def engine(course: Course) -> Iterator[Engine]:
    with Engine(course) as running:
        yield running


@pytest.fixture(scope="session")
def say() -> Iterator[list[str]]:
    """Lines to print at the end of the run, such as counts that a reader wants to see."""
    return summary_lines


@pytest.fixture(scope="session")
def chromium(say: list[str]) -> str:
    found = find_chromium()
    if found is None:
        say.append("SKIPPED: nothing was tried in a browser, for there is no Chromium here")
        assert not os.environ.get("CI"), "CI needs Chromium: apt-get install chromium"
        pytest.skip("no Chromium")
    return found


@pytest.fixture
def browser(chromium: str):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=OPTIONS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def shots(tmp_path_factory: pytest.TempPathFactory, say: list[str]) -> Path:
    folder = tmp_path_factory.mktemp("screenshots")
    say.append(f"browser: screenshots in {folder}")
    return folder


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):  # one of several processes (pytest-xdist)
        session.config.workeroutput["said"] = summary_lines


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error: object) -> None:
    summary_lines.extend(getattr(node, "workeroutput", {}).get("said", []))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in summary_lines:
        terminalreporter.write_line(line)
