"""Right answers to lesson 05, written differently; none of them may be rejected.

The bank is appended to the reference, so its functions and its class can be used here.
"""
# ruff: noqa: F821

import numpy as np

# gates


def mul_backward__array(x, y, dout):
    """Both slopes in one array."""
    return dout * np.array([y, x])


def mul_backward__named(x, y, dout):
    """Local gradients first."""
    local_x, local_y = y, x
    dx = dout * local_x
    dy = dout * local_y
    return dx, dy


def mul_backward__list(x, y, dout):
    """A list instead of a tuple."""
    return [np.multiply(y, dout), np.multiply(x, dout)]


def add_backward__array(x, y, dout):
    """Both slopes in one array."""
    return np.full(2, dout, dtype=float)


def add_backward__times_one(x, y, dout):
    """The local gradients written out."""
    return 1 * dout, 1 * dout


def add_backward__list(x, y, dout):
    """A list of two."""
    return [dout] * 2


def max_backward__if(x, y, dout):
    """Two returns."""
    if y > x:
        return 0, dout
    return dout, 0


def max_backward__mask(x, y, dout):
    """A comparison as a number."""
    first = float(x >= y)
    return first * dout, (1 - first) * dout


def max_backward__argmax(x, y, dout):
    """argmax takes the first of equal numbers."""
    slopes = np.zeros(2)
    slopes[np.argmax([x, y])] = dout
    return slopes


def copy_backward__numpy(douts):
    """np.sum."""
    return np.sum(douts)


def copy_backward__loop(douts):
    """One branch after the other."""
    total = 0.0
    for dout in douts:
        total += dout
    return total


def copy_backward__dot(douts):
    """A dot product with ones."""
    return np.asarray(douts, dtype=float) @ np.ones(len(douts))


# sigmoid_circuit


def sigmoid_circuit__eight_gates(w, x):
    """Wire by wire, as on the worksheet."""
    m0, m1 = w[0] * x[0], w[1] * x[1]
    a = m0 + m1
    s = a + w[2]
    n = -1.0 * s
    e = np.exp(n)
    p = e + 1
    f = 1 / p
    dp = -1 / p**2
    de = dp * 1.0
    dn = de * e
    ds = dn * -1.0
    da, dw2 = ds, ds
    dm0, dm1 = da, da
    dw = np.array([dm0 * x[0], dm1 * x[1], dw2])
    dx = np.array([dm0 * w[0], dm1 * w[1]])
    return f, dw, dx


def sigmoid_circuit__with_gates(w, x):
    """With the learner's own gate functions."""
    s = w[0] * x[0] + w[1] * x[1] + w[2]
    f = 1 / (1 + np.exp(-s))
    ds = f * (1 - f)
    dw0, dx0 = mul_backward(w[0], x[0], ds)
    dw1, dx1 = mul_backward(w[1], x[1], ds)
    return f, np.array([dw0, dw1, ds]), np.array([dx0, dx1])


def sigmoid_circuit__vectors(w, x):
    """One for the bias, and a dot product."""
    inputs = np.append(x, 1.0)
    f = (1 + np.tanh(w @ inputs / 2)) / 2
    return f, f * (1 - f) * inputs, f * (1 - f) * w[:2]


# topological_order


def topological_order__depth_first(parents):
    """Visit the inputs first; a node met while it is being visited closes a cycle."""
    order, state = [], {}

    def visit(name):
        if state.get(name) == "open":
            raise ValueError("cycle")
        if name not in state:
            state[name] = "open"
            for end in parents.get(name, []):
                visit(end)
            state[name] = "done"
            order.append(name)

    for name in parents:
        visit(name)
    return order


