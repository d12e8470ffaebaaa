"""Figures of lesson 04: shares of probability, losses and their curves, digits and their weights.

Where a figure needs probabilities, it takes the learner's own `softmax(Z)` as an argument.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from labkit.plots.style import (
    BLUE,
    CURVES,
    FAINT,
    INK,
    ORANGE,
    SKY,
    VERMILION,
    figure_style,
    hide_unused,
)

Softmax = Callable[[np.ndarray], np.ndarray]


@figure_style
def digit_gallery(
    images: np.ndarray, captions: Sequence[str] | None = None, columns: int = 12
) -> Figure:
    """Images of 64 pixels each, as 8 x 8 squares in rows, ink in black."""
    rows = -(-len(images) // columns)
    figure, panels = plt.subplots(
        rows, columns, figsize=(0.78 * columns, (0.78 if captions is None else 1.05) * rows),
        squeeze=False,
    )  # fmt: skip
    for i, image in enumerate(images):
        _draw_digit(panels.flat[i], image)
        if captions is not None:
            panels.flat[i].set_title(captions[i], fontsize=10, loc="center")
    hide_unused(panels.flat[len(images) :])
    return figure


@figure_style
def scores_to_shares(scores: Sequence[float], names: Sequence[str], softmax: Softmax) -> Figure:
    """Three steps of a softmax as bars: the scores, their exponentials, their shares."""
    scores = np.asarray(scores, dtype=float)
    shares = np.asarray(softmax(scores[None]))[0]
    figure, panels = plt.subplots(1, 3, figsize=(9.6, 2.9))
    steps = (
        ("scores $s$", scores, "{:.2f}"),
        ("exponentials $e^s$", np.exp(scores), "{:.2f}"),
        ("your softmax(s)", shares, "{:.0%}"),
    )
    for axes, (title, values, form) in zip(panels, steps, strict=True):
        bars = axes.bar(range(len(names)), values, color=SKY, edgecolor=INK, width=0.62)
        axes.bar_label(bars, [form.format(value) for value in values], padding=2)
        axes.axhline(0, color=INK, linewidth=0.8)
        axes.margins(y=0.18)
        axes.set(title=title, xticks=range(len(names)), xticklabels=names, yticks=[])
        axes.spines["left"].set_visible(False)
    return figure


@figure_style
def softmax_and_sigmoids(
    cases: Mapping[str, Sequence[float]], names: Sequence[str], softmax: Softmax
) -> Figure:
    """For each case of scores: the shares of a softmax beside one sigmoid for each class."""
    figure, panels = plt.subplots(
        1, len(cases), figsize=(4.8 * len(cases), 3.4), squeeze=False, sharey=True
    )
    place = np.arange(len(names))
    for axes, (title, values) in zip(panels[0], cases.items(), strict=True):
        scores = np.asarray(values, dtype=float)
        pairs = (
            ("softmax: which one is it?", np.asarray(softmax(scores[None]))[0], -0.2, SKY, ""),
            ("sigmoids: is there one?", 1.0 / (1.0 + np.exp(-scores)), 0.2, "white", "///"),
        )
        for label, heights, shift, color, hatch in pairs:
            bars = axes.bar(
                place + shift, heights, 0.38, color=color, edgecolor=INK, hatch=hatch, label=label
            )
            axes.bar_label(bars, [_percent(height) for height in heights], padding=2, fontsize=9)
        ticks = [f"{name}\nscore {score:g}" for name, score in zip(names, scores, strict=True)]
        axes.set(title=title, xticks=place, xticklabels=ticks, ylim=(0, 1.12))
    panels[0, 0].set_ylabel("probability")
    handles, labels = panels[0, 0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=2)
    return figure


@figure_style
def loss_curves(
    x: np.ndarray,
    curves: Mapping[str, np.ndarray],
    xlabel: str,
    ylabel: str = "loss",
    marks: Mapping[float, str] | None = None,
    top: float | None = None,
) -> Figure:
    """Curves over the same x. `marks` puts named dots on the first curve, `top` cuts the axis."""
    figure, axes = plt.subplots(figsize=(7.0, 3.5))
    for style, (name, values) in zip(CURVES, curves.items(), strict=False):
        style = style | {"marker": None}
        axes.plot(x, values, **style, label=name, zorder=2)
    first = np.asarray(next(iter(curves.values())))
    for place, text in (marks or {}).items():
        height = np.interp(place, x, first)
        axes.plot([place], [height], "o", color=VERMILION, markersize=7, zorder=3, clip_on=False)
        axes.annotate(text, (place, height), (9, 7), textcoords="offset points", fontsize=10)
    axes.set(xlabel=xlabel, ylabel=ylabel)
    axes.set_ylim(bottom=min(0.0, np.min(first)), top=top)
    axes.grid(color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    if len(curves) > 1:
        axes.legend()
    return figure


@figure_style
def absolute_and_square() -> Figure:
    """Left: the absolute and the squared error. Right: their slopes."""
    error = np.linspace(-3, 3, 601)
    figure, (left, right) = plt.subplots(1, 2, figsize=(9.6, 3.3))
    plain = [style | {"marker": None} for style in CURVES]
    left.plot(error, error**2, **plain[0], label="square $e^2$")
    left.plot(error, np.abs(error), **plain[1], label="absolute value $|e|$")
    left.set(xlabel="error $e$ (prediction minus target)", ylabel="loss", title="The loss")
    left.legend(loc="upper center")
    right.plot(error, 2 * error, **plain[0], label="slope of $e^2$")
    for part in (error[error < 0], error[error > 0]):
        right.plot(part, np.sign(part), **plain[1],
                   label="slope of $|e|$" if part[0] < 0 else None)  # fmt: skip
    right.plot([0, 0], [-1, 1], "o", markerfacecolor="white", color=VERMILION, markersize=6)
    right.set(xlabel="error $e$ (prediction minus target)", ylabel="slope", title="Its slope")
    right.axhline(0, color=FAINT, linewidth=0.8)
    right.legend(loc="upper left")
    return figure


@figure_style
def best_constant(values: Sequence[float], unit: str = "") -> Figure:
    """Both costs of answering every value with the same number c, as functions of c."""
    values = np.asarray(values, dtype=float)
    c = np.linspace(values.min() - 1, values.max() + 1, 1201)
    errors = c[:, None] - values
    figure, panels = plt.subplots(2, 1, figsize=(7.0, 4.6), sharex=True)
    square, plain = (f" ({unit}$^2$)", f" ({unit})") if unit else ("", "")
    costs = (
        ("MSE" + square, (errors**2).mean(axis=1)),
        ("MAE" + plain, np.abs(errors).mean(axis=1)),
    )
    for axes, (name, cost), style in zip(panels, costs, CURVES, strict=False):
        axes.plot(c, cost, **(style | {"marker": None}))
        axes.axvline(c[cost.argmin()], color=FAINT, linestyle=":", linewidth=1.5)
        axes.plot(c[cost.argmin()], cost.min(), "o", color=style["color"], markersize=8)
        axes.plot(values, np.zeros_like(values), "|", color=INK, markersize=14, markeredgewidth=2)
        axes.set(ylabel=name)
        axes.set_ylim(bottom=-0.06 * cost.max())
    panels[0].set_title("A dot marks the lowest cost, a stroke each observed value")
    panels[1].xaxis.set_major_locator(MaxNLocator(integer=True, nbins=12))
    panels[1].set_xlabel("constant answer $c$" + plain)
    return figure


def _sigmoid(z: np.ndarray) -> np.ndarray:
    return 1.0 / (1.0 + np.exp(-z))


@figure_style
def convexity() -> Figure:
    """Four losses with a chord each: in the prediction, the probability, and twice the score."""
    panels = (
        ("squared error in the prediction", r"$\hat y$, target 1", (-2, 4),
         lambda v: (v - 1) ** 2, (-1.2, 2.4)),
        ("$-\\ln p$ in the probability", "$p$", (0.02, 1), lambda v: -np.log(v), (0.05, 0.8)),
        ("cross-entropy in the score", "$z$, label 1", (-8, 8),
         lambda v: np.logaddexp(0, -v), (-6, 3)),
        ("squared error of a sigmoid in the score", "$z$, label 1", (-8, 8),
         lambda v: (1 - _sigmoid(v)) ** 2, (-7, 0.5)),
    )  # fmt: skip
    figure, grid = plt.subplots(2, 2, figsize=(9.6, 5.8))
    for axes, (title, name, ends, function, chord) in zip(grid.flat, panels, strict=True):
        x = np.linspace(*ends, 601)
        between = np.linspace(*chord, 101)
        heights = np.interp(between, chord, [function(np.array(end)) for end in chord])
        below = bool((heights < function(between) - 1e-9).any())
        axes.plot(x, function(x), color=BLUE)
        axes.plot(between, heights, color=VERMILION, linestyle="--", marker="o", markevery=[0, -1])
        verdict = "not convex: chord below the curve" if below else "convex: chord above the curve"
        axes.set(title=f"{title}\n{verdict}", xlabel=name, ylabel="loss")
        axes.set_ylim(bottom=0)
    return figure


@figure_style
def training_curves(
    costs: Mapping[str, Sequence[float]], accuracies: Mapping[str, Sequence[float]]
) -> Figure:
    """Cost (left) and accuracy (right) after each step, one curve for each set of rows."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(9.6, 3.4))
    for axes, curves in ((left, costs), (right, accuracies)):
        for style, (name, values) in zip(CURVES, curves.items(), strict=False):
            every = max(1, len(values) // 8)
            axes.plot(range(len(values)), values, **style, markevery=every, label=name)
        axes.set(xlabel="steps taken")
        axes.grid(color="#dddddd", linewidth=0.6)
        axes.legend()
    left.set(ylabel="cost (mean cross-entropy)")
    left.set_ylim(bottom=0)
    right.set(ylabel="accuracy", ylim=(0.6, 1.0))  # what lies below is over in a step or two
    return figure


@figure_style
def weight_images(rows: Mapping[str, np.ndarray]) -> Figure:
    """Rows of K x 64 weights as K images each: blue with a dot speaks for the class, orange with
    a cross against it. Only weights of at least a third of the largest are marked.

    Every row of images has a scale of its own.
    """
    classes = len(next(iter(rows.values())))
    figure, panels = plt.subplots(
        len(rows), classes, figsize=(0.98 * classes, 1.18 * len(rows) + 0.2), squeeze=False
    )
    shades = LinearSegmentedColormap.from_list("against and for", [VERMILION, "white", BLUE])
    for i, (name, W) in enumerate(rows.items()):
        largest = np.abs(W).max()
        for k, axes in enumerate(panels[i]):
            image = W[k].reshape(8, 8)
            axes.imshow(image, cmap=shades, vmin=-largest, vmax=largest, interpolation="nearest")
            for sign, marker, size in ((1, "o", 7), (-1, "x", 13)):
                down, across = np.nonzero(sign * image > largest / 3)
                axes.scatter(across, down, size, color=INK, marker=marker, linewidths=0.9)
            axes.set(xticks=[], yticks=[])
            axes.spines[:].set_visible(True)
            axes.spines[:].set(color=FAINT, linewidth=0.8)
            if i == 0:
                axes.set_title(str(k), loc="center")
        panels[i, 0].set_ylabel(name, fontsize=9)
    return figure


@figure_style
def digit_answers(images: np.ndarray, P: np.ndarray, labels: np.ndarray) -> Figure:
    """Images above the bars of their K probabilities; the right class is hatched."""
    K = P.shape[1]
    figure, panels = plt.subplots(
        2, len(images), figsize=(1.9 * len(images), 3.5), height_ratios=[1, 1.1], squeeze=False
    )
    for i, (image, p, label) in enumerate(zip(images, P, labels, strict=True)):
        _draw_digit(panels[0, i], image)
        panels[0, i].set_title(f"{label}, read as {p.argmax()}", fontsize=10, loc="center")
        bars = panels[1, i].bar(range(K), p, color=SKY, edgecolor=INK, linewidth=0.8)
        bars[label].set(facecolor=ORANGE, hatch="///")
        panels[1, i].set(ylim=(0, 1), xticks=range(K), yticks=[0, 0.5, 1], xlabel="class")
        panels[1, i].tick_params(axis="x", labelsize=8)
        if i:
            panels[1, i].set_yticklabels([])
    panels[1, 0].set_ylabel("probability")
    return figure


def _draw_digit(axes: Axes, image: np.ndarray) -> None:
    axes.imshow(np.asarray(image).reshape(8, 8), cmap="gray_r", interpolation="nearest")
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set_visible(True)
    axes.spines[:].set(color=FAINT, linewidth=0.8)


def _percent(share: float) -> str:
    """A share in percent, small ones as what they are not."""
    return f"{share:.0%}" if share >= 0.005 else "< 1%"
