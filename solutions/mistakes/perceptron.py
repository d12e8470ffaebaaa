"""Wrong answers to lesson 01 that people really give, each with the sentence that helps."""

import numpy as np

# step


def step__fires_at_zero(z):
    """You let a sum of exactly 0 fire. Which comparison leaves 0 itself out?"""
    return np.where(np.asarray(z) >= 0, 1, 0)


def step__minus_one(z):
    """You answer -1 for a silent neuron. What does this course return below 0?"""
    return np.where(np.asarray(z) > 0, 1, -1)


def step__sign(z):
    """You return the sign of z, so negative sums give -1. Only two answers are allowed: which?"""
    return np.sign(z)


def step__booleans(z):
    """You return True and False. NumPy refuses to subtract one array of booleans from another, and
    answers are to be compared: how do you turn them into the numbers 1 and 0?"""
    return np.asarray(z) > 0


def step__reversed(z):
    """Your neuron fires for negative sums and stays silent for positive ones. Which way does the
    comparison point?"""
    return np.where(np.asarray(z) < 0, 1, 0)


def step__sigmoid(z):
    """You return numbers between 0 and 1: that is a sigmoid, a smooth relative of the step.
    A step knows only two values."""
    return 1.0 / (1.0 + np.exp(-np.asarray(z, dtype=float)))


def step__relu(z):
    """You pass positive sums on unchanged (that is ReLU). How strongly should a step answer to
    z = 40, compared with z = 0.7?"""
    return np.maximum(z, 0)


def step__ramp(z):
    """You clip z to the range from 0 to 1, so z = 0.4 gives 0.4. What lies between 0 and 1 in a
    step function?"""
    return np.clip(z, 0, 1)


def step__threshold_half(z):
    """You compare with 0.5. That is the threshold for a probability; where does a weighted sum
    change sign?"""
    return np.where(np.asarray(z) > 0.5, 1, 0)


def step__truncates(z):
    """You turn z into a whole number before comparing, so 0.7 becomes 0 and stays silent.
    Compare z itself."""
    return np.where(np.asarray(z).astype(int) > 0, 1, 0)


def step__one_number_only(z):
    """`if z > 0` asks a whole array for one yes or no, and NumPy refuses. What compares every
    entry and keeps the answers in an array?"""
    if z > 0:
        return 1
    return 0


def step__one_answer_for_all(z):
    """You return one answer for the whole array. Each sum belongs to its own row and needs its
    own answer: what is the shape of z?"""
    return 1 if np.any(np.asarray(z) > 0) else 0


def step__flattens(z):
    """Your answers are right but stand in one long row. What shape should a table of sums
    give back?"""
    return np.array([1 if value > 0 else 0 for value in np.ravel(z)])


# perceptron_forward


def _sums(X, w, b):
    X, w = np.asarray(X), np.asarray(w)
    if X.ndim != 2 or w.shape != (X.shape[1],):
        raise ValueError(f"X {X.shape} and w {w.shape} do not fit")
    return X @ w + b


def perceptron_forward__no_bias(X, w, b):
    """You leave the bias out. What should a neuron with all weights 0 and b = 1 answer?"""
    return np.where(_sums(X, w, 0) > 0, 1, 0)


def perceptron_forward__subtracts_bias(X, w, b):
    """You subtract b, as if it were a threshold that the sum must pass. A bias is added: a
    positive one makes it easier to fire."""
    return np.where(_sums(X, w, -b) > 0, 1, 0)


def perceptron_forward__bias_for_each_input(X, w, b):
    """You add b to every product, so n inputs count it n times. How often does b stand in the
    weighted sum?"""
    _sums(X, w, b)
    return np.where((X * w + b).sum(axis=1) > 0, 1, 0)


def perceptron_forward__forgets_step(X, w, b):
    """You return the weighted sums. The neuron still has to decide: which function turns a sum
    into 0 or 1?"""
    return _sums(X, w, b)


def perceptron_forward__fires_at_zero(X, w, b):
    """A row whose sum is exactly 0 fires in your version. Do you use your own `step`, and does it
    pass its own checks?"""
    return np.where(_sums(X, w, b) >= 0, 1, 0)


