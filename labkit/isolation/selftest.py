"""Find the best level by trying: start a worker at it, and have it try what it must not do."""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from labkit.isolation import bubblewrap
from labkit.isolation.launcher import IsolationError, Launcher
from labkit.isolation.levels import BUBBLEWRAP, LEVELS, LIMITS, Level
from labkit.worker.protocol import Channel, ProtocolError, Unpacker, pack

SECONDS = 10.0
SECRET = "a line that no submission may read"

#: Runs in the worker. Every name in its answer is a wall that is not there.
PROBE = """
import os, socket
import numpy as np


def holes(secret, own_source):
    def reads(path):
        with open(path) as file:
            return bool(file.read(1))

    def forks():
        pid = os.fork()
        if pid == 0:
            os._exit(0)
        return True

    try:
        open(secret + ".written", "w").close()  # perhaps in a temporary folder of its own
    except OSError:
        pass
    attempts = {
        "reads a private file": lambda: reads(secret),
        "reads the repository": lambda: reads(own_source),
        "lists the root's processes": lambda: reads("/proc/1/environ"),
        "opens a socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
        "starts a process": forks,
        "sees the environment": lambda: os.environ,
    }
    found = []
    for name, attempt in attempts.items():
        try:
            if attempt():
                found.append(name)
        except OSError:
            pass
    assert float(np.ones(3) @ np.ones(3)) == 3.0
    return found
"""


@dataclass(frozen=True)
class Finding:
    """The level reached, its launcher, and why the better ones were not."""

    level: Level
    launcher: Launcher
    reasons: dict[str, str]


@cache
def find() -> Finding:
    """The best level of this machine, found once per process."""
    reasons: dict[str, str] = {}
    for level in LEVELS[:-1]:
        if not sys.platform.startswith("linux"):
            reasons[level.name] = "only Linux has it"
            continue
        if level == BUBBLEWRAP and not bubblewrap.available():
            reasons[level.name] = "bubblewrap is not installed (no `bwrap` on the PATH)"
            continue
        # A bubblewrap that cannot nest still isolates; it only costs more per worker.
        for nested in (True, False) if level == BUBBLEWRAP else (True,):
            launcher = Launcher(level, nested=nested)
            reason = fault(launcher)
            if not reason:
                return Finding(level, launcher, reasons)
            launcher.close()
            reasons.setdefault(level.name, reason)
    return Finding(LIMITS, Launcher(LIMITS), reasons)


def fault(launcher: Launcher) -> str:
    """What is wrong with the level of `launcher`; empty if it holds what it promises."""
    try:
        running = launcher.start()
    except IsolationError as error:
        return str(error)
    channel = Channel(running.socket)
    try:
        with tempfile.NamedTemporaryFile("w", suffix=".secret", encoding="utf-8") as file:
            file.write(SECRET)
            file.flush()
            holes = _ask(channel, file.name)
            written = Path(file.name + ".written")
            if written.exists():
                written.unlink()
                holes.append("writes next to a private file")
    except (OSError, EOFError, ProtocolError) as error:
        return f"the worker did not answer ({type(error).__name__}: {error})"
    finally:
        channel.close()
        running.kill()
    if running.alive():
        return "the worker could not be ended"
    return "a worker at this level " + ", ".join(holes) if holes else ""


def _ask(channel: Channel, secret: str) -> list[str]:
    deadline = time.monotonic() + SECONDS
    load = {"op": "load", "sources": {"__init__.py": "", "probe.py": PROBE}}
    call = {"op": "call", "module": "probe", "function": "holes"}
    call |= {"args": pack((secret, __file__)), "kwargs": pack({})}
    for message in (load, call):
        channel.send(Channel.nonce(), message, deadline)
        _, reply = channel.receive(deadline)
    if "error" in reply:
        raise ProtocolError(str(reply.get("message")))
    return Unpacker()(reply["value"])


_finding = threading.Lock()


def best_level() -> Level:
    """The strongest isolation that works on this machine."""
    return _find().level


def launcher() -> Launcher:
    """The launcher of this process, at the best level."""
    return _find().launcher


def require_hidden_files(unsafe: bool) -> None:
    """What grading other people's code asks for first.

    Raises IsolationError where this machine cannot hide files and `unsafe` does not allow it.
    """
    level = best_level()
    if not level.hides_files and not unsafe:
        raise IsolationError(
            f"This machine isolates no better than {level.name!r}: a submission could read the "
            "reference and other students' work. `nnlab doctor` says how to get more; --unsafe "
            "grades all the same, and every result says at which level."
        )


def why_not() -> dict[str, str]:
    """For each better level that this machine does not reach, the reason."""
    return dict(_find().reasons)


def _find() -> Finding:
    with _finding:  # two threads that ask at once share one answer
        return find()
