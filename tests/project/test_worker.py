"""The process boundary: values cross unchanged, faults are named, nothing hangs or leaks."""

import copy
import random
import socket
import threading
import time
import tracemalloc

import msgpack
import numpy as np
import pytest

from labkit import student as student_module
from labkit import values
from labkit.student import (
    Call,
    StudentModule,
    Submission,
    WorkerDied,
    WorkerRefused,
    WorkerTimeout,
)
from labkit.testing import Mismatch, assert_close, assert_equal
from labkit.worker import protocol
from labkit.worker.protocol import Channel, ProtocolError, Unpacker, Unsupported, pack


@pytest.fixture
def run(request):
    """Start a submission with the given source of nnlab/demo.py; returns its module."""
    started = []

    def start(source: str) -> StudentModule:
        started.append(Submission({"__init__.py": "", "demo.py": source}))
        return StudentModule(started[-1], "demo")

    yield start
    for submission in started:
        submission.close()


VALUES = [
    None,
    True,
    -3,
    2**200,
    -(2**63) - 1,
    0.1,
    float("inf"),
    1 + 2j,
    "σ",
    b"\x00",
    [1, [2.5, "x"], ()],
    (1, (2,)),
    {"a": 1, 3: (None,)},
]
ARRAYS = [
    np.arange(6).reshape(2, 3),
    np.zeros((0, 4)),
    np.float32([1.5, -2]),
    np.array(7),
    np.array([True, False]),
    np.uint8([255, 0]),
    np.array([1 + 1j]),
    np.arange(4, dtype=">i4"),
    np.arange(12).reshape(3, 4)[::2, ::-1],
    np.int64(3),
    np.float32(0.1),
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_plain_values_cross_unchanged(value) -> None:
    there = Unpacker()(msgpack.unpackb(msgpack.packb(pack(value)), raw=False))
    assert there == value and type(there) is type(value)


@pytest.mark.parametrize("array", ARRAYS, ids=lambda a: f"{type(a).__name__}-{a.dtype}-{a.shape}")
def test_arrays_cross_with_shape_dtype_and_values(array) -> None:
    there = Unpacker()(msgpack.unpackb(msgpack.packb(pack(array)), raw=False))
    assert isinstance(there, np.ndarray) == isinstance(array, np.ndarray)
    assert there.shape == array.shape and there.dtype == array.dtype.newbyteorder("=")
    np.testing.assert_array_equal(there, array)


def test_subclasses_arrive_as_plain_arrays() -> None:
    class Liar(np.ndarray):
        def __eq__(self, other):
            return True

    there = Unpacker()(pack(np.arange(3).view(Liar)))
    assert type(there) is np.ndarray


@pytest.mark.parametrize("value", [{1, 2}, object(), np.array([object()]), len, (x for x in ())])
def test_other_values_arrive_as_a_description(value) -> None:
    assert isinstance(Unpacker()(pack(value)), Unsupported)


HOSTILE = {
    "no tag": [1, 2],
    "empty": [],
    "unknown tag": ["pickle", b"x"],
    "tag of a private method": ["_pack", 1],
    "object dtype": ["array", "|O", [1], b"12345678"],
    "shape against data": ["array", "<f8", [2], b"12345678"],
    "negative length": ["array", "<f8", [-1, -1], b"12345678"],
    "length that is no integer": ["array", "<f8", [1.0], b"12345678"],
    "zero hides a huge axis": ["array", "<f8", [0, 2**62, 2**62], b""],
    "too many axes": ["array", "<f8", [1] * 9, b"12345678"],
    "scalar with a shape": ["scalar", "<f8", [1], b"12345678"],
    "integer of a million digits": ["int", "0x" + "f" * 10**6],
    "integer that is none": ["int", "cat"],
    "function from the student": ["function", 0],
    "generator from the student": ["generator", 0, "PCG64", {}],
    "key that cannot be hashed": ["dict", [["list"], 1]],
    "dict without pairs": ["dict", [1]],
}


@pytest.mark.parametrize("tree", HOSTILE.values(), ids=HOSTILE)
def test_hostile_values_are_refused(tree) -> None:
    with pytest.raises(ProtocolError):
        Unpacker()(tree)


def test_depth_and_number_of_entries_are_capped() -> None:
    deep: list = ["list"]
    for _ in range(protocol.MAX_DEPTH + 1):
        deep = ["list", deep]
    with pytest.raises(ProtocolError, match="nested"):
        Unpacker()(deep)
    row = ["list", *[0] * 1000]
    with pytest.raises(ProtocolError, match="entries"):
        Unpacker()(["list", *[row] * 101])


def test_a_boolean_array_holds_only_booleans() -> None:
    there = Unpacker()(["array", "|b1", [2], b"\x02\x00"])
    assert there.tolist() == [True, False] and there.view(np.uint8).tolist() == [1, 0]


def test_a_reply_that_drips_in_does_not_extend_the_deadline() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"\x00")
        started = time.monotonic()
        with pytest.raises(TimeoutError):
            Channel(ours).receive(time.monotonic() + 0.2)
        assert time.monotonic() - started < 2


