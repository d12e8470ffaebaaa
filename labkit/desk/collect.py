"""`nnlab collect`: uploads as Canvas or Moodle export them, unpacked to a submission tree.

An export is a folder or a zip; what students uploaded are zips in it. Nothing is believed of them:
only the notebook of a lesson and modules of the course are read, and written under names of ours.
Every file of the export has a line in `collected.csv`.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from labkit import atomic, collected
from labkit.collected import Entry
from labkit.course import Course, CourseError, Lesson
from labkit.desk import archives, lms, wording
from labkit.desk.archives import Archive, Unsafe
from labkit.desk.lms import Upload
from labkit.desk.roster import Roster
from labkit.submission import MAX_NOTEBOOK, MAX_SOURCE

MAX_NESTED = 2**30  # bytes of an export inside of an export, held in memory
DEPTH = 3  # zips in zips: an export of exports, and what a student zipped twice


@dataclass(frozen=True)
class Found:
    """A file of the export."""

    path: PurePosixPath
    upload: Upload | None
    when: tuple[int, ...]
    read: Callable[..., bytes]

    @property
    def attempt(self) -> tuple[int, int, str]:
        """Greater for a later one. Canvas numbers attachments; else the copy and the time count."""
        stamp = "{:04d}-{:02d}-{:02d} {:02d}:{:02d}:{:02d}".format(*self.when[:6])
        return (self.upload.attachment, self.upload.copy, stamp)


def collect(course: Course, sources: Iterable[Path], folder: Path, roster: Roster) -> list[Entry]:
    """Unpack what is in `sources` into `folder`; return a line for each file that was looked at.

    Raises CourseError where a source is no export at all.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before = collected.read(folder)
    in_force = {(entry.student, entry.lesson): entry for entry in before if entry.decides}
    with ExitStack() as opened:
        found = [each for source in sources for each in _files(source, opened)]
        entries, latest = _sort(course, found, roster)
        for (student, lesson), each in latest.items():
            entry = _entry(each, student, lesson.name, roster)
            earlier = in_force.get((student, lesson.name))
            place = folder / student / lesson.name
            if earlier is None and place.exists():
                entry = replace(entry, status="kept", note=wording.PLACE_TAKEN)
            elif earlier is not None and earlier.attempt > entry.attempt:
                entry = replace(entry, status="superseded", note=wording.later(earlier.file))
            else:
                entry = _take(course, lesson, each, place, entry)
            entries.append(entry)
    every = [*entries, *_still_true(before, entries, folder)]
    for student in roster.students:  # who handed in nothing is in the tree too, with nothing
        (folder / student).mkdir(exist_ok=True)
    every.sort(key=lambda entry: (entry.student, entry.lesson, entry.file))
    atomic.replace(folder / collected.FILE, collected.to_bytes(every))
    return entries


def _still_true(before: list[Entry], entries: list[Entry], folder: Path) -> Iterator[Entry]:
    """What an earlier run has noted and this one has not said anew."""
    decided = {(entry.student, entry.lesson): entry for entry in entries if entry.decides}
    files = {entry.file for entry in entries}
    for entry in before:
        key = (entry.student, entry.lesson)
        if entry.file in files:
            if entry.decides and key not in decided and _owner(entries, entry) != entry.student:
                shutil.rmtree(folder / entry.student / entry.lesson, ignore_errors=True)
                with suppress(OSError):  # it may hold other lessons
                    (folder / entry.student).rmdir()
        elif entry.decides and key in decided:
            yield replace(entry, status="superseded", note=wording.later(decided[key].file))
        else:
            yield entry


def _owner(entries: list[Entry], earlier: Entry) -> str:
    """The student that the roster now gives the file of an earlier run."""
    same = [e.student for e in entries if (e.file, e.lesson) == (earlier.file, earlier.lesson)]
    return same[0] if same else earlier.student


# --- what is there --------------------------------------------------------------------------------


def _files(source: Path, opened: ExitStack) -> Iterator[Found]:
    """Every file of an export, and of exports in it."""
    if source.is_dir():
        for top, folders, names in os.walk(source):
            links = [name for name in folders if Path(top, name).is_symlink()]  # not followed
            folders[:] = sorted(set(folders) - {*links, *archives.JUNK})
            for name in sorted([*names, *links]):
                path = Path(top, name)
                inside = PurePosixPath(path.relative_to(source).as_posix())
                if name not in archives.JUNK:
                    when = time.localtime(path.lstat().st_mtime)[:6]
                    # A folder may itself be named as the export of one participant.
                    shown = PurePosixPath(source.name) / inside
                    yield from _open(shown, when, _reader(path), opened, 1)
        return
    try:
        archive = opened.enter_context(
            Archive(opened.enter_context(source.open("rb")), archives.EXPORT)
        )
    except (Unsafe, OSError) as error:
        raise CourseError(wording.no_export(source, str(error))) from error
    yield from _inside(PurePosixPath(source.name), archive, opened, 1)


def _inside(
    shown: PurePosixPath, archive: Archive, opened: ExitStack, depth: int
) -> Iterator[Found]:
    for path in archive:

        def read(path: PurePosixPath = path, limit: int = archives.SUBMISSION.packed) -> bytes:
            return archive.read(path, limit)

        yield from _open(shown / path, archive.when(path), read, opened, depth)


def _open(
    path: PurePosixPath, when: tuple[int, ...], read: Callable, opened: ExitStack, depth: int
) -> Iterator[Found]:
    """A file of an export; for a zip that nobody uploaded, an export itself, the files in it."""
    upload = lms.parse(path)
    if upload is None and path.suffix.lower() == ".zip" and depth < DEPTH:
        try:
            content = io.BytesIO(read(limit=MAX_NESTED))
            archive = opened.enter_context(Archive(content, archives.EXPORT))
            yield from _inside(path, archive, opened, depth + 1)
            return
        except Unsafe:
            pass  # told of as a file that could not be read
    yield Found(path, upload, when, read)


