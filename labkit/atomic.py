"""Files that are written whole or not at all, and by one process at a time."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

ATTEMPTS = 20  # on Windows, a file that a virus scanner is reading cannot be replaced


def replace(path: Path, data: bytes, draft: Path | None = None, mode: int = 0o600) -> None:
    """Give `path` the content `data`, as `replacing` does."""
    with replacing(path, draft, mode) as file:
        file.write(data)


@contextmanager
def replacing(path: Path, draft: Path | None = None, mode: int = 0o600) -> Iterator[BinaryIO]:
    """A file for the new content of `path`; whoever reads it, or a crash, meets the old or the new.

    It is written in the folder `draft` first, where a crash may leave a file behind: by default in
    that of `path`. A new file gets `mode`, one that was there keeps its own.
    """
    handle, name = tempfile.mkstemp(dir=draft or path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else mode)
        _rename(Path(name), path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _rename(source: Path, target: Path) -> None:
    for attempt in range(ATTEMPTS):
        try:
            source.replace(target)
            return
        except PermissionError:
            if sys.platform != "win32" or attempt == ATTEMPTS - 1:
                raise
            time.sleep(0.05)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file `path`; the system lets go of it when its holder dies."""
    with path.open("a+b") as file:
        with suppress(OSError):  # some network folders know no locks; a file stays whole there too
            if sys.platform == "win32":
                file.seek(0)
                msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
            else:
                fcntl.flock(file, fcntl.LOCK_EX)
        yield
