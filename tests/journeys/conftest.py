"""Journeys use the same window fixtures as the tests of its parts."""

from tests.ui.conftest import (
    dialogs,
    no_window_is_left_behind,
    resources,
    show,
    theme,
    undressed,
    window,
)

__all__ = [
    "dialogs",
    "no_window_is_left_behind",
    "resources",
    "show",
    "theme",
    "undressed",
    "window",
]
