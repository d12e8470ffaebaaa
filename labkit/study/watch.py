"""`nnlab check --watch`: one exercise at a time, checked again whenever its files are saved."""

from __future__ import annotations

import os
import queue
import threading
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.text import Text
from watchfiles import Change, watch

from labkit import terminal, wording
from labkit.course import Course, CourseError, Exercise
from labkit.engine import Engine
from labkit.report import ExerciseReport, Report
from labkit.study.commands import PASSED, hint_text, next_hint
from labkit.study.progress import Progress
from labkit.study.status import finished, following, standings
from labkit.submission import read_submission

TICK = 100  # milliseconds between looks at the keyboard
SETTLE = 400  # milliseconds in which saves of several files count as one


class Watch:
    """Walks through the course from the exercise that `target` means; never goes on by itself."""

    def __init__(
        self, course: Course, console: Console, target: str | None, seed: int | None = None
    ) -> None:
        self._course, self._console, self._seed = course, console, seed
        self._progress = Progress(course.root)
        self._engine = Engine(course)
        self._passed = False
        self._keys: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._exercise = self._first(target)

    def _first(self, target: str | None) -> Exercise:
        """The first exercise of the target that is not done yet, or simply its first."""
        chosen = self._course.select(target)
        found = [s for s in standings(self._course, self._progress) if s.exercise in chosen]
        if target is None and (ahead := following(found)):
            return ahead.exercise
        return next((s.exercise for s in found if not s.done), chosen[0])

    def run(self) -> int:
        """Until Ctrl-C or q; the exit code says how the last check came out."""
        folders = [self._course.root / name for name in ("nnlab", "course")]
        for folder in folders:
            if not folder.is_dir():
                raise CourseError(f"{folder} is missing: there is nothing to watch.")
        threading.Thread(target=self._read_keys, daemon=True).start()
        try:
            saves = watch(
                *folders,
                watch_filter=_ours,
                debounce=SETTLE,
                rust_timeout=TICK,
                yield_on_timeout=True,
            )
            next(saves)  # from here on, no save is missed
            self._check("")
            for changes in saves:
                if changes:
                    names = sorted({Path(path).name for _, path in changes})
                    self._check(f"{', '.join(names)} saved")
                while not self._keys.empty():
                    if not self._obey(self._keys.get()):
                        return self._end()
        except KeyboardInterrupt:
            return self._end()
        finally:
            self._engine.close()
        return self._end()

    def _end(self) -> int:
        self._console.print(Text(f"\n{wording.WATCH_ENDS}", style="dim"))
        return 0 if self._passed else 1

    def _obey(self, key: str) -> bool:
        """Do what a line of input says; False ends the watch."""
        if key in ("q", "quit", "exit"):
            return False
        if key in ("h", "hint"):
            self._hint()
        elif key in ("n", "next") or (key == "" and self._passed):
            self._go_on()
        elif key == "":
            self._check("")
        else:
            self._console.print(Text(wording.WATCH_KEYS, style="dim"))
        return True

    def _following(self) -> Exercise | None:
        """The next exercise that is not done."""
        found = standings(self._course, self._progress)
        place = self._course.exercises.index(self._exercise)
        return next((s.exercise for s in found[place + 1 :] if not s.done), None)

    def _go_on(self) -> None:
        ahead = self._following()
        if ahead is None:
            self._console.print(Text(wording.go_on(None)))
            return
        self._exercise = ahead
        self._check("")

    def _hint(self) -> None:
        try:
            level = next_hint(self._exercise, self._progress)
            self._console.print(hint_text(self._exercise, level, "h"))
        except CourseError as error:
            self._console.print(Text(str(error)))

    def _check(self, event: str) -> None:
        """Check the exercise at hand and those before it in its lesson that had passed."""
        lesson = self._course.lesson_of(self._exercise)
        before = lesson.exercises[: lesson.exercises.index(self._exercise)]
        found = standings(self._course, self._progress)
        chosen = [s.exercise for s in found if s.exercise in before and s.had_passed]
        chosen.append(self._exercise)
        files = read_submission(self._course.root, self._course, [lesson])
        try:
            report = self._engine.grade(files, chosen, self._seed)
        except CourseError as error:  # the checks themselves: the next save may find them mended
            self._console.print(Text(str(error), style="red"))
            return
        self._progress.record(report.exercises, files)
        broken = [each for each in report.exercises if each.status not in PASSED]
        self._passed = not broken  # before it is shown: Ctrl-C may follow at once
        self._show(broken[0] if broken else report.exercises[-1], event, report.seed)
        for complaint in [*files.complaints, *self._progress.notes]:
            self._console.print(Text(complaint, style="yellow"))
        self._progress.notes.clear()

    def _show(self, shown: ExerciseReport, event: str, seed: int) -> None:
        if self._console.is_terminal:
            self._console.clear()
        title = " · ".join(filter(None, (f"{datetime.now():%H:%M:%S}", event)))
        self._console.rule(Text(title, style="dim"), align="left", style="dim")
        if shown.exercise != self._exercise.id:
            self._console.print(Text(wording.broke(self._exercise), style="yellow"))
        terminal.show(Report([shown], seed), self._console, wording.WATCHING)
        if shown.status in PASSED:
            lesson = self._course.lesson_of(self._exercise)
            found = standings(self._course, self._progress)
            if done := finished(self._course, found, lesson):
                self._console.print(Text(done))
            self._console.print(Text(wording.go_on(self._following())))
        self._console.print(Text(wording.WATCH_KEYS, style="dim"))

    def _read_keys(self) -> None:
        """Lines from the keyboard. Not through sys.stdin, whose lock a thread that waits would
        hold while the program ends."""
        left = b""
        while True:
            try:
                read = os.read(0, 1024)
            except OSError:
                return
            if not read:
                return
            *lines, left = (left + read).split(b"\n")
            for line in lines:
                self._keys.put(line.decode("utf-8", "replace").strip().lower())


def _ours(change: Change, path: str) -> bool:
    """Whether a change is to a learner's module or notebook."""
    file = Path(path)
    if change == Change.deleted and file.suffix == ".ipynb":
        return False
    return (
        file.suffix in (".py", ".ipynb")
        and not file.name.startswith(".")
        and not ({"__pycache__", ".ipynb_checkpoints"} & set(file.parts))
    )
