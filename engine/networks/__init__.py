"""The networks, their fusion and their checkpoints."""
