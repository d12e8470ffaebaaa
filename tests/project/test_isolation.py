"""The walls around student code, at every level this machine has: each test tries to get out.

A level that the machine lacks is skipped aloud. Bubblewrap may only be skipped where `bwrap` is
not installed: where it is installed and fails, that is a failure.
"""

import os
import shutil
import signal
import socket
import stat
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from labkit import isolation
from labkit.engine import Engine
from labkit.isolation import BUBBLEWRAP, LANDLOCK, LIMITS, IsolationError, Launcher, Level, Limits
from labkit.isolation import selftest as selftest_module
from labkit.isolation.selftest import fault
from labkit.isolation.view import INSIDE, view
from labkit.report import Report
from labkit.student import StudentModule, Submission, Worker, WorkerDied, WorkerTimeout
from labkit.submission import SubmissionFiles

ROOT = Path(__file__).parents[2]
LINUX = sys.platform.startswith("linux")

#: A student's module that tries anything it is told to.
SOURCE = '''
import ctypes, errno, fcntl, mmap, os, resource, signal, socket, subprocess, sys, threading, time
import numpy as np

libc = ctypes.CDLL(None, use_errno=True)


def attempt(code):
    """["done", what `result` became] or [the kind of exception, its message]."""
    names = dict(globals())
    try:
        exec(code, names)
    except BaseException as error:
        return [type(error).__name__, str(error)]
    return ["done", names.get("result")]


def called(function, *args):
    """A call of the C library: raises OSError where it returns -1."""
    ctypes.set_errno(0)
    answer = getattr(libc, function)(*args)
    if answer == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return answer
'''

Attempt = Callable[[str], list]


def offer(level: Level, nested: bool, say: list[str]) -> None:
    """Skip, aloud, where this machine lacks `level`."""
    name = f"{level.name}{'' if nested else ' without nested namespaces'}"
    missing = ""
    if not LINUX:
        missing = "this is not Linux"
    elif level == BUBBLEWRAP and shutil.which("bwrap") is None:
        missing = "bubblewrap (`bwrap`) is not installed"
    elif level == LANDLOCK:
        missing = fault(Launcher(level))
    if missing and level != LIMITS:
        line = f"isolation: level {name} was NOT TESTED on this machine: {missing}"
        if line not in say:
            say.append(line)
        pytest.skip(line)


HIDING = [(BUBBLEWRAP, True), (BUBBLEWRAP, False), (LANDLOCK, True)]
EVERY = [*HIDING, (LIMITS, True)]


def named(case: tuple[Level, bool]) -> str:
    level, nested = case
    return level.name if nested else f"{level.name}-alone"


@pytest.fixture
def launch(say: list[str]) -> Iterator[Callable[..., Launcher]]:
    """Make launchers and close them."""
    made: list[Launcher] = []

    def make(case: tuple[Level, bool], **limits: int) -> Launcher:
        level, nested = case
        offer(level, nested, say)
        made.append(Launcher(level, Limits(**limits), nested))
        return made[-1]

    yield make
    for launcher in made:
        launcher.close()


@pytest.fixture
def submit(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Launcher], StudentModule]]:
    """Start the hostile submission with a launcher."""
    started: list[Submission] = []

    def start(launcher: Launcher) -> StudentModule:
        monkeypatch.setattr(isolation, "launcher", lambda: launcher)
        submission = Submission({"__init__.py": "", "hostile.py": SOURCE})
        started.append(submission)
        assert submission.worker.alive
        return StudentModule(submission, "hostile")

    yield start
    for submission in started:
        submission.close()


@pytest.fixture
def attempt(request: pytest.FixtureRequest, launch, submit) -> Attempt:
    """`attempt` of a submission at the level that the test is parametrised with."""
    return submit(launch(request.param)).attempt


at_hiding_levels = pytest.mark.parametrize("attempt", HIDING, ids=named, indirect=True)
at_every_level = pytest.mark.parametrize("attempt", EVERY, ids=named, indirect=True)
in_bubblewrap = pytest.mark.parametrize("attempt", HIDING[:1], ids=named, indirect=True)


def denied(outcome: list) -> bool:
    return outcome[0] in ("PermissionError", "FileNotFoundError", "ProcessLookupError")


# --- files ------------------------------------------------------------------------------------


