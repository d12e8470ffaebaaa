"""Public checks of lesson 00: numbers worked by hand and properties."""

import numpy as np
import pytest

from labkit.testing import assert_close, assert_equal

# concat_features


def test_concat_features__by_hand(student):
    """A 2 by 2 table and a short list give 1, 2, 3, 4, 5, 6 in one row."""
    got = student.concat_features([np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([5.0, 6.0])])
    assert_close(got, np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0]))


def test_concat_features__row_by_row(student):
    """One picture of 2 by 3 pixels is read row by row, as you read a page."""
    got = student.concat_features([np.array([[0.5, 9.0, 7.0], [2.0, 2.0, 8.0]])])
    assert_close(got, np.array([0.5, 9.0, 7.0, 2.0, 2.0, 8.0]))


def test_concat_features__order_is_kept(student):
    """The arrays keep their order, and so do the numbers in them; equal numbers stay."""
    feats = [np.array([9.0, 8.0]), np.array([1.0]), np.array([5.0, 5.0, -3.0])]
    assert_close(student.concat_features(feats), np.array([9.0, 8.0, 1.0, 5.0, 5.0, -3.0]))


def test_concat_features__same_shape(student):
    """Two tables of the same shape come one after the other, each of them row by row."""
    feats = [np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[5.0, 6.0], [7.0, 8.0]])]
    assert_close(student.concat_features(feats), np.arange(1.0, 9.0))


def test_concat_features__colour_picture(student):
    """A picture with three channels: pixel by pixel, and within a pixel red, green, blue."""
    picture = np.array([[[10, 11, 12], [20, 21, 22]], [[30, 31, 32], [40, 41, 42]]])
    expected = np.array([10, 11, 12, 20, 21, 22, 30, 31, 32, 40, 41, 42, 0.5])
    assert_close(student.concat_features([picture, np.array([0.5])]), expected)


def test_concat_features__whole_numbers(student):
    """Bytes become floats: 200 stays 200, and the result is float64."""
    feats = [np.array([[200, 100]], dtype=np.uint8), np.array([50], dtype=np.uint8)]
    assert_close(student.concat_features(feats), np.array([200.0, 100.0, 50.0]), dtype=float)


def test_concat_features__single_numbers(student):
    """A single number counts as an array with one entry."""
    got = student.concat_features([np.array(7.5), np.array([[1, 2]]), 0.25])
    assert_close(got, np.array([7.5, 1.0, 2.0, 0.25]))


# cart_to_polar


def test_cart_to_polar__by_hand(student):
    """(3, 4) has distance 5; (1, 0) and (0, 2) have the directions 0 and pi/2."""
    got = student.cart_to_polar(np.array([[3.0, 4.0], [1.0, 0.0], [0.0, 2.0]]))
    expected = np.array([[5.0, 0.9272952180016122], [1.0, 0.0], [2.0, np.pi / 2]])
    assert_close(got, expected, atol=1e-12)


def test_cart_to_polar__four_quarters(student):
    """The four diagonal directions are pi/4, 3 pi/4, -3 pi/4 and -pi/4."""
    got = student.cart_to_polar(np.array([[1.0, 1.0], [-1.0, 1.0], [-1.0, -1.0], [1.0, -1.0]]))
    theta = np.array([1.0, 3.0, -3.0, -1.0]) * np.pi / 4
    assert_close(got, np.column_stack([np.full(4, np.sqrt(2.0)), theta]))


def test_cart_to_polar__on_the_axes(student):
    """To the left is pi, not -pi; straight down is -pi/2."""
    got = student.cart_to_polar(np.array([[-2.0, 0.0], [0.0, -3.0], [4.0, 0.0]]))
    expected = np.array([[2.0, np.pi], [3.0, -np.pi / 2], [4.0, 0.0]])
    assert_close(got, expected, atol=1e-12)


