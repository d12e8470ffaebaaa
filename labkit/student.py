"""The student's package as the trusted process sees it: functions that run somewhere else.

`Worker` owns one worker process; `StudentModule` makes `student.softmax(Z)` a call to it. Every
call is kept in a transcript, so that a card can show it and a diagnosis can repeat it.
"""

from __future__ import annotations

import builtins
import copy
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from labkit import isolation
from labkit.worker.protocol import (
    Channel,
    ProtocolError,
    Remote,
    Unpacker,
    Unsupported,
    flat,
    pack,
    printable,
)

START_SECONDS = 20.0
CALL_SECONDS = 3.0
MAX_CALLBACKS = 20_000  # of one call: a numerical gradient asks twice per parameter
MAX_OBJECTS = 10_000  # of a student's classes, kept in one worker

#: What a student's exception may become here; anything else arrives as a RuntimeError.
EXCEPTIONS = {
    kind.__name__: kind
    for kind in vars(builtins).values()
    if isinstance(kind, type)
    and issubclass(kind, Exception)
    and not issubclass(kind, Warning | UnicodeError | OSError | StopIteration | StopAsyncIteration)
    and not issubclass(kind, BaseExceptionGroup)  # made of more than a message
}


class WorkerFault(BaseException):
    """The call brought no answer. Not an `Exception`, so that no check can swallow it."""


class WorkerTimeout(WorkerFault):
    pass


class WorkerDied(WorkerFault):
    pass


class WorkerRefused(WorkerFault):
    pass


@dataclass
class Call:
    """One call of a student's function or method: what went in and what came out."""

    function: str  # "softmax"; "MLP.fit" for a method
    args: tuple
    kwargs: dict
    target: StudentObject | None = None  # whose method it is
    attribute: bool = False  # not called, only read
    value: Any = None
    error: BaseException | None = None
    printed: str = ""
    changed_inputs: bool = False


@dataclass
class Failure:
    """What is known of an exception in student code, beside its type and message."""

    name: str
    message: str
    frames: list[tuple[str, int, str, str]] = field(default_factory=list)


class Worker:
    """One process that runs one submission's code. Closing it, or losing patience, kills it."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        """Start the process and hand it the package: `sources` maps file names to their text."""
        self._running = isolation.launcher().start()
        self._channel = Channel(self._running.socket)
        self._numbers: dict[int, int] = {}  # id of a function or generator to its number
        self._numbered: list[Any] = []  # kept alive, so that an id means one object
        self.objects: dict[int, StudentObject] = {}  # by the number that the worker knows
        self.request({"op": "load", "sources": dict(sources)}, START_SECONDS)

    def request(self, message: dict, seconds: float = CALL_SECONDS) -> dict:
        """Send one request and wait for its reply, serving callbacks meanwhile.

        Raises WorkerTimeout, WorkerDied or WorkerRefused; the process is gone afterwards.
        """
        nonce, deadline, callbacks = Channel.nonce(), time.monotonic() + seconds, 0
        try:
            self._channel.send(nonce, message, deadline)
            while True:
                reply_nonce, reply = self._channel.receive(deadline)
                if reply_nonce != nonce:
                    raise ProtocolError("a reply to no question")
                if "callback" not in reply:
                    return reply
                callbacks += 1
                if callbacks > MAX_CALLBACKS:
                    raise ProtocolError(f"a function was called back over {MAX_CALLBACKS:,} times")
                self._channel.send(nonce, self._answer(reply), deadline)
        except TimeoutError:
            self.close()
            raise WorkerTimeout(f"no answer within {seconds:g} seconds") from None
        except (EOFError, ConnectionError) as error:
            self.close()
            raise WorkerDied("Python itself stopped while running this call") from error
        except ProtocolError as error:
            self.close()
            raise WorkerRefused(f"the answer was refused: {error}") from error

    def number(self, thing: Any) -> int:
        """The number by which the worker knows a function or a random generator."""
        if id(thing) not in self._numbers:
            self._numbers[id(thing)] = len(self._numbered)
            self._numbered.append(thing)
        return self._numbers[id(thing)]

    def forget(self) -> None:
        """Start over: number everything anew, so that a generator passed before starts over too,
        and let go of the student's objects."""
        if not self._numbered and not self.objects:
            return
        self._numbers.clear()
        self._numbered.clear()
        self.objects.clear()
        self.request({"op": "forget"})

    def _answer(self, reply: dict) -> dict:
        number = reply.get("callback")
        if type(number) is not int or not 0 <= number < len(self._numbered):
            raise ProtocolError("a call back to an unknown function")
        function, args = self._numbered[number], Unpacker()(reply.get("args"))
        if not callable(function) or type(args) is not tuple:
            raise ProtocolError("a malformed call back")
        try:
            return {"value": pack(function(*args))}
        except Exception as error:
            return {"error": type(error).__name__, "message": str(error)}

    @property
    def alive(self) -> bool:
        return self._running.alive()

    def close(self) -> None:
        self._running.kill()  # first: a worker that sees its socket close would wake up once more
        self._channel.close()


