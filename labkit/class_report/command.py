"""The command `nnlab report`: a page about a class, from its results."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import click

from labkit.course import Course, CourseError

PAGE, PAGE_PSEUDONYMS = "report.html", "report-pseudonyms.html"
folder_type = click.Path(path_type=Path, exists=True, file_okay=False)
file_type = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("folder", metavar="DIR", type=folder_type)
@click.option("--out", type=file_type, help="The page (default: DIR/report.html).")
@click.option(
    "--submissions", type=folder_type, help="Also compare the students' functions in this folder."
)
@click.option("--against", type=folder_type, help="Say what changed since these earlier results.")
@click.option("--pseudonyms", is_flag=True, help="Show no names.")
@click.option("--key", type=file_type, help="With --pseudonyms: write who is who into this file.")
@click.option("--json", "as_json", is_flag=True, help="Print the numbers as JSON; write no page.")
def report(
    folder: Path,
    out: Path | None,
    submissions: Path | None,
    against: Path | None,
    pseudonyms: bool,
    key: Path | None,
    as_json: bool,
) -> None:
    """Write one HTML page about a class: scores, who is stuck where, misconceptions.

    DIR holds what `nnlab grade` wrote. The page needs no network and no other file, and is
    readable by you alone until you say otherwise. With --pseudonyms the same student has the same
    pseudonym in every report of DIR; the secret that makes them stays there.

    Examples: nnlab report grading/submitted-grades --submissions grading/submitted,
    nnlab report grading/submitted-grades --pseudonyms --key who.csv
    """
    from labkit.class_report import against as regrading
    from labkit.class_report import similar as similarity
    from labkit.class_report.names import Names, Pseudonyms, secret_of
    from labkit.class_report.page import render
    from labkit.class_report.report import ClassReport
    from labkit.class_report.results import GRADES, read_grades, read_results

    if key and not pseudonyms:
        raise click.UsageError("--key says who is who behind pseudonyms: use it with --pseudonyms")
    names = Names()
    if pseudonyms:
        rows = [*read_grades(folder), *(read_grades(against) if against else ())]
        names = Pseudonyms(secret_of(folder), {row["student"] for row in rows})
    folders: dict[str, str] = {}

    def noted():
        for graded in read_results(folder):
            folders[graded.folder] = graded.student
            yield graded

    found = ClassReport.of(noted(), names)
    change = similar = None
    if against:
        change = regrading.compare(read_grades(against), read_grades(folder), names)
    if submissions:
        similar = similarity.compare(Course.find(), submissions, folders, found.lessons, names)
    written = datetime.fromtimestamp((folder / GRADES).stat().st_mtime).astimezone()
    if key:
        if key.exists():
            key.chmod(0o600)
        _write(key, names.key())
    if as_json:
        numbers = found.to_json() | {
            "graded": written.isoformat(timespec="seconds"),
            "similar": similar.to_json() if similar else None,
            "against": change.to_json() if change else None,
        }
        click.echo(json.dumps(numbers, indent=1))
        return
    page = out or folder / (PAGE_PSEUDONYMS if pseudonyms else PAGE)
    text = render(report=found, change=change, similar=similar, written=f"{written:%Y-%m-%d %H:%M}")
    _write(page, text)
    click.echo(f"{len(found.students)} students, {found.handed_in} submissions. See {page}")


def _write(path: Path, text: str) -> None:
    """Write a file that its owner alone can read, unless it was there with other rights."""
    from labkit import atomic

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        atomic.replace(path, text.encode("utf-8"))
    except OSError as error:
        raise CourseError(f"{path} cannot be written ({error.strerror}).") from error
