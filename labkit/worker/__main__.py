"""The worker: runs one submission's code and answers calls until its socket closes.

Loaded by `labkit/isolation/inside`, which also confines it: it sees NumPy, msgpack and the
sources it is sent, nothing else of ours. Nothing it reports is believed by the other side
beyond "this is what the student's code returned".
"""

import builtins
import importlib.abc
import importlib.machinery
import io
import linecache
import os
import socket
import sys
import traceback
import types
import warnings

import numpy as np
from protocol import SEQUENCES, Channel, ProtocolError, Unpacker, build_generator, flat, pack

MAX_PRINTED = 4000  # characters of output kept per call
MAX_MESSAGE = 2000
MAX_FRAMES = 6  # of a traceback: the innermost ones
PACKAGE = "nnlab"
PLAIN = bool | int | float | str | np.generic | list | tuple  # what an answer may be


class Printed(io.TextIOBase):
    """Collects what a call prints, up to a cap."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._size = 0

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if self._size < MAX_PRINTED:
            self._parts.append(text[: MAX_PRINTED - self._size])
            self._size += len(text)
        return len(text)

    def take(self) -> str:
        text = "".join(self._parts) + (" …" if self._size > MAX_PRINTED else "")
        self._parts, self._size = [], 0
        return text


class StudentPackage(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports `nnlab` and its modules from the sources that were sent."""

    def __init__(self, sources: dict[str, str]) -> None:
        self._sources = sources
        self._unreadable: dict[str, SyntaxError] = {}  # every call tries the import again

    def _file(self, fullname: str) -> str | None:
        package, _, module = fullname.partition(".")
        if package != PACKAGE or "." in module:
            return None
        file = f"{module or '__init__'}.py"
        return file if file in self._sources else None

    def find_spec(self, fullname, path=None, target=None):
        file = self._file(fullname)
        if file is None:
            return None
        return importlib.machinery.ModuleSpec(
            fullname, self, origin=f"{PACKAGE}/{file}", is_package=fullname == PACKAGE
        )

    def exec_module(self, module) -> None:
        file = self._file(module.__name__)
        if file in self._unreadable:
            raise self._unreadable[file].with_traceback(None)
        try:
            code = compiled(self._sources[file], module.__spec__.origin)
        except SyntaxError as error:
            self._unreadable[file] = error
            raise
        exec(code, module.__dict__)


def compiled(source: str, filename: str) -> types.CodeType:
    """The code of `source`, so that tracebacks can quote its lines."""
    linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
    return compile(source, filename, "exec")