def test_a_reader_that_stalls_does_not_extend_the_deadline_of_a_send() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        started = time.monotonic()
        with pytest.raises(TimeoutError):
            Channel(ours).send(b"12345678", {"value": b"x" * 2**22}, time.monotonic() + 0.3)
        assert time.monotonic() - started < 2


def test_a_large_frame_reaches_a_slow_reader_whole() -> None:
    ours, theirs = socket.socketpair()
    value = {"value": pack(np.arange(500_000.0))}

    def read_late(into: list) -> None:
        time.sleep(3 * protocol.TICK)  # the sender has filled the socket, and waits
        into.append(Channel(theirs, trusted=True).receive())

    received: list = []
    with ours, theirs:
        reader = threading.Thread(target=read_late, args=(received,))
        reader.start()
        Channel(ours).send(b"12345678", value, time.monotonic() + 20)
        reader.join(20)
    assert received == [(b"12345678", value)]


def test_a_frame_that_announces_gigabytes_is_refused_unread() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"\xff\xff\xff\xff" + b"12345678")
        with pytest.raises(ProtocolError, match="limit"):
            Channel(ours).receive(time.monotonic() + 5)


def test_a_call_returns_what_the_function_returned(run) -> None:
    demo = run("import numpy as np\ndef twice(x, *, plus=0): return np.asarray(x) * 2 + plus\n")
    np.testing.assert_array_equal(demo.twice(np.arange(3), plus=1), [1, 3, 5])


def test_a_module_may_import_another_module_of_the_package() -> None:
    submission = Submission(
        {"__init__.py": "", "a.py": "def f(): return 41\n", "b.py": "from nnlab.a import f\n"}
    )
    try:
        assert StudentModule(submission, "b").f() == 41
    finally:
        submission.close()


def test_exceptions_come_back_as_builtins_with_the_students_own_line(run) -> None:
    demo = run("def f(x):\n    y = x + 1\n    raise ValueError(f'got {y}')\n")
    with pytest.raises(ValueError, match="got 4") as caught:
        demo.f(3)
    assert caught.value.failure.frames == [
        ("nnlab/demo.py", 3, "f", "raise ValueError(f'got {y}')")
    ]


@pytest.mark.parametrize(
    ("body", "expected", "name"),
    [
        ("raise SystemExit(0)", RuntimeError, "SystemExit"),
        ("raise KeyboardInterrupt", RuntimeError, "KeyboardInterrupt"),
        ("class Odd(KeyError): pass\n    raise Odd('k')", KeyError, "Odd"),
        ("f()", RecursionError, "RecursionError"),
        ("import pytest", ImportError, "ModuleNotFoundError"),
    ],
)
def test_other_exceptions_are_ordinary_failures(run, body, expected, name) -> None:
    demo = run(f"def f():\n    {body}\n")
    with pytest.raises(expected) as caught:
        demo.f()
    assert caught.value.failure.name == name


