"""Right answers to lesson 01, written differently. No check may reject any of them."""

import numpy as np

# step


def step__comparison_as_integers(z):
    """Compare, then convert the booleans."""
    return (np.asarray(z) > 0).astype(int)


def step__heaviside(z):
    """NumPy's own step function, with its value at 0 given."""
    return np.heaviside(z, 0.0)


def step__from_sign(z):
    """The sign is -1, 0 or 1; adding 1 and halving downwards gives 0, 0, 1."""
    return (np.sign(z) + 1) // 2


def step__times_one(z):
    """Multiplying a boolean by 1 makes it a number; a plain number stays a scalar."""
    return (z > 0) * 1


def step__loop(z):
    """Every entry by itself, floats returned."""
    z = np.asarray(z)
    answers = np.zeros(z.shape)
    for index in np.ndindex(z.shape):
        if z[index] > 0:
            answers[index] = 1.0
    return answers


def step__small_integers(z):
    """One byte per answer is enough."""
    return np.array(np.greater(z, 0), dtype=np.uint8)


# perceptron_forward


def _same_length(X, w):
    X, w = np.asarray(X), np.asarray(w)
    if X.ndim != 2 or w.ndim != 1 or X.shape[1] != w.shape[0]:
        raise ValueError(f"shapes {X.shape} and {w.shape}")
    return X, w


def perceptron_forward__dot(X, w, b):
    """np.dot and a comparison."""
    X, w = _same_length(X, w)
    return (np.dot(X, w) + b > 0).astype(int)


def perceptron_forward__sum_of_products(X, w, b):
    """Multiply entry by entry, add along each row, floats returned."""
    X, w = _same_length(X, w)
    return np.heaviside((X * w).sum(axis=1) + b, 0.0)


def perceptron_forward__einsum(X, w, b):
    """The sum written with indices."""
    X, w = _same_length(X, w)
    return np.where(np.einsum("ij,j->i", X, w) + b > 0, 1, 0)


def perceptron_forward__two_loops(X, w, b):
    """Pure Python, one product at a time."""
    X, w = _same_length(X, w)
    answers = []
    for row in X:
        z = 0.0
        for value, weight in zip(row, w):
            z += value * weight
        answers.append(1 if z + b > 0 else 0)
    return np.array(answers)


def perceptron_forward__threshold(X, w, b):
    """The bias as a threshold on the other side: w.x > -b."""
    X, w = _same_length(X, w)
    return (X @ w > -b) * 1


def perceptron_forward__bias_trick(X, w, b):
    """The bias as one more weight, whose input is always 1."""
    X, w = _same_length(X, w)
    return np.where(np.column_stack([X, np.ones(len(X))]) @ np.append(w, b) > 0, 1, 0)


# gate_params


def gate_params__dictionary(name):
    """A table of the three gates, lists instead of arrays."""
    gates = {"AND": ([1, 1], -1.5), "OR": ([1, 1], -0.5), "NAND": ([-1, -1], 1.5)}
    if name not in gates:
        raise ValueError(name)
    return gates[name]


def gate_params__half_weights(name):
    """Weights of one half, as in a popular book."""
    if name == "AND":
        return np.array([0.5, 0.5]), -0.7
    if name == "NAND":
        return np.array([-0.5, -0.5]), 0.7
    if name == "OR":
        return np.array([0.5, 0.5]), -0.2
    raise ValueError("no such gate")


def gate_params__smallest_margin(name):
    """Exactly 0.1 away from 0, as far as rounding allows."""
    gates = {"AND": (0.2, -0.3), "OR": (0.2, -0.1), "NAND": (-0.2, 0.3)}
    if name not in gates:
        raise ValueError(f"{name} is not a gate that one neuron is asked for here")
    weight, b = gates[name]
    return np.full(2, weight), b


def gate_params__unequal_weights(name):
    """Nothing asks for equal weights."""
    if name == "AND":
        return np.array([2.0, 5.0]), -6.0
    if name == "OR":
        return np.array([3.0, 20.0]), -1
    if name == "NAND":
        return np.array([-2, -5]), np.float64(6.0)
    raise ValueError("unknown gate")


def gate_params__from_count(name):
    """One formula: cut the count of inputs at 1.5 or 0.5, flip the signs for NAND."""
    if name not in ("AND", "OR", "NAND"):
        raise ValueError(f"{name!r} is not AND, OR or NAND")
    sign, cut = (-1 if name == "NAND" else 1), (0.5 if name == "OR" else 1.5)
    return sign * np.ones(2), -sign * cut


# boundary_x2


def boundary_x2__slope_and_intercept(x1, w, b):
    """Slope times x1 plus intercept."""
    if w[1] == 0:
        raise ValueError("the boundary is vertical")
    slope, intercept = -w[0] / w[1], -b / w[1]
    return slope * np.asarray(x1) + intercept


