"""Public checks of lesson 05: numbers worked by hand, properties, measured slopes."""

import numpy as np
import pytest

from labkit.testing import Mismatch, assert_close

SUM_TIMES = {"q": ("add", "x", "y"), "f": ("mul", "q", "z")}
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
W = np.array([[0.3, 0.25], [0.4, 0.35]])
V = np.array([[0.45, 0.4], [0.7, 0.6]])


def assert_named(name, got, expected, rtol=1e-9, atol=0.0):
    """assert_close for one of several numbers, with its name in front of the message."""
    try:
        assert_close(got, expected, rtol=rtol, atol=atol)
    except Mismatch as error:
        raise Mismatch(f"{name}: {error}", got, expected, error.wrong) from None


def assert_pair(got, dx, dy, rtol=1e-9):
    """Fail unless `got` is the pair (dx, dy)."""
    size = len(got) if isinstance(got, tuple | list | np.ndarray) else 0
    assert size == 2, "Two gradients are wanted: return dx, dy."
    assert_named("dx", got[0], dx, rtol)
    assert_named("dy", got[1], dy, rtol)


def assert_slopes(got, expected, rtol=1e-9, atol=1e-12):
    """Fail unless `got` is a dict with the names and numbers of `expected`."""
    assert isinstance(got, dict), "A dict from names to slopes is wanted."
    assert set(got) == set(expected), f"Slopes are wanted for {sorted(expected)}, and no others."
    for name, slope in expected.items():
        assert_named(name, got[name], slope, rtol, atol)


def measured(f, x, h=1e-5):
    """Central differences of f at x, in an array of the shape of x."""
    slopes = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        move = np.zeros(x.shape)
        move[index] = h
        slopes[index] = (f(x + move) - f(x - move)) / (2 * h)
    return slopes


# mul_backward


def test_mul_backward__by_hand(student):
    """3 times -4 with an upstream gradient of 2: the slopes are -8 and 6."""
    assert_pair(student.mul_backward(3.0, -4.0, 2.0), -8.0, 6.0)


def test_mul_backward__upstream(student):
    """The upstream gradient scales both slopes, its sign included."""
    assert_pair(student.mul_backward(0.5, 7.0, -1.0), -7.0, -0.5)
    assert_pair(student.mul_backward(0.5, 7.0, 10.0), 70.0, 5.0)


def test_mul_backward__a_zero(student):
    """With 0 and 5 going in, only the slope for the 0 is not 0."""
    assert_pair(student.mul_backward(0.0, 5.0, 3.0), 15.0, 0.0)


def test_mul_backward__equal_inputs(student):
    """Two inputs of 1.5, upstream 4: both slopes are 6."""
    assert_pair(student.mul_backward(1.5, 1.5, 4.0), 6.0, 6.0)


def test_mul_backward__measured(student, rng):
    """Moving an input a little moves the product as the slopes say."""
    x, y, upstream = rng.uniform(0.5, 2.0, 3) * np.array([1.0, -1.0, 3.0])
    slopes = measured(lambda v: upstream * v[0] * v[1], np.array([x, y]))
    assert_pair(student.mul_backward(x, y, upstream), *slopes, rtol=1e-6)


# add_backward


def test_add_backward__by_hand(student):
    """3 plus -4 with an upstream gradient of 2: both slopes are 2."""
    assert_pair(student.add_backward(3.0, -4.0, 2.0), 2.0, 2.0)


def test_add_backward__inputs_do_not_matter(student):
    """Whatever goes in, each input gets all of what comes from above."""
    for x, y in ((0.0, 0.0), (100.0, -0.5), (-7.0, -7.0)):
        assert_pair(student.add_backward(x, y, -0.25), -0.25, -0.25)


def test_add_backward__measured(student, rng):
    """Moving an input a little moves the sum as the slopes say."""
    x, y, upstream = rng.uniform(0.5, 2.0, 3) * np.array([1.0, -1.0, 3.0])
    slopes = measured(lambda v: upstream * (v[0] + v[1]), np.array([x, y]))
    assert_pair(student.add_backward(x, y, upstream), *slopes, rtol=1e-6)