def test_cart_to_polar__origin(student):
    """The origin becomes (0, 0), without disturbing the points next to it."""
    got = student.cart_to_polar(np.array([[0.0, 0.0], [0.0, 0.5]]))
    assert_close(got, np.array([[0.0, 0.0], [0.5, np.pi / 2]]), atol=1e-12)


def test_cart_to_polar__way_back(student, rng):
    """r cos(theta) and r sin(theta) lead back to x and y, with r >= 0."""
    X = rng.normal(size=(12, 2))
    got = np.asarray(student.cart_to_polar(X))
    assert got.shape == (12, 2), f"The result has shape {got.shape}; expected (12, 2)."
    r, theta = got[:, 0], got[:, 1]
    assert (r >= 0).all(), "A distance cannot be negative."
    assert (np.abs(theta) <= np.pi).all(), "theta must lie between -pi and pi."
    assert_close(np.column_stack([r * np.cos(theta), r * np.sin(theta)]), X, atol=1e-9)


def test_cart_to_polar__whole_numbers(student):
    """Whole numbers go in, floats come out."""
    got = student.cart_to_polar(np.array([[1, 2], [-3, 1]]))
    expected = np.array([[np.sqrt(5.0), np.arctan(2.0)], [np.sqrt(10.0), np.pi - np.arctan(1 / 3)]])
    assert_close(got, expected, dtype=float)


def test_cart_to_polar__wrong_shape(student):
    """Three columns, or a single point without rows: a ValueError that names the shape."""
    with pytest.raises(ValueError) as error:
        student.cart_to_polar(np.ones((4, 3)))
    assert "(4, 3)" in str(error.value), "The message should name the shape of X, (4, 3)."
    with pytest.raises(ValueError):
        student.cart_to_polar(np.ones(2))


# color_histogram


def picture(*rows):
    """A picture from rows of (red, green, blue)."""
    return np.array(rows, dtype=np.uint8)


def test_color_histogram__by_hand(student):
    """Four pixels, two bins, worked by hand: red 1/2 and 1/2, green 3/4 and 1/4, blue 1 and 0."""
    img = picture([(255, 0, 0), (200, 10, 9)], [(0, 128, 0), (0, 127, 77)])
    assert_close(student.color_histogram(img, bins=2), np.array([0.5, 0.5, 0.75, 0.25, 1.0, 0.0]))


def test_color_histogram__channel_order(student):
    """The red block comes first, then green, then blue, each with its bins from dark to light."""
    img = picture([(250, 130, 10), (250, 130, 10), (250, 130, 10)])
    expected = np.array([0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0.0])
    assert_close(student.color_histogram(img, bins=4), expected)


def test_color_histogram__edges(student):
    """With the usual 8 bins 31 is still in bin 0, 32 in bin 1, 224 and 255 are in bin 7."""
    img = picture([(31, 224, 127), (32, 223, 128), (0, 255, 255), (64, 192, 0), (63, 191, 96)])
    red = np.array([2, 2, 1, 0, 0, 0, 0, 0]) / 5
    green = np.array([0, 0, 0, 0, 0, 1, 2, 2]) / 5
    blue = np.array([1, 0, 0, 2, 1, 0, 0, 1]) / 5
    assert_close(student.color_histogram(img), np.concatenate([red, green, blue]))


def test_color_histogram__three_bins(student):
    """256 is no multiple of 3: the edges are 85.33 and 170.67, so 85 is below and 171 above."""
    img = picture([(85, 170, 255), (86, 171, 254)], [(84, 169, 0), (255, 0, 171)])
    expected = np.array([2, 1, 1, 1, 2, 1, 1, 0, 3]) / 4
    assert_close(student.color_histogram(img, bins=3), expected)


def test_color_histogram__bright_pixels(student):
    """Bright values do not wrap around: 200 and 250 lie in the upper bins."""
    img = picture([(200, 250, 100)], [(250, 200, 40)], [(200, 200, 40)])
    red, green, blue = np.zeros((3, 8))
    red[[6, 7]], green[[6, 7]], blue[[1, 3]] = [2 / 3, 1 / 3], [2 / 3, 1 / 3], [2 / 3, 1 / 3]
    assert_close(student.color_histogram(img), np.concatenate([red, green, blue]))


