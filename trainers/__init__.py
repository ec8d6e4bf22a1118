"""Training of the networks; started by the app, the command line or a terminal."""
