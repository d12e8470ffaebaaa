"""Right answer cells followed by copies with the same names that take every answer back."""
# kind: folder
# honest: functions 1, answers 0

import copy
import json


def plant(place, world):
    path = place / f"{place.name}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in list(notebook["cells"]):
        if cell["metadata"].get("nbgrader", {}).get("grade_id", "").endswith("-answers"):
            twin = copy.deepcopy(cell)
            twin["source"] = "pass"
            notebook["cells"] += [twin, copy.deepcopy(twin)]
    path.write_text(json.dumps(notebook), encoding="utf-8")
