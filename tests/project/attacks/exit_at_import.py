"""Ends Python with exit code 0 while it is imported, before anything can be asked of it."""
# honest: all 0

import os

os._exit(0)