# max_backward


def test_max_backward__by_hand(student):
    """The larger of 3 and -4 gets the upstream gradient of 2, the other one 0."""
    assert_pair(student.max_backward(3.0, -4.0, 2.0), 2.0, 0.0)


def test_max_backward__the_other_way(student):
    """If the second input is larger, the second slope is the one."""
    assert_pair(student.max_backward(1.0, 1.5, 4.0), 0.0, 4.0)
    assert_pair(student.max_backward(-9.0, -2.0, -3.0), 0.0, -3.0)


def test_max_backward__negative_upstream(student):
    """The inputs decide the way, not the sign of what comes back."""
    assert_pair(student.max_backward(5.0, 0.0, -3.0), -3.0, 0.0)
    assert_pair(student.max_backward(-1.0, -6.0, 0.5), 0.5, 0.0)


def test_max_backward__tie(student):
    """At a tie the first input counts as the larger one."""
    assert_pair(student.max_backward(2.0, 2.0, 5.0), 5.0, 0.0)
    assert_pair(student.max_backward(0.0, 0.0, -1.0), -1.0, 0.0)


# copy_backward


def test_copy_backward__by_hand(student):
    """Branches that bring back 4 and 2 give 6."""
    assert_close(student.copy_backward([4.0, 2.0]), 6.0)


def test_copy_backward__many_branches(student):
    """Any number of branches, also a single one."""
    assert_close(student.copy_backward([1.5, -2.0, 0.25, 7.0]), 6.75)
    assert_close(student.copy_backward([-3.0]), -3.0)
    assert_close(student.copy_backward([2.0, 2.0, 2.0]), 6.0)


def test_copy_backward__x_times_x(student):
    """In x times x, both branches bring back x: the slope at 3 is 6, and at -0.5 it is -1."""
    assert_close(student.copy_backward([3.0, 3.0]), 6.0)
    assert_close(student.copy_backward([-0.5, -0.5]), -1.0)


# sigmoid_circuit


def test_sigmoid_circuit__worked_example(student):
    """w = (2, -3, -3) and x = (-1, -2): the value and all five slopes of the worksheet."""
    f, dw, dx = student.sigmoid_circuit(np.array([2.0, -3.0, -3.0]), np.array([-1.0, -2.0]))
    assert_named("f", f, 0.731058578630, rtol=1e-9)
    assert_named("dw", dw, np.array([-0.1966119332414819, -0.3932238664829638, 0.1966119332414819]))
    assert_named("dx", dx, np.array([0.3932238664829638, -0.5898357997244457]))


def test_sigmoid_circuit__sum_of_zero(student):
    """With a weighted sum of 0 the value is 1/2, and the slope of the sigmoid is 1/4."""
    f, dw, dx = student.sigmoid_circuit(np.array([4.0, 0.5, -2.0]), np.array([1.0, -4.0]))
    assert_named("f", f, 0.5)
    assert_named("dw", dw, np.array([0.25, -1.0, 0.25]))
    assert_named("dx", dx, np.array([1.0, 0.125]))


def test_sigmoid_circuit__whole_numbers(student):
    """Whole numbers in, floats out."""
    f, dw, dx = student.sigmoid_circuit(np.array([1, 2, -4]), np.array([2, 1]))
    assert_named("f", f, 0.5)
    assert_named("dw", dw, np.array([0.5, 0.25, 0.25]))
    assert_named("dx", dx, np.array([0.25, 0.5]))


def test_sigmoid_circuit__measured(student, rng):
    """Every slope agrees with what moving one number a little does to f."""

    def value(v):
        return 1 / (1 + np.exp(-(v[0] * v[3] + v[1] * v[4] + v[2])))

    v = rng.uniform(0.3, 1.5, 5) * np.array([1.0, -1.0, 1.0, 1.0, -0.5])
    slopes = measured(value, v)
    f, dw, dx = student.sigmoid_circuit(v[:3], v[3:])
    assert_named("f", f, value(v))
    assert_named("dw", dw, slopes[:3], rtol=1e-6)
    assert_named("dx", dx, slopes[3:], rtol=1e-6)


