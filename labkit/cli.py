"""The command line: `nnlab COMMAND`. Exit code 0 all passed, 1 something failed, 2 wrong usage."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from contextlib import nullcontext
from pathlib import Path

import click

from labkit.course import Course, CourseError
from labkit.desk.commands import COMMANDS as DESK_COMMANDS
from labkit.programs import search_path
from labkit.stubs import BuildError
from labkit.study.commands import COMMANDS, print_json, say_notes, what_next
from labkit.wording import package_missing


class Problem(click.ClickException):
    """One clear line and exit code 2, without a reminder of how commands are typed."""

    exit_code = 2


class NnlabGroup(click.Group):
    """A group whose user errors are one clear line and exit code 2."""

    def invoke(self, ctx: click.Context):
        try:
            return super().invoke(ctx)
        except (CourseError, BuildError) as error:
            raise Problem(str(error)) from error
        except ModuleNotFoundError as error:  # the course was updated, its environment was not
            raise Problem(package_missing(error.name or "")) from error
        except Exception as error:
            from labkit.isolation import IsolationError  # brings NumPy: not at each start

            if isinstance(error, IsolationError):
                raise Problem(str(error)) from error
            raise


@click.group(cls=NnlabGroup)
@click.version_option(package_name="nnlab-course")
def main() -> None:
    """Understand neural networks by building one."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # a Windows code page may have no ✓
    # nbformat brings jsonschema, which would build grammars of internet addresses at each start:
    # most of a second, for a check that no notebook asks for. It does without where they are not.
    sys.modules.setdefault("rfc3987_syntax", None)


for command in (*COMMANDS, *DESK_COMMANDS):
    main.add_command(command)


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def lab(arguments: tuple[str, ...]) -> None:
    """Open JupyterLab on the first lesson.

    ARGUMENTS go to `jupyter lab`, for example: nnlab lab --no-browser --port 8890
    """
    course = Course.find()
    first = course.notebook(course.lessons[0]).relative_to(course.root).as_posix()
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={course.root}"]
    settings = Path(__file__).parent / "jupyterlab_settings"  # asks nobody about news or updates
    command += [f"--LabApp.default_url=/lab/tree/{first}", f"--LabApp.app_settings_dir={settings}"]
    command += arguments
    environment = {**os.environ, "PATH": search_path()}
    os.chdir(course.root)
    os.execve(sys.executable, command, environment)  # Ctrl-C is JupyterLab's


@main.command()
@click.argument("target", required=False)
@click.option("--watch", is_flag=True, help="Check again at each save, one exercise at a time.")
@click.option("--json", "as_json", is_flag=True, help="Print the full report as JSON.")
@click.option("--seed", type=int, help="Repeat the random inputs of an earlier check.")
def check(target: str | None, watch: bool, as_json: bool, seed: int | None) -> None:
    """Check TARGET: a lesson (01, perceptron) or an exercise (perceptron.step); default: all.

    With --watch, the exercise at hand is checked again whenever you save; Enter goes on to the
    next one once it passes, Ctrl-C ends. Where saves go unnoticed (network drives, some
    containers), set WATCHFILES_FORCE_POLLING=1.

    Examples: nnlab check perceptron.step, nnlab check 01 --watch
    """
    from labkit import terminal
    from labkit.engine import Engine
    from labkit.study.progress import Progress
    from labkit.submission import read_submission

    course = Course.find()
    exercises = course.select(target)
    if watch:
        if as_json:
            raise click.UsageError("--watch is for a person, --json for a program: use one of them")
        from labkit.study.watch import Watch

        sys.exit(Watch(course, terminal.console(), target, seed).run())
    lessons = course.lessons_of(exercises)
    files = read_submission(course.root, course, lessons)
    with Engine(course) as engine:
        report = engine.grade(files, exercises, seed)
    progress = Progress(course.root)
    progress.record(report.exercises, files)
    if as_json:
        print_json(report.to_json())
    else:
        terminal.show(report, terminal.console())
        for complaint in files.complaints:
            click.echo(f"not read: {complaint}", err=True)
        for line in filter(None, what_next(course, progress, report)):
            click.echo(line)
    say_notes(progress)
    sys.exit(0 if report.passed else 1)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--lesson", "-l", "lessons", multiple=True, help="Only this lesson (repeatable).")
