"""The instructor's desk: hand the course out, update it, take work in, give grades back."""
