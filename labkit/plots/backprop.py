"""Figures of lesson 05: computational graphs, on paper and filled in, and curves of errors.

A graph is described as for `ComputationalGraph`: a dict from the name of each gate to its kind and
its inputs. Values stand above an edge, upright in a solid box; gradients below it, in italics in
a dashed box. A box without a number is left empty, to be filled in by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle
from numpy.typing import ArrayLike

from labkit.plots import drawing
from labkit.plots.style import BLUE, CURVES, INK, VERMILION, figure_style

Nodes = Mapping[str, Sequence]
Place = tuple[float, float]
SYMBOLS = {"add": "+", "mul": "×", "max": "max", "exp": "exp", "reciprocal": "1/x", "sigmoid": "σ"}
ACROSS, DOWN = 2.75, 1.6  # from column to column, from row to row
BOX = (1.3, 0.46)
INCHES = 0.46  # per unit of these figures


@figure_style
def computational_graph(
    nodes: Nodes,
    values: Mapping[str, float] | None = None,
    grads: Mapping[str, float] | None = None,
    rows: Mapping[str, float] | None = None,
    title: str = "",
) -> Figure:
    """A graph of gates with values above the edges and gradients below them, or with neither.

    `rows` moves single nodes up or down, where the automatic place does not suit.
    """
    places = _layout(nodes, rows or {})
    heights = [height for _, height in places.values()]
    width = max(column for column, _ in places.values()) + 1
    figure, axes = plt.subplots(
        figsize=(INCHES * (ACROSS * width + 0.4),
                 INCHES * (max(heights) - min(heights) + 2.2) + (0.3 if title else 0)),
    )  # fmt: skip
    drawn = {name: (ACROSS * column, height) for name, (column, height) in places.items()}
    for name, (_, *ends) in nodes.items():
        for k, end in enumerate(ends):
            if isinstance(end, str):
                bend = 0.3 * (1 - 2 * k) if ends.count(end) > 1 else 0.0  # x * x has two wires
                _wire(axes, drawn[end], drawn[name], bend)
    for name, place in drawn.items():
        used = any(name in gate[1:] for gate in nodes.values())
        symbol = _symbol(nodes[name]) if name in nodes else _label(name)
        _station(axes, place, symbol, name in nodes, not used)
        if name in nodes:
            axes.text(place[0] + 1.12, place[1] + 0.68, _label(name), ha="center", va="bottom",
                      fontsize=9)  # fmt: skip
        _boxes(axes, (place[0] + 1.12, place[1]), (values or {}).get(name),
               (grads or {}).get(name))  # fmt: skip
    axes.set(xlim=(-0.6, ACROSS * width - 0.2), ylim=(min(heights) - 0.8, max(heights) + 1.2))
    axes.set(aspect="equal", title=title)
    axes.axis("off")
    return figure


@figure_style
def network222(
    x: ArrayLike | None = None,
    W: ArrayLike | None = None,
    V: ArrayLike | None = None,
    hidden: ArrayLike | None = None,
    outputs: ArrayLike | None = None,
    dW: ArrayLike | None = None,
    dV: ArrayLike | None = None,
    dz_h: ArrayLike | None = None,
    dz_o: ArrayLike | None = None,
    title: str = "",
) -> Figure:
    """The 2-2-2 network, with a box for every number and a dashed one for its gradient.

    Above a node stands its activation; below it the slope of E for its weighted sum, dz.
    """
    figure, axes = plt.subplots(figsize=(9.2, 3.9))
    columns = {"x": (0.0, x, None), "h": (7.0, hidden, dz_h), "o": (14.0, outputs, dz_o)}
    heights = (3.8, 0.0)
    for layer, (letters, weights, slopes) in enumerate((("xh", W, dW), ("ho", V, dV))):
        left, right = (columns[letter][0] for letter in letters)
        for j, k in np.ndindex(2, 2):
            start = np.array([left + 0.5, heights[k]])
            end = np.array([right - 0.5, heights[j]])
            axes.add_patch(drawing.arrow(start, end))
            # The crossing wires carry their boxes at different places, out of each other's way.
            place = start + (0.62 if j == k else 0.27) * (end - start)
            number = 4 * layer + 2 * j + k + 1
            _boxes(axes, tuple(place), _entry(weights, j, k), _entry(slopes, j, k),
                   name=f"$w_{number}$")  # fmt: skip
    for letter, (across, numbers, sums) in columns.items():
        for j, height in enumerate(heights):
            drawing.node(axes, across, height, f"${letter}_{j + 1}$", computes=letter != "x")
            _box(axes, (across, height + 0.78), _entry(numbers, j), "-", BLUE, "normal")
            if letter != "x":
                _box(axes, (across, height - 0.78), _entry(sums, j), "--", VERMILION, "italic")
                axes.text(across, height - 1.08, f"$\\partial E/\\partial z_{{{letter}{j + 1}}}$",
                          ha="center", va="top", fontsize=8)  # fmt: skip
    axes.set(xlim=(-1.0, 15.0), ylim=(-1.7, 4.9), aspect="equal", title=title)
    axes.axis("off")
    return figure


@figure_style
def gate_anatomy() -> Figure:
    """One gate z(x, y): values pass it to the right, gradients to the left."""
    figure, axes = plt.subplots(figsize=(9.2, 3.0))
    axes.add_patch(Circle((0, 0), 0.95, facecolor="#DCEBF5", edgecolor=INK, linewidth=2.0))
    local = r"$\frac{\partial z}{\partial x}$   $\frac{\partial z}{\partial y}$"
    axes.text(0, 0.35, "local", ha="center", va="center")
    axes.text(0, -0.25, local, ha="center", va="center", fontsize=15)
    wires = [((-4.6, 1.5), (-0.9, 0.5), "x"), ((-4.6, -1.5), (-0.9, -0.5), "y")]
    wires += [((1.0, 0.0), (4.6, 0.0), "z")]
    for start, end, name in wires:
        start, end = np.array(start), np.array(end)
        along = (end - start) / np.hypot(*(end - start))
        aside = 0.17 * np.array([-along[1], along[0]])  # the two arrows run beside each other
        there, back = (start + aside, end + aside), (end - aside, start - aside)
        axes.add_patch(drawing.arrow(*there, color=BLUE, linewidth=1.8))
        axes.add_patch(drawing.arrow(*back, color=VERMILION, linewidth=1.8, linestyle="--"))
        middle = (start + end) / 2 + 2.2 * aside
        axes.text(*middle, f"${name}$", color=BLUE, ha="center", va="bottom")
    slope = r"\frac{\partial f}{\partial %s}"
    for name, height in (("x", 1.5), ("y", -1.5)):
        product = (
            f"${slope % name} = {slope % 'z'} \\cdot \\frac{{\\partial z}}{{\\partial {name}}}$"
        )
        axes.text(-4.8, height, f"downstream  {product}", color=VERMILION, ha="right",
                  va="center", fontsize=13)  # fmt: skip
    axes.text(4.8, 0, f"upstream  ${slope % 'z'}$", color=VERMILION, va="center", fontsize=13)
    axes.set(xlim=(-9.4, 7.6), ylim=(-2.3, 2.3), aspect="equal")
    axes.axis("off")
    return figure


@figure_style
def gate_habits(
    add: Callable[..., tuple[float, float]],
    mul: Callable[..., tuple[float, float]],
    largest: Callable[..., tuple[float, float]],
    copy: Callable[[list[float]], float],
) -> Figure:
    """Four gates, each with what the learner's backward function sends back through it."""
    figure, panels = plt.subplots(1, 4, figsize=(11.0, 2.5))
    gates = (
        ("add distributes", "+", -1.0, add),
        ("multiply swaps", "×", -12.0, mul),
        ("max routes", "max", 3.0, largest),
    )
    for axes, (title, symbol, value, backward) in zip(panels[:3], gates, strict=True):
        slopes = backward(3.0, -4.0, 2.0)
        for height, number, slope in zip((1.6, 0.0), (3.0, -4.0), slopes, strict=True):
            axes.plot([0.0, 1.4], [height, height], color="#555555", linewidth=1.2, zorder=1)
            axes.add_patch(drawing.arrow((1.4, height), (2.13, 0.8 + 0.4 * (height - 0.8))))
            _boxes(axes, (0.6, height), number, slope)
        _station(axes, (2.4, 0.8), symbol, True, True)
        _boxes(axes, (3.52, 0.8), value, 2.0)
        axes.set_title(title, loc="center")
    axes = panels[3]
    axes.add_patch(drawing.arrow((0.0, 0.8), (2.2, 0.8)))
    _boxes(axes, (0.9, 0.8), 3.0, copy([4.0, 2.0]))
    axes.plot([2.3], [0.8], "o", color=INK, markersize=8)
    for height, slope in ((1.6, 4.0), (0.0, 2.0)):
        axes.plot([2.3, 2.8], [0.8, height], color="#555555", linewidth=1.2, zorder=1)
        axes.add_patch(drawing.arrow((2.8, height), (4.5, height)))
        _boxes(axes, (3.5, height), 3.0, slope)
    axes.set_title("copy adds", loc="center")
    for axes in panels:
        axes.set(xlim=(-0.3, 4.6), ylim=(-0.8, 2.5), aspect="equal")
        axes.axis("off")
    return figure


