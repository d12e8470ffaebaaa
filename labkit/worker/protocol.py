"""How values cross between the trusted process and the worker that runs student code.

Only plain data crosses: scalars, strings, lists, tuples, dicts, NumPy arrays and scalars of
plain numeric type, random generators by state, (towards the worker) functions by number, and
objects of the student's own classes by number: they stay in the worker, their number crosses.
Nothing is ever unpickled. The worker is somebody else's program, so whatever it sends is read
as if it were hostile: every size, depth and type is checked before anything is built from it.

This module is the only one that both processes import, hence NumPy and msgpack alone.
"""

from __future__ import annotations

import secrets
import socket
import struct
import time
from collections.abc import Callable
from typing import Any

import msgpack
import numpy as np

TICK = 0.1  # seconds that a system call waits before the deadline is looked at
CHUNK = 2**14  # bytes to ask the socket for at a time; most frames are smaller
MAX_FRAME = 64 * 2**20  # bytes: an array of 8 million floats
MAX_ITEMS = 100_000  # entries in all the lists, tuples and dicts of one value
MAX_DEPTH = 16
MAX_NDIM = 8
MAX_DIGITS = 1000  # of a big integer
MAX_TEXT = 100_000  # characters of a string, or bytes that are no array
MAX_ODD_KEYS = 1000  # of a dict, other than strings: anyone can find a million with the same hash
MAX_NODES = 4 * MAX_ITEMS  # parts of one frame, as msgpack counts them
MAX_LEVELS = 3 * MAX_DEPTH

# Tuples, made once: `isinstance(value, A | B)` makes a union at every call.
PLAIN = frozenset((type(None), bool, float, str, bytes))
PLAIN_BASES = (bool, int, float, str, bytes)
SCALARS = frozenset((type(None), bool, float, int))
ARRAYS = (np.ndarray, np.generic)
SEQUENCES = (list, tuple)

#: dtypes that may cross, by the string that names them on the wire.
DTYPES = {
    np.dtype(code).str: np.dtype(code)
    for code in ("?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16")
}


class ProtocolError(Exception):
    """The other side sent something that this protocol does not allow."""


class Unsupported:
    """Stands for a value that cannot cross; `description` says what it was."""

    def __init__(self, description: str) -> None:
        self.description = description

    def __repr__(self) -> str:
        return f"<{self.description}>"


class Remote:
    """Stands for an object that lives in the worker, where it is known by a number."""

    def __init__(self, number: int, kind: str) -> None:
        self._number, self._kind = number, kind


def flat(items: list | tuple) -> bool:
    """Whether there is nothing but numbers in a list, as in most: then none is asked by itself."""
    return SCALARS.issuperset(map(type, items))


def printable(text: Any, limit: int) -> str:
    """Text from a submission without control characters, which a terminal would obey."""
    if not text or type(text) is not str:
        return ""
    text = text[:limit]
    if text.replace("\n", "").replace("\t", "").isprintable():
        return text
    return "".join(
        char if char.isprintable() or char in "\n\t" else ascii(char)[1:-1] for char in text
    )


# --- values to trees of plain msgpack data ----------------------------------------------------


def pack(
    value: Any,
    number: Callable[[Any], int] | None = None,
    keep: Callable[[Any], int | None] | None = None,
) -> Any:
    """Turn `value` into a tree of plain data.

    `number` numbers the callables and random generators, which only the trusted side may send;
    `keep` those objects that the worker keeps for later (None for any other). Without these they
    do not cross. What cannot cross arrives as an `Unsupported`.
    """
    kind = type(value)
    if kind in PLAIN:
        return value
    if kind is int:
        return value if -(2**63) <= value < 2**63 else ["int", hex(value)]
    if isinstance(value, ARRAYS):
        return _pack_array(value)
    if isinstance(value, SEQUENCES):
        tag = "list" if isinstance(value, list) else "tuple"
        if PLAIN.issuperset(map(type, value)):  # a row of numbers: most lists are
            return [tag, *value]
        return [tag, *[pack(item, number, keep) for item in value]]
    if isinstance(value, dict):
        return ["dict", *[[pack(k, number, keep), pack(v, number, keep)] for k, v in value.items()]]
    for base in PLAIN_BASES:
        if isinstance(value, base):  # a subclass: send the plain value
            return pack(base(value))
    if isinstance(value, complex):
        return ["complex", value.real, value.imag]
    if isinstance(value, np.random.Generator) and number is not None:
        name = type(value.bit_generator).__name__
        return ["generator", number(value), name, _state(value.bit_generator.state)]
    if isinstance(value, Unsupported):
        return ["unsupported", value.description]
    if isinstance(value, Remote):
        return ["object", value._number, value._kind]
    kept = keep(value) if keep is not None else None
    if kept is not None:
        return ["object", kept, kind.__name__]
    if callable(value) and number is not None:
        return ["function", number(value)]
    return ["unsupported", f"a value of type {kind.__name__}"]


