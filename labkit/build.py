"""`nnlab build`: everything that is derived from `solutions/`, and whether it is up to date.

Committed: the student notebooks, the stubs, the manifest and the syllabus. Not committed: the
notebooks with answers for nbgrader, under `grading/source/`.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path

from labkit import source
from labkit.course import MANIFEST, Exercise
from labkit.lessons import LessonText, read_lesson, student_notebook, to_bytes
from labkit.stubs import BuildError, check_counts, functions, stub


def lesson_names(root: Path) -> list[str]:
    """The lessons there are, in order."""
    return sorted(path.stem for path in (root / "solutions" / "lessons").glob("[0-9][0-9]_*.md"))


def build(root: Path, lessons_wanted: Collection[str] | None = None) -> dict[Path, bytes]:
    """Every derived file, as path relative to the root and content; nothing is written.

    With `lessons_wanted` (names such as "01_perceptron") a course of these lessons alone.
    Raises BuildError where a source breaks a rule.
    """
    names = lesson_names(root)
    if lessons_wanted is not None:
        names = [name for name in names if name in lessons_wanted]
    if not names:
        raise BuildError("solutions/lessons/ holds no lesson: there is nothing to build from")
    init = (root / "solutions" / "nnlab" / "__init__.py").read_bytes()
    files: dict[Path, bytes] = {Path("nnlab", "__init__.py"): init}
    lessons, manifest = [], []
    for name in names:
        number, _, module = name.partition("_")
        path = root / "solutions" / "nnlab" / f"{module}.py"
        reference, where = path.read_text(encoding="utf-8"), f"solutions/nnlab/{path.name}"
        exercises = {f.name: f for f in functions(reference, number, where)}
        text = (root / "solutions" / "lessons" / f"{name}.md").read_text(encoding="utf-8")
        lesson = read_lesson(name, text, exercises)
        stubs = stub(reference, module, number, where)
        files[Path("nnlab", f"{module}.py")] = stubs.encode()
        student, answered = student_notebook(lesson.notebook), lesson.notebook
        files[Path("course", name, f"{name}.ipynb")] = to_bytes(student)
        files[Path("grading", "source", name, f"{name}.ipynb")] = to_bytes(answered)
        lessons.append(lesson)
        manifest.append(_manifest_entry(root, lesson, exercises, stubs))
    text = json.dumps({"lessons": manifest}, indent=1, ensure_ascii=False) + "\n"
    files[MANIFEST] = text.encode("utf-8")
    topics = topics_of(root, names)
    files[Path("course", "README.md")] = _syllabus(lessons, manifest, topics).encode("utf-8")
    return files


def committed(files: dict[Path, bytes]) -> dict[Path, bytes]:
    """The part of a build that is kept in the repository."""
    return {path: content for path, content in files.items() if path.parts[0] != "grading"}


def write(root: Path, files: dict[Path, bytes]) -> list[Path]:
    """Write what differs below `root`; return the paths that changed."""
    changed = drift(root, files)
    for path in changed:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(files[path])
    return changed


def drift(root: Path, files: dict[Path, bytes]) -> list[Path]:
    """The paths whose content below `root` is not what the build gives."""
    return [
        path
        for path, content in files.items()
        if not (root / path).is_file() or (root / path).read_bytes() != content
    ]


def _manifest_entry(root: Path, lesson: LessonText, exercises: dict, stubs: str) -> dict:
    module = lesson.name.partition("_")[2]
    public = check_counts(root / "tests" / "exercises", module)
    hidden = check_counts(root / "solutions" / "tests", module)
    entries = []
    for exercise, points in lesson.points.items():
        name = exercise.partition(".")[2]
        if not public.get(name, 0) + hidden.get(name, 0):
            raise BuildError(f"{lesson.name}: {exercise} has no check at all")
        function = exercises.get(name)
        title = function.title if function else lesson.titles.get(exercise, name.replace("_", " "))
        entries.append(
            Exercise(
                id=exercise,
                number=function.number if function else "",
                kind="function" if function else "answers",
                title=title,
                points=points,
                public_checks=public.get(name, 0),
                reference_checks=hidden.get(name, 0),
                hints=tuple(lesson.hints.get(exercise, ())),
                stub=source.take(stubs, name) if function else "",
            )
        )
    return {
        "name": lesson.name,
        "title": lesson.title,
        "question": lesson.question,
        "minutes": lesson.minutes,
        "exercises": [asdict(entry) for entry in entries],
        "written": [{"id": key, "points": value} for key, value in lesson.written.items()],
    }


def topics_of(root: Path, names: list[str]) -> dict[str, dict[str, str]]:
    """What each lesson must teach, from `solutions/topics.csv`: lesson to topic id to topic."""
    text = (root / "solutions" / "topics.csv").read_text(encoding="utf-8")
    topics: dict[str, dict[str, str]] = {name: {} for name in names}
    for row in csv.DictReader(text.splitlines()):
        topics.setdefault(row["lesson"], {})[row["id"]] = row["topic"]
    return topics


def _syllabus(lessons: list[LessonText], manifest: list[dict], topics: dict[str, dict]) -> str:
    """`course/README.md`: the lessons, their exercises, and where each topic is taught.

    Raises BuildError where a lesson leaves out one of its topics or claims an unknown one.
    """
    lines = ["# Syllabus", "", "Generated by `nnlab build` from the lessons; do not edit.", ""]
    for lesson, entry in zip(lessons, manifest, strict=True):
        link = f"{lesson.name}/{lesson.name}.ipynb"
        total = sum(lesson.points.values()) + sum(lesson.written.values())
        lines += [
            f"## [{lesson.name[:2]} · {lesson.title}]({link})",
            "",
            f"{lesson.question} *About {lesson.minutes} minutes, {total:g} points.*",
            "",
            "| exercise | | points |",
            "|---|---|---|",
        ]
        for row in entry["exercises"]:
            lines.append(f"| `{row['id']}` | {row['title']} | {row['points']:g} |")
        for name, points in lesson.written.items():
            lines.append(f"| `{name}` | written answer | {points:g} |")
        wanted, taught = topics[lesson.name], lesson.teaches
        if set(wanted) != set(taught):
            names = ", ".join(sorted(set(wanted) ^ set(taught)))
            raise BuildError(
                f"{lesson.name}: solutions/topics.csv and the cells' `teaches` differ in {names}"
            )
        if wanted:
            lines += ["", "| topic | | taught under |", "|---|---|---|"]
        for topic, words in wanted.items():
            lines.append(f"| {topic} | {words} | {'; '.join(taught[topic])} |")
        lines.append("")
    return "\n".join(lines)
