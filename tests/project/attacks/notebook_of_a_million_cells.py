"""The right notebook between 300,000 empty cells."""
# kind: folder
# honest: functions 1, answers 1

import json


def plant(place, world):
    path = place / f"{place.name}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    empty = {"cell_type": "code", "metadata": {}, "source": "", "outputs": []}
    notebook["cells"] = [empty] * 150_000 + notebook["cells"] + [empty] * 150_000
    path.write_text(json.dumps(notebook), encoding="utf-8")