def perceptron_forward__no_sum(X, w, b):
    """You return one answer per entry, with the shape of X. The products of a row have to be
    added up before the neuron decides."""
    _sums(X, w, b)
    return np.where(np.asarray(X) * w + b > 0, 1, 0)


def perceptron_forward__steps_before_adding(X, w, b):
    """You decide for each product and then count. First add the products of the row, then
    decide once."""
    _sums(X, w, b)
    return np.where(np.asarray(X) * w + b > 0, 1, 0).sum(axis=1)


def perceptron_forward__adds_down_the_columns(X, w, b):
    """You add along the wrong axis: one answer per input instead of one per row. Which axis of X
    holds the inputs of one example?"""
    _sums(X, w, b)
    return np.where((np.asarray(X) * w).sum(axis=0) + b > 0, 1, 0)


def perceptron_forward__transposed(X, w, b):
    """You multiply with X transposed, which only works for a square X, and then mixes the rows.
    Where is row i of X in X.T?"""
    _sums(X, w, b)
    return np.where(np.asarray(X).T @ w + b > 0, 1, 0)


def perceptron_forward__one_sum_for_all(X, w, b):
    """You add up everything and get a single answer. Each row is an example of its own: how many
    answers should (m, n) give?"""
    _sums(X, w, b)
    return np.where((np.asarray(X) * w).sum() + b > 0, 1, 0)


def perceptron_forward__first_row_only(X, w, b):
    """You answer for the first row and give that answer to all. Which expression makes one sum
    per row?"""
    return np.full(len(X), int(_sums(X, w, b)[0] > 0))


def perceptron_forward__column(X, w, b):
    """Your answers stand in a column of shape (m, 1); (m,) is wanted. Subtracting the two later
    would give an m by m table without a warning."""
    return np.where(_sums(X, w, b) > 0, 1, 0).reshape(-1, 1)


def perceptron_forward__booleans(X, w, b):
    """You return True and False. Which function of yours answers in numbers?"""
    return _sums(X, w, b) > 0


def perceptron_forward__no_check(X, w, b):
    """You leave the shapes to NumPy. Its message does not name both shapes, and it accepts a w
    of shape (n, 1): compare w.shape with X.shape before you multiply."""
    return np.where(np.asarray(X) @ np.asarray(w) + b > 0, 1, 0)


def perceptron_forward__broadcasts(X, w, b):
    """With X * w NumPy stretches a w of length 1 over all inputs and says nothing. Compare
    w.shape with X.shape before you multiply."""
    return np.where((np.asarray(X) * np.asarray(w)).sum(axis=1) + b > 0, 1, 0)


# gate_params


def _gates(name, table):
    if name not in table:
        raise ValueError(f"unknown gate {name!r}")
    w, b = table[name]
    return np.array(w, dtype=float), b


def gate_params__swapped(name):
    """Your AND is an OR and your OR is an AND. Which of the two needs the larger sum?"""
    return _gates(name, {"AND": ((1, 1), -0.5), "OR": ((1, 1), -1.5), "NAND": ((-1, -1), 1.5)})


def gate_params__bias_as_threshold(name):
    """You give the threshold itself as b. It is added to the sum: which sign makes a sum of 1.5
    land on 0?"""
    return _gates(name, {"AND": ((1, 1), 1.5), "OR": ((1, 1), 0.5), "NAND": ((-1, -1), -1.5)})


def gate_params__and_on_the_edge(name):
    """With b = -1 your AND has sums of exactly 0, and only the convention at 0 saves it. Where
    between 1 and 2 does the cut have room on both sides?"""
    return _gates(name, {"AND": ((1, 1), -1.0), "OR": ((1, 1), -0.5), "NAND": ((-1, -1), 1.5)})


def gate_params__or_on_the_edge(name):
    """Your OR has no bias, so (0, 0) gives a sum of exactly 0. Move the cut away from it."""
    return _gates(name, {"AND": ((1, 1), -1.5), "OR": ((1, 1), 0.0), "NAND": ((-1, -1), 1.5)})


def gate_params__narrow_margin(name):
    """Your gates are right, but by a hair: one sum is closer to 0 than 0.1. Put the cut nearer
    to the middle."""
    return _gates(name, {"AND": ((1, 1), -1.95), "OR": ((1, 1), -0.05), "NAND": ((-1, -1), 1.95)})


