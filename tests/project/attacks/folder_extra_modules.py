"""Puts numpy.py, sitecustomize.py, conftest.py, pytest.ini, a .pth and packages beside its module."""
# kind: folder
# honest: functions 0, answers 1


def plant(place, world):
    poison = "raise SystemExit('hijacked')\n"
    names = [
        "numpy.py",
        "sitecustomize.py",
        "usercustomize.py",
        "conftest.py",
        "pytest.py",
        "random.py",
    ]
    names += ["msgpack.py", "labkit.py", "json.py", "encodings.py", "test_perceptron.py"]
    for folder in (place, place / "nnlab", place.parent):
        for name in names:
            (folder / name).write_text(poison, encoding="utf-8")
        (folder / "nnlab-attack.pth").write_text("import os; os._exit(0)\n", encoding="utf-8")
        (folder / "pytest.ini").write_text("[pytest]\naddopts = --co\n", encoding="utf-8")
        (folder / "pyproject.toml").write_text("[tool.pytest]\n", encoding="utf-8")
    (place / "nnlab" / "__init__.py").write_text("raise SystemExit(0)\n", encoding="utf-8")
    (place / "nnlab" / "helper.py").write_text("GATES = {}\n", encoding="utf-8")
    (place / "nnlab" / "perceptron.py").write_text(
        "from nnlab.helper import *\nimport conftest\n", encoding="utf-8"
    )
