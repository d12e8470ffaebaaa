"""Reference checks of lesson 09, and the grading of its answer cells."""

from labkit.testing import assert_close, assert_equal


def columns(rng, m, n):
    """A batch whose columns differ in size and place."""
    return rng.normal(size=(m, n)) * rng.uniform(0.2, 5.0, size=n) + rng.normal(size=n) * 3


def scale_and_place(rng, n):
    return rng.choice([-1.0, 1.0], size=n) * rng.uniform(0.3, 3.0, size=n), rng.normal(size=n)


# batchnorm_forward


def check_forward(student, reference, rng, m, n, eps):
    X, (gamma, beta) = columns(rng, m, n), scale_and_place(rng, n)
    got = student.batchnorm_forward(X, gamma, beta, eps=eps)
    want = reference.batchnorm_forward(X, gamma, beta, eps=eps)
    assert_close(got, want, rtol=1e-8, atol=1e-9)


def test_batchnorm_forward__random(student, reference, rng):
    """Random batches, more rows than columns and fewer."""
    check_forward(student, reference, rng, 11, 4, 1e-5)
    check_forward(student, reference, rng, 3, 6, 1e-5)


def test_batchnorm_forward__random_square(student, reference, rng):
    """As many rows as columns."""
    check_forward(student, reference, rng, 5, 5, 1e-3)


def test_batchnorm_forward__random_eps(student, reference, rng):
    """An eps of any size."""
    for eps in (0.1, 1.0, 20.0):
        check_forward(student, reference, rng, 6, 3, eps)


def test_batchnorm_forward__random_constants(student, reference, rng):
    """Random batches in which one column is constant."""
    X, (gamma, beta) = columns(rng, 8, 3), scale_and_place(rng, 3)
    X[:, 1] = rng.normal()
    got, want = (f.batchnorm_forward(X, gamma, beta) for f in (student, reference))
    assert_close(got, want, rtol=1e-8, atol=1e-9)


# batchnorm_backward


def check_backward(student, reference, rng, m, n, eps):
    X, (gamma, _) = columns(rng, m, n), scale_and_place(rng, n)
    dY = rng.normal(size=(m, n)) + 0.5
    got = student.batchnorm_backward(dY, X, gamma, eps=eps)
    want = reference.batchnorm_backward(dY, X, gamma, eps=eps)
    assert len(got) == 3, "Three results are wanted: dX, dgamma and dbeta."
    for mine, theirs in zip(got, want, strict=True):
        assert_close(mine, theirs, rtol=1e-8, atol=1e-9)


def test_batchnorm_backward__random(student, reference, rng):
    """Random batches, more rows than columns and fewer."""
    check_backward(student, reference, rng, 11, 4, 1e-5)
    check_backward(student, reference, rng, 3, 6, 1e-5)


def test_batchnorm_backward__random_square(student, reference, rng):
    """As many rows as columns."""
    check_backward(student, reference, rng, 5, 5, 1e-3)


def test_batchnorm_backward__random_eps(student, reference, rng):
    """An eps of any size."""
    for eps in (0.1, 1.0, 20.0):
        check_backward(student, reference, rng, 6, 3, eps)


# batchnorm_running


def check_running(student, reference, rng, sizes, n, momentum):
    """One update after the other, each from the student's own last result."""
    rm, rv = rng.normal(size=n), rng.uniform(0.5, 2.0, size=n)
    mean, variance = rm, rv
    for m in sizes:
        X = columns(rng, m, n)
        rm, rv = student.batchnorm_running(rm, rv, X, momentum=momentum)
        mean, variance = reference.batchnorm_running(mean, variance, X, momentum=momentum)
    assert_close(rm, mean, rtol=1e-8, atol=1e-10)
    assert_close(rv, variance, rtol=1e-8, atol=1e-10)


def test_batchnorm_running__random(student, reference, rng):
    """Several steps with the usual momentum."""
    check_running(student, reference, rng, (7, 7, 2, 5), 3, 0.1)


def test_batchnorm_running__random_square(student, reference, rng):
    """As many rows as columns."""
    check_running(student, reference, rng, (4, 4, 4), 4, 0.1)


def test_batchnorm_running__random_momentum(student, reference, rng):
    """Several steps with other weights."""
    check_running(student, reference, rng, (3, 6, 9), 2, rng.uniform(0.2, 0.4))
    check_running(student, reference, rng, (3, 6, 9), 2, rng.uniform(0.6, 0.9))


# batchnorm_eval


