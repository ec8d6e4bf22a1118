"""The command line: one module per command, each with NAME, SUMMARY, add_arguments and run."""
