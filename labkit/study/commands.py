"""The commands of a learner at a desk: status, hint, reset, diff and solution."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator

import click
from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from labkit import terminal, wording
from labkit.course import Course, CourseError, Exercise, Lesson
from labkit.report import Report
from labkit.study.maths import readable
from labkit.study.progress import Progress
from labkit.study.status import (
    Standing,
    finished,
    following,
    next_line,
    standings,
    to_json,
    verdict,
)

BAR = 40
PASSED = ("passed", "elsewhere")
MARKS = {"passed": ("✓", "green"), "elsewhere": ("✓", "green"), "failed": ("✗", "red")}
MARKS |= {"timeout": ("✗", "red"), "error": ("✗", "red"), "unchecked": ("•", "yellow")}


def say_notes(progress: Progress) -> None:
    """What the owner of a progress file should know, on stderr."""
    for note in dict.fromkeys(progress.notes):
        click.echo(note, err=True)
    progress.notes.clear()


def print_json(data: object) -> None:
    """In ASCII: a Windows console may know no more, and JSON does not need it."""
    click.echo(json.dumps(data, indent=1))


def what_next(course: Course, progress: Progress, report: Report) -> Iterator[str]:
    """The last line of a check: a hint where something failed, else what comes next. It may
    be empty."""
    found = {standing.exercise.id: standing for standing in standings(course, progress)}
    if not report.passed:
        first = next(each for each in report.exercises if each.status not in PASSED)
        if first.status != "unwritten":
            yield wording.hints_ahead(
                found[first.exercise].exercise, found[first.exercise].record.hints
            )
        return
    lessons = course.lessons_of(found[each.exercise].exercise for each in report.exercises)
    sentence = finished(course, list(found.values()), lessons[-1])
    yield sentence or next_line(course, list(found.values()))


# --- status --------------------------------------------------------------------------------------


@click.command()
@click.argument("lesson", required=False)
@click.option("--check", "recheck", is_flag=True, help="Check everything again first.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def status(lesson: str | None, recheck: bool, as_json: bool) -> None:
    """Show how far you are, and what is next.

    Nothing is run: this is what notebooks and terminal found when they last checked. What you
    changed since is marked. With LESSON, the exercises of that lesson are listed. Exit code 0,
    with --check as for `nnlab check`.

    Examples: nnlab status, nnlab status 01, nnlab status --check
    """
    course = Course.find()
    chosen = course.lesson(lesson) if lesson else None
    progress = Progress(course.root)
    passed = not recheck or _recheck(course, progress, chosen)
    found = standings(course, progress)
    if as_json:
        print_json(to_json(course, found))
    else:
        _show_status(course, found, chosen, terminal.console())
    say_notes(progress)
    sys.exit(0 if passed else 1)


def _recheck(course: Course, progress: Progress, lesson: Lesson | None) -> bool:
    from labkit.engine import Engine
    from labkit.submission import read_submission

    exercises = lesson.exercises if lesson else course.exercises
    files = read_submission(course.root, course, course.lessons_of(exercises))
    with Engine(course) as engine:
        report = engine.grade(files, exercises)
    progress.record(report.exercises, files)
    return report.passed


def _show_status(
    course: Course, found: list[Standing], chosen: Lesson | None, console: Console
) -> None:
    mine = [s for s in found if chosen is None or s.exercise in chosen.exercises]
    done = sum(standing.done for standing in mine)
    points, total = sum(s.score for s in mine), sum(s.exercise.points for s in mine)
    console.print(f"{done} of {len(mine)} exercises passed, {points:g} of {total:g} points")
    console.print(_bar(done / len(mine), console), "\n", sep="")
    if chosen is None:
        table = Table.grid(padding=(0, 2))
        for lesson in course.lessons:
            its = [standing for standing in found if standing.exercise in lesson.exercises]
            table.add_row(*_lesson_row(lesson, its))
        console.print(table, "")
    ahead = following(mine)
    if lesson := chosen or (ahead and course.lesson_of(ahead.exercise)):
        console.print(Text(f"{lesson.number} {lesson.title}", style="bold"))
        console.print(_exercises(s for s in found if s.exercise in lesson.exercises))
        if lesson.written_points:
            console.print(Text(wording.written_too(lesson), style="dim"))
        console.print()
    if chosen and (sentence := finished(course, found, chosen)):
        console.print(Text(sentence))
    else:
        console.print(Text(next_line(course, mine)), soft_wrap=True)


def _bar(share: float, console: Console) -> Text:
    full, empty = "█░" if console.encoding.lower().startswith("utf") else "#."
    many = int(BAR * share)
    return Text(full * many, style="green") + Text(empty * (BAR - many), style="dim")


def _lesson_row(lesson: Lesson, mine: list[Standing]) -> list[Text]:
    done = sum(standing.done for standing in mine)
    mark, style = ("✓", "green") if done == len(mine) else ("○", "dim" if not done else "")
    changed = sum(standing.changed for standing in mine)
    return [
        Text(f"{mark} {lesson.number}", style=style),
        Text(lesson.title),
        Text(f"{done} of {len(mine)}", style=style),
        Text(f"{changed} changed since" if changed else "", style="yellow"),
    ]


def _exercises(mine: Iterable[Standing]) -> Table:
    table = Table.grid(padding=(0, 2))
    for standing in mine:
        mark, style = MARKS.get(standing.state, ("○", "dim"))
        exercise = standing.exercise
        if standing.changed:
            mark, style = MARKS["unchecked"]
        elif standing.state == "unchecked" and exercise.kind == "answers":
            mark, style = "○", "dim"  # as a rule there is nothing to check yet
        table.add_row(
            Text(f"{mark} {wording.name_of(exercise)}", style=style),
            Text(f"{standing.score:g} of {exercise.points:g} points", style="dim"),
            Text(verdict(standing), style=style),
        )
    return table


# --- hint ----------------------------------------------------------------------------------------


@click.command()
@click.argument("exercise")
@click.option("--level", "-l", type=click.IntRange(1), help="Show this hint, not the next one.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def hint(exercise: str, level: int | None, as_json: bool) -> None:
    """Show the next hint for EXERCISE: a question, then the idea, then the formula.

    They are the hints folded below the exercise in the notebook. Which you have seen is
    remembered, and each time the next one is shown.

    Example: nnlab hint perceptron.step
    """
    course = Course.find()
    wanted = course.exercise(exercise)
    progress = Progress(course.root)
    shown = next_hint(wanted, progress, level)
    if as_json:
        text = wanted.hints[shown - 1]
        of = len(wanted.hints)
        print_json({"exercise": wanted.id, "level": shown, "of": of, "hint": text})
    else:
        terminal.console().print(hint_text(wanted, shown))
    say_notes(progress)


def next_hint(exercise: Exercise, progress: Progress, level: int | None = None) -> int:
    """The level of the hint to show now, which is remembered as seen."""
    many = len(exercise.hints)
    if not many:
        raise CourseError(wording.no_hints(exercise))
    if level is None:
        record = progress.read().get(exercise.id)
        level = (record.hints if record else 0) + 1
    level = min(level, many)
    progress.saw_hint(exercise, level)
    return level


def hint_text(exercise: Exercise, level: int, more: str = "") -> Group:
    """One hint, its formulas readable in a terminal; `more` is how to get another one."""
    from rich.markdown import Markdown

    more = more or f"nnlab hint {wording.typed(exercise)}"
    return Group(
        Text(wording.hint_title(exercise, level), style="bold"),
        Padding(Markdown(readable(exercise.hints[level - 1])), (1, 2)),
        Text(wording.after_hint(exercise, level, more), style="dim"),
    )


# --- reset ---------------------------------------------------------------------------------------


@click.command()
@click.argument("exercise")
@click.option("--yes", "-y", is_flag=True, help="Do not ask.")
def reset(exercise: str, yes: bool) -> None:
    """Put the empty function of EXERCISE back, to start it again.

    The rest of the file stays as it is, and the whole file is kept first, in .nnlab/backups.

    Example: nnlab reset perceptron.step
    """
    from labkit.study.reset import prepare

    course = Course.find()
    wanted = course.exercise(exercise)
    planned = prepare(course, wanted)
    if planned is None:
        click.echo(wording.reset_needless(wanted))
        return
    backup = planned.backup.relative_to(course.root).as_posix()
    if not yes and not click.confirm(wording.reset_question(wanted)):
        click.echo("Nothing was changed.")
        sys.exit(1)
    planned.carry_out()
    click.echo(wording.reset_done(wanted, backup))


# --- diff and solution ---------------------------------------------------------------------------

give_up_option = click.option(
    "--give-up", is_flag=True, help="Before it passes; `nnlab status` will say so."
)


@click.command()
@click.argument("exercise")
@give_up_option
def diff(exercise: str, give_up: bool) -> None:
    """Compare your function for EXERCISE with ours, once it passes.

    Example: nnlab diff perceptron.step
    """
    from labkit.study.solution import difference, open_up

    course = Course.find()
    wanted = course.exercise(exercise)
    progress = open_up(course, wanted, "diff", give_up)
    lines = difference(course, wanted)
    if not lines:
        click.echo(wording.same_as_solution(wanted))
    styles = {"+": "green", "-": "red", "@": "cyan"}
    console = terminal.console()
    for line in lines:
        console.print(Text(line, style=styles.get(line[:1], "")), soft_wrap=True)
    say_notes(progress)


@click.command()
@click.argument("exercise")
@give_up_option
def solution(exercise: str, give_up: bool) -> None:
    """Show how we wrote EXERCISE, once yours passes.

    Example: nnlab solution perceptron.step
    """
    from labkit.study.solution import open_up, reference, without_docstring

    course = Course.find()
    wanted = course.exercise(exercise)
    progress = open_up(course, wanted, "solution", give_up)
    code = without_docstring(reference(course, wanted)).rstrip("\n")
    console = terminal.console()
    if console.is_terminal and not console.no_color:
        from rich.syntax import Syntax

        code = Syntax(code, "python", theme="ansi_dark", background_color="default", word_wrap=True)
        console.print(code)
    else:
        click.echo(code)
    console.print(Text(f"\n{wording.solution_note(wanted)}", style="dim"))
    say_notes(progress)


COMMANDS = (status, hint, reset, diff, solution)
