"""Dialogs: only to choose a file, or to confirm what cannot be undone."""
