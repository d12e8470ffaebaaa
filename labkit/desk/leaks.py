"""Whether something that is to be handed out shows an answer: looked for in every file of it.

An answer is any telling line between solution markers, and any name of a known mistake, of an
alternative or of a reference check. Archives, such as the wheel, are looked into.
"""

from __future__ import annotations

import ast
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from labkit.stubs import answers_in

MIN_LENGTH = 16  # characters without white space; shorter lines say nothing by themselves
ARCHIVES = (".zip", ".whl")


def secrets(root: Path) -> dict[str, str]:
    """All that must not be shown, and the file below `root`/solutions that it comes from."""
    return answer_lines(root) | hidden_names(root)


def answer_lines(root: Path) -> dict[str, str]:
    """Every telling line of an answer, and the file that it comes from."""
    found = {}
    sources = [*root.glob("solutions/nnlab/*.py"), *root.glob("solutions/lessons/*.md")]
    for path in sources:
        for line in answers_in(path.read_text(encoding="utf-8"), path.name):
            code = squeeze(line.partition("  #")[0])
            if len(code) >= MIN_LENGTH and not code.startswith("#"):
                found[code] = path.name
    return found


def hidden_names(root: Path) -> dict[str, str]:
    """The functions of the banks and of the reference checks, and the file of each."""
    public = set()
    for path in root.glob("tests/exercises/*.py"):
        public |= set(_functions(path))
    found = {}
    for folder in ("mistakes", "alternatives", "tests"):
        for path in root.glob(f"solutions/{folder}/*.py"):
            names = [name for name in _functions(path) if len(name) >= MIN_LENGTH]
            found |= dict.fromkeys(set(names) - public, f"{folder}/{path.name}")
    return found


def leaks(edition: Path, answers: dict[str, str]) -> list[str]:
    """The answers found in any file below `edition`, however they are indented or quoted."""
    paths = [path for path in sorted(edition.rglob("*")) if path.is_file()]
    files = ((path.relative_to(edition).as_posix(), path.read_bytes()) for path in paths)
    return leaks_in(files, answers)


def leaks_in(files: Iterable[tuple[str, bytes]], answers: dict[str, str]) -> list[str]:
    """The same for files given by name and content."""
    found = []
    for name, text in texts(files):
        text = text.replace("\\n", "\n").replace('\\"', '"')  # also as JSON writes it
        words, text = set(re.findall(r"\w+", text)), squeeze(text)
        found += [
            f"{name} shows {line!r} of {source}"
            for line, source in answers.items()
            if (line in words if line.isidentifier() else line in text)
        ]
    return found


def texts(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, str]]:
    """The text files among `files` and in the archives among them, by name."""
    for name, content in files:
        if name.endswith(ARCHIVES):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                inside = [each for each in archive.namelist() if not each.endswith("/")]
                yield from texts((f"{name}/{each}", archive.read(each)) for each in inside)
            continue
        try:
            yield name, content.decode("utf-8")
        except UnicodeDecodeError:
            continue


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _functions(path: Path) -> Iterator[str]:
    for node in ast.parse(path.read_text(encoding="utf-8"), str(path)).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and "__" in node.name:
            yield node.name