class Submission:
    """A submission at work: starts its worker when first needed and again after each loss."""

    def __init__(self, sources: Mapping[str, str], cells: Mapping[str, str] | None = None) -> None:
        """`sources`: file name to text. `cells`: answer cell (`module.name`) to its source."""
        self.sources = dict(sources)
        self.cells = dict(cells or {})
        self.transcript: list[Call] = []
        self._answers: dict[str, dict[str, Any]] = {}
        self.seconds_left = math.inf  # for all the calls that are still to come
        self._worker: Worker | None = None

    @property
    def worker(self) -> Worker:
        """The worker that is running, or a new one."""
        if self._worker is None or not self._worker.alive:
            self._worker = Worker(self.sources)
        return self._worker

    def call(self, module: str, function: str, args: tuple, kwargs: dict) -> Any:
        """Call `nnlab.<module>.<function>` and return what it returned, rebuilt as plain data.

        An object of a class of the student's comes as a `StudentObject`. The student's exceptions
        are raised here as the builtin of the same name, with a `failure` attribute (`Failure`).
        """
        call = Call(function, _copy(args), _copy(kwargs))
        return self._run(call, {"op": "call", "module": module, "function": function}, args, kwargs)

    def call_method(self, target: StudentObject, name: str, args: tuple, kwargs: dict) -> Any:
        """Call a method of an object that an earlier call gave; otherwise like `call`."""
        call = Call(f"{target._made_by}.{name}", _copy(args), _copy(kwargs), target)
        return self._run(call, {"op": "method", "name": name}, args, kwargs)

    def attribute(self, target: StudentObject, name: str) -> Any:
        """The value of an attribute; for a method, a function that calls it."""
        call = Call(f"{target._made_by}.{name}", (), {}, target, attribute=True)
        value = self._run(call, {"op": "attribute", "name": name})
        if call.value is not METHOD:
            return value
        self.transcript.pop()
        return self._caller(name, partial(self.call_method, target, name))

    def function(self, module: str, name: str) -> Callable[..., Any]:
        """A function of the student's module, as checks call it."""
        return self._caller(name, partial(self.call, module, name))

    def _caller(self, name: str, run: Callable[[tuple, dict], Any]) -> Callable[..., Any]:
        """A function for checks, in which changing an input is a failure."""

        def call(*args: Any, **kwargs: Any) -> Any:
            value = run(args, kwargs)
            if self.transcript[-1].changed_inputs:
                raise AssertionError(
                    f"{name} changed an input that belongs to its caller. Work on a copy."
                )
            return value

        call.__name__ = name
        return call

    def _run(self, call: Call, message: dict, args: tuple = (), kwargs: dict | None = None) -> Any:
        """Send one request, and note in the transcript what came of it."""
        self.transcript.append(call)
        worker = self.worker
        try:
            if call.target is not None:
                if call.target._worker is not worker:
                    raise WorkerDied("this object was lost when Python stopped")
                message["number"] = call.target._number
            if not call.attribute:
                message["args"] = pack(args, worker.number)
                message["kwargs"] = pack(kwargs, worker.number)
            call.value = self._finish(self._request(worker, message), call)
        except BaseException as error:
            call.error = error
            raise
        return _copy(call.value)  # a check may change what it got; the transcript may not

    def answers(self, name: str, source: str) -> dict[str, Any]:
        """Run one answer cell and return its variables (plain values only).

        It runs once. Only where it brought no answer does the next call run it again.
        """
        if name in self._answers:
            return self._answers[name]
        call = Call(name, (), {})
        message = {"op": "cell", "source": source, "name": "<answers>"}
        value = self._finish(self._request(self.worker, message), call)
        if type(value) is not dict:
            raise WorkerRefused("the answer cell gave no variables")
        self._answers[name] = {key: item for key, item in value.items() if type(key) is str}
        return self._answers[name]

    def _request(self, worker: Worker, message: dict) -> dict:
        """A request whose time is taken from `seconds_left`."""
        if self.seconds_left <= 0:
            raise WorkerTimeout("no time is left: the calls before took too long")
        started = time.monotonic()
        try:
            return worker.request(message)
        finally:
            self.seconds_left -= time.monotonic() - started

    def _finish(self, reply: dict, call: Call) -> Any:
        call.printed = printable(reply.get("printed", ""), 5000)
        call.changed_inputs = reply.get("changed_inputs") is True
        if "error" in reply:
            raise _exception(reply)
        if call.attribute and reply.get("method") is True:
            return METHOD
        try:
            return Unpacker(thing=partial(self._object, call))(reply.get("value"))
        except ProtocolError as error:
            raise WorkerRefused(f"the answer was refused: {error}") from error

    def _object(self, call: Call, number: int, kind: str) -> StudentObject:
        """The one `StudentObject` for an object of the worker's."""
        objects = self.worker.objects
        if number not in objects:
            if not 0 <= number < MAX_OBJECTS:
                raise ProtocolError(f"more than {MAX_OBJECTS:,} objects")
            made_by = call.function.partition(".")[0]
            objects[number] = StudentObject(self, self.worker, made_by, number, kind)
        return objects[number]

    def close(self) -> None:
        if self._worker is not None:
            self._worker.close()


