"""Figures of lesson 01: neurons, gates, decision lines that move, small networks.

Where a figure needs a neuron's answer or its decision line, it takes the learner's own functions
as arguments: `forward` is `perceptron_forward(X, w, b)`, `line` is `boundary_x2(x1, w, b)`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Ellipse
from matplotlib.ticker import MaxNLocator

from labkit.plots import drawing
from labkit.plots.drawing import CORNERS, Forward, Line
from labkit.plots.style import (
    CURVES,
    FAINT,
    INK,
    VERMILION,
    figure_style,
    hide_unused,
    legend_below,
)


class Still(NamedTuple):
    """One picture of a moving line: a title, the weights, and the row that was just seen."""

    title: str
    w: np.ndarray
    b: float
    row: np.ndarray | None = None


@figure_style
def points(
    X: np.ndarray,
    y: np.ndarray,
    class_names: Sequence[str],
    axis_names: Sequence[str] = ("$x_1$", "$x_2$"),
) -> Figure:
    """Scatter plot of two columns, one marker for each class."""
    figure, axes = plt.subplots(figsize=(6.4, 3.9))
    drawing.scatter(axes, X, y, class_names)
    axes.set(xlabel=axis_names[0], ylabel=axis_names[1])
    axes.legend(loc="upper left", title="species")
    return figure


@figure_style
def neuron_sketch() -> Figure:
    """A nerve cell and an artificial neuron side by side, matching parts on the same height."""
    figure, (cell, unit) = plt.subplots(1, 2, figsize=(9.6, 3.9))
    _draw_cell(cell)
    _draw_unit(unit)
    return figure


@figure_style
def step_graph(step: Callable[[np.ndarray], np.ndarray] | None = None) -> Figure:
    """The graph of the step function. With `step`, its values are dotted on top."""
    figure, axes = plt.subplots(figsize=(6.0, 2.7))
    axes.plot([-3, 0], [0, 0], color=INK)
    axes.plot([0, 3], [1, 1], color=INK)
    axes.plot([0], [1], "o", markerfacecolor="white", markeredgecolor=INK, markersize=8)
    axes.plot([0], [0], "o", color=INK, markersize=8)
    if step is not None:
        z = np.linspace(-3, 3, 25)
        axes.plot(z, step(z), "D", color=VERMILION, markersize=4, label="your step(z)")
        axes.legend(loc="center left")
    axes.annotate("step(0) = 0", (0, 0), (0.35, 0.16))
    axes.set(xlabel="weighted sum $z$", ylabel="answer", yticks=[0, 1], ylim=(-0.25, 1.25))
    return figure


@figure_style
def gates(params: Mapping[str, tuple[np.ndarray, float]], forward: Forward, line: Line) -> Figure:
    """One panel per gate: the four inputs, the line, the side that fires, the vector w."""
    figure, panels = plt.subplots(1, len(params), figsize=(3.2 * len(params), 3.6), squeeze=False)
    for axes, (name, (w, b)) in zip(panels[0], params.items(), strict=True):
        w = np.asarray(w, dtype=float)
        axes.set(xlim=(-0.6, 1.7), ylim=(-0.6, 1.7), aspect="equal", title=name)
        drawing.fill(axes, lambda grid, w=w, b=b: forward(grid, w, b))
        drawing.draw_line(axes, w, b, line)
        drawing.draw_w(axes, w, b)
        drawing.scatter(axes, CORNERS, forward(CORNERS, w, b), ("answer 0", "answer 1"))
        axes.set(xlabel="$x_1$", xticks=[0, 1], yticks=[0, 1])
    panels[0, 0].set_ylabel("$x_2$")
    legend_below(figure, panels[0, 0], columns=4)
    return figure


@figure_style
def boundary(
    X: np.ndarray,
    y: np.ndarray,
    w: np.ndarray,
    b: float,
    forward: Forward,
    line: Line,
    class_names: Sequence[str],
    axis_names: Sequence[str] = ("$x_1$", "$x_2$"),
    mark: np.ndarray | None = None,
) -> Figure:
    """Labelled points, the decision line and the side that fires; rows in `mark` are ringed."""
    figure, axes = plt.subplots(figsize=(6.8, 4.4))
    drawing.frame(axes, X)
    drawing.fill(axes, lambda grid: forward(grid, w, b))
    drawing.draw_line(axes, w, b, line)
    drawing.scatter(axes, X, y, class_names)
    if mark is not None and len(mark):
        drawing.ring(axes, X[mark], f"answered wrongly: {len(mark)}")
    axes.set(xlabel=axis_names[0], ylabel=axis_names[1])
    legend_below(figure, axes, columns=4)
    return figure


@figure_style
def boundary_stills(
    X: np.ndarray,
    y: np.ndarray,
    stills: Sequence[Still],
    forward: Forward,
    line: Line,
    class_names: Sequence[str],
    axis_names: Sequence[str] = ("$x_1$", "$x_2$"),
    limits: tuple[float, float, float, float] | None = None,
    columns: int = 3,
) -> Figure:
    """Small multiples of a line that moves; the line before is dashed, the cause is ringed.

    `limits` (left, right, bottom, top) replaces a frame that just holds the points.
    """
    rows = -(-len(stills) // columns)
    figure, panels = plt.subplots(
        rows, columns, figsize=(3.3 * columns, 2.6 * rows + 0.5), squeeze=False, sharey=True
    )
    before: Still | None = None
    for axes, still in zip(panels.flat, stills, strict=False):
        drawing.frame(axes, X)
        if limits is not None:
            axes.set(xlim=limits[:2], ylim=limits[2:])
        drawing.fill(axes, lambda grid, still=still: forward(grid, still.w, still.b))
        if before is not None:
            drawing.draw_line(
                axes, before.w, before.b, line, style="--", label="line before", thin=True
            )
        if not drawing.draw_line(axes, still.w, still.b, line) and np.any(still.w):
            drawing.note(axes, "the line lies outside this picture")
        drawing.scatter(axes, X, y, class_names, size=0.55)
        if still.row is not None:
            drawing.ring(axes, np.atleast_2d(still.row), "flower just seen")
        axes.set_title(still.title, fontsize=10)
        before = still
    hide_unused(panels.flat[len(stills) :])
    for axes in panels.flat[max(len(stills) - columns, 0) : len(stills)]:  # lowest of each column
        axes.set_xlabel(axis_names[0])
    for axes in panels[:, 0]:
        axes.set_ylabel(axis_names[1])
    legend_below(figure, panels.flat[min(len(stills), 3) - 1], columns=6)
    return figure


@figure_style
def errors_per_epoch(curves: Mapping[str, Sequence[int]], until: int | None = None) -> Figure:
    """Mistakes in each epoch, one curve per name; `until` cuts the axis off."""
    figure, axes = plt.subplots(figsize=(7.0, 3.2))
    for style, (name, errors) in zip(CURVES, curves.items(), strict=False):
        shown = list(errors)[:until]
        marker = style["marker"] if len(shown) <= 60 else None
        axes.plot(range(1, len(shown) + 1), shown, **(style | {"marker": marker}), label=name)
    axes.set(xlabel="epoch", ylabel="mistakes during the epoch")
    axes.margins(y=0.1)
    axes.set_ylim(bottom=-0.35)
    axes.set_xlim(left=0)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.axhline(0, color=FAINT, linewidth=0.8)
    axes.legend(loc="upper right")
    return figure


@figure_style
def network(sizes: Sequence[int], names: Sequence[str] | None = None) -> Figure:
    """Layers of nodes, every node joined to every node of the next layer."""
    names = names or ["input layer", *["hidden layer"] * (len(sizes) - 2), "output layer"]
    figure, axes = plt.subplots(figsize=(2.6 * len(sizes), 1.0 * max(sizes) + 1.3))
    letters = ["x", *["h"] * (len(sizes) - 2), "o"]
    columns = [
        [(2.2 * i, 1.3 * (size - 1) / 2 - 1.3 * j) for j in range(size)]
        for i, size in enumerate(sizes)
    ]
    for left, right in pairwise(columns):
        for start in left:
            for end in right:
                step = 0.4 * (np.subtract(end, start) / np.hypot(*np.subtract(end, start)))
                axes.add_patch(drawing.arrow(start + step, end - step))
    for i, column in enumerate(columns):
        for j, (x, height) in enumerate(column):
            drawing.node(axes, x, height, f"${letters[i]}_{j + 1}$", computes=i > 0)
        below = -1.3 * (max(sizes) - 1) / 2 - 0.65
        axes.text(x, below, names[i], ha="center", va="top")
        axes.text(x, below - 0.34, f"{sizes[i]} nodes", ha="center", va="top", color="#555555")
    axes.set(xlim=(-0.9, 2.2 * (len(sizes) - 1) + 0.9), aspect="equal")
    axes.set_ylim(-1.3 * (max(sizes) - 1) / 2 - 1.5, 1.3 * (max(sizes) - 1) / 2 + 0.6)
    axes.axis("off")
    return figure


@figure_style
def surface(
    X: np.ndarray,
    y: np.ndarray,
    predict: Callable[[np.ndarray], np.ndarray],
    class_names: Sequence[str],
    axis_names: Sequence[str] = ("$x_1$", "$x_2$"),
    title: str = "",
) -> Figure:
    """Labelled points over the region where `predict`, a function of rows, answers 1."""
    figure, axes = plt.subplots(figsize=(6.8, 4.4))
    drawing.frame(axes, X)
    drawing.fill(axes, predict)
    drawing.scatter(axes, X, y, class_names)
    axes.set(xlabel=axis_names[0], ylabel=axis_names[1], title=title)
    legend_below(figure, axes, columns=4)
    return figure


# Parts of figures


def _draw_cell(axes: Axes) -> None:
    drawing.blank(axes, "A nerve cell (very much simplified)")
    body = "#F3E3D3"
    for tip, bend in (((0.9, 5.8), -0.2), ((0.5, 3.6), 0.0), ((0.9, 1.4), 0.2)):  # dendrites
        style = {"arrowstyle": "-", "linewidth": 3, "connectionstyle": f"arc3,rad={bend}"}
        axes.add_patch(drawing.arrow(tip, (3.6, 3.6), **style))
        axes.add_patch(Circle(tip, 0.2, facecolor=INK, zorder=3))
    axes.add_patch(
        Ellipse((3.7, 3.6), 2.3, 2.1, facecolor=body, edgecolor=INK, linewidth=1.8, zorder=2)
    )
    axes.add_patch(Circle((3.7, 3.6), 0.42, facecolor="#C9A98B", edgecolor=INK, zorder=3))
    axes.plot([4.8, 8.4], [3.6, 3.6], color="#555555", linewidth=4, zorder=1)  # axon
    for height in (2.7, 3.6, 4.5):
        axes.plot([8.4, 9.3], [3.6, height], color="#555555", linewidth=2.4, zorder=1)
        axes.add_patch(Circle((9.4, height), 0.2, facecolor=INK, zorder=3))
    label = {"ha": "center", "fontsize": 10}
    axes.text(1.5, 6.3, "synapses: contacts\nwith other cells", **label)
    axes.text(2.0, 0.4, "dendrites collect", **label)
    axes.text(3.9, 5.1, "cell body\nadds up", **label)
    axes.text(6.6, 4.0, "axon carries\nthe pulse", **label)
    axes.text(8.4, 1.5, "to other cells", **label)


def _draw_unit(axes: Axes) -> None:
    drawing.blank(axes, "An artificial neuron")
    heights, label = (5.8, 3.6, 1.4), {"ha": "center", "va": "center"}
    for height, name, weight in zip(heights, ("x_1", "x_2", "1"), ("w_1", "w_2", "b"), strict=True):
        axes.add_patch(Circle((0.7, height), 0.5, facecolor="white", edgecolor=INK, linewidth=1.4))
        axes.text(0.7, height, f"${name}$", **label)
        axes.add_patch(
            drawing.arrow((1.2, height), (3.75, 3.6 + 0.25 * (height - 3.6)), linewidth=1.8)
        )
        axes.text(2.35, 3.6 + 0.68 * (height - 3.6) + 0.42, rf"$\times\,{weight}$", **label)
    axes.add_patch(Circle((4.6, 3.6), 0.9, facecolor="#DCEBF5", edgecolor=INK, linewidth=2))
    axes.text(4.6, 3.6, "add", **label)
    axes.add_patch(drawing.arrow((5.5, 3.6), (6.7, 3.6), linewidth=1.8))
    axes.text(6.1, 4.0, "$z$", **label)
    axes.add_patch(
        plt.Rectangle((6.7, 2.8), 1.6, 1.6, facecolor="#DCEBF5", edgecolor=INK, linewidth=2)
    )
    axes.plot([6.9, 7.5, 7.5, 8.1], [3.15, 3.15, 4.05, 4.05], color=INK)
    axes.add_patch(drawing.arrow((8.3, 3.6), (9.4, 3.6), linewidth=1.8))
    axes.text(9.7, 3.6, r"$\hat y$", **label)
    small = {"ha": "center", "va": "center", "fontsize": 10}
    axes.text(0.7, 6.75, "inputs", **small)
    axes.text(2.5, 6.75, "weights, bias", **small)
    axes.text(4.6, 5.0, "weighted\nsum", **small)
    axes.text(7.5, 4.9, "step", **small)
    axes.text(9.4, 2.6, "answer\n0 or 1", **small)
