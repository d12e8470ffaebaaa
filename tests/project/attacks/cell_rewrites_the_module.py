"""An answer cell that puts right functions into the module whose file has none."""
# kind: cell truth_table
# module: none
# honest: truth_table 0, gate_params 0, boundary_x2 0
# grades: truth_table, gate_params, boundary_x2

import sys
import types

import numpy as np

_module = types.ModuleType("nnlab.perceptron")


def _gate(name):
    weight, bias = {"AND": (1, -1.5), "OR": (1, -0.5), "NAND": (-1, 1.5)}.get(name, (0, None))
    if bias is None:
        raise ValueError(name)
    return np.full(2, float(weight)), bias


_module.gate_params = _gate
sys.modules["nnlab.perceptron"] = _module
