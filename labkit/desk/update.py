"""`nnlab update`: a newer release comes into a student's folder, and their work stays.

First everything is planned, then it is done, each file as a whole; whatever is replaced and is not
what was once handed out is kept in `.nnlab/backups`. Killed in between, the next run goes on.
"""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from labkit import atomic
from labkit.course import MANIFEST, CourseError
from labkit.desk import archives, modules, notebooks, wording
from labkit.desk.archives import Archive, Unsafe
from labkit.desk.edition import RECORD, Release, cell_hashes, digest, read_record
from labkit.study.reset import BACKUPS
from labkit.submission import Refused

MAX_FILE = 64 * archives.MEGABYTE
SYLLABUS = Path("course", "README.md")
ALLOWED = re.compile(
    r"course/(manifest\.json|README\.md|nbgrader_config\.py|\d\d_\w+/\d\d_\w+\.ipynb)|nnlab/\w+\.py"
    r"|tests/exercises/test_\w+\.py|README\.md|LICENSE|pytest\.ini|nbgrader_config\.py"
    r"|nnlab_course-[\w.+]+-py3-none-any\.whl"
)
YOURS = (Path("nbgrader_config.py"), Path("nnlab", "__init__.py"))  # settings that a person adds to


@dataclass
class Change:
    """What an update does to one file."""

    path: Path  # relative to the root
    content: bytes | None  # None: it goes, or is only told of
    words: str
    backup: bytes | None = None  # what must be kept of the old content
    removed: bool = False


@dataclass
class Update:
    """A planned update of the course in `root`."""

    root: Path
    release: Release
    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    record: bytes = b""

    @property
    def backups(self) -> Path:
        """The folder for what is replaced; it does not exist yet."""
        stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
        names = [f"update-{stamp}", *(f"update-{stamp}-{number}" for number in range(2, 1000))]
        return next(BACKUPS / name for name in names if not (self.root / BACKUPS / name).exists())

    def carry_out(self) -> Path | None:
        """Keep what is replaced, then write; return the folder of the backups, if there is one.

        Raises CourseError where a file cannot be written; the next run goes on from there.
        """
        folder = self.backups
        kept = [change for change in self.changes if change.backup is not None]
        try:
            for change in kept:
                _write(self.root / folder / change.path, change.backup)
            # The manifest says what a stub was: it changes after the modules compared with it.
            for change in sorted(self.changes, key=lambda change: change.path == MANIFEST):
                if change.removed:
                    (self.root / change.path).unlink(missing_ok=True)
                elif change.content is not None:
                    _write(self.root / change.path, change.content)
            if self.record:
                _write(self.root / RECORD, self.record)
        except OSError as error:
            raise CourseError(f"{error.filename} cannot be written: {error.strerror}.") from error
        return folder if kept else None


# --- reading a release ----------------------------------------------------------------------------


def read_release(source: Path) -> tuple[Release, dict[Path, bytes]]:
    """A release from its folder or zip, every file as it was handed out.

    Raises CourseError where it is none, is damaged, or holds what no release does.
    """
    try:
        if source.is_dir():
            return _read(lambda name: _file(source / name))
        with Archive(_file(source), archives.RELEASE) as archive:
            found = [path for path in archive if path.parts[-2:] == RECORD.parts]
            if len(found) != 1:
                raise CourseError(wording.no_release(source))
            top = found[0].parents[1]
            return _read(lambda name: archive.read(top / name, MAX_FILE))
    except (KeyError, FileNotFoundError, NotADirectoryError) as error:
        raise CourseError(wording.no_release(source)) from error
    except (Unsafe, Refused) as error:
        raise CourseError(wording.release_refused(source, str(error))) from error
    except ValueError as error:
        raise CourseError(wording.release_unreadable(source, str(error))) from error


def _read(read: Callable[[str], bytes]) -> tuple[Release, dict[Path, bytes]]:
    release = Release.from_bytes(read(RECORD.as_posix()))
    files = {}
    for name, value in release.files.items():
        if not ALLOWED.fullmatch(name):
            raise Unsafe(f"{name!r} belongs to no release")
        try:
            content = read(name)
        except (KeyError, FileNotFoundError) as error:
            raise Refused(f"{name} is missing") from error
        if digest(content) != value:
            raise Refused(f"{name} is not as it was handed out")
        files[Path(PurePosixPath(name))] = content
    if MANIFEST not in files:
        raise Refused(f"{MANIFEST.as_posix()} is missing")
    return release, files


def _file(path: Path) -> bytes:
    """The content of a regular file of modest size."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise Refused(f"{path.name} is no regular file")
    if status.st_size > archives.RELEASE.packed:
        raise Refused(f"{path.name} is too large")
    return path.read_bytes()


# --- planning -------------------------------------------------------------------------------------


def plan(root: Path, source: Path) -> Update:
    """What the release in `source` would do to the student's folder `root`."""
    if (root / "solutions").is_dir():
        raise CourseError(wording.UPDATE_IN_CHECKOUT)
    if source.resolve() == root.resolve():
        raise CourseError(wording.UPDATE_FROM_ITSELF)
    release, files = read_release(source)
    before = read_record(root) or Release([], "", "")
    update = Update(root, release)
    planner = _Planner(root, before, release, files)
    for path, content in files.items():
        change = planner.change(path, content)
        if change is None:
            update.unchanged += 1
        else:
            update.changes.append(change)
    if before.wheel and before.wheel != release.wheel and (root / before.wheel).is_file():
        update.changes.append(Change(Path(before.wheel), None, wording.WHEEL_OLD, removed=True))
    record = planner.record.to_bytes()
    if not (root / RECORD).is_file() or (root / RECORD).read_bytes() != record:
        update.record = record
    return update


