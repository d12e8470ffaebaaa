"""Reference checks of lesson 06, and the grading of its answer cells."""

from labkit.testing import assert_close, assert_equal


def off_zero(rng, *shape):
    """Random pre-activations of both signs, none of them close to the kink at 0."""
    return rng.choice([-1.0, 1.0], size=shape) * rng.uniform(0.05, 4, size=shape)


# sigmoid_grad


def test_sigmoid_grad__random(student, reference, rng):
    """Random activations, in a table and in a row."""
    for shape in ((5, 3), (7,)):
        a = rng.uniform(0, 1, size=shape)
        assert_close(student.sigmoid_grad(a), reference.sigmoid_grad(a), atol=1e-12)


# tanh_grad


def test_tanh_grad__random(student, reference, rng):
    """Random activations, in a table and in a row."""
    for shape in ((5, 3), (7,)):
        a = rng.uniform(-1, 1, size=shape)
        assert_close(student.tanh_grad(a), reference.tanh_grad(a), atol=1e-12)


# vanishing_curve


def test_vanishing_curve__random(student, reference, rng):
    """Random slopes, some of them negative or above 1."""
    for layers in (2, 6, 11):
        slopes = rng.normal(size=layers)
        assert_close(student.vanishing_curve(slopes), reference.vanishing_curve(slopes), rtol=1e-9)


# relu


def test_relu__random(student, reference, rng):
    """Random numbers of all sizes, in a table and in a row."""
    for shape in ((5, 3), (7,)):
        z = rng.normal(size=shape) * 10.0 ** rng.integers(-6, 7, size=shape)
        assert_close(student.relu(z), reference.relu(z))


def test_relu__random_integers(student, reference, rng):
    """Random whole numbers, zeros among them."""
    z = rng.integers(-3, 4, size=(6, 4))
    assert_close(student.relu(z), reference.relu(z), dtype=float)


# relu_grad


def test_relu_grad__random(student, reference, rng):
    """Random numbers of all sizes, in a table and in a row."""
    for shape in ((5, 3), (7,)):
        z = rng.normal(size=shape) * 10.0 ** rng.integers(-6, 7, size=shape)
        z.flat[0] = 1.0
        assert_close(student.relu_grad(z), reference.relu_grad(z))


def test_relu_grad__random_integers(student, reference, rng):
    """Random whole numbers, zeros among them."""
    z = rng.integers(-2, 3, size=(6, 4))
    z[0, :2] = 0, 1
    assert_close(student.relu_grad(z), reference.relu_grad(z), dtype=float)


# dead_units


def test_dead_units__random(student, rng):
    """Random pre-activations in which some units were switched off for all examples."""
    for m, k, dead in ((6, 9, 4), (9, 5, 2), (7, 7, 3)):
        Z = rng.normal(size=(m, k))
        Z[rng.integers(m), :] = rng.uniform(0.1, 1, size=k)  # one example that fires them all
        Z[:, rng.permutation(k)[:dead]] = -rng.uniform(0, 2, size=(m, dead))
        assert_equal(student.dead_units(Z), dead)


# leaky_relu


def test_leaky_relu__random(student, reference, rng):
    """Random numbers and a random alpha."""
    for shape in ((5, 3), (7,)):
        z, alpha = off_zero(rng, *shape), float(rng.uniform(0.05, 0.95))
        assert_close(student.leaky_relu(z, alpha), reference.leaky_relu(z, alpha), rtol=1e-9)


# elu


def test_elu__random(student, reference, rng):
    """Random numbers and a random alpha."""
    for shape in ((5, 3), (7,)):
        z, alpha = off_zero(rng, *shape), float(rng.uniform(0.2, 3))
        z.flat[0] = -1.5
        assert_close(student.elu(z, alpha), reference.elu(z, alpha), atol=1e-12)


# maxout


def test_maxout__random(student, reference, rng):
    """Random layers: more examples than units, more units than examples, and squares."""
    for m, n, k in ((6, 4, 3), (2, 3, 5), (4, 4, 4)):
        X = rng.normal(size=(m, n))
        W1, W2 = rng.normal(size=(2, k, n))
        b1, b2 = rng.normal(size=(2, k))
        got = student.maxout(X, W1, b1, W2, b2)
        assert_close(got, reference.maxout(X, W1, b1, W2, b2), atol=1e-12)