def _pack_array(value: np.ndarray | np.generic) -> Any:
    array = np.asarray(value)
    code = array.dtype.str
    if code not in DTYPES:
        if array.dtype == np.longdouble:
            array = array.astype(float)
        array = array.astype(array.dtype.newbyteorder("="), copy=False)
        code = array.dtype.str
    if code not in DTYPES:
        kind = "an array" if isinstance(value, np.ndarray) else "a value"
        return ["unsupported", f"{kind} of dtype {array.dtype}, which holds no plain numbers"]
    tag = "array" if isinstance(value, np.ndarray) else "scalar"
    return [tag, code, list(array.shape), array.tobytes()]


def _state(node: Any) -> Any:
    """The state of a bit generator, whose integers may exceed 64 bits and arrays abound."""
    if isinstance(node, dict):
        return {key: _state(item) for key, item in node.items()}
    return pack(node)


# --- trees to values, trusting nothing --------------------------------------------------------


class Unpacker:
    """Rebuild values from trees; `function`, `generator` and `thing` (for objects of a student's
    class: number and name of the class) say what those three become."""

    def __init__(
        self,
        function: Callable[[int], Any] | None = None,
        generator: Callable[[list], Any] | None = None,
        thing: Callable[[int, str], Any] | None = None,
    ) -> None:
        self._function = function
        self._generator = generator
        self._thing = thing
        self._items = 0

    def __call__(self, tree: Any) -> Any:
        self._items = 0
        return self._build(tree, 0)

    def _build(self, tree: Any, depth: int) -> Any:
        self._count(1)
        if depth > MAX_DEPTH:
            raise ProtocolError(f"the value is nested more than {MAX_DEPTH} levels deep")
        kind = type(tree)
        if kind in PLAIN or kind is int:
            if (kind is str or kind is bytes) and len(tree) > MAX_TEXT:
                raise ProtocolError(f"a text of more than {MAX_TEXT:,} characters")
            return tree
        if kind is not list or not tree or type(tree[0]) is not str:
            raise ProtocolError("a value without a type")
        tag, *rest = tree
        builder = _BUILDERS.get(tag)
        if builder is None:
            raise ProtocolError("a value of unknown type")
        try:
            return builder(self, rest, depth + 1)
        except (ValueError, TypeError, KeyError, OverflowError) as error:
            raise ProtocolError(f"a malformed {tag}") from error

    def _build_int(self, rest: list, depth: int) -> int:
        (digits,) = rest
        if type(digits) is not str or len(digits) > MAX_DIGITS:
            raise ProtocolError(f"an integer of more than {MAX_DIGITS} digits")
        return int(digits, 16)

    def _build_complex(self, rest: list, depth: int) -> complex:
        real, imag = rest
        return complex(real, imag)

    def _build_list(self, rest: list, depth: int) -> list:
        if depth <= MAX_DEPTH and flat(rest):
            self._count(len(rest))
            return rest
        return [self._build(item, depth) for item in rest]

    def _build_tuple(self, rest: list, depth: int) -> tuple:
        return tuple(self._build_list(rest, depth))

    def _count(self, items: int) -> None:
        self._items += items
        if self._items > MAX_ITEMS:
            raise ProtocolError(f"the value holds more than {MAX_ITEMS:,} entries")

    def _build_dict(self, rest: list, depth: int) -> dict:
        pairs = [(self._build(key, depth), self._build(item, depth)) for key, item in rest]
        if sum(type(key) is not str for key, _ in pairs) > MAX_ODD_KEYS:
            raise ProtocolError(f"a dict with over {MAX_ODD_KEYS:,} keys that are not strings")
        return dict(pairs)

    def _build_array(self, rest: list, depth: int) -> np.ndarray:
        code, shape, data = rest
        dtype = DTYPES[code]
        if type(shape) is not list or len(shape) > MAX_NDIM or type(data) is not bytes:
            raise ProtocolError("a malformed array")
        size = 1  # without the zeros, to bound what a zero-length axis could hide
        for length in shape:
            if type(length) is not int or not 0 <= length <= MAX_FRAME:
                raise ProtocolError("a malformed array shape")
            size *= length or 1
        if size > MAX_FRAME:
            raise ProtocolError("an array shape too large")
        if (0 if 0 in shape else size) * dtype.itemsize != len(data):
            raise ProtocolError("an array whose shape does not fit its data")
        if dtype.kind == "b":  # a byte other than 0 or 1 is no boolean
            return (np.frombuffer(data, np.uint8) != 0).reshape(shape)
        return np.frombuffer(data, dtype).reshape(shape).copy()

    def _build_scalar(self, rest: list, depth: int) -> np.generic:
        array = self._build_array(rest, depth)
        if array.shape != ():
            raise ProtocolError("a malformed scalar")
        return array[()]

    def _build_unsupported(self, rest: list, depth: int) -> Unsupported:
        (description,) = rest
        return Unsupported(printable(description, 200))

    def _build_function(self, rest: list, depth: int) -> Any:
        (number,) = rest
        if self._function is None or type(number) is not int:
            raise ProtocolError("a function, which cannot cross in this direction")
        return self._function(number)

    def _build_object(self, rest: list, depth: int) -> Any:
        number, kind = rest
        if self._thing is None or type(number) is not int or type(kind) is not str:
            raise ProtocolError("an object, which cannot cross here")
        return self._thing(number, kind)

    def _build_generator(self, rest: list, depth: int) -> Any:
        if self._generator is None:
            raise ProtocolError("a random generator, which cannot cross in this direction")
        return self._generator(rest)