@figure_style
def slope_chain(
    links: Sequence[tuple[str, str, Callable[[np.ndarray], np.ndarray], float, float]],
    step: float,
) -> Figure:
    """One panel per link: (input, output, function, place, slope), with a small step marked."""
    figure, panels = plt.subplots(1, len(links), figsize=(4.4 * len(links), 3.3))
    for axes, (source, result, function, place, slope) in zip(panels, links, strict=True):
        x = np.linspace(place - 2.2 * step, place + 2.2 * step, 101)
        y0 = function(np.array(place))
        axes.plot(x, function(x), color=BLUE, label="the function")
        axes.plot(x, y0 + slope * (x - place), "--", color=INK, linewidth=1.2,
                  label=f"straight line of slope {slope:g}")  # fmt: skip
        axes.plot([place, place + step, place + step], [y0, y0, function(np.array(place + step))],
                  ":", color=VERMILION)  # fmt: skip
        axes.plot([place, place + step], function(np.array([place, place + step])), "o", color=BLUE)
        rise = function(np.array(place + step)) - y0
        axes.annotate(f"{step:g}", (place + step / 2, y0), (0, -13), color=VERMILION,
                      textcoords="offset points", ha="center", style="italic")  # fmt: skip
        axes.annotate(f"{rise:.4g}", (place + step, y0 + rise / 2), (5, -4), color=VERMILION,
                      textcoords="offset points", style="italic")  # fmt: skip
        axes.set(xlabel=f"${source}$", ylabel=f"${result}$", title=f"from ${source}$ to ${result}$")
        axes.legend(loc="upper left", fontsize=9)
        step *= slope
    return figure