def gate_params__nand_weights_only(name):
    """For NAND you flipped the weights and kept the bias, so nothing can fire. What is the sum
    at (0, 0)?"""
    return _gates(name, {"AND": ((1, 1), -1.5), "OR": ((1, 1), -0.5), "NAND": ((-1, -1), -1.5)})


def gate_params__nand_bias_only(name):
    """For NAND you flipped the bias and kept the weights, so everything fires. What is the sum
    at (1, 1)?"""
    return _gates(name, {"AND": ((1, 1), -1.5), "OR": ((1, 1), -0.5), "NAND": ((1, 1), 1.5)})


def gate_params__nand_is_nor(name):
    """Your NAND is the opposite of OR. Which of the gates must it contradict on every input?"""
    return _gates(name, {"AND": ((1, 1), -1.5), "OR": ((1, 1), -0.5), "NAND": ((-1, -1), 0.5)})


def gate_params__key_error(name):
    """A dictionary answers an unknown name with KeyError; ValueError is asked for. Test the name
    before you look it up."""
    table = {"AND": ((1, 1), -1.5), "OR": ((1, 1), -0.5), "NAND": ((-1, -1), 1.5)}
    w, b = table[name]
    return np.array(w, dtype=float), b


def gate_params__accepts_anything(name):
    """Your last `else` answers every name, XOR included. Name all three gates and raise a
    ValueError for the rest."""
    if name == "AND":
        return np.array([1.0, 1.0]), -1.5
    if name == "OR":
        return np.array([1.0, 1.0]), -0.5
    return np.array([-1.0, -1.0]), 1.5


def gate_params__returns_none(name):
    """An unknown name gets None from you, and the trouble shows up far away. Say so at once:
    raise a ValueError."""
    table = {"AND": ((1, 1), -1.5), "OR": ((1, 1), -0.5), "NAND": ((-1, -1), 1.5)}
    return table.get(name)


def gate_params__bias_first(name):
    """You return (b, w). The order is weights first, then bias."""
    w, b = _gates(name, {"AND": ((1, 1), -1.5), "OR": ((1, 1), -0.5), "NAND": ((-1, -1), 1.5)})
    return b, w


def gate_params__bias_inside_w(name):
    """You put the bias into w as a third number. Two inputs have two weights; b travels alone."""
    w, b = _gates(name, {"AND": ((1, 1), -1.5), "OR": ((1, 1), -0.5), "NAND": ((-1, -1), 1.5)})
    return np.array([b, *w]), 0.0


# boundary_x2


def _upright(w):
    if w[1] == 0:
        raise ValueError(f"w[1] is 0 in w = {w}")


def boundary_x2__lost_minus(x1, w, b):
    """A sign was lost on the way: bringing w[0]*x1 + b to the other side changes the sign of
    both. Put one of your points into w.x + b: is it 0?"""
    _upright(w)
    return (w[0] * np.asarray(x1) + b) / w[1]


def boundary_x2__minus_for_one_term(x1, w, b):
    """Only the term with x1 changed its sign; b crosses the equals sign as well. Does the minus
    cover the whole bracket?"""
    _upright(w)
    return (-w[0] * np.asarray(x1) + b) / w[1]


def boundary_x2__divides_one_term(x1, w, b):
    """Only b is divided by w[1]. Division comes before addition: where are brackets needed?"""
    _upright(w)
    return -(w[0] * np.asarray(x1)) - b / w[1]


def boundary_x2__no_bias(x1, w, b):
    """Your line goes through the origin whatever b is. Which term of the equation is missing?"""
    _upright(w)
    return -w[0] * np.asarray(x1) / w[1]


def boundary_x2__no_division(x1, w, b):
    """You have w[1]*x2, not x2. One step is missing."""
    _upright(w)
    return -(w[0] * np.asarray(x1) + b)


def boundary_x2__weights_exchanged(x1, w, b):
    """You solved for x1: w[0] and w[1] have changed places. Which weight belongs to x2?"""
    _upright(w)
    with np.errstate(divide="ignore", invalid="ignore"):
        return -(w[1] * np.asarray(x1) + b) / np.float64(w[0])


def boundary_x2__along_w(x1, w, b):
    """Your line runs along w. The boundary is perpendicular to w: what happens to its slope?"""
    _upright(w)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(x1) * w[1] / np.float64(w[0]) - b / w[1]


