"""Figures of lesson 00: pictures and their numbers, histograms, gradient glyphs, splits.

`meadow` draws the pictures of a frog that the lesson works on; it returns an array, not a figure.
Where a figure shows features, it takes the numbers that the learner's own functions computed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Wedge

from labkit.plots.style import (
    BLUE,
    CLASSES,
    FAINT,
    GREEN,
    INK,
    ORANGE,
    VERMILION,
    figure_style,
    hide_unused,
    legend_below,
)

#: How red, green and blue bars, or the first, second and third set, are drawn.
BARS: tuple[dict[str, str], ...] = (
    {"color": VERMILION, "hatch": ""},
    {"color": GREEN, "hatch": "///"},
    {"color": BLUE, "hatch": "..."},
)


class View(NamedTuple):
    """Points of two classes in some coordinates, and a straight cut w . p = cut through them."""

    title: str
    points: np.ndarray  # (m, 2)
    labels: np.ndarray  # (m,) of 0 and 1
    axis_names: tuple[str, str]
    w: np.ndarray | None = None
    cut: float = 0.0


def meadow(
    frog: tuple[int, int] | None = (28, 20), light: float = 1.0, leaves: bool = False
) -> np.ndarray:
    """A picture of 48 by 64 pixels, (48, 64, 3) uint8: grass, and a frog sitting on it.

    Args:
        frog: row and column of the frog's middle; None for a meadow without a frog.
        light: 1.0 is a bright day; smaller numbers are darker.
        leaves: whether autumn leaves are strewn over the grass.
    """
    rng = np.random.default_rng(12)  # always the same grass
    down, right = np.mgrid[:48, :64].astype(float)
    blades = 18 * np.sin(1.9 * right + 2.5 * np.sin(0.35 * down)) + rng.normal(0, 9, (48, 64))
    scene = np.stack([52 + 0.6 * blades, 128 + 1.2 * blades, 46 + 0.5 * blades], axis=-1)
    if leaves:
        for _ in range(26):
            row, column, turn = rng.uniform(0, 48), rng.uniform(0, 64), rng.uniform(0, np.pi)
            leaf = _ellipse(down, right, row, column, 2.2, 4.6, turn)
            scene[leaf] = rng.uniform([150, 60, 15], [225, 130, 50])
    if frog is not None:
        _draw_frog(scene, down - frog[0], right - frog[1])
    return np.clip(light * scene, 0, 255).astype(np.uint8)


def _ellipse(
    down: np.ndarray, right: np.ndarray, row: float, column: float, height: float, width: float,
    turn: float = 0.0,
) -> np.ndarray:  # fmt: skip
    """Mask of the pixels inside an ellipse."""
    y, x = down - row, right - column
    along, across = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    return (along / width) ** 2 + (across / height) ** 2 <= 1


def _draw_frog(scene: np.ndarray, down: np.ndarray, right: np.ndarray) -> None:
    skin, shade, belly = (176, 214, 62), (128, 168, 40), (226, 238, 150)
    for side in (-1, 1):
        scene[_ellipse(down, right, 4, 9 * side, 3.6, 6.5, 0.5 * side)] = shade
        scene[_ellipse(down, right, 8, 12 * side, 1.6, 3.6)] = shade
    scene[_ellipse(down, right, 1, 0, 9, 9)] = skin
    scene[_ellipse(down, right, 5, 0, 4.5, 5.5)] = belly
    scene[_ellipse(down, right, -7, 0, 5, 8)] = skin
    for side in (-1, 1):
        scene[_ellipse(down, right, -11, 4.6 * side, 3, 3)] = skin
        scene[_ellipse(down, right, -11, 4.6 * side, 1.5, 1.5)] = (18, 18, 18)
    scene[_ellipse(down, right, -5.5, 0, 0.6, 4.5)] = (70, 90, 20)


@figure_style
def pictures(images: Mapping[str, np.ndarray], columns: int = 4) -> Figure:
    """Colour or grey pictures side by side, each under its name; grey from 0 (white) to 16."""
    rows = -(-len(images) // columns)
    figure, panels = plt.subplots(
        rows, columns, figsize=(2.6 * columns, 2.5 * rows), squeeze=False
    )  # fmt: skip
    hide_unused(panels.flat[len(images) :])
    for axes, (name, image) in zip(panels.flat, images.items(), strict=False):
        _show(axes, image)
        _frame(axes)
        axes.set_title(name, fontsize=10)
    return figure


@figure_style
def image_and_numbers(image: np.ndarray) -> Figure:
    """A small grey picture, and the table of numbers that it is."""
    figure, (picture, table) = plt.subplots(1, 2, figsize=(7.6, 3.9))
    for axes, title in ((picture, "what you see"), (table, "what the computer is given")):
        axes.set(title=title, xlabel="column", ylabel="row")
        axes.set_xticks(range(image.shape[1]))
        axes.set_yticks(range(image.shape[0]))
        axes.tick_params(length=0)
    _show(picture, image)
    table.set(xlim=(-0.5, image.shape[1] - 0.5), ylim=(image.shape[0] - 0.5, -0.5), aspect="equal")
    for row, column in np.ndindex(*image.shape):
        value = image[row, column]
        table.text(column, row, f"{value:.0f}", ha="center", va="center",
                   color=INK if value else FAINT)  # fmt: skip
    return figure


@figure_style
def template_scores(template: np.ndarray, images: Mapping[str, np.ndarray]) -> Figure:
    """A template beside pictures; the pixels that the template looks at are framed in each."""
    figure, panels = plt.subplots(1, len(images) + 1, figsize=(2.2 * (len(images) + 1), 2.7))
    for axes, (name, image) in zip(panels, {"template": template, **images}.items(), strict=True):
        axes.imshow(image, cmap="Greys_r", vmin=-0.25, vmax=1)
        for row, column in np.argwhere(template > 0):
            axes.add_patch(plt.Rectangle((column - 0.5, row - 0.5), 1, 1, fill=False,
                                         edgecolor=ORANGE, linewidth=1.8))  # fmt: skip
        _frame(axes)
        score = "" if axes is panels[0] else f"\nscore {(template * image).sum():g}"
        axes.set_title(f"{name}{score}", fontsize=10)
    return figure


@figure_style
def color_bars(images: Mapping[str, np.ndarray], histograms: Mapping[str, np.ndarray]) -> Figure:
    """Pictures, and below each its colour histogram: red, green and blue bars."""
    figure, panels = plt.subplots(
        2, len(images), figsize=(3.3 * len(images), 4.4), squeeze=False, sharey="row",
        height_ratios=(1.15, 1),
    )  # fmt: skip
    top = 1.08 * max(float(np.max(histogram)) for histogram in histograms.values())
    for (above, below), (name, image) in zip(panels.T, images.items(), strict=True):
        _show(above, image)
        above.set_title(name, fontsize=10)
        _frame(above)
        histogram = np.asarray(histograms[name])
        bins = len(histogram) // 3
        for channel, (label, style) in enumerate(zip(("red", "green", "blue"), BARS, strict=True)):
            here = np.arange(bins) + channel * (bins + 1)
            below.bar(here, histogram[channel * bins : (channel + 1) * bins], width=0.9,
                      edgecolor="white", linewidth=0, label=label, **style)  # fmt: skip
        middles = [channel * (bins + 1) + (bins - 1) / 2 for channel in range(3)]
        below.set_xticks(middles, ["red", "green", "blue"])
        below.set(ylim=(0, top), xlabel="bins, dark to light")
        below.tick_params(axis="x", length=0)
    panels[1, 0].set_ylabel("share of the pixels")
    return figure


@figure_style
def two_views(views: Sequence[View], class_names: Sequence[str]) -> Figure:
    """The same points in different coordinates, each with a straight cut."""
    figure, panels = plt.subplots(1, len(views), figsize=(4.5 * len(views), 4.1), squeeze=False)
    for axes, view in zip(panels[0], views, strict=True):
        low, high = view.points.min(axis=0), view.points.max(axis=0)
        air = 0.12 * (high - low)
        axes.set(xlim=(low[0] - air[0], high[0] + air[0]), ylim=(low[1] - air[1], high[1] + air[1]))
        if view.w is not None:
            _draw_cut(axes, view.w, view.cut)
        for label, name in enumerate(class_names):
            here = view.points[view.labels == label]
            axes.scatter(here[:, 0], here[:, 1], label=name, zorder=3, **CLASSES[label])
        axes.set(title=view.title, xlabel=view.axis_names[0], ylabel=view.axis_names[1])
        axes.set_box_aspect(1)
    legend_below(figure, panels[0, 0])
    return figure


def _draw_cut(axes: Axes, w: np.ndarray, cut: float) -> None:
    """The line w . p = cut, right across the panel."""
    limits = axes.get_xlim(), axes.get_ylim()
    foot, along = cut * w / (w @ w), np.array([-w[1], w[0]])
    ends = foot + np.array([[-100.0], [100.0]]) * along
    axes.plot(ends[:, 0], ends[:, 1], color=INK, zorder=2, label="straight cut")
    axes.set(xlim=limits[0], ylim=limits[1])


@figure_style
def orientation_bins(bins: int = 9, arrows: Sequence[tuple[float, float]] = ()) -> Figure:
    """The bins of unsigned directions as a clock face, with gradients (gx, gy) as arrows."""
    figure, axes = plt.subplots(figsize=(4.6, 4.5))
    width = 180 / bins
    for half in range(2 * bins):
        shade = "#DCEBF5" if half % bins % 2 == 0 else "white"
        axes.add_patch(Wedge((0, 0), 1, half * width, (half + 1) * width, facecolor=shade,
                             edgecolor=FAINT, linewidth=0.8))  # fmt: skip
        middle = np.radians((half + 0.5) * width)
        axes.text(0.86 * np.cos(middle), 0.86 * np.sin(middle), str(half % bins),
                  ha="center", va="center")  # fmt: skip
    for degrees in (0, 90, 180, 270):
        angle = np.radians(degrees)
        text = {0: "0°", 90: "90°\n(downwards)", 180: "180°", 270: "270°"}[degrees]
        axes.text(1.14 * np.cos(angle), 1.14 * np.sin(angle), text, ha="center", va="center",
                  color="#555555", fontsize=10)  # fmt: skip
    for gx, gy in arrows:
        tip = 0.7 * np.array([gx, gy]) / np.hypot(gx, gy)
        axes.annotate("", tip, (0, 0), arrowprops={"arrowstyle": "-|>", "color": INK, "lw": 2.2})
        side = np.sign(gx) or 1.0
        axes.annotate(f"({gx:g}, {gy:g})".replace("-", "−"), 0.5 * tip + [0.1 * side, -0.02],
                      fontsize=9, ha="left" if side > 0 else "right", va="center",
                      bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})  # fmt: skip
    axes.set(xlim=(-1.35, 1.35), ylim=(1.3, -1.2), aspect="equal")
    axes.axis("off")
    return figure


@figure_style
def hog_glyphs(images: np.ndarray, votes: np.ndarray, cell: int) -> Figure:
    """Pictures above, their cell histograms below, drawn as strokes along the edges.

    `votes` has shape (pictures, rows of cells, columns of cells, bins).
    """
    figure, panels = plt.subplots(2, len(images), figsize=(2.3 * len(images), 4.9), squeeze=False)
    for (above, below), image, picture_votes in zip(panels.T, images, votes, strict=True):
        for axes in (above, below):
            _show(axes, image, faint=axes is below)
            _frame(axes)
            for edge in np.arange(0, image.shape[0] + 1, cell) - 0.5:
                axes.axhline(edge, color=FAINT, linewidth=0.6)
                axes.axvline(edge, color=FAINT, linewidth=0.6)
        _draw_glyphs(below, np.asarray(picture_votes, dtype=float), cell)
    panels[0, 0].set_ylabel("picture and cells")
    panels[1, 0].set_ylabel("strokes along edges")
    return figure


def _draw_glyphs(axes: Axes, votes: np.ndarray, cell: int) -> None:
    bins = votes.shape[-1]
    largest = votes.max() or 1.0
    for row, column, k in np.ndindex(*votes.shape):
        length = 0.5 * cell * votes[row, column, k] / largest
        if length < 0.08 * cell:
            continue
        along = np.radians((k + 0.5) * 180 / bins + 90)  # an edge runs across its gradient
        middle = np.array([column + 0.5, row + 0.5]) * cell - 0.5
        ends = middle + length * np.outer([-1, 1], [np.cos(along), np.sin(along)])
        axes.plot(ends[:, 0], ends[:, 1], color=VERMILION, linewidth=2.2, solid_capstyle="round")


@figure_style
def set_strips(m: int, sets: Mapping[str, np.ndarray]) -> Figure:
    """Which of the rows 0 ... m-1 went into which set: one strip of marks for each."""
    figure, axes = plt.subplots(figsize=(8.4, 2.2))
    for place, (rows, style) in enumerate(zip(sets.values(), BARS, strict=True)):
        axes.vlines(rows, place - 0.36, place + 0.36, color=style["color"], linewidth=2.2)
    axes.set_yticks(range(len(sets)), [f"{name} ({len(rows)})" for name, rows in sets.items()])
    axes.set(ylim=(len(sets) - 0.4, -0.6), xlim=(-1, m), xlabel="number of the row in the file")
    axes.tick_params(axis="y", length=0)
    return figure


@figure_style
def feature_scores(conditions: Sequence[str], scores: Mapping[str, Sequence[float]]) -> Figure:
    """Accuracies as groups of bars: one group per condition, one bar per kind of feature."""
    figure, axes = plt.subplots(figsize=(7.6, 3.5))
    width = 0.8 / len(scores)
    for i, ((name, values), style) in enumerate(zip(scores.items(), BARS, strict=False)):
        places = np.arange(len(conditions)) + (i - (len(scores) - 1) / 2) * width
        bars = axes.bar(places, values, 0.92 * width, label=name, edgecolor="white", linewidth=0,
                        **style)  # fmt: skip
        axes.bar_label(bars, [f"{value:.0%}" for value in values], padding=2, fontsize=10)
    axes.axhline(0.1, color=INK, linewidth=1.2, linestyle="--")
    axes.text(len(conditions) - 0.52, 0.115, "guessing", ha="left", va="bottom", fontsize=9)
    axes.set_xticks(range(len(conditions)), conditions)
    axes.set(ylim=(0, 1.08), xlim=(-0.55, len(conditions) - 0.05), ylabel="answered rightly")
    axes.tick_params(axis="x", length=0)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, 1.16), ncols=len(scores))
    return figure


@figure_style
def fields() -> Figure:
    """Deep learning inside machine learning inside artificial intelligence, with examples."""
    figure, axes = plt.subplots(figsize=(8.8, 4.0))
    boxes = (
        ((0.1, 0.1), 11.8, 5.3, "white", "Artificial intelligence: machines do what takes thought"),
        ((3.6, 0.4), 8.0, 4.2, "#EEF4F8", "Machine learning: gets better with experience"),
        ((7.4, 0.7), 3.9, 3.1, "#D3E5F1", "Deep learning: learns\nlayers of features"),
    )
    for corner, width, height, color, title in boxes:
        axes.add_patch(FancyBboxPatch(corner, width, height, facecolor=color, edgecolor=INK,
                                      boxstyle="round,pad=0,rounding_size=0.3"))  # fmt: skip
        axes.text(corner[0] + 0.25, corner[1] + height - 0.25, title, va="top", weight="bold")
    examples = (
        (0.35, 4.1, ("search, as in\nDeep Blue", "rules that people\nwrote")),
        (3.85, 3.5, ("nearest template\n(this lesson)", "one neuron (lesson 01)",
                     "on features made\nby hand")),
        (7.65, 2.6, ("networks with layers\n(most of this course)", "on learned features")),
    )  # fmt: skip
    for x, top, texts in examples:
        axes.text(x, top, "\n\n".join(texts), va="top", fontsize=10, linespacing=1.35)
    axes.set(xlim=(0, 12), ylim=(0, 5.5))
    axes.axis("off")
    return figure


def _frame(axes: Axes) -> None:
    """A thin frame all around, so that one sees where the paper of a picture ends."""
    axes.set(xticks=[], yticks=[])
    for spine in axes.spines.values():
        spine.set(visible=True, color=FAINT, linewidth=0.8)


def _show(axes: Axes, image: np.ndarray, faint: bool = False) -> None:
    """A colour picture as it is, a grey one as ink on paper (0 white, 16 black)."""
    if image.ndim == 3:
        axes.imshow(image, interpolation="nearest")
    else:
        axes.imshow(image, cmap="Greys", vmin=0, vmax=40 if faint else 16, interpolation="nearest")
