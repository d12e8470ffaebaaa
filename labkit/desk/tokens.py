"""What a function is made of once names, comments, docstrings and layout are gone.

Two functions that differ in nothing else have the same tokens. What the course itself brings
(NumPy, Python, the exercises) keeps its name; everything else that a student named is `v`.
"""

from __future__ import annotations

import ast
import builtins
import keyword
import re
from collections.abc import Iterable
from functools import cache

import numpy as np

from labkit.source import statements

LENGTH = 6  # tokens of a shingle: long enough to say something, short enough to survive an edit

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@cache
def _libraries() -> frozenset[str]:
    things = (builtins, np, np.ndarray, np.linalg, np.random.Generator, list, dict, str, set)
    return frozenset({"np", "numpy", "math"}.union(*map(dir, things)))


def definitions(text: str) -> dict[str, Function]:
    """The top-level functions and classes of a module; of two with one name, the last.

    Empty where Python cannot parse it.
    """
    return {node.name: node for node in statements(text) or () if isinstance(node, Function)}


def names_in(texts: Iterable[str]) -> frozenset[str]:
    """The attributes and top-level names of modules that are ours."""
    found: set[str] = set()
    for text in texts:
        body = statements(text) or []
        found.update(definitions(text))
        for node in (part for statement in body for part in ast.walk(statement)):
            if isinstance(node, ast.Attribute):
                found.add(node.attr)
    return frozenset(found)


class _Plain(ast.NodeTransformer):
    """Take away names, docstrings and annotations, or (with `numbered`) number the names."""

    def __init__(self, known: frozenset[str], numbered: bool) -> None:
        self._known = known | _libraries()
        self._numbers: dict[str, int] | None = {} if numbered else None

    def _name(self, name: str) -> str:
        if name in self._known or keyword.iskeyword(name):
            return name
        if self._numbers is None:
            return "v"
        return f"v{self._numbers.setdefault(name, len(self._numbers) + 1)}"

    def visit(self, node: ast.AST) -> ast.AST:
        for key in ("annotation", "returns"):
            if getattr(node, key, None) is not None and not isinstance(node, ast.AnnAssign):
                setattr(node, key, None)
        for key in ("id", "arg", "attr", "name", "asname"):
            if isinstance(name := getattr(node, key, None), str):
                setattr(node, key, self._name(name))
        if isinstance(node, ast.Global | ast.Nonlocal):
            node.names = [self._name(name) for name in node.names]
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


def plain_text(node: Function, known: frozenset[str], numbered: bool = False) -> str:
    """The function as text without what does not count; `numbered` tells its names apart."""
    copied = ast.parse(ast.unparse(node))
    return ast.unparse(_Plain(known, numbered).visit(copied))


def tokens(node: Function, known: frozenset[str]) -> list[str]:
    """The tokens of a function that count. Raises RecursionError for absurd nesting."""
    return re.findall(r"[^\W\d]\w*|[\d.]+(?:e-?\d+)?|[^\w\s]", plain_text(node, known))


def shingles(words: list[str]) -> frozenset[int]:
    """Every run of LENGTH tokens, as a number."""
    return frozenset(
        hash(tuple(words[start : start + LENGTH])) for start in range(len(words) - LENGTH + 1)
    )


def alike(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of shingles that two functions have in common (Jaccard)."""
    return len(one & other) / len(one | other) if one or other else 0.0