@figure_style
def log_log(
    curves: Mapping[str, tuple[ArrayLike, ArrayLike]],
    xlabel: str,
    ylabel: str,
    bottom: float | None = None,
) -> Figure:
    """Curves with an x of their own on logarithmic axes, from one grid line to the next tenfold."""
    figure, axes = plt.subplots(figsize=(7.2, 3.9))
    for style, (name, (x, y)) in zip(CURVES, curves.items(), strict=False):
        axes.loglog(x, y, **style, markevery=0.08, label=name)
    axes.set(xlabel=xlabel, ylabel=ylabel)
    axes.set_ylim(bottom=bottom)
    axes.grid(color="#dddddd", linewidth=0.6)
    if len(curves) > 1:
        axes.legend()
    return figure


def worksheet(figure: Figure, name: str, folder: str | Path = "worksheets") -> Path:
    """Save a figure for printing, as the kind of file that `name` says (.pdf or .svg).

    `folder` is made where it does not exist; by default it lies beside the notebook. The answer is
    the path of the file.
    """
    path = Path(folder) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, bbox_inches="tight")
    return path


def _layout(nodes: Nodes, rows: Mapping[str, float]) -> dict[str, Place]:
    """Column and height of every node: inputs on the left, each gate right of what it needs."""
    inputs: list[str] = []
    columns: dict[str, float] = {}
    heights: dict[str, float] = {}

    def visit(name: str) -> None:
        ends = [end for end in nodes[name][1:] if isinstance(end, str)] if name in nodes else []
        for end in ends:
            if end not in columns:
                visit(end)
        columns[name] = 1 + max((columns[end] for end in ends), default=-1)
        if not ends:
            heights[name] = -DOWN * len(inputs)
            inputs.append(name)
        else:
            heights[name] = float(np.mean([heights[end] for end in ends]))
        heights[name] = rows.get(name, heights[name])

    used = {end for _, *ends in nodes.values() for end in ends}
    for name in nodes:
        if name not in used:
            visit(name)
    for name in inputs:  # close to the first gate that needs it
        columns[name] = min(columns[gate] for gate in nodes if name in nodes[gate][1:]) - 1
    return {name: (columns[name], heights[name]) for name in columns}


