"""A report as a card in a notebook: plain HTML, readable in both themes and in an export.

Everything that may come from a submission passes through `escape`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape

from labkit.report import CheckResult, ExerciseReport, Value
from labkit.wording import headline, next_step, set_by_hand, summary

STYLE = """
.nnlab-card{border:1px solid #8886;border-left:.4em solid #888;border-radius:.4em;padding:.6em 1em;
 margin:.3em 0;max-width:60em;font-family:var(--jp-ui-font-family,system-ui,sans-serif);
 font-size:14px;line-height:1.5;color:inherit}
.nnlab-card.passed{border-left-color:#009e73}.nnlab-card.failed{border-left-color:#d55e00}
.nnlab-card .title{font-weight:600}.nnlab-card .points{float:right;opacity:.8}
.nnlab-card .diagnosis{border-left:.25em solid #e69f00;background:#e69f0022;padding:.4em .8em;
 margin:.5em 0}
.nnlab-card .given{border-left:.25em solid #0072b2;background:#0072b222;padding:.4em .8em;
 margin:.5em 0}
.nnlab-card .check{margin:.5em 0}
/* thrice the class: JupyterLab has rules of its own for tables and code in outputs */
.nnlab-card.nnlab-card.nnlab-card table{border-collapse:collapse;border:none;
 margin:.2em 0 .2em 1.4em;font-size:inherit}
.nnlab-card.nnlab-card.nnlab-card table tr:nth-child(n){background:none}
.nnlab-card.nnlab-card.nnlab-card table th,.nnlab-card.nnlab-card.nnlab-card table td{
 text-align:left;vertical-align:top;padding:.1em 1em .1em 0;
 background:none;border:none;max-width:none;white-space:normal}
.nnlab-card.nnlab-card.nnlab-card table th{font-weight:normal;opacity:.75}
.nnlab-card.nnlab-card.nnlab-card code,.nnlab-card.nnlab-card.nnlab-card pre{
 font-family:var(--jp-code-font-family,monospace);font-size:13px;
 white-space:pre-wrap;background:none;margin:0;padding:0;color:inherit}
.nnlab-card.nnlab-card.nnlab-card table table{display:inline-table;margin:0;
 font-family:var(--jp-code-font-family,monospace)}
.nnlab-card.nnlab-card.nnlab-card table table td{text-align:right;padding:0 .5em}
.nnlab-card mark{background:#d55e0033;color:inherit;outline:1px solid #d55e00;padding:0 .2em}
.nnlab-card summary{cursor:pointer;display:list-item}.nnlab-card .next{margin-top:.5em}
"""

ICON = {"passed": "✓", "failed": "✗", "not run": "–"}


def page(reports: Iterable[ExerciseReport], following: str = "") -> str:
    """The cards of several exercises, with their style."""
    return f"<style>{STYLE}</style>" + "".join(card(report, following) for report in reports)


def card(report: ExerciseReport, following: str = "") -> str:
    """One exercise: verdict, diagnosis, the first failing check in full, the rest folded."""
    kind = "passed" if report.status == "passed" else "failed"
    kind = "open" if report.status in ("unwritten", "elsewhere") else kind
    title = escape(headline(report))
    parts = [
        f'<div class="nnlab-card {kind}" role="group" aria-label="{title}">',
        f'<span class="points">{_points(report)}</span>',
        f'<span class="title">{title}</span>',
    ]
    if report.given is not None:
        parts.append(f'<div class="given">{_prose(set_by_hand(report))}</div>')
    if report.diagnosis:
        parts.append(f'<div class="diagnosis">{_prose(report.diagnosis)}</div>')
    if report.status != "unwritten":
        failed = [check for check in report.checks if check.outcome != "passed"]
        parts += [_check(check) for check in failed[:1]]
        if failed[1:]:
            inside = "".join(_check(check) for check in failed[1:])
            parts.append(_fold(f"{len(failed) - 1} more not passed", inside))
        passed = [check for check in report.checks if check.outcome == "passed"]
        if passed:
            inside = "".join(_line(check) for check in passed)
            name = "show the checks" if kind == "passed" else summary(report)
            parts.append(_fold(name, inside))
    step = next_step(report, following)
    parts.append(f'<div class="next">{_prose(step)}</div></div>' if step else "</div>")
    return "".join(parts)


def _points(report: ExerciseReport) -> str:
    score = "?" if report.status == "elsewhere" else f"{report.score:g}"
    return f"{score} of {report.points:g} points"


def note(title: str, text: str) -> str:
    """A card that only says something."""
    return (
        f'<style>{STYLE}</style><div class="nnlab-card open" role="group">'
        f'<span class="title">{escape(title)}</span><div class="next">{_prose(text)}</div></div>'
    )


@lru_cache(maxsize=4096)  # the sentences of a lesson's checks, for everyone in a class
def _prose(text: str) -> str:
    """Escaped text in which `backticks` mark code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def _fold(title: str, inside: str) -> str:
    return f"<details><summary>{escape(title)}</summary>{inside}</details>"


def _line(check: CheckResult) -> str:
    return f'<div class="check">{ICON[check.outcome]} {_prose(check.sentence)}</div>'


def _check(check: CheckResult) -> str:
    rows = []
    if check.call:
        rows.append(("call", f"<code>{escape(check.call)}</code>"))
    if check.got is not None:
        rows.append(("returned", _value(check.got)))
    if check.expected is not None:
        rows.append(("expected", _value(check.expected)))
    if check.differences and not (check.got and check.got.rows):
        entries = "".join(
            f"<div><code>{escape(index)}: {escape(got)}, expected {escape(expected)}</code></div>"
            for index, got, expected in check.differences
        )
        rows.append(("wrong entries", entries))
    if check.message:
        rows.append(("verdict", escape(check.message)))
    for file, line, function, source in check.frames:
        place = f"{file}, line {line}" + (f", in {function}" if function else "")
        rows.append(("where", f"{escape(place)}<br><code>{escape(source)}</code>"))
    if check.printed:
        rows.append(("printed", f"<pre>{escape(check.printed)}</pre>"))
    table = "".join(f'<tr><th scope="row">{name}</th><td>{cell}</td></tr>' for name, cell in rows)
    return f"{_line(check)}<table>{table}</table>"


def _value(value: Value) -> str:
    kind = f" <small>({escape(value.kind)})</small>" if value.kind else ""
    if not value.rows:
        return f"<code>{escape(value.text)}</code>{kind}"
    rows = []
    for row, wrong in zip(value.rows, value.wrong, strict=True):
        cells = (
            f"<td>{f'<mark>{escape(text)}</mark>' if bad else escape(text)}</td>"
            for text, bad in zip(row, wrong, strict=True)
        )
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(rows)}</table>{kind}"
