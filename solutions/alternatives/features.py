"""Right answers to lesson 00, written differently. None of them may be rejected."""

import math

import numpy as np

# concat_features


def concat_features__loop(feats):
    """Number by number into a list, and an array at the end."""
    values = []
    for feature in feats:
        for value in np.asarray(feature).flat:
            values.append(float(value))
    return np.array(values)


def concat_features__axis_none(feats):
    """np.concatenate flattens by itself when axis is None."""
    return np.concatenate([np.asarray(f) for f in feats], axis=None).astype(float)


def concat_features__hstack(feats):
    """Flattened rows side by side."""
    return np.hstack([np.asarray(f, dtype=float).reshape(-1) for f in feats])


def concat_features__filled(feats):
    """An empty vector of the right length, filled piece by piece."""
    result = np.empty(sum(np.size(f) for f in feats))
    start = 0
    for f in feats:
        result[start : start + np.size(f)] = np.asarray(f).flatten()
        start += np.size(f)
    return result


def concat_features__append(feats):
    """np.append joins flattened arrays."""
    result = np.array([])
    for f in feats:
        result = np.append(result, f)
    return result


# cart_to_polar


def _points(X):
    X = np.asarray(X)
    if X.ndim != 2 or X.shape[1] != 2:
        raise ValueError(f"expected (m, 2), got {X.shape}")
    return X


def cart_to_polar__complex_numbers(X):
    """A point of the plane is a complex number; its modulus and argument are r and theta."""
    X = _points(X)
    z = X[:, 0] + 1j * X[:, 1]
    return np.column_stack([np.abs(z), np.angle(z)])


def cart_to_polar__loop(X):
    """Point by point with the math module."""
    return np.array([[math.sqrt(x * x + y * y), math.atan2(y, x)] for x, y in _points(X).tolist()])


def cart_to_polar__norm_and_transpose(X):
    """np.linalg.norm along the rows, and a transposed stack."""
    X = _points(X)
    return np.stack([np.linalg.norm(X, axis=1), np.arctan2(*X.T[::-1])]).T


def cart_to_polar__by_cases(X):
    """arctan of the quotient, repaired in each quarter."""
    x, y = _points(X).astype(float).T
    with np.errstate(divide="ignore", invalid="ignore"):
        theta = np.arctan(y / x)
    theta = np.where((x < 0) & (y >= 0), theta + np.pi, theta)
    theta = np.where((x < 0) & (y < 0), theta - np.pi, theta)
    theta = np.where((x == 0) & (y == 0), 0.0, theta)
    return np.c_[np.sqrt(x**2 + y**2), theta]


def cart_to_polar__filled(X):
    """A float array of the right shape, one column after the other."""
    result = np.empty(_points(X).shape)
    result[:, 0] = (np.asarray(X, dtype=float) ** 2).sum(axis=1) ** 0.5
    result[:, 1] = np.arctan2(X[:, 1], X[:, 0])
    return result


# color_histogram


def _picture(img):
    img = np.asarray(img)
    if img.ndim != 3 or img.shape[-1] != 3:
        raise ValueError(f"expected (H, W, 3), got {img.shape}")
    return img


def color_histogram__np_histogram(img, bins=8):
    """NumPy's histogram, channel by channel."""
    img = _picture(img)
    pixels = img.shape[0] * img.shape[1]
    parts = [np.histogram(img[:, :, c], bins=bins, range=(0, 256))[0] for c in range(3)]
    return np.concatenate(parts) / pixels


