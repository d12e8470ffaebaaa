"""Figures of lesson 11: the whole pipeline, training epoch by epoch, comparisons, mistakes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch
from matplotlib.ticker import MaxNLocator, PercentFormatter

from labkit.plots.drawing import arrow
from labkit.plots.style import BLUE, CURVES, FAINT, INK, ORANGE, SKY, VERMILION, figure_style


@figure_style
def pipeline() -> Figure:
    """From examples to an honest number, in boxes: split, train in a loop, choose, merge, test."""
    figure, axes = plt.subplots(figsize=(9.6, 3.9))

    def box(x: float, y: float, text: str, width: float = 1.7, fill: str = "white") -> None:
        axes.add_patch(
            FancyBboxPatch(
                (x - width / 2, y - 0.42), width, 0.84, boxstyle="round,pad=0.02,rounding_size=0.1",
                facecolor=fill, edgecolor=INK, linewidth=1.2,
            )
        )  # fmt: skip
        axes.text(x, y, text, ha="center", va="center", fontsize=9.5)

    def lead(start: tuple[float, float], end: tuple[float, float], **style: object) -> None:
        axes.add_patch(arrow(start, end, **style))

    box(1.0, 4.0, "examples\nand labels")
    box(1.0, 2.2, "split")
    lead((1.0, 3.55), (1.0, 2.65))
    axes.add_patch(
        FancyBboxPatch(
            (2.75, 1.3), 6.6, 3.3, boxstyle="round,pad=0.02,rounding_size=0.15",
            facecolor="#F3F6F9", edgecolor=FAINT, linestyle="--",
        )
    )  # fmt: skip
    axes.text(6.05, 4.82, "training: once for each mini-batch", ha="center", fontsize=9.5)
    box(3.8, 4.0, "features\nor pixels")
    box(6.05, 4.0, "network\n(forward)")
    box(8.3, 4.0, "loss\n+ penalty")
    box(8.3, 2.2, "backprop")
    box(6.05, 2.2, "step\ndownhill")
    lead((4.67, 4.0), (5.18, 4.0))
    lead((6.92, 4.0), (7.43, 4.0))
    lead((8.3, 3.55), (8.3, 2.65))
    lead((7.43, 2.2), (6.92, 2.2))
    lead((6.05, 2.65), (6.05, 3.55))
    axes.text(6.2, 3.1, "new weights", fontsize=9)
    lead((1.6, 2.65), (2.92, 3.75))
    axes.text(2.32, 2.62, "training\nset", fontsize=9, ha="center", va="center")
    box(3.8, 0.35, "validation:\nchoose settings", 2.1, "#FBE3C8")
    box(6.6, 0.35, "merge, train\nonce more", 2.0)
    box(9.25, 0.35, "test: once", 1.9, "#DCEBF5")
    lead((1.3, 1.75), (2.72, 0.5))
    lead((4.88, 0.35), (5.57, 0.35))
    lead((7.63, 0.35), (8.27, 0.35))
    lead((3.8, 0.8), (3.8, 3.55), linestyle=":")
    axes.text(3.92, 1.75, "try others", fontsize=9)
    axes.set(xlim=(0, 10.4), ylim=(-0.2, 5.1))
    axes.axis("off")
    return figure


@figure_style
def epoch_curves(losses: Mapping[str, Sequence[float]], accuracies: Mapping[str, Sequence[float]],
                 log: bool = False) -> Figure:  # fmt: skip
    """Loss (left) and accuracy (right) after each epoch, one curve for each name."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(9.6, 3.4))
    for axes, curves in ((left, losses), (right, accuracies)):
        for style, (name, values) in zip(CURVES, curves.items(), strict=False):
            epochs = np.arange(1, len(values) + 1)
            axes.plot(epochs, values, **style, markevery=max(1, len(values) // 8), label=name)
        axes.set_xlabel("epoch")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.grid(color="#dddddd", linewidth=0.6)
        axes.legend()
    left.set_ylabel("loss (mean cross-entropy)")
    if log:
        left.set_yscale("log")
    else:
        left.set_ylim(bottom=0)
    right.set_ylabel("accuracy")
    right.yaxis.set_major_formatter(PercentFormatter(1, decimals=1))
    return figure


@figure_style
def compared_runs(scores: Mapping[str, Sequence[float]], broken_at: float = 0.9) -> Figure:
    """Mean accuracy of each classifier as a bar, every single run as a dot.

    Two panels: the whole scale, and what lies above `broken_at`.
    """
    figure, (whole, top) = plt.subplots(1, 2, figsize=(9.6, 3.2), sharey=True)
    places = np.arange(len(scores))[::-1]
    means = [np.mean(runs) for runs in scores.values()]
    for axes in (whole, top):
        axes.barh(places, means, height=0.62, color=SKY, edgecolor=INK, linewidth=0.8)
        for place, runs in zip(places, scores.values(), strict=True):
            spread = place + np.linspace(-0.18, 0.18, len(runs))
            axes.plot(runs, spread, "o", color=INK, markersize=3.6, zorder=3, clip_on=True)
        axes.set_yticks(places, list(scores))
        axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        axes.set_xlabel("validation accuracy")
        axes.grid(axis="x", color="#dddddd", linewidth=0.6)
        axes.set_axisbelow(True)
    whole.set(xlim=(0, 1), title="The whole scale")
    top.set(xlim=(broken_at, 1.012), title=f"The end of it, from {broken_at:.0%}")
    for place, mean, runs in zip(places, means, scores.values(), strict=True):
        if mean > broken_at:
            top.text(broken_at + 0.002, place, f"{mean:.1%}", va="center", fontsize=10)
        else:
            whole.text(max(runs) + 0.03, place, f"{mean:.1%}", va="center", fontsize=10)
    return figure


@figure_style
def confusion(labels: np.ndarray, answers: np.ndarray, K: int = 10) -> Figure:
    """How often each digit (row) got each answer (column); mistakes in bold, on orange."""
    counts = np.zeros((K, K), dtype=int)
    np.add.at(counts, (labels, answers), 1)
    figure, axes = plt.subplots(figsize=(5.0, 4.4))
    for row, column in np.argwhere(counts):
        right = row == column
        shade = 0.15 + 0.5 * counts[row, column] / counts.max()
        axes.add_patch(
            plt.Rectangle(
                (column - 0.5, row - 0.5), 1, 1, linewidth=0, alpha=shade if right else 0.75,
                facecolor=BLUE if right else ORANGE,
            )
        )  # fmt: skip
        axes.text(column, row, str(counts[row, column]), ha="center", va="center",
                  weight="normal" if right else "bold", fontsize=9)  # fmt: skip
    axes.set(
        xlim=(-0.5, K - 0.5), ylim=(K - 0.5, -0.5), aspect="equal", xticks=range(K),
        yticks=range(K), xlabel="read as", ylabel="digit",
    )  # fmt: skip
    axes.set_xticks(np.arange(K + 1) - 0.5, minor=True)
    axes.set_yticks(np.arange(K + 1) - 0.5, minor=True)
    axes.grid(which="minor", color="#dddddd", linewidth=0.6)
    axes.tick_params(which="both", length=0)
    axes.spines[:].set_visible(False)
    return figure


@figure_style
def drawings_read(inks: Sequence[np.ndarray], images: np.ndarray, P: np.ndarray) -> Figure:
    """Drawings above what the network sees of them, above the probabilities that it gives."""
    figure, panels = plt.subplots(
        3, len(inks), figsize=(1.9 * len(inks) + 0.5, 5.2), height_ratios=[1, 1, 1], squeeze=False
    )
    for i, (ink, image, p) in enumerate(zip(inks, images, P, strict=True)):
        for axes, picture in zip(panels[:2, i], (ink, image.reshape(8, 8)), strict=True):
            axes.imshow(picture, cmap="gray_r", interpolation="nearest")
            axes.set(xticks=[], yticks=[])
            axes.spines[:].set_visible(True)
            axes.spines[:].set(color=FAINT, linewidth=0.8)
        bars = panels[2, i].bar(range(len(p)), p, color=SKY, edgecolor=INK, linewidth=0.8)
        bars[p.argmax()].set(facecolor=VERMILION, hatch="///")
        panels[2, i].set_title(f"read as {p.argmax()}, {p.max():.0%}", fontsize=10, loc="center")
        panels[2, i].set(ylim=(0, 1), xticks=range(len(p)), yticks=[0, 0.5, 1], xlabel="class")
        panels[2, i].tick_params(axis="x", labelsize=8)
    for axes, name in zip(panels[:, 0], ("drawn", "seen, 8 by 8", "probability"), strict=True):
        axes.set_ylabel(name)
    return figure