@at_hiding_levels
def test_no_file_but_pythons_can_be_read(attempt: Attempt, tmp_path: Path) -> None:
    other = tmp_path / "another_student.py"
    other.write_text("y = 1", encoding="utf-8")
    paths = [
        other,
        ROOT / "pyproject.toml",
        ROOT / "labkit" / "session.py",
        ROOT / "tests" / "project" / "conftest.py",
        *list((ROOT / "tests" / "exercises").glob("test_*.py"))[:1],
        *list((ROOT / "solutions").rglob("*.py"))[:3],
        *list(Path.home().glob(".*rc"))[:2],
        Path("/etc/shadow"),
        Path("/etc/passwd"),
        Path("/proc/1/environ"),
        Path("/proc/self/environ"),
        Path("/proc/self/maps"),
        Path("/proc/self/mem"),
        Path(f"/proc/{os.getpid()}/environ"),
        Path(f"/proc/{os.getpid()}/mem"),
        Path(f"/proc/{os.getpid()}/cmdline"),
        Path(pytest.__file__),
        Path(Path(np.__file__).parents[1] / "click" / "__init__.py"),
    ]
    for path in paths:
        assert denied(attempt(f"result = open({str(path)!r}, 'rb').read(1)")), path


@at_hiding_levels
def test_no_folder_of_ours_can_be_listed(attempt: Attempt, tmp_path: Path) -> None:
    shown = [*view().folders, *view().packages, *view().own]
    for folder in (ROOT, ROOT / "solutions", tmp_path, Path.home(), Path("/proc/self/fd")):
        outcome = attempt(f"result = os.listdir({str(folder)!r})")
        # Bubblewrap makes empty folders on the way to the packages it shows.
        leads_on = {p.relative_to(folder).parts[0] for p in shown if p.is_relative_to(folder)}
        assert denied(outcome) or set(outcome[1]) <= leads_on, (folder, outcome)


@in_bubblewrap
def test_bubblewrap_hides_even_that_a_file_exists(attempt: Attempt, tmp_path: Path) -> None:
    for path in (ROOT / "pyproject.toml", tmp_path, "/etc/passwd", "/proc/1", "/home"):
        assert attempt(f"os.stat({str(path)!r})")[0] == "FileNotFoundError", path


@at_hiding_levels
def test_numpy_and_the_standard_library_can_still_be_imported(attempt: Attempt) -> None:
    names = "numpy.polynomial, numpy.ma, numpy.fft, json, decimal, hashlib, zoneinfo, statistics"
    assert attempt(f"import {names}\nresult = float(np.linalg.det(np.eye(3)))") == ["done", 1.0]
    for name in ("pytest", "labkit", "click", "sklearn", "pip"):
        assert attempt(f"import {name}")[0] == "ModuleNotFoundError", name


@at_hiding_levels
def test_other_packages_cannot_be_imported_by_their_path(attempt: Attempt) -> None:
    folder = Path(np.__file__).parents[1]
    code = f"sys.path += [{str(folder)!r}, '/usr/lib/python3/dist-packages', {str(ROOT)!r}]\n"
    for name in ("pytest", "click", "labkit.session", "pip"):
        assert attempt(f"{code}import {name}")[0] in ("ModuleNotFoundError", "PermissionError")


@at_hiding_levels
def test_nothing_outside_can_be_changed(attempt: Attempt, tmp_path: Path) -> None:
    ours = tmp_path / "gradebook.db"
    ours.write_text("grades", encoding="utf-8")
    before = ours.stat()
    path, beside = repr(str(ours)), repr(str(tmp_path / "new"))
    for code in (
        f"open({path}, 'w')",
        f"open({path}, 'a').write('x')",
        f"os.open({path}, os.O_RDONLY | os.O_TRUNC)",
        f"os.truncate({path}, 0)",
        f"os.unlink({path})",
        f"os.rename({path}, {beside})",
        f"os.chmod({path}, 0)",
        f"os.chown({path}, 65534, 65534)",
        f"os.utime({path}, (0, 0))",
        f"os.setxattr({path}, 'user.x', b'x')",
        f"os.symlink('/etc/passwd', {beside})",
        f"os.link({path}, {beside})",
        f"os.mkfifo({beside})",
        f"os.mkdir({beside})",
        f"open({beside}, 'w')",
        f"open({str(ROOT / 'labkit' / 'x.py')!r}, 'w')",
        f"open({str(INSIDE / 'x.py')!r}, 'w')",
        f"open({str(Path(np.__file__).with_name('x.py'))!r}, 'w')",
        "open('/dev/shm/x', 'w')",
        "open('/x', 'w')",
        "open('/usr/lib/x', 'w')",
    ):
        assert denied(attempt(code)) or attempt(code)[1].startswith("[Errno 30]"), code
    after = ours.stat()
    assert (ours.read_text(encoding="utf-8"), after.st_mode, after.st_mtime_ns, after.st_uid) == (
        "grades",
        before.st_mode,
        before.st_mtime_ns,
        before.st_uid,
    )
    assert [path.name for path in tmp_path.iterdir()] == ["gradebook.db"]