# topological_order


def assert_order(got, parents):
    """Fail unless `got` lists every node once, each after its inputs."""
    assert isinstance(got, list | tuple), "A list of names is wanted."
    nodes = set(parents).union(*parents.values())
    missing = nodes - set(got)
    assert not missing, f"These nodes are missing: {sorted(missing)}"
    assert len(got) == len(nodes), f"{len(got)} names for {len(nodes)} nodes."
    place = {name: position for position, name in enumerate(got)}
    for node, inputs in parents.items():
        for name in inputs:
            assert place[name] < place[node], f"{node} comes before its input {name}."


def test_topological_order__sum_times(student):
    """f = (x + y) z: x and y before q, q and z before f."""
    parents = {"f": ["q", "z"], "q": ["x", "y"], "x": [], "y": [], "z": []}
    assert_order(student.topological_order(parents), parents)


def test_topological_order__listed_backwards(student):
    """A chain comes out in order, however its nodes are listed and named."""
    for names in ("abcde", "edcba", "cadbe"):
        parents = {names[k]: [names[k - 1]] if k else [] for k in (3, 0, 4, 2, 1)}
        assert_order(student.topological_order(parents), parents)


def test_topological_order__names_without_an_entry(student):
    """Names that occur only as inputs are nodes, too."""
    parents = {"f": ["x", "q"], "q": ["x", "y"]}
    assert_order(student.topological_order(parents), parents)


def test_topological_order__used_many_times(student):
    """A node that is needed in many places is listed once, also if a gate takes it twice."""
    parents = {"d": ["b", "c", "a"], "c": ["b", "a"], "b": ["a", "a"], "a": [], "alone": []}
    assert_order(student.topological_order(parents), parents)


def test_topological_order__long_way_round(student):
    """A short way and a long way to the same node: the long way has to be waited for."""
    parents = {"z": ["a", "e"], "y": ["z", "a"], "e": ["d"], "d": ["c"], "c": ["b"], "b": ["a"]}
    assert_order(student.topological_order(parents), parents)


def test_topological_order__many_paths(student):
    """Forty diamonds in a row have a million million paths, but only 121 nodes."""
    parents = {}
    for k in range(40):
        parents[f"l{k}"] = parents[f"r{k}"] = [f"n{k}"]
        parents[f"n{k + 1}"] = [f"l{k}", f"r{k}"]
    assert_order(student.topological_order(parents), parents)


def test_topological_order__cycle(student):
    """A cycle is a ValueError, also behind nodes that are in order, and for a single node."""
    for parents in (
        {"a": ["b"], "b": ["c"], "c": ["a"]},
        {"x": [], "p": ["x", "q"], "q": ["p"], "out": ["q"]},
        {"x": [], "p": ["p", "x"]},
    ):
        with pytest.raises(ValueError):
            student.topological_order(parents)


# graph_backward


def test_graph_backward__sum_times(student):
    """f = (x + y) z at (-2, 5, -4): -4, -4 and 3, and 1 at the output."""
    parents = {"x": [], "y": [], "z": [], "q": ["x", "y"], "f": ["q", "z"]}
    local = {("x", "q"): 1.0, ("y", "q"): 1.0, ("q", "f"): -4.0, ("z", "f"): 3.0}
    got = student.graph_backward(["x", "y", "z", "q", "f"], parents, local, "f")
    assert_slopes(got, {"x": -4.0, "y": -4.0, "z": 3.0, "q": -4.0, "f": 1.0})


