"""Pieces of figures that several lessons use: points, half-planes, lines, nodes, arrows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.patches import Circle, FancyArrowPatch
from numpy.typing import ArrayLike

from labkit.plots.style import BLUE, CLASSES, FAINT, FIRES, INK

Forward = Callable[[np.ndarray, np.ndarray, float], np.ndarray]
Line = Callable[[np.ndarray, np.ndarray, float], np.ndarray]
CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])

#: A species keeps its marker in every figure, whichever label it has in an experiment.
SPECIES = {"setosa": 0, "versicolor": 1, "virginica": 2}


def scatter(
    axes: Axes, X: np.ndarray, y: np.ndarray, class_names: Sequence[str], size: float = 1.0
) -> None:
    for label, name in enumerate(class_names):
        style = CLASSES[SPECIES.get(name, label)]
        style = style | {"s": style["s"] * size}
        rows = np.asarray(X)[np.asarray(y) == label]
        axes.scatter(rows[:, 0], rows[:, 1], label=name, zorder=3, **style)


def ring(axes: Axes, rows: np.ndarray, label: str) -> None:
    axes.scatter(
        rows[:, 0], rows[:, 1], s=150, facecolors="none", edgecolors=INK, linewidths=1.6,
        zorder=4, label=label,
    )  # fmt: skip


def frame(axes: Axes, X: np.ndarray) -> None:
    """Limits with some air around the points."""
    low, high = np.min(X, axis=0), np.max(X, axis=0)
    air = 0.12 * (high - low)
    axes.set(xlim=(low[0] - air[0], high[0] + air[0]), ylim=(low[1] - air[1], high[1] + air[1]))


def fill(axes: Axes, predict: Callable[[np.ndarray], np.ndarray]) -> None:
    """Tint and hatch the part of the picture where `predict` answers 1."""
    x = np.linspace(*axes.get_xlim(), 301)
    y = np.linspace(*axes.get_ylim(), 301)
    grid = np.column_stack([part.ravel() for part in np.meshgrid(x, y)])
    answers = np.asarray(predict(grid), dtype=float).reshape(len(y), len(x))
    if not answers.any():
        return
    axes.imshow(
        np.ma.masked_where(answers < 0.5, answers),
        extent=(x[0], x[-1], y[0], y[-1]), origin="lower", aspect=axes.get_aspect(), zorder=0,
        cmap=ListedColormap([FIRES["color"]]), interpolation="nearest",
    )  # fmt: skip
    hatched = axes.contourf(x, y, answers, levels=[0.5, 1.5], colors="none", hatches=["//"])
    hatched.set(edgecolor=FIRES["hatch_color"], linewidth=0.0, zorder=0.5)
    axes.fill([], [], facecolor=FIRES["color"], hatch=FIRES["hatch"], linewidth=0,
              edgecolor=FIRES["hatch_color"], label="neuron fires (1)")  # fmt: skip


def draw_line(
    axes: Axes, w: np.ndarray, b: float, line: Line,
    style: str = "-", label: str = "decision boundary", thin: bool = False,
) -> bool:  # fmt: skip
    """Draw w.x + b = 0, a vertical one too; False where it does not cross the picture."""
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    if w[1] == 0:
        if w[0] == 0:
            return False
        x1, x2 = np.full(2, -b / w[0]), np.array([bottom, top])
    else:
        x1 = np.linspace(left, right, 200)
        x2 = np.asarray(line(x1, w, b))
    axes.plot(x1, x2, style, color=FAINT if thin else INK, linewidth=1.3 if thin else 2.2,
              label=label, zorder=2)  # fmt: skip
    axes.set(xlim=(left, right), ylim=(bottom, top))
    inside = (x1 >= left) & (x1 <= right) & (x2 >= bottom) & (x2 <= top)
    return bool(inside.any())


def draw_w(axes: Axes, w: np.ndarray, b: float) -> None:
    """The direction of w, as an arrow that stands on the line next to the centre."""
    length = np.linalg.norm(w)
    if length == 0:
        return
    centre = np.array([np.mean(axes.get_xlim()), np.mean(axes.get_ylim())])
    foot = centre - (w @ centre + b) / length**2 * w
    tip = foot + 0.55 * w / length
    axes.annotate("", tip, foot, arrowprops={"arrowstyle": "-|>", "color": BLUE, "lw": 2.2})
    axes.annotate("$w$", tip + 0.13 * w / length, color=BLUE, ha="center", va="center")


def note(axes: Axes, text: str) -> None:
    axes.text(0.5, 0.03, text, transform=axes.transAxes, ha="center", fontsize=9, style="italic")


def arrow(start: ArrayLike, end: ArrayLike, **style: object) -> FancyArrowPatch:
    style = {
        "arrowstyle": "-|>",
        "mutation_scale": 12,
        "color": "#555555",
        "linewidth": 1.2,
    } | style
    return FancyArrowPatch(start, end, shrinkA=0, shrinkB=0, zorder=1, **style)


def node(axes: Axes, x: float, y: float, text: str, computes: bool) -> None:
    """A circle; nodes that compute have a heavier rim than those that only hold a number."""
    fill, width = ("#DCEBF5", 2.0) if computes else ("white", 1.2)
    axes.add_patch(Circle((x, y), 0.36, facecolor=fill, edgecolor=INK, linewidth=width, zorder=2))
    axes.text(x, y, text, ha="center", va="center", zorder=3)


def blank(axes: Axes, title: str) -> None:
    axes.set(xlim=(0, 10), ylim=(0, 7.2), aspect="equal", title=title)
    axes.axis("off")
