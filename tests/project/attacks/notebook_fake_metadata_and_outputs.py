"""Empty answers with metadata and outputs that claim points: scores, passed checks, a report."""
# kind: folder
# honest: functions 1, answers 0

import json


def plant(place, world):
    path = place / f"{place.name}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["metadata"]["nbgrader"] = {"score": 36, "grade": True}
    for cell in notebook["cells"]:
        info = cell["metadata"].get("nbgrader")
        if cell["cell_type"] != "code" or not info:
            continue
        cell["metadata"]["nbgrader"] |= {"points": 1000, "grade": True, "locked": False}
        cell["metadata"]["nnlab"] = {"score": 1000, "passed": True}
        cell["outputs"] = [
            {
                "output_type": "execute_result",
                "execution_count": 1,
                "metadata": {"passed": True, "score": 1000},
                "data": {"text/plain": "36.0", "text/html": "<div>36 of 36 points</div>"},
            }
        ]
        if info["grade_id"].endswith("-answers"):
            cell["source"] = "# 36 of 36 points\nscore = 36.0\n"
    path.write_text(json.dumps(notebook), encoding="utf-8")
