"""One file a screen: layout and wiring, no rules."""
