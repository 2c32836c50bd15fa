"""Packs: what the partnership meets over, as documents that any writer can put on paper."""
