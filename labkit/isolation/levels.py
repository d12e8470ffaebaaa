"""The levels of isolation and what each is good for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Level:
    """How well a submission is shut in."""

    name: str
    hides_files: bool  # without this, grading a class refuses unless told `--unsafe`
    sentence: str

    def __str__(self) -> str:
        return self.name


BUBBLEWRAP = Level(
    "bubblewrap",
    True,
    "Namespaces of its own (no network, no other process, a private temporary folder), no files "
    "but Python's, few system calls, resource limits.",
)
LANDLOCK = Level(
    "landlock",
    True,
    "No readable files but Python's, nowhere to write, no network, no processes, few system "
    "calls, resource limits. The names and sizes of other files can be seen.",
)
LIMITS = Level(
    "limits",
    False,
    "Resource and time limits only: the code can read and write what you can.",
)
LEVELS = (BUBBLEWRAP, LANDLOCK, LIMITS)
