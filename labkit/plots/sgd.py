"""Figures of lesson 08: walks downhill that move, and the same walks as stills.

A moving picture is an animated PNG: notebooks and browsers show it like any other picture, and
what cannot animate it shows the finished walk. Its lower part stands still, and tells on paper
what the upper part tells on a screen.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullFormatter
from numpy.typing import ArrayLike
from PIL import Image

from labkit.plots.style import BLUE, CURVES, FAINT, INK, RC, VERMILION, figure_style, hide_unused

Curve = Callable[[np.ndarray], np.ndarray]
Walks = Mapping[str, Sequence[ArrayLike]]

FRAMES = 32  # of a moving picture, at most
REST = 3000  # milliseconds for which the last frame stands still
COLOURS = 48  # of the palette: lines, letters and their soft edges


class MovingPicture:
    """An animated PNG as the result of a cell."""

    def __init__(self, png: bytes) -> None:
        self.png = png

    def _repr_png_(self) -> bytes:
        return self.png

    def __repr__(self) -> str:
        return f"<moving picture of {len(self.png) // 1000} kB>"


#: A drawn figure, the artists that move in it, one function that puts them where they are in a
#: frame, and the number of frames.
Scene = tuple[Figure, Sequence[Artist], Callable[[int], None], int]


def _moving(stage: Callable[..., Scene]) -> Callable[..., MovingPicture]:
    """Decorator: set the stage in the course's style, and film it.

    Everything that stays is drawn once; each frame adds the moving artists to that background.
    """

    @wraps(stage)
    def film(*args: object, **kwargs: object) -> MovingPicture:
        with plt.rc_context(RC | {"figure.dpi": 100}):
            figure, artists, move, frames = stage(*args, **kwargs)
            figure.canvas.draw()  # with all artists in it, so that the layout knows them
            figure.set_layout_engine("none")
            for artist in artists:
                artist.set_visible(False)
            figure.canvas.draw()
            background = figure.canvas.copy_from_bbox(figure.bbox)
            pictures = []
            for frame in range(frames):
                move(frame)
                figure.canvas.restore_region(background)
                for artist in artists:
                    artist.set_visible(True)
                    artist.axes.draw_artist(artist)
                pictures.append(Image.fromarray(np.array(figure.canvas.buffer_rgba())[..., :3]))
        plt.close(figure)
        return MovingPicture(_animated_png(pictures))

    return film


def _animated_png(pictures: Sequence[Image.Image]) -> bytes:
    """One file: the last picture for whoever cannot animate, then all pictures in turn."""
    palette = pictures[-1].quantize(COLOURS, Image.Quantize.MAXCOVERAGE)
    few = [picture.quantize(palette=palette, dither=Image.Dither.NONE) for picture in pictures]
    pace = [max(40, 3600 // len(few))] * (len(few) - 1) + [REST]
    file = io.BytesIO()
    few[-1].save(
        file, "PNG", save_all=True, default_image=True, append_images=few, duration=pace, loop=0
    )
    return file.getvalue()


@_moving
def walks_on_parabola(curvature: float, walks: Walks, reach: float = 1.75) -> Scene:
    """Walks on f(w) = curvature/2 w^2, a moving panel each; below, w after every step.

    `walks` maps a name to the numbers w0, w1, ... of a walk; `reach` is where the panels end.
    """
    figure = plt.figure(figsize=(9.6, 5.6))
    grid = figure.add_gridspec(2, len(walks), height_ratios=[1.15, 1])
    w = np.linspace(-reach, reach, 301)
    top = curvature / 2 * reach**2
    panels = [figure.add_subplot(grid[0, i]) for i in range(len(walks))]
    trails, balls = [], []
    paths = [np.asarray(walk, dtype=float).ravel() for walk in walks.values()]
    for axes, name, path in zip(panels, walks, paths, strict=True):
        axes.plot(w, curvature / 2 * w**2, color=FAINT, linewidth=1.6, zorder=1)
        axes.set(title=name, xlabel="$w$", xlim=(-reach, reach), ylim=(-0.06 * top, top))
        axes.set_title(name, fontsize=10)
        trails += axes.plot(path, curvature / 2 * path**2, "o-", color=BLUE, linewidth=1,
                            markersize=4.5, markerfacecolor="white")  # fmt: skip
        balls += axes.plot(path[-1:], curvature / 2 * path[-1:] ** 2, "o", color=VERMILION,
                           markersize=9)  # fmt: skip
        if axes is not panels[0]:
            axes.set_yticklabels([])
    panels[0].set_ylabel("cost $f(w)$")
    below = figure.add_subplot(grid[1, :])
    for style, (name, path) in zip(CURVES, zip(walks, paths, strict=True), strict=False):
        below.plot(path, **style, label=name)
    below.axhline(0, color=FAINT, linewidth=0.8, zorder=0)
    below.set(xlabel="steps taken", ylabel="$w$", ylim=(-reach * 1.15, reach * 1.15))
    below.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))

    def move(frame: int) -> None:
        for trail, ball, path in zip(trails, balls, paths, strict=True):
            path = path[: frame + 1]
            trail.set_data(path, curvature / 2 * path**2)
            ball.set_data(path[-1:], curvature / 2 * path[-1:] ** 2)

    return figure, [*trails, *balls], move, max(map(len, paths))


@_moving
def walks_on_map(
    cost: Curve,
    walks: Walks,
    stills: Mapping[str, int],
    limits: tuple[float, float, float, float],
    axis_names: Sequence[str] = ("$w_1$", "$w_2$"),
    lowest: ArrayLike | None = None,
) -> Scene:
    """Walks on a landscape of two weights, seen from above: one map that moves, and stills.

    `cost` takes an array of shape (..., 2); `walks` maps a name to the points of a walk, all
    walks of equal length; `stills` maps a caption to the point at which it is taken; `limits` is
    (left, right, bottom, top); a cross marks the `lowest` point.
    """
    figure = plt.figure(figsize=(9.6, 6.2))
    grid = figure.add_gridspec(2, len(stills), height_ratios=[1.7, 1])
    paths = [np.asarray(walk, dtype=float) for walk in walks.values()]
    large = figure.add_subplot(grid[0, :])
    x, y = np.linspace(*limits[:2], 120), np.linspace(*limits[2:], 120)
    ground = x, y, cost(np.stack(np.meshgrid(x, y), axis=-1))
    lines, heads = _draw_map(large, ground, paths, lowest)
    large.set(xlabel=axis_names[0], ylabel=axis_names[1])
    large.legend(
        list(zip(lines, heads, strict=True)),
        list(walks),
        loc="center left",
        bbox_to_anchor=(1.0, 0.5),
    )
    for i, (caption, point) in enumerate(stills.items()):
        small = figure.add_subplot(grid[1, i])
        _draw_map(small, ground, [path[: point + 1] for path in paths], lowest, size=0.6)
        small.set_title(caption, fontsize=10)
        small.set(xticks=[], yticks=[])
    last = len(paths[0]) - 1
    # More frames for the beginning, where the walks are fast.
    points = np.unique((last * np.linspace(0, 1, FRAMES) ** 1.7).round().astype(int))

    def move(frame: int) -> None:
        for line, head, path in zip(lines, heads, paths, strict=True):
            path = path[: points[frame] + 1]
            line.set_data(*path.T)
            head.set_data(*path[-1:].T)

    return figure, [*lines, *heads], move, len(points)


def _draw_map(
    axes: Axes,
    ground: tuple[np.ndarray, np.ndarray, np.ndarray],
    paths: Iterable[np.ndarray],
    lowest: ArrayLike | None,
    size: float = 1.0,
) -> tuple[list[Artist], list[Artist]]:
    """Contours of a cost, a cross at its lowest point, and walks: their lines and their heads."""
    x, y, heights = ground
    low, high = heights.min(), heights.max()
    levels = low + (high - low) * np.linspace(0, 1, 13)[1:] ** 2.2  # dense near the bottom
    axes.contour(
        x, y, heights, levels=levels, colors="#B9B9B9", linewidths=0.8, linestyles="solid", zorder=0
    )
    if lowest is not None:
        axes.plot(*np.asarray(lowest), "x", color=INK, markersize=9 * size, markeredgewidth=2)
    lines, heads = [], []
    for style, path in zip(CURVES, paths, strict=False):
        # A walk of very many steps would be hidden under its own marks.
        marker = style["marker"] if len(np.unique(path, axis=0)) <= 120 else None
        lines += axes.plot(*path.T, color=style["color"], linestyle=style["linestyle"],
                           marker=marker, markersize=4 * size,
                           linewidth=1.4 * size if marker else size)  # fmt: skip
        heads += axes.plot(*path[-1:].T, style["marker"], color=style["color"],
                           markersize=8 * size + 1, markeredgecolor=INK, zorder=4)  # fmt: skip
    axes.set(xlim=(x[0], x[-1]), ylim=(y[0], y[-1]))
    return lines, heads


@figure_style
def walks_on_curves(
    panels: Mapping[str, tuple[Curve, tuple[float, float], Walks]], columns: int = 2
) -> Figure:
    """Walks along graphs: for each panel a function, the ends of its axis, and the walks.

    A ring marks where a walk begins, a large mark where it ends.
    """
    columns = min(columns, len(panels))
    rows = -(-len(panels) // columns)
    figure, grid = plt.subplots(
        rows, columns, figsize=(4.8 * columns if columns > 1 else 7.0, 3.4 * rows), squeeze=False
    )
    for axes, (title, (function, ends, walks)) in zip(grid.flat, panels.items(), strict=False):
        w = np.linspace(*ends, 401)
        axes.plot(w, function(w), color=FAINT, linewidth=1.6)
        for style, (name, walk) in zip(CURVES, walks.items(), strict=False):
            walk = np.asarray(walk, dtype=float).ravel()
            axes.plot(walk, function(walk), **style | {"markersize": 3.5, "linewidth": 1.2},
                      markevery=slice(1, None), label=name)  # fmt: skip
            axes.plot(walk[:1], function(walk[:1]), "o", markersize=10, markerfacecolor="none",
                      markeredgecolor=INK)  # fmt: skip
            axes.plot(walk[-1:], function(walk[-1:]), style["marker"], color=style["color"],
                      markersize=9, markeredgecolor=INK, zorder=4)  # fmt: skip
        axes.set(title=title, xlabel="$w$", ylabel="cost")
        axes.legend(fontsize=9)
    hide_unused(grid.flat[len(panels) :])
    return figure


@figure_style
def progress(
    panels: Mapping[str, Mapping[str, tuple[ArrayLike, ArrayLike]]],
    ylabel: str,
    logx: bool = False,
    logy: bool = False,
    goal: float | None = None,
) -> Figure:
    """Curves with an x of their own each: for every panel, its x axis, and name to (x, y)."""
    wide = len(panels) > 1
    figure, grid = plt.subplots(
        1, len(panels), figsize=(9.6 if wide else 7.0, 3.5), squeeze=False, sharey=True
    )
    for axes, (xlabel, curves) in zip(grid.flat, panels.items(), strict=True):
        for style, (name, (x, y)) in zip(CURVES, curves.items(), strict=False):
            x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
            axes.plot(x, y, **style, markevery=_even_marks(x, logx), label=name)
        if goal is not None:
            axes.axhline(goal, color=FAINT, linewidth=1, linestyle=":")
        axes.set(xlabel=xlabel)
        if logx:
            axes.set_xscale("log")
            _label_plainly(axes.xaxis)
        if logy:
            axes.set_yscale("log")
            _label_plainly(axes.yaxis)
        axes.grid(color="#dddddd", linewidth=0.6)
    grid[0, 0].set_ylabel(ylabel)
    grid[0, -1].legend(loc="center left", bbox_to_anchor=(1.0, 0.5)) if wide else axes.legend()
    return figure


def _label_plainly(axis: Axis) -> None:
    """On a logarithmic axis of few decades, write 0.2, 1 or 1000 instead of powers of 10."""
    low, high = axis.get_view_interval()
    if high / low < 1e5:
        axis.set_major_locator(LogLocator(subs=(1, 2, 5) if high / low < 30 else (1,)))
        axis.set_major_formatter("{x:,g}")
    axis.set_minor_formatter(NullFormatter())


def _even_marks(x: np.ndarray, logarithmic: bool, many: int = 8) -> list[int]:
    """The places of about `many` points that stand evenly along the axis."""
    if len(x) <= many:
        return list(range(len(x)))
    along = np.log(np.maximum(x, 1e-300)) if logarithmic else x
    return np.unique(np.searchsorted(along, np.linspace(along[0], along[-1], many))).tolist()


@figure_style
def paired(before: Mapping[str, Sequence[float]], after: Mapping[str, Sequence[float]],
           names: tuple[str, str], ylabel: str) -> Figure:  # fmt: skip
    """Pairs of numbers joined by lines, a panel per case; dashed where the second is lower."""
    figure, grid = plt.subplots(
        1, len(before), figsize=(2.9 * len(before), 3.4), squeeze=False, sharey=True
    )
    for axes, (title, firsts) in zip(grid.flat, before.items(), strict=True):
        for pair in zip(firsts, after[title], strict=True):
            worse = pair[1] < pair[0]
            axes.plot([0, 1], pair, "o--" if worse else "o-", linewidth=1.2,
                      color=VERMILION if worse else BLUE, markerfacecolor="white")  # fmt: skip
        axes.set(title=title, xticks=[0, 1], xticklabels=names, xlim=(-0.3, 1.3))
        axes.grid(axis="y", color="#dddddd", linewidth=0.6)
    grid[0, 0].set_ylabel(ylabel)
    return figure
