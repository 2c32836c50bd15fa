"""What every table and tree of the program has in common."""

from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QTreeView

from csp_desktop.ui.delegates.row_delegate import RowDelegate
from csp_desktop.ui.theme import ROW_NORMAL, Theme
from csp_desktop.ui.widgets.heading import Heading


def dress_table(
    view: QTableView, theme: Theme, row_height: int = ROW_NORMAL, cells: bool = False
) -> None:
    """Make a table one of ours: hairlines between rows, no grid, headings at the left.

    Args:
        view: the table, before its columns are measured.
        theme: colours and type.
        row_height: in pixels at 100 % text.
        cells: whether one moves from cell to cell, as in Excel, and not from row to row.
    """
    behaviour = QAbstractItemView.SelectionBehavior
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setCornerButtonEnabled(False)
    view.setSelectionBehavior(behaviour.SelectItems if cells else behaviour.SelectRows)
    rows = view.verticalHeader()
    rows.hide()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setMinimumSectionSize(theme.height(row_height))
    rows.setDefaultSectionSize(theme.height(row_height))
    heading = Heading(theme, view)
    view.setHorizontalHeader(heading)
    heading.setSectionsClickable(True)
    _dress(view)
    view.setItemDelegate(RowDelegate(theme, view, cells))


def dress_tree(view: QTreeView, theme: Theme, row_height: int = ROW_NORMAL) -> None:
    """Make a tree one of ours.

    Args:
        view: the tree, before its columns are measured.
        theme: colours and type.
        row_height: in pixels at 100 % text.
    """
    view.setUniformRowHeights(True)
    view.setHeader(Heading(theme, view))
    _dress(view)
    view.setItemDelegate(RowDelegate(theme, view, row_height=row_height))


def _dress(view: QAbstractItemView) -> None:
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setMouseTracking(True)
