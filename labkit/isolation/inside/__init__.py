"""What runs on the student's side of the wall: `python -I -S labkit/isolation/inside CONFIG`.

The trusted side imports nothing from here but `kernel`. Modules import each other by bare name,
because inside the sandbox there is no `labkit` package.
"""
