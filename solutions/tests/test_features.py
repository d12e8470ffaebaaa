"""Reference checks of lesson 00, and the grading of its answer cells."""

import numpy as np

from labkit.testing import assert_close, assert_equal

# concat_features


def test_concat_features__random(student, reference, rng):
    """Random arrays of one, two and three axes."""
    feats = [rng.normal(size=shape) for shape in ((2, 3), (4,), (2, 1, 3), (1, 5))]
    assert_close(student.concat_features(feats), reference.concat_features(feats))


def test_concat_features__random_mixture(student, reference, rng):
    """Bytes, whole numbers and floats together."""
    feats = [
        rng.integers(1, 256, size=(3, 2), dtype=np.uint8),
        rng.integers(-9, 0, size=4),
        rng.normal(size=(2, 2)),
    ]
    assert_close(student.concat_features(feats), reference.concat_features(feats), dtype=float)


# cart_to_polar


def test_cart_to_polar__random(student, reference, rng):
    """Random points in all directions."""
    X = rng.normal(size=(40, 2))
    assert_close(student.cart_to_polar(X), reference.cart_to_polar(X), atol=1e-12)


def test_cart_to_polar__random_grid(student, reference, rng):
    """Whole numbers, so that many points lie on the axes."""
    X = rng.integers(-2, 3, size=(40, 2))
    X[:3] = [[-2, 0], [0, -1], [1, -1]]
    assert_close(student.cart_to_polar(X), reference.cart_to_polar(X), atol=1e-12, dtype=float)


def test_cart_to_polar__one_point(student, reference, rng):
    """A single row, far away from the origin."""
    X = -1000.0 * rng.uniform(0.5, 1.0, size=(1, 2))
    assert_close(student.cart_to_polar(X), reference.cart_to_polar(X), atol=1e-12)


# color_histogram


def test_color_histogram__random(student, reference, rng):
    """Random pictures, and numbers of bins that do and do not divide 256."""
    for bins in (10, 1, 3, 8, 17, 256):
        img = rng.integers(0, 256, size=(9, 14, 3), dtype=np.uint8)
        assert_close(student.color_histogram(img, bins), reference.color_histogram(img, bins))


def test_color_histogram__one_colour(student, reference, rng):
    """A picture of a single random colour, one row high."""
    img = np.tile(rng.integers(0, 256, size=3, dtype=np.uint8), (1, 6, 1))
    assert_close(student.color_histogram(img, bins=16), reference.color_histogram(img, bins=16))


def test_color_histogram__every_value(student, reference, rng):
    """All 256 values of every channel, in random places."""
    img = np.stack([rng.permutation(256) for _ in range(3)], axis=-1).reshape(16, 16, 3)
    img = img.astype(np.uint8)
    for bins in (7, 5, 15, 51, 64):
        assert_close(student.color_histogram(img, bins), reference.color_histogram(img, bins))


# hog_cell


def test_hog_cell__random(student, reference, rng):
    """Random gradients and several numbers of bins."""
    for bins in (1, 2, 9, 13):
        gx, gy = rng.normal(size=(2, 6, 4))
        got = student.hog_cell(gx, gy, bins)
        assert_close(got, reference.hog_cell(gx, gy, bins), atol=1e-12)


def test_hog_cell__random_whole_numbers(student, reference, rng):
    """Small whole numbers, where 0, 45, 90, 135 and 180 degrees keep turning up."""
    gx, gy = rng.integers(-2, 3, size=(2, 7, 5))
    gx[0], gy[0] = [-2, -1, 0, 1, -1], [0, 1, 1, 1, -1]
    for bins in (4, 9):
        got = student.hog_cell(gx, gy, bins)
        assert_close(got, reference.hog_cell(gx, gy, bins), atol=1e-12, dtype=float)


def test_hog_cell__random_picture(student, reference, rng):
    """The gradients of a random picture."""
    gy, gx = np.gradient(rng.uniform(0.0, 255.0, size=(8, 8)))
    assert_close(student.hog_cell(gx, gy), reference.hog_cell(gx, gy), atol=1e-9)


# train_val_test_split


def test_train_val_test_split__random(student, rng):
    """Random sizes: every row once, with its own label."""
    m = int(rng.integers(20, 60))
    n_val, n_test = (int(n) for n in rng.integers(1, 9, size=2))
    X, y = rng.normal(size=(m, 3)), rng.normal(size=m)
    parts = student.train_val_test_split(X, y, n_val, n_test, rng)
    assert [len(part) for part in parts[::2]] == [m - n_val - n_test, n_val, n_test]
    rows = np.concatenate(
        [np.column_stack(pair) for pair in zip(parts[::2], parts[1::2], strict=True)]
    )
    table = np.column_stack([X, y])
    assert_equal(rows[np.argsort(rows[:, 3])], table[np.argsort(table[:, 3])])


