"""Reference checks of lesson 09, and the grading of its answer cells."""

import numpy as np

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
