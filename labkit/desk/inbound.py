"""nbgrader's `collect`, for an inbound folder into which every student may put anything.

What is there in another's name, or is no submission at all, is named and left where it is; nothing
that one student puts in keeps the work of the others from being collected.
"""

from __future__ import annotations

import os
import secrets
import shutil
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

from nbgrader.exchange import ExchangeError
from nbgrader.exchange.default.collect import ExchangeCollect

from labkit.submission import Refused, read_text

GRACE = timedelta(minutes=2)  # between the time in a submission's name and its last file


class CollectOwnWork(ExchangeCollect):
    """Collect what students made themselves, without following symbolic links: a link could name
    a file that the instructor may read and the student may not, such as the reference."""

    def init_src(self) -> None:
        super().init_src()
        self.src_records = [record for record in self.src_records if record["username"]]
        for record in self.src_records if self.duedate else ():
            path = Path(self.inbound_path, record["filename"])
            changed = datetime.fromtimestamp(path.lstat().st_ctime, UTC).replace(tzinfo=None)
            if record["timestamp"] <= self.duedate < changed - GRACE:
                self.log.warning(
                    "%s has a name from before the due date and was put in or changed after it, at "
                    "%s UTC. Unless the exchange was moved since, look at it.",
                    *(path, changed.replace(microsecond=0)),
                )

    def _path_to_record(self, path: str) -> dict:
        """What the path says; no user name where that is not true, so that it replaces no work."""
        try:
            record = super()._path_to_record(path)
            fault = self._fault(Path(path), record["username"])
        except (ExchangeError, ValueError, OverflowError):
            record = {"filename": Path(path).name, "timestamp": datetime.min}
            fault = "does not have the name of a submission"
        if fault:
            self.log.error("Not collected: %s %s", path, fault)
            record["username"] = ""
        return record

    def _fault(self, path: Path, student: str) -> str:
        """What is wrong with something that was put in as `student`'s; empty if nothing.

        Whether the name is true is known only of students with an account on this machine.
        """
        import pwd  # not on Windows, where no exchange is but its settings are read

        if not student:
            return "does not name a student"
        if path.is_symlink() or not path.is_dir():
            return "is not a folder"
        try:
            allowed = (pwd.getpwnam(student).pw_uid, os.getuid())
        except KeyError:
            return ""
        owner = path.lstat().st_uid
        if owner in allowed or not self.check_owner:
            return ""
        return f"is in the name of {student}, but user {owner} made it"

    def do_copy(self, src: str, dest: str, log: object = None) -> None:
        """Copy one submission whole, or say why not and leave nothing of it."""
        try:
            if self.get_size(src) > 1000 * self.coursedir.max_dir_size:
                raise OSError("is too large")
            _copy(src, dest)
            _put_right(Path(dest), Path(src).name.rsplit("+", 3)[2])
        except OSError as error:
            self.log.error("Not collected: %s %s", src, error)
            shutil.rmtree(dest, ignore_errors=True)
            return
        for path in Path(dest).rglob("*") if self.coursedir.groupshared else ():
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o2770 if path.is_dir() else 0o660))


def _copy(src: str, dest: str) -> None:
    """Copy folders, regular files, and links as links; pipes and devices stay behind.

    Everything is opened by its folder's descriptor: what becomes a link meanwhile is not followed.
    """
    for folder, inside, files, here in os.fwalk(src, onerror=_give_up):
        target = Path(dest, os.path.relpath(folder, src))
        target.mkdir()
        for name in (*inside, *files):
            mode = os.lstat(name, dir_fd=here).st_mode
            if stat.S_ISLNK(mode):
                (target / name).symlink_to(os.readlink(name, dir_fd=here))
            elif stat.S_ISREG(mode):
                unfollowed = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
                descriptor = os.open(name, unfollowed, dir_fd=here)
                with os.fdopen(descriptor, "rb") as source, (target / name).open("xb") as copy:
                    shutil.copyfileobj(source, copy)


def _put_right(folder: Path, timestamp: str) -> None:
    """Write the two files that nbgrader's later steps open without a look at what they are.

    When it was handed in is in the folder's name, by which it was chosen. The secret names the
    feedback; with a new one there is none to fetch, but that of the others can be released.
    """
    try:
        secret = read_text(folder, "submission_secret.txt", 1000)
    except (Refused, FileNotFoundError):
        secret = secrets.token_hex(64)
    for name, text in (("timestamp.txt", timestamp), ("submission_secret.txt", secret)):
        path = folder / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        path.write_text(text, encoding="utf-8")


def _give_up(error: OSError) -> None:
    raise error
