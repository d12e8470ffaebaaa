"""Start workers at a level: one warm parent forks them, where the system can confine a fork.

`Launcher.start` returns a `Running` worker: a connected socket and the means to end it.
"""

from __future__ import annotations

import atexit
import contextlib
import dataclasses
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from labkit.isolation import bubblewrap
from labkit.isolation.levels import BUBBLEWRAP, LIMITS, Level
from labkit.isolation.view import INSIDE, WORKER, view

START_SECONDS = 20.0
END_SECONDS = 5.0
RETRY_SECONDS = (0.0, 0.5)  # pauses before the second and the third attempt
#: All that a worker inherits. One BLAS thread: submissions run side by side, and forks need it.
ENVIRONMENT = {
    "LANG": "C.UTF-8",
    **dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
}


class IsolationError(Exception):
    """No worker could be started at this level; the text says why."""


@dataclass(frozen=True)
class Limits:
    """What one worker may use, beside the time limit of every call."""

    cpu_seconds: int = 300
    memory: int = 2 * 2**30  # of address space, bytes
    file_size: int = 16 * 2**20
    temporary_size: int = 32 * 2**20
    open_files: int = 64
    threads: int = 64  # no kernel applies this to root; others see `_config`


@dataclass
class Running:
    """A worker that was started: `kill` ends it and everything it started."""

    socket: socket.socket
    kill: Callable[[], None]
    alive: Callable[[], bool]


@dataclass
class Launcher:
    """Starts workers at `level`. Threads may share it; a forked process gets its own server.

    `nested` is whether bubblewrap's inside can make namespaces of its own. Where it cannot (a
    setuid bubblewrap), each worker pays for a bubblewrap of its own.
    """

    level: Level
    limits: Limits = Limits()
    nested: bool = True
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _server: _Server | None = field(default=None, repr=False)
    _owner: int = 0

    def start(self) -> Running:
        """A new worker; IsolationError with the reason where there is none to be had."""
        if self.level == LIMITS:
            return _start_directly(self._config("direct"))
        if self.level == BUBBLEWRAP and not self.nested:
            return self._start_alone()
        with self._lock:
            for pause in RETRY_SECONDS:
                try:
                    return self._warm().fork()
                except IsolationError:  # lost, or the machine was out of memory or processes
                    self._close()
                    time.sleep(pause)
            return self._warm().fork()

    def close(self) -> None:
        """End the warm parent and with it every worker."""
        with self._lock:
            self._close()

    def _warm(self) -> _Server:
        if self._owner != os.getpid():
            self._server, self._owner = None, os.getpid()
        if self._server is None:
            self._server = _Server(*self._command())
            atexit.register(self.close)
        return self._server

    def _start_alone(self) -> Running:
        server = _Server(*self._command())
        running = server.fork()

        def kill() -> None:
            running.kill()
            server.close()

        return Running(running.socket, kill, running.alive)

    def _close(self) -> None:
        if self._server is not None and self._owner == os.getpid():
            self._server.close()
            atexit.unregister(self.close)
        self._server = None

    def _command(self) -> tuple[list[str], dict]:
        if self.level == BUBBLEWRAP:
            return bubblewrap.command(view(), ENVIRONMENT, self.nested), self._config("server")
        return [], self._config("server")

    def _config(self, mode: str) -> dict:
        """What `labkit/isolation/inside` is told."""
        seen, wrapped = view(), self.level == BUBBLEWRAP
        own_namespaces = wrapped and self.nested
        limits = dataclasses.asdict(self.limits)
        if not own_namespaces:  # the kernel then counts all threads of the user who grades
            limits["threads"] += 4096
        config = {
            "mode": mode,
            "limits": limits,
            "libraries": seen.libraries,
            "worker": str(WORKER),
            "namespaces": own_namespaces,
            "temporary": seen.temporary if own_namespaces else None,
            "landlock_required": not wrapped,
            "readable": ["/"],
            "listable": [],
        }
        if not own_namespaces:  # then there is a /proc to be kept out of
            config["readable"] = [str(path) for path in seen.readable_one_by_one()]
            config["listable"] = [str(path) for path in seen.folders]
        return config


