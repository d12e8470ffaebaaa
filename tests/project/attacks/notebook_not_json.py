"""UTF-16, a list instead of a notebook, NaN, an integer of a million digits, all in one text."""
# kind: folder
# honest: functions 1, answers 0
# status: refused


def plant(place, world):
    text = "[NaN, Infinity, -Infinity, " + "9" * 10**6 + "]"
    (place / f"{place.name}.ipynb").write_text(text, encoding="utf-8")
