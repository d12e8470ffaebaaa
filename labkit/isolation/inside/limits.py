"""Resource limits, which exist in some form on every Unix and not on Windows."""

from __future__ import annotations

import contextlib

try:
    import resource
except ImportError:  # Windows: time limits only
    resource = None


def apply(limits: dict) -> None:
    """Set the limits named in `limits` (see `labkit.isolation.launcher.Limits`) for good."""
    if resource is None:
        return
    _set("RLIMIT_CPU", limits["cpu_seconds"], limits["cpu_seconds"] + 1)
    _set("RLIMIT_AS", limits["memory"])
    _set("RLIMIT_FSIZE", limits["file_size"])
    _set("RLIMIT_NOFILE", limits["open_files"])
    _set("RLIMIT_NPROC", limits["threads"])
    _set("RLIMIT_CORE", 0)
    _set("RLIMIT_MSGQUEUE", 0)
    _set("RLIMIT_MEMLOCK", 0)


def _set(name: str, soft: int, hard: int | None = None) -> None:
    kind = getattr(resource, name, None)
    if kind is None:  # macOS knows fewer
        return
    hard = soft if hard is None else hard
    _, allowed = resource.getrlimit(kind)
    if allowed != resource.RLIM_INFINITY:
        soft, hard = min(soft, allowed), min(hard, allowed)
    with contextlib.suppress(ValueError, OSError):  # macOS refuses some, such as RLIMIT_AS
        resource.setrlimit(kind, (soft, hard))