def _symbol(gate: Sequence) -> str:
    kind, *ends = gate
    constants = [end for end in ends if not isinstance(end, str)]
    if not constants:
        return SYMBOLS[kind]
    number = _number(constants[0])
    return f"{SYMBOLS[kind]}{number}"


def _label(name: str) -> str:
    """Names such as w0 with their digits below."""
    letters = name.rstrip("0123456789")
    digits = name[len(letters) :]
    return f"${letters}_{{{digits}}}$" if digits else f"${name}$"


def _number(value: float) -> str:
    """Four decimals, six for small numbers, with a minus sign as in print."""
    digits = 4 if abs(value) >= 0.01 else 6
    return (
        f"{round(float(value), digits) + 0.0:.{digits}f}".rstrip("0").rstrip(".").replace("-", "−")
    )


def _station(axes: Axes, place: Place, text: str, computes: bool, last: bool) -> None:
    """A node and the piece of wire on its right, on which its boxes sit."""
    x, y = place
    axes.plot([x + 0.36, x + 1.8], [y, y], color="#555555", linewidth=1.2, zorder=1)
    if last:
        axes.add_patch(drawing.arrow((x + 1.7, y), (x + 2.1, y)))
    short = len(text) < 3 or text[0] == "$"
    drawing.node(axes, x, y, text if short else "", computes)
    if not short:
        axes.text(x, y, text, ha="center", va="center", fontsize=8, zorder=3)


def _wire(axes: Axes, start: Place, end: Place, bend: float) -> None:
    begin = np.array([start[0] + 1.8, start[1]])
    finish = np.array(end, dtype=float)
    gap = 0.4 * (finish - begin) / np.hypot(*(finish - begin))
    arrow = drawing.arrow(begin, finish - gap, connectionstyle=f"arc3,rad={bend}")
    axes.add_patch(arrow)


def _boxes(
    axes: Axes, place: Place, value: float | None, slope: float | None, name: str = ""
) -> None:
    """The box of a value above a wire and that of a gradient below it."""
    x, y = place
    _box(axes, (x, y + 0.32), value, "-", BLUE, "normal")
    _box(axes, (x, y - 0.32), slope, "--", VERMILION, "italic")
    if name:
        axes.text(x - BOX[0] / 2 - 0.1, y + 0.32, name, ha="right", va="center", fontsize=9)


def _box(axes: Axes, place: Place, number: float | None, line: str, color: str, style: str) -> None:
    x, y = place
    axes.add_patch(
        Rectangle((x - BOX[0] / 2, y - BOX[1] / 2), *BOX, facecolor="white", edgecolor=color,
                  linestyle=line, linewidth=0.9, zorder=2)
    )  # fmt: skip
    if number is not None:
        axes.text(x, y - 0.02, _number(number), ha="center", va="center", fontsize=9, color=color,
                  style=style, zorder=3)  # fmt: skip


def _entry(numbers: ArrayLike | None, *index: int) -> float | None:
    return None if numbers is None else float(np.asarray(numbers)[index])
