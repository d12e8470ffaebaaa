"""The page that `nbgrader generate_feedback` makes for a student: complete in itself, and safe.

It needs no network: formulas are MathML, the style is in it, and there is no script. Its head
forbids the browser to run or load anything (a content security policy), whatever a student, a
grader or a mistake of ours puts into the rest.
"""

from __future__ import annotations

import re
from pathlib import Path

from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import GetGrades
from pygments.formatters import HtmlFormatter
from traitlets.config import Config

from labkit import cards
from labkit.desk.markdown import MAX_TEXT

PAGES = Path(__file__).parent / "pages"
HERE = "labkit.desk.feedback"
STYLE = re.compile(r"^<style>.*?</style>", re.DOTALL)


class FeedbackExporter(HTMLExporter):
    """nbconvert's exporter under a name of its own: nbgrader sets up Formgrader's by the other."""


class FeedbackGrades(GetGrades):
    """Scores and comments from the gradebook, a title for each part, and what still waits."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        nb, resources = super().preprocess(nb, resources)
        heading = ""
        for cell in nb.cells:
            heading = _heading(cell) or heading
            if utils.is_grade(cell):
                cell.metadata.nbgrader["title"] = heading.replace("`", "")
        resources["parts"] = [cell.metadata.nbgrader for cell in nb.cells if utils.is_grade(cell)]
        resources["card_style"] = cards.STYLE
        resources["code_style"] = HtmlFormatter().get_style_defs(".highlight")
        resources["max_text"] = MAX_TEXT
        return nb, resources

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict, cell_index: int
    ) -> tuple[NotebookNode, dict]:
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        if utils.is_grade(cell):
            name = cell.metadata.nbgrader.grade_id
            grade = self.gradebook.find_grade(
                name, self.notebook_id, self.assignment_id, self.student_id
            )
            cell.metadata.nbgrader["waiting"] = grade.needs_manual_grade
        for output in cell.get("outputs", []):  # the page has the style once, for all its cards
            if "text/html" in output.get("data", {}):
                output.data["text/html"] = STYLE.sub("", output.data["text/html"])
        return cell, resources


def _heading(cell: NotebookNode) -> str:
    """The last heading in one of the lesson's own texts; a student's do not name a part."""
    if cell.cell_type != "markdown" or utils.is_solution(cell) or cell.id.startswith("student-"):
        return ""
    found = [line for line in cell.source.splitlines() if line.startswith("#")]
    return found[-1].lstrip("#").strip() if found else ""


def configure_pages(config: Config) -> None:
    """Settings of nbgrader's pages with students' texts: feedback, and Formgrader's notebooks."""
    config.HTMLExporter.filters = {"markdown2html": "labkit.desk.markdown.markdown2html"}
    config.GenerateFeedback.exporter_class = f"{HERE}.FeedbackExporter"
    config.GenerateFeedback.preprocessors = [f"{HERE}.FeedbackGrades"]
    config.FeedbackExporter.template_name = "nnlab_feedback"
    config.FeedbackExporter.extra_template_basedirs = [str(PAGES)]
