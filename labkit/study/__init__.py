"""A learner alone at a desk: what the terminal offers, and what it remembers of them."""
