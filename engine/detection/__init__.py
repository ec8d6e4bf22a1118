"""Detectors, and how their proposals become the instances of a photo."""
