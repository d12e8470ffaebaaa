"""The data sets: what they hold, where they come from, and what is said where they cannot be had.

Nothing is downloaded: the mirrors of these tests are servers on this machine. MNIST's real files
are used where they lie in ../shared/data/mnist, and small made-up ones everywhere else.
"""

import gzip
import hashlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from labkit import data

REAL = Path(__file__).parents[3] / "shared" / "data"


def idx(array: np.ndarray) -> bytes:
    """An array of uint8 in IDX format, gzipped."""
    header = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes()
    return gzip.compress(header + array.tobytes())


def made_up(m_train: int = 12, m_test: int = 5) -> dict[str, bytes]:
    """Four small files in the format of MNIST."""
    rng = np.random.default_rng(0)
    contents = []
    for m in (m_train, m_test):
        contents.append(idx(rng.integers(0, 256, (m, 28, 28), dtype=np.uint8)))
        contents.append(idx(rng.integers(0, 10, m, dtype=np.uint8)))
    return dict(zip(data.NAMES, contents, strict=True))


def archive_of(files: dict[str, bytes], *mirrors: str) -> data.Archive:
    sums = {name: f"sha256:{hashlib.sha256(file).hexdigest()}" for name, file in files.items()}
    return replace(data.MNIST, mirrors=mirrors, checksums=sums)