_BUILDERS = {
    name.removeprefix("_build_"): builder
    for name, builder in vars(Unpacker).items()
    if name.startswith("_build_")
}


def build_generator(name: str, state: Any) -> np.random.Generator:
    """A `Generator` from what `pack` made of one; for the worker, which trusts its caller."""

    def plain(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: plain(item) for key, item in node.items()}
        return Unpacker()(node)

    generator = np.random.Generator(getattr(np.random, name)(0))
    generator.bit_generator.state = plain(state)
    return generator


# --- frames -----------------------------------------------------------------------------------

_HEADER = struct.Struct(">I8s")


class Channel:
    """Length-prefixed msgpack frames over a socket; every frame carries the nonce of its call.

    A reply that comes early, twice or for another call carries the wrong nonce and is refused.
    """

    def __init__(self, sock: socket.socket, trusted: bool = False) -> None:
        """`trusted`: whether the other side may be believed not to send what is hard to read."""
        self._sock, self._trusted = sock, trusted
        sock.settimeout(None if trusted else TICK)  # once: each change is a system call
        self._ahead = b""  # received after the end of the last frame

    @staticmethod
    def nonce() -> bytes:
        return secrets.token_bytes(8)

    def send(self, nonce: bytes, message: dict, deadline: float | None = None) -> None:
        """Send one frame. Raises ProtocolError if it is too large, OSError if nobody reads."""
        # Half a surrogate pair has no UTF-8 form; it arrives as a question mark.
        body = msgpack.packb(message, use_bin_type=True, unicode_errors="replace")
        if len(body) > MAX_FRAME:
            raise ProtocolError(f"a value of {len(body):,} bytes; the limit is {MAX_FRAME:,}")
        unsent = memoryview(_HEADER.pack(len(body), nonce) + body)
        while unsent:
            unsent = unsent[self._patiently(self._sock.send, unsent, deadline) :]

    def receive(self, deadline: float | None = None) -> tuple[bytes, dict]:
        """Wait for one frame until `deadline` (a `time.monotonic()`), however slowly it drips in.

        Raises TimeoutError, EOFError (the other side is gone) or ProtocolError.
        """
        data = self._read(_HEADER.size, deadline)
        size, nonce = _HEADER.unpack_from(data)
        if size > MAX_FRAME:
            raise ProtocolError(f"a frame of {size:,} bytes; the limit is {MAX_FRAME:,}")
        end = _HEADER.size + size
        if len(data) < end:
            data += self._read(end - len(data), deadline)
        body, self._ahead = data[_HEADER.size : end], data[end:]
        if not self._trusted:
            _survey(body)
        try:
            message = msgpack.unpackb(
                body,
                raw=False,
                max_array_len=MAX_ITEMS,
                max_map_len=MAX_ITEMS,
                max_ext_len=0,
            )
        except (ValueError, msgpack.UnpackException) as error:
            raise ProtocolError(f"a frame that cannot be read ({error})") from error
        if type(message) is not dict:
            raise ProtocolError("a frame that is not a message")
        return nonce, message

    def _read(self, size: int, deadline: float | None) -> bytes:
        """At least `size` bytes: most frames arrive whole, and each system call costs."""
        parts = [self._ahead]
        size -= len(self._ahead)
        while size > 0:
            part = self._patiently(self._sock.recv, min(max(size, CHUNK), 2**20), deadline)
            if not part:
                raise EOFError
            parts.append(part)
            size -= len(part)
        self._ahead = b""
        return b"".join(parts)

    @staticmethod
    def _patiently(operation: Callable[[Any], Any], argument: Any, deadline: float | None) -> Any:
        """An operation on the socket, tried until `deadline`: each try takes a tick at most."""
        while True:
            if deadline is not None and time.monotonic() > deadline:
                raise TimeoutError
            try:
                return operation(argument)
            except TimeoutError:
                continue

    def close(self) -> None:
        self._sock.close()


