"""Journeys use the same window fixtures as the tests of its parts."""

from tests.ui.conftest import no_window_is_left_behind, resources, theme

__all__ = ["no_window_is_left_behind", "resources", "theme"]
