"""Figures of lesson 03: the sigmoid, shapes of layers, matrix products, scores, running times.

Where a figure needs a network's answers it takes a function of rows, such as the learner's own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from labkit.plots import drawing
from labkit.plots.style import BLUE, CURVES, FAINT, INK, VERMILION, figure_style, legend_below

GRID = 200  # points per side of a map: 40,000 in all
MARK = "#FBE3C8"  # behind the entries that a figure talks about

#: Blue below 0, white at 0, orange above: the ends differ in brightness for a grey print, too.
SIGNED = LinearSegmentedColormap.from_list("signed", ["#2C6DA4", "#FFFFFF", "#F2B968"])


@figure_style
def rows_as_images(rows: np.ndarray, names: Sequence[object], title: str = "") -> Figure:
    """Each row, 64 numbers, as a picture of 8 by 8: white is the smallest, black the largest."""
    figure, panels = plt.subplots(1, len(rows), figsize=(0.95 * len(rows), 1.55), squeeze=False)
    for axes, row, name in zip(panels[0], rows, names, strict=True):
        _thumbnail(axes, row, np.max(rows))
        axes.set_title(str(name), loc="center", fontsize=10)
    figure.suptitle(title, fontsize=11)
    return figure


@figure_style
def sigmoid_graph(sigmoid: Callable[[np.ndarray], np.ndarray] | None = None) -> Figure:
    """The curve 1 / (1 + exp(-z)) with the step behind it. With `sigmoid`, its values on top."""
    figure, axes = plt.subplots(figsize=(6.4, 3.0))
    z = np.linspace(-6, 6, 241)
    axes.plot([-6, 0, 0, 6], [0, 0, 1, 1], color=FAINT, linestyle="--", linewidth=1.4, label="step")
    axes.plot(z, 1 / (1 + np.exp(-z)), color=INK, label="sigmoid")
    if sigmoid is not None:
        dots = np.linspace(-6, 6, 25)
        axes.plot(dots, sigmoid(dots), "D", color=VERMILION, markersize=4, label="your sigmoid(z)")
    axes.plot([0.9], [1 / (1 + np.exp(-0.9))], "o", color=BLUE, markersize=8)
    axes.annotate("our flower:\n$z = 0.9$, $a = 0.711$", (0.9, 0.711), (1.9, 0.36),
                  arrowprops={"arrowstyle": "-", "color": FAINT})  # fmt: skip
    axes.set(xlabel="weighted sum $z$", ylabel="activation $a$", yticks=[0, 0.5, 1])
    axes.set_ylim(-0.06, 1.06)
    axes.legend(loc="upper left")
    return figure


@figure_style
def layer_shapes(sizes: Sequence[int]) -> Figure:
    """A fully connected network with the names of its nodes and the shapes of its weights."""
    figure, axes = plt.subplots(figsize=(3.2 * len(sizes), 1.05 * max(sizes) + 1.6))
    columns = [
        [(3.2 * l, 1.2 * (size - 1) / 2 - 1.2 * j) for j in range(size)]
        for l, size in enumerate(sizes)
    ]
    for left, right in pairwise(columns):
        for start in left:
            for end in right:
                gap = 0.42 * (np.subtract(end, start) / np.hypot(*np.subtract(end, start)))
                axes.add_patch(drawing.arrow(start + gap, end - gap, linewidth=1.0))
    half, last = 1.2 * (max(sizes) - 1) / 2, len(sizes) - 1
    for l, column in enumerate(columns):
        for j, (x, height) in enumerate(column):
            drawing.node(axes, x, height, f"$a^{{[{l}]}}_{j + 1}$", computes=l > 0)
        kind = "input layer" if l == 0 else "output layer" if l == last else "hidden layer"
        axes.text(3.2 * l, -half - 0.75, f"layer {l}: {kind}", ha="center", va="top")
        axes.text(3.2 * l, -half - 1.12, f"$n_{l} = {sizes[l]}$", ha="center", va="top")
    for l in range(1, len(sizes)):
        text = f"$W^{{[{l}]}}$: ({sizes[l]}, {sizes[l - 1]})\n$b^{{[{l}]}}$: ({sizes[l]},)"
        axes.text(3.2 * l - 1.6, half + 0.75, text, ha="center", va="center", color=BLUE)
    axes.set(xlim=(-1.2, 3.2 * last + 1.2), ylim=(-half - 1.7, half + 1.2), aspect="equal")
    axes.axis("off")
    return figure


@figure_style
def matrix_product(
    X: np.ndarray, W: np.ndarray, b: np.ndarray, Z: np.ndarray, example: int, node: int
) -> Figure:
    """X, W transposed, b and Z as tables; the row, column and entry of one sum are marked."""
    (m, n_in), n_out = X.shape, len(W)
    figure, axes = plt.subplots(figsize=(9.6, 0.5 * (m + n_in) + 2.2))
    # The transposed weights stand above the result, so that row and column meet in the entry.
    left, top = n_in + 2.2, m + 1.9
    _table(axes, X, 0, m, lambda i, k: i == example)
    _table(axes, W.T, left, top + n_in, lambda k, j: j == node)
    _table(axes, Z, left, m, lambda i, j: (i, j) == (example, node))
    _table(axes, b[None, :], left, m + 1.45, lambda i, j: j == node)
    small = {"ha": "center", "va": "center", "fontsize": 9, "color": "#666666"}
    for i in range(m):
        axes.text(-0.3, m - i - 0.5, str(i), **small)
        axes.text(left - 0.3, m - i - 0.5, str(i), **small)
    for j in range(n_out):
        axes.text(left + j + 0.5, top + n_in + 0.25, str(j), **small)
    words = {"ha": "right", "va": "center"}
    axes.text(
        left - 0.3, top + n_in / 2, f"$W^\\top$ ({n_in}, {n_out})\none column per node", **words
    )
    axes.text(left - 0.3, m + 0.95, f"$b$ ({n_out},), added to every row", **words)
    axes.text(n_in / 2, -0.25, f"$X$ ({m}, {n_in})\none row per example", ha="center", va="top")
    axes.text(left + n_out / 2, -0.25, f"$Z$ ({m}, {n_out})\nexamples down, nodes across",
              ha="center", va="top")  # fmt: skip
    numbers = [*(f"{w:g} · {x:g}" for w, x in zip(W[node], X[example], strict=True))]
    terms = " + ".join(numbers) + f" + ({b[node]:g}) = {Z[example, node]:.2f}"
    axes.text(left + n_out + 0.4, m - example - 0.5, terms, va="center")
    axes.set(xlim=(-0.6, left + n_out + 4.9), ylim=(-1.3, top + n_in + 0.5))
    axes.axis("off")
    return figure


@figure_style
def score_table(images: np.ndarray, Z: np.ndarray, truth: Sequence[int]) -> Figure:
    """Images down, nodes across: their scores, the largest of each row framed."""
    m, n_out = Z.shape
    figure = plt.figure(figsize=(8.6, 0.52 * m + 0.9))
    grid = figure.add_gridspec(m, 2, width_ratios=[1, 14], wspace=0.02)
    for i in range(m):
        _thumbnail(figure.add_subplot(grid[i, 0]), images[i], np.max(images))
    axes = figure.add_subplot(grid[:, 1])
    for (i, j), score in np.ndenumerate(Z):
        best = j == Z[i].argmax()
        if best:
            axes.add_patch(Rectangle((j - 0.46, i - 0.42), 0.92, 0.84, facecolor=MARK,
                                     edgecolor=INK, linewidth=1.6))  # fmt: skip
        axes.text(j, i, f"{score:.1f}", ha="center", va="center", weight="bold" if best else None)
    for i, label in enumerate(truth):
        right = Z[i].argmax() == label
        axes.text(n_out - 0.35, i, f"it is a {label}  {'✓' if right else '✗'}", va="center",
                  color=INK if right else VERMILION)  # fmt: skip
    axes.set(xlim=(-0.6, n_out + 1.3), ylim=(m - 0.5, -0.5), yticks=[], xticks=range(n_out))
    axes.set_xlabel("node $j$ (column of $Z$): the digit it stands for", loc="left")
    axes.set_ylabel("image $i$ (row of $Z$)")
    axes.tick_params(length=0)
    axes.spines[["left", "bottom"]].set_visible(False)
    return figure


@figure_style
def two_layouts(m: int, n_in: int, n_out: int) -> Figure:
    """One layer in both layouts as boxes to scale; one example is hatched in each."""
    width = max(n_in + 3 * n_out, n_in + 2 * m + 1) + 4.2
    height = m + n_out + 6
    figure, axes = plt.subplots(figsize=(0.4 * width, 0.4 * height))
    _equation(
        axes, 0.0, "examples in rows (this course):  X @ W.T + b",
        [("X", m, n_in, "row"), ("@", 0, 0, ""), ("W.T", n_in, n_out, ""), ("+", 0, 0, ""),
         ("b", 1, n_out, ""), ("=", 0, 0, ""), ("Z", m, n_out, "row")],
    )  # fmt: skip
    _equation(
        axes, -(m + n_out) / 2 - 3.2, "examples in columns:  W @ X + b",
        [("W", n_out, n_in, ""), ("@", 0, 0, ""), ("X", n_in, m, "column"), ("+", 0, 0, ""),
         ("b", n_out, 1, ""), ("=", 0, 0, ""), ("Z", n_out, m, "column")],
    )  # fmt: skip
    axes.set(xlim=(-0.3, width + 0.1), ylim=(-m / 2 - n_out - 4.6, m / 2 + 1.4), aspect="equal")
    axes.axis("off")
    return figure


@figure_style
def score_maps(
    X: np.ndarray,
    y: np.ndarray,
    scores: Mapping[str, Callable[[np.ndarray], np.ndarray]],
    class_names: Sequence[str],
    axis_names: Sequence[str] = ("$x_1$", "$x_2$"),
) -> Figure:
    """One panel per score function: its values as tint and level lines, the line of 0 heavy."""
    figure, panels = plt.subplots(
        1, len(scores), figsize=(3.6 * len(scores) + 0.6, 3.9), squeeze=False
    )
    lines = np.array([-0.375, -0.25, -0.125, 0.125, 0.25, 0.375])
    levels = [-0.51, *lines[:3], 0.0, *lines[3:], 0.51]
    for axes, (name, score) in zip(panels[0], scores.items(), strict=True):
        drawing.frame(axes, X)
        x, x2 = (np.linspace(*limits, GRID) for limits in (axes.get_xlim(), axes.get_ylim()))
        rows = np.column_stack([part.ravel() for part in np.meshgrid(x, x2)])
        values = np.asarray(score(rows), dtype=float).reshape(GRID, GRID)
        tint = axes.contourf(
            x, x2, np.clip(values, -0.5, 0.5), levels=levels, cmap=SIGNED, zorder=0
        )
        axes.contour(x, x2, values, levels=lines, colors=FAINT, linewidths=0.7,
                     linestyles="solid", zorder=1)  # fmt: skip
        axes.contour(x, x2, values, levels=[0.0], colors=INK, linewidths=2.2, zorder=2)
        drawing.scatter(axes, X, y, class_names, size=0.45)
        axes.set(title=name, xlabel=axis_names[0])
    bar = figure.colorbar(
        tint, ax=panels[0, -1], ticks=[-0.375, -0.25, -0.125, 0, 0.125, 0.25, 0.375]
    )
    bar.set_label("score")
    panels[0, 0].set_ylabel(axis_names[1])
    panels[0, 0].plot([], [], color=INK, linewidth=2.2, label="score 0")
    panels[0, 0].plot([], [], color=FAINT, linewidth=0.7, label="other scores, every 0.125")
    legend_below(figure, panels[0, 0], columns=5)
    return figure


@figure_style
def running_times(counts: Sequence[int], seconds: Mapping[str, Sequence[float]]) -> Figure:
    """Seconds against the number of examples on two logarithmic axes, a curve per name."""
    figure, axes = plt.subplots(figsize=(6.8, 4.2))
    for style, (name, times) in zip(reversed(CURVES), seconds.items(), strict=False):
        axes.plot(counts, times, **style)
        axes.annotate(name, (counts[-1], times[-1]), xytext=(8, 0), textcoords="offset points",
                      color=style["color"], va="center")  # fmt: skip
    axes.set(xscale="log", yscale="log", xlabel="images in the batch", ylabel="seconds")
    axes.set_xlim(right=counts[-1] * 5)
    axes.set_xticks(list(counts), [f"{count:,}" for count in counts])
    axes.minorticks_off()
    axes.grid(color="#DDDDDD", linewidth=0.7)
    return figure


# Parts of figures


def _thumbnail(axes: Axes, row: ArrayLike, darkest: float) -> None:
    side = int(np.sqrt(np.size(row)))
    axes.imshow(np.reshape(row, (side, side)), cmap="gray_r", vmin=0, vmax=darkest)
    axes.set(xticks=[], yticks=[])
    for spine in axes.spines.values():
        spine.set(visible=True, color=FAINT, linewidth=0.6)


def _table(
    axes: Axes, values: np.ndarray, left: float, top: float, marked: Callable[[int, int], bool]
) -> None:
    """A table of numbers in cells of side 1, its upper left corner at (left, top)."""
    for (i, j), value in np.ndenumerate(values):
        fill = MARK if marked(i, j) else "white"
        axes.add_patch(Rectangle((left + j, top - i - 1), 1, 1, facecolor=fill, edgecolor=FAINT,
                                 linewidth=0.8))  # fmt: skip
        weight = "bold" if marked(i, j) else None
        number = f"{round(float(value), 2) + 0.0:g}"  # + 0.0 turns -0 into 0
        axes.text(left + j + 0.5, top - i - 0.5, number, ha="center", va="center", fontsize=10,
                  weight=weight)  # fmt: skip
    rows, columns = values.shape
    axes.add_patch(Rectangle((left, top - rows), columns, rows, fill=False, edgecolor=INK,
                             linewidth=1.6))  # fmt: skip


def _equation(
    axes: Axes, middle: float, title: str, parts: Sequence[tuple[str, int, int, str]]
) -> None:
    """Matrices as boxes in a row, signs between them; `parts` are (name, rows, columns, example).

    `example` says whether an example is a "row" or a "column" of this matrix ("" for neither).
    """
    x = 0.0
    for name, rows, columns, example in parts:
        if rows == 0:  # a sign
            axes.text(x + 0.6, middle, name, ha="center", va="center", fontsize=13)
            x += 1.2
            continue
        low = middle - rows / 2
        axes.add_patch(Rectangle((x, low), columns, rows, facecolor="#DCEBF5", edgecolor=INK,
                                 linewidth=1.6))  # fmt: skip
        if example:
            row = example == "row"
            band = Rectangle((x, low + rows - 2), columns, 1) if row else None
            band = band or Rectangle((x + 1, low), 1, rows)
            band.set(facecolor=MARK, edgecolor=VERMILION, hatch="//", linewidth=1.0)
            axes.add_patch(band)
        size = f"({columns},)" if name == "b" and rows == 1 else f"({rows}, {columns})"
        axes.text(x + columns / 2, low - 0.3, f"{name} {size}", ha="center", va="top")
        x += columns
    height = max(rows for _, rows, _, _ in parts)
    axes.text(0, middle + height / 2 + 0.7, title, ha="left", va="center", weight="bold")
