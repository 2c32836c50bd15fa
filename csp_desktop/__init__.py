"""Quarterly returns for Community Safety Partnerships: entered offline, reviewed, analysed."""

__version__ = "0.1.0"