def boundary_x2__infinite(x1, w, b):
    """With w[1] = 0 you divide by zero and return infinity or NaN. Catch that case first: the
    line is vertical."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return -(w[0] * np.asarray(x1, dtype=float) + b) / np.float64(w[1])


def boundary_x2__vertical_gives_x1(x1, w, b):
    """For w[1] = 0 you return where the line crosses the x1 axis. The caller expects a height,
    and there is none: raise a ValueError."""
    if w[1] == 0:
        return np.full(np.shape(x1), -b / w[0])
    return -(w[0] * np.asarray(x1) + b) / w[1]


def boundary_x2__avoids_zero(x1, w, b):
    """You add a tiny number to w[1] so that the division always works. A vertical line then gets
    absurd heights; say clearly that there is no answer."""
    return -(w[0] * np.asarray(x1) + b) / (w[1] + 1e-12)


def boundary_x2__flat_is_one_number(x1, w, b):
    """When w[0] is 0 you return a single height. The caller gave several x1: repeat the height
    for each of them."""
    _upright(w)
    if w[0] == 0:
        return -b / w[1]
    return -(w[0] * np.asarray(x1) + b) / w[1]


def boundary_x2__whole_numbers(x1, w, b):
    """You divide with //, which rounds down. Which operator keeps the fraction?"""
    _upright(w)
    return -(w[0] * np.asarray(x1) + b) // w[1]


# perceptron_fit


def _table(X, y):
    X, y = np.asarray(X), np.asarray(y)
    if X.ndim != 2 or y.shape != (X.shape[0],):
        raise ValueError(f"X {X.shape} and y {y.shape} do not fit")
    return X, y.astype(int)


def _train(X, y, lr, epochs, correct, w=None, b=0.0, fires=lambda z: int(z > 0)):
    """The right loop, except for what the caller replaces: correct(w, b, x, target, z)."""
    X, y = _table(X, y)
    w, errors = np.zeros(X.shape[1]) if w is None else w, []
    for _ in range(epochs):
        mistakes = 0
        for x, target in zip(X, y):
            z = x @ w + b
            mistakes += int(target != fires(z))
            w, b = correct(w, b, x, target, z)
        errors.append(mistakes)
        if mistakes == 0:
            break
    return w, float(b), errors


def _rosenblatt(lr):
    def correct(w, b, x, target, z):
        error = target - int(z > 0)
        return w + lr * error * x, b + lr * error

    return correct


def perceptron_fit__wrong_sign(X, y, lr=1.0, epochs=100):
    """Your corrections go the wrong way: they use yhat - y. If a row should fire and does not,
    must its weighted sum grow or shrink?"""

    def correct(w, b, x, target, z):
        error = int(z > 0) - target
        return w + lr * error * x, b + lr * error

    return _train(X, y, lr, epochs, correct)


def perceptron_fit__bias_stays(X, y, lr=1.0, epochs=100):
    """Your bias stays 0, so every line passes through the origin. The bias learns too, like a
    weight whose input is always 1."""

    def correct(w, b, x, target, z):
        return w + lr * (target - int(z > 0)) * x, b

    return _train(X, y, lr, epochs, correct)


def perceptron_fit__bias_ignores_lr(X, y, lr=1.0, epochs=100):
    """Your bias moves by a whole 1 whatever lr is. The learning rate scales both corrections."""

    def correct(w, b, x, target, z):
        error = target - int(z > 0)
        return w + lr * error * x, b + error

    return _train(X, y, lr, epochs, correct)


def perceptron_fit__bias_subtracted(X, y, lr=1.0, epochs=100):
    """Your weights learn in the right direction and your bias in the opposite one. b is added to
    the sum just like a product: its correction has the same sign."""

    def correct(w, b, x, target, z):
        error = target - int(z > 0)
        return w + lr * error * x, b - lr * error

    return _train(X, y, lr, epochs, correct)


def perceptron_fit__ignores_lr(X, y, lr=1.0, epochs=100):
    """You never use lr. With lr = 0.5 every correction is half as large."""
    return _train(X, y, 1.0, epochs, _rosenblatt(1.0))


