"""A notebook of a million opening brackets."""
# kind: folder
# honest: functions 1, answers 0
# status: refused


def plant(place, world):
    (place / f"{place.name}.ipynb").write_text('{"cells": ' + "[" * 10**6, encoding="utf-8")