class _Server:
    """The trusted end of a warm parent (`labkit/isolation/inside/server.py`)."""

    def __init__(self, prefix: list[str], config: dict) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 (open as long as the server)
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.settimeout(START_SECONDS)
        with theirs:
            descriptor = theirs.fileno()
            self._process = _spawn(
                [*prefix, *_python({**config, "descriptor": descriptor})],
                pass_fds=[descriptor],
                stderr=self._errors,
            )

    def fork(self) -> Running:
        """One more worker."""
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                socket.send_fds(self._control, [b"+"], [theirs.fileno()])
                answer, descriptors, _, _ = socket.recv_fds(self._control, 1000, 1)
        except OSError as error:
            ours.close()
            raise IsolationError(self._reason() or str(error)) from error
        if not descriptors:
            ours.close()
            raise IsolationError(answer.decode(errors="replace") or self._reason())
        os.set_inheritable(descriptors[0], False)
        process = _Process(descriptors[0])
        return Running(ours, process.kill, process.alive)

    def _reason(self) -> str:
        """The last line that the server, or bubblewrap, wrote before it ended."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(END_SECONDS)
        self._errors.seek(0)
        lines = self._errors.read(10_000).decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else "it ended without a word"

    def close(self) -> None:
        self._control.close()  # its signal to end
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._errors.close()


class _Process:
    """A worker known by its pidfd."""

    def __init__(self, pidfd: int) -> None:
        self._pidfd: int | None = pidfd
        self._poll = select.poll()
        self._poll.register(pidfd, select.POLLIN)

    def alive(self) -> bool:
        return self._pidfd is not None and not self._ended(0)

    def kill(self) -> None:
        """End the worker and wait until it is gone, with its namespace and all that was in it."""
        from labkit.isolation.inside import kernel

        if self._pidfd is not None:
            kernel.pidfd_kill(self._pidfd)
            self._ended(END_SECONDS)
            os.close(self._pidfd)
            self._pidfd = None

    def _ended(self, seconds: float) -> bool:
        return bool(self._poll.poll(seconds * 1000))


def _start_directly(config: dict) -> Running:
    """A worker as an ordinary child process: what every platform can do."""
    ours, theirs = socket.socketpair()
    windows = sys.platform == "win32"
    with theirs:
        config["descriptor"] = None if windows else theirs.fileno()
        process = _spawn(
            _python(config),
            pass_fds=() if windows else [theirs.fileno()],
            stdin=subprocess.PIPE if windows else subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if windows:  # sockets are not inherited there but copied for a process by number
            with process.stdin:
                process.stdin.write(theirs.share(process.pid))
    return Running(ours, lambda: _end(process), lambda: process.poll() is None)


def _python(config: dict) -> list[str]:
    return [view().interpreter, "-I", "-S", str(INSIDE), json.dumps(config)]


def _spawn(command: list[str], **options) -> subprocess.Popen:
    """`Popen`, called from a thread that stays until the process ends.

    `bwrap --die-with-parent` dies with the thread that started it, not with our process.
    """
    settings = {
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.DEVNULL,
        "env": {**ENVIRONMENT, **_needed_environment()},
        "start_new_session": sys.platform != "win32",  # Ctrl-C is ours to handle
        **options,
    }
    started = threading.Event()
    outcome: list[subprocess.Popen | OSError] = []

    def run() -> None:
        try:
            outcome.append(subprocess.Popen(command, **settings))
        except OSError as error:
            outcome.append(error)
        started.set()
        if isinstance(outcome[0], subprocess.Popen):
            outcome[0].wait()

    threading.Thread(target=run, daemon=True, name="keeper of a worker").start()
    started.wait()
    if isinstance(outcome[0], OSError):
        raise IsolationError(str(outcome[0])) from outcome[0]
    return outcome[0]


def _needed_environment() -> dict[str, str]:
    """What a process needs to start at all: `bwrap` is found by PATH, Windows needs its root."""
    return {key: os.environ[key] for key in ("PATH", "SYSTEMROOT") if key in os.environ}


def _end(process: subprocess.Popen) -> None:
    """Kill `process` and what it started, as far as that stayed in its session."""
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