def test_a_syntax_error_names_its_line(run) -> None:
    with pytest.raises(SyntaxError) as caught:
        run("def f():\n    return 1 +\n").f()
    assert caught.value.failure.frames[-1][:2] == ("nnlab/demo.py", 2)


def test_an_error_while_importing_is_not_the_functions_own(run) -> None:
    with pytest.raises(ImportError, match="ValueError: too early"):
        run("raise ValueError('too early')\ndef f(): return 1\n").f()


def test_prints_are_captured_and_capped(run) -> None:
    demo = run("def f():\n    print('z =', 3)\ndef g():\n    print('x' * 10**6)\n")
    demo.f()
    demo.g()
    first, second = demo._submission.transcript
    assert first.printed == "z = 3\n"
    assert len(second.printed) < 5000


def test_control_characters_do_not_reach_a_terminal(run) -> None:
    demo = run("def f():\n    print('\\x1b[2J')\n    raise ValueError('\\x1b]0;x\\x07')\n")
    with pytest.raises(ValueError) as caught:
        demo.f()
    assert "\x1b" not in str(caught.value)
    assert "\x1b" not in demo._submission.transcript[0].printed


@pytest.mark.parametrize(
    "body",
    [
        "while True: pass",
        "try:\n        while True: pass\n    except BaseException:\n        while True: pass",
        "import signal\n    signal.alarm(0)\n    while True: pass",
        "sum(range(10**12))",
    ],
)
def test_no_loop_outlives_the_limit(run, body, monkeypatch) -> None:
    monkeypatch.setattr(student_module.Worker.request, "__defaults__", (0.5,))
    demo = run(f"def f():\n    {body}\ndef g(): return 1\n")
    started = time.monotonic()
    with pytest.raises(WorkerTimeout):
        demo.f()
    assert time.monotonic() - started < 10
    assert demo.g() == 1  # a new worker goes on


def test_a_dead_worker_is_replaced(run) -> None:
    demo = run("import os\ndef f(): os._exit(0)\ndef g(): return 1\n")
    with pytest.raises(WorkerDied):
        demo.f()
    assert demo.g() == 1


def test_an_oversized_answer_is_refused(run) -> None:
    demo = run("import numpy as np\ndef f(): return np.zeros(10**7)\ndef g(): return [0] * 10**6\n")
    with pytest.raises((RuntimeError, WorkerRefused), match="limit"):
        demo.f()
    with pytest.raises(WorkerRefused):
        demo.g()


def test_inputs_cannot_be_changed_in_place(run) -> None:
    demo = run("def f(x):\n    x[0] = 9\n    return x\n")
    with pytest.raises(ValueError, match="read-only"):
        demo.f(np.arange(3))
    with pytest.raises(AssertionError, match="changed an input"):
        demo.f([1, 2])
    x = np.arange(3)
    run("def f(x):\n    x.flags.writeable = True\n    x[0] = 9\n")
    assert x[0] == 0


def test_a_function_argument_is_called_back(run) -> None:
    demo = run("def f(g, x): return [g(x), g(x + 1)]\n")
    assert demo.f(lambda x: x * x, 3) == [9, 16]


def test_an_exception_in_a_callback_reaches_the_student(run) -> None:
    demo = run("def f(g):\n    try: g()\n    except ZeroDivisionError: return 'caught'\n")
    assert demo.f(lambda: 1 / 0) == "caught"


