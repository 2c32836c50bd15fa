"""What a person does on the Returns page, and what they see of it."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, Qt
from PySide6.QtWidgets import (
    QPushButton,
    QTableView,
    QWidget,
)

from csp_desktop import bootstrap
from csp_desktop.core.figures import Figure
from csp_desktop.core.periods import Quarter
from csp_desktop.core.sheet import ActionLine
from csp_desktop.services import Services
from csp_desktop.ui.item_models.figure_grid import FigureColumn
from csp_desktop.ui.item_models.roles import Role
from csp_desktop.ui.pages.return_banners import ReturnBanners
from csp_desktop.ui.pages.returns import ReturnsPage
from csp_desktop.ui.widgets.banner import Banner
from csp_desktop.ui.widgets.fields import TextField
from csp_desktop.ui.widgets.grid_view import GridView
from tests.conftest import LEAD_OFFICER
from tests.ui.hands import (
    Q1,
    named,
    settle,
    type_in,
)

CONTROL = Qt.KeyboardModifier.ControlModifier
LEAD = "Lead officer's role"


def grid(page: ReturnsPage) -> GridView:
    return named(page, GridView, "Figures")


def actions(page: ReturnsPage) -> QTableView:
    return named(page, QTableView, "Actions")


def cell(page: ReturnsPage, code: str) -> QModelIndex:
    model = grid(page).model()
    return model.index(model.row_of(code), FigureColumn.ENTRY)


def go_to(page: ReturnsPage, code: str) -> None:
    page.show_line(code)
    settle()


def current_code(page: ReturnsPage) -> str:
    return grid(page).currentIndex().data(Role.RECORD).indicator.code


def figure(services: Services, code: str, board: str = "NPFHF", quarter: Quarter = Q1) -> Figure:
    lines = services.returns.sheet(board, quarter).figures
    return next(line.figure for line in lines if line.indicator.code == code)


def action(services: Services, code: str = "F-01") -> ActionLine:
    return next(
        one for one in services.returns.sheet("NPFHF", Q1).actions if one.action.code == code
    )


def field(page: ReturnsPage, name: str) -> TextField:
    return named(page, TextField, name)


def fill(widget: QWidget, text: str) -> None:
    """Type into a field as a person does, in place of what stands there."""
    widget.setFocus()
    widget.selectAll()
    type_in(text)


def drop_deleted() -> None:
    """What was put away is deleted when the event loop comes round, which it does not do here."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def banner(page: ReturnsPage) -> Banner:
    """The one that says what failed."""
    return page.findChild(ReturnBanners).findChildren(Banner)[0]


def banner_button(page: ReturnsPage) -> QPushButton:
    return banner(page).findChild(QPushButton)


def somebody_else(database: Path, services: Services, code: str, value: int) -> None:
    """A colleague stores a figure through a program of their own."""
    with bootstrap.services(database, LEAD_OFFICER) as theirs:
        found = figure(theirs, code)
        theirs.entry.enter_figure(replace(found, value=Decimal(value), absence=None))
