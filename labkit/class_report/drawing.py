"""Bars for the page, as inline SVG. Hatching and numbers carry what colour does."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

WIDTH, HEIGHT, GAP = 360, 18, 1
NARROW = 16  # a part thinner than this has no room for its number

#: The parts of a bar, from left to right: their states, name, and class in the style sheet.
PARTS = (
    (("full",), "all checks passed", "full"),
    (("part",), "at least half", "part"),
    (
        ("stuck", "timeout", "broken"),
        "stuck: below half, no answer in time, or does not load",
        "stuck",
    ),
    (("untouched",), "untouched", "open"),
    (("missing", "refused", "error", "unchecked"), "not handed in or not graded", "none"),
)


def parts_of(states: dict[str, int]) -> list[tuple[int, str, str]]:
    """How many, what, and the class, for each part that is not empty."""
    counted = [(sum(states.get(s, 0) for s in group), words, css) for group, words, css in PARTS]
    return [part for part in counted if part[0]]


def stacked(states: dict[str, int]) -> Markup:
    """One bar for the whole class, divided by how its students stand."""
    parts = parts_of(states)
    total = sum(many for many, _, _ in parts) or 1
    label = ", ".join(f"{many} {words}" for many, words, _ in parts) or "nobody"
    pieces, left = [], 0.0
    for many, words, css in parts:
        width = WIDTH * many / total
        pieces.append(
            Markup('<g><title>{}: {}</title><rect class="bar {}" x="{:.1f}" y="1" width="{:.1f}"'
                   ' height="{}"/>').format(words, many, css, left, max(width - GAP, 1), HEIGHT - 2)
        )  # fmt: skip
        if width >= NARROW:
            pieces.append(
                Markup('<text class="on {}" x="{:.1f}" y="13.5">{}</text>').format(
                    css, left + width / 2, many
                )
            )
        pieces.append(Markup("</g>"))
        left += width
    return Markup(
        '<svg class="stacked" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>'
    ).format(WIDTH, HEIGHT, label, Markup("").join(pieces))


def histogram(bins: Sequence[int]) -> Markup:
    """How many students reached which tenth of the points."""
    width, height, top = 26, 60, 14
    most = max([*bins, 1])
    label = ", ".join(f"{10 * n} to {10 * n + 10} %: {many}" for n, many in enumerate(bins) if many)
    pieces = []
    for place, many in enumerate(bins):
        tall = height * many / most
        x, y = place * width, top + height - tall
        if many:
            pieces.append(
                Markup('<rect class="bar full" x="{}" y="{:.1f}" width="{}" height="{:.1f}"/>'
                       '<text class="count" x="{}" y="{:.1f}">{}</text>').format(
                    x + 1, y, width - 2, tall, x + width / 2, y - 3, many)
            )  # fmt: skip
    total, base = width * len(bins), top + height
    axis = Markup(
        '<path class="axis" d="M0 {}H{}"/><text class="tick" x="0" y="{}">0</text>'
        '<text class="tick middle" x="{}" y="{}">50</text>'
        '<text class="tick end" x="{}" y="{}">100 %</text>'
    ).format(base, total, base + 12, total / 2, base + 12, total, base + 12)
    return Markup(
        '<svg class="histogram" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>'
    ).format(total, base + 16, f"Points: {label}" if label else "No points", axis,
             Markup("").join(pieces))  # fmt: skip
