from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelectionModel, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QLineEdit

from csp_desktop.core.figures import FigureStatus
from csp_desktop.core.plan import Plan
from csp_desktop.ui.delegates.figure_delegate import FigureDelegate
from csp_desktop.ui.item_models.figure_grid import FigureColumn, FigureGrid
from csp_desktop.ui.theme import Scheme, Theme
from csp_desktop.ui.widgets.grid_view import GridView
from csp_desktop.ui.widgets.tables import dress_table
from tests.ui.hands import blank_sheet, colours, picture, share
from tests.ui.item_models.test_figure_grid import keeping, sent_back

EDIT = Qt.ItemDataRole.EditRole
SHOWN = ("F1", "F1a", "F4", "F5", "F7")
TYPED = (("F1", "287"), ("F1a", "8"), ("F4", "nya"), ("F5", "about 200"))
SELECT = QItemSelectionModel.SelectionFlag.Select


class Grid(GridView):
    """Figures of a forum, some of them entered, in a table of their own.

    F1a is marked as revised, which the rules ask about.
    """

    def __init__(self, plan: Plan, theme: Theme) -> None:
        super().__init__()
        sheet = sent_back(blank_sheet(plan, "NPFHF"), "F7", "Last quarter said 9")
        self.figures = keeping(FigureGrid(), sheet)
        self.figures.setParent(self)
        for code, text in TYPED:
            self.figures.setData(self.cell(code), text, EDIT)
        line = self.figures.line(self.figures.row_of("F1a"))
        revised = replace(line.figure, status=FigureStatus.REVISED)
        self.figures.entered.emit([revised], "status of F1a")
        self.setModel(self.figures)
        dress_table(self, theme, cells=True)
        self.setItemDelegate(FigureDelegate(theme, self))
        self.setColumnWidth(FigureColumn.NAME, 240)
        self.setColumnWidth(FigureColumn.ENTRY, 260)
        for column in FigureColumn:
            self.setColumnHidden(column, column not in self.figures.visible)
        for row in self.figures.groups():
            self.setSpan(row, 0, 1, len(FigureColumn))
        for row in range(self.figures.rowCount()):
            line = self.figures.line(row)
            self.setRowHidden(row, line is not None and line.indicator.code not in SHOWN)
        self.resize(1000, 320)

    def cell(self, code: str, column: FigureColumn = FigureColumn.ENTRY):
        return self.figures.index(self.figures.row_of(code), column)

    def place(self, code: str, column: FigureColumn = FigureColumn.ENTRY) -> QRect:
        return self.visualRect(self.cell(code, column))

    def picture_of(self, code: str, column: FigureColumn = FigureColumn.ENTRY) -> QImage:
        return picture(self.viewport()).copy(self.place(code, column))

    def picture_of_heading(self) -> QImage:
        return picture(self.viewport()).copy(self.visualRect(self.figures.index(0, 0)))


@pytest.fixture
def grid(plan: Plan, schemes: Theme, show) -> Grid:
    return show(Grid(plan, schemes))


def left_and_right(image: QImage, ground: str) -> tuple[int, int]:
    """The first and last column of pixels inside a cell's edges that hold ink."""
    inked = [
        x
        for x in range(3, image.width() - 3)
        if any(image.pixelColor(x, y) != QColor(ground) for y in range(4, image.height() - 4))
    ]
    return min(inked), max(inked)


def test_a_figure_stands_right_with_its_status_in_the_gutter(grid: Grid, schemes: Theme) -> None:
    image = grid.picture_of("F1")
    assert share(image, schemes.palette.surface) > 0.8
    assert schemes.palette.red not in colours(image)
    figure = image.copy(0, 0, image.width() - 50, image.height())
    left, right = left_and_right(figure, schemes.palette.surface)
    assert left > 150
    assert right > figure.width() - 24
    gutter = image.copy(image.width() - 46, 0, 46, image.height())
    assert schemes.palette.text3 in colours(gutter)


def test_an_absence_is_said_in_words_on_another_ground_with_its_glyph_at_the_left(
    grid: Grid, schemes: Theme
) -> None:
    image = grid.picture_of("F4")
    assert share(image, schemes.palette.canvas) > 0.7
    left, right = left_and_right(image, schemes.palette.canvas)
    assert left < 12
    assert right < 150
    assert schemes.palette.text2 in colours(image)


