"""Lesson 05's reference against PyTorch's autograd, and the numbers that its prose states."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import torch
from references import load

from labkit import plots

GATES = {
    "add": torch.add,
    "mul": torch.mul,
    "max": torch.maximum,
    "exp": torch.exp,
    "reciprocal": torch.reciprocal,
    "sigmoid": torch.sigmoid,
}
NEURON = {
    "m0": ("mul", "w0", "x0"),
    "m1": ("mul", "w1", "x1"),
    "a": ("add", "m0", "m1"),
    "s": ("add", "a", "w2"),
    "n": ("mul", "s", -1),
    "e": ("exp", "n"),
    "p": ("add", "e", 1),
    "f": ("reciprocal", "p"),
}
X, T = np.array([0.1, 0.2]), np.array([0.4, 0.6])
W, V = np.array([[0.3, 0.25], [0.4, 0.35]]), np.array([[0.45, 0.4], [0.7, 0.6]])


@pytest.fixture(scope="module")
def backprop() -> ModuleType:
    """solutions/nnlab/backprop.py, found by its path: never the learner's own module."""
    return load("backprop")


def tensor(value: np.ndarray | float) -> torch.Tensor:
    return torch.tensor(value, dtype=torch.float64, requires_grad=True)


def random_nodes(rng: np.random.Generator, count: int) -> dict[str, tuple]:
    """A random graph upon x, y and z, every gate above nodes that exist."""
    nodes: dict[str, tuple] = {"g0": ("add", "x", "y"), "g1": ("mul", "g0", "z")}
    names = ["x", "y", "z", "g0", "g1"]
    for k in range(2, count):
        kind = str(rng.choice(list(GATES)))
        ends: list = [str(name) for name in rng.choice(names, 2)]
        if kind in ("exp", "reciprocal"):  # of a number between 0 and 1 that is not too small
            nodes[f"h{k}"] = ("sigmoid", ends[0])
            ends = [f"h{k}"]
        elif kind == "sigmoid":
            ends = ends[:1]
        elif rng.random() < 0.2:
            ends[int(rng.integers(2))] = float(rng.normal())
        nodes[f"g{k}"] = (kind, *ends)
        names.append(f"g{k}")
    return nodes | {"out": ("sigmoid", names[-1])}


def by_torch(nodes: dict[str, tuple], out: str, **inputs: float) -> tuple[float, dict[str, float]]:
    values = {name: tensor(value) for name, value in inputs.items()}
    leaves = dict(values)
    for name, (kind, *ends) in nodes.items():  # listed in order here
        given = [
            values[end] if isinstance(end, str) else torch.tensor(end, dtype=torch.float64)
            for end in ends
        ]
        values[name] = GATES[kind](*given)
    slopes = torch.autograd.grad(values[out], leaves.values(), allow_unused=True)
    return values[out].item(), {
        name: 0.0 if slope is None else slope.item()
        for name, slope in zip(leaves, slopes, strict=True)
    }


@pytest.mark.parametrize("seed", range(60))
def test_random_graphs_agree_with_pytorch(backprop: ModuleType, seed: int) -> None:
    rng = np.random.default_rng(seed)
    nodes = random_nodes(rng, 4 + seed % 20)
    inputs = dict(zip("xyz", rng.uniform(-1.5, 1.5, 3).tolist(), strict=True))
    value, slopes = by_torch(nodes, "out", **inputs)
    shuffled = {name: nodes[name] for name in rng.permutation(list(nodes)).tolist()}
    graph = backprop.ComputationalGraph(shuffled, "out")
    np.testing.assert_allclose(graph.forward(**inputs), value, rtol=1e-12)
    mine = graph.backward()
    assert set(mine) == set(slopes)
    for name, slope in slopes.items():
        np.testing.assert_allclose(mine[name], slope, rtol=1e-9, atol=1e-14)
    # The same by topological_order and graph_backward, with local slopes measured.
    local = {}
    for name, (kind, *ends) in shuffled.items():
        leaves = {end: tensor(graph.values[end]) for end in ends if isinstance(end, str)}
        given = [leaves[end] if isinstance(end, str) else
                 torch.tensor(end, dtype=torch.float64) for end in ends]  # fmt: skip
        found = torch.autograd.grad(GATES[kind](*given), leaves.values())
        local |= {(end, name): x.item() for end, x in zip(leaves, found, strict=True)}
    once = {name: list(dict.fromkeys(ends)) for name, ends in graph.parents.items()}
    order = backprop.topological_order(once)
    walked = backprop.graph_backward(order, once, local, "out")
    for name, slope in graph.grads.items():
        np.testing.assert_allclose(walked[name], slope, rtol=1e-9, atol=1e-14)