def test_graph_backward__two_paths(student):
    """f = x (x + y) at (3, 4): 7 from the one path and 3 from the other give 10."""
    parents = {"q": ["x", "y"], "f": ["x", "q"]}
    local = {("x", "q"): 1.0, ("y", "q"): 1.0, ("x", "f"): 7.0, ("q", "f"): 3.0}
    got = student.graph_backward(["y", "x", "q", "f"], parents, local, "f")
    assert_slopes(got, {"x": 10.0, "y": 3.0, "q": 3.0, "f": 1.0})


def test_graph_backward__long_and_short_path(student):
    """a reaches f directly (5) and by b and c (2 times 3 times 4): 29 in all."""
    order = ["a", "b", "c", "f"]
    parents = {"b": ["a"], "c": ["b"], "f": ["a", "c"]}
    local = {("a", "b"): 2.0, ("b", "c"): 3.0, ("c", "f"): 4.0, ("a", "f"): 5.0}
    got = student.graph_backward(order, parents, local, "f")
    assert_slopes(got, {"a": 29.0, "b": 12.0, "c": 4.0, "f": 1.0})


def test_graph_backward__paths_that_cancel(student):
    """Slopes of opposite sign: paths of 6 and -6 cancel, and paths of 6 and -2 leave 4."""
    order, parents = ["a", "p", "q", "f"], {"p": ["a"], "q": ["a"], "f": ["p", "q"]}
    local = {("a", "p"): 2.0, ("p", "f"): 3.0, ("a", "q"): -1.0, ("q", "f"): 6.0}
    got = student.graph_backward(order, parents, local, "f")
    assert_slopes(got, {"a": 0.0, "p": 3.0, "q": 6.0, "f": 1.0})
    got = student.graph_backward(order, parents, local | {("q", "f"): 2.0}, "f")
    assert_slopes(got, {"a": 4.0, "p": 3.0, "q": 2.0, "f": 1.0})


def test_graph_backward__no_influence(student):
    """A node that does not influence the output gets 0.0, also one that comes after it."""
    order = ["x", "dead", "f", "later"]
    parents = {"f": ["x"], "later": ["f", "dead"]}
    local = {("x", "f"): 2.0, ("f", "later"): 10.0, ("dead", "later"): 10.0}
    got = student.graph_backward(order, parents, local, "f")
    assert_slopes(got, {"x": 2.0, "dead": 0.0, "f": 1.0, "later": 0.0})


def test_graph_backward__many_layers(student):
    """Ten layers of two nodes with two paths each: the slopes double and double."""
    layers = [(f"a{k}", f"b{k}") for k in range(11)]
    parents = {name: list(layers[k]) for k in range(10) for name in layers[k + 1]}
    local = {(p, n): 1.0 for n, inputs in parents.items() for p in inputs}
    got = student.graph_backward([name for pair in layers for name in pair], parents, local, "a10")
    expected = {name: 2.0 ** (9 - k) for k in range(10) for name in layers[k]}
    assert_slopes(got, expected | {"a10": 1.0, "b10": 0.0})


# ComputationalGraph


def slopes_of(student, nodes, out="f", **inputs):
    """Value and slopes of a new graph."""
    graph = student.ComputationalGraph(nodes, out)
    return graph.forward(**inputs), graph.backward()


def test_ComputationalGraph__sum_times(student):
    """f = (x + y) z at (-2, 5, -4) is -12, with slopes -4, -4 and 3."""
    value, slopes = slopes_of(student, SUM_TIMES, x=-2, y=5, z=-4)
    assert_close(value, -12.0)
    assert_slopes(slopes, {"x": -4.0, "y": -4.0, "z": 3.0})


def test_ComputationalGraph__neuron(student):
    """The neuron of eight gates gives the numbers of the worksheet."""
    value, slopes = slopes_of(student, NEURON, w0=2, x0=-1, w1=-3, x1=-2, w2=-3)
    s = 1 / (1 + np.exp(-1.0))
    assert_close(value, s)
    one = s * (1 - s)
    assert_slopes(slopes, {"w0": -one, "x0": 2 * one, "w1": -2 * one, "x1": -3 * one, "w2": one})


