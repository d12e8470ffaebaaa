"""The figures of the lessons. They take data and functions, draw, and return the figure."""

from labkit.plots.perceptron import (
    Still,
    boundary,
    boundary_stills,
    errors_per_epoch,
    gates,
    network,
    neuron_sketch,
    points,
    step_graph,
    surface,
)

__all__ = [
    "Still",
    "boundary",
    "boundary_stills",
    "errors_per_epoch",
    "gates",
    "network",
    "neuron_sketch",
    "points",
    "step_graph",
    "surface",
]