class _Planner:
    """Decides file by file. `record` is what will be known of the folder afterwards."""

    def __init__(
        self, root: Path, before: Release, release: Release, files: dict[Path, bytes]
    ) -> None:
        self.root, self.before, self.files = root, before, files
        self.old_manifest = _manifest(root / MANIFEST)
        self.new_manifest = json.loads(files[MANIFEST])
        old = {name: value for name, value in before.files.items() if name != before.wheel}
        self.record = Release(
            sorted({*before.lessons, *release.lessons}),
            release.version,
            release.wheel,
            old | release.files,
            before.cells | release.cells,
        )

    def change(self, path: Path, content: bytes) -> Change | None:
        """What happens to the file `path`, which the release has with `content`."""
        name = path.as_posix()
        if path in (MANIFEST, SYLLABUS):
            content = self._with_earlier_lessons(path, content)
            self.record.files[name] = digest(content)
        try:
            mine = (self.root / path).read_bytes()
        except FileNotFoundError:
            return Change(path, content, wording.NEW_FILE)
        except OSError as error:
            raise CourseError(f"{path} cannot be read: {error.strerror}.") from error
        if mine == content:
            return None
        if digest(mine) == self.before.files.get(name):
            return Change(path, content, wording.UNTOUCHED)
        same = digest(content) == self.before.files.get(name)
        if path.suffix == ".ipynb":
            return self._notebook(path, mine, content, same)
        if path.parts[0] == "nnlab" and path not in YOURS:
            return self._module(path, mine, content, same)
        if same and path in YOURS:
            return None
        return Change(path, content, wording.OURS_REPLACED, backup=mine)

    def _module(self, path: Path, mine: bytes, content: bytes, same: bool) -> Change | None:
        try:
            text = mine.decode("utf-8-sig")
        except UnicodeDecodeError:
            return Change(path, content, wording.set_aside("it is not UTF-8 text"), backup=mine)
        if same:
            return None
        merged, notes = modules.merge(
            text.replace("\r\n", "\n"),
            content.decode("utf-8"),
            _stubs(self.old_manifest, path.stem),
            _stubs(self.new_manifest, path.stem),
        )
        if "\r\n" in text:  # an editor on Windows made it so
            merged = merged.replace("\n", "\r\n")
        if merged == text:
            return Change(path, None, wording.merged(notes)) if notes else None
        return Change(path, merged.encode("utf-8"), wording.merged(notes), backup=mine)

    def _notebook(self, path: Path, mine: bytes, content: bytes, same: bool) -> Change | None:
        try:
            notebook = notebooks.read(mine)
        except notebooks.Damaged:
            return Change(path, content, wording.set_aside("it is no notebook"), backup=mine)
        if same:
            return None
        known = self.before.cells.get(path.stem, {})
        merged = notebooks.merge(notebook, json.loads(content), known)
        if notebooks.same_text(merged, notebook):
            return None
        fresh = len(set(cell_hashes(content)) - {cell.get("id") for cell in notebook["cells"]})
        new = notebooks.to_bytes(merged)
        return Change(path, new, wording.notebook_merged(fresh), backup=mine)

    def _with_earlier_lessons(self, path: Path, content: bytes) -> bytes:
        """The manifest or the syllabus, with the lessons that are here and not in the release."""
        try:
            old = (self.root / path).read_bytes()
        except OSError:
            return content
        if path == MANIFEST:
            lessons = {entry["name"]: entry for entry in self.old_manifest["lessons"]}
            if not set(lessons) - {entry["name"] for entry in self.new_manifest["lessons"]}:
                return content
            lessons |= {entry["name"]: entry for entry in self.new_manifest["lessons"]}
            data = {"lessons": [lessons[name] for name in sorted(lessons)]}
            return (json.dumps(data, indent=1, ensure_ascii=False) + "\n").encode("utf-8")
        head, sections = _sections(content.decode("utf-8"))
        _, earlier = _sections(old.decode("utf-8", "replace"))
        if not set(earlier) - set(sections):
            return content
        sections = earlier | sections
        return (head + "\n\n".join(sections[key] for key in sorted(sections)) + "\n").encode()


def _sections(text: str) -> tuple[str, dict[str, str]]:
    """A syllabus as its head and its lessons: number to text."""
    head, *parts = re.split(r"^(?=## \[\d\d)", text, flags=re.MULTILINE)
    return head, {part[4:6]: part.rstrip("\n") for part in parts}


def _manifest(path: Path) -> dict[str, Any]:
    """The manifest of the student's folder; empty where it is missing or damaged."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        names = [(entry["name"], entry["exercises"]) for entry in data["lessons"]]
        return data if all(isinstance(name, str) for name, _ in names) else {"lessons": []}
    except (OSError, ValueError, KeyError, TypeError):
        return {"lessons": []}


def _stubs(manifest: dict[str, Any], module: str) -> dict[str, str]:
    """The stubs of a module: function to text."""
    return {
        entry["id"].partition(".")[2]: entry["stub"]
        for lesson in manifest["lessons"]
        for entry in lesson["exercises"]
        if entry["id"].startswith(f"{module}.") and entry.get("stub")
    }


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic.replace(path, content)


def student_root(start: Path) -> Path:
    """The course that `start` lies in, found even where its manifest is damaged or missing."""
    for folder in (start, *start.parents):
        if (folder / MANIFEST).is_file() or (folder / RECORD).is_file():
            return folder
    raise CourseError(wording.NO_COURSE_HERE)
