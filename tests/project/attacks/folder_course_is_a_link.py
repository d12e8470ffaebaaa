"""The notebook lies where a learner has it, below a folder `course` that is a link to another's."""
# kind: folder
# honest: functions 1, answers 0

import shutil


def plant(place, world):
    (place / f"{place.name}.ipynb").unlink()
    elsewhere = place.parent / "elsewhere"
    elsewhere.mkdir()
    shutil.copytree(world.other, elsewhere / place.name)
    (place / "course").symlink_to(elsewhere)
