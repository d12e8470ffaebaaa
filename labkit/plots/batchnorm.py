"""Figures of lesson 09: signals on their way through many layers, and what normalising does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from labkit.plots.drawing import arrow
from labkit.plots.style import (
    BLUE,
    CURVES,
    FAINT,
    GREEN,
    INK,
    ORANGE,
    SKY,
    VERMILION,
    figure_style,
)


@figure_style
def signal_histograms(
    rows: Mapping[str, Sequence[np.ndarray]], layers: Sequence[int] = (1, 4, 7, 10)
) -> Figure:
    """What the nodes of some layers say, from -1 to 1: one row of panels for each network.

    `rows` maps a name to the activations of all layers, the inputs first.
    """
    figure, panels = plt.subplots(
        len(rows), len(layers), figsize=(9.6, 1.55 * len(rows) + 0.5), squeeze=False, sharex=True
    )
    edges = np.linspace(-1, 1, 42)
    for line, (name, A) in zip(panels, rows.items(), strict=True):
        for axes, layer in zip(line, layers, strict=True):
            values = np.ravel(A[layer])
            heights = np.histogram(values, edges)[0] / values.size
            axes.stairs(heights, edges, fill=True, facecolor=SKY, edgecolor=INK, linewidth=0.8)
            axes.set(yticks=[], xlim=(-1.04, 1.04), xticks=[-1, 0, 1])
            axes.set_ylim(0, 1.35 * heights.max())
            axes.text(0.02, 0.96, f"spread {values.std():.2g}", transform=axes.transAxes,
                      va="top", fontsize=9)  # fmt: skip
        line[0].set_ylabel(name, fontsize=10)
    for axes, layer in zip(panels[0], layers, strict=True):
        axes.set_title(f"layer {layer}", loc="center")
    for axes in panels[-1]:
        axes.set_xlabel("activation")
    return figure


@figure_style
def tanh_windows(columns: Mapping[str, np.ndarray]) -> Figure:
    """The part of tanh that each column of inputs sees, with the inputs on it."""
    figure, panels = plt.subplots(
        1, len(columns), figsize=(2.5 * len(columns), 2.7), sharey=True, squeeze=False
    )
    for axes, (name, values) in zip(panels[0], columns.items(), strict=True):
        low, high = min(values.min(), 0), max(values.max(), 0)
        air = 0.12 * (high - low)
        z = np.linspace(low - air, high + air, 801)
        axes.plot(z, np.tanh(z), color=BLUE)
        axes.plot(values, np.tanh(values), "o", color=VERMILION, markeredgecolor=INK, markersize=6)
        axes.axhline(0, color=FAINT, linewidth=0.7)
        axes.axvline(0, color=FAINT, linewidth=0.7)
        axes.set(title=name, xlabel="input of tanh", ylim=(-1.1, 1.1), yticks=[-1, 0, 1])
    panels[0, 0].set_ylabel("tanh")
    return figure


@figure_style
def two_steps(items: Sequence[float], gamma: float, beta: float) -> Figure:
    """One column of items on three number lines: as it came, normalised, scaled and shifted."""
    x = np.asarray(items, dtype=float)
    normed = (x - x.mean()) / x.std()
    lines = (
        ("the items $x$", x),
        (r"normalised, $\hat{x}$", normed),
        (rf"$y = {gamma:g}\,\hat{{x}} + {beta:g}$", gamma * normed + beta),
    )
    figure, axes = plt.subplots(figsize=(9.6, 3.4))
    for level, (name, values) in enumerate(lines):
        height = -1.7 * level
        axes.axhline(height, color=FAINT, linewidth=0.9)
        mean, spread = values.mean(), values.std()
        axes.plot([mean - spread, mean + spread], [height - 0.3] * 2, color=INK, linewidth=3,
                  solid_capstyle="butt")  # fmt: skip
        axes.plot([mean], [height - 0.3], "|", color=INK, markersize=14, markeredgewidth=2)
        seen: Counter = Counter()
        for value in np.round(values, 6):
            axes.plot([value], [height + 0.13 + 0.3 * seen[value]], "o", color=SKY,
                      markeredgecolor=INK, markersize=8)  # fmt: skip
            seen[value] += 1
        axes.text(9.0, height + 0.1, name, va="bottom", ha="right")
        axes.text(9.0, height - 0.32, f"mean {mean:.2g}, spread {spread:.2g}", va="center",
                  ha="right", fontsize=9)  # fmt: skip
    axes.set(xlim=(-2.6, 9.0), ylim=(-4.2, 0.9), yticks=[], xticks=range(-2, 8), xlabel="value")
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x", color="#dddddd", linewidth=0.6)
    return figure


def _box(axes: Axes, x: float, y: float, text: str, width: float = 1.7, dashed: bool = False):
    axes.add_patch(
        FancyBboxPatch(
            (x - width / 2, y - 0.36), width, 0.72, boxstyle="round,pad=0.02,rounding_size=0.1",
            facecolor="white" if dashed else "#DCEBF5", edgecolor=INK, linewidth=1.4,
            linestyle="--" if dashed else "-", zorder=2,
        )
    )  # fmt: skip
    axes.text(x, y, text, ha="center", va="center", zorder=3)


@figure_style
def batchnorm_sketch() -> Figure:
    """The whole layer: the path of an item, and where mean and variance come from."""
    figure, axes = plt.subplots(figsize=(9.6, 3.3))
    path = [
        (0.6, "$x$", 0.8), (2.6, r"$x - \mu$", 1.5), (5.1, r"$\hat{x} = (x-\mu)/s$", 2.3),
        (8.1, r"$y = \gamma\,\hat{x} + \beta$", 2.3), (10.4, "$y$", 0.8),
    ]  # fmt: skip
    for (x, text, width), (following, _, wide) in pairwise(path):
        _box(axes, x, 2.6, text, width)
        axes.add_patch(arrow((x + width / 2 + 0.05, 2.6), (following - wide / 2 - 0.05, 2.6)))
    _box(axes, 10.4, 2.6, "$y$", 0.8)
    axes.text(3.6, 3.35, "step 1: normalise", ha="center", style="italic")
    axes.text(8.1, 3.35, "step 2: scale and shift", ha="center", style="italic")
    _box(axes, 3.6, 1.1, r"mean $\mu$ and root $s = \sqrt{\sigma^2 + \varepsilon}$", 4.3)
    axes.add_patch(arrow((2.6, 1.5), (2.6, 2.2)))
    axes.add_patch(arrow((5.1, 1.5), (5.1, 2.2)))
    _box(axes, 8.1, 1.1, r"learned $\gamma$ and $\beta$", 2.3)
    axes.add_patch(arrow((8.1, 1.5), (8.1, 2.2)))
    _box(axes, 2.0, -0.35, "in training: of this batch", 3.5)
    _box(axes, 6.0, -0.35, "at inference: the running ones", 3.9, dashed=True)
    axes.add_patch(arrow((2.4, 0.05), (2.9, 0.7)))
    axes.add_patch(arrow((5.4, 0.05), (4.7, 0.7), linestyle="--"))
    axes.set(xlim=(0, 11), ylim=(-0.85, 3.7))
    axes.axis("off")
    return figure


@figure_style
def batchnorm_graph() -> Figure:
    """From one item x_i to its batch's results: the direct path, and those through mean and
    variance, each in a line style of its own."""
    figure, axes = plt.subplots(figsize=(9.6, 3.5))
    boxes = (
        (0.7, 2.0, "$x_i$", 0.8),
        (2.4, 0.5, r"mean $\mu$", 1.4),
        (4.1, 2.0, r"$c_i = x_i - \mu$", 1.7),
        (5.9, 0.5, r"variance $v$", 1.6),
        (7.6, 0.5, "root $s$", 1.2),
        (8.0, 2.0, r"$\hat{x}_i = c_i / s$", 1.8),
        (10.6, 2.0, r"$y_i = \gamma\hat{x}_i + \beta$", 2.1),
    )
    for box in boxes:
        _box(axes, *box)
    direct = {"color": BLUE, "linewidth": 2.4}
    by_mean = {"color": VERMILION, "linewidth": 2.2, "linestyle": "--"}
    by_variance = {"color": GREEN, "linewidth": 2.4, "linestyle": ":"}
    for start, end, style in (
        ((1.15, 2.0), (3.2, 2.0), direct), ((5.0, 2.0), (7.05, 2.0), direct),
        ((8.95, 2.0), (9.5, 2.0), direct),
        ((1.0, 1.6), (1.9, 0.92), by_mean), ((2.9, 0.92), (3.7, 1.6), by_mean),
        ((4.5, 1.6), (5.4, 0.92), by_variance), ((6.75, 0.5), (6.95, 0.5), by_variance),
        ((7.7, 0.92), (7.9, 1.6), by_variance),
    ):  # fmt: skip
        axes.add_patch(arrow(start, end, **style))
    for text, style, x in (
        ("direct", direct, 0.4), ("through the mean", by_mean, 3.4),
        ("through the variance", by_variance, 7.4),
    ):  # fmt: skip
        axes.plot([x, x + 0.8], [-0.6, -0.6], **style)
        axes.text(x + 0.95, -0.6, text, va="center")
    axes.text(5.9, 2.75, "the same for every item; mean, variance and root are shared by all",
              ha="center", style="italic")  # fmt: skip
    axes.set(xlim=(0.1, 11.8), ylim=(-0.9, 3.0))
    axes.axis("off")
    return figure


@figure_style
def slopes_with_and_without_paths(
    cases: Mapping[str, tuple[np.ndarray, np.ndarray]], labels: Sequence[object]
) -> Figure:
    """For each case two bars per item: its slope, and what it would be with constants.

    `cases` maps a title to (slopes, slopes with mean and variance taken as constants).
    """
    figure, panels = plt.subplots(
        1, len(cases), figsize=(4.8 * len(cases), 3.1), squeeze=False, sharey=True
    )
    place = np.arange(len(labels))
    for axes, (title, (slopes, constants)) in zip(panels[0], cases.items(), strict=True):
        axes.bar(place - 0.2, constants, 0.38, color="white", edgecolor=INK, hatch="////",
                 linewidth=0.8, label="as if mean and variance were constants")  # fmt: skip
        axes.bar(place + 0.2, slopes, 0.38, color=SKY, edgecolor=INK, linewidth=0.8,
                 label="with all three paths")  # fmt: skip
        axes.axhline(0, color=INK, linewidth=0.8)
        axes.set(title=title, xticks=place, xticklabels=labels, xlabel="item $x$")
    panels[0, 0].set_ylabel("slope of the cost")
    handles, names = panels[0, 0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside lower center", ncols=2)
    return figure


@figure_style
def curves_in_panels(
    panels: Mapping[str, Mapping[str, Sequence[Sequence[float]]]],
    xlabel: str,
    ylabel: str,
    log: bool = False,
) -> Figure:
    """Panels side by side with a common scale; each curve may come several times (seeds)."""
    figure, grid = plt.subplots(
        1, len(panels), figsize=(4.8 * len(panels), 3.5), squeeze=False, sharey=True
    )
    for axes, (title, curves) in zip(grid[0], panels.items(), strict=True):
        for style, (name, runs) in zip(CURVES, curves.items(), strict=False):
            for number, run in enumerate(runs):
                places = range(1, len(run) + 1)
                axes.plot(places, run, **style | {"linewidth": 1.4, "markersize": 4},
                          label=name if number == 0 else None)  # fmt: skip
        axes.set(title=title, xlabel=xlabel)
        axes.grid(color="#dddddd", linewidth=0.6)
        if log:
            axes.set_yscale("log")
    grid[0, 0].set_ylabel(ylabel)
    handles, names = grid[0, 0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside lower center", ncols=len(names))
    return figure


@figure_style
def running_statistics(
    of_batches: Mapping[str, Sequence[float]], curves: Mapping[str, Mapping[str, Sequence[float]]]
) -> Figure:
    """Left and right a statistic: that of every batch as dots, running values as curves."""
    figure, panels = plt.subplots(1, len(of_batches), figsize=(9.6, 3.4), squeeze=False)
    for axes, (title, dots) in zip(panels[0], of_batches.items(), strict=True):
        axes.plot(range(1, len(dots) + 1), dots, "o", color=FAINT, markersize=3.5,
                  label="of each batch")  # fmt: skip
        for style, (name, values) in zip(CURVES, curves[title].items(), strict=False):
            axes.plot(range(len(values)), values, **style | {"marker": None}, label=name)
        axes.set(title=title, xlabel="batches seen")
        axes.set_ylim(bottom=0)
        axes.grid(color="#dddddd", linewidth=0.6)
    panels[0, 0].set_ylabel("value")
    handles, names = panels[0, 0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside lower center", ncols=len(names))
    return figure


@figure_style
def learned_and_restoring(pairs: Mapping[str, tuple[np.ndarray, np.ndarray]]) -> Figure:
    """What was learned against what would restore the input; on the diagonal they are equal.

    `pairs` maps a name to (learned, restoring), one value for each node.
    """
    figure, panels = plt.subplots(1, len(pairs), figsize=(9.6, 3.7), squeeze=False)
    for axes, (name, (learned, restoring)) in zip(panels[0], pairs.items(), strict=True):
        low = min(np.min(learned), np.min(restoring))
        high = max(np.max(learned), np.max(restoring))
        air = 0.06 * (high - low)
        ends = [low - air, high + air]
        axes.plot(ends, ends, color=VERMILION, linestyle="--", label="restores the input")
        axes.scatter(restoring, learned, s=14, facecolors="none", edgecolors=BLUE, linewidths=0.8,
                     label="a node")  # fmt: skip
        axes.set(title=name, xlim=ends, ylim=ends, ylabel="learned")
        axes.set_xlabel("value that would restore the input")
        axes.grid(color="#dddddd", linewidth=0.6)
        axes.legend(loc="upper left")
    return figure


@figure_style
def accuracy_bars(accuracies: Mapping[str, float]) -> Figure:
    """One bar for each way of evaluating the same network; the first is the one to compare with."""
    figure, axes = plt.subplots(figsize=(9.6, 0.42 * len(accuracies) + 0.9))
    names = list(accuracies)[::-1]
    bars = axes.barh(names, [accuracies[name] for name in names], color=SKY, edgecolor=INK)
    bars[-1].set(facecolor=ORANGE, hatch="///")
    axes.bar_label(bars, [f"{accuracies[name]:.1%}" for name in names], padding=4)
    axes.set(xlim=(0, 1.1), xlabel="accuracy on the validation images")
    return figure