def test_ComputationalGraph__single_gates(student):
    """exp, reciprocal and sigmoid, each at several places."""
    for x in (-1.5, 0.5, 2.0):
        s = 1 / (1 + np.exp(-x))
        for kind, f, slope in (
            ("exp", np.exp(x), np.exp(x)),
            ("reciprocal", 1 / x, -1 / x**2),
            ("sigmoid", s, s * (1 - s)),
        ):
            value, slopes = slopes_of(student, {"f": (kind, "x")}, x=x)
            assert_close(value, f)
            assert_slopes(slopes, {"x": slope})


def test_ComputationalGraph__max(student):
    """max lets the larger input through, and the first one at a tie."""
    for x, y, dx, dy in ((3, -4, 2, 0), (-4, 3, 0, 2), (1.5, 1.5, 2, 0)):
        nodes = {"m": ("max", "x", "y"), "f": ("mul", "m", 2)}
        value, slopes = slopes_of(student, nodes, x=x, y=y)
        assert_close(value, 2.0 * max(x, y))
        assert_slopes(slopes, {"x": dx, "y": dy})


def test_ComputationalGraph__used_twice(student):
    """f = x (x + y) at (3, 4) is 21, and the slope for x is 7 + 3 = 10."""
    nodes = {"q": ("add", "x", "y"), "f": ("mul", "x", "q")}
    value, slopes = slopes_of(student, nodes, x=3, y=4)
    assert_close(value, 21.0)
    assert_slopes(slopes, {"x": 10.0, "y": 3.0})


def test_ComputationalGraph__twice_in_one_gate(student):
    """A gate may take the same node twice: x times x, x + x, and a square in the middle."""
    assert_slopes(slopes_of(student, {"f": ("mul", "x", "x")}, x=5)[1], {"x": 10.0})
    assert_slopes(slopes_of(student, {"f": ("add", "x", "x")}, x=5)[1], {"x": 2.0})
    nodes = {"q": ("add", "x", "y"), "r": ("mul", "q", "q"), "f": ("mul", "r", 0.5)}
    value, slopes = slopes_of(student, nodes, x=1, y=2)
    assert_close(value, 4.5)
    assert_slopes(slopes, {"x": 3.0, "y": 3.0})


def test_ComputationalGraph__any_order(student):
    """The gates may be listed in any order."""
    nodes = dict(reversed(NEURON.items())) | {"f": NEURON["f"]}
    value, slopes = slopes_of(student, nodes, w0=1, x0=2, w1=2, x1=1, w2=-4)
    assert_close(value, 0.5)
    assert_slopes(slopes, {"w0": 0.5, "x0": 0.25, "w1": 0.25, "x1": 0.5, "w2": 0.25})


def test_ComputationalGraph__constants(student):
    """Constants on either side of a gate have a value, and take no gradient."""
    nodes = {"a": ("mul", 3, "x"), "b": ("add", "a", -1.5), "c": ("max", 0, "b")}
    nodes["f"] = ("mul", "c", "b")
    value, slopes = slopes_of(student, nodes, x=2)
    assert_close(value, 20.25)
    assert_slopes(slopes, {"x": 27.0})


def test_ComputationalGraph__backward_twice(student):
    """Walking back twice gives the same slopes twice, and new inputs give new ones."""
    graph = student.ComputationalGraph(SUM_TIMES, "f")
    graph.forward(x=-2, y=5, z=-4)
    for _ in range(2):
        assert_slopes(graph.backward(), {"x": -4.0, "y": -4.0, "z": 3.0})
    assert_close(graph.forward(x=1, y=-4, z=2), -6.0)
    assert_slopes(graph.backward(), {"x": 2.0, "y": 2.0, "z": -3.0})


def test_ComputationalGraph__two_graphs(student):
    """Two graphs at the same time do not disturb each other."""
    one, two = (student.ComputationalGraph(SUM_TIMES, "f") for _ in range(2))
    one.forward(x=-2, y=5, z=-4)
    two.forward(x=1, y=-4, z=2)
    assert_slopes(one.backward(), {"x": -4.0, "y": -4.0, "z": 3.0})
    assert_slopes(two.backward(), {"x": 2.0, "y": 2.0, "z": -3.0})