def test_a_graph_refuses_what_it_cannot_compute(backprop: ModuleType) -> None:
    for nodes, out in (
        ({"f": ("sin", "x")}, "f"),
        ({"f": ("add", "x")}, "f"),
        ({"f": ("exp", "x", "y")}, "f"),
        ({"f": ("exp", "x")}, "g"),
        ({"f": ("exp", "g"), "g": ("exp", "f")}, "f"),
    ):
        with pytest.raises(ValueError):
            backprop.ComputationalGraph(nodes, out)


@pytest.mark.parametrize("seed", range(20))
def test_sigmoid_circuit_agrees_with_pytorch(backprop: ModuleType, seed: int) -> None:
    rng = np.random.default_rng(seed)
    w, x = tensor(rng.normal(size=3) * 2), tensor(rng.normal(size=2) * 2)
    f = torch.sigmoid(w[0] * x[0] + w[1] * x[1] + w[2])
    f.backward()
    mine = backprop.sigmoid_circuit(w.detach().numpy(), x.detach().numpy())
    for got, theirs in zip(mine, (f.detach(), w.grad, x.grad), strict=True):
        np.testing.assert_allclose(got, theirs.numpy(), rtol=1e-9, atol=1e-300)  # 1 - f cancels


@pytest.mark.parametrize("seed", range(20))
def test_mlp222_step_agrees_with_pytorch(backprop: ModuleType, seed: int) -> None:
    rng = np.random.default_rng(seed)
    x, t = rng.normal(size=2), rng.uniform(size=2)
    A, B = tensor(rng.normal(size=(2, 2))), tensor(rng.normal(size=(2, 2)))
    o = torch.sigmoid(B @ torch.sigmoid(A @ torch.tensor(x)))
    E = 0.5 * ((torch.tensor(t) - o) ** 2).sum()
    E.backward()
    W_new, V_new, mine = backprop.mlp222_step(x, A.detach().numpy(), B.detach().numpy(), t, 0.7)
    np.testing.assert_allclose(mine, E.item(), rtol=1e-12)
    np.testing.assert_allclose(W_new, (A - 0.7 * A.grad).detach().numpy(), rtol=1e-12)
    np.testing.assert_allclose(V_new, (B - 0.7 * B.grad).detach().numpy(), rtol=1e-12)


def test_numerical_gradient_agrees_with_pytorch(backprop: ModuleType) -> None:
    rng = np.random.default_rng(0)
    for shape in ((), (4,), (3, 3), (2, 3, 2)):
        A, x = rng.normal(size=shape), rng.normal(size=shape)
        v = tensor(x)
        (torch.tensor(A) * torch.exp(v) + torch.sin(v) ** 2).sum().backward()
        mine = backprop.numerical_gradient(lambda u, A=A: (A * np.exp(u) + np.sin(u) ** 2).sum(), x)
        np.testing.assert_allclose(mine, v.grad.numpy(), rtol=1e-7, atol=1e-9)
        assert backprop.rel_error(mine, v.grad.numpy()) < 1e-7


def test_gates_agree_with_pytorch(backprop: ModuleType) -> None:
    for x, y, upstream in ((3.0, -4.0, 2.0), (-1.5, 0.5, -0.25), (0.0, 2.0, 1.0)):
        for kind in ("add", "mul", "max"):
            a, b = tensor(x), tensor(y)
            (upstream * GATES[kind](a, b)).backward()
            mine = getattr(backprop, f"{kind}_backward")(x, y, upstream)
            np.testing.assert_allclose(mine, (a.grad.item(), b.grad.item()))
    a = tensor(3.0)
    (4.0 * a + 2.0 * a).backward()
    assert backprop.copy_backward([4.0, 2.0]) == a.grad.item()


def test_given_sigmoid_is_safe(backprop: ModuleType) -> None:
    z = np.array([-1000.0, -40.0, -1.0, 0.0, 2.0, 1000.0])
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        np.testing.assert_allclose(
            backprop.sigmoid(z), torch.sigmoid(torch.tensor(z)).numpy(), rtol=1e-13, atol=1e-300
        )


# Numbers of the prose and of the answer cells


