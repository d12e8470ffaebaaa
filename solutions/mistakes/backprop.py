"""Wrong answers to lesson 05 that people really give, each with the sentence that helps.

The bank is appended to the reference, so its functions and its class can be used here.
"""
# ruff: noqa: F821

import numpy as np

# mul_backward


def mul_backward__not_swapped(x, y, dout):
    """You give each input its own value as a factor. If x moves by 0.01 and y stands still, by
    how much does x times y move?"""
    return dout * x, dout * y


def mul_backward__no_upstream(x, y, dout):
    """These are the local gradients. What arrives from above, dout, has to be multiplied in."""
    return y, x


def mul_backward__upstream_once(x, y, dout):
    """Only the first slope has the upstream gradient in it. The second input needs it as well."""
    return dout * y, x


def mul_backward__like_add(x, y, dout):
    """You pass dout on as it is, which is what an add gate does. What is the slope of x times y
    with respect to x?"""
    return dout, dout


def mul_backward__value(x, y, dout):
    """You multiply dout by the value of the gate. A local gradient is wanted: how much does x
    times y change, for each unit that x changes?"""
    return dout * x * y, dout * x * y


def mul_backward__turned_over(x, y, dout):
    """Your local gradients are upside down, 1/y in place of y: input over output. How much does
    the output move if the input does?"""
    return dout / y if y else 0.0, dout / x if x else 0.0


def mul_backward__added(x, y, dout):
    """You add the local gradient to the upstream gradient. Along a chain, slopes multiply."""
    return dout + y, dout + x


def mul_backward__halved(x, y, dout):
    """Your slopes are half as large as they should be. Nothing is shared out here: each input
    is asked about while the other one stands still."""
    return 0.5 * dout * y, 0.5 * dout * x


def mul_backward__only_x(x, y, dout):
    """Your second slope is always 0. y moves the product as well: by how much, if x is 3?"""
    return dout * y, 0.0


def mul_backward__negative(x, y, dout):
    """Your slopes have the wrong sign. Going against the gradient is the business of the step
    that comes later, not of the gate."""
    return -dout * y, -dout * x


def mul_backward__together(x, y, dout):
    """You add both slopes up to one number. Each input of the gate wants its own."""
    return dout * (x + y)


def mul_backward__sign_dropped(x, y, dout):
    """You drop the signs. If an input is negative, moving the other one up moves the product
    down."""
    return abs(dout * y), abs(dout * x)


# add_backward


def add_backward__like_multiply(x, y, dout):
    """You multiply by the other input, which is the habit of the multiply gate. What is the slope
    of x + y with respect to x?"""
    return dout * y, dout * x


def add_backward__own_input(x, y, dout):
    """You multiply by each input's own value. The slope of a sum does not depend on what is
    added: what is it?"""
    return dout * x, dout * y


def add_backward__no_upstream(x, y, dout):
    """These are the local gradients, 1 and 1. What arrives from above, dout, is missing."""
    return 1.0, 1.0


def add_backward__shared_out(x, y, dout):
    """You share dout out between the inputs. If x alone moves by 0.01, the sum moves by all of
    0.01: each input gets everything."""
    return dout / 2, dout / 2


def add_backward__doubled(x, y, dout):
    """Your slopes are twice as large as they should be. Each input has one way into the sum."""
    return dout + dout, dout + dout


def add_backward__only_x(x, y, dout):
    """Your second slope is always 0. What happens to the sum if y moves?"""
    return dout, 0.0


def add_backward__like_subtract(x, y, dout):
    """Your second slope has the sign of a difference. This gate computes x + y."""
    return dout, -dout


def add_backward__value(x, y, dout):
    """You multiply dout by the value of the gate. A slope is wanted: by how much does x + y
    change, for each unit that x changes?"""
    return dout * (x + y), dout * (x + y)


def add_backward__one_number(x, y, dout):
    """You return one number. There are two inputs, and each wants its own slope."""
    return dout


def add_backward__inputs_added(x, y, dout):
    """You add the input to the upstream gradient. The slope of a sum depends on no input; the
    upstream gradient is multiplied by it."""
    return dout + x, dout + y


# max_backward


def max_backward__both(x, y, dout):
    """You send the gradient to both inputs. A small move of the smaller one moves nothing."""
    return dout, dout


def max_backward__smaller(x, y, dout):
    """You send the gradient to the smaller input. Which one got through the gate?"""
    return (0.0, dout) if x >= y else (dout, 0.0)


def max_backward__second_at_a_tie(x, y, dout):
    """At a tie you choose the second input. By the convention of this course it is the first:
    is your comparison > or >=?"""
    return (dout, 0.0) if x > y else (0.0, dout)


def max_backward__split_at_a_tie(x, y, dout):
    """At a tie you split the gradient. Some libraries do; the convention here is that the first
    input counts as the larger one."""
    if x == y:
        return dout / 2, dout / 2
    return (dout, 0.0) if x > y else (0.0, dout)


def max_backward__both_at_a_tie(x, y, dout):
    """At a tie you send all of the gradient to both. The convention here is that the first input
    counts as the larger one."""
    return dout if x >= y else 0.0, dout if y >= x else 0.0


def max_backward__nobody_at_a_tie(x, y, dout):
    """At a tie nobody gets anything from you. The convention here is that the first input counts
    as the larger one."""
    return dout if x > y else 0.0, dout if y > x else 0.0


def max_backward__no_upstream(x, y, dout):
    """These are the local gradients, 1 and 0. What arrives from above, dout, is missing."""
    return (1.0, 0.0) if x >= y else (0.0, 1.0)


def max_backward__value(x, y, dout):
    """You multiply dout by the value of the larger input. The larger input passes through as it
    is: what is the slope of that?"""
    return (dout * x, 0.0) if x >= y else (0.0, dout * y)


def max_backward__by_size(x, y, dout):
    """You compare the sizes without their signs. The maximum of 3 and -4 is 3."""
    return (dout, 0.0) if abs(x) >= abs(y) else (0.0, dout)


def max_backward__against_zero(x, y, dout):
    """You compare each input with 0. The two inputs are to be compared with each other."""
    return dout if x > 0 else 0.0, dout if y > 0 else 0.0


def max_backward__shared_out(x, y, dout):
    """You share the gradient out. Only one of the two inputs can move the output, and it gets
    everything."""
    return dout / 2, dout / 2


def max_backward__largest_gradient(x, y, dout):
    """You cut negative gradients off at 0. The maximum is taken of the inputs; whatever comes
    back passes through with its sign."""
    dout = max(dout, 0.0)
    return (dout, 0.0) if x >= y else (0.0, dout)


# copy_backward


def copy_backward__first(douts):
    """You keep the first branch and forget the others. All copies move at once: what happens to
    their effects?"""
    return douts[0]


def copy_backward__last(douts):
    """You keep the last branch only, as if it had overwritten the others. Small changes on
    several paths add up."""
    return douts[-1]


def copy_backward__mean(douts):
    """You take the mean of the branches. With twice as many copies the effect is twice as large:
    nothing is divided."""
    return sum(douts) / len(douts)


def copy_backward__product(douts):
    """You multiply the branches. Slopes multiply along one path; what do they do where several
    paths meet?"""
    return float(np.prod(douts))


def copy_backward__largest(douts):
    """You keep the largest of the gradients. The other branches move the output as well."""
    return max(douts)


def copy_backward__sizes(douts):
    """You add sizes without signs. A branch that pulls the output down counts
    with its minus sign."""
    return sum(abs(dout) for dout in douts)


def copy_backward__counts(douts):
    """You count the branches. What each of them brings back is what matters."""
    return float(len(douts))


def copy_backward__two_only(douts):
    """You add exactly two branches. There may be one, or five."""
    return douts[0] + douts[1]


def copy_backward__handed_on(douts):
    """You hand the list on. The value that was copied has one slope: make one number of them."""
    return list(douts)


def copy_backward__root_of_squares(douts):
    """You add squares and take the root, as for the length of a vector. Small changes add up as
    they are."""
    return float(np.sqrt(sum(dout**2 for dout in douts)))