def topological_order__counting(parents):
    """Kahn's algorithm with counts and a queue."""
    names = sorted({*parents, *(name for ends in parents.values() for name in ends)})
    waits = {name: len(set(parents.get(name, []))) for name in names}
    consumers = {name: [] for name in names}
    for node, ends in parents.items():
        for end in set(ends):
            consumers[end].append(node)
    queue = [name for name in names if waits[name] == 0]
    for name in queue:  # grows while it is walked
        for node in consumers[name]:
            waits[node] -= 1
            if waits[node] == 0:
                queue.append(node)
    if len(queue) < len(names):
        raise ValueError("the graph has a cycle")
    return queue


def topological_order__one_at_a_time(parents):
    """Again and again the first node whose inputs are all there."""
    left = list(parents) + [end for ends in parents.values() for end in ends]
    left, order = list(dict.fromkeys(left)), []
    while left:
        for name in left:
            if all(end in order for end in parents.get(name, [])):
                order.append(name)
                left.remove(name)
                break
        else:
            raise ValueError("no node is ready")
    return order


def topological_order__standard_library(parents):
    """Python has it."""
    import graphlib

    try:
        return list(graphlib.TopologicalSorter(parents).static_order())
    except graphlib.CycleError as error:
        raise ValueError("cycle") from error


def topological_order__backwards(parents):
    """Take away nodes that nobody needs any more, and turn the list around."""
    left = {**{end: [] for ends in parents.values() for end in ends}, **parents}
    order = []
    while left:
        needed = {end for ends in left.values() for end in ends}
        free = [name for name in left if name not in needed]
        if not free:
            raise ValueError("cycle")
        for name in free:
            del left[name]
        order += free
    return tuple(order[::-1])


# graph_backward


def graph_backward__consumers(order, parents, local, out):
    """Each node asks all its consumers."""
    slopes = {}
    for node in order[::-1]:
        terms = [slopes[n] * local[node, n] for n, ends in parents.items() if node in ends
                 and n in slopes]  # fmt: skip
        slopes[node] = 1.0 if node == out else float(sum(terms))
    return slopes


def graph_backward__recursion(order, parents, local, out):
    """The boxed formula, word by word, with a memory."""
    known = {out: 1.0}

    def slope(node):
        if node not in known:
            known[node] = sum(
                (slope(n) * local[node, n] for n in order if node in parents.get(n, [])), 0.0
            )
        return known[node]

    return {node: slope(node) for node in order}


def graph_backward__matrix(order, parents, local, out):
    """Sums over all paths as the inverse of a triangular matrix."""
    place = {name: k for k, name in enumerate(order)}
    steps = np.zeros((len(order), len(order)))
    for node, ends in parents.items():
        for end in ends:
            steps[place[end], place[node]] = local[end, node]
    slopes = np.linalg.solve(np.eye(len(order)) - steps, np.eye(len(order))[:, place[out]])
    return dict(zip(order, slopes.tolist(), strict=True))


def graph_backward__until_used_up(order, parents, local, out):
    """A dict that grows, and zeros at the end."""
    slopes = {out: 1.0}
    for node in reversed(order):
        if node not in slopes:
            continue
        for end in parents.get(node, []):
            slopes[end] = slopes.get(end, 0) + slopes[node] * local[end, node]
    return {node: slopes.get(node, 0.0) for node in order}


# ComputationalGraph