class Worker:
    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._nonce = b""
        self._printed = Printed()
        self._generators: dict[int, tuple] = {}
        self._objects: list = []  # of the student's classes; an index is the number that crosses
        self._numbers: dict[int, int] = {}  # id of such an object to its number
        self._unpack = Unpacker(self._callback, self._generator, self._object)
        sys.stdout = sys.stderr = self._printed
        warnings.simplefilter("always")  # a call that overflows says so each time

    def serve(self) -> None:
        while True:
            try:
                self._nonce, request = self._channel.receive()
            except EOFError:
                return
            operation = getattr(self, f"_{request.pop('op')}")
            try:
                reply = operation(**request)
            except BaseException as error:
                reply = describe(error)
            reply["printed"] = self._printed.take()
            try:
                self._channel.send(self._nonce, reply)
            except ProtocolError as error:
                self._channel.send(self._nonce, {**describe(error), "printed": ""})

    def _load(self, sources: dict) -> dict:
        sys.meta_path.insert(0, StudentPackage(sources))
        return {"value": None}

    def _call(self, module: str, function: str, args: list, kwargs: list) -> dict:
        name = f"{PACKAGE}.{module}"
        try:
            target = getattr(sys.modules.get(name) or importlib.import_module(name), function)
        except Exception as error:
            return not_importable(error)
        return self._apply(target, args, kwargs)

    def _method(self, number: int, name: str, args: list, kwargs: list) -> dict:
        return self._apply(getattr(self._objects[number], name), args, kwargs)

    def _attribute(self, number: int, name: str) -> dict:
        value = getattr(self._objects[number], name)
        if callable(value) and self._keep(value) is None:
            return {"method": True}
        return {"value": self._pack(value)}

    def _apply(self, target, args: list, kwargs: list) -> dict:
        before = [args, kwargs]
        args, kwargs = freeze(self._unpack(args)), freeze(self._unpack(kwargs))
        reply = {"value": self._pack(target(*args, **kwargs))}
        after = [pack(args, id, self._keep), pack(kwargs, id, self._keep)]
        reply["changed_inputs"] = after != before and still(after) != still(before)
        return reply

    def _forget(self) -> dict:
        """Start over: later calls pass no generator and no object that was passed before."""
        self._generators.clear()
        self._objects.clear()
        self._numbers.clear()
        return {"value": None}

    def _pack(self, value):
        return pack(value, keep=self._keep)

    def _keep(self, value) -> int | None:
        """The number of an object of one of the student's classes, which stays here."""
        if not type(value).__module__.startswith(f"{PACKAGE}."):
            return None
        if id(value) not in self._numbers:
            self._numbers[id(value)] = len(self._objects)
            self._objects.append(value)
        return self._numbers[id(value)]

    def _object(self, number: int, kind: str):
        return self._objects[number]

    def _cell(self, source: str, name: str) -> dict:
        namespace: dict = {"__name__": "__main__", "__builtins__": builtins}
        exec(compiled(source, name), namespace)
        plain = {
            key: value
            for key, value in namespace.items()
            if not key.startswith("_") and (value is None or isinstance(value, PLAIN))
        }
        return {"value": pack(plain)}

    def _callback(self, number: int):
        """A function that calls its original in the trusted process."""

        def call(*args):
            self._channel.send(self._nonce, {"callback": number, "args": pack(args)})
            _, answer = self._channel.receive()
            if "error" in answer:
                kind = getattr(builtins, answer["error"], RuntimeError)
                raise kind(answer["message"])
            return self._unpack(answer["value"])

        return call

    def _generator(self, sent: list):
        """A generator passed twice goes on where it stopped, here; the caller's own never moves."""
        number, name, state = sent
        known_state, generator = self._generators.get(number, (None, None))
        if known_state != state:
            generator = build_generator(name, state)
            self._generators[number] = state, generator
        return generator


def freeze(value):
    """Make the arrays in `value` read-only: changing an input in place is an error, with a line."""
    if isinstance(value, np.ndarray):
        value.flags.writeable = False
    elif isinstance(value, SEQUENCES):
        if not flat(value):
            for item in value:
                freeze(item)
    elif isinstance(value, dict):
        for item in value.values():
            freeze(item)
    return value


def still(tree):
    """A packed value without what may rightly change: generators advance, functions are opaque,
    objects are the student's own."""
    if isinstance(tree, list):
        if tree and tree[0] in ("generator", "function", "object"):
            return tree[0]
        return [still(item) for item in tree]
    return tree


def not_importable(error: Exception) -> dict:
    """An exception on the way to a function, which must not pass for one that the function raised:
    a check that wants a ValueError wants it from the function."""
    reply = describe(error)
    if not isinstance(error, SyntaxError | ImportError | AttributeError):
        reply["message"] = f"{type(error).__name__}: {reply['message']}"
        reply["error"] = ["ImportError"]
    return reply


def describe(error: BaseException) -> dict:
    """An exception as plain text: its kinds, its message, and the student's own lines."""
    frames = []
    for frame, line in traceback.walk_tb(error.__traceback__):
        code, line = frame.f_code, line or 0
        if code.co_filename.startswith((f"{PACKAGE}/", "<answers")):
            text = linecache.getline(code.co_filename, line).strip()
            frames.append([code.co_filename, line, code.co_name, text])
    if isinstance(error, SyntaxError) and error.filename:
        frames.append([error.filename, error.lineno or 0, "", (error.text or "").strip()])
    try:
        message = error.msg if isinstance(error, SyntaxError) else str(error)
        if isinstance(error, KeyError) and error.args:
            message = str(error.args[0])
    except BaseException:
        message = "(its message could not be read)"
    return {
        "error": [kind.__name__ for kind in type(error).__mro__][:12],
        "message": str(message)[:MAX_MESSAGE],
        "frames": frames[-MAX_FRAMES:],
    }


def main(descriptor: int) -> None:
    sock = socket.socket(fileno=descriptor)
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):  # what C code prints has nowhere to go
        os.dup2(null, standard)
    Worker(Channel(sock, trusted=True)).serve()