def color_histogram__loops(img, bins=8):
    """Pixel by pixel, in plain Python."""
    rows = _picture(img).tolist()
    result = np.zeros(3 * bins)
    for row in rows:
        for pixel in row:
            for channel, value in enumerate(pixel):
                result[channel * bins + value * bins // 256] += 1
    return result / (len(rows) * len(rows[0]))


def color_histogram__one_hot_mean(img, bins=8):
    """Mark the bin of every value, then take the mean over all pixels."""
    values = _picture(img).reshape(-1, 3) / 256  # floats, in steps that are exact
    marked = np.floor(values * bins)[:, :, None] == np.arange(bins)
    return marked.mean(axis=0).ravel()


def color_histogram__table_of_values(img, bins=8):
    """Count the 256 values first, then pour them into the bins."""
    img = _picture(img)
    home = np.arange(256) * bins // 256
    blocks = []
    for channel in np.moveaxis(img, -1, 0):
        each = np.bincount(channel.ravel(), minlength=256)
        blocks.append(np.bincount(home, weights=each, minlength=bins))
    return np.hstack(blocks) / img[..., 0].size


def color_histogram__edges(img, bins=8):
    """searchsorted finds the bin between the edges; counts from add.at."""
    img = _picture(img)
    edges = np.arange(1, bins) * 256 / bins
    result = np.zeros((3, bins))
    for c in range(3):
        np.add.at(result[c], np.searchsorted(edges, img[:, :, c].ravel(), side="right"), 1)
    return (result / result.sum(axis=1, keepdims=True)).reshape(-1)


# hog_cell


def _pair(gx, gy):
    gx, gy = np.asarray(gx), np.asarray(gy)
    if gx.shape != gy.shape:
        raise ValueError(f"shapes {gx.shape} and {gy.shape} differ")
    return gx, gy


def hog_cell__np_histogram(gx, gy, bins=9):
    """NumPy's histogram of the angles, with the strengths as weights."""
    gx, gy = _pair(gx, gy)
    angle = np.rad2deg(np.arctan2(gy, gx)) % 180
    strength = np.sqrt(gx.astype(float) ** 2 + gy.astype(float) ** 2)
    return np.histogram(angle, bins=bins, range=(0, 180), weights=strength)[0]


def hog_cell__radians(gx, gy, bins=9):
    """The same in radians, modulo pi."""
    gx, gy = _pair(gx, gy)
    which = np.floor(np.arctan2(gy, gx) % np.pi / (np.pi / bins)).astype(int)
    votes = np.zeros(bins)
    np.add.at(votes, which, np.hypot(gx, gy))
    return votes


def hog_cell__loops(gx, gy, bins=9):
    """Pixel by pixel, with the math module."""
    gx, gy = _pair(gx, gy)
    votes = [0.0] * bins
    for x, y in zip(gx.ravel().tolist(), gy.ravel().tolist()):
        angle = math.degrees(math.atan2(y, x))
        if angle < 0:
            angle += 180
        if angle >= 180:
            angle -= 180
        votes[int(angle // (180 / bins))] += math.sqrt(x * x + y * y)
    return np.array(votes)


def hog_cell__masks(gx, gy, bins=9):
    """One mask for each bin."""
    gx, gy = _pair(gx, gy)
    strength, angle = np.abs(gx + 1j * gy), np.angle(gx + 1j * gy, deg=True)
    angle[angle < 0] += 180
    angle[angle == 180] = 0
    edges = [k * 180 / bins for k in range(bins + 1)]
    inside = [(angle >= low) & (angle < high) for low, high in zip(edges, edges[1:])]
    return np.array([strength[mask].sum() for mask in inside])


def hog_cell__arctan_of_the_quotient(gx, gy, bins=9):
    """For unsigned directions the quotient is enough, once flat pixels are taken care of."""
    gx, gy = _pair(gx, gy)
    with np.errstate(divide="ignore", invalid="ignore"):
        angle = np.nan_to_num(np.degrees(np.arctan(gy / gx))) % 180
    one_hot = (angle * bins // 180).astype(int)[..., None] == np.arange(bins)
    return (one_hot * np.hypot(gx, gy)[..., None]).sum(axis=(0, 1))


# train_val_test_split


def _checked(X, y, n_val, n_test):
    X, y = np.asarray(X), np.asarray(y)
    if X.shape[0] != y.shape[0]:
        raise ValueError(f"{X.shape} and {y.shape}")
    if n_val < 0 or n_test < 0 or n_val + n_test > X.shape[0]:
        raise ValueError("too many or negative")
    return X, y


def train_val_test_split__training_first(X, y, n_val, n_test, rng):
    """The front of the shuffled order is for training."""
    X, y = _checked(X, y, n_val, n_test)
    order = rng.permutation(len(X))
    n_train = len(X) - n_val - n_test
    tr, va, te = order[:n_train], order[n_train : n_train + n_val], order[n_train + n_val :]
    return X[tr], y[tr], X[va], y[va], X[te], y[te]


def train_val_test_split__shuffled_copies(X, y, n_val, n_test, rng):
    """Shuffle row numbers in place, make shuffled copies, cut them."""
    X, y = _checked(X, y, n_val, n_test)
    order = np.arange(len(X))
    rng.shuffle(order)
    X, y = X[order], y[order]
    a, b = n_test, n_test + n_val
    return X[b:], y[b:], X[a:b], y[a:b], X[:a], y[:a]


def train_val_test_split__sorted_by_random_keys(X, y, n_val, n_test, rng):
    """Give every row a random number and sort by it; the answer comes as a list."""
    X, y = _checked(X, y, n_val, n_test)
    order = np.argsort(rng.random(len(X)))
    pieces = np.split(order, np.cumsum([n_val, n_test]))
    return [part[piece] for piece in (pieces[2], pieces[0], pieces[1]) for part in (X, y)]


def train_val_test_split__drawn_in_turn(X, y, n_val, n_test, rng):
    """Draw the test rows, then the validation rows from what is left, then shuffle the rest."""
    X, y = _checked(X, y, n_val, n_test)
    everyone = np.arange(len(X))
    te = rng.choice(everyone, n_test, replace=False)
    left = np.setdiff1d(everyone, te)
    va = rng.choice(left, n_val, replace=False)
    tr = rng.permutation(np.setdiff1d(left, va))
    return X[tr], y[tr], X[va], y[va], X[te], y[te]


def train_val_test_split__python_lists(X, y, n_val, n_test, rng):
    """Row numbers in a Python list, popped from its end."""
    X, y = _checked(X, y, n_val, n_test)
    deck = [int(i) for i in rng.permutation(len(X))]
    te = [deck.pop() for _ in range(n_test)]
    va = [deck.pop() for _ in range(n_val)]
    return tuple(part[np.array(rows, dtype=int)] for rows in (deck, va, te) for part in (X, y))
