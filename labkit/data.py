"""Data sets: two small ones that ship with the course, two larger ones that are fetched once.

`iris` and `digits` need no network. `mnist` and `fashion_mnist` are downloaded on the first call,
compared with their official checksums, and kept; `NNLAB_DATA=DIR` points to files already there.
Every loader gives the source and licence of the data in `credit`; lessons print that line
wherever they use the data.
"""

from __future__ import annotations

import gzip
import math
import os
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

FOLDER = Path(__file__).parent / "data_files"
VARIABLE = "NNLAB_DATA"
SECONDS = 30  # without a word from a mirror, before the next one is tried


class Dataset(NamedTuple):
    """Rows, labels, and what they mean."""

    x: np.ndarray  # (m, n) float64, one example per row
    y: np.ndarray  # (m,) int64 labels 0 ... K-1
    feature_names: tuple[str, ...]  # n names, with units
    target_names: tuple[str, ...]  # K names
    credit: str  # source and licence


def iris() -> Dataset:
    """150 iris flowers of three species, 50 each, measured in centimetres.

    Rows 0-49 are setosa, 50-99 versicolor, 100-149 virginica.
    """
    x, y = _load("iris")
    return Dataset(
        # Stored in single precision; the measurements themselves have one decimal.
        x=np.round(x.astype(np.float64), 1),
        y=y.astype(np.int64),
        feature_names=(
            "sepal length (cm)",
            "sepal width (cm)",
            "petal length (cm)",
            "petal width (cm)",
        ),
        target_names=("setosa", "versicolor", "virginica"),
        credit=(
            "Iris: measured by E. Anderson, published by R. A. Fisher (1936). "
            "UCI Machine Learning Repository, doi:10.24432/C56C76, CC BY 4.0."
        ),
    )


def digits() -> Dataset:
    """1797 handwritten digits, 8 x 8 pixels in one row of 64, ink from 0 (none) to 16."""
    x, y = _load("digits")
    return Dataset(
        x=x.astype(np.float64),
        y=y.astype(np.int64),
        feature_names=tuple(f"pixel {row},{column}" for row in range(8) for column in range(8)),
        target_names=tuple("0123456789"),
        credit=(
            "Digits: E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits (1998), "
            "test part. UCI Machine Learning Repository, doi:10.24432/C50P49, CC BY 4.0."
        ),
    )


def _load(name: str) -> tuple[np.ndarray, np.ndarray]:
    with np.load(FOLDER / f"{name}.npz", allow_pickle=False) as stored:
        return stored["x"], stored["y"]


class ImageDataset(NamedTuple):
    """Images and labels, in the two parts in which they were published."""

    x_train: np.ndarray  # (m, 784) uint8, one image of 28 x 28 pixels per row, 0 to 255
    y_train: np.ndarray  # (m,) int64 labels 0 ... 9
    x_test: np.ndarray
    y_test: np.ndarray
    target_names: tuple[str, ...]
    credit: str  # source and licence


class DataError(Exception):
    """Data that cannot be had, or a file that is not what it should be; says what to do."""


@dataclass(frozen=True)
class Archive:
    """Where four files can be had, and how to tell that they are the right ones."""

    title: str
    folder: str  # the two archives use the same file names: each has a folder of its own
    mirrors: tuple[str, ...]  # tried in this order
    checksums: dict[str, str]  # train images, train labels, test images, test labels


NAMES = (
    "train-images-idx3-ubyte.gz",
    "train-labels-idx1-ubyte.gz",
    "t10k-images-idx3-ubyte.gz",
    "t10k-labels-idx1-ubyte.gz",
)

MNIST = Archive(
    title="MNIST",
    folder="mnist",
    mirrors=(
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ),
    checksums=dict(
        zip(
            NAMES,
            (
                "sha256:440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
                "sha256:3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
                "sha256:8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
                "sha256:f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
            ),
            strict=True,
        )
    ),
)

