"""Lesson 00's reference against Pillow, cmath and plain loops, and the numbers of its prose."""

from __future__ import annotations

import cmath
import math
from types import ModuleType

import numpy as np
import pytest
from PIL import Image
from references import load
from sklearn.neighbors import KNeighborsClassifier, NearestCentroid

from labkit import data, plots

SEEDS = range(6)


@pytest.fixture(scope="module")
def features() -> ModuleType:
    """solutions/nnlab/features.py, found by its path: never the learner's own module."""
    return load("features")


# The functions


@pytest.mark.parametrize("seed", range(20))
def test_concat_agrees_with_a_walk_over_all_indices(features: ModuleType, seed: int) -> None:
    rng = np.random.default_rng(seed)
    feats = [rng.normal(size=rng.integers(1, 4, size=n)) for n in rng.integers(0, 4, size=4)]
    feats.append(rng.integers(0, 256, size=(2, 3), dtype=np.uint8))
    walked = [float(feat[index]) for feat in feats for index in np.ndindex(*feat.shape)]
    got = features.concat_features(feats)
    assert got.dtype == np.float64 and got.tolist() == walked


def test_polar_agrees_with_cmath(features: ModuleType) -> None:
    rng = np.random.default_rng(0)
    grid = [(x, y) for x in range(-3, 4) for y in range(-3, 4)]
    X = np.concatenate([rng.normal(scale=10.0 ** rng.integers(-5, 5), size=(500, 2)), grid])
    expected = [cmath.polar(complex(x, y)) for x, y in X]
    np.testing.assert_allclose(features.cart_to_polar(X), expected, rtol=1e-13)


def test_polar_range_leaves_out_minus_pi(features: ModuleType) -> None:
    X = np.array([[-1.0, -0.0], [-0.0, -0.0], [0.0, -0.0]])
    assert features.cart_to_polar(X).tolist() == [[1.0, math.pi], [0.0, 0.0], [0.0, 0.0]]


