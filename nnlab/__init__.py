"""Your neural-network library: one module per lesson, every function written by you."""
