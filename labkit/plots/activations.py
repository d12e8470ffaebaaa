"""Figures of lesson 06: activation functions with their slopes, and what becomes of slopes.

Functions of the learner come in as arguments: an activation function takes pre-activations and
returns activations, a slope takes what its name says. All of them are called before a figure is
begun, so that one which is not written yet leaves no empty axes behind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from labkit.plots.style import (
    BLUE,
    CURVES,
    FAINT,
    INK,
    SKY,
    VERMILION,
    figure_style,
    hide_unused,
    legend_below,
)

Function = Callable[[np.ndarray], np.ndarray]
STEP = 1e-5  # half the width over which a slope is measured


def _measured(function: Function, z: np.ndarray) -> np.ndarray:
    return (function(z + STEP) - function(z - STEP)) / (2 * STEP)


@figure_style
def activation_panels(
    functions: Mapping[str, tuple[Function, Function]], reach: float = 4.0, columns: int = 3
) -> Figure:
    """Each function with its slope, both taken at z; dots are slopes measured on the function."""
    # In two halves, so that a slope which jumps at 0 is not joined by a line.
    left = np.linspace(-reach, -1e-9, 200)
    z = np.concatenate([left, [np.nan], -left[::-1]])
    dots = np.linspace(-reach, reach, 14)  # an even number, so that none lies on a kink at 0
    curves = [
        (function(z), np.where(np.isnan(z), z, slope(z)), _measured(function, dots))
        for function, slope in functions.values()
    ]
    columns = min(columns, len(functions))
    rows = -(-len(functions) // columns)
    figure, panels = plt.subplots(
        rows, columns, figsize=(3.3 * columns, 2.6 * rows + 0.5), squeeze=False, sharey=True
    )
    for axes, name, (values, slopes, measured) in zip(panels.flat, functions, curves, strict=False):
        axes.axhline(0, color=FAINT, linewidth=0.8)
        axes.axvline(0, color=FAINT, linewidth=0.8)
        axes.plot(z, values, color=BLUE, zorder=2, label="the function")
        axes.plot(z, slopes, color=VERMILION, linestyle="--", zorder=3,
                  label="its slope, by the formula")  # fmt: skip
        axes.plot(dots, measured, "o", color=INK, markersize=3.5, zorder=4,
                  label="its slope, measured")  # fmt: skip
        axes.set(title=name, xlim=(-reach, reach), ylim=(-1.35, 2.1), yticks=[-1, 0, 1, 2])
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True, prune="both"))
    for axes in panels[-1]:
        axes.set_xlabel("pre-activation $z$")
    for axes in panels[:, 0]:
        axes.set_ylabel("value, slope")
    hide_unused(panels.flat[len(functions) :])
    legend_below(figure, panels[0, 0])
    return figure


@figure_style
def slope_variables(functions: Mapping[str, tuple[Function, Function]]) -> Figure:
    """For each function with a slope that wants the activation: what it says to a, and to z."""
    z = np.linspace(-4, 4, 401)
    curves = [
        (_measured(function, z), grad(function(z)), grad(z))
        for function, grad in functions.values()
    ]
    figure, panels = plt.subplots(
        1, len(functions), figsize=(4.8 * len(functions), 3.5), squeeze=False
    )
    for axes, name, (measured, from_a, from_z) in zip(panels[0], functions, curves, strict=True):
        axes.axhline(0, color=FAINT, linewidth=0.8)
        axes.plot(z, measured, color=SKY, linewidth=6, label="slope, measured")
        axes.plot(z, from_a, color=BLUE, marker="o", markevery=25,
                  label="given the activation $a$")  # fmt: skip
        axes.plot(z, from_z, color=VERMILION, linestyle="--", marker="x", markevery=25,
                  markeredgewidth=1.8, label="given the pre-activation $z$")  # fmt: skip
        axes.set(title=name, xlabel="pre-activation $z$", xlim=(-4, 4), ylim=(-2.1, 1.2))
    panels[0, 0].set_ylabel("slope")
    legend_below(figure, panels[0, 0])
    return figure


@figure_style
def activation_curves(
    x: Sequence[float],
    curves: Mapping[str, Sequence[float]],
    xlabel: str,
    ylabel: str,
    log: bool = False,
) -> Figure:
    """Values at whole-numbered places such as layers or epochs, one marked line for each name."""
    figure, axes = plt.subplots(figsize=(7.4, 3.7))
    for style, (name, values) in zip(CURVES, curves.items(), strict=False):
        axes.plot(x, values, **style, markevery=max(1, len(x) // 12), label=name)
    axes.set(xlabel=xlabel, ylabel=ylabel)
    if log:
        axes.set_yscale("log")
    axes.xaxis.set_major_locator(MaxNLocator(12, integer=True))
    axes.grid(color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    figure.legend(loc="outside right upper")
    return figure


@figure_style
def activation_spread(functions: Mapping[str, Function], z: np.ndarray) -> Figure:
    """Where the activations of many pre-activations lie, and where their mean is."""
    activations = [np.asarray(function(z)) for function in functions.values()]
    top = 22  # percent
    figure, panels = plt.subplots(
        1, len(functions), figsize=(2.45 * len(functions), 2.7), squeeze=False, sharey=True
    )
    for axes, name, a in zip(panels[0], functions, activations, strict=True):
        weights = np.full(a.shape, 100 / a.size)
        shares, edges, _ = axes.hist(a, bins=np.linspace(-3, 3, 49), weights=weights, color=SKY,
                                     edgecolor=INK, linewidth=0.4)  # fmt: skip
        tallest = shares.argmax()
        if shares[tallest] > top:  # cut off by the frame: say how high it is
            axes.annotate(f"{shares[tallest]:.0f} %", (edges[tallest], top), (-4, -2),
                          textcoords="offset points", ha="right", va="top")  # fmt: skip
        axes.axvline(a.mean(), color=VERMILION, linestyle="--", linewidth=2.2)
        mean = round(float(a.mean()), 2) + 0.0  # + 0.0 makes 0.00 of -0.00
        axes.set(title=f"{name}\nmean {mean:.2f}", xlabel="activation $a$", ylim=(0, top))
    panels[0, 0].set_ylabel("share of the inputs (%)")
    return figure


@figure_style
def on_off(tables: Mapping[str, np.ndarray], shown: int = 30) -> Figure:
    """Pre-activations as squares, examples down, units across: dark where z > 0.

    The first examples are shown. A cross below a column marks a unit that is off for every
    example of its table, shown or not.
    """
    figure, panels = plt.subplots(
        len(tables), 1, figsize=(9.6, len(tables) * (0.05 * shown + 0.6)), squeeze=False,
        sharex=True,
    )  # fmt: skip
    for axes, (name, Z) in zip(panels[:, 0], tables.items(), strict=True):
        off = np.flatnonzero((np.asarray(Z) <= 0).all(axis=0))
        on = np.asarray(Z)[:shown] > 0
        axes.imshow(on, cmap=ListedColormap(["#EFEFEF", BLUE]), vmin=0, vmax=1, aspect="auto",
                    interpolation="nearest")  # fmt: skip
        axes.plot(off, np.full(len(off), shown + 1.0), "x", color=VERMILION, markersize=6,
                  markeredgewidth=1.6, clip_on=False)  # fmt: skip
        axes.set(title=name, ylabel="examples", yticks=[], ylim=(shown + 2, -0.5))
        axes.spines["bottom"].set_visible(False)
    for axes in panels[:-1, 0]:
        axes.tick_params(bottom=False)  # they would run into the title below
    panels[-1, 0].set_xlabel("hidden units (a cross: off for every example)")
    return figure


@figure_style
def depth_bars(shares: Mapping[tuple[str, int], float]) -> Figure:
    """The share of right answers by kind of network and number of hidden layers, as bars."""
    names, depths = (list(dict.fromkeys(key[i] for key in shares)) for i in (0, 1))
    figure, axes = plt.subplots(figsize=(9.0, 3.4))
    looks = ((SKY, ""), ("white", "///"), (BLUE, ""), ("#DDDDDD", "..."))
    width = 0.8 / len(names)
    for i, (name, (color, hatch)) in enumerate(zip(names, looks, strict=False)):
        heights = [shares[name, depth] for depth in depths]
        place = np.arange(len(depths)) + (i - (len(names) - 1) / 2) * width
        bars = axes.bar(place, heights, width, color=color, hatch=hatch, edgecolor=INK, label=name)
        axes.bar_label(bars, [f"{height:.1%}" for height in heights], padding=2, fontsize=9)
    ticks = [f"{depth} hidden layer{'s' if depth > 1 else ''}" for depth in depths]
    axes.set(ylabel="accuracy on validation images", ylim=(0, 1.1))
    axes.set_xticks(range(len(depths)), ticks)
    figure.legend(loc="outside right upper")
    return figure


@figure_style
def maxout_panels(
    cases: Mapping[str, tuple[float, float, float, float]],
    maxout: Callable[..., np.ndarray],
) -> Figure:
    """One input, one unit: two lines w1 x + b1 and w2 x + b2, and the learner's maxout of them."""
    x = np.linspace(-2, 2, 81)
    larger = [
        maxout(x[:, None], np.array([[w1]]), np.array([b1]), np.array([[w2]]), np.array([b2]))
        for w1, b1, w2, b2 in cases.values()
    ]
    figure, panels = plt.subplots(
        1, len(cases), figsize=(3.2 * len(cases), 3.2), squeeze=False, sharey=True
    )
    for axes, (name, (w1, b1, w2, b2)), a in zip(panels[0], cases.items(), larger, strict=True):
        axes.plot(x, np.asarray(a)[:, 0], color=SKY, linewidth=7, label="your maxout")
        axes.plot(x, w1 * x + b1, color=BLUE, linewidth=1.6, label="first sum")
        axes.plot(x, w2 * x + b2, color=VERMILION, linestyle="--", linewidth=1.6,
                  label="second sum")  # fmt: skip
        axes.set(title=name, xlabel="input $x$", ylim=(-2.2, 2.6))
    panels[0, 0].set_ylabel("activation $a$")
    legend_below(figure, panels[0, 0])
    return figure
