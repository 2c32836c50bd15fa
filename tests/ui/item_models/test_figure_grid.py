from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QModelIndex, Qt

from csp_desktop.core.figures import Absence, FigureStatus
from csp_desktop.core.periods import Quarter
from csp_desktop.services import Services
from csp_desktop.ui import marks
from csp_desktop.ui.item_models.figure_grid import FigureColumn, FigureGrid
from csp_desktop.ui.item_models.roles import Role
from tests.ui.hands import Q1, Q2, heard

EDIT = Qt.ItemDataRole.EditRole
SPOKEN = Qt.ItemDataRole.AccessibleTextRole


def show(grid: FigureGrid, services: Services, board: str = "NPFHF", quarter: Quarter = Q1) -> None:
    grid.show_sheet(services.returns.sheet(board, quarter))


@pytest.fixture
def grid(services: Services, watch) -> FigureGrid:
    """The figures of the No Place For Hate Forum; what is committed is stored and read again."""
    grid = watch(FigureGrid())

    def store(figure) -> None:
        services.entry.enter_figure(figure)
        show(grid, services)

    show(grid, services)
    grid.entered.connect(store)
    return grid


def cell(grid: FigureGrid, code: str, column: FigureColumn = FigureColumn.ENTRY) -> QModelIndex:
    return grid.index(grid.row_of(code), column)


def stored(services: Services, code: str):
    lines = services.returns.sheet("NPFHF", Q1).figures
    return next(line.figure for line in lines if line.indicator.code == code)


def rows_of(refreshed) -> set[int]:
    return {row for first, last, *_ in refreshed for row in range(first.row(), last.row() + 1)}


# What it promises Qt


def test_the_model_keeps_its_promises_from_return_to_return(
    grid: FigureGrid, services: Services
) -> None:
    for board, quarter in (("TTCG", Q1), ("CSP", Q1), ("NPFHF", Q2), ("NPFHF", Q1)):
        show(grid, services, board, quarter)
        lines = services.plan.indicators_of(board)
        assert grid.rowCount() == len(lines) + len({one.group for one in lines})


def test_no_cell_answers_nothing(grid: FigureGrid) -> None:
    assert grid.data(QModelIndex()) is None
    assert grid.flags(QModelIndex()) == Qt.ItemFlag.NoItemFlags
    assert grid.rowCount(grid.index(1, 0)) == 0
    assert grid.columnCount(grid.index(1, 0)) == 0
    assert FigureGrid().rowCount() == 0
    assert FigureGrid().first_row() == -1


# Headings


def test_indicators_stand_under_the_headings_of_their_groups(
    grid: FigureGrid, services: Services
) -> None:
    shown: list[tuple[str, str]] = []
    heading = ""
    for row in range(grid.rowCount()):
        line = grid.line(row)
        if line is None:
            heading = grid.index(row, 0).data()
        else:
            shown.append((heading, line.indicator.code))
    wanted = [(one.group, one.code) for one in services.plan.indicators_of("NPFHF")]
    assert sorted(shown) == sorted(wanted)
    assert [code for _, code in shown if _ == wanted[0][0]] == [
        code for group, code in wanted if group == wanted[0][0]
    ]


def test_a_heading_can_neither_be_reached_nor_edited(grid: FigureGrid) -> None:
    assert len(grid.groups()) >= 2
    for row in grid.groups():
        for column in FigureColumn:
            assert grid.flags(grid.index(row, column)) == Qt.ItemFlag.NoItemFlags
            assert grid.index(row, column).data(Role.HEADING)
        assert not grid.take_text(row, "5")
        assert grid.index(row, 0).data()


def test_the_first_row_is_the_one_below_the_first_heading(grid: FigureGrid) -> None:
    assert grid.groups()[0] == 0
    assert grid.first_row() == 1


def test_the_column_to_fill_in_names_its_quarter_and_says_so(grid: FigureGrid) -> None:
    headings = [grid.headerData(one, Qt.Orientation.Horizontal) for one in FigureColumn]
    assert headings == [
        "Code",
        "Indicator",
        "2014/15-Q1\na year ago",
        "2014/15-Q4\nlast quarter",
        "2015/16-Q1\nenter here",
        "Note",
    ]


