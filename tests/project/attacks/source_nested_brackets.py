"""A hundred thousand opening brackets, which overflow the stack of a careless parser."""
# kind: folder
# honest: functions 0, answers 1


def plant(place, world):
    source = "x = " + "(" * 100_000 + "1" + ")" * 100_000 + "\n"
    (place / "nnlab" / "perceptron.py").write_text(source, encoding="utf-8")