@in_bubblewrap
def test_the_temporary_folder_works_and_is_small(attempt: Attempt) -> None:
    code = "import tempfile\nwith tempfile.TemporaryFile() as f: result = f.write(b'x' * 100)"
    assert attempt(code) == ["done", 100]
    code = "a = os.path.join(os.getcwd(), 'a.npy'); np.save(a, np.eye(2)); result = np.load(a)"
    assert attempt(code)[1].tolist() == [[1, 0], [0, 1]]
    kind, message = attempt("open('big', 'wb').write(b'x' * (20 * 2**20))")
    assert kind == "OSError" and "File too large" in message
    code = "for i in range(9): open(f'{i}', 'wb').write(b'x' * (10 * 2**20))"
    kind, message = attempt(code)
    assert kind == "OSError" and "No space left" in message
    kind, message = attempt("for i in range(5000): open(f'many{i}', 'w').close()")
    assert kind == "OSError" and "No space left" in message


@pytest.mark.parametrize("case", HIDING[1:], ids=named)
def test_without_a_tmpfs_nothing_can_be_written_at_all(case, launch, submit) -> None:
    attempt = submit(launch(case)).attempt
    for folder in ("/tmp", "/var/tmp", "/dev/shm", "."):
        kind, _ = attempt(f"open({folder + '/x'!r}, 'w')")
        assert kind in ("PermissionError", "FileNotFoundError"), folder


@pytest.mark.parametrize("case", HIDING, ids=named)
def test_two_workers_do_not_see_each_other(case, launch, submit) -> None:
    launcher = launch(case)
    one, two = submit(launcher), submit(launcher)
    one.attempt("open('mine', 'w').write('answers')")
    assert denied(two.attempt("open('mine')"))
    assert denied(two.attempt("open('/tmp/mine')"))
    if case[0] == BUBBLEWRAP and case[1]:
        assert two.attempt("result = os.getpid()") == ["done", 1]
        status, names = two.attempt("result = os.listdir('/tmp')")
        # An environment that lies under /tmp itself leaves the way to it visible.
        assert status == "done" and set(names) <= set(Path(sys.prefix).parts)
    draw = "import random; result = [random.random(), float(np.random.rand())]"
    assert set(one.attempt(draw)[1]).isdisjoint(two.attempt(draw)[1])


# --- network, processes, signals ----------------------------------------------------------------


@at_hiding_levels
def test_there_is_no_network(attempt: Attempt) -> None:
    server = socket.create_server(("127.0.0.1", 0))
    datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    datagrams.bind(("127.0.0.1", 0))
    abstract = socket.socket(socket.AF_UNIX)
    abstract.bind(b"\0nnlab-isolation-test-%d" % os.getpid())
    abstract.listen()
    with server, datagrams, abstract:
        for code in (
            f"socket.create_connection({server.getsockname()!r}, 2)",
            "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
            f"s.sendto(b'x', {datagrams.getsockname()!r})",
            f"socket.socket(socket.AF_UNIX).connect({abstract.getsockname()!r})",
            "socket.socketpair()",
            "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
            "called('socket', 2, 1, 0)",
            "called('socket', 38, 5, 0)",  # AF_ALG, the kernel's own cryptography
        ):
            assert denied(attempt(code)), code
        for listening in (server, datagrams, abstract):
            listening.settimeout(0)
            with pytest.raises(BlockingIOError):
                listening.recv(1) if listening is datagrams else listening.accept()


