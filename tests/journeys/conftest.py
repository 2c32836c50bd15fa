"""Journeys use the same window fixtures as the tests of its parts."""

from tests.ui.conftest import resources, theme

__all__ = ["resources", "theme"]