def test_ComputationalGraph__no_influence(student):
    """The output may be a gate in the middle; an input that does not reach it has slope 0."""
    value, slopes = slopes_of(student, SUM_TIMES, out="q", x=-2, y=5, z=-4)
    assert_close(value, 3.0)
    assert_slopes(slopes, {"x": 1.0, "y": 1.0, "z": 0.0})


def test_ComputationalGraph__keeps_values_and_grads(student):
    """`values` and `grads` hold the numbers of every node, those in between included."""
    graph = student.ComputationalGraph(SUM_TIMES, "f")
    graph.forward(x=-2, y=5, z=-4)
    graph.backward()
    assert_slopes(graph.values, {"x": -2.0, "y": 5.0, "z": -4.0, "q": 3.0, "f": -12.0})
    assert_slopes(graph.grads, {"x": -4.0, "y": -4.0, "z": 3.0, "q": -4.0, "f": 1.0})


def test_ComputationalGraph__wrong_inputs(student):
    """A missing or an unknown input is a ValueError, and the graph works afterwards."""
    graph = student.ComputationalGraph(SUM_TIMES, "f")
    for inputs in ({"x": 1, "y": 2}, {"x": 1, "y": 2, "z": 3, "t": 4}, {"x": 1, "y": 2, "q": 3}):
        with pytest.raises(ValueError):
            graph.forward(**inputs)
    assert_close(graph.forward(x=1, y=2, z=3), 9.0)


def test_ComputationalGraph__backward_first(student):
    """backward before forward is a RuntimeError; after forward it works."""
    graph = student.ComputationalGraph(SUM_TIMES, "f")
    with pytest.raises(RuntimeError) as error:
        graph.backward()
    if isinstance(error.value, NotImplementedError):  # a RuntimeError, too, but not this one
        raise error.value
    graph.forward(x=-2, y=5, z=-4)
    assert_slopes(graph.backward(), {"x": -4.0, "y": -4.0, "z": 3.0})


# numerical_gradient


def test_numerical_gradient__squares(student):
    """The sum of squares has the gradient 2x, in a table of the shape of x."""
    x = np.array([[1.0, -2.0, 0.5], [3.0, 0.0, -0.25]])
    assert_close(student.numerical_gradient(lambda v: (v**2).sum(), x), 2 * x, rtol=1e-7, atol=1e-9)


def test_numerical_gradient__from_both_sides(student):
    """x to the third at 1 with h = 0.5: (3.375 - 0.125) / 1 = 3.25."""
    got = student.numerical_gradient(lambda v: v[0] ** 3, np.array([1.0]), 0.5)
    assert_close(got, np.array([3.25]))
    got = student.numerical_gradient(lambda v: (v**3).sum(), np.array([2.0, -1.0]), h=0.1)
    assert_close(got, np.array([12.01, 3.01]))


def test_numerical_gradient__one_entry_at_a_time(student):
    """For a product of three, moving one entry leaves the other two where they are."""
    got = student.numerical_gradient(lambda v: v[0] * v[1] * v[2], np.array([2.0, 3.0, 5.0]))
    assert_close(got, np.array([15.0, 10.0, 6.0]), rtol=1e-8)
    got = student.numerical_gradient(
        lambda v: v[0, 1] * v[1, 0], np.array([[1.0, 2.0], [3.0, 4.0]])
    )
    assert_close(got, np.array([[0.0, 3.0], [2.0, 0.0]]), rtol=1e-8, atol=1e-8)


def test_numerical_gradient__whole_numbers(student):
    """An x of whole numbers is moved by 0.00001 all the same, and gives floats."""
    got = student.numerical_gradient(lambda v: (v**2).sum(), np.array([[1, 2], [3, -4]]))
    assert_close(got, np.array([[2.0, 4.0], [6.0, -8.0]]), rtol=1e-7, dtype=float)