@at_hiding_levels
def test_no_process_can_be_started_but_threads_can(attempt: Attempt) -> None:
    for code in (
        "os.fork()",
        "os.posix_spawn('/bin/true', ['true'], {})",
        "subprocess.run([sys.executable, '-c', ''])",
        "os.execv('/bin/sh', ['sh'])",
        "os.execv(sys.executable, ['python'])",
        "os.forkpty()",
        "called('fork')",
        "called('syscall', 435, 0, 0)",  # clone3
        "import multiprocessing; multiprocessing.Process(target=len).start()",
    ):
        kind, _ = attempt(code)
        assert kind in ("PermissionError", "FileNotFoundError", "OSError"), code
    assert attempt("assert os.system('true') == 0")[0] == "AssertionError"
    code = "t = [threading.Thread(target=print) for _ in range(8)]\n"
    assert attempt(code + "for x in t: x.start()\nfor x in t: x.join()\nresult = 8") == ["done", 8]


@at_hiding_levels
def test_other_processes_are_out_of_reach(attempt: Attempt) -> None:
    victim = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        for pid in (victim.pid, os.getpid(), 0, -1):
            assert denied(attempt(f"os.kill({pid}, signal.SIGKILL)")), pid
        for code in (
            "os.kill(os.getppid() or -1, signal.SIGTERM)",
            f"os.killpg({victim.pid}, 9)",
            f"os.pidfd_open({victim.pid})",
            f"resource.prlimit({victim.pid}, resource.RLIMIT_CPU, (0, 0))",
            f"os.setpriority(os.PRIO_PROCESS, {victim.pid}, 19)",
            f"os.sched_setaffinity({victim.pid}, [0])",
            f"called('ptrace', 16, {victim.pid}, None, None)",
            "called('ptrace', 0, 0, None, None)",
            f"called('process_vm_readv', {victim.pid}, None, 0, None, 0, 0)",
            f"fcntl.fcntl(0, fcntl.F_SETOWN, {victim.pid})",
        ):
            outcome = attempt(code)
            assert denied(outcome) or "not permitted" in outcome[1], (code, outcome)
        assert victim.poll() is None
    finally:
        victim.kill()
        victim.wait()


@at_hiding_levels
def test_the_kernels_dangerous_corners_are_closed(attempt: Attempt) -> None:
    for code in (
        "called('unshare', 0x10000000)",
        "called('mount', b'tmpfs', b'/', b'tmpfs', 0, None)",
        "called('umount2', b'/proc', 2)",
        "called('chroot', b'/')",
        "called('setns', 0, 0)",
        "called('memfd_create', b'x', 0)",
        "called('personality', 0x0040000)",
        "called('shmget', 1, 4096, 0o1600)",
        "called('prctl', 38, 0, 0, 0, 0)",
        "called('inotify_init')",
        "called('setresuid', 0, 0, 0)",
        "os.eventfd(0)",
        "fcntl.ioctl(0, 0x5412, b'x')",  # TIOCSTI: typing into the grader's terminal
        "called('syscall', 425, 1, None)",  # io_uring_setup
    ):
        outcome = attempt(code)
        assert outcome[0] in ("PermissionError", "OSError"), (code, outcome)
    code = (
        "head = (ctypes.c_uint32 * 2)(0x20080522, 0); data = (ctypes.c_uint32 * 6)()\n"
        "libc.capget(head, data); result = list(data)"
    )
    assert attempt(code)[1] in ([0] * 6, None)


@at_every_level
def test_nothing_of_ours_is_inherited(attempt: Attempt) -> None:
    assert attempt("result = dict(os.environ)")[1] == {}
    assert (
        attempt("libc.getenv.restype = ctypes.c_char_p; result = libc.getenv(b'HOME')")[1] is None
    )
    assert attempt("result = [sys.argv, sys.orig_argv]")[1] == [[""], [""]]
    assert attempt("result = len(sys.path) < 6")[1] is True
    code = (
        "import stat\nresult = []\n"
        "for fd in range(64):\n"
        "    try: result.append(stat.S_IFMT(os.fstat(fd).st_mode))\n"
        "    except OSError: pass\n"
    )
    kinds = attempt(code)[1]
    assert kinds.count(stat.S_IFSOCK) == 1
    assert set(kinds) == {stat.S_IFSOCK, stat.S_IFCHR}, "besides the socket: /dev/null only"
    assert attempt("print('x'); os.write(1, b'x'); os.write(2, b'x')")[0] == "done"


