"""One function in the text of a module: find it, take it out, put another in its place.

Learners reset what is broken, so a text that Python cannot parse is read by its indentation.
"""

from __future__ import annotations

import ast
import re
import warnings


def statements(text: str) -> list[ast.stmt] | None:
    """The statements of a module, or None where Python cannot parse it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of an odd escape the check warns, not every command
        try:
            return ast.parse(text).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None


def span(text: str, name: str) -> tuple[int, int] | None:
    """The lines (from 0, end not included) of the last definition of `name`, or None."""
    body = statements(text)
    if body is None:
        return _span_by_indentation(text.split("\n"), name)
    found = [node for node in body if getattr(node, "name", None) == name]
    if not found:
        return None
    return extent(found[-1])


def extent(node: ast.stmt) -> tuple[int, int]:
    """The lines of a statement, its decorators included: from 0, end not included."""
    marks = getattr(node, "decorator_list", [])
    return min([node.lineno, *(mark.lineno for mark in marks)]) - 1, node.end_lineno


def _span_by_indentation(lines: list[str], name: str) -> tuple[int, int] | None:
    head = re.compile(rf"(async\s+def|def|class)\s+{re.escape(name)}\b")
    starts = [number for number, line in enumerate(lines) if head.match(line)]
    if not starts:
        return None
    start = starts[-1]
    end = start + 1
    # A line that begins at the margin is the next thing in the file, unless it closes the
    # signature or is a piece of the function that lost its indentation.
    while end < len(lines) and not re.match(r"(?!return\b|raise\b)[A-Za-z_@]", lines[end]):
        end += 1
    while end > start + 1 and re.match(r"\s*$|#", lines[end - 1]):
        end -= 1
    while start and lines[start - 1].startswith("@"):
        start -= 1
    return start, end


def take(text: str, name: str) -> str:
    """The text of the last definition of `name`; empty where there is none."""
    found = span(text, name)
    return "\n".join(text.split("\n")[slice(*found)]) + "\n" if found else ""


def put(text: str, name: str, function: str) -> str:
    """`text` with `function` in the place of the last definition of `name`, or at its end."""
    found = span(text, name)
    lines = text.split("\n")
    if found is None:
        return text.rstrip("\n") + "\n\n\n" + function
    return "\n".join([*lines[: found[0]], *function.rstrip("\n").split("\n"), *lines[found[1] :]])