def test_color_histogram__size_does_not_matter(student, rng):
    """Six copies of a picture side by side have its histogram; each block sums to 1."""
    img = rng.integers(0, 256, size=(4, 7, 3), dtype=np.uint8)
    small = np.asarray(student.color_histogram(img, bins=5))
    assert_close(small.reshape(3, 5).sum(axis=1), np.ones(3))
    assert_close(student.color_histogram(np.tile(img, (2, 3, 1)), bins=5), small)


def test_color_histogram__place_does_not_matter(student, rng):
    """Shuffling the pixels changes nothing: a quarter of them is bright, wherever they are."""
    img = np.full((4, 5, 3), 20, dtype=np.uint8)
    img[0] = [240, 130, 70]
    shuffled = img.reshape(20, 3)[rng.permutation(20)].reshape(4, 5, 3)
    expected = np.array([0.75, 0, 0, 0.25, 0.75, 0, 0.25, 0, 0.75, 0.25, 0, 0])
    assert_close(student.color_histogram(shuffled, bins=4), expected)


def test_color_histogram__wrong_shape(student):
    """A grey picture, or one with four channels: a ValueError that names the shape."""
    with pytest.raises(ValueError) as error:
        student.color_histogram(np.ones((6, 5), dtype=np.uint8))
    assert "(6, 5)" in str(error.value), "The message should name the shape of img, (6, 5)."
    with pytest.raises(ValueError):
        student.color_histogram(np.ones((6, 5, 4), dtype=np.uint8))


# hog_cell


def gradient(degrees, strength=1.0):
    """gx and gy of pixels whose gradients have these directions and strengths, in one row."""
    angle = np.radians(np.atleast_2d(degrees))
    return strength * np.cos(angle), strength * np.sin(angle)


def test_hog_cell__by_hand(student):
    """The gradient (3, 4) has strength 5 and direction 53 degrees: bin 2 of 9."""
    expected = np.array([0, 0, 5, 0, 0, 0, 0, 0, 0.0])
    assert_close(student.hog_cell(np.array([[3.0]]), np.array([[4.0]])), expected)


def test_hog_cell__one_pixel_for_each_bin(student):
    """Four pixels pointing in four directions: each gives its strength to its own bin."""
    gx, gy = gradient([10.0, 60.0, 100.0, 170.0], np.array([1.0, 2.0, 3.0, 4.0]))
    assert_close(student.hog_cell(gx, gy, bins=4), np.array([1.0, 2.0, 3.0, 4.0]))


def test_hog_cell__unsigned(student):
    """From dark to light or from light to dark: opposite gradients share a bin."""
    gx, gy = np.array([[3.0, -3.0], [3.0, -3.0]]), np.array([[4.0, -4.0], [-4.0, 4.0]])
    assert_close(student.hog_cell(gx, gy), np.array([0, 0, 10, 0, 0, 0, 10, 0, 0.0]))


def test_hog_cell__on_the_edge(student):
    """45, 90 and 135 degrees are edges between four bins; they belong to the upper bin."""
    gx, gy = np.array([[1.0, 0.0, -3.0]]), np.array([[1.0, 2.0, 3.0]])
    expected = np.array([0.0, np.sqrt(2.0), 2.0, np.sqrt(18.0)])
    assert_close(student.hog_cell(gx, gy, bins=4), expected)


def test_hog_cell__half_a_turn(student):
    """180 degrees is 0 degrees: a gradient straight to the left belongs to bin 0."""
    gx, gy = np.array([[-2.0, 1.0], [-0.5, 0.0]]), np.array([[0.0, 0.0], [0.0, 1.0]])
    assert_close(student.hog_cell(gx, gy), np.array([3.5, 0, 0, 0, 1, 0, 0, 0, 0.0]))