def test_what_is_not_entered_is_fainter_than_a_figure(grid: Grid, schemes: Theme) -> None:
    blank, figure = colours(grid.picture_of("F7")), colours(grid.picture_of("F1"))
    assert schemes.palette.text3 in blank
    assert schemes.palette.text not in blank
    assert schemes.palette.text in figure


def test_a_draft_is_outlined_in_red_and_set_in_the_colour_of_errors(
    grid: Grid, schemes: Theme
) -> None:
    image = grid.picture_of("F5")
    assert image.pixelColor(1, image.height() // 2) == QColor(schemes.palette.red)
    assert schemes.palette.error in colours(image)
    assert schemes.palette.text not in colours(image)


def test_a_heading_spans_its_row_in_600_on_the_ground_of_the_page(
    grid: Grid, schemes: Theme
) -> None:
    image = grid.picture_of_heading()
    assert image.width() > grid.columnWidth(FigureColumn.NAME) + grid.columnWidth(0)
    assert share(image, schemes.palette.canvas) > 0.8
    assert schemes.palette.border not in colours(image.copy(0, 0, image.width(), 20))


def test_what_cells_say_is_told_apart_without_colour(
    grid: Grid,
) -> None:
    grey = QImage.Format.Format_Grayscale8
    pictures = [grid.picture_of(code) for code in SHOWN]
    pictures.append(grid.picture_of_heading().copy(QRect(0, 0, 260, 28)))
    seen = [one.convertToFormat(grey).constBits().tobytes() for one in pictures]
    assert len(set(seen)) == len(SHOWN) + 1


def test_the_current_cell_has_a_ring(grid: Grid, schemes: Theme) -> None:
    assert schemes.palette.focus not in colours(grid.picture_of("F1"))
    grid.setCurrentIndex(grid.cell("F1"))
    grid.setFocus()
    ringed = grid.picture_of("F1")
    assert ringed.pixelColor(1, ringed.height() // 2) == QColor(schemes.palette.focus)
    grid.setCurrentIndex(grid.cell("F7"))
    assert schemes.palette.focus not in colours(grid.picture_of("F1"))


def test_the_row_of_the_current_cell_is_tinted_throughout(grid: Grid, schemes: Theme) -> None:
    grid.setCurrentIndex(grid.cell("F1"))
    tint = schemes.palette.select
    for column in (FigureColumn.CODE, FigureColumn.NAME, FigureColumn.ENTRY, FigureColumn.NOTE):
        assert share(grid.picture_of("F1", column), tint) > 0.5, column
        assert tint not in colours(grid.picture_of("F5", column)), column


def test_where_many_cells_are_selected_each_is_tinted_by_itself(grid: Grid, schemes: Theme) -> None:
    grid.setCurrentIndex(grid.cell("F1"))
    for code in ("F1a", "F7"):
        grid.selectionModel().select(grid.cell(code), SELECT)
    tint = schemes.palette.select
    for code in ("F1", "F1a", "F7"):
        assert share(grid.picture_of(code), tint) > 0.5, code
        assert tint not in colours(grid.picture_of(code, FigureColumn.NAME)), code
    assert tint not in colours(grid.picture_of("F5"))


# Queries and notes


def test_a_query_stands_before_its_figure_on_its_tint(grid: Grid, schemes: Theme) -> None:
    image = grid.picture_of("F1a")
    assert share(image, schemes.palette.query_tint) > 0.6
    assert schemes.palette.query in colours(image)
    assert schemes.palette.text in colours(image)
    gutter = image.copy(image.width() - 40, 2, 38, image.height() - 4)
    assert schemes.palette.query_tint not in colours(gutter)
    assert schemes.palette.query not in colours(grid.picture_of("F1"))


def test_a_query_keeps_its_tint_in_the_row_one_stands_in(grid: Grid, schemes: Theme) -> None:
    grid.setCurrentIndex(grid.cell("F1a"))
    grid.setFocus()
    image = grid.picture_of("F1a")
    assert share(image, schemes.palette.query_tint) > 0.5
    assert image.pixelColor(1, image.height() // 2) == QColor(schemes.palette.focus)


def test_the_notes_say_query_and_sent_back(grid: Grid, schemes: Theme) -> None:
    query = colours(grid.picture_of("F1a", FigureColumn.NOTE))
    sent = colours(grid.picture_of("F7", FigureColumn.NOTE))
    assert schemes.palette.query in query
    assert schemes.palette.warn in sent
    assert len(colours(grid.picture_of("F1", FigureColumn.NOTE))) <= 2


def test_a_comment_is_a_glyph_in_the_middle_of_its_column(grid: Grid, schemes: Theme) -> None:
    grid.figures.take_text("F1", "comment", "From the new system")
    image = grid.picture_of("F1", FigureColumn.NOTE)
    left, right = left_and_right(image, schemes.palette.surface)
    assert abs((left + right) - image.width()) < 6
    assert right - left < 20


# Editing


def editor_of(grid: Grid, code: str, column: FigureColumn = FigureColumn.ENTRY) -> QLineEdit:
    grid.setCurrentIndex(grid.cell(code, column))
    grid.edit(grid.cell(code, column))
    editor = grid.viewport().findChild(QLineEdit)
    assert editor is not None
    return editor


def test_a_figure_is_typed_into_a_plain_line_without_a_validator(grid: Grid) -> None:
    editor = editor_of(grid, "F1")
    assert type(editor) is QLineEdit
    assert editor.validator() is None
    assert not editor.inputMask()
    assert editor.maxLength() == QLineEdit().maxLength()
    assert editor.accessibleName() == "Hate crime (total), 2015/16-Q1, 287"


@pytest.mark.parametrize(
    ("code", "text"), [("F1", "287"), ("F4", "Not yet available"), ("F5", "about 200"), ("F7", "")]
)
def test_editing_begins_with_the_text_a_person_would_type(grid: Grid, code: str, text: str) -> None:
    assert editor_of(grid, code).text() == text


def test_editing_leaves_the_gutter_in_view(grid: Grid, schemes: Theme) -> None:
    editor = editor_of(grid, "F1")
    assert editor.geometry().left() == grid.place("F1").left()
    assert editor.geometry().right() <= grid.place("F1").right() - 46
    assert editor.alignment() & Qt.AlignmentFlag.AlignRight


def test_a_comment_is_typed_into_a_line_that_opens_to_the_left(grid: Grid, schemes: Theme) -> None:
    editor = editor_of(grid, "F1", FigureColumn.NOTE)
    place = grid.place("F1", FigureColumn.NOTE)
    assert place.width() < 320
    assert editor.geometry().width() == 320
    assert editor.geometry().right() == place.right()
    assert editor.alignment() & Qt.AlignmentFlag.AlignLeft


def test_a_wide_comment_is_typed_into_where_it_stands(grid: Grid, schemes: Theme) -> None:
    grid.setColumnWidth(FigureColumn.NAME, 60)
    grid.setColumnWidth(FigureColumn.NOTE, 400)
    editor = editor_of(grid, "F1", FigureColumn.NOTE)
    assert editor.geometry() == grid.place("F1", FigureColumn.NOTE)


def test_a_cell_asks_for_the_room_its_words_take(
    qapp: QApplication, plan: Plan, theme: Theme, show
) -> None:
    for scale in (1.0, 2.0):
        theme.apply(qapp, Scheme.LIGHT, scale)
        grid = show(Grid(plan, theme))
        for code in SHOWN:
            grid.setColumnWidth(FigureColumn.ENTRY, grid.sizeHintForIndex(grid.cell(code)).width())
            wide = grid.picture_of(code)
            grid.setColumnWidth(FigureColumn.ENTRY, wide.width() + 200)
            assert ink(wide, theme) == ink(grid.picture_of(code), theme), (code, scale)


def ink(image: QImage, theme: Theme) -> int:
    """How many pixels are of words: as many however wide the cell, unless some are cut."""
    inks = [theme.palette.text, theme.palette.text2, theme.palette.text3, theme.palette.error]
    return sum(round(share(image, one) * image.width() * image.height()) for one in inks)