def perceptron_fit__only_missed(X, y, lr=1.0, epochs=100):
    """You correct rows that should have fired, but leave false alarms alone. What does y - yhat
    come to when y = 0 and yhat = 1?"""

    def correct(w, b, x, target, z):
        error = max(target - int(z > 0), 0)
        return w + lr * error * x, b + lr * error

    return _train(X, y, lr, epochs, correct)


def perceptron_fit__learns_from_right_rows(X, y, lr=1.0, epochs=100):
    """You add every row with y = 1, right or wrong (that is Hebb's rule). Rosenblatt's neuron
    learns only from its mistakes: what multiplies x?"""

    def correct(w, b, x, target, z):
        return w + lr * target * x, b + lr * target

    return _train(X, y, lr, epochs, correct)


def perceptron_fit__uses_sum(X, y, lr=1.0, epochs=100):
    """Your error is y - z, the distance to the weighted sum (that is the Widrow-Hoff rule). Here
    the error is y minus the answer, 0 or 1."""

    def correct(w, b, x, target, z):
        return w + lr * (target - z) * x, b + lr * (target - z)

    with np.errstate(all="ignore"):
        return _train(X, y, lr, epochs, correct)


def perceptron_fit__labels_plus_minus(X, y, lr=1.0, epochs=100):
    """You turn the labels into -1 and 1 while the neuron answers 0 and 1, so a rightly silent
    row still causes a correction. Compare like with like."""

    def correct(w, b, x, target, z):
        error = 2 * target - 1 - int(z > 0)
        return w + lr * error * x, b + lr * error

    return _train(X, y, lr, epochs, correct)


def perceptron_fit__twice_the_step(X, y, lr=1.0, epochs=100):
    """With labels and answers coded as -1 and 1 a mistake counts 2, so your corrections are
    twice as large. How large is y - yhat for 0 and 1?"""
    return _train(X, y, lr, epochs, _rosenblatt(2 * lr))


def perceptron_fit__fires_at_zero(X, y, lr=1.0, epochs=100):
    """You let a sum of exactly 0 fire. All weights start at 0, so this changes the very first
    answer. Do you use your own `step`, and does it pass its own checks?"""

    def correct(w, b, x, target, z):
        error = target - int(z >= 0)
        return w + lr * error * x, b + lr * error

    return _train(X, y, lr, epochs, correct, fires=lambda z: int(z >= 0))


def perceptron_fit__whole_epoch_at_once(X, y, lr=1.0, epochs=100):
    """You answer all rows with the old weights and correct once per epoch. Here the weights
    change right after each row, and the next row meets the new ones."""
    X, y = _table(X, y)
    w, b, errors = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        error = y - (X @ w + b > 0)
        w, b = w + lr * error @ X, b + lr * float(error.sum())
        errors.append(int(np.abs(error).sum()))
        if errors[-1] == 0:
            break
    return w, b, errors


def perceptron_fit__counts_afterwards(X, y, lr=1.0, epochs=100):
    """You count the mistakes of the finished line at the end of each epoch. Asked for is how
    many rows were answered wrongly when it was their turn."""
    X, y = _table(X, y)
    w, b, errors = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        for x, target in zip(X, y):
            w, b = _rosenblatt(lr)(w, b, x, target, x @ w + b)
        errors.append(int(((X @ w + b > 0) != y).sum()))
        if errors[-1] == 0:
            break
    return w, float(b), errors


def perceptron_fit__never_stops(X, y, lr=1.0, epochs=100):
    """You go on after an epoch without a mistake, and the list fills up with zeros. Nothing can
    change any more: leave the loop."""
    X, y = _table(X, y)
    w, b, errors = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        mistakes = 0
        for x, target in zip(X, y):
            z = x @ w + b
            mistakes += int(target != int(z > 0))
            w, b = _rosenblatt(lr)(w, b, x, target, z)
        errors.append(mistakes)
    return w, float(b), errors


def perceptron_fit__drops_last_zero(X, y, lr=1.0, epochs=100):
    """You leave the loop before the 0 is noted. The epoch without a mistake belongs in the list:
    append first, then break."""
    w, b, errors = _train(X, y, lr, epochs, _rosenblatt(lr))
    return w, b, [count for count in errors if count > 0]