def test_a_generator_goes_on_where_it_stopped_and_ours_never_moves(run) -> None:
    demo = run("def f(rng): return rng.normal(size=2)\n")
    rng, twin = np.random.default_rng(5), np.random.default_rng(5)
    np.testing.assert_array_equal(demo.f(rng), twin.normal(size=2))
    np.testing.assert_array_equal(demo.f(rng), twin.normal(size=2))
    assert rng.normal() == np.random.default_rng(5).normal()
    fresh = np.random.default_rng(5)
    np.testing.assert_array_equal(demo.f(fresh), np.random.default_rng(5).normal(size=2))


COUNTER = """
class Counter:
    def __init__(self, start=0):
        self.value, self.history = start, []
    def add(self, step):
        if step < 0:
            raise ValueError(f"step {step}")
        self.value += step
        self.history.append(step)
        return self
    def twin(self):
        return Counter(self.value)
    def loop(self):
        while True: pass
    def spoil(self, x):
        x[0] = 1
    def __eq__(self, other):
        return True
    def __array__(self, *args, **kwargs):
        return __import__("numpy").ones(3)

def total(counters):
    return sum(counter.value for counter in counters)
"""


def test_objects_stay_in_the_worker_and_their_methods_are_called(run) -> None:
    student = run(COUNTER)
    counter = student.Counter(start=2)
    assert counter.value == 2 and counter.add(5) is counter and counter.value == 7
    twin = counter.twin()
    assert twin is not counter and twin.add(1).value == 8 and counter.history == [5]
    assert student.total([counter, twin]) == 15
    with pytest.raises(ValueError, match="step -1") as caught:
        counter.add(-1)
    assert caught.value.failure.frames[-1][0] == "nnlab/demo.py"
    with pytest.raises(AttributeError, match="no attribute 'vale'"):
        counter.vale()
    with pytest.raises(ValueError, match="read-only"):
        counter.spoil(np.zeros(2))


def test_an_object_has_no_value_of_its_own(run) -> None:
    counter = run(COUNTER).Counter()
    assert counter != 0 and counter != run(COUNTER).Counter()
    with pytest.raises(Mismatch, match="is a Counter; expected an array"):
        assert_close(counter, np.ones(3))
    with pytest.raises(Mismatch):
        assert_equal(counter, {})
    for operation in (bool, len, iter, float):
        with pytest.raises(TypeError):
            operation(counter)
    assert copy.deepcopy(counter) is counter and repr(counter) == "<Counter object>"


def test_an_object_does_not_outlive_its_worker(run, monkeypatch) -> None:
    monkeypatch.setattr(student_module, "CALL_SECONDS", 0.3)
    counter = run(COUNTER).Counter()
    with pytest.raises(WorkerTimeout):
        counter.loop()
    with pytest.raises(WorkerDied, match="lost"):
        counter.add(1)


def test_a_failing_method_is_shown_with_the_calls_before_it(run) -> None:
    student = run(COUNTER)
    counter, other = student.Counter(start=2), student.Counter(1)
    other.add(1)
    counter.add(np.int64(3))
    student.total([counter, other])
    assert counter.value == 5
    counter.add(4)
    lines = values.call_text(student._submission.transcript).splitlines()
    assert lines == ["counter = Counter(start=2)", "counter.add(3)", "counter.add(4)"]
    student.total([counter, other])
    (line,) = values.call_text(student._submission.transcript[-1:]).splitlines()
    assert line == "total([it, it])"


@pytest.mark.parametrize("tree", [["object", 0], ["object", "0", "x"], ["object", 0, 1]])
def test_a_forged_object_is_refused(tree) -> None:
    with pytest.raises(ProtocolError):
        Unpacker(thing=lambda number, kind: None)(tree)
    with pytest.raises(ProtocolError):
        Unpacker()(["object", 0, "Counter"])


@pytest.mark.parametrize("number", [-1, student_module.MAX_OBJECTS])
def test_an_object_with_an_impossible_number_is_refused(run, number: int) -> None:
    submission = run(COUNTER)._submission
    with pytest.raises(WorkerRefused):
        submission._finish({"value": ["object", number, "Counter"]}, Call("Counter", (), {}))
    assert not submission.worker.objects


