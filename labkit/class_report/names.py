"""What students are called on a page: by name, or by pseudonyms that only a secret can make.

A pseudonym is a keyed hash of the name, so it is the same for every report beside the same secret
and says nothing to whoever has not got that. Text that students wrote may name them as well: under
pseudonyms, as little of it as possible is shown.
"""

from __future__ import annotations

import base64
import builtins
import csv
import hashlib
import hmac
import io
import re
import secrets
from collections.abc import Iterable
from pathlib import Path

from labkit import atomic
from labkit.course import CourseError
from labkit.worker.protocol import printable

SECRET = "pseudonyms.secret"  # beside the results
HIDDEN = "(text, not shown)"
MAX_TEXT = 20_000

#: Words that a shown value may hold under pseudonyms: those that numbers are printed with.
NUMERIC = re.compile(
    r"nan|inf|e|j|None|True|False|array|np|dtype|shape|of|entries|from|to|them|not|finite|no"
    r"|bool|u?int\d*|float\d*|complex\d*|list|tuple|dict|str|NoneType"
)
#: Verdicts of checks (labkit/testing.py, labkit/session.py) that hold no word of a student's.
VERDICTS = re.compile(
    r"(The value|Every entry) is wrong\."
    r"|\d+ of \d+ entries (is|are) wrong\."
    r"|\d+ entries; expected \d+\."
    r"|The result has shape [\d(), ]+; expected [\d(), ]+\."
    r"|The result is (u?int|float|complex)\d+; expected \w+\."
    r"|The result is a (list|tuple|dict|str|bytes); expected an? \w+\."
    r"|The result is None\. Is there a `return`\?"
    r"|The result is not the expected one\."
    r"|The result holds (NaN|True and False|complex numbers)[^'\"]*\."
    r"|This call should raise an? \w+, but it returned\."
    r"|No answer within [\d.]+ seconds\.( Is there a loop that never ends\?)?"
)
ERRORS = frozenset(
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
)


class Names:
    """Students under their own names."""

    pseudonyms = False

    def of(self, student: str) -> str:
        """What `student` is called on the page."""
        return printable(student, MAX_TEXT)

    def text(self, text: str) -> str:
        """Text that may quote a submission."""
        return printable(text, MAX_TEXT)

    def value(self, text: str) -> str:
        """A value that a student's function returned."""
        return self.text(text)

    def message(self, text: str) -> str:
        """The verdict of a check, which may quote an exception of the student's."""
        return self.text(text)


class Pseudonyms(Names):
    """Students under pseudonyms; `students` are all the names that must not be seen."""

    pseudonyms = True

    def __init__(self, secret: str, students: Iterable[str]) -> None:
        self._secret = secret.encode("utf-8")
        self.students = sorted(set(students))
        # A name of one or two plain letters is a word of code, too, and gives nobody away.
        folders = {name.removeprefix("'") for name in self.students}
        telling = [name for name in folders if len(name) > 2 or not name.isascii()]
        either = "|".join(map(re.escape, sorted(telling, key=len, reverse=True)))
        letter = r"[^\W_]"
        self._any = re.compile(f"(?<!{letter})(?:{either})(?!{letter})", re.I) if either else None

    def of(self, student: str) -> str:
        data = student.encode("utf-8", "backslashreplace")
        digest = hmac.new(self._secret, data, hashlib.sha256).digest()
        code = base64.b32encode(digest[:5]).decode("ascii").lower()
        return f"{code[:4]}-{code[4:]}"

    def text(self, text: str) -> str:
        text = super().text(text)
        return self._any.sub("(a name)", text) if self._any else text

    def value(self, text: str) -> str:
        words = re.findall(r"[^\W\d]\w*", text)
        return super().value(text) if all(map(NUMERIC.fullmatch, words)) else HIDDEN

    def message(self, text: str) -> str:
        if VERDICTS.fullmatch(text):
            return text
        kind = text.partition(":")[0]
        return kind if kind in ERRORS else HIDDEN

    def key(self) -> str:
        """A table of pseudonyms and names, as grades.csv has them."""
        file = io.StringIO(newline="")
        writer = csv.writer(file)
        writer.writerow(("pseudonym", "student"))
        writer.writerows(sorted((self.of(name), name) for name in self.students))
        return file.getvalue()


def secret_of(folder: Path) -> str:
    """The secret beside the results in `folder`, made once, readable by its owner alone.

    Raises CourseError where it cannot be read or made.
    """
    path = folder / SECRET
    try:
        if not path.is_file():
            atomic.replace(path, secrets.token_hex(16).encode("ascii"))
        return path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(
            f"The secret of the pseudonyms, {path}, cannot be used: {error}"
        ) from error