# Entering


def test_editing_one_figure_refreshes_its_row_and_no_other(grid: FigureGrid) -> None:
    refreshed, reset = heard(grid.dataChanged), heard(grid.modelReset)
    assert grid.setData(cell(grid, "F5"), "239", EDIT)
    assert rows_of(refreshed) == {grid.row_of("F5")}
    assert {first.column() for first, *_ in refreshed} == {0}
    assert {last.column() for _, last, *_ in refreshed} == {len(FigureColumn) - 1}
    assert reset == []
    assert cell(grid, "F5").data() == "239"


def test_reading_the_same_return_again_refreshes_nothing(
    grid: FigureGrid, services: Services
) -> None:
    refreshed = heard(grid.dataChanged)
    show(grid, services)
    assert refreshed == []


@pytest.mark.parametrize(
    ("code", "typed", "shown"),
    [
        ("F1", "1,234", "1,234"),
        ("F1", " 12 ", "12"),
        ("F1", "0", "0"),
        ("F2", "23%", "23%"),
        ("F2", "78/287", "27.2%"),
        ("F4", "nya", "Not yet available"),
        ("F4", "n/a", "Not applicable"),
    ],
)
def test_figures_are_read_as_people_type_them(
    grid: FigureGrid, code: str, typed: str, shown: str
) -> None:
    assert grid.setData(cell(grid, code), typed, EDIT)
    assert cell(grid, code).data() == shown


def test_editing_begins_with_what_would_have_to_be_typed(grid: FigureGrid) -> None:
    assert cell(grid, "F2").data(EDIT) == ""
    grid.setData(cell(grid, "F2"), "78 / 287", EDIT)
    assert cell(grid, "F2").data(EDIT) == "78/287"
    grid.setData(cell(grid, "F2"), "nya", EDIT)
    assert cell(grid, "F2").data(EDIT) == "Not yet available"


def test_entering_what_stands_there_stores_nothing(grid: FigureGrid, services: Services) -> None:
    grid.setData(cell(grid, "F1"), "287", EDIT)
    before = stored(services, "F1")
    told = heard(grid.entered)
    assert grid.setData(cell(grid, "F1"), "287", EDIT)
    assert told == []
    assert stored(services, "F1") == before


def test_only_the_quarters_own_cell_takes_text(grid: FigureGrid) -> None:
    told = heard(grid.entered)
    for column in set(FigureColumn) - {FigureColumn.ENTRY}:
        assert not grid.setData(cell(grid, "F1", column), "5", EDIT)
        assert not grid.flags(cell(grid, "F1", column)) & Qt.ItemFlag.ItemIsEditable
    assert not grid.setData(cell(grid, "F1"), "5", Qt.ItemDataRole.DisplayRole)
    assert grid.flags(cell(grid, "F1")) & Qt.ItemFlag.ItemIsEditable
    assert told == []


def test_what_stood_there_before_stands_beside_the_cell(
    grid: FigureGrid, services: Services
) -> None:
    grid.setData(cell(grid, "F1"), "287", EDIT)
    grid.setData(cell(grid, "F5"), "nya", EDIT)
    show(grid, services, quarter=Q2)
    assert cell(grid, "F1", FigureColumn.LAST_QUARTER).data() == "287"
    assert cell(grid, "F5", FigureColumn.LAST_QUARTER).data() == "Not yet available"
    assert cell(grid, "F7", FigureColumn.LAST_QUARTER).data() == ""
    tips = [
        cell(grid, code, FigureColumn.LAST_QUARTER).data(Qt.ItemDataRole.ToolTipRole)
        for code in ("F1", "F5", "F7")
    ]
    assert tips == [None, "Not yet available", None]
    assert cell(grid, "F1").data() == "not entered"


def test_a_yearly_figure_says_when_it_is_asked_for(services: Services, watch) -> None:
    yearly = next(
        one for one in services.plan.indicators if not one.asked_in(Q1) and not one.sum_of
    )
    grid = watch(FigureGrid())
    show(grid, services, yearly.board)
    assert cell(grid, yearly.code).data() == "asked for in Q4"
    show(grid, services, yearly.board, Quarter(2015, 4))
    assert cell(grid, yearly.code).data() == "not entered"


