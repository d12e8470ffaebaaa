"""Integers of 200,000 digits and constants whose folding would fill the memory."""
# kind: folder
# honest: functions 0, answers 1


def plant(place, world):
    source = (
        "x = " + "9" * 200_000 + "\ny = (1 << (1 << 40)) + 10 ** 10 ** 10\nz = 'x' * 10 ** 13\n"
    )
    (place / "nnlab" / "perceptron.py").write_text(source, encoding="utf-8")
