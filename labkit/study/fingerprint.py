"""What a result hangs on, as one short hash: it tells a stale pass from a current one.

For a function these are its own lines, the functions of the package that it uses, and whatever
stands outside of functions in their modules. Work on the next function leaves it alone.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator, Mapping

from labkit.source import extent, statements

REST = ""  # stands for all that belongs to no function
ALL = "*"


def of_function(sources: Mapping[str, str], module: str, name: str) -> str:
    """The fingerprint of `name` in `module`; `sources` are the files of the package."""
    modules: dict[str, _Module] = {}
    seen: set[tuple[str, str]] = set()
    todo = [(module, name)]
    while todo:
        where, what = todo.pop()
        if (where, what) in seen or f"{where}.py" not in sources:
            continue
        seen.add((where, what))
        if where not in modules:
            modules[where] = _Module(where, sources[f"{where}.py"])
            todo.append((where, REST))
        todo += modules[where].uses(what)
    parts = (f"{where}.{what}\n{modules[where].text(what)}" for where, what in sorted(seen))
    return of_text("\n".join(parts))


def of_text(text: str) -> str:
    """The fingerprint of a text; line ends and what cannot be seen behind a line do not count."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return hashlib.sha256(lines.strip("\n").encode("utf-8", "replace")).hexdigest()[:16]


class _Module:
    """One module, cut into its functions and the rest."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self._text = name, text
        self._nodes: dict[str, list[ast.stmt]] = {REST: []}
        self._imported: dict[str, tuple[str, str]] = {}
        body = statements(text)
        self._lines = text.split("\n") if body is not None else None
        for node in body or ():
            self._nodes.setdefault(getattr(node, "name", REST), []).append(node)
            self._imported |= {
                known: origin
                for inner in ast.walk(node)
                if isinstance(inner, ast.Import | ast.ImportFrom)
                for known, origin in _imports(inner)
            }

    def text(self, name: str) -> str:
        """The lines that belong to `name`; the whole text where it cannot be parsed."""
        if self._lines is None:
            return self._text
        return "\n".join(
            line for node in self._nodes.get(name, []) for line in self._lines[slice(*extent(node))]
        )

    def uses(self, name: str) -> Iterator[tuple[str, str]]:
        """The functions of the package that the lines of `name` mention: module and name."""
        if name == ALL:
            yield from ((self.name, each) for each in self._nodes)
        for node in self._nodes.get(name, []):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Name) and inner.id in self._imported:
                    yield self._imported[inner.id]
                elif isinstance(inner, ast.Name) and inner.id in self._nodes:
                    yield self.name, inner.id


def _imports(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, tuple[str, str]]]:
    """For each name that an import of the package brings: the name, then module and function."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            package, _, module = alias.name.partition(".")
            if package == "nnlab":
                yield alias.asname or package, (module, ALL)
        return
    package, _, module = (node.module or "").partition(".")
    if node.level:  # from .perceptron import step
        package, module = "nnlab", node.module or ""
    if package == "nnlab":
        for alias in node.names:
            origin = (module, alias.name) if module else (alias.name, ALL)
            yield alias.asname or alias.name, origin
