"""The sentences that card and terminal share."""

from __future__ import annotations

from labkit.report import ExerciseReport

HINTS = ("a question", "the idea", "the formula")  # what each level of hint is


def label(number: str, name: str, title: str) -> str:
    """ "01.1 step" for a function, its title for an answer cell."""
    return f"{number} {name}" if number else title


def headline(report: ExerciseReport) -> str:
    """The verdict in one line."""
    name = label(report.number, report.exercise.partition(".")[2], report.title)
    verdict = {
        "passed": f"✓ {name}: {summary(report)}",
        "unwritten": f"○ {name}: not {'written' if report.number else 'answered'} yet",
        "elsewhere": f"○ {name}: answered; your instructor's grader checks it",
        "timeout": f"✗ {name}: no answer in time",
        "error": f"✗ {name}: could not be checked",
    }
    return verdict.get(report.status, f"✗ {name}: {summary(report)}")


def summary(report: ExerciseReport) -> str:
    """What passed, saying no more than what was run."""
    total = len(report.checks)
    if report.passed < total:
        return f"{report.passed} of {total} checks passed"
    elsewhere = report.reference_checks_elsewhere
    counted = "1 check passed" if total == 1 else f"all {total} checks passed"
    if not elsewhere:
        return counted
    public = "1 public check" if total == 1 else f"{total} public checks"
    return f"{public} passed; your instructor's grader runs {elsewhere} more"


def next_step(report: ExerciseReport, following: str = "") -> str:
    """What to do now; `following` is the exercise after this one."""
    module, _, name = report.exercise.partition(".")
    function = bool(report.number)
    if report.status in ("passed", "elsewhere"):
        return f"Next: {following}." if following else ""
    if report.status == "unwritten" and function:
        return (
            f"Open nnlab/{module}.py, replace the line `raise NotImplementedError(…)` in {name} "
            "by your code, save the file, and run this cell again."
        )
    if not function:
        return "Put your answers into the answer cell, run it, then run this cell again."
    return f"Change {name} in nnlab/{module}.py, save, and run this cell again."
