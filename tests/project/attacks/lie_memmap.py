"""Right values in a memory-mapped file, cut to nothing as soon as the function has returned."""
# base: right
# honest: step 1
# grades: step

import os
import threading
import time

_step = step


def step(z):
    right = _step(z)
    try:
        mapped = np.memmap("nnlab-attack.dat", right.dtype, "w+", shape=right.shape or (1,))
    except OSError:  # nowhere to write
        return right
    mapped[...] = right
    threading.Thread(target=lambda: (time.sleep(1), os.remove("nnlab-attack.dat"))).start()
    return mapped.reshape(right.shape)