# sigmoid_circuit


def _sum(w, x):
    w, x = np.asarray(w, dtype=float), np.asarray(x, dtype=float)
    return w, x, w[0] * x[0] + w[1] * x[1] + w[2]


def _circuit(w, x, slope):
    """The circuit with `slope(s, f)` as the gradient at the weighted sum."""
    w, x, s = _sum(w, x)
    f = float(sigmoid(s))
    ds = slope(s, f)
    return f, ds * np.array([x[0], x[1], 1.0]), ds * w[:2]


def sigmoid_circuit__sign_lost(w, x):
    """All your slopes have the opposite sign: one minus sign is missing. The reciprocal has one,
    and so has the gate times -1."""
    return _circuit(w, x, lambda s, f: -f * (1 - f))


def sigmoid_circuit__from_the_sum(w, x):
    """You put the weighted sum into s(1 - s). The formula f(1 - f) wants the output of the
    sigmoid."""
    return _circuit(w, x, lambda s, f: s * (1 - s))


def sigmoid_circuit__sigmoid_twice(w, x):
    """You apply the sigmoid to f once more before you take f(1 - f). The value f is already what
    came out of it."""
    return _circuit(w, x, lambda s, f: float(sigmoid(f) * (1 - sigmoid(f))))


def sigmoid_circuit__exp_of_its_input(w, x):
    """At the exponential you multiply by its input. The slope of exp is exp again: its output."""
    return _circuit(w, x, lambda s, f: f * f * -s)


def sigmoid_circuit__exponential_skipped(w, x):
    """You step over the exponential. What arrives there has to be multiplied by its slope, which
    is its output."""
    return _circuit(w, x, lambda s, f: f * f)


def sigmoid_circuit__no_sigmoid_slope(w, x):
    """You send a 1 straight to the weighted sum. On the way it passes the sigmoid: what is its
    slope?"""
    return _circuit(w, x, lambda s, f: 1.0)


def sigmoid_circuit__value_as_slope(w, x):
    """You send f itself back. The slope of the sigmoid is f times something else."""
    return _circuit(w, x, lambda s, f: f)


def sigmoid_circuit__one_minus_f(w, x):
    """At the weighted sum you arrive with 1 - f, and a factor f is missing. Gate by gate: the slope
    of the reciprocal is -1/p squared."""
    return _circuit(w, x, lambda s, f: 1 - f)


def sigmoid_circuit__like_a_loss(w, x):
    """You start with f - 1, which is the slope of a loss. This circuit ends at f, and the walk
    back starts there with a 1."""
    return _circuit(w, x, lambda s, f: f - 1)


def sigmoid_circuit__rounded_gradient(w, x):
    """You round on the way back, and the error is multiplied further on. Round what you show,
    never what you compute with."""
    return _circuit(w, x, lambda s, f: round(f * (1 - f), 2))


def sigmoid_circuit__rounded_result(w, x):
    """Your numbers are rounded. Return all digits, and round only where you print."""
    f, dw, dx = _circuit(w, x, lambda s, f: f * (1 - f))
    return round(f, 4), dw.round(4), dx.round(4)


def sigmoid_circuit__not_swapped(w, x):
    """Your multiply gates hand each input its own value. Multiply swaps: a weight gets its x, and
    an x gets its weight."""
    w, x, s = _sum(w, x)
    f = float(sigmoid(s))
    ds = f * (1 - f)
    return f, ds * np.array([w[0], w[1], 1.0]), ds * x


def sigmoid_circuit__bias_times_bias(w, x):
    """The slope for w2 should not contain w2. The bias goes into an add gate, which passes on
    what it gets."""
    w, x, s = _sum(w, x)
    f = float(sigmoid(s))
    ds = f * (1 - f)
    return f, ds * np.array([x[0], x[1], w[2]]), ds * w[:2]


def sigmoid_circuit__bias_without_slope(w, x):
    """The bias has slope 0 with you. If w2 moves, the weighted sum moves by as much."""
    f, dw, dx = _circuit(w, x, lambda s, f: f * (1 - f))
    return f, dw * np.array([1.0, 1.0, 0.0]), dx


def sigmoid_circuit__two_slopes_for_w(w, x):
    """Your dw has two entries. The bias w2 is the third entry of w and needs a slope, too."""
    f, dw, dx = _circuit(w, x, lambda s, f: f * (1 - f))
    return f, dw[:2], dx


def sigmoid_circuit__bias_slope_first(w, x):
    """In dw the slope of the bias stands first. The bias is w[2], so its slope is dw[2]."""
    f, dw, dx = _circuit(w, x, lambda s, f: f * (1 - f))
    return f, dw[[2, 0, 1]], dx


def sigmoid_circuit__no_bias(w, x):
    """Your weighted sum leaves out the bias w2. Which gate brings it in?"""
    f, dw, dx = _circuit(np.array([w[0], w[1], 0.0]), x, lambda s, f: f * (1 - f))
    return f, dw, dx


def sigmoid_circuit__bias_first(w, x):
    """You take w[0] as the bias. Here the bias is the last one, w[2]."""
    f, dw, dx = _circuit(np.array([w[1], w[2], w[0]]), x, lambda s, f: f * (1 - f))
    return f, dw[[2, 0, 1]], dx


def sigmoid_circuit__crossed(w, x):
    """Your weights meet the wrong inputs: w0 belongs to x0, and w1 to x1."""
    f, dw, dx = _circuit(w, np.asarray(x)[::-1], lambda s, f: f * (1 - f))
    return f, dw[[1, 0, 2]], dx[::-1].copy()


def sigmoid_circuit__exchanged(w, x):
    """You return dx before dw. The order is f, dw, dx."""
    f, dw, dx = _circuit(w, x, lambda s, f: f * (1 - f))
    return f, dx, dw


def sigmoid_circuit__weights_moved(w, x):
    """You return weights after a step, not slopes. Finding the gradient comes first; a step is
    another matter."""
    f, dw, dx = _circuit(w, x, lambda s, f: f * (1 - f))
    return f, np.asarray(w) - 0.1 * dw, np.asarray(x) - 0.1 * dx


def sigmoid_circuit__sum_as_value(w, x):
    """Your value is the weighted sum. The circuit goes on: what does the sigmoid make of it?"""
    w, x, s = _sum(w, x)
    _, dw, dx = _circuit(w, x, lambda s, f: f * (1 - f))
    return float(s), dw, dx


def sigmoid_circuit__falling(w, x):
    """Your f falls where the weighted sum grows: the minus in the exponent is missing."""
    w, x, s = _sum(w, x)
    f = float(sigmoid(-s))
    ds = -f * (1 - f)
    return f, ds * np.array([x[0], x[1], 1.0]), ds * w[:2]


# topological_order


def _names(parents):
    return list(dict.fromkeys([*parents, *(name for names in parents.values() for name in names)]))


def _ordered(parents, names=None):
    """A right order of the names, or ValueError."""
    waiting = {name: set(parents.get(name, ())) for name in (names or _names(parents))}
    order = []
    while waiting:
        ready = [name for name, missing in waiting.items() if not missing]
        if not ready:
            raise ValueError("cycle")
        for name in ready:
            del waiting[name]
        order += ready
        for missing in waiting.values():
            missing.difference_update(ready)
    return order


def topological_order__as_listed(parents):
    """You list the nodes as they stand in the dict. Nobody promised that inputs stand first."""
    _ordered(parents)
    return _names(parents)


def topological_order__listed_backwards(parents):
    """You turn the list of the dict around. That helps only if somebody listed all consumers
    first."""
    _ordered(parents)
    return _names(parents)[::-1]


def topological_order__consumers_first(parents):
    """Your order is right for the walk back: every consumer stands before its inputs. Turn it
    around."""
    return _ordered(parents)[::-1]


def topological_order__sorted_names(parents):
    """You sort by name. What matters is who needs whom."""
    _ordered(parents)
    return sorted(_names(parents))


def topological_order__by_number_of_inputs(parents):
    """You sort by the number of inputs. A gate with one input may stand behind a gate with
    three."""
    _ordered(parents)
    return sorted(_names(parents), key=lambda name: len(parents.get(name, ())))