def _reader(path: Path) -> Callable[..., bytes]:
    def read(limit: int = archives.SUBMISSION.packed) -> bytes:
        if path.is_symlink() or not path.is_file():
            raise Unsafe("it is not a regular file")
        with path.open("rb") as file:
            content = file.read(limit + 1)
        if len(content) > limit:
            raise Unsafe(f"it has over {limit:,} bytes, which is the limit")
        return content

    return read


# --- whose it is ----------------------------------------------------------------------------------


def _sort(
    course: Course, found: list[Found], roster: Roster
) -> tuple[list[Entry], dict[tuple[str, Lesson], Found]]:
    """The latest upload of each student and lesson, and lines for all others."""
    entries: list[Entry] = []
    latest: dict[tuple[str, Lesson], Found] = {}
    for each in found:
        student = _folder(each.upload, roster) if each.upload else ""
        lessons: list[Lesson] = []
        note = wording.NOT_AN_UPLOAD
        if each.upload:
            note = wording.NO_ZIP
            if each.upload.file.lower().endswith(".zip"):
                try:
                    lessons, note = _lessons(course, each), wording.NO_LESSON
                except Unsafe as error:
                    note = str(error)
        if not lessons:
            entry = _entry(each, student, "", roster)
            entries.append(replace(entry, status="unread", note=note))
        for lesson in lessons:
            key = (student, lesson)
            other = latest.setdefault(key, each)
            if other is not each:
                first, last = sorted((other, each), key=lambda one: (one.attempt, str(one.path)))
                latest[key] = last
                entry = _entry(first, student, lesson.name, roster)
                note = wording.later(archives.printable(last.path.name))
                entries.append(replace(entry, status="superseded", note=note))
    return entries, latest


def _folder(upload: Upload, roster: Roster) -> str:
    """The student whose it is; where the roster does not say, a name made of the system's."""
    known = roster.find(upload.system, upload.number, upload.name)
    return known.student if known else f"{upload.system}_{upload.number}"


def _lessons(course: Course, found: Found) -> list[Lesson]:
    """The lesson that the file is named after; else those whose notebooks are in it."""
    named = [lesson for lesson in course.lessons if lesson.name in found.upload.file]
    if named:
        return named[:1]
    with Archive(found.read(), archives.SUBMISSION) as archive:
        names = {path.name for path in archive}
    return [lesson for lesson in course.lessons if f"{lesson.name}.ipynb" in names]


def _entry(found: Found, student: str, lesson: str, roster: Roster) -> Entry:
    late, attempt = "", ""
    if found.upload:
        late = "late" if found.upload.late else ""
        number, copy, stamp = found.attempt
        attempt = f"{number:018d}.{copy:09d}.{stamp}"
    known = student in roster.students or not roster.students
    note = (
        ""
        if known or not found.upload
        else wording.not_in_roster(archives.printable(found.upload.name))
    )
    status = "collected" if known else "unknown"
    file = archives.printable(found.path.as_posix())
    return Entry(student, lesson, status, late, attempt, file, note)


# --- what is taken --------------------------------------------------------------------------------


def _take(course: Course, lesson: Lesson, found: Found, place: Path, entry: Entry) -> Entry:
    """Put the known files of one upload to `place`, which is then all there is."""
    try:
        files, note = _unpack(course, lesson, found.read())
    except Unsafe as error:
        files, note, entry = {}, str(error), replace(entry, status="refused")
    entry = replace(entry, note="; ".join(filter(None, [entry.note, note])))
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".", dir=place.parent) as temporary:
        new = Path(temporary, "new")
        new.mkdir()
        for name, content in files.items():
            (new / name).parent.mkdir(exist_ok=True)
            (new / name).write_bytes(content)
        if place.exists():
            place.rename(Path(temporary, "old"))
        new.rename(place)
    return entry


def _unpack(
    course: Course, lesson: Lesson, content: bytes, depth: int = 1
) -> tuple[dict[str, bytes], str]:
    """The notebook and the modules in a zip, by our names for them, and a note.

    Raises Unsafe where it cannot be taken.
    """
    modules = {f"{each.module}.py" for each in course.lessons} | {"__init__.py"}
    copies = re.compile(rf"{re.escape(lesson.name)}\W?.*\.ipynb")
    files: dict[str, bytes] = {}
    note = ""
    with Archive(content, archives.SUBMISSION) as archive:
        for path in archive:
            name = f"nnlab/{path.name}"
            if path.name == f"{lesson.name}.ipynb":
                _add(files, path.name, archive.read(path, MAX_NOTEBOOK))
            elif path.name in modules and path.parent.name == "nnlab":
                _add(files, name, archive.read(path, MAX_SOURCE))
        renamed = [path for path in archive if copies.fullmatch(path.name)]
        if f"{lesson.name}.ipynb" not in files and len(renamed) == 1:
            files[f"{lesson.name}.ipynb"] = archive.read(renamed[0], MAX_NOTEBOOK)
            note = wording.renamed(archives.printable(renamed[0].name))
        inner = [path for path in archive if path.suffix.lower() == ".zip"]
        if not files and len(inner) == 1 and depth < DEPTH:
            limit = archives.SUBMISSION.packed
            return _unpack(course, lesson, archive.read(inner[0], limit), depth + 1)
    if not files:
        raise Unsafe(wording.nothing_in_it(lesson))
    return files, note


def _add(files: dict[str, bytes], name: str, content: bytes) -> None:
    if files.setdefault(name, content) != content:
        raise Unsafe(wording.two_of_them(name))
