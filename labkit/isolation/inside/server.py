"""The warm parent: has NumPy and the worker loaded, and forks one confined worker per request.

It never runs a student's code. It has one thread, because a fork copies only the one that asks.
A request is a byte with the worker's socket attached; the answer is a byte with a pidfd
attached, or a sentence that says why there is none.
"""

from __future__ import annotations

import gc
import os
import random
import signal
import socket
import sys
from collections.abc import Callable

import kernel
import namespaces
import numpy as np
import seccomp
from confine import close_all_but, confine, file_rules, forget_start


def serve(control: socket.socket, config: dict, work: Callable[[int], None]) -> None:
    """Answer requests until the other end closes; `work` is the worker's main function."""
    forget_start()
    close_all_but(control.fileno())
    rules = None if config["namespaces"] else file_rules(config)  # a tmpfs is yet to come
    home = namespaces.home() if config["namespaces"] else None
    seccomp.program(1, config["temporary"] is not None)  # once for all workers with namespaces
    if kernel.threads() != 1:
        raise RuntimeError("the warm parent has more than one thread")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for dead workers
    gc.collect()
    gc.freeze()  # so that collections in a worker do not touch, and thereby copy, these pages
    server = os.getpid()
    while True:
        request, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not request:
            return
        try:
            if home is not None:
                namespaces.next_fork_is_first(home)
            pid = os.fork()
        except OSError as error:  # the machine is out of processes: the asker may try again
            control.send(f"no fork: {error}".encode())
            os.close(descriptors[0])
            continue
        if pid == 0:
            if home is not None:
                os.close(home)
            _become_worker(control, config, work, rules, descriptors[0], server)
        os.close(descriptors[0])


def _become_worker(
    control: socket.socket,
    config: dict,
    work: Callable[[int], None],
    rules: int | None,
    descriptor: int,
    server: int,
) -> None:
    """Turn this fork into the worker; never returns."""
    status = 1
    try:
        if config["namespaces"]:
            _enter_namespaces(control, config)
            rules = file_rules(config)
        else:
            kernel.prctl(kernel.PR_SET_PDEATHSIG, int(signal.SIGKILL))
            if os.getppid() != server:  # it died before that took effect
                os._exit(1)
        _answer(control)
        control.close()
        random.seed()
        np.random.seed()
        confine(config, rules)
        work(descriptor)
        status = 0
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
    finally:
        os._exit(status)


def _enter_namespaces(control: socket.socket, config: dict) -> None:
    """Move into fresh namespaces, or tell why not and end."""
    try:
        namespaces.enter(config["temporary"], config["limits"]["temporary_size"])
    except BaseException as error:
        control.send(f"{type(error).__name__}: {error}".encode())
        os._exit(1)


def _answer(control: socket.socket) -> None:
    """Hand over a descriptor of this process, by which it can be killed and watched."""
    try:
        pidfd = kernel.pidfd_open(os.getpid())
    except OSError as error:
        control.send(f"no descriptor of the worker: {error}".encode())
        os._exit(1)
    socket.send_fds(control, [b"+"], [pidfd])
    os.close(pidfd)
