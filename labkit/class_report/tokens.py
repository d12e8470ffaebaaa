"""What a function is made of once names, comments, docstrings and layout are gone.

Two functions that differ in nothing else have the same tokens. What the course itself brings
(NumPy, Python, the exercises) keeps its name; everything else that a student named is `v`.
"""

from __future__ import annotations

import ast
import builtins
import re
import warnings
from collections.abc import Iterable
from functools import cache, lru_cache

import numpy as np

from labkit.source import extent, statements

LENGTH = 6  # tokens of a shingle: long enough to say something, short enough to survive an edit

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


#: Names that a function may use without having made them.
GIVEN = frozenset({"np", "numpy", "math", *dir(builtins)})
KEYWORDS = frozenset({"axis", "dtype", "initial", "keepdims", "key", "order", "out", "where"})


@cache
def _attributes() -> frozenset[str]:
    things = (np, np.ndarray, np.linalg, np.random.Generator, list, dict, str, set)
    return frozenset[str]().union(*map(dir, things))


def definitions(text: str) -> dict[str, str]:
    """The text of each top-level function and class of a module; of two with one name, the last.

    Empty where Python cannot parse it.
    """
    lines = text.split("\n")
    found = {}
    for node in statements(text) or ():
        if isinstance(node, Function):
            found[node.name] = "\n".join(lines[slice(*extent(node))])
    return found


def names_in(texts: Iterable[str]) -> frozenset[str]:
    """The attributes and top-level names of modules that are ours."""
    found: set[str] = set()
    for text in texts:
        found.update(definitions(text))
        for node in (part for statement in statements(text) or () for part in ast.walk(statement)):
            if isinstance(node, ast.Attribute):
                found.add(node.attr)
    return frozenset(found)


class _Plain(ast.NodeTransformer):
    """Take away names, docstrings and annotations, or (with `numbered`) number the names.

    `known` are our names. One that the function itself gives to something is the student's, even
    where NumPy has it, too.
    """

    def __init__(self, node: ast.AST, known: frozenset[str], numbered: bool) -> None:
        parts = list(ast.walk(node))
        bound = {part.arg for part in parts if isinstance(part, ast.arg)}
        bound |= {
            part.id
            for part in parts
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
        }
        self._given = (known | GIVEN) - bound
        self._attributes = known | _attributes()
        self._numbers: dict[str, int] | None = {} if numbered else None

    def _name(self, name: str, known: frozenset[str]) -> str:
        if name in known:
            return name
        if self._numbers is None:
            return "v"
        return f"v{self._numbers.setdefault(name, len(self._numbers) + 1)}"

    def visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, ast.Global | ast.Nonlocal):
            return ast.Pass()
        for key in ("annotation", "returns"):
            if getattr(node, key, None) is not None and not isinstance(node, ast.AnnAssign):
                setattr(node, key, None)
        for key in ("id", "arg", "attr", "name", "asname"):
            if isinstance(name := getattr(node, key, None), str):
                known = self._attributes if key == "attr" else self._given
                known = KEYWORDS if isinstance(node, ast.keyword) else known
                setattr(node, key, self._name(name, known))
        if isinstance(node, Function) and ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:] or [ast.Pass()]
        return super().visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        self.generic_visit(node)
        if node.value is None:
            return ast.Pass()
        return ast.copy_location(ast.Assign([node.target], node.value, lineno=node.lineno), node)

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if isinstance(node.value, str | bytes):  # the words of a message are not the idea
            return ast.copy_location(ast.Constant("…"), node)
        return node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        return ast.copy_location(ast.Constant("…"), node)


def plain_text(text: str, known: frozenset[str], numbered: bool = False) -> str:
    """A function's text without what does not count; `numbered` tells its names apart.

    Raises SyntaxError, ValueError or RecursionError for what Python cannot take.
    """
    tree = ast.parse(text)
    return ast.unparse(_Plain(tree, known, numbered).visit(tree))


def tokens(text: str, known: frozenset[str]) -> list[str]:
    """The tokens of a function that count. Raises what `plain_text` does."""
    return re.findall(r"[^\W\d]\w*|[\d.]+(?:e-?\d+)?|[^\w\s]", plain_text(text, known))


@lru_cache(maxsize=20_000)  # what came with the course is in every submission
def pieces(text: str, known: frozenset[str]) -> frozenset[int]:
    """Every run of LENGTH tokens of a function, as a number; none where it cannot be read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return shingles(tokens(text, known))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()


def shingles(words: list[str]) -> frozenset[int]:
    """Every run of LENGTH of `words`, as a number."""
    return frozenset(
        hash(tuple(words[start : start + LENGTH])) for start in range(len(words) - LENGTH + 1)
    )


def alike(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of shingles that two functions have in common (Jaccard)."""
    return len(one & other) / len(one | other) if one or other else 0.0
