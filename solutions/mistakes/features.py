"""Wrong answers to lesson 00 that people really give, each with the sentence that helps."""

import numpy as np

# concat_features


def concat_features__column_by_column(feats):
    """You read the tables column by column. A picture is read like a page, row by row: which
    index changes fastest then?"""
    parts = [np.asarray(f, dtype=float).ravel(order="F") for f in feats]
    return np.concatenate(parts)


def concat_features__keeps_whole_numbers(feats):
    """You keep the number type of the input, so bytes stay bytes and later sums wrap around at
    256. Which type should a feature vector always have?"""
    return np.concatenate([np.ravel(f) for f in feats])


def concat_features__cuts_decimals(feats):
    """You turn everything into whole numbers, and 0.5 becomes 0. Which number type keeps the
    decimals?"""
    return np.concatenate([np.ravel(f) for f in feats]).astype(int).astype(float)


def concat_features__single_precision(feats):
    """Your vector is float32, with only seven digits. The course computes in float64."""
    return np.concatenate([np.ravel(f) for f in feats]).astype(np.float32)


def concat_features__last_first(feats):
    """You start with the last array. The first array of the list comes first."""
    return np.concatenate([np.ravel(f) for f in feats[::-1]]).astype(float)


def concat_features__one_array(feats):
    """You make one array out of the list, which works only when all shapes are equal. Which
    function joins vectors of different lengths?"""
    return np.array(feats, dtype=float).ravel()


def concat_features__not_flattened(feats):
    """You join the arrays without flattening them first, so tables stay tables and arrays of
    different shapes do not fit. What turns each of them into one row?"""
    return np.concatenate(feats).astype(float)


def concat_features__side_by_side(feats):
    """You put tables side by side, and the result still has rows and columns. Flatten every array
    before you join."""
    return np.hstack(feats).astype(float)


def concat_features__only_the_first(feats):
    """You flatten the first array and leave the others out. How do you reach every array of the
    list?"""
    return np.ravel(feats[0]).astype(float)


def concat_features__one_row_table(feats):
    """Your numbers are right, but they form a table with one row, of shape (1, n). A vector has
    the shape (n,)."""
    return np.concatenate([np.ravel(f) for f in feats]).astype(float)[None, :]


def concat_features__list(feats):
    """You return a Python list. Which function makes an array of it?"""
    return [float(value) for f in feats for value in np.ravel(f)]


def concat_features__list_of_vectors(feats):
    """You return one vector for each array. They still have to be joined into a single one."""
    return [np.ravel(f).astype(float) for f in feats]


def concat_features__sorted(feats):
    """Your numbers come out sorted. A position in a feature vector has a meaning, so every number
    must stay in its place."""
    return np.sort(np.concatenate([np.ravel(f) for f in feats]).astype(float))


def concat_features__no_doubles(feats):
    """You drop numbers that occur twice. Two equal pixels are still two pixels."""
    values = np.concatenate([np.ravel(f) for f in feats]).astype(float)
    return values[np.sort(np.unique(values, return_index=True)[1])]


def concat_features__sums(feats):
    """You return one sum for each array. All the single numbers are wanted."""
    return np.array([np.sum(f) for f in feats], dtype=float)


def concat_features__added(feats):
    """You add the arrays up. Joining means one after the other: how long is the result of joining
    4 numbers and 2 numbers?"""
    total = 0.0
    for f in feats:
        total = total + np.asarray(f, dtype=float)
    return np.ravel(total)


def concat_features__skips_single_numbers(feats):
    """You leave out single numbers. They count as arrays with one entry."""
    parts = [np.ravel(f) for f in feats if np.ndim(f) > 0]
    return np.concatenate(parts).astype(float)


def concat_features__scaled(feats):
    """You scale the vector to length 1. Join the numbers and leave their values alone."""
    values = np.concatenate([np.ravel(f) for f in feats]).astype(float)
    return values / np.linalg.norm(values)


# cart_to_polar


def _points(X):
    X = np.asarray(X)
    if X.ndim != 2 or X.shape[1] != 2:
        raise ValueError(f"X has shape {X.shape}: expected (m, 2)")
    return X[:, 0].astype(float), X[:, 1].astype(float)


def _quotient(a, b):
    with np.errstate(divide="ignore", invalid="ignore"):
        return a / b


def cart_to_polar__full_circle(X):
    """Your angles run from 0 to 2 pi. This course measures them from -pi to pi, so straight down
    is a negative angle."""
    x, y = _points(X)
    return np.column_stack([np.hypot(x, y), np.arctan2(y, x) % (2 * np.pi)])


def cart_to_polar__arctan_of_the_quotient(X):
    """You use arctan(y / x). The quotient is the same for (1, 1) and (-1, -1): which function of
    NumPy takes y and x separately?"""
    x, y = _points(X)
    return np.column_stack([np.hypot(x, y), np.arctan(_quotient(y, x))])