# --- limits -----------------------------------------------------------------------------------


@at_every_level
def test_a_memory_bomb_is_contained(attempt: Attempt, monkeypatch) -> None:
    monkeypatch.setattr(Worker.request, "__defaults__", (60.0,))
    if not LINUX:
        pytest.skip("isolation: memory limits are NOT TESTED here: only Linux keeps them")
    assert attempt("x = bytearray(3 * 2**30)")[0] == "MemoryError"
    assert attempt("x = np.ones(2**29)")[0].endswith("MemoryError")
    assert attempt("x = []\nwhile True: x.append(bytearray(2**24))")[0] == "MemoryError"
    assert attempt("mmap.mmap(-1, 3 * 2**30)")[0] == "OSError"
    assert attempt("result = 1") == ["done", 1]


@pytest.mark.parametrize("case", EVERY, ids=named)
def test_processor_time_runs_out(case, launch, submit, monkeypatch) -> None:
    monkeypatch.setattr(Worker.request, "__defaults__", (30.0,))
    hostile = submit(launch(case, cpu_seconds=1))
    started = time.monotonic()
    with pytest.raises(WorkerDied):
        hostile.attempt("signal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass")
    assert time.monotonic() - started < 15


@pytest.mark.parametrize("case", EVERY, ids=named)
@pytest.mark.parametrize(
    "code",
    [
        "time.sleep(60)",
        "threading.Event().wait()",
        "for n in range(1, 65):\n    try: signal.signal(n, signal.SIG_IGN)\n"
        "    except OSError: pass\n"
        "while True:\n    try: time.sleep(60)\n    except BaseException: pass",
    ],
    ids=["sleep", "wait", "ignore-all"],
)
def test_the_clock_cannot_be_escaped(case, code, launch, submit, monkeypatch) -> None:
    monkeypatch.setattr(Worker.request, "__defaults__", (0.5,))
    hostile = submit(launch(case))
    started = time.monotonic()
    with pytest.raises(WorkerTimeout):
        hostile.attempt(code)
    assert time.monotonic() - started < 10
    assert hostile.attempt("result = 1") == ["done", 1]  # in a new worker


@pytest.mark.parametrize("case", HIDING, ids=named)
def test_a_thread_bomb_ends_with_its_worker(case, launch, submit, monkeypatch) -> None:
    monkeypatch.setattr(Worker.request, "__defaults__", (1.0,))
    hostile = submit(launch(case))
    code = "threading.stack_size(32768); e = threading.Event()\n"
    code += "while True: threading.Thread(target=e.wait, daemon=True).start()"
    try:  # no kernel limits root's threads, so for root the clock ends it
        outcome = hostile.attempt(code)
    except WorkerTimeout:
        outcome = ["RuntimeError", "can't start new thread"] if os.getuid() == 0 else []
    assert outcome == ["RuntimeError", "can't start new thread"]
    hostile._submission.close()
    assert submit(launch(case)).attempt("result = 1") == ["done", 1]


@at_every_level
def test_open_files_are_limited(attempt: Attempt) -> None:
    kind, message = attempt("x = [os.dup(0) for _ in range(1000)]")
    assert kind == "OSError" and "Too many open files" in message


# --- the end of a worker ------------------------------------------------------------------------


