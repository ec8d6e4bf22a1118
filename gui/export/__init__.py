"""Export of any pane and of the figure: what is wanted, the work, and the dialog."""
