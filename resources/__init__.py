"""Files that travel with the program: sample photos, default checkpoints, icons."""