def test_numerical_gradient__shapes(student):
    """A list, a square table, a block and a single number, each in its own shape."""
    for shape in ((4,), (3, 3), (2, 3, 2), ()):
        x = np.linspace(0.5, 1.5, int(np.prod(shape))).reshape(shape)
        got = student.numerical_gradient(lambda v: np.exp(v).sum(), x)
        assert_close(got, np.exp(x), rtol=1e-7)


def test_numerical_gradient__default_step(student):
    """The default h is small: the slope of exp(20 x) is right to seven digits."""
    got = student.numerical_gradient(lambda v: np.exp(20 * v[0]), np.array([0.1]))
    assert_close(got, np.array([20 * np.exp(2.0)]), rtol=1e-7)


def test_numerical_gradient__precise(student):
    """Central differences reach eight digits where one-sided ones have five."""
    x = np.array([1.0, 2.0, -0.5])
    got = student.numerical_gradient(lambda v: np.sin(v).sum(), x)
    assert_close(got, np.cos(x), rtol=1e-8)


# rel_error


def test_rel_error__by_hand(student):
    """1 and 1, 0 and 0, 3 and 1, 2 and 4: the largest of 0, 0, 2/4 and 2/6."""
    got = student.rel_error(np.array([1.0, 0.0, 3.0, 2.0]), np.array([1.0, 0.0, 1.0, 4.0]))
    assert_close(got, 0.5)


def test_rel_error__the_largest_counts(student):
    """One wrong entry among many is not averaged away, wherever it stands."""
    a = np.ones((3, 4))
    b = a.copy()
    b[1, 2] = 3.0
    assert_close(student.rel_error(a, b), 0.5)
    assert_close(student.rel_error(b.T.copy(), a.T.copy()), 0.5)


def test_rel_error__opposite_signs(student):
    """5 against -5, and 2 against 0, are as far apart as can be: 1."""
    assert_close(student.rel_error(np.array([5.0]), np.array([-5.0])), 1.0)
    assert_close(student.rel_error(np.array([0.0, 4.0]), np.array([2.0, 4.0])), 1.0)


def test_rel_error__relative(student):
    """A million times larger numbers have the same relative error, negative ones as well."""
    for scale in (1.0, 1e6, 1e-4, -1.0):
        a, b = scale * np.array([1.0, 2.0]), scale * np.array([1.0, 2.5])
        assert_close(student.rel_error(a, b), 0.5 / 4.5)


def test_rel_error__floor(student):
    """Numbers far below the floor: 1e-9 against 0 gives 0.1, and 0 against 0 gives 0."""
    assert_close(student.rel_error(np.array([0.0, 0.0]), np.array([0.0, 1e-9])), 0.1)
    assert_close(student.rel_error(np.zeros(3), np.zeros(3)), 0.0)


def test_rel_error__numbers(student):
    """Two plain numbers, and whole numbers."""
    assert_close(student.rel_error(1.0, 3.0), 0.5)
    assert_close(student.rel_error(np.array([1, 2]), np.array([1, 6])), 0.5)


def test_rel_error__nan(student):
    """NaN anywhere gives NaN, on either side."""
    spoilt, fine = np.array([1.0, np.nan, 3.0]), np.array([1.0, 2.0, 4.0])
    for a, b in ((spoilt, fine), (fine, spoilt), (spoilt, spoilt)):
        got = student.rel_error(a, b)
        assert isinstance(got, float | np.floating), "One number is wanted."
        assert np.isnan(got), f"The result is {got}; NaN was hidden."


def test_rel_error__shapes(student):
    """Different shapes are a ValueError that names both, even where NumPy would stretch one."""
    for a, b in (((3,), (3, 1)), ((2, 3), (3,)), ((4,), (1,))):
        with pytest.raises(ValueError) as error:
            student.rel_error(np.ones(a), np.ones(b))
        for shape in (a, b):
            assert str(shape) in str(error.value), f"The message should name the shape {shape}."


