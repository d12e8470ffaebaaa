"""Figures of lesson 07: shapes on the way back, the training loop, units that move, layers.

Where a figure shows training, it takes the numbers that the learner's own functions produced.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Rectangle
from numpy.typing import ArrayLike

from labkit.plots.drawing import arrow, node
from labkit.plots.style import BLUE, CURVES, FAINT, INK, SKY, VERMILION, figure_style

PAPER, TINT = "white", "#DCEBF5"


@figure_style
def backward_shapes(m: int, n_in: int, n_out: int) -> Figure:
    """The three products of a layer's backward pass as boxes to scale; hatched: summed over."""
    figure, axes = plt.subplots(figsize=(8.6, 6.4))
    rows = (
        ("the inputs: added up over the nodes", r"$dX_{ik} = \sum_j dZ_{ij}\, W_{jk}$",
         ("dZ", m, n_out, "columns"), ("W", n_out, n_in, "rows"), ("dX", m, n_in)),
        ("the weights: added up over the examples", r"$dW_{jk} = \sum_i dZ_{ij}\, X_{ik}$",
         ("dZ.T", n_out, m, "columns"), ("X", m, n_in, "rows"), ("dW", n_out, n_in)),
        ("the biases: added up over the examples", r"$db_j = \sum_i dZ_{ij}$",
         ("dZ", m, n_out, "rows"), None, ("db", 1, n_out)),
    )  # fmt: skip
    top = 0.0
    for title, formula, first, second, result in rows:
        middle = top - 1.2 - max(first[1], second[1] if second else 1) / 2
        axes.text(0, top, title, weight="bold", va="top")
        axes.text(m + 2 * n_in + 6.5, middle, formula, va="center", fontsize=13)
        x = _matrix(axes, 0.0, middle, *first)
        if second is None:
            axes.text(x + 0.4, middle, ".sum(axis=0)", va="center", fontsize=12)
            x += 5.4
        else:
            axes.text(x + 0.7, middle, "@", ha="center", va="center", fontsize=13)
            x = _matrix(axes, x + 1.4, middle, *second)
        axes.text(x + 0.7, middle, "=", ha="center", va="center", fontsize=13)
        _matrix(axes, x + 1.4, middle, *result, color=TINT)
        top = middle - max(first[1], second[1] if second else 1) / 2 - 2.0
    axes.set(xlim=(-0.3, m + 2 * n_in + 13), ylim=(top + 0.8, 0.3), aspect="equal")
    axes.axis("off")
    return figure


@figure_style
def two_layer_flow() -> Figure:
    """Forward from left to right, backward from right to left, and what the way back needs."""
    figure, axes = plt.subplots(figsize=(9.8, 4.6))
    forward = (
        (0.0, "$X$\n$(m, n_0)$"),
        (2.6, "$Z_1 = X W_1^\\top + b_1$\n$(m, n_1)$"),
        (5.2, "$A_1 = \\tanh Z_1$\n$(m, n_1)$"),
        (7.8, "$Z_2 = A_1 W_2^\\top + b_2$\n$(m, n_2)$"),
        (10.4, "$A_2 = \\sigma(Z_2)$\n$(m, n_2)$"),
    )
    backward = (
        (2.6, "$dZ_1 = dA_1 \\odot (1 - A_1^2)$\n$(m, n_1)$"),
        (5.2, "$dA_1 = dZ_2\\, W_2$\n$(m, n_1)$"),
        (7.8, "$dZ_2 = (A_2 - Y)/m$\n$(m, n_2)$"),
    )
    results = (
        (2.6, "$dW_1 = dZ_1^\\top X$\n$db_1$: sum over the rows"),
        (7.8, "$dW_2 = dZ_2^\\top A_1$\n$db_2$: sum over the rows"),
    )
    for x, text in forward:
        _box(axes, x, 4.0, text, TINT)
    for (x, _), (after, _) in pairwise(forward):
        axes.add_patch(arrow((x + 1.12, 4.0), (after - 1.12, 4.0)))
    for x, text in backward:
        _box(axes, x, 2.0, text, PAPER)
    for start, end in ((7.8, 5.2), (5.2, 2.6)):
        axes.add_patch(arrow((start - 1.12, 2.0), (end + 1.14, 2.0), color=VERMILION))
    for x, text in results:
        _box(axes, x, 0.3, text, PAPER)
        axes.add_patch(arrow((x, 1.56), (x, 0.74), color=VERMILION))
    axes.add_patch(arrow((10.4, 3.55), (8.9, 2.3), color=VERMILION))
    axes.text(10.55, 2.45, "cost $J$, compared with $Y$", ha="center", va="top", fontsize=9.5)
    kept = {"linestyle": ":", "linewidth": 1.5, "color": FAINT}
    for start, end in (((5.2, 3.55), (3.7, 2.46)), ((6.15, 3.55), (6.85, 0.76)),
                       ((0.0, 3.55), (1.7, 0.76))):  # fmt: skip
        axes.add_patch(arrow(start, end, **kept))
    axes.text(-1.05, 5.0, "forward, keeping what the way back needs (dotted)", weight="bold")
    axes.text(-1.05, 2.0, "backward", weight="bold", va="center", color=VERMILION)
    axes.set(xlim=(-1.15, 11.75), ylim=(-0.3, 5.3))
    axes.axis("off")
    return figure