def _copy(value: Any) -> Any:
    """`copy.deepcopy`, faster for what most calls take and give. Generators stay themselves, since
    passing one twice means something."""
    kind = type(value)
    if kind is np.ndarray:
        return value.copy("K")
    if kind is float or kind is int or kind is str or kind is bool:
        return value
    if kind is list or kind is tuple:
        return kind(value if flat(value) else map(_copy, value))
    if kind is dict:
        return {key: _copy(item) for key, item in value.items()}
    return value if isinstance(value, np.random.Generator) else copy.deepcopy(value)


def _exception(reply: dict) -> Exception:
    """The exception that a reply tells of, as plain text turned into a builtin."""
    names = reply["error"] if type(reply["error"]) is list else []
    names = [name for name in names if type(name) is str] or ["Exception"]
    message = printable(reply.get("message", ""), 2000)
    kind = next((EXCEPTIONS[name] for name in names if name in EXCEPTIONS), RuntimeError)
    if kind in (Exception, BaseException):
        kind = RuntimeError
    error = kind(message)
    frames = reply.get("frames") if type(reply.get("frames")) is list else []
    error.failure = Failure(
        printable(names[0], 80), message, [_frame(frame) for frame in frames[:6]]
    )
    for file, line, _, source in error.failure.frames:
        error.add_note(f"{file}, line {line}: {source}")
    return error


def _frame(frame: Any) -> tuple[str, int, str, str]:
    if type(frame) is not list or len(frame) != 4 or type(frame[1]) is not int:
        return ("?", 0, "", "")
    file, line, function, source = frame
    return (printable(file, 100), line, printable(function, 100), printable(source, 300))


#: What `attribute` finds where the name is a method.
METHOD = object()


class StudentModule:
    """`student` in a check: the functions and classes of one module of the student's package."""

    def __init__(self, submission: Submission, module: str) -> None:
        self._submission, self._module = submission, module

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        return self._submission.function(self._module, name)


class StudentObject(Remote):
    """An object of a class of the student's: its public methods can be called and its public
    attributes read, all in the worker. It has no value here: whether it equals something, how
    long it is or what is in it is not for the student's code to say.
    """

    def __init__(
        self, submission: Submission, worker: Worker, made_by: str, number: int, kind: str
    ) -> None:
        """`made_by`: the function or class whose call gave this object."""
        super().__init__(number, printable(kind, 80))
        self._submission, self._worker, self._made_by = submission, worker, made_by

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self._submission.attribute(self, name)

    def __repr__(self) -> str:
        return f"<{self._kind} object>"

    def __deepcopy__(self, memo: dict) -> StudentObject:
        return self

    def __bool__(self) -> bool:
        raise TypeError("an object of the student's is neither true nor false")


__all__ = [
    "Call",
    "Failure",
    "StudentModule",
    "StudentObject",
    "Submission",
    "Unsupported",
    "Worker",
    "WorkerDied",
    "WorkerFault",
    "WorkerRefused",
    "WorkerTimeout",
]
