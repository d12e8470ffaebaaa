"""`python -I -S labkit/isolation/inside CONFIG`: the first code of every worker and warm parent.

CONFIG is JSON, written by `labkit.isolation.launcher`. NumPy, msgpack and the worker are loaded
here, before anything is confined.
"""

import importlib.util
import json
import os
import socket
import sys

CONFIG = json.loads(sys.argv[1])

# These folders are on the path only while they are needed: submissions see NumPy, not its
# neighbours (an imported package finds its own parts without sys.path).
OWN, *STANDARD = sys.path
sys.path[:] = [*STANDARD, *CONFIG["libraries"], OWN, CONFIG["worker"]]
_spec = importlib.util.spec_from_file_location(
    "worker",
    os.path.join(CONFIG["worker"], "__main__.py"),  # noqa: PTH118 (no pathlib: start-up)
)
worker = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(worker)
for _part in ("fft", "linalg", "random"):  # NumPy would load them when they are first used
    importlib.import_module(f"numpy.{_part}")


def main() -> None:
    if CONFIG["mode"] == "server":
        from server import serve

        control = socket.socket(fileno=CONFIG["descriptor"])
        sys.path[:] = STANDARD
        serve(control, CONFIG, worker.main)
        return
    import limits

    sys.path[:] = STANDARD
    descriptor = CONFIG["descriptor"]
    if descriptor is None:  # Windows passes sockets as bytes for one process
        descriptor = socket.fromshare(sys.stdin.buffer.read()).detach()
    os.environ.clear()
    sys.argv[:] = sys.orig_argv[:] = [""]
    limits.apply(CONFIG["limits"])
    worker.main(descriptor)


main()
