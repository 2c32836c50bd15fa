"""Painters and editors of table cells."""
