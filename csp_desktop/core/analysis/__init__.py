"""What the figures say: targets and trends as arithmetic, with no screen and no disk."""