@figure_style
def training_loop() -> Figure:
    """Training as a loop with feedback: predict, compare, find the slopes, change the weights."""
    figure, axes = plt.subplots(figsize=(9.6, 3.9))
    places = {
        "forward\nlayer after layer": (3.6, 3.0, TINT),
        "cost $J$\none number: how wrong?": (8.4, 3.0, TINT),
        "backward\n$dW, db$: which way is up?": (8.4, 0.6, PAPER),
        "update\n$W \\leftarrow W - \\eta\\, dW$": (3.6, 0.6, PAPER),
    }
    for text, (x, y, color) in places.items():
        _box(axes, x, y, text, color, width=3.5, height=1.0, size=11)
    for start, end in (((5.37, 3.0), (6.63, 3.0)), ((8.4, 2.48), (8.4, 1.12)),
                       ((6.63, 0.6), (5.37, 0.6)), ((3.6, 1.12), (3.6, 2.48))):  # fmt: skip
        axes.add_patch(arrow(start, end, linewidth=2.0, mutation_scale=18))
    axes.add_patch(arrow((0.9, 3.0), (1.83, 3.0), linewidth=2.0, mutation_scale=18))
    axes.add_patch(arrow((11.1, 3.0), (10.17, 3.0), linewidth=2.0, mutation_scale=18))
    axes.text(0.75, 3.0, "inputs\n$X$", ha="right", va="center")
    axes.text(11.25, 3.0, "right\nanswers $Y$", ha="left", va="center")
    axes.text(6.0, 3.15, "predictions", ha="center", va="bottom", fontsize=10)
    axes.text(6.0, 0.75, "slopes", ha="center", va="bottom", fontsize=10)
    axes.text(3.75, 1.8, "new weights", ha="left", va="center", fontsize=10)
    axes.text(8.25, 1.8, "feedback", ha="right", va="center", fontsize=10)
    axes.add_patch(arrow((0.9, 1.8), (3.4, 1.8), color=FAINT, linestyle="--"))
    axes.text(0.75, 1.8, "first weights:\nrandom, once", ha="right", va="center", fontsize=10)
    axes.set(xlim=(-1.5, 13.0), ylim=(-0.1, 3.7))
    axes.axis("off")
    return figure


@figure_style
def twin_units() -> Figure:
    """A 2-2-1 network in which both hidden nodes have the same weights."""
    figure, axes = plt.subplots(figsize=(6.6, 3.0))
    inputs, hidden, output = [(0, 2.2), (0, 0)], [(3.2, 2.2), (3.2, 0)], (6.2, 1.1)
    pairs = [(start, end, f"$w_{j + 1}$", 0.34) for end in hidden for j, start in enumerate(inputs)]
    pairs += [(start, output, "$v$", 0.5) for start in hidden]
    for start, end, name, at in pairs:
        way = np.subtract(end, start)
        gap = 0.42 * way / np.hypot(*way)
        axes.add_patch(arrow(start + gap, end - gap))
        axes.text(*(start + at * way), name, ha="center", va="center", color=BLUE,
                  bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.2})  # fmt: skip
    for j, (x, y) in enumerate(inputs):
        node(axes, x, y, f"$x_{j + 1}$", computes=False)
    for x, y in hidden:
        node(axes, x, y, "$a$", computes=True)
    node(axes, *output, r"$\hat y$", computes=True)
    axes.text(3.2, -0.55, "same sums, same activations, same slopes", ha="center", va="top")
    axes.set(xlim=(-0.6, 6.8), ylim=(-1.1, 2.8), aspect="equal")
    axes.axis("off")
    return figure


@figure_style
def unit_paths(paths: Mapping[str, np.ndarray]) -> Figure:
    """The way of every hidden unit's two weights during training; (steps, units, 2) each."""
    figure, panels = plt.subplots(1, len(paths), figsize=(3.3 * len(paths), 3.5), squeeze=False,
                                  sharex=True, sharey=True)  # fmt: skip
    for axes, (title, path) in zip(panels[0], paths.items(), strict=True):
        path = np.asarray(path)
        for unit in range(path.shape[1]):
            style = CURVES[unit] | {"marker": None, "linewidth": 3.4 if unit == 0 else 1.8}
            x, y = path[:, unit].T
            axes.plot(x, y, **style, label=f"hidden node {unit + 1}")
            axes.plot(x[0], y[0], "o", markerfacecolor="white", color=INK, markersize=8 - 3 * unit)
            axes.plot(x[-1], y[-1], "s", color=style["color"], markersize=9 - 4 * unit)
        axes.set(title=title, xlabel="weight of $x_1$")
        axes.axhline(0, color="#dddddd", linewidth=0.8, zorder=0)
        axes.axvline(0, color="#dddddd", linewidth=0.8, zorder=0)
    panels[0, 0].set_ylabel("weight of $x_2$")
    panels[0, 0].plot([], [], "o", markerfacecolor="white", color=INK, label="start")
    panels[0, 0].plot([], [], "s", color=FAINT, label="end")
    handles, labels = panels[0, 0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=4)
    return figure


