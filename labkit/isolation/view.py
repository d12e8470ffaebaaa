"""What a worker may read: the system's libraries, the interpreter, NumPy, msgpack. Nothing else."""

from __future__ import annotations

import sys
import sysconfig
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgpack
import numpy as np

PACKAGE = Path(__file__).parents[1]
INSIDE, WORKER = PACKAGE / "isolation" / "inside", PACKAGE / "worker"
SYSTEM = ("/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/local/lib")
SMALL = ("/etc/ld.so.cache", "/etc/localtime", "/nix/store", "/gnu/store")
DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")
TEMPORARY = ("/tmp", "/var/tmp", "/scratch")  # the first that hides nothing else is the worker's


@dataclass(frozen=True)
class View:
    """`folders` are seen whole, but for `hidden`; of those, `packages` are seen again."""

    interpreter: str
    folders: tuple[Path, ...]
    hidden: tuple[Path, ...]
    packages: tuple[Path, ...]
    own: tuple[Path, ...]

    @property
    def libraries(self) -> list[str]:
        """The folders that hold the packages, for `sys.path` while they are imported."""
        return list(dict.fromkeys(str(Path(m.__file__).parents[1]) for m in (np, msgpack)))

    @property
    def temporary(self) -> str:
        """Where the worker's temporary folder is mounted."""
        seen = [*self.folders, *self.packages, *self.own]
        return next(
            folder for folder in TEMPORARY if not any(path.is_relative_to(folder) for path in seen)
        )

    def readable_one_by_one(self) -> list[Path]:
        """The same without holes, for Landlock, which cannot hide what lies in a visible folder."""
        small = [Path(path) for path in (*SMALL, *DEVICES)]
        parts = [part for folder in self.folders for part in self._without_hidden(folder)]
        return [*parts, *self.packages, *self.own, *small]

    def _without_hidden(self, folder: Path) -> list[Path]:
        if folder in self.hidden:
            return []
        if not any(path.is_relative_to(folder) for path in self.hidden):
            return [folder]
        return [part for child in folder.iterdir() for part in self._without_hidden(child)]


@cache
def view() -> View:
    """The view of this interpreter on this machine."""
    # Not the one of a virtual environment: that is a link, and on Windows another process.
    interpreter = Path(getattr(sys, "_base_executable", None) or sys.executable).resolve()
    base = Path(sys.base_prefix)
    wanted = [*SYSTEM, base / "lib", base / "lib64", sysconfig.get_path("stdlib"), interpreter]
    folders = _outermost(path for path in map(Path, wanted) if path.exists())
    names = ("site-packages", "dist-packages")
    patterns = [f"{folder}{name}" for folder in ("", "python*/") for name in names]
    hidden = [path for folder in folders for name in patterns for path in folder.glob(name)]
    packages = [Path(module.__file__).parent for module in (np, msgpack)]
    bundled = packages[0].with_name("numpy.libs")  # of a wheel: OpenBLAS and the like
    if bundled.is_dir():
        packages.append(bundled)
    return View(str(interpreter), folders, tuple(hidden), tuple(packages), (INSIDE, WORKER))


def _outermost(paths) -> tuple[Path, ...]:
    unique = list(dict.fromkeys(paths))
    return tuple(p for p in unique if not any(q != p and p.is_relative_to(q) for q in unique))