#: First bytes of msgpack: how many bytes hold the length, what it counts (parts or bytes).
_SIZED = {0xC4: (1, 0), 0xC5: (2, 0), 0xC6: (4, 0), 0xD9: (1, 0), 0xDA: (2, 0), 0xDB: (4, 0)}
_SIZED |= {0xDC: (2, 1), 0xDD: (4, 1), 0xDE: (2, 2), 0xDF: (4, 2)}
_FIXED = {0xC0: 0, 0xC2: 0, 0xC3: 0, 0xCA: 4, 0xCB: 8, 0xCC: 1, 0xCD: 2, 0xCE: 4, 0xCF: 8}
_FIXED |= {0xD0: 1, 0xD1: 2, 0xD2: 4, 0xD3: 8}


def _survey(body: bytes) -> None:
    """Refuse a frame that would unpack to too many parts or too deeply, before it is unpacked.

    Sixty megabytes of empty lists would become four gigabytes of them.
    """
    position, nodes, open_parts = 0, 0, [1]
    try:
        while open_parts:
            if open_parts[-1] == 0:
                open_parts.pop()
                continue
            open_parts[-1] -= 1
            nodes += 1
            first = body[position]
            position += 1
            parts = 0
            if first < 0x80 or first >= 0xE0:
                continue
            if first < 0xA0:
                parts = (first & 0x0F) * (2 if first < 0x90 else 1)
            elif first < 0xC0:
                position += first & 0x1F
            elif first in _FIXED:
                position += _FIXED[first]
            elif first in _SIZED:
                width, factor = _SIZED[first]
                length = int.from_bytes(body[position : position + width], "big")
                position += width + (0 if factor else length)
                parts = length * factor
            else:
                raise ProtocolError("a frame of an unknown kind")
            if parts:
                if nodes + parts > MAX_NODES or len(open_parts) > MAX_LEVELS:
                    raise ProtocolError("a frame of too many parts")
                open_parts.append(parts)
    except IndexError:
        raise ProtocolError("a frame that ends too early") from None
