"""The commands of an instructor's desk, and a student's two that answer to it: submit, update."""

from __future__ import annotations

from pathlib import Path

import click

from labkit.desk import wording

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
    """Take over a newer release, FROM its folder or zip file, into your course folder.

    New lessons come in, and what you wrote stays: your functions, your answers, your own cells.
    Whatever is replaced and was not as you got it is kept first, in .nnlab/backups. Save your
    notebooks and close them before.

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
    if planned.release.version != metadata.version("nnlab-course"):
        click.echo(wording.install(planned.release.wheel, planned.release.version))


def _source_root() -> Path:
    from labkit.course import CourseError

    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / "solutions" / "lessons").is_dir():
            return folder
    raise CourseError(wording.NO_SOURCES)


COMMANDS = (release, update)
