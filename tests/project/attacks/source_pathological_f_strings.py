"""f-strings nested and formatted to enormous width, lambdas in defaults, deep comprehensions."""
# kind: folder
# honest: functions 0, answers 1


def plant(place, world):
    deep = "lambda: " * 5000 + "0"
    loops = "[0 " + "for i in range(9) " * 900 + "]"
    source = f"w = 10 ** 9\nx = f'{{1:{{w}}}}'\ny = {deep}\nz = {loops}\n" + "f'{" * 50 + "\n"
    (place / "nnlab" / "perceptron.py").write_text(source, encoding="utf-8")