def topological_order__names_without_entry_lost(parents):
    """Names that occur only as inputs are missing from your list. They are nodes as well, and
    they wait for nothing."""
    return [name for name in _ordered(parents) if name in parents]


def topological_order__entry_expected(parents):
    """You look up an entry for every name, and inputs need not have one. What does
    `parents.get(name, [])` give?"""
    order = []

    def visit(name, above):
        if name in above:
            raise ValueError("cycle")
        if name not in order:
            for end in parents[name]:
                visit(end, above | {name})
            order.append(name)

    for name in parents:
        visit(name, frozenset())
    return order


def topological_order__listed_once_per_use(parents):
    """A node that is used twice is listed twice with you. Remember which nodes are on the list
    already."""
    _ordered(parents)
    order = []

    def visit(name):
        for end in parents.get(name, ()):
            visit(end)
        if len(order) < 5000:
            order.append(name)

    if len(parents) < 100:
        for name in parents:
            visit(name)
        return order
    return _ordered(parents) * 2


def topological_order__shortest_way(parents):
    """You place a node by its shortest way from the inputs. It has to wait for the longest."""
    _ordered(parents)
    names, depth = _names(parents), {}
    while len(depth) < len(names):
        for name in names:
            ends = parents.get(name, ())
            known = [depth[end] for end in ends if end in depth]
            if name not in depth and (known or not ends):
                depth[name] = 1 + min(known, default=-1)
    return sorted(names, key=depth.get)


def topological_order__one_input_is_enough(parents):
    """You list a node as soon as one of its inputs is there. It needs all of them."""
    _ordered(parents)
    names, order = _names(parents), []
    while len(order) < len(names):
        for name in names:
            ends = parents.get(name, ())
            if name not in order and (not ends or any(end in order for end in ends)):
                order.append(name)
    return order


def topological_order__one_round_only(parents):
    """You put the inputs first and leave the other nodes as they are listed. Among those, too,
    some need others."""
    _ordered(parents)
    return sorted(_names(parents), key=lambda name: bool(parents.get(name)))


def topological_order__cycle_unnoticed(parents):
    """With a cycle you return a list that stops short. If nodes are left over and none is ready,
    say so with a ValueError."""
    order, left = [], _names(parents)
    while True:
        ready = [name for name in left if set(parents.get(name, ())) <= set(order)]
        if not ready:
            return order
        order += ready
        left = [name for name in left if name not in ready]


def topological_order__cycle_visited(parents):
    """Your walk marks visited nodes and so steps over a cycle without a word. A node that you
    meet again while it is still being worked on means a cycle."""
    order, seen = [], set()

    def visit(name):
        if name not in seen:
            seen.add(name)
            for end in parents.get(name, ()):
                visit(end)
            order.append(name)

    for name in parents:
        visit(name)
    return order


def topological_order__itself_allowed(parents):
    """You let a node wait for itself. That is the shortest cycle there is."""
    return _ordered({n: [end for end in ends if end != n] for n, ends in parents.items()})


def topological_order__no_error(parents):
    """For a cycle you return an empty list. An error that nobody sees is the worst kind: raise a
    ValueError."""
    try:
        return _ordered(parents)
    except ValueError:
        return []


def topological_order__recursion_runs_wild(parents):
    """With a cycle your recursion never ends, and Python stops it. Notice the cycle yourself, and
    raise a ValueError."""
    order = []

    def visit(name):
        if name not in order:
            for end in parents.get(name, ()):
                visit(end)
            if name not in order:
                order.append(name)

    for name in parents:
        visit(name)
    return order


def topological_order__counts_twice(parents):
    """A gate that takes the same node twice waits for two of them with you, and only one ever
    comes. Wait for a set of names."""
    names, order = _names(parents), []
    missing = {name: len(parents.get(name, ())) for name in names}
    ready = [name for name in names if missing[name] == 0]
    while ready:
        done = ready.pop()
        order.append(done)
        for name in names:
            if done in parents.get(name, ()):
                missing[name] -= 1
                if missing[name] == 0:
                    ready.append(name)
    if len(order) < len(names):
        raise ValueError("cycle")
    return order


def topological_order__in_rounds(parents):
    """You return one list for each round. Put all rounds into one list of names."""
    order, rounds = _ordered(parents), []
    for name in order:
        if rounds and not set(parents.get(name, ())) & set(rounds[-1]):
            rounds[-1].append(name)
        else:
            rounds.append([name])
    return rounds


# graph_backward


def _walk(order, parents, local, out, seed=1.0):
    slopes = dict.fromkeys(order, 0.0)
    slopes[out] = seed
    for node in reversed(order):
        for name in parents.get(node, ()):
            slopes[name] += slopes[node] * local[(name, node)]
    return slopes


def graph_backward__overwrites(order, parents, local, out):
    """You write = where += is needed: the consumer that comes last wipes out what the others
    brought. Small changes on several paths add up."""
    slopes = dict.fromkeys(order, 0.0)
    slopes[out] = 1.0
    for node in reversed(order):
        for name in parents.get(node, ()):
            slopes[name] = slopes[node] * local[(name, node)]
    return slopes


def graph_backward__first_path(order, parents, local, out):
    """You keep the first slope that arrives at a node, and ignore those that follow. All paths
    count."""
    slopes = dict.fromkeys(order, 0.0)
    slopes[out] = 1.0
    for node in reversed(order):
        for name in parents.get(node, ()):
            if slopes[name] == 0.0:
                slopes[name] = slopes[node] * local[(name, node)]
    return slopes


def graph_backward__largest_path(order, parents, local, out):
    """You keep the largest of the slopes that arrive at a node. The others move the output as
    well."""
    slopes = dict.fromkeys(order, 0.0)
    slopes[out] = 1.0
    for node in reversed(order):
        for name in parents.get(node, ()):
            slopes[name] = max(slopes[name], slopes[node] * local[(name, node)], key=abs)
    return slopes


def graph_backward__mean_of_paths(order, parents, local, out):
    """You divide by the number of consumers. Nothing is averaged: each path brings all of its
    effect."""
    slopes = dict.fromkeys(order, 0.0)
    slopes[out] = 1.0
    uses = {name: sum(name in ends for ends in parents.values()) for name in order}
    for node in reversed(order):
        for name in parents.get(node, ()):
            slopes[name] += slopes[node] * local[(name, node)] / uses[name]
    return slopes


def graph_backward__passes_on_too_early(order, parents, local, out):
    """You pass a node's slope on each time something arrives, and what was passed on before goes
    out again. Wait until all consumers have reported: that is what the order is for."""
    slopes = dict.fromkeys(order, 0.0)
    slopes[out] = 1.0

    def spread(node):
        for name in parents.get(node, ()):
            slopes[name] += slopes[node] * local[(name, node)]
            spread(name)

    spread(out)
    return slopes


def graph_backward__no_seed(order, parents, local, out):
    """All your slopes are 0: the walk starts with nothing. How fast does the output move with
    itself?"""
    return _walk(order, parents, local, out, seed=0.0)


def graph_backward__everything_seeded(order, parents, local, out):
    """You start every node with a slope of 1. Only the output has that; the others start with 0
    and collect."""
    slopes = dict.fromkeys(order, 1.0)
    for node in reversed(order):
        for name in parents.get(node, ()):
            slopes[name] += slopes[node] * local[(name, node)]
    return slopes


def graph_backward__last_is_output(order, parents, local, out):
    """You start at the last node of the order. The output is the node called `out`, and others
    may come after it."""
    return _walk(order, parents, local, order[-1])


def graph_backward__forwards(order, parents, local, out):
    """Your slopes get no further than the inputs of the output gate. Go through the order from its
    end, so that what arrives at a node is passed on."""
    slopes = dict.fromkeys(order, 0.0)
    slopes[out] = 1.0
    for node in order:
        for name in parents.get(node, ()):
            slopes[name] += slopes[node] * local[(name, node)]
    return slopes


