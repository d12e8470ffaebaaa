"""The banks: wrong answers that people give, and right answers written differently.

A bank is a module of functions named `<exercise>__<slug>`; the docstring of a mistake is the
sentence told to the student. A variant of the reference is the reference module with one entry
appended, what that uses of its bank, and the exercise's name bound to it; it runs in a worker like
any submission.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from labkit.source import extent

Kind = Literal["mistakes", "alternatives"]


@dataclass(frozen=True)
class Entry:
    """One function (or class) of a bank."""

    exercise: str  # "perceptron.step"
    name: str  # "step__some_slug"
    sentence: str

    @property
    def module(self) -> str:
        return self.exercise.partition(".")[0]


def entries(root: Path, kind: Kind, module: str) -> list[Entry]:
    """The entries of one bank, read from its syntax tree; none where there is no such bank."""
    path = root / "solutions" / kind / f"{module}.py"
    if not path.is_file():
        return []
    return list(_read(path, module, path.stat().st_mtime_ns))


@cache
def _read(path: Path, module: str, changed: int) -> tuple[Entry, ...]:
    """The entries of a bank file, read again only when it has changed."""
    tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    found = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            exercise, double, _ = node.name.partition("__")
            if not double:
                raise ValueError(f"{path.name}: {node.name} must be named <exercise>__<slug>")
            sentence = " ".join((ast.get_docstring(node) or "").split())
            found.append(Entry(f"{module}.{exercise}", node.name, sentence))
    return tuple(found)


def package_sources(folder: Path) -> dict[str, str]:
    """The sources of a trusted `nnlab` package: file name to text."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py"))}


def reference_sources(root: Path) -> dict[str, str]:
    return package_sources(root / "solutions" / "nnlab")


def bank_sources(root: Path, kind: Kind, module: str) -> dict[str, str]:
    """The reference with the bank of `module` appended, none of its entries in force."""
    sources = reference_sources(root)
    bank = (root / "solutions" / kind / f"{module}.py").read_text(encoding="utf-8")
    sources[f"{module}.py"] += f"\n\n{bank}"
    return sources


def variant_sources(root: Path, kind: Kind, entry: Entry) -> dict[str, str]:
    """The reference with one bank entry in the place of the exercise it belongs to."""
    sources = reference_sources(root)
    path = root / "solutions" / kind / f"{entry.module}.py"
    needed = _needed(path, entry.name, path.stat().st_mtime_ns)
    exercise = entry.exercise.partition(".")[2]
    sources[f"{entry.module}.py"] += f"\n\n{needed}\n\n\n{exercise} = {entry.name}\n"
    return sources


@cache
def _needed(path: Path, name: str, changed: int) -> str:
    """The part of a bank file that one entry needs to run: itself, its helpers, the imports."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text, str(path))
    binds = {node: set(_bound(node)) for node in tree.body}
    wanted, kept = {name}, set()
    while new := [node for node in tree.body if node not in kept and binds[node] & wanted]:
        kept.update(new)
        wanted |= {part.id for node in new for part in ast.walk(node) if isinstance(part, ast.Name)}
    lines = text.split("\n")
    parts = [lines[slice(*extent(node))] for node in tree.body if node in kept]
    return "\n\n\n".join(map("\n".join, parts))


def _bound(node: ast.stmt) -> Iterator[str]:
    """The names that a statement of a module defines."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from ((alias.asname or alias.name).partition(".")[0] for alias in node.names)
    else:
        names = (part for part in ast.walk(node) if isinstance(part, ast.Name))
        yield from (name.id for name in names if isinstance(name.ctx, ast.Store))
