"""The command line that puts a process into bubblewrap with sight of a `View` and of no more."""

from __future__ import annotations

import shutil

from labkit.isolation.view import DEVICES, SMALL, View

UID = "1000"  # inside; outside it stays the user who grades


def available() -> bool:
    return shutil.which("bwrap") is not None


def command(view: View, environment: dict[str, str], nested: bool) -> list[str]:
    """`bwrap` with all its options; the command to run follows. `nested` leaves it the privilege
    to make namespaces within its own."""
    words = ["bwrap", "--unshare-all", "--unshare-user", "--die-with-parent", "--new-session"]
    words += ["--uid", UID, "--gid", UID, "--clearenv"]
    words += ["--cap-add", "CAP_SYS_ADMIN"] if nested else []
    for key, value in environment.items():
        words += ["--setenv", key, value]
    for folder in view.folders:
        if folder.is_symlink():
            words += ["--symlink", str(folder.readlink()), str(folder)]
        else:
            words += ["--ro-bind", str(folder), str(folder)]
    hidden = [str(folder) for folder in view.hidden if not _behind_link(folder, view)]
    for folder in hidden:
        words += ["--tmpfs", folder]
    for path in (*view.packages, *view.own):
        words += ["--ro-bind", str(path), str(path)]
    for folder in hidden:
        words += ["--remount-ro", folder]
    for path in SMALL:
        words += ["--ro-bind-try", path, path]
    for device in DEVICES:
        words += ["--dev-bind", device, device]
    words += ["--proc", "/proc", "--dir", view.temporary, "--chdir", "/", "--remount-ro", "/"]
    return [*words, "--"]


def _behind_link(folder, view: View) -> bool:
    """Whether `folder` is reached through a link, so that hiding its target hides it too."""
    return any(root.is_symlink() and folder.is_relative_to(root) for root in view.folders)