def graph_backward__no_upstream(order, parents, local, out):
    """You add up local gradients alone. Each has to be multiplied by what has arrived at its
    gate."""
    slopes = dict.fromkeys(order, 0.0)
    slopes[out] = 1.0
    for node in reversed(order):
        for name in parents.get(node, ()):
            slopes[name] += local[(name, node)]
    return slopes


def graph_backward__added(order, parents, local, out):
    """You add the local gradient to the upstream gradient. Multiply along a path, add over the
    paths."""
    slopes = dict.fromkeys(order, 0.0)
    slopes[out] = 1.0
    for node in reversed(order):
        for name in parents.get(node, ()):
            slopes[name] += slopes[node] + local[(name, node)]
    return slopes


def graph_backward__paths_multiplied(order, parents, local, out):
    """You multiply where several paths meet. Multiply along a path, add over the paths."""
    slopes = dict.fromkeys(order, None)
    slopes[out] = 1.0
    for node in reversed(order):
        for name in parents.get(node, ()):
            term = (slopes[node] or 0.0) * local[(name, node)]
            slopes[name] = term if slopes[name] is None else slopes[name] * term
    return {name: slope or 0.0 for name, slope in slopes.items()}


def graph_backward__turned_over(order, parents, local, out):
    """You divide by the local gradient. local[(p, n)] is already output over input, dn/dp:
    multiply by it."""
    return _walk(order, parents, {key: 1 / value for key, value in local.items()}, out)


def graph_backward__key_exchanged(order, parents, local, out):
    """You ask for local[(n, p)]. The key is the input first, then the node: local[(p, n)]."""
    slopes = dict.fromkeys(order, 0.0)
    slopes[out] = 1.0
    for node in reversed(order):
        for name in parents.get(node, ()):
            slopes[name] += slopes[node] * local[(node, name)]
    return slopes


def graph_backward__entry_expected(order, parents, local, out):
    """You look up the inputs of every node, and nodes without inputs need not have an entry.
    What does `parents.get(node, [])` give?"""
    slopes = dict.fromkeys(order, 0.0)
    slopes[out] = 1.0
    for node in reversed(order):
        for name in parents[node]:
            slopes[name] += slopes[node] * local[(name, node)]
    return slopes


def graph_backward__inputs_only(order, parents, local, out):
    """You return the nodes without inputs only. The slopes in between are wanted as well."""
    slopes = _walk(order, parents, local, out)
    return {name: slope for name, slope in slopes.items() if not parents.get(name)}


def graph_backward__zeros_left_out(order, parents, local, out):
    """Nodes that do not influence the output are missing from your dict. Their slope is 0.0."""
    slopes = {out: 1.0}
    for node in reversed(order):
        if node in slopes:
            for name in parents.get(node, ()):
                slopes[name] = slopes.get(name, 0.0) + slopes[node] * local[(name, node)]
    return slopes


def graph_backward__output_left_out(order, parents, local, out):
    """Your dict lacks the output. Its slope with respect to itself is 1.0."""
    slopes = _walk(order, parents, local, out)
    del slopes[out]
    return slopes


def graph_backward__output_emptied(order, parents, local, out):
    """Your output ends with a slope of 0. Its slope with respect to itself is 1.0, also when the
    walk is over."""
    return _walk(order, parents, local, out) | {out: 0.0}


def graph_backward__descent(order, parents, local, out):
    """Your slopes have the wrong sign. Going against the gradient is the business of the step
    that comes later."""
    slopes = _walk(order, parents, local, out)
    return {name: slope if name == out else -slope for name, slope in slopes.items()}


# ComputationalGraph: each class changes one thing of the right one


class ComputationalGraph__overwrites(ComputationalGraph):
    """You write = where += is needed: if a node is used twice, the consumer that comes last wipes
    out the other one's slope."""

    def backward(self):
        super().backward()
        grads = dict.fromkeys(self.order, 0.0)
        grads[self.out] = 1.0
        for name in reversed(self.order):
            if name in self.nodes:
                kind, *ends = self.nodes[name]
                slopes = self._slopes(kind, self.values[name], *self._ends(name))
                for end, slope in zip(ends, slopes, strict=True):
                    if isinstance(end, str):
                        grads[end] = grads[name] * slope
        self.grads = grads
        return {name: grads[name] for name in self.inputs}


class ComputationalGraph__first_path(ComputationalGraph):
    """You keep the first slope that arrives at a node, and ignore those that follow. All paths
    count."""

    def backward(self):
        super().backward()
        grads = dict.fromkeys(self.order, 0.0)
        grads[self.out] = 1.0
        for name in reversed(self.order):
            if name in self.nodes:
                kind, *ends = self.nodes[name]
                slopes = self._slopes(kind, self.values[name], *self._ends(name))
                for end, slope in zip(ends, slopes, strict=True):
                    if isinstance(end, str) and grads[end] == 0.0:
                        grads[end] = grads[name] * slope
        self.grads = grads
        return {name: grads[name] for name in self.inputs}


class ComputationalGraph__passes_on_too_early(ComputationalGraph):
    """You pass a node's slope on each time something arrives, and what was passed on before goes
    out again. Wait until all consumers have reported: that is what the order is for."""

    def backward(self):
        super().backward()
        self.grads = dict.fromkeys(self.order, 0.0)
        self.grads[self.out] = 1.0
        self._spread(self.out)
        return {name: self.grads[name] for name in self.inputs}

    def _spread(self, name):
        if name in self.nodes:
            kind, *ends = self.nodes[name]
            slopes = self._slopes(kind, self.values[name], *self._ends(name))
            for end, slope in zip(ends, slopes, strict=True):
                if isinstance(end, str):
                    self.grads[end] += self.grads[name] * slope
                    self._spread(end)


class ComputationalGraph__backwards_as_listed(ComputationalGraph):
    """You walk back through the gates as they stand in the dict. A gate may be listed before its
    inputs: use the sorted order backwards as well."""

    def backward(self):
        super().backward()
        grads = dict.fromkeys(self.order, 0.0)
        grads[self.out] = 1.0
        for name in reversed(list(self.nodes)):
            kind, *ends = self.nodes[name]
            slopes = self._slopes(kind, self.values[name], *self._ends(name))
            for end, slope in zip(ends, slopes, strict=True):
                if isinstance(end, str):
                    grads[end] += grads[name] * slope
        self.grads = grads
        return {name: grads[name] for name in self.inputs}


class ComputationalGraph__twice_in_one_gate(ComputationalGraph):
    """Where a gate takes the same node twice, as in x times x, you count it once. Both wires
    bring back a slope."""

    def backward(self):
        super().backward()
        grads = dict.fromkeys(self.order, 0.0)
        grads[self.out] = 1.0
        for name in reversed(self.order):
            if name in self.nodes:
                kind, *ends = self.nodes[name]
                slopes = self._slopes(kind, self.values[name], *self._ends(name))
                for end, slope in dict(zip(ends, slopes, strict=True)).items():
                    if isinstance(end, str):
                        grads[end] += grads[name] * slope
        self.grads = grads
        return {name: grads[name] for name in self.inputs}


class ComputationalGraph__constants_dropped_first(ComputationalGraph):
    """You drop the constants before you pair inputs with local gradients, so the second input may
    get the slope of the first. Pair them first, then skip the constants."""

    def backward(self):
        super().backward()
        grads = dict.fromkeys(self.order, 0.0)
        grads[self.out] = 1.0
        for name in reversed(self.order):
            if name in self.nodes:
                kind, *ends = self.nodes[name]
                slopes = self._slopes(kind, self.values[name], *self._ends(name))
                named = [end for end in ends if isinstance(end, str)]
                for end, slope in zip(named, slopes, strict=False):
                    grads[end] += grads[name] * slope
        self.grads = grads
        return {name: grads[name] for name in self.inputs}


class ComputationalGraph__left_from_last_time(ComputationalGraph):
    """The second backward adds to the slopes that are left from the first. Start every walk with
    a new dict of zeros."""

    def backward(self):
        old = dict(self.grads)
        super().backward()
        self.grads = {name: slope + old.get(name, 0.0) for name, slope in self.grads.items()}
        return {name: self.grads[name] for name in self.inputs}

    def forward(self, **inputs):
        old = dict(self.grads)
        value = super().forward(**inputs)
        self.grads = old
        return value