def put(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Neither this machine's cache nor its settings: the folder that pooch is told of."""
    monkeypatch.delenv(data.VARIABLE, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr("pooch.os_cache", lambda name: tmp_path / "cache" / name)
    return tmp_path / "cache" / "nnlab" / "mnist"


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[Callable[[str, dict[str, bytes]], tuple[str, list[str]]]]:
    """`mirror(name, files)` serves files on loopback; returns its address and what is asked."""
    servers = []

    def start(name: str, files: dict[str, bytes]) -> tuple[str, list[str]]:
        asked: list[str] = []

        class Handler(SimpleHTTPRequestHandler):
            def log_message(self, form: str, *arguments: object) -> None:
                asked.append(self.path.lstrip("/"))

        folder = put(tmp_path / name, files)
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/", asked

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


# What is there


def test_digits_and_iris_ship_with_the_course() -> None:
    for found, shape in ((data.digits(), (1797, 64)), (data.iris(), (150, 4))):
        assert found.x.shape == shape and found.x.dtype == np.float64
        assert found.y.shape == shape[:1] and found.y.dtype == np.int64
        assert "CC BY 4.0" in found.credit


def test_mnist_from_files_that_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: list[str]
) -> None:
    if (REAL / "mnist").is_dir():
        say.append("data: MNIST's real files, with their official checksums")
        folder, shape, test_shape = REAL, (60_000, 784), (10_000, 784)
    else:
        say.append("data: made-up files in place of MNIST's")
        files = made_up()
        monkeypatch.setattr(data, "MNIST", archive_of(files))
        folder, shape, test_shape = tmp_path, (12, 784), (5, 784)
        put(tmp_path / "mnist", files)
    monkeypatch.setenv(data.VARIABLE, str(folder))
    mnist = data.mnist()
    assert mnist.x_train.shape == shape and mnist.x_test.shape == test_shape
    assert mnist.x_train.dtype == mnist.x_test.dtype == np.uint8
    assert mnist.y_train.shape == shape[:1] and mnist.y_test.shape == test_shape[:1]
    assert mnist.y_train.dtype == mnist.y_test.dtype == np.int64
    assert set(mnist.y_train) <= set(range(10))
    assert "CC BY-SA 3.0" in mnist.credit
    if folder == REAL:
        # Facts that anybody can look up: the first labels, how many of each digit, mean ink.
        assert mnist.y_train[:5].tolist() == [5, 0, 4, 1, 9]
        assert mnist.y_test[:5].tolist() == [7, 2, 1, 0, 4]
        counts = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
        assert np.bincount(mnist.y_train).tolist() == counts
        assert mnist.x_train.mean() / 255 == pytest.approx(0.1307, abs=5e-5)
        first = mnist.x_train[0].reshape(28, 28)
        assert not first[:5].any() and not first[25:].any()  # a 5, upright, in the middle


def test_the_files_may_lie_in_the_named_folder_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = made_up()
    monkeypatch.setattr(data, "MNIST", archive_of(files))
    monkeypatch.setenv(data.VARIABLE, str(put(tmp_path / "mine", files)))
    assert data.mnist().x_train.shape == (12, 784)


def test_the_two_archives_do_not_get_in_each_others_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digits, clothes = made_up(12), made_up(7)
    monkeypatch.setattr(data, "MNIST", archive_of(digits))
    fashion = replace(archive_of(clothes), folder="fashion_mnist", title="Fashion-MNIST")
    monkeypatch.setattr(data, "FASHION_MNIST", fashion)
    put(tmp_path / "mnist", digits)
    put(tmp_path / "fashion_mnist", clothes)
    monkeypatch.setenv(data.VARIABLE, str(tmp_path))
    assert len(data.mnist().x_train) == 12
    found = data.fashion_mnist()
    assert len(found.x_train) == 7 and len(found.target_names) == 10 and "MIT" in found.credit
    # The same names, but the wrong files: the checksum tells.
    put(tmp_path / "fashion_mnist", digits)
    with pytest.raises(data.DataError, match=r"fashion_mnist.*not the file of Fashion-MNIST"):
        data.fashion_mnist()


def test_a_missing_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = made_up()
    monkeypatch.setattr(data, "MNIST", archive_of(files))
    folder = put(tmp_path / "mnist", files)
    (folder / data.NAMES[3]).unlink()
    monkeypatch.setenv(data.VARIABLE, str(tmp_path))
    with pytest.raises(data.DataError) as error:
        data.mnist()
    assert str(folder / data.NAMES[3]) in str(error.value) and "NNLAB_DATA" in str(error.value)


# What is downloaded


def test_the_second_mirror_helps_out(mirror, monkeypatch, own_cache: Path) -> None:
    files = made_up()
    first, asked_first = mirror("first", {data.NAMES[0]: files[data.NAMES[0]]})
    second, asked_second = mirror("second", files)
    monkeypatch.setattr(data, "MNIST", archive_of(files, first, second))
    assert data.mnist().x_test.shape == (5, 784)
    assert set(asked_first) == set(data.NAMES) and set(asked_second) == set(data.NAMES[1:])
    assert {path.name for path in own_cache.iterdir()} == set(data.NAMES)
    asked_first.clear(), asked_second.clear()
    data.mnist()
    assert not asked_first and not asked_second  # they are kept


def test_a_file_with_another_checksum_is_not_taken(mirror, monkeypatch, own_cache: Path) -> None:
    files = made_up()
    bad, _ = mirror("bad", made_up(3))
    good, _ = mirror("good", files)
    monkeypatch.setattr(data, "MNIST", archive_of(files, bad, good))
    assert len(data.mnist().x_train) == 12
    monkeypatch.setattr(data, "MNIST", archive_of(files, bad))
    damaged = own_cache / data.NAMES[0]
    damaged.write_bytes(b"damaged")
    with pytest.raises(data.DataError, match="another checksum"):
        data.mnist()
    monkeypatch.setattr(data, "MNIST", archive_of(files, bad, good))
    assert len(data.mnist().x_train) == 12  # a damaged file in the cache is fetched again


def test_offline_it_says_what_to_do(monkeypatch, own_cache: Path) -> None:
    # Port 9 discards; nothing listens there.
    monkeypatch.setattr(data, "MNIST", archive_of(made_up(), "http://127.0.0.1:9/"))
    with pytest.raises(data.DataError) as error:
        data.mnist()
    message = str(error.value)
    assert all(name in message for name in data.NAMES)
    assert "NNLAB_DATA=DIR" in message and str(own_cache) in message
    assert "http://127.0.0.1:9/" in message and "no connection" in message


def test_a_server_that_refuses_is_named_with_its_answer(mirror, monkeypatch) -> None:
    address, _ = mirror("empty", {})
    monkeypatch.setattr(data, "MNIST", archive_of(made_up(), address))
    with pytest.raises(data.DataError, match=f"{address}: the server answers 404"):
        data.mnist()


def test_the_archives_are_complete() -> None:
    for archive in (data.MNIST, data.FASHION_MNIST):
        assert len(archive.mirrors) == 2 and tuple(archive.checksums) == data.NAMES
        for mirror in archive.mirrors:
            assert mirror.startswith("http") and mirror.endswith("/")
    assert data.MNIST.folder != data.FASHION_MNIST.folder


# What is in a file

IMAGES = np.arange(3 * 28 * 28, dtype=np.uint8).reshape(3, 28, 28)
PLAIN = gzip.decompress(idx(IMAGES))


def test_idx_is_read_as_it_is_defined(tmp_path: Path) -> None:
    path = tmp_path / "images.gz"
    path.write_bytes(idx(IMAGES))
    assert np.array_equal(data.read_idx(path, axes=3), IMAGES)
    path.write_bytes(idx(np.array([7, 0, 255], dtype=np.uint8)))
    assert data.read_idx(path, axes=1).tolist() == [7, 0, 255]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (gzip.compress(PLAIN[:-1]), "cut off: 2,351 bytes, 2,352"),
        (gzip.compress(PLAIN + b"\0"), "too long"),
        (gzip.compress(PLAIN[:10]), "within its header"),
        (gzip.compress(b"\0\0\x08\x01" + PLAIN[4:]), "begins with 00 00 08 01"),
        (gzip.compress(b"\0\0\x0d\x03" + PLAIN[4:]), "begins with 00 00 0d 03"),
        (gzip.compress(b""), "begins with nothing"),
        (idx(IMAGES)[:-20], "damaged"),
        (PLAIN, "not gzipped"),
        (b"<html>404</html>", "not gzipped"),
        (idx(IMAGES)[:40] + b"\xff" * 20 + idx(IMAGES)[60:], "damaged"),
        (gzip.compress(b"\0\0\x08\x03" + b"\xff" * 12 + b"\0"), "cut off: 1 bytes"),
    ],
    ids=range(11),
)
def test_a_file_that_is_no_idx_is_refused_by_name(
    content: bytes, words: str, tmp_path: Path
) -> None:
    path = tmp_path / "some-images.gz"
    path.write_bytes(content)
    with pytest.raises(data.DataError, match=words) as error:
        data.read_idx(path, axes=3)
    assert str(path) in str(error.value)


@pytest.mark.parametrize(
    ("name", "array", "words"),
    [
        (data.NAMES[0], np.zeros((12, 28, 27), np.uint8), r"shape \(28, 27\)"),
        (data.NAMES[1], np.zeros(11, np.uint8), "12 images, but .* 11 labels"),
        (data.NAMES[3], np.full(5, 10, np.uint8), "the label 10"),
    ],
)
def test_files_that_do_not_belong_together(
    name: str, array: np.ndarray, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = made_up() | {name: idx(array)}
    monkeypatch.setattr(data, "MNIST", archive_of(files))
    put(tmp_path / "mnist", files)
    monkeypatch.setenv(data.VARIABLE, str(tmp_path))
    with pytest.raises(data.DataError, match=words) as error:
        data.mnist()
    assert name in str(error.value)
