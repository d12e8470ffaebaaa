"""Files called with newlines, dots, backslashes, options, control characters and bytes."""
# kind: folder
# honest: functions 1, answers 1

import os


def plant(place, world):
    names = [
        "..\\perceptron.py",
        "-rf.py",
        "a\nb.py",
        "\x1b[2J.py",
        "perceptron.py ",
        "...",
        "%s.py",
    ]
    names += ["perceptron.py\n", "PERCEPTRON.PY", "ｐerceptron.py", "x" * 250]
    for folder in (place, place / "nnlab"):
        for name in names:
            (folder / name).write_text("raise SystemExit(0)\n", encoding="utf-8")
        with open(os.path.join(os.fsencode(folder), b"\xff\xfe.py"), "wb") as file:
            file.write(b"raise SystemExit(0)\n")
