"""Marker lines in markdown, raw and unknown cells, and markers of functions and other lessons."""
# kind: folder
# honest: functions 1, answers 0

import json


def plant(place, world):
    path = place / f"{place.name}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    answers = []
    for cell in notebook["cells"]:
        grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
        if grade_id.endswith("-answers"):
            cell["cell_type"] = "raw"
            answers.append("".join(cell["source"]))
    for name in (
        "perceptron.step",
        "other.quiz",
        "../perceptron.quiz",
        "perceptron",
        "",
        "__class__",
    ):
        source = f"# answers: {name}\n" + "\n".join(answers)
        notebook["cells"].append({"cell_type": "code", "metadata": {}, "source": source})
    path.write_text(json.dumps(notebook), encoding="utf-8")