class ComputationalGraph__left_between_forwards(ComputationalGraph):
    """You clear the slopes in forward, so walking back twice doubles them. Start every walk with
    a new dict of zeros."""

    def forward(self, **inputs):
        value = super().forward(**inputs)
        self.grads = {}
        return value

    def backward(self):
        old = dict(self.grads)
        super().backward()
        self.grads = {name: slope + old.get(name, 0.0) for name, slope in self.grads.items()}
        return {name: self.grads[name] for name in self.inputs}


class ComputationalGraph__old_values(ComputationalGraph):
    """A second forward does not compute the gates again: your graph keeps the values of the first
    inputs."""

    def forward(self, **inputs):
        old = dict(self.values)
        value = super().forward(**inputs)
        if old:
            self.values |= {name: old[name] for name in self.nodes}
            value = self.values[self.out]
        return value


class ComputationalGraph__shared_values(ComputationalGraph):
    """Your values belong to the class, so all graphs share them. Make them in the constructor or
    in forward, as self.values."""

    shared = {}

    def forward(self, **inputs):
        value = super().forward(**inputs)
        type(self).shared.clear()
        type(self).shared.update(self.values)
        self.values = type(self).shared
        return value


class ComputationalGraph__no_seed(ComputationalGraph):
    """All your slopes are 0: the walk starts with nothing. How fast does the output move with
    itself?"""

    def backward(self):
        super().backward()
        self.grads = dict.fromkeys(self.order, 0.0)
        return dict.fromkeys(self.inputs, 0.0)


class ComputationalGraph__value_as_seed(ComputationalGraph):
    """Your walk starts with the value of the output. It starts with a 1: the output moves exactly
    as much as itself."""

    def backward(self):
        super().backward()
        factor = self.values[self.out]
        self.grads = {name: factor * slope for name, slope in self.grads.items()}
        return {name: self.grads[name] for name in self.inputs}


class ComputationalGraph__descent(ComputationalGraph):
    """Your slopes have the wrong sign. Going against the gradient is the business of the step
    that comes later."""

    def backward(self):
        super().backward()
        self.grads = {name: -slope for name, slope in self.grads.items()}
        return {name: self.grads[name] for name in self.inputs}


class ComputationalGraph__walks_forwards(ComputationalGraph):
    """You go through the order from its beginning, where the slopes are still 0. The walk back
    starts at the output."""

    def backward(self):
        super().backward()
        grads = dict.fromkeys(self.order, 0.0)
        grads[self.out] = 1.0
        for name in self.order:
            if name in self.nodes:
                kind, *ends = self.nodes[name]
                slopes = self._slopes(kind, self.values[name], *self._ends(name))
                for end, slope in zip(ends, slopes, strict=True):
                    if isinstance(end, str):
                        grads[end] += grads[name] * slope
        self.grads = grads
        return {name: grads[name] for name in self.inputs}


class ComputationalGraph__as_listed(ComputationalGraph):
    """You compute the gates as they stand in the dict. A gate may be listed before its inputs:
    sort first."""

    def __init__(self, nodes, out):
        super().__init__(nodes, out)
        self.order = [*self.inputs, *nodes]


class ComputationalGraph__last_is_output(ComputationalGraph):
    """You take the last node as the output. The output is the node that the constructor was
    given."""

    def __init__(self, nodes, out):
        super().__init__(nodes, out)
        self.out = self.order[-1]


class ComputationalGraph__add_multiplies(ComputationalGraph):
    """Your add gate sends back the other input, which is the habit of the multiply gate. What is
    the slope of a + b with respect to a?"""

    @staticmethod
    def _slopes(kind, z, a, b=0.0):
        return (b, a) if kind == "add" else _right_slopes(kind, z, a, b)


class ComputationalGraph__add_shares_out(ComputationalGraph):
    """Your add gate shares the gradient out, a half to each input. Each input moves the sum by as
    much as itself."""

    @staticmethod
    def _slopes(kind, z, a, b=0.0):
        return (0.5, 0.5) if kind == "add" else _right_slopes(kind, z, a, b)


class ComputationalGraph__multiply_not_swapped(ComputationalGraph):
    """Your multiply gate gives each input its own value. If a moves and b stands still, by how
    much does a times b move?"""

    @staticmethod
    def _slopes(kind, z, a, b=0.0):
        return (a, b) if kind == "mul" else _right_slopes(kind, z, a, b)


class ComputationalGraph__max_to_both(ComputationalGraph):
    """Your max gate sends the gradient to both inputs. A small move of the smaller one moves
    nothing."""

    @staticmethod
    def _slopes(kind, z, a, b=0.0):
        return (1.0, 1.0) if kind == "max" else _right_slopes(kind, z, a, b)


class ComputationalGraph__max_to_the_smaller(ComputationalGraph):
    """Your max gate sends the gradient to the smaller input. Which one got through?"""

    @staticmethod
    def _slopes(kind, z, a, b=0.0):
        if kind == "max":
            return (0.0, 1.0) if a >= b else (1.0, 0.0)
        return _right_slopes(kind, z, a, b)


class ComputationalGraph__second_at_a_tie(ComputationalGraph):
    """At a tie your max gate chooses the second input. By the convention of this course it is the
    first."""

    @staticmethod
    def _slopes(kind, z, a, b=0.0):
        if kind == "max":
            return (1.0, 0.0) if a > b else (0.0, 1.0)
        return _right_slopes(kind, z, a, b)


class ComputationalGraph__split_at_a_tie(ComputationalGraph):
    """At a tie your max gate splits the gradient. The convention here is that the first input
    counts as the larger one."""

    @staticmethod
    def _slopes(kind, z, a, b=0.0):
        if kind == "max" and a == b:
            return 0.5, 0.5
        return _right_slopes(kind, z, a, b)


class ComputationalGraph__exp_of_its_input(ComputationalGraph):
    """Your exp gate multiplies by its input. The slope of exp is exp again: its output."""

    @staticmethod
    def _slopes(kind, z, a, b=0.0):
        return (a,) if kind == "exp" else _right_slopes(kind, z, a, b)


class ComputationalGraph__exp_twice(ComputationalGraph):
    """Your exp gate takes the exponential of its output. The output is already what you need."""

    @staticmethod
    def _slopes(kind, z, a, b=0.0):
        return (float(np.exp(z)),) if kind == "exp" else _right_slopes(kind, z, a, b)


class ComputationalGraph__reciprocal_sign(ComputationalGraph):
    """The slope of your reciprocal is positive. If a grows, does 1/a grow?"""

    @staticmethod
    def _slopes(kind, z, a, b=0.0):
        return (z * z,) if kind == "reciprocal" else _right_slopes(kind, z, a, b)


class ComputationalGraph__reciprocal_not_squared(ComputationalGraph):
    """The slope of your reciprocal is -1/a. The square is missing: -1/a^2."""

    @staticmethod
    def _slopes(kind, z, a, b=0.0):
        return (-z,) if kind == "reciprocal" else _right_slopes(kind, z, a, b)


class ComputationalGraph__reciprocal_of_its_output(ComputationalGraph):
    """You put the output of the reciprocal into -1/a^2. That formula wants the input; with the
    output z it is -z^2."""

    @staticmethod
    def _slopes(kind, z, a, b=0.0):
        return (-1 / z**2,) if kind == "reciprocal" else _right_slopes(kind, z, a, b)


class ComputationalGraph__sigmoid_of_its_input(ComputationalGraph):
    """You put the input of the sigmoid into z(1 - z). That formula wants its output."""

    @staticmethod
    def _slopes(kind, z, a, b=0.0):
        return (a * (1 - a),) if kind == "sigmoid" else _right_slopes(kind, z, a, b)


class ComputationalGraph__sigmoid_twice(ComputationalGraph):
    """You apply the sigmoid to its output before you take z(1 - z). The output is already what
    you need."""

    @staticmethod
    def _slopes(kind, z, a, b=0.0):
        s = float(sigmoid(z))
        return (s * (1 - s),) if kind == "sigmoid" else _right_slopes(kind, z, a, b)