# Drafts


def test_text_that_cannot_be_read_stays_in_its_cell_and_stores_nothing(
    grid: FigureGrid, services: Services
) -> None:
    told = heard(grid.entered)
    assert not grid.setData(cell(grid, "F5"), "about 200", EDIT)
    assert told == []
    assert not stored(services, "F5").entered
    assert cell(grid, "F5").data() == cell(grid, "F5").data(EDIT) == "about 200"
    message = "Racist and religious offences must be a whole number, like 30"
    assert cell(grid, "F5").data(Role.PROBLEM) == message
    assert cell(grid, "F5").data(Qt.ItemDataRole.ToolTipRole) == message
    assert cell(grid, "F5").data(SPOKEN).endswith(f"about 200, not stored: {message}")


def test_a_draft_hides_the_figure_below_it_but_does_not_touch_it(
    grid: FigureGrid, services: Services
) -> None:
    grid.setData(cell(grid, "F5"), "nya", EDIT)
    before = stored(services, "F5")
    grid.setData(cell(grid, "F5"), "soon", EDIT)
    assert cell(grid, "F5").data(Role.ABSENCE) is None
    assert cell(grid, "F5").data() == "soon"
    assert stored(services, "F5") == before


def test_a_draft_refreshes_its_row_and_no_other(grid: FigureGrid) -> None:
    refreshed = heard(grid.dataChanged)
    grid.setData(cell(grid, "F5"), "about 200", EDIT)
    assert rows_of(refreshed) == {grid.row_of("F5")}


def test_a_draft_outlives_the_storing_of_other_figures(grid: FigureGrid) -> None:
    grid.setData(cell(grid, "F5"), "about 200", EDIT)
    grid.setData(cell(grid, "F7"), "4", EDIT)
    assert cell(grid, "F5").data() == "about 200"
    assert cell(grid, "F7").data() == "4"


def test_a_draft_is_still_there_when_one_comes_back_to_its_return(
    grid: FigureGrid, services: Services
) -> None:
    grid.setData(cell(grid, "F5"), "about 200", EDIT)
    show(grid, services, quarter=Q2)
    assert cell(grid, "F5").data() == "not entered"
    show(grid, services, "TTCG")
    show(grid, services)
    assert cell(grid, "F5").data() == "about 200"


def test_a_readable_figure_takes_the_place_of_a_draft(grid: FigureGrid) -> None:
    grid.setData(cell(grid, "F5"), "about 200", EDIT)
    grid.setData(cell(grid, "F5"), "200", EDIT)
    assert cell(grid, "F5").data() == "200"
    assert cell(grid, "F5").data(Role.PROBLEM) is None
    assert grid.draft("F5") is None


def test_what_the_rules_refuse_is_stored_and_explained(grid: FigureGrid) -> None:
    assert grid.setData(cell(grid, "F5"), "3.5", EDIT)
    message = "Racist and religious offences must be a whole number, like 30"
    assert cell(grid, "F5").data(Role.PROBLEM) == message


# Clearing


def test_a_cleared_figure_is_blank_again_and_keeps_its_comment(
    grid: FigureGrid, services: Services
) -> None:
    grid.setData(cell(grid, "F5"), "239", EDIT)
    line = grid.line(grid.row_of("F5"))
    grid.entered.emit(replace(line.figure, comment="Counted twice"))
    grid.clear(grid.row_of("F5"))
    assert cell(grid, "F5").data() == "not entered"
    assert stored(services, "F5").absence is Absence.NOT_ENTERED
    assert stored(services, "F5").comment == "Counted twice"


def test_clearing_a_draft_or_a_blank_stores_nothing(grid: FigureGrid) -> None:
    grid.setData(cell(grid, "F5"), "about 200", EDIT)
    told = heard(grid.entered)
    grid.clear(grid.row_of("F5"))
    grid.clear(grid.row_of("F7"))
    grid.clear(0)
    assert told == []
    assert cell(grid, "F5").data() == "not entered"


# Locked


