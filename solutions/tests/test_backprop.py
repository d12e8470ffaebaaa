"""Reference checks of lesson 05, and the grading of its answer cells."""

import numpy as np

from labkit.testing import Mismatch, assert_close, assert_equal


def assert_same(got, expected, rtol=1e-9, atol=1e-12):
    """Fail unless both are dicts of the same names with numbers that agree."""
    assert isinstance(got, dict) and set(got) == set(expected), "The names are not the right ones."
    for name, number in expected.items():
        try:
            assert_close(got[name], number, rtol=rtol, atol=atol)
        except Mismatch as error:
            raise Mismatch(f"{name}: {error}", got[name], number, error.wrong) from None


def assert_all_close(got, expected):
    assert isinstance(got, tuple | list | np.ndarray) and len(got) == len(expected)
    for one, other in zip(got, expected, strict=True):
        assert_close(one, other)


# gates


def test_mul_backward__random(student, reference, rng):
    """Random numbers."""
    x, y, upstream = rng.normal(size=3)
    got = student.mul_backward(x, y, upstream)
    assert_all_close(got, reference.mul_backward(x, y, upstream))


def test_add_backward__random(student, reference, rng):
    """Random numbers."""
    x, y, upstream = rng.normal(size=3)
    got = student.add_backward(x, y, upstream)
    assert_all_close(got, reference.add_backward(x, y, upstream))


def test_max_backward__random(student, reference, rng):
    """Random whole numbers, so that some are equal."""
    for x, y in ((1.0, 2.0), (2.0, 1.0), (2.0, 2.0), *rng.integers(-1, 2, (4, 2)).astype(float)):
        upstream = rng.uniform(1.0, 2.0)
        got = student.max_backward(x, y, upstream)
        assert_all_close(got, reference.max_backward(x, y, upstream))


def test_copy_backward__random(student, rng):
    """Random gradients along five branches."""
    douts = rng.normal(size=5).tolist()
    assert_close(student.copy_backward(douts), float(np.sum(douts)), rtol=1e-9, atol=1e-12)


# sigmoid_circuit


def test_sigmoid_circuit__random(student, reference, rng):
    """Random weights and inputs."""
    w, x = rng.normal(size=3), rng.normal(size=2)
    assert_all_close(student.sigmoid_circuit(w, x), reference.sigmoid_circuit(w, x))


# topological_order and graph_backward


def random_parents(rng, count=15):
    """A graph whose nodes are named and listed in no particular order."""
    names = [f"n{k}" for k in rng.permutation(count)]
    parents = {}
    for k in range(2, count):
        picks = rng.choice(k, size=min(k, int(rng.integers(1, 4))), replace=False)
        parents[names[k]] = [names[i] for i in picks]
    listed = rng.permutation(list(parents)).tolist()
    return names, {name: parents[name] for name in listed}


def test_topological_order__random(student, rng):
    """Random graphs: all nodes once, every input before its consumers."""
    for _ in range(3):
        _, parents = random_parents(rng)
        got = student.topological_order(parents)
        assert isinstance(got, list | tuple), "A list of names is wanted."
        assert sorted(got) == sorted(set(parents).union(*parents.values()))
        for node, inputs in parents.items():
            assert all(got.index(name) < got.index(node) for name in inputs)


def test_topological_order__random_cycle(student, rng):
    """A random graph in which one wire leads back, and the same graph without it."""
    names, parents = random_parents(rng)
    closed = {name: list(inputs) for name, inputs in parents.items()}
    closed[parents[names[-1]][0]] = [names[-1]]
    try:
        student.topological_order(closed)
    except ValueError:
        pass
    else:
        raise AssertionError("There is a cycle in this graph: a ValueError is wanted.")
    assert len(student.topological_order(parents)) == len(set(parents).union(*parents.values()))


def test_graph_backward__random(student, reference, rng):
    """Random graphs with random local gradients."""
    for _ in range(3):
        order, parents = random_parents(rng)
        local = {(p, n): float(rng.normal()) for n, inputs in parents.items() for p in inputs}
        got = student.graph_backward(order, parents, local, order[-2])
        assert_same(got, reference.graph_backward(order, parents, local, order[-2]))


# ComputationalGraph


def random_nodes(rng, count=12):
    """Random gates upon three inputs, listed in no particular order."""
    nodes = {"g0": ("add", "x", "y"), "g1": ("mul", "g0", "z")}
    names = ["x", "y", "z", "g0", "g1"]
    for k in range(2, count):
        kind = str(rng.choice(["add", "mul", "max", "sigmoid", "exp"]))
        ends = [
            str(name) for name in rng.choice(names, size=1 if kind in ("sigmoid", "exp") else 2)
        ]
        if kind == "exp":  # of a number between 0 and 1, so that nothing explodes
            nodes[f"h{k}"] = ("sigmoid", ends[0])
            ends = [f"h{k}"]
        if len(ends) == 2 and rng.random() < 0.25:
            ends[int(rng.integers(2))] = round(float(rng.normal()), 2)
        nodes[f"g{k}"] = (kind, *ends)
        names.append(f"g{k}")
    nodes["out"] = ("sigmoid", names[-1])
    return {name: nodes[name] for name in rng.permutation(list(nodes)).tolist()}