def cart_to_polar__arctan_repaired_at_zero(X):
    """You use arctan(y / x) and take care of the division by 0, but the points on the left still
    get the angle of their mirror image through the origin. Which function looks at both signs?"""
    x, y = _points(X)
    return np.column_stack([np.hypot(x, y), np.nan_to_num(np.arctan(_quotient(y, x)))])


def cart_to_polar__degrees(X):
    """Your angles are in degrees. The result is wanted in radians, where half a turn is pi."""
    x, y = _points(X)
    return np.column_stack([np.hypot(x, y), np.degrees(np.arctan2(y, x))])


def cart_to_polar__swapped_arguments(X):
    """You measure the angle from the y axis. In which order does arctan2 want its two
    arguments?"""
    x, y = _points(X)
    return np.column_stack([np.hypot(x, y), np.arctan2(x, y)])


def cart_to_polar__columns_swapped(X):
    """Your columns are (theta, r). The distance comes first."""
    x, y = _points(X)
    return np.column_stack([np.arctan2(y, x), np.hypot(x, y)])


def cart_to_polar__squared_distance(X):
    """Your first column is x squared plus y squared. What is missing in Pythagoras' theorem?"""
    x, y = _points(X)
    return np.column_stack([x**2 + y**2, np.arctan2(y, x)])


def cart_to_polar__city_blocks(X):
    """You add |x| and |y|: the way along the streets. How far is it as the crow flies?"""
    x, y = _points(X)
    return np.column_stack([np.abs(x) + np.abs(y), np.arctan2(y, x)])


def cart_to_polar__arccos(X):
    """arccos(x / r) gives the same angle above and below the x axis, and nothing at the origin.
    Where does the sign of y come in?"""
    x, y = _points(X)
    r = np.hypot(x, y)
    return np.column_stack([r, np.arccos(_quotient(x, r))])


def cart_to_polar__arcsin(X):
    """arcsin(y / r) gives the same angle on the left and on the right of the y axis. Where does
    the sign of x come in?"""
    x, y = _points(X)
    r = np.hypot(x, y)
    return np.column_stack([r, np.arcsin(_quotient(y, r))])


def cart_to_polar__no_sign(X):
    """Your angles have lost their sign: points below the x axis need a negative one."""
    x, y = _points(X)
    return np.column_stack([np.hypot(x, y), np.abs(np.arctan2(y, x))])


def cart_to_polar__minus_pi(X):
    """To the left you answer -pi. That is the same direction, but the range of this course leaves
    out -pi and includes pi."""
    x, y = _points(X)
    turned = (np.arctan2(y, x) + np.pi) % (2 * np.pi) - np.pi
    return np.column_stack([np.hypot(x, y), turned])


def cart_to_polar__clockwise(X):
    """Your angles grow clockwise. From the positive x axis towards the positive y axis they should
    grow."""
    x, y = _points(X)
    return np.column_stack([np.hypot(x, y), np.arctan2(-y, x)])


def cart_to_polar__other_way(X):
    """You treat the input as (r, theta) and return x and y. The other direction is wanted."""
    r, theta = _points(X)
    return np.column_stack([r * np.cos(theta), r * np.sin(theta)])


def cart_to_polar__rows_and_columns(X):
    """You return all distances first and then all angles. Each point should keep a row of its own,
    (r, theta): which function sets columns side by side?"""
    x, y = _points(X)
    return np.array([np.hypot(x, y), np.arctan2(y, x)])


def cart_to_polar__keeps_whole_numbers(X):
    """For whole numbers you fill an array of whole numbers, and the decimals are cut off. Which
    number type should the result have?"""
    x, y = _points(X)
    result = np.zeros_like(X)
    result[:, 0], result[:, 1] = np.hypot(x, y), np.arctan2(y, x)
    return result


def cart_to_polar__no_check(X):
    """You take the first two columns of whatever comes. Three columns mean that something went
    wrong before: compare X.shape with (m, 2) and raise a ValueError."""
    X = np.asarray(X, dtype=float)
    x, y = (X[:, 0], X[:, 1]) if X.ndim == 2 else (X[:1], X[1:2])
    return np.column_stack([np.hypot(x, y), np.arctan2(y, x)])


# color_histogram


def _picture(img):
    img = np.asarray(img)
    if img.ndim != 3 or img.shape[2] != 3:
        raise ValueError(f"img has shape {img.shape}: expected (H, W, 3)")
    return img


def _counts(img, bins):
    which = _picture(img).astype(int) * bins // 256
    return np.array([np.bincount(which[:, :, c].ravel(), minlength=bins) for c in range(3)])


