"""Detect, colorize and fuse: everything but the window and the training."""