def perceptron_fit__count_not_reset(X, y, lr=1.0, epochs=100):
    """Your count of mistakes runs on from epoch to epoch. Where does it go back to 0?"""
    X, y = _table(X, y)
    w, b, errors, mistakes = np.zeros(X.shape[1]), 0.0, [], 0
    for _ in range(epochs):
        before = mistakes
        for x, target in zip(X, y):
            z = x @ w + b
            mistakes += int(target != int(z > 0))
            w, b = _rosenblatt(lr)(w, b, x, target, z)
        errors.append(mistakes)
        if mistakes == before:
            break
    return w, float(b), errors


def perceptron_fit__errors_cancel(X, y, lr=1.0, epochs=100):
    """You add up y - yhat with its sign, so a miss and a false alarm cancel and you may stop too
    early. Count the mistakes instead."""
    X, y = _table(X, y)
    w, b, errors = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0
        for x, target in zip(X, y):
            z = x @ w + b
            total += int(target) - int(z > 0)
            w, b = _rosenblatt(lr)(w, b, x, target, z)
        errors.append(total)
        if total == 0:
            break
    return w, float(b), errors


def perceptron_fit__fractions(X, y, lr=1.0, epochs=100):
    """Your list holds fractions of the rows. Asked for is how many rows were wrong."""
    w, b, errors = _train(X, y, lr, epochs, _rosenblatt(lr))
    return w, b, [count / len(X) for count in errors]


def perceptron_fit__one_epoch(X, y, lr=1.0, epochs=100):
    """You visit the rows once. How many epochs are allowed, and when is it time to stop?"""
    return _train(X, y, lr, min(epochs, 1), _rosenblatt(lr))


def perceptron_fit__starts_over(X, y, lr=1.0, epochs=100):
    """You set w and b back to 0 at the start of every epoch, so nothing is kept. Where do these
    two lines belong?"""
    w, b, errors = np.zeros(np.shape(X)[1]), 0.0, []
    for _ in range(epochs):
        w, b, count = _train(X, y, lr, 1, _rosenblatt(lr))
        errors += count
        if count[0] == 0:
            break
    return w, b, errors


def perceptron_fit__starts_at_one(X, y, lr=1.0, epochs=100):
    """Your weights start at 1. The rule may start anywhere, but here it starts at 0, so that all
    of us get the same numbers."""
    return _train(X, y, lr, epochs, _rosenblatt(lr), w=np.ones(np.shape(X)[1]))


def perceptron_fit__random_start(X, y, lr=1.0, epochs=100):
    """Your weights start with random numbers. Other networks will need that; a single neuron
    starts at 0 here."""
    start = np.random.default_rng(0).normal(scale=0.1, size=np.shape(X)[1])
    return _train(X, y, lr, epochs, _rosenblatt(lr), w=start)


def perceptron_fit__shuffles(X, y, lr=1.0, epochs=100):
    """You shuffle the rows. Often a good idea, but here they come in the given order."""
    X, y = _table(X, y)
    order = np.random.default_rng(0).permutation(len(X))
    return _train(X[order], y[order], lr, epochs, _rosenblatt(lr))


def perceptron_fit__stops_at_first_right_row(X, y, lr=1.0, epochs=100):
    """Your `break` leaves the loop over the rows as soon as one row is right. Look at its
    indentation: which loop should end, and when?"""
    X, y = _table(X, y)
    w, b, errors = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        mistakes = 0
        for x, target in zip(X, y):
            error = target - int(x @ w + b > 0)
            if error == 0:
                break
            w, b = w + lr * error * x, b + lr * error
            mistakes += 1
        errors.append(mistakes)
        if mistakes == 0:
            break
    return w, float(b), errors


def perceptron_fit__no_check(X, y, lr=1.0, epochs=100):
    """`zip` stops at the shorter of its inputs, so rows without a label are skipped in silence.
    Compare the shapes before you start."""
    X, y = np.asarray(X), np.asarray(y)
    rows = min(len(X), len(y))
    return _train(X[:rows], y[:rows], lr, epochs, _rosenblatt(lr))


def perceptron_fit__bias_inside_w(X, y, lr=1.0, epochs=100):
    """You return the bias as one more entry of w. Inside the loop that is a fine trick; hand
    back the n weights and b apart."""
    w, b, errors = _train(X, y, lr, epochs, _rosenblatt(lr))
    return np.append(w, b), b, errors
