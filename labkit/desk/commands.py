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


def _source_root() -> Path:
    from labkit.course import CourseError

    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / "solutions" / "lessons").is_dir():
            return folder
    raise CourseError(wording.NO_SOURCES)


COMMANDS = (release,)
