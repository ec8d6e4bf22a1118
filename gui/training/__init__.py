"""The training wizard: four pages that plan a training, start it, and follow its run folder."""