def test_ComputationalGraph__random(student, reference, rng):
    """Random graphs at random places, each at two of them."""
    for _ in range(3):
        nodes = random_nodes(rng)
        mine = reference.ComputationalGraph(nodes, "out")
        theirs = student.ComputationalGraph(nodes, "out")
        for _ in range(2):
            place = dict(zip("xyz", rng.uniform(-1, 1, 3).tolist(), strict=True))
            assert_close(theirs.forward(**place), mine.forward(**place))
            assert_same(theirs.backward(), mine.backward())


def test_ComputationalGraph__random_reciprocals(student, reference, rng):
    """Reciprocals of exponentials and of sums of squares."""
    nodes = {
        "e": ("exp", "x"),
        "r": ("reciprocal", "e"),
        "s": ("mul", "y", "y"),
        "t": ("add", "s", 1),
        "u": ("reciprocal", "t"),
        "f": ("mul", "r", "u"),
    }
    mine = reference.ComputationalGraph(nodes, "f")
    theirs = student.ComputationalGraph(nodes, "f")
    place = dict(zip("xy", rng.normal(size=2).tolist(), strict=True))
    assert_close(theirs.forward(**place), mine.forward(**place))
    assert_same(theirs.backward(), mine.backward())


# numerical_gradient and rel_error


def test_numerical_gradient__random(student, reference, rng):
    """A random function of a table, with a random step."""
    A, x, h = rng.normal(size=(3, 2)), rng.normal(size=(3, 2)), float(rng.uniform(0.05, 0.2))

    def f(v):
        return float(np.sum(A * v**3) + np.prod(np.cos(v)))

    got = student.numerical_gradient(f, x, h)
    assert_close(got, reference.numerical_gradient(f, x, h), rtol=1e-9, atol=1e-11)


def test_numerical_gradient__random_square(student, reference, rng):
    """A square table of whole numbers."""
    A, x = rng.normal(size=(3, 3)), rng.integers(-3, 4, size=(3, 3))

    def f(v):
        return float(np.sum(np.sin(A @ v)))

    got = student.numerical_gradient(f, x)
    assert_close(got, reference.numerical_gradient(f, x), rtol=1e-6, atol=1e-8)


def test_rel_error__random(student, reference, rng):
    """Random tables of all sizes of numbers."""
    a = rng.normal(size=(4, 3)) * 10.0 ** rng.integers(-10, 4, size=(4, 3))
    b = a * (1 + 0.1 * rng.normal(size=(4, 3)))
    assert_close(student.rel_error(a, b), reference.rel_error(a, b))
    c = rng.normal(size=(2, 2)) * 1e-9
    assert_close(student.rel_error(c, -c), reference.rel_error(c, -c))


# mlp222_step


def test_mlp222_step__random(student, reference, rng):
    """Random networks, targets and learning rates."""
    for _ in range(2):
        x, t = rng.normal(size=2) * 2, rng.uniform(size=2)
        W, V = rng.normal(size=(2, 2)), rng.normal(size=(2, 2))
        lr = float(rng.uniform(0.5, 5.0))
        got = student.mlp222_step(x, W, V, t, lr)
        assert_all_close(got, reference.mlp222_step(x, W, V, t, lr))


# Answer cells


def assert_numbers(answers, expected, rtol=1e-9, atol=0.0):
    """Fail unless the answers of these names are these numbers."""
    for name, number in expected.items():
        assert_close(answers[name], number, rtol=rtol, atol=atol)


def verdicts(answers, claims):
    return [str(answers[f"claim_{claim}"]).strip().lower() for claim in claims]


def test_sum_times__values(answers):
    """The values of q and f."""
    assert_numbers(answers, {"value_q": -3, "value_f": -6})


def test_sum_times__gate_of_f(answers):
    """The gradients at the output and at both inputs of its gate."""
    assert_numbers(answers, {"grad_f": 1, "grad_q": 2, "grad_z": -3})


def test_sum_times__x_and_y(answers):
    """The gradients at x and y."""
    assert_numbers(answers, {"grad_x": 2, "grad_y": 2})


def test_sum_times__change(answers):
    """The change of f if x grows by 0.1."""
    assert_close(answers["change_of_f"], 0.2)


def test_habits__value(answers):
    """The value of f."""
    assert_close(answers["value_f"], 18)


def test_habits__x_and_z(answers):
    """The slopes for x and z, of which one lies behind the max."""
    assert_numbers(answers, {"grad_x": 9, "grad_z": 0})


def test_habits__y(answers):
    """The slope for y, which is used in several places."""
    assert_close(answers["grad_y"], 12)


