"""Zip files that somebody else made: opened with caps, refused with a reason, never extracted.

Nothing is written to a path that an archive names. What is wanted is read by name, with a limit
of its own; an archive with an absolute path, a `..`, a symbolic link, a password or contents out
of all proportion is refused as a whole.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

ENTRY = b"PK\x01\x02"  # begins each entry of the table of contents
KNOWN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others unpack without a limit
SMALL = 2**20  # bytes; below it, how well an archive is compressed does not matter
JUNK = ("__MACOSX", ".ipynb_checkpoints", ".DS_Store")


@dataclass(frozen=True)
class Limits:
    """How large an archive may be."""

    packed: int | None  # bytes of the archive; None for a file on disk that is read piecewise
    members: int
    unpacked: int | None
    ratio: int | None  # unpacked to packed


MEGABYTE = 2**20
SUBMISSION = Limits(32 * MEGABYTE, 2000, 128 * MEGABYTE, 200)
RELEASE = Limits(256 * MEGABYTE, 5000, 512 * MEGABYTE, 200)
EXPORT = Limits(None, 200_000, None, None)  # made by the LMS; what is in it has limits of its own


class Unsafe(Exception):
    """An archive that is not taken; the message says why."""


class Archive:
    """A zip file, from its bytes or from a file on disk. Use it in a `with`."""

    def __init__(self, content: bytes | BinaryIO, limits: Limits) -> None:
        """Raises Unsafe where it is no zip file, or one that nobody makes in good faith."""
        if isinstance(content, bytes):
            if limits.packed is not None and len(content) > limits.packed:
                raise Unsafe(f"it has {len(content):,} bytes; the limit is {limits.packed:,}")
            if content.count(ENTRY) > 2 * limits.members:  # before a million entries are built
                raise Unsafe(f"it holds over {limits.members:,} files")
            content = io.BytesIO(content)
        try:
            self._zip = zipfile.ZipFile(content)
            infos = self._zip.infolist()
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
            raise Unsafe(f"it is not a zip file that can be read ({error})") from error
        if len(infos) > limits.members:
            raise Unsafe(f"it holds {len(infos):,} files; the limit is {limits.members:,}")
        packed = sum(info.compress_size for info in infos)
        unpacked = sum(info.file_size for info in infos)
        if limits.unpacked is not None and unpacked > limits.unpacked:
            raise Unsafe(f"unpacked it has {unpacked:,} bytes; the limit is {limits.unpacked:,}")
        if limits.ratio is not None and unpacked > max(SMALL, limits.ratio * packed):
            raise Unsafe(f"{packed:,} bytes that unpack to {unpacked:,} are no honest archive")
        self._infos: dict[PurePosixPath, zipfile.ZipInfo] = {}
        for info in infos:
            path = safe_path(info.filename)
            if stat.S_ISLNK(info.external_attr >> 16):
                raise Unsafe(f"{_shown(info.filename)} is a symbolic link")
            if info.is_dir() or any(part.startswith(JUNK) for part in path.parts):
                continue
            if path in self._infos:
                raise Unsafe(f"it holds {_shown(info.filename)} twice")
            self._infos[path] = info

    def __iter__(self) -> Iterator[PurePosixPath]:
        """The files in it, without folders and what systems leave behind."""
        return iter(self._infos)

    def read(self, path: PurePosixPath, limit: int) -> bytes:
        """The content of one file of at most `limit` bytes.

        Raises Unsafe for a longer, encrypted or damaged one.
        """
        info = self._infos[path]
        if info.flag_bits & 1:
            raise Unsafe(f"{_shown(info.filename)} has a password")
        if info.compress_type not in KNOWN:
            raise Unsafe(f"{_shown(info.filename)} is compressed in a way that few programs know")
        try:
            with self._zip.open(info) as file:
                content = file.read(limit + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            RuntimeError,
            ValueError,
        ) as error:
            raise Unsafe(f"{_shown(info.filename)} is damaged ({error})") from error
        if len(content) > limit:
            raise Unsafe(f"{_shown(info.filename)} has over {limit:,} bytes, which is the limit")
        return content

    def when(self, path: PurePosixPath) -> tuple[int, ...]:
        """The time that the archive gives for a file, to compare with others."""
        return self._infos[path].date_time

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *exception: object) -> None:
        self._zip.close()


def safe_path(name: str) -> PurePosixPath:
    """The path that an archive names, which stays below the folder it would be unpacked to.

    Raises Unsafe for any other. Windows writes backslashes.
    """
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or re.match(r"[A-Za-z]:", name) or ".." in path.parts or not path.parts:
        raise Unsafe(f"{_shown(name)} leads out of its folder")
    return path


def printable(name: str) -> str:
    """A name that somebody else gave, in one line and without control characters."""
    return "".join(letter if letter.isprintable() else "�" for letter in name)


def _shown(name: str) -> str:
    """A name as it is told: in quotes, so that no spreadsheet takes it for a formula."""
    return f"'{printable(name[:120])}'"
