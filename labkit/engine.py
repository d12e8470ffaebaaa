"""The one way to grade: `Engine` keeps a trusted session process and gives it submissions.

Notebook, terminal, class grading and nbgrader all call `Engine.grade`, so a submission has the
same score everywhere.
"""

from __future__ import annotations

import json
import queue
import secrets
import subprocess
import sys
import threading
from collections.abc import Iterable

from labkit.course import Course, CourseError, Exercise
from labkit.report import Report
from labkit.submission import SubmissionFiles

ERROR = '{"error": '  # how the session's answer begins where there is no report
SECONDS = 300.0  # for one submission; every single call has a limit of its own


class Engine:
    """A trusted process in which the checks of `course` are loaded. Use it in a `with`."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self._process: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()

    def grade(
        self,
        files: SubmissionFiles,
        exercises: Iterable[Exercise] | None = None,
        seed: int | None = None,
    ) -> Report:
        """Run the checks of `exercises` (default: all) on a submission.

        A `seed` repeats the random inputs of an earlier report; by default they are new.
        Raises CourseError where the checks themselves cannot run.
        """
        return Report.from_json(json.loads(self.grade_to_json(files, exercises, seed)))

    def grade_to_json(
        self,
        files: SubmissionFiles,
        exercises: Iterable[Exercise] | None = None,
        seed: int | None = None,
    ) -> str:
        """The same as JSON, of what `Report.to_json` gives."""
        chosen = self.course.exercises if exercises is None else list(exercises)
        job = {
            "sources": files.sources,
            "cells": files.cells,
            "exercises": [exercise.id for exercise in chosen],
            "seed": secrets.randbits(32) if seed is None else seed,
        }
        with self._lock:
            reply = self._ask(json.dumps(job))
        if reply.startswith(ERROR):
            raise CourseError(json.loads(reply)["error"])
        return reply.rstrip("\n")

    def _ask(self, job: str) -> str:
        if self._process is None or self._process.poll() is not None:
            self._start()
        try:
            self._process.stdin.write(job + "\n")
            self._process.stdin.flush()
            line = self._lines.get(timeout=SECONDS)
        except (queue.Empty, OSError) as error:
            self.close()
            raise CourseError(f"The grader gave no report within {SECONDS:g} seconds.") from error
        if not line:
            self.close()
            raise CourseError("The grader stopped. Run `pytest tests/exercises` to see why.")
        return line

    def _start(self) -> None:
        if not (self.course.root / "tests" / "exercises").is_dir():
            raise CourseError(f"{self.course.root} lacks tests/exercises: there is nothing to run.")
        # -I: nothing in the current folder, such as a student's random.py, is ever imported.
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-m", "labkit.session", str(self.course.root)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=self._read, args=(self._process,), daemon=True).start()

    def _read(self, process: subprocess.Popen[str]) -> None:
        lines = self._lines
        for line in process.stdout:
            lines.put(line)
        lines.put("")

    def close(self) -> None:
        """End the process; the next `grade` starts another."""
        if self._process is not None:
            self._process.stdin.close()
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()