def test_train_val_test_split__goes_on(student, rng):
    """Two splits with one generator in a row are two different splits of the same rows."""
    X, y = np.arange(1.0, 41.0).reshape(40, 1), np.arange(1.0, 41.0)
    one = student.train_val_test_split(X, y, 10, 10, rng)
    two = student.train_val_test_split(X, y, 10, 10, rng)
    assert not np.array_equal(one[5], two[5]), "The second split should be a new one."
    assert_equal(np.sort(np.concatenate(one[1::2])), y)
    assert_equal(np.sort(np.concatenate(two[1::2])), y)


def test_train_val_test_split__is_fair(student, rng):
    """Over 30 splits in halves every row has been in training and in the test."""
    X, y = np.zeros((12, 1)), np.arange(1.0, 13.0)
    training, test = [], []
    for _ in range(30):
        _, ytr, _, _, _, yte = student.train_val_test_split(X, y, 0, 6, rng)
        training.append(ytr)
        test.append(yte)
    # A row misses one side in all 30 with a chance of 1 in a thousand million.
    assert_equal(np.unique(np.concatenate(training)), y)
    assert_equal(np.unique(np.concatenate(test)), y)


# Answer cells


def numbers(answers, *names):
    return [answers[name] for name in names]


def shares(answers, *names):
    for name in names:
        assert np.ndim(answers[name]) == 0, f"{name} should be one number."
    return np.array(numbers(answers, *names), dtype=float)


def words(answers, *names):
    return [str(answers[name]).strip().lower() for name in names]


def test_bytes_and_axes__wrap_around(answers):
    """What the three sums of bytes come to."""
    assert_equal(numbers(answers, "sum_of_bytes", "difference_of_bytes", "double"), [4, 246, 144])


def test_bytes_and_axes__axes(answers):
    """The numbers of axes."""
    names = ("axes_of_grey_picture", "axes_of_colour_film", "axes_of_array_5")
    assert_equal(numbers(answers, *names), [2, 4, 1])


def test_bytes_and_axes__dimension(answers):
    """The dimension of the space in which a small colour picture is a point."""
    assert_equal(answers["dimension_of_the_space"], 4608)


def test_template__moved(answers):
    """The scores of a square that is moved by one and by two pixels."""
    assert_equal(numbers(answers, "moved_by_one", "moved_by_two"), [2, 0])


def test_template__light(answers):
    """The score in half the light."""
    assert_equal(answers["half_the_light"], 2)


def test_template__white_page(answers):
    """The score of a page that is white all over."""
    assert_equal(answers["white_page"], 4)


def test_colour_by_hand__green(answers):
    """The green block."""
    assert_close(shares(answers, "green_dark", "green_light"), np.array([0.75, 0.25]))


def test_colour_by_hand__blue(answers):
    """The blue block."""
    assert_close(shares(answers, "blue_dark", "blue_light"), np.array([0.5, 0.5]))


def test_edges_by_hand__strength(answers):
    """The strength of pixel A."""
    assert_close(answers["strength_a"], 10)


def test_edges_by_hand__bins(answers):
    """The bins of the four pixels."""
    assert_equal(numbers(answers, "bin_a", "bin_b", "bin_c", "bin_d"), [2, 4, 0, 6])


def test_edges_by_hand__length(answers):
    """The length of the joint vector."""
    assert_equal(answers["length"], 168)


def test_which_set__roles(answers):
    """Which set is used for what."""
    got = words(answers, "templates_from", "bins_chosen_on", "number_reported_from")
    got = [word.removesuffix(" set") for word in got]
    assert got == ["training", "validation", "test"], "Who learns, who chooses, who judges?"


def test_which_set__sizes(answers):
    """How many rows the machine learns from, before and after merging."""
    assert_equal(numbers(answers, "rows_before_merging", "rows_after_merging"), [1077, 1437])


def test_which_set__honest(answers):
    """Which of the two numbers is still honest after merging."""
    got = words(answers, "still_honest_after_merging")[0].removesuffix(" set")
    assert got == "test", "Which rows has the machine still not seen?"


def test_claims__a_and_b(answers):
    """Claims A and B are judged rightly."""
    assert words(answers, "claim_a", "claim_b") == ["wrong", "wrong"], "Look again at A and B."


def test_claims__c_and_d(answers):
    """Claims C and D are judged rightly."""
    assert words(answers, "claim_c", "claim_d") == ["wrong", "wrong"], "Look again at C and D."


def test_claims__e_and_f(answers):
    """Claims E and F are judged rightly."""
    assert words(answers, "claim_e", "claim_f") == ["right", "right"], "Look again at E and F."


def test_claims__g_and_h(answers):
    """Claims G and H are judged rightly."""
    assert words(answers, "claim_g", "claim_h") == ["wrong", "wrong"], "Look again at G and H."


def test_claims__i(answers):
    """Claim I is judged rightly."""
    assert words(answers, "claim_i") == ["wrong"], "Look again at I."
