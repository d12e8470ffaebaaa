"""A student's module brought up to date: new stubs and imports come in, what they wrote stays."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

from labkit import source
from labkit.desk import wording

NAMED = re.compile(r"(?:async\s+def|def|class)\s+(\w+)|(\w+)\s*(?::[^=]+)?=")


def merge(
    mine: str, new: str, old_stubs: Mapping[str, str], new_stubs: Mapping[str, str]
) -> tuple[str, list[str]]:
    """`mine` with what `new` brings, and what was done to it, in words.

    A function is still untouched where it is, to the letter, its stub of the earlier release; it
    becomes the new stub. Any other is kept, whatever the release says of it.
    """
    notes, missing = [], []
    for name, stub in new_stubs.items():
        here, before = source.take(mine, name), old_stubs.get(name)
        if here in (stub, "") and before is not None:
            if not here:
                notes.append(wording.function_gone(name))
        elif not here:
            missing.append(name)
        elif here == before:
            mine = source.put(mine, name, stub)
            notes.append(wording.stub_replaced(name))
        elif stub not in (before, here):
            notes.append(wording.function_kept(name))
    imports, others = _wanted(mine, new, new_stubs)
    if imports:
        mine = _import(mine, imports)
        notes.append(wording.imports_added(imports))
    for text in [*others, *(new_stubs[name] for name in missing)]:
        mine = mine.rstrip("\n") + "\n\n\n" + text
    if others:
        notes.append(wording.HELPERS_ADDED)
    notes += [wording.stub_added(name) for name in missing]
    return mine, notes


def _wanted(mine: str, new: str, stubs: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """The imports and the helpers of `new` that `mine` lacks, as text."""
    lines = {line.partition("#")[0].strip() for line in mine.splitlines()}
    named = {name for found in NAMED.findall(_margin(mine)) for name in found if name}
    imports, others = [], []
    for node in source.statements(new) or []:
        text = ast.get_source_segment(new, node) or ""
        if isinstance(node, ast.Import | ast.ImportFrom):
            if ast.unparse(node) not in lines | {_normal(line) for line in lines}:
                imports.append(text)
            continue
        names = _names(node)
        if names and not names & (named | set(stubs)):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                text = source.take(new, node.name).rstrip("\n")
            others.append(text + "\n")
    return imports, others


def _margin(text: str) -> str:
    """The lines that begin at the margin, where a module defines its names."""
    return "\n".join(line for line in text.splitlines() if line[:1].strip())


def _normal(line: str) -> str:
    """An import as `ast` writes it; other lines as they are."""
    if not line.startswith(("import ", "from ")):
        return line
    found = source.statements(line)
    return ast.unparse(found[0]) if found else line


def _names(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return {target.id for target in targets if isinstance(target, ast.Name)}
    return set()


def _import(text: str, imports: list[str]) -> str:
    """`text` with more imports below those it has; at its end where it cannot be parsed."""
    body = source.statements(text)
    if body is None:
        return text.rstrip("\n") + "\n\n" + "\n".join(imports) + "\n"
    above = [node for node in body if isinstance(node, ast.Import | ast.ImportFrom)]
    lines = text.split("\n")
    if above:
        place = above[-1].end_lineno
    else:
        docstring = body and isinstance(body[0], ast.Expr)
        place = body[0].end_lineno if docstring else 0
        imports = ["", *imports] if docstring else [*imports, "", ""]
    return "\n".join([*lines[:place], *imports, *lines[place:]])
