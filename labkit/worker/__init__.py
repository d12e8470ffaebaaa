"""The process that runs student code, and the protocol by which it is called."""