def marked(mark: int) -> list[int]:
    """Processes whose command line holds `mark`, which a test put into the limits."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes()
            state = (folder / "stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0]
        except OSError:
            continue
        if str(INSIDE).encode() in line and str(mark).encode() in line and state != "Z":
            found.append(int(folder.name))
    return found


def wait_until(condition: Callable[[], bool], seconds: float = 5) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


@pytest.mark.parametrize("case", HIDING, ids=named)
def test_nothing_is_left_of_a_closed_worker(case, launch, submit) -> None:
    mark = 100_000_000 + os.getpid()
    launcher = launch(case, cpu_seconds=mark)
    kept = submit(launcher)
    before = set(marked(mark))  # those that only set up a sandbox may end at any moment
    hostile = submit(launcher)
    assert wait_until(lambda: not set(marked(mark)) <= before)
    code = "def spin():\n    while True: pass\n"
    code += "for _ in range(4): threading.Thread(target=spin).start()"
    assert hostile.attempt(code)[0] == "done"
    hostile._submission.close()
    assert wait_until(lambda: set(marked(mark)) <= before)
    assert kept.attempt("result = 1") == ["done", 1]  # the neighbour did not notice
    kept._submission.close()
    launcher.close()
    assert wait_until(lambda: not marked(mark))


GRADER = """
import sys, time
from labkit import isolation
from labkit.isolation import Launcher, Limits, LEVELS
level = next(level for level in LEVELS if level.name == sys.argv[1])
launcher = Launcher(level, Limits(cpu_seconds=int(sys.argv[3])), sys.argv[2] == "True")
isolation.launcher = lambda: launcher
from labkit.student import Worker
source = "import time\\ndef f():\\n    while True: time.sleep(0.01)\\n"
worker = Worker({"__init__.py": "", "loop.py": source})
print("started", flush=True)
worker.request({"op": "call", "module": "loop", "function": "f", "args": ["tuple"],
                "kwargs": ["dict"]}, 60)