@click.option("--jobs", default=-1, show_default="all cores", help="How many at a time.")
@click.option("--dask", metavar="ADDRESS", help="Run on the Dask cluster of this scheduler.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where results go (default: FOLDER-grades).",
)
@click.option("--seed", type=int, help="Repeat the random inputs of the checks.")
@click.option("--gradebook", is_flag=True, help="Also fill nbgrader's gradebook and autograded/.")
@click.option("--unsafe", is_flag=True, help="Grade even where nothing hides files from students.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def grade(
    folder: Path,
    lessons: tuple[str, ...],
    jobs: int,
    dask: str | None,
    out: Path | None,
    seed: int | None,
    gradebook: bool,
    unsafe: bool,
    as_json: bool,
) -> None:
    """Grade the submissions FOLDER/STUDENT/LESSON/ into OUT/grades.csv and OUT/report.json.

    A killed run goes on where it stopped; unchanged submissions are not run again. Where scores
    changed since the last run, OUT/changes.csv says whose.

    Example: nnlab grade grading/submitted --lesson 01
    """
    from tqdm import tqdm

    from labkit import isolation
    from labkit.class_report import against
    from labkit.desk.wording import regraded
    from labkit.grading import Class, default_out, rows

    if gradebook:
        from labkit.gradebook import ClassGradebook

    course = Course.find()
    chosen = [course.lesson(name) for name in lessons] or None
    if dask is None:
        isolation.require_hidden_files(unsafe)
    out = out or default_out(folder)
    group = Class(course, folder, out, chosen, seed)
    counts: Counter[str] = Counter()
    results = group.grade(jobs, dask, unsafe)
    with ClassGradebook(course) if gradebook else nullcontext() as book:
        for result in tqdm(results, total=len(group), unit="job", disable=None):
            counts.update(str(row["status"]) for row in rows(result))
            if book is not None:
                book.record(result)
    changes = against.regraded(out, group.write)
    if as_json:
        told = {"changes": changes.to_json()} if changes else {}
        click.echo(json.dumps({"out": str(out), "exercises": counts} | told))
    else:
        listed = ", ".join(f"{many} {status}" for status, many in counts.most_common())
        click.echo(f"{len(group.students)} students: {listed}. See {out / 'grades.csv'}")
        for line in regraded(changes, out / against.FILE) if changes else ():
            click.echo(line)
    sys.exit(1 if counts["error"] else 0)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def doctor(as_json: bool) -> None:
    """Say what this machine can do for the course, and how to mend what it cannot.

    Exit code 1 where something needs mending.

    Example: nnlab doctor
    """
    from labkit.doctor import findings

    found = list(findings())
    if as_json:
        print_json([{"good": good, "name": name, "words": words} for good, name, words in found])
    else:
        for good, name, words in found:
            mark = {True: "✓", False: "✗", None: "•"}[good]
            click.echo(f"{mark} {name}: {words}")
    sys.exit(1 if any(good is False for good, _, _ in found) else 0)


@main.command("demo-class")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--students", default=60, show_default=True, help="How many students.")
@click.option("--seed", default=0, show_default=True, help="Same seed, same class.")
def demo_class(folder: Path, students: int, seed: int) -> None:
    """Write a made-up class into FOLDER, with the grades it should get in FOLDER/expected.csv.

    Example: nnlab demo-class /tmp/class --students 60 && nnlab grade /tmp/class
    """
    from labkit.demo import write_class

    write_class(Course.find(), folder, students, seed)
    click.echo(f"wrote {students} students and {folder / 'expected.csv'}")


@main.command()
@click.option("--check", "only_check", is_flag=True, help="Write nothing; say what is out of date.")
def build(only_check: bool) -> None:
    """Make the student notebooks and stubs from solutions/.

    Example: nnlab build --check
    """
    from labkit import build as builder

    root = _source_root()
    files = builder.build(root)
    if only_check:
        stale = builder.drift(root, builder.committed(files))
        for path in stale:
            click.echo(f"not what `nnlab build` makes: {path.as_posix()}", err=True)
        if not stale:
            click.echo("Everything is up to date.")
        sys.exit(1 if stale else 0)
    changed = builder.write(root, files)
    for path in changed:
        click.echo(f"wrote {path.as_posix()}")
    if not changed:
        click.echo("Nothing to do: everything is up to date.")


def _source_root() -> Path:
    """The root of a full checkout, which need not have been built yet."""
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / "solutions" / "lessons").is_dir():
            return folder
    raise CourseError("`nnlab build` works in a full checkout: no folder above holds solutions/.")
