"""The verbs of the command line, over the same services as the window."""