@figure_style
def layer_histograms(
    rows: Mapping[str, Sequence[ArrayLike]], layers: Sequence[int], low: float, high: float
) -> Figure:
    """Histograms of the activations: a row for each way to start, a column for each layer."""
    figure, panels = plt.subplots(len(rows), len(layers), figsize=(9.8, 1.55 * len(rows) + 0.4),
                                  sharex=True, squeeze=False)  # fmt: skip
    bins = np.linspace(low, high, 41)
    for axes, layer in zip(panels[0], layers, strict=True):
        axes.set_title(f"layer {layer}", loc="center")
    for line, (name, activations) in zip(panels, rows.items(), strict=True):
        for axes, layer in zip(line, layers, strict=True):
            values = np.ravel(activations[layer - 1])
            counts, _ = np.histogram(np.clip(values, low, high), bins)
            axes.bar(bins[:-1], counts / len(values), width=np.diff(bins), align="edge", color=SKY,
                     edgecolor=INK, linewidth=0.4)  # fmt: skip
            axes.set(yticks=[], xticks=[low, (low + high) / 2, high])
            axes.text(0.03, 0.93, _short(values.std()), transform=axes.transAxes, va="top",
                      fontsize=8.5)  # fmt: skip
            axes.margins(y=0.35)
        line[0].set_ylabel(name, rotation=0, ha="right", va="center")
    figure.supxlabel("activation (height of a bar: share of the activations)",
                     fontsize=10)  # fmt: skip
    return figure


@figure_style
def curves_by_powers(
    curves: Mapping[str, ArrayLike], xlabel: str, ylabel: str, start: int = 0
) -> Figure:
    """Curves over start, start + 1, ... on a logarithmic axis; they may differ in length."""
    figure, axes = plt.subplots(figsize=(7.6, 3.9))
    for style, (name, values) in zip(CURVES, curves.items(), strict=False):
        values = np.asarray(values, dtype=float)
        every = max(1, len(values) // 8)
        axes.plot(start + np.arange(len(values)), values, **style, markevery=every, label=name)
    axes.set(xlabel=xlabel, ylabel=ylabel, yscale="log")
    axes.grid(color="#dddddd", linewidth=0.6)
    axes.legend(loc="center left", bbox_to_anchor=(1.01, 0.5))
    return figure


# Parts of figures


def _matrix(
    axes: Axes, x: float, middle: float, name: str, rows: int, columns: int, summed: str = "",
    color: str = PAPER,
) -> float:  # fmt: skip
    """A matrix as a box of that many rows and columns, left edge at x; returns its right edge.

    `summed` says what a product adds up over: its "rows", its "columns", or nothing.
    """
    low = middle - rows / 2
    axes.add_patch(Rectangle((x, low), columns, rows, facecolor=color, edgecolor=INK,
                             linewidth=1.6))  # fmt: skip
    for k in range(columns if summed == "columns" else rows if summed == "rows" else 0):
        band = (x + k, low, 1, rows) if summed == "columns" else (x, low + rows - 1 - k, columns, 1)
        axes.add_patch(Rectangle(band[:2], *band[2:], facecolor="none", edgecolor="#E8B27C",
                                 hatch="//" if k % 2 else "", linewidth=0.8))  # fmt: skip
    axes.add_patch(Rectangle((x, low), columns, rows, fill=False, edgecolor=INK, linewidth=1.6))
    size = f"({columns},)" if name == "db" else f"({rows}, {columns})"
    axes.text(x + columns / 2, low - 0.25, f"{name} {size}", ha="center", va="top", fontsize=10)
    return x + columns


def _box(
    axes: Axes, x: float, y: float, text: str, color: str,
    width: float = 2.2, height: float = 0.84, size: float = 9.0,
) -> None:  # fmt: skip
    axes.add_patch(FancyBboxPatch(
        (x - width / 2, y - height / 2), width, height, boxstyle="round,pad=0,rounding_size=0.12",
        facecolor=color, edgecolor=INK, linewidth=1.3, zorder=2,
    ))  # fmt: skip
    axes.text(x, y, text, ha="center", va="center", fontsize=size, zorder=3, linespacing=1.5)


def _short(spread: float) -> str:
    return f"spread {spread:.2f}" if spread >= 0.005 else f"spread {spread:.0e}"
