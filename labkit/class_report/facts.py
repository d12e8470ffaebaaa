"""What one submission's report says, in the words of the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from labkit.class_report.counts import JUDGED, Cell, Problem
from labkit.class_report.names import ERRORS, Names
from labkit.class_report.results import Graded

LOADING = ("SyntaxError", "IndentationError", "TabError", "ModuleNotFoundError", "ImportError")


def cell_of(row: dict[str, str], report: dict | None) -> Cell:
    """How a student stands in an exercise, from its line of grades.csv and its report."""
    score, points = float(row["score"]), float(row["max_score"])
    share = score / points if points else 0.0
    state = row["status"]
    if state == "graded" and report:
        kinds = {"unwritten": "untouched", "elsewhere": "unchecked", "passed": "full"}
        state = kinds.get(report["status"]) or ("part" if share >= 0.5 else "stuck")
        if state == "stuck" and _does_not_load(report):
            state = "broken"
    return Cell(state, share, score, report["mistake"] if report and state in JUDGED else "")


def _does_not_load(report: dict) -> bool:
    """Whether no check passed and each met the same error of a file that cannot be imported."""
    messages = {check["message"] for check in report["checks"]}
    return len(messages) == 1 and messages.pop().partition(":")[0] in LOADING


def kind_of(check: dict) -> str:
    """What is known of a failure without a diagnosis: an error, or a wrong result."""
    kind = check["message"].partition(":")[0]
    if not check["frames"]:
        return "a wrong result"
    return kind if kind in ERRORS else "an error of its own kind"


def example_of(failed: list[dict], names: Names) -> dict[str, Any] | None:
    """One failing call as it may be shown: the call, what came back, what was expected."""
    shown = [check for check in failed if check["call"]]
    check = next((check for check in shown if check["got"]), shown[0] if shown else None)
    if check is None:
        return None
    return {
        "call": names.text(check["call"]),
        "got": _value(check["got"], names),
        "expected": _value(check["expected"], names),
        "message": names.message(check["message"]),
    }


def _value(value: dict | None, names: Names) -> dict[str, Any] | None:
    if value is None:
        return None
    rows = [[names.value(entry) for entry in row] for row in value["rows"]]
    text, kind = names.value(value["text"]), names.value(value["kind"])
    return {"text": text, "kind": kind, "rows": rows, "wrong": value["wrong"]}


def problems_of(
    student: str, graded: Graded, cells: dict[str, Cell], names: Names
) -> Iterator[Problem]:
    """What a person should look at in a submission."""
    entry, lesson = graded.entry, graded.lesson
    if entry["error"]:
        yield Problem(student, lesson, "error", "the whole lesson", names.text(entry["error"]))
    wanted = {row["diagnosis"].partition(":")[0] for row in graded.rows}
    for file, why in entry["refused"].items():
        also = "" if file in wanted else " (not needed for this lesson)"
        yield Problem(student, lesson, "refused", names.text(file) + also, names.text(why))
    if any(cell.state != "missing" for cell in cells.values()):
        for file in entry["missing"]:
            yield Problem(student, lesson, "missing", names.text(file), "was not handed in")
    else:
        yield Problem(student, lesson, "missing", "the whole lesson", "was not handed in")
    broken = [key for key, cell in cells.items() if cell.state == "broken"]
    if broken and f"nnlab/{broken[0].partition('.')[0]}.py" not in {
        *entry["refused"],
        *entry["missing"],
    }:
        check = graded.reports[broken[0]]["checks"][0]
        yield Problem(
            student, lesson, "broken", f"nnlab/{broken[0].partition('.')[0]}.py",
            names.message(check["message"]),
        )  # fmt: skip
    for key, cell in cells.items():
        if cell.state == "timeout":
            yield Problem(student, lesson, "timeout", key, "a call had no answer in time")
