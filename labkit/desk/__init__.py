"""The instructor's desk: what a teacher does with the results of a class."""