class ComputationalGraph__table_of_gates:
    """Gates as a table of functions, values found by recursion."""

    GATES = {
        "add": (lambda a, b: a + b, lambda a, b: (1, 1)),
        "mul": (lambda a, b: a * b, lambda a, b: (b, a)),
        "max": (max, lambda a, b: (a >= b, a < b)),
        "exp": (np.exp, lambda a: (np.exp(a),)),
        "reciprocal": (lambda a: 1 / a, lambda a: (-1 / a**2,)),
        "sigmoid": (
            lambda a: 1 / (1 + np.exp(-a)),
            lambda a: (np.exp(-a) / (1 + np.exp(-a)) ** 2,),
        ),
    }

    def __init__(self, nodes, out):
        self.nodes, self.out = nodes, out
        names = {end for gate in nodes.values() for end in gate[1:] if isinstance(end, str)}
        self.inputs = sorted(names - set(nodes))
        self.values = None

    def _compute(self, name):
        if not isinstance(name, str):
            return name
        if name not in self.values:
            kind, *ends = self.nodes[name]
            self.values[name] = self.GATES[kind][0](*(self._compute(end) for end in ends))
            self.order.append(name)
        return self.values[name]

    def forward(self, **inputs):
        if sorted(inputs) != self.inputs:
            raise ValueError(f"expected the inputs {self.inputs}")
        self.values, self.order = dict(inputs), []
        for name in self.nodes:
            self._compute(name)
        return self.values[self.out]

    def backward(self):
        if self.values is None:
            raise RuntimeError("no forward pass yet")
        self.grads = {name: 0 for name in self.values}
        self.grads[self.out] = 1
        for name in self.order[::-1]:
            kind, *ends = self.nodes[name]
            slopes = self.GATES[kind][1](*(self.values.get(end, end) for end in ends))
            for end, slope in zip(ends, slopes, strict=True):
                if end in self.grads:
                    self.grads[end] += self.grads[name] * slope
        return {name: self.grads[name] for name in self.inputs}


class ComputationalGraph__slopes_forwards:
    """Forward mode: each node carries its slopes with respect to all inputs along."""

    def __init__(self, nodes, out):
        names = {end for gate in nodes.values() for end in gate[1:] if isinstance(end, str)}
        self.nodes, self.out, self.inputs = nodes, out, names - set(nodes)
        self.values, self.grads = {}, {}

    def _run(self, inputs):
        """Values and slopes of all nodes, with every gate as an input of its own as well."""
        carried = {name: (float(v), {name: 1.0}) for name, v in inputs.items()}
        left = dict(self.nodes)
        while left:
            for name, (kind, *ends) in list(left.items()):
                if all(not isinstance(end, str) or end in carried for end in ends):
                    pairs = [carried[e] if isinstance(e, str) else (float(e), {}) for e in ends]
                    carried[name] = self._gate(kind, name, pairs)
                    del left[name]
        return carried

    @staticmethod
    def _gate(kind, name, pairs):
        (a, da), (b, db) = pairs[0], pairs[-1]
        f, u, v = {
            "add": lambda: (a + b, 1.0, 1.0),
            "mul": lambda: (a * b, b, a),
            "max": lambda: (a, 1.0, 0.0) if a >= b else (b, 0.0, 1.0),
            "exp": lambda: (np.exp(a), np.exp(a), 0.0),
            "reciprocal": lambda: (1 / a, -1 / a**2, 0.0),
            "sigmoid": lambda: (1 / (1 + np.exp(-a)), 1 / (2 + np.exp(a) + np.exp(-a)), 0.0),
        }[kind]()
        slopes = {key: u * da.get(key, 0.0) + v * db.get(key, 0.0) for key in {*da, *db}}
        return f, slopes | {name: 1.0}

    def forward(self, **inputs):
        if set(inputs) != self.inputs:
            raise ValueError("the inputs do not fit")
        self._carried = self._run(inputs)
        self.values = {name: value for name, (value, _) in self._carried.items()}
        return self.values[self.out]

    def backward(self):
        if not self.values:
            raise RuntimeError("forward first")
        slopes = self._carried[self.out][1]
        self.grads = {name: slopes.get(name, 0.0) for name in self.values}
        return {name: self.grads[name] for name in self.inputs}


class _Node:
    """One node of the graph below: it knows how to add to the slopes of its inputs."""

    def __init__(self, value, ends=(), slopes=()):
        self.value, self.ends, self.slopes, self.grad = value, ends, slopes, 0.0


