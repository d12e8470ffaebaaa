"""Lesson 00: what a network is given to see.

A learning machine is fed with rows of numbers. You turn pictures into such rows: pixels laid end
to end, counts of colours, directions of edges. You change coordinates so that a hard question
becomes an easy one, and you deal examples out into three sets so that a result can be trusted.

Shapes in this module: `m` rows (examples), pictures of height `H` and width `W`.
"""

import numpy as np


def concat_features(feats: list[np.ndarray]) -> np.ndarray:
    """Join arrays of any shape into one vector of floats, one array after the other.

    Each array is flattened in C order: along its last axis first, so a picture row by row. The
    order of the arrays is kept.

    Parameters
    ----------
    feats : list of at least one array; shapes and number types may differ, and an entry may
        also be a single number

    Returns
    -------
    1-D float64 array; its length is the number of entries of all the arrays together.

    Example
    -------
    >>> concat_features([np.array([[1, 2], [3, 4]]), np.array([0.5])])
    array([1. , 2. , 3. , 4. , 0.5])

    Source: NumPy's C order, the order in which it keeps an array in memory by default.
    """
    raise NotImplementedError("00.1 features.concat_features")


def cart_to_polar(X: np.ndarray) -> np.ndarray:
    """Rows (x, y) become rows (r, theta): distance from the origin, and direction.

    Parameters
    ----------
    X : (m, 2) array, one point (x, y) per row

    Returns
    -------
    (m, 2) float64 array. Column 0 is r >= 0. Column 1 is theta in radians, -pi < theta <= pi:
    the angle from the positive x axis, counter-clockwise positive. The origin becomes (0, 0).

    Raises
    ------
    ValueError
        if X is not (m, 2); the message names its shape.

    Example
    -------
    >>> cart_to_polar(np.array([[3.0, 4.0], [0.0, -2.0]])).round(4)
    array([[ 5.    ,  0.9273],
           [ 2.    , -1.5708]])

    Source: the definition of polar coordinates.
    """
    raise NotImplementedError("00.2 features.cart_to_polar")


def color_histogram(img: np.ndarray, bins: int = 8) -> np.ndarray:
    """How much of each level of red, green and blue a picture holds, as shares of its pixels.

    Each channel's values 0 ... 255 are sorted into `bins` bins of equal width 256/bins: bin k
    takes the values v with k * 256/bins <= v < (k + 1) * 256/bins.

    Parameters
    ----------
    img : (H, W, 3) uint8 array, channels in the order red, green, blue
    bins : how many bins for each channel, from 1 to 256

    Returns
    -------
    (3 * bins,) float64 array: first the red bins, then the green, then the blue. An entry is the
    number of pixels in that bin divided by the number of all pixels, H * W, so each of the
    three blocks sums to 1.

    Raises
    ------
    ValueError
        if img is not (H, W, 3); the message names its shape.

    Example
    -------
    >>> color_histogram(np.array([[[255, 100, 0], [90, 100, 0]]], dtype=np.uint8), bins=2)
    array([0.5, 0.5, 1. , 0. , 1. , 0. ])

    Source: M. J. Swain and D. H. Ballard, "Color indexing", IJCV 7 (1991).
    """
    raise NotImplementedError("00.3 features.color_histogram")


def hog_cell(gx: np.ndarray, gy: np.ndarray, bins: int = 9) -> np.ndarray:
    """Histogram of the gradient directions in one cell of a picture, weighted by strength.

    The pixel with gradient (gx, gy) has the strength sqrt(gx**2 + gy**2) and the direction
    arctan2(gy, gx), in degrees. Directions are unsigned: an angle and the one 180 degrees
    further count as the same, so every angle is brought into 0 <= angle < 180 (180 itself
    becomes 0, -30 becomes 150). These 180 degrees are cut into `bins` bins of equal width: bin k
    takes the angles with k * 180/bins <= angle < (k + 1) * 180/bins, so an angle on the edge
    of two bins belongs to the upper one. (Where rounding blurs the angle itself, as it does for
    60 degrees, either side will do.) Each pixel gives its whole strength to one bin. Nothing is
    normalised.

    Parameters
    ----------
    gx : (h, w) array, change of brightness per pixel to the right
    gy : (h, w) array, change of brightness per pixel downwards
    bins : how many bins, at least 1

    Returns
    -------
    (bins,) float64 array; its sum is the sum of all strengths.

    Raises
    ------
    ValueError
        if gx and gy differ in shape; the message names both shapes.

    Example
    -------
    >>> hog_cell(np.array([[3.0, 0.0]]), np.array([[4.0, 2.0]]), bins=4)
    array([0., 5., 2., 0.])

    Source: N. Dalal and B. Triggs, "Histograms of oriented gradients for human detection",
    CVPR (2005), simplified: they share a pixel between neighbouring bins and cells.
    """
    raise NotImplementedError("00.4 features.hog_cell")


def train_val_test_split(
    X: np.ndarray, y: np.ndarray, n_val: int, n_test: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Deal shuffled rows out into a training, a validation and a test set.

    Every row lands in exactly one set, together with its label. All chance comes from `rng`: the
    same generator state gives the same sets. The rows of each set come in random order.

    Parameters
    ----------
    X : (m, ...) array, one example per row
    y : (m,) array, one label per row
    n_val, n_test : how many rows go to validation and test, 0 or more; training gets the rest
    rng : a NumPy random generator

    Returns
    -------
    (Xtr, ytr, Xva, yva, Xte, yte) : training, validation and test set, with
        m - n_val - n_test, n_val and n_test rows.

    Raises
    ------
    ValueError
        if X and y differ in their number of rows (the message names both shapes), if n_val or
        n_test is negative, or if they add up to more than m.

    Example
    -------
    >>> rng = np.random.default_rng(0)
    >>> parts = train_val_test_split(np.zeros((10, 2)), np.arange(10), 2, 3, rng)
    >>> [len(part) for part in parts]
    [5, 5, 2, 2, 3, 3]

    Source: common practice; see for instance chapter 7 of Hastie, Tibshirani and Friedman,
    "The Elements of Statistical Learning" (2009).
    """
    raise NotImplementedError("00.5 features.train_val_test_split")