def color_histogram__counts(img, bins=8):
    """You return numbers of pixels, so a larger picture has larger features. By what do you divide
    to get shares?"""
    return _counts(img, bins).ravel().astype(float)


def color_histogram__divided_by_all_numbers(img, bins=8):
    """Your three blocks sum to 1 together; each of them should. A pixel is counted once in every
    channel: how many pixels are there?"""
    return _counts(img, bins).ravel() / _picture(img).size


def color_histogram__divided_by_height_squared(img, bins=8):
    """You divide by the height twice. Try a picture that is not square: how many pixels has it?"""
    return _counts(img, bins).ravel() / _picture(img).shape[0] ** 2


def color_histogram__divided_by_width(img, bins=8):
    """You divide by one side of the picture. How many pixels do H rows of W pixels have?"""
    return _counts(img, bins).ravel() / _picture(img).shape[1]


def color_histogram__whole_number_division(img, bins=8):
    """You divide with //, which throws the decimals away, and shares below 1 become 0."""
    return _counts(img, bins).ravel() // (_picture(img).size // 3)


def color_histogram__density(img, bins=8):
    """You also divide by the width of a bin (NumPy's density=True). Shares of pixels are wanted:
    each block should sum to 1."""
    img = _picture(img)
    parts = [np.histogram(img[:, :, c], bins, (0, 256), density=True)[0] for c in range(3)]
    return np.concatenate(parts)


