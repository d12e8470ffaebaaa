"""Right answers, but each call leaves a thread that spins for ever and is no daemon."""
# base: right
# honest: step 1
# grades: step

import threading

_step = step


def _spin():
    while True:
        pass


def step(z):
    if threading.active_count() < 4:
        threading.Thread(target=_spin).start()
    return _step(z)
