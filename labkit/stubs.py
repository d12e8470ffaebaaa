"""From the reference to what a student starts with: answers cut out, a named error put in.

An answer lies between the lines `# BEGIN SOLUTION` and `# END SOLUTION` of a function in
`solutions/nnlab/`; the same markers delimit the answers in a lesson's cells.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

BEGIN = re.compile(r"^\s*#+ BEGIN SOLUTION\s*$")
END = re.compile(r"^\s*#+ END SOLUTION\s*$")


class BuildError(Exception):
    """A source file breaks a rule of the build; the message names file and rule."""


@dataclass(frozen=True)
class Function:
    """One exercise of a reference module."""

    name: str
    number: str  # "01.1"
    signature: str  # "step(z)"
    title: str  # first line of the docstring


def regions(text: str, where: str) -> list[tuple[int, int]]:
    """The line numbers (from 0) of each BEGIN and END marker, in pairs.

    Raises BuildError for a marker without its partner.
    """
    found, start = [], None
    for index, line in enumerate(text.splitlines()):
        if BEGIN.match(line):
            if start is not None:
                raise BuildError(f"{where}, line {index + 1}: BEGIN SOLUTION inside a solution")
            start = index
        elif END.match(line):
            if start is None:
                raise BuildError(f"{where}, line {index + 1}: END SOLUTION without a beginning")
            found.append((start, index))
            start = None
    if start is not None:
        raise BuildError(f"{where}, line {start + 1}: BEGIN SOLUTION without an end")
    return found


def answers_in(text: str, where: str) -> list[str]:
    """The lines between the markers, marker lines left out."""
    lines = text.splitlines()
    return [line for start, end in regions(text, where) for line in lines[start + 1 : end]]


def functions(reference: str, lesson: str, where: str) -> list[Function]:
    """The exercises of a reference module, in the order of the file."""
    marked = regions(reference, where)
    found = []
    for node in ast.parse(reference, where).body:
        if not isinstance(node, ast.FunctionDef | ast.ClassDef):
            continue
        inside = [pair for pair in marked if node.lineno - 1 <= pair[0] < node.end_lineno]
        if not inside:
            continue
        docstring = ast.get_docstring(node)
        if not docstring:
            raise BuildError(f"{where}: {node.name} needs a docstring")
        number = f"{lesson}.{len(found) + 1}"
        title = docstring.splitlines()[0].rstrip(".")
        found.append(Function(node.name, number, _signature(node), title))
    return found


def _signature(node: ast.FunctionDef | ast.ClassDef) -> str:
    """How a function is called; for a class, how an object is made."""
    if isinstance(node, ast.ClassDef):
        made = [item for item in node.body if getattr(item, "name", "") == "__init__"]
        return f"{node.name}({_parameters(made[0].args, skip=1) if made else ''})"
    return f"{node.name}({_parameters(node.args)})"


def _parameters(args: ast.arguments, skip: int = 0) -> str:
    positional = [*args.posonlyargs, *args.args]
    defaults = [None] * (len(positional) - len(args.defaults)) + list(args.defaults)
    pairs = list(zip(positional, defaults, strict=True))[skip:]
    pairs += zip(args.kwonlyargs, args.kw_defaults, strict=True)
    return ", ".join(
        argument.arg if default is None else f"{argument.arg}={ast.unparse(default)}"
        for argument, default in pairs
    )


def stub(reference: str, module: str, lesson: str, where: str) -> str:
    """The student's file: every answer replaced by a NotImplementedError that names it."""
    exercises = {f.name: f for f in functions(reference, lesson, where)}
    owners = {}
    for node in ast.parse(reference, where).body:
        if getattr(node, "name", None) in exercises:
            owners |= dict.fromkeys(range(node.lineno - 1, node.end_lineno), exercises[node.name])
    lines, position, result = reference.splitlines(), 0, []
    for start, end in regions(reference, where):
        if start not in owners:
            raise BuildError(f"{where}, line {start + 1}: a solution outside of any function")
        owner, indent = owners[start], " " * (len(lines[start]) - len(lines[start].lstrip()))
        result += lines[position:start]
        result.append(f'{indent}raise NotImplementedError("{owner.number} {module}.{owner.name}")')
        position = end + 1
    text = "\n".join([*result, *lines[position:]]) + "\n"
    ast.parse(text, f"the stub of {where}")
    return text


def check_counts(folder: Path, module: str) -> dict[str, int]:
    """How many checks `folder/test_<module>.py` holds for each exercise of the module."""
    path = folder / f"test_{module}.py"
    counts: dict[str, int] = {}
    if path.is_file():
        for node in ast.parse(path.read_text(encoding="utf-8"), str(path)).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                name, double, _ = node.name.removeprefix("test_").partition("__")
                if not double or not ast.get_docstring(node):
                    raise BuildError(
                        f"{path.name}: {node.name} must be named test_<exercise>__<what> "
                        "and have a docstring, the sentence that the learner reads"
                    )
                counts[name] = counts.get(name, 0) + 1
    return counts