class ComputationalGraph__linked_nodes:
    """Objects that point to their inputs, as small autograd engines have them."""

    def __init__(self, nodes, out):
        self.nodes, self.out, self.made = nodes, out, {}
        self.order = topological_order(
            {n: [e for e in gate[1:] if isinstance(e, str)] for n, gate in nodes.items()}
        )
        self.inputs = [name for name in self.order if name not in nodes]

    def forward(self, **inputs):
        for name in self.inputs:
            if name not in inputs:
                raise ValueError(f"{name} is missing")
        if len(inputs) > len(self.inputs):
            raise ValueError("too many inputs")
        self.made = {}
        for name in self.order:
            if name in inputs:
                self.made[name] = _Node(float(inputs[name]))
            else:
                kind, *ends = self.nodes[name]
                nodes = [self.made[e] if isinstance(e, str) else _Node(e) for e in ends]
                self.made[name] = getattr(self, f"_{kind}")(*nodes)
        self.values = {name: node.value for name, node in self.made.items()}
        return self.values[self.out]

    def _add(self, a, b):
        return _Node(a.value + b.value, (a, b), (1.0, 1.0))

    def _mul(self, a, b):
        return _Node(a.value * b.value, (a, b), (b.value, a.value))

    def _max(self, a, b):
        first = a.value >= b.value
        return _Node(a.value if first else b.value, (a, b), (float(first), float(not first)))

    def _exp(self, a):
        return _Node(np.exp(a.value), (a,), (np.exp(a.value),))

    def _reciprocal(self, a):
        return _Node(a.value**-1, (a,), (-(a.value**-2),))

    def _sigmoid(self, a):
        s = 1 / (1 + np.exp(-a.value))
        return _Node(s, (a,), (s - s * s,))

    def backward(self):
        if not self.made:
            raise RuntimeError("call forward before backward")
        for node in self.made.values():
            node.grad = 0.0
        self.made[self.out].grad = 1.0
        for name in reversed(self.order):
            node = self.made[name]
            for end, slope in zip(node.ends, node.slopes, strict=True):
                end.grad += node.grad * slope
        self.grads = {name: node.grad for name, node in self.made.items()}
        return {name: self.grads[name] for name in self.inputs}


# numerical_gradient


def numerical_gradient__unit_vectors(f, x, h=1e-5):
    """A move for each entry, made of zeros and one h."""
    x = np.asarray(x, dtype=float)
    slopes = []
    for move in np.eye(x.size):
        step = h * move.reshape(x.shape)
        slopes.append((f(x + step) - f(x - step)) / (2 * h))
    return np.array(slopes).reshape(x.shape)


def numerical_gradient__flat_index(f, x, h=1e-5):
    """One index through the flattened copy."""
    x = np.array(x, dtype=np.float64)
    flat, slopes = x.reshape(-1), np.empty(x.size)
    for i in range(flat.size):
        old = flat[i]
        flat[i] = old - h
        below = f(x)
        flat[i] = old + h
        slopes[i] = f(x) - below
        flat[i] = old
    return slopes.reshape(x.shape) / (2 * h)


def numerical_gradient__iterator(f, x, h=1e-5):
    """np.nditer, as in a well-known course."""
    x = np.asarray(x).astype(float)
    gradient = np.zeros_like(x)
    places = np.nditer(x, flags=["multi_index"])
    for _ in places:
        above, below = x.copy(), x.copy()
        above[places.multi_index] += h
        below[places.multi_index] -= h
        gradient[places.multi_index] = 0.5 * (f(above) - f(below)) / h
    return gradient


# rel_error


def rel_error__loop(a, b):
    """One entry after the other."""
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if a.shape != b.shape:
        raise ValueError(f"{a.shape} against {b.shape}")
    largest = 0.0
    for one, other in zip(a.ravel().tolist(), b.ravel().tolist(), strict=True):
        error = abs(one - other) / max(1e-8, abs(one) + abs(other))
        if np.isnan(error) or error > largest:
            largest = error
        if np.isnan(largest):
            break
    return largest


def rel_error__where(a, b):
    """The floor by np.where and np.clip's idea."""
    if np.shape(a) != np.shape(b):
        raise ValueError(f"shapes {np.shape(a)} and {np.shape(b)}")
    difference, size = np.abs(np.subtract(a, b)), np.abs(a) + np.abs(b)
    return (difference / np.where(size < 1e-8, 1e-8, size)).max()


