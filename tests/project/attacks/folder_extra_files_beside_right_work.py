"""The same hijacking files beside a right module, which must be graded as if they were not there."""
# kind: folder
# honest: functions 1, answers 1


def plant(place, world):
    for folder in (place, place / "nnlab"):
        for name in ("numpy.py", "sitecustomize.py", "conftest.py", "usercustomize.py"):
            (folder / name).write_text("raise SystemExit('hijacked')\n", encoding="utf-8")
    (place / "nnlab" / "__init__.py").write_text("import os; os._exit(0)\n", encoding="utf-8")
    (place / "nnlab" / "perceptron.so").write_bytes(b"\x7fELF")
    (place / "nnlab" / "__pycache__").mkdir()
    (place / "nnlab" / "__pycache__" / "perceptron.cpython-311.pyc").write_bytes(b"\0" * 64)
