"""Lesson 05: the chain rule by hand.

A formula is drawn as a graph of small gates. Values flow forwards through it, gradients flow
backwards, and every gate needs to know only its own slopes. You write the gates, a whole circuit,
a backward pass for any graph, a working `ComputationalGraph`, one training step of a 2-2-2
network, and the two tools that catch a wrong gradient.

A gradient called `dx` is the slope of the graph's output with respect to `x`. `dout` is the slope
of the graph's output with respect to the output of a gate: what arrives from above.
"""

from collections.abc import Callable

import numpy as np

#: The kinds of gates that a ComputationalGraph is made of, and how many inputs each has.
GATES = {"add": 2, "mul": 2, "max": 2, "exp": 1, "reciprocal": 1, "sigmoid": 1}


def sigmoid(z: np.ndarray | float) -> np.ndarray | float:
    """The sigmoid of lesson 03, given: 1 / (1 + exp(-z)), safe for every z."""
    return np.exp(-np.logaddexp(0.0, -z))


def mul_backward(x: float, y: float, dout: float) -> tuple[float, float]:
    """Backward pass of a multiply gate, z = x * y.

    Parameters
    ----------
    x, y : what went into the gate, numbers (or arrays of one shape, entry by entry)
    dout : what comes from above, the slope of the output with respect to z

    Returns
    -------
    (dx, dy) : the slopes of the output with respect to x and to y.

    Example
    -------
    >>> mul_backward(3.0, -4.0, 2.0)
    (-8.0, 6.0)

    Source: the product rule.
    """
    # BEGIN SOLUTION
    # Upstream times local: dz/dx is y, and dz/dy is x. The two inputs change places.
    return dout * y, dout * x
    # END SOLUTION


def add_backward(x: float, y: float, dout: float) -> tuple[float, float]:
    """Backward pass of an add gate, z = x + y.

    Parameters
    ----------
    x, y : what went into the gate, numbers
    dout : what comes from above, the slope of the output with respect to z

    Returns
    -------
    (dx, dy) : the slopes of the output with respect to x and to y.

    Example
    -------
    >>> add_backward(3.0, -4.0, 2.0)
    (2.0, 2.0)

    Source: the sum rule.
    """
    # BEGIN SOLUTION
    # Both local slopes are 1, whatever x and y are: each input gets all of it.
    return dout, dout
    # END SOLUTION


def copy_backward(douts: list[float]) -> float:
    """Backward pass of a fork: one value that is used in several places.

    Parameters
    ----------
    douts : what comes from above through each of the branches, a list of numbers

    Returns
    -------
    The slope of the output with respect to the value that was copied.

    Example
    -------
    >>> copy_backward([4.0, 2.0])
    6.0

    Source: the chain rule for several paths.
    """
    # BEGIN SOLUTION
    # Moving the value moves all its copies at once, and small changes add up.
    return sum(douts)
    # END SOLUTION


def max_backward(x: float, y: float, dout: float) -> tuple[float, float]:
    """Backward pass of a max gate, z = max(x, y).

    Parameters
    ----------
    x, y : what went into the gate, numbers
    dout : what comes from above, the slope of the output with respect to z

    Returns
    -------
    (dx, dy) : the slopes of the output with respect to x and to y. If x and y are equal, the
        first of them, x, counts as the larger one.

    Example
    -------
    >>> max_backward(3.0, -4.0, 2.0)
    (2.0, 0.0)

    Source: derived in the lesson, "Four gates, four habits".
    """
    # BEGIN SOLUTION
    # Only the input that got through can move the output; the other one has slope 0.
    return (dout, 0.0) if x >= y else (0.0, dout)
    # END SOLUTION