def rel_error__clip(a, b):
    """Cut off from below, then the largest quotient of the sorted ones."""
    a, b = np.array(a, dtype=float), np.array(b, dtype=float)
    if a.shape != b.shape:
        raise ValueError(f"not the same shape: {a.shape}, {b.shape}")
    quotients = abs(a - b) / (abs(a) + abs(b)).clip(1e-8, None)
    return float(np.sort(quotients, axis=None)[-1])  # NaN is sorted to the end


# mlp222_step


def _s(z):
    return 1.0 / (1.0 + np.exp(-z))


def mlp222_step__loops(x, W, V, t, lr):
    """Every weight by itself."""
    h = [_s(W[j, 0] * x[0] + W[j, 1] * x[1]) for j in range(2)]
    o = [_s(V[k, 0] * h[0] + V[k, 1] * h[1]) for k in range(2)]
    dz_o = [(o[k] - t[k]) * o[k] * (1 - o[k]) for k in range(2)]
    W_new, V_new = np.array(W, dtype=float), np.array(V, dtype=float)
    for j in range(2):
        dh = dz_o[0] * V[0, j] + dz_o[1] * V[1, j]
        for i in range(2):
            W_new[j, i] -= lr * dh * h[j] * (1 - h[j]) * x[i]
            V_new[j, i] -= lr * dz_o[j] * h[i]
    return W_new, V_new, 0.5 * sum((t[k] - o[k]) ** 2 for k in range(2))


def mlp222_step__einsum(x, W, V, t, lr):
    """All sums written as index patterns."""
    h = _s(np.einsum("ji,i->j", W, x))
    o = _s(np.einsum("kj,j->k", V, h))
    d = (o - t) * (o - o**2)
    e = np.einsum("k,kj,j->j", d, V, h - h**2)
    E = np.einsum("k,k->", o - t, o - t) / 2
    return W - lr * np.einsum("j,i->ji", e, x), V - lr * np.einsum("k,j->kj", d, h), E


def mlp222_step__columns(x, W, V, t, lr):
    """Columns and matrix products."""
    x, t = x.reshape(2, 1), t.reshape(2, 1)
    h = _s(W @ x)
    o = _s(V @ h)
    error = t - o
    d = -error * o * (1 - o)
    e = V.T @ d * h * (1 - h)
    return [W - lr * e @ x.T, V - lr * d @ h.T, float((error.T @ error)[0, 0] / 2)]


def mlp222_step__graph(x, W, V, t, lr):
    """With the learner's own graph."""
    nodes = {}
    for layer, ends, rows in (("h", ("x0", "x1"), "W"), ("o", ("h0", "h1"), "V")):
        for j in range(2):
            nodes[f"{layer}{j}a"] = ("mul", f"{rows}{j}0", ends[0])
            nodes[f"{layer}{j}b"] = ("mul", f"{rows}{j}1", ends[1])
            nodes[f"{layer}{j}c"] = ("add", f"{layer}{j}a", f"{layer}{j}b")
            nodes[f"{layer}{j}"] = ("sigmoid", f"{layer}{j}c")
    for k in range(2):
        nodes[f"d{k}"] = ("add", f"o{k}", -float(t[k]))
        nodes[f"q{k}"] = ("mul", f"d{k}", f"d{k}")
    nodes |= {"q": ("add", "q0", "q1"), "E": ("mul", 0.5, "q")}
    g = ComputationalGraph(nodes, "E")
    weights = {f"{name}{j}{i}": M[j, i] for name, M in (("W", W), ("V", V))
               for j in range(2) for i in range(2)}  # fmt: skip
    E = g.forward(x0=x[0], x1=x[1], **weights)
    slopes = g.backward()
    new = [np.array([[M[j, i] - lr * slopes[f"{name}{j}{i}"] for i in range(2)] for j in range(2)])
           for name, M in (("W", W), ("V", V))]  # fmt: skip
    return *new, E
