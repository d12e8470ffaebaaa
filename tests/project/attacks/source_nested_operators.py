"""A hundred thousand minus signs, `not`s and attribute accesses in one expression."""
# kind: folder
# honest: functions 0, answers 1


def plant(place, world):
    source = "x = " + "-" * 100_000 + "1\ny = x" + ".real" * 20_000 + "\n"
    (place / "nnlab" / "perceptron.py").write_text(source, encoding="utf-8")