"""


@pytest.mark.parametrize("case", HIDING, ids=named)
def test_nothing_outlives_a_killed_grader(case, launch) -> None:
    launch(case)
    mark = 200_000_000 + os.getpid()
    arguments = [case[0].name, str(case[1]), str(mark)]
    grader = subprocess.Popen(
        [sys.executable, "-c", GRADER, *arguments], stdout=subprocess.PIPE, cwd=ROOT
    )
    assert grader.stdout.readline() == b"started\n"
    time.sleep(0.2)
    assert marked(mark)
    grader.send_signal(signal.SIGKILL)
    grader.wait()
    grader.stdout.close()
    assert wait_until(lambda: not marked(mark))


@pytest.mark.parametrize("case", HIDING, ids=named)
def test_a_worker_outlives_the_thread_that_started_it(case, launch, submit) -> None:
    launcher, made = launch(case), []
    thread = threading.Thread(target=lambda: made.append(submit(launcher)))
    thread.start()
    thread.join()
    time.sleep(0.1)
    assert made[0]._submission._worker.alive
    assert made[0].attempt("result = 1") == ["done", 1]


@pytest.mark.parametrize("case", EVERY, ids=named)
def test_threads_may_share_a_launcher(case, launch) -> None:
    launcher, running = launch(case), []
    threads = [threading.Thread(target=lambda: running.append(launcher.start())) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(running) == 6
    for worker in running:
        assert worker.alive()
        worker.socket.close()
        worker.kill()
        assert not worker.alive()
        worker.kill()  # again is no error


@pytest.mark.parametrize("case", [HIDING[0], HIDING[2]], ids=named)
def test_a_lost_warm_parent_is_replaced(case, launch, submit) -> None:
    mark = 300_000_000 + os.getpid()
    launcher = launch(case, cpu_seconds=mark)
    first = submit(launcher)
    for pid in marked(mark):
        os.kill(pid, signal.SIGKILL)
    assert wait_until(lambda: not first._submission._worker.alive)
    assert submit(launcher).attempt("result = 1") == ["done", 1]


# --- finding the level ----------------------------------------------------------------------------


def found(path: Path) -> str:
    """What a fresh process finds with this folder alone on its PATH."""
    code = "from labkit.isolation import *; print(best_level().name, why_not())"
    return subprocess.run(
        [sys.executable, "-c", code],
        env={"PATH": str(path)},
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout


def test_the_best_level_is_found_by_trying(say: list[str]) -> None:
    level = isolation.best_level()
    say.append(f"isolation: this machine reaches {level.name}; {isolation.why_not() or 'the best'}")
    assert fault(isolation.launcher()) == "" or level == LIMITS
    assert level.hides_files or level == LIMITS
    assert set(isolation.why_not()) == {
        better.name for better in isolation.LEVELS[: isolation.LEVELS.index(level)]
    }


def test_without_bubblewrap_the_next_level_is_taken_with_a_reason(launch, tmp_path: Path) -> None:
    launch(HIDING[2])
    output = found(tmp_path)
    assert output.startswith("landlock ") and "not installed" in output


def test_a_bubblewrap_that_may_not_work_is_passed_over(launch, tmp_path: Path) -> None:
    launch(HIDING[2])
    fake = tmp_path / "bwrap"
    fake.write_text(
        "#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n",
        encoding="utf-8",
    )
    fake.chmod(0o755)
    output = found(tmp_path)
    assert output.startswith("landlock ") and "setting up uid map: Permission denied" in output


def test_below_landlock_no_level_claims_to_hide_files(monkeypatch) -> None:
    monkeypatch.setattr(selftest_module, "fault", lambda launcher: "simulated")
    finding = selftest_module.find.__wrapped__()
    assert finding.level == LIMITS and not finding.level.hides_files
    assert set(finding.reasons) == {"bubblewrap", "landlock"}


def test_the_self_test_sees_a_wall_that_is_not_there() -> None:
    holes = fault(Launcher(LIMITS))
    assert "reads a private file" in holes and "starts a process" in holes
    assert "writes next to a private file" in holes
    assert "environment" not in holes


def test_a_level_that_fails_to_start_says_why(monkeypatch, launch) -> None:
    launcher = launch(HIDING[2])
    monkeypatch.setattr(Launcher, "_command", lambda self: (["false"], {**self._config("server")}))
    with pytest.raises(IsolationError):
        launcher.start()
    monkeypatch.setattr(Launcher, "_command", lambda self: (["no-such-command"], {}))
    with pytest.raises(IsolationError, match="no-such-command"):
        launcher.start()


def test_every_report_says_at_which_level_it_ran(engine: Engine) -> None:
    report = engine.grade(SubmissionFiles({"__init__.py": ""}, {}), engine.course.exercises[:1])
    assert report.isolation == isolation.best_level().name
    assert Report.from_json(report.to_json()).isolation == report.isolation


def test_the_table_of_system_calls_agrees_with_the_kernels(monkeypatch, say: list[str]) -> None:
    headers = [
        Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
        Path("/usr/include/asm-generic/unistd.h"),  # what 64-bit Arm uses
    ]
    if not all(header.is_file() for header in headers):
        say.append("isolation: system call numbers were NOT TESTED here: no kernel headers")
        pytest.skip(say[-1])
    monkeypatch.syspath_prepend(INSIDE)
    import seccomp

    for column, header in enumerate(headers):
        lines = header.read_text(encoding="utf-8").replace("__NR3264_", "__NR_").splitlines()
        words = [line.split() for line in lines if line.startswith("#define __NR_")]
        numbers = {w[1].removeprefix("__NR_"): int(w[2]) for w in words if w[2].isdigit()}
        if column == 1:  # the 64-bit names of calls that the table shares with 32-bit ones
            numbers["newfstatat"] = numbers.get("fstatat", numbers.get("newfstatat"))
        calls = {**seccomp.COMPUTING, **seccomp.WRITING}
        calls |= {name: pair for name, (pair, _) in seccomp.OPENING.items()}
        for name, pair in calls.items():
            assert numbers.get(name) == pair[column], (name, header)


# --- cost -----------------------------------------------------------------------------------------


def milliseconds(action: Callable[[], object], times: int) -> float:
    spent = []
    for _ in range(times):
        started = time.perf_counter()
        action()
        spent.append(1000 * (time.perf_counter() - started))
    return statistics.median(spent)


@pytest.mark.parametrize("case", EVERY, ids=named)
def test_the_cost_of_a_worker_is_known(case, launch, submit, say: list[str]) -> None:
    """Printed for the reader; only an absurd number fails."""

    def start_and_call() -> None:
        hostile = submit(launcher)
        hostile.attempt("")
        hostile._submission.close()

    launcher = launch(case)
    numpy = milliseconds(lambda: subprocess.run([sys.executable, "-c", "import numpy"]), 3)
    first = milliseconds(start_and_call, 1)
    later = milliseconds(start_and_call, 10)
    hostile = submit(launcher)
    call = milliseconds(lambda: hostile.attempt(""), 50)
    say.append(
        f"isolation: {named(case)}: first worker {first:.0f} ms, later {later:.1f} ms "
        f"({later / numpy:.2f} × a bare `import numpy` of {numpy:.0f} ms), call {call:.2f} ms"
    )
    assert later < 20 * numpy + 1000