FASHION_MNIST = Archive(
    title="Fashion-MNIST",
    folder="fashion_mnist",
    mirrors=(
        "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    ),
    checksums=dict(
        zip(
            NAMES,
            (
                "md5:8d4fb7e6c68d591d4c3dfef9ec88bf0d",
                "md5:25c81989df183df01b3e8a0aad5dffbe",
                "md5:bef4ecab320f06d8554ea6380940ec79",
                "md5:bb300cfdad3c16e7a12a480ee83cd310",
            ),
            strict=True,
        )
    ),
)


def mnist() -> ImageDataset:
    """60,000 handwritten digits to train with and 10,000 to test with, 28 x 28 pixels each.

    The first call downloads 11 MB. Raises DataError where that fails; its message says which
    files to put where.
    """
    return ImageDataset(
        *_load_images(MNIST),
        target_names=tuple("0123456789"),
        credit=(
            "MNIST: Y. LeCun, C. Cortes and C. J. C. Burges (1998), made from NIST's special "
            "databases 1 and 3. CC BY-SA 3.0."
        ),
    )


def fashion_mnist() -> ImageDataset:
    """70,000 small photographs of ten kinds of clothing, in the format of MNIST.

    The first call downloads 30 MB. Raises DataError where that fails; its message says which
    files to put where.
    """
    return ImageDataset(
        *_load_images(FASHION_MNIST),
        target_names=(
            "T-shirt/top",
            "trouser",
            "pullover",
            "dress",
            "coat",
            "sandal",
            "shirt",
            "sneaker",
            "bag",
            "ankle boot",
        ),
        credit=(
            "Fashion-MNIST: H. Xiao, K. Rasul and R. Vollgraf (2017), Zalando Research. "
            "MIT licence."
        ),
    )


def _load_images(archive: Archive) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Train images, train labels, test images, test labels of an archive, fetched if need be."""
    paths = _given_files(archive) if os.environ.get(VARIABLE) else _fetched_files(archive)
    return *_read_pair(*paths[:2]), *_read_pair(*paths[2:])


def _given_files(archive: Archive) -> list[Path]:
    """The files that NNLAB_DATA promises, in its subfolder for this archive or in itself."""
    import pooch  # here, so that nobody waits for it who does not need it

    given = Path(os.environ[VARIABLE]).expanduser()
    flat = all((given / name).is_file() for name in archive.checksums)
    folder = given if flat else given / archive.folder
    for name, checksum in archive.checksums.items():
        path = folder / name
        if not path.is_file():
            raise DataError(
                f"{VARIABLE} is {given}, but there is no file {path}.\n"
                f"Unset {VARIABLE} to download {archive.title}, or put there:\n"
                f"{_list(archive)}"
            )
        method, _, expected = checksum.partition(":")
        if pooch.file_hash(str(path), alg=method) != expected:
            raise DataError(
                f"{path} is not the file of {archive.title} that goes by this name: "
                f"its {method} checksum is not {expected}."
            )
    return [folder / name for name in archive.checksums]


def _fetched_files(archive: Archive) -> list[Path]:
    """The files in pooch's cache; what is missing or damaged there is downloaded first."""
    import pooch

    pooch.get_logger().setLevel("WARNING")
    folder = Path(pooch.os_cache("nnlab")) / archive.folder
    return [_fetched(archive, name, folder) for name in archive.checksums]


def _fetched(archive: Archive, name: str, folder: Path) -> Path:
    """One file, from the first mirror that has it. Raises DataError where none does."""
    import pooch

    downloader = pooch.HTTPDownloader(progressbar=True, timeout=SECONDS)
    reasons = []
    for mirror in archive.mirrors:
        try:
            path = pooch.retrieve(
                mirror + name, archive.checksums[name], name, folder, downloader=downloader
            )
        except ValueError:  # pooch's word for it, and it keeps nothing
            reasons.append(f"  {mirror}: the file there has another checksum")
        except OSError as error:  # no network, no such file, a disk that is full
            reasons.append(f"  {mirror}: {_in_short(error)}")
        else:
            return Path(path)
    raise DataError(
        f"{archive.title} could not be downloaded ({name}):\n"
        + "\n".join(reasons)
        + "\nWith a network, call again. Without one, bring these files from elsewhere:\n"
        + f"{_list(archive)}\n"
        + f"Put them into {folder},\n"
        + f"or into a folder DIR/{archive.folder} of your own, and set {VARIABLE}=DIR "
        + f"(in a notebook: %env {VARIABLE}=DIR)."
    )


def _list(archive: Archive) -> str:
    return "\n".join(f"  {name}" for name in archive.checksums)


def _in_short(error: OSError) -> str:
    """What went wrong, without the object addresses and nested causes that requests prints."""
    from requests import RequestException

    if not isinstance(error, RequestException):
        return str(error)
    if error.response is not None:
        return f"the server answers {error.response.status_code}"
    return f"no connection ({type(error).__name__})"


def _read_pair(images: Path, labels: Path) -> tuple[np.ndarray, np.ndarray]:
    """Images as rows and their labels, from the two files that belong together."""
    x, y = read_idx(images, axes=3), read_idx(labels, axes=1)
    if x.shape[1:] != (28, 28):
        raise DataError(f"{images} holds images of shape {x.shape[1:]}, not (28, 28).")
    if len(x) != len(y):
        raise DataError(f"{images} holds {len(x)} images, but {labels} {len(y)} labels.")
    if y.max(initial=0) > 9:
        raise DataError(f"{labels} holds the label {y.max()}; labels are 0 to 9.")
    return x.reshape(len(x), 28 * 28), y.astype(np.int64)


def read_idx(path: Path, axes: int) -> np.ndarray:
    """The bytes of a gzipped IDX file as an array of uint8 with this many axes.

    IDX is two zero bytes, 8 for the type uint8, the number of axes, the length of each axis as a
    big-endian 32-bit number, and then the entries in C order. Raises DataError, naming the file,
    for anything else.
    """
    try:
        with gzip.open(path) as file:
            magic = file.read(4)
            if magic != bytes([0, 0, 8, axes]):
                raise DataError(
                    f"{path} is no IDX file of bytes with {axes} axes: it begins with "
                    f"{magic.hex(' ') or 'nothing'}, not with 00 00 08 {axes:02x}."
                )
            header = file.read(4 * axes)
            if len(header) < 4 * axes:
                raise DataError(f"{path} ends within its header.")
            shape = tuple(int(n) for n in np.frombuffer(header, ">u4"))
            content = file.read()
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise DataError(f"{path} is damaged or not gzipped: {error}.") from error
    size = math.prod(shape)
    if len(content) != size:
        fault = "cut off" if len(content) < size else "too long"
        raise DataError(f"{path} is {fault}: {len(content):,} bytes, {size:,} for {shape}.")
    return np.frombuffer(content, np.uint8).reshape(shape)
