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
from labkit.plots.xor import (
    Bend,
    bends,
    bottleneck,
    corners,
    regions,
    soft_surfaces,
    truth_tables,
    two_spaces,
    weight_map,
    wiring,
)

__all__ = [
    "Bend",
    "Still",
    "bends",
    "bottleneck",
    "boundary",
    "boundary_stills",
    "corners",
    "errors_per_epoch",
    "gates",
    "network",
    "neuron_sketch",
    "points",
    "regions",
    "soft_surfaces",
    "step_graph",
    "surface",
    "truth_tables",
    "two_spaces",
    "weight_map",
    "wiring",
]
