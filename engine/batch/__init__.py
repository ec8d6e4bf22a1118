"""Many photos: which ones, where each result goes, how far each is, and the work on one."""
