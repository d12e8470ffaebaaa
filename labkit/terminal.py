"""A report in a terminal, with Rich."""

from __future__ import annotations

import io

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from rich.theme import Theme

from labkit.report import CheckResult, ExerciseReport, Report, Value
from labkit.wording import CHECK_AGAIN, headline, next_step

STYLES = {
    "passed": "green",
    "failed": "red",
    "unwritten": "dim",
    "elsewhere": "dim",
    "timeout": "red",
    "error": "red",
}


def console() -> Console:
    """Where commands print: in colour on a terminal only, and never under NO_COLOR."""
    # Rich's own style for code has a black background, which hurts on a white terminal.
    return Console(highlight=False, theme=Theme({"markdown.code": "bold cyan"}))


def show(report: Report, console: Console, again: str = CHECK_AGAIN) -> None:
    """Print every exercise; only the first failing check of each in full."""
    for exercise in report.exercises:
        console.print(Text(headline(exercise), style=STYLES[exercise.status]))
        if exercise.diagnosis:
            console.print(Padding(Text(exercise.diagnosis, style="yellow"), (0, 0, 0, 4)))
        failed = [check for check in exercise.checks if check.outcome != "passed"]
        if exercise.status != "unwritten":
            for check in failed[:1]:
                console.print(Padding(_check(check), (0, 0, 0, 2)))
            if len(failed) > 1:
                console.print(Text(f"    and {len(failed) - 1} more not passed", style="dim"))
    console.print(f"{report.score:g} of {report.max_score:g} points")
    unfinished = [e for e in report.exercises if e.status not in ("passed", "elsewhere")]
    if unfinished:
        console.print(Text(next_step(unfinished[0], again=again)))


def plain(exercises: list[ExerciseReport]) -> str:
    """The same as text without colour, for front ends that show no HTML."""
    console = Console(file=io.StringIO(), width=100, color_system=None, force_jupyter=False)
    show(Report(exercises, seed=0), console)
    return console.file.getvalue()


def _check(check: CheckResult) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row("✗", Text(check.sentence))
    if check.call:
        table.add_row("call", Text(check.call))
    if check.got is not None:
        table.add_row("returned", _value(check.got))
    if check.expected is not None:
        table.add_row("expected", _value(check.expected))
    if not (check.got and check.got.rows):
        for index, got, expected in check.differences:
            table.add_row("wrong", Text(f"{index}: {got}, expected {expected}"))
    if check.message:
        table.add_row("verdict", Text(check.message))
    for file, line, function, source in check.frames:
        place = f"{file}, line {line}" + (f", in {function}" if function else "")
        table.add_row("where", Text(f"{place}\n  {source}"))
    if check.printed:
        table.add_row("printed", Text(check.printed))
    return table


def _value(value: Value) -> Text:
    if not value.rows:
        text = Text(value.text)
    else:
        width = max(len(entry) for row in value.rows for entry in row) + 2
        text = Text()
        for number, (row, wrong) in enumerate(zip(value.rows, value.wrong, strict=True)):
            text.append("\n" if number else "")
            for entry, bad in zip(row, wrong, strict=True):
                shown = f"»{entry}«" if bad else f" {entry} "
                text.append(shown.rjust(width + 1), style="bold red" if bad else "")
    if value.kind:
        text.append(f"  ({value.kind})", style="dim")
    return text
