"""The page about a class: one HTML file that needs nothing else and asks for nothing.

Jinja2 escapes whatever is put into the template. A policy in the page itself allows no script but
ours and no address at all, should that ever fail.
"""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from labkit.class_report import drawing
from labkit.worker.protocol import printable

HERE = Path(__file__).parent / "page_files"
MAX_TEXT = 100_000

#: A cell of the matrix: its sign, and what it means.
SIGNS = {
    "full": ("✓", "all checks passed"),
    "part": ("", "at least half of the points"),
    "stuck": ("▼", "stuck: attempted, below half"),
    "timeout": ("∞", "a call had no answer in time"),
    "broken": ("✗", "the file does not load"),
    "untouched": ("○", "untouched"),
    "missing": ("–", "not handed in"),
    "refused": ("⊘", "the file was refused"),
    "error": ("!", "could not be graded"),
    "unchecked": ("?", "answered, but not checked without solutions/"),
}


def render(**content: Any) -> str:
    """The page as text."""
    environment = Environment(
        loader=FileSystemLoader(HERE, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "percent": lambda share: "" if share is None else f"{100 * share:.0f} %",
        "points": lambda number: f"{number:.10g}",
        "signed": lambda number: f"{number:+.10g}".replace("-", "−") if number else "0",
        "prose": _prose,
        "number": _number,
    }
    style, script = _text("class_report.css"), _text("class_report.js")
    return environment.get_template("class_report.html.j2").render(
        style=Markup(style),
        script=Markup(script),
        policy=f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'",
        signs=SIGNS,
        stacked=drawing.stacked,
        histogram=drawing.histogram,
        parts=drawing.PARTS,
        zip=zip,
        **content,
    )


def _harmless(value: Any) -> Any:
    """Control characters and such that turn text around are spelt out."""
    return printable(value, MAX_TEXT) if type(value) is str else value


def _prose(text: str) -> Markup:
    """Escaped text in which `backticks` mark code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(_harmless(text)))))


def _number(many: int, one: str, more: str = "") -> str:
    """ "1 student", "2 students"."""
    return f"{many:,} {one if many == 1 else more or one + 's'}"


def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