DIGITS = {"rtol": 0.0, "atol": 6e-4}  # three decimals


def test_thirteen_wires__values(answers):
    """The values of all eight gates."""
    whole = {"value_m0": -2, "value_m1": 6, "value_a": 4, "value_s": 1, "value_n": -1}
    assert_numbers(answers, whole)
    fractions = {"value_e": 0.367879, "value_p": 1.367879, "value_f": 0.731059}
    assert_numbers(answers, fractions, **DIGITS)


def test_thirteen_wires__reciprocal_and_exp(answers):
    """The gradients at f, p, e and n, from the right to the exponential."""
    assert_close(answers["grad_f"], 1)
    expected = {"grad_p": -0.534447, "grad_e": -0.534447, "grad_n": -0.196612}
    assert_numbers(answers, expected, **DIGITS)


def test_thirteen_wires__times_minus_one(answers):
    """The gradient at s, in front of the gate that turns the sign."""
    assert_close(answers["grad_s"], 0.196612, **DIGITS)


def test_thirteen_wires__add_gates(answers):
    """What the add gates hand on, to a, m0, m1 and w2."""
    expected = dict.fromkeys(("grad_a", "grad_m0", "grad_m1", "grad_w2"), 0.196612)
    assert_numbers(answers, expected, **DIGITS)


def test_thirteen_wires__multiply_gates(answers):
    """What the multiply gates send back, each input with the other one as its factor."""
    expected = {"grad_w0": -0.196612, "grad_x0": 0.393224}
    expected |= {"grad_w1": -0.393224, "grad_x1": -0.589836}
    assert_numbers(answers, expected, **DIGITS)


def test_one_gate__step(answers):
    """The new w0, not rounded on the way."""
    assert_close(answers["new_w0"], 2.0196611933241484, rtol=0.0, atol=1.5e-6)


def test_one_gate__from_the_output(answers):
    """The slope for w0 of the neuron that answers 0.9."""
    assert_close(answers["slope_of_w0_at_09"], 0.36, rtol=1e-6)


def test_eight_weights__output_layer(answers):
    """The new weights w5 to w8."""
    expected = {"new_w5": 0.437039, "new_w6": 0.386852, "new_w7": 0.696296, "new_w8": 0.596242}
    assert_numbers(answers, expected, rtol=0.0, atol=1.1e-5)


def test_eight_weights__hidden_node_1(answers):
    """The new weights w1 and w2."""
    expected = {"new_w1": 0.2995956, "new_w2": 0.2491911}
    assert_numbers(answers, expected, rtol=0.0, atol=6e-6)


def test_eight_weights__hidden_node_2(answers):
    """The new weights w3 and w4, with the old w6 and w8."""
    expected = {"new_w3": 0.3996450, "new_w4": 0.3492899}
    assert_numbers(answers, expected, rtol=0.0, atol=6e-6)


def test_with_biases__error(answers):
    """The error before the step."""
    assert_close(answers["error_E"], 0.298371, rtol=0.0, atol=2e-5)


def test_with_biases__output_nodes(answers):
    """The slopes for the weighted sums of both output nodes."""
    expected = {"slope_z_o1": 0.138499, "slope_z_o2": -0.038098}
    assert_numbers(answers, expected, rtol=0.0, atol=2e-5)


def test_with_biases__weights(answers):
    """The new w5 and w7: one falls, the other rises."""
    expected = {"new_w5": 0.358916, "new_w7": 0.511301}
    assert_numbers(answers, expected, rtol=0.0, atol=2e-5)


def test_with_biases__shared_bias(answers):
    """The slope of the bias that both output nodes share."""
    assert_close(answers["slope_b2"], 0.100400, rtol=0.0, atol=4e-5)


def test_claims__a_and_b(answers):
    """Claims A and B are judged rightly."""
    assert verdicts(answers, "ab") == ["wrong", "wrong"], "Look again at the evidence for A and B."


def test_claims__c_and_d(answers):
    """Claims C and D are judged rightly, with the true slope for the changed formula."""
    assert verdicts(answers, "cd") == ["right", "wrong"], "Look again at the evidence for C and D."
    assert_close(answers["true_slope_for_d"], -8, rtol=1e-3)


def test_claims__e_and_f(answers):
    """Claims E and F are judged rightly, with the gradient that really arrives."""
    assert verdicts(answers, "ef") == ["wrong", "wrong"], "Look again at the evidence for E and F."
    assert_close(answers["arriving_gradient"], 0.1966, rtol=0.0, atol=1e-4)


def test_claims__g_h_and_i(answers):
    """Claims G, H and I are judged rightly."""
    expected = ["wrong", "wrong", "right"]
    assert verdicts(answers, "ghi") == expected, "Look again at the evidence for G, H and I."


def test_claims__j(answers):
    """Claim J is judged rightly."""
    assert_equal(verdicts(answers, "j"), ["wrong"])
