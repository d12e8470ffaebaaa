"""Latin-1 bytes with a coding line, UTF-16 and a cut-off character."""
# kind: folder
# honest: functions 0, answers 1
# status: refused


def plant(place, world):
    path = place / "nnlab" / "perceptron.py"
    path.write_bytes(b"# -*- coding: latin-1 -*-\nx = '\xe9\xff'\n" + path.read_bytes())
