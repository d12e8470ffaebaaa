"""A file called nnlab, and one called course."""
# kind: folder
# honest: functions 0, answers 0

import shutil


def plant(place, world):
    shutil.rmtree(place / "nnlab")
    (place / "nnlab").write_text("def step(z): return 1\n", encoding="utf-8")
    (place / f"{place.name}.ipynb").unlink()
    (place / "course").write_text("", encoding="utf-8")