def test_a_worker_sees_none_of_our_environment(run, monkeypatch) -> None:
    monkeypatch.setenv("NNLAB_SECRET", "token")
    demo = run("import os, sys\ndef f(): return [sorted(os.environ), sys.path]\n")
    environment, path = demo.f()
    assert "NNLAB_SECRET" not in environment and "HOME" not in environment
    assert not any("labkit" in entry for entry in path)


def test_answers_are_the_plain_variables_of_the_cell(run) -> None:
    submission = run("")._submission
    source = "import math\nz = 0.5\nname = 'b'\nmissing = None\n_hidden = 1\nf = len\n"
    assert submission.answers("demo.quiz", source) == {"z": 0.5, "name": "b", "missing": None}


# --- what attacks have taught ---------------------------------------------------------------------


def bomb(row: bytes, count: int) -> bytes:
    return b"\x81\xa5value\xdd" + count.to_bytes(4, "big") + row * count


@pytest.mark.parametrize(
    "body",
    [
        bomb(b"\xdc\x03\xe8" + b"\x90" * 1000, 10_000),
        b"\x81\xa5value" + (b"\xdd" + (100_000).to_bytes(4, "big")) * 1000,
        b"\x81\xa5value" + b"\x91" * 1000 + b"\xc0",
        b"\x81\xa5value\xdd\xff\xff\xff\xff",
        b"\x81\xa5value\xc6\xff\xff\xff\xff",
        b"\x81\xa5value\xc7\x00\x01",
        b"\x81\xa5value\xc1",
        b"",
    ],
    ids=["wide", "announced", "deep", "long list", "long bytes", "extension", "unused", "empty"],
)
def test_a_frame_that_would_unpack_to_gigabytes_is_refused(body) -> None:
    started = time.monotonic()
    with pytest.raises(ProtocolError):
        received(body)
    assert time.monotonic() - started < 2