def test_worked_example_thirteen_wires(backprop: ModuleType) -> None:
    graph = backprop.ComputationalGraph(NEURON, "f")
    graph.forward(w0=2, x0=-1, w1=-3, x1=-2, w2=-3)
    graph.backward()
    expected = {  # value, gradient
        "w0": (2, -0.1966119332414819),
        "x0": (-1, 0.3932238664829638),
        "w1": (-3, -0.3932238664829638),
        "x1": (-2, -0.5898357997244457),
        "w2": (-3, 0.1966119332414819),
        "m0": (-2, 0.1966119332414819),
        "m1": (6, 0.1966119332414819),
        "a": (4, 0.1966119332414819),
        "s": (1, 0.1966119332414819),
        "n": (-1, -0.1966119332414819),
        "e": (0.367879441171, -0.5344466453885230),
        "p": (1.367879441171, -0.5344466453885230),
        "f": (0.731058578630, 1.0),
    }
    assert set(graph.values) == set(graph.grads) == set(expected)
    for name, (value, slope) in expected.items():
        np.testing.assert_allclose(graph.values[name], value, rtol=1e-11)
        np.testing.assert_allclose(graph.grads[name], slope, rtol=1e-12)
    np.testing.assert_allclose(2 - 0.1 * graph.grads["w0"], 2.0196611933241484, rtol=1e-15)
    moved = {"w0": 2.019661193324, "w1": -2.960677613352, "w2": -3.019661193324}
    for weights, f in (({"w0": moved["w0"]}, 0.727175437818), (moved, 0.707243298316)):
        start = {"w0": 2, "w1": -3, "w2": -3, "x0": -1, "x1": -2}
        np.testing.assert_allclose(graph.forward(**(start | weights)), f, rtol=1e-11)
    assert round(0.7311 * 0.2689, 4) == 0.1966 and round(2 - 0.1 * -0.2, 2) == 2.02
    assert [f"{graph.grads[name]:.2f}" for name in "pns"] == ["-0.53", "-0.20", "0.20"]
    assert f"{graph.grads['x0']:.2f}" == "0.39"


def test_prose_small_graphs(backprop: ModuleType) -> None:
    sum_times = backprop.ComputationalGraph({"q": ("add", "x", "y"), "f": ("mul", "q", "z")}, "f")
    assert sum_times.forward(x=-2, y=5, z=-4) == -12
    assert sum_times.backward() == {"x": -4, "y": -4, "z": 3}
    assert sum_times.forward(x=1, y=-4, z=2) == -6
    assert sum_times.backward() == {"x": 2, "y": 2, "z": -3}
    nodes = {"p": ("mul", "x", "y"), "q": ("add", "y", "z"), "m": ("max", "p", "q")}
    habits = backprop.ComputationalGraph(nodes | {"f": ("mul", "m", "y")}, "f")
    assert habits.forward(x=2, y=3, z=-1) == 18
    assert habits.backward() == {"x": 9, "y": 12, "z": 0}
    assert 64 * 32 + 32 + 32 * 10 + 10 == 2410
    np.testing.assert_allclose(0.9 * 0.1 * 4, 0.36)  # the neuron that answers 0.9


def test_worked_example_no_bias(backprop: ModuleType) -> None:
    """The table of the network by hand, and the table of its steps."""
    h = backprop.sigmoid(W @ X)
    o = backprop.sigmoid(V @ h)
    np.testing.assert_allclose(W @ X, [0.08, 0.11])
    np.testing.assert_allclose(h, [0.519989, 0.527472], atol=5e-7)
    np.testing.assert_allclose(V @ h, [0.444984, 0.680476], atol=5e-7)
    np.testing.assert_allclose(o, [0.609446, 0.663845], atol=5e-7)
    np.testing.assert_allclose(0.5 * (T - o) ** 2, [0.021934, 0.002038], atol=5e-7)
    dz_o = (o - T) * o * (1 - o)
    np.testing.assert_allclose([o[0] - T[0], o[0] * (1 - o[0])], [0.209446, 0.238022], atol=5e-7)
    np.testing.assert_allclose(dz_o, [0.049853, 0.014247], atol=5e-7)
    paths = dz_o * V[:, 0]
    np.testing.assert_allclose([*paths, paths.sum()], [0.022434, 0.009973, 0.032407], atol=5e-7)
    np.testing.assert_allclose(h[0] * (1 - h[0]), 0.249600, atol=5e-7)
    np.testing.assert_allclose(paths.sum() * h[0] * (1 - h[0]), 0.008089, atol=5e-7)
    np.testing.assert_allclose(dz_o[0] * h[0], 0.025923, atol=5e-7)
    A, B, errors = W, V, []
    for _ in range(10_001):
        A, B, E = backprop.mlp222_step(X, A, B, T, 0.5)
        errors.append(E)
        if len(errors) == 1:
            new = [0.299595562308, 0.249191124616, 0.399644956994, 0.349289913989]
            new += [0.437038572198, 0.386852049336, 0.696295777686, 0.596242471665]
            np.testing.assert_allclose([*A.ravel(), *B.ravel()], new, rtol=1e-11)
    table = {0: 0.023971900752, 1: 0.02323633887, 2: 0.02251964843, 10: 0.0174367319}
    table |= {100: 0.0008489693111, 1000: 2.996891276e-16}
    for step, E in table.items():
        np.testing.assert_allclose(errors[step], E, rtol=1e-8)
    assert errors[10_000] < 1e-30  # 1.3e-31, or whatever rounding leaves
    assert round(errors[0] / errors[100]) == 28
    for rate, smaller in ((0.5, True), (5.0, True), (50.0, True), (200.0, False)):
        *new, E = backprop.mlp222_step(X, W, V, T, rate)
        assert (backprop.mlp222_step(X, *new, T, rate)[2] < E) is smaller


