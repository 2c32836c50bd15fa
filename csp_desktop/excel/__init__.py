"""Workbooks: the only package that imports openpyxl; it knows no database."""

import os

# openpyxl takes lxml wherever it finds it, which fails in other words over damaged files and writes
# other bytes. The program reads and writes with the standard library, whatever else is installed.
os.environ["OPENPYXL_LXML"] = "False"