def check_eval(student, reference, rng, m, n, eps):
    X, (gamma, beta) = columns(rng, m, n), scale_and_place(rng, n)
    rm, rv = rng.normal(size=n), rng.uniform(0.1, 5.0, size=n)
    got = student.batchnorm_eval(X, gamma, beta, rm, rv, eps=eps)
    want = reference.batchnorm_eval(X, gamma, beta, rm, rv, eps=eps)
    assert_close(got, want, rtol=1e-8, atol=1e-9)


def test_batchnorm_eval__random(student, reference, rng):
    """Random batches, more rows than columns, fewer, and one row."""
    check_eval(student, reference, rng, 11, 4, 1e-5)
    check_eval(student, reference, rng, 3, 6, 1e-5)
    check_eval(student, reference, rng, 1, 3, 1e-5)


def test_batchnorm_eval__random_square(student, reference, rng):
    """As many rows as columns."""
    check_eval(student, reference, rng, 5, 5, 1e-3)


def test_batchnorm_eval__random_eps(student, reference, rng):
    """An eps of any size."""
    for eps in (0.1, 1.0, 20.0):
        check_eval(student, reference, rng, 6, 3, eps)


# Answer cells


def assert_numbers(answers, expected, rtol=1e-9, atol=0.0):
    """Fail unless the answers of these names are these numbers."""
    for name, number in expected.items():
        assert_close(answers[name], number, rtol=rtol, atol=atol)


def verdict(answers, claim):
    return str(answers[f"claim_{claim}"]).strip().lower()


def test_by_hand__statistics(answers):
    """The mean and the variance of the eight items."""
    assert_numbers(answers, {"mean": 5, "variance": 4})


def test_by_hand__results(answers):
    """What the layer puts out for the 9 and for the 2."""
    assert_numbers(answers, {"y_of_9": 5, "y_of_2": -5.5})


def test_by_hand__the_way_home(answers):
    """The gamma and the beta that would restore the items."""
    assert_numbers(answers, {"gamma_back": 2, "beta_back": 5})


def test_placement__gammas_and_betas(answers):
    """The number of gammas and betas together, and of means of one layer."""
    assert_equal(answers["gammas_and_betas"], 400)
    assert_equal(answers["means_of_one_layer"], 100)


def test_placement__biases(answers):
    """The biases that have lost their effect, and those that have not."""
    assert_equal(answers["biases_without_effect"], 200)
    assert_equal(answers["biases_with_effect"], 10)


def test_way_back__sums(answers):
    """The slopes of beta and gamma."""
    assert_numbers(answers, {"dbeta": 4, "dgamma": -4})


def test_way_back__items(answers):
    """The slopes of the four items."""
    assert_numbers(answers, {"dx_1": 4, "dx_2": -4})
    assert_numbers(answers, {"dx_3": 0, "dx_4": 0}, atol=1e-9)


def test_way_back__constants(answers):
    """The slope of the first item if mean and variance were constants."""
    assert_close(answers["dx_1_with_constants"], 8)


def test_two_batches__first(answers):
    """Both numbers after the first batch."""
    assert_numbers(answers, {"mean_1": 3, "variance_1": 4.5})


def test_two_batches__second(answers):
    """Both numbers after the second batch."""
    assert_numbers(answers, {"mean_2": 2.5, "variance_2": 6.25})


def test_two_batches__at_work(answers):
    """What the layer puts out at inference."""
    assert_close(answers["y_of_7_5"], 7)


def test_claims__a_b_and_c(answers):
    """Claims A, B and C are judged rightly, with the mean slope of a sigmoid."""
    got = [verdict(answers, claim) for claim in "abc"]
    assert got == ["wrong", "right", "wrong"], "Look again at the evidence for A, B and C."
    assert_close(answers["mean_slope"], 0.2066, atol=0.004)


def test_claims__d_e_and_f(answers):
    """Claims D, E and F are judged rightly, with the factor for a column of equal entries."""
    got = [verdict(answers, claim) for claim in "def"]
    assert got == ["wrong", "right", "wrong"], "Look again at the evidence for D, E and F."
    assert_close(answers["factor"], 316.2, atol=0.5)


def test_claims__g_and_h(answers):
    """Claims G and H are judged rightly."""
    got = [verdict(answers, claim) for claim in "gh"]
    assert got == ["wrong", "wrong"], "Look again at the evidence for G and H."


def test_claims__i_and_j(answers):
    """Claims I and J are judged rightly."""
    got = [verdict(answers, claim) for claim in "ij"]
    assert got == ["right", "right"], "Look again at the evidence for I and J."


def test_claims__k_and_l(answers):
    """Claims K and L are judged rightly."""
    got = [verdict(answers, claim) for claim in "kl"]
    assert got == ["wrong", "right"], "Look again at the section on regularisation."