def test_hog_cell__flat_pixels(student):
    """Pixels without any gradient add nothing, however many there are."""
    gx, gy = np.zeros((4, 4)), np.zeros((4, 4))
    gy[1, 2], gx[3, 0] = -5.0, 1.0
    assert_close(student.hog_cell(gx, gy, bins=3), np.array([1.0, 5.0, 0.0]))


def test_hog_cell__edges_of_a_square(student):
    """A picture that is dark on the left: all strength is in bin 0; turned, it is in bin 4."""
    img = np.zeros((6, 6))
    img[:, 3:] = 8.0
    gy, gx = np.gradient(img)
    assert_close(student.hog_cell(gx, gy), np.array([48, 0, 0, 0, 0, 0, 0, 0, 0.0]))
    gy, gx = np.gradient(img.T)
    assert_close(student.hog_cell(gx, gy), np.array([0, 0, 0, 0, 48, 0, 0, 0, 0.0]))


def test_hog_cell__strength_counts(student, rng):
    """The bins sum to the sum of all strengths; three times the contrast gives three times it."""
    gx, gy = rng.normal(size=(5, 3)), rng.normal(size=(5, 3))
    once = np.asarray(student.hog_cell(gx, gy, bins=6))
    assert_close(once.sum(), np.sqrt(gx**2 + gy**2).sum())
    assert_close(student.hog_cell(3 * gx, 3 * gy, bins=6), 3 * once)


def test_hog_cell__any_number_of_bins(student):
    """Seven bins of 25.7 degrees each: 179 and -0.4 degrees are both in the last one."""
    angles, strengths = [179.0, -0.4, 25.0, 26.0, 51.0, 52.0], [1.0, 8.0, 2.0, 3.0, 4.0, 5.0]
    gx, gy = gradient(angles, np.array(strengths))
    assert_close(student.hog_cell(gx, gy, bins=7), np.array([2.0, 7.0, 5.0, 0, 0, 0, 9.0]))


def test_hog_cell__whole_numbers(student):
    """Gradients that are whole numbers work too, and the result is float64."""
    got = student.hog_cell(np.array([[6, -1], [0, 2]]), np.array([[8, 1], [3, -2]]), bins=2)
    assert_close(got, np.array([10.0, 3 + np.sqrt(2.0) + np.sqrt(8.0)]), dtype=float)


def test_hog_cell__shapes(student):
    """gx and gy of different shapes: a ValueError that names both, (2, 3) and (1, 3)."""
    with pytest.raises(ValueError) as error:
        student.hog_cell(np.ones((2, 3)), np.ones((1, 3)))
    assert "(2, 3)" in str(error.value), "The message should name the shape of gx, (2, 3)."
    assert "(1, 3)" in str(error.value), "The message should name the shape of gy, (1, 3)."


# train_val_test_split


def numbered(m):
    """m rows that carry their own number, 1 ... m, and labels that repeat it."""
    number = np.arange(1, m + 1)
    return np.column_stack([number, 10.0 * number]), 1000 + number


def split(student, m, n_val, n_test, seed=3):
    X, y = numbered(m)
    parts = student.train_val_test_split(X, y, n_val, n_test, np.random.default_rng(seed))
    assert isinstance(parts, tuple | list) and len(parts) == 6, "Six arrays should come back."
    return [np.asarray(part) for part in parts]


def test_train_val_test_split__sizes(student):
    """20 rows, 3 of them for validation and 5 for the test: 12, 3 and 5 rows and labels."""
    parts = split(student, 20, 3, 5)
    shapes = [part.shape for part in parts]
    expected = [(12, 2), (12,), (3, 2), (3,), (5, 2), (5,)]
    assert shapes == expected, f"The shapes are {shapes}; expected {expected}."
    assert all((part > 0).all() for part in parts), "Only rows of X and labels of y belong there."


