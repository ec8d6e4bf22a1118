"""Settings: what can be set, where it is kept, and the dialogs that change it."""