# mlp222_step


def error_of(W, V, x, t):
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    return 0.5 * np.sum((t - sigmoid(V @ sigmoid(W @ x))) ** 2)


def assert_step(got, W_new, V_new, E, rtol=1e-7, atol=0.0):
    assert isinstance(got, tuple | list) and len(got) == 3, "Three results are wanted: W, V and E."
    assert_named("E_before", got[2], E, rtol)
    assert_named("W_new", got[0], W_new, rtol, atol)
    assert_named("V_new", got[1], V_new, rtol, atol)


def test_mlp222_step__worked_example(student):
    """The example of the lesson: all eight new weights, and the error before the step."""
    got = student.mlp222_step(np.array([0.1, 0.2]), W, V, np.array([0.4, 0.6]), 0.5)
    W_new = np.array([[0.299595562308, 0.249191124616], [0.399644956994, 0.349289913989]])
    V_new = np.array([[0.437038572198, 0.386852049336], [0.696295777686, 0.596242471665]])
    assert_step(got, W_new, V_new, 0.023971900752, rtol=1e-9)


def test_mlp222_step__second_step(student):
    """After one step the error is 0.023236338872, after two it is 0.022519648."""
    x, t, weights, errors = np.array([0.1, 0.2]), np.array([0.4, 0.6]), (W, V), []
    for _ in range(3):
        *weights, E = student.mlp222_step(x, *weights, t, 0.5)
        errors.append(E)
    assert_close(errors[1], 0.023236338872, rtol=1e-9)
    assert_close(errors[2], 0.02251964843, rtol=1e-9)


def test_mlp222_step__measured(student, rng):
    """The step is the learning rate times the measured slopes, for any network."""
    x, t = rng.uniform(0.5, 2.0, 2), rng.uniform(0.0, 1.0, 2)
    A, B = rng.normal(size=(2, 2)), rng.normal(size=(2, 2))
    dA = measured(lambda A: error_of(A, B, x, t), A)
    dB = measured(lambda B: error_of(A, B, x, t), B)
    got = student.mlp222_step(x, A, B, t, 3.0)
    assert_step(got, A - 3.0 * dA, B - 3.0 * dB, error_of(A, B, x, t), atol=1e-8)


def test_mlp222_step__large_rate(student):
    """With a learning rate of 100 it shows which weights the hidden slopes were made with."""
    x, t = np.array([1.0, -2.0]), np.array([0.9, 0.2])
    A, B = np.array([[0.5, -0.3], [0.2, 0.8]]), np.array([[1.0, -0.6], [0.4, 0.7]])
    dA = measured(lambda A: error_of(A, B, x, t), A)
    dB = measured(lambda B: error_of(A, B, x, t), B)
    got = student.mlp222_step(x, A, B, t, 100.0)
    assert_step(got, A - 100.0 * dA, B - 100.0 * dB, error_of(A, B, x, t), rtol=1e-6)


def test_mlp222_step__no_rate(student):
    """With a learning rate of 0 nothing moves, and the error is there all the same."""
    got = student.mlp222_step(np.array([0.1, 0.2]), W, V, np.array([0.4, 0.6]), 0.0)
    assert_step(got, W, V, 0.023971900752, rtol=1e-9)


def test_mlp222_step__targets_met(student):
    """Where the outputs equal the targets the error is 0 and the weights stay."""
    A, B = np.array([[1.0, -2.0], [0.5, 0.25]]), np.array([[0.5, -0.5], [2.0, 1.0]])
    x = np.array([0.3, 0.7])
    o = 1 / (1 + np.exp(-B @ (1 / (1 + np.exp(-A @ x)))))
    W_new, V_new, E = student.mlp222_step(x, A, B, o, 10.0)
    assert_close(E, 0.0, atol=1e-30)
    assert_close(W_new, A, rtol=1e-12)
    assert_close(V_new, B, rtol=1e-12)
