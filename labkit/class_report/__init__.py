"""`nnlab report`: one page about a class, from what `nnlab grade` wrote."""