def test_worked_example_with_biases() -> None:
    """The network with shared biases, by PyTorch alone; the lesson builds it from gates."""
    A, B = tensor([[0.15, 0.20], [0.25, 0.30]]), tensor([[0.40, 0.45], [0.50, 0.55]])
    b1, b2 = tensor(0.35), tensor(0.60)
    x = torch.tensor([0.05, 0.10], dtype=torch.float64)
    t = torch.tensor([0.01, 0.99], dtype=torch.float64)
    errors = []
    for step in range(1001):
        h = torch.sigmoid(A @ x + b1)
        z = B @ h + b2
        z.retain_grad()
        o = torch.sigmoid(z)
        E = 0.5 * ((t - o) ** 2).sum()
        errors.append(E.item())
        for leaf in (A, B, b1, b2):
            leaf.grad = None
        E.backward()
        if step == 0:
            np.testing.assert_allclose(h.detach(), [0.593270, 0.596884], atol=5e-7)
            np.testing.assert_allclose(o.detach(), [0.751365, 0.772928], atol=5e-7)
            np.testing.assert_allclose(z.grad, [0.138499, -0.038098], atol=5e-7)
            np.testing.assert_allclose([b2.grad, b1.grad], [0.100400, 0.018726], atol=5e-7)
            np.testing.assert_allclose((B - 0.5 * B.grad).detach()[:, 0], [0.358916, 0.511301],
                                       atol=5e-7)  # fmt: skip
        with torch.no_grad():
            A -= 0.5 * A.grad
            B -= 0.5 * B.grad
    expected = [0.298371109, 0.291027774, 0.220918592, 0.020046828, 0.001114349]
    np.testing.assert_allclose([errors[k] for k in (0, 1, 10, 100, 1000)], expected, atol=6e-10)


def test_prose_numerical_gradient(backprop: ModuleType) -> None:
    def errors(h: float) -> tuple[float, float]:
        central = backprop.numerical_gradient(lambda x: np.sin(x[0]), np.array([1.0]), h)[0]
        one_sided = (np.sin(1 + h) - np.sin(1)) / h
        return abs(one_sided - np.cos(1)), abs(central - np.cos(1))

    np.testing.assert_allclose(errors(1e-1), (4.3e-2, 9.0e-4), rtol=0.02)
    np.testing.assert_allclose(errors(1e-3), (4.2e-4, 9.0e-8), rtol=0.02)
    assert errors(1e-5)[1] < 1e-10 < 1e-6 < errors(1e-5)[0] < 1e-5
    assert min(errors(1e-13)) > 1e-5


def test_prose_claims() -> None:
    h = 1 / (1 + np.exp(-W @ X))
    o = 1 / (1 + np.exp(-V @ h))
    dz_o = (o - T) * o * (1 - o)
    early = V - 0.5 * np.outer(dz_o, h)  # V overwritten before its turn
    w1 = W[0, 0] - 0.5 * ((early.T @ dz_o) * h * (1 - h))[0] * X[0]
    np.testing.assert_allclose(w1, 0.29960429, atol=5e-9)
    y = torch.tensor(5.0, requires_grad=True)
    ((-2 + 2 * y) * -4).backward()
    assert y.grad.item() == -8


def test_worksheets_are_written_where_asked(tmp_path: Path) -> None:
    figure = plots.computational_graph(NEURON)
    for name, start in (("neuron.pdf", b"%PDF"), ("neuron.svg", b"<?xml")):
        path = plots.worksheet(figure, name, tmp_path / "sheets")
        assert path == tmp_path / "sheets" / name
        assert path.read_bytes().startswith(start)