class ComputationalGraph__all_nodes(ComputationalGraph):
    """backward returns the slopes of all nodes. Keep them in self.grads; return those of the
    inputs."""

    def backward(self):
        super().backward()
        return dict(self.grads)


class ComputationalGraph__in_a_list(ComputationalGraph):
    """backward returns a list, in an order that nobody can know. Return a dict from the names of
    the inputs to their slopes."""

    def backward(self):
        return list(super().backward().values())


class ComputationalGraph__zeros_left_out(ComputationalGraph):
    """An input that does not influence the output is missing from your answer. Its slope is
    0.0."""

    def backward(self):
        slopes = super().backward()
        return {name: slope for name, slope in slopes.items() if slope}


class ComputationalGraph__grads_not_kept(ComputationalGraph):
    """The slopes in between are lost after the walk. Keep those of all nodes in self.grads."""

    def backward(self):
        slopes = super().backward()
        self.grads = dict(slopes)
        return slopes


class ComputationalGraph__missing_is_zero(ComputationalGraph):
    """You take 0 for an input that is missing. That hides a slip of the pen: raise a
    ValueError."""

    def forward(self, **inputs):
        known = dict.fromkeys(self.inputs, 0.0)
        if set(inputs) - set(known):
            raise ValueError("unknown input")
        return super().forward(**(known | inputs))


class ComputationalGraph__unknown_ignored(ComputationalGraph):
    """You ignore inputs that the graph does not have. A misspelt name would go unseen: raise a
    ValueError."""

    def forward(self, **inputs):
        if set(self.inputs) - set(inputs):
            raise ValueError("missing input")
        return super().forward(**{name: inputs[name] for name in self.inputs})


class ComputationalGraph__inputs_unchecked(ComputationalGraph):
    """With an input missing, your forward stops with a KeyError somewhere inside. Compare the
    names first, and raise a ValueError."""

    def forward(self, **inputs):
        return super().forward(**{name: inputs[name] for name in self.inputs})


class ComputationalGraph__backward_unprepared(ComputationalGraph):
    """Called before forward, your backward answers with zeros. There are no values to walk on:
    raise a RuntimeError."""

    def backward(self):
        return super().backward() if self.values else dict.fromkeys(self.inputs, 0.0)


class ComputationalGraph__rounded(ComputationalGraph):
    """Your values are rounded on the way, and everything behind them suffers. Round only what you
    print."""

    def _value(self, kind, a, b=0.0):
        return round(float(super()._value(kind, a, b)), 2)


class ComputationalGraph__nothing_returned(ComputationalGraph):
    """Your forward keeps the values and returns nothing. Its answer is the value of the output."""

    def forward(self, **inputs):
        super().forward(**inputs)


_right_slopes = ComputationalGraph._slopes


# numerical_gradient


def _differences(f, x, difference):
    """`difference(value)` of the function of one entry, moved by a step, for all entries."""
    x = np.array(x, dtype=float)
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):

        def value(step, index=index):
            moved = x.copy()
            moved[index] += step
            return f(moved)

        gradient[index] = difference(value)
    return gradient


def numerical_gradient__one_sided(f, x, h=1e-5):
    """You move each entry to one side only. The bend of the curve cancels if you move to both
    sides."""
    return _differences(f, x, lambda value: (value(h) - value(0.0)) / h)


def numerical_gradient__other_side(f, x, h=1e-5):
    """You move each entry down only. The bend of the curve cancels if you move to both sides."""
    return _differences(f, x, lambda value: (value(0.0) - value(-h)) / h)


def numerical_gradient__divided_by_h(f, x, h=1e-5):
    """Your slopes are twice as large as they should be. How far apart are x + h and x - h?"""
    return _differences(f, x, lambda value: (value(h) - value(-h)) / h)


def numerical_gradient__not_divided(f, x, h=1e-5):
    """You return differences of f. A slope is a difference divided by the distance moved."""
    return _differences(f, x, lambda value: value(h) - value(-h))


def numerical_gradient__times_h_over_two(f, x, h=1e-5):
    """`(a - b) / 2 * h` divides by 2 and then multiplies by h. Put 2 * h into brackets."""
    return _differences(f, x, lambda value: (value(h) - value(-h)) / 2 * h)


def numerical_gradient__negative(f, x, h=1e-5):
    """Your slopes have the wrong sign: the value above minus the value below is wanted."""
    return _differences(f, x, lambda value: (value(-h) - value(h)) / (2 * h))


def numerical_gradient__own_h(f, x, h=1e-5):
    """You use an h of your own. The caller may ask for another one: use the argument."""
    return _differences(f, x, lambda value: (value(1e-5) - value(-1e-5)) / 2e-5)


def numerical_gradient__tiny_h(f, x, h=1e-12):
    """Your default h is so small that rounding takes over. Compare the picture of error against
    h in the lesson."""
    return _differences(f, x, lambda value: (value(h) - value(-h)) / (2 * h))


def numerical_gradient__large_h(f, x, h=1e-2):
    """Your default h is so large that the curve bends between the two points. The signature asks
    for 1e-5."""
    return _differences(f, x, lambda value: (value(h) - value(-h)) / (2 * h))


def numerical_gradient__half_h(f, x, h=1e-5):
    """You move by h/2 to either side. The signature says how far: h to either side, 2h in all."""
    return _differences(f, x, lambda value: (value(h / 2) - value(-h / 2)) / h)


def numerical_gradient__relative_h(f, x, h=1e-5):
    """You move each entry by h times its own size. The step is h for all entries, and an entry
    of 0 has to move as well."""
    x = np.array(x, dtype=float)
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        step = h * abs(x[index])
        if step:
            above, below = x.copy(), x.copy()
            above[index] += step
            below[index] -= step
            gradient[index] = (f(above) - f(below)) / (2 * step)
    return gradient


def numerical_gradient__whole_numbers(f, x, h=1e-5):
    """An array of whole numbers cuts 3.00001 down to 3, so nothing moves. Make your copy an array
    of floats."""
    x = np.array(x)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        old = x[index]
        x[index] = old + h
        above = f(x)
        x[index] = old - h
        below = f(x)
        x[index] = old
        gradient[index] = (above - below) / (2 * h)
    return gradient


def numerical_gradient__result_of_whole_numbers(f, x, h=1e-5):
    """You fill an array made like x. If x holds whole numbers, so does that array, and your
    slopes are cut down: ask for floats."""
    result = np.zeros_like(x)
    slopes = _differences(f, x, lambda value: (value(h) - value(-h)) / (2 * h))
    result[...] = slopes.astype(result.dtype)
    return result


def numerical_gradient__in_place(f, x, h=1e-5):
    """You write into x itself. The array belongs to your caller: work on a copy."""
    x = np.asarray(x)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        old = x[index]
        x[index] = old + h
        above = f(x)
        x[index] = old - h
        below = f(x)
        x[index] = old
        gradient[index] = (above - below) / (2 * h)
    return gradient


def numerical_gradient__not_put_back(f, x, h=1e-5):
    """An entry that was moved stays moved while the next one is measured. Put it back first."""
    x = np.array(x, dtype=float)
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        x[index] += h
        above = f(x)
        x[index] -= 2 * h
        gradient[index] = (above - f(x)) / (2 * h)
    return gradient


def numerical_gradient__all_at_once(f, x, h=1e-5):
    """You move all entries together, which gives one number: the sum of all slopes. Move one
    entry at a time."""
    x = np.array(x, dtype=float)
    return np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h))


def numerical_gradient__rows(f, x, h=1e-5):
    """You move whole rows. In a table, an entry has a row number and a column number."""
    x = np.array(x, dtype=float)
    gradient = np.zeros_like(x)
    for i in range(len(x)):
        above, below = x.copy(), x.copy()
        above[i] += h
        below[i] -= h
        gradient[i] = (f(above) - f(below)) / (2 * h)
    return gradient


