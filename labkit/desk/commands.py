"""The commands of an instructor's desk, and a student's two that answer to it: submit, update."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from labkit.class_report.command import report
from labkit.course import Course, CourseError
from labkit.desk import wording
from labkit.study.commands import print_json

folder_path = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.argument("folder", type=folder_path)
@click.option("--lessons", metavar="01-05", help="Only these: 01-05, or 01,03 (default: all).")
@click.option("--zip", "zipped", is_flag=True, help="Also write FOLDER.zip, to upload or mail.")
@click.option("--force", is_flag=True, help="Replace what was changed by hand in FOLDER.")
def release(folder: Path, lessons: str | None, zipped: bool, force: bool) -> None:
    """Write the student edition, without answers, into FOLDER.

    It holds the notebooks and stubs of the lessons, the public checks, a README, settings for
    nbgrader, and the tools as one wheel. FOLDER is new, or an earlier release, which is brought up
    to date: give all lessons that students should have by then. Students take the new ones over
    with `nnlab update`. Every file is looked through for answers before anything is written.

    Example: nnlab release ../nnlab-2026 --lessons 00-02 --zip
    """
    from labkit.desk import release as releasing

    root = _source_root()
    folder = Path(folder.resolve())
    written = releasing.write(root, folder, releasing.choose(root, lessons), force)
    for name in written.removed:
        click.echo(f"removed {name}")
    titles = releasing.titles(folder)
    for name in written.release.lessons:
        click.echo(f"  {name[:2]} {titles[name]}")
    click.echo(wording.released(folder, written.size, len(written.release.files), written.answers))
    if not written.changed:
        click.echo("Nothing to do: it was up to date.")
    if zipped:
        path = releasing.write_zip(folder, written.release)
        click.echo(f"{path}: {wording.size(path.stat().st_size)}")


@click.command()
@click.argument("source", type=click.Path(path_type=Path, exists=True), metavar="FROM")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
def update(source: Path, dry_run: bool) -> None:
    """Take over a newer release into your folder.

    FROM is the folder or zip file that your instructor gave out. New lessons come in, and what
    you wrote stays: your functions, your answers, your own cells. Whatever is replaced and was
    not as you got it is kept first, in .nnlab/backups. Save your notebooks and close them before.

    Example: nnlab update ../nnlab-week-3.zip
    """
    from importlib import metadata

    from labkit.desk import update as updating

    planned = updating.plan(updating.student_root(Path.cwd()), source)
    folder = None if dry_run else planned.carry_out()
    for change in sorted(planned.changes, key=lambda change: change.path):
        click.echo(f"{change.path.as_posix()}: {change.words}")
    click.echo(wording.updated(len(planned.changes), planned.unchanged, dry_run))
    if folder is not None:
        click.echo(wording.backed_up(folder))
    if not dry_run and planned.release.version != metadata.version("nnlab-course"):
        click.echo(wording.install(planned.release.wheel, planned.release.version))


@click.command()
@click.argument("lesson")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Another file name.")
def submit(lesson: str, out: Path | None) -> None:
    """Put your work on LESSON into one zip to upload.

    It is checked on the spot: which modules cannot be imported, and what is not written yet. The
    zip is written all the same; exit code 1 where a module cannot be imported.

    Example: nnlab submit 01
    """
    from labkit.desk import submit as submitting

    course = Course.find()
    wanted = course.lesson(lesson)
    package = submitting.pack(course, wanted)
    path = out or course.root / f"{wanted.name}.zip"
    submitting.write(package, path)
    for line in wording.submitted(package, path):
        click.echo(line)
    sys.exit(1 if package.broken else 0)


roster_option = click.option(
    "--roster",
    "rosters",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="CSV of the class (repeatable: later ones add to the first).",
)


@click.command()
@click.argument("folder", type=folder_path)
@click.option(
    "--from",
    "sources",
    required=True,
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    help="Folder or zip that Canvas or Moodle exported (repeatable).",
)
@roster_option
@click.option("--json", "as_json", is_flag=True, help="Print a line for each file as JSON.")
def collect(
    folder: Path, sources: tuple[Path, ...], rosters: tuple[Path, ...], as_json: bool
) -> None:
    """Unpack an export of Canvas or Moodle for grading.

    What it writes, FOLDER/STUDENT/LESSON/, is what `nnlab grade` reads. The latest attempt counts.
    Nothing is dropped: FOLDER/collected.csv has a line for each file, and who is not in the roster
    gets a folder named after the number in the export. Run it again for later attempts or other
    lessons. Exit code 1 where something should be looked at.

    Example: nnlab collect grading/submitted --from submissions.zip --roster roster.csv
    """
    from dataclasses import asdict

    from labkit.desk import collect as collecting
    from labkit.desk.roster import Roster

    roster = Roster.read(rosters)
    entries = collecting.collect(Course.find(), sources, folder, roster)
    there = {entry.student for entry in entries}
    absent = [student for student in roster.students if student not in there]
    if as_json:
        print_json([asdict(entry) for entry in entries])
    else:
        for line in wording.collected(folder, entries, absent):
            click.echo(line)
    odd = {"unknown", "refused", "unread", "kept"}
    sys.exit(1 if any(entry.status in odd for entry in entries) else 0)


@click.command()
@click.argument("grades")
@click.option(
    "--format", "form", required=True, type=click.Choice(["canvas", "moodle"]), help="For which."
)
@roster_option
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Another file name.")
@click.option(
    "--column", "titles", multiple=True, metavar="LESSON=TITLE", help="The column of a lesson."
)
@click.option("--zero-missing", is_flag=True, help="0 for what was not handed in.")
def export(
    grades: str,
    form: str,
    rosters: tuple[Path, ...],
    out: Path | None,
    titles: tuple[str, ...],
    zero_missing: bool,
) -> None:
    """Write grades as CSV for Canvas or Moodle.

    GRADES is the folder that `nnlab grade` wrote or, with written answers, nbgrader's gradebook:
    its gradebook.db, or the db_url of another database. In Canvas an assignment is found by its
    title and number, "Perceptron (4711)", as in the gradebook that it exports; that file also does
    as roster. Exit code 1 where a student or a grade is left out that should be looked at.

    Example: nnlab export grading/submitted-grades --format canvas --roster gradebook.csv
    """
    from labkit import atomic
    from labkit.desk import export as exporting
    from labkit.desk.roster import Roster

    course = Course.find()
    columns = {}
    for text in titles:
        lesson, equals, title = text.partition("=")
        if not equals:
            raise click.UsageError(wording.bad_column(text))
        columns[course.lesson(lesson).name] = title
    found = exporting.totals(course, grades, zero_missing)
    text, nameless = exporting.FORMATS[form](found, Roster.read(rosters), columns)
    place = Path.cwd() if "://" in grades else Path(grades)
    path = out or (place if place.is_dir() else place.parent) / f"{form}.csv"
    atomic.replace(path, text.encode("utf-8"))
    for line in wording.exported(path, found, nameless):
        click.echo(line)
    sys.exit(1 if nameless or set(found.why.values()) & {"error", "refused", "ungraded"} else 0)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("student", required=False)
@click.argument("exercise", required=False)
@click.argument("score", required=False)
@click.option("--reason", default="", help="Why: the student reads it on the card.")
@click.option("--remove", is_flag=True, help="Let the checks decide again.")
def override(
    folder: Path,
    student: str | None,
    exercise: str | None,
    score: str | None,
    reason: str,
    remove: bool,
) -> None:
    """Set a score by hand, in the place of what the checks say; no regrading loses it.

    FOLDER holds the submissions; what is set is kept in FOLDER/overrides.csv. Without STUDENT, list
    what is set. Written answers are graded in nbgrader's Formgrader instead.

    Example: nnlab override grading/submitted ada perceptron.step 2 --reason "Said aloud, 4 May"
    """
    from difflib import get_close_matches

    from labkit import overrides

    course = Course.find()
    known = overrides.read(folder, course)
    if student is None:
        for one in known.values():
            click.echo(wording.override_line(one))
        return
    if exercise is None or remove == bool(score or reason):
        raise click.UsageError(wording.NOT_WHOLE)
    students = [path.name for path in folder.iterdir() if path.is_dir()]
    if remove:
        key = (student, course.exercise(exercise).id)
        if known.pop(key, None) is None:
            raise CourseError(wording.no_override(*key))
    elif student not in students:
        near = get_close_matches(student, students, cutoff=0.5)
        raise CourseError(wording.no_student(folder, student, near))
    else:
        one = overrides.checked(course, student, exercise, score or "", reason)
        known[one.student, one.exercise] = one
        click.echo(wording.override_line(one))
    overrides.write(folder, known)
    click.echo(wording.grade_again(folder))


def _source_root() -> Path:
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / "solutions" / "lessons").is_dir():
            return folder
    raise CourseError(wording.NO_SOURCES)


COMMANDS = (release, update, submit, collect, override, export, report)
