"""What is true whatever the screen or the disk. Imports the standard library alone."""
