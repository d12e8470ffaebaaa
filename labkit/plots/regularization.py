"""Figures of lesson 10: fits and their errors, penalties, networks that memorise, hidden nodes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from labkit.plots.style import (
    BLUE,
    CURVES,
    FAINT,
    INK,
    ORANGE,
    SKY,
    VERMILION,
    figure_style,
    legend_below,
)

Curve = Callable[[np.ndarray], np.ndarray]


def _lines() -> list[dict]:
    """How curves without markers are drawn."""
    return [style | {"marker": None} for style in CURVES]


@figure_style
def points_then_curves(
    x: np.ndarray, y: np.ndarray, curves: Mapping[str, Curve], new: tuple[np.ndarray, np.ndarray]
) -> Figure:
    """Three panels: the points, curves through them, and the same curves among new points."""
    figure, panels = plt.subplots(1, 3, figsize=(10.8, 3.4), sharey=True, sharex=True)
    fine = np.linspace(-1, 1, 400)
    titles = (f"{len(x)} points", "two curves for them", "new points arrive")
    for i, (axes, title) in enumerate(zip(panels, titles, strict=True)):
        if i > 0:
            for style, (name, curve) in zip(_lines(), curves.items(), strict=False):
                axes.plot(fine, curve(fine), **style, label=name, zorder=2)
        if i == 2:
            axes.scatter(*new, s=26, marker="x", color=INK, linewidths=1.2, label="new points",
                         zorder=3)  # fmt: skip
        axes.scatter(x, y, s=34, facecolors="white", edgecolors=INK, linewidths=1.3, zorder=4)
        axes.set(title=title, xlabel="$x$", ylim=(-2.4, 2.4))
    panels[0].set_ylabel("$y$")
    legend_below(figure, panels[2])
    return figure


@figure_style
def fit_errors(
    settings: Sequence[float],
    errors: Mapping[str, Sequence[float]],
    xlabel: str,
    ylabel: str = "mean squared error",
    log: bool = False,
    lowest: str | None = None,
    floor: float = 1e-4,
) -> Figure:
    """Errors against a setting, on a logarithmic axis; values below `floor` lie on its edge.

    `lowest` names the curve whose smallest value is ringed. `log` spreads the settings, too; a
    setting of 0 is then drawn one place to the left of the smallest other one.
    """
    figure, axes = plt.subplots(figsize=(7.4, 3.7))
    settings = np.asarray(settings, dtype=float)
    places = _spread(settings) if log else settings
    for style, (name, values) in zip(CURVES, errors.items(), strict=False):
        values = np.maximum(values, floor)
        axes.plot(places, values, **style, label=name, clip_on=False, zorder=3)
        if name == lowest:
            best = int(np.argmin(values))
            axes.plot(places[best], values[best], "o", markersize=14, markerfacecolor="none",
                      markeredgecolor=INK, markeredgewidth=1.5, zorder=4)  # fmt: skip
    axes.set(xlabel=xlabel, ylabel=ylabel, yscale="log")
    axes.set_ylim(bottom=floor)
    names = [_power(value) if log else f"{value:g}" for value in settings]
    axes.set_xticks(places, names)
    axes.grid(color="#dddddd", linewidth=0.6)
    legend_below(figure, axes)
    return figure


def _spread(values: np.ndarray) -> np.ndarray:
    """Logarithms; 0 is put one step to the left of the smallest other value."""
    positive = np.log10(values, where=values > 0, out=np.full(len(values), np.nan))
    return np.where(values > 0, positive, np.nanmin(positive) - 1)


def _power(value: float) -> str:
    return "0" if value == 0 else f"$10^{{{round(np.log10(value))}}}$"


@figure_style
def spread_of_fits(
    grid: np.ndarray, truth: np.ndarray, fits: Mapping[str, np.ndarray], shown: int = 25
) -> Figure:
    """For each setting: some fits to fresh samples, the mean of all of them, and the truth."""
    figure, panels = plt.subplots(1, len(fits), figsize=(3.6 * len(fits), 3.5), sharey=True)
    for axes, (name, curves) in zip(panels, fits.items(), strict=True):
        for i, curve in enumerate(curves[:shown]):
            axes.plot(grid, curve, color=SKY, linewidth=0.8, zorder=1,
                      label="fits to fresh samples" if i == 0 else None)  # fmt: skip
        axes.plot(grid, truth, color=INK, linewidth=2.0, zorder=2, label="the truth")
        axes.plot(grid, curves.mean(axis=0), color=VERMILION, linestyle="--", linewidth=2.2,
                  zorder=3, label="mean of all fits")  # fmt: skip
        axes.set(title=name, xlabel="$x$", ylim=(-2.2, 2.2))
    panels[0].set_ylabel("$y$")
    legend_below(figure, panels[0])
    return figure


@figure_style
def memory_curves(
    steps: Sequence[int], runs: Mapping[str, Mapping[str, Sequence[float]]]
) -> Figure:
    """One panel for each run, with several shares between 0 and 1 against the steps."""
    figure, panels = plt.subplots(1, len(runs), figsize=(5.0 * len(runs), 3.6), sharey=True)
    for axes, (title, shares) in zip(panels, runs.items(), strict=True):
        for style, (name, values) in zip(CURVES, shares.items(), strict=False):
            axes.plot(steps, values, **style, markevery=max(1, len(steps) // 8), label=name)
        axes.set(title=title, xlabel="steps taken", ylim=(-0.03, 1.03))
        axes.grid(color="#dddddd", linewidth=0.6)
    panels[0].set_ylabel("share")
    legend_below(figure, panels[0])
    return figure


@figure_style
def penalty_shapes() -> Figure:
    """Where the smallest set of equal penalty touches the line of weights with no data loss."""
    corner, edge = np.array([2.0, 1.0]), np.array([1.0, 1.0])
    panels = (
        ("L2", corner, lambda w: (w**2).sum(0), corner / 5),
        ("L1", corner, lambda w: np.abs(w).sum(0), np.array([0.5, 0.0])),
        ("L1, a tie", edge, lambda w: np.abs(w).sum(0), None),
        (r"elastic net, $\beta = 1$", edge, lambda w: (w**2 + np.abs(w)).sum(0), edge / 2),
    )
    figure, grid = plt.subplots(1, 4, figsize=(11.0, 3.7), sharex=True, sharey=True)
    w = np.array(np.meshgrid(np.linspace(-1.2, 1.2, 241), np.linspace(-1.2, 1.2, 241)))
    for axes, (name, x, penalty, touch) in zip(grid, panels, strict=True):
        point = np.array([1.0, 0.0]) if touch is None else touch
        level = float(penalty(point))
        heights = penalty(w)
        axes.contourf(*w, heights, levels=[0, level], colors=["#DCEBF5"])
        axes.contour(*w, heights, levels=[level * share for share in (0.25, 1.0)], colors=[BLUE],
                     linewidths=[1.0, 2.0])  # fmt: skip
        ends = np.array([-1.2, 1.2])
        axes.plot(ends, (1 - x[0] * ends) / x[1], color=VERMILION, linestyle="--", linewidth=1.8)
        if touch is None:
            axes.plot([0, 1], [1, 0], color=INK, linewidth=5, solid_capstyle="round", zorder=3)
        else:
            axes.plot(*touch, "o", color=INK, markersize=8, zorder=4)
        axes.axhline(0, color=FAINT, linewidth=0.7)
        axes.axvline(0, color=FAINT, linewidth=0.7)
        axes.set(title=f"{name}\n$\\mathbf{{x}} = ({x[0]:g}, {x[1]:g})$", xlabel="$w_1$",
                 xlim=(-1.2, 1.2), ylim=(-1.2, 1.2), aspect="equal",
                 xticks=[-1, 0, 1], yticks=[-1, 0, 1])  # fmt: skip
    grid[0].set_ylabel("$w_2$")
    return figure


@figure_style
def hidden_entries(tables: Mapping[str, np.ndarray]) -> Figure:
    """Tables of numbers side by side, examples down and nodes across; zeros are hatched."""
    rows, columns = np.shape(next(iter(tables.values())))
    figure, panels = plt.subplots(
        1, len(tables), figsize=(0.62 * columns * len(tables) + 0.6, 0.42 * rows + 0.9)
    )
    for axes, (title, table) in zip(panels, tables.items(), strict=True):
        for (i, j), value in np.ndenumerate(table):
            look = (
                {"facecolor": "#eeeeee", "hatch": "///"} if value == 0 else {"facecolor": "white"}
            )
            axes.add_patch(Rectangle((j, i), 1, 1, edgecolor=FAINT, linewidth=0.8, **look))
            if value:
                axes.text(j + 0.5, i + 0.5, f"{value:.3g}", ha="center", va="center", fontsize=9)
        axes.set(
            title=title, xlim=(0, columns), ylim=(rows, 0), xlabel="nodes", xticks=[], yticks=[]
        )
    panels[0].set_ylabel("examples")
    return figure


@figure_style
def strength_sweeps(
    sweeps: Mapping[str, tuple[Sequence[float], np.ndarray]], ylabel: str
) -> Figure:
    """One panel for each setting that is varied: every run as a dot, the means joined."""
    figure, panels = plt.subplots(1, len(sweeps), figsize=(4.9 * len(sweeps), 3.5), sharey=True)
    for axes, (xlabel, (settings, results)) in zip(
        np.atleast_1d(panels), sweeps.items(), strict=True
    ):
        places = np.arange(len(settings))
        results = np.asarray(results)
        for run in results.T:
            axes.plot(places, run, "x", color=FAINT, markersize=6, zorder=2)
        means = results.mean(axis=1)
        axes.plot(places, means, color=BLUE, marker="o", zorder=3)
        best = int(means.argmax())
        axes.plot(places[best], means[best], "o", markersize=14, markerfacecolor="none",
                  markeredgecolor=INK, markeredgewidth=1.5, zorder=4)  # fmt: skip
        axes.set_xticks(places, [f"{value:g}" for value in settings])
        axes.set(xlabel=xlabel)
        axes.grid(color="#dddddd", linewidth=0.6)
    panels[0].set_ylabel(ylabel)
    return figure


@figure_style
def blocks_that_took_part(fates: np.ndarray) -> Figure:
    """One row for each training pass, one square for each block; skipped ones are bridged."""
    passes, blocks = fates.shape
    figure, axes = plt.subplots(figsize=(0.46 * blocks + 1.6, 0.42 * passes + 0.9))
    for i, j in np.ndindex(passes, blocks):
        if fates[i, j]:
            axes.add_patch(Rectangle((j + 0.12, i + 0.15), 0.76, 0.7, facecolor=SKY,
                                     edgecolor=INK, linewidth=1.0, zorder=2))  # fmt: skip
        axes.plot([j, j + 1], [i + 0.5, i + 0.5], color=INK, linewidth=1.2, zorder=1)
    counts = fates.sum(axis=1)
    axes.set_yticks(
        np.arange(passes) + 0.5, [f"pass {i + 1}: {n:.0f}" for i, n in enumerate(counts)]
    )
    axes.set_xticks(np.arange(blocks) + 0.5, range(1, blocks + 1))
    axes.set(xlim=(-0.3, blocks + 0.3), ylim=(passes, 0), xlabel="block")
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    return figure


@figure_style
def pooled_regions(
    x: np.ndarray,
    cuts: Mapping[str, np.ndarray],
    pool: Callable[[np.ndarray, np.ndarray], np.ndarray],
) -> Figure:
    """The values cut into regions, once for each set of cuts, with the maxima underneath."""
    figure, panels = plt.subplots(len(cuts), 1, figsize=(7.6, 1.55 * len(cuts) + 0.2))
    for axes, (title, bounds) in zip(panels, cuts.items(), strict=True):
        maxima = np.asarray(pool(x, bounds))
        for a, b, largest in zip(bounds[:-1], bounds[1:], maxima, strict=True):
            for k in range(a, b):
                _box(axes, k, 0, 1, x[k], bold=x[k] == largest)
            axes.add_patch(Rectangle((a + 0.04, -0.04), b - a - 0.08, 1.08, facecolor="none",
                                     edgecolor=INK, linewidth=2.0, zorder=3))  # fmt: skip
            middle = (a + b) / 2
            _box(axes, middle - 0.5, 1.7, 1, largest, bold=True)
            axes.annotate("", (middle, 1.68), (middle, 1.08),
                          arrowprops={"arrowstyle": "-|>", "color": FAINT})  # fmt: skip
        axes.set(title=title, xlim=(-0.2, len(x) + 0.2), ylim=(2.8, -0.15))
        axes.axis("off")
    return figure


def _box(axes: Axes, left: float, top: float, width: float, value: float, bold: bool) -> None:
    axes.add_patch(Rectangle((left + 0.08, top + 0.06), width - 0.16, 0.88,
                             facecolor=ORANGE if bold else "white", edgecolor=FAINT,
                             linewidth=0.8, zorder=1))  # fmt: skip
    axes.text(left + width / 2, top + 0.5, f"{value:g}", ha="center", va="center", zorder=4,
              fontweight="bold" if bold else "normal")  # fmt: skip
