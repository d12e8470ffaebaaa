"""`nnlab release`: the student edition, with everything a class needs and no answer.

Built anew from solutions/, so that nothing a person left in course/ or nnlab/ gets out, and looked
through for answers before a byte is written.
"""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from string import Template

from labkit import atomic
from labkit import build as builder
from labkit.course import CourseError
from labkit.desk import wheel, wording
from labkit.desk.edition import RECORD, Release, cell_hashes, digest, read_record
from labkit.desk.leaks import leaks_in, secrets

CONFIG = '''\
"""nbgrader's settings for a student's folder; the exchange's folder is your course's to set."""

from pathlib import Path

from labkit.nbgrader_plugins import configure_student

c = get_config()  # noqa: F821 (given by nbgrader)
configure_student(c, Path(__file__).resolve().parent)
# c.Exchange.root = "/srv/nbgrader/exchange"  # where that is not set for the whole machine
'''
LIST_CONFIG = '''\
"""Where JupyterLab's Assignment List looks for nbgrader's settings; they are a folder above."""

from pathlib import Path

load_subconfig("nbgrader_config.py", str(Path(__file__).resolve().parents[1]))  # noqa: F821
'''
PYTEST = """\
# `pytest` runs the public checks, as `nnlab check` does
[pytest]
addopts = --import-mode=importlib -p labkit.fixtures
testpaths = tests/exercises
"""
USES = re.compile(rb"(?:from|import) nnlab\.(\w+)")


@dataclass
class Written:
    """What a release came to."""

    release: Release
    size: int
    answers: int  # that were looked for
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


def choose(root: Path, wanted: str | None) -> list[str]:
    """The lessons that `wanted` means: "01-05", "01,03", "02" or (None) all.

    Raises CourseError where one of its parts means none.
    """
    names = builder.lesson_names(root)
    if wanted is None:
        return names
    chosen: set[str] = set()
    for part in wanted.split(","):
        first, _, last = part.strip().partition("-")
        found = [name for name in names if first <= name[:2] <= (last or first)]
        if not found or not re.fullmatch(r"\d\d(-\d\d)?", part.strip()):
            raise CourseError(wording.no_such_lessons(wanted, names))
        chosen |= set(found)
    return [name for name in names if name in chosen]


def contents(root: Path, lessons: list[str], wheel_content: bytes) -> dict[Path, bytes]:
    """Every file of the student edition, as path and content, without the record."""
    files = builder.committed(builder.build(root, lessons))
    for name in lessons:
        module = name.partition("_")[2]
        path = Path("tests", "exercises", f"test_{module}.py")
        files[path] = (root / path).read_bytes()
    _check_complete(root, lessons, files)
    number, _, module = lessons[0].partition("_")
    listed = {"lessons": ", ".join(f"`course/{name}`" for name in lessons), "wheel": wheel.name()}
    listed |= {"number": number, "module": module, "lesson": lessons[0]}
    text = (Path(__file__).parent / "student_readme.txt").read_text(encoding="utf-8")
    files[Path("README.md")] = Template(text).substitute(listed).encode("utf-8")
    files[Path("nbgrader_config.py")] = CONFIG.encode("utf-8")
    files[Path("course", "nbgrader_config.py")] = LIST_CONFIG.encode("utf-8")
    files[Path("pytest.ini")] = PYTEST.encode("utf-8")
    files[Path("LICENSE")] = (wheel.PROJECT / "LICENSE").read_bytes()
    files[Path(wheel.name())] = wheel_content
    return files


def _check_complete(root: Path, lessons: list[str], files: dict[Path, bytes]) -> None:
    """Raises CourseError where a lesson uses the module of one that is not handed out."""
    owners = {name.partition("_")[2]: name for name in builder.lesson_names(root)}
    for path, content in files.items():
        module = path.stem.partition("_")[2] if path.parts[0] == "course" else path.stem
        for used in sorted({each.decode() for each in USES.findall(content)}):
            if owners.get(used, lessons[0]) not in lessons:
                raise CourseError(wording.lesson_needed(owners[module], used, owners[used]))


def write(root: Path, folder: Path, lessons: list[str], force: bool = False) -> Written:
    """Write the student edition of `lessons` into `folder`, which is new or an earlier release.

    Raises CourseError, and writes nothing, where that would lose something or show an answer.
    """
    before = _earlier(root, folder, force)
    path = folder / wheel.name()
    known = before is not None and path.is_file() and before.files.get(path.name)
    kept = known and digest(path.read_bytes()) == known
    files = contents(root, lessons, path.read_bytes() if kept else wheel.build())
    hidden = secrets(root)
    if found := leaks_in(((path.as_posix(), files[path]) for path in sorted(files)), hidden):
        raise CourseError(wording.leaking(found))
    release = _record(lessons, files)
    total = sum(map(len, files.values()))
    written = Written(release, total, len(hidden))
    for path, content in [*files.items(), (RECORD, release.to_bytes())]:  # the record last
        target = folder / path
        if not target.is_file() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            atomic.replace(target, content)
            target.chmod(0o644)
            written.changed.append(path.as_posix())
    for name in sorted(set(before.files if before else ()) - set(release.files)):
        (folder / name).unlink(missing_ok=True)
        written.removed.append(name)
    return written


def _earlier(root: Path, folder: Path, force: bool) -> Release | None:
    """The record of the release that `folder` holds; None where it is new or empty."""
    place = folder.resolve()
    if any(place.is_relative_to(root / part) for part in ("solutions", "course", "nnlab")):
        raise CourseError(wording.inside_checkout(folder))
    if not folder.exists() or not any(folder.iterdir()):
        return None
    before = read_record(folder)
    if before is None or (folder / "solutions").exists():
        raise CourseError(wording.not_empty(folder))
    changed = [
        name
        for name, value in before.files.items()
        if (folder / name).is_file() and digest((folder / name).read_bytes()) != value
    ]
    if changed and not force:
        raise CourseError(wording.changed_by_hand(folder, changed))
    return before


def _record(lessons: list[str], files: dict[Path, bytes]) -> Release:
    hashes = {path.as_posix(): digest(content) for path, content in files.items()}
    notebooks = {name: files[Path("course", name, f"{name}.ipynb")] for name in lessons}
    cells = {name: cell_hashes(content) for name, content in notebooks.items()}
    return Release(list(lessons), wheel.version(), wheel.name(), hashes, cells)


def write_zip(folder: Path, release: Release) -> Path:
    """Put exactly the files of the release into one zip beside `folder`; return its path."""
    target = folder.with_name(f"{folder.name}.zip")
    temporary = target.with_name(f".{target.name}")
    with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in [*sorted(release.files), RECORD.as_posix()]:
            info = zipfile.ZipInfo(f"{folder.name}/{name}", (2000, 1, 1, 0, 0, 0))
            info.external_attr = 0o100644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, (folder / name).read_bytes())
    temporary.replace(target)
    return target


def titles(folder: Path) -> dict[str, str]:
    """The lessons of a release: name to title."""
    data = json.loads((folder / "course" / "manifest.json").read_text(encoding="utf-8"))
    return {entry["name"]: entry["title"] for entry in data["lessons"]}
