"""Planning, starting and following a training; without Qt and without torch."""
