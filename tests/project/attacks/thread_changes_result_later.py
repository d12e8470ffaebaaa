"""Returns zeros and has a thread and a timer put other values into the array after the return."""
# honest: step 0
# grades: step

import signal
import threading
import time

import numpy as np

results = []


def fiddle():
    for _ in range(200):
        time.sleep(0.001)
        for array in results:
            array[...] = np.random.randint(0, 2, array.shape)


threading.Thread(target=fiddle, daemon=True).start()
signal.signal(signal.SIGALRM, lambda *args: results.clear())
signal.setitimer(signal.ITIMER_REAL, 0.1, 0.1)


def step(z):
    results.append(np.full(np.shape(z), 9))
    return results[-1]
