"""Where student code runs: a process of its own, shut in as well as this machine can.

Levels are tried by doing, best first: `bubblewrap`, `landlock` (with seccomp), `limits`. Read
`levels`, `view`, `bubblewrap`, `launcher`, `selftest`, then `inside/`, which runs in the sandbox.
"""

from labkit.isolation.launcher import IsolationError, Launcher, Limits, Running
from labkit.isolation.levels import BUBBLEWRAP, LANDLOCK, LEVELS, LIMITS, Level
from labkit.isolation.selftest import best_level, launcher, require_hidden_files, why_not

__all__ = [
    "BUBBLEWRAP",
    "LANDLOCK",
    "LEVELS",
    "LIMITS",
    "IsolationError",
    "Launcher",
    "Level",
    "Limits",
    "Running",
    "best_level",
    "launcher",
    "require_hidden_files",
    "why_not",
]
