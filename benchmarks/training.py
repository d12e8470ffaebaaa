"""How fast is the learner's kind of code? The reference `MLP` of lesson 11 and its peers.

    NNLAB_DATA=../shared/data python benchmarks/training.py --jax FOLDER

Every system is a process of its own that stays alive; they take turns, so that whatever else the
machine does hits each of them. All train the same network on the same rows: ReLU, momentum 0.9,
L2 on the weights, float32, a fresh order in every epoch. Only the ratios mean something on another
machine. `--jax FOLDER` is a virtual environment with jax and numpy, which is not needed otherwise.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
LR, MOMENTUM, L2 = 0.05, 0.9, 1e-4
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


class Case(NamedTuple):
    """One network on one data set."""

    title: str
    sizes: tuple[int, ...]
    batch: int
    rows: int  # of the training data
    epochs: int  # of one run
    full: bool = False  # with batch normalisation and dropout 0.2


CASES = {
    "mnist": Case("MNIST 784-128-64-10, batch 128", (784, 128, 64, 10), 128, 12_800, 1),
    "digits": Case("digits 64-64-10, batch 32", (64, 64, 10), 32, 1_797, 10),
    "full": Case(
        "MNIST 784-128-64-10, batch 128, batch norm. and dropout",
        (784, 128, 64, 10), 128, 12_800, 1, full=True,
    ),
}  # fmt: skip


# --- the systems: each is given rows and labels, and returns a function that trains ---------------

Train = Callable[[], float]  # one run from the start; returns the last loss


def nnlab(X, y, case: Case) -> Train:
    sys.path.insert(0, str(ROOT / "solutions"))  # the reference, not what a learner has written
    from nnlab.capstone import MLP

    model = MLP(
        hidden=case.sizes[1:-1], batchnorm=case.full, drop_prob=0.2 if case.full else 0.0, l2=L2,
        lr=LR, momentum=MOMENTUM, batch_size=case.batch, epochs=case.epochs, rng=0,
    )  # fmt: skip
    return lambda: model.fit(X, y).history_["loss"][-1]


def hurried(X, y, case: Case) -> Train:
    """The same training without what makes the course's functions good to read and to use: no look
    at shapes, one softmax for loss and slopes, no value of the penalty, arrays used again."""
    import numpy as np

    sys.path.insert(0, str(ROOT / "solutions"))
    from nnlab.capstone import MLP

    class Hurried(MLP):
        def _loss_and_grads(self, X, y, rng):
            A, rows = [X], np.arange(len(X))
            for W, b in self.params_:
                Z = A[-1] @ W.T
                Z += b
                A.append(np.maximum(Z, 0, out=Z) if len(A) < len(self.params_) else Z)
            dZ = A.pop()
            dZ -= dZ.max(axis=1, keepdims=True)
            right = dZ[rows, y]
            np.exp(dZ, out=dZ)
            sums = dZ.sum(axis=1, keepdims=True)
            loss = float((np.log(sums[:, 0]) - right).mean())
            dZ /= sums
            dZ[rows, y] -= 1
            dZ /= len(X)
            slopes = []
            for l in reversed(range(len(A))):
                W, _ = self.params_[l]
                dW = dZ.T @ A[l]
                dW += (2 * self.l2) * W
                slopes.append([dW, dZ.sum(axis=0)])
                if l > 0:
                    dZ = dZ @ W
                    dZ *= A[l] > 0
            return loss, slopes[::-1]

        def _step(self, slopes, velocities, lr):
            for layer, gs, vs in zip(self.params_, slopes, velocities, strict=True):
                for p, g, v in zip(layer, gs, vs, strict=True):
                    np.multiply(v, self.momentum, out=v)
                    np.add(v, g, out=v)
                    p -= lr * v

    model = Hurried(
        hidden=case.sizes[1:-1], batchnorm=False, drop_prob=0.0, l2=L2, lr=LR, momentum=MOMENTUM,
        batch_size=case.batch, epochs=case.epochs, rng=0,
    )  # fmt: skip
    return lambda: model.fit(X, y).history_["loss"][-1]


def gemm(X, y, case: Case) -> Train:
    """The matrix products of the training alone: no other system can do without them."""
    import numpy as np

    rng = np.random.default_rng(0)
    layers = list(pairwise(case.sizes))
    W = [rng.normal(size=(n_out, n_in)).astype(np.float32) for n_in, n_out in layers]
    A = [rng.normal(size=(case.batch, n_in)).astype(np.float32) for n_in, _ in layers]
    dZ = [rng.normal(size=(case.batch, n_out)).astype(np.float32) for _, n_out in layers]
    batches = [X[i : i + case.batch] for i in range(0, len(X) - case.batch + 1, case.batch)]

    def run() -> float:
        for _ in range(case.epochs):
            for batch in batches:
                A[0] = batch
                for l in range(len(W)):
                    A[l] @ W[l].T
                for l in reversed(range(len(W))):
                    dZ[l].T @ A[l]
                    if l > 0:
                        dZ[l] @ W[l]
        return 0.0

    return run


def pytorch(X, y, case: Case) -> Train:
    import torch
    from torch import nn

    torch.set_num_threads(int(os.environ[THREADS[0]]))
    rows, labels = torch.from_numpy(X), torch.from_numpy(y)

    def run() -> float:
        torch.manual_seed(0)
        parts: list[nn.Module] = []
        for n_in, n_out in pairwise(case.sizes[:-1]):
            parts.append(nn.Linear(n_in, n_out))
            parts += [nn.BatchNorm1d(n_out)] if case.full else []
            parts.append(nn.ReLU())
            parts += [nn.Dropout(0.2)] if case.full else []
        net = nn.Sequential(*parts, nn.Linear(*case.sizes[-2:]))
        weights = [p for p in net.parameters() if p.ndim == 2]
        others = [p for p in net.parameters() if p.ndim == 1]
        groups = [{"params": weights, "weight_decay": 2 * L2}, {"params": others}]
        optimizer = torch.optim.SGD(groups, lr=LR, momentum=MOMENTUM)
        net.train()
        for _ in range(case.epochs):
            total = 0.0
            for batch in torch.randperm(len(rows)).split(case.batch):
                optimizer.zero_grad()
                loss = nn.functional.cross_entropy(net(rows[batch]), labels[batch])
                loss.backward()
                optimizer.step()
                total += loss.item() * len(batch)
        return total / len(rows)

    return run


def sklearn(X, y, case: Case) -> Train:
    from sklearn.neural_network import MLPClassifier

    model = MLPClassifier(
        case.sizes[1:-1], solver="sgd", alpha=2 * L2 * case.batch, batch_size=case.batch,
        learning_rate_init=LR, momentum=MOMENTUM, nesterovs_momentum=False, max_iter=case.epochs,
        n_iter_no_change=case.epochs + 1, random_state=0,
    )  # fmt: skip

    def run() -> float:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it would like to train for longer
            return float(model.fit(X, y).loss_)

    return run


def jax(X, y, case: Case) -> Train:
    import jax
    import jax.numpy as jnp
    import numpy as np

    rows, labels = jnp.asarray(X), jnp.asarray(y)

    def cost(params, A, y):
        *hidden, last = params
        for W, b in hidden:
            A = jnp.maximum(A @ W.T + b, 0)
        Z = A @ last[0].T + last[1]
        loss = -jnp.take_along_axis(jax.nn.log_softmax(Z), y[:, None], axis=1).mean()
        return loss + L2 * sum((W**2).sum() for W, _ in params), loss

    @jax.jit
    def step(params, velocities, batch):
        slopes, loss = jax.grad(cost, has_aux=True)(params, rows[batch], labels[batch])
        velocities = jax.tree.map(lambda v, g: MOMENTUM * v + g, velocities, slopes)
        params = jax.tree.map(lambda p, v: p - LR * v, params, velocities)
        return params, velocities, loss

    def run() -> float:
        rng = np.random.default_rng(0)
        params = [
            (
                jnp.asarray(rng.normal(0, (2 / n_in) ** 0.5, (n_out, n_in)), jnp.float32),
                jnp.zeros(n_out),
            )
            for n_in, n_out in pairwise(case.sizes)
        ]
        velocities = jax.tree.map(jnp.zeros_like, params)
        for _ in range(case.epochs):
            order, total = rng.permutation(len(X)), 0.0
            for start in range(0, len(X), case.batch):
                batch = order[start : start + case.batch]
                params, velocities, loss = step(params, velocities, batch)
                total += float(loss) * len(batch)
        return total / len(X)

    return run


SYSTEMS = {
    "nnlab MLP": nnlab,
    "the same, in a hurry": hurried,
    "matrix products alone": gemm,
    "PyTorch, eager": pytorch,
    "scikit-learn MLPClassifier": sklearn,
    "JAX, jitted step": jax,
}
CANNOT = {
    ("full", "the same, in a hurry"),
    ("full", "scikit-learn MLPClassifier"),
    ("full", "JAX, jitted step"),
}


# --- a process for each system --------------------------------------------------------------------


def work(name: str, folder: Path) -> None:
    """Answer the name of a case, read from standard input, with what one run of it took."""
    import numpy as np

    ready: dict[str, Train] = {}
    for line in sys.stdin:
        key = line.strip()
        if key not in ready:
            case = CASES[key]
            with np.load(folder / f"{key.replace('full', 'mnist')}.npz") as found:
                X, y = found["X"][: case.rows], found["y"][: case.rows]
            ready[key] = SYSTEMS[name](X, y, case)
            ready[key]()  # compiles, fills caches
        wall, cpu = time.perf_counter(), time.process_time()
        loss = ready[key]()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        print(json.dumps({"wall": wall, "cpu": cpu, "loss": loss}), flush=True)


class System:
    """One system at work in a process of its own, held to a number of threads."""

    def __init__(self, name: str, threads: int, python: str, folder: Path) -> None:
        self.name, self.threads = name, threads
        environment = {**os.environ, **dict.fromkeys(THREADS, str(threads))}
        if threads == 1:
            environment["XLA_FLAGS"] = (
                "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
            )
        command = [python, __file__, "--work", name, "--data", str(folder)]
        self._process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip

    def run(self, key: str) -> dict[str, float]:
        """Raises RuntimeError where the process has died."""
        self._process.stdin.write(f"{key}\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError(f"{self.name} ended")
        return json.loads(answer)

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait()


def save_rows(folder: Path) -> None:
    """The rows that all systems train on, as float32."""
    import numpy as np

    from labkit import data

    mnist, digits = data.mnist(), data.digits()
    np.savez(folder / "mnist.npz", X=mnist.x_train / np.float32(255), y=mnist.y_train)
    np.savez(folder / "digits.npz", X=(digits.x / 16).astype(np.float32), y=digits.y)


# --- the run --------------------------------------------------------------------------------------

TIMES = ("cpu", "wall")
Results = dict[tuple[str, int, str], list[dict[str, float]]]


def measure(options: argparse.Namespace, folder: Path) -> Results:
    """Let all systems take turns."""
    from tqdm import tqdm

    names = [name for name in SYSTEMS if options.jax or not name.startswith("JAX")]
    pythons = {"JAX, jitted step": str(options.jax / "bin" / "python")} if options.jax else {}
    results: Results = {}
    for threads in options.threads:
        systems = [
            System(name, threads, pythons.get(name, sys.executable), folder) for name in names
        ]
        plan = [
            (key, system)
            for _ in range(options.rounds)
            for key in CASES
            for system in systems
            if (key, system.name) not in CANNOT
        ]
        for key, system in tqdm(plan, desc=f"{threads} thread{'s' * (threads > 1)}", disable=None):
            results.setdefault((key, threads, system.name), []).append(system.run(key))
        for system in systems:
            system.close()
    return results


def table(results: Results, key: str) -> str:
    """One case as Markdown: medians of each system, and of its ratios to PyTorch in each round."""
    case = CASES[key]
    images = case.rows * case.epochs
    lines = [
        f"**{case.title}**",
        "",
        "| system | threads | CPU ms per 1,000 images | wall | CPU ÷ PyTorch | wall ÷ PyTorch "
        "| loss |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for (found, threads, name), runs in results.items():
        if found != key:
            continue
        peer = results[key, threads, "PyTorch, eager"]
        cells = [f"{1e6 * statistics.median(r[what] for r in runs) / images:.2f}" for what in TIMES]
        cells += [
            f"{statistics.median(a[what] / b[what] for a, b in zip(runs, peer, strict=True)):.2f}"
            for what in TIMES
        ]
        loss = "" if name.startswith("matrix") else f"{runs[-1]['loss']:.3f}"
        lines.append(f"| {name} | {threads} | {' | '.join(cells)} | {loss} |")
    return "\n".join(lines)


def remarks(results: Results) -> list[str]:
    """How near the code comes to what its matrix products alone would take."""
    lines = []
    for key in CASES:
        for threads in sorted({found[1] for found in results}):
            ours, products = (
                results[key, threads, name] for name in ("nnlab MLP", "matrix products alone")
            )
            share = statistics.median(
                b["cpu"] / a["cpu"] for a, b in zip(ours, products, strict=True)
            )
            lines.append(
                f"- {CASES[key].title}, {threads} thread{'s' * (threads > 1)}: matrix products "
                f"are {share:.0%} of the CPU time of `MLP`."
            )
    return lines


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=11, help="of runs that take turns")
    parser.add_argument("--jax", type=Path, help="a virtual environment with jax and numpy")
    parser.add_argument("--work", help=argparse.SUPPRESS)
    parser.add_argument("--data", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        work(options.work, options.data)
        return
    with tempfile.TemporaryDirectory(prefix="nnlab-benchmark-") as folder:
        save_rows(Path(folder))
        results = measure(options, Path(folder))
    kind = os.environ.get("OPENBLAS_CORETYPE", "not set")
    print(f"{os.cpu_count()} cores, {platform.machine()}, OPENBLAS_CORETYPE {kind}", end="")
    print("" if options.jax else "; JAX was not there", "\n")
    for key in CASES:
        print(table(results, key), "\n")
    print("\n".join(remarks(results)))


if __name__ == "__main__":
    main()