def test_train_val_test_split__every_row_once(student):
    """Every row is in exactly one of the three sets."""
    Xtr, _, Xva, _, Xte, _ = split(student, 30, 7, 4)
    numbers = np.sort(np.concatenate([Xtr[:, 0], Xva[:, 0], Xte[:, 0]]))
    assert_equal(numbers, np.arange(1.0, 31.0))


def test_train_val_test_split__labels_stay(student):
    """Every row keeps its label."""
    Xtr, ytr, Xva, yva, Xte, yte = split(student, 25, 6, 8)
    assert_equal(ytr, 1000 + Xtr[:, 0])
    assert_equal(yva, 1000 + Xva[:, 0])
    assert_equal(yte, 1000 + Xte[:, 0])


def test_train_val_test_split__shuffled(student):
    """Each set is a random choice from all rows, in random order: no block, and not sorted."""
    Xtr, _, Xva, _, Xte, _ = split(student, 300, 60, 90)
    for name, part in {"training": Xtr, "validation": Xva, "test": Xte}.items():
        numbers = part[:, 0]
        assert len(numbers) >= 60, f"The {name} set has too few rows."
        spread = numbers.max() - numbers.min()
        assert spread > 1.2 * len(numbers), f"The {name} rows were neighbours before."
        assert (np.diff(numbers) < 0).any(), f"The {name} rows stand in their old order."


def test_train_val_test_split__chance_comes_from_rng(student):
    """The same seed gives the same sets, another seed gives other sets."""
    one, again = split(student, 50, 10, 10, seed=1), split(student, 50, 10, 10, seed=1)
    for part, same in zip(one, again, strict=True):
        assert np.array_equal(part, same), "The same seed gave two different splits."
    other = split(student, 50, 10, 10, seed=2)
    assert not np.array_equal(one[0], other[0]), "Another seed should give another training set."
    assert one[0].min() > 0, "The rows should be rows of X."


def test_train_val_test_split__empty_sets(student):
    """With n_val = 0 the validation set is empty and no row is lost; likewise for n_test = 0."""
    for n_val, n_test in ((0, 4), (4, 0)):
        Xtr, ytr, Xva, yva, Xte, yte = split(student, 10, n_val, n_test)
        assert (len(Xva), len(yva), len(Xte), len(yte)) == (n_val, n_val, n_test, n_test)
        numbers = np.concatenate([Xtr[:, 0], Xva[:, 0], Xte[:, 0]])
        assert_equal(np.sort(numbers), np.arange(1.0, 11.0))
        assert_equal(ytr, 1000 + Xtr[:, 0])


def test_train_val_test_split__pictures(student):
    """Rows may be pictures: each stays whole, with its label."""
    X = np.arange(1, 9)[:, None, None] * np.array([[1, 2], [3, 4]])
    rng = np.random.default_rng(8)
    parts = student.train_val_test_split(X, np.arange(1, 9), 2, 1, rng)
    for pictures, labels in zip(parts[::2], parts[1::2], strict=True):
        assert_equal(pictures, labels[:, None, None] * np.array([[1, 2], [3, 4]]))
    assert parts[0].min() > 0, "The rows should be rows of X."


def test_train_val_test_split__shapes(student):
    """Six rows and five labels: a ValueError that names both shapes, (6, 2) and (5,)."""
    with pytest.raises(ValueError) as error:
        student.train_val_test_split(np.ones((6, 2)), np.ones(5), 1, 1, np.random.default_rng(0))
    assert "(6, 2)" in str(error.value), "The message should name the shape of X, (6, 2)."
    assert "(5,)" in str(error.value), "The message should name the shape of y, (5,)."


def test_train_val_test_split__too_many(student):
    """More rows than there are cannot be taken: a ValueError. Nor can a negative number."""
    X, y = numbered(6)
    for n_val, n_test in ((4, 3), (-1, 2), (2, -1)):
        with pytest.raises(ValueError):
            student.train_val_test_split(X, y, n_val, n_test, np.random.default_rng(0))
