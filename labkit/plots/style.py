"""One look for every figure of the course.

Colours are those of Okabe and Ito, which people with any kind of colour vision can tell apart.
Colour is never the only carrier: classes differ in marker and filling, regions in hatching,
curves in line style and marker, so that a figure also reads when printed in grey.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

INK = "#222222"
FAINT = "#8a8a8a"
BLUE, VERMILION, GREEN, ORANGE, SKY, PURPLE = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#E69F00",
    "#56B4E9",
    "#CC79A7",
)

#: How class 0, 1, 2, ... is drawn: an open circle, a filled square, a half-dark triangle, ...
CLASSES: tuple[dict[str, Any], ...] = (
    {"marker": "o", "facecolors": "white", "edgecolors": BLUE, "linewidths": 1.4, "s": 34},
    {"marker": "s", "facecolors": VERMILION, "edgecolors": INK, "linewidths": 0.6, "s": 30},
    {"marker": "^", "facecolors": GREEN, "edgecolors": INK, "linewidths": 0.9, "s": 42},
    {"marker": "D", "facecolors": ORANGE, "edgecolors": INK, "linewidths": 0.9, "s": 28},
)

#: How curve 0, 1, 2, ... is drawn.
CURVES: tuple[dict[str, Any], ...] = (
    {"color": BLUE, "linestyle": "-", "marker": "o"},
    {"color": VERMILION, "linestyle": "--", "marker": "s"},
    {"color": GREEN, "linestyle": "-.", "marker": "^"},
    {"color": PURPLE, "linestyle": ":", "marker": "D"},
)

#: The region where a neuron answers 1.
FIRES = {"color": "#FBE3C8", "hatch": "//", "hatch_color": "#E8B27C"}

RC = {
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "figure.dpi": 110,
    "figure.constrained_layout.use": True,
    "axes.facecolor": "white",
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    "axes.labelsize": 11,
    "xtick.labelsize": 10,
    "ytick.labelsize": 10,
    "xtick.color": INK,
    "ytick.color": INK,
    "text.color": INK,
    "font.size": 11,
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "legend.fontsize": 10,
    "legend.frameon": False,
    "hatch.linewidth": 0.8,
    "lines.linewidth": 2.0,
    "lines.markersize": 5,
}


def figure_style(draw: Callable[..., Figure]) -> Callable[..., Figure]:
    """Decorator: draw in the course's style, and hand the figure back closed.

    A closed figure is still a complete figure. pyplot only forgets about it, so that a notebook
    shows it once, as the result of its cell, and a long session does not collect open figures.
    """

    @wraps(draw)
    def styled(*args: Any, **kwargs: Any) -> Figure:
        with plt.rc_context(RC):
            figure = draw(*args, **kwargs)
            figure.canvas.draw()  # fixes everything that still depends on the style
        plt.close(figure)
        return figure

    return styled


def legend_below(figure: Figure, axes: Axes, columns: int = 3) -> None:
    """One legend for the whole figure, underneath it, where it covers nothing."""
    handles, labels = axes.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=columns)


def hide_unused(axes: Iterable[Axes]) -> None:
    """Blank the panels of a grid that are left over."""
    for panel in axes:
        panel.set_visible(False)
