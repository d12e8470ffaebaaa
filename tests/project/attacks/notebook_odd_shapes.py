"""Cells whose metadata, source and type are numbers, lists and objects."""
# kind: folder
# honest: functions 1, answers 0
# status: refused

import json


def plant(place, world):
    path = place / f"{place.name}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"][:0] = [
        {"cell_type": ["code"], "metadata": {"nbgrader": {"grade_id": ["x"]}}, "source": {"a": 1}},
        {"cell_type": 7, "metadata": None, "source": 5},
    ]
    path.write_text(json.dumps(notebook), encoding="utf-8")
