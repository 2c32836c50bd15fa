"""What an item model answers beyond Qt's own roles."""

from enum import IntEnum

from PySide6.QtCore import Qt


class Role(IntEnum):
    """Roles that delegates and pages ask for.

    A cell painted by a delegate still answers Qt.DisplayRole with its words, so that copying works,
    and Qt.AccessibleTextRole with a sentence, because screen readers see no marks.
    """

    RECORD = Qt.ItemDataRole.UserRole + 1
    """The core record of the row."""
    SORT = Qt.ItemDataRole.UserRole + 2
    """The raw value to sort by."""
    STATE = Qt.ItemDataRole.UserRole + 3
    """A `marks.ReturnState`, shown as a chip."""
    PROGRESS = Qt.ItemDataRole.UserRole + 4
    """Done and total, as a tuple of two whole numbers."""
    MARK = Qt.ItemDataRole.UserRole + 5
    """A `marks.Mark`; its short word is shown unless Qt.DisplayRole gives another."""
    GUTTER = Qt.ItemDataRole.UserRole + 6
    """Words in 9 pt right of a figure: `prov.`, `rev.`, another range."""
    CODE = Qt.ItemDataRole.UserRole + 7
    """A code in 9 pt after a name."""
    ABSENCE = Qt.ItemDataRole.UserRole + 8
    """A `marks.Absence` where there is no figure."""
    QUERY = Qt.ItemDataRole.UserRole + 9
    """True where a query of the rules waits for an answer."""
    EMPHASIS = Qt.ItemDataRole.UserRole + 10
    """True where the words are set in 600."""
    DIM = Qt.ItemDataRole.UserRole + 11
    """True where the words are set in text2."""
    PROBLEM = Qt.ItemDataRole.UserRole + 12
    """The message of what is wrong with a cell."""
    HEADING = Qt.ItemDataRole.UserRole + 13
    """True where the row is the heading of a group."""
    SMALL = Qt.ItemDataRole.UserRole + 14
    """True where the words are set in 9 pt."""
    DRAFT = Qt.ItemDataRole.UserRole + 15
    """True where the text of a cell has not been read."""
    SENT_BACK = Qt.ItemDataRole.UserRole + 16
    """Why the team has sent the line back."""
    EXPLAINED = Qt.ItemDataRole.UserRole + 17
    """True where the board has said why a figure stands as it does."""