@pytest.mark.parametrize("seed", range(10))
def test_histogram_agrees_with_pillow(features: ModuleType, seed: int) -> None:
    """Pillow counts each of the 256 values; the bins are then filled by exact comparison."""
    rng = np.random.default_rng(seed)
    img = rng.integers(0, 256, size=(*rng.integers(1, 40, size=2), 3), dtype=np.uint8)
    counts = np.reshape(Image.fromarray(img).histogram(), (3, 256))
    for bins in [*range(1, 20), 51, 64, 85, 100, 128, 255, 256]:
        expected = np.zeros((3, bins))
        for value in range(256):
            k = next(k for k in range(bins) if k * 256 <= value * bins < (k + 1) * 256)
            expected[:, k] += counts[:, value]
        got = features.color_histogram(img, bins)
        np.testing.assert_allclose(got, expected.ravel() / (img.size // 3), rtol=1e-13)


@pytest.mark.parametrize("seed", range(10))
def test_hog_cell_agrees_with_a_loop(features: ModuleType, seed: int) -> None:
    rng = np.random.default_rng(seed)
    whole = rng.integers(-3, 4, size=(2, 6, 7))
    for gx, gy in (rng.normal(size=(2, 5, 4)), whole):
        for bins in (1, 2, 4, 7, 9, 18):
            expected = [0.0] * bins
            for x, y in zip(gx.ravel().tolist(), gy.ravel().tolist(), strict=True):
                angle = math.degrees(math.atan2(y, x))
                while angle < 0:
                    angle += 180
                while angle >= 180:
                    angle -= 180
                k = max(k for k in range(bins) if k * (180 / bins) <= angle)
                expected[k] += math.sqrt(x * x + y * y)
            np.testing.assert_allclose(features.hog_cell(gx, gy, bins), expected, atol=1e-12)


def test_hog_cell_survives_an_angle_a_hair_below_zero(features: ModuleType) -> None:
    got = features.hog_cell(np.array([[1.0]]), np.array([[-1e-20]]))
    assert got.shape == (9,) and got.sum() == 1.0


def test_split_is_uniform(features: ModuleType) -> None:
    """Over many splits each of 10 rows is in each set, and in each place, about equally often."""
    rng, m, rounds = np.random.default_rng(0), 10, 4000
    places = np.zeros((m, m))
    for _ in range(rounds):
        X = np.arange(m)
        Xtr, ytr, Xva, yva, Xte, yte = features.train_val_test_split(X, X, 3, 2, rng)
        rows = np.concatenate([Xtr, Xva, Xte])
        assert np.array_equal(rows, np.concatenate([ytr, yva, yte]))
        places[np.arange(m), rows] += 1
    chi_squared = ((places - rounds / m) ** 2 / (rounds / m)).sum()
    assert chi_squared < 81 + 5 * math.sqrt(2 * 81)  # 81 degrees of freedom


# The numbers of the prose


@pytest.fixture(scope="module")
def images() -> np.ndarray:
    return np.pad(data.digits().x.reshape(-1, 8, 8), ((0, 0), (2, 2), (2, 2)))


def test_prose_by_hand(features: ModuleType) -> None:
    assert 256**3 == 16_777_216 and (200 + 100) % 256 == 44
    assert round(math.degrees(math.atan2(4, 3)), 1) == 53.1
    assert round(math.degrees(math.atan2(-4, -3)), 1) == -126.9
    assert 3 * 8 + 4 * 4 * 9 == 168 and 32 * 48 * 3 == 4608 and 48 * 64 * 3 == 9216
    img = np.array([[[255, 0, 200], [200, 10, 140]], [[0, 128, 0], [0, 127, 90]]], dtype=np.uint8)
    assert features.color_histogram(img, 2).tolist() == [0.5, 0.5, 0.75, 0.25, 0.5, 0.5]
    votes = [
        features.hog_cell(np.array([[x]]), np.array([[y]])).argmax()
        for x, y in ((6, 8), (0, -2), (-1, 0), (-1, 1))
    ]
    assert votes == [2, 4, 0, 6]


def test_prose_the_slipped_3(images: np.ndarray) -> None:
    labels = data.digits().y
    assert (labels[3], labels[1058]) == (3, 9)
    gaps = np.linalg.norm((images - images[3]).reshape(len(images), -1), axis=1)
    own = np.linalg.norm(np.roll(images[3], 1, axis=1) - images[3])
    assert gaps[1058] < 0.6 * own
    assert (gaps < own)[labels != 3].sum() == 621
    assert gaps[labels != 3].min() == gaps[1058]


def test_prose_frog(features: ModuleType) -> None:
    scenes = {
        "first": plots.meadow(),
        "moved": plots.meadow(frog=(22, 42)),
        "evening": plots.meadow(light=0.45),
        "leaves": plots.meadow(leaves=True),
        "none": plots.meadow(frog=None),
    }
    assert all(s.shape == (48, 64, 3) and s.dtype == np.uint8 for s in scenes.values())
    assert scenes["first"].size == 9216
    first = scenes["first"].astype(float)
    pixels = {name: np.abs(scene - first).mean() for name, scene in scenes.items()}
    bars = {name: features.color_histogram(scene) for name, scene in scenes.items()}
    colours = {name: np.abs(bar - bars["first"]).sum() for name, bar in bars.items()}
    assert pixels["none"] < pixels["moved"] < pixels["evening"]
    assert 0 < colours["moved"] < 0.05 * colours["none"]
    assert colours["none"] < colours["leaves"] < colours["evening"]


def hog(features: ModuleType, pictures: np.ndarray, cell: int, bins: int) -> np.ndarray:
    gy, gx = np.gradient(pictures, axis=(1, 2))
    starts = range(0, 12, cell)
    rows = [
        np.concatenate(
            [
                features.hog_cell(
                    a[r : r + cell, c : c + cell], b[r : r + cell, c : c + cell], bins
                )
                for r in starts
                for c in starts
            ]
        )
        for a, b in zip(gx, gy, strict=True)
    ]
    return np.array(rows) / np.linalg.norm(rows, axis=1, keepdims=True)


def moved(pictures: np.ndarray) -> np.ndarray:
    result = pictures.copy()
    for i, step in enumerate([(0, 1), (1, 0), (0, -1), (-1, 0)]):
        result[i::4] = np.roll(pictures[i::4], step, axis=(1, 2))
    return result


def test_prose_hog_of_the_slipped_3(features: ModuleType, images: np.ndarray) -> None:
    vectors, labels = hog(features, images, 3, 9), data.digits().y
    slipped = hog(features, np.roll(images[3], 1, axis=1)[None], 3, 9)
    own = np.linalg.norm(slipped - vectors[3])
    assert (np.linalg.norm(vectors - vectors[3], axis=1) < own)[labels != 3].sum() == 0


CHOICES = [(cell, bins) for cell in (2, 4, 6) for bins in (4, 9)]


def flat(pictures: np.ndarray) -> np.ndarray:
    return pictures.reshape(len(pictures), -1)


@pytest.fixture(scope="module")
def edges_of_all(features: ModuleType, images: np.ndarray) -> dict[tuple[int, int], np.ndarray]:
    """The HoG of every digit as written, for every choice of the lesson."""
    return {choice: hog(features, images, *choice) for choice in CHOICES}


@pytest.mark.filterwarnings("ignore:self.within_class_std_dev_", "ignore:.*encountered in divide")
@pytest.mark.parametrize("seed", SEEDS)
def test_prose_experiment_for_any_split(
    features: ModuleType, images: np.ndarray, edges_of_all: dict, seed: int
) -> None:
    """What the prose says of the experiment holds for every way to deal the rows out."""
    labels, numbers = data.digits().y, np.arange(1797)
    rng = np.random.default_rng(seed)
    tr, ytr, va, yva, te, yte = features.train_val_test_split(numbers, labels, 360, 360, rng)
    assert [len(rows) for rows in (tr, va, te)] == [1077, 360, 360]

    def machine(rows: np.ndarray, y: np.ndarray):
        return NearestCentroid().fit(rows, y)

    on_moved, as_written = {}, {}
    for choice, edges in edges_of_all.items():
        templates = machine(edges[tr], ytr)
        as_written[choice] = templates.score(edges[va], yva)
        on_moved[choice] = templates.score(hog(features, moved(images[va]), *choice), yva)
    assert max(on_moved, key=on_moved.get) == (6, 9)
    assert max(as_written, key=as_written.get)[0] == 2

    both, y, Xte = np.concatenate([tr, va]), np.concatenate([ytr, yva]), images[te]
    assert len(both) == 1437
    pixels, edges = machine(flat(images[both]), y), machine(edges_of_all[6, 9][both], y)
    conditions = (Xte, moved(Xte), 0.4 * Xte + 4, np.maximum(Xte, np.tile([0, 8], 6)))
    by_pixels = [pixels.score(flat(pictures), yte) for pictures in conditions]
    by_edges = [edges.score(hog(features, pictures, 6, 9), yte) for pictures in conditions]
    assert 0.85 < by_pixels[0] < 0.95 and by_edges[0] - 0.02 < by_pixels[0] < by_edges[0] + 0.09
    assert 0.35 < by_pixels[1] < 0.46 and 0.70 < by_edges[1] < 0.83
    assert 0.02 < by_pixels[0] - by_pixels[2] < 0.11 and by_edges[2] == by_edges[0]
    assert by_pixels[3] > by_pixels[0] - 0.06 and by_edges[3] < 0.16

    nearest, new = KNeighborsClassifier(1), flat(moved(images[va]))
    alone = nearest.fit(flat(images[tr]), ytr).score(new, yva)
    steps = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]
    copies = np.concatenate([np.roll(images[tr], step, axis=(1, 2)) for step in steps])
    taught = nearest.fit(flat(copies), np.tile(ytr, 9)).score(new, yva)
    assert 0.5 < alone < 0.75 and taught > 0.96


@pytest.mark.filterwarnings("ignore:self.within_class_std_dev_", "ignore:.*encountered in divide")
def test_prose_more_examples_make_better_templates(images: np.ndarray) -> None:
    """Templates made from 1000 digits beat those made from 20, as the lesson says of learning."""
    rows, labels = images.reshape(len(images), -1), data.digits().y
    for seed in SEEDS:
        order = np.random.default_rng(seed).permutation(len(rows))
        few, many, rest = order[:20], order[:1000], order[1000:]
        scores = [
            NearestCentroid().fit(rows[part], labels[part]).score(rows[rest], labels[rest])
            for part in (few, many)
        ]
        assert scores[0] + 0.1 < scores[1]


def test_prose_rings(features: ModuleType) -> None:
    rng = np.random.default_rng(0)
    kind = np.repeat([0, 1], 100)
    radius = np.where(kind == 1, 3.0, 1.5) + rng.normal(0, 0.3, 200)
    angle = rng.uniform(-np.pi, np.pi, 200)
    rings = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    polar = features.cart_to_polar(rings)
    assert polar[kind == 0, 0].max() < polar[kind == 1, 0].min()
    shares = [
        ((direction @ part.T > cut) == (rings[:, 0] > 0)).mean()
        for part in [polar]
        for turn in np.radians(range(0, 360, 3))
        for direction in [np.array([np.cos(turn), np.sin(turn)])]
        for cut in direction @ part.T
    ]
    assert 0.7 < max(shares) < 0.8


def test_prose_claim_h() -> None:
    """The flat line is bad on both and has no gap; the curve of degree 14 has one."""
    rng, x = np.random.default_rng(5), np.linspace(-1, 1, 20)
    seen, new = np.sin(3 * x) + rng.normal(0, 0.3, size=(2, 20))
    errors = {}
    for degree in (0, 3, 14):
        curve = np.polynomial.Polynomial.fit(x, seen, degree)(x)
        errors[degree] = np.array([((curve - points) ** 2).mean() for points in (seen, new)])
    assert abs(errors[0][1] - errors[0][0]) < 0.05 and errors[0].min() > 0.4
    assert max(errors[3]) < 0.1 < errors[14][1] and errors[14][0] < 0.02