def test_a_locked_return_cannot_be_edited(services: Services, hand_in, watch) -> None:
    hand_in("NPFHF", Q1)
    grid = watch(FigureGrid())
    show(grid, services)
    told = heard(grid.entered)
    for row in range(grid.rowCount()):
        for column in FigureColumn:
            assert not grid.flags(grid.index(row, column)) & Qt.ItemFlag.ItemIsEditable
    assert not grid.setData(cell(grid, "F1"), "5", EDIT)
    grid.clear(grid.row_of("F1"))
    assert told == []
    heading = grid.headerData(FigureColumn.ENTRY, Qt.Orientation.Horizontal)
    assert heading == "2015/16-Q1\nlocked"


def test_a_return_that_is_locked_meanwhile_is_shown_as_locked(
    grid: FigureGrid, services: Services, hand_in
) -> None:
    assert grid.flags(cell(grid, "F1")) & Qt.ItemFlag.ItemIsEditable
    hand_in("NPFHF", Q1)
    show(grid, services)
    assert not grid.flags(cell(grid, "F1")) & Qt.ItemFlag.ItemIsEditable


# Looks and words


def test_every_cell_says_something(grid: FigureGrid, services: Services) -> None:
    grid.setData(cell(grid, "F1"), "287", EDIT)
    grid.setData(cell(grid, "F4"), "nya", EDIT)
    grid.setData(cell(grid, "F5"), "about 200", EDIT)
    for row in range(grid.rowCount()):
        for column in FigureColumn:
            assert grid.index(row, column).data(SPOKEN), (row, column)


def test_a_figure_is_spoken_with_its_indicator_and_its_quarter(grid: FigureGrid) -> None:
    grid.setData(cell(grid, "F1"), "287", EDIT)
    assert cell(grid, "F1").data(SPOKEN) == "Hate crime (total), 2015/16-Q1, 287"
    before = cell(grid, "F1", FigureColumn.LAST_QUARTER).data(SPOKEN)
    assert before == "Hate crime (total), 2014/15-Q4, nothing"


def test_every_absence_has_its_mark(grid: FigureGrid) -> None:
    for absence in set(Absence) - {Absence.NOT_ENTERED}:
        grid.setData(cell(grid, "F4"), absence.words, EDIT)
        assert cell(grid, "F4").data(Role.ABSENCE) is marks.Absence[absence.name]
    assert cell(grid, "F5").data(Role.ABSENCE) is marks.Absence.NOT_ENTERED


def test_a_figure_that_is_waited_for_says_until_when(grid: FigureGrid) -> None:
    grid.setData(cell(grid, "F4"), "nya", EDIT)
    line = grid.line(grid.row_of("F4"))
    grid.entered.emit(replace(line.figure, expected_on=date(2015, 8, 14)))
    assert cell(grid, "F4").data() == "Not yet available, due 14 Aug"


@pytest.mark.parametrize(
    ("status", "gutter"),
    [
        (FigureStatus.PROVISIONAL, "prov."),
        (FigureStatus.REVISED, "rev."),
        (FigureStatus.FINAL, ""),
    ],
)
def test_the_gutter_says_how_sure_a_figure_is(
    grid: FigureGrid, status: FigureStatus, gutter: str
) -> None:
    line = grid.line(grid.row_of("F1"))
    grid.entered.emit(replace(line.figure, value=Decimal(5), absence=None, status=status))
    assert cell(grid, "F1").data(Role.GUTTER) == gutter
    assert cell(grid, "F5").data(Role.GUTTER) is None


def test_a_comment_is_marked_and_spoken(grid: FigureGrid) -> None:
    note = cell(grid, "F1", FigureColumn.NOTE)
    assert note.data(SPOKEN) == "Hate crime (total), Note, no note"
    assert note.data(Role.MARK) is None
    line = grid.line(grid.row_of("F1"))
    grid.entered.emit(replace(line.figure, comment="From the new system"))
    note = cell(grid, "F1", FigureColumn.NOTE)
    assert note.data(SPOKEN) == "Hate crime (total), Note, note: From the new system"
    assert note.data(Role.MARK) is marks.Sign.NOTE
    assert note.data(Qt.ItemDataRole.ToolTipRole) == "From the new system"