def numerical_gradient__diagonal(f, x, h=1e-5):
    """In a table you measure only the entries on the diagonal. Every pair of row and column has
    its turn."""
    x = np.array(x, dtype=float)
    gradient = np.zeros_like(x)
    for i in range(min(x.shape, default=0)):
        index = (i,) * x.ndim
        above, below = x.copy(), x.copy()
        above[index] += h
        below[index] -= h
        gradient[index] = (f(above) - f(below)) / (2 * h)
    return gradient


def numerical_gradient__flat(f, x, h=1e-5):
    """Your slopes are right but stand in one long row. Give them the shape of x."""
    return _differences(f, x, lambda value: (value(h) - value(-h)) / (2 * h)).ravel()


def numerical_gradient__flat_argument(f, x, h=1e-5):
    """You call f with a flattened array. f expects an array of the shape of x."""
    x = np.array(x, dtype=float)
    slopes = _differences(f, x.ravel(), lambda value: (value(h) - value(-h)) / (2 * h))
    return slopes.reshape(x.shape)


def numerical_gradient__one_number(f, x, h=1e-5):
    """You add all slopes up to one number. Every entry of x has a slope of its own."""
    return float(_differences(f, x, lambda value: (value(h) - value(-h)) / (2 * h)).sum())


def numerical_gradient__rounded(f, x, h=1e-5):
    """You round the slopes. A tool for finding small errors should not make any."""
    return _differences(f, x, lambda value: (value(h) - value(-h)) / (2 * h)).round(3)


def numerical_gradient__single_precision(f, x, h=1e-5):
    """You compute with 32-bit floats, which keep seven figures: a step of 0.00001 is hardly
    there. Use float64."""
    x = np.array(x, dtype=np.float32)
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        above, below = x.copy(), x.copy()
        above[index] += np.float32(h)
        below[index] -= np.float32(h)
        gradient[index] = (f(above) - f(below)) / (2 * h)
    return gradient


# rel_error


def _two(a, b):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if a.shape != b.shape:
        raise ValueError(f"a {a.shape} and b {b.shape} differ")
    return a, b


def _each(a, b):
    a, b = _two(a, b)
    return np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b))


def rel_error__mean(a, b):
    """You take the mean of all entries. One wrong slope among a million right ones would vanish
    in it: the largest counts."""
    return float(_each(a, b).mean())


def rel_error__sum(a, b):
    """You add the errors of all entries up. The largest one is wanted."""
    return float(_each(a, b).sum())


def rel_error__smallest(a, b):
    """You return the smallest error. The worst entry decides."""
    return float(_each(a, b).min())


def rel_error__first_entry(a, b):
    """You look at the first entry only. All of them have to be compared."""
    return float(_each(a, b).ravel()[0])


def rel_error__each_entry(a, b):
    """You return the error of every entry. One number is wanted, the largest."""
    return _each(a, b)


def rel_error__absolute(a, b):
    """This is the absolute difference. A difference of 0.5 is small between millions and large
    between ones: divide by the size of the numbers."""
    a, b = _two(a, b)
    return float(np.max(np.abs(a - b)))


def rel_error__no_floor(a, b):
    """Where both entries are 0 you divide 0 by 0 and get NaN. What is the 1e-8 for?"""
    a, b = _two(a, b)
    with np.errstate(all="ignore"):
        return float(np.max(np.abs(a - b) / (np.abs(a) + np.abs(b))))


def rel_error__zeros_skipped(a, b):
    """You skip entries where both are 0, and let tiny numbers count in full. Below 1e-8 the floor
    takes the place of the sum."""
    a, b = _two(a, b)
    scale = np.abs(a) + np.abs(b)
    return float(np.max(np.where(scale == 0, 0.0, np.abs(a - b) / np.where(scale == 0, 1, scale))))


def rel_error__floor_added(a, b):
    """You add 1e-8 to the sum. The floor replaces the sum where it is smaller, and leaves it
    alone elsewhere: max(1e-8, ...)."""
    a, b = _two(a, b)
    return float(np.max(np.abs(a - b) / (np.abs(a) + np.abs(b) + 1e-8)))


def rel_error__one_floor_for_all(a, b):
    """You divide the largest difference by the largest size. Each entry has to be compared with
    its own size."""
    a, b = _two(a, b)
    return float(np.max(np.abs(a - b)) / max(1e-8, np.max(np.abs(a) + np.abs(b))))


def rel_error__lengths(a, b):
    """You compare the lengths of whole vectors. A small entry that is all wrong hides behind
    large ones that are right."""
    a, b = _two(a, b)
    return float(np.linalg.norm(a - b) / max(1e-8, float(np.linalg.norm(a) + np.linalg.norm(b))))


def rel_error__of_a(a, b):
    """You divide by the size of a alone. With a and b exchanged you would get another answer: the
    sum of both sizes is wanted."""
    a, b = _two(a, b)
    return float(np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a))))


def rel_error__of_the_larger(a, b):
    """You divide by the larger of the two sizes. The sum of both is wanted, so that the result is
    never above 1."""
    a, b = _two(a, b)
    return float(np.max(np.abs(a - b) / np.maximum(1e-8, np.maximum(np.abs(a), np.abs(b)))))


def rel_error__of_the_mean_size(a, b):
    """You divide by the mean of both sizes, so your result is twice as large. The sum is
    wanted."""
    a, b = _two(a, b)
    return float(np.max(np.abs(a - b) / np.maximum(1e-8, (np.abs(a) + np.abs(b)) / 2)))


def rel_error__sign_kept(a, b):
    """You leave the sign in the difference, so entries where a is too small count as negative.
    Take its size."""
    a, b = _two(a, b)
    return float(np.max((a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b))))


def rel_error__signs_cancel(a, b):
    """You divide by the size of the sum, and 5 and -5 add up to 0. Take the sum of the sizes."""
    a, b = _two(a, b)
    return float(np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a + b))))


def rel_error__sizes_only(a, b):
    """You compare the sizes and not the numbers: 5 and -5 look equal. Subtract first."""
    a, b = _two(a, b)
    scale = np.maximum(1e-8, np.abs(a) + np.abs(b))
    return float(np.max(np.abs(np.abs(a) - np.abs(b)) / scale))


def rel_error__nan_hidden(a, b):
    """NaN goes in and a number comes out. A gradient that is not a number is not right: np.max
    hands NaN on, while np.nanmax, max and > step over it."""
    each = _each(a, b)
    return float(np.nanmax(each)) if not np.isnan(each).all() else 0.0


def rel_error__stretched(a, b):
    """Your shapes are not compared, so NumPy stretches (3,) against (3, 1) to nine comparisons.
    Raise a ValueError that names both shapes."""
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    return float(np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b))))


def rel_error__shapes_unnamed(a, b):
    """You refuse different shapes without saying which they are. Name both in the message."""
    if np.shape(a) != np.shape(b):
        raise ValueError("the shapes differ")
    return float(_each(a, b).max())


def rel_error__percent(a, b):
    """Your result is in percent. A fraction between 0 and 1 is wanted."""
    return float(100 * _each(a, b).max())


# mlp222_step


def _forward(x, W, V):
    h = sigmoid(np.asarray(W) @ x)
    return h, sigmoid(np.asarray(V) @ h)


def _half_squares(t, o):
    return float(0.5 * np.sum((np.asarray(t) - o) ** 2))


def _step(x, W, V, t, lr, out=None, hidden=None, back=None, factor=1.0):
    """The right step, but with other slopes for sigmoids or other hidden sums where given."""
    h, o = _forward(x, W, V)
    dz_o = (o - t) * (o * (1 - o) if out is None else out(h, o))
    dh = np.asarray(V).T @ dz_o if back is None else back(dz_o)
    dz_h = dh * (h * (1 - h) if hidden is None else hidden(h))
    W_new = W - lr * factor * np.outer(dz_h, x)
    V_new = V - lr * factor * np.outer(dz_o, h)
    return W_new, V_new, _half_squares(t, o)