def received(body: bytes) -> object:
    """What `Channel` and `Unpacker` make of one frame."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        channel = Channel(ours)
        channel._read = lambda size, deadline: (
            len(body).to_bytes(4, "big") + b"12345678" if size == 12 else body
        )
        return Unpacker()(channel.receive(time.monotonic() + 5)[1].get("value"))


def test_a_small_frame_takes_little_memory_whatever_it_announces() -> None:
    size = 1000
    for length in (size, size - 1, protocol.MAX_ITEMS, 2**32 - 1):
        nested = b"\xdd" + length.to_bytes(4, "big")
        for body in (nested * (size // 5), b"\x81\xa5value" + nested * (size // 5 - 2)):
            tracemalloc.start()
            with pytest.raises(ProtocolError):
                received(body)
            _, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            assert peak < 16 * 2**20


def test_mutated_frames_are_values_or_protocol_errors_and_nothing_else() -> None:
    draw = random.Random(20_240_601)
    seeds = [msgpack.packb({"value": pack(value), "printed": ""}) for value in [*VALUES, *ARRAYS]]
    telling = [0x00, 0x7F, 0x80, 0x90, 0xC1, 0xC6, 0xC7, 0xDB, 0xDC, 0xDD, 0xDF, 0xFF]
    fine = refused = 0
    started = time.monotonic()
    for _ in range(20_000):
        body = bytearray(draw.choice(seeds))
        for _ in range(draw.randint(1, 4)):
            place = draw.randrange(len(body) + 1)
            kind = draw.randrange(5)
            if kind == 0 and place < len(body):
                body[place] ^= 1 << draw.randrange(8)
            elif kind == 1:
                body[place : place + 1] = bytes([draw.choice(telling)])
            elif kind == 2:
                body[place:place] = draw.choice(seeds)[: draw.randrange(40)]
            elif kind == 3:
                del body[place : place + draw.randrange(6)]
            else:
                body[place : place + 4] = draw.choice([b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff"])
        try:
            value = received(bytes(body))
        except ProtocolError:
            refused += 1
        else:
            fine += 1
            assert len(repr(value)) < 10**6
    assert time.monotonic() - started < 60
    assert fine > 1000 and refused > 1000


def test_texts_and_odd_keys_are_capped() -> None:
    assert Unpacker()("x" * protocol.MAX_TEXT)
    for text in ("x" * (protocol.MAX_TEXT + 1), b"x" * (protocol.MAX_TEXT + 1)):
        with pytest.raises(ProtocolError, match="characters"):
            Unpacker()(text)
    colliding = [[["int", hex(n * (2**61 - 1))], 0] for n in range(2000)]
    with pytest.raises(ProtocolError, match="keys"):
        Unpacker()(["dict", *colliding])
    assert len(Unpacker()(["dict", *([str(n), 0] for n in range(2000))])) == 2000


def test_text_without_a_utf8_form_costs_nothing(run) -> None:
    demo = run("def f():\n    print('\\ud800')\n    return 'a\\udfffb'\n")
    assert demo.f() == "a?b"
    assert demo._submission.answers("demo.quiz", "# \ud800\nz = 1\n") == {"z": 1}


def test_a_description_holds_no_command_to_a_terminal(run) -> None:
    demo = run("def f(): return type('\\x1b[2J', (), {})()\n")
    assert "\x1b" not in repr(demo.f())


@pytest.mark.parametrize(
    "forged", [5, None, True, "ValueError", {"ValueError": 1}, [], [[1], b"x"]]
)
def test_a_forged_error_is_an_ordinary_failure(forged) -> None:
    reply = {"error": forged, "message": ["x"], "frames": {"a": 1}}
    assert type(student_module._exception(reply)) is RuntimeError


def test_an_exception_group_is_an_ordinary_failure(run) -> None:
    demo = run("def f(): raise ExceptionGroup('both', [ValueError('one')])\n")
    with pytest.raises(RuntimeError) as caught:
        demo.f()
    assert caught.value.failure.name == "ExceptionGroup"


def test_calls_that_are_each_in_time_have_a_limit_together(run) -> None:
    demo = run("import time\ndef f(): time.sleep(0.3)\n")
    demo._submission.seconds_left = 0.5
    demo.f()
    demo.f()
    with pytest.raises(WorkerTimeout, match="no time is left"):
        demo.f()


LEAST = np.iinfo(np.int64).min


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (LEAST, 0),
        (np.array([LEAST + 1, LEAST]), np.array([1, 0])),
        (5.0, np.inf),
        (-np.inf, np.inf),
        (np.inf, 5.0),
        (1 + 0j, 1.0),
        (np.array([1 + 0j]), np.array([1])),
        (np.nan, np.nan),
        (np.zeros((0, 3)), np.zeros(3)),
        (np.uint8(255), -1),
    ],
)
def test_no_tolerance_is_wide_enough_for_a_lie(got, expected) -> None:
    for compare in (assert_close, assert_equal):
        with pytest.raises(Mismatch):
            compare(got, expected)


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (np.inf, np.inf),
        (np.uint8(1), 1),
        (1.0 + 1e-12, 1),
        (np.float32(0.5), 0.5),
        (1 + 2j, 1 + 2j),
    ],
)
def test_equal_numbers_of_other_types_are_close(got, expected) -> None:
    assert_close(got, expected)


def test_a_long_value_is_shown_in_a_moment() -> None:
    many = [np.arange(1000)] * 60_000
    started = time.monotonic()
    for value in (many, {"w": many}, (many, [2**4000] * 50_000), "x" * 10**6, [["y"] * 9] * 10**5):
        assert len(values.show(value).text) <= values.MAX_TEXT + 10
    assert time.monotonic() - started < 2
    assert values.show([1, (2,), {"a": np.array([1.0])}]).text == "[1, (2,), {'a': array([1.])}]"
