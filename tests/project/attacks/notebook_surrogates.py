"""Answer cells with escaped half characters that have no UTF-8 form, before right answers."""
# kind: folder
# honest: functions 1, answers 1

import json


def plant(place, world):
    path = place / f"{place.name}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id", "").endswith("-answers"):
            cell["source"] = ["# \ud800\n", *cell["source"]]
    path.write_text(json.dumps(notebook), encoding="utf-8")
