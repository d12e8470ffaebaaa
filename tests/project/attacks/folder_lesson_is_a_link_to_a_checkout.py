"""The lesson folder is a link to a learner's checkout, whose notebook lies two folders deeper."""
# kind: folder
# honest: functions 0, answers 0

import shutil


def plant(place, world):
    checkout = place.parent / "elsewhere"
    (checkout / "course").mkdir(parents=True)
    shutil.copytree(world.other, checkout / "course" / place.name)
    shutil.copytree(world.other / "nnlab", checkout / "nnlab")
    shutil.rmtree(place)
    place.symlink_to(checkout)