def sigmoid_circuit(w: np.ndarray, x: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    """Value and gradients of the circuit f = 1 / (1 + exp(-(w0 x0 + w1 x1 + w2))).

    Parameters
    ----------
    w : (3,) array; w[0] and w[1] are weights, w[2] is the bias
    x : (2,) array

    Returns
    -------
    (f, dw, dx) : the value, a number; its slopes with respect to w, (3,), and to x, (2,). Nothing
        is rounded.

    Example
    -------
    >>> f, dw, dx = sigmoid_circuit(np.array([2.0, -3.0, -3.0]), np.array([-1.0, -2.0]))
    >>> print(round(f, 4), dw.round(4), dx.round(4))
    0.7311 [-0.1966 -0.3932  0.1966] [ 0.3932 -0.5898]

    Source: Stanford CS231n, course notes on backpropagation; the numbers are theirs.
    """
    # BEGIN SOLUTION
    w0, w1, w2 = w
    x0, x1 = x
    # Forward: everything up to the sum, then the four gates that make a sigmoid, as one.
    s = w0 * x0 + w1 * x1 + w2
    f = sigmoid(s)
    # Backward: 1 at the output, f (1 - f) through the sigmoid. The add gates pass it on, and the
    # multiply gates swap their inputs.
    ds = 1.0 * f * (1.0 - f)
    return float(f), ds * np.array([x0, x1, 1.0]), ds * np.array([w0, w1], dtype=float)
    # END SOLUTION


def topological_order(parents: dict[str, list[str]]) -> list[str]:
    """An order in which every node comes after the nodes that it needs.

    Parameters
    ----------
    parents : dict from each node to the list of its inputs (their names). A name that occurs only
        in such a list is a node as well, one without inputs.

    Returns
    -------
    List of all nodes, each of them once, every input before its consumers. Often several orders
    are right; any of them will do.

    Raises
    ------
    ValueError
        if there is a cycle: no order exists then.

    Example
    -------
    >>> topological_order({"f": ["q", "z"], "q": ["x"], "x": [], "z": ["x"]})
    ['x', 'q', 'z', 'f']

    Source: A. B. Kahn (1962).
    """
    # BEGIN SOLUTION
    names = set(parents).union(*parents.values())
    # What each node still waits for; a name without an entry waits for nothing.
    waiting = {name: set(parents.get(name, ())) for name in sorted(names)}
    order: list[str] = []
    while waiting:
        ready = [node for node, missing in waiting.items() if not missing]
        if not ready:
            raise ValueError(f"there is a cycle among {sorted(waiting)}")
        for node in ready:
            del waiting[node]
        order += ready
        for missing in waiting.values():
            missing.difference_update(ready)
    return order
    # END SOLUTION


def graph_backward(
    order: list[str],
    parents: dict[str, list[str]],
    local: dict[tuple[str, str], float],
    out: str,
) -> dict[str, float]:
    """Slopes of the output with respect to every node, by one walk backwards.

    Parameters
    ----------
    order : all nodes, every input before its consumers
    parents : dict from each node to the list of its inputs, each of them listed once; nodes
        without inputs may be left out
    local : the local slopes, `local[(p, n)]` is dn/dp for every input p of every node n
    out : the node that is the output

    Returns
    -------
    dict from every node in `order` to the slope of `out` with respect to it: 1.0 for `out` itself,
    0.0 for a node that does not influence `out`.

    Example
    -------
    >>> graph_backward(["x", "f"], {"f": ["x"]}, {("x", "f"): 3.0}, "f")
    {'x': 3.0, 'f': 1.0}

    Source: S. Linnainmaa (1970), the reverse accumulation of derivatives.
    """
    # BEGIN SOLUTION
    slopes = dict.fromkeys(order, 0.0)
    slopes[out] = 1.0  # the output moves as fast as itself
    for node in reversed(order):
        # All consumers of the node have come by before, so its slope is complete.
        for name in parents.get(node, ()):
            slopes[name] += slopes[node] * local[(name, node)]
    return slopes
    # END SOLUTION


class ComputationalGraph:
    """A graph of gates that computes its value forwards and its gradients backwards.

    Parameters
    ----------
    nodes : dict from the name of each gate to its kind and its inputs, in any order:
        ("add", p, q), ("mul", p, q), ("max", p, q),
        ("exp", p), ("reciprocal", p), ("sigmoid", p).
        Here p and q are names of nodes, or plain numbers. A number is a constant: it has a value,
        but no gradient. A name that is no gate of its own is an input of the graph.
    out : name of the node whose value is the output

    Methods
    -------
    forward(**inputs) -> float : compute every node, and return the value of `out`. Every input of
        the graph must be given by its name, and nothing else.
    backward() -> dict : from every input of the graph to the slope of `out` with respect to it,
        at the values of the last forward pass. A node that is used twice gets the sum of both
        slopes; an input that does not influence `out` gets 0.0. At a tie, the first input of a
        max gate counts as the larger one.

    Attributes
    ----------
    inputs, order : names of the inputs of the graph; names of all nodes, sorted
    values : dict from all nodes to their values, after forward
    grads : dict from all nodes to the slopes of `out` with respect to them, after backward

    Raises
    ------
    ValueError
        if a kind is unknown or has the wrong number of inputs, if `out` is no node, if there is a
        cycle (all this when the graph is made); if an input is missing or unknown (forward)
    RuntimeError
        if backward is called before forward

    Example
    -------
    >>> g = ComputationalGraph({"q": ("add", "x", "y"), "f": ("mul", "q", "z")}, "f")
    >>> print(g.forward(x=-2, y=5, z=-4), g.backward())
    -12.0 {'x': -4.0, 'y': -4.0, 'z': 3.0}

    Source: the class in Stanford CS231n's lecture on backpropagation, completed.
    """

    def __init__(self, nodes: dict[str, tuple], out: str) -> None:
        for name, (kind, *ends) in nodes.items():
            if GATES.get(kind) != len(ends):
                raise ValueError(f"node {name!r}: {kind!r} with {len(ends)} inputs is no gate")
        self.nodes, self.out = dict(nodes), out
        self.parents = {
            name: [end for end in ends if isinstance(end, str)]
            for name, (_, *ends) in nodes.items()
        }
        # Next comes self.order, the names of all nodes, every input before its consumers.
        # BEGIN SOLUTION
        self.order = topological_order(self.parents)
        # END SOLUTION
        if out not in self.order:
            raise ValueError(f"the output {out!r} is no node of the graph")
        self.inputs = [name for name in self.order if name not in self.nodes]
        self.values: dict[str, float] = {}
        self.grads: dict[str, float] = {}

    @staticmethod
    def _value(kind: str, a: float, b: float = 0.0) -> float:
        """What a gate of this kind makes of its input a, or of its inputs a and b."""
        # BEGIN SOLUTION
        if kind == "add":
            return a + b
        if kind == "mul":
            return a * b
        if kind == "max":
            return max(a, b)
        if kind == "exp":
            return np.exp(a)
        return 1.0 / a if kind == "reciprocal" else sigmoid(a)
        # END SOLUTION

    @staticmethod
    def _slopes(kind: str, z: float, a: float, b: float = 0.0) -> tuple[float, ...]:
        """The local slopes of a gate, dz/da and (if it has two inputs) dz/db; z is its output."""
        # BEGIN SOLUTION
        if kind == "add":
            return 1.0, 1.0
        if kind == "mul":
            return b, a
        if kind == "max":
            return (1.0, 0.0) if a >= b else (0.0, 1.0)
        # These three can be told from the output alone: exp' = exp, (1/a)' = -1/a^2.
        if kind == "exp":
            return (z,)
        return (-z * z,) if kind == "reciprocal" else (z * (1.0 - z),)
        # END SOLUTION

    def _ends(self, name: str) -> list[float]:
        """The values that go into a gate; a constant is its own value. (Given.)"""
        _, *ends = self.nodes[name]
        return [self.values[end] if isinstance(end, str) else float(end) for end in ends]

    def forward(self, **inputs: float) -> float:
        """Compute all nodes in order, keep their values, return the value of the output."""
        # BEGIN SOLUTION
        if set(inputs) != set(self.inputs):
            raise ValueError(f"inputs {sorted(inputs)}: expected {sorted(self.inputs)}")
        self.values = {name: float(value) for name, value in inputs.items()}
        for name in self.order:
            if name in self.nodes:
                kind = self.nodes[name][0]
                self.values[name] = float(self._value(kind, *self._ends(name)))
        return self.values[self.out]
        # END SOLUTION

    def backward(self) -> dict[str, float]:
        """Walk back from the output, collect all slopes, return those of the inputs."""
        # BEGIN SOLUTION
        if not self.values:
            raise RuntimeError("backward needs the values of a forward pass: call forward first")
        # New zeros for every call, so that nothing is left over from the last one.
        grads = dict.fromkeys(self.order, 0.0)
        grads[self.out] = 1.0
        for name in reversed(self.order):
            if name in self.nodes:
                kind, *ends = self.nodes[name]
                slopes = self._slopes(kind, self.values[name], *self._ends(name))
                for end, slope in zip(ends, slopes, strict=True):
                    if end in grads:  # a node, not a constant
                        grads[end] += grads[name] * slope  # +=: there may be other paths
        self.grads = grads
        return {name: grads[name] for name in self.inputs}
        # END SOLUTION


def numerical_gradient(
    f: Callable[[np.ndarray], float], x: np.ndarray, h: float = 1e-5
) -> np.ndarray:
    """Measure the gradient of f at x by central differences, one entry at a time.

    Parameters
    ----------
    f : function of an array of the shape of x that returns one number
    x : array of any shape; floats or whole numbers
    h : how far each entry is moved, to either side

    Returns
    -------
    Array of floats of the shape of x: entry i is (f(x + h e_i) - f(x - h e_i)) / (2h), where e_i
    is 1 at entry i and 0 elsewhere. x itself is never written to.

    Example
    -------
    >>> numerical_gradient(lambda x: (x**2).sum(), np.array([[1, 2], [3, -4]])).round(6)
    array([[ 2.,  4.],
           [ 6., -8.]])

    Source: the definition of the derivative, taken from both sides.
    """
    # BEGIN SOLUTION
    # A copy of our own, as floats: whole numbers would swallow a step of 0.00001.
    x = np.array(x, dtype=float)
    gradient = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        middle = x[place]
        x[place] = middle + h
        above = f(x)
        x[place] = middle - h
        below = f(x)
        x[place] = middle  # back to where it was, before the next entry moves
        gradient[place] = (above - below) / (2.0 * h)
    return gradient
    # END SOLUTION


def rel_error(a: np.ndarray, b: np.ndarray) -> float:
    """The largest relative difference between two arrays.

    Parameters
    ----------
    a, b : arrays of one shape, or two numbers

    Returns
    -------
    One number: the largest |a - b| / max(1e-8, |a| + |b|) of all entries. It is 0 where all
    entries are equal, at most 1, and NaN where an entry of a or b is NaN.

    Raises
    ------
    ValueError
        if the shapes differ; the message names both.

    Example
    -------
    >>> print(rel_error(np.array([1.0, 0.0, 3.0]), np.array([1.0, 0.0, 1.0])))
    0.5

    Source: the gradient check of the Stanford CS231n assignments.
    """
    # BEGIN SOLUTION
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if a.shape != b.shape:
        raise ValueError(f"a {a.shape} and b {b.shape} differ: expected the same shape")
    # The floor keeps 0/0 out: two zeros differ by 0, relative to 1e-8.
    scale = np.maximum(1e-8, np.abs(a) + np.abs(b))
    return float(np.max(np.abs(a - b) / scale))
    # END SOLUTION


def mlp222_step(
    x: np.ndarray, W: np.ndarray, V: np.ndarray, t: np.ndarray, lr: float
) -> tuple[np.ndarray, np.ndarray, float]:
    """One step of gradient descent for a 2-2-2 network of sigmoids without biases.

    The network computes h = sigmoid(W x) and o = sigmoid(V h), and its error is
    E = 1/2 (t_1 - o_1)^2 + 1/2 (t_2 - o_2)^2.

    Parameters
    ----------
    x : (2,) array, the inputs
    W : (2, 2) array, weights of the hidden nodes, one row per node
    V : (2, 2) array, weights of the output nodes, one row per node
    t : (2,) array, the targets
    lr : the learning rate

    Returns
    -------
    (W_new, V_new, E_before) : the weights after the step, (2, 2) each, and the error with the old
        weights, a number. All gradients are those of the old weights.

    Example
    -------
    >>> W, V = np.array([[0.3, 0.25], [0.4, 0.35]]), np.array([[0.45, 0.4], [0.7, 0.6]])
    >>> W, V, E = mlp222_step(np.array([0.1, 0.2]), W, V, np.array([0.4, 0.6]), 0.5)
    >>> print(round(E, 8), W[0].round(8), V[0].round(8))
    0.0239719 [0.29959556 0.24919112] [0.43703857 0.38685205]

    Source: D. E. Rumelhart, G. E. Hinton and R. J. Williams, Nature 323 (1986).
    """
    # BEGIN SOLUTION
    h = sigmoid(W @ x)
    o = sigmoid(V @ h)
    # Output nodes: slope of E for each o, times the slope of its sigmoid.
    dz_o = (o - t) * o * (1.0 - o)
    # Hidden node j is used by both output nodes: its slopes add up, and V.T @ dz_o does the sum.
    dz_h = (V.T @ dz_o) * h * (1.0 - h)
    # Only now, with all gradients known, do the weights move. np.outer has one row per node.
    W_new = W - lr * np.outer(dz_h, x)
    V_new = V - lr * np.outer(dz_o, h)
    return W_new, V_new, float(0.5 * np.sum((t - o) ** 2))
    # END SOLUTION
