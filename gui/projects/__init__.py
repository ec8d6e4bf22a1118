"""Keeping what a person has chosen on a photo: project files, autosaving, and restoring."""
