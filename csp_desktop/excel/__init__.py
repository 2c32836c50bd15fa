"""Workbooks: the only package that imports openpyxl. It knows no database."""
