"""Formulas as MathML, which browsers show by themselves: no script, no font, no network.

latex2mathml does the work. What it is given here may come from a student, so what it makes is not
pasted into a page as it is: it un-escapes `<` in texts, and passes styles and links through.
"""

from __future__ import annotations

import re
from html import escape
from xml.etree.ElementTree import Element, tostring

from latex2mathml.converter import convert_to_element

MAX_FORMULA = 2000  # characters; the longest of the course has 566
# A few lines of definitions make a formula of any size, and so does nesting \sideset, which the
# converter writes down twice each time.
EXPLOSIVE = re.compile(r"\\(def|newcommand|newenvironment|DeclareMathOperator|sideset)(?![a-zA-Z])")
ATTRIBUTES = {
    "accent", "columnspacing", "depth", "display", "displaystyle", "fence", "form", "height",
    "largeop", "linethickness", "lspace", "maxsize", "minsize", "movablelimits", "rowspacing",
    "rspace", "scriptlevel", "separator", "stretchy", "voffset", "width",
}  # fmt: skip
VALUE = re.compile(r"[a-z]+|\d?(\.\d+)?(em|ex|pt|px)?( \d?(\.\d+)?em)*")
NEGATIVE = re.compile(r"-?\d?(\.\d+)?(em|ex|pt|px)")  # with a plus or minus, others mean "more"
ENVIRONMENTS = {"{aligned}": "{split}", "{align}": "{align*}"}  # the second without numbers
# Browsers have dropped these attributes of MathML 3; what they meant is said in CSS.
STYLES = {
    ("mathvariant", "bold"): "font-weight:bold",
    ("mathvariant", "bold-italic"): "font-weight:bold;font-style:italic",
    ("mathvariant", "monospace"): "font-family:monospace",
    ("columnalign", "left"): "text-align:left",
    ("columnalign", "right"): "text-align:right;padding-right:0",
    ("notation", "box"): "border:thin solid;padding:.2em",
}
CHARACTER = re.compile(r"&#x([0-9A-Fa-f]+);")
BOLD = {chr(0x1D400 + i): chr(c) for i, c in enumerate([*range(65, 91), *range(97, 123)])}


def mathml(tex: str, display: str = "inline") -> str:
    """The formula `tex`; where it cannot be converted, its source."""
    source = tex
    try:
        if len(tex) > MAX_FORMULA or EXPLOSIVE.search(tex):
            raise ValueError("too large")
        for name, known in ENVIRONMENTS.items():
            tex = tex.replace(name, known)
        formula = convert_to_element(tex, display=display)
        for element in formula.iter():
            _mend(element)
        made = tostring(formula, encoding="unicode", method="html")
        made.encode("utf-8")  # \unicode can ask for half of a surrogate pair
        return made
    except Exception:  # the converter has a dozen errors of its own, and runs into others
        return f'<code class="tex">{escape(source)}</code>'


def _mend(element: Element) -> None:
    """Characters in place of their numbers, and of the attributes those that do no harm.

    Raises ValueError where the converter did not know what it read and wrote that down instead.
    """
    if element.tag != "mtext" and re.match(r"\\.|&$", element.text or ""):
        raise ValueError(element.text)
    element.text = CHARACTER.sub(lambda found: chr(int(found[1], 16)), element.text or "")
    if element.tag == "mtext":
        element.text = element.text.replace("---", "—").replace("--", "–")
    given = dict(element.attrib)
    if element.text in BOLD:  # few fonts have the letters that Unicode calls bold
        element.text, given["mathvariant"] = BOLD[element.text], "bold"
    element.attrib.clear()
    for name, value in given.items():
        allowed = NEGATIVE if element.tag == "mspace" else VALUE
        if name in ATTRIBUTES and allowed.fullmatch(value):
            element.set(name, value)
    styles = [STYLES[pair] for pair in given.items() if pair in STYLES]
    if styles:
        element.set("style", ";".join(styles))
    if given.get("mathvariant") in ("bold", "monospace", "normal"):
        element.set("mathvariant", "normal")  # else a single letter would be slanted