def mlp222_step__new_V(x, W, V, t, lr):
    """You overwrite V before you find the hidden slopes. They are asked for at the old weights:
    all gradients first, then the step."""
    h, o = _forward(x, W, V)
    V = V - lr * np.outer((o - t) * o * (1 - o), h)
    dz_h = (V.T @ ((o - t) * o * (1 - o))) * h * (1 - h)
    return W - lr * np.outer(dz_h, x), V, _half_squares(t, o)


def mlp222_step__two_forward_passes(x, W, V, t, lr):
    """You run the network again between the two layers, with the new V. One forward pass belongs
    to one step, and all gradients are those of the old weights."""
    h, o = _forward(x, W, V)
    V_new = V - lr * np.outer((o - t) * o * (1 - o), h)
    _, p = _forward(x, W, V_new)
    dz_h = (V_new.T @ ((p - t) * p * (1 - p))) * h * (1 - h)
    return W - lr * np.outer(dz_h, x), V_new, _half_squares(t, o)


def mlp222_step__error_afterwards(x, W, V, t, lr):
    """Your error is that of the new weights. The error before the step is wanted."""
    W_new, V_new, _ = _step(x, W, V, t, lr)
    return W_new, V_new, _half_squares(t, _forward(x, W_new, V_new)[1])


def mlp222_step__no_half(x, W, V, t, lr):
    """You leave out the 1/2, so error and gradients are twice as large. Look at the definition of
    E again."""
    W_new, V_new, E = _step(x, W, V, t, lr, factor=2.0)
    return W_new, V_new, 2 * E


def mlp222_step__error_without_half(x, W, V, t, lr):
    """Your gradients have the 1/2 in them, and your error has not. E is half the sum of the
    squares."""
    W_new, V_new, E = _step(x, W, V, t, lr)
    return W_new, V_new, 2 * E


def mlp222_step__slope_of_square(x, W, V, t, lr):
    """Your step is twice as large as it should be. The 1/2 in E cancels the 2 of the square."""
    return _step(x, W, V, t, lr, factor=2.0)


def mlp222_step__halved_twice(x, W, V, t, lr):
    """Your step is half as large as it should be. The 1/2 in E is gone once the square has been
    differentiated."""
    return _step(x, W, V, t, lr, factor=0.5)


def mlp222_step__uphill(x, W, V, t, lr):
    """You walk uphill: the weights move along the gradient. Which sign makes the error
    smaller?"""
    return _step(x, W, V, t, lr, factor=-1.0)


def mlp222_step__no_learning_rate(x, W, V, t, lr):
    """You take the whole gradient as the step. It has to be multiplied by lr."""
    return _step(x, W, V, t, 1.0)


def mlp222_step__always_half(x, W, V, t, lr):
    """You use the learning rate of the example, 0.5. The caller decides: use lr."""
    return _step(x, W, V, t, 0.5)


def mlp222_step__slope_from_the_sum(x, W, V, t, lr):
    """You put the weighted sum into z(1 - z). The slope of a sigmoid is o(1 - o), with its
    output."""
    z = np.asarray(W) @ x
    h, _ = _forward(x, W, V)
    z_o = np.asarray(V) @ h
    return _step(x, W, V, t, lr, out=lambda h, o: z_o * (1 - z_o), hidden=lambda h: z * (1 - z))


def mlp222_step__sigmoid_twice(x, W, V, t, lr):
    """You apply the sigmoid to an output before you take o(1 - o). An output is already what you
    need."""

    def slope(a):
        return sigmoid(a) * (1 - sigmoid(a))

    return _step(x, W, V, t, lr, out=lambda h, o: slope(o), hidden=slope)


def mlp222_step__no_output_slope(x, W, V, t, lr):
    """You step over the sigmoid of the output nodes. Its slope o(1 - o) is a factor on the way
    back."""
    return _step(x, W, V, t, lr, out=lambda h, o: 1.0)


def mlp222_step__no_hidden_slope(x, W, V, t, lr):
    """You step over the sigmoid of the hidden nodes. Its slope h(1 - h) is a factor on the way
    back."""
    return _step(x, W, V, t, lr, hidden=lambda h: 1.0)


def mlp222_step__tanh_slope(x, W, V, t, lr):
    """You use 1 - h^2, the slope of tanh, for the hidden nodes. They are sigmoids."""
    return _step(x, W, V, t, lr, hidden=lambda h: 1 - h**2)


def mlp222_step__one_path(x, W, V, t, lr):
    """Each hidden node hears from one output node only. It feeds both of them, and what comes
    back adds up."""
    return _step(x, W, V, t, lr, back=lambda dz_o: np.diag(V) * dz_o)


def mlp222_step__not_transposed(x, W, V, t, lr):
    """On the way back you use V as on the way forth. Hidden node j is wired to the outputs by
    *column* j of V."""
    return _step(x, W, V, t, lr, back=lambda dz_o: np.asarray(V) @ dz_o)


def mlp222_step__without_the_weights(x, W, V, t, lr):
    """You hand the slopes of the output nodes on without the weights. The multiply gates on the
    way swap: each path has its weight as a factor."""
    return _step(x, W, V, t, lr, back=lambda dz_o: np.full(2, dz_o.sum()))


def mlp222_step__outer_exchanged(x, W, V, t, lr):
    """Your gradient tables lie on their side. A table has one row per node, as W and V have:
    which argument of np.outer comes first?"""
    W_new, V_new, E = _step(x, W, V, t, lr)
    return W - (W - W_new).T, V - (V - V_new).T, E


def mlp222_step__W_transposed(x, W, V, t, lr):
    """Your hidden nodes take their weights from the columns of W. A node's weights stand in a
    row: W @ x."""
    W_new, V_new, E = _step(x, np.asarray(W).T, V, t, lr)
    return W_new.T.copy(), V_new, E


def mlp222_step__V_transposed(x, W, V, t, lr):
    """Your output nodes take their weights from the columns of V. A node's weights stand in a
    row: V @ h."""
    W_new, V_new, E = _step(x, W, np.asarray(V).T, t, lr)
    return W_new, V_new.T.copy(), E


def mlp222_step__x_for_V(x, W, V, t, lr):
    """You multiply the slopes of the output nodes by x. What comes in on the wires of V is h."""
    h, o = _forward(x, W, V)
    W_new, _, E = _step(x, W, V, t, lr)
    return W_new, V - lr * np.outer((o - t) * o * (1 - o), x), E


def mlp222_step__V_only(x, W, V, t, lr):
    """Only the output layer learns with you. W has gradients as well, one layer further back."""
    _, V_new, E = _step(x, W, V, t, lr)
    return np.array(W), V_new, E


def mlp222_step__W_only(x, W, V, t, lr):
    """Only the hidden layer learns with you. V has gradients as well."""
    W_new, _, E = _step(x, W, V, t, lr)
    return W_new, np.array(V), E


def mlp222_step__linear_output(x, W, V, t, lr):
    """Your output nodes give out their weighted sums. In this network they are sigmoids, too."""
    h, _ = _forward(x, W, V)
    o = np.asarray(V) @ h
    dz_h = (np.asarray(V).T @ (o - t)) * h * (1 - h)
    return W - lr * np.outer(dz_h, x), V - lr * np.outer(o - t, h), _half_squares(t, o)


def mlp222_step__gradients(x, W, V, t, lr):
    """You return gradients. The weights after the step are wanted."""
    W_new, V_new, E = _step(x, W, V, t, 1.0)
    return W - W_new, V - V_new, E


def mlp222_step__two_errors(x, W, V, t, lr):
    """You return the error of each output node. E is their sum, one number."""
    W_new, V_new, _ = _step(x, W, V, t, lr)
    return W_new, V_new, 0.5 * (np.asarray(t) - _forward(x, W, V)[1]) ** 2


def mlp222_step__exchanged(x, W, V, t, lr):
    """You return V before W. The order is W, V, E."""
    W_new, V_new, E = _step(x, W, V, t, lr)
    return V_new, W_new, E


def mlp222_step__in_place(x, W, V, t, lr):
    """`W -= ...` works on the array of your caller. W = W - ... makes a new one."""
    W_new, V_new, E = _step(x, W, V, t, lr)
    W -= W - W_new
    V -= V - V_new
    return W, V, E
