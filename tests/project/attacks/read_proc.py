"""Reads /proc of itself, process 1 and the grader: environ, cmdline, maps, mem, fd, root, cwd."""
# honest: all 0

NAMES = ("environ", "cmdline", "maps", "mem", "status", "stat", "auxv", "mountinfo", "limits")


def step(z):
    found = []
    for process in ("self", "thread-self", "1", "2", "@PID@", "@SESSION@"):
        for name in NAMES:
            try:
                with open(f"/proc/{process}/{name}", "rb") as file:
                    found.append(repr(file.read(2000)))
            except OSError:
                pass
        for place in ("root", "cwd", "fd/3", "root@ROOT@"):
            try:
                path = f"/proc/{process}/{place}/solutions/nnlab/perceptron.py"
                with open(path, encoding="utf-8") as file:
                    found.append(file.read()[-300:])
            except OSError:
                pass
    raise LookupError("".join(found)[-1900:] + f" {len(found)} readable")