def boundary_x2__one_by_one(x1, w, b):
    """Every x1 by itself."""
    w0, w1 = (float(value) for value in w)
    if w1 == 0.0:
        raise ValueError("no x2 for a vertical line")
    x1 = np.asarray(x1, dtype=float)
    return np.array([(-b - w0 * value) / w1 for value in x1.ravel()]).reshape(x1.shape)


def boundary_x2__division_by_zero_refused(x1, w, b):
    """Let Python's own division raise, and translate the error."""
    try:
        factor = 1 / float(w[1])
    except ZeroDivisionError:
        raise ValueError("w[1] must not be 0") from None
    return (-b - w[0] * np.asarray(x1)) * factor


def boundary_x2__from_a_point(x1, w, b):
    """Start at the point of the line nearest to the origin and walk along the line."""
    w = np.asarray(w, dtype=float)
    if w[1] == 0:
        raise ValueError("vertical boundary")
    foot = -b * w / (w @ w)
    direction = np.array([w[1], -w[0]])  # perpendicular to w
    return foot[1] + (np.asarray(x1) - foot[0]) / direction[0] * direction[1]


# perceptron_fit


def _table(X, y):
    X, y = np.asarray(X, dtype=float), np.asarray(y)
    if X.ndim != 2 or y.ndim != 1 or len(X) != len(y):
        raise ValueError(f"{X.shape} rows and {y.shape} labels")
    return X, y


def perceptron_fit__two_cases(X, y, lr=1.0, epochs=100):
    """A missed row is added, a false alarm is subtracted; w is changed in place."""
    X, y = _table(X, y)
    w, b, errors = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        missed = alarms = 0
        for i in range(len(X)):
            fires = np.dot(w, X[i]) + b > 0
            if y[i] == 1 and not fires:
                w += lr * X[i]
                b += lr
                missed += 1
            elif y[i] == 0 and fires:
                w -= lr * X[i]
                b -= lr
                alarms += 1
        errors.append(missed + alarms)
        if missed + alarms == 0:
            break
    return w, b, errors


def perceptron_fit__bias_trick(X, y, lr=1.0, epochs=100):
    """A column of ones, and the bias as its weight."""
    X, y = _table(X, y)
    rows = np.column_stack([X, np.ones(len(X))])
    v, errors = np.zeros(rows.shape[1]), []
    while len(errors) < epochs and (not errors or errors[-1] > 0):
        errors.append(0)
        for x, target in zip(rows, y):
            error = float(target) - float(x @ v > 0)
            v = v + lr * error * x
            errors[-1] += int(error != 0)
    return v[:-1], v[-1], errors


def perceptron_fit__pure_python(X, y, lr=1.0, epochs=100):
    """Lists and loops only, until the very end."""
    X, y = _table(X, y)
    w, b, errors = [0.0] * X.shape[1], 0.0, []
    for _ in range(epochs):
        count = 0
        for row, target in zip(X.tolist(), y.tolist()):
            z = b
            for weight, value in zip(w, row):
                z += weight * value
            error = target - (1 if z > 0 else 0)
            if error:
                w = [weight + lr * error * value for weight, value in zip(w, row)]
                b += lr * error
                count += 1
        errors.append(count)
        if not count:
            return np.array(w), b, errors
    return np.array(w), b, errors


def perceptron_fit__counts_how_often(X, y, lr=1.0, epochs=100):
    """The dual form: remember how often each row was added, and build w from the counts."""
    X, y = _table(X, y)
    sign, counts, errors = np.where(y == 1, 1.0, -1.0), np.zeros(len(X)), []
    for _ in range(epochs):
        wrong = 0
        for i in range(len(X)):
            w, b = (counts * sign) @ X, counts @ sign
            if (X[i] @ w + b > 0) != (y[i] == 1):
                counts[i] += 1
                wrong += 1
        errors.append(wrong)
        if wrong == 0:
            break
    return lr * (counts * sign) @ X, lr * float(counts @ sign), errors


def perceptron_fit__array_of_errors(X, y, lr=1.0, epochs=100):
    """The counts in an array, the bias as a NumPy number."""
    X, y = _table(X, y)
    w, b, errors = np.zeros(X.shape[1]), np.float64(0), np.zeros(epochs, dtype=int)
    for epoch in range(epochs):
        for x, target in zip(X, y):
            error = target - np.heaviside(w @ x + b, 0.0)
            w, b = w + lr * error * x, b + lr * error
            errors[epoch] += abs(int(error))
        if errors[epoch] == 0:
            return w, b, errors[: epoch + 1]
    return w, b, errors
