"""Markdown as HTML that needs nothing else and does nothing: for pages with students' texts.

Graders and students read these pages in the browser that is logged in to their Jupyter, where a
script could do all that they can.
"""

from __future__ import annotations

import re
from html import escape

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from labkit.desk.mathml import mathml

MAX_TEXT = 10_000  # characters; the parser's time grows with their square
OUR_TAG = re.compile(r"</?(details|summary|code)>")  # the folded hints of the lessons
ADDRESS = re.compile(r"(https?://|mailto:|#)[^\s\\]*")
IMAGE = re.compile(r"data:image/(png|jpeg|gif);")


def markdown2html(source: str) -> str:
    """`source` as HTML: formulas in MathML, no HTML of the author's own, no remote image."""
    source = source.encode("utf-8", "replace").decode("utf-8")  # JSON can hold half a character
    # What `restore` did to tags is undone: it would stand in the way of formulas and code.
    source = source.replace("&lt;", "<")
    if len(source) > MAX_TEXT:
        return f"<pre>{escape(source[:MAX_TEXT])}\n… (shortened)</pre>"
    return MarkdownWithMath(renderer=_Renderer()).render(source)


class _Renderer(IPythonRenderer):
    def __init__(self) -> None:
        super().__init__(escape=False, exclude_anchor_links=True)

    def block_html(self, html: str) -> str:
        return f"{self.inline_html(html)}\n"

    def inline_html(self, html: str) -> str:
        """Tags of the lessons as they are, all others as text."""
        parts = re.split(r"(<[^<>]*>)", html)
        text = "".join(part if OUR_TAG.fullmatch(part) else escape(part) for part in parts)
        # Formgrader's style sheet takes the triangle away that says "unfold me".
        return text.replace("<summary>", '<summary style="display:list-item">')

    def block_mermaidjs(self, code: str) -> str:
        """A diagram is drawn by a script; its source has to do."""
        return f"<pre>{escape(code)}</pre>"

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """A link to the web. One to a file leads nowhere from here, and the rest may be scripts."""
        return super().link(text, url, title) if ADDRESS.fullmatch(url) else text

    def block_math(self, body: str) -> str:
        return mathml(body, "block")

    def inline_math(self, body: str) -> str:
        return mathml(body)

    def latex_environment(self, name: str, body: str) -> str:
        return mathml(f"\\begin{{{name}}}{body}\\end{{{name}}}", "block")

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """A picture that is in the text itself; of any other its description and address."""
        if IMAGE.match(url):
            return super().image(text, url, title)
        return escape(f"[{text}: {url}]")