# Answer cells


def assert_numbers(answers, expected, rtol=1e-9, atol=0.0):
    """Fail unless the answers of these names are these numbers."""
    for name, number in expected.items():
        assert_close(answers[name], number, rtol=rtol, atol=atol)


def verdicts(answers, claims):
    return [str(answers[f"claim_{claim}"]).strip().lower() for claim in claims]


def test_slopes__from_the_activation(answers):
    """The slopes of the sigmoid at z = 0 and at a = 0.8, and of tanh at a = 0.6."""
    assert_numbers(
        answers, {"sigmoid_at_z_0": 0.25, "sigmoid_at_a_08": 0.16, "tanh_at_a_06": 0.64}, rtol=1e-3
    )


def test_slopes__wrong_variable(answers):
    """What a(1 - a) gives if z = 2 is taken for an activation."""
    assert_close(answers["z_2_for_a"], -2)


def test_depth__by_hand(answers):
    """The factors that reach the layers 1 and 3."""
    assert_numbers(answers, {"factor_at_1": 0.01, "factor_at_3": 0.2}, rtol=1e-6)


def test_depth__five_sigmoids(answers):
    """The best that five sigmoid layers can leave."""
    assert_close(answers["best_of_five"], 1 / 1024, rtol=0.005)


def test_depth__a_millionth(answers):
    """How many sigmoid layers it takes to fall below a millionth."""
    assert_equal(answers["layers_for_a_millionth"], 10)


def test_bends__leaky(answers):
    """Value and slope of the leaky ReLU at z = -3."""
    assert_numbers(answers, {"leaky_value": -0.3, "leaky_slope": 0.1}, rtol=1e-6)


def test_bends__elu(answers):
    """Value and slope of the ELU at z = -ln 4."""
    assert_numbers(answers, {"elu_value": -0.75, "elu_slope": 0.25}, rtol=1e-3)


def test_bends__elu_doubled(answers):
    """The slope of the ELU with alpha = 2."""
    assert_close(answers["elu_slope_alpha_2"], 0.5, rtol=1e-3)


def test_two_sums__values(answers):
    """What the maxout unit says to (2, 5) and to (5, 2)."""
    assert_numbers(answers, {"at_2_5": 3, "at_5_2": 3})


def test_two_sums__parameters(answers):
    """The parameters of a layer of ReLU units and of one of maxout units."""
    assert_numbers(answers, {"relu_parameters": 2080, "maxout_parameters": 4160})


def test_claims__a_to_d(answers):
    """Claims A to D are judged rightly, with the largest slope of tanh."""
    got = verdicts(answers, "abcd")
    assert got == ["wrong", "wrong", "right", "wrong"], "Look again at the evidence for A to D."
    assert_close(answers["largest_slope_of_tanh"], 1, atol=0.001)


def test_claims__e_and_f(answers):
    """Claims E and F are judged rightly."""
    got = verdicts(answers, "ef")
    assert got == ["wrong", "wrong"], "Look again at the evidence for E and F."


def test_claims__g_and_h(answers):
    """Claims G and H are judged rightly."""
    got = verdicts(answers, "gh")
    assert got == ["wrong", "wrong"], "Look again at the evidence for G and H."


def test_claims__i_and_j(answers):
    """Claims I and J are judged rightly, with the number at which repeated sigmoids settle."""
    got = verdicts(answers, "ij")
    assert got == ["wrong", "wrong"], "Look again at the evidence for I and J."
    assert_close(answers["where_it_settles"], 0.659, atol=0.0011)


def test_claims__k(answers):
    """Claim K is judged rightly."""
    got = verdicts(answers, "k")
    assert got == ["right"], "Look again at the evidence for K."


def test_claims__l_to_n(answers):
    """Claims L to N are judged rightly."""
    got = verdicts(answers, "lmn")
    assert got == ["wrong", "right", "wrong"], "Look again at the evidence for L, M and N."
