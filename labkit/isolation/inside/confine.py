"""What a process does to itself before it runs a student's code. No step can be undone."""

from __future__ import annotations

import os
import sys

import kernel
import landlock
import limits
import seccomp


def forget_start() -> None:
    """Leave no trace of how this process was started in what Python shows."""
    os.environ.clear()
    sys.argv[:] = sys.orig_argv[:] = [""]


def close_all_but(*keep: int) -> None:
    """Close every inherited descriptor except the standard ones and `keep`."""
    for name in os.listdir("/proc/self/fd"):  # noqa: PTH208 (no pathlib: start-up)
        if int(name) > 2 and int(name) not in keep:
            try:
                os.close(int(name))
            except OSError:  # the descriptor of the listing itself
                continue


def file_rules(config: dict) -> int | None:
    """The Landlock ruleset that `config` asks for; None where bubblewrap can do without."""
    rules = [(path, landlock.READ) for path in config["readable"]]
    rules += [(path, landlock.READ_DIR) for path in config["listable"]]
    rules.append((os.devnull, landlock.READ | landlock.WRITE))
    if config["temporary"] is not None:
        rules.append((config["temporary"], landlock.WRITE))
    try:
        return landlock.ruleset(rules)
    except OSError:
        if config["landlock_required"]:
            raise
        return None


def confine(config: dict, rules: int | None) -> None:
    """Set limits, drop privileges, keep only the files of `rules` and few system calls."""
    limits.apply(config["limits"])
    kernel.drop_capabilities()
    if rules is not None:
        landlock.enforce(rules)
    seccomp.enforce(writing=config["temporary"] is not None)
