"""Figures of lesson 02: corners and lines, the map of all neurons, hidden space, soft steps.

Functions of the learner come in as arguments, as in lesson 01: `forward` is
`perceptron_forward(X, w, b)`, `line` is `boundary_x2(x1, w, b)`; `predict` takes rows of shape
(m, 2) and gives one answer per row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import BoundaryNorm, LinearSegmentedColormap, ListedColormap
from matplotlib.figure import Figure

from labkit.plots import drawing
from labkit.plots.drawing import CORNERS, Forward, Line
from labkit.plots.style import BLUE, FAINT, INK, VERMILION, figure_style, legend_below

Predict = Callable[[np.ndarray], np.ndarray]
ANSWERS = ("answer 0", "answer 1")
PAPER = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1.5}


class Bend(NamedTuple):
    """One panel of `bends`: a path through hidden space, and where three inputs land on it."""

    title: str
    path: np.ndarray  # (m, 2) hidden values along the way
    landings: np.ndarray  # (3, 2) hidden values of the counts 0, 1 and 2
    line: tuple[np.ndarray, float] | None  # (w, b) of an output neuron that works, if any


@figure_style
def corners(y: np.ndarray, names: Sequence[str], diagonals: bool = False) -> Figure:
    """The four inputs (0, 0), (0, 1), (1, 0), (1, 1) with labels `y`, on request with diagonals."""
    figure, axes = plt.subplots(figsize=(4.4, 4.0))
    _corner_frame(axes)
    if diagonals:
        axes.plot([0, 1], [1, 0], "-", color=VERMILION, label="from label 1 to label 1", zorder=1)
        axes.plot([0, 1], [0, 1], "--", color=BLUE, label="from label 0 to label 0", zorder=1)
        axes.plot([0.5], [0.5], "X", color=INK, markersize=10, label="midpoint of both", zorder=3)
    drawing.scatter(axes, CORNERS, y, names, size=3)
    for row in CORNERS:
        _name(axes, f"({row[0]}, {row[1]})", row, below=row[1] == 0)
    axes.set_ylabel("$x_2$")
    legend_below(figure, axes, columns=2)
    return figure


@figure_style
def truth_tables(
    found: Mapping[str, tuple[np.ndarray, float] | None], forward: Forward, line: Line
) -> Figure:
    """One small panel per truth table; `found` gives a neuron for a table such as "0111"."""
    columns = 4
    rows = -(-len(found) // columns)
    figure, panels = plt.subplots(rows, columns, figsize=(7.6, 1.95 * rows + 0.5), squeeze=False)
    for axes, (table, neuron) in zip(panels.flat, found.items(), strict=False):
        _corner_frame(axes, air=0.45)
        axes.set(xlabel="", xticks=[], yticks=[])
        axes.spines[["top", "right"]].set_visible(True)
        if neuron is not None:
            w, b = neuron
            drawing.fill(axes, lambda grid, w=w, b=b: forward(grid, w, b))
            drawing.draw_line(axes, np.asarray(w, dtype=float), b, line)
        else:
            axes.text(0.5, 0.5, "none found", ha="center", va="center", style="italic")
        drawing.scatter(axes, CORNERS, [int(digit) for digit in table], ANSWERS, size=1.5)
        axes.set_title(table, loc="center", fontweight="bold" if neuron is None else "normal")
    legend_below(figure, panels[0, 1], columns=4)
    return figure


@figure_style
def weight_map(
    y: np.ndarray, forward: Forward, biases: Sequence[float] = (-1.0, 1.0), extent: float = 2.5
) -> Figure:
    """Every point is a neuron (w1, w2): its truth table, and how much of `y` it gets right."""
    figure, panels = plt.subplots(
        1, len(biases), figsize=(4.7 * len(biases), 5.2), sharey=True, squeeze=False
    )
    shades = ListedColormap(["#ffffff", "#e9eff5", "#c3d5e6", "#86abcd", "#0072B2"])
    # Centres of cells: no neuron sits exactly on a border, where a sum is 0.
    steps = extent * ((np.arange(120) + 0.5) / 60 - 1)
    w1, w2 = np.meshgrid(steps, steps)
    places = np.array([8, 4, 2, 1])
    for axes, b in zip(panels[0], biases, strict=True):
        answers = np.array([
            forward(CORNERS, np.array(pair), b) for pair in zip(w1.ravel(), w2.ravel(), strict=True)
        ])  # fmt: skip
        right = (answers == y).sum(axis=1)
        axes.imshow(
            right.reshape(w1.shape), origin="lower", extent=(-extent, extent, -extent, extent),
            cmap=shades, norm=BoundaryNorm(np.arange(-0.5, 5), 5), interpolation="nearest",
        )  # fmt: skip
        table = answers @ places
        for border in (w1, w2, w1 + w2):  # where one row changes its answer
            axes.contour(w1, w2, border, levels=[-b], colors=INK, linewidths=1.3, linestyles="-")
        room = np.min([abs(w1 + b), abs(w2 + b), abs(w1 + w2 + b) / np.sqrt(2)], axis=0).ravel()
        for code in np.unique(table):
            here = table == code
            # The middle of a region; in the small triangle, the place farthest from its sides.
            spot = here if here.mean() > 0.03 else here & (room == room[here].max())
            axes.text(
                w1.ravel()[spot].mean(), w2.ravel()[spot].mean(),
                f"{code:04b}\n{right[here][0]} of 4", ha="center", va="center", fontsize=8,
            )  # fmt: skip
        axes.set(xlabel="$w_1$", title=f"all neurons with $b = {b:g}$", aspect="equal")
    panels[0, 0].set_ylabel("$w_2$")
    return figure


@figure_style
def wiring(
    W1: np.ndarray, b1: np.ndarray, w2: np.ndarray, b2: float, names: Sequence[str]
) -> Figure:
    """A 2-2-1 network with its weights on the arrows and its biases below the nodes."""
    figure, axes = plt.subplots(figsize=(7.4, 3.6))
    drawing.blank(axes, "")
    axes.set(xlim=(-0.6, 7.4), ylim=(-1.0, 3.2))
    inputs, hidden, output = [(0, 2.2), (0, 0)], [(3.2, 2.2), (3.2, 0)], (6.2, 1.1)
    for i, end in enumerate(hidden):
        for j, start in enumerate(inputs):
            # Crossing arrows carry their weight near the start, where they are apart.
            _weighted_arrow(axes, start, end, W1[i][j], at=0.34)
        _weighted_arrow(axes, end, output, w2[i], at=0.45)
    for j, (x, height) in enumerate(inputs):
        drawing.node(axes, x, height, f"$x_{j + 1}$", computes=False)
    for i, (x, height) in enumerate(hidden):
        drawing.node(axes, x, height, f"$h_{i + 1}$", computes=True)
        axes.text(x, height - 0.48, f"{names[i]},  $b = {b1[i]:g}$", ha="center", va="top")
    drawing.node(axes, *output, r"$\hat y$", computes=True)
    axes.text(output[0], output[1] - 0.48, f"$b = {b2:g}$", ha="center", va="top")
    return figure


@figure_style
def regions(panels: Mapping[str, Predict], y: np.ndarray) -> Figure:
    """Where each function of two inputs answers 1, with the four corners labelled `y` on top."""
    figure, grid = plt.subplots(1, len(panels), figsize=(2.6 * len(panels), 3.2), squeeze=False)
    for axes, (title, predict) in zip(grid[0], panels.items(), strict=True):
        _corner_frame(axes)
        drawing.fill(axes, predict)
        drawing.scatter(axes, CORNERS, y, ("label 0", "label 1"), size=1.5)
        axes.set_title(title)
    grid[0, 0].set_ylabel("$x_2$")
    legend_below(figure, grid[0, 0], columns=3)
    return figure


@figure_style
def two_spaces(
    X: np.ndarray,
    y: np.ndarray,
    hidden: Predict,
    output: tuple[np.ndarray, float],
    forward: Forward,
    line: Line,
    class_names: Sequence[str],
    axis_names: Sequence[str] = ("$x_1$", "$x_2$"),
) -> Figure:
    """Input space beside hidden space: the same rows, the same output neuron, two pictures.

    `hidden` turns rows into (m, 2) hidden answers of 0 and 1, `output` is (w, b) of the neuron
    that reads them. In hidden space many rows share a spot; each spot says who is there.
    """
    w, b = np.asarray(output[0], dtype=float), output[1]
    figure, (left, right) = plt.subplots(1, 2, figsize=(9.8, 4.7))
    few = len(X) == len(CORNERS)
    if few:
        _corner_frame(left)
    else:
        drawing.frame(left, X)
    drawing.fill(left, lambda grid: forward(hidden(grid), w, b))
    drawing.scatter(left, X, y, class_names, size=1.8 if few else 1.0)
    left.set(xlabel=axis_names[0], ylabel=axis_names[1], title="input space")
    _corner_frame(right)
    right.set(xlim=(-0.7, 1.75), ylim=(-0.7, 1.75))
    drawing.fill(right, lambda grid: forward(grid, w, b))
    drawing.draw_line(right, w, b, line, label="boundary of the output neuron")
    H = np.asarray(hidden(X))
    for spot in CORNERS:
        here = (spot == H).all(axis=1)
        if not here.any():
            right.plot(*spot, "x", color=FAINT, markersize=8)
            text = "nobody lands here"
        elif few:
            text = " and ".join(f"({a:g}, {c:g})" for a, c in X[here])
        else:
            counts = [(name, (y[here] == k).sum()) for k, name in enumerate(class_names)]
            text = "\n".join(f"{count} {name}" for name, count in counts if count)
        _name(right, text, spot, below=bool(spot[0] > spot[1]))
        if here.any():
            main = np.bincount(np.asarray(y)[here]).argmax()
            drawing.scatter(right, [spot], np.array([main]), class_names, size=3)
    right.set(xlabel="$h_1$", ylabel="$h_2$", title="hidden space")
    handles, labels = left.get_legend_handles_labels()
    drawn = dict(zip(*reversed(right.get_legend_handles_labels()), strict=True))
    handles.append(drawn["boundary of the output neuron"])
    figure.legend(handles, [*labels, "boundary of the output neuron"],
                  loc="outside lower center", ncols=5)  # fmt: skip
    return figure


@figure_style
def bends(panels: Sequence[Bend], line: Line) -> Figure:
    """The straight path of the count through four hidden layers: kept straight, or bent."""
    figure, grid = plt.subplots(1, len(panels), figsize=(2.65 * len(panels), 3.4), squeeze=False)
    handles: dict[str, Artist] = {}
    for axes, panel in zip(grid[0], panels, strict=True):
        everything = np.vstack([panel.path, panel.landings])
        low, high = everything.min(axis=0), everything.max(axis=0)
        middle, half = (low + high) / 2, 0.7 * (high - low).max()
        axes.set(
            xlim=middle[0] + half * np.array([-1, 1]), ylim=middle[1] + half * np.array([-1, 1])
        )
        if panel.line is not None:
            w, b = panel.line
            drawing.draw_line(axes, np.asarray(w), b, line, label="a line that works")
        jumps = len(np.unique(panel.path.round(6), axis=0)) < 10
        axes.plot(*panel.path.T, ":" if jumps else "-", color=FAINT, linewidth=3, zorder=1,
                  label="path of the count" if not jumps else None)  # fmt: skip
        drawing.scatter(axes, panel.landings, np.array([0, 1, 0]), ("label 0", "label 1"), size=2.4)
        for count, spot in enumerate(panel.landings):
            away = (9, -14) if count == 1 else (-15, 7)  # off the path and off the line
            axes.annotate(str(count), spot, away, textcoords="offset points")
        axes.set(title=panel.title, xlabel="$h_1$", aspect="equal")
        handles |= dict(zip(*reversed(axes.get_legend_handles_labels()), strict=True))
    grid[0, 0].set_ylabel("$h_2$")
    figure.legend(handles.values(), handles.keys(), loc="outside lower center", ncols=4)
    return figure


@figure_style
def soft_surfaces(networks: Mapping[str, Predict], y: np.ndarray) -> Figure:
    """Outputs between 0 and 1 as shades and level lines; the level 0.5 is drawn thick."""
    figure, grid = plt.subplots(1, len(networks), figsize=(3.3 * len(networks), 3.9), squeeze=False)
    shades = LinearSegmentedColormap.from_list("answers", ["#ffffff", "#E8B27C"])
    for axes, (title, predict) in zip(grid[0], networks.items(), strict=True):
        _corner_frame(axes)
        x1, x2 = np.meshgrid(np.linspace(*axes.get_xlim(), 161), np.linspace(*axes.get_ylim(), 161))
        values = np.asarray(predict(np.column_stack([x1.ravel(), x2.ravel()]))).reshape(x1.shape)
        axes.contourf(x1, x2, values, levels=np.linspace(0, 1, 21), cmap=shades, zorder=0)
        levels = np.arange(0.06, 0.5, 0.06)
        if values.max() > 0.5:
            axes.contour(x1, x2, values, levels=[0.5], colors=INK, linewidths=2.4)
            steep = ((values > 0.1) & (values < 0.5)).mean() < 0.05  # no room for more lines
            levels = np.array([] if steep else [0.1, 0.7])
        levels = levels[(levels > values.min()) & (levels < values.max())]
        if len(levels):
            lines = axes.contour(x1, x2, values, levels=levels, colors=INK, linewidths=0.8)
            axes.clabel(lines, fontsize=9)
        drawing.scatter(axes, CORNERS, y, ("label 0", "label 1"), size=1.5)
        axes.set_title(title)
    grid[0, 0].set_ylabel("$x_2$")
    axes.plot([], [], color=INK, linewidth=2.4, label="output 0.5")
    axes.plot([], [], color=INK, linewidth=0.8, label="other levels")
    legend_below(figure, axes, columns=4)
    return figure


@figure_style
def bottleneck(rows: Mapping[str, np.ndarray]) -> Figure:
    """Rows of digit images, 64 pixels each, ink from 0 to 16; one row per name."""
    columns = max(len(images) for images in rows.values())
    figure, grid = plt.subplots(
        len(rows), columns, figsize=(0.95 * columns + 1.6, 1.0 * len(rows)), squeeze=False
    )
    for (name, images), panels in zip(rows.items(), grid, strict=True):
        for axes, image in zip(panels, images, strict=True):
            axes.imshow(image.reshape(8, 8), cmap="gray_r", vmin=0, vmax=16)
            axes.set(xticks=[], yticks=[])
            axes.spines[:].set_visible(False)
        panels[0].set_ylabel(name, rotation=0, ha="right", va="center")
    return figure


# Parts of figures


def _corner_frame(axes: Axes, air: float = 0.6) -> None:
    axes.set(xlim=(-air, 1 + air), ylim=(-air, 1 + air), aspect="equal")
    axes.set(xticks=[0, 1], yticks=[0, 1], xlabel="$x_1$")


def _weighted_arrow(
    axes: Axes, start: tuple[float, float], end: tuple[float, float], weight: float, at: float
) -> None:
    way = np.subtract(end, start)
    gap = 0.4 * way / np.hypot(*way)
    axes.add_patch(drawing.arrow(start + gap, end - gap))
    spot = np.add(start, at * way)
    axes.text(*spot, f"${weight:g}$", ha="center", va="center", color=BLUE, zorder=4, bbox=PAPER)


def _name(axes: Axes, text: str, spot: np.ndarray, below: bool) -> None:
    """Write `text` above or below a point."""
    axes.annotate(
        text, spot, (0, -11 if below else 11), textcoords="offset points", ha="center",
        va="top" if below else "bottom", bbox=PAPER,
    )  # fmt: skip
