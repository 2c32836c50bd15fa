"""Packs as paged documents for print; the same words as the workbook has, laid out by Qt."""