def color_histogram__up_to_255(img, bins=8):
    """Your bins cover 0 to 255 as if 255 were the end of the scale. There are 256 values, and each
    is one step wide: where does the last one end?"""
    img = _picture(img)
    parts = [np.histogram(img[:, :, c], bins, (0, 255))[0] for c in range(3)]
    return np.concatenate(parts) / (img.size // 3)


def color_histogram__range_of_the_picture(img, bins=8):
    """Your bins stretch from the darkest to the lightest value of this very picture, so two
    pictures cannot be compared. Fix the range once for all pictures."""
    img = _picture(img)
    parts = [np.histogram(img[:, :, c], bins)[0] for c in range(3)]
    return np.concatenate(parts) / (img.size // 3)


def color_histogram__interleaved(img, bins=8):
    """You give red, green and blue of bin 0, then of bin 1, and so on. First all red bins are
    wanted, then all green ones, then all blue ones."""
    return _counts(img, bins).T.ravel() / (_picture(img).size // 3)


def color_histogram__blue_first(img, bins=8):
    """Your blocks come as blue, green, red. Some libraries store pictures that way; here red comes
    first."""
    return _counts(img, bins)[::-1].ravel() / (_picture(img).size // 3)


def color_histogram__bytes_wrap_around(img, bins=8):
    """You multiply bytes, and the product wraps around at 256: 200 * 8 becomes 64. Turn img into a
    larger number type first."""
    img = _picture(img)
    which = (img * np.uint8(bins % 256) / 256).astype(int)
    parts = [np.bincount(which[:, :, c].ravel(), minlength=bins) for c in range(3)]
    return np.concatenate(parts) / (img.size // 3)


def color_histogram__rounded_bin_width(img, bins=8):
    """You round the width of a bin down to a whole number. For 3 bins that is 85, and 255 // 85 is
    3: a bin too many. Multiply by bins before you divide by 256."""
    img = _picture(img).astype(int)
    which = img // (256 // bins)
    parts = [np.bincount(which[:, :, c].ravel(), minlength=bins) for c in range(3)]
    return np.concatenate(parts) / (img.size // 3)


def color_histogram__rounded_bin_width_clipped(img, bins=8):
    """You round the width of a bin down and put what is left over into the last bin, so the bins
    are not equally wide. Multiply by bins before you divide by 256."""
    img = _picture(img).astype(int)
    which = np.minimum(img // (256 // bins), bins - 1)
    parts = [np.bincount(which[:, :, c].ravel(), minlength=bins) for c in range(3)]
    return np.concatenate(parts) / (img.size // 3)


def color_histogram__nearest_bin(img, bins=8):
    """You round to the nearest bin number. A bin collects everything from its lower edge up to the
    next one: always round down."""
    img = _picture(img)
    which = np.minimum(np.rint(img.astype(float) * bins / 256).astype(int), bins - 1)
    parts = [np.bincount(which[:, :, c].ravel(), minlength=bins) for c in range(3)]
    return np.concatenate(parts) / (img.size // 3)


def color_histogram__edge_to_the_lower_bin(img, bins=8):
    """A value exactly on an edge goes into the lower bin in your version. With 8 bins, to which
    bin does 32 belong?"""
    img = _picture(img).astype(int)
    which = np.maximum(np.ceil(img * bins / 256).astype(int) - 1, 0)
    parts = [np.bincount(which[:, :, c].ravel(), minlength=bins) for c in range(3)]
    return np.concatenate(parts) / (img.size // 3)


def color_histogram__always_eight(img, bins=8):
    """You always use 8 bins. The argument `bins` says how many are wanted."""
    return _counts(img, 8).ravel() / (_picture(img).size // 3)


def color_histogram__grey(img, bins=8):
    """You average the three channels first and count grey levels. A red and a green picture then
    look alike: each channel needs its own bins."""
    grey = _picture(img).mean(axis=2).astype(int) * bins // 256
    return np.bincount(grey.ravel(), minlength=bins) / grey.size


def color_histogram__joint_bins(img, bins=8):
    """You count combinations of red, green and blue, bins * bins * bins of them. Here each channel
    is counted by itself."""
    which = _picture(img).reshape(-1, 3).astype(int) * bins // 256
    joint = (which[:, 0] * bins + which[:, 1]) * bins + which[:, 2]
    return np.bincount(joint, minlength=bins**3) / len(joint)


def color_histogram__rows_as_channels(img, bins=8):
    """img[0], img[1] and img[2] are the first three rows of pixels. On which axis do the channels
    lie?"""
    img = _picture(img).astype(int)
    parts = [np.bincount((img[c] * bins // 256).ravel(), minlength=bins) for c in range(3)]
    return np.concatenate(parts) / (img.size // 3)


def color_histogram__table(img, bins=8):
    """Your numbers are right but form a table of shape (3, bins). One row of 3 * bins numbers is
    wanted."""
    return _counts(img, bins) / (_picture(img).size // 3)


def color_histogram__tallest_is_one(img, bins=8):
    """You divide by the tallest bin. By what do you divide to get shares of the pixels?"""
    counts = _counts(img, bins)
    return (counts / counts.max(axis=1, keepdims=True)).ravel()


def color_histogram__cumulative(img, bins=8):
    """You add up the bins from dark to light. Each bin should hold only its own pixels."""
    return np.cumsum(_counts(img, bins), axis=1).ravel() / (_picture(img).size // 3)


def color_histogram__no_check(img, bins=8):
    """You read the last axis of whatever comes as channels, and leave wrong shapes to NumPy.
    Compare img.shape with (H, W, 3) first."""
    img = np.asarray(img)
    which = img.astype(int) * bins // 256
    parts = [np.bincount(which[..., c].ravel(), minlength=bins) for c in range(which.shape[-1])]
    return np.concatenate(parts) / (img.size // img.shape[-1])


# hog_cell


def _gradients(gx, gy):
    gx, gy = np.asarray(gx, dtype=float), np.asarray(gy, dtype=float)
    if gx.shape != gy.shape:
        raise ValueError(f"gx {gx.shape} and gy {gy.shape} differ")
    return gx, gy


def _vote(angle, strength, bins, turn=180.0):
    which = (angle * bins / turn).astype(int) % bins
    return np.bincount(which.ravel(), weights=np.ravel(strength), minlength=bins)


def hog_cell__signed(gx, gy, bins=9):
    """You tell a gradient from its opposite and spread the bins over 360 degrees. Directions are
    unsigned here: after which turn does everything repeat?"""
    gx, gy = _gradients(gx, gy)
    return _vote(np.degrees(np.arctan2(gy, gx)) % 360, np.hypot(gx, gy), bins, 360.0)


def hog_cell__radians_as_degrees(gx, gy, bins=9):
    """arctan2 answers in radians, and you use its numbers as degrees. How large can an angle in
    radians be?"""
    gx, gy = _gradients(gx, gy)
    return _vote(np.arctan2(gy, gx) % 180, np.hypot(gx, gy), bins)


def hog_cell__counts_pixels(gx, gy, bins=9):
    """Every pixel has one vote in your version, also a flat one. A strong edge should count more:
    what is the weight of a pixel?"""
    gx, gy = _gradients(gx, gy)
    return _vote(np.degrees(np.arctan2(gy, gx)) % 180, np.ones(gx.shape), bins)


def hog_cell__counts_edges(gx, gy, bins=9):
    """You leave flat pixels out but give all others the same vote. A strong edge should count more
    than a faint one."""
    gx, gy = _gradients(gx, gy)
    strength = (np.hypot(gx, gy) > 0).astype(float)
    return _vote(np.degrees(np.arctan2(gy, gx)) % 180, strength, bins)


def hog_cell__squared_strength(gx, gy, bins=9):
    """You weigh with gx squared plus gy squared. The strength is the square root of that."""
    gx, gy = _gradients(gx, gy)
    return _vote(np.degrees(np.arctan2(gy, gx)) % 180, gx**2 + gy**2, bins)


def hog_cell__sum_as_strength(gx, gy, bins=9):
    """You weigh with |gx| + |gy|. The strength of (3, 4) is 5, not 7."""
    gx, gy = _gradients(gx, gy)
    return _vote(np.degrees(np.arctan2(gy, gx)) % 180, np.abs(gx) + np.abs(gy), bins)


def hog_cell__sideways_strength(gx, gy, bins=9):
    """You weigh with |gx| alone, so a gradient straight down counts nothing. How long is the arrow
    (gx, gy)?"""
    gx, gy = _gradients(gx, gy)
    return _vote(np.degrees(np.arctan2(gy, gx)) % 180, np.abs(gx), bins)


def hog_cell__swapped_arguments(gx, gy, bins=9):
    """You measure the angle from the y axis, so standing and lying edges change places. In which
    order does arctan2 want gx and gy?"""
    gx, gy = _gradients(gx, gy)
    return _vote(np.degrees(np.arctan2(gx, gy)) % 180, np.hypot(gx, gy), bins)


def hog_cell__along_the_edge(gx, gy, bins=9):
    """You bin the direction along the edge, which is 90 degrees off. The direction of the gradient
    is wanted, the one across the edge."""
    gx, gy = _gradients(gx, gy)
    return _vote((np.degrees(np.arctan2(gy, gx)) + 90) % 180, np.hypot(gx, gy), bins)


def hog_cell__mirrored(gx, gy, bins=9):
    """You drop the sign of the angle, so 30 and -30 degrees fall together: edges that rise and
    edges that fall. What should -30 become?"""
    gx, gy = _gradients(gx, gy)
    angle = np.abs(np.degrees(np.arctan2(gy, gx)))
    return _vote(np.where(angle >= 180, 0, angle), np.hypot(gx, gy), bins)


def hog_cell__folded_quotient(gx, gy, bins=9):
    """You take the absolute value of both parts, so only 0 to 90 degrees are left. The signs of gx
    and gy tell whether an edge rises or falls."""
    gx, gy = _gradients(gx, gy)
    return _vote(np.degrees(np.arctan2(np.abs(gy), np.abs(gx))), np.hypot(gx, gy), bins)


def hog_cell__arctan_of_flat_pixels(gx, gy, bins=9):
    """You divide gy by gx. A flat pixel has 0 / 0 there, which is no number and has no bin. Which
    function takes gy and gx without dividing?"""
    gx, gy = _gradients(gx, gy)
    angle = np.degrees(np.arctan(_quotient(gy, gx))) % 180
    if np.isnan(angle).any():
        raise ValueError("cannot convert float NaN to integer")
    return _vote(angle, np.hypot(gx, gy), bins)


def hog_cell__half_turn_in_the_last_bin(gx, gy, bins=9):
    """You add 180 to negative angles but leave 180 itself, which lands in the last bin. It is the
    same direction as 0: to which bin does it belong?"""
    gx, gy = _gradients(gx, gy)
    angle = np.degrees(np.arctan2(gy, gx))
    angle = np.where(angle < 0, angle + 180, angle)
    which = np.minimum((angle * bins / 180).astype(int), bins - 1)
    return np.bincount(which.ravel(), weights=np.hypot(gx, gy).ravel(), minlength=bins)


def hog_cell__half_turn_in_a_bin_of_its_own(gx, gy, bins=9):
    """An angle of exactly 180 degrees gets a bin of its own, one too many. It is the same direction
    as 0."""
    gx, gy = _gradients(gx, gy)
    angle = np.degrees(np.arctan2(gy, gx))
    angle = np.where(angle < 0, angle + 180, angle)
    which = (angle * bins / 180).astype(int)
    return np.bincount(which.ravel(), weights=np.hypot(gx, gy).ravel(), minlength=bins)


def hog_cell__drops_negative_angles(gx, gy, bins=9):
    """Angles below 0 are left out of your histogram. Unsigned means that -30 counts as 150."""
    gx, gy = _gradients(gx, gy)
    angle, strength = np.degrees(np.arctan2(gy, gx)), np.hypot(gx, gy)
    return np.histogram(angle, bins, (0, 180), weights=strength)[0]


def hog_cell__nearest_bin(gx, gy, bins=9):
    """You round to the nearest edge. A bin collects everything from its lower edge up to the next
    one: always round down."""
    gx, gy = _gradients(gx, gy)
    angle = np.degrees(np.arctan2(gy, gx)) % 180
    which = np.rint(angle * bins / 180).astype(int) % bins
    return np.bincount(which.ravel(), weights=np.hypot(gx, gy).ravel(), minlength=bins)


def hog_cell__edge_to_the_lower_bin(gx, gy, bins=9):
    """An angle exactly on an edge goes into the lower bin in your version; the upper one is
    wanted. With 4 bins, to which does 45 belong?"""
    gx, gy = _gradients(gx, gy)
    angle = np.degrees(np.arctan2(gy, gx)) % 180
    which = np.maximum(np.ceil(angle * bins / 180).astype(int) - 1, 0)
    return np.bincount(which.ravel(), weights=np.hypot(gx, gy).ravel(), minlength=bins)


def hog_cell__shared_between_bins(gx, gy, bins=9):
    """You share each pixel between two neighbouring bins. The original paper does so too; here a
    pixel gives its whole strength to one bin."""
    gx, gy = _gradients(gx, gy)
    place = (np.degrees(np.arctan2(gy, gx)) % 180 * bins / 180 - 0.5).ravel()
    low, strength = np.floor(place).astype(int), np.hypot(gx, gy).ravel()
    part = place - low
    below = np.bincount(low % bins, weights=strength * (1 - part), minlength=bins)
    return below + np.bincount((low + 1) % bins, weights=strength * part, minlength=bins)


def hog_cell__rounded_bin_width(gx, gy, bins=9):
    """You round the width of a bin down to whole degrees. For 7 bins that is 25 instead of 25.7:
    edges move, and a bin too many can appear."""
    gx, gy = _gradients(gx, gy)
    which = ((np.degrees(np.arctan2(gy, gx)) % 180) // (180 // bins)).astype(int)
    return np.bincount(which.ravel(), weights=np.hypot(gx, gy).ravel(), minlength=bins)


def hog_cell__always_nine(gx, gy, bins=9):
    """You always use 9 bins. The argument `bins` says how many are wanted."""
    gx, gy = _gradients(gx, gy)
    return _vote(np.degrees(np.arctan2(gy, gx)) % 180, np.hypot(gx, gy), 9)


def hog_cell__sums_to_one(gx, gy, bins=9):
    """You divide by the sum, so a faint edge looks like a strong one. Nothing is normalised
    here."""
    gx, gy = _gradients(gx, gy)
    votes = _vote(np.degrees(np.arctan2(gy, gx)) % 180, np.hypot(gx, gy), bins)
    return votes / votes.sum()


def hog_cell__length_one(gx, gy, bins=9):
    """You scale the histogram to length 1. That step belongs to the whole picture, later; nothing
    is normalised here."""
    gx, gy = _gradients(gx, gy)
    votes = _vote(np.degrees(np.arctan2(gy, gx)) % 180, np.hypot(gx, gy), bins)
    return votes / np.linalg.norm(votes)


def hog_cell__mean_strength(gx, gy, bins=9):
    """You divide by the number of pixels. The bins should sum to the sum of all strengths."""
    gx, gy = _gradients(gx, gy)
    votes = _vote(np.degrees(np.arctan2(gy, gx)) % 180, np.hypot(gx, gy), bins)
    return votes / gx.size


def hog_cell__histogram_of_strengths(gx, gy, bins=9):
    """You sort pixels by how strong their gradient is. The bins stand for directions; the strength
    is what is added to a bin."""
    gx, gy = _gradients(gx, gy)
    return np.histogram(np.hypot(gx, gy), bins)[0].astype(float)


def hog_cell__whole_angles_only(gx, gy, bins=9):
    """You cut the angle to whole degrees with int before you bring it into range, so -0.5 becomes
    0. Keep the decimals until the bin is known."""
    gx, gy = _gradients(gx, gy)
    angle = np.degrees(np.arctan2(gy, gx)).astype(int) % 180
    return _vote(angle.astype(float), np.hypot(gx, gy), bins)


def hog_cell__no_check(gx, gy, bins=9):
    """You let NumPy stretch the smaller array over the larger one. Compare gx.shape with gy.shape
    first, and name both in a ValueError."""
    gx, gy = np.broadcast_arrays(np.asarray(gx, dtype=float), np.asarray(gy, dtype=float))
    return _vote(np.degrees(np.arctan2(gy, gx)) % 180, np.hypot(gx, gy), bins)


# train_val_test_split


def _rows(X, y, n_val, n_test):
    X, y = np.asarray(X), np.asarray(y)
    if len(X) != len(y):
        raise ValueError(f"X {X.shape} and y {y.shape} differ")
    if min(n_val, n_test) < 0 or n_val + n_test > len(X):
        raise ValueError(f"cannot take {n_val} and {n_test} out of {len(X)}")
    return X, y


def _three(X, y, va, te, tr):
    return X[tr], y[tr], X[va], y[va], X[te], y[te]


def train_val_test_split__not_shuffled(X, y, n_val, n_test, rng):
    """You cut the rows in the order in which they came. Where the file is sorted by class, a class
    may be missing from training: shuffle first."""
    X, y = _rows(X, y, n_val, n_test)
    va, te, tr = np.split(np.arange(len(X)), [n_val, n_val + n_test])
    return _three(X, y, va, te, tr)


def train_val_test_split__not_shuffled_training_first(X, y, n_val, n_test, rng):
    """You give the first rows to training and the last to the test, unshuffled. Where the file is
    sorted by class, a class may be missing from training."""
    X, y = _rows(X, y, n_val, n_test)
    m = len(X)
    tr, va, te = np.split(np.arange(m), [m - n_val - n_test, m - n_test])
    return _three(X, y, va, te, tr)


def train_val_test_split__sets_in_old_order(X, y, n_val, n_test, rng):
    """You choose at random, but the rows of each set stand in their old order. Some machines learn
    row after row, and the order matters to them."""
    X, y = _rows(X, y, n_val, n_test)
    va, te, tr = np.split(rng.permutation(len(X)), [n_val, n_val + n_test])
    return _three(X, y, np.sort(va), np.sort(te), np.sort(tr))


def train_val_test_split__training_in_old_order(X, y, n_val, n_test, rng):
    """Your training rows are what is left over, in their old order. The rows of each set should
    come in random order."""
    X, y = _rows(X, y, n_val, n_test)
    va, te, tr = np.split(rng.permutation(len(X)), [n_val, n_val + n_test])
    return _three(X, y, va, te, np.sort(tr))


def train_val_test_split__shuffled_apart(X, y, n_val, n_test, rng):
    """You shuffle X and y separately, and rows lose their labels. One order has to serve both."""
    X, y = _rows(X, y, n_val, n_test)
    cut = [n_val, n_val + n_test]
    va, te, tr = np.split(rng.permutation(len(X)), cut)
    va2, te2, tr2 = np.split(rng.permutation(len(X)), cut)
    return X[tr], y[tr2], X[va], y[va2], X[te], y[te2]


def train_val_test_split__labels_not_shuffled(X, y, n_val, n_test, rng):
    """You shuffle X and leave y in its old order, so rows lose their labels."""
    X, y = _rows(X, y, n_val, n_test)
    cut = [n_val, n_val + n_test]
    va, te, tr = np.split(rng.permutation(len(X)), cut)
    va2, te2, tr2 = np.split(np.arange(len(X)), cut)
    return X[tr], y[tr2], X[va], y[va2], X[te], y[te2]


def train_val_test_split__training_keeps_all(X, y, n_val, n_test, rng):
    """Your training set still holds every row, those of the other two sets too. Then the machine
    has seen the questions of its exam."""
    X, y = _rows(X, y, n_val, n_test)
    order = rng.permutation(len(X))
    va, te, _ = np.split(order, [n_val, n_val + n_test])
    return _three(X, y, va, te, order)


def train_val_test_split__validation_in_training(X, y, n_val, n_test, rng):
    """You keep the test rows apart, but the validation rows are also in the training set. What
    does a choice on rows that were learned tell you?"""
    X, y = _rows(X, y, n_val, n_test)
    te, rest = np.split(rng.permutation(len(X)), [n_test])
    return _three(X, y, rest[:n_val], te, rest)


def train_val_test_split__drawn_twice(X, y, n_val, n_test, rng):
    """You draw the validation and the test rows independently of each other, so some rows can be
    in both. One order, cut into three, makes that impossible."""
    X, y = _rows(X, y, n_val, n_test)
    va = rng.choice(len(X), n_val, replace=False)
    te = rng.choice(len(X), n_test, replace=False)
    left = rng.permutation(np.setdiff1d(np.arange(len(X)), np.concatenate([va, te])))
    return _three(X, y, va, te, left)


def train_val_test_split__with_replacement(X, y, n_val, n_test, rng):
    """You draw row numbers that may come up twice, so some rows are doubled and others are lost.
    A shuffled deck holds every card once."""
    X, y = _rows(X, y, n_val, n_test)
    va, te, tr = np.split(rng.integers(0, len(X), len(X)), [n_val, n_val + n_test])
    return _three(X, y, va, te, tr)


def train_val_test_split__global_chance(X, y, n_val, n_test, rng):
    """You use np.random, the generator that everybody shares, and ignore rng. Nobody can then
    repeat your split."""
    X, y = _rows(X, y, n_val, n_test)
    va, te, tr = np.split(np.random.permutation(len(X)), [n_val, n_val + n_test])
    return _three(X, y, va, te, tr)


def train_val_test_split__own_seed(X, y, n_val, n_test, rng):
    """You make a generator of your own with a fixed seed, and ignore rng: every split is the same.
    Take your chance from the generator that was passed in."""
    X, y = _rows(X, y, n_val, n_test)
    va, te, tr = np.split(np.random.default_rng(0).permutation(len(X)), [n_val, n_val + n_test])
    return _three(X, y, va, te, tr)


def train_val_test_split__sizes_swapped(X, y, n_val, n_test, rng):
    """Your validation and test sets have each other's size, or stand in each other's place. Compare
    the lengths with n_val and n_test."""
    X, y = _rows(X, y, n_val, n_test)
    va, te, tr = np.split(rng.permutation(len(X)), [n_test, n_val + n_test])
    return _three(X, y, va, te, tr)


def train_val_test_split__rows_then_labels(X, y, n_val, n_test, rng):
    """You return the three tables first and then the three lists of labels. Each table is wanted
    together with its labels: Xtr, ytr, Xva, yva, Xte, yte."""
    X, y = _rows(X, y, n_val, n_test)
    va, te, tr = np.split(rng.permutation(len(X)), [n_val, n_val + n_test])
    return X[tr], X[va], X[te], y[tr], y[va], y[te]


def train_val_test_split__training_last(X, y, n_val, n_test, rng):
    """You return validation, test, training. The training set comes first."""
    X, y = _rows(X, y, n_val, n_test)
    va, te, tr = np.split(rng.permutation(len(X)), [n_val, n_val + n_test])
    return X[va], y[va], X[te], y[te], X[tr], y[tr]


def train_val_test_split__no_labels(X, y, n_val, n_test, rng):
    """You return three tables and no labels. Six arrays are wanted: every table with its
    labels."""
    X, y = _rows(X, y, n_val, n_test)
    va, te, tr = np.split(rng.permutation(len(X)), [n_val, n_val + n_test])
    return X[tr], X[va], X[te]


def train_val_test_split__minus_zero(X, y, n_val, n_test, rng):
    """You count from the end with a minus sign. order[-0:] is the whole order, not nothing: what
    happens when a set is to be empty?"""
    X, y = _rows(X, y, n_val, n_test)
    order = rng.permutation(len(X))
    te, rest = order[-n_test:], order[:-n_test]
    return _three(X, y, rest[-n_val:], te, rest[:-n_val])


def train_val_test_split__loses_a_row(X, y, n_val, n_test, rng):
    """One row is in none of your sets. A slice stops before its end, so the -1 is not needed."""
    X, y = _rows(X, y, n_val, n_test)
    va, te, tr = np.split(rng.permutation(len(X)), [n_val, n_val + n_test])
    return _three(X, y, va, te, tr[:-1])


def train_val_test_split__neighbours_overlap(X, y, n_val, n_test, rng):
    """The last validation row is also the first test row. Where one slice stops, the next one
    begins: which index is that?"""
    X, y = _rows(X, y, n_val, n_test)
    order = rng.permutation(len(X))
    start = max(n_val - 1, 0)
    return _three(X, y, order[:n_val], order[start : start + n_test], order[start + n_test :])


def train_val_test_split__shuffles_in_place(X, y, n_val, n_test, rng):
    """You shuffle X itself, the table of whoever called you, and y stays as it was. Shuffle a list
    of row numbers, and leave the data alone."""
    X, y = _rows(X, y, n_val, n_test)
    rng.shuffle(X)
    va, te, tr = np.split(np.arange(len(X)), [n_val, n_val + n_test])
    return _three(X, y, va, te, tr)


def train_val_test_split__shares(X, y, n_val, n_test, rng):
    """You read n_val and n_test as shares of the rows. They are numbers of rows."""
    X, y = _rows(X, y, n_val, n_test)
    m = len(X)
    cut = [min(n_val * m, m), min((n_val + n_test) * m, m)]
    va, te, tr = np.split(rng.permutation(m), cut)
    return _three(X, y, va, te, tr)


def train_val_test_split__flattens_rows(X, y, n_val, n_test, rng):
    """You turn every row into a flat list of numbers. A row that is a picture should stay a
    picture."""
    X, y = _rows(X, y, n_val, n_test)
    X = X.reshape(len(X), -1)
    va, te, tr = np.split(rng.permutation(len(X)), [n_val, n_val + n_test])
    return _three(X, y, va, te, tr)


def train_val_test_split__lengths_not_compared(X, y, n_val, n_test, rng):
    """You do not compare the numbers of rows and labels. With a label missing, which row is
    wrong? Raise a ValueError that names both shapes."""
    X, y = np.asarray(X), np.asarray(y)
    m = min(len(X), len(y))
    _rows(X[:m], y[:m], n_val, n_test)
    va, te, tr = np.split(rng.permutation(m), [n_val, n_val + n_test])
    return _three(X, y, va, te, tr)


def train_val_test_split__takes_what_is_there(X, y, n_val, n_test, rng):
    """When more rows are asked for than there are, you quietly give fewer. Raise a ValueError
    instead, also for a negative number."""
    X, y = _rows(X, y, 0, 0)
    n_val, n_test = max(n_val, 0), max(n_test, 0)
    va, te, tr = np.split(rng.permutation(len(X)), [n_val, n_val + n_test])
    return _three(X, y, va, te, tr)
