"""Many photos at once: the queue, its window, and what the main window shows of it."""
